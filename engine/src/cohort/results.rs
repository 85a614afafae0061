//! What a run produced: plain numbers with their names, made for tables, pictures and pages.
//!
//! Arrays are `person x week x readout`; week 0 is the moment at which treatment would begin.

use ndarray::{Array2, Array3};
use serde::{Deserialize, Serialize};

/// One whole run: the same people in every scenario under every variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// The brain all arms share.
    pub brain: Named,
    /// The set of seeds.
    pub seeds: SeedsInfo,
    /// Scenarios in the order they were asked for.
    pub scenarios: Vec<ScenarioInfo>,
    /// Variants in the order they were asked for.
    pub variants: Vec<VariantInfo>,
    /// Readouts; `"severity"` (true) and `"severity_rated"` (with the noise of a rating scale) come first.
    pub readouts: Vec<ReadoutInfo>,
    /// Names of the traits, in the order of [`PersonInfo::traits`].
    pub traits: Vec<String>,
    /// Everyone who lived through the history (not only those who fell ill).
    pub people: Vec<PersonInfo>,
    /// One entry per scenario and variant: scenario-major, so that arm = scenario * variants + variant.
    pub arms: Vec<Arm>,
    /// Where the illness lives: the weight-swap experiment, if it was run.
    pub memory: Option<MemoryTest>,
    /// Every assumed, fitted or measured number that went in.
    pub parameters: Vec<ParameterInfo>,
    /// Thresholds of the outcome.
    pub outcome: OutcomeInfo,
    /// Week at which all scenarios are judged, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judge_at: Option<u32>,
}

/// A name, a title and what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Name of the file without `.toml`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// A sentence or two.
    pub summary: String,
}

/// The set of virtual people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedsInfo {
    /// Name of the set.
    pub name: String,
    /// First seed.
    pub first: u64,
    /// How many people lived the history.
    pub count: usize,
}

/// A scenario as the reader should see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioInfo {
    /// Name of the file without `.toml`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// What happens in it.
    pub description: String,
    /// Ids of the claims it bears on.
    pub claims: Vec<String>,
    /// Phases, in weeks from the start of treatment.
    pub phases: Vec<Span>,
    /// Treatments, in weeks from the start of treatment.
    pub treatments: Vec<Span>,
    /// Week at which the scenario's file has its outcome judged; a run judges all scenarios at
    /// [`RunResult::judged_week`].
    pub outcome_week: u32,
    /// Length in weeks.
    pub weeks: u32,
}

/// A stretch of time with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// What it is.
    pub name: String,
    /// First week.
    pub from_week: f64,
    /// Week at which it ends.
    pub to_week: f64,
}

/// A competing account of what the drug does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantInfo {
    /// Name of the file without `.toml`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it says, in a sentence.
    pub says: String,
    /// What it predicts.
    pub predicts: String,
    /// Couplings that it switches on, with their strength.
    pub couplings: Vec<(String, f64)>,
}

/// A measured quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadoutInfo {
    /// Name in tables.
    pub name: String,
    /// Title in pictures.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What it is.
    pub meaning: String,
    /// True where it stands for the activity of a brain region.
    pub region: bool,
    /// True where it is a step between what is done and the severity.
    #[serde(default)]
    pub factor: bool,
}

/// A virtual person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonInfo {
    /// The seed: who this is.
    pub seed: u64,
    /// Trait values, in the order of [`RunResult::traits`].
    pub traits: Vec<f64>,
    /// Rated severity at selection, for each variant in order.
    pub rated_at_selection: Vec<f32>,
    /// Whether the person was ill at selection, for each variant in order.
    pub ill: Vec<bool>,
}

/// One scenario under one variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Indices into [`RunResult::people`] of those who were ill: rows of `values`.
    pub people: Vec<usize>,
    /// Week of drop-out from a treatment, where there was one.
    pub dropped_out: Vec<Option<f32>>,
    /// person x week (0..=weeks) x readout.
    #[serde(skip, default = "empty3")]
    pub values: Array3<f32>,
}

/// What is read of one person in one scenario under one variant between the weeks of an [`Arm`].
#[derive(Debug, Clone, PartialEq)]
pub struct CloseReadings {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Seed of the person.
    pub seed: u64,
    /// When was read, in order.
    pub times: Vec<ReadingTime>,
    /// time x readout, in the order of [`RunResult::readouts`].
    pub values: Vec<f32>,
}

/// When a person was read between weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingTime {
    /// Number of the day, from 1; 0 is the moment before the first.
    pub day: u32,
    /// Number of the trial on this day, from 1, and the name of its experience; absent at the end of the day, after its night.
    pub trial: Option<(u32, Box<str>)>,
}

/// The weight-swap experiment: who carries the illness, the synapses or the physiology?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryTest {
    /// Seeds of the people in it.
    pub seeds: Vec<u64>,
    /// One curve per copy of the person.
    pub curves: Vec<MemoryCurve>,
}

/// Severity over the weeks of one kind of copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryCurve {
    /// `ill_weights_ill_body`, `ill_weights_well_body`, `well_weights_ill_body`, `well_weights_well_body`, `frozen`, `no_rumination`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// person x week (0..=26): true severity.
    #[serde(with = "rows")]
    pub severity: Array2<f32>,
}

/// A number that went into the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterInfo {
    /// Dotted name, such as `couplings.serotonin_raises_bdnf.strength`.
    pub name: String,
    /// File that states it.
    pub file: String,
    /// Value with its unit.
    pub value: String,
    /// What it is.
    pub meaning: String,
    /// Where it comes from.
    pub source: String,
    /// `measured-human`, `measured-animal`, `fitted` or `assumed`.
    pub grade: String,
    /// Whether the variants dispute it.
    pub contested: bool,
}

/// How the outcome is judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeInfo {
    /// Rated severity at or above which a person is ill.
    pub ill_at: f64,
    /// Rated severity below which a person is in remission.
    pub remission_below: f64,
    /// Response is a fall of the rated severity by at least this share of the value at selection.
    pub response_share: f64,
    /// What the score measures, where it is not the severity of an illness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<String>,
}

impl RunResult {
    /// Index of a readout by name.
    pub fn readout(&self, name: &str) -> Option<usize> {
        self.readouts.iter().position(|r| r.name == name)
    }

    /// Week at which all scenarios of the run are judged, so that numbers in one table are of one week: the week that was
    /// asked for, or else that of [`outcome_week_of`].
    pub fn judged_week(&self) -> u32 {
        self.judge_at
            .unwrap_or_else(|| outcome_week_of(&self.scenarios))
    }

    /// The arm of a scenario under a variant.
    pub fn arm(&self, scenario: usize, variant: usize) -> &Arm {
        &self.arms[scenario * self.variants.len() + variant]
    }
}

/// The latest outcome week of some scenario that every scenario reaches; week 0 without scenarios.
///
/// There is always one: the scenario that ends first has its own outcome before that end.
pub fn outcome_week_of(scenarios: &[ScenarioInfo]) -> u32 {
    let end = scenarios
        .iter()
        .map(|scenario| scenario.weeks)
        .min()
        .unwrap_or(0);
    let weeks = scenarios.iter().map(|scenario| scenario.outcome_week);
    weeks.filter(|week| *week <= end).max().unwrap_or(end)
}

fn empty3() -> Array3<f32> {
    Array3::zeros((0, 0, 0))
}

/// Two-dimensional arrays as nested lists.
mod rows {
    use ndarray::Array2;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(array: &Array2<f32>, serializer: S) -> Result<S::Ok, S::Error> {
        array
            .rows()
            .into_iter()
            .map(|row| row.to_vec())
            .collect::<Vec<_>>()
            .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Array2<f32>, D::Error> {
        let rows = Vec::<Vec<f32>>::deserialize(deserializer)?;
        let width = rows.first().map_or(0, Vec::len);
        let height = rows.len();
        Array2::from_shape_vec((height, width), rows.into_iter().flatten().collect())
            .map_err(serde::de::Error::custom)
    }
}
