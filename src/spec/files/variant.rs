//! A variant of a brain: `models/<brain>/<name>.toml`.

use super::OrderedMap;
use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// One of the competing accounts: a patch on a brain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantFile {
    /// Title for people.
    pub title: String,
    /// What it says, in a sentence.
    pub says: String,
    /// What it predicts.
    pub predicts: String,
    /// Who holds it.
    pub source: Option<String>,
    /// Its place among the variants of the brain when all are asked for; those without one come last, by name.
    pub order: Option<u32>,
    /// Variants whose switches, strengths and changes it takes over, in this order.
    #[serde(default)]
    pub extends: Vec<String>,
    /// Couplings that it switches on.
    #[serde(default)]
    pub on: Vec<String>,
    /// Couplings that it switches off.
    #[serde(default)]
    pub off: Vec<String>,
    /// Strengths that it gives to couplings.
    #[serde(default)]
    pub strengths: OrderedMap<f64>,
    /// Other values of the brain that it changes.
    #[serde(default)]
    pub change: Change,
}

/// Values of a brain by their dotted path, such as `experiences.rumination.rate`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change(pub Vec<(String, Patch)>);

/// A new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Patch {
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text, also a quantity with its unit.
    Text(String),
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        OrderedMap(self.0.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Change {
    /// Quoted paths (`"a.b" = 1`) and bare ones (`a.b = 1`, nested tables for TOML) mean the same.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = OrderedMap::<serde_json::Value>::deserialize(deserializer)?;
        let mut changes = Vec::new();
        for (path, value) in written.0 {
            flatten(path, value, &mut changes).map_err(D::Error::custom)?;
        }
        Ok(Change(changes))
    }
}

fn flatten(
    path: String,
    value: serde_json::Value,
    into: &mut Vec<(String, Patch)>,
) -> Result<(), String> {
    if let serde_json::Value::Object(inner) = value {
        for (name, value) in inner {
            flatten(format!("{path}.{name}"), value, into)?;
        }
        return Ok(());
    }
    let patch = Patch::deserialize(value)
        .map_err(|_| format!("{path:?} can be changed to a number, a text, true or false"))?;
    into.push((path, patch));
    Ok(())
}
