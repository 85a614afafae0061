//! What the table of conventions in `docs/lab.md` says of a lag of zero, of the first spike, and of the order of reading.

use super::*;

const AT_ONCE: [f64; 1] = [0.1];

#[test]
fn a_pair_at_one_time_potentiates_in_full() {
    let spikes = trains(&AT_ONCE, &AT_ONCE);
    assert!((change(&usual(SynapseRule::Pair(PAIR), &spikes)) - 0.02).abs() < 1e-15);
    let triplet = change(&usual(SynapseRule::Triplet(TRIPLET), &spikes));
    assert!((triplet - 4.6e-3).abs() < 1e-15, "no triplet: {triplet}");
    let sliding = change(&usual(SynapseRule::SlidingTriplet(SLIDING), &spikes));
    assert_eq!(sliding, triplet);
    // The presynaptic row stands first.
    let course = usual(SynapseRule::Pair(PAIR), &spikes).course;
    let moments: Vec<Moment> = course.rows().map(|(_, moment, _)| moment).take(3).collect();
    let expected = [
        Moment::Before(Side::Presynaptic),
        Moment::After(Side::Presynaptic),
        Moment::Before(Side::Postsynaptic),
    ];
    assert_eq!(moments, expected);
}

#[test]
fn calcium_of_both_sides_adds_up_where_it_arrives_at_one_time() {
    let arrives = [0.1 + CORTEX.delay];
    let course = usual(SynapseRule::Calcium(CORTEX), &trains(&[0.1], &arrives)).course;
    let highest = course.column(CALCIUM).unwrap().map(|(_, calcium)| calcium);
    let both = CORTEX.presynaptic_calcium + CORTEX.postsynaptic_calcium;
    assert_eq!(highest.fold(0.0, f64::max), both);
}

#[test]
fn a_first_spike_changes_no_weight_and_finds_a_rested_synapse() {
    for rule in [
        SynapseRule::Pair(PAIR),
        SynapseRule::Triplet(TRIPLET),
        SynapseRule::SlidingTriplet(SLIDING),
        SynapseRule::TagCapture(CAPTURE),
    ] {
        for spikes in [trains(&[500.0], &[]), trains(&[], &[500.0])] {
            assert_eq!(change(&usual(rule, &spikes)), 0.0, "{rule:?}");
        }
    }
    let response = usual(SynapseRule::ShortTerm(DEPRESSING), &trains(&[500.0], &[])).outcome;
    let whole = Responses {
        first: 1.0,
        last: 1.0,
    };
    assert_eq!(response, Outcome::Response(Some(whole)));
    let course = usual(SynapseRule::Calcium(CORTEX), &trains(&[500.0], &[])).course;
    let first = course.rows().next().unwrap();
    assert_eq!(
        (first.1, first.2[0]),
        (Moment::Before(Side::Presynaptic), 0.0)
    );
    let course = usual(SynapseRule::SlidingTriplet(SLIDING), &trains(&[500.0], &[])).course;
    let (_, _, values) = course.rows().next().unwrap();
    assert_eq!(
        values[values.len() - 2..],
        [1.0, 1.0],
        "r and s at the target"
    );
}

#[test]
fn traces_of_its_own_side_are_read_before_a_spike_raises_them() {
    // Were o2 raised first, the second postsynaptic spike would meet it larger by one.
    let rule = TripletStdp {
        pair_potentiation: 0.0,
        ..TRIPLET
    };
    let one = usual(SynapseRule::Triplet(rule), &trains(&[0.1], &[0.11]));
    assert_eq!(change(&one), 0.0);
    let two = change(&usual(
        SynapseRule::Triplet(rule),
        &trains(&[0.1], &[0.11, 0.12]),
    ));
    let exact = 9.1e-3 * (-0.02f64 / 0.0168).exp() * (-0.01f64 / 0.047).exp();
    assert!((two - exact).abs() < 1e-15);
}

#[test]
fn short_term_release_is_raised_before_and_used_up_after_the_response() {
    let spikes = trains(&[0.1, 0.15], &[]);
    let outcome = usual(SynapseRule::ShortTerm(DEPRESSING), &spikes).outcome;
    let Outcome::Response(Some(responses)) = outcome else {
        panic!("{outcome:?}");
    };
    // u R with u = 1/2 and R = 1 - exp(-50/800) / 2, over the half of the rested synapse: as NEST gives it, 0.265147.
    let ready = 1.0 - 0.5 * (-0.05f64 / 0.8).exp();
    assert!((responses.last - ready).abs() < 1e-14);
}

#[test]
fn a_tetanus_acts_at_the_spike_that_completes_it() {
    let spikes = trains(&runs(&[1.0], 21), &runs(&[1.0], 21));
    let course = usual(SynapseRule::TagCapture(CAPTURE), &spikes).course;
    let mut rows = course.rows();
    let after = rows.find(|(_, moment, _)| *moment == Moment::After(Side::Presynaptic));
    let (time, _, values) = after.unwrap();
    assert!((time - 1.2).abs() < 1e-12);
    assert_eq!(values[..4], [1.5, 0.5, 1.0, 0.0]);
}
