//! Lives that are shared because what decides them looks equal must be equal, whatever the difference is that was overlooked.
//!
//! By brute force: a study is put beside itself with one value changed somewhere in its files, and a graph beside itself with
//! other couplings. Where the two share a life, each is lived alone and compared bit for bit.

mod graphs;
mod neighbours;

use rewire::random::{Draws, Purpose};

/// Choices of a test, each drawn at its own address.
pub struct Choices {
    draws: Draws,
    so_far: u64,
}

impl Choices {
    pub fn of(case: u64) -> Self {
        Self {
            draws: Draws::of(case),
            so_far: 0,
        }
    }

    pub fn share(&mut self) -> f64 {
        self.so_far += 1;
        self.draws.uniform(Purpose::new("choice"), self.so_far, 0)
    }

    pub fn below(&mut self, number: usize) -> usize {
        (self.share() * number as f64) as usize
    }

    pub fn one<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
