//! What a key means, from the same data with which files are checked.

use super::diagnostics::{list, nearest};
use super::shape::{Field, Kind, Range, Shape, Table};
use std::fmt::Write;

/// Explains a kind of file, or one of its keys by dotted path, such as `factors.time_constant` or
/// `factors.bdnf.time_constant`.
///
/// # Errors
/// A sentence with the nearest key when the path leads nowhere.
pub fn explain(kind: Kind, path: &str) -> Result<String, String> {
    let steps: Vec<&str> = path.split('.').filter(|step| !step.is_empty()).collect();
    let shape = Shape::Table(kind.shape());
    follow(&shape, &steps, kind.shape().doc, kind.word())
}

fn follow(shape: &Shape, steps: &[&str], doc: &str, name: &str) -> Result<String, String> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(describe(shape, doc, name));
    };
    match shape {
        Shape::Table(table) => match table.field(step) {
            Some(field) => follow(&field.shape, rest, field.doc, field.name),
            None => Err(unknown(step, table)),
        },
        // The name that an author chose may stand in the path or be left out.
        Shape::Entries(table) => match table.field(step) {
            Some(field) if rest.is_empty() => follow(&field.shape, rest, field.doc, field.name),
            _ => follow(&Shape::Table(table), rest, table.doc, step),
        },
        Shape::List(of, _) => follow(of, steps, doc, name),
        Shape::Values(_, of) => follow(of, rest, doc, step),
        _ => Err(format!("{name:?} is a single value: nothing lies below it")),
    }
}

/// The line that a key is explained with; none when the path leads nowhere.
pub fn doc(kind: Kind, path: &str) -> Option<String> {
    let said = explain(kind, path).ok()?;
    let first = said.lines().next()?;
    first.split_once(": ").map(|(_, doc)| doc.to_owned())
}

/// What holds where a key is left out, as the line that explains it says at its end: `1` of `number of equal blocks (1)`.
pub fn default_of(doc: &str) -> Option<&str> {
    let (_, default) = doc.strip_suffix(')')?.rsplit_once(" (")?;
    Some(default)
}

/// Keys of this name in files of a kind, as paths without the names that an author chooses; `outer.key` says which one.
pub fn find(kind: Kind, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(kind.shape(), "", key, &mut found);
    found
}

/// Every key of a kind of file, once.
pub fn keys_of(kind: Kind) -> Vec<String> {
    let mut found = Vec::new();
    every(kind.shape(), &mut found);
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(str::to_owned).collect()
}

fn inner(shape: &Shape) -> Option<&'static Table> {
    match shape {
        Shape::Table(table) | Shape::Entries(table) => Some(table),
        Shape::List(of, _) => inner(of),
        _ => None,
    }
}

fn collect(table: &Table, before: &str, key: &str, found: &mut Vec<String>) {
    for field in table.fields {
        let path = if before.is_empty() {
            field.name.to_owned()
        } else {
            format!("{before}.{}", field.name)
        };
        if field.name == key || path == key {
            found.push(path.clone());
        }
        if let Some(below) = inner(&field.shape) {
            collect(below, &path, key, found);
        }
    }
}

fn every(table: &Table, found: &mut Vec<&'static str>) {
    for field in table.fields {
        found.push(field.name);
        if let Some(below) = inner(&field.shape) {
            every(below, found);
        }
    }
}

fn unknown(step: &str, table: &Table) -> String {
    let names = || table.fields.iter().map(|field| field.name);
    let mut text = format!(
        "{:?} has no key {step:?}; its keys are {}",
        table.name,
        list(names())
    );
    if let Some(near) = nearest(step, names()) {
        let _ = write!(text, "; did you mean {near:?}?");
    }
    text
}

fn describe(shape: &Shape, doc: &str, name: &str) -> String {
    let mut text = format!("{name}: {doc}\n  {}\n", words(shape));
    match shape {
        Shape::Table(table) | Shape::Entries(table) => text.push_str(&keys(table)),
        Shape::List(Shape::Table(table), _) => text.push_str(&keys(table)),
        Shape::Choice(choices) => {
            for (word, meaning) in *choices {
                let _ = writeln!(text, "    {word:<18} {meaning}");
            }
        }
        _ => {}
    }
    text
}

fn keys(table: &Table) -> String {
    let width = table
        .fields
        .iter()
        .map(|field| field.name.len())
        .max()
        .unwrap_or(0);
    table
        .fields
        .iter()
        .map(
            |Field {
                 name,
                 shape,
                 required,
                 doc,
             }| {
                let needed = if *required { "required" } else { "optional" };
                format!("    {name:<width$}  {needed}  {doc}; {}\n", words(shape))
            },
        )
        .collect()
}

/// What may stand somewhere, in words.
fn words(shape: &Shape) -> String {
    let bounded =
        |what: &str, range: &Range| format!("{what} {}", range.words()).trim_end().to_owned();
    match shape {
        Shape::Boolean => "true or false".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Choice(choices) => format!("one of {}", list(choices.iter().map(|(word, _)| *word))),
        Shape::Integer(range) => bounded("a whole number", range),
        Shape::Number(range) => bounded("a number", range),
        Shape::Quantity(dimension, range) => {
            let unit = dimension.base_unit();
            let bounds = match range.words() {
                bounds if bounds.is_empty() => bounds,
                bounds => format!(", {bounds} {unit}"),
            };
            format!(
                "a {}, such as {:?}{bounds}",
                dimension.word(),
                dimension.example()
            )
        }
        Shape::Stated(inner) => format!(
            "{}, or a table of value, meaning, source and grade",
            words(inner)
        ),
        Shape::Name(names) => format!("the name of {}", names.word()),
        Shape::List(of, _) => format!("a list; each item: {}", words(of)),
        Shape::Table(table) => format!("a table: {}", table.doc),
        Shape::Entries(table) => format!("tables under names of your own; each: {}", table.doc),
        Shape::Values(names, of) => format!(
            "values under the names of things ({}); each: {}",
            names.word(),
            words(of)
        ),
        Shape::Patches => "new values under dotted paths into the brain".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_explained_with_and_without_the_name_of_its_table() {
        let with = explain(Kind::Brain, "factors.bdnf.time_constant").unwrap();
        let without = explain(Kind::Brain, "factors.time_constant").unwrap();
        assert_eq!(with, without);
        assert_eq!(
            with,
            "time_constant: how slowly it moves\n  a time, such as \"12 days\", above 0 days\n"
        );
    }

    /// No default is hidden: it stands in brackets at the end of the line that explains its key.
    #[test]
    fn every_key_that_a_brain_may_leave_out_says_what_then_holds() {
        // Words about a thing, not numbers of it.
        let words = [
            "meaning", "source", "grade", "title", "region", "unit", "claim",
        ];
        fn silent(table: &'static Table, words: &[&str], found: &mut Vec<String>) {
            let needed = |key: &&str| {
                let cases = table.cases.iter().flat_map(|cases| cases.cases);
                cases.into_iter().any(|case| case.needs.contains(key))
            };
            for field in table.fields {
                let must_say = !(field.required
                    || words.contains(&field.name)
                    || needed(&field.name)
                    || field.doc.contains("needed"));
                if must_say && default_of(field.doc).is_none() {
                    found.push(format!("{}.{}: {}", table.name, field.name, field.doc));
                }
                if let Some(below) = inner(&field.shape) {
                    silent(below, words, found);
                }
            }
        }
        let mut found = Vec::new();
        silent(Kind::Brain.shape(), &words, &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn a_wrong_path_names_the_nearest_key() {
        let message = explain(Kind::Treatment, "cource.dose").unwrap_err();
        assert!(message.ends_with("did you mean \"course\"?"), "{message}");
    }
}
