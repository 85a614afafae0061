//! Contrasts, intervals and verdicts against closed forms, simulated coverage, and what must not move them.

mod synthetic;

use rewire::cohort::results::{MemoryTest, RunResult, Span};
use rewire::inference::square::{Square, effects};
use rewire::inference::{
    Estimate, InferenceError, RATED_SEVERITY, Share, TRUE_SEVERITY, Verdict, Word, arm_summary,
    before_after, memory_share, paired_contrast, relapse, unpaired_contrast,
};
use synthetic::{curve, noise, normal, reversed, run};

/// Values are stored in single precision: sums of numbers below 100 are right to 100 * 2^-24 = 6e-6.
const SINGLE: f64 = 1e-5;

/// Two scenarios in which B is lower than A by `effect` with spread `spread`, person by person.
fn two_arms(people: usize, effect: f64, spread: f64) -> RunResult {
    run(2, 1, people, |place| {
        let own = 50.0 + 10.0 * normal(place.person as u64);
        let fall = effect + spread * normal(1000 + place.person as u64);
        (own - if place.scenario == 1 { fall } else { 0.0 }) as f32
    })
}

fn contrast(result: &RunResult, a: usize, b: usize, margin: f64) -> rewire::inference::Contrast {
    paired_contrast(result, a, b, 0, TRUE_SEVERITY, 8, margin).unwrap()
}

#[test]
fn a_contrast_of_known_differences_has_the_closed_form() {
    // Differences B - A of persons 0..8: -4, -3, -2, -1, 0, 1, 2, 3: mean -0.5, variance 6, four of them negative.
    let result = run(2, 1, 8, |place| {
        40.0 + if place.scenario == 1 {
            place.person as f32 - 4.0
        } else {
            0.0
        }
    });
    let contrast = contrast(&result, 0, 1, 6.0);
    assert_eq!(contrast.difference.n, 8);
    // Small integers: single and double precision hold them exactly; only roots and quotients round.
    assert_eq!(contrast.difference.mean, -0.5);
    assert!((contrast.difference.standard_deviation - 6.0_f64.sqrt()).abs() < 1e-15);
    assert!((contrast.difference.monte_carlo_error - (6.0_f64 / 8.0).sqrt()).abs() < 1e-15);
    assert!((contrast.standardised + 0.5 / 6.0_f64.sqrt()).abs() < 1e-15);
    assert_eq!(contrast.share_better, 0.5);
    let interval = contrast.difference.interval;
    assert!(interval.low < -0.5 && -0.5 < interval.high);
    // Eight people are enough for an interval, and too few for a word.
    assert_eq!(contrast.word, Word::TooFew);
    assert_eq!(contrast.returns, None);
    assert_eq!(contrast.verdict, Verdict::CannotTell);
}

#[test]
fn only_people_in_both_arms_are_paired() {
    let mut result = two_arms(20, 5.0, 1.0);
    let all = contrast(&result, 0, 1, 6.0);
    // Seeds 101..=110 leave A, and seeds 116..=120 leave B.
    result.arms[0].people.drain(..10);
    result.arms[0].dropped_out.drain(..10);
    result.arms[0].values = result.arms[0]
        .values
        .slice(ndarray::s![10.., .., ..])
        .to_owned();
    result.arms[1].people.truncate(15);
    result.arms[1].dropped_out.truncate(15);
    result.arms[1].values = result.arms[1]
        .values
        .slice(ndarray::s![..15, .., ..])
        .to_owned();
    let some = contrast(&result, 0, 1, 6.0);
    assert_eq!((all.difference.n, some.difference.n), (20, 5));
    // Five people are too few for any verdict.
    assert_eq!(some.verdict, Verdict::CannotTell);
}

#[test]
fn verdicts_follow_the_interval_and_the_margin() {
    let verdict = |people, effect, spread, margin| {
        contrast(&two_arms(people, effect, spread), 0, 1, margin).verdict
    };
    // The half width at 50 people and a spread of 5 is 1.4 points, and the intervals of other people lie within 3.5.
    assert_eq!(verdict(50, 12.0, 5.0, 6.0), Verdict::Supported);
    assert_eq!(verdict(50, 1.0, 5.0, 6.0), Verdict::Opposed);
    assert_eq!(verdict(50, -12.0, 5.0, 6.0), Verdict::Opposed);
    assert_eq!(verdict(50, 6.0, 5.0, 6.0), Verdict::CannotTell);
    // However clear: nineteen people are too few.
    assert_eq!(verdict(19, 30.0, 1.0, 6.0), Verdict::CannotTell);
    // A Monte-Carlo error of 40 / sqrt(50) = 5.7 is no reason to doubt 60 points beside a margin of 2, or of 0.
    assert_eq!(verdict(50, 60.0, 40.0, 2.0), Verdict::Supported);
    assert_eq!(verdict(50, 60.0, 40.0, 0.0), Verdict::Supported);
    // A drug that does nothing at all is opposed, not unknown.
    assert_eq!(verdict(50, 0.0, 0.0, 6.0), Verdict::Opposed);
}

#[test]
fn a_margin_that_is_negative_or_no_number_is_refused() {
    let result = two_arms(10, 5.0, 1.0);
    for margin in [-1.0, f64::NAN, f64::INFINITY] {
        let refused = paired_contrast(&result, 0, 1, 0, TRUE_SEVERITY, 8, margin);
        assert!(matches!(refused, Err(InferenceError::Margin(_))));
    }
}

#[test]
fn questions_that_a_run_cannot_answer_are_errors() {
    let result = two_arms(10, 5.0, 1.0);
    let ask = |a, variant, readout: &str, week| {
        paired_contrast(&result, a, 1, variant, readout, week, 6.0).unwrap_err()
    };
    assert_eq!(
        ask(2, 0, TRUE_SEVERITY, 8),
        InferenceError::UnknownArm {
            scenario: 2,
            variant: 0
        }
    );
    assert_eq!(
        ask(0, 1, TRUE_SEVERITY, 8),
        InferenceError::UnknownArm {
            scenario: 0,
            variant: 1
        }
    );
    assert_eq!(
        ask(0, 0, "sleep", 8).to_string(),
        "the run has no readout `sleep`; it has severity, severity_rated, mood"
    );
    assert!(matches!(
        ask(0, 0, TRUE_SEVERITY, 13),
        InferenceError::WeekBeyondEnd {
            week: 13,
            held: 13,
            ..
        }
    ));
    let mut damaged = result.clone();
    damaged.arms[0].people[3] = 77;
    let error = paired_contrast(&damaged, 0, 1, 0, TRUE_SEVERITY, 8, 6.0).unwrap_err();
    assert!(matches!(error, InferenceError::Inconsistent(_)));
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    // 2000 groups. With a true coverage of 0.95 the observed share has a standard error of 0.0049: three of them to either side (alpha 0.0027;
    // seeds are fixed, so it never flickers). The interval is the wider of two that hold, which may cost 0.015 more above. Exponential
    // differences have the skewness of those between arms, 2; there Student's alone covers 0.90 of eight people.
    for people in [8_u64, 20, 50, 100] {
        let coverage = |skewed: bool| {
            let covered = (0..2000_u64).filter(|group| {
                let values: Vec<f64> = (0..people)
                    .map(|person| {
                        let seed = group * 128 + person;
                        if skewed {
                            -(1.0 - noise(seed)).ln()
                        } else {
                            1.0 + normal(seed)
                        }
                    })
                    .collect();
                Estimate::of(&values).interval.contains(1.0)
            });
            covered.count() as f64 / 2000.0
        };
        for (shape, rate) in [("normal", coverage(false)), ("skewed", coverage(true))] {
            println!("{people} people, {shape}: {rate}");
            assert!(
                (0.935..=0.98).contains(&rate),
                "{people} people, {shape}: {rate}"
            );
        }
    }
}

#[test]
fn the_interval_agrees_with_students_where_students_is_exact() {
    // 60 normal differences, whose skewness is 0 with a standard error of sqrt(6 / 60) = 0.32: Hall's ends move by g t^2 / 3 / sqrt(60), 0.055
    // standard errors of the mean for each 0.32 of it, and the interval is the wider of both; 3 of them.
    let values: Vec<f64> = (0..60).map(|person| normal(9000 + person)).collect();
    let estimate = Estimate::of(&values);
    let half = 2.001 * estimate.monte_carlo_error;
    let allowed = 0.17 * estimate.monte_carlo_error;
    assert!((estimate.interval.low - (estimate.mean - half)).abs() < allowed);
    assert!((estimate.interval.high - (estimate.mean + half)).abs() < allowed);
}

#[test]
fn swapping_the_arms_negates_the_contrast_bit_for_bit() {
    let result = two_arms(31, 5.0, 8.0);
    let (forth, back) = (contrast(&result, 0, 1, 6.0), contrast(&result, 1, 0, 6.0));
    assert_eq!(forth.difference.mean, -back.difference.mean);
    assert_eq!(
        forth.difference.interval.low,
        -back.difference.interval.high
    );
    assert_eq!(
        forth.difference.interval.high,
        -back.difference.interval.low
    );
    assert_eq!(forth.standardised, -back.standardised);
    // Nobody is exactly equal under both.
    assert_eq!(forth.share_better, 1.0 - back.share_better);
}

#[test]
fn the_order_of_people_moves_no_bit() {
    let mut result = two_arms(33, 5.0, 8.0);
    for person in &mut result.people {
        person.rated_at_selection[0] += 5.0 * noise(person.seed) as f32;
    }
    let other = reversed(&result);
    assert_ne!(result, other);
    assert_eq!(contrast(&result, 0, 1, 6.0), contrast(&other, 0, 1, 6.0));
    assert_eq!(
        arm_summary(&result, &result.arms[1]).unwrap(),
        arm_summary(&other, &other.arms[1]).unwrap()
    );
    assert_eq!(
        before_after(&result, &result.arms[1]).unwrap(),
        before_after(&other, &other.arms[1]).unwrap()
    );
}

#[test]
fn an_added_scenario_moves_no_bit() {
    let value = |place: synthetic::Place| {
        (50.0 + 9.0 * normal((place.scenario * 100 + place.person) as u64)) as f32
    };
    let (two, three) = (run(2, 2, 25, value), run(3, 2, 25, value));
    for variant in 0..2 {
        let ask = |result| paired_contrast(result, 0, 1, variant, TRUE_SEVERITY, 8, 6.0).unwrap();
        assert_eq!(ask(&two), ask(&three));
    }
}

#[test]
fn a_summary_counts_what_its_words_say() {
    // Rated at selection: 60 for all. At week 8 persons 0..10 are rated 10, 20, ..., 100: a fall by half or more is 10, 20, 30
    // (30 is exactly half), remission (below 22) is 10 and 20. True severity is 70 at week 0 and 40 later.
    let result = run(1, 1, 10, |place| match (place.readout, place.week) {
        (1, 8) => 10.0 * (place.person + 1) as f32,
        (0, 0) => 70.0,
        (0, _) => 40.0,
        _ => 55.0,
    });
    let summary = arm_summary(&result, &result.arms[0]).unwrap();
    assert_eq!((summary.n, summary.outcome_week), (10, 8));
    assert_eq!(
        (
            summary.response.count,
            summary.remission.count,
            summary.drop_out.count
        ),
        (3, 2, 2)
    );
    assert_eq!(
        (summary.true_at_selection, summary.true_at_outcome),
        (70.0, 40.0)
    );
    assert_eq!(
        (summary.rated_at_selection, summary.rated_at_outcome),
        (60.0, 55.0)
    );
    assert_eq!(summary.change, -5.0);
    // Standard deviation of 10, 20, ..., 100 is 10 * sqrt(110 / 12).
    let standard_error = 10.0 * (110.0_f64 / 12.0).sqrt() / 10.0_f64.sqrt();
    assert!((summary.change_standard_error - standard_error).abs() < 1e-12);
    // Everyone was rated the same at selection, and so a standardised change does not exist.
    assert!(summary.standardised_change.is_nan());
    let naive = before_after(&result, &result.arms[0]).unwrap();
    assert_eq!(
        (naive.change.mean, naive.regression_to_the_mean),
        (-5.0, 10.0)
    );
}

#[test]
fn wilson_intervals_match_published_ones() {
    // Newcombe 1998, Stat Med 17:857, table I: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0 to 0.1611; four digits printed.
    let share = Share::new(81, 263);
    assert!((share.low - 0.2553).abs() < 5e-5 && (share.high - 0.3662).abs() < 5e-5);
    let nobody = Share::new(0, 20);
    assert_eq!(nobody.low, 0.0);
    assert!((nobody.high - 0.1611).abs() < 5e-5);
    let none_to_count = Share::new(0, 0);
    assert!(none_to_count.share.is_nan());
    assert_eq!((none_to_count.low, none_to_count.high), (0.0, 1.0));
}

#[test]
fn relapse_counts_responders_who_are_ill_in_two_later_weeks() {
    // Person 0 responds and stays well; 1 responds and is ill in weeks 9 and 11; 2 responds and is ill in week 10 alone;
    // 3 does not respond and is ill throughout.
    let result = run(1, 1, 4, |place| match (place.person, place.week) {
        (3, _) | (1, 9 | 11) | (2, 10) => 50.0,
        _ => 20.0,
    });
    let share = relapse(&result, &result.arms[0], 8, 12).unwrap();
    assert_eq!((share.count, share.of), (1, 3));
    // Up to week 10 person 1 was ill only once.
    assert_eq!(relapse(&result, &result.arms[0], 8, 10).unwrap().count, 0);
    assert_eq!(relapse(&result, &result.arms[0], 12, 8).unwrap().count, 0);
    assert!(matches!(
        relapse(&result, &result.arms[0], 8, u32::MAX),
        Err(InferenceError::WeekBeyondEnd { .. })
    ));
}

#[test]
fn an_unpaired_contrast_is_cohens_d() {
    // Rated 30, 40, 50 under A and 20, 30, 40 under B: difference -10, pooled standard deviation 10, d = -1.
    let result = run(2, 1, 3, |place| {
        30.0 + 10.0 * place.person as f32 - 10.0 * place.scenario as f32
    });
    let contrast = unpaired_contrast(&result, 0, 1, 0, 8).unwrap();
    assert_eq!((contrast.difference, contrast.standardised), (-10.0, -1.0));
    // sqrt(6 / 9 + 1 / 12) = sqrt(3) / 2
    assert!((contrast.standard_error - 0.75_f64.sqrt()).abs() < 1e-15);
}

#[test]
fn an_interaction_is_the_difference_of_differences() {
    // none 60, a 55, b 50, and both 40: (40 - 50) - (55 - 60) = -5, with a spread between people that cancels.
    let means = [60.0, 55.0, 50.0, 40.0];
    let result = run(4, 1, 12, |place| {
        (means[place.scenario] + normal(place.person as u64)) as f32
    });
    let square = |a, b| Square {
        none: 0,
        a,
        b,
        both: 3,
    };
    let found = effects(&result, &square(1, 2), 0, 8, 6.0).unwrap();
    let estimate = found.interaction;
    assert!((estimate.mean + 5.0).abs() < SINGLE);
    assert!(estimate.standard_deviation < SINGLE);
    // What each does without and with the other: 55 - 60, 40 - 50, 50 - 60, 40 - 55.
    let simple = [
        (found.a_without_b, -5.0),
        (found.a_with_b, -10.0),
        (found.b_without_a, -10.0),
        (found.b_with_a, -15.0),
    ];
    for (effect, mean) in simple {
        assert!((effect.mean - mean).abs() < SINGLE);
    }
    // It does not matter which of the two is called a.
    let swapped = effects(&result, &square(2, 1), 0, 8, 6.0).unwrap();
    assert!((swapped.interaction.mean - estimate.mean).abs() < SINGLE);
}

#[test]
fn four_scenarios_are_a_square_where_opposite_sides_exchange_the_same() {
    let mut result = run(4, 1, 3, |_| 50.0);
    let with = |names: &[&str]| {
        let span = |name: &&str| Span {
            name: (*name).to_owned(),
            from_week: 0.0,
            to_week: 16.0,
        };
        names.iter().map(span).collect::<Vec<_>>()
    };
    let square = |result: &RunResult| Square::find(&result.scenarios).map(|s| s.scenarios());
    let mut set = |arms: [&[&str]; 4]| {
        for (scenario, names) in result.scenarios.iter_mut().zip(arms) {
            scenario.phases.clear();
            scenario.treatments = with(names);
        }
        square(&result)
    };
    // A pill for the drug, and therapy added to either; in any order of the command.
    let (pill, drug) = (["pill"].as_slice(), ["drug"].as_slice());
    let (pill_too, both) = (
        ["pill", "therapy"].as_slice(),
        ["drug", "therapy"].as_slice(),
    );
    assert_eq!(set([pill, drug, pill_too, both]), Some([0, 1, 2, 3]));
    assert_eq!(
        set([both, pill, drug, pill_too]).map(|s| (s[0], s[3])),
        Some((1, 0))
    );
    // Nothing, each alone, and both.
    assert_eq!(
        set([both, drug, &["therapy"], &[]]).map(|s| (s[0], s[3])),
        Some((3, 0))
    );
    // Another drug in one corner, or the same scenario twice, is no square.
    assert_eq!(set([pill, drug, pill_too, &["other", "therapy"]]), None);
    assert_eq!(set([pill, drug, pill, drug]), None);
}

#[test]
fn shares_of_memory_add_up_and_find_what_was_put_in() {
    // Severity = 10 + 30 * ill weights + 10 * ill body + 4 * both: total 44, weights 30 + 2, body 10 + 2.
    let people = 20;
    let copy = |name: &str, weights: f64, body: f64| {
        curve(name, people, move |person, _| {
            let own = 1.0 + 0.2 * normal(person as u64);
            (10.0 + own * (30.0 * weights + 10.0 * body + 4.0 * weights * body)) as f32
        })
    };
    let mut test = MemoryTest {
        seeds: (1..=people as u64).collect(),
        curves: vec![
            copy("ill_weights_ill_body", 1.0, 1.0),
            copy("ill_weights_well_body", 1.0, 0.0),
            copy("well_weights_ill_body", 0.0, 1.0),
            copy("well_weights_well_body", 0.0, 0.0),
        ],
    };
    let share = memory_share(&test, 26).unwrap();
    assert!((share.weights - 32.0 / 44.0).abs() < SINGLE);
    assert!((share.weights + share.physiology - 1.0).abs() < 1e-12);
    // Everyone has the same share, and so the interval is as narrow as single precision.
    assert!(share.weights_interval.high - share.weights_interval.low < SINGLE);
    assert!(matches!(
        memory_share(&test, 27),
        Err(InferenceError::Curve { week: 27, .. })
    ));
    test.curves[3] = copy("well_weights_well_body", 1.0, 1.0);
    // Ill and well are alike: there is nothing to share out.
    assert!(memory_share(&test, 26).unwrap().weights.is_nan());
    test.curves.remove(1);
    assert!(matches!(
        memory_share(&test, 26),
        Err(InferenceError::Curve { .. })
    ));
}

#[test]
fn empty_arms_give_numbers_that_do_not_exist_and_no_verdict() {
    let result = run(2, 1, 0, |_| 0.0);
    let contrast = paired_contrast(&result, 0, 1, 0, RATED_SEVERITY, 8, 6.0).unwrap();
    assert!(contrast.difference.mean.is_nan() && contrast.difference.interval.low.is_nan());
    assert_eq!(contrast.verdict, Verdict::CannotTell);
    let summary = arm_summary(&result, &result.arms[0]).unwrap();
    assert_eq!(summary.n, 0);
    assert!(summary.change.is_nan() && summary.response.share.is_nan());
}

#[test]
fn before_two_arms_part_to_the_last_bit_there_is_no_verdict() {
    // The arms differ in one bit of one readout of one person from week 9 on, and by 20 points of severity from week 10 on.
    let value = |place: synthetic::Place| {
        let own = 50.0 + normal(place.person as u64) as f32;
        let one_bit =
            place.scenario == 1 && place.week == 9 && place.person == 3 && place.readout == 2;
        let fall = if place.scenario == 1 && place.week > 9 {
            20.0
        } else {
            0.0
        };
        if one_bit {
            f32::from_bits(own.to_bits() + 1)
        } else {
            own - fall
        }
    };
    let result = run(2, 1, 24, value);
    let at = |result: &RunResult, week| {
        paired_contrast(result, 0, 1, 0, TRUE_SEVERITY, week, 6.0).unwrap()
    };
    for week in 0..=8 {
        let contrast = at(&result, week);
        assert_eq!(contrast.first_week_apart, Some(9));
        assert_eq!(contrast.not_yet_apart(), Some(9));
        assert_eq!(contrast.verdict, Verdict::CannotTell);
    }
    // From week 9 on the arms are apart, and zero is a finding.
    assert_eq!(at(&result, 9).not_yet_apart(), None);
    assert_eq!(at(&result, 9).verdict, Verdict::Opposed);
    assert_eq!(at(&result, 10).verdict, Verdict::Supported);
    // People are found by who they are, not by their row.
    assert_eq!(at(&reversed(&result), 8).first_week_apart, Some(9));
    // The same lives for ever are no difference at any week, and said to be the same.
    let same = run(2, 1, 24, |place| {
        50.0 + place.person as f32 + place.week as f32
    });
    let contrast = at(&same, 8);
    assert!(contrast.same_throughout() && contrast.not_yet_apart().is_none());
    assert_eq!(contrast.verdict, Verdict::Opposed);
}

#[test]
fn a_run_is_judged_at_the_latest_outcome_week_that_every_scenario_reaches() {
    let mut result = run(3, 1, 8, |place| 60.0 - place.week as f32);
    let weeks = |result: &mut RunResult, weeks: [(u32, u32); 3]| {
        for (scenario, (outcome, end)) in result.scenarios.iter_mut().zip(weeks) {
            (scenario.outcome_week, scenario.weeks) = (outcome, end);
        }
        result.judged_week()
    };
    assert_eq!(weeks(&mut result, [(8, 12), (8, 12), (8, 12)]), 8);
    assert_eq!(weeks(&mut result, [(2, 12), (8, 12), (4, 12)]), 8);
    // A later outcome that one scenario does not reach is passed over for the latest that all reach.
    assert_eq!(weeks(&mut result, [(2, 6), (11, 12), (4, 12)]), 4);
    assert_eq!(weeks(&mut result, [(6, 6), (11, 12), (4, 12)]), 6);
    result.judge_at = Some(3);
    assert_eq!(result.judged_week(), 3);
    for arm in &result.arms {
        let summary = arm_summary(&result, arm).unwrap();
        assert_eq!((summary.outcome_week, summary.rated_at_outcome), (3, 57.0));
        // Selected at 60 points in this made-up run.
        assert_eq!(
            summary.change,
            before_after(&result, arm).unwrap().change.mean
        );
    }
}
