//! `rewire show`: a definition file in words.

mod brain;
pub(super) mod brain_graph;
mod brain_names;
mod brain_shorten;
mod calendar;
mod claim;
mod doses;
mod figures;
mod in_force;
mod lab;
mod phases;
mod scenario;
mod treatment;
mod variant;
pub(super) mod words;

use super::arguments::{Shared, ShowOptions};
use super::{Failure, Outcome, say};
use crate::spec::relations::Surroundings;
use crate::spec::{Diagnostics, Kind, Library, Located, Opened, Sourced};
use serde_json::json;

pub(super) fn show(options: &ShowOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let bad = |mistakes: Diagnostics| Failure::BadInput(mistakes.to_string());
    let found = library.locate(&options.name).map_err(|mistakes| {
        Failure::BadInput(within_a_brain(&library, &options.name, &mistakes))
    })?;
    let mut opened = Vec::new();
    for file in &found {
        opened.push(library.read(file).map_err(bad)?);
    }
    if let Some(target) = &options.svg {
        brain::write_picture(&library, &opened, target, options, shared)?;
        if !shared.json {
            return Ok(());
        }
    }
    if shared.json {
        return say::json(&opened.iter().map(as_json).collect::<Vec<_>>());
    }
    let mut texts = Vec::new();
    for (file, located) in opened.iter().zip(&found) {
        let called = called(&library, located);
        texts.push(match file {
            Opened::Scenario(scenario) => {
                scenario::scenario(&library, scenario, called).map_err(bad)?
            }
            Opened::History(history) => scenario::history(&library, history),
            Opened::Treatment(treatment) => treatment::treatment(&library, treatment),
            Opened::Variant(brain, variant) => {
                variant::variant(&library, brain, variant, called).map_err(bad)?
            }
            Opened::Brain(brain) => brain::brain(&library, brain),
            Opened::Seeds(seeds) => seeds_in_words(seeds, called),
            Opened::Synapse(file) => lab::synapse(&library, file),
            Opened::Protocol(file) => lab::protocol(file, called),
            Opened::Published(file) => lab::published(file),
            Opened::Claim(file) => claim::claim(&library, file).map_err(bad)?,
            Opened::Figures(file) => figures::figures(file),
            Opened::Qualification(file) => figures::plan(&library, file, called),
        });
    }
    say::overrides(&library, shared.quiet);
    say::result(&texts.join("\n"))
}

/// What a command calls a file: its name within the library, or its path.
fn called<'a>(library: &Library, file: &'a Located) -> &'a str {
    if library.all().contains(file) {
        file.short()
    } else {
        &file.name
    }
}

/// The message for a name that no file has, and what to do where something within a brain has it.
fn within_a_brain(library: &Library, name: &str, mistakes: &Diagnostics) -> String {
    let brains = Surroundings::of(library, &library.names(Kind::Brain));
    if brains.iter().any(|around| !around.explain(name).is_empty()) {
        return format!(
            "no definition file is called {name:?}, but something within a brain is\n  next: rewire explain {name}"
        );
    }
    mistakes.to_string()
}

fn as_json(opened: &Opened) -> serde_json::Value {
    fn of<T: serde::Serialize>(kind: &str, file: &Sourced<T>) -> serde_json::Value {
        json!({ "kind": kind, "name": file.name, "path": file.path, "sha256": file.sha256, "value": file.value })
    }
    match opened {
        Opened::Brain(file) => of("brain", file),
        Opened::Treatment(file) => of("treatment", file),
        Opened::Scenario(file) => of("scenario", file),
        Opened::History(file) => of("history", file),
        Opened::Seeds(file) => of("seeds", file),
        Opened::Synapse(file) => of("synapse", file),
        Opened::Protocol(file) => of("protocol", file),
        Opened::Published(file) => of("evidence", file),
        Opened::Claim(file) => of("claim", file),
        Opened::Figures(file) => of("figures", file),
        Opened::Qualification(file) => of("qualification", file),
        Opened::Variant(brain, variant) => {
            let mut value = of("variant", &variant.file);
            value["brain"] = json!(brain);
            value["switched_on"] = json!(variant.switched_on);
            value["switched_off"] = json!(variant.switched_off);
            value
        }
    }
}

/// The head of every text: what the file is called and where it is from.
fn head<T>(kind: &str, title: &str, file: &Sourced<T>) -> String {
    format!(
        "{title}\n  {kind} {}, {}\n\n",
        file.name,
        origin(&file.path)
    )
}

fn origin(path: &str) -> String {
    if path == "built in" {
        path.to_owned()
    } else {
        format!("from {path}")
    }
}

/// A line with a label; nothing where there is no text.
fn field(label: &str, text: &str) -> String {
    say::paragraph(&format!("  {label:<14}"), &" ".repeat(16), text)
}

/// A point of a list.
fn point(text: &str) -> String {
    say::paragraph("  - ", "    ", text)
}

fn seeds_in_words(file: &Sourced<crate::spec::files::SeedsFile>, called: &str) -> String {
    let seeds = &file.value;
    let last = seeds
        .first
        .saturating_add(u64::from(seeds.count).saturating_sub(1));
    let mut text = head("set of virtual people", &seeds.title, file);
    text.push_str(&field("What for", &words::sentence(&seeds.meaning)));
    let people = say::counted(seeds.count as usize, "virtual person", "virtual people");
    text.push_str(&field(
        "Who",
        &format!("{people}: the seeds {} to {last}.", seeds.first),
    ));
    text.push_str(&field(
        "Use",
        &format!("rewire run SCENARIO... --seeds {called}"),
    ));
    text
}
