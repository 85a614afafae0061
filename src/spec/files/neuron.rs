//! The neuron of a competition and what drives it, as written in a protocol.

use super::Stated;
use crate::units::{Hertz, Millivolts, Seconds};
use serde::{Deserialize, Serialize};

/// An integrate-and-fire neuron with conductances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeuronTable {
    /// `tau_m`.
    pub membrane_time_constant: Stated<Seconds>,
    /// `V_rest`.
    pub rest: Stated<Millivolts>,
    /// Potential at which it fires.
    pub threshold: Stated<Millivolts>,
    /// Potential after a spike.
    pub reset: Stated<Millivolts>,
    /// `E_ex`.
    pub excitatory_reversal: Stated<Millivolts>,
    /// `E_in`.
    pub inhibitory_reversal: Stated<Millivolts>,
    /// Decay of the excitatory conductance.
    pub excitatory_time_constant: Stated<Seconds>,
    /// Decay of the inhibitory conductance.
    pub inhibitory_time_constant: Stated<Seconds>,
    /// Conductance of an excitatory synapse at its upper bound.
    pub largest_conductance: Stated<f64>,
    /// Inhibitory inputs.
    pub inhibitory_inputs: u32,
    /// Rate of each.
    pub inhibitory_rate: Stated<Hertz>,
    /// Conductance of each.
    pub inhibitory_conductance: Stated<f64>,
    /// Weights at the start.
    pub initial_weight: Stated<f64>,
}

/// How rates of inputs fluctuate together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FluctuationTable {
    /// Standard deviation as a share of the mean rate.
    pub deviation: Stated<f64>,
    /// Mean time after which rates are drawn anew.
    pub interval: Stated<Seconds>,
}

/// Common events in which every input bursts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BurstsTable {
    /// Events per second.
    pub event_rate: Stated<Hertz>,
    /// Spikes per second within a burst.
    pub rate: Stated<Hertz>,
    /// Length of a burst.
    pub duration: Stated<Seconds>,
}
