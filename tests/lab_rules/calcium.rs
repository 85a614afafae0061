//! The calcium rule, simulated and in closed form.

use super::*;
use rayon::prelude::*;
use rewire::lab::experiment::Style;
use rewire::plasticity::calcium::simulation::simulate;

/// Seventy-five pairs, as the authors used for cortical slices.
fn seventy_five_pairs(rate: f64, lag: f64) -> (Vec<f64>, Vec<f64>) {
    let before: Vec<f64> = (0..75).map(|k| 1.0 + f64::from(k) / rate).collect();
    let after = before.iter().map(|time| time + lag).collect();
    (before, after)
}

/// Strength after a regular protocol relative to before: simulated with 6,000 synapses of either state, and in closed form;
/// then how much stronger than the potential, which has a slope of order one, the mean drive is.
fn calcium_strength(rule: &Calcium, rate: f64, lag: f64) -> (f64, f64, f64) {
    let (before, after) = seventy_five_pairs(rate, lag);
    let simulated = simulate(rule, &rule.phases(&before, &after), 0..6000, 1);
    let above = rule.time_above(&before, &after);
    let drive =
        rule.potentiation_rate * above.potentiation + rule.depression_rate * above.depression;
    (
        1.0 + rule.change(&simulated),
        1.0 + rule.change(&rule.theory(above)),
        drive / (75.0 / rate),
    )
}

#[test]
fn simulated_calcium_synapses_follow_the_closed_form() {
    let conditions: Vec<(&str, Calcium, f64, f64)> = CALCIUM
        .iter()
        .flat_map(|&(name, rule)| {
            [1.0, 5.0, 10.0, 20.0, 40.0, 50.0]
                .into_iter()
                .flat_map(move |rate| [0.01, -0.01].map(|lag| (name, rule, rate, lag)))
        })
        .collect();
    let errors: Vec<(f64, f64)> = conditions
        .par_iter()
        .map(|(_, rule, rate, lag)| {
            let (simulated, theory, drive) = calcium_strength(rule, *rate, *lag);
            (simulated / theory - 1.0, drive)
        })
        .collect();
    for ((name, _, rate, lag), (error, drive)) in conditions.iter().zip(&errors) {
        // The theory leaves out the potential, so it holds where the drive is at least twice as strong, or nil; there 2 %
        // as required, of which the sample takes up to 1 % (two standard errors of 6,000 synapses). Below, at 1 Hz, the
        // potential pulls synapses back that were about to switch; 5 % as seen with 60,000 synapses (3 % at most).
        let allowed = if *drive >= 2.0 || *drive == 0.0 {
            0.02
        } else {
            0.05
        };
        assert!(
            error.abs() < allowed,
            "{name} {rate} Hz {lag}: {error} at drive {drive}"
        );
        assert!(
            *drive == 0.0 || *drive >= 2.0 || *rate == 1.0,
            "{name} {rate} {lag}"
        );
    }
}

#[test]
fn the_potential_protects_synapses_where_the_theory_does_not_apply() {
    // A pair every ten seconds for 750 s, against a potential of 150 s: fewer high synapses are lost than the closed form
    // says. Its share is 0.71 of the strength before, that of the simulation 0.89; the sample's error is below 0.01.
    let (simulated, theory, drive) = calcium_strength(&CALCIUM[1].1, 0.1, -0.01);
    assert!(drive < 0.5);
    assert!(simulated > theory + 0.1, "{simulated} {theory}");
}

#[test]
fn the_cortical_set_gives_the_strengths_of_an_independent_computation() {
    let rule = CALCIUM[8].1;
    let strengths = |lag: f64, bdnf: f64, rates: &[f64]| -> Vec<f64> {
        let rule = rule.at_bdnf(bdnf);
        let strength = |&rate: &f64| {
            let (before, after) = seventy_five_pairs(rate, lag);
            1.0 + rule.change(&rule.theory(rule.time_above(&before, &after)))
        };
        rates.iter().map(strength).collect()
    };
    let rates = [0.1, 1.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0];
    for (lag, expected) in [
        (0.01, [1.06, 1.06, 1.06, 1.09, 1.26, 1.19, 1.55, 1.63]),
        (-0.01, [0.69, 0.69, 0.69, 0.62, 0.64, 1.18, 1.58, 1.63]),
    ] {
        for (found, expected) in strengths(lag, 1.0, &rates).iter().zip(expected) {
            // That computation took times above thresholds from a grid of 0.1 ms, up to 5 % of the shortest ones, and was
            // printed to two decimals.
            assert!(
                (found - expected).abs() < 0.015,
                "{lag}: {found} {expected}"
            );
        }
    }
    for (bdnf, expected) in [(0.7, 0.85), (1.0, 1.09), (1.5, 1.48)] {
        let found = strengths(0.01, bdnf, &[10.0])[0];
        assert!((found - expected).abs() < 0.015, "{bdnf}: {found}");
    }
}

#[test]
fn the_bench_draws_a_noisy_rule_with_its_closed_form() {
    let synapses = [synapse("cortex", SynapseRule::Calcium(CALCIUM[8].1), 10)];
    let experiment = pairing_frequency(&synapses, &[1.0]);
    assert_eq!(experiment.panels[0].curves.len(), 4);
    for pair in experiment.panels[0].curves.chunks(2) {
        assert_eq!((pair[0].style, pair[1].style), (Style::Line, Style::Theory));
        // At 0.1 Hz the potential puts a synapse back between two pairs: there the closed form does not hold and is not drawn.
        assert_eq!(
            pair[1].points.iter().map(|p| p.x).collect::<Vec<f64>>(),
            RATES[1..]
        );
        for (simulated, theory) in pair[0].points[1..].iter().zip(&pair[1].points) {
            let error = simulated.error.unwrap();
            assert!(error > 0.0 && error < 0.02, "{error}");
            // Five standard errors for eight points, alpha 5e-6 in all.
            assert!(
                (simulated.y - theory.y).abs() < 5.0 * error,
                "{simulated:?} {theory:?}"
            );
        }
    }
}
