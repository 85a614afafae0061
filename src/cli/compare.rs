//! `rewire compare`: saved runs of the same people side by side.

use super::arguments::{CompareOptions, Shared};
use super::work::produce;
use super::{Failure, Outcome, output, readings, say, week};
use crate::report::files::RUN_FILE;
use crate::report::tables::{self, RunInfo, SavedRun};
use std::path::{Path, PathBuf};

pub(super) fn compare(options: &CompareOptions, shared: &Shared) -> Outcome {
    let mut runs: Vec<(String, SavedRun)> = Vec::new();
    let mut mistakes = Vec::new();
    for (name, path) in names(&options.runs).into_iter().zip(&options.runs) {
        match tables::read_saved(&directory_of(path)) {
            Ok(run) => runs.push((name, run)),
            Err(error) => mistakes.push(error.to_string()),
        }
    }
    if !mistakes.is_empty() {
        return Err(Failure::BadInput(mistakes.join("\n")));
    }
    let mut joined = tables::join(&runs).map_err(|error| Failure::BadInput(error.to_string()))?;
    if joined.result.scenarios.len() < 2 {
        return Err(Failure::BadInput(
            "all these runs hold one and the same scenario: there is nothing to compare; name runs of different scenarios".to_owned(),
        ));
    }
    week::judge_at(&mut joined.result, options.output.week)?;
    let (readouts, scenarios) = (&joined.result.readouts, &joined.result.scenarios);
    let asked = readings::asked(&options.output, readouts, scenarios)?;
    let target = options
        .output
        .output
        .clone()
        .unwrap_or_else(|| default_output(&runs));
    let made = produce(
        &output::target(&target, &options.output),
        shared,
        |directory, stop| {
            if !shared.quiet {
                joined.notes.iter().for_each(|text| say::note(text));
            }
            let mut words: Vec<String> = vec!["rewire".into(), "compare".into()];
            words.extend(options.runs.iter().map(|path| path.display().to_string()));
            let mut info = RunInfo {
                command: output::command(words, shared, &options.output, &target),
                inputs: joined.inputs,
                timings: Default::default(),
            };
            output::write(directory, &joined.result, &mut info, &options.output, stop)?;
            Ok((joined.result, info))
        },
    )?;
    output::tell(&made, shared, &options.output, asked.as_ref())
}

/// The directory of a run; its `run.json` names it as well.
fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if path.file_name().is_some_and(|name| name == RUN_FILE) => parent.to_owned(),
        _ => path.to_owned(),
    }
}

/// What messages and pictures call the runs: the last part of each path, or the whole path where two are alike.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let short = |path: &PathBuf| {
        let directory = directory_of(path);
        let resolved = directory.canonicalize().unwrap_or(directory);
        resolved.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    let all: Vec<String> = paths.iter().map(short).collect();
    let alike = |name: &String| all.iter().filter(|other| *other == name).count() > 1;
    let named = all.iter().zip(paths);
    named
        .map(|(name, path)| {
            if alike(name) {
                path.display().to_string()
            } else {
                name.clone()
            }
        })
        .collect()
}

fn default_output(runs: &[(String, SavedRun)]) -> PathBuf {
    let plain = |name: &str| name.trim_matches(['.', '/']).replace(['/', '\\'], "-");
    let names: Vec<String> = runs.iter().map(|(name, _)| plain(name)).collect();
    Path::new("output").join(format!("compare--{}", names.join("--")))
}
