//! Rules of single synapses at the bench, against published points and closed forms.

use rayon::prelude::*;
use rewire::lab::evaluate::evaluate;
use rewire::lab::experiment::{Curve, Experiment, Fit, PublishedPoint, PublishedSeries, Style};
use rewire::lab::protocol::{
    PairingFrequency, PoissonPairing, Procedure, Protocol, Response, SpikePattern, SpikePatterns,
    Stimulation, TimingWindow, Train,
};
use rewire::lab::{Synapse, SynapseRule, run};
use rewire::plasticity::calcium::{Calcium, simulation::simulate};
use rewire::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use rewire::plasticity::sliding_triplet::SlidingTriplet;
use rewire::plasticity::triplet_stdp::TripletStdp;

const PAIR: PairStdp = PairStdp {
    potentiation: 0.005,
    depression: 0.00525 * 16.8 / 33.7,
    potentiation_time_constant: 0.0168,
    depression_time_constant: 0.0337,
    pairing: Pairing::AllToAll,
    weight_dependence: WeightDependence::Additive,
};

/// A row of tables 3 and 4 of Pfister & Gerstner 2006: amplitudes A2+, A3+, A2-, A3-, then tau_x and tau_y in ms.
const fn row(amplitudes: [f64; 4], slow: [f64; 2], pairing: Pairing) -> TripletStdp {
    TripletStdp {
        pair_potentiation: amplitudes[0],
        triplet_potentiation: amplitudes[1],
        pair_depression: amplitudes[2],
        triplet_depression: amplitudes[3],
        potentiation_time_constant: 0.0168,
        depression_time_constant: 0.0337,
        presynaptic_time_constant: slow[0] * 1e-3,
        postsynaptic_time_constant: slow[1] * 1e-3,
        pairing,
    }
}

use Pairing::{AllToAll, NearestSpike};

const VISUAL_FULL: TripletStdp = row([5e-10, 6.2e-3, 7e-3, 2.3e-4], [101.0, 125.0], AllToAll);
const VISUAL_MINIMAL: TripletStdp = row([0.0, 6.5e-3, 7.1e-3, 0.0], [1.0, 114.0], AllToAll);
const VISUAL_FULL_NEAREST: TripletStdp = row(
    [8.8e-11, 5.3e-2, 6.6e-3, 3.1e-3],
    [714.0, 40.0],
    NearestSpike,
);
const VISUAL_MINIMAL_NEAREST: TripletStdp = row([0.0, 5e-2, 8e-3, 0.0], [1.0, 40.0], NearestSpike);
const HIPPOCAMPUS: [TripletStdp; 4] = [
    row([6.1e-3, 6.7e-3, 1.6e-3, 1.4e-3], [946.0, 27.0], AllToAll),
    row([5.3e-3, 8e-3, 3.5e-3, 0.0], [1.0, 40.0], AllToAll),
    row([4.6e-3, 9.1e-3, 3e-3, 7.5e-9], [575.0, 47.0], NearestSpike),
    row([4.6e-3, 9.1e-3, 3e-3, 0.0], [1.0, 48.0], NearestSpike),
];

fn synapse(name: &str, rule: SynapseRule, fitted_parameters: u32) -> Synapse {
    Synapse {
        name: name.into(),
        title: name.into(),
        fitted_parameters,
        rule,
    }
}

fn protocol(procedure: Procedure) -> Protocol {
    Protocol {
        name: "test".into(),
        title: String::new(),
        shows: String::new(),
        procedure,
        synapses: Vec::new(),
        bdnf: vec![1.0],
    }
}

fn at_bench(procedure: Procedure, synapses: &[Synapse], bdnf: &[f64]) -> Experiment {
    run(&protocol(procedure), synapses, bdnf, 1, &|_| true).unwrap()
}

fn curve<'a>(experiment: &'a Experiment, synapse: &str, condition: &str, bdnf: f64) -> &'a Curve {
    experiment.panels[0]
        .curves
        .iter()
        .find(|c| c.synapse == synapse && c.condition == condition && c.bdnf == bdnf)
        .unwrap()
}

fn values(curve: &Curve) -> Vec<f64> {
    curve.points.iter().map(|point| point.y).collect()
}

const RATES: [f64; 5] = [0.1, 10.0, 20.0, 40.0, 50.0];

/// Sjöström, Turrigiano & Nelson 2001, 10.1016/S0896-6273(01)00542-6: mean and SEM at [`RATES`], +10 ms and -10 ms.
const SJOSTROM: [(&str, [(f64, f64); 5]); 2] = [
    (
        "+10 ms",
        [
            (-0.04, 0.05),
            (0.14, 0.10),
            (0.29, 0.14),
            (0.53, 0.11),
            (0.56, 0.26),
        ],
    ),
    (
        "-10 ms",
        [
            (-0.29, 0.08),
            (-0.41, 0.11),
            (-0.34, 0.10),
            (0.56, 0.32),
            (0.75, 0.19),
        ],
    ),
];

fn sjostrom() -> Vec<PublishedSeries> {
    SJOSTROM
        .iter()
        .map(|(condition, points)| PublishedSeries {
            evidence: "sjostrom-2001".into(),
            label: "Sjöström 2001".into(),
            condition: (*condition).into(),
            points: RATES
                .iter()
                .zip(points)
                .map(|(&x, &(y, sem))| PublishedPoint {
                    x,
                    y,
                    sem: Some(sem),
                })
                .collect(),
        })
        .collect()
}

/// Sixty pairs in one train, the form in which the tables were fitted.
fn pairing_frequency(synapses: &[Synapse], bdnf: &[f64]) -> Experiment {
    let procedure = Procedure::PairingFrequency(PairingFrequency {
        lags: vec![0.01, -0.01],
        pairs: 60,
        rates: RATES.to_vec(),
    });
    at_bench(procedure, synapses, bdnf)
}

fn fits(synapses: &[Synapse]) -> Vec<Fit> {
    let mut experiment = pairing_frequency(synapses, &[1.0]);
    experiment.panels[0].published = sjostrom();
    evaluate(&mut experiment, synapses);
    experiment.fits
}

#[test]
fn the_visual_cortex_rows_have_their_published_errors() {
    let rows = [
        ("full", VISUAL_FULL, 6, 0.342),
        ("minimal", VISUAL_MINIMAL, 3, 0.356),
        ("full nearest", VISUAL_FULL_NEAREST, 6, 0.232),
        ("minimal nearest", VISUAL_MINIMAL_NEAREST, 3, 0.348),
    ];
    let synapses: Vec<Synapse> = rows
        .iter()
        .map(|&(name, rule, fitted, _)| synapse(name, SynapseRule::Triplet(rule), fitted))
        .collect();
    let fits = fits(&synapses);
    assert_eq!(fits.len(), 4);
    for ((name, _, _, error), fit) in rows.iter().zip(&fits) {
        assert_eq!((fit.synapse.as_str(), fit.points), (*name, 10));
        // The tables print parameters to two digits; 5 % is what the requirement allows the error to differ.
        assert!(
            (fit.mean_squared_error / error - 1.0).abs() < 0.05,
            "{name}: {}",
            fit.mean_squared_error
        );
        assert!(!fit.rejected, "{fit:?}");
    }
}

#[test]
fn the_minimal_row_predicts_what_an_independent_computation_did() {
    let synapses = [synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 3)];
    let experiment = pairing_frequency(&synapses, &[1.0]);
    for (condition, expected) in [
        ("+10 ms", [0.00, 0.12, 0.23, 0.53, 0.76]),
        ("-10 ms", [-0.32, -0.33, -0.34, 0.17, 0.75]),
    ] {
        for (found, expected) in values(curve(&experiment, "minimal", condition, 1.0))
            .iter()
            .zip(expected)
        {
            // The other computation was printed to two decimals.
            assert!(
                (found - expected).abs() < 0.006,
                "{condition}: {found} {expected}"
            );
        }
    }
}

/// The amplitudes of the pair rule that fit best, its change being linear in them: normal equations of two unknowns.
fn best_pair_rule() -> PairStdp {
    let basis = |potentiation, depression| {
        let rule = PairStdp {
            potentiation,
            depression,
            ..PAIR
        };
        let synapses = [synapse("basis", SynapseRule::Pair(rule), 0)];
        let experiment = pairing_frequency(&synapses, &[1.0]);
        let of = |condition| values(curve(&experiment, "basis", condition, 1.0));
        [of("+10 ms"), of("-10 ms")].concat()
    };
    // Small enough that the weight meets no bound, then scaled.
    let (up, down) = (basis(1e-4, 0.0), basis(0.0, 1e-4));
    let data = SJOSTROM.iter().flat_map(|(_, points)| points);
    let (mut uu, mut ud, mut dd, mut uy, mut dy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for ((&(y, sem), u), d) in data.zip(&up).zip(&down) {
        let (u, d, y) = (u / 1e-4 / sem, d / 1e-4 / sem, y / sem);
        uu += u * u;
        ud += u * d;
        dd += d * d;
        uy += u * y;
        dy += d * y;
    }
    let determinant = uu * dd - ud * ud;
    PairStdp {
        potentiation: (uy * dd - dy * ud) / determinant,
        depression: (dy * uu - uy * ud) / determinant,
        ..PAIR
    }
}

#[test]
fn the_frequency_data_reject_the_best_pair_rule() {
    let best = best_pair_rule();
    // An independent search on a grid printed 4.8e-3 and 8e-4, one step of 1e-4 from here at most, and an error of 7.6.
    assert!((best.potentiation - 4.8e-3).abs() < 1e-4, "{best:?}");
    assert!((best.depression - 8e-4).abs() < 1e-4, "{best:?}");
    let fits = fits(&[synapse("pair", SynapseRule::Pair(best), 2)]);
    assert!((fits[0].mean_squared_error - 7.6).abs() < 0.05, "{fits:?}");
    assert!(fits[0].rejected);
    // The nearest-spike scheme does not save it.
    let nearest = PairStdp {
        pairing: NearestSpike,
        ..best
    };
    assert!(fits_of(nearest).rejected);
}

fn fits_of(rule: PairStdp) -> Fit {
    fits(&[synapse("pair", SynapseRule::Pair(rule), 2)]).remove(0)
}

fn pattern(series: &str, at: f64, presynaptic: &[f64], postsynaptic: &[f64]) -> SpikePattern {
    SpikePattern {
        series: series.into(),
        label: format!("{at}"),
        at,
        presynaptic: presynaptic.to_vec(),
        postsynaptic: postsynaptic.to_vec(),
    }
}

fn patterns(patterns: Vec<SpikePattern>) -> Procedure {
    Procedure::SpikePatterns(SpikePatterns {
        patterns,
        repeats: 60,
        rate: 1.0,
    })
}

#[test]
fn post_pre_post_lies_far_above_pre_post_pre() {
    let procedure = patterns(vec![
        pattern("pre-post-pre", 0.0, &[0.0, 0.01], &[0.005]),
        pattern("post-pre-post", 1.0, &[0.005], &[0.0, 0.01]),
    ]);
    for rule in HIPPOCAMPUS {
        let synapses = [synapse("triplet", SynapseRule::Triplet(rule), 0)];
        let experiment = at_bench(procedure.clone(), &synapses, &[1.0]);
        let low = curve(&experiment, "triplet", "pre-post-pre", 1.0).points[0].y;
        let high = curve(&experiment, "triplet", "post-pre-post", 1.0).points[0].y;
        // The order is what the experiment is known for (Wang et al. 2005, 10.1038/nn1387): potentiation of a third
        // against little. A fifth of the initial weight between them is far beyond any rounding of the tables.
        assert!(
            high > 0.25 && low.abs() < 0.15 && high - low > 0.2,
            "{low} {high}"
        );
    }
    // The same for a rule without triplets shows that the order is theirs.
    let synapses = [synapse("pair", SynapseRule::Pair(PAIR), 0)];
    let experiment = at_bench(procedure, &synapses, &[1.0]);
    let low = curve(&experiment, "pair", "pre-post-pre", 1.0).points[0].y;
    let high = curve(&experiment, "pair", "post-pre-post", 1.0).points[0].y;
    // At 1 Hz the patterns do not meet, so both hold the same two pairs; rounding remains.
    assert!((high - low).abs() < 1e-9, "{low} {high}");
}

#[test]
fn the_minimal_hippocampal_row_gives_the_triplets_of_an_independent_computation() {
    let procedure = patterns(vec![
        pattern("pre-post-pre", 0.0, &[0.0, 0.01], &[0.005]),
        pattern("post-pre-post", 1.0, &[0.005], &[0.0, 0.01]),
        pattern("quadruplet", 2.0, &[0.0, 0.032], &[0.005, 0.027]),
    ]);
    let synapses = [synapse("minimal", SynapseRule::Triplet(HIPPOCAMPUS[1]), 0)];
    let experiment = at_bench(procedure, &synapses, &[1.0]);
    for (condition, expected) in [
        ("pre-post-pre", 0.055),
        ("post-pre-post", 0.333),
        ("quadruplet", 0.080),
    ] {
        let found = curve(&experiment, "minimal", condition, 1.0).points[0].y;
        // Printed to three decimals.
        assert!((found - expected).abs() < 6e-4, "{condition}: {found}");
    }
}

#[test]
fn quadruplets_are_asymmetric() {
    // Two pairs of 5 ms, `T` between their middles: post-pre first and pre-post second, or the other way round.
    let quadruplet = |separation: f64| {
        let post_pre_first = pattern(
            "post-pre first",
            separation,
            &[0.005, separation],
            &[0.0, separation + 0.005],
        );
        let pre_post_first = pattern(
            "pre-post first",
            separation,
            &[0.0, separation + 0.005],
            &[0.005, separation],
        );
        [post_pre_first, pre_post_first]
    };
    let procedure = patterns(
        [0.02, 0.04, 0.08]
            .into_iter()
            .flat_map(quadruplet)
            .collect(),
    );
    for rule in HIPPOCAMPUS {
        let synapses = [synapse("triplet", SynapseRule::Triplet(rule), 0)];
        let experiment = at_bench(procedure.clone(), &synapses, &[1.0]);
        let post_first = values(curve(&experiment, "triplet", "post-pre first", 1.0));
        let pre_first = values(curve(&experiment, "triplet", "pre-post first", 1.0));
        // A post-pre-post triplet potentiates; with the post-pre pair first there is one around each late presynaptic
        // spike. Where only nearest spikes count, the two middle spikes of the other order are closer still at 20 ms, so
        // that the sign is that of the longer separations: a twentieth of the weight at 40 ms in every row.
        assert!((post_first[0] - pre_first[0]).abs() > 0.05);
        assert!(
            post_first[1] - pre_first[1] > 0.05,
            "{post_first:?} {pre_first:?}"
        );
        assert!(post_first[2] > pre_first[2]);
        // The effect of one pair on the other wears off.
        assert!(post_first[0] > post_first[1] && post_first[1] > post_first[2]);
    }
}

#[test]
fn the_timing_window_is_the_closed_form_and_its_integral() {
    let step = 0.0005;
    let lags: Vec<f64> = (-600..600).map(|k| (f64::from(k) + 0.5) * step).collect();
    let procedure = Procedure::TimingWindow(TimingWindow {
        lags: lags.clone(),
        pairs: 1,
        rate: 1.0,
    });
    let synapses = [synapse("pair", SynapseRule::Pair(PAIR), 0)];
    let experiment = at_bench(procedure, &synapses, &[0.7, 1.0, 2.0]);
    for bdnf in [0.7, 1.0, 2.0] {
        let rule = PAIR.at_bdnf(bdnf);
        let curve = curve(&experiment, "pair", "", bdnf);
        for (point, &lag) in curve.points.iter().zip(&lags) {
            // A weight of order one is stored between the two: rounding of 1 + change.
            assert!((point.y - rule.window(lag)).abs() < 1e-15, "{lag}");
        }
        let sum: f64 = curve.points.iter().map(|p| p.y * step).sum();
        // The midpoint rule errs by (step / tau)^2 / 24 of each lobe, 4e-5 of the larger; the tail beyond 300 ms is
        // exp(-9) of the depressing lobe, 1.4e-4.
        let scale = rule.potentiation * 0.0168 + rule.depression * 0.0337;
        assert!((sum - rule.window_integral()).abs() < 2e-4 * scale, "{sum}");
    }
}

#[test]
fn bdnf_strengthens_potentiation_and_spares_depression_at_low_frequency() {
    let synapses = [synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 3)];
    let levels = [0.7, 1.0, 1.5, 2.0];
    let experiment = pairing_frequency(&synapses, &levels);
    for (bdnf, expected) in levels.into_iter().zip([0.11, 0.23, 0.42, 0.62]) {
        let at_20_hz = values(curve(&experiment, "minimal", "+10 ms", bdnf))[2];
        // Printed to two decimals by an independent computation.
        assert!((at_20_hz - expected).abs() < 0.006, "{bdnf}: {at_20_hz}");
        let depression = values(curve(&experiment, "minimal", "-10 ms", bdnf))[0];
        assert!((depression + 0.32).abs() < 0.006, "{bdnf}: {depression}");
    }
}

#[test]
fn a_bench_that_is_told_to_stop_has_no_outcome() {
    let procedure = Procedure::TimingWindow(TimingWindow {
        lags: vec![0.01, 0.02],
        pairs: 1,
        rate: 1.0,
    });
    let synapses = [synapse("pair", SynapseRule::Pair(PAIR), 0)];
    assert!(run(&protocol(procedure), &synapses, &[1.0], 1, &|_| false).is_none());
}

/// A row of the parameters of Graupner & Brunel 2012, in the order of their table and with their units: tau_Ca (ms), C_pre,
/// C_post, theta_d, theta_p, gamma_d, gamma_p, sigma, tau (s), rho*, D (ms), beta, b.
const fn calcium(row: [f64; 13]) -> Calcium {
    Calcium {
        calcium_time_constant: row[0] * 1e-3,
        presynaptic_calcium: row[1],
        postsynaptic_calcium: row[2],
        depression_threshold: row[3],
        potentiation_threshold: row[4],
        depression_rate: row[5],
        potentiation_rate: row[6],
        noise: row[7],
        efficacy_time_constant: row[8],
        unstable_efficacy: row[9],
        delay: row[10] * 1e-3,
        initially_low: row[11],
        strength_ratio: row[12],
    }
}

#[rustfmt::skip]
const CALCIUM: [(&str, Calcium); 9] = [
    ("DP", calcium([20.0, 1.0, 2.0, 1.0, 1.3, 200.0, 321.808, 2.8284, 150.0, 0.5, 13.7, 0.5, 5.0])),
    ("DPD", calcium([20.0, 0.9, 0.9, 1.0, 1.3, 250.0, 550.0, 2.8284, 150.0, 0.5, 4.6, 0.5, 5.0])),
    ("DPD'", calcium([20.0, 1.0, 2.0, 1.0, 2.5, 50.0, 600.0, 2.8284, 150.0, 0.5, 2.2, 0.5, 5.0])),
    ("P", calcium([20.0, 2.0, 2.0, 1.0, 1.3, 160.0, 257.447, 2.8284, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("D", calcium([20.0, 0.6, 0.6, 1.0, 1.3, 500.0, 550.0, 5.6568, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("D'", calcium([20.0, 1.0, 2.0, 1.0, 3.5, 60.0, 600.0, 2.8284, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("hippocampal slices", calcium([48.8373, 1.0, 0.275865, 1.0, 1.3, 313.0965, 1645.59, 9.1844, 688.355, 0.5, 18.8008, 0.7, 5.28145])),
    ("hippocampal cultures", calcium([11.9536, 0.58156, 1.76444, 1.0, 1.3, 61.141, 113.6545, 2.5654, 33.7596, 0.5, 10.0, 0.5, 36.0263])),
    ("cortical slices", calcium([22.6936, 0.5617539, 1.23964, 1.0, 1.3, 331.909, 725.085, 3.3501, 346.3615, 0.5, 4.6098, 0.5, 5.40988])),
];

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
        for (simulated, theory) in pair[0].points.iter().zip(&pair[1].points).skip(1) {
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

fn poisson(synapses: &[Synapse], bdnf: &[f64], rates: &[f64], runs: (f64, u32)) -> Experiment {
    let procedure = Procedure::PoissonPairing(PoissonPairing {
        presynaptic_rate: 10.0,
        postsynaptic_rates: rates.to_vec(),
        duration: runs.0,
        repeats: runs.1,
    });
    at_bench(procedure, synapses, bdnf)
}

/// Simulated curves with their images, in pairs.
fn with_images(experiment: &Experiment) -> impl Iterator<Item = (&Curve, &Curve)> {
    let curves = &experiment.panels[0].curves;
    curves.chunks(2).map(|pair| (&pair[0], &pair[1]))
}

#[test]
fn the_mean_drift_is_that_of_the_rate_rule() {
    let nearest = PairStdp {
        pairing: NearestSpike,
        ..PAIR
    };
    let synapses = [
        synapse("pair", SynapseRule::Pair(PAIR), 0),
        synapse("nearest pair", SynapseRule::Pair(nearest), 0),
        synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 0),
        synapse("full", SynapseRule::Triplet(VISUAL_FULL), 0),
        synapse("full nearest", SynapseRule::Triplet(VISUAL_FULL_NEAREST), 0),
        synapse("hippocampus", SynapseRule::Triplet(HIPPOCAMPUS[0]), 0),
    ];
    let rates = [1.0, 5.0, 10.0, 20.0, 40.0];
    let experiment = poisson(&synapses, &[1.0], &rates, (200.0, 30));
    let (mut distances, mut points) = (0.0, 0);
    for (simulated, image) in with_images(&experiment) {
        assert_eq!((simulated.style, image.style), (Style::Line, Style::Theory));
        for (simulated, image) in simulated.points.iter().zip(&image.points) {
            let z = (simulated.y - image.y) / simulated.error.unwrap();
            // Student's t with 29 degrees of freedom lies beyond 4.8 with a probability of 4e-5: alpha 0.0013 for thirty
            // points. The silent beginning of a run lowers a drift by at most a second's worth in 200.
            assert!(z.abs() < 4.8, "{simulated:?} {image:?}");
            distances += z * z;
            points += 1;
        }
    }
    // The mean of the squares is 29 / 27; that they are no smaller than chance shows that the errors are not too wide.
    // Rules share their trains, hence the wide bounds.
    let mean = distances / f64::from(points);
    assert!((0.3..2.5).contains(&mean), "{mean}");
}

/// Where a curve goes from below to above zero, on the line between its points.
fn crossing(curve: &Curve) -> f64 {
    let pair = curve
        .points
        .windows(2)
        .find(|pair| pair[0].y < 0.0 && pair[1].y >= 0.0)
        .unwrap();
    // Drift over rate is a straight line of the rate in theory, so nothing is lost between points.
    let slope = |k: usize| pair[k].y / pair[k].x;
    pair[0].x - slope(0) * (pair[1].x - pair[0].x) / (slope(1) - slope(0))
}

#[test]
fn the_threshold_is_where_theory_has_it_and_moves_as_one_over_bdnf() {
    let synapses = [synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 0)];
    let levels = [0.7, 1.0, 1.5, 2.0];
    let rates = [5.0, 12.0, 16.0, 22.0, 35.0];
    let experiment = poisson(&synapses, &levels, &rates, (400.0, 40));
    let panel = &experiment.panels[0];
    let normal = 7.1e-3 * 0.0337 / (6.5e-3 * 0.0168 * 0.114);
    for (bdnf, mark) in levels.iter().zip(&panel.marks) {
        // The closed form, computed here once more: a handful of roundings.
        assert!((mark.x.unwrap() - normal / bdnf).abs() < 1e-9);
        let simulated = crossing(curve(&experiment, "minimal", "", *bdnf));
        // 2 % as required; 40 runs of 400 s leave an error of the crossing of about 0.5 %.
        assert!(
            (simulated * bdnf / normal - 1.0).abs() < 0.02,
            "{bdnf}: {simulated}"
        );
    }
    assert!((normal - 19.2).abs() < 0.05);
}

#[test]
fn a_sliding_threshold_lies_higher_after_activity() {
    let rule = SlidingTriplet {
        triplet: VISUAL_MINIMAL,
        target_rate: 10.0,
        threshold_time_constant: 100.0,
        power: 2.0,
    };
    let synapses = [synapse("sliding", SynapseRule::SlidingTriplet(rule), 0)];
    let rates = [3.0, 8.0, 15.0, 25.0, 45.0];
    let experiment = poisson(&synapses, &[1.0], &rates, (20.0, 200));
    for (simulated, image) in with_images(&experiment) {
        for (simulated, image) in simulated.points.iter().zip(&image.points) {
            let z = (simulated.y - image.y) / simulated.error.unwrap();
            // Near enough to normal with 200 runs: 4.5 standard errors, alpha 1e-4 for fifteen points.
            assert!(z.abs() < 4.5, "{} {simulated:?} {image:?}", image.x);
        }
    }
    let thresholds: Vec<f64> = experiment.panels[0]
        .marks
        .iter()
        .map(|m| m.x.unwrap())
        .collect();
    // Halved and doubled by histories of the target rate over and times the root of two.
    assert!((thresholds[1] / thresholds[0] - 2.0).abs() < 1e-9);
    assert!((thresholds[2] / thresholds[1] - 2.0).abs() < 1e-9);
}

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

#[test]
fn the_number_of_threads_changes_nothing() {
    let synapses = [
        synapse("cortex", SynapseRule::Calcium(CALCIUM[8].1), 0),
        synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 0),
    ];
    let outcome = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let paired = pairing_frequency(&synapses, &[1.0, 1.5]);
            (
                paired,
                poisson(&synapses[1..], &[1.0], &[5.0, 30.0], (20.0, 3)),
            )
        })
    };
    assert_eq!(outcome(1), outcome(3));
}
