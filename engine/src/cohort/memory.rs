//! Where does the illness live? Copies of an ill person with the synapses or the body of the same person without a history.

use super::results::{MemoryCurve, MemoryTest};
use super::run::Watch;
use super::study::Study;
use crate::life::{Course, Halt, Life, LifePlan, Phase, TrialOrder, Worker, live};
use ndarray::Array2;
use rayon::prelude::*;

/// Weeks for which the copies are followed.
const WEEKS: usize = 26;

/// The same person, ill through the history and well without it: from the end of the first phase on they live
/// the same days without what the phases set.
///
/// # Errors
/// [`Halt`]: a life cannot be lived.
pub fn ill_and_well(plan: &LifePlan, history: &Course, seed: u64) -> Result<(Life, Life), Halt> {
    let mut worker = Worker::new(plan);
    let mut ill = Life::begin(plan, seed);
    live(plan, history, &mut ill, &mut worker, |_, _| true)?;
    let well = well_copy(plan, history, seed, &mut worker)?;
    Ok((ill, well))
}

/// A person at the end of a history without its adversity: from the end of the first phase on they live the same days
/// without what the history's phases set.
fn well_copy(
    plan: &LifePlan,
    history: &Course,
    seed: u64,
    worker: &mut Worker,
) -> Result<Life, Halt> {
    let healthy = history.phases.first().map_or(0, |p| p.to);
    let without = Course {
        days: history.days,
        phases: history
            .phases
            .iter()
            .map(|phase| Phase {
                inputs: if phase.from < healthy {
                    phase.inputs.clone()
                } else {
                    Vec::new()
                },
                ..phase.clone()
            })
            .collect(),
        treatments: Vec::new(),
    };
    let mut well = Life::begin(plan, seed);
    live(plan, &without, &mut well, worker, |_, _| true)?;
    Ok(well)
}

/// `weeks` of ordinary life without treatment, with day inputs of one's own.
pub fn untreated(weeks: usize, inputs: Vec<(usize, f64)>) -> Course {
    let days = 7 * weeks;
    Course {
        days,
        phases: vec![Phase {
            from: 0,
            to: days,
            inputs,
            trials: Vec::new(),
            order: TrialOrder::AsListed,
        }],
        treatments: Vec::new(),
    }
}

/// Severity by week of a life on a course.
///
/// # Errors
/// [`Halt`]: the life cannot be lived.
pub fn severity_of(plan: &LifePlan, course: &Course, life: &Life) -> Result<Vec<f32>, Halt> {
    severity_with(plan, course, life, &mut Worker::new(plan))
}

fn severity_with(
    plan: &LifePlan,
    course: &Course,
    life: &Life,
    worker: &mut Worker,
) -> Result<Vec<f32>, Halt> {
    let mut severity = Vec::new();
    live(plan, course, &mut life.clone(), worker, |_, person| {
        severity.push(person.read()[0]);
        true
    })?;
    Ok(severity)
}

/// The experiment under the study's first variant, for people as they are at selection; `None` without people.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived.
pub(super) fn memory_test(
    study: &Study,
    people: &[Life],
    watch: &Watch,
) -> Result<Option<MemoryTest>, Halt> {
    let Some(variant) = study.variants.first().filter(|_| !people.is_empty()) else {
        return Ok(None);
    };
    let plan = &variant.plan;
    let switch = |name: &str| {
        plan.graph
            .node(name)
            .map(|node| untreated(WEEKS, vec![(node, 0.0)]))
    };
    let ordinary = untreated(WEEKS, Vec::new());
    let switches = [
        ("frozen", "Synapses frozen", switch("learning")),
        (
            "no_rumination",
            "Without rumination",
            switch("rumination_allowed"),
        ),
    ];
    let lived: Vec<Result<Vec<Vec<f32>>, Halt>> = people
        .par_iter()
        .map(|ill| {
            let mut worker = Worker::watched(plan, watch.stop);
            let well = well_copy(plan, &variant.history, ill.seed, &mut worker)?;
            let copies = [
                ill.clone(),
                well.with_synapses_of(ill),
                ill.with_synapses_of(&well),
                well,
            ];
            let mut curves = Vec::new();
            for life in &copies {
                curves.push(severity_with(plan, &ordinary, life, &mut worker)?);
            }
            for course in switches.iter().filter_map(|(_, _, course)| course.as_ref()) {
                curves.push(severity_with(plan, course, ill, &mut worker)?);
            }
            (watch.progress)();
            Ok(curves)
        })
        .collect();
    let lived: Vec<Vec<Vec<f32>>> = lived.into_iter().collect::<Result<_, _>>()?;
    let names = [
        ("ill_weights_ill_body", "Ill synapses, ill body"),
        ("ill_weights_well_body", "Ill synapses, well body"),
        ("well_weights_ill_body", "Well synapses, ill body"),
        ("well_weights_well_body", "Well synapses, well body"),
    ];
    let switched = switches
        .iter()
        .filter(|s| s.2.is_some())
        .map(|s| (s.0, s.1));
    let curves = names
        .into_iter()
        .chain(switched)
        .enumerate()
        .map(|(c, (name, title))| MemoryCurve {
            name: name.into(),
            title: title.into(),
            severity: Array2::from_shape_fn((lived.len(), WEEKS + 1), |(p, w)| lived[p][c][w]),
        });
    Ok(Some(MemoryTest {
        seeds: people.iter().map(|life| life.seed).collect(),
        curves: curves.collect(),
    }))
}
