//! The tables of a run and its record: written from results, and read back.
//!
//! | file | one row is | made by |
//! |---|---|---|
//! | `weekly.csv` | a readout in a week of a scenario under a variant, over its people | `weekly` |
//! | `readouts.csv` | a readout: title, unit, meaning | `weekly` |
//! | `trajectories.parquet`, `trajectories.csv` | a readout of a person in a week of an arm | [`trajectories`] |
//! | `arms.csv` | a scenario under a variant, and the number of its arm in the trajectories | `stored` |
//! | `readings.csv` | a readout of a person at the end of a day or after a trial, where that was asked for | [`readings`] |
//! | `summary.csv` | a scenario under a variant | [`summaries`] |
//! | `contrasts.csv` | two scenarios compared under a variant at a week | [`summaries`] |
//! | `people.csv` | a virtual person at the end of the history | `stored` |
//! | `run.json` | everything else, with hashes of what went in and came out | [`record`] |
//!
//! Equal results give equal bytes, on every machine; only the timings in `run.json` differ from run to run. An empty field in a
//! table is a number that does not exist, such as the spread of one person.

pub(in crate::report) mod guard;
pub mod join;
pub mod read;
pub mod readings;
pub mod record;
pub mod summaries;
pub mod trajectories;

mod parquet_file;
mod shape;
mod stored;
mod weekly;

use super::files::{FileError, RunDirectory};
use crate::cohort::results::RunResult;
use crate::inference::{DEFAULT_MARGIN, InferenceError};
use std::fmt;
use std::str::FromStr;
use stored::Numbered;

pub use join::{JoinError, Joined, join};
pub use read::{ReadError, SavedRun, read_run, read_saved};
pub use readings::ReadingsWriter;
pub use record::{Input, Origin, RunInfo};
pub use stored::{ARMS_FILE, PEOPLE_FILE};
pub use trajectories::TrajectoryWriter;
pub use weekly::{READOUTS_FILE, WEEKLY_FILE, Weekly};

/// In which formats trajectories are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Text that everything reads; large.
    Csv,
    /// Columns, compressed; about a tenth of the size.
    #[default]
    Parquet,
    /// Both of them.
    Both,
}

impl Format {
    /// Names of the formats as written on the command line.
    pub const NAMES: [&'static str; 3] = ["csv", "parquet", "both"];

    /// Whether trajectories are written as CSV.
    pub fn csv(self) -> bool {
        matches!(self, Self::Csv | Self::Both)
    }

    /// Whether trajectories are written as Parquet.
    pub fn parquet(self) -> bool {
        matches!(self, Self::Parquet | Self::Both)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Both => "both",
        })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "csv" => Ok(Self::Csv),
            "parquet" => Ok(Self::Parquet),
            "both" => Ok(Self::Both),
            _ => Err(format!("`{name}` is not one of {}", Self::NAMES.join(", "))),
        }
    }
}

/// How tables are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableOptions {
    /// Formats of the trajectories.
    pub format: Format,
    /// Smallest difference of severity that matters, points of 100.
    pub margin: f64,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            format: Format::default(),
            margin: DEFAULT_MARGIN,
        }
    }
}

/// Why a table could not be written.
#[derive(Debug)]
pub enum TableError {
    /// The file could not be written.
    File(FileError),
    /// A number in it could not be computed.
    Inference(InferenceError),
    /// The parts of the result contradict each other.
    Inconsistent(String),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Inference(error) => error.fmt(f),
            Self::Inconsistent(what) => write!(f, "the run contradicts itself: {what}"),
        }
    }
}

impl std::error::Error for TableError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Inference(error) => Some(error),
            Self::Inconsistent(_) => None,
        }
    }
}

impl From<FileError> for TableError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<InferenceError> for TableError {
    fn from(error: InferenceError) -> Self {
        Self::Inference(error)
    }
}

/// Writes all tables of a run, and its record last, since the record holds the hashes of the files before it.
///
/// # Errors
/// If a file cannot be written, or the parts of the result contradict each other.
pub fn write_run(
    directory: &RunDirectory,
    result: &RunResult,
    info: &RunInfo,
    options: &TableOptions,
) -> Result<(), TableError> {
    write_tables(directory, result, options)?;
    record::write_record(directory, result, info)
}

/// Writes all tables of a run but its record, for which see [`record::write_record`].
///
/// # Errors
/// If a file cannot be written, or the parts of the result contradict each other.
pub fn write_tables(
    directory: &RunDirectory,
    result: &RunResult,
    options: &TableOptions,
) -> Result<(), TableError> {
    shape::check(result).map_err(TableError::Inconsistent)?;
    for arm in &result.arms {
        shape::check_values(result, arm).map_err(TableError::Inconsistent)?;
    }
    let stored = stored::arms(result);
    let short_tables = || {
        summaries::write_summary(directory, result)?;
        summaries::write_contrasts(directory, result, options.margin)?;
        stored::write_arms(directory, result, &stored)?;
        stored::write_people(directory, result)?;
        weekly::write_readouts(directory, result)?;
        weekly::write_weekly(directory, result, &stored)
    };
    let (trajectories, short_tables) = rayon::join(
        || write_trajectories(directory, result, &stored, options.format),
        short_tables,
    );
    trajectories.and(short_tables)
}

/// Writes the trajectories, each format on a thread of its own: the text takes most of the time.
fn write_trajectories(
    directory: &RunDirectory,
    result: &RunResult,
    stored: &Numbered,
    format: Format,
) -> Result<(), TableError> {
    let write = |format| {
        let mut writer = TrajectoryWriter::create(directory, result, format)?;
        for &arm in &stored.first {
            writer.write_arm(&result.arms[arm])?;
        }
        writer.finish()
    };
    if format != Format::Both {
        return write(format);
    }
    std::thread::scope(|scope| {
        let csv = scope.spawn(|| write(Format::Csv));
        let parquet = write(Format::Parquet);
        let csv = csv
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        csv.and(parquet)
    })
}
