//! A regular train through a synapse with short-term plasticity, and its recovery, in units of the first response.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::ShortTermTrain;
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::short_term::{ShortTerm, ShortTermState};

/// BDNF does not enter this rule: one curve for all levels.
const NORMAL_BDNF: f64 = 1.0;

/// The panels of the train, with the level that it comes to, and of the recovery after it.
pub(super) fn short_term_train(procedure: &ShortTermTrain, bench: &Bench) -> Option<Vec<Panel>> {
    let rates = bench.synapses.iter().filter_map(|&synapse| {
        let SynapseRule::ShortTerm(rule) = synapse.rule else {
            return None;
        };
        Some(
            procedure
                .rates
                .iter()
                .map(move |&rate| (synapse, rule, rate)),
        )
    });
    let runs: Vec<(&Synapse, ShortTerm, f64)> = rates.flatten().collect();
    let curves = bench.each(&runs, |&(synapse, rule, rate)| {
        lived(procedure, synapse, &rule, rate)
    })?;
    let (mut trains, mut recoveries) = (Vec::new(), Vec::new());
    for [train, steady, recovery] in curves {
        trains.extend([train, steady]);
        recoveries.push(recovery);
    }
    let response = || Axis {
        label: "response, of the first".into(),
        unit: String::new(),
        scale: Scale::Linear,
    };
    let panel = |name: &str, title: &str, x, curves| Panel {
        name: name.into(),
        title: title.into(),
        x,
        y: response(),
        curves,
        published: Vec::new(),
        marks: Vec::new(),
    };
    let number = Axis {
        label: "spike of the train".into(),
        unit: String::new(),
        scale: Scale::Linear,
    };
    let wait = Axis {
        label: "time since the train".into(),
        unit: "s".into(),
        scale: Scale::Logarithmic,
    };
    Some(vec![
        panel("train", "Responses along a train", number, trains),
        panel("recovery", "Recovery after the train", wait, recoveries),
    ])
}

/// Curves of the train, of the response in the long run, and of the recovery.
fn lived(procedure: &ShortTermTrain, synapse: &Synapse, rule: &ShortTerm, rate: f64) -> [Curve; 3] {
    let mut state = ShortTermState::default();
    let times = (0..procedure.spikes).map(|k| f64::from(k) / rate);
    let responses: Vec<f64> = times.map(|time| rule.spike(&mut state, time)).collect();
    let first = rule.utilisation;
    let end = f64::from(procedure.spikes.saturating_sub(1)) / rate;
    let numbered = || (1..=procedure.spikes).map(f64::from);
    let relative = |(x, response): (f64, f64)| Point {
        x,
        y: response / first,
        error: None,
    };
    let steady = rule.steady_response(rate);
    let recovery = procedure.recovery.iter();
    let recovery = recovery.map(|&wait| (wait, rule.spike(&mut state.clone(), end + wait)));
    let curve = |style, points| Curve {
        synapse: synapse.name.clone(),
        condition: format!("{rate} Hz"),
        bdnf: NORMAL_BDNF,
        style,
        points,
    };
    [
        curve(
            Style::Line,
            numbered().zip(responses).map(relative).collect(),
        ),
        curve(
            Style::Theory,
            numbered().map(|x| relative((x, steady))).collect(),
        ),
        curve(Style::Line, recovery.map(relative).collect()),
    ]
}
