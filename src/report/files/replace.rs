//! An earlier run gives way to a new one, and nothing that is not a run's is lost.

use super::{Content, FileError, parent_of};
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempDir;

/// Swaps the old run for the new one, carries over what is not a run's, and removes the rest.
pub(super) fn replace_run(
    content: Content,
    temporary: &TempDir,
    target: &Path,
    parent: &Path,
) -> Result<(), FileError> {
    let aside = tempfile::Builder::new()
        .prefix(".rewire-replaced.")
        .tempdir_in(parent)
        .map_err(FileError::system("create a directory in", parent))?;
    let old = aside.path().join("run");
    fs::rename(target, &old).map_err(FileError::system("move aside", target))?;
    if let Err(reason) = fs::rename(temporary.path(), target) {
        // Were putting it back to fail as well, the old run must outlive this function.
        if fs::rename(&old, target).is_err() {
            return Err(FileError::System {
                doing: "put back the run in",
                path: aside.keep(),
                reason,
            });
        }
        return Err(FileError::System {
            doing: "replace",
            path: target.to_owned(),
            reason,
        });
    }
    if let Err(reason) = carry_over(content, &old, target, Path::new("")) {
        return Err(FileError::System {
            doing: "carry over files from",
            path: aside.keep(),
            reason,
        });
    }
    aside.close().map_err(FileError::system("remove", parent))
}

/// Moves everything that no run writes from an old run into the new one.
fn carry_over(content: Content, old: &Path, new: &Path, below: &Path) -> io::Result<()> {
    for entry in fs::read_dir(old.join(below))? {
        let entry = entry?;
        let relative = below.join(entry.file_name());
        if content.writes(&relative) {
            if entry.file_type()?.is_dir() {
                carry_over(content, old, new, &relative)?;
            }
            continue;
        }
        let destination = new.join(&relative);
        fs::create_dir_all(parent_of(&destination))?;
        if fs::symlink_metadata(&destination).is_ok() {
            return Err(io::Error::other(format!(
                "`{}` exists in both",
                relative.display()
            )));
        }
        fs::rename(entry.path(), destination)?;
    }
    Ok(())
}
