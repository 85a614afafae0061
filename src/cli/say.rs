//! Words for the terminal: results on standard output, notes on standard error.

use super::Failure;
use super::plain::{plain, plain_json};
use crate::report::terminal::wrapped;
use crate::spec::files::SeedsFile;
use crate::spec::{Diagnostic, Library, Sourced};
use serde::Serialize;
use std::io::{ErrorKind, Write};

/// Files that are named one by one; of more the number is said.
const NAMED: usize = 24;

/// Writes a result to standard output; what acts on a terminal is spelled out. A reader that has seen enough, such as `head`, is no failure.
pub(super) fn result(text: &str) -> Result<(), Failure> {
    put(&plain(text))
}

fn put(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Failed(format!(
            "cannot write to standard output: {error}"
        ))),
        _ => Ok(()),
    }
}

/// Writes a value as JSON to standard output.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Failure::Failed(error.to_string()))?;
    put(&format!("{}\n", plain_json(&text)))
}

/// Writes a note to standard error; where that is closed there is nobody to tell.
pub(super) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", plain(text.trim_end()));
}

/// Notes which files came from disk instead of the program.
pub(super) fn overrides(library: &Library, quiet: bool) {
    let overrides = library.overrides();
    if !quiet && !overrides.is_empty() {
        let mut names: Vec<String> = overrides
            .iter()
            .take(NAMED)
            .map(|path| path.display().to_string())
            .collect();
        if overrides.len() > NAMED {
            names.push(format!("and {} more", overrides.len() - NAMED));
        }
        note(&format!("definition files from disk: {}", names.join(", ")));
    }
}

/// Notes what a reader should know before a run.
pub(super) fn cautions<'a>(cautions: impl IntoIterator<Item = &'a Diagnostic>, quiet: bool) {
    if !quiet {
        for caution in cautions {
            note(&caution.to_string());
        }
    }
}

/// Says that more people live than a set of them has, and which.
pub(super) fn beyond(set: &Sourced<SeedsFile>, people: usize, quiet: bool) {
    let SeedsFile { first, count, .. } = set.value;
    let more = people.saturating_sub(count as usize);
    if !quiet && more > 0 {
        note(&format!(
            "the set `{}` has {}: {more} more follow it, with the seeds {} to {}",
            set.name,
            counted(count as usize, "person", "people"),
            first.saturating_add(u64::from(count)),
            first.saturating_add(people as u64).saturating_sub(1)
        ));
    }
}

/// A paragraph in lines that fit a terminal, each after a margin; the first line may begin otherwise.
pub(super) fn paragraph(first: &str, margin: &str, text: &str) -> String {
    let mut lines = String::new();
    for (number, line) in wrapped(
        text,
        crate::report::terminal::WIDTH.saturating_sub(margin.len()),
    )
    .iter()
    .enumerate()
    {
        lines.push_str(if number == 0 { first } else { margin });
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

/// `1 session`, `16 sessions`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
