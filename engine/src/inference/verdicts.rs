//! What a number says about a statement: supported, opposed, or not to be told.
//!
//! A verdict is as bold as a [word](super::words) about two scenarios, and made from the same intervals: D, where the number of as many other
//! people would lie, and W, where their whole interval would.

use super::bootstrap::Estimated;
use super::error::InferenceError;
use super::means::Interval;
use super::words::{FEWEST_FOR_A_WORD, OF_DIFFERENCES, OF_INTERVALS, counting};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a run says about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The number lies beyond the margin, and that of other people would.
    Supported,
    /// It lies short of the margin, or goes the other way, and that of other people would.
    Opposed,
    /// Neither is settled, or there are too few people.
    CannotTell,
}

/// What a statement says about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// It lies below zero, by more than the margin.
    Lower,
    /// It lies above zero, by more than the margin.
    Higher,
    /// It lies no farther from zero than the margin.
    NoDifference,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Supported => "supported",
            Self::Opposed => "opposed",
            Self::CannotTell => "cannot tell",
        })
    }
}

/// Verdict about a statement on a number.
///
/// With D and W of the [words](super::words), and the margin `m`:
///
/// | expected | supported if | opposed if |
/// |---|---|---|
/// | lower | W lies below `-m` | W lies nowhere below `-m`, or D lies above 0, or between `-m` and `m` |
/// | higher | W lies above `m` | W lies nowhere above `m`, or D lies below 0, or between `-m` and `m` |
/// | no difference | W or D lies between `-m` and `m` | W lies wholly outside |
///
/// Otherwise cannot tell. Cannot tell as well below [`FEWEST_FOR_A_WORD`] people, and without an interval. Where the margin is 0, size is no
/// question, and D is asked instead of W.
///
/// # Errors
/// If `margin` is negative or no finite number.
pub fn judge(
    estimated: &Estimated,
    expected: Expected,
    margin: f64,
) -> Result<Verdict, InferenceError> {
    if estimated.n < FEWEST_FOR_A_WORD {
        return counting(margin).map(|_| Verdict::CannotTell);
    }
    verdict(estimated.interval, expected, margin)
}

/// As [`judge`], for a number that does not rest on people.
///
/// # Errors
/// If `margin` is negative or no finite number.
pub fn verdict(
    interval: Interval,
    expected: Expected,
    margin: f64,
) -> Result<Verdict, InferenceError> {
    let margin = counting(margin)?;
    if !interval.is_known() {
        return Ok(Verdict::CannotTell);
    }
    let d = interval.stretched(OF_DIFFERENCES);
    let w = if margin > 0.0 {
        interval.stretched(OF_INTERVALS)
    } else {
        d
    };
    let within = |i: Interval| -margin <= i.low && i.high <= margin;
    let (supported, opposed) = match expected {
        Expected::Lower => (
            w.high < -margin,
            w.low >= -margin || d.low > 0.0 || within(d),
        ),
        Expected::Higher => (
            w.low > margin,
            w.high <= margin || d.high < 0.0 || within(d),
        ),
        Expected::NoDifference => (within(w) || within(d), w.high < -margin || w.low > margin),
    };
    Ok(match () {
        () if supported => Verdict::Supported,
        () if opposed => Verdict::Opposed,
        () => Verdict::CannotTell,
    })
}
