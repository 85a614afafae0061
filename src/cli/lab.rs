//! `rewire lab`: synapses on the bench.

mod recorded;

use super::arguments::{LabOptions, Shared};
use super::output::{PNG_WIDTH, repeated};
use super::run::input;
use super::work::{Target, bar, failed, produce};
use super::{Failure, Outcome, say};
use crate::lab::evaluate::{REJECTION_LEVEL, evaluate};
use crate::lab::{self, Experiment};
use crate::report::files::{Content, RunDirectory};
use crate::report::lab::page::{self, EvidenceNote, LabPage};
use crate::report::lab::record::{self, LabInfo};
use crate::report::lab::{self as drawn, LabPicture, Titles, tables, terminal};
use crate::report::pictures;
use crate::report::tables::Input;
use crate::spec::bench::Setup;
use crate::spec::lab_numbers::of_lab_file;
use crate::spec::{Kind, Library, Sourced};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The word for every protocol there is.
const ALL: &str = "all";
/// Steps of the bar for one protocol.
const STEPS: f64 = 1000.0;

pub(super) fn lab(options: &LabOptions, shared: &Shared) -> Outcome {
    match &options.spikes {
        Some(file) => recorded::recorded(file, options, shared),
        None => protocols(options, shared),
    }
}

fn protocols(options: &LabOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let everything = options.protocols.iter().any(|name| name == ALL);
    let names = if everything {
        library.protocols()
    } else {
        options.protocols.clone()
    };
    let mut setups = library
        .read_bench(&names, &options.synapses, everything)
        .map_err(|mistakes| Failure::BadInput(mistakes.to_string()))?;
    if let Some(simulated) = options.simulated_synapses {
        for setup in &mut setups {
            setup.protocol.simulated_synapses = simulated;
        }
    }
    let target = options
        .output
        .clone()
        .unwrap_or_else(|| default_output(&setups, everything));
    let info = LabInfo {
        command: command(options, shared, &target),
        seed: options.seed,
        inputs: inputs(&setups),
    };
    let titles = titles(&setups);
    let place = Target {
        path: &target,
        content: Content::Lab,
        force: options.force,
    };
    let made = produce(&place, shared, |directory, stop| {
        say::overrides(&library, shared.quiet);
        let experiments = simulate(&setups, options, shared, stop)?;
        write(
            directory,
            experiments,
            &setups,
            &titles,
            &info,
            options,
            stop,
        )
    })?;
    made.tell(
        shared,
        say::json,
        |experiments| Ok(terminal::table(experiments, &titles)),
        "report.html",
        &info.command,
    )
}

fn simulate(
    setups: &[Setup],
    options: &LabOptions,
    shared: &Shared,
    stop: &AtomicBool,
) -> Result<Vec<Experiment>, Failure> {
    let length = (STEPS * setups.len() as f64) as usize;
    let bar = bar(shared, length, "{msg:30} {wide_bar} {percent} % {eta} left");
    let mut experiments = Vec::new();
    for (number, setup) in setups.iter().enumerate() {
        bar.set_message(setup.protocol.name.clone());
        let progress = |share: f64| {
            let done = number as f64 + share.clamp(0.0, 1.0);
            bar.set_position((STEPS * done) as u64);
            !stop.load(Ordering::Relaxed)
        };
        let levels = if options.bdnf.is_empty() {
            &setup.protocol.bdnf
        } else {
            &options.bdnf
        };
        let seed = options.seed;
        let outcome = lab::run(&setup.protocol, &setup.synapses, levels, seed, &progress);
        let Some(mut experiment) = outcome.filter(|_| !stop.load(Ordering::Relaxed)) else {
            bar.finish_and_clear();
            return Err(Failure::Interrupted);
        };
        if experiment
            .panels
            .iter()
            .all(|panel| panel.curves.is_empty())
        {
            bar.suspend(|| {
                say::note(&format!(
                    "{}: there is nothing to draw",
                    setup.protocol.name
                ))
            });
            continue;
        }
        setup.add_published(&mut experiment);
        evaluate(&mut experiment, &setup.synapses);
        experiments.push(experiment);
    }
    bar.finish_and_clear();
    if experiments.is_empty() {
        return Err(Failure::BadInput(
            "none of the protocols has anything to draw: nothing was written".to_owned(),
        ));
    }
    Ok(experiments)
}

/// Writes everything below the directory; gives the experiments back.
fn write(
    directory: &RunDirectory,
    experiments: Vec<Experiment>,
    setups: &[Setup],
    titles: &Titles,
    info: &LabInfo,
    options: &LabOptions,
    stop: &AtomicBool,
) -> Result<Vec<Experiment>, Failure> {
    let mut shown: Vec<(Experiment, Vec<LabPicture>)> = Vec::new();
    for experiment in experiments {
        let pictures = drawn::pictures(&experiment, titles);
        for picture in &pictures {
            if stop.load(Ordering::Relaxed) {
                return Err(Failure::Interrupted);
            }
            write_picture(directory, picture, options.png)?;
        }
        shown.push((experiment, pictures));
    }
    let html = page(&shown, setups, titles, info)?;
    directory
        .write("report.html", html.as_bytes())
        .map_err(failed)?;
    let experiments: Vec<Experiment> = shown
        .into_iter()
        .map(|(experiment, _)| experiment)
        .collect();
    tables::write(directory, &experiments).map_err(failed)?;
    record::write(directory, &experiments, info).map_err(failed)?;
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    Ok(experiments)
}

fn write_picture(directory: &RunDirectory, picture: &LabPicture, png: bool) -> Outcome {
    let name = format!("plots/{}.svg", picture.name);
    directory
        .write(&name, picture.svg.as_bytes())
        .map_err(failed)?;
    if png {
        let pixels = pictures::png(&picture.svg, PNG_WIDTH).map_err(failed)?;
        directory
            .write(&format!("plots/{}.png", picture.name), &pixels)
            .map_err(failed)?;
    }
    Ok(())
}

fn page(
    shown: &[(Experiment, Vec<LabPicture>)],
    setups: &[Setup],
    titles: &Titles,
    info: &LabInfo,
) -> Result<String, Failure> {
    let mut evidence = Vec::new();
    let mut parameters = Vec::new();
    for setup in setups {
        evidence.extend(setup.published.iter().map(|file| note(setup, file)));
        let synapses = setup.synapse_files.iter();
        let of_synapses = synapses.flat_map(|file| of_lab_file(Kind::Synapse, file));
        for number in of_lab_file(Kind::Protocol, &setup.file)
            .into_iter()
            .chain(of_synapses)
        {
            if !parameters.contains(&number) {
                parameters.push(number);
            }
        }
    }
    let versions = [("rewire".to_owned(), env!("CARGO_PKG_VERSION").to_owned())];
    let hashes = info.inputs.iter();
    let hashes: Vec<(String, String)> = hashes
        .map(|input| (input.name.clone(), input.sha256.clone()))
        .collect();
    page::render(&LabPage {
        experiments: shown,
        titles,
        evidence: &evidence,
        parameters: &parameters,
        rejected_below: REJECTION_LEVEL,
        command: &info.command,
        versions: &versions,
        hashes: &hashes,
    })
    .map_err(failed)
}

fn note(setup: &Setup, file: &Sourced<crate::spec::files::PublishedFile>) -> EvidenceNote {
    let written = &file.value;
    EvidenceNote {
        protocol: setup.protocol.name.clone(),
        statement: written
            .statement
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        source: format!("{}, {}", written.source, written.doi),
        status: format!(
            "{}, confidence {}",
            written.status.words(),
            written.confidence
        ),
    }
}

fn titles(setups: &[Setup]) -> Titles {
    let synapses = setups.iter().flat_map(|setup| &setup.synapses);
    synapses
        .map(|synapse| (synapse.name.clone(), synapse.title.clone()))
        .collect()
}

fn default_output(setups: &[Setup], everything: bool) -> PathBuf {
    let names: Vec<&str> = setups.iter().map(|s| s.protocol.name.as_str()).collect();
    let name = if everything {
        ALL.to_owned()
    } else {
        names.join("--")
    };
    // Names of files are limited to 255 bytes, some of which the temporary directory needs.
    let short: String = name.chars().take(100).collect();
    Path::new("output").join(format!("lab-{short}"))
}

/// The definition files that go in, in the order of their use, each once.
fn inputs(setups: &[Setup]) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for setup in setups {
        let protocol = std::iter::once(input(Kind::Protocol, &setup.file));
        let synapses = setup.synapse_files.iter();
        let published = setup.published.iter();
        for input in protocol
            .chain(synapses.map(|file| input(Kind::Synapse, file)))
            .chain(published.map(|file| input(Kind::Published, file)))
        {
            if !inputs.contains(&input) {
                inputs.push(input);
            }
        }
    }
    inputs
}

/// The command that repeats it; with `--force`, since the results then exist.
fn command(options: &LabOptions, shared: &Shared, target: &Path) -> String {
    let mut words: Vec<String> = vec!["rewire".into(), "lab".into()];
    words.extend(options.protocols.iter().cloned());
    for synapse in &options.synapses {
        words.extend(["--synapse".into(), synapse.clone()]);
    }
    if !options.bdnf.is_empty() {
        let levels: Vec<String> = options.bdnf.iter().map(f64::to_string).collect();
        words.extend(["--bdnf".into(), levels.join(",")]);
    }
    if let Some(simulated) = options.simulated_synapses {
        words.extend(["--simulated-synapses".into(), simulated.to_string()]);
    }
    words.extend(["--seed".into(), options.seed.to_string()]);
    repeated(words, shared, options.png, target)
}
