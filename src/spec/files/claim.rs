//! A claim on trial: `claims/<id>-<slug>.toml`.

use super::Grade;
use crate::inference::claims::Decision;
use crate::inference::{Expected, Verdict};
use serde::{Deserialize, Serialize};

/// What somebody claims, who contests it, and how it is put to the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimFile {
    /// Its place in the register, such as `B2`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it is about.
    pub section: Section,
    /// What is claimed, in our own words.
    pub statement: String,
    /// What would have to be true of the brain.
    pub mechanism: String,
    /// Couplings of the brain that would carry it.
    #[serde(default)]
    pub couplings: Vec<String>,
    /// Where some accounts simply assume the mechanism: what the test then can show.
    pub assumed: Option<String>,
    /// How well the mechanism is known.
    pub grade: Grade,
    /// What finding would change our mind.
    pub change_our_mind: String,
    /// How the tests make one verdict.
    pub decision: Decision,
    /// The story of either side.
    pub stories: Stories,
    /// Who says what.
    pub sources: Vec<ClaimSource>,
    /// The tests.
    pub tests: Vec<ClaimTest>,
    /// What each account predicts, written down before anything was run.
    #[serde(default)]
    pub predictions: Vec<Prediction>,
    /// Couplings without which the tests are run again.
    pub knock_out: Option<KnockOut>,
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Synapses and learning.
    Learning,
    /// Antidepressants.
    Antidepressants,
    /// Therapy.
    Therapy,
    /// Conditions, learned by the rules that unlearn them.
    Conditions,
    /// Other treatments.
    Treatments,
}

impl Section {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            Section::Learning => "learning",
            Section::Antidepressants => "antidepressants",
            Section::Therapy => "therapy",
            Section::Conditions => "conditions",
            Section::Treatments => "treatments",
        }
    }
}

/// The two stories that are told of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    /// How those tell it who assert it.
    #[serde(rename = "for")]
    pub in_favour: String,
    /// How those tell it who contest it.
    pub against: String,
}

/// Who says what about a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSource {
    /// Title and author.
    pub who: String,
    /// Which side it takes.
    pub stance: Stance,
    /// Its point in our words.
    pub says: String,
}

/// Which side a source takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It asserts the claim.
    Asserts,
    /// It contests the claim.
    Contests,
    /// It calls the claim unproven.
    Unproven,
}

impl Stance {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Contests => "contests",
            Stance::Unproven => "unproven",
        }
    }
}

/// A test of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimTest {
    /// Name, unique in the file.
    pub id: String,
    /// What it asks, for people.
    pub asks: String,
    /// Which number answers it.
    pub estimand: EstimandName,
    /// Scenarios, in the order that the estimand gives a meaning to.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// Readout; absent means severity.
    pub readout: Option<String>,
    /// Week since treatment would begin.
    pub week: Option<u32>,
    /// The other week.
    pub reference_week: Option<u32>,
    /// The dose of each scenario.
    pub doses: Option<Vec<f64>>,
    /// A trait of people.
    #[serde(rename = "trait")]
    pub of_trait: Option<String>,
    /// A trait, or the word scenario.
    pub explained_by: Option<String>,
    /// Readouts by which is chosen.
    pub baseline: Option<Vec<String>>,
    /// Protocol of the lab.
    pub protocol: Option<String>,
    /// Panel of the protocol.
    pub panel: Option<String>,
    /// Condition of the curve.
    pub condition: Option<String>,
    /// Place on the horizontal axis.
    pub x: Option<f64>,
    /// BDNF relative to normal.
    pub bdnf: Option<f64>,
    /// Condition of the point that is taken away.
    pub minus_condition: Option<String>,
    /// Place of the point that is taken away.
    pub minus_x: Option<f64>,
    /// BDNF of the point that is taken away.
    pub minus_bdnf: Option<f64>,
    /// What the claim says of the number.
    pub predicts: Expected,
    /// Smallest difference that matters.
    pub margin: f64,
    /// Why that margin.
    pub because: String,
}

/// Which number answers a test; see [`crate::inference::estimand`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the shape of the file says what each is")]
pub enum EstimandName {
    Mean,
    Change,
    Difference,
    DifferenceOfChanges,
    Interaction,
    Ordering,
    ShareOfEffect,
    ResponseShare,
    RemissionShare,
    ResponseDifference,
    NoResponseToAny,
    TimeToResponse,
    DoseResponse,
    TraitSlope,
    ShareOfVariance,
    BeforeAfterGap,
    Allocation,
    Bench,
}

/// What an account predicts, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// A variant, `brain/variant` where brains share the name, or a synapse.
    pub variant: String,
    /// The verdict that it predicts.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
}

/// Couplings without which the tests are run again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnockOut {
    /// Their names.
    pub couplings: Vec<String>,
}
