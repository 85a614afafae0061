//! Pair STDP: a pair of spikes changes the weight by an exponential of the time between them.
//!
//! ```text
//! x' = -x / tau+,  x -> x + 1 at a presynaptic spike      (nearest spike: x -> 1)
//! y' = -y / tau-,  y -> y + 1 at a postsynaptic spike     (nearest spike: y -> 1)
//! postsynaptic spike:  w += B A+ x f+(w)        presynaptic spike:  w -= A- y f-(w)
//! additive: f+ = f- = 1        multiplicative: f+ = 2 - w, f- = w      (w in units of the initial weight)
//! ```
//!
//! | symbol | field | unit | usual | source |
//! |---|---|---|---|---|
//! | A+ | `potentiation` | initial weight per pair | 0.005 | Song, Miller & Abbott 2000 |
//! | A- | `depression` | initial weight per pair | 0.00525 | Song, Miller & Abbott 2000 |
//! | tau+ | `potentiation_time_constant` | s | 0.0168 | Bi & Poo 2001 |
//! | tau- | `depression_time_constant` | s | 0.0337 | Bi & Poo 2001 |
//! | B | argument of [`PairStdp::at_bdnf`] | - | 1 | dial: BDNF multiplies the amplitude of potentiation |
//!
//! A lag of zero potentiates by the whole of A+: of two spikes at one time the presynaptic one goes first
//! ([`super::spikes`]). The two forms of weight dependence agree at the initial weight. The multiplicative one has the bounds
//! 0 and 2: where many spikes in a row make a step larger than what is left, the step ends at the bound. To stop is what
//! "toward the bound" means; a weight beyond it would turn the sign of the rule around.
//!
//! Holds when pairs are rare and slow. Does not model the rise of potentiation with the rate of pairing, nor triplets: see
//! [`super::triplet_stdp`]. References: Bi & Poo 1998, J Neurosci 18:10464 (window; potentiation at weak synapses only);
//! Bi & Poo 2001, 10.1146/annurev.neuro.24.1.139 (time constants); Song, Miller & Abbott 2000, 10.1038/78829 (additive);
//! van Rossum, Bi & Turrigiano 2000, 10.1523/JNEUROSCI.20-23-08812.2000 (multiplicative).

use super::spikes::{SpikeRule, Trace};
use crate::kernels::transcendental::exp;

/// Which pairs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Every pair of a presynaptic and a postsynaptic spike.
    AllToAll,
    /// Only the nearest spike on the other side.
    NearestSpike,
}

/// How a change depends on the weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WeightDependence {
    /// Not at all; the weight stops at its bounds.
    Additive,
    /// Potentiation scales with the distance to the upper bound, depression with the weight.
    Multiplicative,
}

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairStdp {
    /// Change by a pair without a lag, the presynaptic spike first.
    pub potentiation: f64,
    /// Decrease by a pair without a lag, the postsynaptic spike first.
    pub depression: f64,
    /// Time constant of potentiation, in seconds.
    pub potentiation_time_constant: f64,
    /// Time constant of depression, in seconds.
    pub depression_time_constant: f64,
    /// Which pairs count.
    pub pairing: Pairing,
    /// How a change depends on the weight.
    pub weight_dependence: WeightDependence,
}

/// Upper bound of the multiplicative rule in units of the initial weight: twice, so that at the initial weight both forms
/// of weight dependence change it alike.
const UPPER_BOUND: f64 = 2.0;

/// What the rule remembers of past spikes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PairTraces {
    pub(super) presynaptic: Trace,
    pub(super) postsynaptic: Trace,
}

impl PairStdp {
    /// The rule at another level of BDNF, relative to normal: it multiplies the amplitude of potentiation.
    pub fn at_bdnf(self, bdnf: f64) -> Self {
        Self {
            potentiation: self.potentiation * bdnf,
            ..self
        }
    }

    /// Change by one pair after a long silence, at the initial weight; `lag` is the time of the postsynaptic minus the time
    /// of the presynaptic spike, in seconds.
    pub fn window(&self, lag: f64) -> f64 {
        if lag >= 0.0 {
            self.potentiation * exp(-lag / self.potentiation_time_constant)
        } else {
            -self.depression * exp(lag / self.depression_time_constant)
        }
    }

    /// Integral of [`PairStdp::window`] over all lags, in seconds: `A+ tau+ - A- tau-`. It is the drift per product of
    /// independent rates where all pairs count.
    pub fn window_integral(&self) -> f64 {
        self.potentiation * self.potentiation_time_constant
            - self.depression * self.depression_time_constant
    }

    /// Mean drift of a weight held at its initial value under independent Poisson spikes, per second; rates in hertz.
    ///
    /// All pairs: `x y (A+ tau+ - A- tau-)`. Nearest spike: each trace is 1 at the last spike, so that its mean is
    /// `x tau+ / (1 + x tau+)`.
    pub fn poisson_drift(&self, presynaptic_rate: f64, postsynaptic_rate: f64) -> f64 {
        let mean_trace = |rate: f64, time_constant: f64| match self.pairing {
            Pairing::AllToAll => rate * time_constant,
            Pairing::NearestSpike => rate * time_constant / (1.0 + rate * time_constant),
        };
        let before = mean_trace(presynaptic_rate, self.potentiation_time_constant);
        let after = mean_trace(postsynaptic_rate, self.depression_time_constant);
        postsynaptic_rate * self.potentiation * before - presynaptic_rate * self.depression * after
    }
}

impl SpikeRule for PairStdp {
    type Traces = PairTraces;

    fn bounds(&self) -> (f64, f64) {
        let upper = match self.weight_dependence {
            WeightDependence::Additive => f64::INFINITY,
            WeightDependence::Multiplicative => UPPER_BOUND,
        };
        (0.0, upper)
    }

    fn presynaptic_spike(&self, traces: &mut PairTraces, time: f64, weight: f64) -> f64 {
        let share = match self.weight_dependence {
            WeightDependence::Additive => 1.0,
            WeightDependence::Multiplicative => weight,
        };
        match self.pairing {
            Pairing::AllToAll => traces
                .presynaptic
                .accumulate(time, self.potentiation_time_constant),
            Pairing::NearestSpike => traces.presynaptic.saturate(time),
        }
        -self.depression * share * traces.postsynaptic.at(time, self.depression_time_constant)
    }

    fn postsynaptic_spike(&self, traces: &mut PairTraces, time: f64, weight: f64) -> f64 {
        let share = match self.weight_dependence {
            WeightDependence::Additive => 1.0,
            WeightDependence::Multiplicative => UPPER_BOUND - weight,
        };
        match self.pairing {
            Pairing::AllToAll => traces
                .postsynaptic
                .accumulate(time, self.depression_time_constant),
            Pairing::NearestSpike => traces.postsynaptic.saturate(time),
        }
        self.potentiation * share * traces.presynaptic.at(time, self.potentiation_time_constant)
    }
}

#[cfg(test)]
mod tests {
    use super::super::spikes::{induce, merge};
    use super::*;

    const RULE: PairStdp = PairStdp {
        potentiation: 0.02,
        depression: 0.01,
        potentiation_time_constant: 0.017,
        depression_time_constant: 0.034,
        pairing: Pairing::AllToAll,
        weight_dependence: WeightDependence::Additive,
    };

    #[test]
    fn every_pair_counts_or_only_the_nearest() {
        let spikes = merge(&[0.0, 0.01], &[0.015, 0.04]);
        let window = |lags: &[f64]| -> f64 { lags.iter().map(|&lag| RULE.window(lag)).sum() };
        let all = window(&[0.015, 0.005, 0.04, 0.03]);
        let nearest = PairStdp {
            pairing: Pairing::NearestSpike,
            ..RULE
        };
        // The weight of order one keeps sixteen digits.
        assert!((induce(&RULE, &spikes) - all).abs() < 1e-14);
        assert!((induce(&nearest, &spikes) - window(&[0.005, 0.03])).abs() < 1e-14);
    }

    #[test]
    fn the_multiplicative_rule_stays_within_its_bounds_and_starts_as_the_additive_one() {
        let rule = PairStdp {
            weight_dependence: WeightDependence::Multiplicative,
            ..RULE
        };
        let train = |start: f64| (0..2000).map(|k| start + f64::from(k)).collect::<Vec<_>>();
        for (lag, end) in [(0.005, 2.0), (-0.005, 0.0)] {
            let pair = merge(&[1.0], &[1.0 + lag]);
            assert!((induce(&rule, &pair) - rule.window(lag)).abs() < 1e-14);
            let long = merge(&train(1.0), &train(1.0 + lag));
            let weight = 1.0 + induce(&rule, &long);
            // Two thousand steps of at least 0.8 % of the way leave exp(-16).
            assert!((weight - end).abs() < 1e-6, "{weight}");
        }
    }

    #[test]
    fn an_additive_weight_stops_at_zero() {
        let train = |start: f64| (0..500).map(|k| start + f64::from(k)).collect::<Vec<_>>();
        assert_eq!(induce(&RULE, &merge(&train(1.005), &train(1.0))), -1.0);
    }
}
