//! `run.json`: what went into a run, what came out, and everything of the result but the trajectories.

use super::{TableError, shape, stored};
use crate::cohort::results::RunResult;
use crate::report::files::{RUN_FILE, RunDirectory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Number of the layout of `run.json`; a reader refuses any other.
pub const LAYOUT: u32 = 2;

/// What a run's record says beside its result.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RunInfo {
    /// The one command that repeats the run.
    pub command: String,
    /// Definition files as they were resolved, in the order of their use.
    pub inputs: Vec<Input>,
    /// Seconds of wall-clock time by part of the work. The only thing in the files of a run that differs when it is repeated.
    #[serde(skip)]
    pub timings: BTreeMap<String, f64>,
}

/// A definition file that went into a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Path without `.toml`, as in `scenarios/therapy-alone`.
    pub name: String,
    /// Where it was found.
    pub origin: Origin,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Where a definition file was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In the program itself.
    BuiltIn,
    /// On disk, at this path.
    File(String),
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::report) struct OutputFile {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) blake3: String,
}

impl OutputFile {
    /// Every file written so far, by name.
    pub(in crate::report) fn all(directory: &RunDirectory) -> Vec<OutputFile> {
        let written = directory.written().into_iter();
        let files = written.map(|(name, written)| OutputFile {
            name,
            bytes: written.bytes,
            blake3: written.blake3,
        });
        files.collect()
    }
}

/// The layout of `run.json` as it is written.
#[derive(Serialize)]
pub(super) struct Record<R> {
    pub(super) layout: u32,
    pub(super) rewire: String,
    #[serde(flatten)]
    pub(super) info: RunInfo,
    pub(super) files: Vec<OutputFile>,
    /// Number of each arm in the trajectories: arms that hold the same share one.
    pub(super) stored_arms: Vec<usize>,
    pub(super) result: R,
    // Last and apart, so that two runs can be compared up to this line.
    pub(super) timings: BTreeMap<String, f64>,
}

/// Writes `run.json`, with the hashes of every file written before it.
///
/// # Errors
/// If the file cannot be written, a timing is not a number, or the parts of the result contradict each other.
pub fn write_record(
    directory: &RunDirectory,
    result: &RunResult,
    info: &RunInfo,
) -> Result<(), TableError> {
    shape::check(result).map_err(TableError::Inconsistent)?;
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION").to_owned(),
        info: info.clone(),
        files: OutputFile::all(directory),
        stored_arms: stored::arms(result).of,
        result,
        timings: info.timings.clone(),
    };
    let mut text = serde_json::to_vec_pretty(&record)
        .map_err(|error| directory.error(RUN_FILE, error.into()))?;
    text.push(b'\n');
    directory.write(RUN_FILE, &text)?;
    Ok(())
}
