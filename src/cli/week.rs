//! The week at which all scenarios are judged, where one is asked for.

use super::Failure;
use crate::cohort::results::{RunResult, ScenarioInfo};
use crate::spec::{Diagnostic, Mistake};

/// Has a run judged at a week; without one it stays at the outcome weeks of its scenarios.
///
/// # Errors
/// If a scenario ends before that week: the message names what each of them reaches.
pub(super) fn judge_at(result: &mut RunResult, week: Option<u32>) -> Result<(), Failure> {
    reached(&result.scenarios, week)?;
    result.judge_at = week;
    Ok(())
}

/// Whether every scenario reaches a week.
///
/// # Errors
/// As [`judge_at`].
pub(super) fn reached(scenarios: &[ScenarioInfo], week: Option<u32>) -> Result<(), Failure> {
    let Some(week) = week else { return Ok(()) };
    let short: Vec<&ScenarioInfo> = scenarios.iter().filter(|s| s.weeks < week).collect();
    if short.is_empty() {
        return Ok(());
    }
    let ends = |scenarios: &[&ScenarioInfo]| {
        let said = scenarios
            .iter()
            .map(|s| format!("`{}` ends at week {}", s.name, s.weeks));
        said.collect::<Vec<_>>().join(", ")
    };
    let last = scenarios.iter().map(|s| s.weeks).min().unwrap_or(0);
    let all: Vec<&ScenarioInfo> = scenarios.iter().collect();
    let message = format!("week {week} is after the end: {}", ends(&short));
    let allowed = if all.len() == short.len() {
        format!("weeks 0 to {last}")
    } else {
        format!(
            "weeks 0 to {last}, which every scenario reaches ({})",
            ends(&all)
        )
    };
    let mistake = Diagnostic::of_file(&format!("--week {week}"), Mistake::OutOfRange, message);
    Err(Failure::BadInput(mistake.allowed(allowed).to_string()))
}
