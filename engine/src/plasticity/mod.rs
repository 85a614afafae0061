//! One file per rule: how the weights of a projection change after an episode.
//!
//! Every rule is affine in the weight. It sees receivers side by side and leaves two gains and two decays for each; the
//! loop over synapses ([`crate::kernels::learn_columns`]) is the same for all rules.

use crate::kernels::lanes::{Lanes, Plain};
#[cfg(target_arch = "x86_64")]
use crate::kernels::lanes::{Middle, Wide};
use crate::kernels::on_widest_vectors;
use serde::Serialize;

#[forbid(unsafe_code)]
pub mod bcm;
#[forbid(unsafe_code)]
pub mod bounded_hebb;
#[forbid(unsafe_code)]
pub mod calcium;
#[forbid(unsafe_code)]
pub mod covariance;
#[forbid(unsafe_code)]
pub mod oja;
#[forbid(unsafe_code)]
pub mod pair_stdp;
#[forbid(unsafe_code)]
pub mod short_term;
#[forbid(unsafe_code)]
pub mod sliding_triplet;
#[forbid(unsafe_code)]
pub mod spikes;
#[forbid(unsafe_code)]
pub mod tag_capture;
#[forbid(unsafe_code)]
pub mod tetanus;
#[forbid(unsafe_code)]
pub mod three_factor;
#[forbid(unsafe_code)]
pub mod traced;
#[forbid(unsafe_code)]
pub mod triplet_stdp;

/// A rule with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Rule {
    /// See [`bounded_hebb`].
    BoundedHebb(bounded_hebb::BoundedHebb),
    /// See [`covariance`].
    Covariance(covariance::Covariance),
    /// See [`oja`].
    Oja(oja::Oja),
    /// See [`bcm`].
    Bcm(bcm::Bcm),
    /// See [`three_factor`].
    ThreeFactor(three_factor::ThreeFactor),
}

/// What a rule reads of the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SenderFactors {
    /// `(pre, 1 - pre)`.
    Rate,
    /// `([pre - mean]+, [mean - pre]+)`.
    Deviation,
}

/// What multiplies the rule in this episode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gates {
    /// Multiplies potentiation.
    pub ltp: f32,
    /// Multiplies depression.
    pub ltd: f32,
    /// Third factor, such as a reward prediction error; read by [`three_factor`] alone.
    pub third: f32,
}

/// The weights toward which potentiation and depression move, soft bounds both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poles {
    /// Where full potentiation ends; for an inhibitory synapse this may be the lower bound.
    pub potentiated: f32,
    /// Where full depression ends.
    pub depressed: f32,
}

/// A receiver as a rule sees it, or sixteen side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Receiver<N> {
    /// Rate at the end of the episode.
    pub rate: N,
    /// Running mean of the rate.
    pub mean: N,
    /// Sliding threshold.
    pub threshold: N,
}

/// The affine update of the synapses onto a receiver: `dw = s gain.0 + t gain.1 - (s decay.0 + t decay.1) w`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine<N> {
    /// Gain with the sender's first and second factor.
    pub gain: (N, N),
    /// Decay with the sender's first and second factor.
    pub decay: (N, N),
}

/// Largest share of its range that a weight may go in one episode, so that a large rate cannot overshoot a bound.
const LARGEST_STEP: f32 = 0.45;

/// `potentiation * (potentiated - w) + depression * (depressed - w)` as gain and decay.
#[inline(always)]
fn toward<V: Lanes>(poles: Poles, potentiation: V, depression: V) -> (V, V) {
    let (up, down) = (step(potentiation), step(depression));
    let gain = down.times(V::all(poles.depressed));
    (
        up.times_plus(V::all(poles.potentiated), gain),
        up.plus(down),
    )
}

#[inline(always)]
fn step<V: Lanes>(share: V) -> V {
    share.at_least(V::all(0.0)).at_most(V::all(LARGEST_STEP))
}

impl Rule {
    /// What the rule reads of the sender.
    pub fn sender_factors(&self) -> SenderFactors {
        match self {
            Rule::Covariance(_) => SenderFactors::Deviation,
            _ => SenderFactors::Rate,
        }
    }

    /// The update of the synapses onto sixteen receivers.
    #[inline(always)]
    pub(crate) fn affine<V: Lanes>(
        &self,
        receiver: Receiver<V>,
        gates: Gates,
        poles: Poles,
    ) -> Affine<V> {
        match self {
            Rule::BoundedHebb(rule) => rule.affine(receiver, gates, poles),
            Rule::Covariance(rule) => rule.affine(receiver, gates, poles),
            Rule::Oja(rule) => rule.affine(receiver, gates, poles),
            Rule::Bcm(rule) => rule.affine(receiver, gates, poles),
            Rule::ThreeFactor(rule) => rule.affine(gates, poles),
        }
    }
}

/// Receivers side by side; all slices have the same length, a multiple of [`crate::kernels::ROW_PADDING`].
pub struct Receivers<'a> {
    /// Rates at the end of the episode.
    pub rate: &'a [f32],
    /// Running means of the rate.
    pub mean: &'a [f32],
    /// Sliding thresholds.
    pub threshold: &'a [f32],
}

/// The affine updates of receivers side by side; see [`Affine`].
pub struct AffineRows<'a> {
    /// Gain with the sender's first factor.
    pub gain_first: &'a mut [f32],
    /// Gain with the sender's second factor.
    pub gain_second: &'a mut [f32],
    /// Decay with the sender's first factor.
    pub decay_first: &'a mut [f32],
    /// Decay with the sender's second factor.
    pub decay_second: &'a mut [f32],
}

on_widest_vectors! {
    /// Computes the update of many receivers.
    pub fn fill(rule: &Rule, receivers: &Receivers, gates: Gates, poles: Poles, rows: &mut AffineRows) = fill_on::<[Wide], [Middle], [Plain]>
}

#[inline(always)]
fn fill_on<V: Lanes>(
    rule: &Rule,
    receivers: &Receivers,
    gates: Gates,
    poles: Poles,
    rows: &mut AffineRows,
) {
    let first = rows.gain_first.as_chunks_mut().0.iter_mut();
    let gains = first.zip(rows.gain_second.as_chunks_mut().0);
    let first = rows.decay_first.as_chunks_mut().0.iter_mut();
    let decays = first.zip(rows.decay_second.as_chunks_mut().0);
    let (rates, means) = (receivers.rate.as_chunks().0, receivers.mean.as_chunks().0);
    let receivers = rates
        .iter()
        .zip(means)
        .zip(receivers.threshold.as_chunks().0);
    for (((p1, p0), (q1, q0)), ((rate, mean), threshold)) in gains.zip(decays).zip(receivers) {
        let receiver = Receiver {
            rate: V::load(rate),
            mean: V::load(mean),
            threshold: V::load(threshold),
        };
        let affine = rule.affine(receiver, gates, poles);
        affine.gain.0.store(p1);
        affine.gain.1.store(p0);
        affine.decay.0.store(q1);
        affine.decay.1.store(q0);
    }
}

/// One synapse under a rule, for tests of the rules' closed forms.
#[cfg(test)]
pub(crate) fn one_step(
    rule: Rule,
    pre: f32,
    pre_mean: f32,
    receiver: Receiver<f32>,
    gates: Gates,
    poles: Poles,
    w: f32,
) -> f32 {
    let receiver = Receiver {
        rate: Plain::all(receiver.rate),
        mean: Plain::all(receiver.mean),
        threshold: Plain::all(receiver.threshold),
    };
    let a = rule.affine(receiver, gates, poles);
    let (s, t) = match rule.sender_factors() {
        SenderFactors::Rate => (pre, 1.0 - pre),
        SenderFactors::Deviation => ((pre - pre_mean).max(0.0), (pre_mean - pre).max(0.0)),
    };
    w + s * a.gain.0[0] + t * a.gain.1[0] - (s * a.decay.0[0] + t * a.decay.1[0]) * w
}
