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

/// The senders that reach each block of receivers, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Senders {
    /// For each group of [`GROUP`] rows.
    runs: Vec<Vec<SenderRun>>,
    /// For each block of [`ROW_PADDING`] rows the senders in fours, by the number of the four.
    fours: Vec<Vec<u32>>,
}

impl Senders {
    /// Senders by the runs of each group of [`GROUP`] rows, in ascending order.
    pub fn new(runs: Vec<Vec<SenderRun>>) -> Self {
        let fours_of = |group: &Vec<SenderRun>, block: usize| -> Vec<u32> {
            let reach = group.iter().filter(|run| run.blocks >> block & 1 != 0);
            let fours = reach.flat_map(|run| run.columns.start / 4..run.columns.end / 4);
            fours.map(|four| four as u32).collect()
        };
        let blocks = GROUP / ROW_PADDING;
        let fours = runs
            .iter()
            .flat_map(|group| (0..blocks).map(move |block| fours_of(group, block)));
        Self {
            fours: fours.collect(),
            runs,
        }
    }

    /// Where every one of `rows` senders reaches every receiver.
    pub fn of_all(rows: usize) -> Self {
        let run = SenderRun {
            columns: 0..rows,
            blocks: 0b1111,
        };
        Self::new(vec![vec![run]; rows.div_ceil(GROUP)])
    }
}

/// Leaves the recurrent drive of all receivers at the beginning of each episode's working memory. One episode alone has
/// `BLOCKS` blocks together, so that enough sums are under way at once; several have them one by one and share each
/// weight that is read.
#[inline(always)]
pub(super) fn recurrent_drive<V: Lanes, const BLOCKS: usize, const SIDE: usize>(
    weights: &[f32],
    senders: &Senders,
    rows: usize,
    episodes: &mut [SettlingEpisode; SIDE],
) {
    let mut row = 0;
    if SIDE == 1 && BLOCKS > 1 {
        while row + BLOCKS * ROW_PADDING <= rows {
            let runs = &senders.runs[row / GROUP];
            drive_of_blocks::<V, BLOCKS, SIDE>(weights, runs, rows, row, episodes);
            row += BLOCKS * ROW_PADDING;
        }
    }
    while row < rows {
        let fours = &senders.fours[row / ROW_PADDING];
        drive_of_block::<V, SIDE>(weights, fours, rows, row, episodes);
        row += ROW_PADDING;
    }
}

/// The recurrent drive of the block from `row` on: four partial sums, of every fourth column each.
#[inline(always)]
fn drive_of_block<V: Lanes, const SIDE: usize>(
    weights: &[f32],
    fours: &[u32],
    rows: usize,
    row: usize,
    episodes: &mut [SettlingEpisode; SIDE],
) {
    let mut sums = [[V::all(0.0); 4]; SIDE];
    let rates = episodes.each_ref();
    let rates = rates.map(|episode| episode.rates[..rows].as_chunks::<4>().0);
    for &four in fours {
        let four = four as usize;
        let columns = &weights[4 * four * rows + row..][..3 * rows + ROW_PADDING];
        let rates = rates.map(|rates| &rates[four]);
        for k in 0..4 {
            let weights = V::load(&columns[k * rows..].as_chunks().0[0]);
            for (sums, rates) in sums.iter_mut().zip(rates) {
                sums[k] = weights.times_plus(V::all(rates[k]), sums[k]);
            }
        }
    }
    for (episode, [a, b, c, d]) in episodes.iter_mut().zip(sums) {
        let drive = &mut episode.work[row..][..ROW_PADDING].as_chunks_mut().0[0];
        a.plus(b).plus(c.plus(d)).store(drive);
    }
}

/// The same for `BLOCKS` blocks of a group, run by run. A block that a run does not reach is left out; adding its zeros
/// would change no bit.
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
        choose!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
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
