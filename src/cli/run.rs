//! `rewire run`: read, live, write.

use super::arguments::{RunOptions, Shared};
use super::{Failure, Outcome, output, say};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Watch};
use crate::report::tables::{Input, Origin, RunInfo};
use crate::spec::compile::compile_study;
use crate::spec::{Library, Study};
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
    output::produce(&target, shared, &options.output, |stop| {
        say::overrides(&library, shared.quiet);
        let began = Instant::now();
        let result = simulate(&compiled, shared, stop)?;
        let mut info = RunInfo {
            command: command(options, shared, &target),
            inputs: inputs(&study),
            timings: Default::default(),
        };
        info.timings
            .insert("simulation".into(), began.elapsed().as_secs_f64());
        Ok((result, info))
    })
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
    let result = cohort::run(
        study,
        &Watch {
            stop,
            progress: &progress,
        },
    );
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

/// The definition files that go into a run, in the order of their use.
fn inputs(study: &Study) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    let mut add = |folder: &str, name: &str, path: &str, sha256: &str| {
        inputs.push(Input {
            name: format!("{folder}/{name}"),
            origin: origin(path),
            sha256: sha256.to_owned(),
        });
    };
    for s in &study.scenarios {
        add("scenarios", &s.name, &s.path, &s.sha256);
    }
    let (brain, history, seeds) = (&study.brain, &study.history, &study.seeds);
    add("models", &brain.name, &brain.path, &brain.sha256);
    for lender in &study.lenders {
        add("models", &lender.name, &lender.path, &lender.sha256);
    }
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
