//! From a brain to the picture of what drives what: which boxes, in which columns, and which lines carry the argument.

use crate::report::pictures::brain_graph::{BrainGraph, Effect, GraphEdge, GraphNode};
use crate::spec::files::{BrainFile, Experience, Measure, Scope};
use crate::spec::relations::{Surroundings, owner};
use std::collections::BTreeSet;

const GIVEN: usize = 0;
const SLOW: usize = 1;
const MOMENT: usize = 2;
const CIRCUIT: usize = 3;
const OBSERVED: usize = 4;

const EVENTS: &str = "(events)";
const FELT: &str = "(felt)";
const THERAPY: &str = "(therapy)";
const LEARNING: &str = "(learning)";
const NIGHT: &str = "(night)";

/// A line between two boxes that are known by their names.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    from: String,
    to: String,
    effect: Effect,
    disputed: Option<(String, String)>,
}

/// The picture of a brain: what carries the argument, or everything.
pub(super) fn graph(around: &Surroundings, all: bool) -> BrainGraph {
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

/// Which box a name of the brain stands in.
struct Naming<'a> {
    around: &'a Surroundings,
    all: bool,
}

impl Naming<'_> {
    fn brain(&self) -> &BrainFile {
        &self.around.brain
    }

    /// The box of a signal or a target; none where it is left out.
    fn key(&self, name: &str) -> Option<String> {
        let brain = self.brain();
        let own = owner(name);
        if own == "night" {
            return Some(NIGHT.to_owned());
        }
        if let Some(population) = brain.populations.get(own) {
            return Some(if population.clamped { FELT } else { own }.to_owned());
        }
        if let Some(projection) = brain.projections.get(own) {
            return self.key(&projection.to);
        }
        if brain.experiences.get(own).is_some() {
            let within = brain.life.internal.iter().any(|internal| internal == own);
            return Some(if within { own } else { EVENTS }.to_owned());
        }
        if brain.traits.get(own).is_some() {
            return self.all.then(|| own.to_owned());
        }
        if let Some(input) = brain.inputs.get(own) {
            return match input.scope {
                Scope::Episode => self.episode_input(own),
                // What multiplies by one unless something is done to it is a technical handle, no cause.
                Scope::Day => {
                    (self.all || (input.default == 0.0 && self.is_set(own))).then(|| own.to_owned())
                }
            };
        }
        let gates = [&brain.gates.ltp, &brain.gates.ltd];
        if gates.into_iter().flatten().any(|gate| gate == own) {
            return Some(LEARNING.to_owned());
        }
        Some(own.to_owned())
    }

    /// Inputs of an episode belong to what sets them: what happens, what comes from within, or treatment.
    fn episode_input(&self, input: &str) -> Option<String> {
        let brain = self.brain();
        let setters: Vec<&str> = brain
            .experiences
            .iter()
            .filter(|(_, x)| sets(x, input))
            .map(|(name, _)| name)
            .collect();
        let within = |name: &&&str| {
            brain
                .life
                .internal
                .iter()
                .any(|internal| internal == **name)
        };
        if let Some(first) = setters.first() {
            let all_within = setters.iter().filter(within).count() == setters.len();
            return Some(if all_within { *first } else { EVENTS }.to_owned());
        }
        let treated = self
            .around
            .treatments
            .iter()
            .any(|(_, file)| file.experiences.iter().any(|(_, x)| sets(x, input)));
        treated.then(|| THERAPY.to_owned())
    }

    /// Whether a treatment, a scenario or a history sets an input of the day.
    fn is_set(&self, input: &str) -> bool {
        let is = |name: &Option<String>| name.as_deref() == Some(input);
        let by_treatment = self.around.treatments.iter().any(|(_, file)| {
            file.inputs.get(input).is_some()
                || file
                    .target
                    .as_ref()
                    .is_some_and(|target| target.input == input || is(&target.concentration_input))
        });
        let phases = self
            .around
            .scenarios
            .iter()
            .flat_map(|(_, file)| &file.phases);
        let mut all = phases.chain(
            self.around
                .histories
                .iter()
                .flat_map(|(_, file)| &file.phases),
        );
        by_treatment || all.any(|phase| phase.inputs.get(input).is_some())
    }

    /// Whether an input is how the brain sees a drug.
    fn is_drug(&self, key: &str) -> bool {
        let targets = self
            .around
            .treatments
            .iter()
            .filter_map(|(_, file)| file.target.as_ref());
        targets.into_iter().any(|target| target.input == key)
    }

    fn is_factor(&self, key: &str) -> bool {
        self.brain().factors.get(key).is_some()
    }

    fn is_population(&self, key: &str) -> bool {
        key == FELT || self.brain().populations.get(key).is_some()
    }

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

    fn column(&self, key: &str, lines: &[Line]) -> usize {
        let brain = self.brain();
        let into = |to: &str| {
            lines
                .iter()
                .filter(|line| line.to == to)
                .map(|line| line.from.clone())
                .collect::<Vec<_>>()
        };
        if key.starts_with("readout ") {
            OBSERVED
        } else if self.is_population(key) {
            CIRCUIT
        } else if [LEARNING, NIGHT].contains(&key) || brain.experiences.get(key).is_some() {
            MOMENT
        } else if [EVENTS, THERAPY].contains(&key)
            || brain.inputs.get(key).is_some()
            || brain.traits.get(key).is_some()
        {
            GIVEN
        } else if self.is_factor(key) {
            // A belief begins with a treatment.
            if into(key).is_empty() { GIVEN } else { SLOW }
        } else {
            let from = into(key);
            let to: Vec<&str> = lines
                .iter()
                .filter(|line| line.from == key)
                .map(|line| line.to.as_str())
                .collect();
            let on_circuit =
                |key: &str| self.is_population(key) || [LEARNING, NIGHT].contains(&key);
            if !from.is_empty() && from.iter().all(|from| self.is_population(from)) {
                OBSERVED
            } else if to.iter().any(|to| on_circuit(to)) && !to.iter().any(|to| self.is_factor(to))
            {
                MOMENT
            } else {
                SLOW
            }
        }
    }

    /// Title of the readout that shows a signal.
    fn title(&self, signal: &str) -> Option<String> {
        let shows = |measure: &Measure| matches!(measure, Measure::Signal { signal: shown, .. } if shown == signal);
        let mut readouts = self.brain().readouts.iter();
        readouts
            .find(|(_, readout)| shows(&readout.measure))
            .map(|(_, readout)| readout.title.clone())
    }

    fn label(&self, key: &str) -> String {
        let brain = self.brain();
        match key {
            EVENTS => "What happens".to_owned(),
            FELT => "What is felt".to_owned(),
            THERAPY => "Therapy, practice".to_owned(),
            LEARNING => "Speed of learning".to_owned(),
            NIGHT => "Night: keep, grow, prune".to_owned(),
            _ => match key.strip_prefix("readout ") {
                Some(name) => {
                    let whole: f64 = brain
                        .severity
                        .components
                        .iter()
                        .map(|component| component.weight)
                        .sum();
                    let own = brain
                        .severity
                        .components
                        .iter()
                        .find(|component| component.readout == name);
                    let share = own.map_or(0.0, |component| component.weight / whole);
                    let title = brain
                        .readouts
                        .get(name)
                        .map_or(name, |readout| &readout.title);
                    format!("{title} {}", super::words::percent(share))
                }
                None if self.is_drug(key) => format!(
                    "Drug: {}",
                    self.title(key).unwrap_or_else(|| key.replace('_', " "))
                ),
                None => self.title(key).unwrap_or_else(|| {
                    let spaced = key.replace('_', " ");
                    let mut letters = spaced.chars();
                    letters
                        .next()
                        .into_iter()
                        .flat_map(char::to_uppercase)
                        .chain(letters)
                        .collect()
                }),
            },
        }
    }
}

fn sets(experience: &Experience, input: &str) -> bool {
    let has = |value: Option<&f64>| value.is_some_and(|value| *value != 0.0);
    has(experience.inputs.get(input))
        || has(experience.recall_inputs.get(input))
        || has(experience
            .outcome_inputs
            .as_ref()
            .and_then(|inputs| inputs.get(input)))
}

/// Adds a line; undisputed ones between the same boxes are one.
fn join(lines: &mut Vec<Line>, line: Line) {
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

/// Leaves what lies between what is given and the severity, and draws chains as one line.
fn shorten(lines: &mut Vec<Line>, names: &Naming<'_>) {
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
