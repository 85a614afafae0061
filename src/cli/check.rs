//! `rewire check`: all mistakes of definition files.

use super::arguments::{CheckOptions, Shared};
use super::{Failure, Outcome, say};
use crate::spec::compile::compile_study;
use crate::spec::{Diagnostic, Diagnostics, Kind, Library, Located, Mistake, Opened};

pub(super) fn check(options: &CheckOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let mut mistakes: Vec<Diagnostic> = Vec::new();
    let mut files: Vec<Located> = Vec::new();
    if options.files.is_empty() {
        files = library.all();
    }
    for name in &options.files {
        match library.locate(name) {
            Ok(found) => files.extend(found),
            Err(more) => mistakes.extend(more.0),
        }
    }
    let (mut scenarios, mut cautions) = (Vec::new(), Vec::new());
    for file in &files {
        match library.read(file) {
            Ok(Opened::Scenario(scenario)) => {
                cautions.extend(scenario.cautions);
                scenarios.push((file.name.clone(), scenario.value));
            }
            // What a brain does not have, its variants cannot switch on.
            Ok(Opened::Brain(brain)) if !options.files.is_empty() => {
                for variant in library.variants_of(&brain.name) {
                    if let Err(more) = library.resolve_variant(&brain.name, &variant) {
                        mistakes.extend(more.0);
                    }
                }
            }
            Ok(_) => {}
            Err(more) => mistakes.extend(more.0),
        }
    }
    // Files that are each in order may still not fit together.
    let mut groups: Vec<((String, String), Vec<String>)> = Vec::new();
    for (name, scenario) in scenarios {
        let key = (scenario.brain, scenario.history);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, names)) => names.push(name),
            None => groups.push((key, vec![name])),
        }
    }
    for (_, names) in groups {
        mistakes.extend(of_study(&library, &names));
    }
    let mistakes = once(mistakes);
    if shared.json {
        // A caution is no mistake, and says so.
        let all: Vec<&Diagnostic> = mistakes.0.iter().chain(&cautions).collect();
        say::json(&all)?;
        let count = say::counted(mistakes.0.len(), "mistake", "mistakes");
        return if mistakes.0.is_empty() {
            Ok(())
        } else {
            Err(Failure::BadInput(count))
        };
    }
    if !mistakes.0.is_empty() {
        return Err(Failure::BadInput(mistakes.to_string()));
    }
    say::overrides(&library, shared.quiet);
    say::cautions(&cautions, shared.quiet);
    if shared.quiet {
        return Ok(());
    }
    let verb = if files.len() == 1 { "is" } else { "are" };
    say::result(&format!(
        "{} {verb} in order\n",
        say::counted(files.len(), "file", "files")
    ))
}

/// Mistakes of the scenarios of one brain and history with everything that they name.
fn of_study(library: &Library, scenarios: &[String]) -> Vec<Diagnostic> {
    let Some(seeds) = library
        .names(Kind::Seeds)
        .into_iter()
        .find(|name| library.read_seeds(name).is_ok())
    else {
        return Vec::new();
    };
    match library.read_study(scenarios, &[], &seeds) {
        Err(mistakes) => mistakes.0,
        Ok(study) => match compile_study(&study, Some(1)) {
            Ok(_) => Vec::new(),
            Err(error) => vec![Diagnostic::of_file(
                &scenarios.join(", "),
                Mistake::Contradiction,
                error.to_string(),
            )],
        },
    }
}

/// The same mistake of a file that several others name is one mistake.
fn once(mistakes: Vec<Diagnostic>) -> Diagnostics {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for mistake in mistakes {
        if !kept.contains(&mistake) {
            kept.push(mistake);
        }
    }
    Diagnostics(kept)
}
