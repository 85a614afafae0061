//! Settling of a rate network, column by column.

use super::sum::fold;
use super::transcendental::logistic_f32;

/// Receivers that share one pool of inhibition: each loses `strength` times the mean rate of all.
#[derive(Debug, Clone, PartialEq)]
pub struct InhibitionPool {
    /// 1 for the rows of members, else 0.
    pub membership: Vec<f32>,
    /// Strength of the inhibition.
    pub strength: f32,
    /// 1 / number of members.
    pub share: f32,
}

/// Everything a settle reads. Slices over receivers have `rows` entries.
pub struct Settling<'a> {
    /// Number of receivers, a multiple of [`super::ROW_PADDING`].
    pub rows: usize,
    /// Weights as they act, with the gains of their projections, column by column: `weights[column * rows + row]`.
    pub weights: &'a [f32],
    /// Drive that does not change while settling (clamped senders and inputs).
    pub drive: &'a [f32],
    /// Gain of the whole drive of a receiver.
    pub row_gain: &'a [f32],
    /// Threshold of a receiver.
    pub threshold: &'a [f32],
    /// Pools of shared inhibition.
    pub inhibition: &'a [InhibitionPool],
    /// Slope of the logistic.
    pub slope: f32,
    /// Share of the way to the new rate that one step goes.
    pub rate: f32,
    /// Number of steps.
    pub steps: usize,
}

on_widest_vectors! {
    /// Settles `rates` in place and leaves in `trace` the mean rate over the steps.
    ///
    /// `x_i = g_i (sum_j w_ij r_j + drive_i) - inhibition - threshold_i`, `r_i += rate (logistic(slope x_i) - r_i)`.
    /// `work` holds `2 * rows` numbers.
    pub fn settle(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) = settle_in_blocks::<64, 32, 32>
}

/// Settles; the size of the blocks changes the speed, never the sums. AVX-512 holds even and odd sums of 64 receivers in
/// registers, AVX2 those of 32. A circuit of 64 rows has a copy of its own, in which every loop over rows is of known length.
#[inline(always)]
fn settle_in_blocks<const BLOCK: usize>(
    s: &Settling,
    rates: &mut [f32],
    trace: &mut [f32],
    work: &mut [f32],
) {
    if s.rows == 64 {
        settle_rows::<BLOCK>(s, 64, rates, trace, work);
    } else {
        settle_rows::<BLOCK>(s, s.rows, rates, trace, work);
    }
}

#[inline(always)]
fn settle_rows<const BLOCK: usize>(
    s: &Settling,
    rows: usize,
    rates: &mut [f32],
    trace: &mut [f32],
    work: &mut [f32],
) {
    let (rates, trace) = (&mut rates[..rows], &mut trace[..rows]);
    let (x, against) = work.split_at_mut(rows);
    let against = &mut against[..rows];
    let (drive, row_gain, threshold) =
        (&s.drive[..rows], &s.row_gain[..rows], &s.threshold[..rows]);
    trace.fill(0.0);
    for _ in 0..s.steps {
        drive_in_blocks::<BLOCK>(s, rows, rates, x);
        // After the long sums, not before: the processor runs it beside their end.
        against.copy_from_slice(threshold);
        for pool in s.inhibition {
            inhibit(pool, rates, against);
        }
        for i in 0..rows {
            let x = row_gain[i].mul_add(x[i] + drive[i], -against[i]);
            let next = s
                .rate
                .mul_add(logistic_f32(s.slope * x) - rates[i], rates[i]);
            rates[i] = next;
            trace[i] += next;
        }
    }
    let share = 1.0 / s.steps as f32;
    for trace in trace.as_chunks_mut::<16>().0 {
        *trace = trace.map(|t| t * share);
    }
}

/// Adds to `against` what a pool takes from each of its members. Sixteen lanes at a time: loops over all rows of a known
/// number would be unrolled into one instruction per row.
#[inline(always)]
fn inhibit(pool: &InhibitionPool, rates: &[f32], against: &mut [f32]) {
    let members = pool.membership[..rates.len()].as_chunks::<16>().0;
    let mut lanes = [0.0f32; 16];
    for (members, rates) in members.iter().zip(rates.as_chunks::<16>().0) {
        for i in 0..16 {
            lanes[i] = members[i].mul_add(rates[i], lanes[i]);
        }
    }
    // Folded from another copy: a compiler that sees lanes go into one sum keeps them apart from the start.
    let inhibition = pool.strength * (fold(core::hint::black_box(lanes)) * pool.share);
    for (against, members) in against.as_chunks_mut::<16>().0.iter_mut().zip(members) {
        let mut sum = *against;
        for i in 0..16 {
            sum[i] = members[i].mul_add(inhibition, sum[i]);
        }
        *against = sum;
    }
}

/// The recurrent drive of all receivers, block by block.
#[inline(always)]
fn drive_in_blocks<const BLOCK: usize>(
    s: &Settling,
    rows: usize,
    rates: &[f32],
    drive: &mut [f32],
) {
    let mut row = 0;
    while row + BLOCK <= rows {
        recurrent_drive::<BLOCK>(s, rows, rates, row, drive);
        row += BLOCK;
    }
    while row + 16 <= rows {
        recurrent_drive::<16>(s, rows, rates, row, drive);
        row += 16;
    }
}

/// The recurrent drive of `BLOCK` receivers from `row` on: even and odd columns summed apart, then together.
///
/// Columns are split off one by one: `chunks_exact` would divide by the number of rows in every step.
#[inline(always)]
fn recurrent_drive<const BLOCK: usize>(
    s: &Settling,
    rows: usize,
    rates: &[f32],
    row: usize,
    drive: &mut [f32],
) {
    // Known to the compiler from here on, so that it need not check each block of each column.
    assert!(row + BLOCK <= rows);
    let mut columns = s.weights;
    let mut even = [0.0f32; BLOCK];
    let mut odd = [0.0f32; BLOCK];
    for &[first, second] in rates.as_chunks::<2>().0 {
        let (pair, rest) = columns.split_at(2 * rows);
        let (column, next_column) = pair.split_at(rows);
        add_scaled(&mut even, first, &column[row..row + BLOCK]);
        add_scaled(&mut odd, second, &next_column[row..row + BLOCK]);
        columns = rest;
    }
    for ((drive, even), odd) in drive[row..row + BLOCK].iter_mut().zip(even).zip(odd) {
        *drive = even + odd;
    }
}

#[inline(always)]
fn add_scaled<const BLOCK: usize>(total: &mut [f32; BLOCK], rate: f32, column: &[f32]) {
    for i in 0..BLOCK {
        total[i] = column[i].mul_add(rate, total[i]);
    }
}

on_widest_vectors! {
    /// Leaves in `acting` the weights of consecutive columns times the gains of their sender on each receiver.
    pub fn scale_columns(rows: usize, weights: &[f32], gains: &[f32], acting: &mut [f32]) = scale_columns_plainly::<16, 16, 16>
}

#[inline(always)]
fn scale_columns_plainly<const BLOCK: usize>(
    rows: usize,
    weights: &[f32],
    gains: &[f32],
    acting: &mut [f32],
) {
    let gains = gains[..rows].as_chunks::<BLOCK>().0;
    for (acting, weights) in acting
        .chunks_exact_mut(rows)
        .zip(weights.chunks_exact(rows))
    {
        let blocks = acting.as_chunks_mut::<BLOCK>().0.iter_mut();
        for ((acting, weights), gains) in blocks.zip(weights.as_chunks::<BLOCK>().0).zip(gains) {
            for i in 0..BLOCK {
                acting[i] = gains[i] * weights[i];
            }
        }
    }
}

on_widest_vectors! {
    /// Adds the drive of clamped senders to `drive`: `drive_i += gain_i * sum_j w_ij level_j`. Silent senders cost nothing.
    pub fn add_columns(rows: usize, weights: &[f32], levels: &[f32], gains: &[f32], drive: &mut [f32]) = add_columns_plainly::<16, 16, 16>
}

#[inline(always)]
fn add_columns_plainly<const BLOCK: usize>(
    rows: usize,
    weights: &[f32],
    levels: &[f32],
    gains: &[f32],
    drive: &mut [f32],
) {
    let (drive, gains) = (
        drive[..rows].as_chunks_mut::<BLOCK>().0,
        gains[..rows].as_chunks::<BLOCK>().0,
    );
    for (column, &level) in weights.chunks_exact(rows).zip(levels) {
        if level == 0.0 {
            continue;
        }
        for ((drive, weights), gains) in drive
            .iter_mut()
            .zip(column.as_chunks::<BLOCK>().0)
            .zip(gains)
        {
            for i in 0..BLOCK {
                drive[i] = (gains[i] * level).mul_add(weights[i], drive[i]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudo(n: usize, salt: u32) -> Vec<f32> {
        (0..n as u32)
            .map(|i| {
                ((i.wrapping_mul(2_654_435_761).wrapping_add(salt) >> 8) as f32 / 16_777_216.0)
                    - 0.4
            })
            .collect()
    }

    /// The equation as one reads it, row by row in f64.
    fn plain(s: &Settling, rates: &mut [f64]) {
        for _ in 0..s.steps {
            let old = rates.to_vec();
            let mut x = vec![0.0; s.rows];
            for (i, x) in x.iter_mut().enumerate() {
                let mut sum = f64::from(s.drive[i]);
                for (j, rate) in old.iter().enumerate() {
                    sum += f64::from(s.weights[j * s.rows + i]) * rate;
                }
                *x = f64::from(s.row_gain[i]) * sum - f64::from(s.threshold[i]);
            }
            for pool in s.inhibition {
                let sum: f64 = old
                    .iter()
                    .zip(&pool.membership)
                    .map(|(r, &m)| r * f64::from(m))
                    .sum();
                for (x, &member) in x.iter_mut().zip(&pool.membership) {
                    *x -=
                        f64::from(member) * f64::from(pool.strength) * sum * f64::from(pool.share);
                }
            }
            for (r, x) in rates.iter_mut().zip(&x) {
                *r += f64::from(s.rate) * (1.0 / (1.0 + (-f64::from(s.slope) * x).exp()) - *r);
            }
        }
    }

    /// A circuit of `rows` units with one pool; the callback settles it.
    fn with_settling(rows: usize, use_it: impl FnOnce(&Settling)) {
        let weights = pseudo(rows * rows, 1);
        let (drive, row_gain) = (pseudo(rows, 3), pseudo(rows, 4));
        let threshold = pseudo(rows, 5);
        let membership = (0..rows)
            .map(|i| if (2..9).contains(&i) { 1.0 } else { 0.0 })
            .collect();
        let inhibition = [InhibitionPool {
            membership,
            strength: 0.3,
            share: 1.0 / 7.0,
        }];
        use_it(&Settling {
            rows,
            weights: &weights,
            drive: &drive,
            row_gain: &row_gain,
            threshold: &threshold,
            inhibition: &inhibition,
            slope: 4.0,
            rate: 0.6,
            steps: 8,
        });
    }

    fn settled(
        s: &Settling,
        settle: impl Fn(&Settling, &mut [f32], &mut [f32], &mut [f32]),
    ) -> (Vec<f32>, Vec<f32>) {
        let (mut rates, mut trace, mut work) = (
            vec![0.1f32; s.rows],
            vec![0.0; s.rows],
            vec![0.0; 2 * s.rows],
        );
        settle(s, &mut rates, &mut trace, &mut work);
        (rates, trace)
    }

    #[test]
    fn agrees_with_the_equation_read_plainly() {
        for rows in [16, 64, 80, 144] {
            with_settling(rows, |s| {
                let mut exact = vec![f64::from(0.1f32); rows];
                let (rates, _) = settled(s, settle);
                plain(s, &mut exact);
                for (r, e) in rates.iter().zip(&exact) {
                    // f32 sums of up to 144 terms over 8 steps with slope 4: errors of some 1e-6 are amplified a few times.
                    assert!((f64::from(*r) - e).abs() < 1e-4, "{r} {e}");
                }
            });
        }
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        for rows in [16, 64, 80, 144] {
            with_settling(rows, |s| {
                let dispatched = settled(s, settle);
                assert_eq!(dispatched, settled(s, settle_in_blocks::<16>));
                assert_eq!(dispatched, settled(s, settle_in_blocks::<32>));
                assert_eq!(dispatched, settled(s, settle_in_blocks::<64>));
            });
        }
    }

    #[test]
    fn clamped_senders_drive_alike_on_every_width() {
        let rows = 80;
        let (weights, gains) = (pseudo(3 * rows, 1), pseudo(rows, 2));
        let levels = [0.7, 0.0, 0.2];
        let (mut dispatched, mut plain) = (pseudo(rows, 3), pseudo(rows, 3));
        add_columns(rows, &weights, &levels, &gains, &mut dispatched);
        add_columns_plainly::<8>(rows, &weights, &levels, &gains, &mut plain);
        assert_eq!(dispatched, plain);
        let (mut dispatched, mut plain) = (vec![0.0; 3 * rows], vec![0.0; 3 * rows]);
        scale_columns(rows, &weights, &gains, &mut dispatched);
        scale_columns_plainly::<8>(rows, &weights, &gains, &mut plain);
        assert_eq!(dispatched, plain);
        assert_eq!(plain[rows + 5], weights[rows + 5] * gains[5]);
    }
}
