//! Every number in force in a brain: what its file says, and what holds where it says nothing.

use super::point;
use crate::spec::document::{Entry, Node, Value};
use crate::spec::explain::default_of;
use crate::spec::shape::{Field, Kind, Shape, Table};

/// Keys that say what something is and not how much.
const WORDS: [&str; 8] = [
    "title",
    "summary",
    "condition",
    "meaning",
    "source",
    "grade",
    "unit",
    "region",
];

/// The sections of a brain with all their values. Of tables that stand once, what the file leaves out is named beside what it says; of
/// sections with entries, at their head.
pub(super) fn in_force(brain: &Node) -> String {
    let mut text = String::new();
    for field in Kind::Brain.shape().fields {
        let written = brain.get(field.name);
        match &field.shape {
            Shape::Table(table) => text.push_str(&single(field, table, written)),
            Shape::Entries(table) => text.push_str(&section(field, table, written)),
            _ => {}
        }
    }
    text
}

fn single(field: &Field, table: &'static Table, written: Option<&Node>) -> String {
    let said = match written {
        None => format!("{} (default)", default_of(field.doc).unwrap_or("not there")),
        Some(node) => {
            let mut parts = values(table, node);
            parts.extend(defaults(table, Some(node)).map(|part| format!("{part} (default)")));
            parts.join(", ")
        }
    };
    point(&format!("{}: {said}", field.name))
}

fn section(field: &Field, table: &'static Table, written: Option<&Node>) -> String {
    let entries = written.map_or(&[][..], |node| match &node.value {
        Value::Table(entries) => entries,
        _ => &[],
    });
    if entries.is_empty() {
        return String::new();
    }
    let defaults: Vec<String> = defaults(table, None).collect();
    let mut text = String::new();
    if !defaults.is_empty() {
        let name = field.name;
        text.push_str(&point(&format!(
            "{name}, where an entry says nothing else: {} (default)",
            defaults.join(", ")
        )));
    }
    for Entry { name, node, .. } in entries {
        let said = values(table, node);
        if !said.is_empty() {
            text.push_str(&point(&format!(
                "{}.{name}: {}",
                field.name,
                said.join(", ")
            )));
        }
    }
    text
}

/// Defaults of the keys that a table leaves out; without one, of all keys.
fn defaults(table: &'static Table, written: Option<&Node>) -> impl Iterator<Item = String> {
    let left_out: Vec<&'static Field> = table
        .fields
        .iter()
        .filter(|field| !field.required && !WORDS.contains(&field.name))
        .filter(|field| written.is_none_or(|node| node.get(field.name).is_none()))
        .collect();
    left_out.into_iter().filter_map(|field| {
        let default = default_of(field.doc)?;
        Some(format!("{} {default}", field.name))
    })
}

/// What a table says, key by key.
fn values(table: &Table, node: &Node) -> Vec<String> {
    let fields = table
        .fields
        .iter()
        .filter(|field| !WORDS.contains(&field.name));
    let said = fields.filter_map(|field| {
        let value = value(&field.shape, node.get(field.name)?);
        Some(format!("{} {value}", field.name))
    });
    said.collect()
}

fn value(shape: &Shape, node: &Node) -> String {
    let brackets = |items: Vec<String>| format!("[{}]", items.join(", "));
    match (shape, &node.value) {
        (Shape::Stated(of), Value::Table(_)) => node
            .get("value")
            .map_or_else(String::new, |node| value(of, node)),
        (Shape::List(of, _), _) => {
            brackets(node.items().iter().map(|item| value(of, item)).collect())
        }
        (Shape::Table(table), _) => brackets(values(table, node)),
        (_, Value::Table(entries)) => {
            let named = entries
                .iter()
                .map(|Entry { name, node, .. }| format!("{name} {}", value(&Shape::Text, node)));
            brackets(named.collect())
        }
        _ => match node.number() {
            Some(number) => number.to_string(),
            None => node
                .text()
                .map_or_else(|| node.to_json().to_string(), str::to_owned),
        },
    }
}
