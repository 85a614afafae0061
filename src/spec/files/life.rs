//! What can happen, and in which situations the brain is observed.

use super::{Grade, OrderedMap};
use serde::{Deserialize, Serialize};

/// How an ordinary day is filled.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Life {
    /// Number of things that happen on a day.
    pub external_per_day: u32,
    /// Experiences that these are drawn from, by their odds.
    pub external: Vec<String>,
    /// Experiences that come from within, each at its rate.
    #[serde(default)]
    pub internal: Vec<String>,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// Something that can be done between prediction and outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Urge to do it, before couplings.
    #[serde(default)]
    pub urge: f64,
    /// Actions of the same choice exclude each other, and one of them is done; without one it is done or left.
    pub choice: Option<String>,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// One episode: which inputs it sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experience {
    /// Odds among the external experiences, before couplings.
    #[serde(default)]
    pub odds: f64,
    /// Episodes a day of an internal experience, before couplings.
    #[serde(default)]
    pub rate: f64,
    /// True when it counts for the affect of the day.
    #[serde(default)]
    pub felt: bool,
    /// Number of like episodes that one simulated episode stands for.
    #[serde(default = "one")]
    pub stands_for: f64,
    /// Multiplies the noise of noisy inputs.
    #[serde(default = "one")]
    pub noise: f64,
    /// Patterns that clamped populations show, each as `population.pattern`; of several of one population, one is drawn.
    #[serde(default)]
    pub shows: Vec<String>,
    /// Actions that are possible between prediction and outcome.
    #[serde(default)]
    pub actions: Vec<String>,
    /// What is done apart from settling and learning; absent means nothing.
    pub operation: Option<Operation>,
    /// Population from which a memory is recalled.
    pub recall_from: Option<String>,
    /// Clamped population that shows what was recalled.
    pub recall_shows: Option<String>,
    /// In a recall each pattern starts at this times the square of a uniform draw.
    #[serde(default)]
    pub start_noise: f64,
    /// Inputs that it sets.
    #[serde(default)]
    pub inputs: OrderedMap<f64>,
    /// Inputs that are set while a memory is being searched.
    #[serde(default)]
    pub recall_inputs: OrderedMap<f64>,
    /// Inputs of a second settle, in which the outcome is shown; the first one gave the prediction.
    pub outcome_inputs: Option<OrderedMap<f64>>,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// A named operation within an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Settle from a weak, noisy start without a cue; what came up is then shown as a cue and lived through again.
    FreeRecall,
}

/// A situation in which the brain is observed without learning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// Inputs that it sets.
    pub inputs: OrderedMap<f64>,
    /// Patterns that clamped populations show, each as `population.pattern`; it is repeated for each combination of them.
    #[serde(default)]
    pub shows: Vec<String>,
    /// Values added to the drive of interpretation; the probe is the mean over them.
    #[serde(default = "no_framing")]
    pub framings: Vec<f64>,
    /// True when it is repeated for every pattern of the cue.
    #[serde(default = "yes")]
    pub per_pattern: bool,
    /// What it is.
    pub meaning: String,
}

fn one() -> f64 {
    1.0
}

fn no_framing() -> Vec<f64> {
    vec![0.0]
}

fn yes() -> bool {
    true
}
