//! Synaptic tagging and capture: induction leaves an early phase and a tag; proteins, where there are any, make it late.

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TagCapture {
    /// Early change by a weak tetanus, as a share of the initial weight.
    pub weak_induction: f64,
    /// Early change by a strong tetanus.
    pub strong_induction: f64,
    /// Decay of the early phase, in seconds.
    pub early_time_constant: f64,
    /// Decay of the tag, in seconds.
    pub tag_time_constant: f64,
    /// Decay of plasticity-related proteins, in seconds.
    pub protein_time_constant: f64,
    /// Time in which a strong tetanus has proteins made, in seconds.
    pub synthesis_duration: f64,
    /// Capture by a full tag with full proteins, per second.
    pub capture_rate: f64,
    /// Late change, as a multiple of the early one, of a synapse that has captured all it can.
    pub late_ratio: f64,
}
