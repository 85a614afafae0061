//! One file per rule: how the weights of a projection change after an episode.
//!
//! Every rule is affine in the weight. It sees one receiver at a time and leaves two gains and two decays for it; the
//! loop over synapses ([`crate::kernels::learn_columns`]) is the same for all rules.

use crate::kernels::on_widest_vectors;

pub mod bcm;
pub mod bounded_hebb;
pub mod covariance;
pub mod oja;
pub mod three_factor;

/// A rule with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// One receiver as a rule sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Receiver {
    /// Rate at the end of the episode.
    pub rate: f32,
    /// Running mean of the rate.
    pub mean: f32,
    /// Sliding threshold.
    pub threshold: f32,
}

/// The affine update of the synapses onto one receiver: `dw = s gain.0 + t gain.1 - (s decay.0 + t decay.1) w`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Affine {
    /// Gain with the sender's first and second factor.
    pub gain: (f32, f32),
    /// Decay with the sender's first and second factor.
    pub decay: (f32, f32),
}

/// Largest share of its range that a weight may go in one episode, so that a large rate cannot overshoot a bound.
const LARGEST_STEP: f32 = 0.45;

/// `potentiation * (potentiated - w) + depression * (depressed - w)` as gain and decay.
#[inline(always)]
fn toward(poles: Poles, potentiation: f32, depression: f32) -> (f32, f32) {
    let up = potentiation.clamp(0.0, LARGEST_STEP);
    let down = depression.clamp(0.0, LARGEST_STEP);
    (up * poles.potentiated + down * poles.depressed, up + down)
}

impl Rule {
    /// What the rule reads of the sender.
    pub fn sender_factors(&self) -> SenderFactors {
        match self {
            Rule::Covariance(_) => SenderFactors::Deviation,
            _ => SenderFactors::Rate,
        }
    }

    /// The update of the synapses onto one receiver.
    #[inline(always)]
    pub fn affine(&self, receiver: Receiver, gates: Gates, poles: Poles) -> Affine {
        match self {
            Rule::BoundedHebb(rule) => rule.affine(receiver, gates, poles),
            Rule::Covariance(rule) => rule.affine(receiver, gates, poles),
            Rule::Oja(rule) => rule.affine(receiver, gates, poles),
            Rule::Bcm(rule) => rule.affine(receiver, gates, poles),
            Rule::ThreeFactor(rule) => rule.affine(gates, poles),
        }
    }
}

/// Receivers side by side; all slices have the same length, a multiple of [`crate::kernels::POPULATION_PADDING`].
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
    /// Computes the update of many receivers: the rule is chosen once, then comes a plain loop.
    pub fn fill(rule: &Rule, receivers: &Receivers, gates: Gates, poles: Poles, rows: &mut AffineRows) = fill_in_blocks::<[8], [8], [8]>
}

#[inline(always)]
fn fill_in_blocks<const BLOCK: usize>(
    rule: &Rule,
    receivers: &Receivers,
    gates: Gates,
    poles: Poles,
    rows: &mut AffineRows,
) {
    match rule {
        Rule::BoundedHebb(rule) => each::<BLOCK>(receivers, rows, |r| rule.affine(r, gates, poles)),
        Rule::Covariance(rule) => each::<BLOCK>(receivers, rows, |r| rule.affine(r, gates, poles)),
        Rule::Oja(rule) => each::<BLOCK>(receivers, rows, |r| rule.affine(r, gates, poles)),
        Rule::Bcm(rule) => each::<BLOCK>(receivers, rows, |r| rule.affine(r, gates, poles)),
        Rule::ThreeFactor(rule) => each::<BLOCK>(receivers, rows, |_| rule.affine(gates, poles)),
    }
}

#[inline(always)]
fn each<const BLOCK: usize>(
    receivers: &Receivers,
    rows: &mut AffineRows,
    affine: impl Fn(Receiver) -> Affine,
) {
    let (rates, means) = (
        receivers.rate.as_chunks::<BLOCK>().0,
        receivers.mean.as_chunks::<BLOCK>().0,
    );
    let thresholds = receivers.threshold.as_chunks::<BLOCK>().0;
    let gains = rows
        .gain_first
        .as_chunks_mut::<BLOCK>()
        .0
        .iter_mut()
        .zip(rows.gain_second.as_chunks_mut::<BLOCK>().0);
    let decays = rows
        .decay_first
        .as_chunks_mut::<BLOCK>()
        .0
        .iter_mut()
        .zip(rows.decay_second.as_chunks_mut::<BLOCK>().0);
    let receivers = rates.iter().zip(means).zip(thresholds);
    for (((p1, p0), (q1, q0)), ((rate, mean), threshold)) in gains.zip(decays).zip(receivers) {
        let mut block = [[0.0f32; BLOCK]; 4];
        for i in 0..BLOCK {
            let a = affine(Receiver {
                rate: rate[i],
                mean: mean[i],
                threshold: threshold[i],
            });
            block[0][i] = a.gain.0;
            block[1][i] = a.gain.1;
            block[2][i] = a.decay.0;
            block[3][i] = a.decay.1;
        }
        [*p1, *p0, *q1, *q0] = block;
    }
}

/// One synapse under a rule, for tests of the rules' closed forms.
#[cfg(test)]
pub(crate) fn one_step(
    rule: Rule,
    pre: f32,
    pre_mean: f32,
    receiver: Receiver,
    gates: Gates,
    poles: Poles,
    w: f32,
) -> f32 {
    let a = rule.affine(receiver, gates, poles);
    let (s, t) = match rule.sender_factors() {
        SenderFactors::Rate => (pre, 1.0 - pre),
        SenderFactors::Deviation => ((pre - pre_mean).max(0.0), (pre_mean - pre).max(0.0)),
    };
    w + s * a.gain.0 + t * a.gain.1 - (s * a.decay.0 + t * a.decay.1) * w
}
