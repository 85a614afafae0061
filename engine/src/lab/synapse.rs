//! A synapse on the bench: a rule of [`crate::plasticity`] with its numbers.

use crate::plasticity::calcium::Calcium;
use crate::plasticity::pair_stdp::PairStdp;
use crate::plasticity::short_term::ShortTerm;
use crate::plasticity::sliding_triplet::SlidingTriplet;
use crate::plasticity::tag_capture::TagCapture;
use crate::plasticity::triplet_stdp::TripletStdp;

/// A synapse as meant; every number has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Synapse {
    /// Name of the file.
    pub name: String,
    /// Title for people, short enough for a legend.
    pub title: String,
    /// What its parameters were fitted to.
    pub fitted: Fitted,
    /// Its rule.
    pub rule: SynapseRule,
}

/// The data that parameters of a synapse were fitted to; the default is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fitted {
    /// Number of parameters that were fitted.
    pub parameters: u32,
    /// Names of the evidence files whose points took part in the fit.
    pub evidence: Vec<String>,
    /// The data in words; empty where nothing was fitted.
    pub data: String,
}

impl Fitted {
    /// Parameters that were fitted to the points of an evidence file: all of them where its points took part in the fit, none
    /// where they did not.
    pub fn parameters_for(&self, evidence: &str) -> u32 {
        if self.evidence.iter().any(|name| name == evidence) {
            self.parameters
        } else {
            0
        }
    }
}

/// A rule with its numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SynapseRule {
    /// See [`crate::plasticity::pair_stdp`].
    Pair(PairStdp),
    /// See [`crate::plasticity::triplet_stdp`].
    Triplet(TripletStdp),
    /// See [`crate::plasticity::sliding_triplet`].
    SlidingTriplet(SlidingTriplet),
    /// See [`crate::plasticity::calcium`].
    Calcium(Calcium),
    /// See [`crate::plasticity::short_term`].
    ShortTerm(ShortTerm),
    /// See [`crate::plasticity::tag_capture`].
    TagCapture(TagCapture),
}
