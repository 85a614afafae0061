//! Short-term plasticity of Tsodyks and Markram: release uses up resources, calcium facilitates release.
//!
//! ```text
//! at a spike, D after the last one:
//!   u  ->  U + u (1 - U) e^(-D / tau_facil)             (u = U at the first; without facilitation u = U)
//!   R  ->  1 - (1 - R (1 - u_last)) e^(-D / tau_rec)    (R = 1 at the first)
//! response = u R
//! regular train at interval D:  u* = U / (1 - (1 - U) f),  R* = (1 - r) / (1 - (1 - u*) r),  f, r = e^(-D / tau_facil), e^(-D / tau_rec)
//! ```
//!
//! | symbol | field | unit | usual | source |
//! |---|---|---|---|---|
//! | U | `utilisation` | share | 0.5 depressing, 0.15 facilitating | Tsodyks & Markram 1997; Markram, Wang & Tsodyks 1998 |
//! | tau_rec | `recovery_time_constant` | s | 0.8 depressing, 0.13 facilitating | the same |
//! | tau_facil | `facilitation_time_constant` | s | 0 depressing, 1.5 facilitating | the same |
//!
//! BDNF does not enter: the dial changes nothing here.
//!
//! Holds for mean responses. Does not model single vesicles, their chance release, or slower pools. Reference: Tsodyks,
//! Pawelzik & Markram 1998, Neural Comput 10:821, 10.1162/089976698300017502.

use crate::kernels::transcendental::exp;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTerm {
    /// `U`: share of resources that the first spike of a rested synapse uses.
    pub utilisation: f64,
    /// `tau_rec`: recovery of resources, in seconds.
    pub recovery_time_constant: f64,
    /// `tau_facil`: decay of facilitation, in seconds; zero for none.
    pub facilitation_time_constant: f64,
}

/// A synapse between spikes; the default has rested.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ShortTermState {
    /// Time of the last spike, `u` and `R` at it.
    last: Option<(f64, f64, f64)>,
}

impl ShortTerm {
    /// Response to a spike at `time` seconds, which does not lie before the last one, as a share of all resources.
    pub fn spike(&self, state: &mut ShortTermState, time: f64) -> f64 {
        let (u, resources) = match state.last {
            None => (self.utilisation, 1.0),
            Some((last, u, resources)) => {
                let left = resources * (1.0 - u);
                let recovered =
                    1.0 - (1.0 - left) * exp(-(time - last) / self.recovery_time_constant);
                (self.facilitated(u, time - last), recovered)
            }
        };
        state.last = Some((time, u, resources));
        u * resources
    }

    /// `u` at a spike `interval` seconds after one at which it was `u`.
    fn facilitated(&self, u: f64, interval: f64) -> f64 {
        self.utilisation + u * (1.0 - self.utilisation) * self.facilitation_left(interval)
    }

    fn facilitation_left(&self, interval: f64) -> f64 {
        if self.facilitation_time_constant > 0.0 {
            exp(-interval / self.facilitation_time_constant)
        } else {
            0.0
        }
    }

    /// Response in the long run of a regular train at `rate` hertz.
    pub fn steady_response(&self, rate: f64) -> f64 {
        let left = exp(-1.0 / (rate * self.recovery_time_constant));
        let u = self.utilisation
            / (1.0 - (1.0 - self.utilisation) * self.facilitation_left(1.0 / rate));
        u * (1.0 - left) / (1.0 - (1.0 - u) * left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPRESSING: ShortTerm = ShortTerm {
        utilisation: 0.5,
        recovery_time_constant: 0.8,
        facilitation_time_constant: 0.0,
    };
    const FACILITATING: ShortTerm = ShortTerm {
        utilisation: 0.15,
        recovery_time_constant: 0.13,
        facilitation_time_constant: 1.5,
    };

    fn train(rule: &ShortTerm, rate: f64, spikes: u32) -> (ShortTermState, Vec<f64>) {
        let mut state = ShortTermState::default();
        let times = (0..spikes).map(|k| f64::from(k) / rate);
        let responses = times.map(|time| rule.spike(&mut state, time)).collect();
        (state, responses)
    }

    #[test]
    fn a_long_train_comes_to_the_closed_form() {
        for rule in [DEPRESSING, FACILITATING] {
            for rate in [1.0, 10.0, 20.0, 50.0] {
                let (_, responses) = train(&rule, rate, 2000);
                let steady = rule.steady_response(rate);
                // What is left of the beginning after 2,000 spikes is below the rounding of a sum of some ten terms.
                assert!(
                    (responses[1999] - steady).abs() < 1e-12,
                    "{rate} Hz: {} {steady}",
                    responses[1999]
                );
            }
        }
    }

    #[test]
    fn resources_recover_exponentially() {
        // Without facilitation the response to a probe is U (1 - (1 - R (1 - U)) e^(-t / tau_rec)), R at the last spike.
        let (state, responses) = train(&DEPRESSING, 20.0, 12);
        let left = responses[11] / DEPRESSING.utilisation * (1.0 - DEPRESSING.utilisation);
        for wait in [0.05, 0.5, 2.0] {
            let probe = DEPRESSING.spike(&mut state.clone(), 11.0 / 20.0 + wait);
            let exact = 0.5 * (1.0 - (1.0 - left) * libm::exp(-wait / 0.8));
            // The same formula in another order: a few roundings.
            assert!((probe - exact).abs() < 1e-14, "{wait}: {probe} {exact}");
        }
        let rested = DEPRESSING.spike(&mut state.clone(), 100.0);
        assert!((rested - 0.5).abs() < 1e-12, "{rested}");
    }

    #[test]
    fn one_kind_tires_and_the_other_warms_up() {
        let (_, tires) = train(&DEPRESSING, 20.0, 12);
        assert!(tires.windows(2).all(|pair| pair[1] < pair[0]), "{tires:?}");
        let (_, warms) = train(&FACILITATING, 20.0, 4);
        assert!(warms.windows(2).all(|pair| pair[1] > pair[0]), "{warms:?}");
    }
}
