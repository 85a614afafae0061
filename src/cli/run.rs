//! `rewire run`: read, live, write; and go on from a run that was interrupted.

use super::arguments::{RunOptions, Shared};
use super::work::{Desk, LIVES, bad_input, bar, produce_by_pieces};
use super::{Failure, Outcome, output, readings, say};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Watch};
use crate::report::tables::{Input, Origin, RunInfo};
use crate::spec::compile::compile_study;
use crate::spec::{Kind, Library, Sourced, Study};
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(super) fn run(options: &RunOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let study = library
        .read_study(&options.scenarios, &options.variants, &options.seeds)
        .map_err(bad_input)?;
    let compiled = compile_study(&study, options.people.map(|n| n as usize)).map_err(bad_input)?;
    let asked = readings::asked(&options.output, &compiled.readouts, &compiled.scenarios)?;
    let cautions = study.scenarios.iter().flat_map(|s| &s.cautions);
    say::cautions(cautions, shared.quiet);
    let target = options
        .output
        .output
        .clone()
        .unwrap_or_else(|| default_output(&study));
    let place = output::target(&target, &options.output);
    let made = produce_by_pieces(&place, options.resume, &library, shared, |desk| {
        let began = Instant::now();
        let result = simulate(&compiled, shared, desk)?;
        desk.say_what_was_used();
        let mut info = RunInfo {
            command: command(options, shared, &target),
            inputs: inputs_of(&study),
            timings: Default::default(),
        };
        info.timings
            .insert("simulation".into(), began.elapsed().as_secs_f64());
        output::write(
            desk.directory,
            &result,
            &mut info,
            &options.output,
            desk.stop,
        )?;
        Ok((result, info))
    })?;
    output::tell(&made, shared, &options.output, asked.as_ref())
}

fn default_output(study: &Study) -> PathBuf {
    let names: Vec<&str> = study
        .scenarios
        .iter()
        .map(|scenario| scenario.name.rsplit('/').next().unwrap_or(&scenario.name))
        .collect();
    Path::new("output").join(names.join("--"))
}

/// Lives a study, and keeps what is finished.
pub(super) fn simulate(
    study: &cohort::Study,
    shared: &Shared,
    desk: &Desk,
) -> Result<RunResult, Failure> {
    let bar = bar(shared, cohort::lives(study), LIVES);
    let watch = Watch {
        stop: desk.stop,
        progress: &|| bar.inc(1),
    };
    let result = cohort::run_keeping(study, &watch, desk.pieces);
    bar.finish_and_clear();
    result.map_err(Failure::from)
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
