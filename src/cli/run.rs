//! `rewire run`: read, live, write; and go on from a run that was interrupted.

use super::arguments::{RunOptions, Shared};
use super::{Failure, Outcome, output, say};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Keep, Watch};
use crate::report::files::Pieces;
use crate::report::tables::{Input, Origin, RunInfo};
use crate::spec::compile::compile_study;
use crate::spec::{Kind, Library, Sourced, Study};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

pub(super) fn run(options: &RunOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let study = library
        .read_study(&options.scenarios, &options.variants, &options.seeds)
        .map_err(|mistakes| Failure::BadInput(mistakes.to_string()))?;
    let compiled = compile_study(&study, options.people.map(|n| n as usize))
        .map_err(|error| Failure::BadInput(error.to_string()))?;
    let target = options
        .output
        .output
        .clone()
        .unwrap_or_else(|| default_output(&study));
    let mut pieces = Pieces::beside(&target, options.resume)
        .map_err(|error| Failure::BadInput(error.to_string()))?;
    let outcome = output::produce(&target, shared, &options.output, |stop| {
        say::overrides(&library, shared.quiet);
        if !shared.quiet {
            say_what_is_found(&pieces, options.resume);
        }
        let began = Instant::now();
        let result = simulate(&compiled, shared, stop, &pieces)?;
        if !shared.quiet {
            say_what_was_used(&pieces);
        }
        let mut info = RunInfo {
            command: command(options, shared, &target),
            inputs: inputs_of(&study),
            timings: Default::default(),
        };
        info.timings
            .insert("simulation".into(), began.elapsed().as_secs_f64());
        Ok((result, info))
    });
    pieces.flush();
    if let Some(error) = pieces.refused().filter(|_| !shared.quiet) {
        say::note(&error.to_string());
    }
    let produced = outcome.map_err(|failure| with_way_on(failure, &pieces))?;
    pieces.remove();
    produced.tell(shared, &options.output)
}

impl Keep for Pieces {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        Pieces::find(self, name)
    }

    fn keep(&self, name: String, piece: Vec<u8>) {
        Pieces::keep(self, name, piece);
    }
}

/// Adds to a failure how to go on, where something was finished.
pub(super) fn with_way_on(failure: Failure, pieces: &Pieces) -> Failure {
    if pieces.count() == 0 {
        return failure;
    }
    let mut words: Vec<String> = std::env::args_os()
        .map(|word| output::quoted(&word.to_string_lossy()))
        .collect();
    if !words.iter().any(|word| word == "--resume") {
        words.push("--resume".into());
    }
    let command = words.join(" ");
    match failure {
        Failure::Failed(message) => Failure::Failed(format!(
            "{message}\nfinished lives are kept; once this is mended, go on with: {command}"
        )),
        Failure::Interrupted => Failure::Unfinished(format!("interrupted: go on with: {command}")),
        other => other,
    }
}

/// What a run finds of an earlier one.
pub(super) fn say_what_is_found(pieces: &Pieces, resume: bool) {
    match (pieces.count(), resume) {
        (0, true) => say::note("nothing unfinished to go on from: starting anew"),
        (0, false) => {}
        (_, true) => say::note(&format!("going on from {}", pieces.directory().display())),
        (_, false) => say::note(&format!(
            "an earlier run was not finished, see {}; with --resume it would be gone on from",
            pieces.directory().display()
        )),
    }
}

/// How much of what was found was of use.
pub(super) fn say_what_was_used(pieces: &Pieces) {
    let counted = |count| say::counted(count, "piece", "pieces");
    if pieces.found() > 0 {
        say::note(&format!("taken over: {}", counted(pieces.found())));
    }
    if pieces.damaged() > 0 {
        let damaged = counted(pieces.damaged());
        say::note(&format!("damaged, and lived anew: {damaged}"));
    }
}

fn default_output(study: &Study) -> PathBuf {
    let names: Vec<&str> = study
        .scenarios
        .iter()
        .map(|scenario| scenario.name.rsplit('/').next().unwrap_or(&scenario.name))
        .collect();
    Path::new("output").join(names.join("--"))
}

fn simulate(
    study: &cohort::Study,
    shared: &Shared,
    stop: &AtomicBool,
    pieces: &Pieces,
) -> Result<RunResult, Failure> {
    let bar = if shared.quiet || shared.json {
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
    let result = cohort::run_keeping(study, &watch, pieces);
    bar.finish_and_clear();
    result.map_err(|cohort::Stopped| Failure::Interrupted)
}

/// Where a definition file was found.
pub(super) fn origin(path: &str) -> Origin {
    if path == "built in" {
        Origin::BuiltIn
    } else {
        Origin::File(path.to_owned())
    }
}

/// A definition file as what went in.
pub(super) fn input<T>(kind: Kind, file: &Sourced<T>) -> Input {
    Input {
        name: format!("{}/{}", kind.folder(), file.name),
        origin: origin(&file.path),
        sha256: file.sha256.clone(),
    }
}

/// The definition files that go into a run, in the order of their use.
pub(super) fn inputs_of(study: &Study) -> Vec<Input> {
    let scenarios = study.scenarios.iter();
    let mut inputs: Vec<Input> = scenarios.map(|s| input(Kind::Scenario, s)).collect();
    inputs.push(input(Kind::Brain, &study.brain));
    inputs.extend(study.lenders.iter().map(|l| input(Kind::Brain, l)));
    inputs.extend(study.variants.iter().map(|variant| Input {
        name: format!("models/{}/{}", study.brain.name, variant.name),
        ..input(Kind::Variant, &variant.file)
    }));
    inputs.push(input(Kind::History, &study.history));
    let treatments = study.treatments.iter();
    inputs.extend(treatments.map(|t| input(Kind::Treatment, t)));
    inputs.push(input(Kind::Seeds, &study.seeds));
    inputs
}

/// The command that repeats a run.
fn command(options: &RunOptions, shared: &Shared, target: &Path) -> String {
    let mut words: Vec<String> = vec!["rewire".into(), "run".into()];
    words.extend(options.scenarios.iter().cloned());
    words.extend(["--seeds".into(), options.seeds.clone()]);
    if let Some(people) = options.people {
        words.extend(["--people".into(), people.to_string()]);
    }
    for variant in &options.variants {
        words.extend(["--variant".into(), variant.clone()]);
    }
    output::command(words, shared, &options.output, target)
}
