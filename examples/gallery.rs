//! Draws every scenario that rewire ships into `docs/gallery/`, and an index of them by question.
//!
//! ```text
//! scenarios/*.toml ─▶ beside its comparison, the same people ─▶ docs/gallery/NAME.svg, docs/gallery/README.md
//! ```
//!
//! `cargo run --release --example gallery -- [--people N] [--threads N] [NAME ...]`
//!
//! A scenario is drawn beside the one of the same brain and history that holds no treatment, where there is one. Shown is
//! the variant that switches on the most contested couplings: there every mechanism has its say.

use clap::Parser;
use rayon::prelude::*;
use rewire::cohort::{Watch, run};
use rewire::report::pictures::trajectories;
use rewire::spec::compile::compile_study;
use rewire::spec::files::ScenarioFile;
use rewire::spec::{Kind, Library};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

#[derive(Parser)]
#[command(about = "Draw every scenario into docs/gallery")]
struct Arguments {
    /// Only these scenarios; the index is left as it is.
    scenarios: Vec<String>,
    /// Virtual people who live the history of each.
    #[arg(long, default_value_t = 64)]
    people: usize,
    /// Folder of the project.
    #[arg(long, default_value = env!("CARGO_MANIFEST_DIR"))]
    root: PathBuf,
}

fn main() -> Result<(), String> {
    let arguments = Arguments::parse();
    let library = Library::new(Some(arguments.root.clone()));
    let folder = arguments.root.join("docs/gallery");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let all = read(&library)?;
    let wanted = |name: &&String| {
        arguments.scenarios.is_empty() || arguments.scenarios.iter().any(|of| of == *name)
    };
    let names: Vec<&String> = all.keys().filter(wanted).collect();
    names.par_iter().try_for_each(|name| {
        let svg = draw(&library, &all, name, arguments.people)?;
        write(&folder.join(format!("{name}.svg")), &svg)
    })?;
    if arguments.scenarios.is_empty() {
        write(&folder.join("README.md"), &index(&all, arguments.people))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn read(library: &Library) -> Result<BTreeMap<String, ScenarioFile>, String> {
    let names = library.names(Kind::Scenario).into_iter();
    let read = names.map(|name| {
        let file = library.read_scenario(&name).map_err(|e| e.to_string())?;
        Ok((name, file.value))
    });
    read.collect()
}

/// The scenario of the same brain and history in which nothing is done.
fn comparison<'a>(all: &'a BTreeMap<String, ScenarioFile>, name: &str) -> Option<&'a String> {
    let of = all.get(name)?;
    let untreated = all.iter().find(|(other, file)| {
        *other != name
            && file.treatments.is_empty()
            && (&file.brain, &file.history) == (&of.brain, &of.history)
            && file
                .phases
                .iter()
                .all(|p| p.inputs.is_empty() && p.trials.is_empty())
    });
    untreated
        .map(|(other, _)| other)
        .filter(|_| !of.treatments.is_empty())
}

fn draw(
    library: &Library,
    all: &BTreeMap<String, ScenarioFile>,
    name: &str,
    people: usize,
) -> Result<String, String> {
    let scenarios: Vec<String> = comparison(all, name)
        .into_iter()
        .cloned()
        .chain([name.to_owned()])
        .collect();
    let mut study = library
        .read_study(&scenarios, &[], "classroom")
        .map_err(|e| e.to_string())?;
    study.variants.sort_by_key(|v| v.switched_on.len());
    study.variants = study.variants.split_off(study.variants.len() - 1);
    let mut study = compile_study(&study, Some(people)).map_err(|e| format!("{e:?}"))?;
    study.memory_people = 0;
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|| {},
    };
    let lived = run(&study, &watch).map_err(|halt| halt.to_string())?;
    let look_at = all[name].look_at.as_deref();
    Ok(trajectories::draw(&lived, 0, look_at.unwrap_or("severity")))
}

/// The scenarios by question, each with its picture.
fn index(all: &BTreeMap<String, ScenarioFile>, people: usize) -> String {
    let mut by_question: BTreeMap<&str, Vec<(&String, &ScenarioFile)>> = BTreeMap::new();
    for (name, file) in all {
        by_question
            .entry(&file.question)
            .or_default()
            .push((name, file));
    }
    let mut page = format!(
        "# Gallery\n\nEvery scenario that rewire ships, by the question it asks: model behaviour of {people} virtual people, those who\n\
         entered, under the variant of the brain that switches on the most contested mechanisms. Beside a treatment stands\n\
         the same life without it. `cargo run --release --example gallery` draws them anew.\n"
    );
    for (question, scenarios) in by_question {
        let _ = write!(page, "\n## {question}\n");
        for (name, file) in scenarios {
            let description = file
                .description
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let _ = write!(
                page,
                "\n### {}\n\n{description} `rewire run {name}`\n\n![{}]({name}.svg)\n",
                file.title, file.title
            );
        }
    }
    page
}
