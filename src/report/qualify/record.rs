//! `qualify.json`: what went in, and what came out.

use super::Qualification;
use crate::inference::qualification::{Coverage, Standing};
use crate::report::files::{Content, FileError, RunDirectory};
use crate::report::tables::Input;
use crate::report::tables::record::OutputFile;
use serde::Serialize;

/// Number of the layout of `qualify.json`.
pub const LAYOUT: u32 = 1;

/// What the record says beside the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QualifyInfo {
    /// The one command that repeats it.
    pub command: String,
    /// Definition files as they were read, in the order of their use.
    pub inputs: Vec<Input>,
}

/// Coverage by what figures are to the model, and all figures: what `--json` prints.
#[derive(Serialize)]
pub struct Outcome<'a> {
    coverage: Vec<Part>,
    #[serde(flatten)]
    qualification: &'a Qualification,
}

#[derive(Serialize)]
struct Part {
    standing: Standing,
    coverage: Coverage,
}

#[derive(Serialize)]
struct Record<'a> {
    layout: u32,
    rewire: &'static str,
    #[serde(flatten)]
    info: &'a QualifyInfo,
    files: Vec<OutputFile>,
    #[serde(flatten)]
    outcome: Outcome<'a>,
}

/// The outcome with its coverage.
pub fn outcome(qualification: &Qualification) -> Outcome<'_> {
    let part = |standing| Part {
        standing,
        coverage: qualification.coverage(|figure| figure.standing == standing),
    };
    Outcome {
        coverage: Standing::ALL.map(part).into(),
        qualification,
    }
}

/// Writes the record, with the hashes of every file written before it.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    directory: &RunDirectory,
    qualification: &Qualification,
    info: &QualifyInfo,
) -> Result<(), FileError> {
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION"),
        info,
        files: OutputFile::all(directory),
        outcome: outcome(qualification),
    };
    let name = Content::Qualification.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}
