//! Circuits: populations, projections, inhibition, gates and the night.

use super::{Grade, OrderedMap, Stated};
use crate::units::{Days, PerDay};
use serde::{Deserialize, Serialize};

/// A group of rate units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Number of units.
    pub size: u32,
    /// Number of patterns the units are divided into, in equal blocks; 1 means the whole population is one.
    #[serde(default = "one")]
    pub patterns: u32,
    /// True when its activity is set by what happens and does not settle.
    #[serde(default)]
    pub clamped: bool,
    /// How it shows a pattern, when clamped.
    #[serde(default)]
    pub code: Code,
    /// Names of the patterns, instead of their number.
    #[serde(default)]
    pub names: Vec<String>,
    /// Code `bump`: names of the patterns, with their places on the ring.
    #[serde(default)]
    pub places: OrderedMap<f64>,
    /// Code `bump`: width, in units.
    pub width: Option<f64>,
    /// Codes `random` and `drift`: number of active units.
    pub active: Option<u32>,
    /// Code `drift`: how long a pattern stays like itself.
    pub time_constant: Option<Days>,
    /// Drive at which a unit reaches half of its full rate; unused when clamped.
    #[serde(default)]
    pub threshold: f64,
    /// How far thresholds spread evenly around their mean.
    #[serde(default)]
    pub threshold_spread: f64,
    /// Region of the brain it stands for.
    pub region: Option<String>,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

impl Population {
    /// Number of its patterns.
    pub fn pattern_count(&self) -> u32 {
        let named = self.pattern_names().len() as u32;
        if named > 0 { named } else { self.patterns }
    }

    /// Names of its patterns, if they have any.
    pub fn pattern_names(&self) -> Vec<&str> {
        let names = self.names.iter().map(String::as_str);
        names.chain(self.places.names()).collect()
    }
}

/// How a clamped population shows a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Each pattern is a block of units.
    #[default]
    Blocks,
    /// Each pattern is a bump on a ring of units: neighbours are alike.
    Bump,
    /// Each pattern is a set of units, drawn for each person.
    Random,
    /// One pattern that changes from day to day.
    Drift,
}

fn hundred() -> f64 {
    100.0
}

fn one() -> u32 {
    1
}

/// A pool of shared inhibition: `x -= strength * mean rate of the members`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inhibition {
    /// Populations that share the pool.
    pub members: Vec<String>,
    /// Inhibition at a mean rate of 1.
    pub strength: f64,
    /// What it is.
    pub meaning: String,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// Weights from one population to another.
///
/// A weight is the drive that a fully active sender gives: a whole population, or one pattern of it where it has patterns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projection {
    /// Population that sends.
    pub from: String,
    /// Population that receives.
    pub to: String,
    /// Which units are joined.
    #[serde(default)]
    pub connect: Connect,
    /// Weight at birth.
    pub initial: f64,
    /// Lower bound of a plastic weight.
    pub lower: Option<f64>,
    /// Upper bound of a plastic weight.
    pub upper: Option<f64>,
    /// Rule by which it learns; absent for a fixed projection.
    pub rule: Option<Rule>,
    /// Step of learning per episode.
    #[serde(default)]
    pub learning_rate: f64,
    /// Depression of a synapse whose receiver was active without its sender.
    #[serde(default)]
    pub depression_post: f64,
    /// Depression of a synapse whose sender was active without its receiver.
    #[serde(default)]
    pub depression_pre: f64,
    /// Bound toward which potentiation goes.
    #[serde(default)]
    pub potentiates: Bound,
    /// Time constant of the sliding threshold of a BCM rule, in episodes.
    #[serde(default = "hundred")]
    pub threshold_episodes: f64,
    /// Scale of the sliding threshold of a BCM rule, as a share of the full rate: at a constant rate it is `rate^2 / target_rate`.
    pub target_rate: Option<Stated<f64>>,
    /// True when `pre` is the mean rate over the settling steps instead of the last rate.
    #[serde(default)]
    pub trace: bool,
    /// True when its synapses can be pruned and grow anew.
    #[serde(default)]
    pub structural: bool,
    /// Signal that a three-factor rule multiplies.
    pub third_factor: Option<String>,
    /// Share of early change that becomes late in one night; absent means that of `[night]`.
    pub transfer: Option<f64>,
    /// Time constant with which late weights return to their initial value; absent means that of `[night]`.
    pub turnover: Option<Days>,
    /// Signals that multiply what becomes late in a night; absent means `night.consolidation`.
    pub consolidation: Option<Vec<String>>,
    /// Signals that multiply potentiation; absent means those of `[gates]`.
    pub ltp: Option<Vec<String>>,
    /// Signals that multiply depression; absent means those of `[gates]`.
    pub ltd: Option<Vec<String>>,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// Which units of two populations a projection joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connect {
    /// Every sender with every receiver.
    #[default]
    All,
    /// Pattern k of the sender with pattern k of the receiver.
    Matched,
}

/// How a projection learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Hebbian growth toward one bound, depression toward the other.
    BoundedHebb,
    /// Product of the deviations of sender and receiver from their means.
    Covariance,
    /// Hebbian growth with the decay that keeps the weight vector's length.
    Oja,
    /// Hebbian growth above a sliding threshold, depression below it.
    Bcm,
    /// Eligibility times a third signal, such as a reward prediction error.
    ThreeFactor,
}

/// One of the two bounds of a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The upper bound: excitatory synapses.
    #[default]
    Upper,
    /// The lower bound: inhibitory synapses.
    Lower,
}

/// Signals that multiply learning.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    /// Signals whose product multiplies potentiation.
    #[serde(default)]
    pub ltp: Vec<String>,
    /// Signals whose product multiplies depression.
    #[serde(default)]
    pub ltd: Vec<String>,
}

/// What happens to the weights every night, with `q = transfer * night.consolidation`:
/// `late += q * early - (late - initial) / turnover`; `early *= (1 - q) * exp(-1 day / early_decay)`. A brain without it has no nights:
/// what was learned stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Night {
    /// Share of early change that becomes late in one night, 0 to 1.
    pub transfer: Stated<f64>,
    /// Time constant with which early change fades.
    pub early_decay: Stated<Days>,
    /// Time constant with which late weights return to their initial value; absent means that they stay.
    pub turnover: Option<Stated<Days>>,
    /// Time constant with which the summed input of a unit returns to its initial value; absent means that it does not.
    pub homeostasis: Option<Stated<Days>>,
    /// Share of a weight's range below which a synapse counts as quiet, 0 to 1; absent means none.
    pub prune_below: Option<Stated<f64>>,
    /// How long a synapse must stay quiet before it may be pruned.
    pub quiet_for: Option<Stated<Days>>,
    /// Chance with which a quiet synapse is pruned; absent means none.
    pub pruning: Option<Stated<PerDay>>,
    /// Chance with which a missing synapse is tried between co-active units; absent means none.
    pub growth: Option<Stated<PerDay>>,
    /// Share of the range at which a new synapse starts, 0 to 1; absent means 0.
    pub newborn: Option<Stated<f64>>,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}
