//! Reading files that anybody may have put there: ordinary ones, up to a stated size. A pipe would be waited for, a device never ends,
//! and neither holds anything that was written by rewire or for it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Why a file is not read.
#[derive(Debug)]
pub enum Unread {
    /// The system refused.
    System(io::Error),
    /// It is a folder.
    Folder,
    /// It is a pipe, a device or the like, or leads to one.
    NotOrdinary,
    /// It holds more than so many bytes.
    TooLarge(u64),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::System(error) => error.fmt(f),
            Unread::Folder => f.write_str("it is a folder, not a file"),
            Unread::NotOrdinary => f.write_str("it is not an ordinary file"),
            Unread::TooLarge(most) => write!(f, "it holds more than {most} bytes"),
        }
    }
}

/// Opens a file for reading, if it is an ordinary one or leads to one.
///
/// # Errors
/// See [`Unread`].
pub fn open(path: &Path) -> Result<File, Unread> {
    let about = std::fs::metadata(path).map_err(Unread::System)?;
    if about.is_dir() {
        return Err(Unread::Folder);
    }
    if !about.is_file() {
        return Err(Unread::NotOrdinary);
    }
    File::open(path).map_err(Unread::System)
}

/// The bytes of an ordinary file that holds at most so many.
///
/// # Errors
/// See [`Unread`].
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let file = open(path)?;
    if file.metadata().map_err(Unread::System)?.len() > most {
        return Err(Unread::TooLarge(most));
    }
    let mut bytes = Vec::new();
    // The file may have grown since it was measured.
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(Unread::System)?;
    match bytes.len() as u64 > most {
        true => Err(Unread::TooLarge(most)),
        false => Ok(bytes),
    }
}
