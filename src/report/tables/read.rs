//! A saved run read back: `run.json` and the trajectories beside it.
//!
//! Nothing in a file is taken on trust: the trajectories have to have the hash that the record states, their rows have to be
//! those that the record implies, one after the other, and memory is taken only for rows that are there.

use super::guard;
use super::parquet_file::{Row, read_rows};
use super::record::{Input, LAYOUT, OutputFile, RunInfo};
use super::shape;
use super::stored::Numbered;
use super::trajectories::{COLUMNS, CSV_FILE, PARQUET_FILE};
use crate::cohort::results::RunResult;
use crate::ordinary::{self, Unread};
use crate::report::files::RUN_FILE;
use ndarray::Array3;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Records above this size are refused: that of a million people has half of it.
const LARGEST: u64 = 1 << 30;

/// Why a saved run could not be read: which file, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: String,
}

impl ReadError {
    fn new(path: &Path, what: impl fmt::Display) -> Self {
        Self {
            path: path.to_owned(),
            what: what.to_string(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be read as part of a run: {}",
            self.path.display(),
            self.what
        )
    }
}

impl std::error::Error for ReadError {}

/// A run as saved.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedRun {
    /// Version of rewire that made it.
    pub rewire: String,
    /// What went in.
    pub info: RunInfo,
    /// What came out.
    pub result: RunResult,
}

/// Reads the result of a run from its directory.
///
/// # Errors
/// As [`read_saved`].
pub fn read_run(directory: &Path) -> Result<RunResult, ReadError> {
    read_saved(directory).map(|saved| saved.result)
}

/// Reads a run with its record; trajectories from Parquet or, where that file is not there, from CSV.
///
/// # Errors
/// If a file is missing, damaged or changed, made by a later layout, or does not fit the others.
pub fn read_saved(directory: &Path) -> Result<SavedRun, ReadError> {
    let path = directory.join(RUN_FILE);
    let text = ordinary::read(&path, LARGEST).map_err(|error| match error {
        Unread::System(error) if error.kind() == io::ErrorKind::NotFound => ReadError::new(
            &path,
            "it does not exist; a run is a directory that rewire has written",
        ),
        error => ReadError::new(&path, error),
    })?;
    let layout = serde_json::from_slice::<Layout>(&text)
        .map_err(|error| ReadError::new(&path, error))?
        .layout;
    if layout != LAYOUT {
        let age = if layout > LAYOUT {
            "a later"
        } else {
            "an earlier"
        };
        let what = format!(
            "its layout {layout} is of {age} rewire; this one reads layout {LAYOUT}; repeat the run"
        );
        return Err(ReadError::new(&path, what));
    }
    let record: Saved =
        serde_json::from_slice(&text).map_err(|error| ReadError::new(&path, error))?;
    shape::check(&record.result).map_err(|what| ReadError::new(&path, what))?;
    let stored = shape::stored(&record.result, &record.stored_arms)
        .map_err(|what| ReadError::new(&path, what))?;
    let result = read_trajectories(directory, &record.files, record.result, stored)?;
    Ok(SavedRun {
        rewire: record.rewire,
        info: RunInfo {
            command: record.command,
            inputs: record.inputs,
            timings: record.timings,
        },
        result,
    })
}

/// The record as it is read: what is not of it is passed over, and takes no memory.
#[derive(serde::Deserialize)]
struct Saved {
    rewire: String,
    command: String,
    inputs: Vec<Input>,
    files: Vec<OutputFile>,
    stored_arms: Vec<usize>,
    result: RunResult,
    timings: BTreeMap<String, f64>,
}

/// The one field that every layout has.
#[derive(serde::Deserialize)]
struct Layout {
    layout: u32,
}

fn read_trajectories(
    directory: &Path,
    files: &[OutputFile],
    result: RunResult,
    stored: Numbered,
) -> Result<RunResult, ReadError> {
    let there = |name: &&str| directory.join(name).is_file();
    let name = [PARQUET_FILE, CSV_FILE]
        .into_iter()
        .find(there)
        .ok_or_else(|| {
            ReadError::new(
                &directory.join(PARQUET_FILE),
                format!("neither it nor {CSV_FILE} exists"),
            )
        })?;
    let path = directory.join(name);
    verify(&path, name, files).map_err(|what| ReadError::new(&path, what))?;
    let file = ordinary::open(&path).map_err(|error| ReadError::new(&path, error))?;
    let mut filler = Filler::new(result, stored);
    let read = if name == PARQUET_FILE {
        read_rows(file, |row| filler.take(row))
    } else {
        read_csv(file, &mut filler)
    };
    read.and_then(|()| filler.finish())
        .map_err(|what| ReadError::new(&path, what))
}

/// Holds a file against the hash in the record, so that damage is found before anything is made of it.
fn verify(path: &Path, name: &str, files: &[OutputFile]) -> Result<(), String> {
    let stated = files
        .iter()
        .find(|file| file.name == name)
        .ok_or("run.json does not list it")?;
    let mut hasher = blake3::Hasher::new();
    let mut file = ordinary::open(path).map_err(|error| error.to_string())?;
    let bytes = io::copy(&mut file, &mut hasher).map_err(|error| error.to_string())?;
    if bytes != stated.bytes {
        return Err(format!(
            "it is {bytes} bytes long, {} when it was written",
            stated.bytes
        ));
    }
    if hasher.finalize().to_hex().as_str() != stated.blake3 {
        return Err(
            "it is damaged or was changed: its BLAKE3 is not the one in run.json".to_owned(),
        );
    }
    Ok(())
}

fn read_csv(file: File, filler: &mut Filler) -> Result<(), String> {
    let mut reader = csv::Reader::from_reader(io::BufReader::new(file));
    let header = reader.byte_headers().map_err(|error| error.to_string())?;
    if header != COLUMNS.as_slice() {
        return Err(format!("its columns are not {}", COLUMNS.join(", ")));
    }
    let mut record = csv::ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| error.to_string())?
    {
        // The reader has made sure that every record is as long as the header.
        let row = Row {
            arm: parsed(&record[0], filler.row, "arm")?,
            person: parsed(&record[1], filler.row, "person")?,
            week: parsed(&record[2], filler.row, "week")?,
            readout: guard::text(&record[3]),
            value: parsed(&record[4], filler.row, "value")?,
        };
        filler.take(&row)?;
    }
    Ok(())
}

fn parsed<T: std::str::FromStr>(field: &[u8], row: u64, column: &str) -> Result<T, String> {
    let number = std::str::from_utf8(field)
        .ok()
        .and_then(|text| text.parse().ok());
    number.ok_or_else(|| {
        format!(
            "row {}: `{}` is no {column}",
            row + 1,
            String::from_utf8_lossy(field).escape_debug()
        )
    })
}

/// Takes rows in the order in which they are written and fills the arms of a result with them.
struct Filler {
    result: RunResult,
    /// Which arms hold the same trajectories.
    stored: Numbered,
    /// Rows taken.
    row: u64,
    /// Number of the stored arm being filled, and its values so far.
    number: usize,
    values: Vec<f32>,
}

impl Filler {
    fn new(result: RunResult, stored: Numbered) -> Self {
        let mut filler = Self {
            result,
            stored,
            row: 0,
            number: 0,
            values: Vec::new(),
        };
        filler.close_full_arms();
        filler
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), String> {
        self.check(row)
            .map_err(|what| format!("row {}: {what}", self.row + 1))?;
        self.values.push(row.value);
        self.row += 1;
        self.close_full_arms();
        Ok(())
    }

    /// The row has to be the next one that the record implies.
    fn check(&self, row: &Row<'_>) -> Result<(), String> {
        let result = &self.result;
        let first = self.stored.first.get(self.number);
        let arm = first
            .and_then(|&arm| result.arms.get(arm))
            .ok_or("there are more rows than run.json implies")?;
        let readouts = result.readouts.len();
        let per_person = shape::values_per_person(result, arm).unwrap_or(0);
        // A full arm is closed at once, and so neither divisor is zero and every index is in range.
        let (person, within) = (
            self.values.len() / per_person,
            self.values.len() % per_person,
        );
        let number = |column: &str, expected: u64, found: u64| {
            if expected == found {
                Ok(())
            } else {
                Err(format!("{column} {found}, expected {expected}"))
            }
        };
        number("arm", self.number as u64, row.arm)?;
        number("person", result.people[arm.people[person]].seed, row.person)?;
        number("week", (within / readouts) as u64, row.week)?;
        let expected = &result.readouts[within % readouts].name;
        if expected.as_bytes() == row.readout {
            return Ok(());
        }
        let found = String::from_utf8_lossy(row.readout);
        Err(format!(
            "readout `{}`, expected `{expected}`",
            found.escape_debug()
        ))
    }

    /// Moves on past every stored arm that has all its values, which includes arms without people.
    fn close_full_arms(&mut self) {
        while let Some((arm, shape)) = self.shape_if_full() {
            let values = std::mem::take(&mut self.values);
            if let Ok(values) = Array3::from_shape_vec(shape, values) {
                self.result.arms[arm].values = values;
            }
            self.number += 1;
        }
    }

    fn shape_if_full(&self) -> Option<(usize, (usize, usize, usize))> {
        let place = *self.stored.first.get(self.number)?;
        let arm = self.result.arms.get(place)?;
        let weeks = shape::weeks_held(&self.result, arm)?;
        let values = shape::values_per_person(&self.result, arm)?.checked_mul(arm.people.len())?;
        let full = self.values.len() == values;
        full.then_some((place, (arm.people.len(), weeks, self.result.readouts.len())))
    }

    /// The result, once every arm has its values; arms that were stored as one get them as well.
    fn finish(mut self) -> Result<RunResult, String> {
        if self.number < self.stored.first.len() {
            return Err(format!(
                "it ends after {} rows, before the end of arm {}",
                self.row, self.number
            ));
        }
        for (arm, &number) in self.stored.of.iter().enumerate() {
            let first = self.stored.first[number];
            if first != arm {
                self.result.arms[arm].values = self.result.arms[first].values.clone();
            }
        }
        Ok(self.result)
    }
}
