//! From points of the parameter space to the quantities of a block.

use crate::Outcome;
use crate::patch;
use crate::plan::{Block, Figure, Parameter, Quantity};
use rewire::cohort::{self, Watch, results::RunResult};
use rewire::inference::{self, Measured, Share, Statistic};
use rewire::spec::Library;
use rewire::spec::compile::{compile_history, compile_study};
use std::sync::atomic::AtomicBool;

impl Block {
    /// Scenarios that its figures need, each once.
    pub fn scenarios(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for figure in &self.figures {
            if let Quantity::Statistic { scenarios, .. } = &figure.quantity {
                names.extend(scenarios.iter().cloned());
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// Last week at which a scenario is looked at; none if to its end.
    fn last_week(&self, scenario: &str) -> Option<u32> {
        let mut last = 0;
        for figure in &self.figures {
            let Quantity::Statistic {
                statistic,
                scenarios,
                week,
                reference_week,
                ..
            } = &figure.quantity
            else {
                continue;
            };
            if scenarios.iter().any(|s| s == scenario) {
                if *statistic == Statistic::DropOutShare {
                    return None;
                }
                last = last.max(*week).max(reference_week.unwrap_or(0));
            }
        }
        Some(last)
    }
}

/// Quantities of a block at each point, in the order of its figures.
///
/// The points are lived as variants of one study, so that what does not depend on them, such as the history where only a
/// treatment moves, is lived once. Courses end where the block looks last.
pub fn batch(
    library: &Library,
    block: &Block,
    earlier: &[(Parameter, f64)],
    points: &[Vec<f64>],
    first_seed: u64,
    people: usize,
) -> Outcome<Vec<Vec<Measured>>> {
    let names = block.scenarios();
    let read = library
        .read_study(&names, std::slice::from_ref(&block.variant), "tiny")
        .map_err(|e| e.to_string())?;
    let mut whole: Option<cohort::Study> = None;
    for point in points {
        let mut study = read.clone();
        let moved = earlier
            .iter()
            .map(|(p, x)| (p, *x))
            .chain(block.parameters.iter().zip(point.iter().copied()));
        for (parameter, x) in moved {
            patch::apply(&mut study, parameter, x)?;
        }
        let mut compiled = compile_study(&study, Some(people)).map_err(|e| e.to_string())?;
        match &mut whole {
            Some(whole) => whole.variants.append(&mut compiled.variants),
            None => whole = Some(compiled),
        }
    }
    let Some(mut study) = whole else {
        return Ok(Vec::new());
    };
    study.seeds.first = first_seed;
    study.memory_people = 0;
    for (s, name) in names.iter().enumerate() {
        if let Some(week) = block.last_week(name) {
            study.scenarios[s].weeks = study.scenarios[s].weeks.min(week);
            for variant in &mut study.variants {
                variant.courses[s].days = variant.courses[s].days.min(7 * week as usize);
            }
        }
    }
    let result = run(&study)?;
    let mut quantities: Vec<Vec<Measured>> = Vec::new();
    for variant in 0..points.len() {
        quantities.push(
            block
                .figures
                .iter()
                .map(|figure| quantity(&result, figure, &names, variant))
                .collect::<Outcome<_>>()?,
        );
    }
    for (f, figure) in block.figures.iter().enumerate() {
        if let Quantity::Prevalence {
            instead: Some(history),
        } = &figure.quantity
        {
            let result = run(&with_history(library, &study, history)?)?;
            for (variant, row) in quantities.iter_mut().enumerate() {
                row[f] = prevalence(&result, variant);
            }
        }
    }
    Ok(quantities)
}

fn run(study: &cohort::Study) -> Outcome<RunResult> {
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|| {},
    };
    cohort::run(study, &watch).map_err(|halt| halt.to_string())
}

/// The same people with another history, up to selection.
fn with_history(library: &Library, study: &cohort::Study, history: &str) -> Outcome<cohort::Study> {
    let history = library
        .read_history(history)
        .map_err(|e| e.to_string())?
        .value;
    let mut study = study.clone();
    for scenario in &mut study.scenarios {
        scenario.weeks = 0;
    }
    for variant in &mut study.variants {
        variant.history = compile_history(&variant.plan, &history).map_err(|e| e.to_string())?;
        for course in &mut variant.courses {
            course.days = 0;
        }
    }
    Ok(study)
}

fn prevalence(result: &RunResult, variant: usize) -> Measured {
    let ill = result.people.iter().filter(|p| p.ill[variant]).count();
    Share::new(ill, result.people.len()).into()
}

fn quantity(
    result: &RunResult,
    figure: &Figure,
    names: &[String],
    variant: usize,
) -> Outcome<Measured> {
    match &figure.quantity {
        Quantity::Prevalence { .. } => Ok(prevalence(result, variant)),
        Quantity::Statistic {
            statistic,
            scenarios,
            readout,
            week,
            reference_week,
        } => {
            let asked = inference::Quantity {
                statistic: *statistic,
                scenarios: scenarios
                    .iter()
                    .filter_map(|s| names.iter().position(|n| n == s))
                    .collect(),
                variant,
                readout: readout.clone(),
                week: *week,
                reference_week: *reference_week,
            };
            inference::measure(result, &asked).map_err(|e| format!("{}: {e}", figure.id))
        }
    }
}
