//! A synapse of the lab: `synapses/<name>.toml`.

use super::{Grade, Stated};
use crate::units::{Hertz, Seconds};
use serde::{Deserialize, Serialize};

/// A rule of plasticity with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SynapseFile {
    /// Title for people, short enough for a legend.
    pub title: String,
    /// Which rule, and so which of the sections below it needs.
    pub rule: RuleName,
    /// What it is.
    pub meaning: String,
    /// What its parameters were fitted to; nothing unless it is said.
    pub fitted_to: Option<FittedTable>,
    /// Where the numbers come from, unless one says otherwise.
    pub source: Option<String>,
    /// How well they are known, unless one says otherwise.
    pub grade: Option<Grade>,
    /// Rule `pair`.
    pub pair: Option<PairNumbers>,
    /// Rules `triplet` and `sliding-triplet`.
    pub triplet: Option<TripletNumbers>,
    /// Rule `sliding-triplet`.
    pub sliding: Option<SlidingNumbers>,
    /// Rule `calcium`.
    pub calcium: Option<CalciumNumbers>,
    /// Rule `short-term`.
    pub short_term: Option<ShortTermNumbers>,
    /// Rule `tag-and-capture`.
    pub tag_and_capture: Option<CaptureNumbers>,
}

/// The data that parameters were fitted to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FittedTable {
    /// Number of parameters that were fitted.
    pub parameters: u32,
    /// The data in words.
    pub data: String,
    /// Files of published points that took part in the fit.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// What those who fitted took the stimuli to be, where the experiment gave others.
    pub taken_as: Option<String>,
}

/// A rule of plasticity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// Pairs of spikes.
    Pair,
    /// Pairs and triplets of spikes.
    Triplet,
    /// Triplets with a sliding threshold.
    SlidingTriplet,
    /// Calcium above two thresholds.
    Calcium,
    /// Depression and facilitation of release.
    ShortTerm,
    /// Early phase, tag, capture, late phase.
    TagAndCapture,
}

impl RuleName {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            RuleName::Pair => "pair",
            RuleName::Triplet => "triplet",
            RuleName::SlidingTriplet => "sliding-triplet",
            RuleName::Calcium => "calcium",
            RuleName::ShortTerm => "short-term",
            RuleName::TagAndCapture => "tag-and-capture",
        }
    }
}

/// Which spikes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairingName {
    /// Every spike with every other.
    AllToAll,
    /// Only the nearest one.
    NearestSpike,
}

/// How a change depends on the weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeightDependenceName {
    /// Not at all.
    Additive,
    /// By the distance to the bound.
    Multiplicative,
}

/// Numbers of the pair rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairNumbers {
    /// `A+`.
    pub potentiation: Stated<f64>,
    /// `A-`.
    pub depression: Stated<f64>,
    /// `tau+`.
    pub potentiation_time_constant: Stated<Seconds>,
    /// `tau-`.
    pub depression_time_constant: Stated<Seconds>,
    /// Which pairs count.
    pub pairing: PairingName,
    /// How a change depends on the weight.
    pub weight_dependence: WeightDependenceName,
}

/// Numbers of the triplet rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TripletNumbers {
    /// `A2+`.
    pub pair_potentiation: Stated<f64>,
    /// `A3+`.
    pub triplet_potentiation: Stated<f64>,
    /// `A2-`.
    pub pair_depression: Stated<f64>,
    /// `A3-`.
    pub triplet_depression: Stated<f64>,
    /// `tau+`.
    pub potentiation_time_constant: Stated<Seconds>,
    /// `tau-`.
    pub depression_time_constant: Stated<Seconds>,
    /// `tau_x`; not needed where `A3-` is zero.
    pub presynaptic_time_constant: Option<Stated<Seconds>>,
    /// `tau_y`; not needed where `A3+` is zero.
    pub postsynaptic_time_constant: Option<Stated<Seconds>>,
    /// Which pairs and triplets count.
    pub pairing: PairingName,
}

/// What makes the threshold of the triplet rule slide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlidingNumbers {
    /// Postsynaptic rate at which depression is that of the triplet rule.
    pub target_rate: Stated<Hertz>,
    /// Time constant of the average rate.
    pub threshold_time_constant: Stated<Seconds>,
    /// Power of the rate.
    pub power: Stated<f64>,
}

/// Numbers of the calcium rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalciumNumbers {
    /// `tau_Ca`.
    pub calcium_time_constant: Stated<Seconds>,
    /// `C_pre`.
    pub presynaptic_calcium: Stated<f64>,
    /// `C_post`.
    pub postsynaptic_calcium: Stated<f64>,
    /// `theta_d`.
    pub depression_threshold: Stated<f64>,
    /// `theta_p`.
    pub potentiation_threshold: Stated<f64>,
    /// `gamma_d`.
    pub depression_rate: Stated<f64>,
    /// `gamma_p`.
    pub potentiation_rate: Stated<f64>,
    /// `sigma`.
    pub noise: Stated<f64>,
    /// `tau`.
    pub efficacy_time_constant: Stated<Seconds>,
    /// `rho*`.
    pub unstable_efficacy: Stated<f64>,
    /// `D`.
    pub delay: Stated<Seconds>,
    /// `beta`.
    pub initially_low: Stated<f64>,
    /// `b`.
    pub strength_ratio: Stated<f64>,
}

/// Numbers of short-term plasticity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortTermNumbers {
    /// `U`.
    pub utilisation: Stated<f64>,
    /// `tau_rec`.
    pub recovery_time_constant: Stated<Seconds>,
    /// `tau_facil`.
    pub facilitation_time_constant: Stated<Seconds>,
}

/// Numbers of tagging and capture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureNumbers {
    /// Early change by a weak tetanus.
    pub weak_induction: Stated<f64>,
    /// Early change by a strong tetanus.
    pub strong_induction: Stated<f64>,
    /// Decay of the early phase.
    pub early_time_constant: Stated<Seconds>,
    /// Decay of the tag.
    pub tag_time_constant: Stated<Seconds>,
    /// Decay of the proteins.
    pub protein_time_constant: Stated<Seconds>,
    /// How long a strong tetanus has proteins made.
    pub synthesis_duration: Stated<Seconds>,
    /// Capture by a full tag with full proteins.
    pub capture_rate: Stated<Hertz>,
    /// Late change as a multiple of the early one.
    pub late_ratio: Stated<f64>,
    /// What counts as a tetanus in recorded spikes.
    pub tetanus: Option<TetanusNumbers>,
}

/// What counts as a tetanus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TetanusNumbers {
    /// Longest time between two spikes of a run.
    pub longest_interval: Stated<Seconds>,
    /// Spikes of a weak tetanus.
    pub weak_spikes: Stated<u32>,
    /// Spikes of each run of a strong tetanus.
    pub strong_spikes: Stated<u32>,
    /// Runs of a strong tetanus.
    pub strong_runs: Stated<u32>,
    /// Time within which they come.
    pub strong_window: Stated<Seconds>,
}
