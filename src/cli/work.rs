//! Work that ends in a directory of results: nothing stands at the target before everything does, and what takes long can be gone
//! on from after an interruption.

use super::arguments::Shared;
use super::{Failure, Outcome, say};
use crate::cohort::Keep;
use crate::report::files::{Content, Pieces, RunDirectory};
use crate::spec::Library;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What the bar of lives says.
pub(super) const LIVES: &str = "living {pos} of {len} lives {wide_bar} {eta} left";

/// Where results go, and what may stand there already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub path: &'a Path,
    pub content: Content,
    /// Earlier results are replaced.
    pub force: bool,
}

/// Results that stand at their target.
pub(super) struct Made<T> {
    pub value: T,
    path: PathBuf,
    began: Instant,
}

/// What work that can be gone on from is given.
pub(super) struct Desk<'a> {
    pub directory: &'a RunDirectory,
    pub stop: &'a AtomicBool,
    pub pieces: &'a Pieces,
    quiet: bool,
}

/// Makes results and writes them; `make` is called once the target is known to be free, with the directory that becomes the target
/// and a flag that is true after an interruption.
pub(super) fn produce<T: Send>(
    target: &Target,
    shared: &Shared,
    make: impl FnOnce(&RunDirectory, &AtomicBool) -> Result<T, Failure> + Send,
) -> Result<Made<T>, Failure> {
    let stop = interruption();
    let pool = pool(shared)?;
    let began = Instant::now();
    let directory =
        RunDirectory::create_for(target.content, target.path, target.force).map_err(bad_input)?;
    let value = pool.install(|| make(&directory, &stop))?;
    let path = directory.finish().map_err(failed)?;
    Ok(Made { value, path, began })
}

/// As [`produce`], with finished pieces of the work kept beside the target until all of it is done; where `resume` is set, those of
/// earlier work are taken over.
pub(super) fn produce_by_pieces<T: Send>(
    target: &Target,
    resume: bool,
    library: &Library,
    shared: &Shared,
    make: impl FnOnce(&Desk) -> Result<T, Failure> + Send,
) -> Result<Made<T>, Failure> {
    let mut pieces = Pieces::beside(target.path, resume).map_err(bad_input)?;
    let began_anew = pieces.count() == 0;
    let outcome = produce(target, shared, |directory, stop| {
        say::overrides(library, shared.quiet);
        if !shared.quiet {
            say_what_is_found(&pieces, resume);
        }
        make(&Desk {
            directory,
            stop,
            pieces: &pieces,
            quiet: shared.quiet,
        })
    });
    pieces.flush();
    say_what_was_refused(&pieces, shared);
    match outcome {
        Ok(made) => {
            pieces.remove();
            Ok(made)
        }
        // Nothing goes on from files that cannot be used, and nothing is to be written for them.
        Err(Failure::BadInput(message)) if began_anew => {
            pieces.remove();
            Err(Failure::BadInput(message))
        }
        Err(failure) => Err(with_way_on(failure, &pieces)),
    }
}

impl Desk<'_> {
    /// Says how much of what was found was of use, once everything was lived.
    pub fn say_what_was_used(&self) {
        if self.quiet {
            return;
        }
        let counted = |count| say::counted(count, "piece", "pieces");
        if self.pieces.found() > 0 {
            say::note(&format!("taken over: {}", counted(self.pieces.found())));
        }
        if self.pieces.damaged() > 0 {
            let damaged = counted(self.pieces.damaged());
            say::note(&format!("damaged, and lived anew: {damaged}"));
        }
    }
}

impl<T> Made<T> {
    /// Says what came out: as JSON, as a table with the file to look at and the command that repeats it, or not at all.
    pub fn tell(
        &self,
        shared: &Shared,
        json: impl FnOnce(&T) -> Outcome,
        table: impl FnOnce(&T) -> Result<String, Failure>,
        file: &str,
        command: &str,
    ) -> Outcome {
        if shared.json {
            return json(&self.value);
        }
        if shared.quiet {
            return Ok(());
        }
        say::result(&format!(
            "{}\n{:.1} s: wrote {}\nrepeat with: {command}\n",
            table(&self.value)?,
            self.began.elapsed().as_secs_f64(),
            self.path.join(file).display(),
        ))
    }
}

impl Keep for Pieces {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        Pieces::find(self, name)
    }

    fn keep(&self, name: String, piece: Vec<u8>) {
        Pieces::keep(self, name, piece);
    }
}

/// A bar of what is to do, on standard error; hidden where nobody would want it.
pub(super) fn bar(shared: &Shared, length: usize, style: &str) -> ProgressBar {
    if shared.quiet || shared.json {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

/// A flag that is true once the work was interrupted.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second handler can only be refused in one process; then the work is merely not interruptible.
    let _ = ctrlc::set_handler(move || handler.store(true, Ordering::Relaxed));
    stop
}

/// As many threads as asked for.
pub(super) fn pool(shared: &Shared) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(shared.threads.map_or(0, usize::from))
        .build()
        .map_err(|error| Failure::Failed(format!("cannot start threads: {error}")))
}

pub(super) fn failed(error: impl Display) -> Failure {
    Failure::Failed(error.to_string())
}

pub(super) fn bad_input(error: impl Display) -> Failure {
    Failure::BadInput(error.to_string())
}

/// The words of this command as a shell takes them.
pub(super) fn words_of_this_command() -> Vec<String> {
    std::env::args_os()
        .map(|word| say::quoted(&word.to_string_lossy()))
        .collect()
}

/// Says why pieces could not be kept.
pub(super) fn say_what_was_refused(pieces: &Pieces, shared: &Shared) {
    if let Some(error) = pieces.refused().filter(|_| !shared.quiet) {
        say::note(&error.to_string());
    }
}

/// Adds to a failure how to go on, where something was finished.
fn with_way_on(failure: Failure, pieces: &Pieces) -> Failure {
    if pieces.count() == 0 {
        return failure;
    }
    let mut words = words_of_this_command();
    if !words.iter().any(|word| word == "--resume") {
        words.push("--resume".into());
    }
    let command = words.join(" ");
    match failure {
        Failure::Failed(message) => Failure::Failed(format!(
            "{message}\nfinished lives are kept; once this is mended, go on with: {command}"
        )),
        Failure::Interrupted => Failure::Unfinished(format!("interrupted: go on with: {command}")),
        other => other,
    }
}

/// What work finds of earlier work.
fn say_what_is_found(pieces: &Pieces, resume: bool) {
    match (pieces.count(), resume) {
        (0, true) => say::note("nothing unfinished to go on from: starting anew"),
        (0, false) => {}
        (_, true) => say::note(&format!("going on from {}", pieces.directory().display())),
        (_, false) => say::note(&format!(
            "an earlier run was not finished, see {}; with --resume it would be gone on from",
            pieces.directory().display()
        )),
    }
}
