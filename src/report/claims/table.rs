//! `claims.csv`: one row for each test of a claim under an account, and one more where its couplings were knocked out.

use crate::inference::claims::{AccountResult, AskedInfo, ClaimResult, ClaimResults, TestResult};
use crate::inference::{Expected, Verdict};
use crate::report::files::{FileError, RunDirectory};
use crate::report::tables::guard::write_row;

const COLUMNS: [&str; 21] = [
    "claim",
    "section",
    "brain",
    "account",
    "test",
    "estimand",
    "scenarios",
    "without",
    "people",
    "estimate",
    "low",
    "high",
    "monte_carlo_error",
    "margin",
    "predicts",
    "verdict",
    "returns",
    "doubt",
    "verdict_of_claim",
    "predicted",
    "agrees",
];

/// Writes the table.
///
/// # Errors
/// If the file cannot be written.
pub fn write(directory: &RunDirectory, results: &ClaimResults) -> Result<(), FileError> {
    let name = "claims.csv";
    let mut writer = csv::Writer::from_writer(directory.file(name)?);
    let failed = |error: csv::Error| directory.error(name, error.into());
    write_row(&mut writer, COLUMNS).map_err(failed)?;
    for claim in &results.claims {
        for account in &claim.accounts {
            for test in &account.tests {
                let row = row(claim, account, test, account.verdict, "");
                write_row(&mut writer, row).map_err(failed)?;
            }
            if let Some(knocked) = &account.knock_out {
                let without = knocked.couplings.join(" ");
                for test in &knocked.tests {
                    let row = row(claim, account, test, knocked.verdict, &without);
                    write_row(&mut writer, row).map_err(failed)?;
                }
            }
        }
    }
    let file = writer
        .into_inner()
        .map_err(|error| directory.error(name, error.into_error()))?;
    file.finish().map(drop)
}

fn row(
    claim: &ClaimResult,
    account: &AccountResult,
    result: &TestResult,
    verdict: Verdict,
    without: &str,
) -> Vec<String> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let test = claim.claim.tests.iter().find(|t| t.id == result.test);
    let (estimand, scenarios) = test.map_or_else(Default::default, |test| asked(&test.asked));
    // What was predicted is about the claim as it stands.
    let predicted = account.predicted.as_ref().filter(|_| without.is_empty());
    vec![
        claim.claim.id.clone(),
        claim.claim.section.clone(),
        account.brain.clone().unwrap_or_default(),
        account.variant.clone(),
        result.test.clone(),
        estimand,
        scenarios,
        without.to_owned(),
        result.n.to_string(),
        number(result.estimate),
        number(result.low),
        number(result.high),
        number(result.monte_carlo_error),
        number(test.map(|test| test.margin)),
        test.map_or("", |test| expected(test.predicts)).to_owned(),
        result.verdict.to_string(),
        number(result.returns),
        result.doubt.map_or("", |doubt| doubt.words()).to_owned(),
        verdict.to_string(),
        predicted.map(|p| p.verdict.to_string()).unwrap_or_default(),
        predicted
            .and_then(|_| account.agrees())
            .map(|agrees| agrees.to_string())
            .unwrap_or_default(),
    ]
}

fn expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Lower => "lower",
        Expected::Higher => "higher",
        Expected::NoDifference => "no difference",
    }
}

/// The word of the estimand, and the scenarios or the protocol.
fn asked(asked: &AskedInfo) -> (String, String) {
    match asked {
        AskedInfo::People(question) => (
            question.estimand.word().to_owned(),
            question.scenarios.join(" "),
        ),
        AskedInfo::Bench { protocol, .. } => ("bench".to_owned(), protocol.clone()),
    }
}
