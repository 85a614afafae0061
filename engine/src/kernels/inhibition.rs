//! Inhibition that receivers share.

use super::ROW_PADDING;
use super::lanes::{Lanes, Plain};
use core::ops::Range;

/// Pools of shared inhibition: each member of a pool loses the strength of the pool times the mean rate of all its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Inhibition {
    pools: Vec<Pool>,
    /// For each block of [`ROW_PADDING`] rows what its pools have there.
    of_blocks: Vec<Vec<Members>>,
}

/// One pool.
#[derive(Debug, Clone, PartialEq)]
struct Pool {
    /// Strength of the inhibition.
    strength: f32,
    /// 1 / number of members.
    share: f32,
    /// The blocks from its first member to its last.
    blocks: Range<usize>,
    /// 1 for the rows of members in these blocks, else 0.
    membership: Vec<Plain>,
}

/// The members of one pool in one block.
#[derive(Debug, Clone, PartialEq)]
#[repr(C, align(64))]
struct Members {
    /// 1 for the rows of members, else 0.
    membership: Plain,
    /// Number of the pool.
    pool: usize,
}

impl Inhibition {
    /// Pools by the rows of their members and their strengths, in a circuit of `rows` receivers, a multiple of [`ROW_PADDING`].
    ///
    /// # Panics
    /// Panics if a member is beyond the rows.
    pub fn new(rows: usize, pools: &[(Vec<Range<usize>>, f32)]) -> Self {
        let mut inhibition = Self {
            pools: Vec::new(),
            of_blocks: vec![Vec::new(); rows / ROW_PADDING],
        };
        for (number, (members, strength)) in pools.iter().enumerate() {
            let mut membership = vec![[0.0; ROW_PADDING]; rows / ROW_PADDING];
            for rows in members {
                membership.as_flattened_mut()[rows.clone()].fill(1.0);
            }
            let share = 1.0 / membership.as_flattened().iter().sum::<f32>().max(1.0);
            let is_reached = |block: &Plain| *block != [0.0; ROW_PADDING];
            for (block, own) in inhibition.of_blocks.iter_mut().zip(&membership) {
                if is_reached(own) {
                    block.push(Members {
                        membership: *own,
                        pool: number,
                    });
                }
            }
            let first = membership.iter().position(is_reached).unwrap_or(0);
            let last = membership.iter().rposition(is_reached);
            let blocks = first..last.map_or(first, |last| last + 1);
            inhibition.pools.push(Pool {
                strength: *strength,
                share,
                membership: membership[blocks.clone()].to_vec(),
                blocks,
            });
        }
        inhibition
    }

    /// Number of pools.
    pub fn pools(&self) -> usize {
        self.pools.len()
    }

    /// Leaves in `losses` what each pool takes from each of its members, times `-scale`.
    #[inline(always)]
    pub(super) fn losses<V: Lanes>(&self, scale: f32, rates: &[Plain], losses: &mut [f32]) {
        for (loss, pool) in losses.iter_mut().zip(&self.pools) {
            let mut sum = V::all(0.0);
            for (members, rates) in pool.membership.iter().zip(&rates[pool.blocks.clone()]) {
                sum = V::load(members).times_plus(V::load(rates), sum);
            }
            *loss = sum.sum() * (-scale * pool.strength * pool.share);
        }
    }

    /// A number of each row of a block with the losses of the block's pools added.
    #[inline(always)]
    pub(super) fn added_to<V: Lanes>(&self, block: usize, losses: &[f32], to: V) -> V {
        let pools = self.of_blocks[block].iter();
        pools.fold(to, |to, members| {
            V::load(&members.membership).times_plus(V::all(losses[members.pool]), to)
        })
    }
}
