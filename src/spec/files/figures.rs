//! Published figures that runs are held against, and the plan of a fit to some of them: `evidence/<name>.toml`.

use super::PublishedStatus;
use crate::inference::Statistic;
use crate::units::Milligrams;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What somebody measured in people or animals, figure by figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresFile {
    /// Title for people.
    pub title: String,
    /// What was found, in our own words.
    pub statement: String,
    /// Where it was published.
    pub source: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// How the numbers came here.
    pub status: PublishedStatus,
    /// How sure it is that they are right as stated, 0 to 1.
    pub confidence: f64,
    /// What they are to the model.
    #[serde(rename = "use")]
    pub purpose: FigureUse,
    /// The figures.
    pub figures: Vec<FigureTable>,
    /// Where the people of a fit begin.
    pub seeds: Option<FitSeeds>,
    /// What is deliberately not fitted.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// Numbers that are fitted together, in the order of the fit.
    #[serde(default)]
    pub blocks: Vec<FitBlock>,
}

/// What a figure is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureUse {
    /// Numbers of the model were, or may be, fitted to it.
    Calibrate,
    /// A number of the model was taken from it.
    Input,
    /// A sign or an order that the model was built to show.
    Structure,
    /// Never fitted to, only compared.
    Test,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureTable {
    /// Name, unique over all files.
    pub id: String,
    /// What it measures.
    pub measures: String,
    /// The number; none where only words, or an order, were published.
    pub value: Option<f64>,
    /// 95 % interval, unless `published` says otherwise.
    pub interval: Option<[f64; 2]>,
    /// Standard error, where there is no interval.
    pub sem: Option<f64>,
    /// Unit of the number.
    pub unit: Option<String>,
    /// On how many it rests.
    pub n: Option<String>,
    /// The figure as printed, where it was converted.
    pub published: Option<String>,
    /// Where it was published, instead of the file's source.
    pub source: Option<String>,
    /// Its DOI, instead of that of the file.
    pub doi: Option<String>,
    /// Instead of that of the file.
    pub status: Option<PublishedStatus>,
    /// Instead of that of the file.
    pub confidence: Option<f64>,
    /// Instead of that of the file.
    #[serde(rename = "use")]
    pub purpose: Option<FigureUse>,
    /// What here corresponds to it.
    pub simulated: SimulatedTable,
}

/// What corresponds to a figure, as written: which keys stand follows from `by`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulatedTable {
    /// What simulates it.
    #[serde(default)]
    pub by: SimulatedBy,
    /// Statistic of a run.
    #[serde(default, with = "statistic_by_name")]
    pub statistic: Option<Statistic>,
    /// Scenarios, in the order of the statistic.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// Account under which it is simulated.
    pub variant: Option<String>,
    /// Of what.
    pub readout: Option<String>,
    /// Of what, in rising order.
    #[serde(default)]
    pub readouts: Vec<String>,
    /// When, in weeks since treatment would begin.
    pub week: Option<u32>,
    /// And the other week.
    pub reference_week: Option<u32>,
    /// History other than that of the scenarios.
    pub history: Option<String>,
    /// Protocol of the lab.
    pub protocol: Option<String>,
    /// Synapse of the lab.
    pub synapse: Option<String>,
    /// Panel of the experiment.
    pub panel: Option<String>,
    /// Condition of the curve.
    pub condition: Option<String>,
    /// Places on the horizontal axis.
    #[serde(default)]
    pub at: Vec<f64>,
    /// BDNF relative to normal.
    pub bdnf: Option<f64>,
    /// Drug.
    pub treatment: Option<String>,
    /// Dose, other than the usual one.
    pub dose: Option<Milligrams>,
    /// Brain whose people have the trait.
    pub brain: Option<String>,
    /// The trait.
    #[serde(rename = "trait")]
    pub trait_name: Option<String>,
    /// What of the drug or of the trait.
    pub measure: Option<FigureMeasure>,
    /// Least value that counts in a share.
    pub from: Option<f64>,
    /// Greatest value that counts in a share.
    pub to: Option<f64>,
    /// Definition file, such as `treatments/citalopram`.
    pub file: Option<String>,
    /// Dotted path of a number in it.
    pub path: Option<String>,
    /// How the numbers are compared.
    #[serde(default)]
    pub compare: Compare,
    /// Whether the comparison is fair, and why not.
    pub fair: Option<String>,
    /// Why nothing here corresponds.
    pub reason: Option<String>,
}

/// What simulates a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SimulatedBy {
    /// A statistic of scenarios.
    #[default]
    Run,
    /// The share of all people who are ill at selection.
    Prevalence,
    /// A point of a curve of the lab.
    Lab,
    /// The closed form of a drug's kinetics.
    Kinetics,
    /// A trait over the people.
    Trait,
    /// A number of a definition file.
    Parameter,
    /// Nothing.
    None,
}

/// How a simulated number is held against a published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    /// The numbers should agree.
    #[default]
    Value,
    /// Only the direction is meant.
    Sign,
    /// Each item is to lie above the one before it.
    Order,
}

/// What is computed from a drug's kinetics, or from a trait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureMeasure {
    /// Hours in which the concentration halves.
    HalfLife,
    /// The same of the active metabolite.
    MetaboliteHalfLife,
    /// Hours from a dose to the highest concentration.
    TimeOfPeak,
    /// Highest concentration after one dose.
    Peak,
    /// Mean concentration at steady state.
    SteadyState,
    /// The same of the active metabolite.
    MetaboliteSteadyState,
    /// Apparent volume of distribution.
    Volume,
    /// Apparent clearance.
    Clearance,
    /// Mean share of the target that is occupied at steady state.
    Occupancy,
    /// Concentration at which half of the target is occupied.
    HalfEffect,
    /// Mean over the people.
    Mean,
    /// Standard deviation over the people.
    StandardDeviation,
    /// Standard deviation as a share of the mean.
    Variation,
    /// Share of the people with a value from `from` to `to`.
    Share,
}

/// Where the people of the two sets of a fit begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitSeeds {
    /// People of the search.
    pub fit: u64,
    /// Other people, who see the result only.
    pub check: u64,
}

/// Something that stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Which number, variant or figure.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Numbers that are fitted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitBlock {
    /// Name of the block.
    pub name: String,
    /// What it is about.
    pub meaning: String,
    /// Variant under which it is simulated.
    pub variant: String,
    /// People who live the history.
    pub people: u32,
    /// Numbers that may move.
    pub parameters: Vec<FitParameter>,
    /// Figures that pull on them.
    pub targets: Vec<FitTarget>,
    /// Figures that are only compared.
    #[serde(default)]
    pub checks: Vec<String>,
}

/// A number that may move, or several by one factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitParameter {
    /// What it is, in a few words.
    pub name: String,
    /// Definition file without `.toml`.
    pub file: String,
    /// Dotted paths in it; `*` stands for every name.
    pub paths: Vec<String>,
    /// Whether the values are replaced, or multiplied by one factor.
    pub by: FitBy,
    /// Least value or factor tried.
    pub low: f64,
    /// Greatest value or factor tried.
    pub high: f64,
    /// Unit of the value; `factor` for factors, `1` for plain numbers.
    pub unit: String,
}

/// How a number of a search becomes a number of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FitBy {
    /// It is the value.
    Value,
    /// It multiplies the values.
    Factor,
}

/// A figure that pulls on the numbers of a block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitTarget {
    /// Its id.
    pub figure: String,
    /// Where it should lie, instead of its own interval.
    pub interval: Option<[f64; 2]>,
    /// Why.
    pub because: Option<String>,
}

/// Statistics by the name that files use.
mod statistic_by_name {
    use super::{Deserialize, Deserializer, Error, Serializer, Statistic};

    pub fn serialize<S: Serializer>(
        statistic: &Option<Statistic>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match statistic {
            Some(statistic) => serializer.serialize_str(statistic.name()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Statistic>, D::Error> {
        let name = Option::<String>::deserialize(deserializer)?;
        name.map(|name| name.parse().map_err(D::Error::custom))
            .transpose()
    }
}
