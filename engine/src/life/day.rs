//! A day, and a course of days.
//!
//! A day: inputs are set (phase, treatments, the drug hour by hour); signals; every factor moves by one day; signals again;
//! external events, internal events, treatment episodes; tallies; the night.

use super::clock::falls_on;
use super::course::{Course, Phase, Trials};
use super::episode::{EVENT_WORD, WORDS, play, words_of_episodes};
use super::halt::{Halt, all_finite, allowed, driven_by, readings_finite};
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan, Take};
use super::readout::{self, Observation};
use super::scene::Place;
use super::treated::{CourseState, set_day_inputs, treatment_episodes};
use super::trials::{are_plain, held_today, hold, stream};
use crate::circuit::{NightInputs, SIDE_BY_SIDE};
use crate::random::{Draws, Purpose, uniform};

const EXTERNAL: Purpose = Purpose::new("external event");
const INTERNAL: Purpose = Purpose::new("internal event");
pub(super) const HOW_MANY: Purpose = Purpose::new("how many");

/// Lives a course. `observe` may look at the person at the beginning (week 0) and at the end of each week; it may end the
/// course by returning false.
///
/// # Errors
/// [`Halt`]: stopped by the flag of the worker, more episodes on a day than are lived, or a number that is not finite.
pub fn live(
    plan: &LifePlan,
    course: &Course,
    life: &mut Life,
    worker: &mut Worker,
    mut observe: impl FnMut(usize, &mut Observation) -> bool,
) -> Result<CourseState, Halt> {
    live_closely(plan, course, life, worker, |moment, person| match moment {
        Moment::Evening { day } if day % 7 == 0 => observe(day / 7, person),
        _ => true,
    })
}

/// When a person on a course may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment<'a> {
    /// At the end of a day and its night; day 0 is the moment before the first.
    Evening {
        /// Number of days lived.
        day: usize,
    },
    /// After a trial, once it is learned. Trials that settle side by side are not parted.
    Trial {
        /// Number of days lived before this one.
        day: usize,
        /// Number of the trial on its day, from 1.
        number: usize,
        /// Name of the experience.
        experience: &'a str,
    },
}

/// Lives a course. `look` may look at the person at every [`Moment`], which changes nothing in them; it ends the course by returning
/// false of an evening. Means of a week are then those of its days so far.
///
/// # Errors
/// As [`live`].
pub fn live_closely<'a>(
    plan: &LifePlan,
    course: &'a Course,
    life: &mut Life,
    worker: &mut Worker,
    mut look: impl FnMut(Moment<'a>, &mut Observation) -> bool,
) -> Result<CourseState, Halt> {
    let mut state = CourseState::new(course, life);
    let mut draws = Draws::of(life.seed);
    worker.forget_week();
    worker.begin_day(plan, &life.values);
    let mut evening = Observation::new(plan, life, worker, &mut draws, 0);
    if !look(Moment::Evening { day: 0 }, &mut evening) {
        return Ok(state);
    }
    readings_finite(plan, &worker.readings, (life.seed, life.day))?;
    for day in 0..course.days {
        one_day(
            (plan, course, day),
            &mut state,
            life,
            worker,
            &mut draws,
            &mut look,
        )?;
        readout::accumulate(plan, life, worker);
        let mut evening = Observation::new(plan, life, worker, &mut draws, day % 7 + 1);
        let go_on = look(Moment::Evening { day: day + 1 }, &mut evening);
        worker.go_on()?;
        if (day + 1) % 7 == 0 {
            readings_finite(plan, &worker.readings, (life.seed, life.day))?;
            worker.forget_week();
        }
        if !go_on {
            break;
        }
    }
    Ok(state)
}

fn one_day<'a>(
    (plan, course, day): (&LifePlan, &'a Course, usize),
    state: &mut CourseState,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    look: &mut impl FnMut(Moment<'a>, &mut Observation) -> bool,
) -> Result<(), Halt> {
    set_day_inputs(plan, course, state, life, draws, day);
    plan.graph.compute_day(&mut life.values);
    plan.graph
        .step_factors(&mut life.values, draws, life.day, &mut worker.targets);
    plan.graph.compute_day(&mut life.values);
    worker.begin_day(plan, &life.values);
    life.codes.begin_day(&plan.circuit, draws, life.day);
    worker.tally.fill((0.0, 0.0));
    external_events(plan, life, worker, draws)?;
    internal_events(plan, life, worker, draws)?;
    trials((plan, course, day), life, worker, draws, look)?;
    treatment_episodes(plan, course, state, life, worker, draws, day)?;
    for (tally, &(so_far, counted)) in plan.tallies.iter().zip(&worker.tally) {
        match tally.take {
            Take::Mean if counted > 0.0 => life.values[tally.node] = so_far / counted,
            Take::Last if counted > 0.0 => life.values[tally.node] = so_far,
            Take::Sum => life.values[tally.node] = so_far,
            Take::Mean | Take::Last => {}
        }
    }
    night(plan, life, worker, draws);
    all_finite(plan, &life.values, (life.seed, life.day))?;
    life.day += 1;
    Ok(())
}

/// How many of something with this mean happen: the whole part, and one more with the probability of the rest.
pub(super) fn how_many(mean: f64, u: f64) -> f64 {
    let whole = libm::floor(mean.max(0.0));
    whole + f64::from(u8::from(u < mean - whole))
}

fn external_events(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
) -> Result<(), Halt> {
    let what = || "external_per_day".to_owned();
    let slots = allowed(plan.external_per_day as f64, what, (life.seed, life.day))?;
    let mut words = core::mem::take(&mut worker.episode_words);
    words_of_episodes(draws, EXTERNAL, life.day, slots, &mut words);
    let mut place = Place {
        purpose: EXTERNAL,
        moment: life.day,
        index: 0,
    };
    for words in words.as_chunks::<WORDS>().0.chunks(plan.side_by_side) {
        worker.go_on()?;
        let mut chosen: [Option<&Experience>; SIDE_BY_SIDE] = [None; SIDE_BY_SIDE];
        for (chosen, words) in chosen.iter_mut().zip(words) {
            *chosen = choose(plan, &life.values, uniform(words[EVENT_WORD]));
        }
        if let [Some(first), ..] = chosen {
            let experiences = chosen.map(|experience| experience.unwrap_or(first));
            let experiences = &experiences[..words.len()];
            play(plan, life, worker, draws, place, experiences, words);
        }
        place.index += words.len() as u64;
    }
    worker.episode_words = words;
    Ok(())
}

/// The external experience that a uniform draw chooses by the odds; none only where there are none.
fn choose<'a>(plan: &'a LifePlan, values: &[f64], u: f64) -> Option<&'a Experience> {
    let mut stacked = 0.0;
    let below = |&&index: &&usize| {
        stacked += plan.experiences[index].odds.map_or(0.0, |n| values[n]);
        u < stacked
    };
    let found = plan.external.iter().find(below);
    found
        .or(plan.external.last())
        .map(|&index| &plan.experiences[index])
}

fn internal_events(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
) -> Result<(), Halt> {
    for (position, &index) in plan.internal.iter().enumerate() {
        let experience = &plan.experiences[index];
        let purpose = INTERNAL.and(&experience.name);
        let rate = experience.rate.map_or(0.0, |n| life.values[n]);
        let number = how_many(
            rate / experience.stands_for,
            draws.uniform(HOW_MANY.and(&experience.name), life.day, 0),
        );
        let what = || {
            format!(
                "\"{}\"{}",
                experience.name,
                driven_by(plan, life, experience.rate)
            )
        };
        let number = allowed(number, what, (life.seed, life.day))?;
        worker.counts[position] += number as f64 * experience.stands_for;
        repeat(plan, life, worker, draws, purpose, experience, number)?;
    }
    Ok(())
}

/// The episodes of an experiment, which the phases of a course hold.
fn trials<'a>(
    (plan, course, day): (&LifePlan, &'a Course, usize),
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    look: &mut impl FnMut(Moment<'a>, &mut Observation) -> bool,
) -> Result<(), Halt> {
    let now = |phase: &&Phase| (phase.from..phase.to).contains(&day);
    for phase in course.phases.iter().filter(now) {
        let due = |trials: &Trials| falls_on((day - phase.from) as i64, trials.every);
        if plan.side_by_side == 1 || !are_plain(phase) {
            hold((plan, phase, day), due, life, worker, draws, look)?;
            continue;
        }
        for (entry, trials) in phase.trials.iter().enumerate().filter(|(_, t)| due(t)) {
            let (purpose, number) = (stream(entry, trials), held_today(trials, life)?);
            let experience = &trials.experience;
            repeat(plan, life, worker, draws, purpose, experience, number)?;
        }
    }
    Ok(())
}

pub(super) fn repeat(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    purpose: Purpose,
    experience: &Experience,
    number: u64,
) -> Result<(), Halt> {
    let mut words = core::mem::take(&mut worker.episode_words);
    words_of_episodes(draws, purpose, life.day, number, &mut words);
    let mut place = Place {
        purpose,
        moment: life.day,
        index: 0,
    };
    for words in words.as_chunks::<WORDS>().0.chunks(plan.side_by_side) {
        worker.go_on()?;
        let experiences = &[experience; SIDE_BY_SIDE][..words.len()];
        play(plan, life, worker, draws, place, experiences, words);
        place.index += words.len() as u64;
    }
    worker.episode_words = words;
    Ok(())
}

fn night(plan: &LifePlan, life: &mut Life, worker: &mut Worker, draws: &mut Draws) {
    let [growth, pruning, turnover] = plan.night.map(|n| life.values[n]);
    for (gate, slots) in worker.consolidation.iter_mut().zip(&plan.projections) {
        let product = |product: f64, &node: &usize| product * life.values[node];
        *gate = slots.consolidation.iter().fold(1.0, product);
    }
    let inputs = NightInputs {
        consolidation: &worker.consolidation,
        growth,
        pruning,
        turnover,
    };
    plan.circuit
        .night(&mut life.circuit, &inputs, &mut worker.scratch);
    if (life.day + 1).is_multiple_of(7) {
        plan.circuit
            .structural_week(&mut life.circuit, &inputs, draws, life.day / 7);
    }
}
