//! Calcium-based plasticity of Graupner and Brunel: two thresholds on calcium, a bistable efficacy, noise.
//!
//! ```text
//! c' = -c / tau_Ca,   c -> c + C_pre a time D after a presynaptic spike,   c -> c + C_post at a postsynaptic spike
//! tau rho' = -rho (1 - rho) (rho* - rho) + B gamma_p (1 - rho) P - gamma_d rho Q + sigma sqrt(tau (P + Q)) noise
//! P = 1 while c > theta_p, else 0;  Q = 1 while c > theta_d, else 0;  noise is white, of density 1
//! a synapse that ends above rho* goes to the high state 1, else to the low state 0; strength is 1 low and b high
//! ```
//!
//! | symbol | field | unit | usual (cortical slices) | source |
//! |---|---|---|---|---|
//! | tau_Ca | `calcium_time_constant` | s | 0.0226936 | Graupner & Brunel 2012, table of parameters |
//! | C_pre | `presynaptic_calcium` | - | 0.5617539 | the same |
//! | C_post | `postsynaptic_calcium` | - | 1.23964 | the same |
//! | theta_d | `depression_threshold` | - | 1 | the same |
//! | theta_p | `potentiation_threshold` | - | 1.3 | the same |
//! | gamma_d | `depression_rate` | - | 331.909 | the same |
//! | gamma_p | `potentiation_rate` | - | 725.085 | the same |
//! | sigma | `noise` | - | 3.3501 | the same, with the correction |
//! | tau | `efficacy_time_constant` | s | 346.3615 | the same |
//! | rho* | `unstable_efficacy` | - | 0.5 | the same |
//! | D | `delay` | s | 0.0046098 | the same |
//! | beta | `initially_low` | - | 0.5 | the same |
//! | b | `strength_ratio` | - | 5.40988 | the same |
//! | B | argument of [`Calcium::at_bdnf`] | - | 1 | dial: BDNF multiplies the rate of potentiation, gamma_p |
//!
//! Calcium that arrives from both sides at one time adds up, in whichever order: a lag of zero is nothing special here, and
//! the outcome is a continuous function of the lag. What a presynaptic spike meets at one time is the calcium of a
//! postsynaptic spike `D` later ([`super::spikes`] says when two times are one).
//!
//! Calcium is exact between spikes, and with it the times above both thresholds, `T_p` and `T_d`. The closed form drops the
//! potential and spreads P and Q evenly over the protocol. Then rho is an Ornstein-Uhlenbeck process that forgets where it
//! started by `x = exp(-(gamma_p T_p + gamma_d T_d) / tau)`: its mean is `m + (rho_0 - m) x`, its variance `v (1 - x^2)`, with
//! `m = gamma_p T_p / (gamma_p T_p + gamma_d T_d)` and `v = sigma^2 (T_p + T_d) / (2 (gamma_p T_p + gamma_d T_d))`. How long
//! the protocol is does not enter. [`simulation`] keeps the potential, the order of phases and the noise.
//!
//! Holds when the protocol is short against tau or drives the synapse much harder than the potential does, and when spikes
//! are many within tau. Does not model how calcium saturates, channels, or anything after the synapse has settled.
//! References: Graupner & Brunel 2012, 10.1073/pnas.1109359109, and the correction of the noise, 10.1073/pnas.1220044110;
//! parameters as in the authors' repository github.com/mgraupe/CalciumBasedPlasticityModel.

use super::spikes::{Side, merge};
use crate::kernels::transcendental::{erfc, exp, ln};

pub mod course;
pub mod simulation;

/// Mean drive, in units of the time constant of the efficacy, from which on the closed form is drawn: the potential, whose
/// slope is 0.05 at most (where rho* is a half), is then a twentieth of it or less.
const DRIVE_OF_THEORY: f64 = 1.0;
/// Length of a protocol, as a share of that time constant, within which the potential moves a synapse by 0.025 at most.
const LENGTH_OF_THEORY: f64 = 0.5;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calcium {
    /// `tau_Ca`, in seconds.
    pub calcium_time_constant: f64,
    /// `C_pre`: calcium by a presynaptic spike.
    pub presynaptic_calcium: f64,
    /// `C_post`: calcium by a postsynaptic spike.
    pub postsynaptic_calcium: f64,
    /// `theta_d`.
    pub depression_threshold: f64,
    /// `theta_p`.
    pub potentiation_threshold: f64,
    /// `gamma_d`.
    pub depression_rate: f64,
    /// `gamma_p`.
    pub potentiation_rate: f64,
    /// `sigma`.
    pub noise: f64,
    /// `tau`, in seconds.
    pub efficacy_time_constant: f64,
    /// `rho*`.
    pub unstable_efficacy: f64,
    /// `D`: delay from a presynaptic spike to its calcium, in seconds.
    pub delay: f64,
    /// `beta`: share of synapses in the low state before the protocol.
    pub initially_low: f64,
    /// `b`: strength of the high state relative to the low one.
    pub strength_ratio: f64,
}

/// A stretch of time in which calcium crosses no threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// How long, in seconds.
    pub duration: f64,
    /// Calcium lies above the threshold of potentiation.
    pub potentiating: bool,
    /// Calcium lies above the threshold of depression.
    pub depressing: bool,
}

/// Time above the thresholds, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TimeAbove {
    /// `T_p`, above the threshold of potentiation.
    pub potentiation: f64,
    /// `T_d`, above the threshold of depression.
    pub depression: f64,
}

/// What a protocol does to many synapses alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Mean efficacy at the end of those that began low.
    pub mean_from_low: f64,
    /// Mean efficacy at the end of those that began high.
    pub mean_from_high: f64,
    /// Variance of the efficacy about either mean.
    pub variance: f64,
    /// Share of the low synapses that become high.
    pub switched_up: f64,
    /// Share of the high synapses that become low.
    pub switched_down: f64,
}

impl Calcium {
    /// The rule at another level of BDNF, relative to normal: it multiplies the rate of potentiation.
    pub fn at_bdnf(self, bdnf: f64) -> Self {
        Self {
            potentiation_rate: self.potentiation_rate * bdnf,
            ..self
        }
    }

    /// The phases from the first spike until calcium lies below both thresholds for good; spikes by rising time, in seconds.
    pub fn phases(&self, presynaptic: &[f64], postsynaptic: &[f64]) -> Vec<Phase> {
        let arrivals: Vec<f64> = presynaptic.iter().map(|time| time + self.delay).collect();
        let rises = merge(&arrivals, postsynaptic);
        let mut phases = Vec::new();
        let mut calcium = 0.0;
        for (k, rise) in rises.iter().enumerate() {
            calcium += match rise.side {
                Side::Presynaptic => self.presynaptic_calcium,
                Side::Postsynaptic => self.postsynaptic_calcium,
            };
            let next = rises.get(k + 1);
            let gap = next.map_or(f64::INFINITY, |next| next.time - rise.time);
            self.decay(calcium, gap, &mut phases);
            calcium *= exp(-gap / self.calcium_time_constant);
        }
        phases
    }

    /// The phases of one decay of calcium over `gap` seconds.
    fn decay(&self, calcium: f64, gap: f64, phases: &mut Vec<Phase>) {
        let above = |threshold: f64| {
            if calcium > threshold && threshold > 0.0 {
                gap.min(self.calcium_time_constant * ln(calcium / threshold))
            } else {
                0.0
            }
        };
        let potentiated = above(self.potentiation_threshold);
        let depressed = above(self.depression_threshold);
        let (first, second) = (potentiated.min(depressed), potentiated.max(depressed));
        let mut phase = |duration: f64, potentiating: bool, depressing: bool| {
            if duration > 0.0 && duration.is_finite() {
                phases.push(Phase {
                    duration,
                    potentiating,
                    depressing,
                });
            }
        };
        phase(first, true, true);
        phase(
            second - first,
            potentiated > depressed,
            depressed > potentiated,
        );
        phase(gap - second, false, false);
    }

    /// Times above the thresholds in a protocol, its end until calcium has gone included.
    pub fn time_above(&self, presynaptic: &[f64], postsynaptic: &[f64]) -> TimeAbove {
        let phases = self.phases(presynaptic, postsynaptic);
        let sum = |counts: fn(&Phase) -> bool| {
            let counted = phases.iter().filter(|phase| counts(phase));
            counted.map(|phase| phase.duration).sum()
        };
        TimeAbove {
            potentiation: sum(|phase| phase.potentiating),
            depression: sum(|phase| phase.depressing),
        }
    }

    /// The closed form; see the module.
    pub fn theory(&self, above: TimeAbove) -> Outcome {
        let up = self.potentiation_rate * above.potentiation;
        let down = self.depression_rate * above.depression;
        // A synapse that nothing drives stays where it is.
        if up + down <= 0.0 {
            return Outcome {
                mean_from_low: 0.0,
                mean_from_high: 1.0,
                variance: 0.0,
                switched_up: 0.0,
                switched_down: 0.0,
            };
        }
        let mean = up / (up + down);
        let left = exp(-(up + down) / self.efficacy_time_constant);
        let time = above.potentiation + above.depression;
        let variance = self.noise * self.noise * time / (2.0 * (up + down)) * (1.0 - left * left);
        let (from_low, from_high) = (mean * (1.0 - left), mean + (1.0 - mean) * left);
        Outcome {
            mean_from_low: from_low,
            mean_from_high: from_high,
            variance,
            switched_up: share_above(from_low - self.unstable_efficacy, variance),
            switched_down: share_above(self.unstable_efficacy - from_high, variance),
        }
    }

    /// Whether the closed form holds for a protocol of this length in seconds: its drive averages at least
    /// `DRIVE_OF_THEORY`, or it is over before the potential has done much, or nothing drives at all.
    ///
    /// Where neither is true, as with a pair every few hours, the potential puts a synapse back between two pairs, and the
    /// closed form, which only sums times above thresholds, says nothing about it.
    pub fn theory_holds(&self, above: TimeAbove, duration: f64) -> bool {
        let exponent = (self.potentiation_rate * above.potentiation
            + self.depression_rate * above.depression)
            / self.efficacy_time_constant;
        let length = duration / self.efficacy_time_constant;
        exponent <= 0.0 || length <= LENGTH_OF_THEORY || exponent >= DRIVE_OF_THEORY * length
    }

    /// Change of the mean strength of a population of synapses, of which a share `beta` was low, as a fraction of its
    /// strength before: `(L + b (1 - L)) / (beta + b (1 - beta)) - 1` with the share `L` that is low afterwards.
    pub fn change(&self, outcome: &Outcome) -> f64 {
        let (low, high) = (self.initially_low, 1.0 - self.initially_low);
        let ends_low = low * (1.0 - outcome.switched_up) + high * outcome.switched_down;
        let strength = |low: f64| low + self.strength_ratio * (1.0 - low);
        strength(ends_low) / strength(low) - 1.0
    }
}

/// Share of a normal distribution above zero.
fn share_above(mean: f64, variance: f64) -> f64 {
    if variance > 0.0 {
        0.5 * erfc(-mean / (2.0 * variance).sqrt())
    } else if mean > 0.0 {
        1.0
    } else {
        0.0
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Cortical slices.
    pub(crate) const CORTEX: Calcium = Calcium {
        calcium_time_constant: 0.0226936,
        presynaptic_calcium: 0.5617539,
        postsynaptic_calcium: 1.23964,
        depression_threshold: 1.0,
        potentiation_threshold: 1.3,
        depression_rate: 331.909,
        potentiation_rate: 725.085,
        noise: 3.3501,
        efficacy_time_constant: 346.3615,
        unstable_efficacy: 0.5,
        delay: 0.0046098,
        initially_low: 0.5,
        strength_ratio: 5.40988,
    };

    #[test]
    fn times_above_thresholds_are_those_of_a_fine_grid() {
        let presynaptic = [0.1, 0.12, 0.19, 0.3];
        let postsynaptic = [0.11, 0.13, 0.135, 0.31, 0.315];
        let above = CORTEX.time_above(&presynaptic, &postsynaptic);
        let (step, mut grid) = (1e-5, TimeAbove::default());
        for k in 0..60_000 {
            let time = f64::from(k) * step;
            let left = |rises: &[f64], size: f64, delay: f64| -> f64 {
                let ages = rises.iter().map(|rise| time - rise - delay);
                ages.filter(|&age| age >= 0.0)
                    .map(|age| size * (-age / CORTEX.calcium_time_constant).exp())
                    .sum()
            };
            let calcium = left(&presynaptic, CORTEX.presynaptic_calcium, CORTEX.delay)
                + left(&postsynaptic, CORTEX.postsynaptic_calcium, 0.0);
            grid.potentiation += step * f64::from(u8::from(calcium > 1.3));
            grid.depression += step * f64::from(u8::from(calcium > 1.0));
        }
        // Each of at most nine rises and falls is off by a step of the grid at most.
        assert!((above.potentiation - grid.potentiation).abs() < 18.0 * step);
        assert!((above.depression - grid.depression).abs() < 18.0 * step);
        assert!(above.potentiation > 0.03 && above.depression > above.potentiation);
    }

    #[test]
    fn an_undriven_synapse_stays_and_a_driven_one_forgets() {
        let still = CORTEX.theory(TimeAbove::default());
        assert_eq!(CORTEX.change(&still), 0.0);
        let long = CORTEX.theory(TimeAbove {
            potentiation: 1e3,
            depression: 1e3,
        });
        // The mean of a long protocol is the ratio of the rates, wherever a synapse began.
        let mean = 725.085 / (725.085 + 331.909);
        assert!((long.mean_from_low - mean).abs() < 1e-12);
        assert!((long.switched_up + long.switched_down - 1.0).abs() < 1e-12);
    }
}
