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

/// Working memory for what rules read of the senders of an episode.
#[derive(Debug, Clone)]
pub(super) struct SenderMemory {
    /// `1 - rate` of settling units at the end of the episode, `1 - level` of clamped ones after them.
    silent: Vec<f32>,
    /// `1 - rate` of settling units in the mean over its steps.
    silent_on_the_way: Vec<f32>,
    /// How far the units of a pass are above and below their mean.
    above: Vec<f32>,
    below: Vec<f32>,
}

impl SenderMemory {
    pub(super) fn new(circuit: &Circuit) -> Self {
        Self {
            silent: vec![0.0; circuit.columns],
            silent_on_the_way: vec![0.0; circuit.rows],
            above: Vec::with_capacity(circuit.columns),
            below: Vec::with_capacity(circuit.columns),
        }
    }

    /// Reads what several passes share.
    #[inline(always)]
    fn begin(&mut self, stage: &Stage) {
        let (settling, clamped) = self.silent.split_at_mut(stage.rates.len());
        silent(&stage.rates, settling);
        silent(&stage.levels, clamped);
        silent(&stage.trace, &mut self.silent_on_the_way);
    }

    /// The two factors of each sender of a pass.
    #[inline(always)]
    fn factors<'a>(
        &'a mut self,
        pass: &LearningPass,
        parts: &Parts,
        stage: &'a Stage,
    ) -> [&'a [f32]; 2] {
        let (rows, columns) = (stage.rates.len(), pass.columns.clone());
        let (pre, silent) = if columns.start >= rows {
            let units = columns.start - rows..columns.end - rows;
            (&stage.levels[units], &self.silent[columns.clone()])
        } else if pass.trace {
            let silent = &self.silent_on_the_way[columns.clone()];
            (&stage.trace[columns.clone()], silent)
        } else {
            (&stage.rates[columns.clone()], &self.silent[columns.clone()])
        };
        match pass.factors {
            SenderFactors::Rate => [pre, silent],
            SenderFactors::Deviation => {
                self.above.clear();
                self.below.clear();
                for (pre, mean) in pre.iter().zip(&parts.mean[columns]) {
                    self.above.push((pre - mean).max(0.0));
                    self.below.push((mean - pre).max(0.0));
                }
                [&self.above, &self.below]
            }
        }
    }
}

#[inline(always)]
fn silent(rates: &[f32], silent: &mut [f32]) {
    for (silent, rate) in silent.iter_mut().zip(rates) {
        *silent = 1.0 - rate;
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
