//! Everything that modulates anything: inputs, factors, signals, tallies and the couplings between them.

use super::Grade;
use crate::units::Days;
use serde::{Deserialize, Serialize};

/// Something that scenarios, treatments and experiences can set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// For how long a value holds.
    pub scope: Scope,
    /// Value while nothing sets it.
    pub default: f64,
    /// Standard deviation of the normal noise that is added every time it is read.
    #[serde(default)]
    pub noise: f64,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// For how long the value of an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// For the day.
    Day,
    /// For one episode.
    Episode,
}

/// A slow factor: `time_constant * dx/dt = rest + couplings - x`, kept within `min` and `max`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Value without couplings.
    pub rest: f64,
    /// How slowly it moves.
    pub time_constant: Days,
    /// Value at birth; absent means `rest`.
    pub initial: Option<f64>,
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// Standard deviation that noise gives it at rest (Ornstein-Uhlenbeck).
    #[serde(default)]
    pub noise: f64,
    /// Mean number of shocks a year.
    #[serde(default)]
    pub shocks_per_year: f64,
    /// How much one shock adds.
    #[serde(default)]
    pub shock_size: f64,
    /// What it is.
    pub meaning: String,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
}

/// A value computed from others: `base` combined with its couplings, kept within `min` and `max`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Value without couplings.
    pub base: f64,
    /// How couplings are put together.
    #[serde(default)]
    pub combine: Combine,
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// What it is.
    pub meaning: String,
    /// Where the number comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// How the couplings into a signal are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// `base + sum of couplings`.
    #[default]
    Sum,
    /// `base * product of (1 + coupling)`.
    Product,
}

/// What a day leaves of something that varies from episode to episode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Signal that is looked at.
    pub of: String,
    /// Only episodes count in which this signal is above zero; absent means those that are felt.
    pub when: Option<String>,
    /// What is taken of them.
    #[serde(default)]
    pub take: Take,
    /// What it is.
    pub meaning: String,
}

/// What a tally takes of the episodes that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// Their mean; a day without any leaves it as it was.
    #[default]
    Mean,
    /// Their sum.
    Sum,
    /// The last; a day without any leaves it as it was.
    Last,
}

/// A line from a signal to a target: `target += strength * curve(from - relative_to) * product of times`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "CouplingTable", into = "CouplingTable")]
pub struct Coupling {
    /// Signal that acts.
    pub from: String,
    /// What it acts on.
    pub to: String,
    /// Factor of the curve.
    pub strength: f64,
    /// How the effect depends on the signal.
    pub curve: Curve,
    /// Value of the signal that counts as zero.
    pub relative_to: f64,
    /// Signals that multiply the effect.
    pub times: Vec<String>,
    /// True when the variants dispute it: off unless a variant switches it on.
    pub contested: bool,
    /// Claim it bears on.
    pub claim: Option<String>,
    /// What it says.
    pub meaning: String,
    /// Where the strength comes from.
    pub source: Option<String>,
    /// How well it is known.
    pub grade: Option<Grade>,
}

/// Dependence of an effect on its signal, with `x = from - relative_to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Curve {
    /// `x`.
    Linear,
    /// `max(x, 0)`.
    PositivePart,
    /// `max(-x, 0)`.
    NegativePart,
    /// The whole effect is `exp(strength * x) - 1`.
    Exponential,
    /// `x^exponent / (x^exponent + half^exponent)` for positive x, else 0.
    Hill {
        /// Signal at half of the full effect.
        half: f64,
        /// Steepness.
        exponent: f64,
    },
    /// `1 / (1 + exp(-slope * (x - midpoint)))`.
    Logistic {
        /// Signal at half of the full effect.
        midpoint: f64,
        /// Steepness.
        slope: f64,
    },
    /// 1 where x is at or above `at`, else 0.
    Threshold {
        /// Signal at which the effect sets in.
        at: f64,
    },
    /// `exp(-((x - peak) / width)^2 / 2)`.
    InvertedU {
        /// Signal with the greatest effect.
        peak: f64,
        /// Distance from the peak at which 0.61 of the effect is left, as a standard deviation.
        width: f64,
    },
}

/// A coupling exactly as the file writes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouplingTable {
    /// See [`Coupling::from`].
    pub from: String,
    /// See [`Coupling::to`].
    pub to: String,
    /// See [`Coupling::strength`].
    pub strength: f64,
    /// Name of the curve; absent means `linear`.
    pub shape: Option<String>,
    /// Of `hill`.
    pub half: Option<f64>,
    /// Of `hill`.
    pub exponent: Option<f64>,
    /// Of `logistic`.
    pub midpoint: Option<f64>,
    /// Of `logistic`.
    pub slope: Option<f64>,
    /// Of `threshold`.
    pub at: Option<f64>,
    /// Of `inverted_u`.
    pub peak: Option<f64>,
    /// Of `inverted_u`.
    pub width: Option<f64>,
    /// See [`Coupling::relative_to`].
    #[serde(default)]
    pub relative_to: f64,
    /// See [`Coupling::times`].
    #[serde(default)]
    pub times: Vec<String>,
    /// See [`Coupling::contested`].
    #[serde(default)]
    pub contested: bool,
    /// See [`Coupling::claim`].
    pub claim: Option<String>,
    /// See [`Coupling::meaning`].
    pub meaning: String,
    /// See [`Coupling::source`].
    pub source: Option<String>,
    /// See [`Coupling::grade`].
    pub grade: Option<Grade>,
}

impl CouplingTable {
    fn curve(&self) -> Result<Curve, String> {
        let shape = self.shape.as_deref().unwrap_or("linear");
        let needed = |value: Option<f64>, name: &str| {
            value.ok_or_else(|| format!("a coupling of shape {shape:?} needs {name:?}"))
        };
        Ok(match shape {
            "linear" => Curve::Linear,
            "positive_part" => Curve::PositivePart,
            "negative_part" => Curve::NegativePart,
            "exponential" => Curve::Exponential,
            "hill" => Curve::Hill {
                half: needed(self.half, "half")?,
                exponent: needed(self.exponent, "exponent")?,
            },
            "logistic" => Curve::Logistic {
                midpoint: needed(self.midpoint, "midpoint")?,
                slope: needed(self.slope, "slope")?,
            },
            "threshold" => Curve::Threshold {
                at: needed(self.at, "at")?,
            },
            "inverted_u" => Curve::InvertedU {
                peak: needed(self.peak, "peak")?,
                width: needed(self.width, "width")?,
            },
            other => return Err(format!("{other:?} is no shape of a coupling")),
        })
    }
}

impl TryFrom<CouplingTable> for Coupling {
    type Error = String;

    fn try_from(table: CouplingTable) -> Result<Coupling, String> {
        Ok(Coupling {
            curve: table.curve()?,
            from: table.from,
            to: table.to,
            strength: table.strength,
            relative_to: table.relative_to,
            times: table.times,
            contested: table.contested,
            claim: table.claim,
            meaning: table.meaning,
            source: table.source,
            grade: table.grade,
        })
    }
}

impl From<Coupling> for CouplingTable {
    fn from(coupling: Coupling) -> CouplingTable {
        let mut table = CouplingTable {
            from: coupling.from,
            to: coupling.to,
            strength: coupling.strength,
            relative_to: coupling.relative_to,
            times: coupling.times,
            contested: coupling.contested,
            claim: coupling.claim,
            meaning: coupling.meaning,
            source: coupling.source,
            grade: coupling.grade,
            ..CouplingTable::default()
        };
        let shape = match coupling.curve {
            Curve::Linear => "linear",
            Curve::PositivePart => "positive_part",
            Curve::NegativePart => "negative_part",
            Curve::Exponential => "exponential",
            Curve::Hill { half, exponent } => {
                (table.half, table.exponent) = (Some(half), Some(exponent));
                "hill"
            }
            Curve::Logistic { midpoint, slope } => {
                (table.midpoint, table.slope) = (Some(midpoint), Some(slope));
                "logistic"
            }
            Curve::Threshold { at } => {
                table.at = Some(at);
                "threshold"
            }
            Curve::InvertedU { peak, width } => {
                (table.peak, table.width) = (Some(peak), Some(width));
                "inverted_u"
            }
        };
        table.shape = Some(shape.to_owned());
        table
    }
}
