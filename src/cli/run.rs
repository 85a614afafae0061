//! `rewire run`: read, live, write; and go on from a run that was interrupted.

use super::arguments::{Readings, RunOptions, Shared};
use super::work::{Desk, LIVES, bad_input, bar, failed, produce_by_pieces};
use super::{Failure, Outcome, output, readings, say, week};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Watch};
use crate::report::tables::{Input, Origin, ReadingsWriter, RunInfo};
use crate::spec::compile::compile_study;
use crate::spec::{Kind, Library, Sourced, Study};
use clap::ValueEnum;
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
    if options.readings == Some(Readings::Trial) {
        trials_can_be_read(&compiled).map_err(Failure::BadInput)?;
    }
    week::reached(&compiled.scenarios, options.output.week)?;
    say_twice(&study, options, shared);
    let people = options.people.map_or(0, |people| people as usize);
    say::beyond(&study.seeds, people, shared.quiet);
    let target = options
        .output
        .output
        .clone()
        .unwrap_or_else(|| default_output(&study));
    let place = output::target(&target, &options.output);
    let made = produce_by_pieces(&place, options.resume, &library, shared, |desk| {
        let began = Instant::now();
        let mut result = simulate(&compiled, shared, desk)?;
        week::judge_at(&mut result, options.output.week)?;
        desk.say_what_was_used();
        if let Some(readings) = options.readings {
            read_closely(&compiled, &result, readings, shared, desk)?;
        }
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

/// Says which scenarios were named more than once, and that each is lived once.
fn say_twice(study: &Study, options: &RunOptions, shared: &Shared) {
    if shared.quiet || study.repeated.is_empty() {
        return;
    }
    let names: Vec<String> = study
        .repeated
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let (is, it) = if names.len() == 1 {
        ("is", "it is")
    } else {
        ("are", "each is")
    };
    say::note(&format!(
        "{} {is} named more than once among the {} scenarios: {it} lived once, and compared with nothing but the others",
        say::listed(&names),
        options.scenarios.len()
    ));
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

/// Whether there are trials, and none settles beside another; or what to do.
fn trials_can_be_read(study: &cohort::Study) -> Result<(), String> {
    let courses = study.variants.iter().flat_map(|variant| &variant.courses);
    if courses
        .flat_map(|course| &course.phases)
        .all(|phase| phase.trials.is_empty())
    {
        return Err(
            "no phase of these scenarios holds trials: there is nothing to read after each\n  next: --readings day"
                .to_owned(),
        );
    }
    let side_by_side = study.variants.iter().map(|v| v.plan.side_by_side).max();
    match side_by_side {
        Some(several) if several > 1 => Err(format!(
            "in the brain {:?} up to {several} trials settle side by side before they are learned: none can be read by itself\n  \
             next: --readings day, or side_by_side = 1 in [settling] of the brain",
            study.brain.name
        )),
        _ => Ok(()),
    }
}

/// Simulates everyone once more, and writes what is read of them between the weeks.
fn read_closely(
    study: &cohort::Study,
    result: &RunResult,
    readings: Readings,
    shared: &Shared,
    desk: &Desk,
) -> Outcome {
    let grain = match readings {
        Readings::Day => cohort::Grain::Day,
        Readings::Trial => cohort::Grain::Trial,
    };
    let mut table = ReadingsWriter::create(desk.directory, result).map_err(failed)?;
    let bar = bar(shared, study.variants.len() * study.seeds.count, LIVES);
    let watch = Watch {
        stop: desk.stop,
        progress: &|| bar.inc(1),
    };
    let written = cohort::read_closely(study, grain, &watch, |person| table.write(&person));
    bar.finish_and_clear();
    written?.map_err(failed)?;
    table.finish().map_err(failed)
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
    let variants = study
        .variants
        .iter()
        .filter(|variant| !variant.is_as_written());
    inputs.extend(variants.map(|variant| Input {
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
    if let Some(readings) = options.readings {
        let when = readings.to_possible_value();
        words.extend([
            "--readings".into(),
            when.map_or_else(String::new, |when| when.get_name().to_owned()),
        ]);
    }
    output::command(words, shared, &options.output, target)
}
