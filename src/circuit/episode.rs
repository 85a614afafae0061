//! One episode: start, settle, measure.

use super::plan::Circuit;
use super::state::CircuitState;
use crate::kernels::{
    AlignedBuffer, POPULATION_PADDING, Settling, add_columns, scale_columns, settle, sum,
};
use crate::plasticity::Gates;

/// What one settle reads, in the order of the circuit's populations and projections.
#[derive(Debug, Clone, Copy)]
pub struct SettleInputs<'a> {
    /// Level of each clamped unit, in the order of the columns.
    pub levels: &'a [f32],
    /// Drive of each population (clamped ones ignored).
    pub drive: &'a [f32],
    /// Gain of each population's drive.
    pub gain: &'a [f32],
    /// Gain of each projection.
    pub projection_gain: &'a [f32],
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
    drive: AlignedBuffer,
    row_gain: AlignedBuffer,
    work: AlignedBuffer,
    senders: Vec<(f32, f32)>,
    pub(super) scale: Vec<f32>,
    pub(super) total: Vec<f32>,
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
            drive: AlignedBuffer::zeros(circuit.rows),
            row_gain: AlignedBuffer::zeros(circuit.rows),
            work: AlignedBuffer::zeros(4 * circuit.rows),
            senders: Vec::with_capacity(circuit.columns),
            scale: row(),
            total: row(),
        }
    }
}

impl Circuit {
    /// Number of clamped units: the length of [`SettleInputs::levels`].
    pub fn clamped_units(&self) -> usize {
        self.columns - self.rows
    }

    /// Sets every unit of a settling population to a rate.
    pub fn start(&self, state: &mut CircuitState, rate_of: &[f32]) {
        let parts = state.parts();
        self.spread(rate_of, parts.rates);
        for rows in &self.padding {
            parts.rates[rows.clone()].fill(0.0);
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
    pub fn start_pattern(
        &self,
        state: &mut CircuitState,
        population: usize,
        pattern: usize,
        rate: f32,
    ) {
        let units = self.populations[population].pattern(pattern);
        state.parts().rates[units].fill(rate);
    }

    /// Settles from the present rates.
    pub fn settle(&self, state: &mut CircuitState, inputs: &SettleInputs, scratch: &mut Scratch) {
        let rows = self.rows;
        self.spread(inputs.drive, &mut scratch.drive);
        self.spread(inputs.gain, &mut scratch.row_gain);
        self.spread_gains(inputs.projection_gain, scratch);
        let parts = state.parts();
        let mut levels = inputs.levels;
        if scratch.clamped_gained {
            self.add_clamped(parts.weights, inputs.levels, scratch);
            levels = &[];
        }
        let recurrent = &parts.weights[..rows * rows];
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
            clamped: &parts.weights[rows * rows..],
            levels,
            drive: &scratch.drive,
            row_gain: &scratch.row_gain,
            threshold: &self.threshold,
            inhibition: &self.pools,
            slope: self.slope,
            rate: self.rate,
            steps: self.steps,
        };
        settle(&settling, parts.rates, parts.trace, &mut scratch.work);
        self.silence_padding(parts.rates, parts.trace);
    }

    /// Adds to the drive what the clamped populations send, times the gains of their projections.
    fn add_clamped(&self, weights: &[f32], levels: &[f32], scratch: &mut Scratch) {
        let rows = self.rows;
        let gains = scratch.clamped_gains.chunks_exact(rows);
        for (&p, gains) in self.clamped.iter().zip(gains) {
            let columns = self.populations[p].columns.clone();
            let levels = &levels[columns.start - rows..columns.end - rows];
            let weights = &weights[columns.start * rows..columns.end * rows];
            add_columns(rows, weights, levels, gains, &mut scratch.drive);
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
    fn silence_padding(&self, rates: &mut [f32], trace: &mut [f32]) {
        for rows in &self.padding {
            rates[rows.clone()].fill(0.0);
            trace[rows.clone()].fill(0.0);
        }
    }

    /// Mean rate of a population.
    pub fn activity(&self, state: &CircuitState, population: usize) -> f32 {
        mean(&state.rates()[self.populations[population].columns.clone()])
    }

    /// Mean rate of one pattern of a population.
    pub fn pattern_activity(&self, state: &CircuitState, population: usize, pattern: usize) -> f32 {
        mean(&state.rates()[self.populations[population].pattern(pattern)])
    }

    /// Learns from the present rates. `gates` holds one entry per projection; `levels` as in [`SettleInputs`].
    pub fn learn(
        &self,
        state: &mut CircuitState,
        gates: &[Gates],
        levels: &[f32],
        scratch: &mut Scratch,
    ) {
        self.learn_with(state, gates, levels, &mut scratch.senders);
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
