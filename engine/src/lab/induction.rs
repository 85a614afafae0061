//! What given spikes do to a synapse, whatever its rule.

use std::ops::Range;

use super::synapse::SynapseRule;
use crate::plasticity::calcium::{Calcium, Outcome, simulation::simulate};
use crate::plasticity::spikes::{induce, merge};

/// Spikes on both sides of a synapse.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trains {
    /// Presynaptic spikes by rising time, in seconds.
    pub presynaptic: Vec<f64>,
    /// Postsynaptic spikes.
    pub postsynaptic: Vec<f64>,
}

/// Change of a weight, as a fraction of its initial value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// The change; of a noisy rule, the mean over synapses.
    pub value: f64,
    /// Standard error of the mean; zero for a rule without noise.
    pub error: f64,
    /// Closed form, where the rule has one that is not the change itself.
    pub theory: Option<f64>,
}

/// Synapses of a noisy rule that begin in either state, for a standard error near one per cent of the weight.
pub(super) const NOISY_SYNAPSES: u32 = 1000;

/// Whether [`induction`] knows the rule.
pub(super) fn follows_spikes(rule: &SynapseRule) -> bool {
    matches!(
        rule,
        SynapseRule::Pair(_)
            | SynapseRule::Triplet(_)
            | SynapseRule::SlidingTriplet(_)
            | SynapseRule::Calcium(_)
    )
}

/// Change by the trains; `None` for a rule that does not follow single spikes. Where the rule is noisy, the synapses of
/// these numbers are followed from either state, with the draws of `seed`.
pub(super) fn induction(
    rule: &SynapseRule,
    bdnf: f64,
    trains: &Trains,
    synapses: Range<u32>,
    seed: u64,
) -> Option<Change> {
    let spikes = || merge(&trains.presynaptic, &trains.postsynaptic);
    let exact = |value| Change {
        value,
        error: 0.0,
        theory: None,
    };
    match rule {
        SynapseRule::Pair(rule) => Some(exact(induce(&rule.at_bdnf(bdnf), &spikes()))),
        SynapseRule::Triplet(rule) => Some(exact(induce(&rule.at_bdnf(bdnf), &spikes()))),
        SynapseRule::SlidingTriplet(rule) => Some(exact(induce(&rule.at_bdnf(bdnf), &spikes()))),
        SynapseRule::Calcium(rule) => Some(noisy(&rule.at_bdnf(bdnf), trains, synapses, seed)),
        SynapseRule::ShortTerm(_) | SynapseRule::TagCapture(_) => None,
    }
}

fn noisy(rule: &Calcium, trains: &Trains, synapses: Range<u32>, seed: u64) -> Change {
    let (before, after) = (&trains.presynaptic, &trains.postsynaptic);
    let count = synapses.len() as u32;
    let simulated = simulate(rule, &rule.phases(before, after), synapses, seed);
    let theory = rule.theory(rule.time_above(before, after));
    let shares = (simulated.switched_up, simulated.switched_down);
    Change {
        theory: Some(rule.change(&theory)),
        ..Change::of_shares(rule, shares, count)
    }
}

impl Change {
    /// Change of strength where these shares of `count` synapses in either state went up and down.
    pub fn of_shares(rule: &Calcium, (up, down): (f64, f64), count: u32) -> Self {
        let count = f64::from(count.max(1));
        // The strength is linear in the two shares that switch, each a binomial proportion.
        let (low, high) = (rule.initially_low, 1.0 - rule.initially_low);
        let variance = |p: f64| p * (1.0 - p) / count;
        let share = low * low * variance(up) + high * high * variance(down);
        let step = (rule.strength_ratio - 1.0) / (low + rule.strength_ratio * high);
        Self {
            value: rule.change(&Outcome {
                mean_from_low: 0.0,
                mean_from_high: 0.0,
                variance: 0.0,
                switched_up: up,
                switched_down: down,
            }),
            error: step.abs() * share.sqrt(),
            theory: None,
        }
    }
}
