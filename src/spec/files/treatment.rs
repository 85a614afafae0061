//! A treatment: `treatments/<name>.toml`.

use super::{Experience, Grade, OrderedMap, Stated};
use crate::units::{
    Days, Litres, Milligrams, MilligramsPerKilogram, NanogramsPerMillilitre, PerDay,
};
use serde::{Deserialize, Serialize};

/// What is done to help: a generator of experiences and of inputs to slow factors, nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreatmentFile {
    /// Title for people.
    pub title: String,
    /// Which of the sections below it needs.
    pub kind: TreatmentKind,
    /// What it is.
    pub meaning: String,
    /// Whose luck it shares: who forgets, attends and leaves a treatment of one stream does so alike in the others.
    pub stream: Option<String>,
    /// Drug: how much is taken, and when.
    pub course: Option<Course>,
    /// Drug: how it is taken up, spread and cleared.
    pub kinetics: Option<Kinetics>,
    /// Drug: what it binds to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// Drug or placebo: how reliably a dose is taken.
    pub adherence: Option<Reliability>,
    /// Therapy: what its sessions consist of.
    pub sessions: Option<Sessions>,
    /// Therapy: what is done between sessions.
    pub homework: Option<Practice>,
    /// Therapy: how reliably a session is attended.
    pub attendance: Option<Reliability>,
    /// Practice: what is done every day.
    pub practice: Option<Practice>,
    /// Routine: on which days it sets its inputs.
    pub routine: Option<Routine>,
    /// Who stops early.
    pub dropout: Option<Dropout>,
    /// What expecting help does at the start.
    pub belief: Option<Belief>,
    /// Experiences that only this treatment brings.
    #[serde(default)]
    pub experiences: OrderedMap<Experience>,
    /// Day inputs of the brain that it sets on each day while it lasts.
    #[serde(default)]
    pub inputs: OrderedMap<f64>,
}

impl TreatmentFile {
    /// The target that stands for its effect: the one with a dose for half of it, else the first by name.
    pub fn main_target(&self) -> Option<&Target> {
        let by_name = |a: &&Target, b: &&Target| a.input.cmp(&b.input);
        let with_dose = self.targets.iter().filter(|t| t.half_effect_dose.is_some());
        with_dose
            .min_by(by_name)
            .or_else(|| self.targets.iter().min_by(by_name))
    }
}

/// Kind of treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreatmentKind {
    /// A substance with kinetics and a target.
    Drug,
    /// A believed pill without a substance.
    Placebo,
    /// Sessions with a person who guides.
    Therapy,
    /// Something done alone, every day.
    Practice,
    /// Something done on some days of the week that sets inputs of these days.
    Routine,
}

/// How much of a drug is taken, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// One dose.
    pub dose: Option<Milligrams>,
    /// One dose for each kilogram of the body, in place of `dose`.
    pub dose_per_kg: Option<MilligramsPerKilogram>,
    /// Trait that is the weight of the body in kg.
    pub weight_trait: Option<String>,
    /// Time between doses; with `times` between the days that have them.
    pub every: Days,
    /// Time of day of the first dose.
    pub at: Option<Days>,
    /// Times of day of all doses of a day, in place of `at`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Days>,
    /// Doses of a day that the numbers of this file are known to hold for.
    pub range: Option<DoseRange>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// Doses of a day that were looked at: beyond them a run extrapolates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseRange {
    /// Lowest dose of a day.
    pub least: Milligrams,
    /// Highest dose of a day.
    pub most: Milligrams,
    /// What kind of range it is.
    pub meaning: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// First-order absorption into one compartment, and elimination from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinetics {
    /// Elimination half-life at a clearance of 1.
    pub half_life: Stated<Days>,
    /// Apparent volume of distribution.
    pub volume: Stated<Litres>,
    /// Rate of absorption.
    pub absorption_rate: Stated<PerDay>,
    /// Traits whose product multiplies the clearance.
    #[serde(default)]
    pub clearance_traits: Vec<String>,
    /// An active substance that the drug is turned into.
    pub metabolite: Option<Metabolite>,
}

/// An active metabolite, in one compartment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metabolite {
    /// What it is called.
    pub name: String,
    /// Mass of it for each mass of the drug that is eliminated.
    pub share: Stated<f64>,
    /// Elimination half-life at a clearance of 1.
    pub half_life: Stated<Days>,
    /// Apparent volume of distribution.
    pub volume: Stated<Litres>,
    /// Effect of a concentration, relative to the same concentration of the drug.
    pub potency: Stated<f64>,
    /// Traits whose product multiplies the clearance.
    #[serde(default)]
    pub clearance_traits: Vec<String>,
}

/// `maximum * C / (C + half_effect * sensitivity)`: the share of a target that the drug occupies by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Input that receives the mean occupancy of the day.
    pub input: String,
    /// Input that receives the mean concentration of the day.
    pub concentration_input: Option<String>,
    /// Input that receives the dose taken on the day.
    pub dose_input: Option<String>,
    /// Input of episodes that receives the concentration at a session, in units of the half effect.
    pub session_input: Option<String>,
    /// Trait that multiplies the concentration of half effect.
    pub sensitivity_trait: Option<String>,
    /// Greatest share that can be occupied, 0 to 1.
    pub maximum: Stated<f64>,
    /// Concentration for half of the maximum.
    pub half_effect: Stated<NanogramsPerMillilitre>,
    /// Daily dose for half of the maximum: a hyperbolic taper is made with it.
    pub half_effect_dose: Option<Stated<Milligrams>>,
}

/// Something happens with probability `floor + (1 - floor) * trait`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// The trait.
    #[serde(rename = "trait")]
    pub trait_name: String,
    /// Probability for a person whose trait is 0.
    pub floor: f64,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// Who stops for good before the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropout {
    /// Probability of stopping within the time below.
    pub probability: f64,
    /// The time to which the probability belongs.
    pub within: Days,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// A factor that is set to `level * trait` when the treatment begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Belief {
    /// The factor.
    pub factor: String,
    /// The trait.
    #[serde(rename = "trait")]
    pub trait_name: String,
    /// Factor of the trait.
    pub level: f64,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// What the sessions of a therapy consist of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Number of sessions.
    pub number: u32,
    /// Time between sessions.
    pub every: Days,
    /// Episodes in one session.
    pub episodes: u32,
    /// What one episode is.
    pub experience: String,
    /// What a session ends with.
    pub ends_with: Option<String>,
    /// Episodes of that.
    pub ending_episodes: Option<u32>,
    /// Time of day at which a session begins.
    pub at: Option<Days>,
    /// Input of episodes that receives the hour.
    pub hour_input: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// Something done alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// What it is.
    pub experience: String,
    /// Episodes on a day, at a trait of 1.
    pub per_day: f64,
    /// Trait that multiplies them.
    #[serde(rename = "trait")]
    pub trait_name: Option<String>,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// Something done on some days of the week: on these days the inputs of the treatment are set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routine {
    /// Days of a week, spread evenly.
    pub days_a_week: u32,
    /// Time of day.
    pub at: Days,
    /// What is left of it at a session on the same day.
    pub afterglow: Option<Afterglow>,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// An effect that fades within hours: 1 at once, a half after each half-life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Afterglow {
    /// Input of episodes that receives what is left.
    pub input: String,
    /// Time in which it halves.
    pub half_life: Stated<Days>,
}
