//! The calcium of a synapse over time. Presynaptic rows stand where its calcium arrives, a delay after the spike.

use super::course::{Course, Grid, Moment, Recorder, Variable};
use super::{NotFollowed, SpikeTrains, TICKS};
use crate::kernels::transcendental::exp;
use crate::plasticity::calcium::Calcium;
use crate::plasticity::spikes::{Side, Spike, merge};

/// Name of the column of calcium.
pub const CALCIUM: &str = "calcium";

/// Every rise of calcium in the order in which it comes.
pub(super) fn rises(rule: &Calcium, trains: &SpikeTrains) -> Vec<Spike> {
    let arrivals = trains.presynaptic().iter().map(|time| time + rule.delay);
    let arrivals: Vec<f64> = arrivals.collect();
    merge(&arrivals, trains.postsynaptic())
}

pub(super) fn follow(
    rule: &Calcium,
    trains: &SpikeTrains,
    (grid, until): (Grid, f64),
    keep_going: &dyn Fn() -> bool,
) -> Result<Course, NotFollowed> {
    let rises = rises(rule, trains);
    let variables = vec![Variable {
        name: CALCIUM.into(),
        meaning: "calcium, in the units of the thresholds".into(),
    }];
    let start = rises.first().map_or(0.0, |rise| rise.time);
    let span = (start, until.max(start));
    let mut recorder = Recorder::new(variables, grid, span, rises.len());
    let (mut calcium, mut last) = (0.0, start);
    let left = |calcium: f64, age: f64| calcium * exp(-age / rule.calcium_time_constant);
    for (number, rise) in rises.iter().enumerate() {
        if number % TICKS == 0 && !keep_going() {
            return Err(NotFollowed::Stopped);
        }
        recorder.look_until(rise.time, |time, row| row[0] = left(calcium, time - last));
        calcium = left(calcium, rise.time - last);
        recorder.push(rise.time, Moment::Before(rise.side), |row| row[0] = calcium);
        calcium += match rise.side {
            Side::Presynaptic => rule.presynaptic_calcium,
            Side::Postsynaptic => rule.postsynaptic_calcium,
        };
        last = rise.time;
        recorder.push(rise.time, Moment::After(rise.side), |row| row[0] = calcium);
    }
    Ok(recorder.end(|time, row| row[0] = left(calcium, time - last)))
}
