//! The few lines that stand on the terminal after trials were designed.

use super::words::{arms, people, sentences};
use crate::inference::analysis::Analysis;
use crate::inference::design::{Account, ClaimDesigns, DesignResult};
use crate::report::lab::words::plain;
use crate::report::pictures::text::percent;
use crate::report::terminal::{WIDTH, fitted, wrapped};

/// Columns for the title of an account.
const NAME: usize = 34;

/// Every design in short.
pub fn table(designs: &ClaimDesigns) -> String {
    let mut text = format!("{} {}\n", designs.id, fitted(&designs.title, WIDTH - 6));
    for test in &designs.tests {
        text.push('\n');
        paragraph(&mut text, "", &test.asks);
        for result in &test.designs {
            text.push('\n');
            text.push_str(&result.design.title);
            text.push('\n');
            paragraph(&mut text, "  ", &arms(&result.design));
            text.push_str(&accounts(result));
            text.push_str(&analyses(result));
            for sentence in sentences(result) {
                paragraph(&mut text, "  ", &sentence);
            }
        }
    }
    text.push('\n');
    paragraph(
        &mut text,
        "",
        "This is model behaviour of virtual people under stated mechanisms. It is no medical advice.",
    );
    text
}

fn accounts(result: &DesignResult) -> String {
    let mut text = format!(
        "  {:<NAME$}{:>8}{:>8}{:>15}{:>15}{:>11}{:>6}\n",
        "account, \u{25cf}: mechanism acts",
        "effect",
        "true",
        "per arm",
        "people",
        "power",
        "naive"
    );
    for account in &result.accounts {
        text.push_str(&row(account));
    }
    text
}

/// What the largest trial finds by every analysis, where people leave.
fn analyses(result: &DesignResult) -> String {
    let leaves = |account: &Account| {
        let mut left = account.analyses.iter().flat_map(|found| &found.left);
        left.any(|share| *share > 0.0)
    };
    if !result.accounts.iter().any(leaves) {
        return String::new();
    }
    let mut text = format!(
        "  {:<NAME$}{:>10}{:>16}{:>16}{:>20}\n",
        "effect and power by analysis", "left", "as they are", "carried forward", "mixed model"
    );
    for account in &result.accounts {
        let as_they_are = account.sizes.last().map(|found| found.as_claimed.share);
        let cell = |effect: Option<f64>, power: Option<f64>| {
            let effect = effect.map_or_else(|| "-".to_owned(), plain);
            let power = power.map_or_else(String::new, |power| percent(power).replace(' ', ""));
            format!("{effect} {power:>4}")
        };
        let by = |analysis: Analysis| {
            let found = account
                .analyses
                .iter()
                .find(|found| found.analysis == analysis);
            found.map_or_else(
                || "-".to_owned(),
                |found| {
                    cell(
                        found.effect,
                        found.sizes.last().map(|size| size.as_claimed.share),
                    )
                },
            )
        };
        let left = account
            .analyses
            .first()
            .map_or(&[][..], |found| &found.left);
        let left: Vec<String> = left
            .iter()
            .map(|share| format!("{:.0}", 100.0 * share))
            .collect();
        text.push_str(&format!(
            "  {:<NAME$}{:>10}{:>16}{:>16}{:>20}\n",
            fitted(&account.title, NAME - 1),
            format!("{} %", left.join("/")),
            cell(Some(account.effect), as_they_are),
            by(Analysis::CarriedForward),
            by(Analysis::MixedModel),
        ));
    }
    text
}

fn row(account: &Account) -> String {
    let last = account.sizes.last();
    let acts = if account.mechanism {
        '\u{25cf}'
    } else {
        '\u{25cb}'
    };
    let title = fitted(&account.title, NAME - 3);
    let power = last.map_or_else(String::new, |found| {
        format!("{}/{}", percent(found.as_claimed.share), found.per_arm).replace(' ', "")
    });
    let naive = account.naive.last();
    let naive = naive.map_or_else(String::new, |naive| {
        percent(naive.works.share).replace(' ', "")
    });
    let dash = || "-".to_owned();
    format!(
        "  {:<NAME$}{:>8}{:>8}{:>15}{:>15}{:>11}{:>6}\n",
        format!("{acts} {title}"),
        plain(account.effect),
        plain(account.paired_effect),
        account.needed.map_or_else(dash, people),
        account.cost.map_or_else(dash, |cost| people(cost.in_trial)),
        power,
        naive
    )
}

fn paragraph(text: &mut String, margin: &str, words: &str) {
    for line in wrapped(words, WIDTH - margin.len()) {
        text.push_str(&format!("{margin}{line}\n"));
    }
}
