//! Made-up runs on disk.

use super::{curve, normal, run};
use rewire::cohort::results::{MemoryTest, RunResult};
use rewire::report::files::{RunDirectory, sha256};
use rewire::report::tables::{Format, Input, Origin, RunInfo, TableOptions, write_run};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub fn example() -> RunResult {
    let mut result = run(2, 2, 9, |place| {
        let seed = (place.person * 1000 + place.week * 10 + place.readout) as u64;
        (50.0 - 8.0 * place.scenario as f64 + 9.0 * normal(seed)) as f32
    });
    result.memory = Some(MemoryTest {
        seeds: vec![101, 102],
        curves: vec![curve("ill_weights_ill_body", 2, |person, week| {
            (person + week) as f32 / 3.0
        })],
    });
    result.people[0].seed = u64::MAX;
    result
}

pub fn info() -> RunInfo {
    RunInfo {
        command: "rewire run scenario-0 scenario-1".to_owned(),
        inputs: vec![
            Input {
                name: "models/affect".to_owned(),
                origin: Origin::BuiltIn,
                sha256: sha256(b"a"),
            },
            Input {
                name: "scenarios/x".to_owned(),
                origin: Origin::File("./x.toml".to_owned()),
                sha256: sha256(b"b"),
            },
        ],
        timings: [("living".to_owned(), 1.25)].into(),
    }
}

/// Writes a run below a fresh directory and returns both.
pub fn written(result: &RunResult, format: Format) -> (TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    let path = write_to(&output.path().join("run"), result, format);
    (output, path)
}

pub fn write_to(path: &Path, result: &RunResult, format: Format) -> PathBuf {
    let directory = RunDirectory::create(path, false).unwrap();
    write_run(
        &directory,
        result,
        &info(),
        &TableOptions {
            format,
            ..TableOptions::default()
        },
    )
    .unwrap();
    directory.finish().unwrap()
}

pub fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
