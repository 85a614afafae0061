//! Holds a parsed file against its shape, and reports every mistake.

use super::diagnostics::{Diagnostic, Mistake, SOUGHT_PER_FILE, list};
use super::document::{Entry, Node, Value, shortened};
use super::scope::Scope;
use super::shape::{Cases, Field, Names, Range, Shape, Table};
use super::shapes::GRADES;
use super::source::Place;
use super::trail::{section, subject};

/// Holds a file, or a part of it, against a shape; `trail` is its dotted path.
pub(crate) fn check(node: &Node, shape: &Shape, trail: &str, scope: &Scope) -> Vec<Diagnostic> {
    let mut walk = Walk {
        scope,
        found: Vec::new(),
    };
    walk.value(node, &node.place, shape, trail);
    walk.found
}

/// What to write for a key that had another name once, where the new one belongs.
fn renamed(name: &str, known: &[&str]) -> Option<&'static str> {
    let targets = ["target", "second_target"].contains(&name) && known.contains(&"targets");
    targets.then_some(
        "write [[targets]], once for each thing that the drug binds to, and [targets.maximum] and its like below it",
    )
}

/// Holds a whole file against the shape of its kind.
pub(crate) fn check_file(root: &Node, table: &'static Table, scope: &Scope) -> Vec<Diagnostic> {
    check(root, &Shape::Table(table), "", scope)
}

pub(super) struct Walk<'a> {
    scope: &'a Scope,
    pub(super) found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= SOUGHT_PER_FILE
    }

    /// `key` is where a mistake of the whole value is shown.
    fn value(&mut self, node: &Node, key: &Place, shape: &Shape, trail: &str) {
        if self.is_full() {
            return;
        }
        match shape {
            Shape::Boolean => self.expect(
                matches!(node.value, Value::Boolean(_)),
                node,
                trail,
                "true or false",
            ),
            Shape::Text => self.expect(node.text().is_some(), node, trail, "text in quotes"),
            Shape::Choice(choices) => self.choice(node, choices, trail),
            Shape::Integer(range) => self.integer(node, range, trail),
            Shape::Number(range) => self.number(node, range, trail),
            Shape::Quantity(dimension, range) => self.quantity(node, *dimension, range, trail),
            Shape::Stated(inner) => self.stated(node, key, inner, trail),
            Shape::Name(names) => self.name(node, *names, trail),
            Shape::List(of, least) => self.list(node, of, *least, trail),
            Shape::Table(table) => self.table(node, key, table, trail),
            Shape::Entries(table) => self.entries(node, table, trail),
            Shape::Values(names, of) => self.values(node, *names, of, trail),
            Shape::Patches => self.patches(node, trail),
        }
    }

    fn expect(&mut self, fits: bool, node: &Node, trail: &str, allowed: &str) {
        if !fits {
            self.wrong_type(node, trail, allowed);
        }
    }

    pub(super) fn wrong_type(&mut self, node: &Node, trail: &str, allowed: &str) {
        let message = format!("{} is {}", subject(trail), node.described());
        self.found.push(
            Diagnostic::at(&node.place, Mistake::WrongType, message)
                .allowed(allowed)
                .next("write a value of the allowed kind"),
        );
    }

    fn stated(&mut self, node: &Node, key: &Place, inner: &Shape, trail: &str) {
        if !matches!(node.value, Value::Table(_)) {
            return self.value(node, key, inner, trail);
        }
        let known = ["value", "meaning", "source", "grade"];
        for entry in node.entries() {
            let place = joined(trail, &entry.name);
            match entry.name.as_str() {
                "value" => self.value(&entry.node, &entry.key, inner, &place),
                "meaning" | "source" => self.value(&entry.node, &entry.key, &Shape::Text, &place),
                "grade" => self.value(&entry.node, &entry.key, &Shape::Choice(GRADES), &place),
                _ => drop(self.unknown_key(entry, trail, &known)),
            }
        }
        if node.entry("value").is_none() {
            self.missing_key(key, trail, "value", "the value itself");
        }
    }

    fn name(&mut self, node: &Node, names: Names, trail: &str) {
        let Some(name) = node.text() else {
            return self.wrong_type(
                node,
                trail,
                &format!("the name of {}, in quotes", names.word()),
            );
        };
        self.known_name(&node.place, name, names, trail);
    }

    fn known_name(&mut self, place: &Place, name: &str, names: Names, trail: &str) {
        if self.is_full() || self.scope.has(names, name) != Some(false) {
            return;
        }
        let known = self.scope.names(names).unwrap_or_default();
        let message = format!(
            "{} names {:?}, which is not {}",
            subject(trail),
            shortened(name),
            names.word()
        );
        let known = || known.iter().map(String::as_str);
        let mut allowed = list(known());
        if allowed.is_empty() {
            allowed = format!("nothing: there is not {} yet", names.word());
        }
        self.found.push(
            Diagnostic::at(place, Mistake::UnknownName, message)
                .allowed(allowed)
                .near(name, known())
                .next(format!("write the name of {}, or define it", names.word())),
        );
    }

    fn list(&mut self, node: &Node, of: &Shape, least: usize, trail: &str) {
        let Value::List(items) = &node.value else {
            return self.wrong_type(node, trail, "a list in [ ]");
        };
        if items.len() < least {
            let message = format!("{} is an empty list", subject(trail));
            self.found.push(
                Diagnostic::at(&node.place, Mistake::OutOfRange, message)
                    .allowed("a list with at least one item")
                    .next("add an item"),
            );
        }
        for (index, item) in items.iter().enumerate() {
            self.value(item, &item.place, of, &format!("{trail}[{index}]"));
        }
    }

    fn table(&mut self, node: &Node, key: &Place, table: &'static Table, trail: &str) {
        if !matches!(node.value, Value::Table(_)) {
            let keys = list(table.fields.iter().map(|field| field.name));
            return self.wrong_type(node, trail, &format!("a table with the keys {keys}"));
        }
        let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
        let mut meant = Vec::new();
        for entry in node.entries() {
            match table.field(&entry.name) {
                Some(Field { shape, .. }) => {
                    self.value(&entry.node, &entry.key, shape, &joined(trail, &entry.name));
                }
                None => meant.extend(self.unknown_key(entry, trail, &names)),
            }
        }
        // A key that is there under a misspelt name is not missing as well.
        let is_there =
            |name: &str| node.entry(name).is_some() || meant.iter().any(|meant| meant == name);
        for field in table.fields.iter().filter(|field| field.required) {
            if !is_there(field.name) {
                self.missing_key(key, trail, field.name, field.doc);
            }
        }
        if let Some(cases) = &table.cases {
            self.cases(node, key, table, cases, trail);
        }
    }

    fn cases(
        &mut self,
        node: &Node,
        key: &Place,
        table: &'static Table,
        cases: &'static Cases,
        trail: &str,
    ) {
        let chosen = match node.get(cases.key) {
            Some(chosen) => chosen.text(),
            None => cases.default,
        };
        // A missing or misspelt deciding key is reported on its own.
        let Some(chosen) = chosen else { return };
        let case = cases.cases.iter().find(|case| case.value == chosen);
        if case.is_none() && Some(chosen) != cases.default {
            return;
        }
        let (needs, may) = case.map_or((&[][..], &[][..]), |case| (case.needs, case.may));
        for name in needs {
            if node.entry(name).is_none() {
                let doc = table.field(name).map_or("", |field| field.doc);
                let needed = format!("{doc}; {} {chosen:?} needs it", cases.key);
                self.missing_key(key, trail, name, &needed);
            }
        }
        for entry in node.entries() {
            let name = entry.name.as_str();
            let belongs = |list: &[&str]| list.contains(&name);
            if belongs(needs) || belongs(may) {
                continue;
            }
            let owners: Vec<&str> = cases
                .cases
                .iter()
                .filter(|case| belongs(case.needs) || belongs(case.may))
                .map(|case| case.value)
                .collect();
            if !owners.is_empty() {
                self.foreign_key(entry, trail, cases.key, chosen, &owners);
            }
        }
    }

    fn foreign_key(
        &mut self,
        entry: &Entry,
        trail: &str,
        key: &str,
        chosen: &str,
        owners: &[&str],
    ) {
        let name = &entry.name;
        let message = if chosen.is_empty() {
            format!(
                "the key {name:?} {} means nothing without {key:?}",
                section(trail)
            )
        } else {
            format!(
                "the key {name:?} {} means nothing where {key} is {chosen:?}",
                section(trail)
            )
        };
        self.found.push(
            Diagnostic::at(&entry.key, Mistake::Contradiction, message)
                .allowed(format!("{name:?} where {key} is {}", owners.join(" or ")))
                .next(format!("remove the key, or change {key:?}")),
        );
    }

    /// Reports a key that means nothing; gives back the key that may have been meant.
    fn unknown_key(&mut self, entry: &Entry, trail: &str, known: &[&str]) -> Option<String> {
        if self.is_full() {
            return None;
        }
        let message = format!(
            "unknown key {:?} {}",
            shortened(&entry.name),
            section(trail)
        );
        let unknown = Diagnostic::at(&entry.key, Mistake::UnknownKey, message)
            .allowed(list(known.iter().copied()))
            .near(&entry.name, known.iter().copied())
            .next(renamed(&entry.name, known).unwrap_or("rename the key, or remove it"));
        let near = unknown.near.clone();
        self.found.push(unknown);
        near
    }

    fn missing_key(&mut self, place: &Place, trail: &str, name: &str, doc: &str) {
        let message = format!("the key {name:?} is missing {}", section(trail));
        // At the top level the place is that of the whole file: its first line is shown.
        self.found.push(
            Diagnostic::at(place, Mistake::MissingKey, message)
                .allowed(format!("{name} = {doc}"))
                .next(format!("add the key {name:?}")),
        );
    }

    fn entries(&mut self, node: &Node, table: &'static Table, trail: &str) {
        let Value::Table(entries) = &node.value else {
            return self.wrong_type(
                node,
                trail,
                &format!("tables [{trail}.<name>], one for each {}", table.name),
            );
        };
        for entry in entries {
            if !is_plain_name(&entry.name) {
                let message = format!(
                    "{:?} cannot be the name of a {}",
                    shortened(&entry.name),
                    table.name
                );
                self.found.push(
                    Diagnostic::at(&entry.key, Mistake::UnknownName, message)
                        .allowed("letters without accents, digits, '_' and '-', up to 64 of them")
                        .next("choose another name"),
                );
            }
            self.table(&entry.node, &entry.key, table, &joined(trail, &entry.name));
        }
    }

    fn values(&mut self, node: &Node, names: Names, of: &Shape, trail: &str) {
        let Value::Table(entries) = &node.value else {
            return self.wrong_type(
                node,
                trail,
                &format!("a table of values, each under the name of {}", names.word()),
            );
        };
        for entry in entries {
            self.known_name(&entry.key, &entry.name, names, trail);
            self.value(&entry.node, &entry.key, of, &joined(trail, &entry.name));
        }
    }

    /// Whether paths lead somewhere is seen when the brain is patched; here only what can stand at their end.
    fn patches(&mut self, node: &Node, trail: &str) {
        let Value::Table(entries) = &node.value else {
            return self.wrong_type(node, trail, "a table of new values under dotted paths");
        };
        for entry in entries {
            let place = joined(trail, &entry.name);
            match &entry.node.value {
                Value::Table(_) => self.patches(&entry.node, &place),
                Value::Integer(_) | Value::Float(_) => {
                    self.number(&entry.node, &Range::ANY, &place)
                }
                Value::Boolean(_) | Value::Text(_) => {}
                Value::List(_) | Value::Date(_) => {
                    self.wrong_type(&entry.node, &place, "a number, a text, true or false");
                }
            }
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn joined(trail: &str, name: &str) -> String {
    if trail.is_empty() {
        name.to_owned()
    } else {
        format!("{trail}.{name}")
    }
}
