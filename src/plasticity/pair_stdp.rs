//! Pair STDP: a pair of spikes changes the weight by an exponential of the time between them.

/// Which pairs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Every pair of a presynaptic and a postsynaptic spike.
    AllToAll,
    /// Only the nearest spike on the other side.
    NearestSpike,
}

/// How a change depends on the weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WeightDependence {
    /// Not at all; the weight stops at its bounds.
    Additive,
    /// Potentiation scales with the distance to the upper bound, depression with the weight.
    Multiplicative,
}

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairStdp {
    /// Change by a pair without a lag, the presynaptic spike first.
    pub potentiation: f64,
    /// Decrease by a pair without a lag, the postsynaptic spike first.
    pub depression: f64,
    /// Time constant of potentiation, in seconds.
    pub potentiation_time_constant: f64,
    /// Time constant of depression, in seconds.
    pub depression_time_constant: f64,
    /// Which pairs count.
    pub pairing: Pairing,
    /// How a change depends on the weight.
    pub weight_dependence: WeightDependence,
}
