//! Recorded spikes as tables.
//!
//! | file | one row is |
//! |---|---|
//! | `courses/<synapse>.csv` | a moment: time, what it is, weight, traces, calcium |
//! | `efficacy.csv` | a moment of the efficacy of a calcium synapse |
//! | `synapses.csv` | what is left of a synapse at a level of BDNF |

use super::Ending;
use crate::lab::recording::Followed;
use crate::report::files::{FileError, RunDirectory};
use crate::report::lab::tables::{table, value};

/// Rows from one question whether to go on to the next.
const TICKS: usize = 4096;

/// Writes the tables; false when told to stop before all of them were written.
///
/// # Errors
/// If a file cannot be written.
pub fn write(
    directory: &RunDirectory,
    followed: &[Followed],
    endings: &[Ending],
    keep_going: &dyn Fn() -> bool,
) -> Result<bool, FileError> {
    for (number, first) in followed.iter().enumerate() {
        let of_before = &followed[..number];
        if of_before.iter().any(|f| f.synapse == first.synapse) {
            continue;
        }
        let levels = followed.iter().filter(|f| f.synapse == first.synapse);
        if !course(directory, first, levels, keep_going)? {
            return Ok(false);
        }
    }
    efficacy(directory, followed)?;
    synapses(directory, endings)?;
    Ok(true)
}

/// The course of one synapse at all levels of BDNF.
fn course<'a>(
    directory: &RunDirectory,
    first: &Followed,
    levels: impl Iterator<Item = &'a Followed>,
    keep_going: &dyn Fn() -> bool,
) -> Result<bool, FileError> {
    let name = format!("courses/{}.csv", first.synapse);
    let failed = |error: csv::Error| directory.error(&name, error.into());
    let mut table = csv::Writer::from_writer(directory.file(&name)?);
    let own = ["bdnf", "time_s", "moment"].into_iter();
    let variables = first.course.variables().iter();
    table
        .write_record(own.chain(variables.map(|variable| variable.name.as_str())))
        .map_err(failed)?;
    for followed in levels {
        let bdnf = followed.bdnf.to_string();
        for (number, (time, moment, values)) in followed.course.rows().enumerate() {
            if number % TICKS == 0 && !keep_going() {
                return Ok(false);
            }
            let (time, word) = (time.to_string(), moment.word().to_owned());
            let own = [bdnf.clone(), time, word].into_iter();
            table
                .write_record(own.chain(values.iter().map(|number| value(*number))))
                .map_err(failed)?;
        }
    }
    let file = table
        .into_inner()
        .map_err(|error| directory.error(&name, error.into_error()))?;
    file.finish().map(|_| true)
}

fn efficacy(directory: &RunDirectory, followed: &[Followed]) -> Result<(), FileError> {
    if followed.iter().all(|f| f.efficacy.is_empty()) {
        return Ok(());
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for followed in followed {
        rows.extend(followed.efficacy.iter().map(|(point, change)| {
            let (low, high) = (point.from_low, point.from_high);
            let numbers = [
                followed.bdnf,
                point.time,
                low.mean,
                low.deviation,
                low.switched,
                high.mean,
                high.deviation,
                high.switched,
                1.0 + change,
            ];
            let numbers = numbers.iter().map(f64::to_string);
            std::iter::once(followed.synapse.clone())
                .chain(numbers)
                .collect()
        }));
    }
    let columns = [
        "synapse",
        "bdnf",
        "time_s",
        "mean_from_low",
        "deviation_from_low",
        "switched_up",
        "mean_from_high",
        "deviation_from_high",
        "switched_down",
        "strength",
    ];
    table(directory, "efficacy.csv", &columns, rows)
}

fn synapses(directory: &RunDirectory, endings: &[Ending]) -> Result<(), FileError> {
    let name = "synapses.csv";
    let failed = |error: csv::Error| directory.error(name, error.into());
    let mut table = csv::Writer::from_writer(directory.file(name)?);
    for ending in endings {
        table.serialize(ending).map_err(failed)?;
    }
    let file = table
        .into_inner()
        .map_err(|error| directory.error(name, error.into_error()))?;
    file.finish().map(drop)
}
