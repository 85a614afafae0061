//! A course of life and treatment: `scenarios/<name>.toml` and `scenarios/histories/<name>.toml`.

use super::OrderedMap;
use crate::units::{Days, Milligrams, MilligramsPerKilogram};
use serde::{Deserialize, Serialize};

/// One course of life and treatment after a history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Title for people.
    pub title: String,
    /// The question it asks.
    pub question: String,
    /// What happens in it.
    pub description: String,
    /// Brain that the people have.
    pub brain: String,
    /// History that they have lived through.
    pub history: String,
    /// Time at which the outcome is judged.
    pub outcome_at: Days,
    /// Ids of the claims it bears on.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Readout that shows best what the scenario is about, if the severity does not.
    pub look_at: Option<String>,
    /// Stretches of life, one after the other without gaps, from the start of treatment.
    pub phases: Vec<Phase>,
    /// Treatments with their calendar.
    #[serde(default)]
    pub treatments: Vec<ScheduledTreatment>,
}

/// What people live through before anyone is selected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryFile {
    /// Title for people.
    pub title: String,
    /// What happens in it.
    pub description: String,
    /// Stretches of life, one after the other without gaps.
    pub phases: Vec<Phase>,
}

/// A stretch of life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// What it is called in pictures.
    pub name: String,
    /// Beginning.
    pub from: Days,
    /// End.
    pub to: Days,
    /// Inputs that it sets for every day.
    #[serde(default)]
    pub inputs: OrderedMap<f64>,
    /// Episodes of an experiment.
    #[serde(default)]
    pub trials: Vec<Trials>,
    /// In which order the trials of a day are held.
    #[serde(default)]
    pub order: TrialOrder,
}

/// In which order the trials of a day are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialOrder {
    /// Entry after entry.
    #[default]
    AsListed,
    /// One of each entry in turn.
    Alternating,
    /// Drawn anew for each person and day.
    Shuffled,
}

/// Episodes of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trials {
    /// Experience of the brain.
    #[serde(rename = "use")]
    pub experience: String,
    /// Episodes on such a day.
    pub number: u32,
    /// Time from one such day to the next; the first is the first of the phase.
    pub every: Option<Days>,
    /// Patterns that clamped populations show, in place of what the experience says of these populations.
    #[serde(default)]
    pub shows: Vec<String>,
    /// Probability with which each of them is held; absent means for certain.
    pub probability: Option<f64>,
    /// Experience that takes the place of one that is not held; absent means nothing.
    pub otherwise: Option<String>,
}

/// A treatment with its calendar; what is given here replaces what the treatment's own file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduledTreatment {
    /// Name of the treatment.
    #[serde(rename = "use")]
    pub treatment: String,
    /// Beginning.
    pub from: Days,
    /// End, including a taper.
    pub to: Days,
    /// How long a drug has been taken when the scenario begins.
    pub already: Option<Days>,
    /// One dose of a drug.
    pub dose: Option<Milligrams>,
    /// One dose of a drug for each kilogram of the body.
    pub dose_per_kg: Option<MilligramsPerKilogram>,
    /// The first dose, where it is another one.
    pub loading: Option<Milligrams>,
    /// Numbers of doses that are left out; the first dose is 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<u32>,
    /// Numbers of doses that are taken twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubled: Vec<u32>,
    /// Time between doses or sessions.
    pub every: Option<Days>,
    /// Time of day of a dose, a session or a routine.
    pub at: Option<Days>,
    /// Times of day of all doses of a day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Days>,
    /// Number of sessions.
    pub sessions: Option<u32>,
    /// Episodes in one session.
    pub episodes: Option<u32>,
    /// Episodes of a practice on a day.
    pub per_day: Option<f64>,
    /// Days of a week on which a routine is done.
    pub days_a_week: Option<u32>,
    /// How a drug is reduced before its end.
    pub taper: Option<Taper>,
}

impl ScheduledTreatment {
    /// A line that says nothing of its own but when.
    pub fn new(treatment: &str, from: Days, to: Days) -> Self {
        Self {
            treatment: treatment.to_owned(),
            from,
            to,
            already: None,
            dose: None,
            dose_per_kg: None,
            loading: None,
            missed: Vec::new(),
            doubled: Vec::new(),
            every: None,
            at: None,
            times: Vec::new(),
            sessions: None,
            episodes: None,
            per_day: None,
            days_a_week: None,
            taper: None,
        }
    }
}

/// Reduction of a dose in steps, over the last stretch of a treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taper {
    /// What falls in equal steps.
    pub shape: TaperShape,
    /// Length of the reduction.
    pub over: Days,
    /// Number of steps.
    pub steps: u32,
}

/// What falls in equal steps during a taper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaperShape {
    /// The dose.
    Linear,
    /// The occupancy of the target: large steps of dose first, tiny ones last.
    Hyperbolic,
}
