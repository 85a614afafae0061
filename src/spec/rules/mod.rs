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
use super::trail::subject;
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

/// The first name that stands in a list a second time.
pub(crate) fn twice(root: &Node, key: &str) -> Option<Diagnostic> {
    let items = root.list(key);
    let (index, item) = items.iter().enumerate().find(|(index, item)| {
        item.text().is_some()
            && items[..*index]
                .iter()
                .any(|before| before.text() == item.text())
    })?;
    let name = item.text().unwrap_or_default();
    Some(
        contradiction(
            &item.place,
            format!(
                "{} names {name:?} a second time",
                subject(&format!("{key}[{index}]"))
            ),
        )
        .allowed("every name once")
        .next("remove one of the two"),
    )
}
