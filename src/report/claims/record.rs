//! `claims.json`: what went into a trial of claims, and everything that came out.

use crate::inference::claims::ClaimResults;
use crate::report::files::{Content, FileError, RunDirectory};
use crate::report::tables::Input;
use crate::report::tables::record::OutputFile;
use serde::{Deserialize, Serialize};

/// Number of the layout of `claims.json`; a reader refuses a higher one.
pub const LAYOUT: u32 = 1;

/// What the record says beside the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimsInfo {
    /// The one command that repeats it.
    pub command: String,
    /// Definition files as they were read, in the order of their use.
    pub inputs: Vec<Input>,
}

/// The layout of `claims.json`. `R` is the results, owned when read and borrowed when written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record<R> {
    layout: u32,
    rewire: String,
    /// What went in.
    #[serde(flatten)]
    pub info: ClaimsInfo,
    files: Vec<OutputFile>,
    /// What came out.
    pub results: R,
}

/// Writes the record, with the hashes of every file written before it.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    directory: &RunDirectory,
    results: &ClaimResults,
    info: &ClaimsInfo,
) -> Result<(), FileError> {
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION").to_owned(),
        info: info.clone(),
        files: OutputFile::all(directory),
        results,
    };
    let name = Content::Claims.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}

/// Reads a record from the text of `claims.json`.
///
/// # Errors
/// In words, if the text is no record, or one of a later layout.
pub fn read(text: &[u8]) -> Result<Record<ClaimResults>, String> {
    let record: Record<ClaimResults> =
        serde_json::from_slice(text).map_err(|error| error.to_string())?;
    if record.layout > LAYOUT {
        return Err(format!(
            "it has the layout {}, and this program reads up to {LAYOUT}",
            record.layout
        ));
    }
    Ok(record)
}
