//! Running a study: people in parallel, each life lived once where it can be shared, forked where arms part.

use super::memory::memory_test;
use super::results::{Arm, PersonInfo, RunResult};
use super::study::{Sharing, Study};
use crate::life::{Life, Worker, live};
use ndarray::Array3;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// The run was stopped from outside before it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Watches over a run from outside.
pub struct Watch<'a> {
    /// Set to true to stop.
    pub stop: &'a AtomicBool,
    /// Called after each finished life; the work is `lives` calls in all, see [`lives`].
    pub progress: &'a (dyn Fn() + Sync),
}

impl Watch<'_> {
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// The weight-swap experiment looks for its ill people among this many times their number.
const SEARCHED: usize = 4;

/// Number of calls of [`Watch::progress`] in a whole run: one per person, and one per person of the weight-swap experiment
/// (which may be fewer, when fewer fall ill).
pub fn lives(study: &Study) -> usize {
    study.seeds.count + study.memory_people.min(study.seeds.count)
}

/// What one person went through under one variant.
struct Lived {
    rated: f32,
    ill: bool,
    /// One per scenario, for those who fell ill: readings by week, and the day of drop-out.
    courses: Vec<(Vec<f32>, Option<f64>)>,
}

/// Runs a study. The result is the same bits for any number of threads.
///
/// # Errors
/// [`Stopped`] if the watch asked for it.
pub fn run(study: &Study, watch: &Watch) -> Result<RunResult, Stopped> {
    let sharing = Sharing::of(study);
    let people: Vec<Option<(Vec<Lived>, Option<Life>)>> = (0..study.seeds.count)
        .into_par_iter()
        .map(|index| {
            let seed = study.seeds.first + index as u64;
            let lived = live_person(study, &sharing, seed, watch);
            (watch.progress)();
            // Enough lives are kept for the weight-swap experiment, not those of thousands.
            lived.map(|(lived, life)| {
                (
                    lived,
                    life.filter(|_| index < SEARCHED * study.memory_people),
                )
            })
        })
        .collect();
    let people: Vec<(Vec<Lived>, Option<Life>)> =
        people.into_iter().collect::<Option<_>>().ok_or(Stopped)?;
    let (people, lives): (Vec<Vec<Lived>>, Vec<Option<Life>>) = people.into_iter().unzip();
    let ill: Vec<Life> = lives
        .into_iter()
        .flatten()
        .take(study.memory_people)
        .collect();
    let memory = memory_test(study, &ill, watch)?;
    Ok(assemble(study, people, memory))
}

/// One person under every variant, and as they are at selection under the first if they are ill; `None` if the run was
/// stopped.
fn live_person(
    study: &Study,
    sharing: &Sharing,
    seed: u64,
    watch: &Watch,
) -> Option<(Vec<Lived>, Option<Life>)> {
    let mut histories: Vec<Option<(Life, f32)>> = Vec::new();
    let mut lived: Vec<Lived> = Vec::new();
    for (v, variant) in study.variants.iter().enumerate() {
        let mut worker = Worker::new(&variant.plan);
        if sharing.history[v] == v {
            let mut life = Life::begin(&variant.plan, seed);
            let mut rated = 0.0;
            live(
                &variant.plan,
                &variant.history,
                &mut life,
                &mut worker,
                |week, person| {
                    if week == variant.history.days / 7 {
                        rated = person.read()[1];
                    }
                    !watch.stopped()
                },
            );
            histories.push(Some((life, rated)));
        } else {
            histories.push(None);
        }
        let (life, rated) = histories[sharing.history[v]].as_ref()?;
        let ill = f64::from(*rated) >= study.outcome.ill_at;
        let mut courses = Vec::new();
        for (s, course) in variant.courses.iter().enumerate() {
            if watch.stopped() {
                return None;
            }
            if !ill {
                continue;
            }
            let shared = sharing.course[v][s];
            if shared < v {
                courses.push(lived[shared].courses[s].clone());
                continue;
            }
            let mut life = life.clone();
            let mut values = Vec::with_capacity((course.days / 7 + 1) * variant.plan.readings());
            let state = live(
                &variant.plan,
                course,
                &mut life,
                &mut worker,
                |_, person| {
                    values.extend_from_slice(person.read());
                    !watch.stopped()
                },
            );
            courses.push((values, state.dropped_out(course)));
        }
        lived.push(Lived {
            rated: *rated,
            ill,
            courses,
        });
    }
    let ill = lived.first().is_some_and(|first| first.ill);
    let first = histories.into_iter().next().flatten();
    let at_selection = first.map(|(life, _)| life).filter(|_| ill);
    (!watch.stopped()).then_some((lived, at_selection))
}

fn assemble(
    study: &Study,
    people: Vec<Vec<Lived>>,
    memory: Option<super::results::MemoryTest>,
) -> RunResult {
    let plan = study.variants.first().map(|v| &v.plan);
    let traits: Vec<String> = plan.map_or_else(Vec::new, |p| {
        p.traits.iter().map(|t| t.name.clone()).collect()
    });
    let infos = people.iter().enumerate().map(|(index, lived)| {
        let seed = study.seeds.first + index as u64;
        PersonInfo {
            seed,
            traits: plan.map_or_else(Vec::new, |plan| {
                let life = Life::begin(plan, seed);
                plan.traits.iter().map(|t| life.values[t.node]).collect()
            }),
            rated_at_selection: lived.iter().map(|v| v.rated).collect(),
            ill: lived.iter().map(|v| v.ill).collect(),
        }
    });
    let infos = infos.collect();
    let readouts = study.readouts.len();
    let mut arms = Vec::new();
    for (s, scenario) in study.scenarios.iter().enumerate() {
        for v in 0..study.variants.len() {
            let rows: Vec<usize> = (0..people.len()).filter(|&p| people[p][v].ill).collect();
            let weeks = scenario.weeks as usize + 1;
            let mut values = Array3::zeros((rows.len(), weeks, readouts));
            let mut dropped_out = Vec::new();
            for (mut row, &p) in values.outer_iter_mut().zip(&rows) {
                let (readings, dropped) = &people[p][v].courses[s];
                for (cell, &reading) in row.iter_mut().zip(readings) {
                    *cell = reading;
                }
                dropped_out.push(dropped.map(|day| (day / 7.0) as f32));
            }
            arms.push(Arm {
                scenario: s,
                variant: v,
                people: rows,
                dropped_out,
                values,
            });
        }
    }
    RunResult {
        brain: study.brain.clone(),
        seeds: study.seeds.clone(),
        scenarios: study.scenarios.clone(),
        variants: study.variants.iter().map(|v| v.info.clone()).collect(),
        readouts: study.readouts.clone(),
        traits,
        people: infos,
        arms,
        memory,
        parameters: study.parameters.clone(),
        outcome: study.outcome.clone(),
    }
}
