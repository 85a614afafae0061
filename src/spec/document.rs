//! A parsed file in which every key and value knows its place, in the order of the file.

use super::diagnostics::{Diagnostic, Mistake, SOUGHT_PER_FILE};
use super::source::{Place, Source};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What can stand in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point, which may be infinite or no number.
    Float(f64),
    /// Text.
    Text(String),
    /// A date or a time of day, which no file needs.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub name: String,
    /// Where the key stands.
    pub key: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// Entries of a table; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Items of a list; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entry with a key.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.name == name)
    }

    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.node)
    }

    /// Entries of the table under a key; none if it is not there.
    pub fn table(&self, name: &str) -> &[Entry] {
        self.get(name).map_or(&[], Node::entries)
    }

    /// Items of the list under a key; none if it is not there.
    pub fn list(&self, name: &str) -> &[Node] {
        self.get(name).map_or(&[], Node::items)
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one, also in the form of a table with the key `value`.
    pub fn number(&self) -> Option<f64> {
        match &self.value {
            Value::Integer(whole) => Some(*whole as f64),
            Value::Float(number) => Some(*number),
            Value::Table(_) => self.get("value").and_then(Node::number),
            _ => None,
        }
    }

    /// True only for the value true.
    pub fn is_true(&self) -> bool {
        self.value == Value::Boolean(true)
    }

    /// What it is, in words, for messages.
    pub fn described(&self) -> String {
        match &self.value {
            Value::Boolean(boolean) => boolean.to_string(),
            Value::Integer(whole) => format!("the whole number {whole}"),
            // Hundreds of digits would say less.
            Value::Float(number) if number.abs() >= 1e16 => format!("the number {number:e}"),
            Value::Float(number) => format!("the number {number}"),
            Value::Text(text) => format!("the text {:?}", shortened(text)),
            Value::Date(date) => format!("the date {date}"),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }

    /// The same value for serde; numbers that JSON cannot hold become null.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Boolean(boolean) => (*boolean).into(),
            Value::Integer(whole) => (*whole).into(),
            Value::Float(number) => (*number).into(),
            Value::Text(text) | Value::Date(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Table(entries) => entries
                .iter()
                .map(|entry| (entry.name.clone(), entry.node.to_json()))
                .collect(),
        }
    }
}

/// The beginning of a long text.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// Parses a text as far as possible: the document, and every mistake of syntax.
pub fn parse(source: &Arc<Source>) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut diagnostics: Vec<Diagnostic> = errors
        .iter()
        .take(SOUGHT_PER_FILE)
        .map(|error| syntax_mistake(source, error))
        .collect();
    let whole = table.span();
    let value = table_value(source, table.into_inner(), &mut diagnostics);
    let place = Place::new(source, whole);
    (Node { place, value }, diagnostics)
}

fn syntax_mistake(source: &Arc<Source>, error: &toml::de::Error) -> Diagnostic {
    let end = source.text.len();
    let place = Place::new(source, error.span().unwrap_or(end..end));
    let message = error.message();
    if message.contains("duplicate key") {
        let name = &source.text[place.range.clone()];
        return Diagnostic::at(
            &place,
            Mistake::Syntax,
            format!("the key {name:?} stands here twice"),
        )
        .allowed("every key once in a table")
        .next("keep one of the two, or give one of them another name");
    }
    let line = place.excerpt();
    let before: String = line
        .text
        .chars()
        .take(line.column - line.first_column)
        .collect();
    let nothing_follows = source.text[place.range.start..]
        .lines()
        .next()
        .is_none_or(|rest| rest.trim().is_empty());
    if before.trim_end().ends_with('=') && nothing_follows {
        return Diagnostic::at(&place, Mistake::Syntax, "the key has no value")
            .allowed("key = value")
            .next("write a value, or remove the key");
    }
    Diagnostic::at(&place, Mistake::Syntax, format!("not TOML: {message}"))
        .allowed("key = value, with text in quotes, numbers with a point, lists in [ ] and tables under [name]")
        .next("correct the line; https://toml.io shows the whole notation on one page")
}

/// Tables come sorted by name; their places bring back the order of the file.
fn table_value(
    source: &Arc<Source>,
    table: DeTable<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key: Place::new(source, key.span()),
            name: key.into_inner().into_owned(),
            node: node(source, value, diagnostics),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key.range.start);
    Value::Table(entries)
}

fn node(
    source: &Arc<Source>,
    value: Spanned<DeValue<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Node {
    let place = Place::new(source, value.span());
    let value = match value.into_inner() {
        DeValue::Boolean(boolean) => Value::Boolean(boolean),
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Integer(written) => match i64::from_str_radix(written.as_str(), written.radix()) {
            Ok(whole) => Value::Integer(whole),
            Err(_) => {
                diagnostics.push(unreadable_number(&place));
                Value::Integer(0)
            }
        },
        DeValue::Float(written) => match written.as_str().parse() {
            Ok(number) => Value::Float(number),
            Err(_) => {
                diagnostics.push(unreadable_number(&place));
                Value::Float(0.0)
            }
        },
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|item| node(source, item, diagnostics))
                .collect(),
        ),
        DeValue::Table(table) => table_value(source, table, diagnostics),
    };
    Node { place, value }
}

fn unreadable_number(place: &Place) -> Diagnostic {
    let Range { start, end } = place.range;
    let written = shortened(&place.source.text[start..end]);
    Diagnostic::at(
        place,
        Mistake::Syntax,
        format!("{written} cannot be kept as a number"),
    )
    .allowed(format!("whole numbers up to {}", i64::MAX))
    .next("write a smaller number")
}
