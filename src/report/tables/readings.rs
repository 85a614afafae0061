//! Readings between the weeks as tidy rows: scenario, variant, person (seed), day, trial, experience, readout, value.
//!
//! Rows stand in the order variant, person, scenario, time, readout. They are written as they come, and none is kept.

use super::{TableError, trajectories};
use crate::cohort::results::{CloseReadings, RunResult};
use crate::report::files::{RunDirectory, RunFile};
use std::io::{self, Write};

/// Names of the columns.
pub const COLUMNS: [&str; 8] = [
    "scenario",
    "variant",
    "person",
    "day",
    "trial",
    "experience",
    "readout",
    "value",
];

/// Name of the table.
pub const FILE: &str = "readings.csv";

/// Writes readings person by person.
pub struct ReadingsWriter<'a> {
    directory: &'a RunDirectory,
    result: &'a RunResult,
    file: RunFile<'a>,
}

impl<'a> ReadingsWriter<'a> {
    /// Begins the file. Of `result`, only names are used.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn create(directory: &'a RunDirectory, result: &'a RunResult) -> Result<Self, TableError> {
        let mut file = directory.file(FILE)?;
        writeln!(file, "{}", COLUMNS.join(",")).map_err(|reason| directory.error(FILE, reason))?;
        Ok(Self {
            directory,
            result,
            file,
        })
    }

    /// Adds what was read of a person.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&mut self, readings: &CloseReadings) -> Result<(), TableError> {
        let written = self
            .rows(readings)
            .and_then(|rows| self.file.write_all(&rows));
        written.map_err(|reason| self.directory.error(FILE, reason).into())
    }

    fn rows(&self, readings: &CloseReadings) -> io::Result<Vec<u8>> {
        let scenario = self.result.scenarios[readings.scenario].name.as_str();
        let variant = self.result.variants[readings.variant].name.as_str();
        let mut arm = trajectories::record(&[scenario, variant])?;
        write!(arm, ",{}", readings.seed)?;
        let names = self.result.readouts.iter();
        let readouts = names.map(|readout| trajectories::record(&[&readout.name]));
        let readouts = readouts.collect::<io::Result<Vec<_>>>()?;
        let (mut start, mut rows) = (Vec::new(), Vec::new());
        let values = readings.values.chunks_exact(readouts.len());
        for (time, values) in readings.times.iter().zip(values) {
            start.clone_from(&arm);
            match &time.trial {
                None => write!(start, ",{},,,", time.day)?,
                Some((number, experience)) => {
                    write!(start, ",{},{number},", time.day)?;
                    start.extend(trajectories::record(&[experience])?);
                    start.push(b',');
                }
            }
            for (readout, value) in readouts.iter().zip(values) {
                rows.extend_from_slice(&start);
                rows.extend_from_slice(readout);
                writeln!(rows, ",{value}")?;
            }
        }
        Ok(rows)
    }

    /// Closes the file.
    ///
    /// # Errors
    /// If the disk is full or the system refuses otherwise.
    pub fn finish(self) -> Result<(), TableError> {
        self.file.finish()?;
        Ok(())
    }
}
