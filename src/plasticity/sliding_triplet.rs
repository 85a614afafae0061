//! BCM for spikes: the triplet rule whose depression follows the recent postsynaptic rate, so that its threshold slides.

use super::triplet_stdp::TripletStdp;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlidingTriplet {
    /// The triplet rule at the target rate.
    pub triplet: TripletStdp,
    /// Postsynaptic rate at which depression is that of the triplet rule, in hertz.
    pub target_rate: f64,
    /// Time constant of the average of the squared rate, in seconds.
    pub threshold_time_constant: f64,
    /// Power of the rate, above 1.
    pub power: f64,
}
