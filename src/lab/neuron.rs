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
        let passed = step / CONDUCTANCE_TIME_CONSTANT;
        let left = decay(passed);
        let mean = mean_decay(passed);
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

/// Mean of `e^-t` for `t` from 0 to `x`, by the series up to `x^3`: off by less than `x^4 / 120`, 5e-8 in the longest step.
#[inline]
fn mean_decay(x: f64) -> f64 {
    let tail = x.mul_add(-1.0 / 24.0, 1.0 / 6.0);
    let tail = x.mul_add(tail, -0.5);
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

    /// Spike times by the rule of Runge and Kutta of fourth order in steps of five microseconds at most, from arrival to
    /// arrival, with exact conductances.
    fn in_fine_steps(arrivals: &[(f64, bool)]) -> Vec<f64> {
        let (mut v, mut ex, mut inh, mut time) = (REST, 0.0, 0.0, 0.0);
        let mut spikes = Vec::new();
        for &(at, inhibitory) in arrivals {
            let steps = ((at - time) / 5e-6).ceil();
            let step = (at - time) / steps;
            for _ in 0..steps as usize {
                let slope = |t: f64, v: f64| {
                    let left = libm::exp(-t / CONDUCTANCE_TIME_CONSTANT);
                    let drive = ex * left * (EXCITATORY_REVERSAL - v)
                        + inh * left * (INHIBITORY_REVERSAL - v);
                    (REST - v + drive) / MEMBRANE_TIME_CONSTANT
                };
                let k1 = slope(0.0, v);
                let k2 = slope(step / 2.0, v + step / 2.0 * k1);
                let k3 = slope(step / 2.0, v + step / 2.0 * k2);
                let k4 = slope(step, v + step * k3);
                let before = v;
                v += step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
                let left = libm::exp(-step / CONDUCTANCE_TIME_CONSTANT);
                (ex, inh) = (ex * left, inh * left);
                if v >= THRESHOLD {
                    spikes.push(time + step * (THRESHOLD - before) / (v - before));
                    v = RESET;
                }
                time += step;
            }
            time = at;
            if inhibitory {
                inh += INHIBITORY;
            } else {
                ex += 0.6 * GREATEST_EXCITATORY;
            }
        }
        spikes
    }

    fn by_events(arrivals: &[(f64, bool)]) -> Vec<f64> {
        let (mut neuron, mut time, mut spikes) = (Neuron::at_rest(), 0.0, Vec::new());
        for &(at, inhibitory) in arrivals {
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
        let arrivals: Vec<_> = arrivals().into_iter().filter(|a| a.0 < 1.0).collect();
        let truth = in_fine_steps(&arrivals);
        let (events, grid) = (by_events(&arrivals), on_a_grid(&arrivals, 1e-4));
        assert!(truth.len() > 5, "{truth:?}");
        let worst = |spikes: &[f64]| {
            let pairs = spikes.iter().zip(&truth);
            pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
        };
        assert_eq!(events.len(), truth.len(), "{events:?} {truth:?}");
        // Steps are right to third order; what that leaves shows most where the potential only just climbs through the
        // threshold. Equivalence to a grid of 0.1 ms asks for less than that; a fifth of it holds here, ten times better than
        // the grid does.
        assert!(worst(&events) < 2e-5, "{}", worst(&events));
        assert!(worst(&grid) > 10.0 * worst(&events), "{}", worst(&grid));
    }
}
