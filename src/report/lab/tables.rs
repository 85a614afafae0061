//! The numbers of experiments as tables, one row for one thing.
//!
//! | file | one row is |
//! |---|---|
//! | `curves.csv` | a simulated point |
//! | `published.csv` | a published point |
//! | `fits.csv` | a synapse held against published points |

use crate::lab::Experiment;
use crate::lab::experiment::{Axis, Scale, Style};
use crate::report::files::{FileError, RunDirectory};
use crate::report::tables::guard::write_row;

/// Writes the tables of some experiments.
///
/// # Errors
/// If a file cannot be written.
pub fn write(directory: &RunDirectory, experiments: &[Experiment]) -> Result<(), FileError> {
    curves(directory, experiments)?;
    published(directory, experiments)?;
    fits(directory, experiments)
}

fn curves(directory: &RunDirectory, experiments: &[Experiment]) -> Result<(), FileError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for experiment in experiments {
        for panel in &experiment.panels {
            for curve in &panel.curves {
                rows.extend(curve.points.iter().map(|point| {
                    vec![
                        experiment.protocol.clone(),
                        panel.name.clone(),
                        curve.synapse.clone(),
                        curve.condition.clone(),
                        curve.bdnf.to_string(),
                        style(curve.style).to_owned(),
                        point.x.to_string(),
                        name(&panel.x, point.x),
                        value(point.y),
                        point.error.map(value).unwrap_or_default(),
                    ]
                }));
            }
        }
    }
    let columns = [
        "protocol",
        "panel",
        "synapse",
        "condition",
        "bdnf",
        "style",
        "x",
        "x_name",
        "y",
        "error",
    ];
    table(directory, "curves.csv", &columns, rows)
}

fn published(directory: &RunDirectory, experiments: &[Experiment]) -> Result<(), FileError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for experiment in experiments {
        for panel in &experiment.panels {
            for series in &panel.published {
                rows.extend(series.points.iter().map(|point| {
                    vec![
                        experiment.protocol.clone(),
                        panel.name.clone(),
                        series.evidence.clone(),
                        series.condition.clone(),
                        point.x.to_string(),
                        value(point.y),
                        point.sem.map(value).unwrap_or_default(),
                    ]
                }));
            }
        }
    }
    let columns = [
        "protocol",
        "panel",
        "evidence",
        "condition",
        "x",
        "y",
        "sem",
    ];
    table(directory, "published.csv", &columns, rows)
}

fn fits(directory: &RunDirectory, experiments: &[Experiment]) -> Result<(), FileError> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for experiment in experiments {
        rows.extend(experiment.fits.iter().map(|fit| {
            vec![
                experiment.protocol.clone(),
                fit.synapse.clone(),
                fit.evidence.clone(),
                fit.points.to_string(),
                fit.fitted_parameters.to_string(),
                fit.fitted_to.clone(),
                value(fit.mean_squared_error),
                value(fit.simulation_error),
                value(fit.p_value),
                fit.rejected.to_string(),
                fit.noise_decides.to_string(),
            ]
        }));
    }
    let columns = [
        "protocol",
        "synapse",
        "evidence",
        "points",
        "fitted_parameters",
        "fitted_to",
        "mean_squared_error",
        "simulation_error",
        "p_value",
        "rejected",
        "noise_decides",
    ];
    table(directory, "fits.csv", &columns, rows)
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Line => "line",
        Style::Theory => "theory",
        Style::Dots => "dots",
        Style::Bars => "bars",
    }
}

/// What a place on a named axis is called; empty on any other.
fn name(axis: &Axis, x: f64) -> String {
    match &axis.scale {
        Scale::Named(names) if x >= 0.0 => names.get(x.round() as usize).cloned(),
        _ => None,
    }
    .unwrap_or_default()
}

/// A number as text that is read back to the same bits; empty where there is none.
pub(in crate::report) fn value(number: f64) -> String {
    if number.is_finite() {
        number.to_string()
    } else {
        String::new()
    }
}

/// Writes a table with a line of names above it.
pub(in crate::report) fn table(
    directory: &RunDirectory,
    name: &str,
    columns: &[&str],
    rows: Vec<Vec<String>>,
) -> Result<(), FileError> {
    let failed = |error: csv::Error| directory.error(name, error.into());
    let mut table = csv::Writer::from_writer(directory.file(name)?);
    write_row(&mut table, columns).map_err(failed)?;
    for row in rows {
        write_row(&mut table, row).map_err(failed)?;
    }
    let file = table
        .into_inner()
        .map_err(|error| directory.error(name, error.into_error()))?;
    file.finish().map(drop)
}
