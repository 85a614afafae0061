//! A person and the working memory to live with.

use super::episode::WORDS;
use super::plan::{Distribution, LifePlan};
use super::scene::Scene;
use super::trials::Turn;
use crate::circuit::{Bumps, CircuitState, Codes, SIDE_BY_SIDE, Scratch, Stage};
use crate::physiology::{Phase, Today};
use crate::plasticity::Gates;
use crate::random::{Draws, Purpose, normal, uniform};
use std::sync::atomic::AtomicBool;

/// One person's whole state. A clone is a fork of the life.
#[derive(Debug, Clone)]
pub struct Life {
    /// Who this is.
    pub seed: u64,
    /// Days lived.
    pub day: u64,
    /// Signals, in the order of the graph's nodes.
    pub values: Vec<f64>,
    /// Synapses.
    pub circuit: CircuitState,
    /// What the units of the clamped populations stand for.
    pub codes: Codes,
}

impl Life {
    /// A newborn adult: traits drawn by address, synapses and factors at birth.
    pub fn begin(plan: &LifePlan, seed: u64) -> Self {
        let mut draws = Draws::of(seed);
        let mut values = plan.graph.initial();
        for t in &plan.traits {
            let mut words = [0u32; 2];
            draws.fill(Purpose::new("trait").and(&t.name), 0, 0, &mut words);
            values[t.node] = t.distribution.quantity(words);
        }
        plan.graph.scatter_factors(&mut values, &mut draws);
        plan.graph.compute_day(&mut values);
        Self {
            seed,
            day: 0,
            values,
            circuit: plan.circuit.fresh(),
            codes: Codes::new(&plan.circuit, &mut draws),
        }
    }

    /// This person's body with the synapses of `other`.
    pub fn with_synapses_of(&self, other: &Life) -> Self {
        Self {
            circuit: other.circuit.clone(),
            ..self.clone()
        }
    }

    /// This person's synapses with a body as at birth; traits stay.
    pub fn with_body_at_birth(&self, plan: &LifePlan) -> Self {
        Self {
            values: Life::begin(plan, self.seed).values,
            ..self.clone()
        }
    }
}

impl Distribution {
    /// The value for two random words.
    pub fn quantity(&self, words: [u32; 2]) -> f64 {
        match self {
            Distribution::Constant(value) => *value,
            Distribution::Normal { mean, sd, min, max } => {
                (mean + sd * normal(words[0], words[1])).clamp(*min, *max)
            }
            Distribution::LogNormal {
                median,
                sigma,
                min,
                max,
            } => (median * libm::exp(sigma * normal(words[0], words[1]))).clamp(*min, *max),
            Distribution::Uniform { low, high } => low + (high - low) * uniform(words[0]),
            Distribution::Choice {
                values,
                probabilities,
            } => {
                let u = uniform(words[0]);
                let mut sum = 0.0;
                for (value, p) in values.iter().zip(probabilities) {
                    sum += p;
                    if u < sum {
                        return *value;
                    }
                }
                values.last().copied().unwrap_or(0.0)
            }
        }
    }
}

/// Working memory for living: one per thread, its contents forgotten from person to person.
#[derive(Debug, Clone)]
pub struct Worker<'w> {
    /// Looked at between episodes: true ends the life.
    pub(super) stop: &'w AtomicBool,
    pub(super) scratch: Scratch,
    pub(super) stages: [Stage; SIDE_BY_SIDE],
    pub(super) scenes: [Scene; SIDE_BY_SIDE],
    pub(super) bumps: Bumps,
    pub(super) projection_gain: Vec<f32>,
    pub(super) gates: Vec<Gates>,
    pub(super) today: Today,
    /// Whether what an episode predicts or does acts on how it settles.
    pub(super) found_out_acts: bool,
    pub(super) targets: Vec<f64>,
    /// What each tally has of the day so far: a sum, or the last value; and the episodes that counted.
    pub(super) tally: Vec<(f64, f64)>,
    /// Consolidation of each projection in a night.
    pub(super) consolidation: Vec<f64>,
    pub(super) noisy: Vec<(usize, f64)>,
    /// Distinct lists of nodes whose product is a gate, and what they are now.
    pub(super) gate_nodes: Vec<Vec<usize>>,
    pub(super) products: Vec<f32>,
    /// For each projection, which of them gates potentiation and which depression.
    pub(super) gate_products: Vec<(usize, usize)>,
    /// Projection and node of the gains that stay for a day, and of those that an episode changes.
    day_gains: Vec<(usize, usize)>,
    pub(super) episode_gains: Vec<(usize, usize)>,
    pub(super) recall_words: Vec<u32>,
    pub(super) episode_words: Vec<u32>,
    /// The trials of a day in their order.
    pub(super) turns: Vec<Turn>,
    pub(super) averages: Vec<f64>,
    pub(super) counts: Vec<f64>,
    pub(super) probed: Vec<f64>,
    /// Signals of each framing of a probe.
    pub(super) framed: Vec<Vec<f64>>,
    pub(super) readings: Vec<f32>,
}

/// Nobody stops these.
static NEVER: AtomicBool = AtomicBool::new(false);

impl Worker<'static> {
    /// Working memory for a plan.
    pub fn new(plan: &LifePlan) -> Self {
        Worker::watched(plan, &NEVER)
    }
}

impl<'w> Worker<'w> {
    /// Working memory for a plan; a life in it ends, even within a day, once `stop` is true.
    pub fn watched(plan: &LifePlan, stop: &'w AtomicBool) -> Self {
        let populations = plan.populations.len();
        let closed = Gates {
            ltp: 0.0,
            ltd: 0.0,
            third: 0.0,
        };
        let mut gate_nodes: Vec<Vec<usize>> = Vec::new();
        let mut place = |nodes: &Vec<usize>| {
            gate_nodes
                .iter()
                .position(|n| n == nodes)
                .unwrap_or_else(|| {
                    gate_nodes.push(nodes.clone());
                    gate_nodes.len() - 1
                })
        };
        let gate_products = plan.projections.iter();
        let gate_products = gate_products.map(|p| (place(&p.ltp), place(&p.ltd)));
        let gate_products: Vec<_> = gate_products.collect();
        let gains = plan.projections.iter().map(|p| p.gain).enumerate();
        let (day_gains, episode_gains) =
            gains.partition(|&(_, node)| plan.graph.phase(node) == Phase::Day);
        Self {
            stop,
            scratch: Scratch::new(&plan.circuit),
            stages: core::array::from_fn(|_| Stage::new(&plan.circuit)),
            scenes: core::array::from_fn(|_| Scene::new(plan)),
            bumps: Bumps::new(&plan.circuit),
            projection_gain: vec![1.0; plan.projections.len()],
            gates: vec![closed; plan.projections.len()],
            today: Today::default(),
            found_out_acts: plan
                .read_by_settles()
                .any(|node| plan.graph.phase(node) > Phase::Before),
            targets: Vec::with_capacity(plan.graph.nodes.len()),
            tally: vec![(0.0, 0.0); plan.tallies.len()],
            consolidation: vec![1.0; plan.projections.len()],
            noisy: plan.graph.noisy_inputs(),
            products: vec![0.0; gate_nodes.len()],
            gate_nodes,
            gate_products,
            day_gains,
            episode_gains,
            recall_words: Vec::with_capacity(512),
            episode_words: Vec::with_capacity(64 * WORDS),
            turns: Vec::with_capacity(64),
            averages: vec![0.0; plan.readouts.len()],
            counts: vec![0.0; plan.internal.len()],
            probed: vec![0.0; plan.probes.len() * populations],
            framed: {
                let framings = plan.probes.iter().map(|probe| probe.framings.len()).max();
                vec![vec![0.0; plan.graph.nodes.len()]; framings.unwrap_or(0)]
            },
            readings: vec![0.0; plan.readings()],
        }
    }

    /// Begins the means of a new week.
    pub(super) fn forget_week(&mut self) {
        self.averages.fill(0.0);
        self.counts.fill(0.0);
    }

    /// Takes over what stays as it is until the next day.
    pub(super) fn begin_day(&mut self, plan: &LifePlan, values: &[f64]) {
        plan.graph.begin_day(values, &mut self.today);
        for &(projection, node) in &self.day_gains {
            self.projection_gain[projection] = values[node] as f32;
        }
    }
}
