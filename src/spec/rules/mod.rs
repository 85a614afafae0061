//! What shapes cannot say: values that must fit each other.

pub(crate) mod brain;
pub(crate) mod calendar;
pub(crate) mod circle;
pub(crate) mod claim;
pub(crate) mod figures;
pub(crate) mod given;
pub(crate) mod lab;
mod moments;

use super::diagnostics::{Diagnostic, Mistake};
use super::document::Node;
use super::source::Place;
use crate::units::{Dimension, Quantity};

/// Values that contradict each other.
pub(crate) fn contradiction(place: &Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(place, Mistake::Contradiction, message)
}

/// A quantity under a key in base units, where it stands and is well-formed.
pub(crate) fn quantity(node: &Node, key: &str, dimension: Dimension) -> Option<f64> {
    let text = node.get(key)?.text()?;
    Quantity::parse_as(text, dimension)
        .ok()
        .map(|quantity| quantity.value)
}
