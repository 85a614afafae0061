//! The few lines that stand on the terminal after trials were designed.

use super::words::{arms, people, sentences};
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
