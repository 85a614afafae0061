//! Triplet STDP: pairs and triplets of spikes change the weight.
//!
//! ```text
//! r1' = -r1 / tau+   r2' = -r2 / tau_x     at a presynaptic spike:  r1, r2 -> + 1     (nearest spike: -> 1)
//! o1' = -o1 / tau-   o2' = -o2 / tau_y     at a postsynaptic spike: o1, o2 -> + 1     (nearest spike: -> 1)
//! postsynaptic spike:  w += B r1 (A2+ + A3+ o2)
//! presynaptic spike:   w -=   o1 (A2- + A3- r2)            r2 and o2 are read before the spike raises them
//! ```
//!
//! | symbol | field | unit | usual (visual cortex, minimal, all pairs) | source |
//! |---|---|---|---|---|
//! | A2+ | `pair_potentiation` | initial weight | 0 | Pfister & Gerstner 2006, table 3 |
//! | A3+ | `triplet_potentiation` | initial weight | 0.0065 | the same |
//! | A2- | `pair_depression` | initial weight | 0.0071 | the same |
//! | A3- | `triplet_depression` | initial weight | 0 | the same |
//! | tau+ | `potentiation_time_constant` | s | 0.0168 | Bi & Poo 2001 |
//! | tau- | `depression_time_constant` | s | 0.0337 | Bi & Poo 2001 |
//! | tau_x | `presynaptic_time_constant` | s | - | Pfister & Gerstner 2006, table 3 |
//! | tau_y | `postsynaptic_time_constant` | s | 0.114 | the same |
//! | B | argument of [`TripletStdp::at_bdnf`] | - | 1 | dial: BDNF multiplies the amplitudes of potentiation, A2+ and A3+ |
//!
//! A row of the tables is a package: time constants and amplitudes of different rows or pairing schemes do not mix. A lag of
//! zero potentiates as the limit of short positive lags: of two spikes at one time the presynaptic one goes first
//! ([`super::spikes`]). The weight stops at zero and has no upper bound.
//!
//! The mean drift under independent Poisson spikes of rates x and y is, where all pairs count,
//! `x y (A2+ tau+ - A2- tau- + A3+ tau+ tau_y y - A3- tau- tau_x x)`: a BCM rule, whose threshold is the rate y at which the
//! bracket vanishes. Potentiation grows with B, hence without pair potentiation the threshold falls as 1/B.
//!
//! Holds for pairing at 0.1 to 50 Hz in slices of visual cortex (table 3) in one long train, and with the bursts of five that
//! were given only where nearest spikes meet; for triplets and quadruplets in hippocampal culture (table 4). Does not model dependence on the weight, nor what happens after induction.
//! References: Pfister & Gerstner 2006, J Neurosci 26:9673, 10.1523/JNEUROSCI.1425-06.2006; Gjorgjieva, Clopath, Audet &
//! Pfister 2011, 10.1073/pnas.1105933108 (rates).

use super::pair_stdp::Pairing;
use super::spikes::{SpikeRule, Trace};

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TripletStdp {
    /// `A2+`: potentiation by a pair.
    pub pair_potentiation: f64,
    /// `A3+`: potentiation by a triplet post-pre-post.
    pub triplet_potentiation: f64,
    /// `A2-`: depression by a pair.
    pub pair_depression: f64,
    /// `A3-`: depression by a triplet pre-post-pre.
    pub triplet_depression: f64,
    /// `tau+`, in seconds.
    pub potentiation_time_constant: f64,
    /// `tau-`, in seconds.
    pub depression_time_constant: f64,
    /// `tau_x`, in seconds; without effect where `A3-` is zero.
    pub presynaptic_time_constant: f64,
    /// `tau_y`, in seconds; without effect where `A3+` is zero.
    pub postsynaptic_time_constant: f64,
    /// Which pairs and triplets count.
    pub pairing: Pairing,
}

/// What the rule remembers of past spikes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TripletTraces {
    pub(super) presynaptic_fast: Trace,
    pub(super) presynaptic_slow: Trace,
    pub(super) postsynaptic_fast: Trace,
    pub(super) postsynaptic_slow: Trace,
}

impl TripletStdp {
    /// The rule at another level of BDNF, relative to normal: it multiplies the amplitudes of potentiation.
    pub fn at_bdnf(self, bdnf: f64) -> Self {
        Self {
            pair_potentiation: self.pair_potentiation * bdnf,
            triplet_potentiation: self.triplet_potentiation * bdnf,
            ..self
        }
    }

    /// Mean drift of a weight held at its initial value under independent Poisson spikes, per second; rates in hertz.
    ///
    /// The mean of a trace is `rate tau` where all pairs count, and `rate tau / (1 + rate tau)` where only the nearest
    /// does; a Poisson spike finds each trace of either side at its mean, independently.
    pub fn poisson_drift(&self, presynaptic_rate: f64, postsynaptic_rate: f64) -> f64 {
        let (x, y) = (presynaptic_rate, postsynaptic_rate);
        let r1 = self.mean_trace(x, self.potentiation_time_constant);
        let o1 = self.mean_trace(y, self.depression_time_constant);
        let up = self.pair_potentiation
            + self.triplet_potentiation * self.mean_trace(y, self.postsynaptic_time_constant);
        let down = self.pair_depression
            + self.triplet_depression * self.mean_trace(x, self.presynaptic_time_constant);
        y * r1 * up - x * o1 * down
    }

    /// The postsynaptic rate, in hertz, above which independent Poisson spikes potentiate and below which they depress,
    /// at a presynaptic rate in hertz: the threshold of the BCM rule that is the image of this one.
    ///
    /// Where all pairs count it is `(A2- tau- + A3- tau- tau_x x - A2+ tau+) / (A3+ tau+ tau_y)`. With nearest spikes the
    /// zero of the drift solves a quadratic equation, `a y^2 + b y + c = 0` after both sides are multiplied by what stands
    /// below their fractions. `None` where the drift has the same sign at all rates.
    pub fn threshold(&self, presynaptic_rate: f64) -> Option<f64> {
        let x = presynaptic_rate;
        let (plus, minus) = (
            self.potentiation_time_constant,
            self.depression_time_constant,
        );
        let (tau_y, pair, triplet) = (
            self.postsynaptic_time_constant,
            self.pair_potentiation,
            self.triplet_potentiation,
        );
        let down = self.pair_depression
            + self.triplet_depression * self.mean_trace(x, self.presynaptic_time_constant);
        let root = match self.pairing {
            Pairing::AllToAll => (down * minus - pair * plus) / (triplet * plus * tau_y),
            Pairing::NearestSpike => {
                // The drift over y is r1 (A2+ + A3+ y tau_y / (1 + y tau_y)) - x down tau- / (1 + y tau-).
                let r1 = self.mean_trace(x, plus);
                let a = r1 * (pair + triplet) * tau_y * minus;
                let b = r1 * (pair * (tau_y + minus) + triplet * tau_y) - x * down * minus * tau_y;
                let c = r1 * pair - x * down * minus;
                (-b + (b * b - 4.0 * a * c).sqrt()) / (2.0 * a)
            }
        };
        (root.is_finite() && root > 0.0).then_some(root)
    }

    fn mean_trace(&self, rate: f64, time_constant: f64) -> f64 {
        match self.pairing {
            Pairing::AllToAll => rate * time_constant,
            Pairing::NearestSpike => rate * time_constant / (1.0 + rate * time_constant),
        }
    }

    fn raise(&self, trace: &mut Trace, time: f64, time_constant: f64) {
        match self.pairing {
            Pairing::AllToAll => trace.accumulate(time, time_constant),
            Pairing::NearestSpike => trace.saturate(time),
        }
    }
}

impl SpikeRule for TripletStdp {
    type Traces = TripletTraces;

    fn presynaptic_spike(&self, traces: &mut TripletTraces, time: f64, _weight: f64) -> f64 {
        let after = traces
            .postsynaptic_fast
            .at(time, self.depression_time_constant);
        let change = -after * self.depression_at(traces, time);
        let (fast, slow) = (
            self.potentiation_time_constant,
            self.presynaptic_time_constant,
        );
        self.raise(&mut traces.presynaptic_fast, time, fast);
        self.raise(&mut traces.presynaptic_slow, time, slow);
        change
    }

    fn postsynaptic_spike(&self, traces: &mut TripletTraces, time: f64, _weight: f64) -> f64 {
        let before = traces
            .presynaptic_fast
            .at(time, self.potentiation_time_constant);
        let change = before * self.potentiation_at(traces, time);
        let (fast, slow) = (
            self.depression_time_constant,
            self.postsynaptic_time_constant,
        );
        self.raise(&mut traces.postsynaptic_fast, time, fast);
        self.raise(&mut traces.postsynaptic_slow, time, slow);
        change
    }
}

impl TripletStdp {
    // An amplitude of zero needs no trace, and its time constant need not mean anything.
    fn potentiation_at(&self, traces: &TripletTraces, time: f64) -> f64 {
        if self.triplet_potentiation == 0.0 {
            return self.pair_potentiation;
        }
        let slow = traces
            .postsynaptic_slow
            .at(time, self.postsynaptic_time_constant);
        self.pair_potentiation + self.triplet_potentiation * slow
    }

    fn depression_at(&self, traces: &TripletTraces, time: f64) -> f64 {
        if self.triplet_depression == 0.0 {
            return self.pair_depression;
        }
        let slow = traces
            .presynaptic_slow
            .at(time, self.presynaptic_time_constant);
        self.pair_depression + self.triplet_depression * slow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: TripletStdp = TripletStdp {
        pair_potentiation: 4.6e-3,
        triplet_potentiation: 9.1e-3,
        pair_depression: 3e-3,
        triplet_depression: 2e-3,
        potentiation_time_constant: 0.0168,
        depression_time_constant: 0.0337,
        presynaptic_time_constant: 0.575,
        postsynaptic_time_constant: 0.047,
        pairing: Pairing::AllToAll,
    };

    #[test]
    fn a_triplet_is_the_equation_of_the_module() {
        let decay = |age: f64, tau: f64| (-age / tau).exp();
        let mut traces = TripletTraces::default();
        assert_eq!(RULE.postsynaptic_spike(&mut traces, 0.0, 1.0), 0.0);
        let down = RULE.presynaptic_spike(&mut traces, 0.005, 1.0);
        // No earlier presynaptic spike: the slow trace is read before it rises.
        let expected = -3e-3 * decay(0.005, 0.0337);
        assert!((down - expected).abs() < 1e-16);
        let up = RULE.postsynaptic_spike(&mut traces, 0.010, 1.0);
        let expected = decay(0.005, 0.0168) * (4.6e-3 + 9.1e-3 * decay(0.010, 0.047));
        // Roundings of numbers of order 0.01.
        assert!((up - expected).abs() < 1e-16);
        let down = RULE.presynaptic_spike(&mut traces, 0.030, 1.0);
        let after = decay(0.030, 0.0337) + decay(0.020, 0.0337);
        let expected = -after * (3e-3 + 2e-3 * decay(0.025, 0.575));
        assert!((down - expected).abs() < 1e-16);
    }

    #[test]
    fn the_drift_vanishes_at_the_threshold() {
        for pairing in [Pairing::AllToAll, Pairing::NearestSpike] {
            for (potentiation, presynaptic_rate) in [(0.0, 5.0), (1e-3, 20.0), (1e-3, 60.0)] {
                let rule = TripletStdp {
                    pairing,
                    pair_potentiation: potentiation,
                    ..RULE
                };
                let threshold = rule.threshold(presynaptic_rate).unwrap();
                let drift = |share: f64| rule.poisson_drift(presynaptic_rate, share * threshold);
                // A difference of numbers up to ten that cancel.
                assert!(drift(1.0).abs() < 1e-13, "{pairing:?} {threshold}");
                assert!(drift(0.99) < 0.0 && drift(1.01) > 0.0);
            }
        }
        let only_up = TripletStdp {
            pair_depression: 0.0,
            triplet_depression: 0.0,
            ..RULE
        };
        assert_eq!(only_up.threshold(10.0), None);
    }

    #[test]
    fn an_amplitude_of_zero_needs_no_time_constant() {
        let rule = TripletStdp {
            triplet_depression: 0.0,
            presynaptic_time_constant: 0.0,
            ..RULE
        };
        let mut traces = TripletTraces::default();
        for k in 0..5 {
            let time = f64::from(k) * 0.01;
            assert!(rule.presynaptic_spike(&mut traces, time, 1.0).is_finite());
            assert!(rule.postsynaptic_spike(&mut traces, time, 1.0).is_finite());
        }
        assert!(rule.poisson_drift(10.0, 10.0).is_finite());
    }
}
