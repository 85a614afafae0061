//! Oja's rule: Hebb with a decay that normalises the weights onto a receiver.
//!
//! ```text
//! dw = learning_rate * post * ( ltp * pre * w_pot  -  ltd * post * w )
//! ```
//!
//! Source: Oja 1982, J Math Biol 15:267; weights in units of the potentiated bound, clipped to the bounds by the loop.
//! For a linear receiver and `ltp = ltd = 1` the weight vector turns to the first principal component with norm `w_pot`.

use super::{Affine, Gates, LARGEST_STEP, Poles, Receiver};
use crate::kernels::lanes::Lanes;
use serde::Serialize;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Oja {
    /// Change per episode of full activity, in units of the potentiated bound.
    pub learning_rate: f32,
}

impl Oja {
    #[inline(always)]
    pub(super) fn affine<V: Lanes>(
        &self,
        receiver: Receiver<V>,
        gates: Gates,
        poles: Poles,
    ) -> Affine<V> {
        let post = receiver.rate;
        let largest = V::all(LARGEST_STEP);
        let gain = V::all(self.learning_rate * gates.ltp).times(post);
        let gain = gain.at_most(largest).times(V::all(poles.potentiated));
        let decay = V::all(self.learning_rate * gates.ltd).times(post);
        let decay = decay.times(post).at_most(largest);
        Affine {
            gain: (gain, V::all(0.0)),
            decay: (decay, decay),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rule, one_step};
    use super::*;

    #[test]
    fn a_linear_receiver_finds_the_first_principal_component() {
        // Inputs alternate between (0.8, 0.6) and a weaker orthogonal pattern, so that the component is (0.8, 0.6).
        let rule = Rule::Oja(Oja {
            learning_rate: 0.02,
        });
        let poles = Poles {
            potentiated: 1.0,
            depressed: 0.0,
        };
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        let mut w = [0.5f32, 0.5];
        for n in 0..4000 {
            let x = if n % 2 == 0 {
                [0.8, 0.6]
            } else {
                [0.06, -0.08]
            };
            let post = w[0] * x[0] + w[1] * x[1];
            let receiver = Receiver {
                rate: post,
                mean: 0.0,
                threshold: 0.0,
            };
            for i in 0..2 {
                w[i] = one_step(rule, x[i], 0.0, receiver, gates, poles, w[i]);
            }
        }
        // The residual ripple of a constant learning rate of 0.02 is below 1 %.
        assert!(
            (w[0] - 0.8).abs() < 0.01 && (w[1] - 0.6).abs() < 0.01,
            "{w:?}"
        );
    }
}
