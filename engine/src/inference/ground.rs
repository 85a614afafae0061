//! What a claim rests on beside its verdicts, as plain data: numbers that went in, and what was published.

use crate::cohort::results::ParameterInfo;
use serde::{Deserialize, Serialize};

/// What a claim rests on, and what is known of it outside of the model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ground {
    /// Numbers of the couplings that it names, and at the bench all numbers of the protocol and the synapses.
    pub numbers: Vec<ParameterInfo>,
    /// How many numbers there are in its brains and at its bench, by grade.
    pub went_in: Vec<(String, usize)>,
    /// Published figures that its tests are about.
    pub evidence: Vec<EvidenceInfo>,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceInfo {
    /// Name of the file.
    pub name: String,
    /// What was found.
    pub statement: String,
    /// Where, with its DOI.
    pub source: String,
    /// How well it is known here, in words.
    pub status: String,
}
