//! A circuit as meant: names resolved, units in base units, not yet laid out.

use crate::plasticity::Rule;
use serde::Serialize;

/// A population of units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PopulationDefinition {
    /// Name in the brain file.
    pub name: String,
    /// Number of units.
    pub size: usize,
    /// Number of patterns: equal blocks of units, or what its `code` makes of them; 1 if none.
    pub patterns: usize,
    /// How a clamped population shows a pattern.
    pub code: Code,
    /// Names of its patterns, if they have any.
    pub names: Vec<String>,
    /// Clamped to what happens instead of settling.
    pub clamped: bool,
    /// Mean threshold.
    pub threshold: f32,
    /// The thresholds of the units spread evenly over `threshold - spread ..= threshold + spread`.
    pub threshold_spread: f32,
}

/// How a clamped population shows one of its patterns at level 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Code {
    /// Pattern k is the k-th block of units.
    Blocks,
    /// Pattern k is a bump on a ring of units: `exp(-(distance to its place / width)^2 / 2)`.
    Bump {
        /// Place of each pattern on the ring, in units.
        places: Vec<f64>,
        /// Width in units.
        width: f64,
    },
    /// Pattern k is a set of units, drawn for each person.
    Random {
        /// Number of units in it.
        active: usize,
    },
    /// One pattern that changes from day to day: the units that are highest in a random walk with return.
    Drift {
        /// Number of units in it.
        active: usize,
        /// Time constant of the return, in days.
        time_constant: f64,
    },
}

/// Weights from one population to another. Weights are drives of a fully active sender (one pattern of it, if it has patterns).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectionDefinition {
    /// Name in the brain file.
    pub name: String,
    /// Index of the sending population.
    pub from: usize,
    /// Index of the receiving population.
    pub to: usize,
    /// Pattern k of the sender reaches pattern k of the receiver alone.
    pub matched: bool,
    /// Weight at birth.
    pub initial: f32,
    /// Lower bound.
    pub lower: f32,
    /// Upper bound.
    pub upper: f32,
    /// How it learns; fixed if absent.
    pub rule: Option<Rule>,
    /// The sender's rate is its mean over the settling steps, not its last value.
    pub trace: bool,
    /// Potentiation moves toward the lower bound (inhibitory synapses).
    pub potentiates_lower: bool,
    /// Its synapses may be pruned and grown.
    pub structural: bool,
    /// Share of the early part that becomes late in a night, where it differs from that of the night.
    pub transfer: Option<f32>,
    /// Time constant with which the late part returns to its initial value, in days, where it differs from that of the night.
    pub turnover: Option<f64>,
}

/// A pool of shared inhibition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InhibitionDefinition {
    /// Indices of the member populations.
    pub members: Vec<usize>,
    /// Strength on the mean rate of all members.
    pub strength: f32,
}

/// What a unit makes of its drive `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Transfer {
    /// `1 / (1 + exp(-slope x))`.
    Logistic,
    /// `tanh(slope x)` for a drive above zero, silence below it.
    RectifiedTanh,
}

/// How rates settle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SettlingDefinition {
    /// Number of steps.
    pub steps: usize,
    /// Share of the way to the new rate of one step.
    pub rate: f32,
    /// What a unit makes of its drive.
    pub transfer: Transfer,
    /// Slope of it.
    pub slope: f32,
}

/// What a night does to the synapses.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NightDefinition {
    /// Share of the early part that becomes late in a night, before the gates.
    pub transfer: f32,
    /// Time constant of the early part, in days.
    pub early_decay: f64,
    /// Time constant with which the late part returns to its initial value, in days.
    pub turnover: f64,
    /// Time constant with which a unit's plastic excitatory input returns to its target, in days.
    pub homeostasis: f64,
    /// A synapse below this share of its range is quiet.
    pub prune_below: f32,
    /// Weeks of quiet after which a synapse may be pruned.
    pub quiet_weeks: u8,
    /// Probability per day that a quiet synapse is pruned.
    pub pruning: f64,
    /// Probability per day that a missing synapse between fully co-active units is tried.
    pub growth: f64,
    /// Weight of a newborn synapse, as a share of its range.
    pub newborn: f32,
}

/// A whole circuit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CircuitDefinition {
    /// Populations in order.
    pub populations: Vec<PopulationDefinition>,
    /// Projections in order; at most one for each pair of populations.
    pub projections: Vec<ProjectionDefinition>,
    /// Pools of shared inhibition.
    pub inhibition: Vec<InhibitionDefinition>,
    /// How rates settle.
    pub settling: SettlingDefinition,
    /// What a night does.
    pub night: NightDefinition,
}
