//! The table for a spreadsheet: every readout, week by week, over the people of an arm.

use super::stored::Numbered;
use super::{TableError, summaries};
use crate::cohort::results::{Arm, RunResult};
use crate::report::files::RunDirectory;
use ndarray::Axis;

/// Name of the table of weeks.
pub const WEEKLY_FILE: &str = "weekly.csv";

/// Name of the table that says what each readout is.
pub const READOUTS_FILE: &str = "readouts.csv";

/// A readout of an arm in a week, over its people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weekly {
    /// People with a reading.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Lower quartile, median and upper quartile, by linear interpolation between order statistics (type 7 of Hyndman & Fan
    /// 1996, the default of R and NumPy).
    pub quartiles: [f64; 3],
}

impl Weekly {
    /// The readings of a week; `None` where there are none.
    pub fn of(arm: &Arm, week: usize, readout: usize) -> Option<Self> {
        let readings = arm.values.index_axis(Axis(1), week);
        let readings = readings.index_axis(Axis(1), readout);
        let mut sorted: Vec<f64> = readings.iter().map(|&v| f64::from(v)).collect();
        sorted.retain(|v| v.is_finite());
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        let quantile = |share: f64| {
            let at = share * last as f64;
            let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
            low + (high - low) * at.fract()
        };
        Some(Self {
            n: sorted.len(),
            mean: sorted.iter().sum::<f64>() / sorted.len() as f64,
            quartiles: [0.25, 0.5, 0.75].map(quantile),
        })
    }
}

/// Writes a row for each readout in each week of each arm. Readings are of single precision, and so are these numbers.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn write_weekly(
    directory: &RunDirectory,
    result: &RunResult,
    stored: &Numbered,
) -> Result<(), TableError> {
    let header = [
        "scenario",
        "variant",
        "week",
        "readout",
        "n",
        "mean",
        "median",
        "lower_quartile",
        "upper_quartile",
    ];
    // Arms that are stored once are counted once.
    let cells: Vec<Vec<[String; 5]>> = stored
        .first
        .iter()
        .map(|&arm| cells_of(&result.arms[arm]))
        .collect();
    let rows = result.arms.iter().zip(&stored.of).flat_map(|(arm, &at)| {
        let (_, _, readouts) = arm.values.dim();
        cells[at].iter().enumerate().map(move |(row, cells)| {
            let mut fields = vec![
                result.scenarios[arm.scenario].name.clone(),
                result.variants[arm.variant].name.clone(),
                (row / readouts).to_string(),
                result.readouts[row % readouts].name.clone(),
            ];
            fields.extend_from_slice(cells);
            Ok(fields)
        })
    });
    summaries::write_table(
        directory,
        WEEKLY_FILE,
        header.map(str::to_owned).to_vec(),
        rows,
    )
}

/// Number, mean, median and quartiles of each week and readout, as text; empty fields where nobody has a reading.
fn cells_of(arm: &Arm) -> Vec<[String; 5]> {
    let (_, weeks, readouts) = arm.values.dim();
    let places = (0..weeks).flat_map(|week| (0..readouts).map(move |readout| (week, readout)));
    places
        .map(|(week, readout)| {
            let text = |value: f64| (value as f32).to_string();
            Weekly::of(arm, week, readout).map_or_else(
                || ["0", "", "", "", ""].map(str::to_owned),
                |found| {
                    let [lower, median, upper] = found.quartiles;
                    [
                        found.n.to_string(),
                        text(found.mean),
                        text(median),
                        text(lower),
                        text(upper),
                    ]
                },
            )
        })
        .collect()
}

/// Writes what each readout is.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn write_readouts(
    directory: &RunDirectory,
    result: &RunResult,
) -> Result<(), TableError> {
    let header = ["readout", "title", "unit", "meaning"].map(str::to_owned);
    let rows = result.readouts.iter().map(|readout| {
        Ok(vec![
            readout.name.clone(),
            readout.title.clone(),
            readout.unit.clone(),
            readout.meaning.clone(),
        ])
    });
    summaries::write_table(directory, READOUTS_FILE, header.to_vec(), rows)
}
