//! Trajectories as tidy rows: arm, person (seed), week, readout, value.
//!
//! Rows stand in this order. An arm that several variants share is written once; `arms.csv` says which scenarios and variants its
//! number stands for. Arms are written one by one and nothing of an arm is kept, so that the memory needed does not grow with the
//! length of the table.

use super::guard::write_row;
use super::parquet_file::ParquetTrajectories;
use super::{Format, TableError, shape};
use crate::cohort::results::{Arm, RunResult};
use crate::report::files::{RunDirectory, RunFile};
use std::io::{self, Write};

/// Names of the columns.
pub const COLUMNS: [&str; 5] = ["arm", "person", "week", "readout", "value"];

/// Name of the table as text.
pub const CSV_FILE: &str = "trajectories.csv";

/// Name of the table as columns.
pub const PARQUET_FILE: &str = "trajectories.parquet";

/// Writes trajectories arm by arm.
pub struct TrajectoryWriter<'a> {
    directory: &'a RunDirectory,
    result: &'a RunResult,
    csv: Option<RunFile<'a>>,
    parquet: Option<ParquetTrajectories<'a>>,
    /// Arms written.
    arms: u32,
}

impl<'a> TrajectoryWriter<'a> {
    /// Begins the files of the format. Of `result`, only what is not trajectories is used.
    ///
    /// # Errors
    /// If a file cannot be written, or the parts of the result contradict each other.
    pub fn create(
        directory: &'a RunDirectory,
        result: &'a RunResult,
        format: Format,
    ) -> Result<Self, TableError> {
        shape::check(result).map_err(TableError::Inconsistent)?;
        let mut writer = Self {
            directory,
            result,
            csv: None,
            parquet: None,
            arms: 0,
        };
        if format.csv() {
            let mut csv = directory.file(CSV_FILE)?;
            writeln!(csv, "{}", COLUMNS.join(","))
                .map_err(|reason| writer.error(CSV_FILE, reason))?;
            writer.csv = Some(csv);
        }
        if format.parquet() {
            let file = directory.file(PARQUET_FILE)?;
            let parquet = ParquetTrajectories::create(file, &result.readouts);
            writer.parquet = Some(parquet.map_err(|reason| writer.error(PARQUET_FILE, reason))?);
        }
        Ok(writer)
    }

    /// Adds the arm with the next number; arms are read back in the order of their numbers.
    ///
    /// # Errors
    /// If a file cannot be written, or the values are not person x week x readout of the run.
    pub fn write_arm(&mut self, arm: &Arm) -> Result<(), TableError> {
        shape::check_values(self.result, arm).map_err(TableError::Inconsistent)?;
        let labelled = LabelledArm::new(self.result, arm, self.arms);
        self.arms += 1;
        if let Some(csv) = &mut self.csv {
            let written = write_csv(csv, &labelled);
            written.map_err(|reason| self.error(CSV_FILE, reason))?;
        }
        if let Some(parquet) = &mut self.parquet {
            let written = parquet.write_arm(&labelled);
            written.map_err(|reason| self.error(PARQUET_FILE, reason))?;
        }
        Ok(())
    }

    /// Closes the files.
    ///
    /// # Errors
    /// If the disk is full or the system refuses otherwise.
    pub fn finish(mut self) -> Result<(), TableError> {
        if let Some(csv) = self.csv.take() {
            csv.finish()?;
        }
        if let Some(parquet) = self.parquet.take() {
            let file = parquet
                .close()
                .map_err(|reason| self.error(PARQUET_FILE, reason))?;
            file.finish()?;
        }
        Ok(())
    }

    fn error(&self, name: &str, reason: io::Error) -> TableError {
        self.directory.error(name, reason).into()
    }
}

/// An arm with the words that its rows carry.
pub(super) struct LabelledArm<'a> {
    pub(super) number: u32,
    /// Seeds of the people, by row of the values.
    pub(super) seeds: Vec<u64>,
    pub(super) readouts: Vec<&'a str>,
    pub(super) arm: &'a Arm,
}

impl<'a> LabelledArm<'a> {
    /// The words of an arm that was checked against the result.
    fn new(result: &'a RunResult, arm: &'a Arm, number: u32) -> Self {
        Self {
            number,
            seeds: arm
                .people
                .iter()
                .map(|&person| result.people[person].seed)
                .collect(),
            readouts: result
                .readouts
                .iter()
                .map(|readout| readout.name.as_str())
                .collect(),
            arm,
        }
    }
}

/// Writes the rows of an arm, a person at a time. Names of readouts are written by `csv` once, with the quotes that they may
/// need; numbers need none.
fn write_csv(file: &mut RunFile<'_>, labelled: &LabelledArm<'_>) -> io::Result<()> {
    let arm = labelled.number;
    let readouts = labelled.readouts.iter().map(|readout| record(&[readout]));
    let readouts = readouts.collect::<io::Result<Vec<_>>>()?;
    let (mut start, mut rows) = (Vec::new(), Vec::new());
    for (seed, person) in labelled.seeds.iter().zip(labelled.arm.values.outer_iter()) {
        rows.clear();
        for (week, values) in person.outer_iter().enumerate() {
            start.clear();
            write!(start, "{arm},{seed},{week},")?;
            for (readout, value) in readouts.iter().zip(values) {
                rows.extend_from_slice(&start);
                rows.extend_from_slice(readout);
                // The shortest digits that read back as the same number.
                writeln!(rows, ",{value}")?;
            }
        }
        file.write_all(&rows)?;
    }
    Ok(())
}

/// Fields as CSV has them, without the end of the line.
pub(super) fn record(fields: &[&str]) -> io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    write_row(&mut csv, fields)?;
    let mut bytes = csv.into_inner().map_err(|error| error.into_error())?;
    bytes.pop();
    Ok(bytes)
}
