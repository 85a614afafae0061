//! Covariance rule: change follows the product of the deviations of both sides from their running means.
//!
//! ```text
//! c  = (post - mean_post) (pre - mean_pre)
//! dw = learning_rate * ( ltp * [c]+ * (w_pot - w)  -  ltd * [-c]+ * (w - w_dep) )
//! ```
//!
//! Source: Sejnowski 1977, J Math Biol 4:303; soft bounds added. The means are running means over episodes. With equal gates a weight rests at
//! `(w_pot + w_dep) / 2 + (w_pot - w_dep) / 2 * E[c] / E[|c|]`. For independent activity `E[c] = 0`: there is no drift in the middle of the
//! bounds, and soft bounds pull every other weight there, at the rate `2 learning_rate E[[c]+]` per episode.
//! Holds when the means move slower than the activity. Two silent units below their means potentiate, as in the original.

use super::{Affine, Gates, Poles, Receiver, toward};
use crate::kernels::lanes::Lanes;
use serde::Serialize;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Covariance {
    /// Share of the way to the bound per episode and unit of covariance.
    pub learning_rate: f32,
}

impl Covariance {
    #[inline(always)]
    pub(super) fn affine<V: Lanes>(
        &self,
        receiver: Receiver<V>,
        gates: Gates,
        poles: Poles,
    ) -> Affine<V> {
        let (ltp, ltd) = (
            V::all(self.learning_rate * gates.ltp),
            V::all(self.learning_rate * gates.ltd),
        );
        let above = receiver.rate.minus(receiver.mean).at_least(V::all(0.0));
        let below = receiver.mean.minus(receiver.rate).at_least(V::all(0.0));
        let first = toward(poles, ltp.times(above), ltd.times(below));
        let second = toward(poles, ltp.times(below), ltd.times(above));
        Affine {
            gain: (first.0, second.0),
            decay: (first.1, second.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rule, one_step};
    use super::*;

    #[test]
    fn sign_follows_the_covariance() {
        let rule = Rule::Covariance(Covariance { learning_rate: 0.1 });
        let poles = Poles {
            potentiated: 1.0,
            depressed: 0.0,
        };
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        for (pre, post) in [(0.9, 0.8), (0.1, 0.2), (0.9, 0.2), (0.1, 0.8), (0.5, 0.9)] {
            let receiver = Receiver {
                rate: post,
                mean: 0.5,
                threshold: 0.0,
            };
            let change = one_step(rule, pre, 0.5, receiver, gates, poles, 0.5) - 0.5;
            let covariance = (post - 0.5) * (pre - 0.5);
            let expected = 0.1 * covariance * 0.5;
            assert!((change - expected).abs() < 1e-6, "{change} {expected}");
        }
    }
}
