//! When the lives of two arms part: before that week no difference between them means anything.

use super::error::InferenceError;
use super::sample::arm_of;
use crate::cohort::results::{Arm, RunResult};
use std::collections::BTreeMap;

/// First week in which any readout of anybody who is in both arms differs by a bit; none where the two are the same lives
/// for as long as both last, or have nobody in common.
///
/// Two scenarios share every event that their treatments do not change, so that their trajectories are equal to the last
/// bit until something in them differs. A difference at an earlier week is zero by construction.
///
/// # Errors
/// If an arm does not exist.
pub fn first_week_apart(
    result: &RunResult,
    scenario_a: usize,
    scenario_b: usize,
    variant: usize,
) -> Result<Option<u32>, InferenceError> {
    let a = arm_of(result, scenario_a, variant)?;
    let b = arm_of(result, scenario_b, variant)?;
    let rows_of_b: BTreeMap<usize, usize> = rows(b).map(|(row, person)| (person, row)).collect();
    let pairs: Vec<(usize, usize)> = rows(a)
        .filter_map(|(row, person)| Some((row, *rows_of_b.get(&person)?)))
        .collect();
    let weeks = a.values.dim().1.min(b.values.dim().1);
    let readouts = a.values.dim().2.min(b.values.dim().2);
    let apart = |week: usize| {
        pairs.iter().any(|&(of_a, of_b)| {
            (0..readouts).any(|readout| {
                a.values[[of_a, week, readout]].to_bits()
                    != b.values[[of_b, week, readout]].to_bits()
            })
        })
    };
    Ok((0..weeks)
        .find(|week| apart(*week))
        .and_then(|week| u32::try_from(week).ok()))
}

/// Rows of an arm that hold values, each with the person it belongs to.
fn rows(arm: &Arm) -> impl Iterator<Item = (usize, usize)> {
    arm.people
        .iter()
        .copied()
        .take(arm.values.dim().0)
        .enumerate()
}
