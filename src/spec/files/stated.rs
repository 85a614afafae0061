//! Numbers that may say where they come from.

use serde::{Deserialize, Serialize};

/// How well a number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Measured in people.
    MeasuredHuman,
    /// Measured in animals or cells.
    MeasuredAnimal,
    /// Set so that the model meets published figures.
    Fitted,
    /// Assumed.
    Assumed,
}

impl Grade {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            Grade::MeasuredHuman => "measured-human",
            Grade::MeasuredAnimal => "measured-animal",
            Grade::Fitted => "fitted",
            Grade::Assumed => "assumed",
        }
    }
}

/// A value with what it means and where it comes from; in the file a plain value, or a table with the key `value`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "PlainOrTable<T>")]
pub struct Stated<T> {
    /// The value itself.
    pub value: T,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How well it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PlainOrTable<T> {
    Plain(T),
    Table {
        value: T,
        meaning: Option<String>,
        source: Option<String>,
        grade: Option<Grade>,
    },
}

impl<T> From<PlainOrTable<T>> for Stated<T> {
    fn from(written: PlainOrTable<T>) -> Self {
        match written {
            PlainOrTable::Plain(value) => Stated {
                value,
                meaning: None,
                source: None,
                grade: None,
            },
            PlainOrTable::Table {
                value,
                meaning,
                source,
                grade,
            } => Stated {
                value,
                meaning,
                source,
                grade,
            },
        }
    }
}

impl<T> From<T> for Stated<T> {
    fn from(value: T) -> Self {
        PlainOrTable::Plain(value).into()
    }
}
