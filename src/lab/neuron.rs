//! The integrate-and-fire neuron of Song, Miller & Abbott 2000.
//!
//! ```text
//! tau_m V' = V_rest - V + g_ex (E_ex - V) + g_in (E_in - V);    V >= threshold: a spike, V -> reset
//! tau_g g' = -g;    g_ex -> g_ex + w g_max at an excitatory, g_in -> g_in + g_inhibitory at an inhibitory arrival
//! ```
//!
//! Conductances are in units of the leak, and exact between arrivals. Over a step the potential follows the exact solution
//! for the mean conductance of that step; the time of a spike is found on the line between the ends of its step. Steps end at
//! every arrival and are at most [`LONGEST_STEP`] long; the error of a step is of third order in it.

use crate::kernels::transcendental::exp;

/// Longest step of the potential, in seconds.
pub(super) const LONGEST_STEP: f64 = 0.25e-3;

/// Millivolts, as in the source.
const REST: f64 = -70.0;
const EXCITATORY_REVERSAL: f64 = 0.0;
const INHIBITORY_REVERSAL: f64 = -70.0;
const THRESHOLD: f64 = -54.0;
const RESET: f64 = -60.0;
/// Seconds.
const MEMBRANE_TIME_CONSTANT: f64 = 0.020;
const CONDUCTANCE_TIME_CONSTANT: f64 = 0.005;
/// Conductance by one arrival at an excitatory synapse of the greatest weight, and at an inhibitory one.
const GREATEST_EXCITATORY: f64 = 0.015;
const INHIBITORY: f64 = 0.05;

/// A neuron between arrivals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neuron {
    potential: f64,
    excitation: f64,
    inhibition: f64,
}

impl Neuron {
    /// At rest.
    pub fn at_rest() -> Self {
        Self {
            potential: REST,
            excitation: 0.0,
            inhibition: 0.0,
        }
    }

    /// An arrival at an excitatory synapse; `weight` is a share of the greatest.
    pub fn excite(&mut self, weight: f64) {
        self.excitation += GREATEST_EXCITATORY * weight;
    }

    /// An arrival at an inhibitory synapse.
    pub fn inhibit(&mut self) {
        self.inhibition += INHIBITORY;
    }

    /// Goes on for `step` seconds, [`LONGEST_STEP`] at most; the time of a spike from the beginning of the step.
    pub fn advance(&mut self, step: f64) -> Option<f64> {
        let left = decay(step / CONDUCTANCE_TIME_CONSTANT);
        let mean = 0.5 * (1.0 + left);
        let (excitation, inhibition) = (mean * self.excitation, mean * self.inhibition);
        self.excitation *= left;
        self.inhibition *= left;
        let total = 1.0 + excitation + inhibition;
        let drive = excitation * EXCITATORY_REVERSAL + inhibition * INHIBITORY_REVERSAL;
        let goal = (REST + drive) / total;
        let speed = total / MEMBRANE_TIME_CONSTANT;
        let before = self.potential;
        self.potential = goal + (before - goal) * decay(speed * step);
        if self.potential < THRESHOLD {
            return None;
        }
        let at = step * (THRESHOLD - before) / (self.potential - before);
        let after = goal + (RESET - goal) * decay(speed * (step - at));
        // One spike in a step: a second one would come sooner than any neuron's.
        self.potential = after.min(THRESHOLD - f64::EPSILON * 100.0);
        Some(at)
    }
}

/// `e^-x` for `x` of zero or more; below 0.1 by the series up to `x^6`, which is off by less than `x^7 / 5040`, 2e-11.
#[inline]
pub(super) fn decay(x: f64) -> f64 {
    if x > 0.1 {
        return exp(-x);
    }
    let tail = x.mul_add(-1.0 / 120.0 + x / 720.0, 1.0 / 24.0);
    let tail = x.mul_add(tail, -1.0 / 6.0);
    let tail = x.mul_add(tail, 0.5);
    let tail = x.mul_add(tail, -1.0);
    x.mul_add(tail, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_the_exponential() {
        for k in 0..=2000 {
            let x = f64::from(k) * 1e-4;
            assert!((decay(x) - libm::exp(-x)).abs() < 2.1e-11, "{x}");
        }
    }

    /// Arrivals every 0.1 ms or so, as a thousand inputs at 10 Hz bring them.
    fn arrivals() -> Vec<(f64, bool)> {
        let mut time = 0.0;
        let mut arrivals = Vec::new();
        for k in 0..12_000u32 {
            let noise = f64::from(k.wrapping_mul(2_654_435_761) >> 8) / 16_777_216.0;
            time += 1.7e-4 * noise;
            arrivals.push((time, k % 6 == 5));
        }
        arrivals
    }

    /// Spike times by Euler's rule on a grid, arrivals taken over at the next point of it.
    fn on_a_grid(arrivals: &[(f64, bool)], step: f64) -> Vec<f64> {
        let (mut v, mut ex, mut inh, mut next) = (REST, 0.0, 0.0, 0);
        let mut spikes = Vec::new();
        let steps = (1.0 / step) as usize;
        for k in 0..steps {
            let time = (k + 1) as f64 * step;
            let slope = REST - v + ex * (EXCITATORY_REVERSAL - v) + inh * (INHIBITORY_REVERSAL - v);
            v += step / MEMBRANE_TIME_CONSTANT * slope;
            ex -= step / CONDUCTANCE_TIME_CONSTANT * ex;
            inh -= step / CONDUCTANCE_TIME_CONSTANT * inh;
            while next < arrivals.len() && arrivals[next].0 <= time {
                if arrivals[next].1 {
                    inh += INHIBITORY;
                } else {
                    ex += 0.6 * GREATEST_EXCITATORY;
                }
                next += 1;
            }
            if v >= THRESHOLD {
                spikes.push(time);
                v = RESET;
            }
        }
        spikes
    }

    fn by_events(arrivals: &[(f64, bool)]) -> Vec<f64> {
        let (mut neuron, mut time, mut spikes) = (Neuron::at_rest(), 0.0, Vec::new());
        for &(at, inhibitory) in arrivals.iter().filter(|a| a.0 < 1.0) {
            while time < at {
                let step = (at - time).min(LONGEST_STEP);
                spikes.extend(neuron.advance(step).map(|offset| time + offset));
                time = if step < LONGEST_STEP { at } else { time + step };
            }
            if inhibitory {
                neuron.inhibit();
            } else {
                neuron.excite(0.6);
            }
        }
        spikes
    }

    #[test]
    fn spike_times_are_closer_to_the_truth_than_on_a_grid_of_a_tenth_of_a_millisecond() {
        let arrivals = arrivals();
        // A grid two hundred times finer stands for the truth.
        let truth = on_a_grid(&arrivals, 0.5e-6);
        let (events, grid) = (by_events(&arrivals), on_a_grid(&arrivals, 1e-4));
        assert!(truth.len() > 5, "{truth:?}");
        let worst = |spikes: &[f64]| {
            let pairs = spikes.iter().zip(&truth);
            pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
        };
        assert_eq!(events.len(), truth.len());
        assert!(
            worst(&events) < worst(&grid),
            "{} {}",
            worst(&events),
            worst(&grid)
        );
        // The fine grid itself is off by a step or two; nothing of the events' own error may show beyond a hundredth of a
        // millisecond.
        assert!(worst(&events) < 1e-5, "{}", worst(&events));
    }
}
