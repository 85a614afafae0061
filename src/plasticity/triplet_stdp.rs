//! Triplet STDP: pairs and triplets of spikes change the weight.

use super::pair_stdp::Pairing;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TripletStdp {
    /// `A2+`: potentiation by a pair.
    pub pair_potentiation: f64,
    /// `A3+`: potentiation by a triplet post-pre-post.
    pub triplet_potentiation: f64,
    /// `A2-`: depression by a pair.
    pub pair_depression: f64,
    /// `A3-`: depression by a triplet pre-post-pre.
    pub triplet_depression: f64,
    /// `tau+`, in seconds.
    pub potentiation_time_constant: f64,
    /// `tau-`, in seconds.
    pub depression_time_constant: f64,
    /// `tau_x`, in seconds; without effect where `A3-` is zero.
    pub presynaptic_time_constant: f64,
    /// `tau_y`, in seconds; without effect where `A3+` is zero.
    pub postsynaptic_time_constant: f64,
    /// Which pairs and triplets count.
    pub pairing: Pairing,
}
