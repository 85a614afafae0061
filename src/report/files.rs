//! The directory of a run: the only place from which anything below `output/` is written.
//!
//! Everything goes into a hidden directory beside the target, `.<name>.<random>.partial`, file by file flushed to the disk, and
//! is renamed into place as a whole at the end. Whatever happens before that (an error, a full disk, an interrupted run that
//! unwinds) leaves the target as it was, and dropping the [`RunDirectory`] removes the hidden one. Only a process that is
//! killed outright leaves it behind, recognisable by its name, until the next run on that target removes it (see [`Hold`]). Work
//! from which one can go on is kept apart, in [`Pieces`].

mod content;
mod hold;
mod pieces;
mod replace;
mod single;

use replace::replace_run;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

pub use content::{Content, LIVES};
pub use hold::Hold;
pub use pieces::Pieces;
pub use single::write_file;

/// End of the name of what is being written.
const PARTIAL: &str = ".partial";

/// The file by which a directory is recognised as a run.
pub const RUN_FILE: &str = "run.json";

/// Why a run could not be written.
#[derive(Debug)]
pub enum FileError {
    /// The target holds something already, and nobody asked to replace it.
    Occupied(PathBuf),
    /// The file exists already, and nobody asked to replace it.
    Exists(PathBuf),
    /// The target holds something that is not what is being written, and is therefore never replaced.
    NotARun(PathBuf, Content),
    /// Another process is writing there.
    Busy(PathBuf),
    /// A link stands where unfinished work is kept.
    Link(PathBuf),
    /// The target, or a file in it, has a name that cannot be used.
    Name(PathBuf),
    /// The system refused.
    System {
        /// What was being done, as in "write".
        doing: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
}

impl FileError {
    fn system(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::System {
            doing,
            path,
            reason,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Occupied(path) => write!(
                f,
                "`{}` exists and is not empty; --force replaces an earlier run, --output writes elsewhere",
                path.display()
            ),
            Self::Exists(path) => write!(
                f,
                "`{}` exists; --force replaces it, another name keeps it",
                path.display()
            ),
            Self::NotARun(path, content) => write!(
                f,
                "`{}` is not {} (it has no {}), and so --force does not replace it; choose another --output",
                path.display(),
                content.words(),
                content.record()
            ),
            Self::Busy(path) => write!(
                f,
                "`{}` is being written by another rewire; wait until it has ended, or choose another --output",
                path.display()
            ),
            Self::Link(path) => write!(
                f,
                "`{}` is a link, and unfinished work is kept in a folder of its own; remove the link",
                path.display()
            ),
            Self::Name(path) => write!(f, "`{}` cannot be the name of an output", path.display()),
            Self::System {
                doing,
                path,
                reason,
            } => write!(f, "cannot {doing} `{}`: {reason}", path.display()),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System { reason, .. } => Some(reason),
            _ => None,
        }
    }
}

/// What was written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the content, in hexadecimal.
    pub blake3: String,
}

/// A directory of results in the making. Nothing is at the target until [`RunDirectory::finish`].
#[derive(Debug)]
pub struct RunDirectory {
    target: PathBuf,
    content: Content,
    replace: bool,
    temporary: TempDir,
    /// Once it is true, nothing more is written.
    stop: Option<Arc<AtomicBool>>,
    written: Mutex<BTreeMap<String, Written>>,
    // After the temporary directory, which stands in them.
    _parents: Parents,
}

/// Where results will stand.
#[derive(Debug)]
struct Place {
    target: PathBuf,
    name: OsString,
    parent: PathBuf,
}

impl Place {
    /// The place that a path names; through a link it is what the link leads to, and not the link.
    fn of(path: &Path) -> Result<Place, FileError> {
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = target
            .file_name()
            .ok_or_else(|| FileError::Name(path.to_owned()))?
            .to_owned();
        let parent = parent_of(&target).to_owned();
        Ok(Place {
            target,
            name,
            parent,
        })
    }

    /// A hidden name beside it: `.<name>` and an ending.
    fn hidden(&self, ending: &str) -> OsString {
        let mut hidden = OsStr::new(".").to_owned();
        hidden.push(&self.name);
        hidden.push(ending);
        hidden
    }
}

/// Directories that were made for a target, the deepest first. Where nothing came to stand in them they go again.
#[derive(Debug)]
struct Parents(Vec<PathBuf>);

impl Parents {
    fn create(directory: &Path) -> Result<Self, FileError> {
        let is_new = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
        let new = directory.ancestors().take_while(is_new);
        let parents = Self(new.map(Path::to_owned).collect());
        fs::create_dir_all(directory).map_err(FileError::system("create", directory))?;
        Ok(parents)
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for directory in &self.0 {
            // Refused where something stands in it, as it should be.
            let _ = fs::remove_dir(directory);
        }
    }
}

impl RunDirectory {
    /// Begins the directory of a run that will stand at `path`; missing parents are created.
    ///
    /// # Errors
    /// If `path` exists and is neither an empty directory nor, with `force`, a directory with a [`RUN_FILE`]; if its parent
    /// cannot be written.
    pub fn create(path: &Path, force: bool) -> Result<Self, FileError> {
        Self::create_for(Content::Run, path, force)
    }

    /// Begins a directory of some content; see [`RunDirectory::create`].
    ///
    /// # Errors
    /// As [`RunDirectory::create`], with the record of the content in place of that of a run.
    pub fn create_for(content: Content, path: &Path, force: bool) -> Result<Self, FileError> {
        let place = Place::of(path)?;
        let replace = must_replace(content, &place.target, force)? && force;
        let parents = Parents::create(&place.parent)?;
        let temporary = tempfile::Builder::new()
            .prefix(&place.hidden("."))
            .suffix(PARTIAL)
            .tempdir_in(&place.parent)
            .map_err(FileError::system("create a directory in", &place.parent))?;
        Ok(Self {
            target: place.target,
            stop: None,
            content,
            replace,
            temporary,
            written: Mutex::default(),
            _parents: parents,
        })
    }

    /// Writes nothing more once `stop` is true; tables of a million people then end at once.
    pub fn stopped_by(mut self, stop: &Arc<AtomicBool>) -> Self {
        self.stop = Some(Arc::clone(stop));
        self
    }

    /// Where the files are until the end.
    pub fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Where the files will be.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Opens a file of the run for writing; its name may have a directory in front, as in `plots/severity.svg`.
    ///
    /// # Errors
    /// If the name leads out of the directory, or the system refuses.
    pub fn file(&self, name: &str) -> Result<RunFile<'_>, FileError> {
        let relative = Path::new(name);
        let plain = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !plain {
            return Err(FileError::Name(relative.to_owned()));
        }
        let path = self.path().join(relative);
        let parent = parent_of(&path);
        fs::create_dir_all(parent).map_err(FileError::system("create", parent))?;
        let file = File::create(&path).map_err(|reason| self.error(name, reason))?;
        Ok(RunFile {
            directory: self,
            name: name.to_owned(),
            writer: BufWriter::with_capacity(1 << 16, file),
            hasher: blake3::Hasher::new(),
            bytes: 0,
        })
    }

    /// Writes a whole file at once.
    ///
    /// # Errors
    /// As [`RunDirectory::file`].
    pub fn write(&self, name: &str, content: &[u8]) -> Result<Written, FileError> {
        let mut file = self.file(name)?;
        file.write_all(content)
            .map_err(|reason| self.error(name, reason))?;
        file.finish()
    }

    /// The error of a file that could not be written, under the name that it would have had in the end.
    pub fn error(&self, name: &str, reason: io::Error) -> FileError {
        FileError::System {
            doing: "write",
            path: self.target.join(name),
            reason,
        }
    }

    /// Files finished so far, by name.
    pub fn written(&self) -> BTreeMap<String, Written> {
        self.written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Moves the whole directory into place and returns where that is.
    ///
    /// A run that it replaces is first moved aside and removed only when the new one stands; files in it that no run writes are
    /// carried over. On an error before that the old run is put back.
    ///
    /// # Errors
    /// If the system refuses a step; the message names the directory where an old run is, should it not be in its place.
    pub fn finish(self) -> Result<PathBuf, FileError> {
        let Self {
            target,
            content,
            replace,
            temporary,
            ..
        } = self;
        let parent = parent_of(&target).to_owned();
        sync_directory(temporary.path()).map_err(FileError::system("write", temporary.path()))?;
        // What appeared at the target since the beginning is not ours to replace.
        if must_replace(content, &target, replace)? {
            replace_run(content, &temporary, &target, &parent)?;
        } else {
            // An empty directory gives way; where there is none, this fails, which is as good.
            let _ = fs::remove_dir(&target);
            fs::rename(temporary.path(), &target).map_err(FileError::system("create", &target))?;
        }
        // The directory has moved away: what is left is a path under which nothing must be removed.
        let _ = temporary.keep();
        sync_directory(&parent).map_err(FileError::system("write", &parent))?;
        Ok(target)
    }
}

/// A file of a run, hashed as it is written. Without [`RunFile::finish`] it counts as not written.
#[derive(Debug)]
pub struct RunFile<'a> {
    directory: &'a RunDirectory,
    name: String,
    writer: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl RunFile<'_> {
    /// Flushes the file to the disk and notes what was written.
    ///
    /// # Errors
    /// If the disk is full or the system refuses otherwise.
    pub fn finish(mut self) -> Result<Written, FileError> {
        let flushed = self
            .writer
            .flush()
            .and_then(|()| self.writer.get_ref().sync_all());
        flushed.map_err(|reason| self.directory.error(&self.name, reason))?;
        let written = Written {
            bytes: self.bytes,
            blake3: self.hasher.finalize().to_hex().to_string(),
        };
        let mut list = self
            .directory
            .written
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        list.insert(self.name, written.clone());
        Ok(written)
    }
}

impl Write for RunFile<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let stop = self.directory.stop.as_ref();
        if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(io::Error::other("stopped"));
        }
        let count = self.writer.write(buffer)?;
        self.hasher.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn sha256(content: &[u8]) -> String {
    hexadecimal(&<Sha256 as sha2::Digest>::digest(content))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether there is an earlier run to replace; an error where there is something that must stay.
fn must_replace(content: Content, target: &Path, force: bool) -> Result<bool, FileError> {
    let entries: Vec<_> = match fs::read_dir(target) {
        Ok(entries) => entries.flatten().map(|entry| entry.file_name()).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(FileError::system("read", target)(error)),
    };
    let is_occupied = !entries.iter().all(|name| content.begins_with(name));
    match (is_occupied, force) {
        // What it begins with is carried over like anything else that stands there.
        (false, _) => Ok(!entries.is_empty()),
        (true, false) => Err(FileError::Occupied(target.to_owned())),
        (true, true) if target.join(content.record()).is_file() => Ok(true),
        (true, true) => Err(FileError::NotARun(target.to_owned(), content)),
    }
}

/// Parent of a path; the current directory for a bare name.
fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Makes a rename outlast a crash of the machine, where the system lets a directory be flushed.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}
