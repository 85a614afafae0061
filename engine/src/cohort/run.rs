//! Running a study: people in parallel, each life lived once where it can be shared, forked where arms part.

use super::assemble::assemble;
use super::keep::{self, Forget, Keep, PEOPLE};
use super::memory::memory_test;
use super::results::RunResult;
use super::study::{
    History, LivedCourse, LivedHistory, SharedCourse, Sharing, Study, VariantStudy,
};
use crate::content::ContentHash;
use crate::life::{Halt, Life, Worker, live};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Watches over a run from outside.
pub struct Watch<'a> {
    /// Set to true to stop.
    pub stop: &'a AtomicBool,
    /// Called after each finished life; the work is `lives` calls in all, see [`lives`].
    pub progress: &'a (dyn Fn() + Sync),
}

impl Watch<'_> {
    /// An error once the run was stopped.
    pub(super) fn go_on(&self) -> Result<(), Halt> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(Halt::Stopped),
            false => Ok(()),
        }
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
pub(super) struct Person {
    /// One per history of [`Sharing`].
    pub histories: Vec<LivedHistory>,
    /// One per course of [`Sharing`]; none of those who were not ill.
    pub courses: Vec<Option<LivedCourse>>,
}

/// A person, and as they are at selection where the weight-swap experiment can use it.
type Lived = (Person, Option<Life>);

/// Runs a study. The result is the same bits for any number of threads.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived; then it is that of the first such person on any number of threads.
pub fn run(study: &Study, watch: &Watch) -> Result<RunResult, Halt> {
    run_keeping(study, watch, &Forget)
}

/// Runs a study, keeps its finished pieces, and lives no piece that is found. The result is the same bits whatever is found.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived; then it is that of the first such person on any number of threads.
pub fn run_keeping(study: &Study, watch: &Watch, keep: &dyn Keep) -> Result<RunResult, Halt> {
    run_shared(study, &Sharing::of(study), watch, keep)
}

/// The same where it is known already which lives of the study agree, which the number of people does not change.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived; then it is that of the first such person on any number of threads.
pub fn run_shared(
    study: &Study,
    sharing: &Sharing,
    watch: &Watch,
    keep: &dyn Keep,
) -> Result<RunResult, Halt> {
    let pieces = each_piece(study, sharing, |piece| piece.live(watch, keep))?;
    let (people, lives): (Vec<Person>, Vec<Option<Life>>) = pieces.into_iter().flatten().unzip();
    watch.go_on()?;
    let ill = ill_people(study, sharing, &people, lives, watch)?;
    let memory = memory_test(study, &ill, watch)?;
    Ok(assemble(study, sharing, people, memory))
}

/// Lives a study only to keep its pieces; no piece that is found is lived. Needs the memory of a few pieces, however large the
/// study is.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived; then it is that of the first such person on any number of threads.
pub fn live_and_keep(study: &Study, watch: &Watch, keep: &dyn Keep) -> Result<(), Halt> {
    let sharing = Sharing::of(study);
    each_piece(study, &sharing, |piece| piece.live(watch, keep).map(drop))?;
    Ok(())
}

/// Does `work` to all pieces of a study, on all threads. Once one has failed those after it are left out, and those before it are
/// not: what failed is the first, however many threads there are.
fn each_piece<T: Send>(
    study: &Study,
    sharing: &Sharing,
    work: impl Fn(Piece) -> Result<T, Halt> + Sync,
) -> Result<Vec<T>, Halt> {
    let failed = AtomicUsize::new(usize::MAX);
    let pieces = study.seeds.count.div_ceil(PEOPLE);
    let done: Vec<Result<T, Halt>> = (0..pieces)
        .into_par_iter()
        .map(|index| {
            if failed.load(Ordering::Relaxed) < index {
                return Err(Halt::Stopped);
            }
            let first = index * PEOPLE;
            let piece = Piece {
                study,
                sharing,
                first,
                people: PEOPLE.min(study.seeds.count - first),
            };
            work(piece).inspect_err(|_| {
                failed.fetch_min(index, Ordering::Relaxed);
            })
        })
        .collect();
    done.into_iter().collect()
}

/// The people of the weight-swap experiment as they were at selection. Whose history was found instead of lived lives it
/// now.
fn ill_people(
    study: &Study,
    sharing: &Sharing,
    people: &[Person],
    lives: Vec<Option<Life>>,
    watch: &Watch,
) -> Result<Vec<Life>, Halt> {
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
            match life {
                Some(life) => Ok(life),
                None => Ok(live_history(variant, seed, watch)?.0),
            }
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
    /// lived and enough for the weight-swap experiment.
    fn live(&self, watch: &Watch, keep: &dyn Keep) -> Result<Vec<Lived>, Halt> {
        watch.go_on()?;
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
        let lived: Vec<Result<Lived, Halt>> = known
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
        let lived: Vec<Lived> = lived.into_iter().collect::<Result<_, _>>()?;
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
        Ok(lived)
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

/// A person from birth to selection.
pub(super) fn live_history(
    variant: &VariantStudy,
    seed: u64,
    watch: &Watch,
) -> Result<(Life, LivedHistory), Halt> {
    let mut life = Life::begin(&variant.plan, seed);
    let mut worker = Worker::watched(&variant.plan, watch.stop);
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
            true
        },
    )?;
    Ok((life, LivedHistory { rated }))
}

/// A person whose history is known to have made them ill, as they are at selection: kept, or lived now.
pub(super) fn at_selection(
    study: &Study,
    history: &History,
    seed: u64,
    watch: &Watch,
    keep: &dyn Keep,
) -> Result<Life, Halt> {
    let name = keep::life_name(history.key, seed);
    if let Some(life) = keep.find_life(&name) {
        return Ok(life);
    }
    let (life, lived) = live_history(&study.variants[history.variant], seed, watch)?;
    if is_ill(study, &lived) {
        keep.keep_life(name, &life);
    }
    Ok(life)
}

/// One person on every course, and as they are at selection under the first variant if that was lived and they are ill.
fn live_person(
    study: &Study,
    sharing: &Sharing,
    seed: u64,
    known: Known,
    watch: &Watch,
    keep: &dyn Keep,
) -> Result<Lived, Halt> {
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
        _ => Ok(found),
    });
    // All of them first, so that what failed is the first on any number of threads.
    let courses: Vec<Result<Option<LivedCourse>, Halt>> = courses.collect();
    let courses: Vec<Option<LivedCourse>> = courses.into_iter().collect::<Result<_, _>>()?;
    let ill = histories.first().is_some_and(|first| is_ill(study, first));
    let at_selection = lives.into_iter().next().flatten().filter(|_| ill);
    Ok((Person { histories, courses }, at_selection))
}

/// One life on one course.
fn live_course(
    study: &Study,
    shared: &SharedCourse,
    life: &Life,
    watch: &Watch,
) -> Result<LivedCourse, Halt> {
    let variant = &study.variants[shared.variant];
    let course = &variant.courses[shared.scenario];
    let mut worker = Worker::watched(&variant.plan, watch.stop);
    let mut readings = Vec::with_capacity((course.days / 7 + 1) * variant.plan.readings());
    let state = live(
        &variant.plan,
        course,
        &mut life.clone(),
        &mut worker,
        |_, person| {
            readings.extend_from_slice(person.read());
            true
        },
    )?;
    Ok(LivedCourse {
        readings,
        dropped_out: state.dropped_out(course),
    })
}
