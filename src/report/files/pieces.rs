//! Pieces of work: beside the target of a run, `.<name>.unfinished/`, what an interruption leaves, so that the same command
//! can go on from it; in a directory of their own what several works share.
//!
//! A piece is a file named by what it holds (64 hexadecimal digits): SHA-256 over name and content, then the content. Each is
//! written under another name and moved into place, on a thread of its own so that no work waits for the disk. Work that fails
//! to be kept is merely not kept. A file that does not agree with its hash counts as not there. So nothing is flushed to the
//! disk: a machine that loses its power loses the pieces of the last half minute, and pieces of a short run, which are soon
//! removed, never have to be written there at all.

use super::{FileError, PARTIAL, Place};
use crate::ordinary::{self, Unread};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Length of a SHA-256 in bytes.
const HASH: usize = 32;
/// Files above this size hold no piece: 16 people for a hundred years of weeks with two hundred readouts have a quarter of it.
const LARGEST: u64 = 256 << 20;

/// Name and content.
type Piece = (String, Vec<u8>);

/// The pieces in one directory. Dropping it waits until all that was kept is written.
#[derive(Debug)]
pub struct Pieces {
    directory: PathBuf,
    finds: bool,
    found: AtomicUsize,
    kept: AtomicUsize,
    damaged: AtomicUsize,
    refused: Arc<Mutex<Option<FileError>>>,
    writer: Option<(Sender<Piece>, JoinHandle<()>)>,
}

impl Pieces {
    /// The pieces in a directory of their own, which stay when the work is done; earlier ones are found.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn within(directory: &Path) -> Result<Self, FileError> {
        Self::of(directory.to_owned(), true)
    }

    /// The pieces beside `target`; only with `finds` are those of earlier work found. Nothing is created before the first
    /// piece is kept.
    ///
    /// # Errors
    /// If the target cannot be the name of an output, a link stands in the place of the pieces, or no thread can be started.
    pub fn beside(target: &Path, finds: bool) -> Result<Self, FileError> {
        let place = Place::of(target)?;
        let directory = place.parent.join(place.hidden(".unfinished"));
        // What it leads to is somebody else's: nothing is read or removed there.
        if directory.is_symlink() {
            return Err(FileError::Link(directory));
        }
        Self::of(directory, finds)
    }

    fn of(directory: PathBuf, finds: bool) -> Result<Self, FileError> {
        let refused = Arc::default();
        let (sender, pieces) = channel();
        let write = {
            let (directory, refused) = (directory.clone(), Arc::clone(&refused));
            move || write_all(&directory, &pieces, &refused)
        };
        let thread = std::thread::Builder::new()
            .spawn(write)
            .map_err(FileError::system("start a thread for", &directory))?;
        Ok(Self {
            directory,
            finds,
            found: AtomicUsize::new(0),
            kept: AtomicUsize::new(0),
            damaged: AtomicUsize::new(0),
            refused,
            writer: Some((sender, thread)),
        })
    }

    /// Where the pieces are.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Number of pieces that are there.
    pub fn count(&self) -> usize {
        ours(&self.directory).filter(|path| is_piece(path)).count()
    }

    /// Whether there are pieces in a directory.
    pub fn any_in(directory: &Path) -> bool {
        ours(directory).any(|path| is_piece(&path))
    }

    /// A piece by its name, where earlier work is looked for; one that is damaged is counted and not returned.
    pub fn find(&self, name: &str) -> Option<Vec<u8>> {
        if !self.finds {
            return None;
        }
        let content = match ordinary::read(&self.directory.join(name), LARGEST) {
            Ok(bytes) => whole(name, bytes),
            Err(Unread::System(error)) if error.kind() == ErrorKind::NotFound => return None,
            Err(_) => None,
        };
        let counter = match content {
            Some(_) => &self.found,
            None => &self.damaged,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        content
    }

    /// Hands a piece to the thread that writes.
    pub fn keep(&self, name: String, content: Vec<u8>) {
        self.kept.fetch_add(1, Ordering::Relaxed);
        if let Some((sender, _)) = &self.writer {
            // The thread takes pieces until its sender is gone.
            let _ = sender.send((name, content));
        }
    }

    /// Number of pieces that were found whole.
    pub fn found(&self) -> usize {
        self.found.load(Ordering::Relaxed)
    }

    /// Number of pieces that were new, and handed over to be kept.
    pub fn kept(&self) -> usize {
        self.kept.load(Ordering::Relaxed)
    }

    /// Number of pieces that were found damaged.
    pub fn damaged(&self) -> usize {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Why pieces could not be kept, once; after the first such error no further piece is.
    pub fn refused(&self) -> Option<FileError> {
        self.refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// Waits until all that was kept is written.
    pub fn flush(&mut self) {
        if let Some((sender, thread)) = self.writer.take() {
            drop(sender);
            // A panic there would mean that pieces were not kept, which is no failure of the work.
            let _ = thread.join();
        }
    }

    /// Removes the pieces once the work is done. What is not a piece stays, and the directory with it.
    pub fn remove(mut self) {
        self.flush();
        for path in ours(&self.directory) {
            // What cannot be removed is found as a piece some day, or never.
            let _ = fs::remove_file(path);
        }
        let _ = fs::remove_dir(&self.directory);
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Files of the directory that are pieces, also unfinished ones.
fn ours(directory: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| is_piece(path) || path.as_os_str().to_string_lossy().ends_with(PARTIAL))
}

fn is_piece(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.len() == 2 * HASH && name.iter().all(u8::is_ascii_hexdigit)
}

fn hash(name: &str, content: &[u8]) -> [u8; HASH] {
    let hash = Sha256::new().chain_update(name).chain_update(content);
    hash.finalize().into()
}

/// The content of a file that agrees with its hash.
fn whole(name: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (stated, content) = bytes.split_first_chunk::<HASH>()?;
    if *stated != hash(name, content) {
        return None;
    }
    bytes.drain(..HASH);
    Some(bytes)
}

/// Writes piece after piece until no more can come.
fn write_all(directory: &Path, pieces: &Receiver<Piece>, refused: &Mutex<Option<FileError>>) {
    let mut writes = true;
    for (name, content) in pieces {
        if !writes {
            continue;
        }
        if let Err(reason) = write(directory, &name, &content) {
            writes = false;
            let error = FileError::system("keep unfinished work in", directory)(reason);
            *refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
    }
}

fn write(directory: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    // Another run to the same target may have ended and taken the directory with it.
    fs::create_dir_all(directory)?;
    let mut file = tempfile::Builder::new()
        .suffix(PARTIAL)
        .tempfile_in(directory)?;
    file.write_all(&hash(name, content))?;
    file.write_all(content)?;
    file.persist(directory.join(name))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name() -> String {
        "0a".repeat(HASH)
    }

    /// Pieces of a fresh target, with one kept.
    fn with_one(content: &[u8]) -> (tempfile::TempDir, PathBuf, Pieces) {
        let desk = tempfile::tempdir().unwrap();
        let target = desk.path().join("run");
        let pieces = Pieces::beside(&target, true).unwrap();
        pieces.keep(name(), content.to_vec());
        drop(pieces);
        let pieces = Pieces::beside(&target, true).unwrap();
        let file = pieces.directory().join(name());
        (desk, file, pieces)
    }

    #[test]
    fn what_is_kept_is_found_by_those_who_look_and_removed_in_the_end() {
        let (desk, _, pieces) = with_one(b"lives");
        assert_eq!(pieces.count(), 1);
        assert_eq!(pieces.find(&name()), Some(b"lives".to_vec()));
        assert_eq!(pieces.find(&"1b".repeat(HASH)), None);
        assert_eq!((pieces.found(), pieces.damaged()), (1, 0));
        let blind = Pieces::beside(&desk.path().join("run"), false).unwrap();
        assert_eq!(blind.find(&name()), None);
        pieces.remove();
        assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_not_a_piece_is_never_removed() {
        let (_desk, file, pieces) = with_one(b"lives");
        let mine = file.with_file_name("notes.txt");
        fs::write(&mine, "mine").unwrap();
        pieces.remove();
        assert!(!file.exists() && mine.exists());
    }

    #[test]
    fn a_piece_under_the_name_of_another_is_damaged() {
        let (_desk, file, pieces) = with_one(b"lives");
        let other = "1b".repeat(HASH);
        fs::rename(&file, file.with_file_name(&other)).unwrap();
        assert_eq!(pieces.find(&other), None);
        assert_eq!(pieces.damaged(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_once() {
        let desk = tempfile::tempdir().unwrap();
        fs::write(desk.path().join(".run.unfinished"), "a file").unwrap();
        let mut pieces = Pieces::beside(&desk.path().join("run"), true).unwrap();
        pieces.keep(name(), vec![1]);
        pieces.keep(name(), vec![2]);
        pieces.flush();
        let said = pieces.refused().unwrap().to_string();
        assert!(said.contains(".run.unfinished"), "{said}");
        assert!(pieces.refused().is_none());
        pieces.remove();
        assert!(desk.path().join(".run.unfinished").is_file());
    }

    proptest! {
        #[test]
        fn no_change_of_a_file_goes_unnoticed(
            content in proptest::collection::vec(any::<u8>(), 0..200),
            place in any::<prop::sample::Index>(),
            change in 1u8..,
            cut in any::<prop::sample::Index>(),
            more in proptest::collection::vec(any::<u8>(), 1..9),
        ) {
            let (_desk, file, pieces) = with_one(&content);
            let bytes = fs::read(&file).unwrap();
            let mut changed = bytes.clone();
            changed[place.index(bytes.len())] ^= change;
            let cut = bytes[..cut.index(bytes.len())].to_vec();
            let longer = [bytes.clone(), more].concat();
            for damaged in [changed, cut, longer] {
                fs::write(&file, damaged).unwrap();
                prop_assert_eq!(pieces.find(&name()), None);
            }
            fs::write(&file, bytes).unwrap();
            prop_assert_eq!(pieces.find(&name()), Some(content));
        }
    }
}
