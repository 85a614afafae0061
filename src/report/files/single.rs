//! A single file that belongs to no run, such as a picture: written whole or not at all.

use super::{FileError, parent_of};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a file under a temporary name and moves it into place; an earlier one stays unless it may be replaced.
///
/// # Errors
/// When the file exists and may not be replaced, or the system refuses.
pub fn write_file(path: &Path, content: &[u8], replace: bool) -> Result<(), FileError> {
    if path.file_name().is_none() || path.is_dir() {
        return Err(FileError::Name(path.to_owned()));
    }
    if !replace && fs::symlink_metadata(path).is_ok() {
        return Err(FileError::Exists(path.to_owned()));
    }
    let parent = parent_of(path);
    fs::create_dir_all(parent).map_err(FileError::system("create", parent))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rewire.").suffix(".partial");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the user's mask takes away what it takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder
        .tempfile_in(parent)
        .map_err(FileError::system("create a file in", parent))?;
    file.write_all(content)
        .and_then(|()| file.as_file().sync_all())
        .map_err(FileError::system("write", path))?;
    let moved = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    moved
        .map(|_| ())
        .map_err(|error| FileError::system("write", path)(error.error))
}
