//! From a brain to the picture of what drives what: which boxes, in which columns, and which lines carry the argument.

use super::brain_names::{CIRCUIT, LEARNING, NIGHT, Naming};
use super::brain_shorten::shorten;
use crate::report::pictures::brain_graph::{BrainGraph, Effect, GraphEdge, GraphNode};
use crate::spec::files::Measure;
use crate::spec::relations::Surroundings;

/// A line between two boxes that are known by their names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub from: String,
    pub to: String,
    pub effect: Effect,
    pub disputed: Option<(String, String)>,
}

/// The picture of a brain: what carries the argument, or everything.
pub(in crate::cli) fn graph(around: &Surroundings, all: bool) -> BrainGraph {
    let names = Naming { around, all };
    let mut lines = names.lines();
    if !all {
        shorten(&mut lines, &names);
    }
    let mut keys: Vec<String> = Vec::new();
    for line in &lines {
        for key in [&line.from, &line.to] {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    let place = |key: &String| keys.iter().position(|known| known == key);
    let edges = lines.iter().filter_map(|line| {
        Some(GraphEdge {
            from: place(&line.from)?,
            to: place(&line.to)?,
            effect: line.effect,
            disputed: line.disputed.clone(),
        })
    });
    let brain = &around.brain;
    let disputed = lines.iter().filter(|line| line.disputed.is_some()).count();
    BrainGraph {
        title: format!("{}: what drives what", brain.title),
        subtitle: format!(
            "Grey lines are common to all accounts; the {disputed} dashed ones are what the accounts of the drug disagree about. {}",
            if all {
                "All lines are shown."
            } else {
                "Lines that lead nowhere near the severity are left out, chains are drawn as one line."
            }
        ),
        columns: [
            "Given",
            "Slow physiology",
            "In the moment",
            "Circuit that learns",
            "Observed: share of severity",
        ]
        .map(str::to_owned)
        .to_vec(),
        whole: Some(CIRCUIT),
        edges: edges.collect(),
        nodes: keys
            .iter()
            .map(|key| GraphNode {
                label: names.label(key),
                column: names.column(key, &lines),
                acts_on_whole: key == LEARNING || key == NIGHT,
            })
            .collect(),
    }
}

impl Naming<'_> {
    fn lines(&self) -> Vec<Line> {
        let brain = self.brain();
        let mut found = Vec::new();
        for (name, coupling) in brain.couplings.iter() {
            let effect = if coupling.strength < 0.0 {
                Effect::Lowers
            } else {
                Effect::Raises
            };
            let disputed = coupling
                .contested
                .then(|| (coupling.meaning.clone(), name.to_owned()));
            let from = std::iter::once(&coupling.from).chain(&coupling.times);
            for (n, from) in from.enumerate() {
                // What multiplies a disputed line is itself not in dispute.
                let disputed = disputed.clone().filter(|_| n == 0);
                self.add(&mut found, from, &coupling.to, effect, disputed);
            }
        }
        for (name, tally) in brain.tallies.iter() {
            self.add(&mut found, &tally.of, name, Effect::Raises, None);
        }
        for (_, projection) in brain.projections.iter() {
            if let Some(third) = &projection.third_factor {
                self.add(&mut found, third, &projection.to, Effect::Raises, None);
            }
            let gates = [&projection.ltp, &projection.ltd]
                .into_iter()
                .flatten()
                .flatten();
            for gate in gates {
                self.add(&mut found, gate, &projection.to, Effect::Raises, None);
            }
            if self.all {
                let effect = if projection.initial < 0.0 {
                    Effect::Lowers
                } else {
                    Effect::Raises
                };
                self.add(&mut found, &projection.from, &projection.to, effect, None);
            }
        }
        found.extend(self.severity());
        found
    }

    fn add(
        &self,
        lines: &mut Vec<Line>,
        from: &str,
        to: &str,
        effect: Effect,
        disputed: Option<(String, String)>,
    ) {
        if let (Some(from), Some(to)) = (self.key(from), self.key(to)) {
            join(
                lines,
                Line {
                    from,
                    to,
                    effect,
                    disputed,
                },
            );
        }
    }

    /// Lines to the readouts of which the severity is made.
    fn severity(&self) -> Vec<Line> {
        let brain = self.brain();
        let mut found = Vec::new();
        for component in &brain.severity.components {
            let Some(readout) = brain.readouts.get(&component.readout) else {
                continue;
            };
            let to = format!("readout {}", component.readout);
            let mut add = |from: Option<String>, weight: f64| {
                if let Some(from) = from {
                    let effect = if weight < 0.0 {
                        Effect::Lowers
                    } else {
                        Effect::Raises
                    };
                    join(
                        &mut found,
                        Line {
                            from,
                            to: to.clone(),
                            effect,
                            disputed: None,
                        },
                    );
                }
            };
            match &readout.measure {
                Measure::Probe { terms, .. } => terms
                    .iter()
                    .for_each(|term| add(self.key(&term.population), term.weight)),
                Measure::Signal { signal, .. } => add(self.key(signal), 1.0),
                Measure::Count { experience } => add(self.key(experience), 1.0),
                Measure::Weight { projection } => add(self.key(projection), 1.0),
                Measure::Spines | Measure::EarlyMass | Measure::LateMass => {
                    add(Some(LEARNING.to_owned()), 1.0)
                }
            }
        }
        found
    }
}

/// Adds a line; undisputed ones between the same boxes are one.
pub(super) fn join(lines: &mut Vec<Line>, line: Line) {
    if line.from == line.to {
        return;
    }
    let same = |known: &&mut Line| {
        known.from == line.from
            && known.to == line.to
            && known.disputed.is_none()
            && line.disputed.is_none()
    };
    match lines.iter_mut().find(same) {
        Some(known) if known.effect != line.effect => known.effect = Effect::Both,
        Some(_) => {}
        None => lines.push(line),
    }
}
