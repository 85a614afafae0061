//! `rewire run`: read, live, write.

use super::arguments::RunOptions;
use super::{Failure, Outcome};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Watch};
use crate::inference::{self, Contrast};
use crate::report::files::RunDirectory;
use crate::report::page::{self, PageInput};
use crate::report::pictures::{self, data};
use crate::report::tables::{self, Input, Origin, RunInfo, TableOptions};
use crate::report::terminal;
use crate::spec::compile::compile_study;
use crate::spec::{Library, Study};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Width of a picture as PNG, in pixels.
const PNG_WIDTH: u32 = 1440;

pub(super) fn run(options: &RunOptions) -> Outcome {
    if !(options.margin.is_finite() && options.margin > 0.0) {
        return Err(Failure::BadInput(format!(
            "--margin {}: a number of points above 0 is needed",
            options.margin
        )));
    }
    let library = Library::new(options.library.clone());
    let study = library
        .read_study(&options.scenarios, &options.variants, &options.seeds)
        .map_err(|mistakes| Failure::BadInput(mistakes.to_string()))?;
    let compiled = compile_study(&study, options.people.map(|n| n as usize))
        .map_err(|e| Failure::BadInput(e.to_string()))?;
    let target = options
        .output
        .clone()
        .unwrap_or_else(|| default_output(&study));
    let directory = RunDirectory::create(&target, options.force)
        .map_err(|e| Failure::BadInput(e.to_string()))?;
    say_overrides(&library, options);
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second handler can only be refused in one process; then the run is merely not interruptible.
    let _ = ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed));
    let began = Instant::now();
    let result = simulate(&compiled, options, &stop)?;
    let simulated = began.elapsed();
    let mut info = run_info(&study, options, &target);
    info.timings
        .insert("simulation".into(), simulated.as_secs_f64());
    write(&directory, &result, &mut info, options, &stop)?;
    let path = directory
        .finish()
        .map_err(|e| Failure::Failed(e.to_string()))?;
    if options.json {
        println!("{}", contrasts_as_json(&result, options.margin)?);
    } else if !options.quiet {
        let table = terminal::run_table(&result, options.margin)
            .map_err(|e| Failure::Failed(e.to_string()))?;
        print!("{table}");
        println!(
            "\n{} wrote {}",
            seconds(began.elapsed()),
            path.join("report.html").display()
        );
        println!("repeat with: {}", info.command);
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s:", time.as_secs_f64())
}

fn default_output(study: &Study) -> PathBuf {
    let names: Vec<&str> = study
        .scenarios
        .iter()
        .map(|s| s.name.rsplit('/').next().unwrap_or(&s.name))
        .collect();
    Path::new("output").join(names.join("--"))
}

fn say_overrides(library: &Library, options: &RunOptions) {
    let overrides = library.overrides();
    if !options.quiet && !overrides.is_empty() {
        let names: Vec<String> = overrides.iter().map(|p| p.display().to_string()).collect();
        eprintln!("definition files from disk: {}", names.join(", "));
    }
}

fn simulate(
    study: &cohort::Study,
    options: &RunOptions,
    stop: &AtomicBool,
) -> Result<RunResult, Failure> {
    let bar = if options.quiet || options.json {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(cohort::lives(study) as u64)
    };
    let style = "living {pos} of {len} lives {wide_bar} {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    let progress = || bar.inc(1);
    let watch = Watch {
        stop,
        progress: &progress,
    };
    let threads = options.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Failure::Failed(format!("cannot start threads: {e}")))?;
    let result = pool.install(|| cohort::run(study, &watch));
    bar.finish_and_clear();
    result.map_err(|cohort::Stopped| Failure::Interrupted)
}

fn run_info(study: &Study, options: &RunOptions, target: &Path) -> RunInfo {
    let mut inputs: Vec<Input> = Vec::new();
    let mut add = |folder: &str, name: &str, path: &str, sha256: &str| {
        inputs.push(Input {
            name: format!("{folder}/{name}"),
            origin: if path == "built in" {
                Origin::BuiltIn
            } else {
                Origin::File(path.to_owned())
            },
            sha256: sha256.to_owned(),
        });
    };
    for s in &study.scenarios {
        add("scenarios", &s.name, &s.path, &s.sha256);
    }
    let (brain, history, seeds) = (&study.brain, &study.history, &study.seeds);
    add("models", &brain.name, &brain.path, &brain.sha256);
    for v in &study.variants {
        add(
            &format!("models/{}", brain.name),
            &v.name,
            &v.file.path,
            &v.file.sha256,
        );
    }
    add(
        "scenarios/histories",
        &history.name,
        &history.path,
        &history.sha256,
    );
    for t in &study.treatments {
        add("treatments", &t.name, &t.path, &t.sha256);
    }
    add("seeds", &seeds.name, &seeds.path, &seeds.sha256);
    RunInfo {
        command: command(options, target),
        inputs,
        timings: Default::default(),
    }
}

/// The command that repeats a run; `--force` since the results then exist.
fn command(options: &RunOptions, target: &Path) -> String {
    let mut words: Vec<String> = vec!["rewire".into(), "run".into()];
    words.extend(options.scenarios.iter().cloned());
    words.extend(["--seeds".into(), options.seeds.clone()]);
    if let Some(people) = options.people {
        words.extend(["--people".into(), people.to_string()]);
    }
    for variant in &options.variants {
        words.extend(["--variant".into(), variant.clone()]);
    }
    words.extend(["--margin".into(), options.margin.to_string()]);
    words.extend(["--format".into(), options.format.to_string()]);
    if let Some(library) = &options.library {
        words.extend(["--library".into(), library.display().to_string()]);
    }
    if options.png {
        words.push("--png".into());
    }
    words.extend([
        "--output".into(),
        target.display().to_string(),
        "--force".into(),
    ]);
    words
        .iter()
        .map(|w| quoted(w))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn write(
    directory: &RunDirectory,
    result: &RunResult,
    info: &mut RunInfo,
    options: &RunOptions,
    stop: &AtomicBool,
) -> Outcome {
    let failed = |message: String| Failure::Failed(message);
    let interrupted = || {
        if stop.load(Ordering::Relaxed) {
            Err(Failure::Interrupted)
        } else {
            Ok(())
        }
    };
    let began = Instant::now();
    let (contrasts, arms) = numbers_of(result, options.margin)?;
    let drawn = pictures::all(result, &contrasts, 0, options.margin);
    for picture in &drawn {
        interrupted()?;
        let name = format!("plots/{}.svg", picture.name);
        directory
            .write(&name, picture.svg.as_bytes())
            .map_err(|e| failed(e.to_string()))?;
        if options.png {
            let png = pictures::png(&picture.svg, PNG_WIDTH).map_err(|e| failed(e.to_string()))?;
            let name = format!("plots/{}.png", picture.name);
            directory
                .write(&name, &png)
                .map_err(|e| failed(e.to_string()))?;
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
        variant: 0,
        smallest_difference: options.margin,
        command: &info.command,
        versions: &versions,
        hashes: &hashes,
    })
    .map_err(|e| failed(e.to_string()))?;
    directory
        .write("report.html", html.as_bytes())
        .map_err(|e| failed(e.to_string()))?;
    interrupted()?;
    info.timings
        .insert("pictures and page".into(), began.elapsed().as_secs_f64());
    let table_options = TableOptions {
        format: options.format,
        margin: options.margin,
    };
    tables::write_run(directory, result, info, &table_options)
        .map_err(|e| failed(e.to_string()))?;
    interrupted()
}

/// Contrasts of every scenario with the first, at the outcome week of the later one, and summaries of all arms.
fn numbers_of(
    result: &RunResult,
    margin: f64,
) -> Result<(Vec<data::ContrastRow>, Vec<data::ArmSummary>), Failure> {
    let failed = |e: inference::InferenceError| Failure::Failed(e.to_string());
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
            contrasts.push(contrast.map_err(|e| Failure::Failed(e.to_string()))?);
        }
    }
    Ok(contrasts)
}

fn contrasts_as_json(result: &RunResult, margin: f64) -> Result<String, Failure> {
    serde_json::to_string_pretty(&contrasts_of(result, margin)?)
        .map_err(|e| Failure::Failed(e.to_string()))
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
