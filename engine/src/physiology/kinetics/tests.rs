//! The closed form against solvers, published levels and the algebra of linear kinetics.

use super::*;

fn citalopram() -> Kinetics {
    Kinetics {
        absorption_rate: 0.9,
        elimination_rate: core::f64::consts::LN_2 / 35.0,
        volume: 910.0,
        metabolite: None,
    }
}

fn fluoxetine() -> Kinetics {
    Kinetics {
        absorption_rate: 0.6,
        elimination_rate: core::f64::consts::LN_2 / 60.0,
        volume: 1400.0,
        metabolite: Some(Metabolite {
            share: 0.25,
            elimination_rate: core::f64::consts::LN_2 / 240.0,
            volume: 1650.0,
            potency: 1.0,
        }),
    }
}

fn dose(gut: f64) -> Plasma {
    Plasma {
        gut,
        ..Plasma::default()
    }
}

#[test]
fn many_small_steps_equal_one_large_one() {
    // The flow of a linear system: a semigroup, up to rounding.
    let kinetics = citalopram();
    let start = Plasma {
        gut: 20.0,
        concentration: 3.0,
        metabolite: 0.0,
    };
    let once = kinetics.after(start, 24.0);
    let mut steps = start;
    for _ in 0..240 {
        steps = kinetics.after(steps, 0.1);
    }
    assert!((once.concentration - steps.concentration).abs() < 1e-9);
    assert!((once.gut - steps.gut).abs() < 1e-12);
}

#[test]
fn agrees_with_a_fine_numerical_solution_also_where_both_rates_agree() {
    for absorption_rate in [0.9, 0.02, core::f64::consts::LN_2 / 35.0] {
        let kinetics = Kinetics {
            absorption_rate,
            ..citalopram()
        };
        let exact = kinetics.after(dose(20.0), 12.0);
        let (mut gut, mut c, n) = (20.0f64, 0.0f64, 1_200_000);
        let h = 12.0 / f64::from(n);
        for _ in 0..n {
            // Midpoint rule: error of order h^2, some 1e-10 here.
            let gm = gut - 0.5 * h * kinetics.absorption_rate * gut;
            let cm = c + 0.5
                * h
                * (kinetics.absorption_rate * gut / 910.0 * 1000.0 - kinetics.elimination_rate * c);
            gut -= h * kinetics.absorption_rate * gm;
            c += h
                * (kinetics.absorption_rate * gm / 910.0 * 1000.0 - kinetics.elimination_rate * cm);
        }
        assert!(
            (exact.concentration - c).abs() < 1e-6,
            "{} {c}",
            exact.concentration
        );
    }
}

#[test]
fn steady_state_is_reached_and_has_the_stated_mean() {
    let kinetics = citalopram();
    let mut plasma = Plasma::default();
    let mut mean = 0.0;
    for day in 0..60 {
        plasma.gut += 40.0;
        for _ in 0..240 {
            plasma = kinetics.after(plasma, 0.1);
            if day == 59 {
                mean += plasma.concentration / 240.0;
            }
        }
    }
    // Sampling the saw-tooth at 0.1 h leaves some 0.1 %.
    assert!((mean / kinetics.steady_state_mean(40.0, 24.0) - 1.0).abs() < 2e-3);
    // 40 mg a day: 53-131 ng/mL published, mean 97 (PK1).
    assert!((53.0..131.0).contains(&mean), "{mean}");
}

#[test]
fn the_peak_comes_within_the_published_hours() {
    // Time of the peak of a single dose: ln(ka / ke) / (ka - ke); published 2-4 h (PK1) plus the model's own definition.
    let k = citalopram();
    let peak =
        (k.absorption_rate / k.elimination_rate).ln() / (k.absorption_rate - k.elimination_rate);
    assert!((2.0..5.0).contains(&peak), "{peak}");
}

#[test]
fn the_peak_is_the_highest_concentration() {
    for kinetics in [citalopram(), fluoxetine()] {
        let (time, peak) = (kinetics.time_of_peak(), kinetics.peak(20.0));
        for off in [-0.5, 0.5] {
            assert!(kinetics.after(dose(20.0), time + off).concentration < peak);
        }
    }
}

#[test]
fn occupancy_at_steady_state_lies_near_that_of_the_mean_concentration() {
    let k = fluoxetine();
    let parent = k.steady_state_mean(20.0, 24.0);
    let mean = parent
        + k.metabolite_steady_state_mean(20.0, 24.0)
            .unwrap_or(f64::NAN);
    let occupancy = k.steady_state_occupancy(20.0, 24.0, 0.9, 15.0);
    // The concentration swings by a few per cent of its mean, and the hyperbola is flat there.
    assert!(
        (occupancy - 0.9 * mean / (mean + 15.0)).abs() < 5e-3,
        "{occupancy}"
    );
}

#[test]
fn nothing_gives_nothing() {
    let after = citalopram().after(Plasma::default(), 1.0);
    assert_eq!((after.gut.to_bits(), after.concentration.to_bits()), (0, 0));
    assert!(after.is_washed_out());
}

#[test]
fn the_metabolite_agrees_with_a_fine_numerical_solution_also_where_rates_agree() {
    let usual = fluoxetine();
    let (ke, km) = (usual.elimination_rate, 0.1);
    for (ka, ke, km) in [
        (
            0.6,
            ke,
            usual.metabolite.expect("it has one").elimination_rate,
        ),
        (0.6, ke, ke),
        (ke, ke, km),
        (ke, km, ke),
        (km, km, km),
    ] {
        let metabolite = Metabolite {
            elimination_rate: km,
            ..usual.metabolite.expect("it has one")
        };
        let kinetics = Kinetics {
            absorption_rate: ka,
            elimination_rate: ke,
            metabolite: Some(metabolite),
            ..usual
        };
        let start = Plasma {
            gut: 20.0,
            concentration: 5.0,
            metabolite: 7.0,
        };
        let exact = kinetics.after(start, 12.0);
        let slope = |[gut, c, m]: [f64; 3]| {
            [
                -ka * gut,
                ka * gut / kinetics.volume * NG_PER_ML - ke * c,
                metabolite.share * ke * c * kinetics.volume / metabolite.volume - km * m,
            ]
        };
        let mut state = [start.gut, start.concentration, start.metabolite];
        let steps = 120_000;
        let h = 12.0 / f64::from(steps);
        for _ in 0..steps {
            // Midpoint rule: error of order h^2, below 1e-8 here.
            let k = slope(state);
            let middle = core::array::from_fn(|i| state[i] + 0.5 * h * k[i]);
            let k = slope(middle);
            state = core::array::from_fn(|i| state[i] + h * k[i]);
        }
        assert!((exact.concentration - state[1]).abs() < 1e-6);
        assert!((exact.metabolite - state[2]).abs() < 1e-6, "{ka} {ke} {km}");
        // Small steps equal one large one: a semigroup, up to rounding and the limit for rates that agree.
        let halves = kinetics.after(kinetics.after(start, 5.0), 7.0);
        assert!((halves.metabolite - exact.metabolite).abs() < 1e-9);
    }
}

#[test]
fn fluoxetine_and_its_metabolite_reach_the_published_levels_and_outlast_paroxetine() {
    let half_life_of_paroxetine = 21.0;
    let paroxetine = Kinetics {
        elimination_rate: core::f64::consts::LN_2 / half_life_of_paroxetine,
        metabolite: None,
        ..citalopram()
    };
    let level = |kinetics: &Kinetics, days: usize, dose: f64, after: f64| {
        let mut plasma = Plasma::default();
        for _ in 0..days {
            plasma.gut += dose;
            plasma = kinetics.after(plasma, 24.0);
        }
        kinetics.after(plasma, after)
    };
    let kinetics = fluoxetine();
    let steady = level(&kinetics, 30, 40.0, 0.0);
    // 40 mg for 30 days: 91-302 and 72-258 ng/mL published (PK5, PK6).
    assert!((91.0..302.0).contains(&steady.concentration), "{steady:?}");
    assert!((72.0..258.0).contains(&steady.metabolite), "{steady:?}");
    // A week without: five half-lives and more leave 1/32 of paroxetine, a half-life of ten days six tenths of norfluoxetine.
    let week = 7.0 * 24.0;
    let left =
        |k: &Kinetics| k.active(level(k, 60, 20.0, week)) / k.active(level(k, 60, 20.0, 0.0));
    assert!(left(&paroxetine) < 1.0 / 32.0);
    assert!(left(&kinetics) > 0.3, "{}", left(&kinetics));
}

#[test]
fn doses_superpose_and_accumulate_as_linear_kinetics_say() {
    for kinetics in [citalopram(), fluoxetine()] {
        for interval in [4.5, 8.0, 24.0, 84.0] {
            // One after the other ...
            let mut state = Plasma::default();
            for _ in 0..12 {
                state.gut += 20.0;
                state = kinetics.after(state, interval);
            }
            // ... is the sum of each alone.
            let alone = (1..=12).map(|n| kinetics.after(dose(20.0), f64::from(n) * interval));
            let (mut c, mut m) = (0.0, 0.0);
            for one in alone {
                c += one.concentration;
                m += one.metabolite;
            }
            assert!((state.concentration / c - 1.0).abs() < 1e-11);
            assert!((state.metabolite - m).abs() <= 1e-9 * m);
        }
    }
    // Troughs at steady state over the first: the sum of two geometric series.
    let k = citalopram();
    for interval in [4.5, 24.0, 84.0] {
        let series = |rate: f64| (-rate * interval).exp() / (1.0 - (-rate * interval).exp());
        let (ka, ke) = (k.absorption_rate, k.elimination_rate);
        let first = (-ke * interval).exp() - (-ka * interval).exp();
        let ratio = (series(ke) - series(ka)) / first;
        let mut state = Plasma::default();
        let after_one = k.after(dose(20.0), interval).concentration;
        for _ in 0..(1200.0 / interval) as usize {
            state.gut += 20.0;
            state = k.after(state, interval);
        }
        // 1200 hours leave e^-23 of the way to steady state.
        assert!((state.concentration / after_one / ratio - 1.0).abs() < 1e-9);
    }
}

#[test]
fn means_at_steady_state_are_dose_over_clearance_for_drug_and_metabolite() {
    let k = fluoxetine();
    for interval in [6.0, 24.0, 84.0] {
        let (parts, mut state) = (20 * interval as usize, Plasma::default());
        let hours = interval / parts as f64;
        let (mut c, mut m) = (0.0, 0.0);
        let cycles = (24.0 * 400.0 / interval) as usize;
        for cycle in 0..=cycles {
            state.gut += 20.0;
            for _ in 0..parts {
                state = k.after(state, hours);
                if cycle == cycles {
                    c += state.concentration / parts as f64;
                    m += state.metabolite / parts as f64;
                }
            }
        }
        // A sum over 1/20 hour of a cycle with one kink: an error of the order of (h ka)^2 / 12, 1e-4.
        let parent = k.steady_state_mean(20.0, interval);
        let metabolite = k.metabolite_steady_state_mean(20.0, interval);
        assert!((c / parent - 1.0).abs() < 1e-4);
        assert!((m / metabolite.unwrap_or(f64::NAN) - 1.0).abs() < 1e-4);
    }
}
