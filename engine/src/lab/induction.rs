//! What given spikes do to a synapse, whatever its rule.

use std::ops::Range;

use super::poisson_pairing::mean_point;
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
    /// Closed form, where the rule has one that is not the change itself, and where it holds.
    pub theory: Option<f64>,
}

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

/// Mean change over trains that differ by chance, each at synapses of its own out of `simulated`; `None` for a rule that does
/// not follow single spikes. One set of trains is followed by them all.
pub(super) fn mean_induction(
    rule: &SynapseRule,
    bdnf: f64,
    drawn: &[Trains],
    simulated: u32,
    seed: u64,
) -> Option<Change> {
    let count = drawn.len().max(1) as u64;
    let share = |k: usize| (k as u64 * u64::from(simulated.max(1)) / count) as u32;
    let changes: Option<Vec<Change>> = drawn
        .iter()
        .enumerate()
        .map(|(k, trains)| {
            // At least one synapse each, whose draws another may share where there are more trains than synapses.
            let own = share(k)..share(k + 1).max(share(k) + 1);
            induction(rule, bdnf, trains, own, seed)
        })
        .collect();
    changes.map(|changes| mean_change(&changes))
}

/// Mean over trains. Its standard error is that of their spread, which holds the noise of the synapses; a single one has that
/// of its synapses alone.
fn mean_change(changes: &[Change]) -> Change {
    let point = mean_point(0.0, changes.iter().map(|change| change.value));
    let own = changes.first().map_or(0.0, |change| change.error);
    let closed: Option<Vec<f64>> = changes.iter().map(|change| change.theory).collect();
    Change {
        value: point.y,
        error: point.error.unwrap_or(own),
        theory: closed.map(|values| mean_point(0.0, values.into_iter()).y),
    }
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
    let above = rule.time_above(before, after);
    let spikes = || before.iter().chain(after);
    let first = spikes().copied().fold(f64::INFINITY, f64::min);
    let last = spikes().copied().fold(f64::NEG_INFINITY, f64::max);
    let closed = rule.theory_holds(above, last - first);
    let shares = (simulated.switched_up, simulated.switched_down);
    Change {
        theory: closed.then(|| rule.change(&rule.theory(above))),
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
