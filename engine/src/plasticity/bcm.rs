//! BCM: potentiation above, depression below a threshold that slides with the receiver's own activity.
//!
//! ```text
//! c     = post (post - theta) pre
//! dw    = learning_rate * ( ltp * [c]+ * (w_pot - w)  -  ltd * [-c]+ * (w - w_dep) )
//! theta += (post^2 / target_rate - theta) / threshold_episodes        (kept by the circuit, one for each receiver)
//! ```
//!
//! So `theta` follows `E[post^2] / target_rate`. Rates are shares of the full rate and at most 1, and `target_rate` gives the
//! threshold its scale: a receiver that answers a share `p` of its patterns is at rest where it answers them at
//! `target_rate / p`, and one that answers all alike at `target_rate`. That common state is unstable, and patterns compete. It takes
//! `target_rate` well below 1: without it (1) `E[post^2]` lies below every common response, and nothing competes.
//!
//! Source: Bienenstock, Cooper & Munro 1982, J Neurosci 2:32, whose threshold is `(E[post] / c0)^p * E[post]`, `c0` being this
//! scale; quadratic threshold of Intrator & Cooper 1992, Neural Netw 5:3. Soft bounds added: they change how fast a weight goes and not
//! where `c` is 0. Holds when the threshold moves faster than the weights.

use super::{Affine, Gates, Poles, Receiver, toward};
use crate::kernels::lanes::Lanes;
use serde::Serialize;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bcm {
    /// Share of the way to the bound per episode and unit of `c`.
    pub learning_rate: f32,
    /// Time constant of the threshold, in episodes.
    pub threshold_episodes: f32,
    /// Scale of the threshold, as a share of the full rate, above 0: at a constant rate the threshold is `rate^2 / target_rate`.
    pub target_rate: f32,
}

impl Bcm {
    #[inline(always)]
    pub(super) fn affine<V: Lanes>(
        &self,
        receiver: Receiver<V>,
        gates: Gates,
        poles: Poles,
    ) -> Affine<V> {
        let zero = V::all(0.0);
        let above = receiver.rate.minus(receiver.threshold);
        let drive = V::all(self.learning_rate).times(receiver.rate).times(above);
        let first = toward(
            poles,
            V::all(gates.ltp).times(drive.at_least(zero)),
            V::all(gates.ltd).times(zero.minus(drive).at_least(zero)),
        );
        Affine {
            gain: (first.0, zero),
            decay: (first.1, zero),
        }
    }

    /// Whether both let the threshold of a receiver slide alike.
    pub(crate) fn slides_like(&self, other: &Bcm) -> bool {
        self.threshold_episodes == other.threshold_episodes && self.target_rate == other.target_rate
    }

    /// The sliding threshold after an episode that ended at `rate`.
    #[inline(always)]
    pub fn slide(&self, threshold: f32, rate: f32) -> f32 {
        threshold + (rate * rate / self.target_rate - threshold) / self.threshold_episodes
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rule, one_step};
    use super::*;

    #[test]
    fn sign_changes_at_the_threshold() {
        let rule = Bcm {
            learning_rate: 0.1,
            threshold_episodes: 50.0,
            target_rate: 0.5,
        };
        let poles = Poles {
            potentiated: 1.0,
            depressed: 0.0,
        };
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        for (post, sign) in [(0.39, -1.0), (0.4, 0.0), (0.41, 1.0)] {
            let receiver = Receiver {
                rate: post,
                mean: 0.0,
                threshold: 0.4,
            };
            let change = one_step(Rule::Bcm(rule), 1.0, 0.0, receiver, gates, poles, 0.5) - 0.5;
            assert_eq!(
                if change == 0.0 { 0.0 } else { change.signum() },
                sign,
                "{post}"
            );
        }
    }

    #[test]
    fn the_threshold_approaches_the_mean_square_over_the_target() {
        let rule = Bcm {
            learning_rate: 0.1,
            threshold_episodes: 20.0,
            target_rate: 0.4,
        };
        let mut threshold = 0.0;
        for _ in 0..2000 {
            threshold = rule.slide(threshold, 0.6);
        }
        // A geometric approach; f32 rounding remains.
        assert!((threshold - 0.9).abs() < 1e-5);
    }
}
