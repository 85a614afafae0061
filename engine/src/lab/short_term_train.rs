//! Regular trains through synapses with short-term plasticity: the response along a train, its steady state across rates,
//! and its recovery, each beside its closed form. Responses are relative to that of the rested synapse.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::ShortTermTrain;
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::short_term::{ShortTerm, ShortTermState};

/// A synapse after one train.
struct Response {
    rate: f64,
    /// Relative response to each spike.
    train: Vec<f64>,
    state: ShortTermState,
}

/// The three panels. BDNF does not enter the rule, so that there is one curve for all its levels, drawn as normal.
pub(super) fn short_term_train(procedure: &ShortTermTrain, bench: &Bench) -> Option<Vec<Panel>> {
    let measured = bench.each(&bench.synapses, |synapse| match synapse.rule {
        SynapseRule::ShortTerm(rule) => Some((*synapse, rule, responses(procedure, &rule))),
        _ => None,
    })?;
    let response = || Axis {
        label: "response, relative to rest".to_owned(),
        unit: String::new(),
        scale: Scale::Linear,
    };
    let mut panels = [
        panel(
            "train",
            "Response along the train",
            ("spike", ""),
            response(),
        ),
        panel(
            "steady-state",
            "Response at the end of the train",
            ("rate", "Hz"),
            response(),
        ),
        panel(
            "recovery",
            "Recovery after the train",
            ("time after the train", "s"),
            response(),
        ),
    ];
    for (synapse, rule, responses) in measured.iter().flatten() {
        let rest = rule.utilisation;
        let ends = responses
            .iter()
            .filter_map(|r| Some((r.rate, *r.train.last()?)));
        let steady = responses
            .iter()
            .map(|r| (r.rate, rule.steady_release(r.rate) / rest));
        let [train, end, recovery] = &mut panels;
        end.curves
            .push(curve(synapse, "last spike", Style::Line, ends));
        end.curves
            .push(curve(synapse, "endless train", Style::Theory, steady));
        for response in responses {
            let condition = format!("{} Hz", response.rate);
            let spikes = (1u32..).map(f64::from).zip(response.train.iter().copied());
            train
                .curves
                .push(curve(synapse, &condition, Style::Line, spikes));
            let probes = procedure.recovery.iter().map(|&after| {
                let last = response.state.last_spike;
                let release = rule.release(&mut response.state.clone(), last + after);
                (after, release / rest)
            });
            let probes: Vec<_> = probes.collect();
            recovery
                .curves
                .push(curve(synapse, &condition, Style::Line, probes.into_iter()));
            let theory = procedure.recovery.iter();
            let theory =
                theory.map(|&after| (after, rule.recovered_release(response.rate, after) / rest));
            let label = format!("{condition}, endless train");
            recovery
                .curves
                .push(curve(synapse, &label, Style::Theory, theory));
        }
    }
    Some(panels.into())
}

fn responses(procedure: &ShortTermTrain, rule: &ShortTerm) -> Vec<Response> {
    let response = |&rate: &f64| {
        let mut state = ShortTermState::rested();
        let spikes = (0..procedure.spikes).map(|k| f64::from(k) / rate);
        let train = spikes.map(|time| rule.release(&mut state, time) / rule.utilisation);
        Response {
            rate,
            train: train.collect(),
            state,
        }
    };
    procedure.rates.iter().map(response).collect()
}

fn panel(name: &str, title: &str, x: (&str, &str), y: Axis) -> Panel {
    Panel {
        name: name.to_owned(),
        title: title.to_owned(),
        x: Axis {
            label: x.0.to_owned(),
            unit: x.1.to_owned(),
            scale: Scale::Linear,
        },
        y,
        curves: Vec::new(),
        published: Vec::new(),
        marks: Vec::new(),
    }
}

fn curve(
    synapse: &Synapse,
    condition: &str,
    style: Style,
    points: impl Iterator<Item = (f64, f64)>,
) -> Curve {
    let point = |(x, y)| Point { x, y, error: None };
    Curve {
        synapse: synapse.name.clone(),
        condition: condition.to_owned(),
        bdnf: 1.0,
        style,
        points: points.map(point).collect(),
    }
}
