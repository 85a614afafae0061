//! Means over people, with intervals that hold for skewed differences.
//!
//! Effects on people are skewed: a few change much, most change little. Student's interval then misses too often, and always on the side of
//! the long tail. The interval here is the wider, end by end, of Student's and of Hall's, which transforms the studentised mean so that
//! its skewness is gone. With mean `m`, standard deviation `s`, skewness `g` and the 0.975 quantile `t` of Student's distribution:
//!
//! ```text
//! q(z)    = z / sqrt(n) - g / (6 n)
//! T(z)    = 3 ((1 + g q(z))^(1/3) - 1) / g          q(z) where g is 0
//! Hall    = m - s T(t)  to  m - s T(-t)
//! Student = m - s t / sqrt(n)  to  m + s t / sqrt(n)
//! ```
//!
//! Hall's alone is too narrow where a sample is skewed by chance; Student's alone where people are skewed by nature. `docs/words.md` has the
//! coverage of both, of the bootstrap and of this one, measured on differences between arms.
//!
//! Nothing is drawn: equal values in equal order give equal bits, and values of the opposite sign give the mirrored interval.
//!
//! **Holds when** people are independent of each other, which seeds are. **Does not hold** below [`FEWEST_FOR_AN_INTERVAL`] people: there is
//! no interval then. Where two in five people do not differ at all, it holds from some 50 people on. **Does not model** uncertainty about
//! the model: the interval says how much the number would move with other virtual people, nothing else.
//!
//! Values that are all the same have an interval without width: as far as these people show, nothing varies.
//!
//! Source: Hall 1992, On the removal of skewness by transformation, J R Stat Soc B 54:221, 10.1111/j.2517-6161.1992.tb01876.x.

use super::shares::{NORMAL_975, Share};
use serde::Serialize;

/// Below this many people a number has no interval.
pub const FEWEST_FOR_AN_INTERVAL: usize = 8;

/// A 95 % interval; both ends are `NaN` where there are too few people for one.
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

    /// Whether both ends are numbers.
    pub fn is_known(&self) -> bool {
        !self.low.is_nan() && !self.high.is_nan()
    }

    /// The interval about the same middle, so many times as wide.
    pub fn stretched(&self, times: f64) -> Self {
        let middle = (self.low + self.high) / 2.0;
        let half = times * (self.high - self.low) / 2.0;
        Self {
            low: middle - half,
            high: middle + half,
        }
    }

    /// The interval elsewhere.
    pub fn shifted(&self, by: f64) -> Self {
        Self {
            low: self.low + by,
            high: self.high + by,
        }
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
            interval: interval(values, mean, standard_deviation),
        }
    }
}

impl Estimate {
    /// Mean of differences between answers that are yes or no: each value is -1, 0 or 1.
    ///
    /// Where all of them are the same, the interval still has a width: as many people may differ as Wilson's interval allows where nobody
    /// was seen to.
    pub fn of_answers(values: &[f64]) -> Self {
        let mut estimate = Self::of(values);
        if estimate.interval.is_known() && estimate.standard_deviation == 0.0 {
            let unseen = Share::new(0, values.len()).high;
            estimate.interval = Interval {
                low: (estimate.mean - unseen).max(-1.0),
                high: (estimate.mean + unseen).min(1.0),
            };
        }
        estimate
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

/// Skewness, `n / ((n - 1) (n - 2))` times the sum of the third powers of what is left of mean and standard deviation.
fn skewness(values: &[f64], mean: f64, standard_deviation: f64) -> f64 {
    let n = values.len() as f64;
    let cubes: f64 = values
        .iter()
        .map(|value| (value - mean) / standard_deviation)
        .map(|z| z * z * z)
        .sum();
    n / ((n - 1.0) * (n - 2.0)) * cubes
}

/// The interval of a mean; see the [module](self).
fn interval(values: &[f64], mean: f64, standard_deviation: f64) -> Interval {
    if values.len() < FEWEST_FOR_AN_INTERVAL {
        return Interval::UNKNOWN;
    }
    if standard_deviation == 0.0 {
        return Interval {
            low: mean,
            high: mean,
        };
    }
    let n = values.len() as f64;
    let skewness = skewness(values, mean, standard_deviation);
    let t = student_975(n - 1.0) / n.sqrt();
    let hall = |z: f64| unskewed(z - skewness / (6.0 * n), skewness);
    Interval {
        low: mean - standard_deviation * t.max(hall(t)),
        high: mean + standard_deviation * t.max(-hall(-t)),
    }
}

/// `3 ((1 + g q)^(1/3) - 1) / g`, in a form that loses no digits where `g` is small, and is `q` where it is 0.
fn unskewed(q: f64, g: f64) -> f64 {
    // From `libm`, so that the bits do not depend on the machine.
    let root = libm::cbrt(1.0 + g * q);
    3.0 * q / (root * root + root + 1.0)
}

/// 0.975 quantile of Student's t by its expansion around the normal quantile (Abramowitz & Stegun 26.7.5).
///
/// Right to 0.001 from 7 degrees of freedom on. Below that it is too small (9.7 instead of 12.7 at one).
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
    fn halls_transformation_is_undone() {
        // Hall's g(T) = T + g T^2 / 3 + g^2 T^3 / 27 gives q back, for every sign and size of skewness; rounding of a few operations.
        for g in [-5.0, -1.0, -1e-9, 0.0, 1e-9, 0.3, 2.0, 6.0] {
            for q in [-0.8, -0.1, 0.0, 0.05, 0.7] {
                let t = unskewed(q, g);
                let back = t + g * t * t / 3.0 + g * g * t * t * t / 27.0;
                assert!((back - q).abs() < 1e-13, "{g} {q}: {back}");
            }
        }
    }

    #[test]
    fn an_interval_reaches_farther_into_the_long_tail() {
        let values: Vec<f64> = (0..40).map(|k| if k < 8 { 10.0 } else { 0.0 }).collect();
        let Estimate { mean, interval, .. } = Estimate::of(&values);
        assert!(interval.high - mean > 1.1 * (mean - interval.low));
        let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
        let other = Estimate::of(&mirrored).interval;
        assert_eq!((other.low, other.high), (-interval.high, -interval.low));
    }
}
