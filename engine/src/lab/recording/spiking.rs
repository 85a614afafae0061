//! Rules that change a weight at spikes: pairs, triplets, triplets with a sliding threshold.

use super::course::{Course, Grid, Moment, Recorder, Variable};
use super::{NotFollowed, SpikeTrains, TICKS};
use crate::plasticity::spikes::merge;
use crate::plasticity::traced::Traced;

/// Name of the column of the weight.
pub const WEIGHT: &str = "weight";

/// The weight, which begins at 1, and the traces; with it the weight at the end.
///
/// Steps, order and bounds are those of [`crate::plasticity::spikes::induce`].
pub(super) fn follow<R: Traced>(
    rule: &R,
    trains: &SpikeTrains,
    (grid, until): (Grid, f64),
    keep_going: &dyn Fn() -> bool,
) -> Result<(Course, f64), NotFollowed> {
    let spikes = merge(trains.presynaptic(), trains.postsynaptic());
    let mut variables = vec![Variable {
        name: WEIGHT.into(),
        meaning: "weight, in units of the initial weight".into(),
    }];
    let names = rule.trace_names();
    variables.extend(names.into_iter().map(|name| Variable {
        name: name.symbol.into(),
        meaning: name.meaning.into(),
    }));
    let span = (trains.first(), until);
    let mut recorder = Recorder::new(variables, grid, span, spikes.len());
    let mut traces = rule.before_the_first_spike(trains.first());
    let (lower, upper) = rule.bounds();
    let mut weight = 1.0f64;
    let read = |traces: &R::Traces, weight: f64, time: f64, row: &mut [f64]| {
        if let Some((first, rest)) = row.split_first_mut() {
            *first = weight;
            rule.read(traces, time, rest);
        }
    };
    for (number, &spike) in spikes.iter().enumerate() {
        if number % TICKS == 0 && !keep_going() {
            return Err(NotFollowed::Stopped);
        }
        recorder.look_until(spike.time, |time, row| read(&traces, weight, time, row));
        recorder.push(spike.time, Moment::Before(spike.side), |row| {
            read(&traces, weight, spike.time, row)
        });
        weight = (weight + rule.spike(&mut traces, spike, weight))
            .max(lower)
            .min(upper);
        recorder.push(spike.time, Moment::After(spike.side), |row| {
            read(&traces, weight, spike.time, row)
        });
    }
    let course = recorder.end(|time, row| read(&traces, weight, time, row));
    Ok((course, weight))
}
