//! Learning: every plastic projection takes one step from the rates of an episode.

use super::definition::CircuitDefinition;
use super::episode::Stage;
use super::plan::Circuit;
use super::senders::SenderMemory;
use super::state::{CircuitState, Parts};
use crate::kernels::lanes::{Lanes, Plain};
#[cfg(target_arch = "x86_64")]
use crate::kernels::lanes::{Middle, Wide};
use crate::kernels::{POPULATION_PADDING, ROW_PADDING, RuleBlock, learn_block, on_widest_vectors};
use crate::plasticity::{Affine, Gates, Receiver, Rule, SenderFactors};
use core::ops::Range;

/// Episodes over which the running mean of a rate is taken.
const MEAN_EPISODES: f32 = 100.0;

/// The plastic projections of one sender that read it in the same way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LearningPass {
    pub columns: Range<usize>,
    pub trace: bool,
    pub factors: SenderFactors,
    pub projections: Vec<usize>,
    pub blocks: Vec<LearningBlock>,
}

/// Sixteen receivers of a pass.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LearningBlock {
    /// First of the rows.
    pub row: usize,
    /// The projection that ends at each half, with its rule.
    pub projections: [Option<(usize, Rule)>; 2],
    /// Bounds of each row.
    pub lower: [f32; ROW_PADDING],
    pub upper: [f32; ROW_PADDING],
}

impl LearningBlock {
    fn at(row: usize) -> Self {
        Self {
            row,
            projections: [None; 2],
            lower: [f32::NEG_INFINITY; ROW_PADDING],
            upper: [f32::INFINITY; ROW_PADDING],
        }
    }
}

impl Circuit {
    /// Gathers the projections that learn together.
    ///
    /// # Errors
    /// If two BCM projections would slide the threshold of one population differently.
    pub(super) fn plan_learning(&mut self, definition: &CircuitDefinition) -> Result<(), String> {
        for (index, (projection, defined)) in self
            .projections
            .iter()
            .zip(&definition.projections)
            .enumerate()
        {
            let Some(rule) = projection.rule else {
                continue;
            };
            let (from, to) = (
                &self.populations[projection.from],
                &self.populations[projection.to],
            );
            let (trace, factors) = (defined.trace && !from.clamped, rule.sender_factors());
            let same = |pass: &LearningPass| {
                pass.columns == from.columns && pass.trace == trace && pass.factors == factors
            };
            let position = self.passes.iter().position(same).unwrap_or_else(|| {
                self.passes.push(LearningPass {
                    columns: from.columns.clone(),
                    trace,
                    factors,
                    projections: Vec::new(),
                    blocks: Vec::new(),
                });
                self.passes.len() - 1
            });
            let pass = &mut self.passes[position];
            pass.projections.push(index);
            for octet in to.padded().step_by(POPULATION_PADDING) {
                let (row, place) = (octet / ROW_PADDING * ROW_PADDING, octet % ROW_PADDING);
                let found = pass.blocks.iter().position(|b| b.row == row);
                let block = found.unwrap_or_else(|| {
                    pass.blocks.push(LearningBlock::at(row));
                    pass.blocks.len() - 1
                });
                let block = &mut pass.blocks[block];
                block.projections[place / POPULATION_PADDING] = Some((index, rule));
                let units = place..place + POPULATION_PADDING.min(to.columns.end - octet);
                block.lower[units.clone()].fill(projection.lower);
                block.upper[units].fill(projection.upper);
            }
            if let Rule::Bcm(bcm) = rule {
                match self.sliding.iter().find(|(rows, _)| *rows == to.columns) {
                    Some((_, other)) if !bcm.slides_like(other) => {
                        return Err(format!(
                            "projection '{}': the threshold of '{}' slides with another target_rate or threshold_episodes \
                             in a projection before it",
                            projection.name, to.name
                        ));
                    }
                    Some(_) => {}
                    None => self.sliding.push((to.columns.clone(), bcm)),
                }
            }
        }
        Ok(())
    }

    /// Learns from what a stage settled to. `gates` holds one entry per projection; `senders` is working memory.
    pub(super) fn learn_with(
        &self,
        state: &mut CircuitState,
        gates: &[Gates],
        stage: &Stage,
        senders: &mut SenderMemory,
    ) {
        let mut parts = state.parts();
        learn_passes(self, &mut parts, gates, stage, senders);
        for (rows, bcm) in &self.sliding {
            let thresholds = parts.threshold[rows.clone()].iter_mut();
            for (threshold, &rate) in thresholds.zip(&stage.rates[rows.clone()]) {
                *threshold = bcm.slide(*threshold, rate);
            }
        }
        let (settling, clamped) = parts.mean.split_at_mut(self.rows);
        approach(settling, &stage.trace);
        approach(clamped, &stage.levels);
    }
}

/// Moves running means by one episode.
fn approach(means: &mut [f32], now: &[f32]) {
    for (mean, &now) in means.iter_mut().zip(now) {
        *mean += (now - *mean) * (1.0 / MEAN_EPISODES);
    }
}

on_widest_vectors! {
    /// All passes of an episode in one call, so that the instructions of the machine are chosen once.
    fn learn_passes(circuit: &Circuit, parts: &mut Parts, gates: &[Gates], stage: &Stage, senders: &mut SenderMemory) = learn_passes_on::<[Wide], [Middle], [Plain]>
}

#[inline(always)]
fn learn_passes_on<V: Lanes>(
    circuit: &Circuit,
    parts: &mut Parts,
    gates: &[Gates],
    stage: &Stage,
    senders: &mut SenderMemory,
) {
    senders.begin(stage);
    for pass in &circuit.passes {
        if pass.projections.iter().any(|&p| is_open(gates[p])) {
            let factors = senders.factors(pass, parts, stage);
            learn_pass::<V>(circuit, pass, parts, gates, stage, factors);
        }
    }
}

/// Whether anything is learned through these gates.
#[inline(always)]
fn is_open(gates: Gates) -> bool {
    gates.ltp != 0.0 || gates.ltd != 0.0
}

#[inline(always)]
fn learn_pass<V: Lanes>(
    circuit: &Circuit,
    pass: &LearningPass,
    parts: &mut Parts,
    gates: &[Gates],
    stage: &Stage,
    senders: [&[f32]; 2],
) {
    let rows = circuit.rows;
    let synapses = pass.columns.start * rows..pass.columns.end * rows;
    let (weights, mask) = (&mut parts.weights[synapses.clone()], &parts.mask[synapses]);
    for block in &pass.blocks {
        let mut learning = block.projections.iter().flatten();
        if !learning.any(|&(p, _)| is_open(gates[p])) {
            continue;
        }
        let receiver = Receiver {
            rate: V::load(rows_of(&stage.rates, block.row)),
            mean: V::load(rows_of(parts.mean, block.row)),
            threshold: V::load(rows_of(parts.threshold, block.row)),
        };
        let first = affine(circuit, block.projections[0], receiver, gates);
        let second = affine(circuit, block.projections[1], receiver, gates);
        let update = RuleBlock {
            gain: halves(first.gain, second.gain),
            decay: halves(first.decay, second.decay),
            lower: V::load(&block.lower),
            upper: V::load(&block.upper),
        };
        learn_block::<V>(rows, block.row, weights, mask, senders, &update);
    }
}

/// What a projection does to sixteen receivers; nothing if there is none.
#[inline(always)]
fn affine<V: Lanes>(
    circuit: &Circuit,
    projection: Option<(usize, Rule)>,
    receiver: Receiver<V>,
    gates: &[Gates],
) -> Affine<V> {
    match projection {
        None => Affine {
            gain: (V::all(0.0), V::all(0.0)),
            decay: (V::all(0.0), V::all(0.0)),
        },
        Some((index, rule)) => {
            rule.affine(receiver, gates[index], circuit.projections[index].poles)
        }
    }
}

#[inline(always)]
fn halves<V: Lanes>(a: (V, V), b: (V, V)) -> (V, V) {
    (a.0.first_half_and(b.0), a.1.first_half_and(b.1))
}

#[inline(always)]
fn rows_of(numbers: &[f32], first: usize) -> &[f32; ROW_PADDING] {
    &numbers[first..first + ROW_PADDING].as_chunks().0[0]
}

#[cfg(test)]
mod tests {
    use crate::circuit::{
        Circuit, CircuitDefinition, Code, NightDefinition, PopulationDefinition,
        ProjectionDefinition, Scratch, SettlingDefinition, Stage, Transfer,
    };
    use crate::plasticity::{Gates, Rule, bcm::Bcm};

    const BCM: Bcm = Bcm {
        learning_rate: 0.01,
        threshold_episodes: 20.0,
        target_rate: 0.4,
    };

    /// Two clamped populations that end at one cell by BCM.
    fn two_onto_one(first: Bcm, second: Bcm) -> Result<Circuit, String> {
        let population = |name: &str, clamped| PopulationDefinition {
            name: name.to_owned(),
            size: 1,
            patterns: 1,
            code: Code::Blocks,
            names: Vec::new(),
            clamped,
            threshold: 0.0,
            threshold_spread: 0.0,
        };
        let projection = |name: &str, from, bcm| ProjectionDefinition {
            name: name.to_owned(),
            from,
            to: 2,
            matched: false,
            initial: 0.5,
            lower: 0.0,
            upper: 1.0,
            rule: Some(Rule::Bcm(bcm)),
            trace: false,
            potentiates_lower: false,
            structural: false,
            transfer: None,
            turnover: None,
        };
        Circuit::new(&CircuitDefinition {
            populations: vec![
                population("first", true),
                population("second", true),
                population("cell", false),
            ],
            projections: vec![
                projection("first_to_cell", 0, first),
                projection("second_to_cell", 1, second),
            ],
            inhibition: Vec::new(),
            settling: SettlingDefinition {
                steps: 40,
                rate: 0.5,
                transfer: Transfer::RectifiedTanh,
                slope: 1.0,
            },
            night: NightDefinition {
                transfer: 0.0,
                early_decay: f64::INFINITY,
                turnover: f64::INFINITY,
                homeostasis: f64::INFINITY,
                prune_below: 0.0,
                quiet_weeks: 255,
                pruning: 0.0,
                growth: 0.0,
                newborn: 0.0,
            },
        })
    }

    #[test]
    fn a_threshold_slides_once_however_many_projections_end_at_its_receiver() {
        let circuit = two_onto_one(BCM, BCM).unwrap();
        let (mut state, mut scratch) = (circuit.fresh(), Scratch::new(&circuit));
        let mut stage = Stage::new(&circuit);
        stage.levels.fill(1.0);
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        circuit.start(&mut stage, &[0.0; 3]);
        let stages = core::slice::from_mut(&mut stage);
        circuit.settle(&state, &[1.0; 2], stages, &mut scratch);
        circuit.learn(&mut state, &[gates; 2], &stage, &mut scratch);
        // tanh(0.5 + 0.5); forty steps leave nothing of the start, so a few roundings remain.
        let expected = 1.0_f32.tanh().powi(2) / 0.4 / 20.0;
        let cell = circuit.populations[2].columns.start;
        let threshold = state.parts().threshold[cell];
        assert!(
            (threshold - expected).abs() < 1e-5,
            "{threshold} {expected}"
        );
    }

    #[test]
    fn rules_that_disagree_on_a_threshold_are_refused() {
        let other = Bcm {
            target_rate: 0.3,
            ..BCM
        };
        let refused = two_onto_one(BCM, other).unwrap_err();
        assert!(
            refused.contains("second_to_cell") && refused.contains("target_rate"),
            "{refused}"
        );
    }
}
