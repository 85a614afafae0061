//! Holds single values against their shapes: words, numbers, quantities with units.

use super::diagnostics::{Diagnostic, Mistake, list};
use super::document::{Node, Value, shortened};
use super::shape::Range;
use super::trail::subject;
use super::walk::Walk;
use crate::units::{Dimension, Quantity, QuantityError};

impl Walk<'_> {
    pub(super) fn choice(
        &mut self,
        node: &Node,
        choices: &'static [(&'static str, &'static str)],
        trail: &str,
    ) {
        let words = || choices.iter().map(|(word, _)| *word);
        let Some(word) = node.text() else {
            return self.wrong_type(node, trail, &list(words()));
        };
        if words().all(|known| known != word) {
            let message = format!(
                "{} is {}, which means nothing here",
                subject(trail),
                node.described()
            );
            self.found.push(
                Diagnostic::at(&node.place, Mistake::UnknownName, message)
                    .allowed(list(words()))
                    .near(word, words())
                    .next("write one of the allowed words"),
            );
        }
    }

    pub(super) fn integer(&mut self, node: &Node, range: &Range, trail: &str) {
        match node.value {
            Value::Integer(whole) => self.within(node, whole as f64, range, "", trail),
            _ => {
                let bounds = range.words();
                self.wrong_type(
                    node,
                    trail,
                    format!("a whole number, {bounds}").trim_end_matches(", "),
                );
            }
        }
    }

    pub(super) fn number(&mut self, node: &Node, range: &Range, trail: &str) {
        match node.value {
            Value::Integer(whole) => self.within(node, whole as f64, range, "", trail),
            Value::Float(number) => self.within(node, number, range, "", trail),
            _ => {
                let bounds = range.words();
                self.wrong_type(
                    node,
                    trail,
                    format!("a number, {bounds}").trim_end_matches(", "),
                );
            }
        }
    }

    fn within(&mut self, node: &Node, number: f64, range: &Range, unit: &str, trail: &str) {
        let subject = subject(trail);
        if !number.is_finite() {
            let message = format!("{subject} is {}, not a finite number", node.described());
            self.found.push(
                Diagnostic::at(&node.place, Mistake::OutOfRange, message)
                    .allowed(
                        format!("a finite number {}", range.words())
                            .trim_end()
                            .to_owned(),
                    )
                    .next("write a finite number"),
            );
        } else if !range.holds(number) {
            let message = format!("{subject} is {}, which is out of range", node.described());
            let bounds = format!("{} {unit}", range.words_for(number));
            self.found.push(
                Diagnostic::at(&node.place, Mistake::OutOfRange, message)
                    .allowed(bounds.trim_end().to_owned())
                    .next("write a value within the range"),
            );
        }
    }

    pub(super) fn quantity(
        &mut self,
        node: &Node,
        dimension: Dimension,
        range: &Range,
        trail: &str,
    ) {
        let example = dimension.example();
        let units = dimension.units();
        let allowed = format!(
            "a {} as text, such as {example:?}; units: {}",
            dimension.word(),
            units.join(", ")
        );
        let Some(text) = node.text() else {
            if node.number().is_some() && !matches!(node.value, Value::Table(_)) {
                let message = format!("{} is {}, without a unit", subject(trail), node.described());
                self.found.push(
                    Diagnostic::at(&node.place, Mistake::WrongUnit, message)
                        .allowed(allowed)
                        .next(format!(
                            "write number and unit in quotes, such as {example:?}"
                        )),
                );
                return;
            }
            return self.wrong_type(node, trail, &allowed);
        };
        match Quantity::parse_as(text, dimension) {
            Ok(quantity) => self.within(node, quantity.value, range, dimension.base_unit(), trail),
            Err(error) => {
                let message = format!(
                    "{} is {:?}: {}",
                    subject(trail),
                    shortened(text),
                    brief(error.clone())
                );
                let mut wrong = Diagnostic::at(&node.place, Mistake::WrongUnit, message)
                    .allowed(allowed)
                    .next(match error {
                        QuantityError::NoNumber { .. } | QuantityError::NotFinite { .. } => {
                            format!("write number and unit in quotes, such as {example:?}")
                        }
                        QuantityError::WrongDimension {
                            is: Dimension::MassPerWeight,
                            ..
                        } => "write a dose by weight under dose_per_kg, or the whole dose in mg".to_owned(),
                        _ => format!(
                            "write number and unit in quotes, such as {example:?}; rewire explain units lists every spelling"
                        ),
                    });
                if let QuantityError::UnknownUnit { found } = &error {
                    wrong.near = dimension.nearest_unit(found).map(str::to_owned);
                }
                self.found.push(wrong);
            }
        }
    }
}

/// The error without the text that the message already shows.
fn brief(error: QuantityError) -> String {
    match error {
        QuantityError::NoNumber { .. } => "it does not start with a number".to_owned(),
        QuantityError::NotFinite { .. } => "it is not a finite number".to_owned(),
        other => other.to_string(),
    }
}
