//! `rewire lab --spikes`: what recorded spikes do to synapses.

use super::super::arguments::{LabOptions, Shared};
use super::super::output::repeated;
use super::super::run::{input, origin};
use super::super::work::{Target, bar, failed, produce};
use super::super::{Failure, Outcome, say};
use super::write_picture;
use crate::lab::recording::{
    Followed, NotFollowed, Settings, SpikeTrains, experiment, follow, sees_bdnf,
};
use crate::lab::{Experiment, Synapse};
use crate::report::files::{Content, RunDirectory};
use crate::report::lab::record::LabInfo;
use crate::report::lab::recorded::page::{self, RecordedPage};
use crate::report::lab::recorded::{Ending, Recording, record, tables, terminal};
use crate::report::lab::{self as drawn, Titles};
use crate::report::tables::Input;
use crate::spec::files::SynapseFile;
use crate::spec::lab_numbers::of_lab_file;
use crate::spec::spikes::{SpikeFile, read_spikes};
use crate::spec::{Diagnostics, Kind, Library, Sourced};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What was read.
struct Bench {
    spikes: SpikeFile,
    synapses: Vec<Synapse>,
    files: Vec<Sourced<SynapseFile>>,
}

/// What came out.
struct Made {
    recording: Recording,
    endings: Vec<Ending>,
}

pub(super) fn recorded(file: &Path, options: &LabOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let bench = read(file, options, &library)?;
    let target = options
        .output
        .clone()
        .unwrap_or_else(|| default_output(file));
    let info = LabInfo {
        command: command(file, options, shared, &target),
        seed: options.seed,
        inputs: inputs(file, &bench),
    };
    let place = Target {
        path: &target,
        content: Content::Lab,
        force: options.force,
    };
    let made = produce(&place, shared, |directory, stop| {
        say::overrides(&library, shared.quiet);
        if bench.spikes.unnamed && !shared.quiet {
            say::note(
                "the columns have no names: the first is taken as presynaptic, the second as postsynaptic",
            );
        }
        let followed = simulate(&bench, options, shared, stop)?;
        write(directory, &bench, &followed, &info, options, stop)
    })?;
    made.tell(
        shared,
        |came| say::json(&came.endings),
        |came| Ok(terminal::table(&came.recording, &came.endings)),
        "report.html",
        &info.command,
    )
}

/// Reads spikes and synapses; the mistakes of all files are reported at once.
fn read(file: &Path, options: &LabOptions, library: &Library) -> Result<Bench, Failure> {
    let spikes = read_spikes(file, options.time_unit);
    let synapses = if options.synapses.is_empty() {
        Err(library.no_synapse())
    } else {
        library.read_synapses(&options.synapses)
    };
    match (spikes, synapses) {
        (Ok(spikes), Ok(read)) => {
            let (synapses, files) = read.into_iter().unzip();
            Ok(Bench {
                spikes,
                synapses,
                files,
            })
        }
        (spikes, synapses) => {
            let mistakes = spikes.err().into_iter().chain(synapses.err());
            let all = Diagnostics(mistakes.flat_map(|mistakes| mistakes.0).collect());
            Err(Failure::BadInput(all.to_string()))
        }
    }
}

fn settings(options: &LabOptions) -> Settings {
    let usual = Settings::default();
    Settings {
        seed: options.seed,
        simulated_synapses: options
            .simulated_synapses
            .unwrap_or(usual.simulated_synapses),
        every: options.every.map(|time| time.0),
        until: options.until.map(|time| time.0),
    }
}

fn refused(why: NotFollowed) -> Failure {
    match why {
        NotFollowed::Stopped => Failure::Interrupted,
        NotFollowed::EndsEarly(_) => Failure::BadInput(format!("--until: {why}")),
        NotFollowed::Looks(_) => Failure::BadInput(format!("--every: {why}")),
        NotFollowed::Bdnf(_) | NotFollowed::NoTetanus => Failure::BadInput(why.to_string()),
    }
}

/// Every synapse at every level of BDNF; one that does not see BDNF once.
fn simulate(
    bench: &Bench,
    options: &LabOptions,
    shared: &Shared,
    stop: &AtomicBool,
) -> Result<Vec<Followed>, Failure> {
    let normal = [1.0];
    let levels = if options.bdnf.is_empty() {
        &normal
    } else {
        options.bdnf.as_slice()
    };
    let work: Vec<(&Synapse, f64)> = bench
        .synapses
        .iter()
        .flat_map(|synapse| {
            let of_synapse = if sees_bdnf(&synapse.rule) {
                levels
            } else {
                &normal
            };
            of_synapse.iter().map(move |&level| (synapse, level))
        })
        .collect();
    let bar = bar(shared, work.len(), "{wide_bar} {pos} of {len} synapses");
    let keep_going = || !stop.load(Ordering::Relaxed);
    let settings = settings(options);
    let followed = work
        .par_iter()
        .map(|(synapse, level)| {
            let followed = follow(
                synapse,
                *level,
                &bench.spikes.trains,
                &settings,
                &keep_going,
            );
            bar.inc(1);
            followed
        })
        .collect::<Result<Vec<Followed>, NotFollowed>>();
    bar.finish_and_clear();
    followed.map_err(refused)
}

/// Writes everything below the directory.
fn write(
    directory: &RunDirectory,
    bench: &Bench,
    followed: &[Followed],
    info: &LabInfo,
    options: &LabOptions,
    stop: &AtomicBool,
) -> Result<Made, Failure> {
    let keep_going = || !stop.load(Ordering::Relaxed);
    let trains: &SpikeTrains = &bench.spikes.trains;
    let unit = bench.spikes.unit.to_string();
    let recording = Recording::of(&bench.spikes.name, &bench.spikes.sha256, &unit, trains);
    let endings: Vec<Ending> = followed
        .iter()
        .filter_map(|followed| {
            let mut synapses = bench.synapses.iter();
            let synapse = synapses.find(|synapse| synapse.name == followed.synapse)?;
            Some(Ending::of(synapse, followed))
        })
        .collect();
    if !tables::write(directory, followed, &endings, &keep_going).map_err(failed)? {
        return Err(Failure::Interrupted);
    }
    let drawn = experiment("spikes", trains, &bench.synapses, followed, &keep_going);
    let drawn = drawn.map_err(refused)?;
    page(
        directory,
        bench,
        (&recording, &endings),
        &drawn,
        info,
        options,
        stop,
    )?;
    record::write(directory, &recording, &endings, &drawn, info).map_err(failed)?;
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    Ok(Made { recording, endings })
}

fn page(
    directory: &RunDirectory,
    bench: &Bench,
    (recording, endings): (&Recording, &[Ending]),
    experiment: &Experiment,
    info: &LabInfo,
    options: &LabOptions,
    stop: &AtomicBool,
) -> Outcome {
    let synapses = bench.synapses.iter();
    let titles: Titles = synapses
        .map(|synapse| (synapse.name.clone(), synapse.title.clone()))
        .collect();
    let pictures = drawn::pictures(experiment, &titles);
    for picture in &pictures {
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        write_picture(directory, picture, options.png)?;
    }
    let files = bench.files.iter();
    let parameters: Vec<_> = files
        .flat_map(|file| of_lab_file(Kind::Synapse, file))
        .collect();
    let versions = [("rewire".to_owned(), env!("CARGO_PKG_VERSION").to_owned())];
    let hashes = info.inputs.iter();
    let hashes: Vec<(String, String)> = hashes
        .map(|input| (input.name.clone(), input.sha256.clone()))
        .collect();
    let html = page::render(&RecordedPage {
        recording,
        endings,
        pictures: &pictures,
        simulated_synapses: settings(options).simulated_synapses,
        parameters: &parameters,
        command: &info.command,
        versions: &versions,
        hashes: &hashes,
    })
    .map_err(failed)?;
    directory
        .write("report.html", html.as_bytes())
        .map_err(failed)?;
    Ok(())
}

fn default_output(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let short: String = stem.chars().take(100).collect();
    Path::new("output").join(format!("lab-spikes-{short}"))
}

fn inputs(file: &Path, bench: &Bench) -> Vec<Input> {
    let path = file.to_string_lossy();
    let spikes = Input {
        name: path.clone().into_owned(),
        origin: origin(&path),
        sha256: bench.spikes.sha256.clone(),
    };
    let synapses = bench.files.iter();
    let synapses = synapses.map(|file| input(Kind::Synapse, file));
    std::iter::once(spikes).chain(synapses).collect()
}

/// The command that repeats it; with `--force`, since the results then exist.
fn command(file: &Path, options: &LabOptions, shared: &Shared, target: &Path) -> String {
    let mut words: Vec<String> = vec!["rewire".into(), "lab".into()];
    words.extend(["--spikes".into(), file.display().to_string()]);
    if let Some(unit) = options.time_unit {
        words.extend(["--time-unit".into(), unit.to_string()]);
    }
    for synapse in &options.synapses {
        words.extend(["--synapse".into(), synapse.clone()]);
    }
    if !options.bdnf.is_empty() {
        let levels: Vec<String> = options.bdnf.iter().map(f64::to_string).collect();
        words.extend(["--bdnf".into(), levels.join(",")]);
    }
    for (flag, time) in [("--every", options.every), ("--until", options.until)] {
        if let Some(time) = time {
            words.extend([flag.into(), time.to_string()]);
        }
    }
    words.extend(["--seed".into(), options.seed.to_string()]);
    repeated(words, shared, options.png, target)
}
