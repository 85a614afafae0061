//! Claims on trial: what is claimed, and what came out, as plain data. Tables and pages are made from it alone.
//!
//! A claim is judged once under every account, which is a variant of a brain, or a synapse at the bench. An account sees the
//! tests of its brain; their verdicts together are the verdict of the claim under it.
//!
//! Where a model simply assumes the mechanism of a claim, a supported verdict says that the mechanism is *sufficient*. Whether
//! it is *necessary* is seen by its knock-out: the same tests without these couplings.

use super::bootstrap::Estimated;
use super::courses::Course;
use super::error::InferenceError;
use super::estimand::{Question, estimate};
use super::ground::Ground;
use super::means::Interval;
use super::verdicts::{Expected, Verdict, judge, verdict};
use super::words::{FEWEST_FOR_A_WORD, returns};
use crate::cohort::results::{RunResult, SeedsInfo};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// All claims that were judged together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimResults {
    /// The people.
    pub seeds: SeedsInfo,
    /// Claims by section, then by id.
    pub claims: Vec<ClaimResult>,
}

/// A claim with its verdicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimResult {
    /// What is claimed.
    pub claim: ClaimInfo,
    /// Verdicts, brain by brain in the order of the tests, and in the order of the variants of each.
    pub accounts: Vec<AccountResult>,
    /// What it rests on.
    pub ground: Ground,
    /// The command that repeats this claim alone.
    pub command: String,
}

/// What is claimed, by whom, and how it is put to the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimInfo {
    /// Name of the file without `.toml`.
    pub name: String,
    /// Its place in the register, such as `B2`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Word of the section.
    pub section: String,
    /// What is claimed, in our own words.
    pub statement: String,
    /// What would have to be true of the brain.
    pub mechanism: String,
    /// Couplings that would carry it.
    pub couplings: Vec<String>,
    /// Where some accounts simply assume the mechanism: what the test then can show.
    pub assumed: Option<String>,
    /// Grade of the evidence for the mechanism.
    pub grade: String,
    /// What finding would change our mind.
    pub change_our_mind: String,
    /// How the tests make one verdict.
    pub decision: Decision,
    /// The story of those who assert it.
    pub story_for: String,
    /// The story of those who contest it.
    pub story_against: String,
    /// Who says what.
    pub sources: Vec<SourceInfo>,
    /// The tests.
    pub tests: Vec<TestInfo>,
    /// Couplings that are knocked out; none where that is not asked.
    pub knock_out: Vec<String>,
}

/// Who says what about a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// Title and author.
    pub who: String,
    /// `asserts`, `contests` or `unproven`.
    pub stance: String,
    /// Their point in our words.
    pub says: String,
}

/// How the tests make one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every test must be supported.
    All,
    /// One supported test is enough.
    Any,
}

/// A test of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestInfo {
    /// Name, unique in the claim.
    pub id: String,
    /// What it asks, for people.
    pub asks: String,
    /// Name of the brain; none at the bench.
    pub brain: Option<String>,
    /// What is put to the run, or to the bench.
    pub asked: AskedInfo,
    /// Titles of the scenarios, in their order; the title of the protocol at the bench.
    pub titles: Vec<String>,
    /// Unit of the readout.
    pub unit: String,
    /// What the claim says of the number.
    pub predicts: Expected,
    /// Smallest difference that matters, in the unit of the number.
    pub margin: f64,
    /// Why that margin.
    pub because: String,
}

/// What is put to a run, or to the bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AskedInfo {
    /// A question to virtual people.
    People(Question),
    /// A point of a curve of the synapse lab, minus another one where one is given.
    Bench {
        /// Name of the protocol.
        protocol: String,
        /// The point.
        point: PointInfo,
        /// The point that is taken away.
        minus: Option<PointInfo>,
    },
}

/// A point of a curve of the synapse lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointInfo {
    /// Panel; none for the first that has the condition.
    pub panel: Option<String>,
    /// Condition of the curve.
    pub condition: String,
    /// Place on the horizontal axis.
    pub x: f64,
    /// BDNF relative to normal.
    pub bdnf: f64,
}

/// A claim under one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountResult {
    /// Name of the brain; none at the bench.
    pub brain: Option<String>,
    /// Name of the variant, or of the synapse.
    pub variant: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub says: String,
    /// One for each test of this brain, in their order.
    pub tests: Vec<TestResult>,
    /// The verdict of the claim.
    pub verdict: Verdict,
    /// What the account was said to predict before anything was run.
    pub predicted: Option<PredictionInfo>,
    /// The tests without the couplings of the knock-out; none where the claim is not supported, which leaves nothing to lose, or
    /// where none of them acts under this account.
    pub knock_out: Option<KnockOutResult>,
    /// How often the verdict held where something else was changed; empty where that was not asked.
    pub robustness: Vec<Robustness>,
    /// Contested couplings that act under it, with their strength; empty at the bench.
    pub couplings: Vec<(String, f64)>,
    /// How the readouts of its tests go in each scenario; empty at the bench.
    pub courses: Vec<Course>,
}

impl AccountResult {
    /// Whether the verdict is the one that was predicted; none without a prediction, and where too few people are ill to hold it against.
    pub fn agrees(&self) -> Option<bool> {
        let predicted = self.predicted.as_ref()?;
        (!self.lacks_people()).then_some(predicted.verdict == self.verdict)
    }

    /// Whether nothing can be told since too few people are ill.
    pub fn lacks_people(&self) -> bool {
        self.verdict == Verdict::CannotTell && !self.tests.iter().all(TestResult::was_asked)
    }
}

/// What an account predicts, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PredictionInfo {
    /// The verdict that is predicted.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
}

/// The number that answers a test, and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// Name of the test.
    pub test: String,
    /// Number of people it rests on; 0 at the bench.
    pub n: usize,
    /// The number; none where it does not exist.
    pub estimate: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub high: Option<f64>,
    /// Its Monte-Carlo error.
    pub monte_carlo_error: Option<f64>,
    /// Verdict on what the claim says of it.
    pub verdict: Verdict,
    /// Share of other groups of as many people that would have the same verdict; none where there are too few people, or no interval.
    pub returns: Option<f64>,
    /// Why nothing can be told, where that is so.
    pub doubt: Option<Doubt>,
}

/// Why nothing can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Nobody, or hardly anybody, fell ill: there is nobody to ask.
    TooFewPeople,
    /// The number does not exist.
    NoNumber,
    /// The number exists, and its interval does not: with some of the people left out, there is no such number.
    NoInterval,
    /// With other people the number could lie on either side of the margin.
    AtTheMargin,
}

impl Doubt {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TooFewPeople => "too few people are ill",
            Self::NoNumber => "the number does not exist",
            Self::NoInterval => "the number exists, but has no interval",
            Self::AtTheMargin => "with other people it could lie on either side of the margin",
        }
    }
}

/// The tests without some couplings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnockOutResult {
    /// Those couplings of the knock-out that act under this account.
    pub couplings: Vec<String>,
    /// The tests without them.
    pub tests: Vec<TestResult>,
    /// The verdict of the claim without them.
    pub verdict: Verdict,
}

impl KnockOutResult {
    /// Whether the couplings are necessary for a claim that is supported with them: yes if it is opposed without them, no if it
    /// is still supported, and otherwise none. None as well where there was nothing to lose.
    pub fn necessary(&self, with: Verdict) -> Option<bool> {
        match (with, self.verdict) {
            (Verdict::Supported, Verdict::Opposed) => Some(true),
            (Verdict::Supported, Verdict::Supported) => Some(false),
            _ => None,
        }
    }
}

/// How often a verdict held where something else was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Robustness {
    /// What was changed: `people`, `numbers`, or the name of a learning rule.
    pub changed: String,
    /// Out of how many.
    pub of: usize,
    /// Verdicts that came out; those in which nobody could be asked are not among them.
    pub verdicts: Vec<Verdict>,
}

impl Robustness {
    /// How often the verdict was this one.
    pub fn held(&self, verdict: Verdict) -> usize {
        self.verdicts.iter().filter(|&&v| v == verdict).count()
    }
}

/// The tests of one brain under every variant of a run: by variant, then by test.
///
/// # Errors
/// As [`estimate`], and if a test is not one of virtual people or its margin is negative or no finite number.
pub fn try_tests(
    result: &RunResult,
    tests: &[&TestInfo],
) -> Result<Vec<Vec<TestResult>>, InferenceError> {
    let of_variant = |variant: usize| {
        let tests = tests.iter().map(|test| match &test.asked {
            AskedInfo::People(question) => {
                TestResult::of_people(test, &estimate(result, question, variant)?)
            }
            AskedInfo::Bench { protocol, .. } => Err(InferenceError::Inconsistent(format!(
                "the protocol `{protocol}` is put to a run of virtual people"
            ))),
        });
        tests.collect()
    };
    (0..result.variants.len())
        .into_par_iter()
        .map(of_variant)
        .collect()
}

impl Decision {
    /// The verdict of a claim from those of its tests; without tests nothing can be told.
    pub fn of(self, verdicts: &[Verdict]) -> Verdict {
        let all = |wanted| !verdicts.is_empty() && verdicts.iter().all(|&v| v == wanted);
        let any = |wanted| verdicts.contains(&wanted);
        let (supported, opposed) = match self {
            Self::All => (all(Verdict::Supported), any(Verdict::Opposed)),
            Self::Any => (any(Verdict::Supported), all(Verdict::Opposed)),
        };
        match () {
            () if supported => Verdict::Supported,
            () if opposed => Verdict::Opposed,
            () => Verdict::CannotTell,
        }
    }
}

impl TestResult {
    /// Whether there was anybody to ask.
    pub fn was_asked(&self) -> bool {
        self.doubt != Some(Doubt::TooFewPeople)
    }

    /// A number of virtual people, judged.
    ///
    /// # Errors
    /// If the margin of the test is negative or no finite number.
    pub fn of_people(test: &TestInfo, number: &Estimated) -> Result<Self, InferenceError> {
        let verdict = judge(number, test.predicts, test.margin)?;
        Ok(Self::new(test, number, verdict))
    }

    /// A number of the bench with its standard error, which is none where nothing is drawn; judged.
    ///
    /// # Errors
    /// If the margin of the test is negative or no finite number.
    pub fn of_bench(
        test: &TestInfo,
        value: f64,
        error: Option<f64>,
    ) -> Result<Self, InferenceError> {
        let error = error.unwrap_or(0.0);
        let half = super::shares::NORMAL_975 * error;
        let number = Estimated {
            n: 0,
            value,
            monte_carlo_error: error,
            interval: Interval {
                low: value - half,
                high: value + half,
            },
        };
        let verdict = verdict(number.interval, test.predicts, test.margin)?;
        Ok(Self::new(test, &number, verdict))
    }

    fn new(test: &TestInfo, number: &Estimated, verdict: Verdict) -> Self {
        let finite = |number: f64| number.is_finite().then_some(number);
        let of_people = matches!(test.asked, AskedInfo::People(_));
        let too_few = of_people && number.n < FEWEST_FOR_A_WORD;
        let doubt = match () {
            () if too_few => Doubt::TooFewPeople,
            () if !number.value.is_finite() => Doubt::NoNumber,
            () if !number.interval.is_known() => Doubt::NoInterval,
            () => Doubt::AtTheMargin,
        };
        let returns = returns(number.interval, |other| {
            super::verdicts::verdict(other, test.predicts, test.margin)
        });
        Self {
            test: test.id.clone(),
            n: number.n,
            estimate: finite(number.value),
            low: finite(number.interval.low),
            high: finite(number.interval.high),
            monte_carlo_error: finite(number.monte_carlo_error),
            verdict,
            returns: returns.filter(|_| !too_few),
            doubt: (verdict == Verdict::CannotTell).then_some(doubt),
        }
    }
}
