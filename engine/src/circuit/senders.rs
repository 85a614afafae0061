//! What rules read of the senders of an episode.

use super::episode::Stage;
use super::learning::LearningPass;
use super::plan::Circuit;
use super::state::Parts;
use crate::plasticity::SenderFactors;

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
    pub(super) fn begin(&mut self, stage: &Stage) {
        let (settling, clamped) = self.silent.split_at_mut(stage.rates.len());
        silent(&stage.rates, settling);
        silent(&stage.levels, clamped);
        silent(&stage.trace, &mut self.silent_on_the_way);
    }

    /// The two factors of each sender of a pass.
    #[inline(always)]
    pub(super) fn factors<'a>(
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
