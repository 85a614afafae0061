//! Pulses to the fibres, which the neuron answers.

use super::*;
use rewire::lab::experiment::Style;
use rewire::lab::protocol::{Response, Stimulation, Train};

/// A volley at threshold: half of the pulses are answered.
const RESPONSE: Response = Response {
    membrane_time_constant: 0.02,
    volley: 1.0,
    noise: 0.2,
    latency: 0.005,
};

/// 900 pulses at each of these rates, in hertz.
const STIMULI: [f64; 8] = [0.5, 1.0, 3.0, 8.0, 10.0, 15.0, 50.0, 100.0];

fn rate_curve(synapses: &[Synapse], bdnf: &[f64]) -> Experiment {
    let train = |rate: f64| Train {
        label: format!("{rate} Hz"),
        at: rate,
        pulses: 900,
        rate,
        bursts: 1,
        interval: 0.0,
    };
    let procedure = Procedure::Stimulation(Stimulation {
        trains: STIMULI.into_iter().map(train).collect(),
        response: RESPONSE,
    });
    at_bench(procedure, synapses, bdnf)
}

#[test]
fn nine_hundred_pulses_depress_at_low_and_strengthen_at_high_rates() {
    // Dudek & Bear 1992, 10.1073/pnas.89.10.4363: depression at 1 to 3 Hz, none or little change at 10, potentiation at 50.
    let slices = SynapseRule::Calcium(CALCIUM[6].1);
    let experiment = rate_curve(&[synapse("slices", slices, 0)], &[1.0]);
    let curve = &experiment.panels[0].curves[0];
    let at = |rate: f64| curve.points.iter().find(|point| point.x == rate).unwrap();
    // A tenth of the weight either way is what the experiment calls lasting; errors are 0.03 at most.
    for rate in [0.5, 1.0, 3.0] {
        assert!(at(rate).y < -0.1, "{curve:?}");
    }
    for rate in [50.0, 100.0] {
        assert!(at(rate).y > 0.1, "{curve:?}");
    }
    let largest = curve.points.iter().map(|point| point.error.unwrap());
    assert!(largest.fold(0.0, f64::max) < 0.05, "{curve:?}");
    // The crossing lies near 10 Hz: between the neighbours of that rate, which are one third away.
    assert!(at(8.0).y < 0.0 && at(15.0).y > 0.0, "{curve:?}");
    assert!(at(10.0).y.abs() < 0.15, "{curve:?}");
}

#[test]
fn rules_of_timing_alone_cannot_depress_where_the_neuron_follows_its_fibres() {
    let rules = [
        ("pair", SynapseRule::Pair(PAIR)),
        ("visual cortex", SynapseRule::Triplet(VISUAL_MINIMAL)),
        ("hippocampus", SynapseRule::Triplet(HIPPOCAMPUS[1])),
    ];
    let synapses = rules.map(|(name, rule)| synapse(name, rule, 0));
    let experiment = rate_curve(&synapses, &[1.0]);
    for curve in &experiment.panels[0].curves {
        for point in curve.points.iter().filter(|point| point.x <= 3.0) {
            // A presynaptic spike finds the trace of an answer a third of a second old, exp(-10), at most.
            assert!(point.y > -1e-3, "{} {point:?}", curve.synapse);
        }
    }
}

#[test]
fn bursts_and_tetani_strengthen_and_a_slow_train_depresses() {
    let train = |k: u32, label: &str, burst: (u32, f64), bursts: u32, interval: f64| Train {
        label: label.into(),
        at: f64::from(k),
        pulses: burst.0,
        rate: burst.1,
        bursts,
        interval,
    };
    let procedure = Procedure::Stimulation(Stimulation {
        trains: vec![
            train(0, "theta burst", (4, 100.0), 30, 0.2),
            train(1, "tetanus", (100, 100.0), 4, 20.0),
            train(2, "slow train", (900, 1.0), 1, 0.0),
        ],
        response: RESPONSE,
    });
    let slices = SynapseRule::Calcium(CALCIUM[6].1);
    let experiment = at_bench(procedure, &[synapse("slices", slices, 0)], &[1.0]);
    assert_eq!(experiment.panels[0].curves.len(), 1);
    let bars = &experiment.panels[0].curves[0];
    assert_eq!(bars.style, Style::Bars);
    let changes = values(bars);
    // Signs are what the stimuli are known by; a tenth of the weight is beyond the error of the sample.
    assert!(
        changes[0] > 0.1 && changes[1] > 0.1 && changes[2] < -0.1,
        "{changes:?}"
    );
}
