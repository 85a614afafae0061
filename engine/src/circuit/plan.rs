//! The layout of a circuit: which rows and columns stand for what.
//!
//! Rows are receivers: the settling populations, each padded to 8 units, all together padded to the vector width.
//! Columns are senders: first one column per row, then the clamped units. A column holds all receivers of one sender.

use super::definition::{CircuitDefinition, NightDefinition, ProjectionDefinition, Transfer};
use super::learning::LearningPass;
use super::population::{Population, place};
use super::reach::sender_runs;
use super::state::CircuitState;
use crate::kernels::{Inhibition, POPULATION_PADDING, Senders};
use crate::plasticity::{Poles, Rule, bcm::Bcm};
use core::ops::Range;
use ndarray::Array2;

/// A projection in its place. Weights are per synapse.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Name in the brain file.
    pub name: String,
    /// Index of the sending population.
    pub from: usize,
    /// Index of the receiving population.
    pub to: usize,
    /// Senders that make a fully active one: weight in the file = weight per synapse * fan-in.
    pub fan_in: f32,
    /// Weight per synapse at birth.
    pub initial: f32,
    /// Bounds per synapse.
    pub lower: f32,
    /// Bounds per synapse.
    pub upper: f32,
    /// Where potentiation and depression lead.
    pub poles: Poles,
    /// How it learns.
    pub rule: Option<Rule>,
    /// Its synapses may be pruned and grown.
    pub structural: bool,
    /// Share of the early part that becomes late in a night, before the gates.
    pub transfer: f32,
    /// Time constant with which the late part returns to its initial value, in days.
    pub turnover: f64,
}

/// Constants of the night for one sender.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SenderNight {
    pub columns: Range<usize>,
    pub initial: Vec<f32>,
    pub upper: Vec<f32>,
    /// 1 for receivers of a plastic excitatory projection.
    pub scaled: Vec<f32>,
    /// Plastic projections, with the rows that they reach.
    pub projections: Vec<(usize, Range<usize>)>,
}

/// A circuit laid out: everything that never changes and that all people share.
#[derive(Debug, Clone, PartialEq)]
pub struct Circuit {
    definition: CircuitDefinition,
    /// Populations in order of definition.
    pub populations: Vec<Population>,
    /// Projections in order of definition.
    pub projections: Vec<Projection>,
    /// Receivers, padded.
    pub rows: usize,
    /// Senders: rows, then clamped units.
    pub columns: usize,
    pub(super) slope: f32,
    /// The rate is so many times the logistic function,
    pub(super) scale: f32,
    /// plus this, but not below zero.
    pub(super) offset: f32,
    pub(super) rate: f32,
    pub(super) steps: usize,
    /// Populations that settle.
    pub(super) settling: Vec<usize>,
    /// Populations that are clamped.
    pub(super) clamped: Vec<usize>,
    /// Population of each eight rows; of rows behind the last population, that one.
    pub(super) population_of_rows: Vec<usize>,
    /// Rows without a unit.
    pub(super) padding: Vec<Range<usize>>,
    pub(super) threshold: Vec<f32>,
    /// Which settling senders reach which receivers.
    pub(super) senders: Senders,
    pub(super) inhibition: Inhibition,
    pub(super) passes: Vec<LearningPass>,
    pub(super) nights: Vec<SenderNight>,
    pub(super) initial: Vec<f32>,
    pub(super) exists: Vec<f32>,
    /// Total plastic excitatory input of a receiver at birth.
    pub(super) target_input: Vec<f32>,
    /// Receivers with a sliding threshold, each population once.
    pub(super) sliding: Vec<(Range<usize>, Bcm)>,
    pub(super) night: NightDefinition,
    /// No weight is changed by a night.
    pub(super) nights_do_nothing: bool,
}

impl Circuit {
    /// Lays a circuit out.
    ///
    /// # Errors
    /// If two projections join the same pair, a projection ends at a clamped population, an index is out of range, a
    /// population is empty, patterns do not divide a population, or BCM rules disagree on the threshold of a receiver.
    pub fn new(definition: &CircuitDefinition) -> Result<Self, String> {
        let (populations, rows, columns) = place(definition)?;
        // tanh(x) = 2 logistic(2 x) - 1.
        let (stretch, scale, offset) = match definition.settling.transfer {
            Transfer::Logistic => (1.0, 1.0, 0.0),
            Transfer::RectifiedTanh => (2.0, 2.0, -1.0),
        };
        let mut circuit = Circuit {
            definition: definition.clone(),
            rows,
            columns,
            slope: stretch * definition.settling.slope,
            scale,
            offset,
            rate: definition.settling.rate,
            steps: definition.settling.steps.max(1),
            settling: Vec::new(),
            clamped: Vec::new(),
            population_of_rows: Vec::new(),
            padding: Vec::new(),
            threshold: vec![0.0; rows],
            senders: Senders::new(Vec::new()),
            inhibition: Inhibition::new(rows, &[]),
            passes: Vec::new(),
            nights: Vec::new(),
            initial: vec![0.0; rows * columns],
            exists: vec![0.0; rows * columns],
            target_input: vec![0.0; rows],
            sliding: Vec::new(),
            night: definition.night,
            nights_do_nothing: false,
            populations,
            projections: Vec::new(),
        };
        circuit.place_units(definition)?;
        for projection in &definition.projections {
            circuit.connect(projection)?;
        }
        circuit.senders = Senders::new(sender_runs(&circuit.exists, circuit.rows));
        circuit.plan_learning(definition)?;
        circuit.plan_nights();
        Ok(circuit)
    }

    /// What was laid out: circuits that agree in it are the same.
    pub fn definition(&self) -> &CircuitDefinition {
        &self.definition
    }

    fn place_units(&mut self, definition: &CircuitDefinition) -> Result<(), String> {
        for (index, (population, defined)) in self
            .populations
            .iter()
            .zip(&definition.populations)
            .enumerate()
        {
            if population.clamped {
                self.clamped.push(index);
                continue;
            }
            self.settling.push(index);
            if population.columns.end < population.padded().end {
                self.padding
                    .push(population.columns.end..population.padded().end);
            }
            self.population_of_rows.extend(
                population
                    .padded()
                    .step_by(POPULATION_PADDING)
                    .map(|_| index),
            );
            let last = (population.columns.len() - 1).max(1) as f32;
            for (unit, row) in population.columns.clone().enumerate() {
                let place = 2.0 * unit as f32 / last - 1.0;
                self.threshold[row] = defined.threshold_spread.mul_add(place, defined.threshold);
            }
        }
        let used = POPULATION_PADDING * self.population_of_rows.len();
        if let Some(&last) = self.settling.last()
            && used < self.rows
        {
            self.padding.push(used..self.rows);
            self.population_of_rows
                .resize(self.rows / POPULATION_PADDING, last);
        }
        let mut pools = Vec::new();
        for pool in &definition.inhibition {
            let mut members = Vec::new();
            for &member in &pool.members {
                let population = self
                    .populations
                    .get(member)
                    .ok_or("inhibition names an unknown population")?;
                if population.clamped {
                    return Err(format!(
                        "population '{}' is clamped and cannot be inhibited",
                        population.name
                    ));
                }
                members.push(population.columns.clone());
            }
            pools.push((members, pool.strength));
        }
        self.inhibition = Inhibition::new(self.rows, &pools);
        Ok(())
    }

    fn connect(&mut self, defined: &ProjectionDefinition) -> Result<(), String> {
        let (from, to) = match (
            self.populations.get(defined.from),
            self.populations.get(defined.to),
        ) {
            (Some(from), Some(to)) => (from.clone(), to.clone()),
            _ => {
                return Err(format!(
                    "projection '{}' names an unknown population",
                    defined.name
                ));
            }
        };
        if to.clamped {
            return Err(format!(
                "projection '{}' ends at '{}', which is clamped",
                defined.name, to.name
            ));
        }
        if defined.matched && from.patterns != to.patterns {
            return Err(format!(
                "projection '{}' is matched, but '{}' has {} patterns and '{}' has {}",
                defined.name, from.name, from.patterns, to.name, to.patterns
            ));
        }
        if self
            .projections
            .iter()
            .any(|p| p.from == defined.from && p.to == defined.to)
        {
            return Err(format!(
                "projection '{}' is the second from '{}' to '{}'",
                defined.name, from.name, to.name
            ));
        }
        let fan_in = from.pattern_sum();
        let (lower, upper) = (defined.lower / fan_in, defined.upper / fan_in);
        let initial = defined.initial / fan_in;
        for column in from.columns.clone() {
            for row in to.columns.clone() {
                let same_pattern = (column - from.columns.start) / from.pattern_width()
                    == (row - to.columns.start) / to.pattern_width();
                if column == row || (defined.matched && !same_pattern) {
                    continue;
                }
                self.initial[column * self.rows + row] = initial;
                self.exists[column * self.rows + row] = 1.0;
            }
        }
        let (potentiated, depressed) = if defined.potentiates_lower {
            (lower, upper)
        } else {
            (upper, lower)
        };
        self.projections.push(Projection {
            name: defined.name.clone(),
            from: defined.from,
            to: defined.to,
            fan_in,
            initial,
            lower,
            upper,
            poles: Poles {
                potentiated,
                depressed,
            },
            rule: defined.rule,
            structural: defined.structural && defined.rule.is_some(),
            transfer: defined.transfer.unwrap_or(self.night.transfer),
            turnover: defined.turnover.unwrap_or(self.night.turnover),
        });
        Ok(())
    }

    fn plan_nights(&mut self) {
        let mut plastic = self.projections.iter().filter(|p| p.rule.is_some());
        self.nights_do_nothing = self.night.early_decay.is_infinite()
            && self.night.homeostasis.is_infinite()
            && plastic.all(|p| p.transfer == 0.0 && p.turnover.is_infinite());
        for (index, population) in self.populations.iter().enumerate() {
            let mut night = SenderNight {
                columns: population.columns.clone(),
                initial: vec![0.0; self.rows],
                upper: vec![f32::INFINITY; self.rows],
                scaled: vec![0.0; self.rows],
                projections: Vec::new(),
            };
            let all = self.projections.iter().enumerate();
            for (number, projection) in all.filter(|(_, p)| p.from == index) {
                let rows = self.populations[projection.to].columns.clone();
                night.initial[rows.clone()].fill(projection.initial);
                if projection.rule.is_none() {
                    continue;
                }
                night.projections.push((number, rows.clone()));
                night.upper[rows.clone()].fill(projection.upper);
                if projection.lower >= 0.0 {
                    night.scaled[rows].fill(1.0);
                }
            }
            if !night.projections.is_empty() {
                let columns = night.columns.start * self.rows..night.columns.end * self.rows;
                crate::kernels::scale_rows(
                    self.rows,
                    &self.initial[columns],
                    &night.scaled,
                    &mut self.target_input,
                );
                self.nights.push(night);
            }
        }
    }

    /// A circuit at birth.
    pub fn fresh(&self) -> CircuitState {
        CircuitState::new(self)
    }

    /// Weights of a projection as receivers x senders, in the units of the brain file (drive of a fully active sender).
    pub fn weights(&self, state: &CircuitState, projection: usize) -> Array2<f32> {
        let p = &self.projections[projection];
        let (from, to) = (
            &self.populations[p.from].columns,
            &self.populations[p.to].columns,
        );
        Array2::from_shape_fn((to.len(), from.len()), |(i, j)| {
            state.weights()[(from.start + j) * self.rows + to.start + i] * p.fan_in
        })
    }
}
