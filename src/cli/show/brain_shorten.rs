//! What a brain's picture leaves out: what does not lie between what is given and the severity, and what only passes on.

use super::brain_graph::{Line, join};
use super::brain_names::{EVENTS, LEARNING, NIGHT, Naming, THERAPY};
use crate::report::pictures::brain_graph::Effect;
use std::collections::BTreeSet;

/// Leaves what lies between what is given and the severity, and draws chains as one line.
pub(super) fn shorten(lines: &mut Vec<Line>, names: &Naming<'_>) {
    loop {
        let before = lines.clone();
        prune(lines, names);
        contract(lines, names);
        if *lines == before {
            return;
        }
    }
}

fn prune(lines: &mut Vec<Line>, names: &Naming<'_>) {
    let brain = names.brain();
    let given = |key: &str| {
        [EVENTS, THERAPY].contains(&key)
            || brain.inputs.get(key).is_some()
            || names.around.treatments.iter().any(|(_, file)| {
                file.belief
                    .as_ref()
                    .is_some_and(|belief| belief.factor == key)
            })
    };
    let reached = closure(lines, |key| given(key), true, names);
    let leading = closure(lines, |key| key.starts_with("readout "), false, names);
    lines.retain(|line| {
        line.disputed.is_some()
            || [&line.from, &line.to]
                .into_iter()
                .all(|key| reached.contains(key) && leading.contains(key))
    });
}

/// Everything that follows from some boxes, or leads to them.
fn closure(
    lines: &[Line],
    start: impl Fn(&str) -> bool,
    forward: bool,
    names: &Naming<'_>,
) -> BTreeSet<String> {
    let mut ways: Vec<(String, String)> = lines
        .iter()
        .map(|line| (line.from.clone(), line.to.clone()))
        .collect();
    // The projections of the circuit, and what acts on all that learn.
    for (_, projection) in names.brain().projections.iter() {
        let (from, to) = (names.key(&projection.from), names.key(&projection.to));
        if projection.rule.is_some() {
            for whole in [LEARNING, NIGHT] {
                ways.extend(to.clone().map(|to| (whole.to_owned(), to)));
            }
        }
        ways.extend(from.zip(to));
    }
    let mut known: BTreeSet<String> = ways
        .iter()
        .flat_map(|(from, to)| [from, to])
        .filter(|key| start(key))
        .cloned()
        .collect();
    loop {
        let before = known.len();
        for (from, to) in &ways {
            let (from, to) = if forward { (from, to) } else { (to, from) };
            if known.contains(from) {
                known.insert(to.clone());
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Replaces a box that only passes on by lines past it.
fn contract(lines: &mut Vec<Line>, names: &Naming<'_>) {
    let brain = names.brain();
    let keys: BTreeSet<String> = lines.iter().map(|line| line.from.clone()).collect();
    for key in keys {
        let touching = || {
            lines
                .iter()
                .filter(|line| line.from == key || line.to == key)
        };
        let passes = brain.tallies.get(&key).is_some()
            || brain.signals.get(&key).is_some()
            || names.is_factor(&key);
        if !passes
            || touching().any(|line| line.disputed.is_some())
            || lines
                .iter()
                .any(|line| line.from == key && line.to.starts_with("readout "))
        {
            continue;
        }
        let only_events = lines
            .iter()
            .filter(|line| line.from == key)
            .all(|line| line.to == EVENTS);
        if !only_events && names.title(&key).is_some() {
            continue;
        }
        let into: Vec<Line> = lines
            .iter()
            .filter(|line| line.to == key)
            .cloned()
            .collect();
        let out: Vec<Line> = lines
            .iter()
            .filter(|line| line.from == key)
            .cloned()
            .collect();
        let simple = match names.is_factor(&key) {
            true => into.len() == 1 && out.len() == 1,
            false => into.len().min(out.len()) == 1 && into.len().max(out.len()) <= 3,
        };
        if into.is_empty() || !simple {
            continue;
        }
        lines.retain(|line| line.from != key && line.to != key);
        for a in &into {
            for b in &out {
                let effect = match (a.effect, b.effect) {
                    (Effect::Both, _) | (_, Effect::Both) => Effect::Both,
                    (a, b) if a == b => Effect::Raises,
                    _ => Effect::Lowers,
                };
                join(
                    lines,
                    Line {
                        from: a.from.clone(),
                        to: b.to.clone(),
                        effect,
                        disputed: None,
                    },
                );
            }
        }
    }
}
