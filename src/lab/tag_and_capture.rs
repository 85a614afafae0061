//! Weak and strong stimuli to pathways of one neuron, followed over hours: early phase, tag, capture, late phase.
//!
//! Conditions change at a few moments only; between them the rule is exact. All pathways share the proteins of their neuron.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::{CaptureExperiment, PathwayStimulus, TagAndCapture};
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::tag_capture::{Conditions, Pathway, TagCapture};

/// Points of a curve, besides the moments at which something happens.
const POINTS: u32 = 192;

/// The panels, one for each experiment.
pub(super) fn tag_and_capture(procedure: &TagAndCapture, bench: &Bench) -> Option<Vec<Panel>> {
    let experiments: Vec<(usize, &CaptureExperiment)> =
        procedure.experiments.iter().enumerate().collect();
    bench.each(&experiments, |&(number, experiment)| {
        let curves = bench
            .pairs()
            .filter_map(|(synapse, bdnf)| match synapse.rule {
                SynapseRule::TagCapture(rule) => {
                    let times = moments(experiment, &rule, procedure.duration);
                    Some(curves(synapse, &rule, bdnf, experiment, &times))
                }
                _ => None,
            });
        Panel {
            name: format!("experiment-{}", number + 1),
            title: experiment.label.clone(),
            x: Axis {
                label: "Time".to_owned(),
                unit: "h".to_owned(),
                scale: Scale::Linear,
            },
            y: Axis {
                label: "Change of the weight".to_owned(),
                unit: String::new(),
                scale: Scale::Linear,
            },
            curves: curves.flatten().collect(),
            published: Vec::new(),
            marks: Vec::new(),
        }
    })
}

/// Even points in time and every moment at which something changes, by rising time, in seconds.
fn moments(experiment: &CaptureExperiment, rule: &TagCapture, duration: f64) -> Vec<f64> {
    let even = (0..=POINTS).map(|k| duration * f64::from(k) / f64::from(POINTS));
    let mut times: Vec<f64> = even.collect();
    for stimulus in &experiment.stimuli {
        times.extend([stimulus.at, stimulus.at + rule.synthesis_duration]);
    }
    let added = experiment.bdnf_added.map(|(from, to, _)| (from, to));
    let windows = [experiment.synthesis_block, experiment.bdnf_block, added];
    for (from, to) in windows.into_iter().flatten() {
        times.extend([from, to]);
    }
    times.retain(|time| (0.0..=duration).contains(time));
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

/// What holds from `time` to the next moment.
fn conditions(
    experiment: &CaptureExperiment,
    rule: &TagCapture,
    bdnf: f64,
    time: f64,
) -> Conditions {
    let within = |window: Option<(f64, f64)>| window.is_some_and(|(a, b)| a <= time && time < b);
    let calls = |stimulus: &PathwayStimulus| {
        stimulus.strong && (0.0..rule.synthesis_duration).contains(&(time - stimulus.at))
    };
    let level = match experiment.bdnf_added {
        _ if within(experiment.bdnf_block) => 0.0,
        Some((from, to, times)) if within(Some((from, to))) => bdnf.max(times),
        _ => bdnf,
    };
    Conditions {
        synthesis: experiment.stimuli.iter().any(calls) && !within(experiment.synthesis_block),
        own_bdnf: bdnf,
        bdnf: level,
    }
}

/// One curve for each pathway, in the order in which they are first stimulated in the file.
fn curves(
    synapse: &Synapse,
    rule: &TagCapture,
    bdnf: f64,
    experiment: &CaptureExperiment,
    times: &[f64],
) -> Vec<Curve> {
    let mut names: Vec<&str> = Vec::new();
    for stimulus in &experiment.stimuli {
        if !names.contains(&stimulus.pathway.as_str()) {
            names.push(&stimulus.pathway);
        }
    }
    let mut pathways = vec![Pathway::default(); names.len()];
    let mut points = vec![Vec::with_capacity(times.len()); names.len()];
    let mut proteins = 0.0;
    for (k, &time) in times.iter().enumerate() {
        for stimulus in experiment.stimuli.iter().filter(|s| s.at == time) {
            let place = names.iter().position(|&name| name == stimulus.pathway);
            if let Some(pathway) = place.and_then(|place| pathways.get_mut(place)) {
                rule.induce(pathway, stimulus.strong, stimulus.depressing);
            }
        }
        for (points, pathway) in points.iter_mut().zip(&pathways) {
            points.push(Point {
                x: time / 3600.0,
                y: pathway.change(),
                error: None,
            });
        }
        let Some(next) = times.get(k + 1) else { break };
        let conditions = conditions(experiment, rule, bdnf, time);
        for pathway in &mut pathways {
            rule.relax(pathway, proteins, &conditions, next - time);
        }
        proteins = rule.proteins_after(proteins, &conditions, next - time);
    }
    let curve = |(name, points): (&str, Vec<Point>)| Curve {
        synapse: synapse.name.clone(),
        condition: name.to_owned(),
        bdnf,
        style: Style::Line,
        points,
    };
    names.into_iter().zip(points).map(curve).collect()
}
