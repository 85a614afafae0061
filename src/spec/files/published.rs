//! Published points that the lab is held against: `evidence/synapse/<name>.toml`.

use serde::{Deserialize, Serialize};

/// What somebody measured at a synapse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFile {
    /// Title for people.
    pub title: String,
    /// Who published it, short enough for a legend.
    pub label: String,
    /// What was found, in our own words.
    pub statement: String,
    /// Where it was published.
    pub source: String,
    /// Its DOI.
    pub doi: String,
    /// How the numbers came here.
    pub status: PublishedStatus,
    /// How sure it is that they are right as stated, 0 to 1.
    pub confidence: f64,
    /// What they may be used for.
    #[serde(rename = "use")]
    pub purpose: PublishedUse,
    /// Panel of an experiment that they belong to.
    pub panel: Option<String>,
    /// The points; none where only a sign or an order was published.
    #[serde(default)]
    pub series: Vec<PublishedSeriesTable>,
}

/// How numbers came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedStatus {
    /// Seen on a public page of the source.
    Verified,
    /// Read from a public code or data repository.
    Repository,
    /// From memory.
    Recalled,
    /// Computed from other published numbers.
    Derived,
}

impl PublishedStatus {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            PublishedStatus::Verified => "verified",
            PublishedStatus::Repository => "repository",
            PublishedStatus::Recalled => "recalled",
            PublishedStatus::Derived => "derived",
        }
    }

    /// What that means, in words.
    pub fn words(self) -> &'static str {
        match self {
            PublishedStatus::Verified => "seen on a public page of the source",
            PublishedStatus::Repository => "read from a public code or data repository",
            PublishedStatus::Recalled => "from memory, to be read again before use",
            PublishedStatus::Derived => "computed from other published numbers",
        }
    }
}

/// What published points may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedUse {
    /// Parameters may be fitted to them.
    Calibrate,
    /// Never fitted to, only compared.
    Test,
    /// A sign or an order.
    Structure,
}

/// Published points of one condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedSeriesTable {
    /// Condition, as the protocol calls it.
    pub condition: String,
    /// The points.
    pub points: Vec<PublishedPointTable>,
}

/// A published point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedPointTable {
    /// Place on the horizontal axis.
    pub x: f64,
    /// Mean.
    pub y: f64,
    /// Standard error of the mean.
    pub sem: Option<f64>,
}
