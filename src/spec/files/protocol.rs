//! A protocol of the lab: `protocols/<name>.toml`.

use super::{BurstsTable, FluctuationTable, Grade, NeuronTable, Stated};
use crate::units::{Hertz, Seconds};
use serde::{Deserialize, Serialize};

/// What is done to synapses at the bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolFile {
    /// Title for people.
    pub title: String,
    /// Which of the keys below it needs.
    pub kind: ProtocolKind,
    /// What one sees in it.
    pub shows: String,
    /// Place in lists and on pages; those without one come last, by name.
    pub order: Option<u32>,
    /// Synapses that it is done to, unless others are asked for.
    pub synapses: Vec<String>,
    /// Levels of BDNF relative to normal, unless others are asked for.
    #[serde(default)]
    pub bdnf: Vec<f64>,
    /// Published points that it is held against.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Where the numbers come from, unless one says otherwise.
    pub source: Option<String>,
    /// How well they are known, unless one says otherwise.
    pub grade: Option<Grade>,
    /// Times of the postsynaptic minus the presynaptic spike.
    pub lags: Option<Vec<Seconds>>,
    /// One such time.
    pub lag: Option<Seconds>,
    /// Number of pairs.
    pub pairs: Option<u32>,
    /// Pairs or repetitions per second.
    pub rate: Option<Hertz>,
    /// Pairs in bursts.
    pub pair_bursts: Option<PairBurstsTable>,
    /// Lags that are drawn for each pair.
    pub random_lags: Option<RandomLagsTable>,
    /// Synapses of a noisy rule that are simulated from either state.
    pub simulated_synapses: Option<u32>,
    /// Several rates, one after the other.
    pub rates: Option<Vec<Hertz>>,
    /// Repetitions.
    pub repeats: Option<u32>,
    /// Short patterns of spikes.
    pub patterns: Option<Vec<PatternTable>>,
    /// Stimuli to the presynaptic fibres.
    pub trains: Option<Vec<TrainTable>>,
    /// How the neuron answers them.
    pub response: Option<ResponseTable>,
    /// Experiments over hours.
    pub experiments: Option<Vec<ExperimentTable>>,
    /// How long it takes.
    pub duration: Option<Seconds>,
    /// Rate of the presynaptic side.
    pub presynaptic_rate: Option<Hertz>,
    /// Rates of the postsynaptic side.
    pub postsynaptic_rates: Option<Vec<Hertz>>,
    /// Number of excitatory inputs.
    pub inputs: Option<u32>,
    /// Inputs that fire together.
    pub groups: Option<Vec<GroupTable>>,
    /// Spread of latencies of common events.
    pub latency_spread: Option<Seconds>,
    /// The neuron on which inputs compete.
    pub neuron: Option<NeuronTable>,
    /// How rates of groups fluctuate.
    pub fluctuation: Option<FluctuationTable>,
    /// Common events, where latencies differ.
    pub bursts: Option<BurstsTable>,
    /// Delays from a pair to its reward.
    pub delays: Option<Vec<Seconds>>,
    /// Time constant of the eligibility trace.
    pub eligibility_time_constant: Option<Stated<Seconds>>,
    /// Rewards that are compared.
    pub rewards: Option<Vec<f64>>,
    /// Number of spikes of a train.
    pub spikes: Option<u32>,
    /// Times after the train at which recovery is probed.
    pub recovery: Option<Vec<Seconds>>,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolKind {
    /// Pairs at many lags.
    TimingWindow,
    /// Pairs at many frequencies.
    PairingFrequency,
    /// Patterns of spikes.
    SpikePatterns,
    /// Stimuli to the fibres alone.
    Stimulation,
    /// Early and late phase over hours.
    TagAndCapture,
    /// Poisson spikes on both sides.
    PoissonPairing,
    /// Many inputs on one neuron.
    Competition,
    /// Pairs that count if a reward follows.
    RewardedPairing,
    /// A train through a synapse with short-term plasticity.
    ShortTermTrain,
}

impl ProtocolKind {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            ProtocolKind::TimingWindow => "timing-window",
            ProtocolKind::PairingFrequency => "pairing-frequency",
            ProtocolKind::SpikePatterns => "spike-patterns",
            ProtocolKind::Stimulation => "stimulation",
            ProtocolKind::TagAndCapture => "tag-and-capture",
            ProtocolKind::PoissonPairing => "poisson-pairing",
            ProtocolKind::Competition => "competition",
            ProtocolKind::RewardedPairing => "rewarded-pairing",
            ProtocolKind::ShortTermTrain => "short-term-train",
        }
    }
}

/// Bursts of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairBurstsTable {
    /// Pairs in a burst.
    pub pairs: u32,
    /// Number of bursts.
    pub number: u32,
    /// Time between the starts of bursts.
    pub interval: Seconds,
    /// Rate from which on pairs come in bursts.
    pub from: Hertz,
}

/// Lags that are drawn for each pair, evenly between two bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomLagsTable {
    /// Shortest.
    pub from: Seconds,
    /// Longest.
    pub to: Seconds,
    /// Trains that are drawn.
    pub repeats: u32,
}

/// A pattern of spikes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternTable {
    /// Curve it belongs to.
    pub series: String,
    /// What it is called on the axis.
    pub label: String,
    /// Its place on the axis; patterns without one are numbered.
    pub at: Option<Seconds>,
    /// Presynaptic spikes, from the start of the pattern.
    pub presynaptic: Vec<Seconds>,
    /// Postsynaptic spikes.
    pub postsynaptic: Vec<Seconds>,
}

/// A stimulus of bursts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainTable {
    /// What it is called.
    pub label: String,
    /// Pulses in a burst.
    pub pulses: u32,
    /// Pulses per second within a burst.
    pub rate: Hertz,
    /// Bursts in all.
    pub bursts: Option<u32>,
    /// Time between the starts of bursts.
    pub interval: Option<Seconds>,
}

/// How a neuron answers a volley.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseTable {
    /// Membrane time constant.
    pub membrane_time_constant: Stated<Seconds>,
    /// Depolarisation by one volley.
    pub volley: Stated<f64>,
    /// Its standard deviation.
    pub noise: Stated<f64>,
    /// Time from the pulse to a spike.
    pub latency: Stated<Seconds>,
}

/// One experiment over hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExperimentTable {
    /// What it is called.
    pub label: String,
    /// What is done to which pathway.
    pub stimuli: Vec<PathwayTable>,
    /// Protein synthesis is blocked.
    pub synthesis_block: Option<SpanTable>,
    /// BDNF is scavenged.
    pub bdnf_block: Option<SpanTable>,
    /// BDNF is added.
    pub bdnf_added: Option<AddedTable>,
}

/// A stimulus of a pathway.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayTable {
    /// The pathway.
    pub pathway: String,
    /// When.
    pub at: Seconds,
    /// How strong it is.
    pub strength: StimulusStrength,
    /// Which way it acts; it potentiates unless it says otherwise.
    pub direction: Option<StimulusDirection>,
}

/// How strong a stimulus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StimulusStrength {
    /// Leaves an early phase and a tag.
    Weak,
    /// Calls for proteins as well.
    Strong,
}

/// Which way a stimulus acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StimulusDirection {
    /// Strengthens.
    Potentiating,
    /// Weakens.
    Depressing,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanTable {
    /// Beginning.
    pub from: Seconds,
    /// End.
    pub to: Seconds,
}

/// BDNF added for a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedTable {
    /// Beginning.
    pub from: Seconds,
    /// End.
    pub to: Seconds,
    /// Level relative to normal.
    pub level: f64,
}

/// Inputs that fire together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupTable {
    /// What it is called.
    pub label: String,
    /// Share of all inputs.
    pub share: f64,
    /// Pairwise correlation.
    pub correlation: f64,
}
