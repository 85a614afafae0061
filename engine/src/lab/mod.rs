//! The bench: one synapse, or one neuron with many inputs, spike by spike.
//!
//! ```text
//! Protocol (what is done) × Synapse (which rule, with which numbers) × Dial (BDNF) ─▶ Experiment (panels of curves)
//! ```
//!
//! Numbers first: an [`Experiment`] is plain data; tables, pictures and pages are made from it alone.

mod bench;
mod competition;
pub mod evaluate;
pub mod experiment;
mod induction;
mod pairing;
mod poisson_pairing;
pub mod protocol;
pub mod recording;
mod rewarded_pairing;
mod short_term_train;
mod stimulation;
pub mod synapse;
mod tag_and_capture;

pub use experiment::Experiment;
pub use pairing::lag_condition;
pub use protocol::{Procedure, Protocol};
pub use synapse::{Synapse, SynapseRule};

use bench::Bench;

/// Does a protocol to synapses at levels of BDNF (relative to normal), one curve for each.
///
/// Synapses whose rule does not fit the procedure get no curve; see [`Procedure::accepts`]. All draws belong to `seed`.
/// `progress` is told the share done, from any thread, and returns false to stop; then the outcome is `None`. The outcome
/// does not depend on the number of threads. Published points and fits are left empty; see [`Experiment`].
pub fn run(
    protocol: &Protocol,
    synapses: &[Synapse],
    bdnf: &[f64],
    seed: u64,
    progress: &(dyn Fn(f64) -> bool + Sync),
) -> Option<Experiment> {
    let procedure = &protocol.procedure;
    let fitting = synapses.iter().filter(|s| procedure.accepts(&s.rule));
    let bench = Bench {
        synapses: fitting.collect(),
        bdnf,
        seed,
        simulated_synapses: protocol.simulated_synapses,
        progress,
    };
    let panels = match procedure {
        Procedure::TimingWindow(procedure) => pairing::timing_window(procedure, &bench)?,
        Procedure::PairingFrequency(procedure) => pairing::pairing_frequency(procedure, &bench)?,
        Procedure::SpikePatterns(procedure) => pairing::spike_patterns(procedure, &bench)?,
        Procedure::PoissonPairing(procedure) => {
            poisson_pairing::poisson_pairing(procedure, &bench)?
        }
        Procedure::Stimulation(procedure) => stimulation::stimulation(procedure, &bench)?,
        Procedure::Competition(procedure) => competition::competition(procedure, &bench)?,
        Procedure::ShortTermTrain(procedure) => {
            short_term_train::short_term_train(procedure, &bench)?
        }
        Procedure::TagAndCapture(procedure) => tag_and_capture::tag_and_capture(procedure, &bench)?,
        Procedure::RewardedPairing(procedure) => {
            rewarded_pairing::rewarded_pairing(procedure, &bench)?
        }
    };
    Some(Experiment {
        protocol: protocol.name.clone(),
        title: protocol.title.clone(),
        shows: protocol.shows.clone(),
        panels,
        fits: Vec::new(),
    })
}

impl Procedure {
    /// Whether the procedure can be done to a synapse with this rule.
    pub fn accepts(&self, rule: &SynapseRule) -> bool {
        match self {
            Procedure::TimingWindow(_)
            | Procedure::PairingFrequency(_)
            | Procedure::SpikePatterns(_)
            | Procedure::Stimulation(_) => induction::follows_spikes(rule),
            Procedure::TagAndCapture(_) => matches!(rule, SynapseRule::TagCapture(_)),
            Procedure::PoissonPairing(_) => matches!(
                rule,
                SynapseRule::Pair(_) | SynapseRule::Triplet(_) | SynapseRule::SlidingTriplet(_)
            ),
            Procedure::Competition(_) | Procedure::RewardedPairing(_) => {
                matches!(rule, SynapseRule::Pair(_))
            }
            Procedure::ShortTermTrain(_) => matches!(rule, SynapseRule::ShortTerm(_)),
        }
    }
}
