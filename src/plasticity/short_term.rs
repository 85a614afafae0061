//! Short-term plasticity of Tsodyks and Markram: release uses up resources, calcium facilitates release.

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTerm {
    /// `U`: share of resources that the first spike of a rested synapse uses.
    pub utilisation: f64,
    /// `tau_rec`: recovery of resources, in seconds.
    pub recovery_time_constant: f64,
    /// `tau_facil`: decay of facilitation, in seconds; zero for none.
    pub facilitation_time_constant: f64,
}
