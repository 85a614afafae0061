//! What `run` and `compare` have in common: the directory of the results, everything in it, and the table on the terminal.

use super::arguments::{OutputOptions, Shared};
use super::{Failure, Outcome, say};
use crate::cohort::results::RunResult;
use crate::inference::{self, Contrast};
use crate::report::files::RunDirectory;
use crate::report::page::{self, PageInput};
use crate::report::pictures::{self, data};
use crate::report::tables::{self, RunInfo, TableOptions};
use crate::report::terminal;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Width of a picture as PNG, in pixels.
pub(super) const PNG_WIDTH: u32 = 1440;

/// Makes a result and writes it: nothing stands at the target before everything does.
///
/// `make` is called once the target is known to be free; it is given a flag that is true after an interruption.
pub(super) fn produce(
    target: &Path,
    shared: &Shared,
    options: &OutputOptions,
    make: impl FnOnce(&AtomicBool) -> Result<(RunResult, RunInfo), Failure> + Send,
) -> Result<Produced, Failure> {
    let stop = interruption();
    let pool = pool(shared)?;
    let began = Instant::now();
    let directory = RunDirectory::create(target, options.force)
        .map_err(|error| Failure::BadInput(error.to_string()))?;
    let (result, info) = pool.install(|| -> Result<_, Failure> {
        let (result, mut info) = make(&stop)?;
        write(&directory, &result, &mut info, options, &stop)?;
        Ok((result, info))
    })?;
    let path = directory.finish().map_err(failed)?;
    Ok(Produced {
        result,
        command: info.command,
        path,
        began,
    })
}

/// Results that stand at their target.
pub(super) struct Produced {
    result: RunResult,
    command: String,
    path: PathBuf,
    began: Instant,
}

impl Produced {
    /// Says what came out.
    pub(super) fn tell(&self, shared: &Shared, options: &OutputOptions) -> Outcome {
        if shared.json {
            return say::json(&contrasts_of(&self.result, options.margin)?);
        }
        if shared.quiet {
            return Ok(());
        }
        let table = terminal::run_table(&self.result, options.margin).map_err(failed)?;
        say::result(&format!(
            "{table}\n{:.1} s: wrote {}\nrepeat with: {}\n",
            self.began.elapsed().as_secs_f64(),
            self.path.join("report.html").display(),
            self.command
        ))
    }
}

/// A flag that is true once the work was interrupted.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second handler can only be refused in one process; then the work is merely not interruptible.
    let _ = ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed));
    stop
}

/// As many threads as asked for.
pub(super) fn pool(shared: &Shared) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(shared.threads.map_or(0, usize::from))
        .build()
        .map_err(|error| Failure::Failed(format!("cannot start threads: {error}")))
}

pub(super) fn failed(error: impl Display) -> Failure {
    Failure::Failed(error.to_string())
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

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Writes pictures and page while the tables are written, since the long table of trajectories keeps one thread busy; the
/// record comes last.
fn write(
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

/// Contrasts of every scenario with the first, at the outcome week of the later one, and summaries of all arms.
fn numbers_of(
    result: &RunResult,
    margin: f64,
) -> Result<(Vec<data::ContrastRow>, Vec<data::ArmSummary>), Failure> {
    let mut contrasts = Vec::new();
    for c in contrasts_of(result, margin)? {
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
            verdict: match c.verdict {
                inference::Verdict::Supported => data::Verdict::Supported,
                inference::Verdict::Opposed => data::Verdict::Opposed,
                inference::Verdict::CannotTell => data::Verdict::CannotTell,
            },
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

fn contrasts_of(result: &RunResult, margin: f64) -> Result<Vec<Contrast>, Failure> {
    let mut contrasts = Vec::new();
    for scenario in 1..result.scenarios.len() {
        let week = result.scenarios[0]
            .outcome_week
            .min(result.scenarios[scenario].outcome_week);
        for variant in 0..result.variants.len() {
            let contrast = inference::paired_contrast(
                result,
                0,
                scenario,
                variant,
                inference::TRUE_SEVERITY,
                week,
                margin,
            );
            contrasts.push(contrast.map_err(failed)?);
        }
    }
    Ok(contrasts)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_as_a_shell_needs_them() {
        assert_eq!(quoted("scenarios/a.toml"), "scenarios/a.toml");
        assert_eq!(quoted("my file"), "'my file'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
