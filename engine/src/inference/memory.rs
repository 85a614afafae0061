//! Where the illness lives: synapses or physiology?
//!
//! Copies of the same people are given the synapses of their ill or their well selves, and the physiology of their ill or their
//! well selves, and are then left alone. With severity `s(weights, body)`:
//!
//! ```text
//! total    = s(ill, ill) - s(well, well)
//! weights  = ((s(ill, ill) - s(well, ill)) + (s(ill, well) - s(well, well))) / 2
//! body     = ((s(ill, ill) - s(ill, well)) + (s(well, ill) - s(well, well))) / 2
//! ```
//!
//! Each part is the mean of the two ways of swapping, in an ill and in a well body (the Shapley value of two causes), and so
//! the parts add up to the total whatever the interaction between them.

use super::bootstrap::interval;
use super::error::InferenceError;
use super::means::{Estimate, Interval, mean};
use crate::cohort::results::MemoryTest;
use serde::Serialize;

/// How much of the illness goes with the synapses, and how much with the physiology.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MemoryShare {
    /// Severity of the ill copy minus that of the well copy, points.
    pub total: Estimate,
    /// Share of the total carried by the synapses; `NaN` where the interval of the total includes zero, since a share of
    /// nothing means nothing. It can exceed 1 where the physiology works against it.
    pub weights: f64,
    /// 95 % interval of that share.
    pub weights_interval: Interval,
    /// Share carried by the physiology: `1 - weights` up to rounding.
    pub physiology: f64,
    /// 95 % interval of that share.
    pub physiology_interval: Interval,
}

/// Shares of synapses and physiology in the difference between ill and well at a week of the weight-swap experiment.
///
/// # Errors
/// If a curve is missing, ends before the week, or the curves are not of the same people.
pub fn memory_share(test: &MemoryTest, week: usize) -> Result<MemoryShare, InferenceError> {
    let ill_ill = severities(test, "ill_weights_ill_body", week)?;
    let ill_well = severities(test, "ill_weights_well_body", week)?;
    let well_ill = severities(test, "well_weights_ill_body", week)?;
    let well_well = severities(test, "well_weights_well_body", week)?;
    let people = 0..ill_ill.len();
    let totals: Vec<f64> = people.clone().map(|p| ill_ill[p] - well_well[p]).collect();
    let by_weights: Vec<f64> = people
        .clone()
        .map(|p| ((ill_ill[p] - well_ill[p]) + (ill_well[p] - well_well[p])) / 2.0)
        .collect();
    let by_body: Vec<f64> = people
        .map(|p| ((ill_ill[p] - ill_well[p]) + (well_ill[p] - well_well[p])) / 2.0)
        .collect();
    let total = Estimate::of(&totals);
    let (weights, weights_interval) = share_of(&by_weights, &totals, &total);
    let (physiology, physiology_interval) = share_of(&by_body, &totals, &total);
    Ok(MemoryShare {
        total,
        weights,
        weights_interval,
        physiology,
        physiology_interval,
    })
}

/// Ratio of means with its interval, people resampled in both at once.
fn share_of(part: &[f64], whole: &[f64], total: &Estimate) -> (f64, Interval) {
    if total.mean == 0.0 || total.interval.contains(0.0) {
        return (f64::NAN, Interval::UNKNOWN);
    }
    let sum =
        |values: &[f64], people: &[usize]| people.iter().map(|&person| values[person]).sum::<f64>();
    let interval = interval(whole.len(), |people| sum(part, people) / sum(whole, people));
    (mean(part) / mean(whole), interval)
}

/// True severity of one kind of copy at a week, in the order of seeds.
fn severities(test: &MemoryTest, name: &str, week: usize) -> Result<Vec<f64>, InferenceError> {
    let missing = || InferenceError::Curve {
        name: name.to_owned(),
        week,
    };
    let curve = test
        .curves
        .iter()
        .find(|curve| curve.name == name)
        .ok_or_else(missing)?;
    let (people, weeks) = curve.severity.dim();
    if week >= weeks {
        return Err(missing());
    }
    if people != test.seeds.len() {
        return Err(InferenceError::Inconsistent(format!(
            "the curve `{name}` holds {people} people, the weight-swap experiment {}",
            test.seeds.len()
        )));
    }
    let mut order: Vec<usize> = (0..people).collect();
    order.sort_by_key(|&person| test.seeds[person]);
    Ok(order
        .into_iter()
        .map(|person| f64::from(curve.severity[[person, week]]))
        .collect())
}
