//! What Ctrl-C and SIGTERM do: they say at once that they were heard, set the flag that all work looks at, and end the process within
//! a second even where some step does not look, with nothing half-written left.

use super::say;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Time for work to end by itself: with what it takes to remove what is half-written, the end comes within a second.
const PATIENCE: Duration = Duration::from_millis(700);

/// Exit code of what was stopped from outside.
pub(super) const STOPPED: u8 = 130;

/// What an end by force has to leave in order.
enum Stage {
    /// Nothing is being written.
    Idle,
    /// Files and directories to be removed, in this order; then what is said.
    Writing(Vec<PathBuf>, Box<dyn FnOnce() -> String + Send>),
    /// Everything stands: the process ends by itself.
    Written,
}

static STAGE: Mutex<Stage> = Mutex::new(Stage::Idle);

fn stage() -> MutexGuard<'static, Stage> {
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A flag that is true once the work was interrupted.
pub(super) fn interruption(quiet: bool) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let heard = move || {
        if flag.swap(true, Ordering::Relaxed) {
            end();
            return;
        }
        if !quiet {
            say::note("stopping");
        }
        std::thread::spawn(|| {
            std::thread::sleep(PATIENCE);
            end();
        });
    };
    // A second handler can only be refused in one process; then the work is merely not interruptible.
    let _ = ctrlc::set_handler(heard);
    stop
}

/// From now on an end by force removes these, in their order, and says this.
pub(super) fn writing(traces: Vec<PathBuf>, words: impl FnOnce() -> String + Send + 'static) {
    *stage() = Stage::Writing(traces, Box::new(words));
}

/// The last step of writing, which an end by force waits for.
pub(super) fn finishing<T, E>(step: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut stage = stage();
    let done = step();
    *stage = match done {
        Ok(_) => Stage::Written,
        Err(_) => Stage::Idle,
    };
    done
}

/// Ends the process, unless its work is done.
fn end() {
    let mut stage = stage();
    let words = match std::mem::replace(&mut *stage, Stage::Idle) {
        Stage::Written => {
            *stage = Stage::Written;
            return;
        }
        Stage::Idle => "interrupted: nothing was written".to_owned(),
        Stage::Writing(traces, words) => {
            for path in traces {
                // What cannot be removed is found by the next run on the same target.
                let _ = match path.is_dir() && path.extension().is_some_and(|e| e == "partial") {
                    true => std::fs::remove_dir_all(&path),
                    false => std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path)),
                };
            }
            words()
        }
    };
    say::note(&words);
    std::process::exit(i32::from(STOPPED));
}
