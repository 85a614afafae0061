//! What `run` and `compare` have in common: everything in the directory of the results, and the table on the terminal.

use super::arguments::{OutputOptions, Shared};
use super::plain::quoted;
use super::work::{Made, Target, failed};
use super::{Failure, Outcome, say};
use crate::cohort::results::RunResult;
use crate::inference::{self, Contrast};
use crate::report::files::{Content, RunDirectory};
use crate::report::judged;
use crate::report::page::{self, PageInput};
use crate::report::pictures::{self, data};
use crate::report::readings::{self, Asked};
use crate::report::square;
use crate::report::tables::{self, RunInfo, TableOptions};
use crate::report::terminal;
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Width of a picture as PNG, in pixels.
pub(super) const PNG_WIDTH: u32 = 1440;

/// Where the results of a run go.
pub(super) fn target<'a>(path: &'a Path, options: &OutputOptions) -> Target<'a> {
    Target {
        path,
        content: Content::Run,
        force: options.force,
    }
}

/// Says what came out of a run.
pub(super) fn tell(
    made: &Made<(RunResult, RunInfo)>,
    shared: &Shared,
    options: &OutputOptions,
    asked: Option<&Asked>,
) -> Outcome {
    made.tell(
        shared,
        |(result, _)| say::json(&printed(result, options.margin)?),
        |(result, _)| {
            let table = terminal::run_table(result, options.margin).map_err(failed)?;
            let readings = asked.map_or(String::new(), |asked| readings::table(result, asked));
            let square = square::table(result, options.margin).map_err(failed)?;
            Ok(table + &square + &readings)
        },
        "report.html",
        &made.value.1.command,
    )
}

/// Adds the options of the output to the words of the command that repeats it; `--force` since the results then exist.
pub(super) fn command(
    mut words: Vec<String>,
    shared: &Shared,
    options: &OutputOptions,
    target: &Path,
) -> String {
    words.extend(["--margin".into(), options.margin.to_string()]);
    words.extend(["--format".into(), options.format.to_string()]);
    words.extend(super::readings::words(options));
    if let Some(week) = options.week {
        words.extend(["--week".into(), week.to_string()]);
    }
    repeated(words, shared, options.png, target)
}

/// Adds what every command with a directory of results ends with, and quotes its words.
pub(super) fn repeated(
    mut words: Vec<String>,
    shared: &Shared,
    png: bool,
    target: &Path,
) -> String {
    if let Some(library) = &shared.library {
        words.extend(["--library".into(), library.display().to_string()]);
    }
    if png {
        words.push("--png".into());
    }
    words.extend([
        "--output".into(),
        target.display().to_string(),
        "--force".into(),
    ]);
    words
        .iter()
        .map(|word| quoted(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes everything of a run: pictures and page while the tables are written, since the long table of trajectories keeps one thread busy; the
/// record comes last.
pub(super) fn write(
    directory: &RunDirectory,
    result: &RunResult,
    info: &mut RunInfo,
    options: &OutputOptions,
    stop: &AtomicBool,
) -> Outcome {
    let began = Instant::now();
    let table_options = TableOptions {
        format: options.format,
        margin: options.margin,
    };
    let (tables, pictures) = rayon::join(
        || tables::write_tables(directory, result, &table_options).map_err(failed),
        || write_pictures(directory, result, info, options, stop),
    );
    pictures.and(tables)?;
    unless_interrupted(stop)?;
    info.timings.insert(
        "tables, pictures and page".into(),
        began.elapsed().as_secs_f64(),
    );
    tables::record::write_record(directory, result, info).map_err(failed)
}

fn unless_interrupted(stop: &AtomicBool) -> Outcome {
    if stop.load(Ordering::Relaxed) {
        Err(Failure::Interrupted)
    } else {
        Ok(())
    }
}

fn write_pictures(
    directory: &RunDirectory,
    result: &RunResult,
    info: &RunInfo,
    options: &OutputOptions,
    stop: &AtomicBool,
) -> Outcome {
    let (contrasts, arms) = numbers_of(result, options.margin)?;
    // Variants come from the barest to the fullest account: pictures of one variant show the fullest.
    let shown = result.variants.len().saturating_sub(1);
    let drawn = pictures::all(result, &contrasts, shown, options.margin);
    for picture in &drawn {
        unless_interrupted(stop)?;
        let name = format!("plots/{}.svg", picture.name);
        directory
            .write(&name, picture.svg.as_bytes())
            .map_err(failed)?;
        if options.png {
            let png = pictures::png(&picture.svg, PNG_WIDTH).map_err(failed)?;
            directory
                .write(&format!("plots/{}.png", picture.name), &png)
                .map_err(failed)?;
        }
    }
    let versions = [("rewire".to_owned(), env!("CARGO_PKG_VERSION").to_owned())];
    let hashes: Vec<(String, String)> = info
        .inputs
        .iter()
        .map(|i| (i.name.clone(), i.sha256.clone()))
        .collect();
    let html = page::render(&PageInput {
        run: result,
        contrasts: &contrasts,
        arms: &arms,
        pictures: &drawn,
        variant: shown,
        smallest_difference: options.margin,
        command: &info.command,
        versions: &versions,
        hashes: &hashes,
    })
    .map_err(failed)?;
    directory
        .write("report.html", html.as_bytes())
        .map_err(failed)?;
    Ok(())
}

/// Contrasts of every scenario with the first, and summaries of all arms, at the week at which the run is judged.
fn numbers_of(
    result: &RunResult,
    margin: f64,
) -> Result<(Vec<data::ContrastRow>, Vec<data::ArmSummary>), Failure> {
    let mut contrasts = Vec::new();
    for c in inference::contrasts_with_first(result, margin).map_err(failed)? {
        contrasts.push(data::ContrastRow {
            variant: c.variant,
            pair: (c.scenario_a, c.scenario_b),
            variant_title: result.variants[c.variant].title.clone(),
            scenario_a: result.scenarios[c.scenario_a].title.clone(),
            scenario_b: result.scenarios[c.scenario_b].title.clone(),
            mean: c.difference.mean,
            low: c.difference.interval.low,
            high: c.difference.interval.high,
            monte_carlo_error: c.difference.monte_carlo_error,
            word: c.word,
            returns: c.returns,
            n: c.difference.n,
        });
    }
    let mut arms = Vec::new();
    for arm in &result.arms {
        let s = inference::arm_summary(result, arm).map_err(failed)?;
        arms.push(data::ArmSummary {
            scenario: s.scenario,
            variant: s.variant,
            n: s.n,
            change: s.change,
            response: s.response.share,
            remission: s.remission.share,
        });
    }
    Ok((contrasts, arms))
}

/// A contrast as JSON has it.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    contrast: Contrast,
    /// What is said in place of a verdict, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_verdict: Option<String>,
}

fn printed(result: &RunResult, margin: f64) -> Result<Vec<Printed>, Failure> {
    let contrasts = inference::contrasts_with_first(result, margin).map_err(failed)?;
    let print = |contrast: Contrast| Printed {
        no_verdict: judged::not_yet_apart(&contrast),
        contrast,
    };
    Ok(contrasts.into_iter().map(print).collect())
}
