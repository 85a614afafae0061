//! `lab.json` of recorded spikes: what went in, what is left, and what is drawn.

use super::{Ending, Recording};
use crate::lab::Experiment;
use crate::report::files::{Content, FileError, RunDirectory};
use crate::report::lab::record::{LAYOUT, LabInfo};
use crate::report::tables::record::OutputFile;
use serde::Serialize;

#[derive(Serialize)]
struct Record<'a> {
    layout: u32,
    rewire: &'static str,
    #[serde(flatten)]
    info: &'a LabInfo,
    files: Vec<OutputFile>,
    recording: &'a Recording,
    synapses: &'a [Ending],
    experiments: [&'a Experiment; 1],
}

/// Writes the record, with the hashes of every file written before it.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    directory: &RunDirectory,
    recording: &Recording,
    endings: &[Ending],
    experiment: &Experiment,
    info: &LabInfo,
) -> Result<(), FileError> {
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION"),
        info,
        files: OutputFile::all(directory),
        recording,
        synapses: endings,
        experiments: [experiment],
    };
    let name = Content::Lab.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}
