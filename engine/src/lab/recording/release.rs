//! Short-term plasticity over time: what is used and what is ready, and the response to each presynaptic spike.

use super::course::{Course, Grid, Moment, Recorder, Variable};
use super::{NotFollowed, SpikeTrains, TICKS};
use crate::plasticity::short_term::{ShortTerm, ShortTermState};
use crate::plasticity::spikes::Side;

/// Name of the column of the response.
pub const RESPONSE: &str = "response";

/// The course, and the responses to the first and the last spike, if there is any.
pub(super) fn follow(
    rule: &ShortTerm,
    trains: &SpikeTrains,
    (grid, until): (Grid, f64),
    keep_going: &dyn Fn() -> bool,
) -> Result<(Course, Option<(f64, f64)>), NotFollowed> {
    let column = |name: &str, meaning: &str| Variable {
        name: name.into(),
        meaning: meaning.into(),
    };
    let variables = vec![
        column(
            RESPONSE,
            "response to the spike, relative to that of the rested synapse",
        ),
        column(
            "u",
            "share of what is ready that the last spike used; it decays from there",
        ),
        column("R", "share of resources that is ready"),
    ];
    let spikes = trains.presynaptic();
    let span = (trains.first(), until);
    let mut recorder = Recorder::new(variables, grid, span, spikes.len());
    let mut state = ShortTermState::rested();
    let read = |state: &ShortTermState, time: f64, row: &mut [f64]| {
        let (used, ready) = rule.between(state, time);
        (row[1], row[2]) = (used, ready);
    };
    let mut responses: Option<(f64, f64)> = None;
    for (number, &time) in spikes.iter().enumerate() {
        if number % TICKS == 0 && !keep_going() {
            return Err(NotFollowed::Stopped);
        }
        recorder.look_until(time, |time, row| read(&state, time, row));
        recorder.push(time, Moment::Before(Side::Presynaptic), |row| {
            read(&state, time, row)
        });
        let response = rule.release(&mut state, time) / rule.utilisation;
        responses = Some((responses.map_or(response, |(first, _)| first), response));
        recorder.push(time, Moment::After(Side::Presynaptic), |row| {
            (row[0], row[1], row[2]) = (response, state.used, state.ready);
        });
    }
    let course = recorder.end(|time, row| read(&state, time, row));
    Ok((course, responses))
}
