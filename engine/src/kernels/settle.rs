//! Settling of a rate network, column by column.

use super::inhibition::Inhibition;
use super::lanes::{Lanes, Plain};
#[cfg(target_arch = "x86_64")]
use super::lanes::{Middle, Wide};
use super::recurrent::{Senders, recurrent_drive};
use super::{GROUP, logistic};

/// What all episodes that settle side by side share. Slices over receivers have `rows` entries.
#[derive(Clone, Copy)]
pub struct Settling<'a> {
    /// Number of receivers, a multiple of [`super::ROW_PADDING`].
    pub rows: usize,
    /// Weights as they act, with the gains of their projections, column by column: `weights[column * rows + row]`.
    pub weights: &'a [f32],
    /// The senders that reach each block of rows.
    pub senders: &'a Senders,
    /// Weights of the clamped senders, column by column.
    pub clamped: &'a [f32],
    /// Threshold of a receiver.
    pub threshold: &'a [f32],
    /// Pools of shared inhibition.
    pub inhibition: &'a Inhibition,
    /// Slope of the logistic.
    pub slope: f32,
    /// The rate is this times the logistic,
    pub scale: f32,
    /// plus this, but not below zero.
    pub offset: f32,
    /// Share of the way to the new rate that one step goes.
    pub rate: f32,
    /// Number of steps.
    pub steps: usize,
}

/// One episode that settles. Slices over receivers have as many entries as there are rows.
pub struct SettlingEpisode<'a> {
    /// Levels of the clamped senders; those beyond the last count as silent.
    pub levels: &'a [f32],
    /// Further drive that does not change while settling.
    pub drive: &'a [f32],
    /// Gain of the whole drive of a receiver.
    pub row_gain: &'a [f32],
    /// Rates, before and after.
    pub rates: &'a mut [f32],
    /// Left behind: the mean rate over the steps.
    pub trace: &'a mut [f32],
    /// Room for `3 * rows` numbers.
    pub work: &'a mut [f32],
    /// Room for a number of each pool of inhibition.
    pub losses: &'a mut [f32],
}

on_widest_vectors! {
    /// Settles the rates of each episode in place, and leaves in `trace` their mean over the steps.
    ///
    /// `x_i = g_i (sum_j w_ij r_j + sum_k w_ik level_k + drive_i) - inhibition - threshold_i`, `r_i += rate (f(x_i) - r_i)`,
    /// `f(x) = max(scale logistic(slope x) + offset, 0)`.
    /// Which episodes settle side by side changes no bit.
    pub fn settle(s: &Settling, episodes: &mut [SettlingEpisode]) = settle_on::<[Wide, 4, 4], [Middle, 1, 1], [Plain, 1, 1]>
}

/// Settles `SIDE` episodes side by side while there are as many, then three or two, the last alone, `BLOCKS` blocks of rows together;
/// neither number changes the sums, only the speed. AVX-512 has registers for the partial sums of a whole group, or of one
/// block of four episodes, which then share each weight that is read. A circuit of one group has a copy of its own, in
/// which every length is known.
#[inline(always)]
fn settle_on<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    s: &Settling,
    episodes: &mut [SettlingEpisode],
) {
    if s.rows == GROUP {
        settle_all::<V, BLOCKS, SIDE>(s, GROUP, episodes);
    } else {
        settle_all::<V, BLOCKS, SIDE>(s, s.rows, episodes);
    }
}

#[inline(always)]
fn settle_all<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    s: &Settling,
    rows: usize,
    episodes: &mut [SettlingEpisode],
) {
    let (together, mut rest) = episodes.as_chunks_mut::<SIDE>();
    for episodes in together {
        settle_rows::<V, BLOCKS, SIDE>(s, rows, episodes);
    }
    if SIDE > 3 {
        let (triples, last) = rest.as_chunks_mut::<3>();
        for triple in triples {
            settle_rows::<V, BLOCKS, 3>(s, rows, triple);
        }
        let (pairs, last) = last.as_chunks_mut::<2>();
        for pair in pairs {
            settle_rows::<V, BLOCKS, 2>(s, rows, pair);
        }
        rest = last;
    }
    for episode in rest.as_chunks_mut::<1>().0 {
        settle_rows::<V, BLOCKS, 1>(s, rows, episode);
    }
}

#[inline(always)]
fn settle_rows<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    s: &Settling,
    rows: usize,
    episodes: &mut [SettlingEpisode; SIDE],
) {
    let scale = -s.slope * core::f32::consts::LOG2_E;
    for episode in episodes.iter_mut() {
        begin::<V>(s, rows, scale, episode);
    }
    for _ in 0..s.steps {
        // They need the old rates alone: before the long sums, nothing waits for them.
        for episode in episodes.iter_mut() {
            let rates = lanes(episode.rates, rows);
            s.inhibition.losses::<V>(scale, rates, episode.losses);
        }
        recurrent_drive::<V, BLOCKS, SIDE>(s.weights, s.senders, rows, episodes);
        for episode in episodes.iter_mut() {
            step::<V>(s, rows, episode);
        }
    }
    let share = V::all(1.0 / s.steps as f32);
    for episode in episodes {
        for trace in lanes_mut(episode.trace, rows) {
            V::load(trace).times(share).store(trace);
        }
    }
}

/// The parts of an episode's working memory: recurrent drive, what does not depend on the rates, and gain.
#[inline(always)]
fn parts_of(work: &mut [f32], rows: usize) -> [&mut [Plain]; 3] {
    let (recurrent, work) = work.split_at_mut(rows);
    let (fixed, gain) = work.split_at_mut(rows);
    [recurrent, fixed, gain].map(|part| lanes_mut(part, rows))
}

/// Works on `y = -slope log2(e) x`, of which the new rate is `1 / (1 + 2^y)`: what does not depend on the rates is scaled
/// once, so that only one rounding stands between the recurrent drive and `y`.
#[inline(always)]
fn begin<V: Lanes>(s: &Settling, rows: usize, scale: f32, episode: &mut SettlingEpisode) {
    assert!(
        episode.losses.len() == s.inhibition.pools(),
        "a pool has no room"
    );
    let [_, fixed, gain] = parts_of(episode.work, rows);
    let (row_gain, threshold) = (lanes(episode.row_gain, rows), lanes(s.threshold, rows));
    fixed.copy_from_slice(lanes(episode.drive, rows));
    for (column, &level) in s.clamped.chunks_exact(rows).zip(episode.levels) {
        if level != 0.0 {
            for (drive, weights) in fixed.iter_mut().zip(lanes(column, rows)) {
                let weights = V::load(weights);
                weights
                    .times_plus(V::all(level), V::load(drive))
                    .store(drive);
            }
        }
    }
    let trace = lanes_mut(episode.trace, rows);
    for i in 0..fixed.len() {
        let own = V::load(&row_gain[i]);
        let net = own.times(V::load(&fixed[i])).minus(V::load(&threshold[i]));
        net.times(V::all(scale)).store(&mut fixed[i]);
        own.times(V::all(scale)).store(&mut gain[i]);
        V::all(0.0).store(&mut trace[i]);
    }
}

/// One step from the losses and the recurrent drive in the working memory.
#[inline(always)]
fn step<V: Lanes>(s: &Settling, rows: usize, episode: &mut SettlingEpisode) {
    let [recurrent, fixed, gain] = parts_of(episode.work, rows);
    let rates = lanes_mut(episode.rates, rows);
    let trace = lanes_mut(episode.trace, rows);
    let (rate, kept) = (V::all(s.rate), V::all(1.0 - s.rate));
    let (stretch, offset) = (V::all(s.scale), V::all(s.offset));
    let logistic_alone = s.scale == 1.0 && s.offset == 0.0;
    for i in 0..recurrent.len() {
        let fixed = V::load(&fixed[i]);
        let against = s.inhibition.added_to::<V>(i, episode.losses, fixed);
        let y = V::load(&gain[i]).times_plus(V::load(&recurrent[i]), against);
        let old = kept.times(V::load(&rates[i]));
        let mut target = logistic::of_power(y);
        if !logistic_alone {
            target = stretch.times_plus(target, offset).at_least(V::all(0.0));
        }
        let next = rate.times_plus(target, old);
        next.store(&mut rates[i]);
        V::load(&trace[i]).plus(next).store(&mut trace[i]);
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

#[cfg(test)]
mod tests {
    use super::super::SenderRun;
    use super::*;
    use core::ops::Range;

    fn pseudo(n: usize, salt: u32) -> Vec<f32> {
        (0..n as u32)
            .map(|i| {
                ((i.wrapping_mul(2_654_435_761).wrapping_add(salt) >> 8) as f32 / 16_777_216.0)
                    - 0.4
            })
            .collect()
    }

    /// The rows that share inhibition, and its strength: one pool in one block, and one in the first and the last, which
    /// has members in common with it.
    fn pools(rows: usize) -> [(Vec<Range<usize>>, f32); 2] {
        [
            (vec![2..5, 5..9], 0.3),
            (vec![4..8, rows - 6..rows - 1], 0.2),
        ]
    }

    /// A circuit and what one episode in it is given.
    struct Given<'a> {
        circuit: Settling<'a>,
        levels: &'a [f32],
        drive: &'a [f32],
        row_gain: &'a [f32],
    }

    /// The equation as one reads it, row by row in f64.
    fn plain(given: &Given, rates: &mut [f64]) {
        let s = &given.circuit;
        for _ in 0..s.steps {
            let old = rates.to_vec();
            let mut x = vec![0.0; s.rows];
            for (i, x) in x.iter_mut().enumerate() {
                let mut sum = f64::from(given.drive[i]);
                for (k, &level) in given.levels.iter().enumerate() {
                    sum += f64::from(s.clamped[k * s.rows + i]) * f64::from(level);
                }
                for (j, rate) in old.iter().enumerate() {
                    sum += f64::from(s.weights[j * s.rows + i]) * rate;
                }
                *x = f64::from(given.row_gain[i]) * sum - f64::from(s.threshold[i]);
            }
            for (members, strength) in pools(s.rows) {
                let members = || members.iter().cloned().flatten();
                let mean = members().map(|i| old[i]).sum::<f64>() / members().count() as f64;
                members().for_each(|i| x[i] -= f64::from(strength) * mean);
            }
            for (r, x) in rates.iter_mut().zip(&x) {
                let logistic = 1.0 / (1.0 + (-f64::from(s.slope) * x).exp());
                let target = f64::from(s.scale) * logistic + f64::from(s.offset);
                *r += f64::from(s.rate) * (target.max(0.0) - *r);
            }
        }
    }

    /// A circuit of `rows` units with two pools; the callback settles it.
    fn with_settling(rows: usize, use_it: impl FnOnce(&Given)) {
        let weights = pseudo(rows * rows, 1);
        let (drive, row_gain) = (pseudo(rows, 3), pseudo(rows, 4));
        let threshold = pseudo(rows, 5);
        let inhibition = Inhibition::new(rows, &pools(rows));
        let senders = Senders::of_all(rows);
        let clamped = pseudo(2 * rows, 6);
        use_it(&Given {
            circuit: Settling {
                rows,
                weights: &weights,
                senders: &senders,
                clamped: &clamped,
                threshold: &threshold,
                inhibition: &inhibition,
                slope: 4.0,
                scale: 1.0,
                offset: 0.0,
                rate: 0.6,
                steps: 8,
            },
            levels: &[0.3, 0.0],
            drive: &drive,
            row_gain: &row_gain,
        });
    }

    /// Rates and traces of `number` episodes that start at 0.1, 0.2, ...
    fn settled(
        given: &Given,
        number: usize,
        settle: impl Fn(&Settling, &mut [SettlingEpisode]),
    ) -> Vec<(Vec<f32>, Vec<f32>)> {
        let rows = given.circuit.rows;
        let start = |k: usize| (vec![0.1 * (k + 1) as f32; rows], vec![0.0f32; rows]);
        let mut states: Vec<_> = (0..number).map(start).collect();
        let pools = given.circuit.inhibition.pools();
        let mut room = vec![(vec![0.0f32; 3 * rows], vec![0.0f32; pools]); number];
        let mut episodes: Vec<SettlingEpisode> = states
            .iter_mut()
            .zip(&mut room)
            .map(|((rates, trace), (work, losses))| SettlingEpisode {
                levels: given.levels,
                drive: given.drive,
                row_gain: given.row_gain,
                rates,
                trace,
                work,
                losses,
            })
            .collect();
        settle(&given.circuit, &mut episodes);
        drop(episodes);
        states
    }

    #[test]
    fn agrees_with_the_equation_read_plainly() {
        for rows in [16, 64, 80, 144] {
            with_settling(rows, |given| {
                for (scale, offset) in [(1.0, 0.0), (2.0, -1.0)] {
                    let circuit = Settling {
                        scale,
                        offset,
                        ..given.circuit
                    };
                    let given = Given { circuit, ..*given };
                    let mut exact = vec![f64::from(0.1f32); rows];
                    let states = settled(&given, 1, settle);
                    plain(&given, &mut exact);
                    for (r, e) in states[0].0.iter().zip(&exact) {
                        // f32 sums of up to 144 terms over 8 steps with slope 4: errors of some 1e-6 are amplified a few times.
                        assert!((f64::from(*r) - e).abs() < 1e-4, "{r} {e}");
                    }
                }
            });
        }
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        for rows in [16, 64, 80, 144] {
            with_settling(rows, |given| {
                let dispatched = settled(given, 6, settle);
                assert_eq!(dispatched, settled(given, 6, settle_on::<Plain, 1, 1>));
                assert_eq!(dispatched, settled(given, 6, settle_on::<Plain, 4, 4>));
                #[cfg(target_arch = "x86_64")]
                if std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("fma")
                {
                    assert_eq!(dispatched, settled(given, 6, settle_on::<Middle, 1, 1>));
                }
            });
        }
    }

    #[test]
    fn who_settles_beside_an_episode_changes_none_of_its_bits() {
        for rows in [16, 64, 80, 144] {
            with_settling(rows, |given| {
                let six = settled(given, 6, settle);
                for number in 1..6 {
                    assert_eq!(settled(given, number, settle), six[..number]);
                }
            });
        }
    }

    #[test]
    fn blocks_without_synapses_may_be_left_out() {
        // Senders 4..8 reach the second block alone, and 8..32 nothing.
        let rows = 32;
        with_settling(rows, |given| {
            let mut weights = given.circuit.weights.to_vec();
            for (column, weights) in weights.chunks_exact_mut(rows).enumerate().skip(4) {
                weights[..if column < 8 { 16 } else { 32 }].fill(0.0);
            }
            let run = |columns, blocks| SenderRun { columns, blocks };
            let senders = Senders::new(vec![vec![run(0..4, 0b11), run(4..8, 0b10)]]);
            let with = |senders| Given {
                circuit: Settling {
                    weights: &weights,
                    senders,
                    ..given.circuit
                },
                ..*given
            };
            let (whole, spared) = (with(given.circuit.senders), with(&senders));
            for number in [1, 5] {
                assert_eq!(
                    settled(&whole, number, settle),
                    settled(&spared, number, settle)
                );
            }
        });
    }
}
