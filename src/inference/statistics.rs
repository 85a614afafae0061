//! The few quantities of a run that published figures are held against, by the names that evidence files use.
//!
//! | name | is | needs |
//! |---|---|---|
//! | `mean` | mean of the readout at `week` | one scenario |
//! | `relative_difference` | that mean minus 1, for readouts relative to a healthy person | one |
//! | `change` | mean change since selection | one |
//! | `standardised_change` | that, divided by the standard deviation at selection | one |
//! | `standard_deviation_of_change` | how far people differ in it | one |
//! | `change_between_weeks` | mean at `week` minus mean at `reference_week` | one |
//! | `response_share`, `remission_share` | as in [`response_at`](super::response_at), [`remission_at`](super::remission_at) | one |
//! | `drop_out_share` | share who left a treatment early | one |
//! | `relapse_share` | as in [`relapse`], from `reference_week` to `week` | one |
//! | `prognostic_slope` | rise of the readout at `week` per standard deviation of it at selection, relative to its mean | one |
//! | `difference` | mean of the second scenario minus mean of the first | two |
//! | `standardised_difference` | that, divided by the pooled standard deviation | two |
//! | `response_difference`, `response_ratio`, `response_odds_ratio` | second against first | two |
//! | `share_of_effect` | `difference` at `week` divided by `difference` at `reference_week` | two |
//!
//! Differences are second minus first, changes are later minus earlier: where severity improves, they are negative. At
//! selection means the rated severity by which people were selected, for severities, and week 0 for other readouts.

use super::arms::{ratio, relapse};
use super::bootstrap::{Interval, interval, mean, standard_deviation};
use super::error::InferenceError;
use super::sample::{arm_of, numbers, paired_differences, rated_at_selection, readout_at};
use super::shares::Share;
use super::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::cohort::results::RunResult;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

macro_rules! statistics {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A quantity of a run that a published figure can be held against.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Statistic { $($(#[$doc])* $variant,)* }

        impl Statistic {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Name in evidence files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

statistics! {
    /// Mean of the readout at the week.
    Mean = "mean",
    /// Mean of the readout at the week, minus 1.
    RelativeDifference = "relative_difference",
    /// Mean change since selection.
    Change = "change",
    /// Mean change divided by the standard deviation at selection.
    StandardisedChange = "standardised_change",
    /// Standard deviation of the change since selection.
    StandardDeviationOfChange = "standard_deviation_of_change",
    /// Mean at the week minus mean at the reference week.
    ChangeBetweenWeeks = "change_between_weeks",
    /// Share of responders.
    ResponseShare = "response_share",
    /// Share in remission.
    RemissionShare = "remission_share",
    /// Share who left a treatment early.
    DropOutShare = "drop_out_share",
    /// Share of the responders at the reference week who are ill again by the week.
    RelapseShare = "relapse_share",
    /// Relative rise at the week per standard deviation at selection.
    PrognosticSlope = "prognostic_slope",
    /// Difference of means.
    Difference = "difference",
    /// Difference of means divided by the pooled standard deviation.
    StandardisedDifference = "standardised_difference",
    /// Difference of the shares of responders.
    ResponseDifference = "response_difference",
    /// Ratio of the shares of responders.
    ResponseRatio = "response_ratio",
    /// Ratio of the odds of a response.
    ResponseOddsRatio = "response_odds_ratio",
    /// Difference at the week as a share of the difference at the reference week.
    ShareOfEffect = "share_of_effect",
}

impl Statistic {
    /// Number of scenarios that it needs: one or two.
    pub fn scenarios(self) -> usize {
        match self {
            Self::Difference
            | Self::StandardisedDifference
            | Self::ResponseDifference
            | Self::ResponseRatio
            | Self::ResponseOddsRatio
            | Self::ShareOfEffect => 2,
            _ => 1,
        }
    }

    /// Whether it needs a reference week.
    pub fn needs_reference_week(self) -> bool {
        matches!(
            self,
            Self::ChangeBetweenWeeks | Self::RelapseShare | Self::ShareOfEffect
        )
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Statistic {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL
            .iter()
            .copied()
            .find(|statistic| statistic.name() == name);
        known.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|statistic| statistic.name()).collect();
            format!("`{name}` is no statistic; there are {}", names.join(", "))
        })
    }
}

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
    /// 95 % interval over people; for plain shares Wilson's, otherwise by resampling people with all that belongs to them.
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
        _ => measured,
    })
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

fn value(statistic: Statistic, people: &[&Person], rules: Rules) -> f64 {
    let each =
        |of: fn(&Person) -> f64| people.iter().map(|person| of(person)).collect::<Vec<f64>>();
    let average = |of: fn(&Person) -> f64| mean(&each(of));
    let share = |holds: &dyn Fn(&Person) -> bool| {
        people.iter().filter(|person| holds(person)).count() as f64 / people.len() as f64
    };
    let responds = |person: &Person, after: f64| {
        person.selected - after >= rules.response_share * person.selected
    };
    let first_responds = || share(&|person| responds(person, person.first));
    let second_responds = || share(&|person| responds(person, person.second));
    let odds = |share: f64| ratio(share, 1.0 - share);
    match statistic {
        Statistic::Mean => average(|person| person.first),
        Statistic::RelativeDifference => average(|person| person.first) - 1.0,
        Statistic::Change => average(|person| person.first - person.selected),
        Statistic::StandardisedChange => ratio(
            average(|person| person.first - person.selected),
            standard_deviation(&each(|person| person.selected)),
        ),
        Statistic::StandardDeviationOfChange => {
            standard_deviation(&each(|person| person.first - person.selected))
        }
        Statistic::ChangeBetweenWeeks => average(|person| person.first - person.first_at_reference),
        Statistic::ResponseShare => first_responds(),
        Statistic::RemissionShare => share(&|person| person.first < rules.remission_below),
        Statistic::PrognosticSlope => prognostic_slope(
            &each(|person| person.selected),
            &each(|person| person.first),
        ),
        Statistic::Difference => average(|person| person.second - person.first),
        Statistic::StandardisedDifference => {
            let (first, second) = (each(|person| person.first), each(|person| person.second));
            let (spread_first, spread_second) =
                (standard_deviation(&first), standard_deviation(&second));
            let pooled =
                ((spread_first * spread_first + spread_second * spread_second) / 2.0).sqrt();
            ratio(mean(&second) - mean(&first), pooled)
        }
        Statistic::ResponseDifference => second_responds() - first_responds(),
        Statistic::ResponseRatio => ratio(second_responds(), first_responds()),
        Statistic::ResponseOddsRatio => ratio(odds(second_responds()), odds(first_responds())),
        Statistic::ShareOfEffect => ratio(
            average(|person| person.second - person.first),
            average(|person| person.second_at_reference - person.first_at_reference),
        ),
        // Plain counts of an arm, made before anyone is paired.
        Statistic::DropOutShare | Statistic::RelapseShare => f64::NAN,
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
