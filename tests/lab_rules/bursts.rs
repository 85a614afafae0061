//! Pairs in bursts and with random lags, as the experiment gave them, and the verdicts that follow.

use super::*;
use rewire::lab::evaluate::evaluate;
use rewire::lab::experiment::Fit;
use rewire::lab::protocol::{PairBursts, RandomLags};
use rewire::spec::Library;

/// As in Sjöström, Turrigiano & Nelson 2001.
const BURSTS: PairBursts = PairBursts {
    pairs: 5,
    number: 15,
    interval: 10.0,
    from: 10.0,
};

fn at(rule: SynapseRule, lag: f64, rate: f64, bursts: Option<PairBursts>) -> f64 {
    let procedure = Procedure::PairingFrequency(PairingFrequency {
        lags: vec![lag],
        pairs: 50,
        rates: vec![rate],
        bursts,
        random_lags: None,
    });
    let experiment = at_bench(procedure, &[synapse("one", rule, 0)], &[1.0]);
    experiment.panels[0].curves[0].points[0].y
}

/// What a shipped protocol gives with its own synapses, held against its own points.
fn shipped(name: &str, simulated: u32) -> Experiment {
    let library = Library::new(None);
    let mut setups = library.read_bench(&[name.to_owned()], &[], false).unwrap();
    let setup = &mut setups[0];
    setup.protocol.simulated_synapses = simulated;
    let levels = setup.protocol.bdnf.clone();
    let outcome = run(&setup.protocol, &setup.synapses, &levels, 1, &|_| true);
    let mut experiment = outcome.unwrap();
    setup.add_published(&mut experiment);
    evaluate(&mut experiment, &setup.synapses);
    experiment
}

fn fit<'a>(experiment: &'a Experiment, synapse: &str, evidence: &str) -> &'a Fit {
    let mut fits = experiment.fits.iter();
    fits.find(|fit| fit.synapse == synapse && fit.evidence == evidence)
        .unwrap()
}

#[test]
fn bursts_far_apart_add_up_and_slow_pairs_come_in_one_train() {
    let rule = SynapseRule::Pair(PAIR);
    for rate in [10.0, 20.0, 50.0] {
        let one = PairBursts {
            number: 1,
            ..BURSTS
        };
        let (single, all) = (
            at(rule, 0.01, rate, Some(one)),
            at(rule, 0.01, rate, Some(BURSTS)),
        );
        // Ten seconds leave exp(-290) of a trace: fifteen bursts are fifteen times one, but for a few roundings.
        assert!(
            (all - 15.0 * single).abs() < 1e-13,
            "{rate}: {all} {single}"
        );
        // Four of five spikes of a burst meet an earlier one of the other side, which a train of 75 has 74 times.
        assert!((all - at(rule, 0.01, rate, None)).abs() > 1e-3);
    }
    for rate in [0.1, 1.0, 5.0] {
        assert_eq!(
            at(rule, 0.01, rate, Some(BURSTS)),
            at(rule, 0.01, rate, None)
        );
    }
}

#[test]
fn the_protocol_of_the_experiment_rejects_rules_in_which_all_spikes_meet() {
    let experiment = shipped("pairing-frequency", 1000);
    // Errors and verdicts of an independent script, which stepped the rules on whole tenths of a microsecond; printed to two
    // decimals.
    for (name, error, rejected) in [
        ("pair-visual-cortex", 6.63, true),
        ("triplet-visual-cortex-minimal", 5.75, true),
        ("triplet-visual-cortex-full", 6.21, true),
        ("triplet-visual-cortex-nearest-minimal", 0.35, false),
        ("triplet-visual-cortex-nearest-full", 0.47, false),
    ] {
        let fit = fit(&experiment, name, "sjostrom-2001");
        assert_eq!(fit.points, 10);
        assert!((fit.mean_squared_error - error).abs() < 6e-3, "{fit:?}");
        assert_eq!(fit.rejected, rejected, "{fit:?}");
        assert!(fit.simulation_error == 0.0 && !fit.noise_decides, "{fit:?}");
    }
    // Of the eight points that bursts induced alone: 7.1 and 7.7, as whoever found this had computed.
    for (name, error) in [
        ("triplet-visual-cortex-minimal", 7.1),
        ("triplet-visual-cortex-full", 7.7),
    ] {
        let panel = &experiment.panels[0];
        let mut squares = Vec::new();
        for series in &panel.published {
            let simulated = curve(&experiment, name, &series.condition, 1.0);
            for point in series.points.iter().filter(|point| point.x >= 10.0) {
                let found = simulated.points.iter().find(|p| p.x == point.x).unwrap();
                squares.push(((found.y - point.y) / point.sem.unwrap()).powi(2));
            }
        }
        assert_eq!(squares.len(), 8);
        let mean = squares.iter().sum::<f64>() / 8.0;
        assert!((mean - error).abs() < 0.06, "{name}: {mean}");
    }
}

#[test]
fn calcium_holds_under_the_protocol_of_the_experiment() {
    let experiment = shipped("pairing-frequency-calcium", 8000);
    let fit = fit(&experiment, "calcium-cortical-slices", "sjostrom-2001");
    // Three seeds gave 1.52 to 1.55 with 20,000 synapses; the noise of 8,000 adds some 0.1.
    assert!((1.3..1.8).contains(&fit.mean_squared_error), "{fit:?}");
    assert!(!fit.rejected && !fit.noise_decides, "{fit:?}");
}

#[test]
fn parameters_cost_degrees_of_freedom_only_against_what_they_were_fitted_to() {
    let quadruplets = shipped("quadruplets", 200);
    let of = |name| fit(&quadruplets, name, "wang-2005-quadruplets");
    assert_eq!(of("triplet-hippocampus-minimal").fitted_parameters, 4);
    assert_eq!(of("triplet-hippocampus-full").fitted_parameters, 6);
    assert_eq!(of("calcium-hippocampal-cultures").fitted_parameters, 9);
    // Fitted to pairs of Bi & Poo, and held against something else.
    let other = of("pair-bi-poo");
    assert_eq!(other.fitted_parameters, 0);
    assert!(
        other.fitted_to.starts_with("other data: pairs of Bi & Poo"),
        "{other:?}"
    );
    // Fitted to these ten points, but as if each were one train.
    let frequencies = shipped("pairing-frequency", 200);
    let minimal = fit(
        &frequencies,
        "triplet-visual-cortex-minimal",
        "sjostrom-2001",
    );
    assert_eq!(minimal.fitted_parameters, 0);
    assert_eq!(
        minimal.fitted_to,
        "these points, taken as one train of 60 pairs (3 numbers)"
    );
    assert_eq!(
        fit(&frequencies, "pair-visual-cortex", "sjostrom-2001").fitted_parameters,
        2
    );
    // Points that took part in no fit cost nothing.
    for fit in &shipped("pairing-lags", 200).fits {
        assert_eq!(fit.fitted_parameters, 0, "{fit:?}");
    }
}

#[test]
fn random_lags_average_the_window() {
    // Single pairs a second apart: each changes the weight by the window at its lag, whose mean over even lags is closed.
    let (from, to) = (-0.015, 0.015);
    let procedure = Procedure::PairingFrequency(PairingFrequency {
        lags: vec![0.01],
        pairs: 50,
        rates: vec![1.0],
        bursts: None,
        random_lags: Some(RandomLags {
            from,
            to,
            repeats: 400,
        }),
    });
    let experiment = at_bench(
        procedure,
        &[synapse("pair", SynapseRule::Pair(PAIR), 0)],
        &[1.0],
    );
    let point = curve(&experiment, "pair", "random lags", 1.0).points[0];
    let lobe = |amplitude: f64, tau: f64, end: f64| amplitude * tau * (1.0 - (-end / tau).exp());
    let mean = lobe(PAIR.potentiation, PAIR.potentiation_time_constant, to)
        - lobe(PAIR.depression, PAIR.depression_time_constant, -from);
    let expected = 50.0 * mean / (to - from);
    let error = point.error.unwrap();
    // Four standard errors of a mean of 400, alpha 6e-5. A pair varies by about half an amplitude, 50 pairs by 0.02, their
    // mean over 400 trains by 0.001.
    assert!(
        (point.y - expected).abs() < 4.0 * error,
        "{point:?} {expected}"
    );
    assert!((5e-4..2e-3).contains(&error), "{error}");
}

#[test]
fn more_simulated_synapses_lower_the_noise() {
    let errors: Vec<f64> = [500, 8000]
        .map(|simulated| {
            let experiment = shipped("pairing-frequency-calcium", simulated);
            let curve = curve(&experiment, "calcium-cortical-slices", "+10 ms", 1.0);
            curve.points.iter().filter_map(|point| point.error).sum()
        })
        .to_vec();
    // Sixteen times as many leave a quarter of the error; the errors are themselves estimates, to a few per cent.
    assert!(
        (errors[0] / errors[1] / 4.0 - 1.0).abs() < 0.1,
        "{errors:?}"
    );
}
