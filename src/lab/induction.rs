//! What given spikes do to a synapse, whatever its rule.

use super::synapse::SynapseRule;
use crate::plasticity::spikes::{induce, merge};

/// Spikes on both sides of a synapse.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trains {
    /// Presynaptic spikes by rising time, in seconds.
    pub presynaptic: Vec<f64>,
    /// Postsynaptic spikes.
    pub postsynaptic: Vec<f64>,
    /// How long the protocol lasts, in seconds.
    pub duration: f64,
}

/// Whether [`induction`] knows the rule.
pub(super) fn follows_spikes(rule: &SynapseRule) -> bool {
    matches!(rule, SynapseRule::Pair(_) | SynapseRule::Triplet(_))
}

/// Change of the weight as a fraction of its initial value; `None` for a rule that does not follow single spikes.
pub(super) fn induction(rule: &SynapseRule, bdnf: f64, trains: &Trains) -> Option<f64> {
    let spikes = || merge(&trains.presynaptic, &trains.postsynaptic);
    match rule {
        SynapseRule::Pair(rule) => Some(induce(&rule.at_bdnf(bdnf), &spikes())),
        SynapseRule::Triplet(rule) => Some(induce(&rule.at_bdnf(bdnf), &spikes())),
        _ => None,
    }
}
