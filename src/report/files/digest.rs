//! The hash of a file while it is written: of a long one on a thread of its own, so that writing does not wait for it.

use sha2::{Digest as _, Sha256};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{JoinHandle, spawn};

/// Bytes that are handed on at once; a shorter file needs no thread.
const PORTION: usize = 1 << 20;
/// Portions that may wait, so that memory stays bounded where hashing is slower than writing.
const WAITING: usize = 8;

/// SHA-256 of what passes by.
#[derive(Debug, Default)]
pub(super) struct Digest {
    portion: Vec<u8>,
    thread: Option<(SyncSender<Vec<u8>>, JoinHandle<Sha256>)>,
}

impl Digest {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.portion.extend_from_slice(bytes);
        if self.portion.len() >= PORTION {
            let portion = core::mem::replace(&mut self.portion, Vec::with_capacity(2 * PORTION));
            self.hand_on(portion);
        }
    }

    /// The hash of all bytes.
    pub fn finish(mut self) -> [u8; 32] {
        let portion = core::mem::take(&mut self.portion);
        if self.thread.is_none() {
            return Sha256::digest(portion).into();
        }
        self.hand_on(portion);
        let hash = self.thread.take().map(|(sender, thread)| {
            drop(sender);
            joined(thread)
        });
        hash.unwrap_or_default().finalize().into()
    }

    fn hand_on(&mut self, portion: Vec<u8>) {
        let (sender, _) = self.thread.get_or_insert_with(|| {
            let (sender, portions) = sync_channel::<Vec<u8>>(WAITING);
            let hash = move || {
                portions.iter().fold(Sha256::new(), |mut hash, portion| {
                    hash.update(portion);
                    hash
                })
            };
            (sender, spawn(hash))
        });
        // The thread takes portions until its sender is gone; if it panicked, joining says so.
        let _ = sender.send(portion);
    }
}

fn joined(thread: JoinHandle<Sha256>) -> Sha256 {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_hash_of_all_bytes_however_they_come() {
        let bytes: Vec<u8> = (0..3 * PORTION + 77).map(|i| (i % 251) as u8).collect();
        for length in [0, 1, PORTION - 1, PORTION, bytes.len()] {
            for step in [1000, PORTION, 2 * PORTION + 1] {
                let mut digest = Digest::default();
                for part in bytes[..length].chunks(step) {
                    digest.update(part);
                }
                let whole: [u8; 32] = Sha256::digest(&bytes[..length]).into();
                assert_eq!(digest.finish(), whole, "{length} bytes, {step} at a time");
            }
        }
    }
}
