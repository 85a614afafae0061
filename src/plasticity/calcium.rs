//! Calcium-based plasticity of Graupner and Brunel: two thresholds on calcium, a bistable efficacy, noise.

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calcium {
    /// `tau_Ca`, in seconds.
    pub calcium_time_constant: f64,
    /// `C_pre`: calcium by a presynaptic spike.
    pub presynaptic_calcium: f64,
    /// `C_post`: calcium by a postsynaptic spike.
    pub postsynaptic_calcium: f64,
    /// `theta_d`.
    pub depression_threshold: f64,
    /// `theta_p`.
    pub potentiation_threshold: f64,
    /// `gamma_d`.
    pub depression_rate: f64,
    /// `gamma_p`.
    pub potentiation_rate: f64,
    /// `sigma`.
    pub noise: f64,
    /// `tau`, in seconds.
    pub efficacy_time_constant: f64,
    /// `rho*`.
    pub unstable_efficacy: f64,
    /// `D`: delay from a presynaptic spike to its calcium, in seconds.
    pub delay: f64,
    /// `beta`: share of synapses in the low state before the protocol.
    pub initially_low: f64,
    /// `b`: strength of the high state relative to the low one.
    pub strength_ratio: f64,
}
