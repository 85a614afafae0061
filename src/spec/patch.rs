//! A variant laid over its brain: which couplings act, with which strength, and what else it changes.

use super::diagnostics::{Diagnostic, Mistake, list};
use super::document::{Entry, Node, Value, shortened};
use super::rules::contradiction;
use super::scope::Scope;
use super::shape::{Names, Shape, Table};
use super::shapes::brain::BRAIN;
use super::source::Place;
use super::walk;

/// Everything that a variant and those it extends say, in the order in which it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overlay {
    /// Couplings switched on.
    on: Vec<String>,
    /// Couplings switched off.
    off: Vec<String>,
    /// Strengths of couplings: the last one of a name holds.
    strengths: Vec<Entry>,
    /// Changed values: dotted path, its place, the value; the last one of a path holds.
    changes: Vec<(String, Place, Node)>,
}

/// A brain as a variant has left it.
pub(crate) struct Patched {
    /// The brain, with only the couplings that act.
    pub brain: Node,
    /// Contested couplings that act.
    pub on: Vec<String>,
    /// Uncontested couplings that do not act.
    pub off: Vec<String>,
}

impl Overlay {
    /// Lays one variant's file over what was there before.
    pub fn add(&mut self, variant: &Node) {
        for name in texts(variant, "on") {
            self.off.retain(|known| *known != name);
            self.on.push(name);
        }
        for name in texts(variant, "off") {
            self.on.retain(|known| *known != name);
            self.off.push(name);
        }
        self.strengths
            .extend(variant.table("strengths").iter().cloned());
        for entry in variant.table("change") {
            flatten(&entry.name, entry, &mut self.changes);
        }
    }

    /// Patches a brain.
    ///
    /// # Errors
    /// Everything that leads nowhere or does not fit.
    pub fn apply(&self, brain: &Node, scope: &Scope) -> Result<Patched, Vec<Diagnostic>> {
        let mut brain = brain.clone();
        let mut found = Vec::new();
        for (path, key, value) in &self.changes {
            let change = Change {
                path,
                key,
                value,
                scope,
            };
            if let Err(mistakes) = change.apply(&mut brain) {
                found.extend(mistakes);
            }
        }
        for strength in &self.strengths {
            set_strength(&mut brain, strength);
        }
        let (on, off) = self.keep_what_acts(&mut brain);
        if found.is_empty() {
            Ok(Patched { brain, on, off })
        } else {
            Err(found)
        }
    }

    /// Removes the couplings that do not act; tells which contested ones do, and which uncontested ones do not.
    fn keep_what_acts(&self, brain: &mut Node) -> (Vec<String>, Vec<String>) {
        let (mut on, mut off) = (Vec::new(), Vec::new());
        let Some(Value::Table(couplings)) =
            entry_of(brain, "couplings").map(|entry| &mut entry.node.value)
        else {
            return (on, off);
        };
        couplings.retain(|coupling| {
            let name = &coupling.name;
            let contested = coupling.node.get("contested").is_some_and(Node::is_true);
            let acts = if contested {
                self.on.contains(name)
            } else {
                !self.off.contains(name)
            };
            match (contested, acts) {
                (true, true) => on.push(name.clone()),
                (false, false) => off.push(name.clone()),
                _ => {}
            }
            acts
        });
        (on, off)
    }

    /// Whether a coupling acts in a brain.
    fn acts(&self, brain: &Node, coupling: &str) -> bool {
        let contested = brain
            .get("couplings")
            .and_then(|couplings| couplings.get(coupling)?.get("contested"))
            .is_some_and(Node::is_true);
        if contested {
            self.on.iter().any(|name| name == coupling)
        } else {
            self.off.iter().all(|name| name != coupling)
        }
    }

    /// Mistakes within the last variant that was added.
    pub fn contradictions(&self, brain: &Node, variant: &Node) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let off = texts(variant, "off");
        for node in variant.list("on") {
            if let Some(name) = node.text()
                && off.iter().any(|other| other == name)
            {
                found.push(
                    contradiction(&node.place, format!("{name:?} is switched on and off"))
                        .allowed("a coupling in one of the two lists")
                        .next("remove it from `on` or from `off`"),
                );
            }
        }
        for Entry { name, key, .. } in variant.table("strengths") {
            let known = brain
                .get("couplings")
                .and_then(|all| all.get(name))
                .is_some();
            if known && !self.acts(brain, name) {
                found.push(
                    contradiction(
                        key,
                        format!("{name:?} is given a strength, but does not act in this variant"),
                    )
                    .allowed("strengths of couplings that act")
                    .next(format!("add {name:?} to `on`, or remove its strength")),
                );
            }
        }
        found
    }
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    node.list(key)
        .iter()
        .filter_map(|item| item.text().map(str::to_owned))
        .collect()
}

fn flatten(path: &str, entry: &Entry, into: &mut Vec<(String, Place, Node)>) {
    if let Value::Table(inner) = &entry.node.value {
        for entry in inner {
            flatten(&format!("{path}.{}", entry.name), entry, into);
        }
        return;
    }
    into.push((path.to_owned(), entry.key.clone(), entry.node.clone()));
}

fn entry_of<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Entry> {
    match &mut node.value {
        Value::Table(entries) => entries.iter_mut().find(|entry| entry.name == name),
        _ => None,
    }
}

fn set_strength(brain: &mut Node, strength: &Entry) {
    let coupling =
        entry_of(brain, "couplings").and_then(|all| entry_of(&mut all.node, &strength.name));
    if let Some(value) = coupling.and_then(|coupling| entry_of(&mut coupling.node, "strength")) {
        value.node = strength.node.clone();
    }
}

/// One changed value on its way into the brain.
struct Change<'a> {
    path: &'a str,
    key: &'a Place,
    value: &'a Node,
    scope: &'a Scope,
}

impl Change<'_> {
    fn apply(&self, brain: &mut Node) -> Result<(), Vec<Diagnostic>> {
        let steps: Vec<&str> = self.path.split('.').collect();
        self.descend(brain, &Shape::Table(&BRAIN), &steps)
    }

    fn descend(
        &self,
        node: &mut Node,
        shape: &Shape,
        steps: &[&str],
    ) -> Result<(), Vec<Diagnostic>> {
        let Some((step, rest)) = steps.split_first() else {
            return self.replace(node, shape);
        };
        match shape {
            Shape::Table(table) => self.below_table(node, table, step, rest),
            Shape::Entries(table) => {
                let known: Vec<String> = node
                    .entries()
                    .iter()
                    .map(|entry| entry.name.clone())
                    .collect();
                match entry_of(node, step) {
                    Some(entry) => self.descend(&mut entry.node, &Shape::Table(table), rest),
                    None => Err(self.leads_nowhere(step, known.iter().map(String::as_str))),
                }
            }
            Shape::Values(names, of) => self.below_values(node, *names, of, step, rest),
            Shape::List(of, _) => {
                let Value::List(items) = &mut node.value else {
                    return Err(self.leads_nowhere(step, []));
                };
                let places: Vec<String> = (0..items.len()).map(|index| index.to_string()).collect();
                match step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get_mut(index))
                {
                    Some(item) => self.descend(item, of, rest),
                    None => Err(self.leads_nowhere(step, places.iter().map(String::as_str))),
                }
            }
            Shape::Stated(inner) if *step == "value" && rest.is_empty() => {
                self.replace(node, inner)
            }
            _ => Err(self.leads_nowhere(step, [])),
        }
    }

    fn below_table(
        &self,
        node: &mut Node,
        table: &'static Table,
        step: &str,
        rest: &[&str],
    ) -> Result<(), Vec<Diagnostic>> {
        let Some(field) = table.field(step) else {
            return Err(self.leads_nowhere(step, table.fields.iter().map(|field| field.name)));
        };
        if let Some(entry) = entry_of(node, step) {
            return self.descend(&mut entry.node, &field.shape, rest);
        }
        // A key that may stand there and does not yet: the variant writes it.
        let blank = match field.shape {
            _ if rest.is_empty() => self.value.value.clone(),
            Shape::Table(_) | Shape::Values(..) => Value::Table(Vec::new()),
            _ => return Err(self.leads_nowhere(step, [])),
        };
        let mut fresh = Node {
            place: self.value.place.clone(),
            value: blank,
        };
        self.descend(&mut fresh, &field.shape, rest)?;
        self.append(node, step, fresh);
        Ok(())
    }

    fn below_values(
        &self,
        node: &mut Node,
        names: Names,
        of: &Shape,
        step: &str,
        rest: &[&str],
    ) -> Result<(), Vec<Diagnostic>> {
        if let Some(entry) = entry_of(node, step) {
            return self.descend(&mut entry.node, of, rest);
        }
        let known = self.scope.names(names).unwrap_or_default();
        if !known.iter().any(|known| known == step) {
            return Err(self.leads_nowhere(step, known.iter().map(String::as_str)));
        }
        let mut fresh = self.value.clone();
        self.descend(&mut fresh, of, rest)?;
        self.append(node, step, fresh);
        Ok(())
    }

    fn append(&self, node: &mut Node, name: &str, fresh: Node) {
        if let Value::Table(entries) = &mut node.value {
            entries.push(Entry {
                name: name.to_owned(),
                key: self.key.clone(),
                node: fresh,
            });
        }
    }

    fn replace(&self, node: &mut Node, shape: &Shape) -> Result<(), Vec<Diagnostic>> {
        let mistakes = walk::check(self.value, shape, self.path, self.scope);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        // A number that says where it comes from keeps its table, and loses only its value.
        match entry_of(node, "value") {
            Some(stated) if matches!(shape, Shape::Stated(_)) => stated.node = self.value.clone(),
            _ => *node = self.value.clone(),
        }
        Ok(())
    }

    fn leads_nowhere<'n>(
        &self,
        step: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Vec<Diagnostic> {
        let known: Vec<&str> = known.into_iter().collect();
        let path = shortened(self.path);
        let message = format!(
            "the path {path:?} leads nowhere in the brain: {:?} is not there",
            shortened(step)
        );
        let mut mistake = Diagnostic::at(self.key, Mistake::UnknownName, message)
            .near(step, known.iter().copied())
            .next("write a path to a value of the brain, such as \"experiences.rumination.rate\"");
        let before: Vec<&str> = self
            .path
            .split('.')
            .take_while(|part| *part != step)
            .collect();
        mistake.allowed = Some(match (known.is_empty(), before.is_empty()) {
            (true, _) => format!(
                "{:?} is a single value: nothing lies below it",
                before.join(".")
            ),
            (false, true) => list(known),
            (false, false) => format!("below {:?}: {}", before.join("."), list(known)),
        });
        vec![mistake]
    }
}
