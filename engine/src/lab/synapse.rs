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
    /// What those who fitted took the stimuli to be, where the experiment gave others.
    pub taken_as: Option<String>,
}

impl Fitted {
    /// Parameters that cost degrees of freedom against the points of an evidence file: all where its points, with their
    /// stimuli, took part in the fit, and none where they did not.
    ///
    /// A rule that was fitted to the same points under other stimuli is not the one that lies nearest to them here: the
    /// least error of that rule has `n - k` degrees of freedom, and this is not the least. With `n` a rejection is sure.
    pub fn parameters_for(&self, evidence: &str) -> u32 {
        if self.has(evidence) && self.taken_as.is_none() {
            self.parameters
        } else {
            0
        }
    }

    /// What was fitted, in words, as seen from an evidence file.
    pub fn words(&self, evidence: &str) -> String {
        let numbers = match self.parameters {
            0 => return "nothing".to_owned(),
            1 => "1 number".to_owned(),
            count => format!("{count} numbers"),
        };
        match &self.taken_as {
            _ if !self.has(evidence) => format!("other data: {} ({numbers})", self.data),
            Some(stimuli) => format!("these points, taken as {stimuli} ({numbers})"),
            None => format!("these points ({numbers})"),
        }
    }

    fn has(&self, evidence: &str) -> bool {
        self.evidence.iter().any(|name| name == evidence)
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
