//! Values of people out of a run, always in the order of their seeds.

use super::error::InferenceError;
use crate::cohort::results::{Arm, PersonInfo, RunResult};

/// A person's seed and one number of theirs.
pub(super) type Seeded = (u64, f64);

/// The arm of a scenario under a variant.
pub(super) fn arm_of(
    result: &RunResult,
    scenario: usize,
    variant: usize,
) -> Result<&Arm, InferenceError> {
    result
        .arms
        .iter()
        .find(|arm| arm.scenario == scenario && arm.variant == variant)
        .ok_or(InferenceError::UnknownArm { scenario, variant })
}

/// The people of an arm, each with their row in its values.
fn rows<'a>(
    result: &'a RunResult,
    arm: &'a Arm,
) -> impl Iterator<Item = Result<(usize, &'a PersonInfo), InferenceError>> {
    arm.people.iter().enumerate().map(|(row, &index)| {
        let person = result.people.get(index);
        person.map(|person| (row, person)).ok_or_else(|| {
            InferenceError::Inconsistent(format!(
                "an arm names person {index} of {}",
                result.people.len()
            ))
        })
    })
}

fn in_order_of_seeds(mut values: Vec<Seeded>) -> Vec<Seeded> {
    // Ties in the seed are broken by the value, so that the order is one even in a run with a person twice.
    values.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    values
}

/// One readout of everyone in an arm at a week, ordered by seed.
///
/// # Errors
/// If the readout is unknown, the week lies beyond the end, or the run contradicts itself.
pub(super) fn readout_at(
    result: &RunResult,
    arm: &Arm,
    readout: &str,
    week: u32,
) -> Result<Vec<Seeded>, InferenceError> {
    let index = readout_index(result, readout)?;
    let (people, weeks, readouts) = arm.values.dim();
    if people != arm.people.len() || index >= readouts {
        return Err(InferenceError::Inconsistent(format!(
            "an arm of {} people and {} readouts holds values of {people} people and {readouts} readouts",
            arm.people.len(),
            result.readouts.len()
        )));
    }
    if week as usize >= weeks {
        return Err(InferenceError::WeekBeyondEnd {
            scenario: scenario_name(result, arm),
            week,
            held: weeks,
        });
    }
    rows(result, arm)
        .map(|row| {
            row.map(|(row, person)| {
                (
                    person.seed,
                    f64::from(arm.values[[row, week as usize, index]]),
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()
        .map(in_order_of_seeds)
}

/// Rated severity at selection of everyone in an arm, ordered by seed.
pub(super) fn rated_at_selection(
    result: &RunResult,
    arm: &Arm,
) -> Result<Vec<Seeded>, InferenceError> {
    rows(result, arm)
        .map(|row| {
            let (_, person) = row?;
            let rated = person.rated_at_selection.get(arm.variant).ok_or_else(|| {
                InferenceError::Inconsistent(format!(
                    "person {} has no rated severity at selection under variant {}",
                    person.seed, arm.variant
                ))
            })?;
            Ok((person.seed, f64::from(*rated)))
        })
        .collect::<Result<Vec<_>, _>>()
        .map(in_order_of_seeds)
}

/// A trait of everyone in an arm, ordered by seed.
pub(super) fn traits_of(
    result: &RunResult,
    arm: &Arm,
    name: &str,
) -> Result<Vec<Seeded>, InferenceError> {
    let index = result.traits.iter().position(|known| known == name);
    let missing = || InferenceError::Inconsistent(format!("the run has no trait `{name}`"));
    let index = index.ok_or_else(missing)?;
    rows(result, arm)
        .map(|row| {
            let (_, person) = row?;
            let value = person.traits.get(index).ok_or_else(missing)?;
            Ok((person.seed, *value))
        })
        .collect::<Result<Vec<_>, _>>()
        .map(in_order_of_seeds)
}

/// Columns over those who are in all of them, in the order of seeds.
///
/// # Errors
/// If somebody is in one more than once.
pub(super) fn together(columns: Vec<Vec<Seeded>>) -> Result<Vec<Vec<f64>>, InferenceError> {
    let mut seeds: Vec<u64> = columns
        .first()
        .map_or_else(Vec::new, |first| first.iter().map(|v| v.0).collect());
    for column in &columns {
        seeds.retain(|seed| column.binary_search_by_key(seed, |v| v.0).is_ok());
    }
    let shared = |mut column: Vec<Seeded>| {
        column.retain(|(seed, _)| seeds.binary_search(seed).is_ok());
        if column.len() == seeds.len() {
            Ok(numbers(&column))
        } else {
            Err(InferenceError::Inconsistent(
                "a person is in an arm more than once".to_owned(),
            ))
        }
    };
    columns.into_iter().map(shared).collect()
}

/// Differences `b - a` of those who are in both, ordered by seed.
pub(super) fn paired_differences(a: &[Seeded], b: &[Seeded]) -> Vec<Seeded> {
    let mut differences = Vec::with_capacity(a.len().min(b.len()));
    let mut others = b.iter().peekable();
    for &(seed, value) in a {
        while others.next_if(|other| other.0 < seed).is_some() {}
        if let Some(&(_, other)) = others.next_if(|other| other.0 == seed) {
            differences.push((seed, other - value));
        }
    }
    differences
}

/// The numbers without the seeds.
pub(super) fn numbers(values: &[Seeded]) -> Vec<f64> {
    values.iter().map(|&(_, value)| value).collect()
}

/// Name of the scenario of an arm, for messages.
pub(super) fn scenario_name(result: &RunResult, arm: &Arm) -> String {
    result.scenarios.get(arm.scenario).map_or_else(
        || format!("scenario {}", arm.scenario),
        |scenario| scenario.name.clone(),
    )
}

fn readout_index(result: &RunResult, name: &str) -> Result<usize, InferenceError> {
    result
        .readout(name)
        .ok_or_else(|| InferenceError::UnknownReadout {
            name: name.to_owned(),
            known: result
                .readouts
                .iter()
                .map(|readout| readout.name.clone())
                .collect(),
        })
}
