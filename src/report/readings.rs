//! Readouts week by week, as a table for the terminal: the numbers of `weekly.csv` that were asked for.

use super::tables::Weekly;
use super::terminal::{WIDTH, fitted};
use crate::cohort::results::{ReadoutInfo, RunResult};

/// Which readouts are shown, and in which weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Places in [`RunResult::readouts`].
    pub readouts: Vec<usize>,
    /// Weeks since the beginning of treatment.
    pub weeks: Vec<u32>,
}

/// Columns of the terminal before the first week.
const LABEL: usize = 28;
/// Columns of a week.
const CELL: usize = 9;
/// Weeks in a line.
const ABREAST: usize = (WIDTH - LABEL) / CELL;

/// Means over the people of every scenario and variant; a dash where a scenario has ended or nobody is ill.
pub fn table(result: &RunResult, asked: &Asked) -> String {
    let mut text = String::new();
    for &readout in &asked.readouts {
        text.push('\n');
        for weeks in asked.weeks.chunks(ABREAST) {
            add_block(&mut text, result, readout, weeks);
        }
    }
    text
}

fn add_block(text: &mut String, result: &RunResult, readout: usize, weeks: &[u32]) {
    let means = |scenario: usize, variant: usize| {
        let arm = result.arm(scenario, variant);
        weeks.iter().map(move |&week| {
            (week <= result.scenarios[arm.scenario].weeks)
                .then(|| Weekly::of(arm, week as usize, readout))
                .flatten()
                .map(|found| found.mean)
        })
    };
    let (scenarios, variants) = (result.scenarios.len(), result.variants.len());
    let arms = (0..scenarios).flat_map(|s| (0..variants).map(move |v| (s, v)));
    let found = arms.flat_map(|(s, v)| means(s, v)).flatten();
    let digits = digits(found.map(f64::abs).fold(0.0, f64::max));
    add_line(text, &heading(&result.readouts[readout]), []);
    add_line(text, "", weeks.iter().map(|week| format!("week {week}")));
    for (variant, info) in result.variants.iter().enumerate() {
        add_line(text, &info.title, []);
        for (scenario, info) in result.scenarios.iter().enumerate() {
            let cells = means(scenario, variant)
                .map(|mean| mean.map_or("-".to_owned(), |mean| format!("{mean:.digits$}")));
            let title = fitted(&info.title, LABEL - 3);
            add_line(text, &format!("  {title}"), cells);
        }
    }
}

fn heading(readout: &ReadoutInfo) -> String {
    let unit = match readout.unit.as_str() {
        "" => String::new(),
        unit => format!(", {unit}"),
    };
    fitted(
        &format!(
            "{} ({}{unit}), mean over people",
            readout.title, readout.name
        ),
        WIDTH,
    )
}

/// Digits behind the point for numbers up to this size: three figures that tell.
fn digits(largest: f64) -> usize {
    [10.0, 0.5].iter().filter(|&&end| largest < end).count() + 1
}

fn add_line(text: &mut String, label: &str, cells: impl IntoIterator<Item = String>) {
    let mut line = format!("{label:<width$}", width = LABEL);
    for cell in cells {
        line.push_str(&format!("{cell:>CELL$}"));
    }
    text.push_str(line.trim_end());
    text.push('\n');
}
