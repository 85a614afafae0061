//! Settling of a rate network, column by column.

use super::lanes::{Lanes, Plain};
#[cfg(target_arch = "x86_64")]
use super::lanes::{Middle, Wide};
use super::recurrent::{SenderRun, recurrent_drive};
use super::{GROUP, ROW_PADDING, logistic};

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
    /// The senders of each group of [`GROUP`] rows, in ascending order.
    pub senders: &'a [Vec<SenderRun>],
    /// Weights of the clamped senders, column by column.
    pub clamped: &'a [f32],
    /// Their levels; those beyond the last count as silent.
    pub levels: &'a [f32],
    /// Further drive that does not change while settling.
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
    /// `x_i = g_i (sum_j w_ij r_j + sum_k w_ik level_k + drive_i) - inhibition - threshold_i`, `r_i += rate (logistic(slope x_i) - r_i)`.
    /// `work` holds `4 * rows` numbers.
    pub fn settle(s: &Settling, rates: &mut [f32], trace: &mut [f32], work: &mut [f32]) = settle_on::<[Wide, 4], [Middle, 1], [Plain, 1]>
}

/// Settles, `BLOCKS` blocks of rows together; their number changes the speed, never the sums. AVX-512 holds the partial
/// sums of a whole group in registers. A circuit of one group has a copy of its own, in which every length is known.
#[inline(always)]
fn settle_on<V: Lanes, const BLOCKS: usize>(
    s: &Settling,
    rates: &mut [f32],
    trace: &mut [f32],
    work: &mut [f32],
) {
    if s.rows == GROUP {
        settle_rows::<V, BLOCKS>(s, GROUP, rates, trace, work);
    } else {
        settle_rows::<V, BLOCKS>(s, s.rows, rates, trace, work);
    }
}

/// Works on `y = -slope log2(e) x`, of which the new rate is `1 / (1 + 2^y)`: what does not depend on the rates is scaled
/// once, so that only one rounding stands between the recurrent drive and `y`.
#[inline(always)]
fn settle_rows<V: Lanes, const BLOCKS: usize>(
    s: &Settling,
    rows: usize,
    rates: &mut [f32],
    trace: &mut [f32],
    work: &mut [f32],
) {
    let scale = -s.slope * core::f32::consts::LOG2_E;
    let (recurrent, work) = work.split_at_mut(rows);
    let (fixed, work) = work.split_at_mut(rows);
    let (gain, against) = work.split_at_mut(rows);
    let (recurrent, against) = (lanes_mut(recurrent, rows), lanes_mut(against, rows));
    let (fixed, gain) = (lanes_mut(fixed, rows), lanes_mut(gain, rows));
    let trace = lanes_mut(trace, rows);
    let (drive, row_gain) = (lanes(s.drive, rows), lanes(s.row_gain, rows));
    let threshold = lanes(s.threshold, rows);
    fixed.copy_from_slice(drive);
    for (column, &level) in s.clamped.chunks_exact(rows).zip(s.levels) {
        if level != 0.0 {
            for (drive, weights) in fixed.iter_mut().zip(lanes(column, rows)) {
                let weights = V::load(weights);
                weights
                    .times_plus(V::all(level), V::load(drive))
                    .store(drive);
            }
        }
    }
    for i in 0..recurrent.len() {
        let own = V::load(&row_gain[i]);
        let net = own.times(V::load(&fixed[i])).minus(V::load(&threshold[i]));
        net.times(V::all(scale)).store(&mut fixed[i]);
        own.times(V::all(scale)).store(&mut gain[i]);
        V::all(0.0).store(&mut trace[i]);
    }
    let (rate, kept) = (V::all(s.rate), V::all(1.0 - s.rate));
    for _ in 0..s.steps {
        recurrent_drive::<V, BLOCKS>(s.weights, s.senders, rows, rates, recurrent);
        let rates = lanes_mut(rates, rows);
        against.copy_from_slice(fixed);
        for pool in s.inhibition {
            inhibit::<V>(pool, scale, rates, against);
        }
        for i in 0..recurrent.len() {
            let y = V::load(&gain[i]).times_plus(V::load(&recurrent[i]), V::load(&against[i]));
            let old = kept.times(V::load(&rates[i]));
            let next = rate.times_plus(logistic::of_power(y), old);
            next.store(&mut rates[i]);
            V::load(&trace[i]).plus(next).store(&mut trace[i]);
        }
    }
    let share = V::all(1.0 / s.steps as f32);
    for trace in trace {
        V::load(trace).times(share).store(trace);
    }
}

#[inline(always)]
fn lanes(numbers: &[f32], rows: usize) -> &[Plain] {
    numbers[..rows].as_chunks().0
}

#[inline(always)]
fn lanes_mut(numbers: &mut [f32], rows: usize) -> &mut [Plain] {
    numbers[..rows].as_chunks_mut().0
}

/// Adds to `against` what a pool takes from each of its members, scaled.
#[inline(always)]
fn inhibit<V: Lanes>(pool: &InhibitionPool, scale: f32, rates: &[Plain], against: &mut [Plain]) {
    let members = lanes(&pool.membership, rates.len() * ROW_PADDING);
    let mut sum = V::all(0.0);
    for (members, rates) in members.iter().zip(rates) {
        sum = V::load(members).times_plus(V::load(rates), sum);
    }
    let inhibition = V::all(sum.sum() * (-scale * pool.strength * pool.share));
    for (against, members) in against.iter_mut().zip(members) {
        V::load(members)
            .times_plus(inhibition, V::load(against))
            .store(against);
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
                for (k, &level) in s.levels.iter().enumerate() {
                    sum += f64::from(s.clamped[k * s.rows + i]) * f64::from(level);
                }
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
        let senders = SenderRun::of_all(rows);
        let clamped = pseudo(2 * rows, 6);
        use_it(&Settling {
            rows,
            weights: &weights,
            senders: &senders,
            clamped: &clamped,
            levels: &[0.3, 0.0],
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
            vec![0.0; 4 * s.rows],
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
                assert_eq!(dispatched, settled(s, settle_on::<Plain, 1>));
                assert_eq!(dispatched, settled(s, settle_on::<Plain, 4>));
                #[cfg(target_arch = "x86_64")]
                if std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("fma")
                {
                    assert_eq!(dispatched, settled(s, settle_on::<Middle, 1>));
                }
            });
        }
    }

    #[test]
    fn blocks_without_synapses_may_be_left_out() {
        // Senders 4..8 reach the second block alone, and 8..32 nothing.
        let rows = 32;
        with_settling(rows, |s| {
            let mut weights = s.weights.to_vec();
            for (column, weights) in weights.chunks_exact_mut(rows).enumerate().skip(4) {
                weights[..if column < 8 { 16 } else { 32 }].fill(0.0);
            }
            let run = |columns, blocks| SenderRun { columns, blocks };
            let senders = [vec![run(0..4, 0b11), run(4..8, 0b10)]];
            let whole = Settling {
                weights: &weights,
                ..*s
            };
            let spared = Settling {
                senders: &senders,
                ..whole
            };
            assert_eq!(settled(&whole, settle), settled(&spared, settle));
        });
    }
}
