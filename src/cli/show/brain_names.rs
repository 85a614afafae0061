//! In which box of a brain's picture a name stands, in which column, and what the box is called.

use super::brain_graph::Line;
use crate::spec::files::{BrainFile, Experience, Measure, Scope};
use crate::spec::relations::{Surroundings, owner};

const GIVEN: usize = 0;
const SLOW: usize = 1;
const MOMENT: usize = 2;
pub(super) const CIRCUIT: usize = 3;
const OBSERVED: usize = 4;

pub(super) const EVENTS: &str = "(events)";
const FELT: &str = "(felt)";
pub(super) const THERAPY: &str = "(therapy)";
pub(super) const LEARNING: &str = "(learning)";
pub(super) const NIGHT: &str = "(night)";

/// Which box a name of the brain stands in.
pub(super) struct Naming<'a> {
    pub around: &'a Surroundings,
    pub all: bool,
}

impl Naming<'_> {
    pub(super) fn brain(&self) -> &BrainFile {
        &self.around.brain
    }

    /// The box of a signal or a target; none where it is left out.
    pub(super) fn key(&self, name: &str) -> Option<String> {
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
                    .targets
                    .iter()
                    .any(|target| target.input == input || is(&target.concentration_input))
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
            .flat_map(|(_, file)| &file.targets);
        targets.into_iter().any(|target| target.input == key)
    }

    pub(super) fn is_factor(&self, key: &str) -> bool {
        self.brain().factors.get(key).is_some()
    }

    pub(super) fn is_population(&self, key: &str) -> bool {
        key == FELT || self.brain().populations.get(key).is_some()
    }

    pub(super) fn column(&self, key: &str, lines: &[Line]) -> usize {
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
    pub(super) fn title(&self, signal: &str) -> Option<String> {
        let shows = |measure: &Measure| matches!(measure, Measure::Signal { signal: shown, .. } if shown == signal);
        let mut readouts = self.brain().readouts.iter();
        readouts
            .find(|(_, readout)| shows(&readout.measure))
            .map(|(_, readout)| readout.title.clone())
    }

    pub(super) fn label(&self, key: &str) -> String {
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
