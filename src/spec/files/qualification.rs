//! Plans by which models are held against published figures: `qualifications/<name>.toml`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which figures, which accounts, which people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualificationFile {
    /// Title for people.
    pub title: String,
    /// What it is for.
    pub meaning: String,
    /// Files of figures; none named means all there are.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Files of figures that are left out.
    #[serde(default)]
    pub without: Vec<String>,
    /// Only figures with these ids; none named means all.
    #[serde(default)]
    pub figures: Vec<String>,
    /// The people.
    pub seeds: String,
    /// How many of them, instead of what the set says.
    pub people: Option<u32>,
    /// Whether every account of a brain is run, or only the one that stands for it.
    #[serde(default)]
    pub every_account: bool,
    /// For each brain the account that stands for it in the counts.
    #[serde(default)]
    pub accounts: BTreeMap<String, String>,
}
