//! The trials of a day: in which order they are held, and which of them by chance.
//!
//! Every draw has the address of its trial: the place of its entry in the phase, and its number within it. So an episode is the same
//! in whatever order it comes, and two arms with as many trials on a day have them in the same order.

use super::course::{Phase, Trials};
use super::day::Moment;
use super::episode::{WORDS, play};
use super::halt::{Halt, allowed};
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan};
use super::readout::Observation;
use super::scene::Place;
use crate::random::{Draws, Purpose};
use serde::Serialize;

const TRIAL: Purpose = Purpose::new("trial");
const ORDER: Purpose = Purpose::new("order of trials");
const CHANCE: Purpose = Purpose::new("chance of a trial");

/// In which order the trials of a day are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TrialOrder {
    /// All of the first entry, then all of the next.
    AsListed,
    /// One of each entry in turn; an entry that has none left is passed over.
    Alternating,
    /// Drawn for each person and day: the order of independent uniform numbers, one for each place in the list of the day.
    Shuffled,
}

/// A trial in the order of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    /// What trials are sorted by.
    key: (u32, u32),
    /// Index of its entry in the phase.
    entry: u32,
    /// Its number within the entry.
    index: u32,
}

/// The stream of the episodes of an entry.
pub(super) fn stream(entry: usize, trials: &Trials) -> Purpose {
    TRIAL.and(&trials.experience.name).and_number(entry as u64)
}

/// Whether these trials are held entry after entry and for certain, so that several of an entry may settle side by side.
pub(super) fn are_plain(phase: &Phase) -> bool {
    phase.order == TrialOrder::AsListed && phase.trials.iter().all(|t| t.probability >= 1.0)
}

/// How many of these trials are held on a day on which they are due.
///
/// # Errors
/// [`Halt`] if they are more than a day may hold.
pub(super) fn held_today(trials: &Trials, life: &Life) -> Result<u64, Halt> {
    let what = || format!("trials of \"{}\"", trials.experience.name);
    allowed(trials.number as f64, what, (life.seed, life.day))
}

/// Leaves in `turns` the trials of the entries that are due, in the order in which they are held.
fn take_turns(
    phase: &Phase,
    due: impl Fn(&Trials) -> bool,
    (draws, day): (&mut Draws, u64),
    turns: &mut Vec<Turn>,
) {
    turns.clear();
    for (entry, trials) in phase.trials.iter().enumerate().filter(|(_, t)| due(t)) {
        for index in 0..trials.number as u32 {
            let place = turns.len() as u32;
            let entry = entry as u32;
            let key = match phase.order {
                TrialOrder::AsListed => (place, 0),
                TrialOrder::Alternating => (index, entry),
                TrialOrder::Shuffled => {
                    let mut word = [0];
                    draws.fill(ORDER, day, place.into(), &mut word);
                    (word[0], place)
                }
            };
            turns.push(Turn { key, entry, index });
        }
    }
    turns.sort_unstable();
}

/// What is held in a turn; nothing where chance says so.
fn held<'a>(
    trials: &'a Trials,
    turn: &Turn,
    draws: &mut Draws,
    day: u64,
) -> Option<&'a Experience> {
    let stream = CHANCE.and_number(turn.entry.into());
    if trials.probability >= 1.0
        || draws.uniform(stream, day, turn.index.into()) < trials.probability
    {
        Some(&trials.experience)
    } else {
        trials.otherwise.as_ref()
    }
}

/// Holds the trials of a day one by one, in their order; `look` may look at the person after each. `day` counts from the beginning of
/// the course.
///
/// # Errors
/// [`Halt`]: stopped from outside, or more trials than a day may hold.
pub(super) fn hold<'a>(
    (plan, phase, day): (&LifePlan, &'a Phase, usize),
    due: impl Fn(&Trials) -> bool,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    look: &mut impl FnMut(Moment<'a>, &mut Observation) -> bool,
) -> Result<(), Halt> {
    for trials in phase.trials.iter().filter(|trials| due(trials)) {
        held_today(trials, life)?;
    }
    let mut turns = core::mem::take(&mut worker.turns);
    take_turns(phase, due, (draws, life.day), &mut turns);
    let mut number = 0;
    for turn in &turns {
        worker.go_on()?;
        let trials = &phase.trials[turn.entry as usize];
        let Some(experience) = held(trials, turn, draws, life.day) else {
            continue;
        };
        let place = Place {
            purpose: stream(turn.entry as usize, trials),
            moment: life.day,
            index: turn.index.into(),
        };
        let mut words = [0; WORDS];
        draws.fill(
            place.purpose,
            place.moment,
            place.index * WORDS as u64,
            &mut words,
        );
        play(plan, life, worker, draws, place, &[experience], &[words]);
        number += 1;
        let moment = Moment::Trial {
            day,
            number,
            experience: &experience.name,
        };
        look(
            moment,
            &mut Observation::new(plan, life, worker, draws, day % 7),
        );
    }
    worker.turns = turns;
    Ok(())
}
