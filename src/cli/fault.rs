//! A fault of the program itself, which should not happen: one message with what to report, and an exit code of its own.

use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where the last fault was.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Does work; a panic in it, on whichever thread, becomes an error with what is to be reported.
pub(super) fn guarded<T>(command: &str, work: impl FnOnce() -> T) -> Result<T, String> {
    std::panic::set_hook(Box::new(|fault: &PanicHookInfo| {
        let place = fault.location().map(|at| place(at.file(), at.line()));
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        format!(
            "rewire {} has met a fault of its own, which no input should cause: {} ({})\nplease report this line with the command `{command}` and the definition files from disk that it read",
            env!("CARGO_PKG_VERSION"),
            words(fault.as_ref()),
            place.as_deref().unwrap_or("place unknown"),
        )
    })
}

/// File and line; of a file of another package only its name, not where it lay when the program was built.
fn place(file: &str, line: u32) -> String {
    let path = Path::new(file);
    let shown = match path.is_absolute() {
        true => path
            .file_name()
            .map_or(file.into(), |name| name.to_string_lossy()),
        false => file.into(),
    };
    format!("{shown}:{line}")
}

fn words(fault: &(dyn Any + Send)) -> &str {
    let text = fault.downcast_ref::<&str>().copied();
    text.or_else(|| fault.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no words")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn a_fault_on_any_thread_becomes_a_message_with_its_place() {
        let told = guarded("rewire x", || {
            (0..100)
                .into_par_iter()
                .for_each(|n| assert!(n < 90, "too far: {n}"));
        });
        let told = told.unwrap_err();
        for part in ["too far: 9", "src/cli/fault.rs:", "rewire x", "report"] {
            assert!(told.contains(part), "{told}");
        }
        assert!(!told.contains("backtrace"), "{told}");
        assert_eq!(guarded("rewire x", || 5), Ok(5));
        assert_eq!(place("/build/registry/src/of/lib.rs", 7), "lib.rs:7");
    }
}
