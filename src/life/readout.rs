//! What an observer measures: probes without learning, and signals.

use super::episode::{pattern_word, prepare, settle};
use super::person::{Life, Worker};
use super::plan::{LifePlan, Probe, ReadoutKind};
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

/// Reads everything: severity, rated severity, then the readouts. `days` is the number of days in the means.
pub(super) fn read(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    days: usize,
    readings: &mut [f32],
) {
    // Probing sets inputs and measures activities: what the person was doing is put back afterwards.
    worker.saved.copy_from_slice(&life.values);
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
                let now = worker.saved[*node];
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
    life.values.copy_from_slice(&worker.saved);
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
fn run_probes(plan: &LifePlan, life: &mut Life, worker: &mut Worker) {
    let populations = plan.populations.len();
    worker.probed.fill(0.0);
    let patterns = plan
        .circuit
        .populations
        .iter()
        .filter(|p| p.clamped)
        .map(|p| p.patterns)
        .max()
        .unwrap_or(1);
    for (index, probe) in plan.probes.iter().enumerate() {
        let patterns = if probe.per_pattern { patterns } else { 1 };
        let share = 1.0 / (patterns * probe.framings.len()) as f64;
        for pattern in 0..patterns {
            for &framing in &probe.framings {
                settle_probe(plan, life, worker, probe, framing, pattern, patterns);
                for p in 0..populations {
                    if !plan.circuit.populations[p].clamped {
                        worker.probed[index * populations + p] +=
                            share * f64::from(plan.circuit.activity(&life.circuit, p));
                    }
                }
            }
        }
    }
}

fn settle_probe(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    probe: &Probe,
    framing: f64,
    pattern: usize,
    patterns: usize,
) {
    plan.graph.reset_episode(&mut life.values);
    for &(node, value) in &probe.inputs {
        life.values[node] = value;
    }
    if let Some(&(node, _)) = worker.noisy.first() {
        life.values[node] += framing;
    }
    plan.graph.compute_before(&mut life.values);
    prepare(plan, life, worker, pattern_word(pattern, patterns));
    plan.circuit.start(&mut life.circuit, &worker.start);
    settle(plan, life, worker);
}
