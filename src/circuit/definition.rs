//! A circuit as meant: names resolved, units in base units, not yet laid out.

use crate::plasticity::Rule;

/// A population of units.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationDefinition {
    /// Name in the brain file.
    pub name: String,
    /// Number of units.
    pub size: usize,
    /// Number of equal patterns into which the units fall; 1 if none.
    pub patterns: usize,
    /// Clamped to what happens instead of settling.
    pub clamped: bool,
    /// Mean threshold.
    pub threshold: f32,
    /// The thresholds of the units spread evenly over `threshold - spread ..= threshold + spread`.
    pub threshold_spread: f32,
}

/// Weights from one population to another. Weights are drives of a fully active sender (one pattern of it, if it has patterns).
#[derive(Debug, Clone, PartialEq)]
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
}

/// A pool of shared inhibition.
#[derive(Debug, Clone, PartialEq)]
pub struct InhibitionDefinition {
    /// Indices of the member populations.
    pub members: Vec<usize>,
    /// Strength on the mean rate of all members.
    pub strength: f32,
}

/// How rates settle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SettlingDefinition {
    /// Number of steps.
    pub steps: usize,
    /// Share of the way to the new rate of one step.
    pub rate: f32,
    /// Slope of the logistic.
    pub slope: f32,
}

/// What a night does to the synapses.
#[derive(Debug, Clone, Copy, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
