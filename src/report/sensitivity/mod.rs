//! What people look at after a sensitivity analysis: a picture, a table, the record, the few lines on the terminal.

mod curves;
mod effects;
mod tornado;

pub mod terminal;

use super::files::{Content, FileError, RunDirectory};
use super::lab::tables::{table, value};
use super::pictures::Picture;
use super::tables::Input;
use super::tables::record::OutputFile;
use crate::inference::Estimate;
use crate::inference::sensitivity::{Found, Sensitivity, Translation, Uncertain};
use serde::Serialize;

/// Number of the layout of `sensitivity.json`.
pub const LAYOUT: u32 = 1;

/// A finished analysis.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Analysis {
    /// Over every assumed and fitted number.
    Numbers(Sensitivity),
    /// Over how much of what is known from animals holds in people.
    Translation(Translation),
}

/// What the record says beside the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SensitivityInfo {
    /// The one command that repeats it.
    pub command: String,
    /// Definition files as they were read, in the order of their use.
    pub inputs: Vec<Input>,
}

/// The picture of an analysis; of many numbers, the `top` that matter most.
pub fn picture(analysis: &Analysis, top: usize) -> Picture {
    match analysis {
        Analysis::Numbers(sensitivity) => match &sensitivity.found {
            Found::Tornado(bars) => Picture {
                name: "tornado",
                caption: "Each bar is one number moved alone, to both sides by the same share. A long bar is a number on which the answer hangs.",
                svg: tornado::draw(sensitivity, bars, top),
            },
            Found::Morris { effects, .. } => Picture {
                name: "morris",
                caption: "To the right: numbers that matter. Further up: numbers whose effect depends on the others, or on where they stand.",
                svg: effects::draw(sensitivity, effects, top),
            },
        },
        Analysis::Translation(translation) => Picture {
            name: "translation",
            caption: "At the left nothing that is known from animals holds in people, at the right all of it.",
            svg: curves::draw(translation),
        },
    }
}

/// Writes table and record; the picture must stand already.
///
/// # Errors
/// If a file cannot be written.
pub fn write(
    directory: &RunDirectory,
    analysis: &Analysis,
    info: &SensitivityInfo,
) -> Result<(), FileError> {
    match analysis {
        Analysis::Numbers(sensitivity) => numbers_table(directory, sensitivity)?,
        Analysis::Translation(translation) => translation_table(directory, translation)?,
    }
    #[derive(Serialize)]
    struct Record<'a> {
        layout: u32,
        rewire: &'static str,
        #[serde(flatten)]
        info: &'a SensitivityInfo,
        files: Vec<OutputFile>,
        result: &'a Analysis,
    }
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION"),
        info,
        files: OutputFile::all(directory),
        result: analysis,
    };
    let name = Content::Sensitivity.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}

fn numbers_table(directory: &RunDirectory, sensitivity: &Sensitivity) -> Result<(), FileError> {
    let row = |number: usize, found: &[String]| {
        let known = &sensitivity.numbers[number];
        let Uncertain {
            name,
            file,
            value,
            grade,
            ..
        } = known;
        let said = [file, name, value, grade].map(Clone::clone);
        said.into_iter().chain(found.iter().cloned()).collect()
    };
    let columns = |found: &[&'static str]| -> Vec<&'static str> {
        let said = ["file", "number", "value", "grade"];
        said.into_iter().chain(found.iter().copied()).collect()
    };
    match &sensitivity.found {
        Found::Tornado(bars) => {
            let rows = bars.iter().map(|bar| {
                let found = [
                    bar.low,
                    bar.low_error,
                    bar.high,
                    bar.high_error,
                    bar.reach(),
                ];
                let mut found = found.map(value).to_vec();
                found.push(bar.told_from_zero().to_string());
                row(bar.number, &found)
            });
            let names = columns(&[
                "low",
                "low_error",
                "high",
                "high_error",
                "reach",
                "told_from_zero",
            ]);
            table(directory, "tornado.csv", &names, rows.collect())
        }
        Found::Morris { effects, .. } => {
            let rows = effects.iter().map(|effect| {
                let found = [
                    effect.mu,
                    effect.mu_star,
                    effect.mu_star_error,
                    effect.sigma,
                ];
                let mut found = found.map(value).to_vec();
                found.push(effect.effects.to_string());
                found.push(effect.told_from_zero().to_string());
                row(effect.number, &found)
            });
            let names = columns(&[
                "mu",
                "mu_star",
                "mu_star_error",
                "sigma",
                "effects",
                "told_from_zero",
            ]);
            table(directory, "morris.csv", &names, rows.collect())
        }
    }
}

fn translation_table(directory: &RunDirectory, translation: &Translation) -> Result<(), FileError> {
    let mut rows = Vec::new();
    for curve in &translation.curves {
        for (factor, outcome) in translation.factors.iter().zip(&curve.outcome) {
            let Estimate {
                n,
                mean,
                monte_carlo_error,
                interval,
                ..
            } = outcome;
            rows.push(vec![
                curve.variant.clone(),
                factor.to_string(),
                n.to_string(),
                value(*mean),
                value(interval.low),
                value(interval.high),
                value(*monte_carlo_error),
            ]);
        }
    }
    let columns = [
        "variant",
        "translation",
        "people",
        "outcome",
        "low",
        "high",
        "monte_carlo_error",
    ];
    table(directory, "translation.csv", &columns, rows)
}

/// What the outcome is, for the line below the title of a picture.
fn subtitle(asked: &crate::inference::sensitivity::Asked) -> String {
    format!(
        "{}, week {}: {} ({}); {} virtual people",
        asked.readout_title, asked.week, asked.title, asked.unit, asked.people
    )
}

/// A dotted name that can be told apart from those of other files.
fn short(number: &Uncertain) -> String {
    match number.file.strip_prefix("treatments/") {
        Some(treatment) => format!("{treatment}: {}", number.name),
        None => number.name.clone(),
    }
}
