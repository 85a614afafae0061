//! Names that a file can refer to.

use super::document::{Entry, Node};
use super::parts::{self, Owner};
use super::shape::Names;
use std::collections::{BTreeMap, BTreeSet};

/// For each kind of name, the ones that exist; a kind that is not known here is not checked.
#[derive(Debug, Clone, Default)]
pub struct Scope(BTreeMap<Names, Known>);

/// Names of one kind: in their order for messages, and sorted to be found fast.
#[derive(Debug, Clone, Default)]
struct Known {
    ordered: Vec<String>,
    sorted: BTreeSet<String>,
}

impl Scope {
    /// Names of one kind, if they are known.
    pub fn names(&self, kind: Names) -> Option<&[String]> {
        self.0.get(&kind).map(|known| known.ordered.as_slice())
    }

    /// Whether a name exists; none when names of this kind are not known here.
    pub fn has(&self, kind: Names, name: &str) -> Option<bool> {
        self.0.get(&kind).map(|known| known.sorted.contains(name))
    }

    /// Adds names of one kind; they become known even if there are none.
    pub fn add(&mut self, kind: Names, names: impl IntoIterator<Item = String>) {
        let known = self.0.entry(kind).or_default();
        for name in names {
            if known.sorted.insert(name.clone()) {
                known.ordered.push(name);
            }
        }
    }

    /// Adds everything that another scope knows.
    pub fn merge(&mut self, other: &Scope) {
        for (kind, known) in &other.0 {
            self.add(*kind, known.ordered.iter().cloned());
        }
    }

    /// Everything that a brain gives a name to, also one with mistakes in it.
    pub fn of_brain(brain: &Node) -> Scope {
        let mut scope = Scope::default();
        for (kind, section) in [
            (Names::Population, "populations"),
            (Names::Projection, "projections"),
            (Names::Trait, "traits"),
            (Names::Factor, "factors"),
            (Names::Coupling, "couplings"),
            (Names::Action, "actions"),
            (Names::Experience, "experiences"),
            (Names::Probe, "probes"),
            (Names::Readout, "readouts"),
        ] {
            scope.add(kind, keys(brain, section));
        }
        let is_clamped = |entry: &&Entry| entry.node.get("clamped").is_some_and(Node::is_true);
        let populations = || brain.table("populations").iter();
        let clamped = populations().filter(is_clamped);
        scope.add(
            Names::ClampedPopulation,
            clamped.map(|entry| entry.name.clone()),
        );
        for (kind, word) in [(Names::DayInput, "day"), (Names::EpisodeInput, "episode")] {
            let of_scope =
                |entry: &&Entry| entry.node.get("scope").and_then(Node::text) == Some(word);
            let inputs = brain.table("inputs").iter().filter(of_scope);
            scope.add(kind, inputs.map(|entry| entry.name.clone()));
        }
        scope.add(Names::Pattern, patterns(brain));
        for section in [
            "inputs", "traits", "factors", "signals", "tallies", "actions",
        ] {
            scope.add(Names::Readable, keys(brain, section));
        }
        for population in keys(brain, "populations") {
            let read = parts::names(Owner::Settling, false);
            scope.add(
                Names::Readable,
                read.map(|part| format!("{population}.{part}")),
            );
        }
        scope.add(Names::Target, targets(brain));
        scope
    }
}

fn keys(brain: &Node, section: &str) -> Vec<String> {
    brain
        .table(section)
        .iter()
        .map(|entry| entry.name.clone())
        .collect()
}

/// The named patterns of clamped populations.
fn patterns(brain: &Node) -> Vec<String> {
    let mut patterns = Vec::new();
    for Entry { name, node, .. } in brain.table("populations") {
        let named = node.list("names").iter().filter_map(Node::text);
        let placed = node.table("places").iter().map(|entry| entry.name.as_str());
        patterns.extend(named.chain(placed).map(|of| format!("{name}.{of}")));
    }
    patterns
}

/// Everything that a coupling of this brain can act on.
fn targets(brain: &Node) -> Vec<String> {
    let mut targets = keys(brain, "factors");
    targets.extend(keys(brain, "signals"));
    let mut add = |name: &str, owner: Owner| {
        targets.extend(parts::names(owner, true).map(|part| format!("{name}.{part}")));
    };
    for Entry { name, node, .. } in brain.table("populations") {
        let bump = node.get("code").and_then(Node::text) == Some("bump");
        if bump || node.get("clamped").is_some_and(Node::is_true) {
            add(name, Owner::Clamped);
        } else {
            add(name, Owner::Settling);
        }
        if bump {
            add(name, Owner::Bump);
        }
    }
    for (section, owner) in [
        ("projections", Owner::Projection),
        ("experiences", Owner::Experience),
        ("actions", Owner::Action),
    ] {
        for name in keys(brain, section) {
            add(&name, owner);
        }
    }
    add("night", Owner::Night);
    targets
}
