//! `rewire diff`: in which values two definition files of a kind differ.

use super::arguments::{DiffOptions, Shared};
use super::{Failure, Outcome, say};
use crate::spec::difference::{Difference, differences};
use crate::spec::explain::doc;
use crate::spec::{Diagnostics, Kind, Library, Located, Opened};
use serde_json::Value;

pub(super) fn diff(options: &DiffOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let bad = |mistakes: Diagnostics| Failure::BadInput(mistakes.to_string());
    let (first, second) = (
        library.locate(&options.first).map_err(bad)?,
        library.locate(&options.second).map_err(bad)?,
    );
    let Some((a, b)) = pair(&first, &second) else {
        return Err(Failure::BadInput(format!(
            "{} is a {}, {} a {}: only two files of one kind can be held against each other",
            options.first,
            words_of(&first),
            options.second,
            words_of(&second),
        )));
    };
    let (opened_a, opened_b) = (library.read(a).map_err(bad)?, library.read(b).map_err(bad)?);
    let found = match (&opened_a, &opened_b) {
        (Opened::Scenario(a), Opened::Scenario(b)) => differences(&a.value, &b.value),
        (Opened::Treatment(a), Opened::Treatment(b)) => differences(&a.value, &b.value),
        (Opened::History(a), Opened::History(b)) => differences(&a.value, &b.value),
        (Opened::Seeds(a), Opened::Seeds(b)) => differences(&a.value, &b.value),
        (Opened::Synapse(a), Opened::Synapse(b)) => differences(&a.value, &b.value),
        (Opened::Protocol(a), Opened::Protocol(b)) => differences(&a.value, &b.value),
        (Opened::Published(a), Opened::Published(b)) => differences(&a.value, &b.value),
        (Opened::Claim(a), Opened::Claim(b)) => differences(&a.value, &b.value),
        (Opened::Figures(a), Opened::Figures(b)) => differences(&a.value, &b.value),
        (Opened::Qualification(a), Opened::Qualification(b)) => differences(&a.value, &b.value),
        (Opened::Brain(a), Opened::Brain(b)) => differences(&a.value, &b.value),
        // What a variant does is what it makes of its brain, whichever variants it builds on.
        (Opened::Variant(_, a), Opened::Variant(_, b)) => {
            let mut found = differences(&Account::of(a), &Account::of(b));
            found.extend(differences(&a.brain, &b.brain));
            found
        }
        _ => Vec::new(),
    };
    if shared.json {
        return say::json(&found);
    }
    say::overrides(&library, shared.quiet);
    let kind = a.kind;
    let mut text = format!(
        "{} and {} ({})\n",
        a.name,
        b.name,
        say::counted(found.len(), "difference", "differences")
    );
    if found.is_empty() {
        text.push_str("  They say the same.\n");
    }
    for difference in &found {
        text.push_str(&say::paragraph("  - ", "    ", &in_words(kind, difference)));
    }
    say::result(&text)
}

/// What a variant says of itself.
#[derive(serde::Serialize)]
struct Account<'a> {
    title: &'a str,
    says: &'a str,
    predicts: &'a str,
}

impl<'a> Account<'a> {
    fn of(variant: &'a crate::spec::ResolvedVariant) -> Account<'a> {
        let file = &variant.file.value;
        Account {
            title: &file.title,
            says: &file.says,
            predicts: &file.predicts,
        }
    }
}

/// Files of one kind, where two names allow it.
fn pair<'a>(first: &'a [Located], second: &'a [Located]) -> Option<(&'a Located, &'a Located)> {
    first
        .iter()
        .find_map(|a| second.iter().find(|b| b.kind == a.kind).map(|b| (a, b)))
}

fn words_of(found: &[Located]) -> String {
    let words: Vec<&str> = found.iter().map(|file| file.kind.word()).collect();
    words.join(" or ")
}

/// `treatments.citalopram.dose (one dose of a drug): "20 mg" in the first, "10 mg" in the second`.
fn in_words(kind: Kind, difference: &Difference) -> String {
    let path = &difference.path;
    let (first, second) = (&difference.first, &difference.second);
    let whole = [first, second].into_iter().flatten().any(Value::is_object);
    let meaning = match kind {
        // A table that only one of them has speaks for itself.
        _ if whole => None,
        Kind::Variant => doc(Kind::Variant, path).or_else(|| doc(Kind::Brain, path)),
        kind => doc(kind, path),
    };
    let meaning = meaning.map(|text| format!(" ({text})")).unwrap_or_default();
    let said = match (first, second) {
        (Some(first), Some(second)) => format!(
            "{} in the first, {} in the second",
            value(first),
            value(second)
        ),
        (Some(first), None) => format!("only in the first: {}", value(first)),
        (None, Some(second)) => format!("only in the second: {}", value(second)),
        (None, None) => "the same".to_owned(),
    };
    format!("{path}{meaning}: {said}")
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => format!(
            "\"{}\"",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        ),
        Value::Object(table) if table.contains_key("strength") && table.contains_key("from") => {
            let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or("?");
            format!(
                "{} ({} to {}, {})",
                text("meaning"),
                text("from"),
                text("to"),
                table["strength"]
            )
        }
        Value::Object(table) => {
            let shown: Vec<String> = table
                .iter()
                .filter(|(_, inner)| !inner.is_null())
                .map(|(name, inner)| format!("{name} = {}", self::value(inner)))
                .collect();
            shown.join(", ")
        }
        other => other.to_string(),
    }
}
