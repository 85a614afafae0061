//! Means over people with intervals that assume nothing about the shape of their differences.
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
//! **Why not bias-corrected.** The statistic is a mean, whose bootstrap has no bias to correct; the correction would only add
//! the noise of its own estimate, and swapping the two arms would no longer exactly negate the interval.
//!
//! **Holds when** people are independent of each other, which seeds are. **Does not model** uncertainty about the model: the
//! interval says how much the number would move with other virtual people, nothing else.
//!
//! Source: Hesterberg 2015, What teachers should know about the bootstrap, Am Stat 69:371, 10.1080/00031305.2015.1089789.

use super::shares::NORMAL_975;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;

/// Number of resamples: one less than 2000, so that order statistics lie at even shares of the distribution.
pub const RESAMPLES: usize = 1999;

/// Address of all draws of this module; the resample's number is the stream below it.
const PURPOSE: [u8; 32] = *b"rewire/inference/bootstrap\0\0\0\0\0\0";

/// A 95 % interval; both ends are `NaN` where fewer than two people leave it undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The interval that is not known.
    pub const UNKNOWN: Self = Self {
        low: f64::NAN,
        high: f64::NAN,
    };

    /// Whether a value lies within, ends included; never in an unknown interval.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A mean over people and what is known about it, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Number of people.
    pub n: usize,
    /// Mean; `NaN` without people.
    pub mean: f64,
    /// Standard deviation over people, with `n - 1`; `NaN` below two people.
    pub standard_deviation: f64,
    /// Monte-Carlo error of the mean: `standard_deviation / sqrt(n)`.
    pub monte_carlo_error: f64,
    /// 95 % interval of the mean.
    pub interval: Interval,
}

impl Estimate {
    /// Mean of values in the order given. Equal values in equal order give equal bits.
    pub fn of(values: &[f64]) -> Self {
        let mean = mean(values);
        let standard_deviation = standard_deviation(values);
        Self {
            n: values.len(),
            mean,
            standard_deviation,
            monte_carlo_error: standard_deviation / (values.len() as f64).sqrt(),
            interval: interval(values.len(), |people| {
                people.iter().map(|&person| values[person]).sum::<f64>() / people.len() as f64
            }),
        }
    }
}

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

/// Mean; `NaN` of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation with `n - 1`; `NaN` below two values.
pub fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let mean = mean(values);
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

/// 95 % interval of any statistic of `n` people, which is given the people of a resample as indices below `n`.
///
/// Unknown below two people, and where the statistic is `NaN` for any resample.
pub fn interval(n: usize, statistic: impl FnMut(&[usize]) -> f64) -> Interval {
    between_ranks(n, &resample(n, statistic))
}

/// The statistic of every resample, sorted; nothing below two people, and where it is `NaN` for any resample.
fn resample(n: usize, mut statistic: impl FnMut(&[usize]) -> f64) -> Vec<f64> {
    if n < 2 {
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

/// Tail probability of the expanded percentile interval for `n >= 2` people.
fn expanded_tail(n: usize) -> f64 {
    let n = n as f64;
    normal_below(-(n / (n - 1.0)).sqrt() * student_975(n - 1.0))
}

/// `Phi(x)`, the standard normal distribution; from `libm`, so that the bits do not depend on the machine.
fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// 0.975 quantile of Student's t by its expansion around the normal quantile (Abramowitz & Stegun 26.7.5).
///
/// Right to 0.001 from 7 degrees of freedom on. Below that it is too small (9.7 instead of 12.7 at one), which changes
/// nothing: the interval is then the range of all resamples.
pub(super) fn student_975(degrees_of_freedom: f64) -> f64 {
    // Powers by multiplication: `powi` may round differently from one machine to the next.
    let z = NORMAL_975;
    let z3 = z * z * z;
    let (z5, z7, z9) = (z3 * z * z, z3 * z3 * z, z3 * z3 * z3);
    let v = degrees_of_freedom;
    z + (z3 + z) / (4.0 * v)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v)
        + (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z)
            / (92160.0 * v * v * v * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_quantiles_match_the_table() {
        // Published three-decimal table: half of its last digit, 0.0005, plus the stated error of the expansion, 0.001.
        for (degrees_of_freedom, quantile) in
            [(7.0, 2.365), (10.0, 2.228), (30.0, 2.042), (120.0, 1.980)]
        {
            assert!((student_975(degrees_of_freedom) - quantile).abs() < 0.0015);
        }
    }

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
