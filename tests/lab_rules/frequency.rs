//! Pairs at many frequencies, against the points of visual cortex.

use super::*;
use rewire::lab::evaluate::evaluate;
use rewire::lab::experiment::{Fit, PublishedPoint, PublishedSeries};

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
