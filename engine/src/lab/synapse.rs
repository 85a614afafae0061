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
    /// Number of its parameters that its authors fitted to data.
    pub fitted_parameters: u32,
    /// Its rule.
    pub rule: SynapseRule,
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
