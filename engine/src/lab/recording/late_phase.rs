//! Tagging and capture of one pathway, driven by the tetani in its presynaptic spikes.
//!
//! A tetanus lifts the early phase to its own size, and no higher: what is saturated is not induced again (assumed).

use super::course::{Course, Grid, Moment, Recorder, Variable};
use super::{NotFollowed, SpikeTrains, TICKS};
use crate::plasticity::spikes::{Side, is_before};
use crate::plasticity::tag_capture::{Phases, Supply, TagCapture};
use crate::plasticity::tetanus::{Strength, Tetanus};

/// Longest step; see [`TagCapture::after`].
const MINUTE: f64 = 60.0;

/// What is left of a recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Left {
    pub phases: Phases,
    pub weak: u32,
    pub strong: u32,
}

/// The neuron and its pathway at a moment.
#[derive(Clone, Copy)]
struct State {
    phases: Phases,
    proteins: f64,
    /// Until when a strong tetanus has proteins made.
    synthesis_end: f64,
    time: f64,
}

pub(super) fn follow(
    rule: &TagCapture,
    (tetanus, bdnf): (&Tetanus, f64),
    trains: &SpikeTrains,
    (grid, until): (Grid, f64),
    keep_going: &dyn Fn() -> bool,
) -> Result<(Course, Left), NotFollowed> {
    let column = |name: &str, meaning: &str| Variable {
        name: name.into(),
        meaning: meaning.into(),
    };
    let variables = vec![
        column(
            super::spiking::WEIGHT,
            "weight, in units of the initial weight",
        ),
        column("early", "early change, as a share of the initial weight"),
        column("tag", "the tag, 0 to 1"),
        column("late", "late change, as a share of the initial weight"),
        column("proteins", "proteins, 1 where synthesis ran without loss"),
    ];
    let tetani = tetanus.find(trains.presynaptic());
    let span = (trains.first(), until);
    let mut recorder = Recorder::new(variables, grid, span, tetani.len());
    let mut state = State {
        phases: Phases::default(),
        proteins: 0.0,
        synthesis_end: f64::NEG_INFINITY,
        time: trains.first(),
    };
    let (mut weak, mut strong, mut looks) = (0, 0, 0);
    let mut stopped = false;
    // A look moves the synapse by whole steps alone and goes the rest on a copy: what is looked at stays as it is.
    let mut look = |state: &mut State, time: f64, row: &mut [f64]| {
        looks += 1;
        stopped |= looks % TICKS == 0 && !keep_going();
        if !stopped {
            advance(rule, bdnf, state, (time, Steps::Whole));
            let mut then = *state;
            advance(rule, bdnf, &mut then, (time, Steps::All));
            write(&then, row);
        }
    };
    let (before, after) = (
        Moment::Before(Side::Presynaptic),
        Moment::After(Side::Presynaptic),
    );
    for (time, strength) in tetani {
        recorder.look_until(time, |time, row| look(&mut state, time, row));
        advance(rule, bdnf, &mut state, (time, Steps::All));
        recorder.push(time, before, |row| write(&state, row));
        let size = match strength {
            Strength::Weak => {
                weak += 1;
                rule.weak_induction
            }
            Strength::Strong => {
                strong += 1;
                state.synthesis_end = time + rule.synthesis_duration;
                rule.strong_induction
            }
        };
        if size.abs() > state.phases.early.abs() {
            state.phases.early = size;
        }
        state.phases.tag = 1.0;
        recorder.push(time, after, |row| write(&state, row));
    }
    let course = recorder.end(|time, row| look(&mut state, time, row));
    advance(rule, bdnf, &mut state, (until, Steps::All));
    if stopped || !keep_going() {
        return Err(NotFollowed::Stopped);
    }
    let left = Left {
        phases: state.phases,
        weak,
        strong,
    };
    Ok((course, left))
}

fn write(state: &State, row: &mut [f64]) {
    let Phases { early, tag, late } = state.phases;
    row.copy_from_slice(&[1.0 + early + late, early, tag, late, state.proteins]);
}

/// Which steps are gone.
#[derive(Clone, Copy, PartialEq)]
enum Steps {
    /// Those that end at or before a time.
    Whole,
    /// All, the last of which ends there.
    All,
}

/// Brings pathway and neuron to a time, in steps of a minute at most; synthesis ends exactly where it ends.
fn advance(rule: &TagCapture, bdnf: f64, state: &mut State, (time, steps): (f64, Steps)) {
    while is_before(state.time, time) {
        let synthesis = is_before(state.time, state.synthesis_end);
        let mut next = state.time + MINUTE;
        if synthesis {
            next = next.min(state.synthesis_end);
        }
        if is_before(time, next) {
            if steps == Steps::Whole {
                return;
            }
            next = time;
        }
        let supply = Supply {
            proteins: state.proteins,
            synthesis,
            released_bdnf: bdnf,
            added_bdnf: 0.0,
        };
        state.phases = rule.after(state.phases, &supply, next - state.time);
        state.proteins = rule.proteins(&supply, next - state.time);
        state.time = next;
    }
}
