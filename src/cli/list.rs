//! `rewire list`: which definition files there are.

use super::arguments::{ListOptions, Listed, Shared};
use super::{Outcome, say};
use crate::report::terminal::{WIDTH, columns, fitted};
use crate::spec::{Kind, Library, Located, Opened};
use serde::Serialize;

/// A definition file in the list.
#[derive(Serialize)]
struct Entry {
    kind: Kind,
    name: String,
    title: String,
    /// Question of a scenario, what a variant says, what the others are.
    about: String,
    /// Path on disk, where the file takes the place of a built-in one or stands beside them.
    from_disk: Option<String>,
    mistakes: usize,
    /// Place that a variant gives itself among those of its brain, or a protocol among all.
    #[serde(skip)]
    order: Option<u32>,
}

pub(super) fn list(options: &ListOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let kinds: Vec<Listed> = match options.kind {
        Some(kind) => vec![kind],
        None => vec![
            Listed::Scenarios,
            Listed::Variants,
            Listed::Treatments,
            Listed::Seeds,
            Listed::Brains,
            Listed::Histories,
            Listed::Protocols,
            Listed::Synapses,
            Listed::Evidence,
            Listed::Claims,
            Listed::Figures,
            Listed::Qualifications,
        ],
    };
    let all = library.all();
    let mut entries: Vec<Entry> = Vec::new();
    for kind in &kinds {
        let mut of_kind: Vec<Entry> = all
            .iter()
            .filter(|file| file.kind == kind.kind())
            .map(|file| entry(&library, file))
            .collect();
        // Variants have places of their own within their brain; everything else is sorted by name.
        let brain = |entry: &Entry| entry.name.split('/').next().map(str::to_owned);
        if *kind == Listed::Variants {
            of_kind.sort_by_key(|entry| (brain(entry), entry.order.unwrap_or(u32::MAX)));
        }
        if matches!(kind, Listed::Protocols | Listed::Claims) {
            of_kind.sort_by_key(|entry| entry.order.unwrap_or(u32::MAX));
        }
        entries.extend(of_kind);
    }
    if shared.json {
        return say::json(&entries);
    }
    let mut text = String::new();
    for kind in kinds {
        let of_kind: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.kind == kind.kind())
            .collect();
        if options.kind.is_none() {
            text.push_str(&format!(
                "{}{}\n",
                if text.is_empty() { "" } else { "\n" },
                heading(kind)
            ));
        }
        text.push_str(&match kind {
            Listed::Scenarios | Listed::Claims => by_question(&of_kind),
            _ => lines(&of_kind, "  ", true),
        });
    }
    if entries.is_empty() {
        text.push_str("none\n");
    }
    text.push_str(
        "\nrewire show NAME says what is in one; rewire run SCENARIO... lives scenarios;\nrewire lab PROTOCOL... goes to the bench.\n",
    );
    say::result(&text)
}

fn heading(kind: Listed) -> &'static str {
    match kind {
        Listed::Scenarios => "SCENARIOS, by the question they ask",
        Listed::Variants => "VARIANTS: competing accounts of what the drug does, by brain",
        Listed::Treatments => "TREATMENTS",
        Listed::Seeds => "SEEDS: sets of virtual people",
        Listed::Brains => "BRAINS",
        Listed::Histories => "HISTORIES: what people have lived through before",
        Listed::Protocols => "PROTOCOLS of the synapse lab: what is done at the bench",
        Listed::Synapses => "SYNAPSES of the lab: rules of plasticity with their numbers",
        Listed::Evidence => "EVIDENCE that the lab is held against",
        Listed::Claims => "CLAIMS on trial, by section",
        Listed::Figures => "FIGURES that were published, for rewire qualify",
        Listed::Qualifications => {
            "QUALIFICATIONS: plans that hold models against published figures"
        }
    }
}

fn entry(library: &Library, file: &Located) -> Entry {
    let read = library.read(file);
    let mistakes = read.as_ref().err().map_or(0, |mistakes| mistakes.0.len());
    let order = match &read {
        Ok(Opened::Variant(_, variant)) => variant.file.value.order,
        Ok(Opened::Protocol(protocol)) => protocol.value.order,
        Ok(Opened::Claim(_)) => place_of(library, &file.name),
        _ => None,
    };
    let (title, about, path) = match read {
        Ok(Opened::Scenario(s)) => (s.value.title, s.value.question, s.path),
        Ok(Opened::Variant(_, v)) => (v.file.value.title, v.file.value.says, v.file.path),
        Ok(Opened::Treatment(t)) => (t.value.title, t.value.meaning, t.path),
        Ok(Opened::Seeds(s)) => (s.value.title, s.value.meaning, s.path),
        Ok(Opened::Brain(b)) => (b.value.title, b.value.summary, b.path),
        Ok(Opened::History(h)) => (h.value.title, h.value.description, h.path),
        Ok(Opened::Synapse(s)) => (s.value.title, s.value.meaning, s.path),
        Ok(Opened::Protocol(p)) => (p.value.title, p.value.shows, p.path),
        Ok(Opened::Published(p)) => (p.value.title, p.value.statement, p.path),
        Ok(Opened::Claim(c)) => (c.value.title, c.value.section.word().to_owned(), c.path),
        Ok(Opened::Figures(f)) => (f.value.title, f.value.statement, f.path),
        Ok(Opened::Qualification(q)) => (q.value.title, q.value.meaning, q.path),
        Err(_) => (
            library.title_of(file).unwrap_or_else(|| "?".to_owned()),
            String::new(),
            String::new(),
        ),
    };
    let own = library
        .overrides()
        .iter()
        .any(|known| known.display().to_string() == path);
    Entry {
        kind: file.kind,
        name: file.name.clone(),
        title,
        about: about.split_whitespace().collect::<Vec<_>>().join(" "),
        from_disk: own.then_some(path),
        mistakes,
        order,
    }
}

/// Place of a claim in the register: by section, then by number.
fn place_of(library: &Library, claim: &str) -> Option<u32> {
    let place = library.claims().iter().position(|name| name == claim)?;
    u32::try_from(place).ok()
}

/// Scenarios under their questions, in the order in which the questions first come up.
fn by_question(entries: &[&Entry]) -> String {
    let mut questions: Vec<&str> = Vec::new();
    for entry in entries {
        if !questions.contains(&entry.about.as_str()) {
            questions.push(&entry.about);
        }
    }
    let width = entries
        .iter()
        .map(|entry| columns(&entry.name))
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for question in questions {
        let word = if question.is_empty() {
            "(cannot be read)"
        } else {
            question
        };
        text.push_str(&format!("  {}\n", fitted(word, WIDTH - 2)));
        for entry in entries.iter().filter(|entry| entry.about == question) {
            text.push_str(&line(entry, "    ", width, false));
        }
    }
    text
}

fn lines(entries: &[&Entry], margin: &str, with_about: bool) -> String {
    let width = entries
        .iter()
        .map(|entry| columns(&entry.name))
        .max()
        .unwrap_or(0);
    entries
        .iter()
        .map(|entry| line(entry, margin, width, with_about))
        .collect()
}

/// Name, title and what it is, cut to the width of a terminal; then what the reader must not miss.
fn line(entry: &Entry, margin: &str, width: usize, with_about: bool) -> String {
    let space = " ".repeat(width - columns(&entry.name).min(width));
    let about = if with_about && !entry.about.is_empty() {
        format!(": {}", entry.about)
    } else {
        String::new()
    };
    let text = format!("{margin}{}{space}  {}{about}", entry.name, entry.title);
    let mut line = format!("{}\n", fitted(&text, WIDTH));
    let indent = format!("{margin}{}", " ".repeat(width + 2));
    if let Some(path) = &entry.from_disk {
        line.push_str(&format!("{indent}[from disk: {path}]\n"));
    }
    if entry.mistakes > 0 {
        let count = say::counted(entry.mistakes, "mistake", "mistakes");
        line.push_str(&format!("{indent}[{count}: rewire check {}]\n", entry.name));
    }
    line
}
