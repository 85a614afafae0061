//! Closed forms, and agreement with the protocols of the lab.

mod conventions;
mod refusals;

use super::*;
use crate::lab::induction::{Trains, induction};
use crate::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use crate::plasticity::short_term::ShortTerm;
use crate::plasticity::sliding_triplet::SlidingTriplet;
use crate::plasticity::spikes::Side;
use crate::plasticity::tag_capture::TagCapture;
use crate::plasticity::tetanus::Tetanus;
use crate::plasticity::triplet_stdp::TripletStdp;

const PAIR: PairStdp = PairStdp {
    potentiation: 0.02,
    depression: 0.01,
    potentiation_time_constant: 0.017,
    depression_time_constant: 0.034,
    pairing: Pairing::AllToAll,
    weight_dependence: WeightDependence::Additive,
};
const TRIPLET: TripletStdp = TripletStdp {
    pair_potentiation: 4.6e-3,
    triplet_potentiation: 9.1e-3,
    pair_depression: 3e-3,
    triplet_depression: 2e-3,
    potentiation_time_constant: 0.0168,
    depression_time_constant: 0.0337,
    presynaptic_time_constant: 0.575,
    postsynaptic_time_constant: 0.047,
    pairing: Pairing::AllToAll,
};
const SLIDING: SlidingTriplet = SlidingTriplet {
    triplet: TRIPLET,
    target_rate: 10.0,
    threshold_time_constant: 30.0,
    power: 2.0,
};
const CORTEX: Calcium = Calcium {
    calcium_time_constant: 0.0226936,
    presynaptic_calcium: 0.5617539,
    postsynaptic_calcium: 1.23964,
    depression_threshold: 1.0,
    potentiation_threshold: 1.3,
    depression_rate: 331.909,
    potentiation_rate: 725.085,
    noise: 3.3501,
    efficacy_time_constant: 346.3615,
    unstable_efficacy: 0.5,
    delay: 0.0046098,
    initially_low: 0.5,
    strength_ratio: 5.40988,
};
const DEPRESSING: ShortTerm = ShortTerm {
    utilisation: 0.5,
    recovery_time_constant: 0.8,
    facilitation_time_constant: 0.0,
};
const CAPTURE: TagCapture = TagCapture {
    weak_induction: 0.5,
    strong_induction: 0.8,
    early_time_constant: 4320.0,
    tag_time_constant: 3600.0,
    protein_time_constant: 3600.0,
    synthesis_duration: 1200.0,
    capture_rate: 6.0 / 3600.0,
    late_ratio: 1.0,
    tetanus: Some(Tetanus {
        longest_interval: 0.02,
        weak_spikes: 21,
        strong_spikes: 100,
        strong_runs: 3,
        strong_window: 1800.0,
    }),
};

fn synapse(rule: SynapseRule) -> Synapse {
    Synapse {
        name: "mine".into(),
        title: "Mine".into(),
        fitted: Default::default(),
        rule,
    }
}

fn trains(presynaptic: &[f64], postsynaptic: &[f64]) -> SpikeTrains {
    SpikeTrains::new(presynaptic.to_vec(), postsynaptic.to_vec()).unwrap()
}

fn followed(rule: SynapseRule, bdnf: f64, trains: &SpikeTrains, settings: &Settings) -> Followed {
    follow(&synapse(rule), bdnf, trains, settings, &|| true).unwrap()
}

fn usual(rule: SynapseRule, trains: &SpikeTrains) -> Followed {
    followed(rule, 1.0, trains, &Settings::default())
}

/// Irregular trains of some hundred spikes at 20 Hz.
fn irregular() -> SpikeTrains {
    let train = |seed: u32| {
        let mut state = seed;
        let mut time = 0.0;
        let mut spikes = Vec::new();
        for _ in 0..150 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            time += 0.002 + 0.1 * f64::from(state >> 8) / f64::from(1u32 << 24);
            spikes.push(time);
        }
        spikes
    };
    trains(&train(1), &train(2))
}

fn change(followed: &Followed) -> f64 {
    match followed.outcome {
        Outcome::Weight(weight) => weight - 1.0,
        Outcome::Strength { change, .. } => change,
        Outcome::Phases { early, late, .. } => early + late,
        Outcome::Response(_) => panic!("a response is no change"),
    }
}

#[test]
fn one_pair_changes_the_weight_by_an_exponential_of_its_lag() {
    for lag in [0.001f64, 0.01, 0.05] {
        let up = usual(SynapseRule::Pair(PAIR), &trains(&[0.1], &[0.1 + lag]));
        let down = usual(SynapseRule::Pair(PAIR), &trains(&[0.1 + lag], &[0.1]));
        // The weight of order one keeps sixteen digits.
        assert!((change(&up) - 0.02 * (-lag / 0.017).exp()).abs() < 1e-15);
        assert!((change(&down) + 0.01 * (-lag / 0.034).exp()).abs() < 1e-15);
    }
}

#[test]
fn triplets_are_those_of_pfister_and_gerstner() {
    // Post, pre, post: the pair post-pre depresses, the second postsynaptic spike meets r1 and o2.
    let rule = SynapseRule::Triplet(TRIPLET);
    let one = usual(rule, &trains(&[0.105], &[0.1, 0.110]));
    let e = |age: f64, tau: f64| (-age / tau).exp();
    let down = -3e-3 * e(0.005, 0.0337);
    let up = e(0.005, 0.0168) * (4.6e-3 + 9.1e-3 * e(0.010, 0.047));
    assert!((change(&one) - (down + up)).abs() < 1e-15);
    // Pre, post, pre: the second presynaptic spike meets o1 and r2.
    let other = usual(rule, &trains(&[0.1, 0.110], &[0.105]));
    let up = 4.6e-3 * e(0.005, 0.0168);
    let down = -e(0.005, 0.0337) * (3e-3 + 2e-3 * e(0.010, 0.575));
    assert!((change(&other) - (down + up)).abs() < 1e-15);
}

#[test]
fn the_same_spikes_do_the_same_as_in_a_protocol() {
    let spikes = irregular();
    let settings = Settings {
        simulated_synapses: 50,
        seed: 7,
        ..Settings::default()
    };
    let given = Trains {
        presynaptic: spikes.presynaptic().to_vec(),
        postsynaptic: spikes.postsynaptic().to_vec(),
    };
    let nearest = PairStdp {
        pairing: Pairing::NearestSpike,
        weight_dependence: WeightDependence::Multiplicative,
        ..PAIR
    };
    for rule in [
        SynapseRule::Pair(PAIR),
        SynapseRule::Pair(nearest),
        SynapseRule::Triplet(TRIPLET),
        SynapseRule::Calcium(CORTEX),
    ] {
        for bdnf in [0.7, 1.0, 1.5] {
            let whole = induction(&rule, bdnf, &given, 0..50, 7).unwrap();
            let mine = followed(rule, bdnf, &spikes, &settings);
            assert_eq!(change(&mine), whole.value, "{rule:?} {bdnf}");
            if let Outcome::Strength { error, theory, .. } = mine.outcome {
                assert_eq!((error, Some(theory)), (whole.error, whole.theory));
            }
        }
    }
}

#[test]
fn a_later_clock_changes_nothing() {
    let spikes = irregular();
    let later = |train: &[f64]| train.iter().map(|time| time + 4096.0).collect();
    let shifted = SpikeTrains::new(later(spikes.presynaptic()), later(spikes.postsynaptic()));
    let shifted = shifted.unwrap();
    for rule in [
        SynapseRule::Pair(PAIR),
        SynapseRule::Triplet(TRIPLET),
        SynapseRule::SlidingTriplet(SLIDING),
    ] {
        let (here, there) = (usual(rule, &spikes), usual(rule, &shifted));
        // Times near 4,096 s are rounded to 1e-12 s, three hundred times, against time constants of 17 ms and amplitudes
        // of a hundredth.
        assert!((change(&here) - change(&there)).abs() < 1e-9, "{rule:?}");
    }
}

#[test]
fn looks_change_nothing_and_show_the_decay_between_spikes() {
    let spikes = trains(&[0.1, 0.3], &[0.11, 0.29]);
    let fine = Settings {
        every: Some(0.001),
        ..Settings::default()
    };
    let course = followed(SynapseRule::Pair(PAIR), 1.0, &spikes, &fine).course;
    let x: Vec<(f64, f64)> = course.column("x").unwrap().collect();
    for &(time, value) in &x {
        let spikes = [0.1, 0.3].iter().filter(|&&spike| spike <= time);
        let exact: f64 = spikes.map(|spike| (-(time - spike) / 0.017).exp()).sum();
        // Before the spike acts, its own part is missing.
        let before = (value - exact + 1.0).abs() < 1e-12 && [0.1, 0.3].contains(&time);
        assert!(
            (value - exact).abs() < 1e-12 || before,
            "{time} {value} {exact}"
        );
    }
    assert!(x.len() > 280, "{}", x.len());
    assert!(x.windows(2).all(|two| two[0].0 <= two[1].0));
    for rule in [
        SynapseRule::SlidingTriplet(SLIDING),
        SynapseRule::Calcium(CORTEX),
        SynapseRule::ShortTerm(DEPRESSING),
    ] {
        let (coarse, fine) = (usual(rule, &spikes), followed(rule, 1.0, &spikes, &fine));
        assert_eq!(coarse.outcome, fine.outcome);
    }
}

#[test]
fn a_spike_has_a_row_before_and_after_it() {
    let course = usual(SynapseRule::Pair(PAIR), &trains(&[0.1], &[0.11])).course;
    let rows: Vec<(f64, Moment, Vec<f64>)> = course
        .rows()
        .filter(|(_, moment, _)| *moment != Moment::Between)
        .map(|(time, moment, values)| (time, moment, values.to_vec()))
        .collect();
    let e = (-0.01f64 / 0.017).exp();
    let moments: Vec<Moment> = rows.iter().map(|row| row.1).collect();
    assert_eq!(
        moments,
        [
            Moment::Before(Side::Presynaptic),
            Moment::After(Side::Presynaptic),
            Moment::Before(Side::Postsynaptic),
            Moment::After(Side::Postsynaptic),
            Moment::End
        ]
    );
    assert_eq!(rows[0].2, [1.0, 0.0, 0.0]);
    assert_eq!(rows[1].2, [1.0, 1.0, 0.0]);
    assert!((rows[2].2[1] - e).abs() < 1e-15 && rows[2].2[0] == 1.0);
    assert!((rows[3].2[0] - (1.0 + 0.02 * e)).abs() < 1e-15 && rows[3].2[2] == 1.0);
    // A tenth of the recording would be 1 ms: at least 100 ms.
    assert!((rows[4].0 - 0.21).abs() < 1e-12);
}

#[test]
fn calcium_is_the_sum_of_its_exponentials_after_its_delay() {
    let course = usual(SynapseRule::Calcium(CORTEX), &trains(&[0.1, 0.15], &[0.12])).course;
    for (time, moment, values) in course.rows() {
        let seen = |rise: f64| rise < time || (rise == time && matches!(moment, Moment::After(_)));
        let part = |rise: f64, size: f64| {
            let age = time - rise;
            if seen(rise) {
                size * (-age / CORTEX.calcium_time_constant).exp()
            } else {
                0.0
            }
        };
        let exact = part(0.1 + CORTEX.delay, CORTEX.presynaptic_calcium)
            + part(0.15 + CORTEX.delay, CORTEX.presynaptic_calcium)
            + part(0.12, CORTEX.postsynaptic_calcium);
        assert!((values[0] - exact).abs() < 1e-13, "{time} {moment:?}");
    }
}

#[test]
fn responses_reach_the_steady_state_and_bdnf_does_not_enter() {
    let rate = 20.0;
    let spikes: Vec<f64> = (0..400).map(|k| f64::from(k) / rate).collect();
    let facilitating = ShortTerm {
        utilisation: 0.03,
        recovery_time_constant: 0.13,
        facilitation_time_constant: 0.53,
    };
    for rule in [DEPRESSING, facilitating] {
        let kept = SynapseRule::ShortTerm(rule);
        let mine = usual(kept, &trains(&spikes, &[]));
        let Outcome::Response(Some(Responses { first, last })) = mine.outcome else {
            panic!("{:?}", mine.outcome);
        };
        assert_eq!(first, 1.0);
        // What is left of the start after 400 spikes is below 1e-12.
        let steady = rule.steady_release(rate) / rule.utilisation;
        assert!((last - steady).abs() < 1e-12, "{last} {steady}");
        let other = followed(kept, 2.0, &trains(&spikes, &[]), &Settings::default());
        assert_eq!(other.outcome, mine.outcome);
        assert!(!sees_bdnf(&kept));
    }
    let silent = usual(SynapseRule::ShortTerm(DEPRESSING), &trains(&[], &[1.0]));
    assert_eq!(silent.outcome, Outcome::Response(None));
    assert_eq!(silent.counted, (0, 0));
}

fn runs(starts: &[f64], spikes: u32) -> Vec<f64> {
    let run = |&start: &f64| (0..spikes).map(move |k| start + f64::from(k) * 0.01);
    starts.iter().flat_map(run).collect()
}

#[test]
fn a_weak_tetanus_fades_and_a_strong_one_lasts() {
    let weak = usual(
        SynapseRule::TagCapture(CAPTURE),
        &trains(&runs(&[5.0], 21), &[]),
    );
    let Outcome::Phases {
        early,
        late,
        weak,
        strong,
    } = weak.outcome
    else {
        panic!();
    };
    assert_eq!((weak, strong, late), (1, 0, 0.0));
    // Three hours of decay, nothing captured.
    let exact = 0.5 * (-3.0f64 * 3600.0 / 4320.0).exp();
    assert!((early - exact).abs() < 1e-12, "{early} {exact}");

    let spikes = trains(&runs(&[0.0, 600.0, 1200.0], 100), &[]);
    let lasting = usual(SynapseRule::TagCapture(CAPTURE), &spikes);
    let Outcome::Phases {
        late, weak, strong, ..
    } = lasting.outcome
    else {
        panic!();
    };
    assert_eq!((weak, strong), (3, 1));
    assert!(late > 0.4, "{late}");
    // Without BDNF the early phase is induced and nothing becomes late.
    let scavenged = followed(
        SynapseRule::TagCapture(CAPTURE),
        0.0,
        &spikes,
        &Settings::default(),
    );
    assert!(matches!(
        scavenged.outcome,
        Outcome::Phases { late: 0.0, .. }
    ));
    let highest = lasting.course.column("early").unwrap();
    let highest = highest.map(|(_, early)| early).fold(0.0, f64::max);
    // Three weak ones and a strong one do not pile up beyond the strong one.
    assert_eq!(highest, 0.8);
}

#[test]
fn how_often_one_looks_moves_no_phase() {
    let spikes = trains(&runs(&[0.0, 600.0, 1200.0], 100), &[]);
    let rule = SynapseRule::TagCapture(CAPTURE);
    let every = |seconds| Settings {
        every: Some(seconds),
        ..Settings::default()
    };
    let (seldom, often) = (
        followed(rule, 1.0, &spikes, &every(777.0)),
        followed(rule, 1.0, &spikes, &every(1.7)),
    );
    assert_eq!(seldom.outcome, often.outcome);
}
