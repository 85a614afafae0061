//! BCM for spikes: the triplet rule whose depression follows the recent postsynaptic rate, so that its threshold slides.
//!
//! ```text
//! as the triplet rule, with A2- and A3- multiplied by  s = <y^p> / rho_0^p
//! r' = -r / window,  r -> r + 1 / (window rho_0)  at a postsynaptic spike      (r estimates y / rho_0)
//! s' = -s / tau,     s -> s + r^(p - 1) / (tau rho_0)  at a postsynaptic spike, r read before it rises
//! ```
//!
//! Spikes at one time and lags of zero are as in the triplet rule; a presynaptic spike reads `s` before a postsynaptic one of
//! the same time raises it.
//!
//! | symbol | field | unit | usual | source |
//! |---|---|---|---|---|
//! | A2+ .. tau_y | `triplet` | | | [`super::triplet_stdp`] |
//! | rho_0 | `target_rate` | Hz | 10 | assumed |
//! | tau | `threshold_time_constant` | s | 10 to 100 | Zenke, Hennequin & Gerstner 2013: seconds to minutes |
//! | p | `power` | - | 2 | Bienenstock, Cooper & Munro 1982; Intrator & Cooper 1992 |
//! | window | - | s | 1 | assumed |
//! | B | argument of [`SlidingTriplet::at_bdnf`] | - | 1 | dial: BDNF multiplies the amplitudes of potentiation |
//!
//! Spikes find `r` before they raise it, hence for Poisson spikes of rate y the mean of `s` is `(y / rho_0)^2` exactly where
//! p is 2; another power adds about `(p - 1)(p - 2) / (4 y window)` of it. Before the first spike `s` and `r` are 1: the
//! neuron has long fired at its target.
//!
//! The threshold is that of the triplet rule times `s`: after activity it lies higher, after rest lower. At a steady rate
//! `s` catches up with it, and for p above 1 depression wins at high rates: the rule keeps the neuron from running away.
//!
//! Holds when the threshold moves faster than the weights. Does not model homeostasis over hours, nor scaling of all inputs.
//! References: Bienenstock, Cooper & Munro 1982, 10.1523/JNEUROSCI.02-01-00032.1982; Pfister & Gerstner 2006,
//! 10.1523/JNEUROSCI.1425-06.2006 (triplets as BCM); Zenke, Hennequin & Gerstner 2013, 10.1371/journal.pcbi.1003330.

use super::spikes::SpikeRule;
use super::triplet_stdp::{TripletStdp, TripletTraces};
use crate::kernels::transcendental::{exp, pow};

/// Time over which the recent rate is estimated, in seconds.
const RATE_WINDOW: f64 = 1.0;

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

/// What the rule remembers of past spikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlidingTraces {
    pub(super) triplet: TripletTraces,
    /// `r` and `s` at `time`, the last postsynaptic spike.
    relative_rate: f64,
    relative_power: f64,
    pub(super) time: f64,
}

impl Default for SlidingTraces {
    fn default() -> Self {
        Self {
            triplet: TripletTraces::default(),
            relative_rate: 1.0,
            relative_power: 1.0,
            time: 0.0,
        }
    }
}

impl SlidingTriplet {
    /// The rule at another level of BDNF, relative to normal: it multiplies the amplitudes of potentiation.
    pub fn at_bdnf(self, bdnf: f64) -> Self {
        Self {
            triplet: self.triplet.at_bdnf(bdnf),
            ..self
        }
    }

    /// `s` after long activity at a rate in hertz: `(rate / rho_0)^p`.
    pub fn relative_power(&self, rate: f64) -> f64 {
        pow(rate / self.target_rate, self.power)
    }

    /// The triplet rule whose depression is that at a value of `s`, which it holds.
    pub fn held_at(&self, relative_power: f64) -> TripletStdp {
        TripletStdp {
            pair_depression: self.triplet.pair_depression * relative_power,
            triplet_depression: self.triplet.triplet_depression * relative_power,
            ..self.triplet
        }
    }

    /// Traces after long activity at a rate in hertz that ended at time zero.
    pub fn after(&self, rate: f64) -> SlidingTraces {
        SlidingTraces {
            relative_rate: rate / self.target_rate,
            relative_power: self.relative_power(rate),
            ..SlidingTraces::default()
        }
    }

    /// Mean of `s` over the first `duration` seconds of Poisson spikes at `rate` hertz after long activity at `history`.
    ///
    /// With `s_y` and `s_h` at the two rates, `T` the duration and `E(t) = t (1 - exp(-T / t)) / T` it is
    /// `s_y + (s_h - s_y) E(tau) + k window / (tau - window) (E(tau) - E(window))`; the last term is what `s` lacks while
    /// `r` still approaches the new rate, with `k = (y / rho_0) ((h / rho_0)^(p-1) - (y / rho_0)^(p-1))`. For p other than
    /// 2 it takes the power of `r` to approach like `r`.
    pub fn mean_relative_power(&self, history: f64, rate: f64, duration: f64) -> f64 {
        if duration <= 0.0 {
            return self.relative_power(history);
        }
        let (end, begin) = (self.relative_power(rate), self.relative_power(history));
        let mut tau = self.threshold_time_constant;
        // The two time constants may be equal; a millionth between them keeps the quotient finite and its digits.
        if (tau - RATE_WINDOW).abs() < 1e-6 * RATE_WINDOW {
            tau = RATE_WINDOW * (1.0 + 1e-6);
        }
        let left = |time: f64| time * (1.0 - exp(-duration / time)) / duration;
        let share = |rate: f64| pow(rate / self.target_rate, self.power - 1.0);
        let lag = rate / self.target_rate * (share(history) - share(rate));
        end + (begin - end) * left(tau)
            + lag * RATE_WINDOW / (tau - RATE_WINDOW) * (left(tau) - left(RATE_WINDOW))
    }

    /// `s` at a time.
    pub(super) fn relative_power_at(&self, traces: &SlidingTraces, time: f64) -> f64 {
        traces.relative_power * exp((traces.time - time) / self.threshold_time_constant)
    }
}

impl SlidingTriplet {
    /// `r` at a time.
    pub(super) fn relative_rate_at(&self, traces: &SlidingTraces, time: f64) -> f64 {
        traces.relative_rate * exp((traces.time - time) / RATE_WINDOW)
    }
}

impl SpikeRule for SlidingTriplet {
    type Traces = SlidingTraces;

    fn presynaptic_spike(&self, traces: &mut SlidingTraces, time: f64, weight: f64) -> f64 {
        // All that a presynaptic spike does is depression.
        let change = self
            .triplet
            .presynaptic_spike(&mut traces.triplet, time, weight);
        change * self.relative_power_at(traces, time)
    }

    fn postsynaptic_spike(&self, traces: &mut SlidingTraces, time: f64, weight: f64) -> f64 {
        let rate = self.relative_rate_at(traces, time);
        let rise = pow(rate, self.power - 1.0) / (self.threshold_time_constant * self.target_rate);
        traces.relative_power = self.relative_power_at(traces, time) + rise;
        traces.relative_rate = rate + 1.0 / (RATE_WINDOW * self.target_rate);
        traces.time = time;
        self.triplet
            .postsynaptic_spike(&mut traces.triplet, time, weight)
    }
}

#[cfg(test)]
mod tests {
    use super::super::bcm::Bcm;
    use super::super::pair_stdp::Pairing;
    use super::super::{Gates, Poles, Receiver, Rule, one_step};
    use super::*;

    const RULE: SlidingTriplet = SlidingTriplet {
        triplet: TripletStdp {
            pair_potentiation: 0.0,
            triplet_potentiation: 6.5e-3,
            pair_depression: 7.1e-3,
            triplet_depression: 0.0,
            potentiation_time_constant: 0.0168,
            depression_time_constant: 0.0337,
            presynaptic_time_constant: 0.1,
            postsynaptic_time_constant: 0.114,
            pairing: Pairing::AllToAll,
        },
        target_rate: 10.0,
        threshold_time_constant: 30.0,
        power: 2.0,
    };

    #[test]
    fn the_threshold_slides_with_the_square_of_the_rate() {
        let theta = |rate| {
            RULE.held_at(RULE.relative_power(rate))
                .threshold(10.0)
                .unwrap()
        };
        // 7.1e-3 33.7 ms / (6.5e-3 16.8 ms 114 ms) = 19.22 Hz at the target; a handful of roundings.
        assert!((theta(10.0) - 19.2205).abs() < 1e-3, "{}", theta(10.0));
        assert!((theta(20.0) / theta(10.0) - 4.0).abs() < 1e-12);
        assert!((theta(5.0) / theta(10.0) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn the_average_settles_at_the_square_of_a_regular_rate() {
        let mut traces = SlidingTraces::default();
        let rate = 20.0;
        for k in 1..10_000 {
            RULE.postsynaptic_spike(&mut traces, f64::from(k) / rate, 1.0);
        }
        // Before its rise r misses half a spike's share of 1 / (rate window): 2.5 %; s varies by 1 / (rate
        // tau), 0.2 %, within an interval.
        assert!(
            (traces.relative_power / 4.0 - 1.0).abs() < 0.03,
            "{traces:?}"
        );
    }

    #[test]
    fn its_image_changes_sign_where_the_rate_rule_of_the_brains_does() {
        // Rates of the brains are shares of the highest, here of 50 Hz.
        let full = 50.0;
        let rule = Rule::Bcm(Bcm {
            learning_rate: 0.1,
            threshold_episodes: 50.0,
            target_rate: (RULE.target_rate / full) as f32,
        });
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        let poles = Poles {
            potentiated: 1.0,
            depressed: 0.0,
        };
        for history in [7.0, 10.0, 14.0] {
            let held = RULE.held_at(RULE.relative_power(history));
            let threshold = held.threshold(10.0).unwrap();
            for share in [0.2, 0.5, 0.9, 0.99, 1.01, 1.1, 1.3] {
                let rate = share * threshold;
                let receiver = Receiver {
                    rate: (rate / full) as f32,
                    mean: 0.0,
                    threshold: (threshold / full) as f32,
                };
                let change = one_step(rule, 0.2, 0.0, receiver, gates, poles, 0.5) - 0.5;
                let drift = held.poisson_drift(10.0, rate);
                assert_eq!(change > 0.0, drift > 0.0, "{history} {share}");
                assert_eq!(change > 0.0, share > 1.0);
            }
        }
    }
}
