//! Every number of a file of the lab with its meaning, source and grade, read along the shape of the file.

use super::diagnostics::list;
use super::document::{self, Node, Value};
use super::files::Grade;
use super::library::Sourced;
use super::shape::{Kind, Shape, Table};
use super::source::Source;
use crate::cohort::results::ParameterInfo;

/// How many items of a list are named before the rest is counted.
const SHOWN: usize = 6;

/// Numbers of a synapse or protocol in the order of its shape.
///
/// What a number does not say itself, its file says: source and grade of the top level hold for all below.
pub fn of_lab_file<T>(kind: Kind, file: &Sourced<T>) -> Vec<ParameterInfo> {
    let (root, _) = document::parse(&Source::new(file.name.as_str(), file.text.as_str()));
    let mut list = Numbers {
        file: format!("{}/{}", kind.folder(), file.name),
        source: text(&root, "source"),
        grade: text(&root, "grade"),
        found: Vec::new(),
    };
    list.table(&root, kind.shape(), "");
    list.found
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(str::to_owned)
}

struct Numbers {
    file: String,
    source: Option<String>,
    grade: Option<String>,
    found: Vec<ParameterInfo>,
}

impl Numbers {
    fn table(&mut self, node: &Node, table: &Table, trail: &str) {
        for field in table.fields {
            let Some(value) = node.get(field.name) else {
                continue;
            };
            // What a file says of itself is no number of the model.
            if ["order", "fitted_to", "simulated_synapses"].contains(&field.name) {
                continue;
            }
            self.value(
                value,
                &field.shape,
                field.doc,
                &format!("{trail}{}", field.name),
            );
        }
    }

    fn value(&mut self, node: &Node, shape: &Shape, doc: &str, name: &str) {
        match shape {
            Shape::Table(table) => self.table(node, table, &format!("{name}.")),
            Shape::Stated(_) if matches!(node.value, Value::Table(_)) => {
                let said = |key: &str| text(node, key);
                let value = node.get("value").map(written).unwrap_or_default();
                let meaning = said("meaning").unwrap_or_else(|| doc.to_owned());
                self.add(name, value, &meaning, said("source"), said("grade"));
            }
            Shape::Stated(_) | Shape::Number(_) | Shape::Integer(_) | Shape::Quantity(..) => {
                self.add(name, written(node), doc, None, None);
            }
            Shape::List(Shape::Table(table), _) => {
                let count = node.items().len();
                let labels = node.items().iter().filter_map(|item| text(item, "label"));
                let labels: Vec<String> = labels.take(SHOWN).collect();
                let value = format!("{count} × {}: {}", table.name, labels.join("; "));
                self.add(name, value, doc, None, None);
            }
            Shape::List(Shape::Number(_) | Shape::Quantity(..), _) => {
                let items: Vec<String> = node.items().iter().map(written).collect();
                let value = match items.as_slice() {
                    [first, .., last] if items.len() > SHOWN => {
                        format!("{} values from {first} to {last}", items.len())
                    }
                    _ => list(items.iter().map(String::as_str)),
                };
                self.add(name, value, doc, None, None);
            }
            _ => {}
        }
    }

    fn add(
        &mut self,
        name: &str,
        value: String,
        meaning: &str,
        source: Option<String>,
        grade: Option<String>,
    ) {
        let source = source.or_else(|| self.source.clone());
        let grade = grade.or_else(|| self.grade.clone());
        self.found.push(ParameterInfo {
            name: name.to_owned(),
            file: self.file.clone(),
            value,
            meaning: meaning.to_owned(),
            source: source.unwrap_or_default(),
            grade: grade.unwrap_or_else(|| Grade::Assumed.word().to_owned()),
            contested: false,
        });
    }
}

/// A value as the file has it.
fn written(node: &Node) -> String {
    match &node.value {
        Value::Integer(whole) => whole.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}
