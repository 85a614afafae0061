//! One arm at a time: what a table of outcomes says about it, and what it can not say.

use super::error::InferenceError;
use super::means::{Estimate, mean, standard_deviation};
use super::sample::{Seeded, numbers, paired_differences, rated_at_selection, readout_at};
use super::shares::Share;
use super::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::cohort::results::{Arm, RunResult};
use serde::Serialize;

/// An arm in numbers; severities and changes in points of the severity scale, 0 to 100.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmSummary {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Number of people.
    pub n: usize,
    /// Week at which all scenarios of the run are judged.
    pub outcome_week: u32,
    /// Mean true severity at week 0.
    pub true_at_selection: f64,
    /// Mean rated severity at selection.
    pub rated_at_selection: f64,
    /// Mean true severity at the outcome week.
    pub true_at_outcome: f64,
    /// Mean rated severity at the outcome week.
    pub rated_at_outcome: f64,
    /// Mean change of rated severity since selection; negative is better.
    pub change: f64,
    /// Standard error of that change.
    pub change_standard_error: f64,
    /// Change divided by the standard deviation of rated severity at selection; negative is better.
    pub standardised_change: f64,
    /// Mean of true severity at week 0 minus rated severity at selection: the part of the change that is there without any
    /// change of illness. People are selected by a noisy rating, and those who were rated too high are more likely to be in.
    pub regression_to_the_mean: f64,
    /// Share whose rated severity fell by at least the response share of its value at selection.
    pub response: Share,
    /// Share whose rated severity is below the threshold of remission.
    pub remission: Share,
    /// Share who left a treatment early, at whatever week.
    pub drop_out: Share,
}

/// Summary of an arm at the week at which all arms of the run are judged, [`RunResult::judged_week`].
///
/// # Errors
/// If the run has no severities, the week lies beyond the end, or the run contradicts itself.
pub fn arm_summary(result: &RunResult, arm: &Arm) -> Result<ArmSummary, InferenceError> {
    let outcome_week = result.judged_week();
    let selected = rated_at_selection(result, arm)?;
    let rated = readout_at(result, arm, RATED_SEVERITY, outcome_week)?;
    let changes = numbers(&paired_differences(&selected, &rated));
    let selected_ratings = numbers(&selected);
    let people = arm.people.len();
    let truth = readout_at(result, arm, TRUE_SEVERITY, 0)?;
    let change = mean(&changes);
    Ok(ArmSummary {
        scenario: arm.scenario,
        variant: arm.variant,
        n: people,
        outcome_week,
        true_at_selection: mean(&numbers(&truth)),
        rated_at_selection: mean(&selected_ratings),
        true_at_outcome: mean(&numbers(&readout_at(
            result,
            arm,
            TRUE_SEVERITY,
            outcome_week,
        )?)),
        rated_at_outcome: mean(&numbers(&rated)),
        change,
        change_standard_error: standard_deviation(&changes) / (changes.len() as f64).sqrt(),
        standardised_change: ratio(change, standard_deviation(&selected_ratings)),
        regression_to_the_mean: mean(&numbers(&paired_differences(&selected, &truth))),
        response: response_at(result, arm, outcome_week)?,
        remission: remission_at(result, arm, outcome_week)?,
        drop_out: Share::new(
            arm.dropped_out.iter().filter(|week| week.is_some()).count(),
            people,
        ),
    })
}

/// Share of an arm whose rated severity has fallen, at a week, by at least
/// [`response_share`](crate::cohort::results::OutcomeInfo::response_share) of its value at selection.
///
/// # Errors
/// As [`arm_summary`].
pub fn response_at(result: &RunResult, arm: &Arm, week: u32) -> Result<Share, InferenceError> {
    let responders = responders_at(result, arm, week)?;
    Ok(Share::new(
        responders.iter().filter(|&&(_, responds)| responds).count(),
        responders.len(),
    ))
}

/// Share of an arm whose rated severity is, at a week, below
/// [`remission_below`](crate::cohort::results::OutcomeInfo::remission_below).
///
/// # Errors
/// As [`arm_summary`].
pub fn remission_at(result: &RunResult, arm: &Arm, week: u32) -> Result<Share, InferenceError> {
    let rated = readout_at(result, arm, RATED_SEVERITY, week)?;
    let remitted = rated
        .iter()
        .filter(|&&(_, rated)| rated < result.outcome.remission_below)
        .count();
    Ok(Share::new(remitted, rated.len()))
}

/// Share of the responders at `from_week` who are ill again, by their rated severity, in at least two weeks after it, up to
/// and including `to_week`.
///
/// Two weeks rather than one, since one rating can exceed the threshold by its noise alone; they need not follow each other.
///
/// # Errors
/// As [`arm_summary`], and if `to_week` lies beyond the end of the scenario.
pub fn relapse(
    result: &RunResult,
    arm: &Arm,
    from_week: u32,
    to_week: u32,
) -> Result<Share, InferenceError> {
    let responders = responders_at(result, arm, from_week)?;
    let mut ill_weeks = vec![0_u32; responders.len()];
    // Asking for the last week even when no week lies between keeps the error for a week beyond the end.
    readout_at(result, arm, RATED_SEVERITY, to_week)?;
    for week in from_week.saturating_add(1)..=to_week {
        for (count, (_, rated)) in
            ill_weeks
                .iter_mut()
                .zip(readout_at(result, arm, RATED_SEVERITY, week)?)
        {
            *count += u32::from(rated >= result.outcome.ill_at);
        }
    }
    let (mut relapsed, mut responded) = (0, 0);
    for (&(_, responds), &weeks) in responders.iter().zip(&ill_weeks) {
        responded += usize::from(responds);
        relapsed += usize::from(responds && weeks >= 2);
    }
    Ok(Share::new(relapsed, responded))
}

/// What a naive look at one arm, before against after, would have said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// Change of rated severity from selection to the outcome week, points; negative is better.
    pub change: Estimate,
    /// Change divided by the standard deviation of rated severity at selection.
    pub standardised: f64,
    /// As in [`ArmSummary::regression_to_the_mean`].
    pub regression_to_the_mean: f64,
}

/// The before-after estimate of an arm at the week at which the run is judged: drug, therapy, expectancy, natural recovery and regression to the
/// mean, all in one number. It stands beside the paired contrast to show how far the two can be apart.
///
/// # Errors
/// As [`arm_summary`].
pub fn before_after(result: &RunResult, arm: &Arm) -> Result<BeforeAfter, InferenceError> {
    let selected = rated_at_selection(result, arm)?;
    let rated = readout_at(result, arm, RATED_SEVERITY, result.judged_week())?;
    let truth = readout_at(result, arm, TRUE_SEVERITY, 0)?;
    let change = Estimate::of(&numbers(&paired_differences(&selected, &rated)));
    Ok(BeforeAfter {
        change,
        standardised: ratio(change.mean, standard_deviation(&numbers(&selected))),
        regression_to_the_mean: mean(&numbers(&paired_differences(&selected, &truth))),
    })
}

/// Who has responded at a week, in the order of seeds.
pub(super) fn responders_at(
    result: &RunResult,
    arm: &Arm,
    week: u32,
) -> Result<Vec<(u64, bool)>, InferenceError> {
    let selected = rated_at_selection(result, arm)?;
    let rated = readout_at(result, arm, RATED_SEVERITY, week)?;
    let needed = result.outcome.response_share;
    let responds =
        |(before, after): (&Seeded, &Seeded)| (before.0, before.1 - after.1 >= needed * before.1);
    Ok(selected.iter().zip(&rated).map(responds).collect())
}

/// `numerator / denominator`; `NaN` where nothing varies, instead of an infinite effect.
pub(super) fn ratio(numerator: f64, denominator: f64) -> f64 {
    if denominator == 0.0 {
        f64::NAN
    } else {
        numerator / denominator
    }
}
