//! Three-factor rule: an eligible synapse moves in the direction of a third signal.
//!
//! ```text
//! dw = learning_rate * ( ltp * [delta]+ * pre * (w_pot - w)  -  ltd * [-delta]+ * pre * (w - w_dep) )
//! ```
//!
//! `delta` is a named signal such as a reward prediction error. Source: Schultz, Dayan & Montague 1997, Science 275:1593
//! (the signal); Frémaux & Gerstner 2016, Front Neural Circuits 9:85 (the family of rules). Eligibility is the sender's
//! activity in the same episode; a trace across episodes is not modelled.

use super::{Affine, Gates, Poles, toward};
use crate::kernels::lanes::Lanes;
use serde::Serialize;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ThreeFactor {
    /// Share of the way to the bound per episode and unit of the third factor.
    pub learning_rate: f32,
}

impl ThreeFactor {
    #[inline(always)]
    pub(super) fn affine<V: Lanes>(&self, gates: Gates, poles: Poles) -> Affine<V> {
        let drive = self.learning_rate * gates.third;
        let first = toward(
            poles,
            V::all(gates.ltp * drive.max(0.0)),
            V::all(gates.ltd * (-drive).max(0.0)),
        );
        Affine {
            gain: (first.0, V::all(0.0)),
            decay: (first.1, V::all(0.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Receiver, Rule, one_step};
    use super::*;

    #[test]
    fn a_prediction_learned_by_its_error_reaches_the_reward() {
        let rule = Rule::ThreeFactor(ThreeFactor { learning_rate: 0.2 });
        let poles = Poles {
            potentiated: 1.0,
            depressed: 0.0,
        };
        let receiver = Receiver {
            rate: 0.0,
            mean: 0.0,
            threshold: 0.0,
        };
        let mut w = 0.1f32;
        for _ in 0..500 {
            let gates = Gates {
                ltp: 1.0,
                ltd: 1.0,
                third: 0.7 - w,
            };
            w = one_step(rule, 1.0, 0.0, receiver, gates, poles, w);
        }
        // Fixed point: the error is zero. The approach is geometric with ratio 1 - 0.2 * 0.3 per step.
        assert!((w - 0.7).abs() < 1e-4, "{w}");
    }
}
