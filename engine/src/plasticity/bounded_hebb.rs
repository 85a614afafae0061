//! Bounded Hebb with gated potentiation and depression: the rule of the brains.
//!
//! ```text
//! dw = learning_rate * [ ltp * post * pre * (w_pot - w)
//!                      - ltd * (depression_post * post * (1 - pre) + depression_pre * (1 - post) * pre) * (w - w_dep) ]
//! ```
//!
//! | symbol | field | unit | usual | source |
//! |---|---|---|---|---|
//! | learning_rate | `learning_rate` | per episode | 0.008 | fitted |
//! | depression_post | `depression_post` | - | 0.02 | heterosynaptic depression, weak |
//! | depression_pre | `depression_pre` | - | 1 to 1.5 | homosynaptic depression: a sender that failed to drive the receiver |
//!
//! Holds when rates are in 0..1. With `pre` as the mean rate over the settling steps, a population that was activated and
//! then lost the competition is depressed. Does not model timing; see the spike lab for that.
//!
//! The soft bounds follow Gütig et al. 2003, J Neurosci 23:3697 (weight-dependent potentiation) and Bi & Poo 1998 (potentiation
//! at weak synapses only).

use super::{Affine, Gates, Poles, Receiver, toward};
use crate::kernels::lanes::Lanes;
use serde::Serialize;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BoundedHebb {
    /// Share of the way to the bound per episode of full activity.
    pub learning_rate: f32,
    /// Depression where the receiver is active and the sender silent.
    pub depression_post: f32,
    /// Depression where the sender is active and the receiver silent.
    pub depression_pre: f32,
}

impl BoundedHebb {
    #[inline(always)]
    pub(super) fn affine<V: Lanes>(
        &self,
        receiver: Receiver<V>,
        gates: Gates,
        poles: Poles,
    ) -> Affine<V> {
        let (ltp, ltd) = (
            self.learning_rate * gates.ltp,
            self.learning_rate * gates.ltd,
        );
        let post = receiver.rate;
        let silent = V::all(1.0).minus(post);
        let first = toward(
            poles,
            V::all(ltp).times(post),
            V::all(ltd * self.depression_pre).times(silent),
        );
        let depression = V::all(ltd * self.depression_post).times(post);
        let second = toward(poles, V::all(0.0), depression);
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

    const RULE: BoundedHebb = BoundedHebb {
        learning_rate: 0.01,
        depression_post: 0.02,
        depression_pre: 1.5,
    };
    const POLES: Poles = Poles {
        potentiated: 0.9,
        depressed: 0.1,
    };

    fn step(pre: f32, post: f32, ltp: f32, ltd: f32, w: f32) -> f32 {
        let receiver = Receiver {
            rate: post,
            mean: 0.0,
            threshold: 0.0,
        };
        one_step(
            Rule::BoundedHebb(RULE),
            pre,
            0.0,
            receiver,
            Gates {
                ltp,
                ltd,
                third: 0.0,
            },
            POLES,
            w,
        )
    }

    #[test]
    fn is_the_equation_of_the_module() {
        for (pre, post, w) in [
            (0.2, 0.7, 0.3),
            (0.9, 0.1, 0.5),
            (1.0, 1.0, 0.85),
            (0.0, 1.0, 0.4),
        ] {
            let expected = w + 0.01
                * (2.0 * post * pre * (0.9 - w)
                    - 0.5 * (0.02 * post * (1.0 - pre) + 1.5 * (1.0 - post) * pre) * (w - 0.1));
            // Rounding of a handful of f32 operations on numbers of order one.
            assert!((step(pre, post, 2.0, 0.5, w) - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn closed_form_of_repeated_pairing() {
        // Full activity: w_n = w_pot - (w_pot - w_0) (1 - rate)^n.
        let mut w = 0.2f32;
        for _ in 0..100 {
            w = step(1.0, 1.0, 1.0, 1.0, w);
        }
        let exact = 0.9 - 0.7 * 0.99f64.powi(100);
        assert!((f64::from(w) - exact).abs() < 1e-5, "{w} {exact}");
    }

    #[test]
    fn never_leaves_its_bounds_whatever_the_gates() {
        for gate in [0.0, 1.0, 1e3, 1e9] {
            for (pre, post) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)] {
                for w in [0.1, 0.5, 0.9] {
                    let next = step(pre, post, gate, gate, w);
                    assert!((0.1 - 1e-6..=0.9 + 1e-6).contains(&next), "{next}");
                }
            }
        }
    }
}
