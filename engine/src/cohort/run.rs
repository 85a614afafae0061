//! Running a study: people in parallel, each life lived once where it can be shared, forked where arms part.

use super::keep::{self, Forget, Keep, PEOPLE};
use super::memory::memory_test;
use super::results::{Arm, PersonInfo, RunResult};
use super::study::{
    History, LivedCourse, LivedHistory, SharedCourse, Sharing, Study, VariantStudy,
};
use crate::content::ContentHash;
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

/// What one person went through.
struct Person {
    /// One per history of [`Sharing`].
    histories: Vec<LivedHistory>,
    /// One per course of [`Sharing`]; none of those who were not ill.
    courses: Vec<Option<LivedCourse>>,
}

/// A person, and as they are at selection where the weight-swap experiment can use it.
type Lived = (Person, Option<Life>);

/// Runs a study. The result is the same bits for any number of threads.
///
/// # Errors
/// [`Stopped`] if the watch asked for it.
pub fn run(study: &Study, watch: &Watch) -> Result<RunResult, Stopped> {
    run_keeping(study, watch, &Forget)
}

/// Runs a study, keeps its finished pieces, and lives no piece that is found. The result is the same bits whatever is found.
///
/// # Errors
/// [`Stopped`] if the watch asked for it.
pub fn run_keeping(study: &Study, watch: &Watch, keep: &dyn Keep) -> Result<RunResult, Stopped> {
    run_shared(study, &Sharing::of(study), watch, keep)
}

/// The same where it is known already which lives of the study agree, which the number of people does not change.
///
/// # Errors
/// [`Stopped`] if the watch asked for it.
pub fn run_shared(
    study: &Study,
    sharing: &Sharing,
    watch: &Watch,
    keep: &dyn Keep,
) -> Result<RunResult, Stopped> {
    let pieces: Vec<Option<Vec<Lived>>> = (0..study.seeds.count)
        .step_by(PEOPLE)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|first| {
            let piece = Piece {
                study,
                sharing,
                first,
                people: PEOPLE.min(study.seeds.count - first),
            };
            piece.live(watch, keep)
        })
        .collect();
    let pieces: Vec<_> = pieces.into_iter().collect::<Option<_>>().ok_or(Stopped)?;
    let (people, lives): (Vec<Person>, Vec<Option<Life>>) = pieces.into_iter().flatten().unzip();
    let ill = ill_people(study, sharing, &people, lives, watch)?;
    let memory = memory_test(study, &ill, watch)?;
    Ok(assemble(study, sharing, people, memory))
}

/// Lives a study only to keep its pieces; no piece that is found is lived. Needs the memory of a few pieces, however large the
/// study is.
///
/// # Errors
/// [`Stopped`] if the watch asked for it.
pub fn live_and_keep(study: &Study, watch: &Watch, keep: &dyn Keep) -> Result<(), Stopped> {
    let sharing = Sharing::of(study);
    (0..study.seeds.count)
        .step_by(PEOPLE)
        .collect::<Vec<_>>()
        .into_par_iter()
        .try_for_each(|first| {
            let piece = Piece {
                study,
                sharing: &sharing,
                first,
                people: PEOPLE.min(study.seeds.count - first),
            };
            piece.live(watch, keep).map(drop)
        })
        .ok_or(Stopped)
}

/// The people of the weight-swap experiment as they were at selection. Whose history was found instead of lived lives it
/// now.
fn ill_people(
    study: &Study,
    sharing: &Sharing,
    people: &[Person],
    lives: Vec<Option<Life>>,
    watch: &Watch,
) -> Result<Vec<Life>, Stopped> {
    let Some(history) = sharing.histories.first() else {
        return Ok(Vec::new());
    };
    let variant = &study.variants[history.variant];
    let ill: Vec<(usize, Option<Life>)> = lives
        .into_iter()
        .enumerate()
        .take(SEARCHED * study.memory_people)
        .filter(|(index, _)| is_ill(study, &people[*index].histories[0]))
        .take(study.memory_people)
        .collect();
    ill.into_par_iter()
        .map(|(index, life)| {
            let seed = study.seeds.first + index as u64;
            let life = life.or_else(|| Some(live_history(variant, seed, watch)?.0));
            life.ok_or(Stopped)
        })
        .collect()
}

pub(super) fn is_ill(study: &Study, history: &LivedHistory) -> bool {
    f64::from(history.rated) >= study.outcome.ill_at
}

/// The people whose lives are kept together.
struct Piece<'a> {
    study: &'a Study,
    sharing: &'a Sharing,
    /// Index of the first.
    first: usize,
    people: usize,
}

impl Piece<'_> {
    fn seed(&self, index: usize) -> u64 {
        self.study.seeds.first + (self.first + index) as u64
    }

    /// All lives of these people, and those who are ill under the first variant as they are at selection, where these were
    /// lived and enough for the weight-swap experiment; `None` if the run was stopped.
    fn live(&self, watch: &Watch, keep: &dyn Keep) -> Option<Vec<Lived>> {
        let name = |key: ContentHash| keep::name(key, self.seed(0), self.people);
        let histories: Vec<Option<Vec<LivedHistory>>> = self
            .sharing
            .histories
            .iter()
            .map(|h| keep::read_histories(&keep.find(&name(h.key))?, self.people))
            .collect();
        // Only who is ill goes through a course: nothing can be said of it without its history.
        let mut courses: Vec<Option<std::vec::IntoIter<LivedCourse>>> = self
            .sharing
            .courses
            .iter()
            .map(|c| {
                let history = histories[c.history].as_ref()?;
                let ill = history.iter().filter(|h| is_ill(self.study, h)).count();
                let piece = keep.find(&name(c.key))?;
                let lived = keep::read_courses(&piece, ill, self.readings(c))?;
                Some(lived.into_iter())
            })
            .collect();
        let known: Vec<Known> = (0..self.people)
            .map(|index| {
                let histories: Vec<Option<LivedHistory>> = histories
                    .iter()
                    .map(|people| Some(people.as_ref()?[index].clone()))
                    .collect();
                let course = self.sharing.courses.iter().zip(&mut courses);
                let course = course.map(|(c, people)| {
                    let ill = is_ill(self.study, histories[c.history].as_ref()?);
                    people.as_mut().filter(|_| ill)?.next()
                });
                let courses = course.collect();
                Known { histories, courses }
            })
            .collect();
        let lived: Vec<Option<Lived>> = known
            .into_par_iter()
            .enumerate()
            .map(|(index, known)| {
                let seed = self.seed(index);
                let lived = live_person(self.study, self.sharing, seed, known, watch, keep);
                (watch.progress)();
                // Enough lives are kept for the weight-swap experiment, not those of thousands.
                let kept = self.first + index < SEARCHED * self.study.memory_people;
                lived.map(|(person, life)| (person, life.filter(|_| kept)))
            })
            .collect();
        let lived: Vec<Lived> = lived.into_iter().collect::<Option<_>>()?;
        let people = || lived.iter().map(|(person, _)| person);
        for (h, history) in self.sharing.histories.iter().enumerate() {
            if histories[h].is_none() {
                let rated: Vec<LivedHistory> = people().map(|p| p.histories[h].clone()).collect();
                keep.keep(name(history.key), keep::histories(&rated));
            }
        }
        for (c, course) in self.sharing.courses.iter().enumerate() {
            if courses[c].is_none() {
                let piece = keep::courses(people().filter_map(|p| p.courses[c].as_ref()));
                keep.keep(name(course.key), piece);
            }
        }
        Some(lived)
    }

    /// Number of readings in a course.
    fn readings(&self, course: &SharedCourse) -> usize {
        let variant = &self.study.variants[course.variant];
        (variant.courses[course.scenario].days / 7 + 1) * variant.plan.readings()
    }
}

/// What was found of a person, in the order of [`Sharing`].
struct Known {
    histories: Vec<Option<LivedHistory>>,
    courses: Vec<Option<LivedCourse>>,
}

/// A person from birth to selection; `None` if the run was stopped.
pub(super) fn live_history(
    variant: &VariantStudy,
    seed: u64,
    watch: &Watch,
) -> Option<(Life, LivedHistory)> {
    let mut life = Life::begin(&variant.plan, seed);
    let mut worker = Worker::new(&variant.plan);
    let mut rated = 0.0;
    let history = &variant.history;
    live(
        &variant.plan,
        history,
        &mut life,
        &mut worker,
        |week, person| {
            if week == history.days / 7 {
                rated = person.read()[1];
            }
            !watch.stopped()
        },
    );
    (!watch.stopped()).then_some((life, LivedHistory { rated }))
}

/// A person whose history is known to have made them ill, as they are at selection: kept, or lived now.
pub(super) fn at_selection(
    study: &Study,
    history: &History,
    seed: u64,
    watch: &Watch,
    keep: &dyn Keep,
) -> Option<Life> {
    let name = keep::life_name(history.key, seed);
    keep.find_life(&name).or_else(|| {
        let (life, lived) = live_history(&study.variants[history.variant], seed, watch)?;
        if is_ill(study, &lived) {
            keep.keep_life(name, &life);
        }
        Some(life)
    })
}

/// One person on every course, and as they are at selection under the first variant if that was lived and they are ill;
/// `None` if the run was stopped.
fn live_person(
    study: &Study,
    sharing: &Sharing,
    seed: u64,
    known: Known,
    watch: &Watch,
    keep: &dyn Keep,
) -> Option<Lived> {
    let mut lives: Vec<Option<Life>> = vec![None; sharing.histories.len()];
    let mut histories = Vec::with_capacity(lives.len());
    for (h, found) in known.histories.into_iter().enumerate() {
        histories.push(match found {
            Some(history) => history,
            None => {
                let variant = &study.variants[sharing.histories[h].variant];
                let (life, history) = live_history(variant, seed, watch)?;
                if is_ill(study, &history) {
                    keep.keep_life(keep::life_name(sharing.histories[h].key, seed), &life);
                }
                lives[h] = Some(life);
                history
            }
        });
    }
    for (shared, found) in sharing.courses.iter().zip(&known.courses) {
        let h = shared.history;
        if found.is_none() && lives[h].is_none() && is_ill(study, &histories[h]) {
            let shared = &sharing.histories[h];
            lives[h] = Some(at_selection(study, shared, seed, watch, keep)?);
        }
    }
    // Side by side, so that no thread is left alone with all courses of the last person.
    let courses = sharing.courses.par_iter().zip(known.courses);
    let courses = courses.map(|(shared, found)| match &lives[shared.history] {
        Some(life) if found.is_none() && is_ill(study, &histories[shared.history]) => {
            live_course(study, shared, life, watch).map(Some)
        }
        _ => Some(found),
    });
    let courses: Vec<Option<LivedCourse>> = courses.collect::<Option<_>>()?;
    let ill = histories.first().is_some_and(|first| is_ill(study, first));
    let at_selection = lives.into_iter().next().flatten().filter(|_| ill);
    (!watch.stopped()).then_some((Person { histories, courses }, at_selection))
}

/// One life on one course; `None` if the run was stopped.
fn live_course(
    study: &Study,
    shared: &SharedCourse,
    life: &Life,
    watch: &Watch,
) -> Option<LivedCourse> {
    let variant = &study.variants[shared.variant];
    let course = &variant.courses[shared.scenario];
    let mut worker = Worker::new(&variant.plan);
    let mut readings = Vec::with_capacity((course.days / 7 + 1) * variant.plan.readings());
    let state = live(
        &variant.plan,
        course,
        &mut life.clone(),
        &mut worker,
        |_, person| {
            readings.extend_from_slice(person.read());
            !watch.stopped()
        },
    );
    (!watch.stopped()).then(|| LivedCourse {
        readings,
        dropped_out: state.dropped_out(course),
    })
}

fn assemble(
    study: &Study,
    sharing: &Sharing,
    people: Vec<Person>,
    memory: Option<super::results::MemoryTest>,
) -> RunResult {
    let plan = study.variants.first().map(|v| &v.plan);
    let traits: Vec<String> = plan.map_or_else(Vec::new, |p| {
        p.traits.iter().map(|t| t.name.clone()).collect()
    });
    let history = |person: usize, variant: usize| -> &LivedHistory {
        &people[person].histories[sharing.history_of[variant]]
    };
    let variants = 0..study.variants.len();
    let infos = (0..people.len()).map(|index| {
        let seed = study.seeds.first + index as u64;
        PersonInfo {
            seed,
            traits: plan.map_or_else(Vec::new, |plan| {
                let life = Life::begin(plan, seed);
                plan.traits.iter().map(|t| life.values[t.node]).collect()
            }),
            rated_at_selection: variants.clone().map(|v| history(index, v).rated).collect(),
            ill: variants
                .clone()
                .map(|v| is_ill(study, history(index, v)))
                .collect(),
        }
    });
    let infos = infos.collect();
    let readouts = study.readouts.len();
    let mut arms = Vec::new();
    for (s, scenario) in study.scenarios.iter().enumerate() {
        for v in variants.clone() {
            let course = sharing.course_of[v][s];
            let rows: Vec<usize> = (0..people.len())
                .filter(|&p| people[p].courses[course].is_some())
                .collect();
            let weeks = scenario.weeks as usize + 1;
            let mut values = Array3::zeros((rows.len(), weeks, readouts));
            let mut dropped_out = Vec::new();
            let lived = people.iter().filter_map(|p| p.courses[course].as_ref());
            for (mut row, lived) in values.outer_iter_mut().zip(lived) {
                for (cell, &reading) in row.iter_mut().zip(&lived.readings) {
                    *cell = reading;
                }
                dropped_out.push(lived.dropped_out.map(|day| (day / 7.0) as f32));
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
        judge_at: None,
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
