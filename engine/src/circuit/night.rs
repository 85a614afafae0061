//! The night: consolidation, turnover, homeostatic scaling; once a week, pruning and growth.

use super::episode::Scratch;
use super::plan::Circuit;
use super::state::CircuitState;
use crate::kernels::transcendental::exp;
use crate::kernels::{NightRows, night_columns, scale_rows};
use crate::random::{Draws, Purpose, uniform};
use core::ops::Range;

/// What the body brings to a night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NightInputs<'a> {
    /// Multiplies the consolidation of each projection (BDNF, sleep).
    pub consolidation: &'a [f64],
    /// Multiplies the growth of synapses.
    pub growth: f64,
    /// Multiplies pruning.
    pub pruning: f64,
    /// Multiplies turnover of the late part and homeostatic scaling.
    pub turnover: f64,
}

/// What a night does to the weights of one sender, by row.
#[derive(Debug, Clone)]
pub(super) struct NightShares {
    transfer: Vec<f32>,
    keep: Vec<f32>,
    turnover: Vec<f32>,
}

impl NightShares {
    pub(super) fn new(rows: usize) -> Self {
        let row = || vec![0.0; rows];
        Self {
            transfer: row(),
            keep: row(),
            turnover: row(),
        }
    }
}

/// Largest share of the early part that a night can carry over.
const LARGEST_TRANSFER: f64 = 0.95;
/// Product of mean rates at which growth is half of its full rate.
const HALF_COACTIVITY: f32 = 0.02;
const TURNOVER: Purpose = Purpose::new("synaptic turnover");

/// The draws of a week, one for each synapse that may come or go, read where they are asked for.
struct Chances<'a> {
    draws: &'a mut Draws,
    week: u64,
    /// First of the draws in `words`.
    first: u64,
    words: [u32; Chances::AT_ONCE],
}

impl<'a> Chances<'a> {
    const AT_ONCE: usize = 64;

    fn new(draws: &'a mut Draws, week: u64) -> Self {
        Self {
            draws,
            week,
            first: u64::MAX,
            words: [0; Self::AT_ONCE],
        }
    }

    /// A number in (0, 1).
    fn of(&mut self, index: u64) -> f64 {
        let place = index % Self::AT_ONCE as u64;
        if self.first != index - place {
            self.first = index - place;
            self.draws
                .fill(TURNOVER, self.week, self.first, &mut self.words);
        }
        uniform(self.words[place as usize])
    }
}

impl Circuit {
    /// One night: `q = clip(transfer * consolidation)`, `late += q early - (late - initial) / turnover`,
    /// `early *= (1 - q) exp(-1 day / early_decay)`, then scaling of plastic excitatory input toward its target. Where nothing is
    /// transferred and nothing fades, every weight keeps its bits.
    pub fn night(&self, state: &mut CircuitState, inputs: &NightInputs, scratch: &mut Scratch) {
        if self.nights_do_nothing {
            return;
        }
        self.find_scale(state, inputs.turnover, scratch);
        let parts = state.parts();
        for night in &self.nights {
            let synapses = night.columns.start * self.rows..night.columns.end * self.rows;
            for ((s, &total), &scaled) in scratch
                .scale
                .iter_mut()
                .zip(&scratch.total)
                .zip(&night.scaled)
            {
                *s = if scaled == 0.0 { 1.0 } else { total };
            }
            let shares = &mut scratch.night_shares;
            for (projection, rows) in &night.projections {
                self.find_shares(*projection, rows.clone(), inputs, shares);
            }
            let rows = NightRows {
                initial: &night.initial,
                upper: &night.upper,
                scale: &scratch.scale,
                transfer: &shares.transfer,
                keep: &shares.keep,
                turnover: &shares.turnover,
            };
            night_columns(
                self.rows,
                &mut parts.weights[synapses.clone()],
                &mut parts.late[synapses.clone()],
                &parts.mask[synapses],
                &rows,
            );
        }
    }

    /// Fills the rows of a projection with the shares of this night. Rows of others keep those of a projection before, which
    /// does nothing: what does not learn is nowhere but at its initial weight.
    fn find_shares(
        &self,
        projection: usize,
        rows: Range<usize>,
        inputs: &NightInputs,
        shares: &mut NightShares,
    ) {
        let own = &self.projections[projection];
        let transfer = f64::from(own.transfer) * inputs.consolidation[projection];
        let transfer = transfer.clamp(0.0, LARGEST_TRANSFER);
        let keep = (1.0 - transfer) * exp(-1.0 / self.night.early_decay);
        shares.transfer[rows.clone()].fill(transfer as f32);
        shares.keep[rows.clone()].fill(keep as f32);
        shares.turnover[rows].fill((inputs.turnover / own.turnover) as f32);
    }

    /// Leaves in `scratch.total` the homeostatic factor of each receiver.
    fn find_scale(&self, state: &CircuitState, speed: f64, scratch: &mut Scratch) {
        scratch.total.fill(0.0);
        let weights = state.weights();
        for night in &self.nights {
            let synapses = night.columns.start * self.rows..night.columns.end * self.rows;
            scale_rows(
                self.rows,
                &weights[synapses],
                &night.scaled,
                &mut scratch.total,
            );
        }
        let share = (speed / self.night.homeostasis) as f32;
        for (total, &target) in scratch.total.iter_mut().zip(&self.target_input) {
            *total = if *total > 0.0 {
                1.0 + share * (target - *total) / *total
            } else {
                1.0
            };
        }
    }

    /// Pruning of quiet synapses and growth between co-active units, decided once a week for the seven days before.
    pub fn structural_week(
        &self,
        state: &mut CircuitState,
        inputs: &NightInputs,
        draws: &mut Draws,
        week: u64,
    ) {
        let prune = (7.0 * self.night.pruning * inputs.pruning).clamp(0.0, 1.0);
        let grow = (7.0 * self.night.growth * inputs.growth).clamp(0.0, 1.0);
        let mut index = 0;
        let mut chances = Chances::new(draws, week);
        let parts = state.parts();
        for projection in self.projections.iter().filter(|p| p.structural) {
            let (from, to) = (
                &self.populations[projection.from].columns,
                &self.populations[projection.to].columns,
            );
            let range = projection.upper - projection.lower;
            for column in from.clone() {
                for row in to.clone() {
                    let synapse = column * self.rows + row;
                    if self.exists[synapse] == 0.0 {
                        continue;
                    }
                    index += 1;
                    if parts.mask[synapse] != 0.0 {
                        let quiet = (parts.weights[synapse] - projection.lower).abs()
                            < self.night.prune_below * range;
                        parts.quiet[synapse] = if quiet {
                            parts.quiet[synapse].saturating_add(1)
                        } else {
                            0
                        };
                        if parts.quiet[synapse] >= self.night.quiet_weeks
                            && chances.of(index - 1) < prune
                        {
                            parts.mask[synapse] = 0.0;
                            parts.weights[synapse] = 0.0;
                            parts.late[synapse] = 0.0;
                        }
                    } else {
                        let together = parts.mean[column] * parts.mean[row];
                        let chance = chances.of(index - 1);
                        if chance < grow * f64::from(together / (together + HALF_COACTIVITY)) {
                            let newborn = self.night.newborn.mul_add(range, projection.lower);
                            parts.mask[synapse] = 1.0;
                            parts.weights[synapse] = newborn;
                            parts.late[synapse] = newborn;
                            parts.quiet[synapse] = 0;
                        }
                    }
                }
            }
        }
    }

    /// Number of synapses of structural projections that exist.
    pub fn spine_count(&self, state: &CircuitState) -> usize {
        let mask = state.mask();
        self.projections
            .iter()
            .filter(|p| p.structural)
            .map(|p| {
                let (from, to) = (
                    &self.populations[p.from].columns,
                    &self.populations[p.to].columns,
                );
                from.clone()
                    .map(|column| {
                        let rows = column * self.rows + to.start..column * self.rows + to.end;
                        mask[rows].iter().filter(|&&m| m != 0.0).count()
                    })
                    .sum::<usize>()
            })
            .sum()
    }

    /// Mean existing weight of a projection in the units of the brain file.
    pub fn mean_weight(&self, state: &CircuitState, projection: usize) -> f64 {
        self.mean_of(state.weights(), projection)
    }

    /// The same for the late part of the weights: what is consolidated.
    pub fn mean_late_weight(&self, state: &CircuitState, projection: usize) -> f64 {
        self.mean_of(state.late(), projection)
    }

    fn mean_of(&self, weights: &[f32], projection: usize) -> f64 {
        let p = &self.projections[projection];
        let (from, to) = (
            &self.populations[p.from].columns,
            &self.populations[p.to].columns,
        );
        let (mut sum, mut count) = (0.0f64, 0u32);
        for column in from.clone() {
            for row in to.clone() {
                let synapse = column * self.rows + row;
                if self.exists[synapse] != 0.0 {
                    sum += f64::from(weights[synapse]);
                    count += 1;
                }
            }
        }
        sum * f64::from(p.fan_in) / f64::from(count.max(1))
    }
}
