//! How people differ, and who they are.

use super::Grade;
use serde::{Deserialize, Serialize};

/// A trait: one number per person, drawn once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "TraitTable", into = "TraitTable")]
pub struct Trait {
    /// How it is spread over people.
    pub law: Law,
    /// Unit for people to read.
    pub unit: Option<String>,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// The distribution of a trait.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Normal, cut off at `min` and `max` where given.
    Normal {
        /// Mean before cutting.
        mean: f64,
        /// Standard deviation before cutting.
        sd: f64,
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
    },
    /// `median * exp(sigma * z)` with a standard normal z, cut off at `min` and `max` where given.
    Lognormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
    },
    /// Every value between `min` and `max` equally likely.
    Uniform {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// One of a few values.
    Choice {
        /// The values.
        values: Vec<f64>,
        /// How likely each is; they add up to 1.
        probabilities: Vec<f64>,
    },
    /// The same for everyone.
    Constant {
        /// The value.
        value: f64,
    },
}

/// A trait exactly as the file writes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraitTable {
    /// Name of the distribution.
    pub distribution: String,
    /// Of `normal`.
    pub mean: Option<f64>,
    /// Of `normal`.
    pub sd: Option<f64>,
    /// Of `lognormal`.
    pub median: Option<f64>,
    /// Of `lognormal`.
    pub sigma: Option<f64>,
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// Of `choice`.
    pub values: Option<Vec<f64>>,
    /// Of `choice`.
    pub probabilities: Option<Vec<f64>>,
    /// Of `constant`.
    pub value: Option<f64>,
    /// See [`Trait::unit`].
    pub unit: Option<String>,
    /// See [`Trait::meaning`].
    pub meaning: String,
    /// See [`Trait::source`].
    pub source: Option<String>,
    /// See [`Trait::grade`].
    pub grade: Option<Grade>,
}

impl TryFrom<TraitTable> for Trait {
    type Error = String;

    fn try_from(table: TraitTable) -> Result<Trait, String> {
        let distribution = table.distribution.clone();
        let missing =
            |name: &str| format!("a trait of distribution {distribution:?} needs {name:?}");
        let (min, max) = (table.min, table.max);
        let law = match table.distribution.as_str() {
            "normal" => Law::Normal {
                mean: table.mean.ok_or_else(|| missing("mean"))?,
                sd: table.sd.ok_or_else(|| missing("sd"))?,
                min,
                max,
            },
            "lognormal" => Law::Lognormal {
                median: table.median.ok_or_else(|| missing("median"))?,
                sigma: table.sigma.ok_or_else(|| missing("sigma"))?,
                min,
                max,
            },
            "uniform" => Law::Uniform {
                min: min.ok_or_else(|| missing("min"))?,
                max: max.ok_or_else(|| missing("max"))?,
            },
            "choice" => Law::Choice {
                values: table.values.ok_or_else(|| missing("values"))?,
                probabilities: table
                    .probabilities
                    .ok_or_else(|| missing("probabilities"))?,
            },
            "constant" => Law::Constant {
                value: table.value.ok_or_else(|| missing("value"))?,
            },
            other => return Err(format!("{other:?} is no distribution")),
        };
        Ok(Trait {
            law,
            unit: table.unit,
            meaning: table.meaning,
            source: table.source,
            grade: table.grade,
        })
    }
}

impl From<Trait> for TraitTable {
    fn from(person: Trait) -> TraitTable {
        let mut table = TraitTable {
            unit: person.unit,
            meaning: person.meaning,
            source: person.source,
            grade: person.grade,
            ..TraitTable::default()
        };
        let distribution = match person.law {
            Law::Normal { mean, sd, min, max } => {
                (table.mean, table.sd, table.min, table.max) = (Some(mean), Some(sd), min, max);
                "normal"
            }
            Law::Lognormal {
                median,
                sigma,
                min,
                max,
            } => {
                (table.median, table.sigma, table.min, table.max) =
                    (Some(median), Some(sigma), min, max);
                "lognormal"
            }
            Law::Uniform { min, max } => {
                (table.min, table.max) = (Some(min), Some(max));
                "uniform"
            }
            Law::Choice {
                values,
                probabilities,
            } => {
                (table.values, table.probabilities) = (Some(values), Some(probabilities));
                "choice"
            }
            Law::Constant { value } => {
                table.value = Some(value);
                "constant"
            }
        };
        table.distribution = distribution.to_owned();
        table
    }
}

/// A set of virtual people: `seeds/<name>.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedsFile {
    /// Title for people.
    pub title: String,
    /// What the set is for.
    pub meaning: String,
    /// Seed of the first person; the others follow without gaps.
    pub first: u64,
    /// Number of people.
    pub count: u32,
}

impl Law {
    /// The distribution in a few words, such as `normal, mean 42, sd 13`.
    pub fn words(&self) -> String {
        match self {
            Law::Normal { mean, sd, .. } => format!("normal, mean {mean}, sd {sd}"),
            Law::Lognormal { median, sigma, .. } => {
                format!("log-normal, median {median}, sigma {sigma}")
            }
            Law::Uniform { min, max } => format!("uniform from {min} to {max}"),
            Law::Choice {
                values,
                probabilities,
            } => {
                let parts: Vec<String> = values
                    .iter()
                    .zip(probabilities)
                    .map(|(value, p)| format!("{value} ({p})"))
                    .collect();
                format!("one of {}", parts.join(", "))
            }
            Law::Constant { value } => format!("{value} for all"),
        }
    }
}
