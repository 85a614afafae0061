//! Which outcome at which week tells two accounts apart best, in a trial with other people in every arm.
//!
//! A trial with `n` people in each arm estimates a weighted sum of means. Two accounts expect `e1` and `e2`, with the spreads `s1` and
//! `s2` for one person in each arm:
//!
//! ```text
//! separation = |e1 - e2| / sqrt((s1^2 + s2^2) / 2)
//! n          = (2 * z(0.9) / separation)^2      for a trial that points to the right one of the two in 9 of 10 cases
//! ```
//!
//! **Does not model** the error of measuring anything but severity: a laboratory value is as exact as the program has it, and needs
//! more people in a clinic.

use super::RATED_SEVERITY;
use super::design::Design;
use super::error::InferenceError;
use super::trial::{FEWEST_IN_AN_ARM, Measure, Scores};
use crate::cohort::results::RunResult;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Standard normal quantile of 0.9.
const NORMAL_900: f64 = 1.281_551_565_544_600_4;

/// How well two accounts can be told apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Separation {
    /// Index of the one account.
    pub first: usize,
    /// Index of the other.
    pub second: usize,
    /// By the outcome of the design itself.
    pub planned: Option<Best>,
    /// By rated severity, at the week at which it separates best.
    pub rated: Option<Best>,
    /// By whatever separates best.
    pub any: Option<Best>,
}

/// An outcome that separates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// Name of the readout.
    pub readout: String,
    /// Week.
    pub week: u32,
    /// Standardised separation for one person in each arm.
    pub separation: f64,
    /// People in each arm for 9 right of 10.
    pub needed: f64,
}

/// Mean and spread of the sum of a design under every account, for one outcome.
struct Outcome {
    readout: String,
    week: u32,
    accounts: Vec<(f64, f64)>,
}

/// How well a design can tell every two accounts apart, by every readout at every week that all its arms have.
///
/// True severity is not among the readouts: nobody can measure it. Only the first `accounts` variants of the run are looked at.
///
/// # Errors
/// If the run lacks an arm of the design, or contradicts itself.
pub fn separations(
    result: &RunResult,
    design: &Design,
    accounts: usize,
) -> Result<Vec<Separation>, InferenceError> {
    let scenarios = design.scenarios(result)?;
    let weeks = scenarios.iter().map(|&s| result.scenarios[s].weeks).min();
    let names = result.readouts.iter().map(|readout| readout.name.as_str());
    let asked: Vec<Measure> = names
        .filter(|name| *name != super::TRUE_SEVERITY)
        .flat_map(|readout| {
            (1..=weeks.unwrap_or(0)).map(move |week| Measure {
                readout: readout.to_owned(),
                week,
                response: false,
            })
        })
        .collect();
    let outcomes: Vec<Outcome> = asked
        .into_par_iter()
        .map(|measure| outcome(result, design, accounts, &scenarios, measure))
        .collect::<Result<_, _>>()?;
    let planned = outcome(result, design, accounts, &scenarios, design.measure.clone())?;
    let pairs = (0..accounts).flat_map(|a| (a + 1..accounts).map(move |b| (a, b)));
    let separation = |(first, second)| {
        let best = |wanted: &dyn Fn(&Outcome) -> bool| {
            let known = outcomes.iter().filter(|outcome| wanted(outcome));
            let found = known.filter_map(|outcome| outcome.best(first, second));
            // The earliest of equals, in the order of readouts.
            found.reduce(|best, next| {
                if next.separation > best.separation {
                    next
                } else {
                    best
                }
            })
        };
        Separation {
            first,
            second,
            planned: planned.best(first, second),
            rated: best(&|outcome| outcome.readout == RATED_SEVERITY),
            any: best(&|_| true),
        }
    };
    Ok(pairs.map(separation).collect())
}

fn outcome(
    result: &RunResult,
    design: &Design,
    accounts: usize,
    scenarios: &[usize],
    measure: Measure,
) -> Result<Outcome, InferenceError> {
    let accounts = (0..accounts).map(|variant| {
        let scores = Scores::of(result, scenarios, variant, &measure)?;
        Ok(scores.expected(&design.weights, &design.allocation))
    });
    Ok(Outcome {
        accounts: accounts.collect::<Result<_, _>>()?,
        readout: measure.readout,
        week: measure.week,
    })
}

impl Outcome {
    /// None where the two expect the same, or nothing varies.
    fn best(&self, first: usize, second: usize) -> Option<Best> {
        let (separation, needed) = apart(self.accounts[first], self.accounts[second])?;
        Some(Best {
            readout: self.readout.clone(),
            week: self.week,
            separation,
            needed,
        })
    }
}

/// Separation of two accounts by mean and spread, and the people that it needs; none where they expect the same, or nothing varies.
pub fn apart(one: (f64, f64), other: (f64, f64)) -> Option<(f64, f64)> {
    let spread = ((one.1 * one.1 + other.1 * other.1) / 2.0).sqrt();
    let separation = (one.0 - other.0).abs() / spread;
    if !(separation.is_finite() && separation > 0.0) {
        return None;
    }
    let needed = 2.0 * NORMAL_900 / separation;
    Some((
        separation,
        (needed * needed).ceil().max(FEWEST_IN_AN_ARM as f64),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separation_is_a_distance_in_spreads() {
        let (separation, needed) = apart((-4.0, 20.0), (-14.0, 20.0)).unwrap();
        assert_eq!(separation, 0.5);
        // (2 * 1.2816 / 0.5)^2 = 26.3.
        assert_eq!(needed, 27.0);
        // The midpoint then lies 1.2816 standard errors from both: 9 of 10 fall on the right side.
        let standard_error = 20.0 / needed.sqrt();
        let right = 0.5 * libm::erfc(-5.0 / standard_error / std::f64::consts::SQRT_2);
        assert!((0.9..0.905).contains(&right));
        assert_eq!(apart((1.0, 2.0), (1.0, 3.0)), None);
        assert_eq!(apart((1.0, 0.0), (2.0, 0.0)), None);
        assert_eq!(apart((f64::NAN, 1.0), (2.0, 1.0)), None);
    }
}
