//! Mistakes in files: a place, what was found, what is allowed, a near name and a next step.

use super::source::{Excerpt, Place};
use serde::Serialize;
use std::fmt;

/// How many mistakes of one file are shown.
const SHOWN_PER_FILE: usize = 20;

/// How many mistakes of one file are looked for: more of them say nothing new, and would take long in a hostile file.
pub(crate) const SOUGHT_PER_FILE: usize = 200;

/// Longest stretch of a line that is shown, in characters.
const SHOWN_OF_A_LINE: usize = 100;

/// What kind of mistake it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// The file cannot be read, or is no text.
    Unreadable,
    /// The text is no TOML.
    Syntax,
    /// A key that means nothing here.
    UnknownKey,
    /// A required key is not there.
    MissingKey,
    /// A value of the wrong type.
    WrongType,
    /// A quantity with a wrong unit, or without one.
    WrongUnit,
    /// A value outside of what is possible.
    OutOfRange,
    /// A name that nothing has.
    UnknownName,
    /// Values that contradict each other.
    Contradiction,
    /// No mistake: values that are sound, and may not say what was meant.
    Doubtful,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnostic {
    /// Kind of mistake.
    pub mistake: Mistake,
    /// File as named.
    pub file: String,
    /// Where in the file; none when it concerns the file as a whole.
    pub place: Option<Excerpt>,
    /// What was found.
    pub message: String,
    /// What is allowed.
    pub allowed: Option<String>,
    /// A name close to the one that was found.
    pub near: Option<String>,
    /// What to do next.
    pub next: Option<String>,
}

impl Diagnostic {
    /// A mistake at a place of a file.
    pub fn at(place: &Place, mistake: Mistake, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            place: Some(place.excerpt()),
            ..Diagnostic::of_file(&place.source.name, mistake, message)
        }
    }

    /// A mistake of a file as a whole.
    pub fn of_file(file: &str, mistake: Mistake, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            mistake,
            file: file.to_owned(),
            place: None,
            message: message.into(),
            allowed: None,
            near: None,
            next: None,
        }
    }

    /// Says what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Diagnostic {
        self.allowed = Some(allowed.into());
        self
    }

    /// Adds the name nearest to the one found, if one is near.
    pub fn near<'a>(mut self, found: &str, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        self.near = nearest(found, names);
        self
    }

    /// Says what to do next.
    pub fn next(mut self, next: impl Into<String>) -> Diagnostic {
        self.next = Some(next.into());
        self
    }

    /// Line and column from 1; zeros for a mistake of the whole file.
    pub fn position(&self) -> (usize, usize) {
        self.place
            .as_ref()
            .map_or((0, 0), |place| (place.line, place.column))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = printable(&self.message);
        match &self.place {
            Some(place) => {
                writeln!(
                    f,
                    "{}:{}:{}: {message}",
                    self.file, place.line, place.column
                )?;
                write_excerpt(f, place)?;
            }
            None => writeln!(f, "{}: {message}", self.file)?,
        }
        if let Some(allowed) = &self.allowed {
            writeln!(f, "  allowed: {}", printable(allowed))?;
        }
        if let Some(near) = &self.near {
            writeln!(f, "  did you mean {near:?}?")?;
        }
        if let Some(next) = &self.next {
            writeln!(f, "  next: {}", printable(next))?;
        }
        Ok(())
    }
}

/// The line with a caret below it; of a long line only what surrounds the place.
fn write_excerpt(f: &mut fmt::Formatter<'_>, place: &Excerpt) -> fmt::Result {
    let column = place.column - place.first_column;
    let first = if column < SHOWN_OF_A_LINE {
        0
    } else {
        column - SHOWN_OF_A_LINE / 2
    };
    let mut rest = place.text.chars().skip(first).map(visible);
    let shown: String = rest.by_ref().take(SHOWN_OF_A_LINE).collect();
    let after = if rest.next().is_some() { "..." } else { "" };
    let before = if first > 0 || place.first_column > 1 {
        "..."
    } else {
        ""
    };
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(before.len() + column - first);
    let carets = "^".repeat(place.width.min(SHOWN_OF_A_LINE + first - column));
    writeln!(f, "  {number} | {before}{}{after}", shown.trim_end())?;
    writeln!(f, "  {margin} | {indent}{carets}")
}

/// One character of a quoted line: what would move the cursor becomes a space or a replacement.
fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// Message text on one line, without characters that would move the cursor.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { ' ' } else { visible(c) })
        .collect()
}

/// All mistakes that were found, in one or several files.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// The value, unless there are mistakes.
    ///
    /// # Errors
    /// The mistakes, if there are any.
    pub fn unless_empty<T>(self, value: T) -> Result<T, Diagnostics> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Files with mistakes, in the order of their first one.
    fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = Vec::new();
        for diagnostic in &self.0 {
            if !files.contains(&diagnostic.file.as_str()) {
                files.push(&diagnostic.file);
            }
        }
        files
    }

    /// Sorts the mistakes of each file by place, and drops repetitions.
    pub(crate) fn tidy(mut self) -> Diagnostics {
        let order: Vec<String> = self.files().into_iter().map(str::to_owned).collect();
        let place_of = |file: &str| order.iter().position(|known| known == file);
        self.0
            .sort_by_key(|diagnostic| (place_of(&diagnostic.file), diagnostic.position()));
        self.0.dedup();
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Diagnostics {
        Diagnostics(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in self.files() {
            let of_file = || self.0.iter().filter(|diagnostic| diagnostic.file == file);
            for diagnostic in of_file().take(SHOWN_PER_FILE) {
                writeln!(f, "{diagnostic}")?;
            }
            let count = of_file().count();
            let hidden = count.saturating_sub(SHOWN_PER_FILE);
            let least = if count < SOUGHT_PER_FILE {
                ""
            } else {
                "at least "
            };
            if hidden > 0 {
                writeln!(f, "and {least}{hidden} more in {file}\n")?;
            }
        }
        let (mistakes, files) = (self.0.len(), self.files().len());
        let mistake = if mistakes == 1 { "mistake" } else { "mistakes" };
        let file = if files == 1 { "file" } else { "files" };
        write!(f, "{mistakes} {mistake} in {files} {file}")
    }
}

impl std::error::Error for Diagnostics {}

/// The name nearest to a word, if it is near enough to be a slip: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // Longer words are no names, and comparing them would take long.
    if word.len() > 100 {
        return None;
    }
    let lowered = word.to_lowercase();
    names
        .into_iter()
        .filter(|name| *name != word)
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lowered, &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, name)| *distance <= (name.chars().count().max(3)) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}

/// Names as a list for a message, shortened when there are very many.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 24;
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
