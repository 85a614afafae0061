//! `--readout` and `--weeks`: which readouts a run prints week by week.

use super::Failure;
use super::arguments::OutputOptions;
use crate::cohort::results::{ReadoutInfo, ScenarioInfo};
use crate::inference::TRUE_SEVERITY;
use crate::report::readings::Asked;
use crate::spec::diagnostics::{list, nearest};

/// What is asked for, checked against what a run will hold; `None` where nothing is.
///
/// # Errors
/// If a readout or a week is none of the run's: all mistakes at once.
pub(super) fn asked(
    options: &OutputOptions,
    readouts: &[ReadoutInfo],
    scenarios: &[ScenarioInfo],
) -> Result<Option<Asked>, Failure> {
    if options.readouts.is_empty() && options.weeks.is_empty() {
        return Ok(None);
    }
    let mut mistakes = Vec::new();
    let names = || readouts.iter().map(|readout| readout.name.as_str());
    let mut places = Vec::new();
    let severity = [TRUE_SEVERITY.to_owned()];
    let named = match options.readouts.as_slice() {
        [] => &severity,
        named => named,
    };
    for name in named {
        match names().position(|known| known == name) {
            Some(place) if places.contains(&place) => {
                mistakes.push(format!("--readout {name}: named twice"));
            }
            Some(place) => places.push(place),
            None => {
                let near = nearest(name, names());
                let near = near.map_or(String::new(), |near| format!("\n  did you mean {near:?}?"));
                mistakes.push(format!(
                    "--readout {name:?}: there is no readout of this name\n  allowed: {}{near}",
                    list(names())
                ));
            }
        }
    }
    let last = scenarios.iter().map(|s| s.weeks).max().unwrap_or(0);
    for week in options.weeks.iter().filter(|&&week| week > last) {
        mistakes.push(format!(
            "--weeks {week}: no scenario lasts so long\n  allowed: whole weeks from 0 to {last}"
        ));
    }
    if !mistakes.is_empty() {
        return Err(Failure::BadInput(mistakes.join("\n")));
    }
    Ok(Some(Asked {
        readouts: places,
        weeks: match options.weeks.as_slice() {
            [] => usual_weeks(scenarios, last),
            weeks => weeks.to_vec(),
        },
    }))
}

/// Selection, the weeks at which scenarios are judged, and the end.
fn usual_weeks(scenarios: &[ScenarioInfo], last: u32) -> Vec<u32> {
    let judged = scenarios.iter().map(|scenario| scenario.outcome_week);
    let mut weeks: Vec<u32> = [0, last].into_iter().chain(judged).collect();
    weeks.sort_unstable();
    weeks.dedup();
    weeks
}

/// The options as words of the command that repeats a run.
pub(super) fn words(options: &OutputOptions) -> Vec<String> {
    let mut words = Vec::new();
    for name in &options.readouts {
        words.extend(["--readout".to_owned(), name.clone()]);
    }
    if !options.weeks.is_empty() {
        let weeks: Vec<String> = options.weeks.iter().map(u32::to_string).collect();
        words.extend(["--weeks".to_owned(), weeks.join(",")]);
    }
    words
}
