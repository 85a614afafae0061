//! A brain: `models/<name>.toml`.

use super::{
    Action, Coupling, Experience, Factor, Gates, Grade, Inhibition, Input, Life, Night, OrderedMap,
    Population, Probe, Projection, Readout, Severity, Signal, Tally, Trait,
};
use serde::{Deserialize, Serialize};

/// A brain as written: circuits, slow physiology, how people differ, what can happen to them, what is observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrainFile {
    /// Title for people.
    pub title: String,
    /// What the brain is, in a few sentences.
    pub summary: String,
    /// The condition that a history can bring about in it.
    pub condition: String,
    /// Entries that it takes over from other brains, each as `section.name`.
    #[serde(default)]
    pub borrow: OrderedMap<Vec<String>>,
    /// How an episode is played out.
    pub settling: Settling,
    /// Populations of rate units.
    pub populations: OrderedMap<Population>,
    /// Pools of shared inhibition.
    #[serde(default)]
    pub inhibition: OrderedMap<Inhibition>,
    /// Weights from one population to another.
    pub projections: OrderedMap<Projection>,
    /// What multiplies learning of every plastic projection without gates of its own.
    #[serde(default)]
    pub gates: Gates,
    /// What happens to the weights every night; absent means nothing: what was learned stays as it is.
    pub night: Option<Night>,
    /// How people differ.
    #[serde(default)]
    pub traits: OrderedMap<Trait>,
    /// What scenarios, treatments and experiences can set.
    #[serde(default)]
    pub inputs: OrderedMap<Input>,
    /// Slow factors with a memory of their own.
    #[serde(default)]
    pub factors: OrderedMap<Factor>,
    /// What is computed from the others and keeps no memory.
    #[serde(default)]
    pub signals: OrderedMap<Signal>,
    /// Means over the day, for the factors of the next day.
    #[serde(default)]
    pub tallies: OrderedMap<Tally>,
    /// Lines from signals to targets.
    #[serde(default)]
    pub couplings: OrderedMap<Coupling>,
    /// What can be done between prediction and outcome.
    #[serde(default)]
    pub actions: OrderedMap<Action>,
    /// How an ordinary day is filled; absent means not at all.
    #[serde(default)]
    pub life: Life,
    /// What can happen.
    pub experiences: OrderedMap<Experience>,
    /// Situations in which the brain is observed without learning.
    #[serde(default)]
    pub probes: OrderedMap<Probe>,
    /// What is observed.
    pub readouts: OrderedMap<Readout>,
    /// The score from which illness, response and remission are judged.
    pub severity: Severity,
}

fn one() -> u32 {
    1
}

/// What a unit makes of its drive `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transfer {
    /// `1 / (1 + exp(-gain * x))`.
    #[default]
    Logistic,
    /// `tanh(gain * max(x, 0))`.
    RectifiedTanh,
}

/// How an episode is played out: `r <- r + rate * (curve(gain * x) - r)`, `steps` times from a weak start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settling {
    /// Number of steps.
    pub steps: u32,
    /// Share of the way to the target that one step goes, above 0 and up to 1.
    pub rate: f64,
    /// What a unit makes of its drive.
    #[serde(default)]
    pub curve: Transfer,
    /// Steepness of the curve.
    pub gain: f64,
    /// Rate of every settling unit before the first step, 0 to 1.
    pub weak_start: f64,
    /// Up to so many episodes of a day settle from the same weights before they are learned.
    #[serde(default = "one")]
    pub side_by_side: u32,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}
