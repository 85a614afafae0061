//! Lives in memory: what a page has shown once is not lived again, and who fell ill waits at selection for the next slider.

use crate::cohort::Keep;
use crate::life::Life;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes of finished lives: some thousands of courses of 16 people.
const PIECES: usize = 96 << 20;
/// Bytes of people at selection: some fifteen hundred of them.
const LIVES: usize = 128 << 20;

/// Values by name up to a number of bytes; those that were used longest ago go first.
struct Shelf<T> {
    most: usize,
    bytes: usize,
    clock: u64,
    /// Value, its size, and when it was last used.
    values: HashMap<String, (T, usize, u64)>,
}

impl<T: Clone> Shelf<T> {
    fn new(most: usize) -> Self {
        Self {
            most,
            bytes: 0,
            clock: 0,
            values: HashMap::new(),
        }
    }

    fn find(&mut self, name: &str) -> Option<T> {
        self.clock += 1;
        let (value, _, used) = self.values.get_mut(name)?;
        *used = self.clock;
        Some(value.clone())
    }

    fn keep(&mut self, name: String, value: T, bytes: usize) {
        self.clock += 1;
        self.bytes += bytes;
        if let Some((_, before, _)) = self.values.insert(name, (value, bytes, self.clock)) {
            self.bytes -= before;
        }
        if self.bytes > self.most {
            self.make_room();
        }
    }

    /// Down to three quarters, so that room is not made for each value anew.
    fn make_room(&mut self) {
        let mut used: Vec<(u64, String)> = self
            .values
            .iter()
            .map(|(name, (_, _, used))| (*used, name.clone()))
            .collect();
        used.sort_unstable();
        for (_, name) in used {
            if self.bytes <= self.most / 4 * 3 {
                break;
            }
            if let Some((_, bytes, _)) = self.values.remove(&name) {
                self.bytes -= bytes;
            }
        }
    }
}

/// What is kept of all pages together.
pub struct Memory {
    pieces: Mutex<Shelf<Vec<u8>>>,
    lives: Mutex<Shelf<Life>>,
}

impl Memory {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            pieces: Mutex::new(Shelf::new(PIECES)),
            lives: Mutex::new(Shelf::new(LIVES)),
        }
    }
}

fn locked<T>(shelf: &Mutex<T>) -> MutexGuard<'_, T> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keep for Memory {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        locked(&self.pieces).find(name)
    }

    fn keep(&self, name: String, piece: Vec<u8>) {
        let bytes = piece.len() + name.len();
        locked(&self.pieces).keep(name, piece, bytes);
    }

    fn find_life(&self, name: &str) -> Option<Life> {
        locked(&self.lives).find(name)
    }

    fn keep_life(&self, name: String, life: &Life) {
        let bytes = life.circuit.bytes() + 8 * life.values.len() + name.len();
        locked(&self.lives).keep(name, life.clone(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let mut shelf = Shelf::new(100);
        for name in ["a", "b", "c", "d"] {
            shelf.keep(name.to_owned(), name.to_owned(), 25);
        }
        assert!(shelf.find("a").is_some());
        shelf.keep("e".to_owned(), "e".to_owned(), 25);
        // 125 bytes are brought down to 75: b and c are older than a, which was asked for.
        assert_eq!(shelf.bytes, 75);
        assert!(shelf.find("b").is_none() && shelf.find("c").is_none());
        assert!(
            ["a", "d", "e"]
                .iter()
                .all(|name| shelf.find(name).is_some())
        );
        shelf.keep("a".to_owned(), "again".to_owned(), 25);
        assert_eq!(
            (shelf.bytes, shelf.find("a").as_deref()),
            (75, Some("again"))
        );
    }
}
