//! `rewire design`: what a real trial of a claim would find, and at what price.

use super::arguments::{DesignOptions, Shared};
use super::output::{PNG_WIDTH, repeated};
use super::run::{input, inputs_of, simulate};
use super::work::{Desk, Target, failed, produce_by_pieces};
use super::{Failure, Outcome, say};
use crate::cohort::results::RunResult;
use crate::inference::design::{ClaimDesigns, Design, DesignResult, TestDesigns};
use crate::inference::recovery::Recovery;
use crate::inference::separation::separations;
use crate::report::design::{self as drawn, DesignInfo, page, terminal};
use crate::report::files::{Content, RunDirectory};
use crate::report::pictures;
use crate::report::tables::Input;
use crate::spec::claims::Trial;
use crate::spec::compile::compile_study;
use crate::spec::{Diagnostic, Kind, Library, Mistake, Study};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) fn design(options: &DesignOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let mut options = options.clone();
    options.sizes.sort_unstable();
    options.sizes.dedup();
    let options = &options;
    let plan = Plan::of(&library, options)?;
    if let Some(world) = plan.worlds.first() {
        say::beyond(&world.study.seeds, options.people as usize, shared.quiet);
    }
    let target = options.output.clone().unwrap_or_else(|| {
        Path::new("output").join(format!("design-{}", plan.trial.file.name.replace('/', "-")))
    });
    let place = Target {
        path: &target,
        content: Content::Design,
        force: options.force,
    };
    let info = DesignInfo {
        command: command(options, shared, &target),
        inputs: plan.inputs(),
    };
    let made = produce_by_pieces(&place, options.resume, &library, shared, |desk| {
        let designs = plan.work(options, shared, desk)?;
        desk.say_what_was_used();
        write(desk.directory, &designs, &info, options, desk.stop)?;
        Ok(designs)
    })?;
    made.tell(
        shared,
        say::json,
        |designs| Ok(terminal::table(designs)),
        "design.html",
        &info.command,
    )
}

/// A claim with the studies from which trials are drawn.
struct Plan {
    trial: Trial,
    worlds: Vec<World>,
    not_for_trials: Vec<String>,
}

/// Tests that the same people are asked.
struct World {
    /// Its own variants, and after them those with the mechanism knocked out.
    study: Study,
    /// How many variants are its own.
    own: usize,
    mechanism: Vec<bool>,
    /// Tests by index, with their designs.
    tests: Vec<(usize, Vec<Design>)>,
}

impl Plan {
    fn of(library: &Library, options: &DesignOptions) -> Result<Self, Failure> {
        let bad = |mistakes: crate::spec::Diagnostics| Failure::BadInput(mistakes.to_string());
        let trial = library.read_trial(&options.claim).map_err(bad)?;
        let mut worlds = Vec::new();
        let mut answered = vec![false; trial.info.tests.len()];
        for group in &trial.groups {
            let mut tests = Vec::new();
            let mut scenarios: Vec<String> = Vec::new();
            for &index in &group.tests {
                let designs = library.designs(&trial.info.tests[index]).map_err(bad)?;
                if designs.is_empty() {
                    continue;
                }
                for arm in designs.iter().flat_map(|design| &design.arms) {
                    if !scenarios.contains(arm) {
                        scenarios.push(arm.clone());
                    }
                }
                answered[index] = true;
                tests.push((index, designs));
            }
            if tests.is_empty() {
                continue;
            }
            let study = library.study_of(&group.world, &scenarios, &[], &options.seeds);
            let study = study.map_err(bad)?;
            let own = study.variants.len();
            let mut mechanism = trial.mechanism(&study);
            let study = trial.with_knock_outs(&study);
            mechanism.resize(study.variants.len(), false);
            worlds.push(World {
                study,
                own,
                mechanism,
                tests,
            });
        }
        let tests = trial.info.tests.iter().zip(answered);
        let not_for_trials: Vec<String> = tests
            .filter(|(_, answered)| !answered)
            .map(|(test, _)| test.asks.clone())
            .collect();
        allocate(&mut worlds, &options.allocation)?;
        if worlds.is_empty() {
            return Err(Failure::BadInput(format!(
                "no trial with several arms answers the claim {}; it asks: {}",
                trial.info.id,
                not_for_trials.join("; ")
            )));
        }
        Ok(Self {
            trial,
            worlds,
            not_for_trials,
        })
    }

    /// The definition files that go in, each once.
    fn inputs(&self) -> Vec<Input> {
        let mut found = vec![input(Kind::Claim, &self.trial.file)];
        for world in &self.worlds {
            let mut study = world.study.clone();
            study.variants.truncate(world.own);
            for input in inputs_of(&study) {
                if !found.contains(&input) {
                    found.push(input);
                }
            }
        }
        found
    }

    fn work(
        &self,
        options: &DesignOptions,
        shared: &Shared,
        desk: &Desk,
    ) -> Result<ClaimDesigns, Failure> {
        let info = &self.trial.info;
        let mut tests = Vec::new();
        let mut seeds = None;
        for world in &self.worlds {
            let result = world.live(options, shared, desk)?;
            for (index, designs) in &world.tests {
                let test = &info.tests[*index];
                let results = designs.iter().map(|design| {
                    if desk.stop.load(Ordering::Relaxed) {
                        return Err(Failure::Interrupted);
                    }
                    world.result_of(&result, design, options).map_err(failed)
                });
                tests.push(TestDesigns {
                    test: test.id.clone(),
                    asks: test.asks.clone(),
                    unit: test.unit.clone(),
                    designs: results.collect::<Result<_, _>>()?,
                });
            }
            seeds.get_or_insert(result.seeds);
        }
        let seeds = seeds.ok_or_else(|| Failure::Failed("there is nobody to ask".to_owned()))?;
        Ok(ClaimDesigns {
            id: info.id.clone(),
            name: info.name.clone(),
            title: info.title.clone(),
            statement: info.statement.clone(),
            seeds,
            trials: options.trials,
            tests,
            not_for_trials: self.not_for_trials.clone(),
        })
    }
}

/// Puts people into the arms of those trials that have as many as the allocation has parts.
fn allocate(worlds: &mut [World], allocation: &[usize]) -> Outcome {
    if allocation.is_empty() || worlds.is_empty() {
        return Ok(());
    }
    let mut found: Vec<usize> = Vec::new();
    let designs = worlds.iter_mut().flat_map(|world| &mut world.tests);
    for design in designs.flat_map(|(_, designs)| designs) {
        found.push(design.arms.len());
        if design.arms.len() == allocation.len() {
            design.allocation = allocation.to_vec();
        }
    }
    if found.contains(&allocation.len()) {
        return Ok(());
    }
    found.sort_unstable();
    found.dedup();
    let known: Vec<String> = found.iter().map(usize::to_string).collect();
    let parts: Vec<String> = allocation.iter().map(usize::to_string).collect();
    let mistake = Diagnostic::of_file(
        &format!("--allocation {}", parts.join(":")),
        Mistake::OutOfRange,
        format!(
            "no trial of this claim has {}",
            say::counted(allocation.len(), "arm", "arms")
        ),
    );
    let allowed = format!(
        "one part for each arm: trials of this claim have {} arms",
        say::listed(&known)
    );
    Err(Failure::BadInput(mistake.allowed(allowed).to_string()))
}

impl World {
    fn live(
        &self,
        options: &DesignOptions,
        shared: &Shared,
        desk: &Desk,
    ) -> Result<RunResult, Failure> {
        let mut study =
            compile_study(&self.study, Some(options.people as usize)).map_err(failed)?;
        study.memory_people = 0;
        simulate(&study, shared, desk)
    }

    fn result_of(
        &self,
        result: &RunResult,
        design: &Design,
        options: &DesignOptions,
    ) -> Result<DesignResult, crate::inference::InferenceError> {
        let (sizes, trials) = (&options.sizes, options.trials);
        let recovery = Recovery::learn(result, design, self.own)?;
        let recovery = recovery.map_or_else(Vec::new, |recovery| {
            let sizes = sizes.iter();
            sizes
                .filter_map(|&n| recovery.confusion(n, trials))
                .collect()
        });
        Ok(DesignResult {
            accounts: design.accounts(result, &self.mechanism, sizes, trials)?,
            own: self.own,
            separations: separations(result, design, self.own)?,
            recovery,
            design: design.clone(),
        })
    }
}

fn write(
    directory: &RunDirectory,
    designs: &ClaimDesigns,
    info: &DesignInfo,
    options: &DesignOptions,
    stop: &AtomicBool,
) -> Outcome {
    let shown = drawn::pictures(designs);
    for picture in &shown {
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted);
        }
        let name = |ending| format!("plots/{}.{ending}", picture.name);
        directory
            .write(&name("svg"), picture.svg.as_bytes())
            .map_err(failed)?;
        if options.png {
            let png = pictures::png(&picture.svg, PNG_WIDTH).map_err(failed)?;
            directory.write(&name("png"), &png).map_err(failed)?;
        }
    }
    let html = page::render(designs, &shown, info).map_err(failed)?;
    directory
        .write("design.html", html.as_bytes())
        .map_err(failed)?;
    drawn::write(directory, designs, info).map_err(failed)
}

/// The command that repeats it.
fn command(options: &DesignOptions, shared: &Shared, target: &Path) -> String {
    let sizes: Vec<String> = options.sizes.iter().map(usize::to_string).collect();
    let words = [
        "rewire",
        "design",
        &options.claim,
        "--seeds",
        &options.seeds,
        "--people",
        &options.people.to_string(),
        "--sizes",
        &sizes.join(","),
        "--trials",
        &options.trials.to_string(),
    ];
    let mut words = words.map(str::to_owned).to_vec();
    if !options.allocation.is_empty() {
        let parts: Vec<String> = options.allocation.iter().map(usize::to_string).collect();
        words.extend(["--allocation".to_owned(), parts.join(":")]);
    }
    repeated(words, shared, options.png, &PathBuf::from(target))
}
