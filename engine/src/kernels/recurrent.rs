//! The drive that the settling units give each other, over the blocks that have synapses.

use super::lanes::Lanes;
use super::settle::SettlingEpisode;
use super::{GROUP, ROW_PADDING};
use core::ops::Range;

/// Consecutive senders that reach the same blocks of receivers of one group of [`GROUP`] rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderRun {
    /// Columns, a multiple of four of them.
    pub columns: Range<usize>,
    /// Bit k is set if a sender may have a synapse on block k of [`ROW_PADDING`] rows of the group.
    pub blocks: u8,
}

impl SenderRun {
    /// The runs of each group where every one of `rows` senders reaches every receiver.
    pub fn of_all(rows: usize) -> Vec<Vec<SenderRun>> {
        let run = SenderRun {
            columns: 0..rows,
            blocks: 0b1111,
        };
        vec![vec![run]; rows.div_ceil(GROUP)]
    }
}

/// Leaves the recurrent drive of all receivers at the beginning of each episode's working memory. `senders` holds the runs
/// of each group.
#[inline(always)]
pub(super) fn recurrent_drive<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    weights: &[f32],
    senders: &[Vec<SenderRun>],
    rows: usize,
    episodes: &mut [SettlingEpisode; SIDE],
) {
    let mut row = 0;
    if SIDE == 1 {
        while row + BLOCKS * ROW_PADDING <= rows {
            drive_of_blocks::<V, BLOCKS, SIDE>(weights, &senders[row / GROUP], rows, row, episodes);
            row += BLOCKS * ROW_PADDING;
        }
    }
    while row < rows {
        drive_of_blocks::<V, 1, SIDE>(weights, &senders[row / GROUP], rows, row, episodes);
        row += ROW_PADDING;
    }
}

/// The recurrent drive of `BLOCKS` blocks from `row` on: four partial sums, of every fourth column each, so that enough
/// sums are under way at once. A block that a run does not reach is left out; adding its zeros would change no bit.
#[inline(always)]
fn drive_of_blocks<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    weights: &[f32],
    senders: &[SenderRun],
    rows: usize,
    row: usize,
    episodes: &mut [SettlingEpisode; SIDE],
) {
    let mut sums = [[[V::all(0.0); 4]; BLOCKS]; SIDE];
    let mask = ((1 << BLOCKS) - 1) as u8;
    for run in senders {
        let weights = &weights[run.columns.start * rows..run.columns.end * rows];
        let rates = episodes.each_ref();
        let rates = rates.map(|episode| episode.rates[run.columns.clone()].as_chunks().0);
        macro_rules! choose {
            ($($blocks:literal)*) => {
                match run.blocks >> (row % GROUP / ROW_PADDING) & mask {
                    $($blocks => add_run::<V, BLOCKS, SIDE, $blocks>(weights, rows, row, rates, &mut sums),)*
                    _ => {}
                }
            };
        }
        if BLOCKS == 1 {
            choose!(1);
        } else {
            choose!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        }
    }
    for (episode, sums) in episodes.iter_mut().zip(sums) {
        let drive = &mut episode.work[row..][..BLOCKS * ROW_PADDING];
        for (drive, [a, b, c, d]) in drive.as_chunks_mut().0.iter_mut().zip(sums) {
            a.plus(b).plus(c.plus(d)).store(drive);
        }
    }
}

/// Adds the columns of a run to the partial sums of the blocks whose bit is set in `REACHED`.
#[inline(always)]
fn add_run<V: Lanes, const BLOCKS: usize, const SIDE: usize, const REACHED: u8>(
    weights: &[f32],
    rows: usize,
    row: usize,
    rates: [&[[f32; 4]]; SIDE],
    sums: &mut [[[V; 4]; BLOCKS]; SIDE],
) {
    // Known to the compiler from here on, so that it need not check each block of each column.
    assert!(row + BLOCKS * ROW_PADDING <= rows);
    let quads = rates[0].len();
    assert!(rates.iter().all(|rates| rates.len() == quads));
    for (quad, columns) in weights.chunks_exact(4 * rows).take(quads).enumerate() {
        let mut columns = columns;
        for k in 0..4 {
            let (column, rest) = columns.split_at(rows);
            let column = column[row..row + BLOCKS * ROW_PADDING].as_chunks().0;
            for (b, weights) in column.iter().enumerate() {
                if REACHED >> b & 1 != 0 {
                    let weights = V::load(weights);
                    for (sums, rates) in sums.iter_mut().zip(rates) {
                        sums[b][k] = weights.times_plus(V::all(rates[quad][k]), sums[b][k]);
                    }
                }
            }
            columns = rest;
        }
    }
}
