//! Triplets and quadruplets of spikes in hippocampal culture.

use super::*;
use rewire::lab::evaluate::evaluate;
use rewire::lab::protocol::{SpikePattern, SpikePatterns};
use rewire::spec::Library;

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
fn triplets_leave_the_triplet_rows_their_published_error_and_reject_the_pair_rule() {
    let library = Library::new(None);
    let protocols = ["triplets".to_owned()];
    let setups = library.read_bench(&protocols, &[], false).unwrap();
    let setup = &setups[0];
    let levels = &setup.protocol.bdnf;
    let mut experiment = run(&setup.protocol, &setup.synapses, levels, 1, &|_| true).unwrap();
    setup.add_published(&mut experiment);
    evaluate(&mut experiment, &setup.synapses);
    assert_eq!(experiment.fits.len(), 6, "{:?}", experiment.fits);
    for fit in &experiment.fits {
        assert_eq!(fit.points, 8, "{fit:?}");
        // Pfister & Gerstner 2006 have errors of 2.9 to 3.5 (the last recalled) for triplets and quadruplets together; with the points as
        // others read them from the figures, an independent computation gave 3.3 to 4.0 for the triplets, here rounded out.
        // A rule of pairs gives both orders the same, which are seven of the common errors apart: several times as far off.
        let error = fit.mean_squared_error;
        if fit.synapse == "pair-bi-poo" {
            assert!(error > 10.0, "{fit:?}");
        } else if fit.synapse == "calcium-hippocampal-cultures" {
            // Three seeds gave 6.2 to 6.8 with 20,000 synapses; with 1,000 the noise adds up to 1.
            assert!((5.0..9.0).contains(&error), "{fit:?}");
        } else {
            assert!((3.2..4.2).contains(&error), "{fit:?}");
        }
        // None is within chance: the data have more in them than any of these rules.
        assert!(fit.rejected, "{fit:?}");
    }
}
