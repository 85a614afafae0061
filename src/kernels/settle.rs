//! Settling of a rate network, column by column.

use super::transcendental::logistic_f32;
use multiversion::multiversion;

/// Consecutive columns that belong to one sending population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderGroup {
    /// First column.
    pub first: usize,
    /// Number of columns.
    pub count: usize,
}

/// Receivers that share one pool of inhibition: each loses `strength` times the mean rate of all.
#[derive(Debug, Clone, PartialEq)]
pub struct InhibitionPool {
    /// Rows of the members.
    pub members: Vec<core::ops::Range<usize>>,
    /// Strength of the inhibition.
    pub strength: f32,
    /// 1 / number of members.
    pub share: f32,
}

/// Everything a settle reads. Slices over receivers have `rows` entries.
pub struct Settling<'a> {
    /// Number of receivers, a multiple of [`super::ROW_PADDING`].
    pub rows: usize,
    /// Weights, column by column: `weights[column * rows + row]`.
    pub weights: &'a [f32],
    /// The recurrent senders by population, in order.
    pub groups: &'a [SenderGroup],
    /// Gain of each group on each receiver: `gains[group * rows + row]`.
    pub gains: &'a [f32],
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

/// Settles `rates` in place and leaves in `trace` the mean rate over the steps.
///
/// `x_i = g_i (sum_G gain_Gi sum_{j in G} w_ij r_j + drive_i) - inhibition - threshold_i`, `r_i += rate (logistic(slope x_i) - r_i)`.
/// `work` holds `rows` numbers.
pub fn settle(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    trace.fill(0.0);
    for _ in 0..s.steps {
        step(s, rates, trace, work);
    }
    let share = 1.0 / s.steps as f32;
    for t in trace {
        *t *= share;
    }
}

/// One step on the widest vectors that the machine has.
#[cfg(target_arch = "x86_64")]
fn step(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    use std::arch::is_x86_feature_detected as has;
    if has!("avx512f") && has!("avx512vl") && has!("fma") {
        // SAFETY: the features that the function is compiled for were found on this machine.
        unsafe { step_avx512(s, rates, trace, work) }
    } else if has!("avx2") && has!("fma") {
        // SAFETY: as above.
        unsafe { step_avx2(s, rates, trace, work) }
    } else {
        step_in_blocks::<32>(s, rates, trace, work);
    }
}

/// One step on the widest vectors that the machine has.
#[cfg(not(target_arch = "x86_64"))]
fn step(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    step_in_blocks::<32>(s, rates, trace, work);
}

/// 32 registers of 16 numbers hold even and odd sums of 64 receivers.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn step_avx512(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    step_in_blocks::<64>(s, rates, trace, work);
}

/// 16 registers of 8 numbers hold those of 32.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn step_avx2(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    step_in_blocks::<32>(s, rates, trace, work);
}

/// One step; the size of the blocks changes the speed, never the sums.
#[inline(always)]
fn step_in_blocks<const BLOCK: usize>(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) {
    let mut row = 0;
    while row + BLOCK <= s.rows {
        recurrent_drive::<BLOCK>(s, rates, row, work);
        row += BLOCK;
    }
    while row + 16 <= s.rows {
        recurrent_drive::<16>(s, rates, row, work);
        row += 16;
    }
    let rows = s.rows;
    let (drive, row_gain, threshold) = (&s.drive[..rows], &s.row_gain[..rows], &s.threshold[..rows]);
    let work = &mut work[..rows];
    for (((x, &drive), &gain), &threshold) in work.iter_mut().zip(drive).zip(row_gain).zip(threshold) {
        *x = gain.mul_add(*x + drive, -threshold);
    }
    for pool in s.inhibition {
        let mut sum = 0.0f32;
        for members in &pool.members {
            for &r in &rates[members.clone()] {
                sum += r;
            }
        }
        let inhibition = pool.strength * (sum * pool.share);
        for members in &pool.members {
            for x in &mut work[members.clone()] {
                *x -= inhibition;
            }
        }
    }
    let (rates, trace) = (&mut rates[..rows], &mut trace[..rows]);
    for i in 0..rows {
        let next = s.rate.mul_add(logistic_f32(s.slope * work[i]) - rates[i], rates[i]);
        rates[i] = next;
        trace[i] += next;
    }
}

/// The recurrent drive of `BLOCK` receivers from `row` on, into `work`: even and odd columns summed apart, then together.
#[inline(always)]
fn recurrent_drive<const BLOCK: usize>(s: &Settling, rates: &[f32], row: usize, work: &mut [f32]) {
    let rows = s.rows;
    let mut total = [0.0f32; BLOCK];
    for (index, group) in s.groups.iter().enumerate() {
        let mut even = [0.0f32; BLOCK];
        let mut odd = [0.0f32; BLOCK];
        let senders = &rates[group.first..group.first + group.count];
        let columns = &s.weights[group.first * rows + row..(group.first + group.count - 1) * rows + row + BLOCK];
        let mut at = 0;
        let mut pairs = senders.chunks_exact(2);
        for pair in &mut pairs {
            let first: &[f32; BLOCK] = block(columns, at);
            let second: &[f32; BLOCK] = block(columns, at + rows);
            for i in 0..BLOCK {
                even[i] = first[i].mul_add(pair[0], even[i]);
            }
            for i in 0..BLOCK {
                odd[i] = second[i].mul_add(pair[1], odd[i]);
            }
            at += 2 * rows;
        }
        if let [last] = pairs.remainder() {
            let column: &[f32; BLOCK] = block(columns, at);
            for i in 0..BLOCK {
                even[i] = column[i].mul_add(*last, even[i]);
            }
        }
        let gains: &[f32; BLOCK] = block(s.gains, index * rows + row);
        for i in 0..BLOCK {
            total[i] = gains[i].mul_add(even[i] + odd[i], total[i]);
        }
    }
    work[row..row + BLOCK].copy_from_slice(&total);
}

#[inline(always)]
fn block<const BLOCK: usize>(slice: &[f32], at: usize) -> &[f32; BLOCK] {
    match slice[at..at + BLOCK].try_into() {
        Ok(block) => block,
        Err(_) => unreachable!("a slice of BLOCK elements is an array of BLOCK elements"),
    }
}

/// Adds the drive of clamped senders to `drive`: `drive_i += gain_i * sum_j w_ij level_j`. Silent senders cost nothing.
#[multiversion(targets(
    "x86_64+avx+avx2+fma+avx512f+avx512vl+avx512dq+avx512bw",
    "x86_64+avx+avx2+fma"
))]
pub fn add_columns(rows: usize, weights: &[f32], levels: &[f32], gains: &[f32], drive: &mut [f32]) {
    for (column, &level) in weights.chunks_exact(rows).zip(levels) {
        if level == 0.0 {
            continue;
        }
        for ((d, &w), &g) in drive.iter_mut().zip(column).zip(gains) {
            *d = (g * level).mul_add(w, *d);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudo(n: usize, salt: u32) -> Vec<f32> {
        (0..n as u32)
            .map(|i| ((i.wrapping_mul(2_654_435_761).wrapping_add(salt) >> 8) as f32 / 16_777_216.0) - 0.4)
            .collect()
    }

    /// The equation as one reads it, row by row in f64.
    fn plain(s: &Settling, rates: &mut [f64]) {
        for _ in 0..s.steps {
            let old = rates.to_vec();
            let mut x = vec![0.0; s.rows];
            for (i, x) in x.iter_mut().enumerate() {
                let mut sum = f64::from(s.drive[i]);
                for (g, group) in s.groups.iter().enumerate() {
                    for j in group.first..group.first + group.count {
                        sum += f64::from(s.gains[g * s.rows + i]) * f64::from(s.weights[j * s.rows + i]) * old[j];
                    }
                }
                *x = f64::from(s.row_gain[i]) * sum - f64::from(s.threshold[i]);
            }
            for pool in s.inhibition {
                let members = pool.members[0].clone();
                let mean: f64 = members.clone().map(|i| old[i]).sum::<f64>() * f64::from(pool.share);
                for x in &mut x[members] {
                    *x -= f64::from(pool.strength) * mean;
                }
            }
            for (r, x) in rates.iter_mut().zip(&x) {
                *r += f64::from(s.rate) * (1.0 / (1.0 + (-f64::from(s.slope) * x).exp()) - *r);
            }
        }
    }

    #[test]
    fn agrees_with_the_equation_read_plainly() {
        for rows in [16, 64, 80, 144] {
            let weights = pseudo(rows * rows, 1);
            let groups = [
                SenderGroup { first: 0, count: 7 },
                SenderGroup { first: 7, count: rows - 7 },
            ];
            let (gains, drive, row_gain) = (pseudo(2 * rows, 2), pseudo(rows, 3), pseudo(rows, 4));
            let threshold = pseudo(rows, 5);
            let inhibition = [InhibitionPool { members: vec![2..9], strength: 0.3, share: 1.0 / 7.0 }];
            let s = Settling {
                rows,
                weights: &weights,
                groups: &groups,
                gains: &gains,
                drive: &drive,
                row_gain: &row_gain,
                threshold: &threshold,
                inhibition: &inhibition,
                slope: 4.0,
                rate: 0.6,
                steps: 8,
            };
            let mut rates = vec![0.1f32; rows];
            let mut exact = vec![f64::from(0.1f32); rows];
            let (mut trace, mut work) = (vec![0.0; rows], vec![0.0; rows]);
            settle(&s, &mut rates, &mut trace, &mut work);
            plain(&s, &mut exact);
            for (r, e) in rates.iter().zip(&exact) {
                // f32 sums of up to 144 terms over 8 steps with slope 4: errors of some 1e-6 are amplified a few times.
                assert!((f64::from(*r) - e).abs() < 1e-4, "{r} {e}");
            }
        }
    }
}
