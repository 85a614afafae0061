//! How often verdicts are wrong: coverage of intervals, the rate at which nothing is taken for something, and the rate at which
//! something is found.
//!
//! Rates of 250 made-up runs have a standard error of at most 3.2 points of a hundred. Each bound lies three of them, at the rate
//! it bounds, beyond the nominal rate (alpha = 0.0013 one-sided); the draws are fixed, so that no test fails by chance tomorrow.

mod synthetic;

use rewire::cohort::results::{Arm, RunResult};
use rewire::cohort::{self, Forget, Watch};
use rewire::inference::claims::{AskedInfo, TestInfo, TestResult, try_tests};
use rewire::inference::{Estimand, Estimate, Expected, Question, Verdict, estimate, judge};
use rewire::spec::Library;
use rewire::spec::compile::compile_study;
use std::sync::atomic::AtomicBool;
use synthetic::{normal, run};

const RUNS: u64 = 250;
const PEOPLE: usize = 40;
/// Spread of a person's own effect, points.
const SPREAD: f64 = 6.0;
const MARGIN: f64 = 3.0;

/// Four arms: each person has a level, an effect of a, an effect of b, and `together` beyond the sum.
fn made_up(number: u64, together: f64) -> RunResult {
    run(4, 1, PEOPLE, |place| {
        let draw = |what: u64| normal(number * 1_000_003 + what * 1009 + place.person as u64);
        let (a, b) = (place.scenario & 1, place.scenario >> 1);
        let level = 50.0 + 10.0 * draw(1);
        let sum = level + a as f64 * (5.0 * draw(2) - 4.0) + b as f64 * (5.0 * draw(3) - 8.0);
        let beyond = (a * b) as f64 * (together + SPREAD * draw(4));
        (sum + beyond) as f32
    })
}

fn questions() -> [(&'static str, Question); 3] {
    let question = |scenarios: &[usize], estimand| Question {
        scenarios: scenarios.iter().map(|s| format!("scenario-{s}")).collect(),
        readout: "severity".to_owned(),
        week: 8,
        estimand,
    };
    [
        (
            "interaction",
            question(&[0, 1, 2, 3], Estimand::Interaction),
        ),
        ("difference", question(&[2, 3], Estimand::Difference)),
        ("mean", question(&[0], Estimand::Mean)),
    ]
}

#[test]
fn intervals_cover_at_their_nominal_rate() {
    for ((what, question), truth) in questions().into_iter().zip([-2.0, -6.0, 50.0]) {
        let covered = (0..RUNS)
            .filter(|&number| {
                let found = estimate(&made_up(number, -2.0), &question, 0).unwrap();
                found.interval.contains(truth)
            })
            .count();
        let rate = covered as f64 / RUNS as f64;
        println!("{what}: covered in {rate}");
        // 0.95 with a standard error of 0.014.
        assert!((0.909..=0.991).contains(&rate), "{what}: {rate}");
    }
}

#[test]
fn a_shape_far_from_normal_is_covered_nearly_as_often() {
    // Effects of which one in five is large: skewness 1.5, as of responders among people who do not.
    let question = &questions()[1].1;
    let covered = (0..RUNS)
        .filter(|&number| {
            let result = run(4, 1, 80, |place| {
                let draw = synthetic::noise(number * 7919 + place.person as u64);
                let fall = if draw < 0.2 { 10.0 } else { 0.0 };
                if place.scenario == 3 {
                    50.0 - fall
                } else {
                    50.0
                }
            });
            let found = estimate(&result, question, 0).unwrap();
            found.interval.contains(-2.0)
        })
        .count();
    let rate = covered as f64 / RUNS as f64;
    // Skewness costs an interval of this kind up to two points at 80 people (Hesterberg 2015); then three standard errors.
    assert!((0.889..=0.991).contains(&rate), "{rate}");
}

/// Share of made-up runs with a verdict on "lower by the margin", where the truth is `together`.
fn rate_of(verdict: Verdict, expected: Expected, together: f64) -> f64 {
    let question = &questions()[0].1;
    let found = (0..RUNS).filter(|&number| {
        let found = estimate(&made_up(number, together), question, 0).unwrap();
        judge(&found, expected, MARGIN).unwrap() == verdict
    });
    found.count() as f64 / RUNS as f64
}

#[test]
fn nothing_is_never_taken_for_something() {
    // The standard error is 6 / sqrt(40) = 0.95: the margin is 3.2 of them away, and an interval that lies beyond it 5.1.
    assert_eq!(rate_of(Verdict::Supported, Expected::Lower, 0.0), 0.0);
    // Opposed where the differences of other people end within the margin to both sides, 3.16 - 1.41 * 2.02 = 0.3 errors away, or their
    // intervals above -3, 2.41 * 2.02 - 3.16 = 1.7 errors away: 0.24 and 0.04 of runs, standard error 0.03. The interval is the wider of two,
    // by some hundredths, which takes some of it.
    let opposed = rate_of(Verdict::Opposed, Expected::Lower, 0.0);
    println!("nothing is opposed in {opposed}");
    assert!((0.1..=0.37).contains(&opposed), "{opposed}");
    // At the margin itself either verdict is wrong, and farther than any tail of the interval: 4.9 and 2.9 errors.
    for verdict in [Verdict::Supported, Verdict::Opposed] {
        let wrong = rate_of(verdict, Expected::Lower, -MARGIN);
        assert!(wrong <= 0.015, "{verdict}: {wrong}");
    }
}

#[test]
fn an_effect_of_three_times_the_margin_is_found_at_its_power() {
    // 6.32 errors beyond the margin against the 2.41 * 2.02 = 4.9 that are needed: power 0.92, standard error 0.017; the wider of two intervals
    // takes some hundredths.
    let power = rate_of(Verdict::Supported, Expected::Lower, -3.0 * MARGIN);
    println!("three times the margin is found in {power}");
    assert!((0.82..=0.97).contains(&power), "{power}");
    assert_eq!(
        rate_of(Verdict::Opposed, Expected::Lower, -3.0 * MARGIN),
        0.0
    );
    // As no difference it is opposed as often.
    let opposed = rate_of(Verdict::Opposed, Expected::NoDifference, -3.0 * MARGIN);
    assert_eq!(opposed, power);
}

/// A claim on nothing: practice without meaning is said to lower severity by the margin. It is tried on 50 sets of people, under two
/// accounts that have nothing to do with it.
#[test]
#[ignore = "lives 3200 people: half a minute"]
fn a_null_claim_is_never_supported_over_fifty_sets_of_people() {
    let library = Library::new(None);
    let scenarios = ["no-treatment", "neutral-brain-training"].map(str::to_owned);
    let variants = ["expectancy-only", "plasticity-and-growth"].map(str::to_owned);
    let study = library.read_study(&scenarios, &variants, "tiny").unwrap();
    let mut study = compile_study(&study, Some(64)).unwrap();
    study.memory_people = 0;
    study.end_at(16);
    let test = TestInfo {
        id: "null".to_owned(),
        asks: "does practice without meaning lower severity?".to_owned(),
        brain: Some("affect".to_owned()),
        asked: AskedInfo::People(Question {
            scenarios: scenarios.to_vec(),
            readout: "severity".to_owned(),
            week: 16,
            estimand: Estimand::Difference,
        }),
        titles: Vec::new(),
        unit: "0 to 100".to_owned(),
        predicts: Expected::Lower,
        margin: 6.0,
        because: "the difference that counts between two arms".to_owned(),
    };
    let mut found: Vec<Vec<TestResult>> = vec![Vec::new(); variants.len()];
    let mut pools: Vec<Vec<f64>> = vec![Vec::new(); variants.len()];
    for block in 0..50 {
        study.seeds.first = 1 + 64 * block;
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|| {},
        };
        let result = cohort::run_keeping(&study, &watch, &Forget).unwrap();
        let results = try_tests(&result, &[&test]).unwrap();
        for (found, results) in found.iter_mut().zip(results) {
            found.extend(results);
        }
        for (variant, pool) in pools.iter_mut().enumerate() {
            pool.extend(differences(&result, variant));
        }
    }
    for ((variant, found), pool) in variants.iter().zip(&found).zip(&pools) {
        assert_eq!(found.len(), 50, "{variant}");
        let opposed = share_opposed(found);
        let stated = stated_share_opposed(found, pool, test.margin);
        println!("{variant}: opposed in {opposed}, stated {stated:.3}");
        assert!(
            found
                .iter()
                .all(|block| block.verdict != Verdict::Supported),
            "{variant}"
        );
        // Three standard errors of a share of 50 blocks and of 1000 drawn ones.
        let allowed = 3.0 * (stated * (1.0 - stated) * (1.0 / 50.0 + 1.0 / 1000.0)).sqrt();
        assert!(
            (opposed - stated).abs() <= allowed,
            "{variant}: {opposed}, stated {stated}"
        );
    }
}

fn share_opposed(found: &[TestResult]) -> f64 {
    let opposed = found
        .iter()
        .filter(|block| block.verdict == Verdict::Opposed);
    opposed.count() as f64 / found.len() as f64
}

/// What the second scenario changes in severity at week 16, person by person.
fn differences(result: &RunResult, variant: usize) -> Vec<f64> {
    let arm = |scenario| {
        let mut arms = result.arms.iter();
        arms.find(|arm| (arm.scenario, arm.variant) == (scenario, variant))
            .unwrap()
    };
    let (without, with) = (arm(0), arm(1));
    assert_eq!(without.people, with.people);
    let at_end = |arm: &Arm, row| f64::from(arm.values[[row, 16, 0]]);
    let rows = 0..with.people.len();
    rows.map(|row| at_end(with, row) - at_end(without, row))
        .collect()
}

/// How often "lower by the margin" is opposed if a block is nothing but people drawn from all blocks: few of them gain much, so that
/// no closed form of a normal mean would do.
fn stated_share_opposed(found: &[TestResult], pool: &[f64], margin: f64) -> f64 {
    let drawn = 1000;
    let opposed = (0..drawn).filter(|&number| {
        let n = found[number % found.len()].n;
        let one = |k: usize| {
            let draw = synthetic::noise((number * 64 + k) as u64);
            pool[((draw * pool.len() as f64) as usize).min(pool.len() - 1)]
        };
        let values: Vec<f64> = (0..n).map(one).collect();
        judge(&Estimate::of(&values).into(), Expected::Lower, margin).unwrap() == Verdict::Opposed
    });
    opposed.count() as f64 / drawn as f64
}
