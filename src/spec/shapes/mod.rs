//! The shapes of all tables, as data; each mirrors a structure of [`crate::spec::files`].

pub(crate) mod brain;
pub(crate) mod claim;
mod drug;
pub(crate) mod figures;
pub(crate) mod fit;
pub(crate) mod life;
#[cfg(test)]
mod mirror;
pub(crate) mod network;
pub(crate) mod neuron;
pub(crate) mod physiology;
pub(crate) mod protocol;
pub(crate) mod published;
pub(crate) mod qualification;
pub(crate) mod scenario;
pub(crate) mod simulated;
pub(crate) mod spiking;
pub(crate) mod stimuli;
pub(crate) mod synapse;
pub(crate) mod treatment;
pub(crate) mod variant;

use super::shape::{Field, Range, Shape};
use crate::life::EPISODES_A_DAY;

/// What a thing is: required where people choose the names.
pub(crate) const MEANING: Field = Field::required("meaning", Shape::Text, "what it is, in a line");
/// What a thing is, where the section already says it.
pub(crate) const NOTE: Field = Field::optional("meaning", Shape::Text, "what it is, in a line");
/// Where numbers come from.
pub(crate) const SOURCE: Field =
    Field::optional("source", Shape::Text, "where the numbers come from");
/// How well numbers are known.
pub(crate) const GRADE: Field = Field::optional(
    "grade",
    Shape::Choice(GRADES),
    "how well the numbers are known",
);
/// Title for people.
pub(crate) const TITLE: Field = Field::required("title", Shape::Text, "title for people");

/// Grades of evidence.
pub(crate) const GRADES: &[(&str, &str)] = &[
    ("measured-human", "measured in people"),
    ("measured-animal", "measured in animals or cells"),
    ("fitted", "set so that the model meets published figures"),
    ("assumed", "assumed"),
];

/// Any finite number.
pub(crate) const NUMBER: Shape = Shape::Number(Range::ANY);
/// Zero and above.
pub(crate) const NOT_NEGATIVE: Shape = Shape::Number(Range::NOT_NEGATIVE);
/// Above zero.
pub(crate) const POSITIVE: Shape = Shape::Number(Range::POSITIVE);
/// Episodes of one kind on a day.
pub(crate) const EPISODES: Shape = Shape::Number(Range::new(0.0, EPISODES_A_DAY as f64));
/// 0 to 1.
pub(crate) const SHARE: Shape = Shape::Number(Range::SHARE);
/// Above 0 and up to 1.
pub(crate) const POSITIVE_SHARE: Shape = Shape::Number(Range::POSITIVE_SHARE);
/// A list of numbers.
pub(crate) const NUMBERS: Shape = Shape::List(&NUMBER, 1);
