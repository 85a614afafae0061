//! When things are known: a coupling must not ask for something earlier than it is there.

use super::brain::Contested;
use super::contradiction;
use crate::physiology::Phase;
use crate::spec::diagnostics::Diagnostic;
use crate::spec::document::{Entry, Node};
use std::collections::BTreeMap;

/// Couplings that come too late for what they act on.
pub(super) fn too_late(root: &Node, contested: Contested) -> Vec<Diagnostic> {
    let mut known = Known::of(root, contested);
    let mut found = Vec::new();
    for entry in acting(root, contested) {
        let Some((latest, when)) = entry
            .node
            .get("to")
            .and_then(Node::text)
            .and_then(|to| needed(root, to))
        else {
            continue;
        };
        let sources = entry.node.get("from").into_iter();
        for source in sources.chain(entry.node.list("times")) {
            found.extend(known.too_late(source, latest, when));
        }
    }
    for projection in root.table("projections") {
        for gate in projection.node.list("consolidation") {
            found.extend(known.too_late(gate, Phase::Day, "in the night"));
        }
    }
    found
}

fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Day => "in the morning of a day",
        Phase::Before => "when an episode begins",
        Phase::Predicted => "when an episode has settled for the first time",
        Phase::Chosen => "when an action has been chosen",
        Phase::After => "when an episode is over",
    }
}

/// By when what ends at a target must be known; none for signals, which are computed when their sources are.
fn needed(root: &Node, target: &str) -> Option<(Phase, &'static str)> {
    let is = |section: &str, name: &str| root.table(section).iter().any(|e| e.name == name);
    let morning = Some((Phase::Day, "in the morning of a day"));
    let Some((owner, handle)) = target.split_once('.') else {
        return is("factors", target).then_some(()).and(morning);
    };
    match handle {
        "odds" | "rate" if is("experiences", owner) => morning,
        _ if owner == "night" => morning,
        "urge" => Some((Phase::Predicted, "before an action is chosen")),
        _ => Some((Phase::Chosen, "before an episode settles for the last time")),
    }
}

fn acting(root: &Node, contested: Contested) -> impl Iterator<Item = &Entry> {
    let disputed = |node: &Node| node.get("contested").is_some_and(Node::is_true);
    let couplings = root.table("couplings").iter();
    couplings.filter(move |entry| contested == Contested::Counts || !disputed(&entry.node))
}

/// When each signal is known, found out as it is asked for.
struct Known<'a> {
    /// What ends at each signal.
    sources: BTreeMap<&'a str, Vec<&'a str>>,
    phases: BTreeMap<&'a str, Phase>,
}

impl<'a> Known<'a> {
    fn of(root: &'a Node, contested: Contested) -> Self {
        let mut phases = BTreeMap::new();
        for Entry { name, node, .. } in root.table("inputs") {
            if node.get("scope").and_then(Node::text) == Some("episode") {
                phases.insert(name.as_str(), Phase::Before);
            }
        }
        for Entry { name, .. } in root.table("actions") {
            phases.insert(name.as_str(), Phase::Chosen);
        }
        let signals = root.table("signals").iter();
        let mut sources: BTreeMap<&str, Vec<&str>> =
            signals.map(|e| (e.name.as_str(), Vec::new())).collect();
        for Entry { node, .. } in acting(root, contested) {
            let into = node.get("to").and_then(Node::text);
            if let Some(list) = into.and_then(|to| sources.get_mut(to)) {
                let from = node.get("from").into_iter().chain(node.list("times"));
                list.extend(from.filter_map(Node::text));
            }
        }
        Self { sources, phases }
    }

    fn too_late(&mut self, source: &'a Node, latest: Phase, when: &str) -> Option<Diagnostic> {
        let name = source.text()?;
        let phase = self.phase(name);
        let message = format!(
            "{name:?} is needed {when}, but is known only {}",
            word(phase)
        );
        (phase > latest).then(|| {
            contradiction(&source.place, message)
                .allowed(format!("what is known {}, or earlier", word(latest)))
                .next("couple a tally of it, or a factor, instead")
        })
    }

    fn phase(&mut self, name: &'a str) -> Phase {
        if let Some(&known) = self.phases.get(name) {
            return known;
        }
        if name.ends_with(".prediction") {
            return Phase::Predicted;
        }
        if name.ends_with(".activity") {
            return Phase::After;
        }
        // A circle of signals is reported as one; here it must only come to an end.
        self.phases.insert(name, Phase::Day);
        let sources = self.sources.get(name).cloned().unwrap_or_default();
        let latest = sources.into_iter().map(|source| self.phase(source)).max();
        let phase = latest.unwrap_or(Phase::Day);
        self.phases.insert(name, phase);
        phase
    }
}
