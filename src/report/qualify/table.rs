//! `qualify.csv`: one row for each figure and account.

use super::Qualification;
use crate::report::files::{FileError, RunDirectory};
use crate::report::tables::guard::write_row;

/// Name of the table.
pub const FILE: &str = "qualify.csv";

const COLUMNS: [&str; 21] = [
    "id",
    "file",
    "standing",
    "section",
    "measures",
    "unit",
    "comparison",
    "published",
    "published_low",
    "published_high",
    "account",
    "stands",
    "n",
    "simulated",
    "simulated_low",
    "simulated_high",
    "agreement",
    "distance",
    "simulated_by",
    "source",
    "doi",
];

/// Writes the table; a figure that nothing simulates has a row without an account.
///
/// # Errors
/// If the file cannot be written.
pub fn write(directory: &RunDirectory, qualification: &Qualification) -> Result<(), FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| directory.error(FILE, std::io::Error::other(error));
    write_row(&mut writer, COLUMNS).map_err(failed)?;
    for figure in &qualification.figures {
        let accounts = figure.accounts.iter().map(Some);
        let nothing = figure.accounts.is_empty().then_some(None);
        for account in accounts.chain(nothing) {
            let published = &figure.published;
            let number = |x: Option<f64>| {
                let finite = x.filter(|x| x.is_finite());
                finite.map(|x| x.to_string()).unwrap_or_default()
            };
            let measured = account.map(|a| a.measured);
            let row = [
                figure.id.clone(),
                figure.file.clone(),
                word(&figure.standing),
                figure.section.clone(),
                figure.measures.clone(),
                figure.unit.clone(),
                word(&published.comparison),
                number(published.value),
                number(published.interval.map(|i| i.low)),
                number(published.interval.map(|i| i.high)),
                account.and_then(|a| a.variant.clone()).unwrap_or_default(),
                account.map(|a| a.stands.to_string()).unwrap_or_default(),
                measured.map(|m| m.n.to_string()).unwrap_or_default(),
                number(measured.map(|m| m.value)),
                number(measured.map(|m| m.interval.low)),
                number(measured.map(|m| m.interval.high)),
                account
                    .map(|a| word(&a.judgement.agreement))
                    .unwrap_or_default(),
                number(account.and_then(|a| a.judgement.distance)),
                figure.simulated_by.clone(),
                figure.source.clone(),
                figure.doi.clone().unwrap_or_default(),
            ];
            write_row(&mut writer, row).map_err(failed)?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| directory.error(FILE, std::io::Error::other(error.to_string())))?;
    directory.write(FILE, &bytes).map(drop)
}

/// The word that `qualify.json` has for it.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
