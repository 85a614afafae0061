//! `tests/example_brains`: the brains of `examples/brains`, five phenomena of associative learning, each under its accounts, and one of receptive fields. Signs
//! are held over people whose numbers of projections and of settling are moved by up to a tenth. Beside them, what trials and rules promise.

mod commands;
mod rules;
mod signs;
mod trials;

use rewire::cohort::results::RunResult;
use rewire::cohort::{self, Watch};
use rewire::spec::compile::compile_study;
use rewire::spec::{Library, Study};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The folder of the examples as a library.
fn examples() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/brains");
    Library::new(Some(folder))
}

/// Scenarios under a variant of their brain; under none where it has none.
fn study(library: &Library, scenarios: &[&str], variant: Option<&str>) -> Study {
    let scenarios: Vec<String> = scenarios.iter().map(|name| (*name).to_owned()).collect();
    let variants: Vec<String> = variant.iter().map(|name| (*name).to_owned()).collect();
    let read = library.read_study(&scenarios, &variants, "classroom");
    read.unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn compiled(study: &Study, people: usize) -> cohort::Study {
    let mut compiled = compile_study(study, Some(people)).unwrap_or_else(|error| panic!("{error}"));
    compiled.memory_people = 0;
    compiled
}

fn run(study: &Study, people: usize) -> RunResult {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        stop: &stop,
        progress: &|| {},
    };
    cohort::run(&compiled(study, people), &watch).expect("nobody stops it")
}

/// A readout of everyone in a week of the scenario at this place.
fn at(result: &RunResult, scenario: usize, readout: &str, week: usize) -> Vec<f64> {
    let place = result.readout(readout).expect("a readout");
    let values = &result.arm(scenario, 0).values;
    let people = values.outer_iter();
    people
        .map(|person| f64::from(person[[week, place]]))
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
