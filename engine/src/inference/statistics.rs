//! A quantity of a run, by the name of its [`Statistic`], with an interval: what a published figure is held against.

use super::arms::{ratio, relapse};
use super::bootstrap::interval;
use super::error::InferenceError;
use super::means::{Estimate, FEWEST_FOR_AN_INTERVAL, Interval, mean, standard_deviation};
use super::odds;
use super::sample::{arm_of, numbers, paired_differences, rated_at_selection, readout_at};
use super::shares::Share;
use super::vocabulary::Statistic;
use super::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::cohort::results::RunResult;
use serde::Serialize;

/// Which quantity of a run is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The statistic.
    pub statistic: Statistic,
    /// Indices of the scenarios, as many as the statistic needs.
    pub scenarios: Vec<usize>,
    /// Index of the variant.
    pub variant: usize,
    /// Name of the readout.
    pub readout: String,
    /// Week since treatment would begin.
    pub week: u32,
    /// The other week, where the statistic needs one.
    pub reference_week: Option<u32>,
}

/// A quantity as the run has it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measured {
    /// Number of people it rests on.
    pub n: usize,
    /// The value; `NaN` where it does not exist.
    pub value: f64,
    /// 95 % interval over people: for plain shares Wilson's, for means that of [`means`](super::means), for ratios of shares with an
    /// empty cell on the scale of logarithms with half a person in every cell, otherwise by resampling people with all that belongs to
    /// them.
    pub interval: Interval,
}

/// Measures a quantity in a run.
///
/// # Errors
/// If the number of scenarios or the reference week is not what the statistic needs, an arm or the readout does not exist, or a
/// week lies beyond the end.
pub fn measure(result: &RunResult, quantity: &Quantity) -> Result<Measured, InferenceError> {
    let statistic = quantity.statistic;
    let missing = |what: &str| {
        InferenceError::Inconsistent(format!("the statistic `{statistic}` needs {what}"))
    };
    if quantity.scenarios.len() != statistic.scenarios() {
        return Err(missing(&format!(
            "{} scenarios, not {}",
            statistic.scenarios(),
            quantity.scenarios.len()
        )));
    }
    let reference_week = match quantity.reference_week {
        None if statistic.needs_reference_week() => return Err(missing("a reference week")),
        week => week.unwrap_or(quantity.week),
    };
    let arm = arm_of(result, quantity.scenarios[0], quantity.variant)?;
    match statistic {
        Statistic::RelapseShare => {
            return relapse(result, arm, reference_week, quantity.week).map(Measured::from);
        }
        Statistic::DropOutShare => {
            let left = arm.dropped_out.iter().filter(|week| week.is_some()).count();
            return Ok(Share::new(left, arm.people.len()).into());
        }
        _ => {}
    }
    let people = people(result, quantity, reference_week)?;
    let outcome = &result.outcome;
    let rules = Rules {
        response_share: outcome.response_share,
        remission_below: outcome.remission_below,
    };
    let everyone: Vec<usize> = (0..people.len()).collect();
    let of = |chosen: &[usize]| {
        let chosen: Vec<&Person> = chosen.iter().map(|&index| &people[index]).collect();
        value(statistic, &chosen, rules)
    };
    if let Some(values) = averaged(statistic, &people, rules) {
        let Estimate {
            n, mean, interval, ..
        } = match statistic {
            Statistic::ResponseDifference => Estimate::of_answers(&values),
            _ => Estimate::of(&values),
        };
        return Ok(Measured {
            n,
            value: mean,
            interval,
        });
    }
    let measured = Measured {
        n: people.len(),
        value: of(&everyone),
        interval: interval(people.len(), of),
    };
    Ok(match statistic {
        Statistic::ResponseShare | Statistic::RemissionShare => {
            let count = (measured.value * people.len() as f64).round() as usize;
            Share::new(count, people.len()).into()
        }
        Statistic::ResponseRatio | Statistic::ResponseOddsRatio => {
            ratio_of_responses(statistic, &people, rules, measured)
        }
        _ => measured,
    })
}

/// The ratio as measured by resampling people. Where a cell of its table is empty or becomes so in a resample, its interval is that of
/// [`odds`], and so is its value where it has none; below [`FEWEST_FOR_AN_INTERVAL`] people there is no interval.
fn ratio_of_responses(
    statistic: Statistic,
    people: &[Person],
    rules: Rules,
    measured: Measured,
) -> Measured {
    let responders = |after: fn(&Person) -> f64| {
        let responds = |person: &&Person| rules.responds(person, after(person));
        people.iter().filter(responds).count()
    };
    let (first, second, all) = (
        responders(|p| p.first),
        responders(|p| p.second),
        people.len(),
    );
    let empty = [first, second].iter().any(|n| *n == 0 || *n == all);
    if all < FEWEST_FOR_AN_INTERVAL || measured.interval.is_known() && !empty {
        return measured;
    }
    let by_cells = match statistic {
        Statistic::ResponseOddsRatio => odds::odds_ratio(first, second, all),
        _ => odds::risk_ratio(first, second, all),
    };
    Measured {
        value: if measured.value.is_finite() {
            measured.value
        } else {
            by_cells.value
        },
        ..by_cells
    }
}

impl From<Share> for Measured {
    fn from(share: Share) -> Self {
        Self {
            n: share.of,
            value: share.share,
            interval: Interval {
                low: share.low,
                high: share.high,
            },
        }
    }
}

/// What a person contributes: the readout under the first and under the last scenario, and where both started.
struct Person {
    first: f64,
    second: f64,
    first_at_reference: f64,
    second_at_reference: f64,
    selected: f64,
}

#[derive(Clone, Copy)]
struct Rules {
    response_share: f64,
    remission_below: f64,
}

impl Rules {
    /// Whether a person counts as a responder at a rating.
    fn responds(self, person: &Person, after: f64) -> bool {
        person.selected - after >= self.response_share * person.selected
    }
}

/// The people who are in all arms asked for, by seed.
fn people(
    result: &RunResult,
    quantity: &Quantity,
    reference_week: u32,
) -> Result<Vec<Person>, InferenceError> {
    let readout = quantity.readout.as_str();
    let first = arm_of(result, quantity.scenarios[0], quantity.variant)?;
    // With one scenario the second is the first again, and is not looked at.
    let second = arm_of(
        result,
        quantity.scenarios[quantity.scenarios.len() - 1],
        quantity.variant,
    )?;
    let both: Vec<u64> = paired_differences(
        &readout_at(result, first, readout, quantity.week)?,
        &readout_at(result, second, readout, quantity.week)?,
    )
    .iter()
    .map(|&(seed, _)| seed)
    .collect();
    let at = |arm, week| {
        let mut values = readout_at(result, arm, readout, week)?;
        values.retain(|(seed, _)| both.binary_search(seed).is_ok());
        Ok(numbers(&values))
    };
    let selected = if readout == RATED_SEVERITY || readout == TRUE_SEVERITY {
        let mut values = rated_at_selection(result, first)?;
        values.retain(|(seed, _)| both.binary_search(seed).is_ok());
        numbers(&values)
    } else {
        at(first, 0)?
    };
    let columns = [
        at(first, quantity.week)?,
        at(second, quantity.week)?,
        at(first, reference_week)?,
        at(second, reference_week)?,
        selected,
    ];
    if columns.iter().any(|column| column.len() != both.len()) {
        return Err(InferenceError::Inconsistent(
            "a person is in an arm more than once".to_owned(),
        ));
    }
    let person = |index: usize| Person {
        first: columns[0][index],
        second: columns[1][index],
        first_at_reference: columns[2][index],
        second_at_reference: columns[3][index],
        selected: columns[4][index],
    };
    Ok((0..both.len()).map(person).collect())
}

/// What each person adds to a statistic that is a mean over people; none for the others.
fn averaged(statistic: Statistic, people: &[Person], rules: Rules) -> Option<Vec<f64>> {
    let each = |of: &dyn Fn(&Person) -> f64| Some(people.iter().map(of).collect());
    let responds = |person: &Person, after: f64| f64::from(u8::from(rules.responds(person, after)));
    match statistic {
        Statistic::Mean => each(&|person| person.first),
        Statistic::RelativeDifference => each(&|person| person.first - 1.0),
        Statistic::Change => each(&|person| person.first - person.selected),
        Statistic::ChangeBetweenWeeks => each(&|person| person.first - person.first_at_reference),
        Statistic::Difference => each(&|person| person.second - person.first),
        Statistic::ResponseDifference => {
            each(&|person| responds(person, person.second) - responds(person, person.first))
        }
        _ => None,
    }
}

fn value(statistic: Statistic, people: &[&Person], rules: Rules) -> f64 {
    let each =
        |of: fn(&Person) -> f64| people.iter().map(|person| of(person)).collect::<Vec<f64>>();
    let average = |of: fn(&Person) -> f64| mean(&each(of));
    let share = |holds: &dyn Fn(&Person) -> bool| {
        people.iter().filter(|person| holds(person)).count() as f64 / people.len() as f64
    };
    let first_responds = || share(&|person| rules.responds(person, person.first));
    let second_responds = || share(&|person| rules.responds(person, person.second));
    let odds = |share: f64| ratio(share, 1.0 - share);
    match statistic {
        Statistic::StandardisedChange => ratio(
            average(|person| person.first - person.selected),
            standard_deviation(&each(|person| person.selected)),
        ),
        Statistic::StandardDeviationOfChange => {
            standard_deviation(&each(|person| person.first - person.selected))
        }
        Statistic::ResponseShare => first_responds(),
        Statistic::RemissionShare => share(&|person| person.first < rules.remission_below),
        Statistic::PrognosticSlope => prognostic_slope(
            &each(|person| person.selected),
            &each(|person| person.first),
        ),
        Statistic::StandardisedDifference => {
            let (first, second) = (each(|person| person.first), each(|person| person.second));
            let (spread_first, spread_second) =
                (standard_deviation(&first), standard_deviation(&second));
            let pooled =
                ((spread_first * spread_first + spread_second * spread_second) / 2.0).sqrt();
            ratio(mean(&second) - mean(&first), pooled)
        }
        Statistic::ResponseRatio => ratio(second_responds(), first_responds()),
        Statistic::ResponseOddsRatio => ratio(odds(second_responds()), odds(first_responds())),
        Statistic::ShareOfEffect => ratio(
            average(|person| person.second - person.first),
            average(|person| person.second_at_reference - person.first_at_reference),
        ),
        // Means over people, and plain counts of an arm, which are made before.
        Statistic::Mean
        | Statistic::RelativeDifference
        | Statistic::Change
        | Statistic::ChangeBetweenWeeks
        | Statistic::Difference
        | Statistic::ResponseDifference
        | Statistic::DropOutShare
        | Statistic::RelapseShare => f64::NAN,
    }
}

/// Slope of `later` on `before` by least squares, times the standard deviation of `before`, divided by the mean of `later`.
fn prognostic_slope(before: &[f64], later: &[f64]) -> f64 {
    let (mean_before, mean_later) = (mean(before), mean(later));
    let joint: f64 = before
        .iter()
        .zip(later)
        .map(|(b, l)| (b - mean_before) * (l - mean_later))
        .sum();
    let covariance = joint / (before.len() as f64 - 1.0);
    ratio(ratio(covariance, standard_deviation(before)), mean_later)
}
