//! What is observed, and the score made of it.

use super::Grade;
use serde::{Deserialize, Serialize};

/// One measured quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ReadoutTable", into = "ReadoutTable")]
pub struct Readout {
    /// How it is measured.
    pub measure: Measure,
    /// Title in pictures.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// True where it stands for the activity of a brain region.
    pub region: bool,
    /// True where it is a step between what is done and the severity, for the picture of slow factors.
    pub factor: bool,
    /// What it is.
    pub meaning: String,
}

/// How a readout is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// `offset + sum of weight * mean rate of population` while a probe is shown.
    Probe {
        /// The probe.
        probe: String,
        /// Constant part.
        offset: f64,
        /// What is summed.
        terms: Vec<Term>,
    },
    /// A signal.
    Signal {
        /// The signal.
        signal: String,
        /// True for the mean of the week instead of the value at its end.
        average: bool,
    },
    /// Episodes a day of an experience, mean of the week.
    Count {
        /// The experience.
        experience: String,
    },
    /// Structural synapses that exist.
    Spines,
    /// Sum of |w| of the change that is not yet consolidated.
    EarlyMass,
    /// Sum of |w| of the consolidated change.
    LateMass,
    /// Mean weight of a projection.
    Weight {
        /// The projection.
        projection: String,
    },
}

/// A part of a probed readout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Population whose mean rate counts.
    pub population: String,
    /// How much it counts.
    pub weight: f64,
}

/// A readout exactly as the file writes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadoutTable {
    /// Name of the kind of measurement.
    pub kind: String,
    /// Of `probe`.
    pub probe: Option<String>,
    /// Of `probe`.
    pub offset: Option<f64>,
    /// Of `probe`.
    pub terms: Option<Vec<Term>>,
    /// Of `signal`.
    pub signal: Option<String>,
    /// Of `signal`.
    pub average: Option<bool>,
    /// Of `count`.
    pub experience: Option<String>,
    /// Of `weight`.
    pub projection: Option<String>,
    /// See [`Readout::title`].
    pub title: String,
    /// See [`Readout::unit`].
    pub unit: String,
    /// See [`Readout::region`].
    #[serde(default)]
    pub region: bool,
    /// See [`Readout::factor`].
    #[serde(default)]
    pub factor: bool,
    /// See [`Readout::meaning`].
    pub meaning: String,
}

impl TryFrom<ReadoutTable> for Readout {
    type Error = String;

    fn try_from(table: ReadoutTable) -> Result<Readout, String> {
        let kind = table.kind.clone();
        let missing = |name: &str| format!("a readout of kind {kind:?} needs {name:?}");
        let measure = match table.kind.as_str() {
            "probe" => Measure::Probe {
                probe: table.probe.ok_or_else(|| missing("probe"))?,
                offset: table.offset.unwrap_or(0.0),
                terms: table.terms.ok_or_else(|| missing("terms"))?,
            },
            "signal" => Measure::Signal {
                signal: table.signal.ok_or_else(|| missing("signal"))?,
                average: table.average.unwrap_or(false),
            },
            "count" => Measure::Count {
                experience: table.experience.ok_or_else(|| missing("experience"))?,
            },
            "spines" => Measure::Spines,
            "early_mass" => Measure::EarlyMass,
            "late_mass" => Measure::LateMass,
            "weight" => Measure::Weight {
                projection: table.projection.ok_or_else(|| missing("projection"))?,
            },
            other => return Err(format!("{other:?} is no kind of readout")),
        };
        Ok(Readout {
            measure,
            title: table.title,
            unit: table.unit,
            region: table.region,
            factor: table.factor,
            meaning: table.meaning,
        })
    }
}

impl From<Readout> for ReadoutTable {
    fn from(readout: Readout) -> ReadoutTable {
        let mut table = ReadoutTable {
            title: readout.title,
            unit: readout.unit,
            region: readout.region,
            factor: readout.factor,
            meaning: readout.meaning,
            ..ReadoutTable::default()
        };
        let kind = match readout.measure {
            Measure::Probe {
                probe,
                offset,
                terms,
            } => {
                (table.probe, table.offset, table.terms) = (Some(probe), Some(offset), Some(terms));
                "probe"
            }
            Measure::Signal { signal, average } => {
                (table.signal, table.average) = (Some(signal), Some(average));
                "signal"
            }
            Measure::Count { experience } => {
                table.experience = Some(experience);
                "count"
            }
            Measure::Spines => "spines",
            Measure::EarlyMass => "early_mass",
            Measure::LateMass => "late_mass",
            Measure::Weight { projection } => {
                table.projection = Some(projection);
                "weight"
            }
        };
        table.kind = kind.to_owned();
        table
    }
}

/// The score 0 to 100: `100 * sum of weight * clip((readout - none) / (full - none), 0, 1)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// What the score measures, where it is not the severity of an illness.
    pub title: Option<String>,
    /// Standard deviation of the noise of a rating scale, in points.
    pub noise: f64,
    /// Rated score at or above which a person is ill.
    pub ill_at: f64,
    /// Rated score below which a person is in remission.
    pub remission_below: f64,
    /// Response is a fall of the rated score by at least this share of its value at selection.
    #[serde(default = "half")]
    pub response_share: f64,
    /// What the score is made of; the weights add up to 1.
    pub components: Vec<Component>,
    /// What it is.
    pub meaning: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

fn half() -> f64 {
    0.5
}

/// A part of the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Readout that counts.
    pub readout: String,
    /// How much it counts.
    pub weight: f64,
    /// Readout at which the component is 0.
    pub none: f64,
    /// Readout at which the component is 1.
    pub full: f64,
}
