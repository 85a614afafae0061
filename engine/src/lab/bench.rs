//! What all procedures need: the synapses and levels of BDNF to compare, the seed, and word of progress.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Synapse;

/// A bench that is set up.
pub(super) struct Bench<'a> {
    /// The synapses whose rule fits the procedure.
    pub synapses: Vec<&'a Synapse>,
    /// Levels of BDNF relative to normal.
    pub bdnf: &'a [f64],
    /// Seed of all draws.
    pub seed: u64,
    /// Synapses of a noisy rule that begin in either state.
    pub simulated_synapses: u32,
    /// Is told the share done; returns false to stop.
    pub progress: &'a (dyn Fn(f64) -> bool + Sync),
}

/// How work that takes long is watched: both answer whether to go on.
pub(super) struct Steps<'a> {
    /// A step is done.
    pub done: &'a (dyn Fn() -> bool + Sync),
    /// In the midst of one.
    pub go_on: &'a (dyn Fn() -> bool + Sync),
}

impl Bench<'_> {
    /// Does `work` to every item, on all threads, in any order; the results come in the order of the items. `None` when
    /// told to stop.
    pub fn each<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> R + Sync,
    ) -> Option<Vec<R>> {
        let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        items
            .par_iter()
            .map(|item| {
                if stopped.load(Ordering::Relaxed) {
                    return None;
                }
                let result = work(item);
                let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / items.len() as f64;
                if !(self.progress)(share) {
                    stopped.store(true, Ordering::Relaxed);
                    return None;
                }
                Some(result)
            })
            .collect()
    }

    /// As [`Bench::each`], for few items that take long: `work` says after each of its `steps` that it is done, asks within them
    /// whether to go on, and gives up with `None` where the answer is false.
    pub fn each_in_steps<T: Sync, R: Send>(
        &self,
        items: &[T],
        steps: usize,
        work: impl Fn(&T, &Steps) -> Option<R> + Sync,
    ) -> Option<Vec<R>> {
        let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let all = (items.len() * steps) as f64;
        let tell = |steps: usize| {
            if stopped.load(Ordering::Relaxed) || !(self.progress)(steps as f64 / all) {
                stopped.store(true, Ordering::Relaxed);
                return false;
            }
            true
        };
        let steps = Steps {
            done: &|| tell(done.fetch_add(1, Ordering::Relaxed) + 1),
            go_on: &|| tell(done.load(Ordering::Relaxed)),
        };
        items.par_iter().map(|item| work(item, &steps)).collect()
    }

    /// Every synapse at every level of BDNF, in the order in which curves are listed.
    pub fn pairs(&self) -> impl Iterator<Item = (&Synapse, f64)> {
        self.synapses
            .iter()
            .flat_map(|&synapse| self.bdnf.iter().map(move |&bdnf| (synapse, bdnf)))
    }
}
