use super::super::trial::tests::normal;
use super::*;

fn design(weights: &[f64], expected: Expected) -> Design {
    Design {
        name: "d".into(),
        title: "D".into(),
        arms: weights.iter().map(|_| "arm".into()).collect(),
        titles: Vec::new(),
        weights: weights.to_vec(),
        allocation: vec![1; weights.len()],
        blind: true,
        measure: Measure {
            readout: "severity".into(),
            week: 16,
            response: false,
        },
        expected,
        margin: 1.0,
    }
}

/// Power of a two-sided z test on one side.
fn by_formula(effect: f64, spread: f64, n: f64) -> f64 {
    let z = effect.abs() * n.sqrt() / spread - NORMAL_975;
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[test]
fn power_is_that_of_the_formula() {
    for (weights, means) in [
        (vec![-1.0, 1.0], vec![0.0, -0.5]),
        (vec![1.0, -1.0, -1.0, 1.0], vec![0.0, -0.2, -0.3, -1.2]),
    ] {
        let scores = normal(4000, &means, 1.0);
        let design = design(&weights, Expected::Lower);
        let (effect, spread) = scores.expected(&weights, &[]);
        for found in power(&scores, &design, &[40, 80, 160], 2000) {
            let expected = by_formula(effect, spread, found.per_arm as f64);
            // A share of 2000 trials has a standard error of up to 0.011; three of them, and 0.01 for t against z at 40.
            let off = (found.as_claimed.share - expected).abs();
            assert!(
                off < 0.045,
                "{} at {}",
                found.as_claimed.share,
                found.per_arm
            );
        }
        let needed = design.needed(effect, spread).unwrap();
        let by = by_formula(effect, spread, needed);
        // One person more or less.
        assert!((by - PLANNED_POWER).abs() < 0.01, "{by}");
    }
}

#[test]
fn without_an_effect_one_trial_in_twenty_finds_one() {
    let weights = [1.0, -1.0, -1.0, 1.0];
    let scores = normal(4000, &[3.0, 1.0, 0.0, -2.0], 2.0);
    let design = design(&weights, Expected::Lower);
    // The interaction is zero but for the noise of 4000 people: 0.06, of a standard error of 0.6 at 40.
    for found in power(&scores, &design, &[20, 40], 4000) {
        // 4000 trials, rate 0.05: standard error 0.0034, four of them.
        let wrong = found.as_claimed.share + found.otherwise.share;
        assert!((wrong - 0.05).abs() < 0.014, "{wrong}");
        assert!((found.by_chance.share - 0.05).abs() < 0.014);
    }
}

#[test]
fn equivalence_is_found_by_many_and_never_claimed_for_an_effect() {
    let weights = [-1.0, 1.0];
    let design = design(&weights, Expected::NoDifference);
    let same = power(&normal(2000, &[0.0, 0.0], 1.0), &design, &[200], 500);
    // The interval of 200 reaches 0.2, the margin is 1.
    assert!(same[0].as_claimed.share > 0.99);
    let other = power(&normal(2000, &[0.0, 1.5], 1.0), &design, &[200], 500);
    assert_eq!(other[0].as_claimed.count, 0);
    assert_eq!(design.needed(0.1, 1.0), None);
}

#[test]
fn more_sizes_move_none_and_people_are_drawn_again_where_there_are_too_few() {
    let scores = normal(100, &[0.0, -1.0], 1.0);
    let design = design(&[-1.0, 1.0], Expected::Lower);
    let found = power(&scores, &design, &[1, 10, 50, 51], 50);
    let sizes: Vec<(usize, bool)> = found.iter().map(|f| (f.per_arm, f.again)).collect();
    assert_eq!(sizes, [(10, false), (50, false), (51, true)]);
    assert_eq!(power(&scores, &design, &[50], 50)[0], found[1]);
    assert!(power(&normal(7, &[0.0, 1.0], 1.0), &design, &[3], 50).is_empty());
}

#[test]
fn power_of_trials_larger_than_the_people_is_that_of_the_formula() {
    let scores = normal(200, &[0.0, -0.25], 1.0);
    let weights = [-1.0, 1.0];
    let design = design(&weights, Expected::Lower);
    let (effect, spread) = scores.expected(&weights, &[]);
    for found in power(&scores, &design, &[150, 400], 2000) {
        assert!(found.again);
        let expected = by_formula(effect, spread, found.per_arm as f64);
        // Three standard errors of 2000 trials are 0.034.
        assert!((found.as_claimed.share - expected).abs() < 0.035);
    }
}

#[test]
fn an_effect_of_the_wrong_sign_is_not_planned_for() {
    let design = design(&[-1.0, 1.0], Expected::Lower);
    assert_eq!(design.needed(1.0, 1.0), None);
    assert_eq!(design.needed(0.0, 1.0), None);
    assert_eq!(design.needed(-100.0, 1.0), Some(2.0));
}
