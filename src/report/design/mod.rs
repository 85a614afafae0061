//! What people look at after trials of a claim were designed: the page, pictures, tables, the record, the few lines on the terminal.
//!
//! All of it is made from a [`ClaimDesigns`] alone.

pub mod page;
pub mod terminal;

mod picture;
mod words;

use super::files::{Content, FileError, RunDirectory};
use super::lab::tables::{table, value};
use super::tables::Input;
use super::tables::record::OutputFile;
use crate::inference::analysis::Analysis;
use crate::inference::design::{ClaimDesigns, DesignResult};
use crate::inference::separation::Best;
use serde::Serialize;

pub use picture::draw;

/// Number of the layout of `design.json`.
pub const LAYOUT: u32 = 1;

/// What the record says beside the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignInfo {
    /// The one command that repeats it.
    pub command: String,
    /// Definition files as they were read, in the order of their use.
    pub inputs: Vec<Input>,
}

/// A finished picture of a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignPicture {
    /// Name of its file without ending, such as `power-end-factorial-blind`.
    pub name: String,
    /// SVG text.
    pub svg: String,
}

/// The power curves of every design, in their order.
pub fn pictures(designs: &ClaimDesigns) -> Vec<DesignPicture> {
    let mut found = Vec::new();
    for test in &designs.tests {
        for result in &test.designs {
            let name: String = format!("power-{}-{}", test.test, result.design.name)
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .collect();
            let svg = draw(&name, result);
            found.push(DesignPicture { name, svg });
        }
    }
    found
}

/// Writes tables and record; pictures and page must stand already.
///
/// # Errors
/// If a file cannot be written.
pub fn write(
    directory: &RunDirectory,
    designs: &ClaimDesigns,
    info: &DesignInfo,
) -> Result<(), FileError> {
    power(directory, designs)?;
    analyses(directory, designs)?;
    separation(directory, designs)?;
    recovery(directory, designs)?;
    #[derive(Serialize)]
    struct Record<'a> {
        layout: u32,
        rewire: &'static str,
        #[serde(flatten)]
        info: &'a DesignInfo,
        files: Vec<OutputFile>,
        result: &'a ClaimDesigns,
    }
    let record = Record {
        layout: LAYOUT,
        rewire: env!("CARGO_PKG_VERSION"),
        info,
        files: OutputFile::all(directory),
        result: designs,
    };
    let name = Content::Design.record();
    let mut text =
        serde_json::to_vec_pretty(&record).map_err(|error| directory.error(name, error.into()))?;
    text.push(b'\n');
    directory.write(name, &text).map(drop)
}

/// Every design with the test that it is for.
fn all(designs: &ClaimDesigns) -> impl Iterator<Item = (&str, &DesignResult)> {
    let tests = designs.tests.iter();
    tests.flat_map(|test| test.designs.iter().map(|d| (test.test.as_str(), d)))
}

fn power(directory: &RunDirectory, designs: &ClaimDesigns) -> Result<(), FileError> {
    let mut rows = Vec::new();
    for (test, result) in all(designs) {
        for account in &result.accounts {
            for (found, naive) in account.sizes.iter().map(|found| {
                let same = account.naive.iter().find(|n| n.people == found.per_arm);
                (found, same)
            }) {
                rows.push(vec![
                    test.to_owned(),
                    result.design.name.clone(),
                    account.variant.clone(),
                    account.mechanism.to_string(),
                    found.per_arm.to_string(),
                    found.again.to_string(),
                    value(found.as_claimed.share),
                    value(found.as_claimed.low),
                    value(found.as_claimed.high),
                    value(found.otherwise.share),
                    value(found.by_chance.share),
                    naive.map_or_else(String::new, |n| value(n.works.share)),
                    value(account.effect),
                    value(account.paired_effect),
                    account.needed.map_or_else(String::new, value),
                ]);
            }
        }
    }
    let columns = [
        "test",
        "design",
        "variant",
        "mechanism",
        "per_arm",
        "again",
        "as_claimed",
        "as_claimed_low",
        "as_claimed_high",
        "otherwise",
        "by_chance",
        "before_after",
        "effect",
        "paired_effect",
        "needed_per_arm",
    ];
    table(directory, "power.csv", &columns, rows)
}

/// What trials find by the ways to analyse them.
fn analyses(directory: &RunDirectory, designs: &ClaimDesigns) -> Result<(), FileError> {
    let mut rows = Vec::new();
    for (test, result) in all(designs) {
        for account in &result.accounts {
            let mut row =
                |analysis: Analysis, effect: Option<f64>, left: &[f64], found: [f64; 3]| {
                    let [per_arm, as_claimed, otherwise] = found;
                    let left: Vec<String> = left.iter().map(|share| value(*share)).collect();
                    rows.push(vec![
                        test.to_owned(),
                        result.design.name.clone(),
                        account.variant.clone(),
                        analysis.words().to_owned(),
                        left.join(" "),
                        effect.map_or_else(String::new, value),
                        per_arm.to_string(),
                        value(as_claimed),
                        value(otherwise),
                    ]);
                };
            let left = account
                .analyses
                .first()
                .map_or(&[][..], |found| &found.left);
            for size in &account.sizes {
                let found = [
                    size.per_arm as f64,
                    size.as_claimed.share,
                    size.otherwise.share,
                ];
                row(Analysis::AsTheyAre, Some(account.effect), left, found);
            }
            for found in &account.analyses {
                for size in &found.sizes {
                    let shares = [
                        size.per_arm as f64,
                        size.as_claimed.share,
                        size.otherwise.share,
                    ];
                    row(found.analysis, found.effect, left, shares);
                }
            }
        }
    }
    let columns = [
        "test",
        "design",
        "variant",
        "analysis",
        "left_by_arm",
        "effect",
        "per_arm",
        "as_claimed",
        "otherwise",
    ];
    table(directory, "analyses.csv", &columns, rows)
}

fn separation(directory: &RunDirectory, designs: &ClaimDesigns) -> Result<(), FileError> {
    let mut rows = Vec::new();
    for (test, result) in all(designs) {
        for pair in &result.separations {
            let kinds = [
                ("planned", &pair.planned),
                ("rated", &pair.rated),
                ("any", &pair.any),
            ];
            for (kind, best) in kinds {
                let Some(Best {
                    readout,
                    week,
                    separation,
                    needed,
                }) = best
                else {
                    continue;
                };
                rows.push(vec![
                    test.to_owned(),
                    result.design.name.clone(),
                    result.accounts[pair.first].variant.clone(),
                    result.accounts[pair.second].variant.clone(),
                    kind.to_owned(),
                    readout.clone(),
                    week.to_string(),
                    value(*separation),
                    value(*needed),
                ]);
            }
        }
    }
    let columns = [
        "test",
        "design",
        "first",
        "second",
        "by",
        "readout",
        "week",
        "separation",
        "needed_per_arm",
    ];
    table(directory, "separation.csv", &columns, rows)
}

fn recovery(directory: &RunDirectory, designs: &ClaimDesigns) -> Result<(), FileError> {
    let mut rows = Vec::new();
    for (test, result) in all(designs) {
        for confusion in &result.recovery {
            for (truth, named) in confusion.named.iter().enumerate() {
                for (name, count) in named.iter().enumerate() {
                    rows.push(vec![
                        test.to_owned(),
                        result.design.name.clone(),
                        confusion.per_arm.to_string(),
                        result.accounts[truth].variant.clone(),
                        result.accounts[name].variant.clone(),
                        count.to_string(),
                        confusion.trials.to_string(),
                    ]);
                }
            }
        }
    }
    let columns = [
        "test", "design", "per_arm", "truth", "named", "count", "trials",
    ];
    table(directory, "recovery.csv", &columns, rows)
}
