//! Simulated quantities beside published figures: whether they agree, how far they are apart, and how often they agree.
//!
//! ```text
//! inside     the simulated value lies in the published interval, or on the published side of zero for certain
//! overlaps   it does not, but its own interval reaches there
//! distance   (simulated - published) / sqrt(se_published^2 + se_simulated^2),  se = width of the 95 % interval / 3.92
//! ```
//!
//! A figure without a published interval counts as a point: nothing but what rounds to its own value is inside. Such figures, and those of
//! which only a sign or an order was published, are counted apart, since they are harder and easier to meet. What the numbers
//! of a model were fitted to, what went into it, and what it has never seen are counted apart as well: only the last can
//! speak for it.

use super::error::InferenceError;
use super::means::{Estimate, Interval};
use super::sample::{arm_of, numbers, paired_differences, readout_at};
use super::shares::{NORMAL_975, Share};
use super::statistics::Measured;
use crate::cohort::results::RunResult;
use serde::Serialize;

/// What a figure is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Never fitted to, and not put in.
    Test,
    /// Numbers were fitted to it.
    Calibrated,
    /// It went in as a number, a sign or an order.
    BuiltIn,
}

impl Standing {
    /// All of them, the one that can speak for a model first.
    pub const ALL: [Self; 3] = [Self::Test, Self::Calibrated, Self::BuiltIn];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Test => "never fitted to",
            Self::Calibrated => "fitted to",
            Self::BuiltIn => "went in",
        }
    }
}

/// How a simulated number is held against a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The numbers should agree.
    Value,
    /// The signs should.
    Sign,
    /// The least step of an order should be above zero.
    Order,
}

/// What was published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Published {
    /// The number; for a sign any number with it, for an order nothing.
    pub value: Option<f64>,
    /// Its 95 % interval, or what stands for one.
    pub interval: Option<Interval>,
    /// How it is compared.
    pub comparison: Comparison,
}

/// Whether two numbers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The simulated value lies where it should.
    Inside,
    /// It does not, but its interval reaches there.
    Overlaps,
    /// Neither does.
    Outside,
    /// There is no simulated value, as of a ratio to nobody.
    Undefined,
}

impl Agreement {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Overlaps => "overlaps",
            Self::Outside => "outside",
            Self::Undefined => "no value",
        }
    }
}

/// A simulated number held against a published one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Judgement {
    /// Whether they agree.
    pub agreement: Agreement,
    /// How far apart they are, in standard errors; of a sign that is right, 0; none where neither has a standard error, or that
    /// of the simulated number is not known.
    pub distance: Option<f64>,
}

impl Published {
    /// Whether this counts among the values with an interval.
    pub fn has_interval(&self) -> bool {
        self.comparison == Comparison::Value && self.interval.is_some()
    }

    /// Holds a simulated number against what was published.
    pub fn judge(&self, simulated: &Measured) -> Judgement {
        let (agreement, distance) = match (self.comparison, self.value) {
            _ if !simulated.value.is_finite() => (Agreement::Undefined, None),
            (Comparison::Value, Some(value)) => self.judge_value(value, simulated),
            (_, value) => judge_sign(value.unwrap_or(1.0), simulated),
        };
        Judgement {
            agreement,
            distance: distance.filter(|distance| distance.is_finite()),
        }
    }

    fn judge_value(&self, value: f64, simulated: &Measured) -> (Agreement, Option<f64>) {
        let point = Interval {
            low: value,
            high: value,
        };
        let wanted = self.interval.unwrap_or(point);
        // Numbers that went in come back through a division or two.
        let same = (simulated.value - value).abs() <= 1e-9 * value.abs()
            || self.interval.is_none() && rounds_to(simulated.value, value);
        let agreement = if same || wanted.contains(simulated.value) {
            Agreement::Inside
        } else if simulated.interval.low <= wanted.high && wanted.low <= simulated.interval.high {
            Agreement::Overlaps
        } else {
            Agreement::Outside
        };
        let variance = standard_error(wanted).powi(2) + standard_error(simulated.interval).powi(2);
        let distance = (simulated.value - value) / variance.sqrt();
        (agreement, Some(if same { 0.0 } else { distance }))
    }
}

/// Whether a number is the published one once it is rounded to as many decimals; 0 has no decimals to go by.
fn rounds_to(number: f64, published: f64) -> bool {
    let written = published.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, after)| after.len());
    published != 0.0 && format!("{number:.decimals$}") == format!("{published:.decimals$}")
}

/// `wanted` is any number with the published sign.
fn judge_sign(wanted: f64, simulated: &Measured) -> (Agreement, Option<f64>) {
    let sign = wanted.signum();
    let (value, low, high) = (
        sign * simulated.value,
        sign * simulated.interval.low,
        sign * simulated.interval.high,
    );
    // An interval that is not known says nothing for certain; a number without error is its own interval.
    let certain = low.min(high) > 0.0;
    let reaches = low.max(high) > 0.0;
    let agreement = if value > 0.0 && certain {
        Agreement::Inside
    } else if value > 0.0 || reaches {
        Agreement::Overlaps
    } else {
        Agreement::Outside
    };
    let distance = if value > 0.0 {
        Some(0.0)
    } else {
        Some(simulated.value / standard_error(simulated.interval))
    };
    (agreement, distance)
}

fn standard_error(interval: Interval) -> f64 {
    (interval.high - interval.low) / (2.0 * NORMAL_975)
}

/// How many of some figures agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Count {
    /// The simulated value lies where it should.
    pub inside: usize,
    /// Only its interval reaches there.
    pub overlaps: usize,
    /// Neither does, or there is no value.
    pub outside: usize,
}

impl Count {
    /// All of them.
    pub fn all(&self) -> usize {
        self.inside + self.overlaps + self.outside
    }

    /// The share inside, with its interval.
    pub fn share_inside(&self) -> Share {
        Share::new(self.inside, self.all())
    }

    fn add(&mut self, agreement: Agreement) {
        match agreement {
            Agreement::Inside => self.inside += 1,
            Agreement::Overlaps => self.overlaps += 1,
            Agreement::Outside | Agreement::Undefined => self.outside += 1,
        }
    }
}

/// How often simulated numbers agree with published ones, by what was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Values with an interval.
    pub values: Count,
    /// Values without one: the point itself is what is to be met.
    pub points: Count,
    /// Signs and orders.
    pub signs: Count,
}

impl Coverage {
    /// Counts judgements with what was published.
    pub fn of<'a>(judged: impl IntoIterator<Item = (&'a Published, Agreement)>) -> Self {
        let mut coverage = Self::default();
        for (published, agreement) in judged {
            let count = match published.comparison {
                Comparison::Value if published.interval.is_some() => &mut coverage.values,
                Comparison::Value => &mut coverage.points,
                Comparison::Sign | Comparison::Order => &mut coverage.signs,
            };
            count.add(agreement);
        }
        coverage
    }

    /// All figures that were counted.
    pub fn all(&self) -> usize {
        self.values.all() + self.points.all() + self.signs.all()
    }
}

/// An item of an order: a readout of a scenario at a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderItem {
    /// Index of the scenario.
    pub scenario: usize,
    /// Name of the readout.
    pub readout: String,
    /// Week since treatment would begin.
    pub week: u32,
}

/// The least step of an order of means: of each item minus the one before it, in the same people.
///
/// # Errors
/// If an arm or a readout does not exist, a week lies beyond the end, or there are fewer than two items.
pub fn least_step(
    result: &RunResult,
    variant: usize,
    items: &[OrderItem],
) -> Result<Measured, InferenceError> {
    let mut steps = Vec::new();
    for pair in items.windows(2) {
        let values = |item: &OrderItem| {
            let arm = arm_of(result, item.scenario, variant)?;
            readout_at(result, arm, &item.readout, item.week)
        };
        let differences = paired_differences(&values(&pair[0])?, &values(&pair[1])?);
        let estimate = Estimate::of(&numbers(&differences));
        steps.push(Measured {
            n: estimate.n,
            value: estimate.mean,
            interval: estimate.interval,
        });
    }
    let least = steps.into_iter().min_by(|a, b| a.value.total_cmp(&b.value));
    least.ok_or_else(|| InferenceError::Inconsistent("an order needs two items".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(value: f64, low: f64, high: f64) -> Measured {
        Measured {
            n: 100,
            value,
            interval: Interval { low, high },
        }
    }

    fn published(value: f64, interval: Option<(f64, f64)>) -> Published {
        Published {
            value: Some(value),
            interval: interval.map(|(low, high)| Interval { low, high }),
            comparison: Comparison::Value,
        }
    }

    #[test]
    fn a_value_is_inside_overlaps_or_is_outside() {
        let figure = published(0.3, Some((0.2, 0.4)));
        let judged = |m| figure.judge(&m).agreement;
        assert_eq!(judged(measured(0.4, 0.1, 0.7)), Agreement::Inside);
        assert_eq!(judged(measured(0.41, 0.39, 0.5)), Agreement::Overlaps);
        assert_eq!(judged(measured(0.6, 0.41, 0.8)), Agreement::Outside);
        assert_eq!(judged(measured(f64::NAN, 0.0, 1.0)), Agreement::Undefined);
    }

    #[test]
    fn the_distance_counts_both_errors() {
        // Both intervals are 2 x 1.96 x 3 and 2 x 1.96 x 4 wide: the standard error of the difference is 5.
        let figure = published(0.0, Some((-3.0 * NORMAL_975, 3.0 * NORMAL_975)));
        let half = 4.0 * NORMAL_975;
        let judged = figure.judge(&measured(10.0, 10.0 - half, 10.0 + half));
        // Rounding alone.
        assert!((judged.distance.unwrap() - 2.0).abs() < 1e-12);
        let exact = published(35.0, None).judge(&measured(35.0, 35.0, 35.0));
        assert_eq!(
            (exact.agreement, exact.distance),
            (Agreement::Inside, Some(0.0))
        );
        let rounded = published(5.5, None).judge(&measured(5.51, 5.51, 5.51));
        assert_eq!(rounded.agreement, Agreement::Inside);
        let off = published(35.0, None).judge(&measured(36.0, 36.0, 36.0));
        assert_eq!((off.agreement, off.distance), (Agreement::Outside, None));
    }

    #[test]
    fn a_sign_holds_where_the_whole_interval_has_it() {
        let lower = Published {
            comparison: Comparison::Sign,
            ..published(-1.0, None)
        };
        let judged = |m| lower.judge(&m);
        assert_eq!(
            judged(measured(-2.0, -3.0, -1.0)).agreement,
            Agreement::Inside
        );
        assert_eq!(
            judged(measured(-2.0, -5.0, 1.0)).agreement,
            Agreement::Overlaps
        );
        assert_eq!(
            judged(measured(1.0, -1.0, 3.0)).agreement,
            Agreement::Overlaps
        );
        let wrong = judged(measured(2.0, 1.0, 3.0));
        assert_eq!(wrong.agreement, Agreement::Outside);
        assert!(wrong.distance.unwrap() > 1.96);
        assert_eq!(
            judged(measured(0.0, 0.0, 0.0)).agreement,
            Agreement::Outside
        );
    }

    #[test]
    fn coverage_is_counted_by_what_was_published() {
        let (with, without) = (published(1.0, Some((0.0, 2.0))), published(1.0, None));
        let sign = Published {
            comparison: Comparison::Sign,
            ..without
        };
        let coverage = Coverage::of([
            (&with, Agreement::Inside),
            (&with, Agreement::Inside),
            (&with, Agreement::Undefined),
            (&without, Agreement::Overlaps),
            (&sign, Agreement::Outside),
        ]);
        assert_eq!((coverage.values.inside, coverage.values.outside), (2, 1));
        assert_eq!((coverage.points.overlaps, coverage.signs.outside), (1, 1));
        assert_eq!(coverage.all(), 5);
        assert_eq!(coverage.values.share_inside().share, 2.0 / 3.0);
    }
}
