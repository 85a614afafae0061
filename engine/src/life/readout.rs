//! What an observer measures: probes without learning, and signals.

use super::person::{Life, Worker};
use super::plan::{LifePlan, Probe, ReadoutKind};
use super::recall::pattern_word;
use super::scene::{combinations, frame_probe, set_probe, settle};
use crate::circuit::SIDE_BY_SIDE;
use crate::random::{Draws, Purpose};

const RATING: Purpose = Purpose::new("rating");

/// Adds today to the means of the week.
pub(super) fn accumulate(plan: &LifePlan, life: &Life, worker: &mut Worker) {
    for (sum, readout) in worker.averages.iter_mut().zip(&plan.readouts) {
        if let ReadoutKind::Signal {
            node,
            average: true,
        } = readout.kind
        {
            *sum += life.values[node];
        }
    }
}

/// A look at a person: what it costs is paid only by those who read.
pub struct Observation<'a, 'w> {
    plan: &'a LifePlan,
    life: &'a Life,
    worker: &'a mut Worker<'w>,
    draws: &'a mut Draws,
    /// Number of days in the means.
    days: usize,
}

impl<'a, 'w> Observation<'a, 'w> {
    pub(super) fn new(
        plan: &'a LifePlan,
        life: &'a Life,
        worker: &'a mut Worker<'w>,
        draws: &'a mut Draws,
        days: usize,
    ) -> Self {
        Self {
            plan,
            life,
            worker,
            draws,
            days,
        }
    }

    /// Severity, rated severity, then the readouts of the plan.
    pub fn read(&mut self) -> &[f32] {
        let mut readings = core::mem::take(&mut self.worker.readings);
        read(
            self.plan,
            self.life,
            self.worker,
            self.draws,
            self.days,
            &mut readings,
        );
        self.worker.readings = readings;
        &self.worker.readings
    }

    /// The network behind the last readings, to be read before.
    pub fn network(&self) -> Network {
        let (circuit, state) = (&self.plan.circuit, &self.life.circuit);
        let weights = (0..circuit.projections.len()).map(|projection| {
            let late = circuit.mean_late_weight(state, projection);
            [late, circuit.mean_weight(state, projection) - late]
        });
        let rates = self.worker.probed.iter().take(self.plan.populations.len());
        Network {
            weights: weights.collect(),
            rates: rates.copied().collect(),
            spines: circuit.spine_count(state),
        }
    }
}

/// A person's network in a week, in the order of the circuit.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Mean late and early part of the weights of each projection, in the units of the brain file.
    pub weights: Vec<[f64; 2]>,
    /// Mean rate of each population in the first probe; 0 for those that are clamped.
    pub rates: Vec<f64>,
    /// Structural synapses.
    pub spines: usize,
}

/// Reads everything: severity, rated severity, then the readouts.
fn read(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    draws: &mut Draws,
    days: usize,
    readings: &mut [f32],
) {
    worker.begin_day(plan, &life.values);
    run_probes(plan, life, worker);
    let populations = plan.populations.len();
    for (i, readout) in plan.readouts.iter().enumerate() {
        let mean = |sum: f64, now: f64| if days > 0 { sum / days as f64 } else { now };
        let value = match &readout.kind {
            ReadoutKind::Probe {
                probe,
                offset,
                terms,
            } => terms.iter().fold(*offset, |v, &(p, weight)| {
                v + weight * worker.probed[probe * populations + p]
            }),
            ReadoutKind::Signal { node, average } => {
                let now = life.values[*node];
                if *average {
                    mean(worker.averages[i], now)
                } else {
                    now
                }
            }
            ReadoutKind::Count { internal } => mean(worker.counts[*internal], 0.0),
            ReadoutKind::Spines => plan.circuit.spine_count(&life.circuit) as f64,
            ReadoutKind::EarlyMass => life.circuit.early_mass(),
            ReadoutKind::LateMass => life.circuit.late().iter().map(|w| f64::from(w.abs())).sum(),
            ReadoutKind::Weight { projection } => {
                plan.circuit.mean_weight(&life.circuit, *projection)
            }
        };
        readings[i + 2] = value as f32;
    }
    let severity = severity(plan, &readings[2..]);
    let z = draws.normal(RATING, life.day, 0);
    readings[0] = severity as f32;
    readings[1] = (severity + plan.severity.noise * z).clamp(0.0, 100.0) as f32;
}

/// `100 * sum of weight * clip((value - none) / (full - none))`.
fn severity(plan: &LifePlan, readouts: &[f32]) -> f64 {
    plan.severity.components.iter().fold(0.0, |sum, c| {
        let share = (f64::from(readouts[c.readout]) - c.none) / (c.full - c.none);
        sum + 100.0 * c.weight * share.clamp(0.0, 1.0)
    })
}

/// Leaves in `worker.probed` the mean rate of every population in every probe.
fn run_probes(plan: &LifePlan, life: &Life, worker: &mut Worker) {
    worker.probed.fill(0.0);
    let mut waiting = [(0, 0.0); SIDE_BY_SIDE];
    let mut number = 0;
    for (index, probe) in plan.probes.iter().enumerate() {
        let patterns = if probe.per_pattern {
            patterns_not_shown(plan, probe)
        } else {
            1
        };
        let combinations = combinations(&probe.shows);
        frame_probe(plan, life, worker, probe);
        let share = 1.0 / (patterns * combinations * probe.framings.len()) as f64;
        for each in 0..patterns * combinations {
            if worker.go_on().is_err() {
                // The life ends before anybody looks at what was read.
                return;
            }
            let word = pattern_word(each % patterns, patterns);
            for framing in 0..probe.framings.len() {
                let shown = (word, each / patterns);
                set_probe(plan, life, worker, number, probe, framing, shown);
                waiting[number] = (index, share);
                number += 1;
                if number == SIDE_BY_SIDE {
                    settle_probes(plan, life, worker, &waiting);
                    number = 0;
                }
            }
        }
    }
    settle_probes(plan, life, worker, &waiting[..number]);
}

/// Most patterns of a clamped population of which the probe does not say what it shows.
fn patterns_not_shown(plan: &LifePlan, probe: &Probe) -> usize {
    let populations = plan.circuit.populations.iter().enumerate();
    let open = populations
        .filter(|(index, p)| p.clamped && probe.shows.iter().all(|s| s.population != *index));
    open.map(|(_, p)| p.patterns).max().unwrap_or(1)
}

/// Settles probes side by side, and adds each one's share to the means of its probe.
fn settle_probes(plan: &LifePlan, life: &Life, worker: &mut Worker, probes: &[(usize, f64)]) {
    settle(plan, life, worker, 0..probes.len());
    let populations = plan.populations.len();
    for (stage, &(probe, share)) in worker.stages.iter().zip(probes) {
        for p in 0..populations {
            if !plan.circuit.populations[p].clamped {
                worker.probed[probe * populations + p] +=
                    share * f64::from(plan.circuit.activity(stage, p));
            }
        }
    }
}
