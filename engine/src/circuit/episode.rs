//! Episodes: start, settle, measure. Several of one person may settle side by side.

use super::night::NightShares;
use super::plan::Circuit;
use super::senders::SenderMemory;
use super::state::CircuitState;
use crate::kernels::{
    AlignedBuffer, POPULATION_PADDING, Settling, SettlingEpisode, add_columns, scale_columns,
    settle, sum,
};
use crate::plasticity::Gates;

/// So many episodes are fastest side by side; see [`Circuit::settle`].
pub const SIDE_BY_SIDE: usize = 4;

/// Where an episode is played out: what it brings, and the rates that it settles to.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Level of each clamped unit, in the order of the columns.
    pub levels: Vec<f32>,
    /// Drive of each population (clamped ones ignored).
    pub drive: Vec<f32>,
    /// Gain of each population's drive.
    pub gain: Vec<f32>,
    pub(super) rates: AlignedBuffer,
    /// Mean rates over the steps of the last settle.
    pub(super) trace: AlignedBuffer,
    row_drive: AlignedBuffer,
    row_gain: AlignedBuffer,
    work: AlignedBuffer,
    losses: Vec<f32>,
}

impl Stage {
    /// A stage for episodes of a circuit.
    pub fn new(circuit: &Circuit) -> Self {
        let rows = || AlignedBuffer::zeros(circuit.rows);
        Self {
            levels: vec![0.0; circuit.columns - circuit.rows],
            drive: vec![0.0; circuit.populations.len()],
            gain: vec![1.0; circuit.populations.len()],
            rates: rows(),
            trace: rows(),
            row_drive: rows(),
            row_gain: rows(),
            work: AlignedBuffer::zeros(3 * circuit.rows),
            losses: vec![0.0; circuit.inhibition.pools()],
        }
    }

    /// Rates of the settling units.
    pub fn rates(&self) -> &[f32] {
        &self.rates
    }

    fn episode(&mut self, with_levels: bool) -> SettlingEpisode<'_> {
        SettlingEpisode {
            levels: if with_levels { &self.levels } else { &[] },
            drive: &self.row_drive,
            row_gain: &self.row_gain,
            rates: &mut self.rates,
            trace: &mut self.trace,
            work: &mut self.work,
            losses: &mut self.losses,
        }
    }
}

/// Working memory of a settle and a learn; what it remembers between calls changes no result.
#[derive(Debug, Clone)]
pub struct Scratch {
    /// Gain of each settling sender's population on each receiver.
    gains: Vec<f32>,
    /// Whether one of these is not 1.
    gained: bool,
    /// Recurrent weights times their gains.
    acting: AlignedBuffer,
    /// The same for the clamped populations.
    clamped_gains: Vec<f32>,
    /// Whether one of these is not 1.
    clamped_gained: bool,
    /// The gains of projections that `gains` and `clamped_gains` were spread from.
    spread: Vec<f32>,
    senders: SenderMemory,
    pub(super) scale: Vec<f32>,
    pub(super) total: Vec<f32>,
    pub(super) night_shares: NightShares,
}

impl Scratch {
    /// Working memory for a circuit.
    pub fn new(circuit: &Circuit) -> Self {
        let row = || vec![0.0; circuit.rows];
        Self {
            gains: vec![1.0; circuit.settling.len() * circuit.rows],
            gained: false,
            acting: AlignedBuffer::zeros(circuit.rows * circuit.rows),
            clamped_gains: vec![1.0; circuit.clamped.len() * circuit.rows],
            clamped_gained: false,
            spread: vec![1.0; circuit.projections.len()],
            senders: SenderMemory::new(circuit),
            scale: row(),
            total: row(),
            night_shares: NightShares::new(circuit.rows),
        }
    }
}

impl Circuit {
    /// Sets every unit of a settling population to a rate.
    pub fn start(&self, stage: &mut Stage, rate_of: &[f32]) {
        self.spread(rate_of, &mut stage.rates);
        for rows in &self.padding {
            stage.rates[rows.clone()].fill(0.0);
        }
    }

    /// Gives every row the number of its population.
    fn spread(&self, of_population: &[f32], rows: &mut [f32]) {
        let octets = rows.as_chunks_mut::<POPULATION_PADDING>().0;
        for (octet, &population) in octets.iter_mut().zip(&self.population_of_rows) {
            *octet = [of_population[population]; POPULATION_PADDING];
        }
    }

    /// Gives every pair of sender population and receiver the gain of its projection.
    fn spread_gains(&self, projection_gain: &[f32], scratch: &mut Scratch) {
        if same_bits(&scratch.spread, projection_gain) {
            return;
        }
        scratch.spread.copy_from_slice(projection_gain);
        scratch.gains.fill(1.0);
        scratch.clamped_gains.fill(1.0);
        scratch.gained = false;
        scratch.clamped_gained = false;
        for (projection, &gain) in self.projections.iter().zip(projection_gain) {
            if gain == 1.0 {
                continue;
            }
            let (senders, gains) = if self.populations[projection.from].clamped {
                scratch.clamped_gained = true;
                (&self.clamped, &mut scratch.clamped_gains)
            } else {
                scratch.gained = true;
                (&self.settling, &mut scratch.gains)
            };
            if let Some(sender) = senders.iter().position(|&p| p == projection.from) {
                let units = self.populations[projection.to].columns.clone();
                gains[sender * self.rows..][units].fill(gain);
            }
        }
    }

    /// Sets the units of one pattern to a rate.
    pub fn start_pattern(&self, stage: &mut Stage, population: usize, pattern: usize, rate: f32) {
        let units = self.populations[population].pattern(pattern);
        stage.rates[units].fill(rate);
    }

    /// Settles every stage from its present rates, with the weights of one person and one gain for each projection. Stages
    /// do not act on each other.
    pub fn settle(
        &self,
        state: &CircuitState,
        projection_gain: &[f32],
        stages: &mut [Stage],
        scratch: &mut Scratch,
    ) {
        let rows = self.rows;
        self.spread_gains(projection_gain, scratch);
        let (recurrent, clamped) = state.weights().split_at(rows * rows);
        if scratch.gained {
            self.apply_gains(recurrent, &scratch.gains, &mut scratch.acting);
        }
        let settling = Settling {
            rows,
            weights: if scratch.gained {
                &scratch.acting
            } else {
                recurrent
            },
            senders: &self.senders,
            clamped,
            threshold: &self.threshold,
            inhibition: &self.inhibition,
            slope: self.slope,
            scale: self.scale,
            offset: self.offset,
            rate: self.rate,
            steps: self.steps,
        };
        for stage in stages.iter_mut() {
            self.spread(&stage.drive, &mut stage.row_drive);
            self.spread(&stage.gain, &mut stage.row_gain);
            if scratch.clamped_gained {
                let gains = &scratch.clamped_gains;
                self.add_clamped(state.weights(), &stage.levels, gains, &mut stage.row_drive);
            }
        }
        let with_levels = !scratch.clamped_gained;
        let (fours, rest) = stages.as_chunks_mut::<SIDE_BY_SIDE>();
        let (threes, rest) = rest.as_chunks_mut::<3>();
        let (twos, ones) = rest.as_chunks_mut::<2>();
        settle_together(&settling, fours, with_levels);
        settle_together(&settling, threes, with_levels);
        settle_together(&settling, twos, with_levels);
        for stage in ones {
            settle(&settling, &mut [stage.episode(with_levels)]);
        }
        for stage in stages {
            self.silence_padding(stage);
        }
    }

    /// Adds to the drive what the clamped populations send, times the gains of their projections.
    fn add_clamped(&self, weights: &[f32], levels: &[f32], gains: &[f32], drive: &mut [f32]) {
        let rows = self.rows;
        for (&p, gains) in self.clamped.iter().zip(gains.chunks_exact(rows)) {
            let columns = self.populations[p].columns.clone();
            let levels = &levels[columns.start - rows..columns.end - rows];
            let weights = &weights[columns.start * rows..columns.end * rows];
            add_columns(rows, weights, levels, gains, drive);
        }
    }

    /// Leaves in `acting` the recurrent weights times the gains of their projections.
    fn apply_gains(&self, weights: &[f32], gains: &[f32], acting: &mut [f32]) {
        for (&p, gains) in self.settling.iter().zip(gains.chunks_exact(self.rows)) {
            let columns = self.populations[p].columns.clone();
            let synapses = columns.start * self.rows..columns.end * self.rows;
            let (weights, acting) = (&weights[synapses.clone()], &mut acting[synapses]);
            scale_columns(self.rows, weights, gains, acting);
        }
    }

    /// Padding units have no synapses, but the logistic of nothing is not nothing.
    fn silence_padding(&self, stage: &mut Stage) {
        for rows in &self.padding {
            stage.rates[rows.clone()].fill(0.0);
            stage.trace[rows.clone()].fill(0.0);
        }
    }

    /// Mean rate of a population.
    pub fn activity(&self, stage: &Stage, population: usize) -> f32 {
        mean(&stage.rates[self.populations[population].columns.clone()])
    }

    /// Mean rate of one pattern of a population.
    pub fn pattern_activity(&self, stage: &Stage, population: usize, pattern: usize) -> f32 {
        mean(&stage.rates[self.populations[population].pattern(pattern)])
    }

    /// Learns from what a stage settled to. `gates` holds one entry per projection.
    pub fn learn(
        &self,
        state: &mut CircuitState,
        gates: &[Gates],
        stage: &Stage,
        scratch: &mut Scratch,
    ) {
        self.learn_with(state, gates, stage, &mut scratch.senders);
    }
}

fn settle_together<const N: usize>(
    settling: &Settling,
    groups: &mut [[Stage; N]],
    with_levels: bool,
) {
    for stages in groups {
        let mut episodes = stages.each_mut().map(|stage| stage.episode(with_levels));
        settle(settling, &mut episodes);
    }
}

/// Whether all numbers are the same, bit by bit: compared without a branch for each, as slices would be.
fn same_bits(a: &[f32], b: &[f32]) -> bool {
    let pairs = a.iter().zip(b);
    0 == pairs.fold(0, |bits, (a, b)| bits | (a.to_bits() ^ b.to_bits()))
}

#[inline]
fn mean(rates: &[f32]) -> f32 {
    sum(rates) / rates.len() as f32
}
