//! The small tables: one row per arm and per contrast.

use super::guard::write_row;
use super::{TableError, shape};
use crate::cohort::results::RunResult;
use crate::inference::{self, Contrast, Share, Sides, TRUE_SEVERITY};
use crate::report::files::RunDirectory;

/// Name of the table of arms.
pub const SUMMARY_FILE: &str = "summary.csv";

/// Name of the table of contrasts.
pub const CONTRASTS_FILE: &str = "contrasts.csv";

/// Writes one row per arm: see [`ArmSummary`](inference::ArmSummary) for what the columns mean.
///
/// # Errors
/// If the file cannot be written, or a number cannot be computed.
pub fn write_summary(directory: &RunDirectory, result: &RunResult) -> Result<(), TableError> {
    shape::check(result).map_err(TableError::Inconsistent)?;
    let mut header = words(&[
        "scenario",
        "variant",
        "people",
        "outcome_week",
        "true_at_selection",
        "rated_at_selection",
        "true_at_outcome",
        "rated_at_outcome",
        "change",
        "change_standard_error",
        "standardised_change",
        "regression_to_the_mean",
    ]);
    for share in ["response", "remission", "drop_out"] {
        header.extend([
            share.to_owned(),
            format!("{share}_low"),
            format!("{share}_high"),
        ]);
    }
    let rows = result.arms.iter().map(|arm| {
        let summary = inference::arm_summary(result, arm)?;
        let mut row = vec![
            result.scenarios[arm.scenario].name.clone(),
            result.variants[arm.variant].name.clone(),
            summary.n.to_string(),
            summary.outcome_week.to_string(),
        ];
        row.extend(numbers(&[
            summary.true_at_selection,
            summary.rated_at_selection,
            summary.true_at_outcome,
            summary.rated_at_outcome,
            summary.change,
            summary.change_standard_error,
            summary.standardised_change,
            summary.regression_to_the_mean,
        ]));
        for Share {
            share, low, high, ..
        } in [summary.response, summary.remission, summary.drop_out]
        {
            row.extend(numbers(&[share, low, high]));
        }
        Ok(row)
    });
    write_table(directory, SUMMARY_FILE, header, rows)
}

/// Writes every pair of scenarios under every variant: true severity at the week at which the run
/// is judged, and at the last week both have.
/// See [`Contrast`] for what the columns mean.
///
/// # Errors
/// If the file cannot be written, a number cannot be computed, or `margin` is negative or no finite number.
pub fn write_contrasts(
    directory: &RunDirectory,
    result: &RunResult,
    margin: f64,
) -> Result<(), TableError> {
    shape::check(result).map_err(TableError::Inconsistent)?;
    let header = words(&[
        "variant",
        "scenario_a",
        "scenario_b",
        "readout",
        "week",
        "people",
        "difference",
        "standard_deviation",
        "monte_carlo_error",
        "low",
        "high",
        "standardised",
        "share_better",
        "margin",
        "first_week_apart",
        "word",
        "returns",
        "verdict",
    ]);
    let rows = questions(result).map(|(variant, a, b, week)| {
        let contrast =
            inference::paired_contrast(result, a, b, variant, TRUE_SEVERITY, week, margin)?;
        Ok(contrast_row(result, &contrast))
    });
    write_table(directory, CONTRASTS_FILE, header, rows)
}

/// Variant, scenario A, scenario B and week of every row of the table of contrasts.
fn questions(result: &RunResult) -> impl Iterator<Item = (usize, usize, usize, u32)> {
    let scenarios = &result.scenarios;
    let pairs = move || {
        (0..scenarios.len()).flat_map(move |a| (a + 1..scenarios.len()).map(move |b| (a, b)))
    };
    (0..result.variants.len()).flat_map(move |variant| {
        pairs().flat_map(move |(a, b)| {
            let outcome = result.judged_week();
            let end = scenarios[a].weeks.min(scenarios[b].weeks);
            let weeks = if end > outcome {
                vec![outcome, end]
            } else {
                vec![outcome]
            };
            weeks.into_iter().map(move |week| (variant, a, b, week))
        })
    })
}

fn contrast_row(result: &RunResult, contrast: &Contrast) -> Vec<String> {
    let difference = &contrast.difference;
    let mut row = vec![
        result.variants[contrast.variant].name.clone(),
        result.scenarios[contrast.scenario_a].name.clone(),
        result.scenarios[contrast.scenario_b].name.clone(),
        contrast.readout.clone(),
        contrast.week.to_string(),
        difference.n.to_string(),
    ];
    row.extend(numbers(&[
        difference.mean,
        difference.standard_deviation,
        difference.monte_carlo_error,
        difference.interval.low,
        difference.interval.high,
        contrast.standardised,
        contrast.share_better,
        contrast.margin,
    ]));
    row.push(
        contrast
            .first_week_apart
            .map_or_else(String::new, |week| week.to_string()),
    );
    row.push(contrast.word.label(Sides::of(&result.outcome)));
    row.extend(numbers(&[contrast.returns.unwrap_or(f64::NAN)]));
    row.push(contrast.verdict.to_string());
    row
}

/// Writes a table with a header.
///
/// # Errors
/// If the file cannot be written, or a row could not be made.
pub(super) fn write_table(
    directory: &RunDirectory,
    name: &str,
    header: Vec<String>,
    rows: impl Iterator<Item = Result<Vec<String>, TableError>>,
) -> Result<(), TableError> {
    let failed = |error: csv::Error| TableError::from(directory.error(name, error.into()));
    let mut table = csv::Writer::from_writer(directory.file(name)?);
    write_row(&mut table, &header).map_err(failed)?;
    for row in rows {
        write_row(&mut table, &row?).map_err(failed)?;
    }
    let file = table
        .into_inner()
        .map_err(|error| directory.error(name, error.into_error()))?;
    file.finish()?;
    Ok(())
}

fn words(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Numbers as the shortest digits that read back as the same number; an empty field for one that does not exist.
pub(super) fn numbers(values: &[f64]) -> impl Iterator<Item = String> {
    values.iter().map(|value| {
        if value.is_nan() {
            String::new()
        } else {
            value.to_string()
        }
    })
}
