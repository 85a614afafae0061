//! The plastic weights of the competition, with pair STDP without a time grid.
//!
//! A presynaptic spike touches one weight; a postsynaptic one all of them, in a plain loop. The presynaptic traces are kept as
//! they would be at a common moment, so that between spikes nothing has to decay: `x_i(t) = stored_i / growth`, with `growth`
//! rising as `exp(t / tau+)` from that moment.

use crate::kernels::transcendental::exp_of_short_step;
use crate::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};

/// Growth beyond which the moment is moved, so that stored traces stay well within what single precision holds.
const LARGEST_GROWTH: f64 = 1e9;

/// Traces below this share of a spike are taken for nothing when the moment is moved: they change no weight in single
/// precision.
const FORGOTTEN: f32 = 1e-20;

/// Weights as shares of the largest, which is the unit of the rule's amplitudes here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    rule: PairStdp,
    weights: Vec<f32>,
    stored: Vec<f32>,
    growth: f64,
    /// Postsynaptic trace now.
    postsynaptic: f64,
    plastic: bool,
}

impl Weights {
    /// `count` equal weights.
    pub fn new(rule: PairStdp, count: usize, initial: f64) -> Self {
        Self {
            rule,
            weights: vec![initial as f32; count],
            stored: vec![0.0; count],
            growth: 1.0,
            postsynaptic: 0.0,
            plastic: true,
        }
    }

    /// The weights.
    pub fn all(&self) -> &[f32] {
        &self.weights
    }

    /// From now on spikes leave the weights as they are.
    pub fn freeze(&mut self) {
        self.plastic = false;
    }

    /// Lets traces decay for an interval, in seconds.
    #[inline]
    pub fn advance(&mut self, interval: f64) {
        self.growth *= exp_of_short_step(interval / self.rule.potentiation_time_constant);
        self.postsynaptic *= exp_of_short_step(-interval / self.rule.depression_time_constant);
        if self.growth > LARGEST_GROWTH {
            self.move_moment();
        }
    }

    /// A spike of an input: returns the weight that it finds, then depresses it.
    #[inline]
    pub fn presynaptic_spike(&mut self, input: usize) -> f64 {
        let found = self.weights[input];
        if !self.plastic {
            return f64::from(found);
        }
        let share = match self.rule.weight_dependence {
            WeightDependence::Additive => 1.0,
            WeightDependence::Multiplicative => found,
        };
        let change = (self.rule.depression * self.postsynaptic) as f32 * share;
        self.weights[input] = (found - change).clamp(0.0, 1.0);
        match self.rule.pairing {
            Pairing::AllToAll => self.stored[input] += self.growth as f32,
            Pairing::NearestSpike => self.stored[input] = self.growth as f32,
        }
        f64::from(found)
    }

    /// A spike of the neuron: potentiates every weight.
    pub fn postsynaptic_spike(&mut self) {
        if !self.plastic {
            return;
        }
        let amplitude = (self.rule.potentiation / self.growth) as f32;
        let weights = self.weights.iter_mut().zip(&self.stored);
        match self.rule.weight_dependence {
            WeightDependence::Additive => {
                for (weight, trace) in weights {
                    *weight = (*weight + amplitude * trace).clamp(0.0, 1.0);
                }
            }
            WeightDependence::Multiplicative => {
                for (weight, trace) in weights {
                    *weight = (*weight + amplitude * trace * (1.0 - *weight)).clamp(0.0, 1.0);
                }
            }
        }
        match self.rule.pairing {
            Pairing::AllToAll => self.postsynaptic += 1.0,
            Pairing::NearestSpike => self.postsynaptic = 1.0,
        }
    }

    fn move_moment(&mut self) {
        let share = (1.0 / self.growth) as f32;
        for trace in &mut self.stored {
            let now = *trace * share;
            *trace = if now < FORGOTTEN { 0.0 } else { now };
        }
        self.growth = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: PairStdp = PairStdp {
        potentiation: 0.002,
        depression: 0.003,
        potentiation_time_constant: 0.017,
        depression_time_constant: 0.034,
        pairing: Pairing::AllToAll,
        weight_dependence: WeightDependence::Additive,
    };

    /// A regular but uneven train of both sides: (interval before it, input or the neuron).
    fn train() -> impl Iterator<Item = (f64, Option<usize>)> {
        (0..400u32).map(|k| {
            let gap = f64::from(k * k % 17) * 1e-3;
            (gap, (!k.is_multiple_of(3)).then_some((k % 2) as usize))
        })
    }

    #[test]
    fn is_the_sum_over_all_pairs_of_the_window() {
        let mut weights = Weights::new(RULE, 2, 0.5);
        let (mut now, mut past) = (0.0, Vec::new());
        let mut sums = [0.5, 0.5];
        for (gap, input) in train().take(60) {
            now += gap;
            weights.advance(gap);
            match input {
                Some(input) => {
                    weights.presynaptic_spike(input);
                }
                None => weights.postsynaptic_spike(),
            }
            for &(time, other) in &past {
                match (input, other) {
                    (Some(input), None) if now > time => sums[input] += RULE.window(time - now),
                    (Some(input), None) => sums[input] -= RULE.depression,
                    (None, Some(input)) => sums[input] += RULE.window(now - time),
                    _ => {}
                }
            }
            past.push((now, input));
        }
        for (weight, sum) in weights.all().iter().zip(sums) {
            assert!(sum > 0.0 && sum < 1.0, "no bound was met: {sum}");
            // Sixty roundings in single precision.
            assert!((f64::from(*weight) - sum).abs() < 1e-5, "{weight} {sum}");
        }
    }

    #[test]
    fn moving_the_moment_changes_nothing() {
        let mut moved = Weights::new(RULE, 2, 0.5);
        let mut still = moved.clone();
        for (gap, input) in train() {
            for weights in [&mut moved, &mut still] {
                weights.advance(gap);
                match input {
                    Some(input) => {
                        weights.presynaptic_spike(input);
                    }
                    None => weights.postsynaptic_spike(),
                }
            }
            moved.move_moment();
        }
        for (a, b) in moved.all().iter().zip(still.all()) {
            // Four hundred roundings of traces in single precision, times amplitudes of 0.002.
            assert!((a - b).abs() < 1e-5, "{a} {b}");
        }
    }

    #[test]
    fn a_frozen_weight_stays() {
        let mut weights = Weights::new(RULE, 2, 0.5);
        weights.freeze();
        for (gap, input) in train() {
            weights.advance(gap);
            match input {
                Some(input) => {
                    weights.presynaptic_spike(input);
                }
                None => weights.postsynaptic_spike(),
            }
        }
        assert_eq!(weights.all(), [0.5, 0.5]);
    }
}
