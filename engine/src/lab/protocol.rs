//! What is done at the bench, in base units: seconds, hertz, fractions of the initial weight.

/// A protocol as meant; every number has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// Name of the file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What one sees in it, in a sentence or two.
    pub shows: String,
    /// What is done.
    pub procedure: Procedure,
    /// Names of the synapses it is done to, unless others are asked for.
    pub synapses: Vec<String>,
    /// Levels of BDNF relative to normal, one curve each, unless others are asked for.
    pub bdnf: Vec<f64>,
    /// Synapses of a noisy rule that are simulated from either state; see [`SIMULATED_SYNAPSES`].
    pub simulated_synapses: u32,
}

/// Simulated synapses unless a protocol or a user says otherwise, for a standard error near one per cent of the weight.
pub const SIMULATED_SYNAPSES: u32 = 1000;

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Procedure {
    /// Pairs of one spike each, at many lags: the timing window.
    TimingWindow(TimingWindow),
    /// Pairs at a few lags, at many frequencies.
    PairingFrequency(PairingFrequency),
    /// A short pattern of spikes on both sides, repeated: pairs, triplets, quadruplets.
    SpikePatterns(SpikePatterns),
    /// Stimuli to the presynaptic fibres alone; the neuron answers: rate curve, bursts, tetanus.
    Stimulation(Stimulation),
    /// Weak and strong stimuli to pathways of one neuron, followed over hours: early phase, tag, capture, late phase.
    TagAndCapture(TagAndCapture),
    /// Independent Poisson spikes on both sides, across rates: the mean drift, beside the rate rule it is the image of.
    PoissonPairing(PoissonPairing),
    /// Many Poisson inputs compete on one integrate-and-fire neuron.
    Competition(Competition),
    /// Pairs that count only if a reward follows.
    RewardedPairing(RewardedPairing),
    /// A regular train through a synapse with short-term plasticity, and its recovery.
    ShortTermTrain(ShortTermTrain),
}

/// See [`Procedure::TimingWindow`].
#[derive(Debug, Clone, PartialEq)]
pub struct TimingWindow {
    /// Time of the postsynaptic minus time of the presynaptic spike, in seconds.
    pub lags: Vec<f64>,
    /// Number of pairs.
    pub pairs: u32,
    /// Pairs per second, in a burst those within it.
    pub rate: f64,
    /// Pairs in bursts; one regular train without.
    pub bursts: Option<PairBursts>,
}

/// See [`Procedure::PairingFrequency`].
#[derive(Debug, Clone, PartialEq)]
pub struct PairingFrequency {
    /// As in [`TimingWindow`].
    pub lags: Vec<f64>,
    /// Number of pairs where they come in one regular train.
    pub pairs: u32,
    /// Pairs per second, in a burst those within it.
    pub rates: Vec<f64>,
    /// Pairs in bursts; one regular train at every rate without.
    pub bursts: Option<PairBursts>,
    /// One more curve, of pairs whose lags are drawn anew for each.
    pub random_lags: Option<RandomLags>,
}

/// Bursts of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairBursts {
    /// Pairs in a burst.
    pub pairs: u32,
    /// Number of bursts.
    pub number: u32,
    /// Time between the starts of bursts, in seconds.
    pub interval: f64,
    /// Rate from which on pairs come in bursts, in hertz; slower ones come in one regular train.
    pub from: f64,
}

/// Lags that are drawn for each pair, evenly between two bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RandomLags {
    /// Shortest, in seconds.
    pub from: f64,
    /// Longest.
    pub to: f64,
    /// Trains that are drawn; the curve is their mean.
    pub repeats: u32,
}

/// See [`Procedure::SpikePatterns`].
#[derive(Debug, Clone, PartialEq)]
pub struct SpikePatterns {
    /// The patterns, one after the other on the axis of their `at`.
    pub patterns: Vec<SpikePattern>,
    /// How often each is repeated.
    pub repeats: u32,
    /// Repetitions per second.
    pub rate: f64,
}

/// One pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct SpikePattern {
    /// Curve it belongs to, such as `post-pre-post`.
    pub series: String,
    /// What it is called on the axis, such as `(-5, 5)`.
    pub label: String,
    /// Its place on the axis, such as the separation of two pairs in seconds; patterns without an order are numbered.
    pub at: f64,
    /// Presynaptic spikes, in seconds from the start of the pattern.
    pub presynaptic: Vec<f64>,
    /// Postsynaptic spikes.
    pub postsynaptic: Vec<f64>,
}

/// See [`Procedure::Stimulation`].
#[derive(Debug, Clone, PartialEq)]
pub struct Stimulation {
    /// The stimuli; all are drawn on one axis of `at`.
    pub trains: Vec<Train>,
    /// How the neuron answers.
    pub response: Response,
}

/// A stimulus of bursts.
#[derive(Debug, Clone, PartialEq)]
pub struct Train {
    /// What it is called.
    pub label: String,
    /// Its place on the axis, in hertz for a rate curve.
    pub at: f64,
    /// Pulses in a burst.
    pub pulses: u32,
    /// Pulses per second within a burst.
    pub rate: f64,
    /// Bursts in all; 1 for a plain train.
    pub bursts: u32,
    /// Time between the starts of bursts, in seconds.
    pub interval: f64,
}

/// The neuron that answers stimuli: an integrate-and-fire neuron driven by a synchronous volley of fibres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// Membrane time constant, in seconds.
    pub membrane_time_constant: f64,
    /// Depolarisation by one volley, as a share of the distance from rest to threshold.
    pub volley: f64,
    /// Standard deviation of that depolarisation from pulse to pulse.
    pub noise: f64,
    /// Time from the pulse to a postsynaptic spike, in seconds.
    pub latency: f64,
}

/// See [`Procedure::TagAndCapture`].
#[derive(Debug, Clone, PartialEq)]
pub struct TagAndCapture {
    /// The experiments, each its own panel.
    pub experiments: Vec<CaptureExperiment>,
    /// How long each is followed, in seconds.
    pub duration: f64,
}

/// One experiment on several pathways of a neuron.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptureExperiment {
    /// What it is called.
    pub label: String,
    /// What is done to which pathway.
    pub stimuli: Vec<PathwayStimulus>,
    /// Protein synthesis is blocked from the first to the second time, in seconds.
    pub synthesis_block: Option<(f64, f64)>,
    /// BDNF is scavenged from the first to the second time.
    pub bdnf_block: Option<(f64, f64)>,
    /// BDNF is added from the first to the second time, to so many times its normal level.
    pub bdnf_added: Option<(f64, f64, f64)>,
}

/// A stimulus of a pathway.
#[derive(Debug, Clone, PartialEq)]
pub struct PathwayStimulus {
    /// The pathway.
    pub pathway: String,
    /// When, in seconds.
    pub at: f64,
    /// True for a strong tetanus, which calls for protein synthesis; false for a weak one.
    pub strong: bool,
    /// True where the stimulus depresses.
    pub depressing: bool,
}

/// See [`Procedure::PoissonPairing`].
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonPairing {
    /// Presynaptic rate, in hertz.
    pub presynaptic_rate: f64,
    /// Postsynaptic rates, in hertz.
    pub postsynaptic_rates: Vec<f64>,
    /// Length of each run, in seconds.
    pub duration: f64,
    /// Runs at each rate.
    pub repeats: u32,
}

/// See [`Procedure::Competition`]; all but `rates`, `duration`, `groups` and `latency_spread` has the values of Song, Miller
/// and Abbott 2000 by default, where the source gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Competition {
    /// Excitatory inputs.
    pub inputs: u32,
    /// Rate of each, in hertz; a list is run one after the other on the same neuron.
    pub rates: Vec<f64>,
    /// Seconds at each rate.
    pub duration: f64,
    /// Groups of inputs that fire together, as shares of the inputs with their correlation; the rest is independent.
    pub groups: Vec<CorrelatedGroup>,
    /// Standard deviation of latencies among inputs of a common event, in seconds; zero for no such events.
    pub latency_spread: f64,
    /// The neuron.
    pub neuron: IntegrateAndFire,
    /// How rates fluctuate; only where there are groups.
    pub fluctuation: Fluctuation,
    /// The common events; only where latencies differ.
    pub bursts: Bursts,
}

impl Default for Competition {
    fn default() -> Self {
        Self {
            inputs: 1000,
            rates: vec![10.0],
            duration: 100.0,
            groups: Vec::new(),
            latency_spread: 0.0,
            neuron: IntegrateAndFire::default(),
            fluctuation: Fluctuation::default(),
            bursts: Bursts::default(),
        }
    }
}

/// A neuron without refractoriness: `tau_m V' = V_rest - V + g_ex (E_ex - V) + g_in (E_in - V)`. Conductances are in units of
/// that of the leak; each spike of an input adds to one, and both decay exponentially.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntegrateAndFire {
    /// `tau_m`, in seconds.
    pub membrane_time_constant: f64,
    /// `V_rest`, in volts.
    pub rest: f64,
    /// Potential at which it fires, in volts.
    pub threshold: f64,
    /// Potential after a spike, in volts.
    pub reset: f64,
    /// `E_ex`, in volts.
    pub excitatory_reversal: f64,
    /// `E_in`, in volts.
    pub inhibitory_reversal: f64,
    /// Decay of the excitatory conductance, in seconds.
    pub excitatory_time_constant: f64,
    /// Decay of the inhibitory conductance, in seconds.
    pub inhibitory_time_constant: f64,
    /// Conductance of an excitatory synapse at its upper bound.
    pub largest_conductance: f64,
    /// Inhibitory inputs, which are not plastic.
    pub inhibitory_inputs: u32,
    /// Rate of each, in hertz.
    pub inhibitory_rate: f64,
    /// Conductance of each.
    pub inhibitory_conductance: f64,
    /// Weights at the start, as a share of the largest.
    pub initial_weight: f64,
}

impl Default for IntegrateAndFire {
    fn default() -> Self {
        Self {
            membrane_time_constant: 0.020,
            rest: -0.070,
            threshold: -0.054,
            reset: -0.060,
            excitatory_reversal: 0.0,
            inhibitory_reversal: -0.070,
            excitatory_time_constant: 0.005,
            inhibitory_time_constant: 0.005,
            largest_conductance: 0.015,
            inhibitory_inputs: 200,
            inhibitory_rate: 10.0,
            inhibitory_conductance: 0.05,
            initial_weight: 1.0,
        }
    }
}

/// Rates that are drawn anew after exponential intervals: `r (1 + s (sqrt(1 - c) x + sqrt(c) y))`, with a normal `x` of each
/// input and a `y` of its group, and `c` the correlation of the group. Where there are groups, inputs of none fluctuate alike
/// with `c = 0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fluctuation {
    /// `s`: standard deviation as a share of the mean rate.
    pub deviation: f64,
    /// Mean interval, in seconds.
    pub interval: f64,
}

impl Default for Fluctuation {
    fn default() -> Self {
        Self {
            deviation: 0.3 * core::f64::consts::SQRT_2,
            interval: 0.020,
        }
    }
}

/// Common events at random times, in each of which every input bursts once, at a latency of its own; what is missing to its
/// rate it fires at random times between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bursts {
    /// Events per second.
    pub event_rate: f64,
    /// Spikes per second within a burst.
    pub rate: f64,
    /// Length of a burst, in seconds.
    pub duration: f64,
}

impl Default for Bursts {
    fn default() -> Self {
        Self {
            event_rate: 2.0,
            rate: 100.0,
            duration: 0.020,
        }
    }
}

/// Inputs that fire together.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrelatedGroup {
    /// What it is called.
    pub label: String,
    /// Share of all inputs.
    pub share: f64,
    /// Pairwise correlation of their rates, 0 to 1.
    pub correlation: f64,
}

/// See [`Procedure::RewardedPairing`].
#[derive(Debug, Clone, PartialEq)]
pub struct RewardedPairing {
    /// As in [`TimingWindow`].
    pub lag: f64,
    /// Number of pairs.
    pub pairs: u32,
    /// Pairs per second.
    pub rate: f64,
    /// Delays from a pair to its reward, in seconds.
    pub delays: Vec<f64>,
    /// Time constant of the eligibility trace, in seconds.
    pub eligibility_time_constant: f64,
    /// Rewards compared, such as 1, 0 and -1.
    pub rewards: Vec<f64>,
}

/// See [`Procedure::ShortTermTrain`].
#[derive(Debug, Clone, PartialEq)]
pub struct ShortTermTrain {
    /// Rates of the train, in hertz.
    pub rates: Vec<f64>,
    /// Spikes in the train.
    pub spikes: u32,
    /// Times after the train at which recovery is probed, in seconds.
    pub recovery: Vec<f64>,
}
