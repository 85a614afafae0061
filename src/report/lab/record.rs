//! `lab.json`: what went into the lab, and what came out.

use crate::lab::Experiment;
use crate::report::files::{Content, FileError, RunDirectory};
use crate::report::tables::Input;
use crate::report::tables::record::OutputFile;
use serde::Serialize;

/// Number of the layout of `lab.json`.
pub const LAYOUT: u32 = 1;

/// What the record says beside the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabInfo {
    /// The one command that repeats it.
    pub command: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Definition files as they were read, in the order of their use.
    pub inputs: Vec<Input>,
}

#[derive(Serialize)]
struct Record<'a> {
    layout: u32,
    rewire: &'static str,
    #[serde(flatten)]
    info: &'a LabInfo,
    files: Vec<OutputFile>,
    experiments: &'a [Experiment],
}

/// Writes the record, with the hashes of every file written before it.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    directory: &RunDirectory,
    experiments: &[Experiment],
    info: &LabInfo,
) -> Result<(), FileError> {
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION"),
        info,
        files: OutputFile::all(directory),
        experiments,
    };
    let name = Content::Lab.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}
