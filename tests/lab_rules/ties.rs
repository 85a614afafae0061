//! Spikes at one time, lags of zero, weights at their bounds.

use super::*;
use rewire::plasticity::sliding_triplet::SlidingTriplet;
use rewire::plasticity::spikes::{SpikeRule, induce, merge};

/// Two trains on a grid of microseconds, as whole numbers that no rounding touches.
struct Grid {
    presynaptic: Vec<i64>,
    postsynaptic: Vec<i64>,
}

/// `pairs` pairs at a period and a lag in microseconds.
fn on_the_grid(lag: i64, period: i64, pairs: i64) -> Grid {
    let train = |start: i64| (0..pairs).map(|k| start + k * period).collect();
    Grid {
        presynaptic: train((-lag).max(0)),
        postsynaptic: train(lag.max(0)),
    }
}

fn decay(age: i64, time_constant: f64) -> f64 {
    (-(age as f64) * 1e-6 / time_constant).exp()
}

/// The triplet rule (of pairs, where A3 are zero) by sums over whole numbers, spike by spike from a weight of 1 that stops at
/// zero, the presynaptic spike first at one time: an independent way to the same number.
fn summed(rule: &TripletStdp, grid: &Grid) -> f64 {
    let sum = |spikes: &[i64], now: i64, tau: f64| -> f64 {
        spikes.iter().map(|&spike| decay(now - spike, tau)).sum()
    };
    let (before, after) = (&grid.presynaptic, &grid.postsynaptic);
    let sides = before
        .iter()
        .map(|&pre| (pre, 0))
        .chain(after.iter().map(|&post| (post, 1)));
    let mut spikes: Vec<(i64, u8)> = sides.collect();
    spikes.sort_unstable();
    let weight = spikes.iter().fold(1.0, |weight, &(now, side)| {
        let of = |train: &[i64], with: bool| -> Vec<i64> {
            let earlier = train.iter().copied();
            earlier
                .filter(|&spike| spike < now || with && spike == now)
                .collect()
        };
        let change = if side == 0 {
            let o1 = sum(&of(after, false), now, rule.depression_time_constant);
            let r2 = sum(&of(before, false), now, rule.presynaptic_time_constant);
            -o1 * (rule.pair_depression + rule.triplet_depression * r2)
        } else {
            let r1 = sum(&of(before, true), now, rule.potentiation_time_constant);
            let o2 = sum(&of(after, false), now, rule.postsynaptic_time_constant);
            r1 * (rule.pair_potentiation + rule.triplet_potentiation * o2)
        };
        f64::max(weight + change, 0.0)
    });
    weight - 1.0
}

/// The same through the bench.
fn at(rule: SynapseRule, lag: f64, rate: f64, pairs: u32) -> f64 {
    let procedure = Procedure::PairingFrequency(PairingFrequency {
        lags: vec![lag],
        pairs,
        rates: vec![rate],
    });
    let experiment = at_bench(procedure, &[synapse("tie", rule, 0)], &[1.0]);
    experiment.panels[0].curves[0].points[0].y
}

/// A rule of pairs as a triplet rule without triplets.
fn as_triplet(rule: &PairStdp) -> TripletStdp {
    TripletStdp {
        pair_potentiation: rule.potentiation,
        pair_depression: rule.depression,
        ..row([0.0; 4], [1.0, 1.0], rule.pairing)
    }
}

const BI_POO: PairStdp = PairStdp {
    potentiation: 0.01295,
    depression: 0.00455,
    ..PAIR
};

#[test]
fn rounding_decides_no_tie() {
    // Lags that are whole numbers of periods, at periods that have no finite binary form and one that has no decimal one.
    let mut ties = 0;
    for (lag, period) in [
        (100_000, 100_000),
        (10_000, 10_000),
        (-10_000, 10_000),
        (20_000, 10_000),
        (-30_000, 10_000),
        (7_000, 7_000),
        (-14_000, 7_000),
        (90_000, 30_000),
    ] {
        let grid = on_the_grid(lag, period, 60);
        let (lag, rate) = (lag as f64 * 1e-6, 1e6 / period as f64);
        for rule in [
            as_triplet(&BI_POO),
            VISUAL_MINIMAL,
            VISUAL_FULL,
            HIPPOCAMPUS[0],
        ] {
            let exact = summed(&rule, &grid);
            let found = at(SynapseRule::Triplet(rule), lag, rate, 60);
            // Sixty steps and a weight of at most a few hundred lose a few of sixteen digits.
            assert!(
                (found - exact).abs() < 1e-10 * (1.0 + exact.abs()),
                "{lag} {rate}: {found} {exact}"
            );
            ties += 1;
        }
        let found = at(SynapseRule::Pair(BI_POO), lag, rate, 60);
        let exact = summed(&as_triplet(&BI_POO), &grid);
        assert!(
            (found - exact).abs() < 1e-10,
            "{lag} {rate}: {found} {exact}"
        );
    }
    assert_eq!(ties, 32);
    // The numbers of an independent script on a grid of whole microseconds, printed to four decimals.
    for (lag, rate, expected) in [
        (0.1, 10.0, 0.7518),
        (-0.01, 100.0, 0.9157),
        (0.01, 100.0, 0.9739),
    ] {
        let found = at(SynapseRule::Pair(BI_POO), lag, rate, 60);
        assert!((found - expected).abs() < 6e-5, "{lag} {rate}: {found}");
    }
}

#[test]
fn a_tie_is_the_limit_from_the_side_on_which_the_presynaptic_spike_goes_first() {
    let sliding = SlidingTriplet {
        triplet: VISUAL_MINIMAL,
        target_rate: 10.0,
        threshold_time_constant: 10.0,
        power: 2.0,
    };
    let nearest = PairStdp {
        pairing: NearestSpike,
        ..BI_POO
    };
    let rules = [
        SynapseRule::Pair(BI_POO),
        SynapseRule::Pair(nearest),
        SynapseRule::Triplet(VISUAL_MINIMAL),
        SynapseRule::Triplet(VISUAL_FULL_NEAREST),
        SynapseRule::SlidingTriplet(sliding),
    ];
    for rule in rules {
        for (lag, rate) in [
            (0.0, 1.0),
            (0.0, 50.0),
            (0.1, 10.0),
            (0.01, 100.0),
            (-0.01, 100.0),
        ] {
            // A tenth of a microsecond moves exponentials of 17 ms by 6e-6; the other side differs by a whole amplitude of
            // sixty pairs or triplets.
            let tie = at(rule, lag, rate, 60);
            let (after, before) = (
                at(rule, lag + 1e-7, rate, 60),
                at(rule, lag - 1e-7, rate, 60),
            );
            let scale = 1.0 + tie.abs();
            assert!(
                (tie - after).abs() < 1e-4 * scale,
                "{rule:?} {lag} {rate}: {tie} {after}"
            );
            assert!(
                (tie - before).abs() > 1e-2 * scale,
                "{rule:?} {lag} {rate}: {tie} {before}"
            );
        }
    }
}

#[test]
fn a_lag_of_zero_is_nothing_special_to_calcium() {
    // Calcium that arrives together adds up, so that the time above a threshold is continuous in the lag.
    for (name, rule) in CALCIUM {
        for lag in [0.0, rule.delay] {
            let above = |lag: f64| {
                let before: Vec<f64> = (0..60).map(|k| 1.0 + f64::from(k) / 10.0).collect();
                let after: Vec<f64> = before.iter().map(|time| time + lag).collect();
                rule.time_above(&before, &after)
            };
            let (tie, near) = (above(lag), above(lag + 1e-7));
            // Sixty pairs, each moved by a ten-thousandth of a millisecond at no more than four crossings.
            let allowed = 60.0 * 4.0 * 1e-7;
            assert!(
                (tie.potentiation - near.potentiation).abs() < allowed,
                "{name} {lag}"
            );
            assert!(
                (tie.depression - near.depression).abs() < allowed,
                "{name} {lag}"
            );
        }
    }
}

#[test]
fn when_a_train_begins_is_nothing_to_a_rule() {
    // The same spikes at another hour: sums round otherwise, ties stay ties.
    fn moved<R: SpikeRule>(rule: &R, start: f64) -> f64 {
        let train =
            |lag: f64| -> Vec<f64> { (0..60).map(|k| start + f64::from(k) / 70.0 + lag).collect() };
        induce(rule, &merge(&train(0.0), &train(2.0 / 70.0)))
    }
    for start in [0.1, 1.0 / 3.0, 1234.567, 86_400.7, 604_800.1] {
        // Times of a week are whole to 1e-10 s, of which sixty lags of the rule move by 1e-8 at most.
        for (found, expected) in [
            (moved(&BI_POO, start), moved(&BI_POO, 0.0)),
            (moved(&VISUAL_FULL, start), moved(&VISUAL_FULL, 0.0)),
            (
                moved(&VISUAL_FULL_NEAREST, start),
                moved(&VISUAL_FULL_NEAREST, 0.0),
            ),
        ] {
            assert!(
                (found - expected).abs() < 1e-6,
                "{start}: {found} {expected}"
            );
        }
    }
}

#[test]
fn multiplicative_weights_stop_at_their_bounds() {
    let strong = PairStdp {
        potentiation: 0.3,
        depression: 0.3,
        potentiation_time_constant: 0.02,
        depression_time_constant: 0.02,
        pairing: AllToAll,
        weight_dependence: WeightDependence::Multiplicative,
    };
    for rate in [10.0, 100.0, 200.0, 400.0, 700.0, 900.0] {
        for lag in [-0.0003, 0.0, 0.0003, 0.0007] {
            let change = at(SynapseRule::Pair(strong), lag, rate, 500);
            assert!((-1.0..=1.0).contains(&change), "{lag} {rate}: {change}");
        }
    }
    // The same rule with each step stopped at the bound, by an independent script, printed to two decimals; where the last
    // step is one up, far longer than what is left, the weight ends at its bound exactly.
    for (rate, expected) in [
        (10.0, 0.99),
        (100.0, 0.73),
        (200.0, 1.0),
        (400.0, 1.0),
        (700.0, 1.0),
        (900.0, 1.0),
    ] {
        let change = at(SynapseRule::Pair(strong), 0.0003, rate, 500);
        assert!((change - expected).abs() < 6e-3, "{rate}: {change}");
    }
    // Where no step is longer than what is left the bound plays no part: the closed form of one direction.
    let change = at(SynapseRule::Pair(strong), 0.0003, 1.0, 3);
    let left = (1.0 - 0.3 * (-0.0003f64 / 0.02).exp()).powi(3);
    // Three steps, and what is left of a trace after a second, exp(-50).
    assert!((change - (1.0 - left)).abs() < 1e-12, "{change}");
}
