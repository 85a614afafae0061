//! Numbers that need not be means, with intervals from people drawn with replacement.
//!
//! **Method.** People are drawn with replacement, [`RESAMPLES`] times; the interval lies between two order statistics of the
//! resampled statistic. Their position is that of the *expanded percentile interval*: the plain percentile interval is that of
//! a normal quantile and of a spread divided by `n` instead of `n - 1`, which is too narrow for small groups, and so the tail
//! `0.025` is replaced by
//!
//! ```text
//! tail = Phi(-sqrt(n / (n - 1)) * t(0.975, n - 1))
//! ```
//!
//! Means have an interval of their own, which holds for skewed values; see the module [`means`](super::means).
//!
//! **Holds when** people are independent of each other, which seeds are. **Does not model** uncertainty about the model: the
//! interval says how much the number would move with other virtual people, nothing else.
//!
//! Source: Hesterberg 2015, What teachers should know about the bootstrap, Am Stat 69:371, 10.1080/00031305.2015.1089789.

use super::means::{Estimate, FEWEST_FOR_AN_INTERVAL, Interval, standard_deviation, student_975};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;

/// Number of resamples: one less than 2000, so that order statistics lie at even shares of the distribution.
pub const RESAMPLES: usize = 1999;

/// Address of all draws of this module; the resample's number is the stream below it.
const PURPOSE: [u8; 32] = *b"rewire/inference/bootstrap\0\0\0\0\0\0";

/// A number of a run and how far it would move with other virtual people; for numbers that need not be means.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimated {
    /// Number of people it rests on.
    pub n: usize,
    /// The number; `NaN` where it does not exist.
    pub value: f64,
    /// Its Monte-Carlo error: of a mean `standard deviation / sqrt(n)`, otherwise the standard deviation over the resamples.
    pub monte_carlo_error: f64,
    /// 95 % interval.
    pub interval: Interval,
}

impl Estimated {
    /// Any statistic of `n` people, which is given people as indices below `n`: everyone once for the value, and resamples
    /// for error and interval.
    pub fn resampled(n: usize, mut statistic: impl FnMut(&[usize]) -> f64) -> Self {
        let everyone: Vec<usize> = (0..n).collect();
        let value = statistic(&everyone);
        let resampled = resample(n, statistic);
        Self {
            n,
            value,
            monte_carlo_error: standard_deviation(&resampled),
            interval: between_ranks(n, &resampled),
        }
    }
}

impl From<Estimate> for Estimated {
    fn from(estimate: Estimate) -> Self {
        Self {
            n: estimate.n,
            value: estimate.mean,
            monte_carlo_error: estimate.monte_carlo_error,
            interval: estimate.interval,
        }
    }
}

/// 95 % interval of any statistic of `n` people, which is given the people of a resample as indices below `n`.
///
/// Unknown below [`FEWEST_FOR_AN_INTERVAL`] people, and where the statistic is `NaN` for any resample.
pub fn interval(n: usize, statistic: impl FnMut(&[usize]) -> f64) -> Interval {
    between_ranks(n, &resample(n, statistic))
}

/// The statistic of every resample, sorted; nothing below [`FEWEST_FOR_AN_INTERVAL`] people, and where it is `NaN` for any resample.
fn resample(n: usize, mut statistic: impl FnMut(&[usize]) -> f64) -> Vec<f64> {
    if n < FEWEST_FOR_AN_INTERVAL {
        return Vec::new();
    }
    let (mut people, mut bytes) = (vec![0; n], vec![0; 4 * n]);
    let mut resampled: Vec<f64> = (0..RESAMPLES)
        .map(|resample| {
            draw_with_replacement(resample as u64, &mut people, &mut bytes);
            statistic(&people)
        })
        .collect();
    if resampled.iter().any(|value| value.is_nan()) {
        return Vec::new();
    }
    resampled.sort_by(f64::total_cmp);
    resampled
}

/// The interval between two of the sorted resamples.
fn between_ranks(n: usize, resampled: &[f64]) -> Interval {
    if resampled.is_empty() {
        return Interval::UNKNOWN;
    }
    // Rounded down, which is to the safe side, and never beyond the outermost resample.
    let rank = ((expanded_tail(n) * (RESAMPLES + 1) as f64) as usize).max(1);
    Interval {
        low: resampled[rank - 1],
        high: resampled[RESAMPLES - rank],
    }
}

/// Fills `people` with indices below its length, found by the number of the resample alone. `bytes` is a buffer of four bytes a
/// person: one long draw costs a third of as many short ones.
fn draw_with_replacement(resample: u64, people: &mut [usize], bytes: &mut [u8]) {
    let mut generator = ChaCha8Rng::from_seed(PURPOSE);
    generator.set_stream(resample);
    generator.fill_bytes(bytes);
    let count = people.len() as u64;
    for (person, word) in people.iter_mut().zip(bytes.as_chunks::<4>().0) {
        // Multiply and shift: the bias, count / 2^32, is far below what any interval can show.
        *person = ((u64::from(u32::from_le_bytes(*word)) * count) >> 32) as usize;
    }
}

/// Tail probability of the expanded percentile interval.
fn expanded_tail(n: usize) -> f64 {
    let n = n as f64;
    normal_below(-(n / (n - 1.0)).sqrt() * student_975(n - 1.0))
}

/// `Phi(x)`, the standard normal distribution; from `libm`, so that the bits do not depend on the machine.
fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_of_a_resample_do_not_depend_on_the_others() {
        let (mut alone, mut after) = ([0; 16], [0; 16]);
        draw_with_replacement(7, &mut alone, &mut [0; 64]);
        for resample in 0..=7 {
            draw_with_replacement(resample, &mut after, &mut [0; 64]);
        }
        assert_eq!(alone, after);
        assert!(alone.iter().all(|&person| person < 16));
    }

    #[test]
    fn a_tail_is_at_most_the_nominal_one_and_reaches_it_in_large_groups() {
        assert!(expanded_tail(8) < 0.0065 && expanded_tail(8) > 0.005);
        // 0.025 with t(1e6) = z + 2.4e-6 and sqrt(n / (n - 1)) = 1 + 5e-7: off by less than 1e-6.
        assert!((expanded_tail(1_000_000) - 0.025).abs() < 1e-6);
    }
}
