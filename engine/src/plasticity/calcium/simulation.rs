//! Many synapses under one protocol, each with its own noise: the equation of [`super`] without the closed form's shortcuts.
//!
//! Within a phase P and Q are constant, and drive and noise without the potential are an Ornstein-Uhlenbeck process, whose
//! mean and variance after any time are exact; so are those of several phases in a row. The potential, which is weak and
//! slow, acts before and after each such stretch for half of its duration (Strang 1968), by one step of Runge and Kutta.
//! Stretches are so short that neither potential nor drive does much within one; a test shows that shorter ones give the
//! same means within the error of four thousand synapses.

use std::ops::Range;

use super::{Calcium, Outcome, Phase};
use crate::kernels::transcendental::exp;
use crate::random::{Draws, Purpose, normal};

const NOISE: Purpose = Purpose::new("calcium efficacy");
/// Longest stretch, as a share of the time constant of the efficacy.
const LONGEST: f64 = 0.02;
/// The same where calcium is low, so that the potential has a stretch to itself.
pub(super) const LONGEST_QUIET: f64 = 0.25;
/// Time constants of quiet after which a synapse has settled: what is left, exp(-20), is far below any noise.
pub(super) const SETTLED: f64 = 40.0;
/// Largest exponent by which drive lets a synapse forget within a stretch, unless one phase alone has more.
const STRONGEST: f64 = 0.1;
/// Words drawn at a time: a power of two that divides the words of a moment.
pub(super) const WORDS: usize = 1 << 12;

/// A stretch of drive and noise: `rho -> keep rho + shift + deviation z`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// How long the potential acts, in units of the time constant of the efficacy.
    duration: f64,
    /// When it ends, in the same unit since the first rise of calcium.
    pub(super) end: f64,
    keep: f64,
    shift: f64,
    variance: f64,
}

const NOTHING: Stretch = Stretch {
    duration: 0.0,
    end: 0.0,
    keep: 1.0,
    shift: 0.0,
    variance: 0.0,
};

impl Stretch {
    fn of(rule: &Calcium, phase: &Phase, share: f64) -> Self {
        let duration = share * phase.duration / rule.efficacy_time_constant;
        let up = if phase.potentiating {
            rule.potentiation_rate
        } else {
            0.0
        };
        let down = if phase.depressing {
            rule.depression_rate
        } else {
            0.0
        };
        let noisy = f64::from(u8::from(phase.potentiating) + u8::from(phase.depressing));
        let density = rule.noise * rule.noise * noisy;
        let rate = up + down;
        if rate > 0.0 {
            let keep = exp(-rate * duration);
            Self {
                duration,
                end: 0.0,
                keep,
                shift: up / rate * (1.0 - keep),
                variance: density / (2.0 * rate) * (1.0 - keep * keep),
            }
        } else {
            Self {
                duration,
                variance: density * duration,
                ..NOTHING
            }
        }
    }

    /// This stretch, then another.
    fn then(self, next: Self) -> Self {
        Self {
            duration: self.duration + next.duration,
            end: next.end,
            keep: self.keep * next.keep,
            shift: self.shift * next.keep + next.shift,
            variance: self.variance * next.keep * next.keep + next.variance,
        }
    }
}

/// The stretches of a protocol; `finer` divides their greatest length.
pub(super) fn stretches(rule: &Calcium, phases: &[Phase], finer: f64) -> Vec<Stretch> {
    let (longest, weakest) = (LONGEST / finer, exp(-STRONGEST / finer));
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut open, mut clock) = (NOTHING, 0.0);
    for phase in phases {
        let whole = Stretch::of(rule, phase, 1.0);
        let quiet = !phase.potentiating && !phase.depressing;
        if quiet && whole.duration > longest {
            stretches.push(open);
            let duration = whole.duration.min(SETTLED);
            let parts = (duration / LONGEST_QUIET * finer).ceil();
            let began = clock;
            clock += whole.duration;
            stretches.extend((1..=parts as usize).map(|part| Stretch {
                duration: duration / parts,
                end: began + whole.duration * part as f64 / parts,
                ..NOTHING
            }));
            open = Stretch {
                end: clock,
                ..NOTHING
            };
            continue;
        }
        let parts = (whole.duration / longest).ceil().max(1.0);
        let mut part = Stretch::of(rule, phase, 1.0 / parts);
        for _ in 0..parts as usize {
            clock += part.duration;
            part.end = clock;
            let joined = open.then(part);
            if joined.duration > longest || joined.keep < weakest {
                stretches.push(open);
                open = part;
            } else {
                open = joined;
            }
        }
    }
    stretches.push(open);
    stretches
}

/// Follows the synapses of these numbers from either state through the phases of a protocol.
///
/// The draws are those of `seed`; each synapse has its own by its number, so that it ends the same whoever else is
/// simulated. Shares and moments are those of the sample; both are zero when it is empty.
pub fn simulate(rule: &Calcium, phases: &[Phase], synapses: Range<u32>, seed: u64) -> Outcome {
    follow(rule, &stretches(rule, phases, 1.0), synapses, seed)
}

fn follow(rule: &Calcium, stretches: &[Stretch], synapses: Range<u32>, seed: u64) -> Outcome {
    let mut draws = Draws::of(seed);
    let mut words = vec![0u32; WORDS];
    let (mut low, mut high) = (Sample::default(), Sample::default());
    let count = f64::from((synapses.len() as u32).max(1));
    for synapse in synapses.map(u64::from) {
        let mut end_of = |start, number| {
            one(
                rule,
                stretches,
                start,
                number,
                (&mut draws, &mut words),
                |_, _| (),
            )
        };
        let (from_low, from_high) = (end_of(0.0, 2 * synapse), end_of(1.0, 2 * synapse + 1));
        low.add(from_low, from_low > rule.unstable_efficacy);
        high.add(from_high, from_high <= rule.unstable_efficacy);
    }
    let (from_low, from_high) = (low.sum / count, high.sum / count);
    let spread = |sample: &Sample, mean: f64| (sample.squares / count - mean * mean).max(0.0);
    Outcome {
        mean_from_low: from_low,
        mean_from_high: from_high,
        variance: 0.5 * (spread(&low, from_low) + spread(&high, from_high)),
        switched_up: f64::from(low.switched) / count,
        switched_down: f64::from(high.switched) / count,
    }
}

#[derive(Debug, Default)]
struct Sample {
    sum: f64,
    squares: f64,
    switched: u32,
}

impl Sample {
    fn add(&mut self, end: f64, switched: bool) {
        self.sum += end;
        self.squares += end * end;
        self.switched += u32::from(switched);
    }
}

/// Efficacy at the end of one synapse that began at `start`; beside the draws there is room for [`WORDS`] of them.
///
/// `seen` is told the number of each stretch and what takes it to the end of that stretch: the efficacy before the
/// potential acts for the last half of it, and how long that half is.
#[inline(always)]
pub(super) fn one(
    rule: &Calcium,
    stretches: &[Stretch],
    start: f64,
    synapse: u64,
    (draws, words): (&mut Draws, &mut [u32]),
    mut seen: impl FnMut(usize, (f64, f64)),
) -> f64 {
    let (mut efficacy, mut before) = (start, 0.0);
    let mut number = 0;
    for (chunk, part) in (0u64..).zip(stretches.chunks(WORDS / 2)) {
        let wanted = &mut words[..2 * part.len()];
        // Synapses are moments; a protocol of more stretches than a chunk holds goes on far beyond the last synapse.
        draws.fill(NOISE, synapse + (chunk << 34), 0, wanted);
        for (stretch, pair) in part.iter().zip(wanted.as_chunks::<2>().0) {
            // The second half of one stretch and the first of the next are one step down the potential.
            let half = 0.5 * stretch.duration;
            efficacy = slide(efficacy, before + half, rule.unstable_efficacy);
            efficacy = efficacy * stretch.keep + stretch.shift;
            if stretch.variance > 0.0 {
                efficacy += stretch.variance.sqrt() * normal(pair[0], pair[1]);
            }
            before = half;
            seen(number, (efficacy, half));
            number += 1;
        }
    }
    slide(efficacy, before, rule.unstable_efficacy)
}

/// One step down the potential by the method of Runge and Kutta of the fourth order.
///
/// The flow passes neither the two stable points nor the unstable one, and goes back toward them from outside; a step that
/// noise made too long for the method is held to that.
pub(super) fn slide(efficacy: f64, duration: f64, unstable: f64) -> f64 {
    let slope = |rho: f64| -rho * (1.0 - rho) * (unstable - rho);
    let first = slope(efficacy);
    let second = slope(efficacy + 0.5 * duration * first);
    let third = slope(efficacy + 0.5 * duration * second);
    let fourth = slope(efficacy + duration * third);
    let next = efficacy + duration / 6.0 * (first + 2.0 * (second + third) + fourth);
    let (low, high) = if efficacy < 0.0 {
        (efficacy, 0.0)
    } else if efficacy < unstable {
        (0.0, efficacy)
    } else if efficacy <= 1.0 {
        (efficacy, 1.0)
    } else {
        (1.0, efficacy)
    };
    next.max(low).min(high)
}

#[cfg(test)]
mod tests {
    use super::super::tests::CORTEX;
    use super::*;

    fn trains(rate: f64, lag: f64) -> (Vec<f64>, Vec<f64>) {
        let before: Vec<f64> = (0..75).map(|k| 1.0 + f64::from(k) / rate).collect();
        let after = before.iter().map(|time| time + lag).collect();
        (before, after)
    }

    #[test]
    fn finer_stretches_do_not_move_the_outcome() {
        for (rate, lag) in [(0.1, -0.01), (1.0, -0.01), (10.0, 0.01), (50.0, 0.01)] {
            let (before, after) = trains(rate, lag);
            let phases = CORTEX.phases(&before, &after);
            let coarse = follow(&CORTEX, &stretches(&CORTEX, &phases, 1.0), 0..4000, 1);
            let fine = follow(&CORTEX, &stretches(&CORTEX, &phases, 4.0), 0..4000, 2);
            for (a, b) in [
                (coarse.mean_from_low, fine.mean_from_low),
                (coarse.mean_from_high, fine.mean_from_high),
            ] {
                // Four standard errors of the difference of two means of 4,000: 4 sqrt(2 variance / 4000), alpha 1e-4
                // for each of the eight; the potential at 0.1 Hz moves means by 0.03 and more.
                let error = 4.0 * (2.0 * coarse.variance.max(0.001) / 4000.0).sqrt();
                assert!((a - b).abs() < error, "{rate}: {a} {b}");
            }
        }
    }

    #[test]
    fn without_noise_and_drive_the_potential_decides() {
        let quiet = Calcium {
            noise: 0.0,
            potentiation_rate: 0.0,
            depression_rate: 0.0,
            ..CORTEX
        };
        let mut efficacy = 0.501;
        for _ in 0..2000 {
            efficacy = slide(efficacy, LONGEST, 0.5);
        }
        // Forty time constants above the unstable point; it leaves at a quarter per time constant and arrives at a half.
        assert!((efficacy - 1.0).abs() < 1e-3, "{efficacy}");
        assert_eq!(slide(0.5, 1.0, 0.5), 0.5);
        // Noise can throw a synapse far out; no step may throw it farther.
        assert!((1.0..=50.0).contains(&slide(50.0, LONGEST_QUIET, 0.5)));
        assert!((-50.0..=0.0).contains(&slide(-50.0, LONGEST_QUIET, 0.5)));
        let phases = quiet.phases(&[0.0, 500.0], &[0.0, 500.0]);
        let outcome = simulate(&quiet, &phases, 0..3, 1);
        assert_eq!((outcome.mean_from_low, outcome.mean_from_high), (0.0, 1.0));
    }

    #[test]
    fn a_synapse_ends_the_same_whoever_else_is_simulated() {
        let (before, after) = trains(10.0, 0.01);
        let stretches = stretches(&CORTEX, &CORTEX.phases(&before, &after), 1.0);
        let mut words = vec![0; WORDS];
        let mut draws = Draws::of(5);
        let mut end_of = |number| {
            let room = (&mut draws, words.as_mut_slice());
            one(&CORTEX, &stretches, 0.0, number, room, |_, _| ())
        };
        let alone = end_of(14);
        let both = follow(&CORTEX, &stretches, 0..8, 5).mean_from_low * 8.0;
        let others: f64 = (0..7).map(|k| end_of(2 * k)).sum();
        // The mean was divided and multiplied again.
        assert!((both - others - alone).abs() < 1e-12);
    }
}
