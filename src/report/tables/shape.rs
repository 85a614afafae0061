//! Whether the parts of a result fit together: asked before writing, and of whatever is read.

use super::stored::Numbered;
use crate::cohort::results::{Arm, RunResult};

/// Number of values that an arm has for every person, by week and readout; `None` where it cannot be counted.
pub(super) fn values_per_person(result: &RunResult, arm: &Arm) -> Option<usize> {
    weeks_held(result, arm)?.checked_mul(result.readouts.len())
}

/// Number of weeks that an arm holds, week 0 included.
pub(super) fn weeks_held(result: &RunResult, arm: &Arm) -> Option<usize> {
    let weeks = result.scenarios.get(arm.scenario)?.weeks;
    usize::try_from(weeks).ok()?.checked_add(1)
}

/// Holds everything but the trajectories against each other; the message says what does not fit.
pub(super) fn check(result: &RunResult) -> Result<(), String> {
    let (scenarios, variants) = (result.scenarios.len(), result.variants.len());
    if Some(result.arms.len()) != scenarios.checked_mul(variants) {
        return Err(format!(
            "{scenarios} scenarios and {variants} variants, but {} arms",
            result.arms.len()
        ));
    }
    for (index, arm) in result.arms.iter().enumerate() {
        if (arm.scenario, arm.variant) != (index / variants, index % variants) {
            return Err(format!(
                "arm {index} is of scenario {} and variant {}, out of order",
                arm.scenario, arm.variant
            ));
        }
        check_people(result, arm).map_err(|what| format!("arm {index} {what}"))?;
    }
    for person in &result.people {
        if person.traits.len() != result.traits.len() {
            return Err(format!(
                "person {} has {} traits of {}",
                person.seed,
                person.traits.len(),
                result.traits.len()
            ));
        }
        if person.rated_at_selection.len() != variants || person.ill.len() != variants {
            return Err(format!(
                "person {} was not selected under every variant",
                person.seed
            ));
        }
    }
    Ok(())
}

fn check_people(result: &RunResult, arm: &Arm) -> Result<(), String> {
    if let Some(index) = arm
        .people
        .iter()
        .find(|&&index| index >= result.people.len())
    {
        return Err(format!("names person {index} of {}", result.people.len()));
    }
    if arm.dropped_out.len() != arm.people.len() {
        return Err(format!(
            "has {} people and {} weeks of drop-out",
            arm.people.len(),
            arm.dropped_out.len()
        ));
    }
    match values_per_person(result, arm).and_then(|values| values.checked_mul(arm.people.len())) {
        Some(_) => Ok(()),
        None => Err("has more values than can be counted".to_owned()),
    }
}

/// Holds the trajectories of an arm against the rest.
pub(super) fn check_values(result: &RunResult, arm: &Arm) -> Result<(), String> {
    check_people(result, arm)?;
    let expected = (
        arm.people.len(),
        weeks_held(result, arm).unwrap_or(0),
        result.readouts.len(),
    );
    if arm.values.dim() != expected {
        return Err(format!(
            "the arm of scenario {} under variant {} holds people x weeks x readouts {:?}, expected {expected:?}",
            arm.scenario,
            arm.variant,
            arm.values.dim()
        ));
    }
    Ok(())
}

/// The numbers under which a record says that arms are stored: one for each arm, counting up, the same only where arms hold the
/// same people over the same weeks.
pub(super) fn stored(result: &RunResult, numbers: &[usize]) -> Result<Numbered, String> {
    let stored = Numbered::read(numbers).filter(|n| n.of.len() == result.arms.len());
    let stored =
        stored.ok_or("the numbers of its stored arms do not count up, one for each arm")?;
    for (arm, &number) in stored.of.iter().enumerate() {
        let (this, first) = (&result.arms[arm], &result.arms[stored.first[number]]);
        if this.people != first.people || weeks_held(result, this) != weeks_held(result, first) {
            return Err(format!(
                "arm {arm} is stored as arm {number}, which has other people or weeks"
            ));
        }
    }
    Ok(stored)
}
