//! Claims that were judged, made up: four arms, a naive look, ways of stopping, and the bench.

use rewire::cohort::results::{ParameterInfo, SeedsInfo};
use rewire::inference::claims::{
    AccountResult, AskedInfo, ClaimInfo, ClaimResult, ClaimResults, Decision, KnockOutResult,
    PointInfo, PredictionInfo, Robustness, SourceInfo, TestInfo, TestResult,
};
use rewire::inference::courses::Course;
use rewire::inference::ground::{EvidenceInfo, Ground};
use rewire::inference::{Estimand, Expected, Question, Verdict};
use rewire::report::claims::record::ClaimsInfo;

/// A name as nobody should give it.
pub const HOSTILE: &str = "<b>\"&'</b><script>";

pub fn info() -> ClaimsInfo {
    ClaimsInfo {
        command: "rewire claims --seeds classroom --output output/claims --force".into(),
        inputs: Vec::new(),
    }
}

pub fn usual() -> ClaimResults {
    ClaimResults {
        seeds: SeedsInfo {
            name: "classroom".into(),
            first: 1,
            count: 200,
        },
        claims: vec![together(), stopping(), naive(), bench()],
    }
}

/// The same with names that try to get out.
pub fn hostile() -> ClaimResults {
    let mut results = usual();
    for claim in &mut results.claims {
        let info = &mut claim.claim;
        for words in [
            &mut info.title,
            &mut info.statement,
            &mut info.mechanism,
            &mut info.section,
            &mut info.story_for,
            &mut info.change_our_mind,
        ] {
            *words = HOSTILE.into();
        }
        for test in &mut info.tests {
            test.asks = HOSTILE.into();
            test.unit = HOSTILE.into();
            test.titles
                .iter_mut()
                .for_each(|title| *title = HOSTILE.into());
        }
        for account in &mut claim.accounts {
            account.title = HOSTILE.into();
            account.says = HOSTILE.into();
            for course in &mut account.courses {
                course.title = HOSTILE.into();
                course.readout_title = HOSTILE.into();
            }
        }
        claim.command = HOSTILE.into();
    }
    results
}

const TITLES: [&str; 4] = ["Plasticity window", "Monoamine", "Mixture", "Blunting"];
use Verdict::{CannotTell, Opposed, Supported};

fn claim(id: &str, title: &str, tests: Vec<TestInfo>, accounts: Vec<AccountResult>) -> ClaimResult {
    ClaimResult {
        claim: ClaimInfo {
            name: id.to_lowercase(),
            id: id.into(),
            title: title.into(),
            section: "antidepressants".into(),
            statement: format!("What {id} states."),
            mechanism: format!("What {id} needs."),
            couplings: vec!["serotonin_raises_bdnf".into()],
            assumed: Some("The line is put in.".into()),
            grade: "measured-animal".into(),
            change_our_mind: format!("What would change {id}."),
            decision: Decision::All,
            story_for: "A window opens.".into(),
            story_against: "Two things add up.".into(),
            sources: ["asserts", "contests"]
                .map(|stance| SourceInfo {
                    who: format!("Somebody who {stance}"),
                    stance: stance.into(),
                    says: format!("Words of one who {stance}."),
                })
                .to_vec(),
            tests,
            knock_out: vec!["serotonin_raises_bdnf".into()],
        },
        accounts,
        ground: Ground {
            numbers: vec![ParameterInfo {
                name: "couplings.serotonin_raises_bdnf.strength".into(),
                file: "models/affect".into(),
                value: "0.4".into(),
                meaning: "how much".into(),
                source: "nobody".into(),
                grade: "assumed".into(),
                contested: true,
            }],
            went_in: vec![("assumed".into(), 211)],
            evidence: Vec::new(),
        },
        command: format!("rewire claims {id} --seeds classroom"),
    }
}

fn test(
    id: &str,
    names: &[(&str, &str)],
    readout: &str,
    week: u32,
    estimand: Estimand,
) -> TestInfo {
    TestInfo {
        id: id.into(),
        asks: format!("Is it so ({id})?"),
        brain: Some("affect".into()),
        asked: AskedInfo::People(Question {
            scenarios: names.iter().map(|(name, _)| (*name).to_owned()).collect(),
            readout: readout.into(),
            week,
            estimand,
        }),
        titles: names.iter().map(|(_, title)| (*title).to_owned()).collect(),
        unit: "0 to 100".into(),
        predicts: Expected::Lower,
        margin: 3.0,
        because: "half of what a treatment should bring".into(),
    }
}

fn result(test: &TestInfo, value: f64, verdict: Verdict) -> TestResult {
    TestResult {
        test: test.id.clone(),
        n: 120,
        estimate: Some(value),
        low: Some(value - 1.9),
        high: Some(value + 1.9),
        monte_carlo_error: Some(0.95),
        verdict,
        returns: Some(0.97),
        doubt: None,
    }
}

fn account(place: usize, verdict: Verdict, tests: Vec<TestResult>) -> AccountResult {
    let acts = verdict == Supported;
    AccountResult {
        brain: Some("affect".into()),
        variant: TITLES[place].to_lowercase().replace(' ', "-"),
        title: TITLES[place].into(),
        says: format!("What {} says.", TITLES[place]),
        predicted: Some(PredictionInfo {
            verdict: if place == 2 { Supported } else { verdict },
            why: "it follows".into(),
        }),
        knock_out: acts.then(|| KnockOutResult {
            couplings: vec!["serotonin_raises_bdnf".into()],
            tests: tests
                .iter()
                .map(|test| TestResult {
                    verdict: Opposed,
                    ..test.clone()
                })
                .collect(),
            verdict: Opposed,
        }),
        robustness: vec![
            Robustness {
                changed: "people".into(),
                of: 4,
                verdicts: vec![
                    verdict,
                    verdict,
                    verdict,
                    if acts { CannotTell } else { Supported },
                ],
            },
            Robustness {
                changed: "oja".into(),
                of: 1,
                verdicts: Vec::new(),
            },
        ],
        couplings: if acts {
            vec![("serotonin_raises_bdnf".into(), 0.4)]
        } else {
            vec![("serotonin_calms".into(), 1.0)]
        },
        courses: Vec::new(),
        tests,
        verdict,
    }
}

/// From one height to another over some weeks, and then staying there.
fn course((name, title): (&str, &str), readout: &str, from: f32, to: f32, weeks: u32) -> Course {
    let value = |week: u32| from + (to - from) * (week.min(weeks) as f32) / weeks as f32;
    Course {
        scenario: name.into(),
        title: title.into(),
        readout: readout.into(),
        readout_title: readout.into(),
        mean: (0..=40).map(value).collect(),
        error: vec![0.8; 41],
    }
}

const ARMS: [(&str, &str); 4] = [
    ("placebo-alone", "Placebo alone"),
    ("ssri-alone", "SSRI alone"),
    ("placebo-plus-therapy", "Placebo plus therapy"),
    ("ssri-plus-therapy", "SSRI plus therapy"),
];

fn together() -> ClaimResult {
    let test = test("end", &ARMS, "severity", 16, Estimand::Interaction);
    let accounts = [(-4.1, Supported), (-0.2, Opposed), (-2.5, CannotTell)];
    let accounts = accounts
        .into_iter()
        .enumerate()
        .map(|(place, (value, verdict))| {
            let mut account = account(place, verdict, vec![result(&test, value, verdict)]);
            let ends = [50.0, 45.0, 40.0, 35.0 + value as f32];
            let arms = ARMS.into_iter().zip(ends);
            account.courses = arms
                .map(|(arm, to)| course(arm, "severity", 65.0, to, 16))
                .collect();
            account
        });
    let accounts = accounts.collect();
    claim(
        "B2",
        "An SSRI makes therapy work better",
        vec![test],
        accounts,
    )
}

fn stopping() -> ClaimResult {
    let arms = [("tapered", "Tapered"), ("abrupt", "Stopped abruptly")];
    let test = test("rebound", &arms, "withdrawal", 25, Estimand::Difference);
    let accounts = (0..4).map(|place| {
        let mut account = account(place, Supported, vec![result(&test, 0.4, Supported)]);
        account.courses = vec![
            course(arms[0], "withdrawal", 0.0, 0.05, 30),
            course(arms[1], "withdrawal", 0.0, 0.5, 30),
        ];
        account
    });
    let accounts = accounts.collect();
    claim(
        "B8",
        "Stopping abruptly brings rebound",
        vec![test],
        accounts,
    )
}

fn naive() -> ClaimResult {
    let none = ("no-treatment", "No treatment");
    let tests = vec![
        test(
            "drug",
            &[none, ARMS[1]],
            "severity",
            16,
            Estimand::BeforeAfterGap,
        ),
        test(
            "drug-itself",
            &[ARMS[0], ARMS[1]],
            "severity",
            16,
            Estimand::BeforeAfterGap,
        ),
    ];
    // Rated 70 at selection, 30 in the end: a change of -40, less the true effects of -15 and -5.
    let numbers = [-25.0, -35.0];
    let accounts = (0..3).map(|place| {
        let results = tests.iter().zip(numbers);
        let results = results
            .map(|(test, value)| result(test, value, Supported))
            .collect();
        let mut account = account(place, Supported, results);
        account.courses = vec![
            course(none, "severity", 65.0, 45.0, 16),
            course(ARMS[0], "severity", 65.0, 35.0, 16),
            course(ARMS[1], "severity", 65.0, 30.0, 16),
        ];
        account
    });
    let accounts = accounts.collect();
    claim(
        "B10",
        "That people get better on it proves little",
        tests.clone(),
        accounts,
    )
}

fn bench() -> ClaimResult {
    let point = |x| PointInfo {
        panel: None,
        condition: "-10 ms".into(),
        x,
        bdnf: 1.0,
    };
    let test = TestInfo {
        id: "two-directions".into(),
        asks: "Do slow pairs weaken and fast ones strengthen?".into(),
        brain: None,
        asked: AskedInfo::Bench {
            protocol: "pairing-frequency".into(),
            point: point(50.0),
            minus: Some(point(0.1)),
        },
        titles: vec!["Pairing frequency".into()],
        unit: String::new(),
        predicts: Expected::Higher,
        margin: 0.5,
        because: "half of what was published".into(),
    };
    let accounts = [(0.9, Supported), (0.1, Opposed)];
    let accounts = accounts
        .into_iter()
        .enumerate()
        .map(|(place, (value, verdict))| AccountResult {
            brain: None,
            knock_out: None,
            couplings: Vec::new(),
            tests: vec![TestResult {
                n: 0,
                low: Some(value),
                high: Some(value),
                ..result(&test, value, verdict)
            }],
            ..account(place, verdict, Vec::new())
        });
    let accounts = accounts.collect();
    let mut claim = claim("A2", "One machinery", vec![test], accounts);
    claim.claim.section = "learning".into();
    claim.claim.couplings.clear();
    claim.ground.evidence = vec![EvidenceInfo {
        name: "sjostrom".into(),
        statement: "Pairs in the wrong order weaken when slow.".into(),
        source: "Sjöström 2001".into(),
        status: "read".into(),
    }];
    claim
}
