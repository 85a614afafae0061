//! What tests of claims ask, against closed forms on made-up runs, and what verdicts follow.

mod synthetic;

use rewire::cohort::results::RunResult;
use rewire::inference::claims::{AskedInfo, Decision, Doubt, TestInfo, TestResult, try_tests};
use rewire::inference::{
    Estimand, Estimated, Expected, Interval, Question, Verdict, estimate, judge,
};
use synthetic::{Place, normal, reversed, run};

/// Values are stored in single precision: sums of numbers below 100 are right to 100 * 2^-24 = 6e-6.
const SINGLE: f64 = 1e-5;

fn ask(result: &RunResult, scenarios: usize, week: u32, estimand: Estimand) -> Estimated {
    estimate(result, &question(scenarios, week, estimand), 0).unwrap()
}

fn question(scenarios: usize, week: u32, estimand: Estimand) -> Question {
    Question {
        scenarios: (0..scenarios).map(|s| format!("scenario-{s}")).collect(),
        readout: "severity".to_owned(),
        week,
        estimand,
    }
}

fn near(found: f64, meant: f64) {
    assert!((found - meant).abs() < SINGLE, "{found} is not {meant}");
}

/// Severity `50 + person + 3 scenario - 2 week (scenario + 1)`: everything asked of it has a closed form.
fn straight(place: Place) -> f32 {
    let (person, scenario, week) = (
        place.person as f32,
        place.scenario as f32,
        place.week as f32,
    );
    50.0 + person + 3.0 * scenario - 2.0 * week * (scenario + 1.0)
}

#[test]
fn means_changes_and_differences_have_their_closed_forms() {
    let result = run(4, 1, 9, straight);
    // Persons 0 to 8: mean 4.
    near(ask(&result, 1, 8, Estimand::Mean).value, 54.0 - 16.0);
    let change = Estimand::Change { reference_week: 2 };
    near(ask(&result, 1, 8, change).value, -12.0);
    near(ask(&result, 2, 8, Estimand::Difference).value, 3.0 - 16.0);
    let changes = Estimand::DifferenceOfChanges { reference_week: 2 };
    near(ask(&result, 2, 8, changes).value, -13.0 - (3.0 - 4.0));
    // (3 - 2) - (1 - 0) scenarios further: differences are the same, nothing is left.
    near(ask(&result, 4, 8, Estimand::Interaction).value, 0.0);
    let share = Estimand::ShareOfEffect { reference_week: 2 };
    near(ask(&result, 2, 8, share).value, 13.0);
    // One step of scenario is 3 - 2 week.
    near(ask(&result, 4, 1, Estimand::Ordering).value, 1.0);
    near(ask(&result, 4, 2, Estimand::Ordering).value, -1.0);
    let doses = vec![0.0, 1.0, 2.0, 4.0];
    // Values 0, 1, 2, 3 on doses 0, 1, 2, 4: slope 6.5 / 8.75.
    let slope = ask(&result, 4, 1, Estimand::DoseResponse { doses }).value;
    near(slope, 6.5 / 8.75);
}

#[test]
fn an_interaction_is_what_is_left_beyond_the_sum() {
    let result = run(4, 1, 12, |place| {
        let together = if place.scenario == 3 { -7.0 } else { 0.0 };
        straight(place) + together
    });
    let found = ask(&result, 4, 8, Estimand::Interaction);
    near(found.value, -7.0);
    // Nobody differs in it.
    near(found.monte_carlo_error, 0.0);
}

/// Rated severity 60 at selection. Under scenario s, person p is at 20 from week `p + s` on, and at 50 before.
fn falls(place: Place) -> f32 {
    if place.week >= place.person + place.scenario {
        20.0
    } else {
        50.0
    }
}

#[test]
fn response_is_counted_and_dated() {
    let result = run(3, 1, 12, falls);
    // At week 8 under scenario s: persons 0 to 8 - s have fallen to a third.
    near(
        ask(&result, 1, 8, Estimand::ResponseShare).value,
        9.0 / 12.0,
    );
    // Below 22 is remission.
    near(
        ask(&result, 1, 8, Estimand::RemissionShare).value,
        9.0 / 12.0,
    );
    let difference = ask(&result, 2, 8, Estimand::ResponseDifference);
    near(difference.value, -1.0 / 12.0);
    // Who does not respond under the first does under none.
    near(
        ask(&result, 3, 8, Estimand::NoResponseToAny).value,
        3.0 / 12.0,
    );
    // First weeks up to 4: under the first 1, 1, 2, 3, 4, then 5 (none); under the second 1, 2, 3, 4, then 5.
    let time = ask(&result, 2, 4, Estimand::TimeToResponse).value;
    near(time, (0.0 + 1.0 + 1.0 + 1.0 + 1.0) / 12.0);
}

#[test]
fn traits_explain_what_they_do() {
    // The second trait is person / 10 for 20 people; the readout rises by 3 for each of it, under the second scenario by 5.
    let result = run(2, 1, 20, |place| {
        let own = place.person as f32 / 10.0;
        40.0 + own * if place.scenario == 0 { 3.0 } else { 5.0 }
    });
    let persons: Vec<f64> = (0..20).map(|p| f64::from(p) / 10.0).collect();
    let centre = persons.iter().sum::<f64>() / 20.0;
    let squares: f64 = persons.iter().map(|p| (p - centre) * (p - centre)).sum();
    let deviation = (squares / 19.0).sqrt();
    let slope = || Estimand::TraitSlope {
        of: "plasticity".to_owned(),
    };
    near(ask(&result, 1, 8, slope()).value, 3.0 * deviation);
    near(ask(&result, 2, 8, slope()).value, 2.0 * deviation);
    // Between scenarios: means 3 c and 5 c apart by 2 c, a quarter of its square per value. Along the trait: slope 4.
    let total: f64 = persons
        .iter()
        .flat_map(|p| [3.0 * p, 5.0 * p])
        .map(|value| (value - 4.0 * centre) * (value - 4.0 * centre))
        .sum();
    let by = |what: &str| Estimand::ShareOfVariance {
        explained_by: what.to_owned(),
    };
    near(
        ask(&result, 2, 8, by("scenario")).value,
        40.0 * centre * centre / total,
    );
    near(
        ask(&result, 2, 8, by("plasticity")).value,
        2.0 * 16.0 * squares / total,
    );
}

#[test]
fn before_and_after_is_off_by_what_happens_anyway() {
    // Everyone is rated 60 at selection; A ends at 45 and B at 40: before and after says -20, the truth is -5.
    let result = run(
        2,
        1,
        10,
        |place| if place.scenario == 0 { 45.0 } else { 40.0 },
    );
    near(ask(&result, 2, 8, Estimand::BeforeAfterGap).value, -15.0);
}

#[test]
fn choosing_by_a_baseline_that_tells_gains_what_it_tells() {
    // Mood at week 0 is the person; under the first scenario everyone ends at 50, under the second at 59 less the person.
    let result = run(2, 1, 20, |place| match (place.readout, place.week) {
        (2, _) => place.person as f32,
        (_, 0) => 50.0,
        _ if place.scenario == 0 => 50.0,
        _ => 59.0 - place.person as f32,
    });
    let allocation = |lower_is_better| Estimand::Allocation {
        baseline: vec!["mood".to_owned()],
        lower_is_better,
    };
    // The second is the lower one on average, 49.5; persons 0 to 8 are better off with the first, by 9 to 1: 45 in all.
    near(ask(&result, 2, 8, allocation(true)).value, -45.0 / 20.0);
    // Where higher is better it is the other way round.
    near(ask(&result, 2, 8, allocation(false)).value, 45.0 / 20.0);
}

#[test]
fn the_order_of_storage_moves_no_bit() {
    let result = run(4, 1, 25, |place| {
        straight(place) + normal((place.person * 31 + place.scenario) as u64) as f32
    });
    let other = reversed(&result);
    let all = [
        (1, Estimand::Mean),
        (2, Estimand::ShareOfEffect { reference_week: 1 }),
        (4, Estimand::Interaction),
        (4, Estimand::Ordering),
        (
            2,
            Estimand::TraitSlope {
                of: "age".to_owned(),
            },
        ),
        (2, Estimand::TimeToResponse),
        (
            3,
            Estimand::Allocation {
                baseline: vec!["mood".to_owned()],
                lower_is_better: true,
            },
        ),
    ];
    for (scenarios, estimand) in all {
        let first = ask(&result, scenarios, 8, estimand.clone());
        assert_eq!(first, ask(&other, scenarios, 8, estimand));
    }
}

#[test]
fn questions_that_do_not_fit_are_errors_and_no_panic() {
    let result = run(3, 1, 10, straight);
    let fails = |scenarios, week, estimand| {
        estimate(&result, &question(scenarios, week, estimand), 0).is_err()
    };
    assert!(fails(3, 8, Estimand::Interaction));
    assert!(fails(0, 8, Estimand::NoResponseToAny));
    assert!(
        fails(4, 8, Estimand::Ordering),
        "a scenario that is not there"
    );
    assert!(fails(1, 13, Estimand::Mean), "a week after the end");
    assert!(fails(2, 8, Estimand::DoseResponse { doses: vec![1.0] }));
    let unknown = || Estimand::TraitSlope {
        of: "luck".to_owned(),
    };
    assert!(fails(1, 8, unknown()));
    // Nobody to ask: numbers that do not exist, and no verdict.
    let nobody = run(4, 1, 0, straight);
    for (scenarios, estimand) in [
        (1, Estimand::Mean),
        (4, Estimand::Ordering),
        (2, Estimand::TimeToResponse),
        (2, Estimand::ShareOfEffect { reference_week: 1 }),
    ] {
        let none = ask(&nobody, scenarios, 8, estimand);
        let verdict = judge(&none, Expected::Lower, 1.0).unwrap();
        assert_eq!(verdict, Verdict::CannotTell);
    }
}

#[test]
fn a_verdict_follows_from_what_is_expected() {
    let number = |low, high| Estimated {
        n: 100,
        value: (low + high) / 2.0,
        monte_carlo_error: 0.5,
        interval: Interval { low, high },
    };
    let judged = |low, high, expected| judge(&number(low, high), expected, 3.0).unwrap();
    use Expected::{Higher, Lower, NoDifference};
    use Verdict::{CannotTell, Opposed, Supported};
    // The whole intervals of other people lie within 2.41 half-widths of the middle: -6 +- 1.2 and -5 +- 2.4.
    assert_eq!(judged(-6.5, -5.5, Lower), Supported);
    assert_eq!(judged(-6.0, -4.0, Lower), CannotTell);
    assert_eq!(judged(-6.0, -2.0, Lower), CannotTell);
    // Their differences lie within 1.41 half-widths: 6 +- 4.2 is surely not lower.
    assert_eq!(judged(3.0, 9.0, Lower), Opposed);
    assert_eq!(judged(-2.0, 9.0, Lower), CannotTell);
    assert_eq!(judged(5.5, 6.5, Higher), Supported);
    assert_eq!(judged(-9.0, -3.0, Higher), Opposed);
    assert_eq!(judged(2.0, 4.0, Higher), CannotTell);
    assert_eq!(judged(-2.0, 2.0, NoDifference), Supported);
    assert_eq!(judged(-2.0, 2.0, Lower), Opposed);
    assert_eq!(judged(-2.0, 4.0, NoDifference), CannotTell);
    assert_eq!(judged(5.5, 6.5, NoDifference), Opposed);
    assert_eq!(judged(-6.5, -5.5, NoDifference), Opposed);
    // Wider than the margin on either side says nothing of no difference.
    assert_eq!(judged(-4.0, 4.0, NoDifference), CannotTell);
    // A number far beyond the margin is told, however large its error is beside the margin.
    assert_eq!(judged(-25.1, -16.8, Lower), Supported);
    let few = Estimated {
        n: 19,
        ..number(-60.0, -40.0)
    };
    assert_eq!(judge(&few, Lower, 3.0).unwrap(), CannotTell);
    // Any difference at all: only the side is asked for.
    let any = |low, high, expected| judge(&number(low, high), expected, 0.0).unwrap();
    assert_eq!(any(-6.0, -4.0, Lower), Supported);
    assert_eq!(any(-6.0, -4.0, NoDifference), Opposed);
    assert_eq!(any(0.0, 0.0, Lower), Opposed);
    assert_eq!(any(0.0, 0.0, NoDifference), Supported);
    assert_eq!(any(-1.0, 1.0, Lower), CannotTell);
    assert!(judge(&few, Lower, -1.0).is_err());
}

#[test]
fn tests_make_one_verdict() {
    use Verdict::{CannotTell, Opposed, Supported};
    let all = |verdicts: &[Verdict]| Decision::All.of(verdicts);
    let any = |verdicts: &[Verdict]| Decision::Any.of(verdicts);
    assert_eq!(all(&[Supported, Supported]), Supported);
    assert_eq!(all(&[Supported, CannotTell]), CannotTell);
    assert_eq!(all(&[CannotTell, Opposed]), Opposed);
    assert_eq!(any(&[Opposed, Supported]), Supported);
    assert_eq!(any(&[Opposed, CannotTell]), CannotTell);
    assert_eq!(any(&[Opposed, Opposed]), Opposed);
    assert_eq!(all(&[]), CannotTell);
    assert_eq!(any(&[]), CannotTell);
}

fn test_of(question: Question) -> TestInfo {
    TestInfo {
        id: "end".to_owned(),
        asks: "is it lower?".to_owned(),
        brain: Some("affect".to_owned()),
        asked: AskedInfo::People(question),
        titles: Vec::new(),
        unit: "0 to 100".to_owned(),
        predicts: Expected::Lower,
        margin: 3.0,
        because: "a test".to_owned(),
    }
}

#[test]
fn a_result_says_why_it_cannot_tell() {
    let doubt = |people: usize, spread: f64| {
        let result = run(2, 1, people, |place| {
            let own = spread * normal(place.person as u64);
            (50.0 + place.scenario as f64 * (own - 3.0)) as f32
        });
        let test = test_of(question(2, 8, Estimand::Difference));
        let results = try_tests(&result, &[&test]).unwrap();
        let TestResult { verdict, doubt, .. } = results[0][0];
        assert_eq!(verdict, Verdict::CannotTell);
        doubt
    };
    assert_eq!(doubt(5, 1.0), Some(Doubt::TooFewPeople));
    assert_eq!(doubt(19, 0.001), Some(Doubt::TooFewPeople));
    // Errors of 30 / sqrt(20) = 6.7 and 2 / sqrt(20) = 0.4, where the margin is 3.
    assert_eq!(doubt(20, 30.0), Some(Doubt::AtTheMargin));
    assert_eq!(doubt(20, 2.0), Some(Doubt::AtTheMargin));
    let test = test_of(question(2, 8, Estimand::Difference));
    let nothing = TestResult::of_bench(&test, f64::NAN, None).unwrap();
    assert_eq!(nothing.estimate, None);
    // One person of 30 has an effect: without them, as in a third of resamples, there is no whole that anything could be a share of.
    let result = run(2, 1, 30, |place| {
        if place.person == 0 && place.scenario == 1 {
            40.0
        } else {
            50.0
        }
    });
    let test = test_of(question(
        2,
        8,
        Estimand::ShareOfEffect { reference_week: 4 },
    ));
    let results = try_tests(&result, &[&test]).unwrap();
    assert_eq!(results[0][0].estimate, Some(1.0));
    assert_eq!(results[0][0].doubt, Some(Doubt::NoInterval));
}
