//! Learning: every plastic projection takes one step from the rates of an episode.

use super::definition::CircuitDefinition;
use super::episode::Stage;
use super::plan::Circuit;
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
    pub(super) fn plan_learning(&mut self, definition: &CircuitDefinition) {
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
                self.bcm_rows
                    .push((to.columns.clone(), bcm.threshold_episodes));
            }
        }
    }

    /// Learns from what a stage settled to. `gates` holds one entry per projection; `senders` is working memory.
    pub(super) fn learn_with(
        &self,
        state: &mut CircuitState,
        gates: &[Gates],
        stage: &Stage,
        senders: &mut Vec<(f32, f32)>,
    ) {
        let mut parts = state.parts();
        learn_passes(self, &mut parts, gates, stage, senders);
        for (range, episodes) in &self.bcm_rows {
            for row in range.clone() {
                let rate = stage.rates[row];
                parts.threshold[row] += (rate * rate - parts.threshold[row]) / episodes;
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
    fn learn_passes(circuit: &Circuit, parts: &mut Parts, gates: &[Gates], stage: &Stage, senders: &mut Vec<(f32, f32)>) = learn_passes_on::<[Wide], [Middle], [Plain]>
}

#[inline(always)]
fn learn_passes_on<V: Lanes>(
    circuit: &Circuit,
    parts: &mut Parts,
    gates: &[Gates],
    stage: &Stage,
    senders: &mut Vec<(f32, f32)>,
) {
    for pass in &circuit.passes {
        let open = |&p: &usize| gates[p].ltp != 0.0 || gates[p].ltd != 0.0;
        if pass.projections.iter().any(open) {
            read_senders(circuit, pass, parts, stage, senders);
            learn_pass::<V>(circuit, pass, parts, gates, stage, senders);
        }
    }
}

/// Leaves in `senders` what the rules of a pass read of each sender.
#[inline(always)]
fn read_senders(
    circuit: &Circuit,
    pass: &LearningPass,
    parts: &Parts,
    stage: &Stage,
    senders: &mut Vec<(f32, f32)>,
) {
    let (rows, columns) = (circuit.rows, pass.columns.clone());
    let pre = if columns.start >= rows {
        &stage.levels[columns.start - rows..columns.end - rows]
    } else if pass.trace {
        &stage.trace[columns.clone()]
    } else {
        &stage.rates[columns.clone()]
    };
    senders.clear();
    match pass.factors {
        SenderFactors::Rate => senders.extend(pre.iter().map(|&pre| (pre, 1.0 - pre))),
        SenderFactors::Deviation => {
            let deviations = pre.iter().zip(&parts.mean[columns]);
            let deviations = deviations.map(|(pre, mean)| pre - mean);
            senders.extend(deviations.map(|d| (d.max(0.0), (-d).max(0.0))));
        }
    }
}

#[inline(always)]
fn learn_pass<V: Lanes>(
    circuit: &Circuit,
    pass: &LearningPass,
    parts: &mut Parts,
    gates: &[Gates],
    stage: &Stage,
    senders: &[(f32, f32)],
) {
    let rows = circuit.rows;
    let synapses = pass.columns.start * rows..pass.columns.end * rows;
    let (weights, mask) = (&mut parts.weights[synapses.clone()], &parts.mask[synapses]);
    for block in &pass.blocks {
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
