//! One process at a time writes to a target: whoever does holds `.<name>.lock` beside it, a lock that ends with its process however
//! that ends. So whoever holds it knows that what lies unfinished there belongs to nobody any more, and removes it.

use super::{Content, FileError, LIVES, PARTIAL, Parents, Place};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Length of the random part of the name of a directory in the making.
const RANDOM: usize = 6;

/// The right to write to a target, until it is dropped.
#[derive(Debug)]
pub struct Hold {
    /// None where the file system knows no locks: then nobody can be told, and nothing is removed.
    lock: Option<File>,
    path: PathBuf,
    removed: Vec<PathBuf>,
    parents: Parents,
}

impl Hold {
    /// Takes the right to write to a target, and removes what processes that were killed have left there; missing parents are
    /// created, and go again where nothing comes to stand in them.
    ///
    /// # Errors
    /// [`FileError::Busy`] while another process holds it; if the target cannot be the name of an output, or its parent cannot be
    /// written.
    pub fn of(content: Content, target: &Path) -> Result<Hold, FileError> {
        let place = Place::of(target)?;
        let parents = Parents::create(&place.parent)?;
        let path = place.parent.join(place.hidden(".lock"));
        let lock = match taken(&path) {
            Ok(lock) => Some(lock),
            Err(Untaken::Busy) => return Err(FileError::Busy(place.target)),
            Err(Untaken::NoLocks) => None,
            Err(Untaken::System(reason)) => {
                return Err(FileError::system("create a file in", &place.parent)(reason));
            }
        };
        let removed = match &lock {
            Some(_) => remove_leftovers(content, &place),
            None => Vec::new(),
        };
        Ok(Hold {
            lock,
            path,
            removed,
            parents,
        })
    }

    /// What was left by processes that were killed, and is removed now.
    pub fn removed(&self) -> &[PathBuf] {
        &self.removed
    }

    /// The files and directories that go with the hold, the deepest first, for a process that ends without dropping it.
    pub fn traces(&self) -> Vec<PathBuf> {
        [self.path.clone()]
            .into_iter()
            .chain(self.parents.0.iter().cloned())
            .collect()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // Before the lock ends, so that it is nobody else's.
            let _ = fs::remove_file(&self.path);
        }
    }
}

enum Untaken {
    Busy,
    NoLocks,
    System(io::Error),
}

/// Takes the lock that a file carries.
fn taken(path: &Path) -> Result<File, Untaken> {
    loop {
        let about = fs::symlink_metadata(path);
        if about.is_ok_and(|about| !about.is_file()) {
            let reason = "what stands under the name of the lock is not an ordinary file";
            return Err(Untaken::System(io::Error::other(reason)));
        }
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(path);
        let file = file.map_err(Untaken::System)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Untaken::Busy),
            Err(TryLockError::Error(_)) => {
                let _ = fs::remove_file(path);
                return Err(Untaken::NoLocks);
            }
        }
        // Whoever held it before may have removed the file between the two steps: then it is no longer under this name.
        if is_under(&file, path) {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_under(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |about: fs::Metadata| (about.dev(), about.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(own), Ok(there)) => identity(own) == identity(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_under(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Directories in the making, and lives half written, that nobody holds any more.
fn remove_leftovers(content: Content, place: &Place) -> Vec<PathBuf> {
    let begins = place.hidden(".");
    let begins = begins.as_encoded_bytes();
    let is_ours = |name: &[u8]| {
        let random = name
            .strip_prefix(begins)
            .and_then(|rest| rest.strip_suffix(PARTIAL.as_bytes()));
        random.is_some_and(|random| {
            random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric)
        })
    };
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let mut removed = Vec::new();
    for entry in entries(&place.parent) {
        // A link of such a name is not ours.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder
            && is_ours(entry.file_name().as_encoded_bytes())
            && fs::remove_dir_all(entry.path()).is_ok()
        {
            removed.push(entry.path());
        }
    }
    if content == Content::Claims {
        for entry in entries(&place.target.join(LIVES)) {
            let name = entry.file_name();
            let name = name.as_encoded_bytes();
            let half = name.starts_with(b".tmp") && name.ends_with(PARTIAL.as_bytes());
            if half && fs::remove_file(entry.path()).is_ok() {
                removed.push(entry.path());
            }
        }
    }
    removed.sort();
    removed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(target: &Path) -> Result<Hold, FileError> {
        Hold::of(Content::Run, target)
    }

    #[test]
    fn one_at_a_time_writes_to_a_target() {
        let desk = tempfile::tempdir().unwrap();
        let target = desk.path().join("deep/run");
        let first = hold(&target).unwrap();
        let second = hold(&target).unwrap_err();
        assert!(matches!(second, FileError::Busy(_)), "{second}");
        // Another target is another matter.
        drop(hold(&desk.path().join("deep/other")).unwrap());
        drop(first);
        drop(hold(&target).unwrap());
        assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 0, "traces");
    }

    #[test]
    fn only_what_was_in_the_making_for_this_target_is_removed() {
        let desk = tempfile::tempdir().unwrap();
        let at = |name: &str| desk.path().join(name);
        let ours = at(".run.AbC123.partial");
        let others = [
            ".run.more.AbC123.partial",
            ".run.AbC12.partial",
            ".run.AbC12_.partial",
            ".other.AbC123.partial",
            "run.AbC123.partial",
            ".run.AbC123",
        ];
        for name in others.iter().map(|name| at(name)).chain([ours.clone()]) {
            fs::create_dir(&name).unwrap();
            fs::write(name.join("file"), "x").unwrap();
        }
        fs::write(at(".run.file00.partial"), "a file").unwrap();
        fs::write(at(".run.lock"), "left by a process that was killed").unwrap();
        let found = hold(&at("run")).unwrap();
        assert_eq!(found.removed(), std::slice::from_ref(&ours));
        assert!(!ours.exists());
        assert!(others.iter().all(|name| at(name).join("file").exists()));
        assert!(at(".run.file00.partial").exists());
        drop(found);
        assert!(!at(".run.lock").exists());
    }

    #[test]
    #[cfg(unix)]
    fn a_lock_that_is_a_link_is_not_followed() {
        let desk = tempfile::tempdir().unwrap();
        let mine = desk.path().join("mine");
        fs::write(&mine, "mine").unwrap();
        std::os::unix::fs::symlink(&mine, desk.path().join(".run.lock")).unwrap();
        assert!(hold(&desk.path().join("run")).is_err());
        assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    }
}
