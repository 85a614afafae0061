//! `rewire claims`: claims on trial, under every account.
//!
//! Everything that the claims need is lived first, world by world, and kept below the results; then one claim at a time is
//! judged from what was kept. Lives are named by what decides them, and so claims share them, a second trial finds them, and a
//! changed file leaves those that it cannot change.

mod bench;
mod ground;
mod judge;
mod worlds;

use super::arguments::{ClaimsOptions, Shared};
use super::output::repeated;
use super::run::inputs_of;
use super::work::{
    self, Target, bar, failed, produce, say_what_was_refused, words_of_this_command,
};
use super::{Failure, Outcome, say};
use crate::cohort::{self, Watch};
use crate::inference::claims::ClaimResults;
use crate::report::claims::record::{self, ClaimsInfo};
use crate::report::claims::{pages, table, terminal};
use crate::report::files::{Content, LIVES, Pieces};
use crate::report::tables::Input;
use crate::spec::claims::Trial;
use crate::spec::files::FiguresFile;
use crate::spec::{Diagnostics, Kind, Library, Sourced};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use worlds::{Work, Worlds};

/// Scenarios that are lived side by side: few, so that an interruption loses little and memory stays small; not one alone, since
/// each time the history is lived again.
const SIDE_BY_SIDE: usize = 8;

pub(super) fn claims(options: &ClaimsOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let bad = |mistakes: Diagnostics| Failure::BadInput(mistakes.to_string());
    let trials = read(&library, &options.claims).map_err(bad)?;
    let seeds = library.read_seeds(&options.seeds).map_err(bad)?;
    let people = options.people.map_or(0, |people| people as usize);
    say::beyond(&seeds, people, shared.quiet);
    let figures = read_figures(&library).map_err(bad)?;
    let worlds = Worlds::read(&library, &trials, options).map_err(bad)?;
    let target = (options.output.clone()).unwrap_or_else(|| Path::new("output").join("claims"));
    let place = Target {
        path: &target,
        content: Content::Claims,
        force: options.force,
    };
    let info = ClaimsInfo {
        command: command(&options.claims, options, shared, &target),
        inputs: inputs(&worlds, &trials, &figures),
    };
    let made = produce(&place, shared, |directory, stop| {
        let benches = bench::all(&trials, stop)?;
        say::overrides(&library, shared.quiet);
        let lives = directory.target().join(LIVES);
        let court = judge::Court {
            worlds: &worlds,
            lives: &lives,
            stop,
            robust: options.robust,
        };
        let mut pieces = Lived::default();
        pieces.live(&worlds, &court.work(&trials), &lives, shared, stop)?;
        let mut claims = Vec::new();
        for (trial, bench) in trials.iter().zip(benches) {
            let ground = ground::of(trial, &worlds, &figures);
            let alone = alone(options, shared, &target, &trial.info.id);
            claims.push(court.judge(trial, bench, ground, alone)?);
        }
        let beside = court.work_beside(&trials, &claims);
        pieces.live(&worlds, &beside, &lives, shared, stop)?;
        for (trial, judged) in trials.iter().zip(&mut claims) {
            court.judge_beside(trial, judged)?;
        }
        pieces.say(shared);
        let results = ClaimResults {
            seeds: worlds.seeds(&seeds),
            claims,
        };
        table::write(directory, &results).map_err(failed)?;
        pages::write(directory, &results, &info).map_err(failed)?;
        record::write(directory, &results, &info).map_err(failed)?;
        Ok(results)
    })?;
    made.tell(
        shared,
        say::json,
        |results| Ok(terminal::matrix(results)),
        pages::MATRIX,
        &info.command,
    )
}

/// The claims that are named, each once; all there are where none is named.
fn read(library: &Library, named: &[String]) -> Result<Vec<Trial>, Diagnostics> {
    let all = library.claims();
    let names = if named.is_empty() { &all } else { named };
    let mut mistakes = Diagnostics::default();
    let mut trials: Vec<Trial> = Vec::new();
    for name in names {
        match library.read_trial(name) {
            Ok(trial) if trials.iter().any(|known| known.file == trial.file) => {}
            Ok(trial) => trials.push(trial),
            Err(more) => mistakes.0.extend(more.0),
        }
    }
    mistakes.unless_empty(trials)
}

/// Every published figure there is.
fn read_figures(library: &Library) -> Result<Vec<Sourced<FiguresFile>>, Diagnostics> {
    let mut mistakes = Diagnostics::default();
    let mut figures = Vec::new();
    for name in library.names(Kind::Figures) {
        match library.read_figures(&name) {
            Ok(file) => figures.push(file),
            Err(more) => mistakes.0.extend(more.0),
        }
    }
    mistakes.unless_empty(figures)
}

/// What was lived, and what was there.
#[derive(Default)]
struct Lived {
    found: usize,
    lived: usize,
    damaged: usize,
}

impl Lived {
    /// Lives everything that is not there yet, and keeps it.
    fn live(
        &mut self,
        worlds: &Worlds,
        work: &[Work],
        lives: &Path,
        shared: &Shared,
        stop: &AtomicBool,
    ) -> Outcome {
        let batches: Vec<Work> = work.iter().flat_map(|w| w.batches(SIDE_BY_SIDE)).collect();
        let people = batches.len() * worlds.people();
        let bar = bar(shared, people, work::LIVES);
        let mut pieces = Pieces::within(lives).map_err(failed)?;
        let progress = || bar.inc(1);
        let watch = Watch {
            stop,
            progress: &progress,
        };
        let mut outcome = Ok(());
        for batch in &batches {
            let Some(study) = worlds.study(batch)? else {
                bar.inc(worlds.people() as u64);
                continue;
            };
            outcome = cohort::live_and_keep(&study, &watch, &pieces);
            if outcome.is_err() {
                break;
            }
        }
        bar.finish_and_clear();
        pieces.flush();
        say_what_was_refused(&pieces, shared);
        self.found += pieces.found();
        self.lived += pieces.kept();
        self.damaged += pieces.damaged();
        outcome.map_err(halted)
    }

    fn say(&self, shared: &Shared) {
        if shared.quiet {
            return;
        }
        let counted = |count| say::counted(count, "piece", "pieces");
        if self.damaged > 0 {
            let damaged = counted(self.damaged);
            say::note(&format!("damaged, and lived anew: {damaged}"));
        }
        say::note(&format!(
            "lives: {} taken over, {} lived",
            counted(self.found),
            counted(self.lived)
        ));
    }
}

/// Lives that ended early.
fn halted(halt: cohort::Halt) -> Failure {
    match halt {
        cohort::Halt::Stopped => interrupted(),
        cannot => cannot.into(),
    }
}

/// Stopped from outside; what was lived is kept.
fn interrupted() -> Failure {
    let words = words_of_this_command();
    Failure::Unfinished(format!(
        "interrupted: finished lives are kept; go on with: {}",
        words.join(" ")
    ))
}

/// The definition files that go in, in the order of their use, each once.
fn inputs(worlds: &Worlds, trials: &[Trial], figures: &[Sourced<FiguresFile>]) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    let mut add = |input: Input| {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    };
    for trial in trials {
        add(super::run::input(Kind::Claim, &trial.file));
        for (_, setup) in &trial.bench {
            add(super::run::input(Kind::Protocol, &setup.file));
            for synapse in &setup.synapse_files {
                add(super::run::input(Kind::Synapse, synapse));
            }
            for note in &setup.published {
                add(super::run::input(Kind::Published, note));
            }
        }
    }
    for (file, _) in trials
        .iter()
        .flat_map(|trial| ground::about(trial, figures))
    {
        add(super::run::input(Kind::Figures, file));
    }
    for study in worlds.studies() {
        inputs_of(study).into_iter().for_each(&mut add);
    }
    inputs
}

/// The command that repeats it; with `--force`, since the results then exist.
fn command(claims: &[String], options: &ClaimsOptions, shared: &Shared, target: &Path) -> String {
    let mut words: Vec<String> = vec!["rewire".into(), "claims".into()];
    words.extend(claims.iter().cloned());
    words.extend(["--seeds".into(), options.seeds.clone()]);
    if let Some(people) = options.people {
        words.extend(["--people".into(), people.to_string()]);
    }
    if let Some(robust) = options.robust {
        words.extend(["--robust".into(), robust.to_string()]);
    }
    repeated(words, shared, false, target)
}

/// The command that repeats one of the claims, beside the results of all.
fn alone(options: &ClaimsOptions, shared: &Shared, target: &Path, id: &str) -> String {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{id}"));
    command(
        &[id.to_owned()],
        options,
        shared,
        &target.with_file_name(name),
    )
}
