//! Tests at the bench: each protocol is done once for a claim, at every level of BDNF that is asked for.

use crate::cli::Failure;
use crate::cli::work::failed;
use crate::inference::claims::{AskedInfo, PointInfo, TestResult};
use crate::lab::experiment::{Experiment, Point};
use crate::lab::{self, Synapse};
use crate::spec::claims::Trial;
use std::sync::atomic::{AtomicBool, Ordering};

/// Seed of everything that is drawn at the bench: that of `rewire lab`.
const SEED: u64 = 1;
/// Two places of an axis that are nearer than this share of it are the same: quotients of decimals may differ in the last bits.
const SAME_PLACE: f64 = 1e-9;

/// The tests of one synapse.
pub(super) struct AtBench {
    pub name: String,
    pub title: String,
    pub says: String,
    pub tests: Vec<TestResult>,
}

/// The tests at the bench of all claims, claim by claim.
pub(super) fn all(trials: &[Trial], stop: &AtomicBool) -> Result<Vec<Vec<AtBench>>, Failure> {
    trials.iter().map(|trial| of_claim(trial, stop)).collect()
}

fn of_claim(trial: &Trial, stop: &AtomicBool) -> Result<Vec<AtBench>, Failure> {
    let mut accounts: Vec<AtBench> = Vec::new();
    for (index, setup) in &trial.bench {
        let test = &trial.info.tests[*index];
        let AskedInfo::Bench { point, minus, .. } = &test.asked else {
            continue;
        };
        let mut levels = vec![point.bdnf];
        levels.extend(minus.iter().map(|p| p.bdnf).filter(|&b| b != point.bdnf));
        let goes_on = |_: f64| !stop.load(Ordering::Relaxed);
        let done = lab::run(&setup.protocol, &setup.synapses, &levels, SEED, &goes_on);
        let experiment = done.ok_or(Failure::Interrupted)?;
        for asked in std::iter::once(point).chain(minus) {
            if (setup.synapses.iter()).all(|synapse| find(&experiment, synapse, asked).is_none()) {
                let path = &trial.file.path;
                return Err(Failure::BadInput(nowhere(
                    path,
                    &test.id,
                    asked,
                    &experiment,
                )));
            }
        }
        for (synapse, file) in setup.synapses.iter().zip(&setup.synapse_files) {
            let (value, error) = difference(&experiment, synapse, point, minus.as_ref());
            let result = TestResult::of_bench(test, value, error).map_err(failed)?;
            match accounts.iter_mut().find(|known| known.name == synapse.name) {
                Some(known) => known.tests.push(result),
                None => accounts.push(AtBench {
                    name: synapse.name.clone(),
                    title: synapse.title.clone(),
                    says: file.value.meaning.trim().to_owned(),
                    tests: vec![result],
                }),
            }
        }
    }
    Ok(accounts)
}

/// Value of a point, less that of another one, with its standard error where something is drawn; `NaN` where there is no point.
fn difference(
    experiment: &Experiment,
    synapse: &Synapse,
    point: &PointInfo,
    minus: Option<&PointInfo>,
) -> (f64, Option<f64>) {
    let find = |asked| find(experiment, synapse, asked);
    let nothing = (f64::NAN, None);
    match (find(point), minus) {
        (Some(point), None) => (point.y, point.error),
        (Some(point), Some(minus)) => find(minus).map_or(nothing, |minus| {
            let squares = [point.error, minus.error].into_iter().flatten();
            let sum: f64 = squares.clone().map(|error| error * error).sum();
            let error = squares.count().gt(&0).then(|| sum.sqrt());
            (point.y - minus.y, error)
        }),
        (None, _) => nothing,
    }
}

fn find<'a>(experiment: &'a Experiment, synapse: &Synapse, asked: &PointInfo) -> Option<&'a Point> {
    let panels = experiment.panels.iter();
    let panels = panels.filter(|panel| asked.panel.as_ref().is_none_or(|name| panel.name == *name));
    let curves = panels.flat_map(|panel| &panel.curves);
    let mut points = curves
        .filter(|curve| {
            curve.synapse == synapse.name
                && curve.condition == asked.condition
                && curve.bdnf == asked.bdnf
        })
        .flat_map(|curve| &curve.points);
    points.find(|point| (point.x - asked.x).abs() <= SAME_PLACE * asked.x.abs().max(1.0))
}

/// The message for a point that no synapse has: what there is instead.
fn nowhere(path: &str, test: &str, asked: &PointInfo, experiment: &Experiment) -> String {
    let mut there: Vec<String> = Vec::new();
    for curve in experiment.panels.iter().flat_map(|panel| &panel.curves) {
        let places: Vec<String> = curve.points.iter().map(|p| p.x.to_string()).collect();
        let line = format!("{:?} at {}", curve.condition, places.join(", "));
        if !there.contains(&line) {
            there.push(line);
        }
    }
    format!(
        "{path}: the test {test:?} asks for {:?} at {}, which the protocol {:?} does not have\n  allowed: {}",
        asked.condition,
        asked.x,
        experiment.protocol,
        there.join("; ")
    )
}
