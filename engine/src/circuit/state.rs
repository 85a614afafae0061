//! The state of one person's circuit, in one arena.

use super::plan::Circuit;
use crate::kernels::{AlignedBuffer, absolute_difference};

/// Everything about one person's circuit that changes: weights (sum of late and early part), late part, which synapses
/// exist, running means of rates, sliding thresholds. One arena of some tens of kilobytes.
#[derive(Debug, Clone)]
pub struct CircuitState {
    arena: AlignedBuffer,
    synapses: usize,
    rows: usize,
    /// Weeks for which a synapse has been quiet.
    pub(super) quiet: Vec<u8>,
}

/// The parts of the arena.
pub(super) struct Parts<'a> {
    pub weights: &'a mut [f32],
    pub late: &'a mut [f32],
    pub mask: &'a mut [f32],
    pub threshold: &'a mut [f32],
    pub mean: &'a mut [f32],
    pub quiet: &'a mut [u8],
}

impl CircuitState {
    pub(super) fn new(circuit: &Circuit) -> Self {
        let synapses = circuit.rows * circuit.columns;
        let mut state = Self {
            arena: AlignedBuffer::zeros(3 * synapses + circuit.rows + circuit.columns),
            synapses,
            rows: circuit.rows,
            quiet: vec![0; synapses],
        };
        let parts = state.parts();
        parts.weights.copy_from_slice(&circuit.initial);
        parts.late.copy_from_slice(&circuit.initial);
        parts.mask.copy_from_slice(&circuit.exists);
        state
    }

    #[inline]
    pub(super) fn parts(&mut self) -> Parts<'_> {
        let (weights, rest) = self.arena.split_at_mut(self.synapses);
        let (late, rest) = rest.split_at_mut(self.synapses);
        let (mask, rest) = rest.split_at_mut(self.synapses);
        let (threshold, mean) = rest.split_at_mut(self.rows);
        Parts {
            weights,
            late,
            mask,
            threshold,
            mean,
            quiet: &mut self.quiet,
        }
    }

    /// Weights, late plus early, column by column.
    pub fn weights(&self) -> &[f32] {
        &self.arena[..self.synapses]
    }

    /// Late part of the weights, column by column.
    pub fn late(&self) -> &[f32] {
        &self.arena[self.synapses..2 * self.synapses]
    }

    /// 1 where a synapse exists.
    pub fn mask(&self) -> &[f32] {
        &self.arena[2 * self.synapses..3 * self.synapses]
    }

    /// Sum of |weight - late| over all synapses: what is not yet consolidated.
    pub fn early_mass(&self) -> f64 {
        absolute_difference(self.weights(), self.late())
    }

    /// Bytes of the arena.
    pub fn bytes(&self) -> usize {
        self.arena.len() * 4 + self.quiet.len()
    }
}
