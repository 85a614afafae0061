//! Work that ends in a directory of results: nothing stands at the target before everything does, and what takes long can be gone
//! on from after an interruption.

use super::arguments::Shared;
use super::plain::quoted;
use super::stop::{self, interruption};
use super::{Failure, Outcome, say};
use crate::cohort::Keep;
use crate::report::files::{Content, Hold, Pieces, RunDirectory};
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
    let stop = interruption(shared.quiet);
    let hold = hold(target, shared)?;
    let words = words_of_an_end(target);
    produce_held(target, shared, &hold, &stop, words, make)
}

/// Takes the right to write to a target, and says what was removed there.
fn hold(target: &Target, shared: &Shared) -> Result<Hold, Failure> {
    let hold = Hold::of(target.content, target.path)?;
    if !shared.quiet {
        for path in hold.removed() {
            say::note(&format!(
                "removed what a run that was killed has left: {}",
                path.display()
            ));
        }
    }
    Ok(hold)
}

/// What is said where work that keeps no pieces beside its target is ended by force.
fn words_of_an_end(target: &Target) -> impl FnOnce() -> String + Send + 'static {
    let command = words_of_this_command().join(" ");
    let keeps = target.content == Content::Claims;
    move || match keeps {
        true => format!("interrupted: finished lives are kept; go on with: {command}"),
        false => "interrupted: nothing was written".to_owned(),
    }
}

fn produce_held<T: Send>(
    target: &Target,
    shared: &Shared,
    hold: &Hold,
    stop: &Arc<AtomicBool>,
    words: impl FnOnce() -> String + Send + 'static,
    make: impl FnOnce(&RunDirectory, &AtomicBool) -> Result<T, Failure> + Send,
) -> Result<Made<T>, Failure> {
    let pool = pool(shared)?;
    let began = Instant::now();
    let directory = RunDirectory::create_for(target.content, target.path, target.force)?;
    let directory = directory.stopped_by(stop);
    let own = [directory.path().to_owned()].into_iter();
    stop::writing(own.chain(hold.traces()).collect(), words);
    let made = pool.install(|| make(&directory, stop));
    let value = made.map_err(|failure| match failure {
        // What could not be written any more, because it was to stop.
        Failure::Failed(_) if stop.load(Ordering::Relaxed) => Failure::Interrupted,
        other => other,
    })?;
    let path = stop::finishing(|| directory.finish())?;
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
    let stop = interruption(shared.quiet);
    let hold = hold(target, shared)?;
    let mut pieces = Pieces::beside(target.path, resume)?;
    let began_anew = pieces.count() == 0;
    let kept = pieces.directory().to_owned();
    let words = move || match Pieces::any_in(&kept) {
        true => format!("interrupted: go on with: {}", command_to_go_on()),
        false => "interrupted: nothing was written".to_owned(),
    };
    let outcome = produce_held(target, shared, &hold, &stop, words, |directory, stop| {
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
        .map(|word| quoted(&word.to_string_lossy()))
        .collect()
}

/// The command that goes on from what this one has kept.
fn command_to_go_on() -> String {
    let mut words = words_of_this_command();
    if !words.iter().any(|word| word == "--resume") {
        words.push("--resume".into());
    }
    words.join(" ")
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
    let command = command_to_go_on();
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
