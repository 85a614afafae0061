//! Learning and the night, column by column.
//!
//! Every rule of `plasticity/` is affine in the weight, so one loop serves them all:
//! `dw = s (P1_i - Q1_i w) + t (P0_i - Q0_i w)`, with two numbers `s`, `t` per sender and four per receiver.

use super::lanes::{Lanes, Plain};
#[cfg(target_arch = "x86_64")]
use super::lanes::{Middle, Wide};

/// What a rule leaves for the receivers of one sending population; `rows` numbers each.
pub struct RuleRows<'a> {
    /// Gain with the sender's first factor.
    pub gain_first: &'a [f32],
    /// Gain with the sender's second factor.
    pub gain_second: &'a [f32],
    /// Decay with the sender's first factor.
    pub decay_first: &'a [f32],
    /// Decay with the sender's second factor.
    pub decay_second: &'a [f32],
    /// Lower bound of the weight.
    pub lower: &'a [f32],
    /// Upper bound of the weight.
    pub upper: &'a [f32],
}

on_widest_vectors! {
    /// Updates the weights of consecutive columns. `senders` holds `s` and `t` of each column; `mask` is 1 where a synapse
    /// exists; `blocks` are the first rows of the blocks of [`super::ROW_PADDING`] receivers that learn.
    pub fn learn_columns(rows: usize, blocks: &[usize], weights: &mut [f32], mask: &[f32], senders: [&[f32]; 2], rule: &RuleRows) = learn_on::<[Wide], [Middle], [Plain]>
}

/// Columns of up to so many rows all learn together, longer ones in tiles of a few, which stay in the first cache while
/// block after block of them learns.
const SHORT_COLUMN: usize = 256;
const TILE: usize = 4;

/// Learns tile by tile of columns and in it block by block of rows, so that what a rule left for a block stays in registers
/// from column to column.
#[inline(always)]
fn learn_on<V: Lanes>(
    rows: usize,
    blocks: &[usize],
    weights: &mut [f32],
    mask: &[f32],
    [first, second]: [&[f32]; 2],
    rule: &RuleRows,
) {
    let columns = if rows <= SHORT_COLUMN {
        first.len().max(1)
    } else {
        TILE
    };
    for (tile, senders) in first
        .chunks(columns)
        .zip(second.chunks(columns))
        .enumerate()
    {
        let senders: [&[f32]; 2] = senders.into();
        let first_weight = tile * columns * rows;
        let synapses = first_weight..first_weight + senders[0].len() * rows;
        let (weights, mask) = (&mut weights[synapses.clone()], &mask[synapses]);
        for &row in blocks {
            let rule = RuleBlock {
                gain: (part(rule.gain_first, row), part(rule.gain_second, row)),
                decay: (part(rule.decay_first, row), part(rule.decay_second, row)),
                lower: part(rule.lower, row),
                upper: part(rule.upper, row),
            };
            learn_block::<V>(rows, row, weights, mask, senders, &rule);
        }
    }
}

#[inline(always)]
fn part<V: Lanes>(rows: &[f32], row: usize) -> V {
    V::load(&block(rows, row))
}

/// What rules leave for sixteen receivers of one sending population; see [`RuleRows`].
pub(crate) struct RuleBlock<V> {
    pub gain: (V, V),
    pub decay: (V, V),
    pub lower: V,
    pub upper: V,
}

/// Updates the sixteen weights from `row` on of every column.
#[inline(always)]
pub(crate) fn learn_block<V: Lanes>(
    rows: usize,
    row: usize,
    weights: &mut [f32],
    mask: &[f32],
    [first, second]: [&[f32]; 2],
    rule: &RuleBlock<V>,
) {
    // Known to the compiler from here on, so that it need not check the block of each column.
    assert!(row + 16 <= rows && weights.len() == mask.len());
    let ((p1, p0), (q1, q0)) = (rule.gain, rule.decay);
    let (mut weights, mut mask) = (weights, mask);
    // Split off one by one: `chunks_exact` would divide by the number of rows.
    for (&s, &t) in first.iter().zip(second) {
        let (column, weights_left) = weights.split_at_mut(rows);
        let (exists, mask_left) = mask.split_at(rows);
        let column = &mut column[row..row + 16].as_chunks_mut().0[0];
        let exists = V::load(&exists[row..row + 16].as_chunks().0[0]);
        let w = V::load(column);
        let first = p1.less_product(q1, w);
        let second = p0.less_product(q0, w);
        let change = V::all(s).times_plus(first, V::all(t).times(second));
        let next = change.times_plus(exists, w);
        next.at_least(rule.lower).at_most(rule.upper).store(column);
        (weights, mask) = (weights_left, mask_left);
    }
}

#[inline(always)]
fn block<const BLOCK: usize>(rows: &[f32], row: usize) -> [f32; BLOCK] {
    let mut block = [0.0; BLOCK];
    block.copy_from_slice(&rows[row..row + BLOCK]);
    block
}

/// Constants of a night for the receivers of one sending population; `rows` numbers each.
pub struct NightRows<'a> {
    /// Weight to which the late part returns.
    pub initial: &'a [f32],
    /// Upper bound of the weight.
    pub upper: &'a [f32],
    /// Homeostatic factor.
    pub scale: &'a [f32],
    /// Share of the early part that becomes late.
    pub transfer: &'a [f32],
    /// Share of the early part that is left, `(1 - transfer) exp(-1 day / early decay)`.
    pub keep: &'a [f32],
    /// Share of the way back to its initial value that the late part goes.
    pub turnover: &'a [f32],
}

on_widest_vectors! {
    /// One night on consecutive columns: `late += transfer early - turnover (late - initial)`, `early *= keep`, both times
    /// `scale`; `early = weight - late` on entry.
    pub fn night_columns(rows: usize, weights: &mut [f32], late: &mut [f32], mask: &[f32], night: &NightRows) = night_in_blocks::<[16], [8], [8]>
}

#[inline(always)]
fn night_in_blocks<const BLOCK: usize>(
    rows: usize,
    weights: &mut [f32],
    late: &mut [f32],
    mask: &[f32],
    night: &NightRows,
) {
    for row in (0..rows).step_by(BLOCK) {
        assert!(row + BLOCK <= rows);
        let (initial, upper) = (
            block::<BLOCK>(night.initial, row),
            block::<BLOCK>(night.upper, row),
        );
        let (scale, transfer) = (
            block::<BLOCK>(night.scale, row),
            block::<BLOCK>(night.transfer, row),
        );
        let (keep, turnover) = (
            block::<BLOCK>(night.keep, row),
            block::<BLOCK>(night.turnover, row),
        );
        let columns = weights
            .chunks_exact_mut(rows)
            .zip(late.chunks_exact_mut(rows));
        for ((column, late), exists) in columns.zip(mask.chunks_exact(rows)) {
            let (column, late) = (&mut column[row..row + BLOCK], &mut late[row..row + BLOCK]);
            let exists = &exists[row..row + BLOCK];
            let (mut next, mut next_late) = ([0.0f32; BLOCK], [0.0f32; BLOCK]);
            for i in 0..BLOCK {
                let early = column[i] - late[i];
                let consolidated = transfer[i].mul_add(early, late[i]);
                let settled = turnover[i].mul_add(initial[i] - late[i], consolidated);
                let scaled = at_most(settled * scale[i], upper[i]);
                next_late[i] = scaled * exists[i];
                next[i] = at_most(keep[i].mul_add(early, scaled), upper[i]) * exists[i];
            }
            column.copy_from_slice(&next);
            late.copy_from_slice(&next_late);
        }
    }
}

#[inline(always)]
fn at_most(x: f32, upper: f32) -> f32 {
    if x < upper { x } else { upper }
}

on_widest_vectors! {
    /// Sums `select_i * w_ij` over consecutive columns into `total`.
    pub fn scale_rows(rows: usize, weights: &[f32], select: &[f32], total: &mut [f32]) = scale_rows_in_blocks::<[16], [16], [16]>
}

#[inline(always)]
fn scale_rows_in_blocks<const BLOCK: usize>(
    rows: usize,
    weights: &[f32],
    select: &[f32],
    total: &mut [f32],
) {
    for row in (0..rows).step_by(BLOCK) {
        assert!(row + BLOCK <= rows);
        let select = block::<BLOCK>(select, row);
        let mut sums = block::<BLOCK>(total, row);
        for column in weights.chunks_exact(rows) {
            let column = &column[row..row + BLOCK];
            for i in 0..BLOCK {
                sums[i] = select[i].mul_add(column[i], sums[i]);
            }
        }
        total[row..row + BLOCK].copy_from_slice(&sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learning_is_the_stated_affine_map_and_spares_missing_synapses() {
        let rows = 16;
        let mut weights = vec![0.25f32; 2 * rows];
        let mut mask = vec![1.0f32; 2 * rows];
        mask[3] = 0.0;
        weights[3] = 0.0;
        let (p1, p0, q1, q0) = ([0.5f32; 16], [0.125f32; 16], [0.25f32; 16], [0.0625f32; 16]);
        let (lower, upper) = ([0.0f32; 16], [1.0f32; 16]);
        let rule = RuleRows {
            lower: &lower,
            upper: &upper,
            gain_first: &p1,
            gain_second: &p0,
            decay_first: &q1,
            decay_second: &q0,
        };
        learn_columns(
            rows,
            &[0],
            &mut weights,
            &mask,
            [&[1.0, 0.5], &[0.0, 0.5]],
            &rule,
        );
        // Powers of two: exact in f32.
        assert_eq!(weights[0], 0.25 + 0.5 - 0.25 * 0.25);
        assert_eq!(weights[3], 0.0);
        assert_eq!(weights[16], 0.25 + 0.3125 - 0.156_25 * 0.25);
    }

    #[test]
    fn a_night_moves_early_into_late_and_loses_the_rest() {
        let rows = 16;
        let (mut weights, mut late, mask) =
            (vec![0.5f32; rows], vec![0.25f32; rows], vec![1.0f32; rows]);
        let (initial, upper, scale) = ([0.25f32; 16], [1.0f32; 16], [1.0f32; 16]);
        let night = NightRows {
            initial: &initial,
            upper: &upper,
            scale: &scale,
            transfer: &[0.5; 16],
            keep: &[0.25; 16],
            turnover: &[0.0; 16],
        };
        night_columns(rows, &mut weights, &mut late, &mask, &night);
        assert_eq!(late[0], 0.375);
        assert_eq!(weights[0], 0.375 + 0.25 * 0.25);
    }

    fn pseudo(n: usize, salt: u32) -> Vec<f32> {
        (0..n as u32)
            .map(|i| {
                (i.wrapping_mul(2_654_435_761).wrapping_add(salt * 97_531) >> 8) as f32
                    / 16_777_216.0
            })
            .collect()
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        let (rows, columns) = (48, 5);
        let mask: Vec<f32> = pseudo(rows * columns, 9)
            .iter()
            .map(|&x| if x < 0.2 { 0.0 } else { 1.0 })
            .collect();
        let weights: Vec<f32> = pseudo(rows * columns, 1)
            .iter()
            .zip(&mask)
            .map(|(w, m)| w * m)
            .collect();
        let part: Vec<Vec<f32>> = (2..8).map(|salt| pseudo(rows, salt)).collect();
        let lower = vec![0.0; rows];
        let rule = RuleRows {
            gain_first: &part[0],
            gain_second: &part[1],
            decay_first: &part[2],
            decay_second: &part[3],
            lower: &lower,
            upper: &part[4],
        };
        let active = pseudo(columns, 11);
        let silent: Vec<f32> = active.iter().map(|rate| 1.0 - rate).collect();
        let senders: [&[f32]; 2] = [&active, &silent];
        let blocks = [0, 32];
        let mut learned = vec![weights.clone(); 3];
        learn_columns(rows, &blocks, &mut learned[0], &mask, senders, &rule);
        learn_on::<Plain>(rows, &blocks, &mut learned[1], &mask, senders, &rule);
        assert_eq!(learned[0], learned[1]);
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
        {
            learn_on::<Middle>(rows, &blocks, &mut learned[2], &mask, senders, &rule);
            assert_eq!(learned[0], learned[2]);
        }
        assert_eq!(
            learned[0][16..32],
            weights[16..32],
            "a block that is not named does not learn"
        );

        let night = NightRows {
            initial: &part[5],
            upper: &part[4],
            scale: &part[0],
            transfer: &part[1],
            keep: &part[2],
            turnover: &part[3],
        };
        type Night = fn(usize, &mut [f32], &mut [f32], &[f32], &NightRows);
        let slept = |sleep: Night| {
            let (mut weights, mut late) = (learned[0].clone(), weights.clone());
            sleep(rows, &mut weights, &mut late, &mask, &night);
            (weights, late)
        };
        assert_eq!(slept(night_columns), slept(night_in_blocks::<8>));
        assert_eq!(slept(night_columns), slept(night_in_blocks::<16>));

        let mut totals = [vec![0.0; rows], vec![0.0; rows]];
        scale_rows(rows, &weights, &part[0], &mut totals[0]);
        scale_rows_in_blocks::<8>(rows, &weights, &part[0], &mut totals[1]);
        assert_eq!(totals[0], totals[1]);
    }
}
