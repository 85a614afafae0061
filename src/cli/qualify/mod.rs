//! `rewire qualify`: every published figure of a plan simulated and put beside its published interval.

mod others;
mod plan;
mod runs;

use super::arguments::{QualifyOptions, Shared};
use super::output::repeated;
use super::plain::quoted;
use super::work::{Desk, LIVES, Target, bar, failed, produce_by_pieces};
use super::{Failure, Outcome, say};
use crate::cohort::{self, Watch};
use crate::inference::Interval;
use crate::inference::qualification::{Comparison, Published, Standing};
use crate::report::files::{Content, RunDirectory};
use crate::report::qualify::record::{self, QualifyInfo};
use crate::report::qualify::{Account, Figure, Qualification, markdown, page, table, terminal};
use crate::spec::Library;
use crate::spec::files::{Compare, FigureUse, SimulatedBy};
use others::Bench;
use plan::{Plan, Wanted, bad};
use runs::{Group, Rows};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Half-width of a 95 % interval in standard errors.
const NORMAL_975: f64 = 1.959_964;

pub(super) fn qualify(options: &QualifyOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let mut plan = plan::read(&library, options)?;
    let mut inputs = std::mem::take(&mut plan.inputs);
    let groups = runs::groups(&library, &plan, &mut inputs)?;
    let target = options
        .output
        .clone()
        .unwrap_or_else(|| default_output(&plan));
    let place = Target {
        path: &target,
        content: Content::Qualification,
        force: options.force,
    };
    let info = QualifyInfo {
        command: command(options, shared, &target),
        inputs,
    };
    let made = produce_by_pieces(&place, options.resume, &library, shared, |desk| {
        // First what cannot be measured at the bench: that is a mistake of the figure.
        let at_once = measured_at_once(&library, &plan, desk.stop)?;
        let qualification = simulate(&library, &plan, at_once, &groups, shared, desk)?;
        desk.say_what_was_used();
        write(desk.directory, &qualification, &info, options)?;
        Ok(qualification)
    })?;
    made.tell(
        shared,
        |qualification| say::json(&record::outcome(qualification)),
        |qualification| Ok(terminal::table(qualification)),
        page::FILE,
        &info.command,
    )
}

fn default_output(plan: &Plan) -> PathBuf {
    let name = plan.file.name.rsplit('/').next().unwrap_or(&plan.file.name);
    Path::new("output").join(format!("qualify-{name}"))
}

/// What needs no life: the lab, kinetics, traits and numbers of files. Nothing yet of the other figures.
fn measured_at_once(
    library: &Library,
    plan: &Plan,
    stop: &AtomicBool,
) -> Result<Vec<Rows>, Failure> {
    let mut bench = Bench::default();
    let measured = plan
        .wanted
        .iter()
        .map(|wanted| match wanted.figure.simulated.by {
            SimulatedBy::Lab => bench.measure(library, plan, wanted, stop),
            SimulatedBy::Kinetics => others::kinetics(library, wanted),
            SimulatedBy::Trait => others::people(library, plan, wanted),
            SimulatedBy::Parameter => others::parameter(library, wanted),
            SimulatedBy::Run | SimulatedBy::Prevalence | SimulatedBy::None => Ok(Rows::new()),
        });
    measured.collect()
}

/// What the plan asks for, figure by figure; what needed no life is there already.
fn simulate(
    library: &Library,
    plan: &Plan,
    mut rows: Vec<Rows>,
    groups: &[Group],
    shared: &Shared,
    desk: &Desk,
) -> Result<Qualification, Failure> {
    let lives = groups.iter().map(|group| cohort::lives(&group.study)).sum();
    let bar = bar(shared, lives, LIVES);
    let progress = || bar.inc(1);
    let watch = Watch {
        stop: desk.stop,
        progress: &progress,
    };
    let mut brains: Vec<Option<&str>> = vec![None; plan.wanted.len()];
    for group in groups {
        let measured = group.measure(plan, &watch, desk.pieces);
        if measured.is_err() {
            bar.finish_and_clear();
        }
        for (index, found) in measured? {
            rows[index] = found;
            brains[index] = Some(&group.brain);
        }
    }
    bar.finish_and_clear();
    let seeds = library.read_seeds(&plan.seeds).map_err(bad)?.value;
    let figures = plan.wanted.iter().zip(rows).zip(brains);
    Ok(Qualification {
        title: plan.file.value.title.clone(),
        meaning: plan.file.value.meaning.clone(),
        people: plan.people.unwrap_or(seeds.count as usize),
        first_seed: seeds.first,
        figures: figures
            .map(|((wanted, rows), brain)| figure(wanted, rows, brain))
            .collect(),
    })
}

/// A figure with what came out.
fn figure(wanted: &Wanted, rows: Rows, brain: Option<&str>) -> Figure {
    let written = &wanted.figure;
    let interval = written.interval.map(|[low, high]| Interval { low, high });
    let from_error = written.value.zip(written.sem).map(|(value, sem)| Interval {
        low: value - NORMAL_975 * sem,
        high: value + NORMAL_975 * sem,
    });
    let published = Published {
        value: written.value,
        interval: interval.or(from_error),
        comparison: match written.simulated.compare {
            Compare::Value => Comparison::Value,
            Compare::Sign => Comparison::Sign,
            Compare::Order => Comparison::Order,
        },
    };
    let account = |(variant, stands, measured)| Account {
        variant,
        stands,
        judgement: published.judge(&measured),
        measured,
    };
    Figure {
        id: written.id.clone(),
        file: wanted.file.clone(),
        title: wanted.title.clone(),
        section: section(written.simulated.by, brain).to_owned(),
        measures: written.measures.clone(),
        unit: written
            .unit
            .clone()
            .filter(|unit| unit != "1")
            .unwrap_or_default(),
        n: written.n.clone().unwrap_or_default(),
        printed: written.published.clone().unwrap_or_default(),
        source: wanted.source.clone(),
        doi: wanted.doi.clone(),
        status: wanted.status.clone(),
        confidence: wanted.confidence,
        standing: match wanted.purpose {
            FigureUse::Test => Standing::Test,
            FigureUse::Calibrate => Standing::Calibrated,
            FigureUse::Input | FigureUse::Structure => Standing::BuiltIn,
        },
        published,
        simulated_by: in_words(wanted),
        fair: written.simulated.fair.clone().unwrap_or_default(),
        accounts: rows.into_iter().map(account).collect(),
    }
}

/// The heading under which a figure stands.
fn section(by: SimulatedBy, brain: Option<&str>) -> &str {
    match by {
        SimulatedBy::Run | SimulatedBy::Prevalence => brain.unwrap_or_default(),
        SimulatedBy::Lab => "Synapse lab",
        SimulatedBy::Kinetics => "Drugs in the body",
        SimulatedBy::Trait => "Traits of people",
        SimulatedBy::Parameter => "Numbers of files",
        SimulatedBy::None => "",
    }
}

/// What simulates a figure, or why nothing does.
fn in_words(wanted: &Wanted) -> String {
    let simulated = &wanted.figure.simulated;
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let when = |before: &str, week: Option<u32>| {
        week.map_or_else(String::new, |week| format!("{before}{week}"))
    };
    match simulated.by {
        SimulatedBy::Run => {
            let statistic = simulated
                .statistic
                .map_or("mean", |statistic| statistic.name());
            let of = match (&simulated.readout, simulated.readouts.as_slice()) {
                (_, [_, ..]) => simulated.readouts.join(", "),
                (Some(readout), _) => readout.clone(),
                (None, _) => "severity_rated".to_owned(),
            };
            format!(
                "{} of {of} in {}{}{}{}",
                statistic.replace('_', " "),
                simulated.scenarios.join(" and "),
                when(", week ", simulated.week),
                when(" against week ", simulated.reference_week),
                simulated
                    .variant
                    .as_ref()
                    .map_or_else(String::new, |v| format!(", under {v}")),
            )
        }
        SimulatedBy::Prevalence => format!(
            "share of people who are ill at selection{}",
            simulated
                .history
                .as_ref()
                .map_or_else(String::new, |h| format!(", after {h}"))
        ),
        SimulatedBy::Lab => {
            let at: Vec<String> = simulated.at.iter().map(f64::to_string).collect();
            format!(
                "rewire lab {}, synapse {}, at {}",
                or_nothing(&simulated.protocol),
                or_nothing(&simulated.synapse),
                at.join(", ")
            )
        }
        SimulatedBy::Kinetics => format!(
            "closed form of {}{}",
            or_nothing(&simulated.treatment),
            simulated
                .dose
                .map_or_else(String::new, |dose| format!(", {dose}"))
        ),
        SimulatedBy::Trait => format!(
            "trait {} over the people",
            or_nothing(&simulated.trait_name)
        ),
        SimulatedBy::Parameter => {
            format!(
                "{} in {}",
                or_nothing(&simulated.path),
                or_nothing(&simulated.file)
            )
        }
        SimulatedBy::None => or_nothing(&simulated.reason),
    }
}

fn write(
    directory: &RunDirectory,
    qualification: &Qualification,
    info: &QualifyInfo,
    options: &QualifyOptions,
) -> Outcome {
    let html = page::render(qualification, info).map_err(failed)?;
    directory
        .write(page::FILE, html.as_bytes())
        .map_err(failed)?;
    let document = markdown::document(qualification, &said(options));
    directory
        .write(markdown::FILE, document.as_bytes())
        .map_err(failed)?;
    table::write(directory, qualification).map_err(failed)?;
    record::write(directory, qualification, info).map_err(failed)
}

/// The command without what it is written to, as a shell takes it.
fn said(options: &QualifyOptions) -> String {
    let words: Vec<String> = words(options).iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

fn words(options: &QualifyOptions) -> Vec<String> {
    let mut words: Vec<String> = vec!["rewire".into(), "qualify".into(), options.plan.clone()];
    if let Some(seeds) = &options.seeds {
        words.extend(["--seeds".into(), seeds.clone()]);
    }
    if let Some(people) = options.people {
        words.extend(["--people".into(), people.to_string()]);
    }
    if let Some(variant) = &options.variant {
        words.extend(["--variant".into(), variant.clone()]);
    }
    words
}

/// The command that repeats it; with `--force`, since the results then exist.
fn command(options: &QualifyOptions, shared: &Shared, target: &Path) -> String {
    repeated(words(options), shared, false, target)
}
