//! `rewire explain`: what a name means, wherever it stands.

use super::arguments::{ExplainOptions, Shared};
use super::show::words::{ground, sentence};
use super::{Failure, Outcome, say};
use crate::report::terminal::{fitted, wrapped};
use crate::spec::diagnostics::nearest;
use crate::spec::explain as keys;
use crate::spec::glossary::{self, Term};
use crate::spec::parts::PARTS;
use crate::spec::relations::{Explanation, Surroundings, of_file};
use crate::spec::{Kind, Library};
use crate::units::{UnitRow, unit_rows};
use serde::Serialize;

/// How often a list names things before it says how many more there are.
const SHOWN: usize = 40;

/// A key of a kind of file.
#[derive(Serialize)]
struct Key {
    kind: Kind,
    path: String,
    meaning: String,
}

/// Everything that has a name.
#[derive(Serialize)]
pub(super) struct Found {
    things: Vec<Explanation>,
    keys: Vec<Key>,
    /// Every unit, where units are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<UnitRow>,
}

pub(super) fn explain(options: &ExplainOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let name = options.name.join(" ");
    let name = name.trim();
    let brains = Surroundings::of(&library, &library.names(Kind::Brain));
    let found = look_up(&library, &brains, name).map_err(Failure::BadInput)?;
    say::overrides(&library, shared.quiet);
    if shared.json {
        return say::json(&found);
    }
    let mut texts: Vec<String> = found.things.iter().map(in_words).collect();
    if let Some(text) = keys_in_words(&found.keys, !found.things.is_empty()) {
        texts.push(text);
    }
    if !found.units.is_empty() {
        texts.push(units_in_words(&found.units));
    }
    say::result(&texts.join("\n"))
}

/// What a name means, or a text with the nearest names.
pub(super) fn look_up(
    library: &Library,
    brains: &[Surroundings],
    name: &str,
) -> Result<Found, String> {
    let mut things: Vec<Explanation> = brains
        .iter()
        .flat_map(|brain| brain.explain(name))
        .collect();
    // Also a name with a part, such as control.drive.
    if things.is_empty()
        && let Some((owner, part)) = name.split_once('.')
        && !owner.is_empty()
    {
        things = brains
            .iter()
            .flat_map(|brain| brain.explain(owner))
            .filter(|thing| has_parts(&thing.what))
            .collect();
        if !things.is_empty() || owner == "night" {
            things.extend(part_of_brains(part));
        }
    }
    // A part by itself, with or without its dot.
    things.extend(part_of_brains(name.strip_prefix('.').unwrap_or(name)));
    if let Ok(files) = library.locate(name) {
        things.extend(files.iter().filter_map(|file| of_file(library, file)));
    }
    let mut found_keys: Vec<Key> = Vec::new();
    for kind in Kind::ALL {
        for path in keys::find(kind, name) {
            let meaning = keys::explain(kind, &path).unwrap_or_default();
            found_keys.push(Key {
                kind,
                path,
                meaning,
            });
        }
    }
    // A path through a name of the file, such as factors.bdnf.time_constant.
    let has_steps = name.split('.').filter(|step| !step.is_empty()).count() > 1;
    if things.is_empty() && found_keys.is_empty() && has_steps {
        for kind in Kind::ALL {
            if let Ok(meaning) = keys::explain(kind, name) {
                found_keys.push(Key {
                    kind,
                    path: name.to_owned(),
                    meaning,
                });
            }
        }
    }
    let word = glossary::term(name);
    things.splice(..0, word.map(of_glossary));
    if things.is_empty() && found_keys.is_empty() {
        return Err(unknown(library, brains, name));
    }
    let units = match word {
        Some(term) if term.word == "unit" => unit_rows(),
        _ => Vec::new(),
    };
    Ok(Found {
        things,
        keys: found_keys,
        units,
    })
}

/// A word of the reports.
fn of_glossary(term: &Term) -> Explanation {
    let mut what = "word of the reports".to_owned();
    if !term.also.is_empty() {
        what.push_str(&format!("; also: {}", term.also.join(", ")));
    }
    Explanation {
        name: term.word.clone(),
        what,
        meaning: term.meaning.clone(),
        ..Explanation::default()
    }
}

/// The table of units at a terminal.
fn units_in_words(units: &[UnitRow]) -> String {
    let mut text = String::new();
    for alike in units.chunk_by(|a, b| a.measures == b.measures) {
        text.push_str(&format!("{}\n", alike[0].measures));
        for unit in alike {
            let written = format!("{} = {}", unit.spellings.join(", "), unit.is);
            text.push_str(&say::paragraph("  ", "      ", &written));
        }
    }
    text
}

/// What a part of populations, projections, experiences, actions or the night is.
fn part_of_brains(name: &str) -> Option<Explanation> {
    let part = PARTS.iter().find(|part| part.name == name)?;
    let owners: Vec<&str> = part.of.iter().map(|owner| owner.words()).collect();
    let does = if part.is_target {
        "couplings end at it"
    } else {
        "couplings and gates read it"
    };
    Some(Explanation {
        name: format!(".{name}"),
        what: format!("part of {}: {does}", owners.join(" and of ")),
        meaning: part.meaning.to_owned(),
        value: Some(part.value.to_owned()),
        equation: Some(part.equation.to_owned()),
        ..Explanation::default()
    })
}

fn has_parts(what: &str) -> bool {
    ["population", "projection", "experience", "action"]
        .iter()
        .any(|kind| what.starts_with(kind))
}

fn unknown(library: &Library, brains: &[Surroundings], name: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    for full in brains.iter().flat_map(Surroundings::names) {
        known.extend(full.split_once('.').map(|(_, bare)| bare.to_owned()));
        known.push(full);
    }
    for file in library.all() {
        known.push(file.short().to_owned());
    }
    known.extend(Kind::ALL.into_iter().flat_map(keys::keys_of));
    for term in glossary::terms() {
        known.push(term.word.clone());
        known.extend(term.also.iter().cloned());
    }
    known.extend(PARTS.iter().map(|part| part.name.to_owned()));
    known.sort_unstable();
    known.dedup();
    let mut text = format!("nothing is called {:?}", fitted(name, 64));
    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
        text.push_str(&format!("\n  did you mean {near:?}?"));
    }
    let lowered = name.to_lowercase();
    let holding: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .filter(|known| {
            lowered.len() >= 3 && !known.contains('.') && known.to_lowercase().contains(&lowered)
        })
        .collect();
    if !holding.is_empty() {
        text.push_str(&format!(
            "\n  names with it: {}",
            crate::spec::diagnostics::list(holding)
        ));
    }
    text.push_str(
        "\n  next: rewire show affect names what a brain consists of; rewire list names the files",
    );
    text
}

fn in_words(thing: &Explanation) -> String {
    let mut text = format!("{}\n  {}\n\n", thing.name, thing.what);
    let mut field = |label: &str, words: &str| {
        text.push_str(&say::paragraph(
            &format!("  {label:<13}"),
            &" ".repeat(15),
            words,
        ));
    };
    field("Meaning", &sentence(&thing.meaning));
    field("Value", thing.value.as_deref().unwrap_or(""));
    if thing.grade.is_some() || thing.source.is_some() {
        field(
            "Ground",
            ground(thing.grade, thing.source.as_deref()).trim_matches(['[', ']']),
        );
    }
    field("Equation", thing.equation.as_deref().unwrap_or(""));
    let lists = [
        ("Driven by", &thing.driven_by),
        (
            if thing.what.starts_with("variant") {
                "Switches on"
            } else {
                "Drives"
            },
            &thing.drives,
        ),
        ("Variants", &thing.switched_by),
        ("Set by", &thing.set_by),
    ];
    for (label, items) in lists {
        if items.is_empty() {
            continue;
        }
        text.push_str(&format!("  {label}\n"));
        for item in items.iter().take(SHOWN) {
            text.push_str(&say::paragraph("  - ", "    ", item));
        }
        if items.len() > SHOWN {
            text.push_str(&format!("  - and {} more\n", items.len() - SHOWN));
        }
    }
    if let Some(more) = &thing.more {
        text.push_str(&say::paragraph(
            &format!("  {:<13}", "More"),
            &" ".repeat(15),
            more,
        ));
    }
    text
}

/// Keys in full where nothing else has the name, in a line each where something has.
fn keys_in_words(found: &[Key], briefly: bool) -> Option<String> {
    let first = found.first()?;
    let mut text = String::new();
    if briefly || found.len() > 3 {
        text.push_str("As a key of definition files\n");
        for key in found {
            let doc = keys::doc(key.kind, &key.path).unwrap_or_default();
            text.push_str(&say::paragraph(
                "  - ",
                "    ",
                &format!("{} ({}): {doc}", key.path, key.kind.word()),
            ));
        }
        if !briefly {
            text.push_str(&say::paragraph(
                "  ",
                "  ",
                &format!("rewire explain {} says one in full.", first.path),
            ));
        }
        return Some(text);
    }
    for key in found {
        text.push_str(&format!("{}, a key of a {}\n", key.path, key.kind.word()));
        for line in key.meaning.lines() {
            let indent = " ".repeat(2 + line.chars().take_while(|letter| *letter == ' ').count());
            let width = crate::report::terminal::WIDTH - indent.len();
            for piece in wrapped(line.trim(), width) {
                text.push_str(&format!("{indent}{piece}\n"));
            }
        }
    }
    Some(text)
}
