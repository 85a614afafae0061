//! At which week a run is judged, and where that says nothing: one sentence each, for terminal, page, pictures and JSON alike.

use super::pictures::text::listed;
use crate::cohort::results::RunResult;
use crate::inference::Contrast;

/// The week at which all scenarios of a run are judged, and which of them ask for another.
pub fn week(run: &RunResult) -> String {
    let week = run.judged_week();
    if run.judge_at.is_some() {
        return format!("Judged at week {week}, as asked for.");
    }
    let others: Vec<String> = run
        .scenarios
        .iter()
        .filter(|scenario| scenario.outcome_week != week)
        .map(|s| format!("\u{201c}{}\u{201d} at week {}", s.title, s.outcome_week))
        .collect();
    if others.is_empty() {
        return format!("Judged at week {week}.");
    }
    format!(
        "All are judged at week {week}, the latest outcome week that every scenario reaches; by their own files {}.",
        listed(&others)
    )
}

/// What is said in place of a verdict where the two scenarios of a contrast are the same to the last bit until after the
/// week judged.
pub fn not_yet_apart(contrast: &Contrast) -> Option<String> {
    contrast.not_yet_apart().map(not_before)
}

/// That two scenarios are the same lives until a week after the one judged.
pub fn not_before(week: u32) -> String {
    format!("the scenarios do not differ before week {week}; this says nothing about them")
}
