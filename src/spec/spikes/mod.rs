//! Spikes that somebody recorded: a table of times, checked as definition files are.
//!
//! ```text
//! time (ms),side        pre (ms),post (ms)        5.0,15.0
//! 5.0,pre               5.0,15.0                  25.0,35.0        and --time-unit ms
//! 15.0,post             25.0,
//! ```
//!
//! Cells are parted by commas, semicolons or tabs; empty lines and lines that begin with `#` are passed over. A line is a
//! record: the place of every cell is known, which no library for tables gives.

mod columns;
mod rows;

use super::compile::compile_synapse;
use super::diagnostics::{Diagnostic, Diagnostics, Mistake, list};
use super::files::SynapseFile;
use super::library::{Library, Sourced};
use super::shape::Kind;
use super::source::{Place, Source};
use super::store::{Wanted, read_text};
use crate::lab::recording::SpikeTrains;
use crate::lab::{Synapse, SynapseRule};
use sha2::{Digest, Sha256};
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

/// A line of a table of 200,000 spikes is some twenty bytes long.
const SPIKES: Wanted = Wanted {
    largest: 16 * 1024 * 1024,
    size: "up to 16 MiB",
    what: "a table of spikes with the columns time and side, or pre and post",
    if_too_large: "check whether this is the right file, or cut the recording",
    if_empty: "write one line for each spike",
};

/// The unit of times in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
}

/// Every spelling of a unit; the first of each is the one that is printed.
const SPELLINGS: [(&str, TimeUnit); 15] = [
    ("s", TimeUnit::Seconds),
    ("sec", TimeUnit::Seconds),
    ("second", TimeUnit::Seconds),
    ("seconds", TimeUnit::Seconds),
    ("ms", TimeUnit::Milliseconds),
    ("msec", TimeUnit::Milliseconds),
    ("us", TimeUnit::Microseconds),
    ("\u{b5}s", TimeUnit::Microseconds),
    ("\u{3bc}s", TimeUnit::Microseconds),
    ("min", TimeUnit::Minutes),
    ("minute", TimeUnit::Minutes),
    ("minutes", TimeUnit::Minutes),
    ("h", TimeUnit::Hours),
    ("hour", TimeUnit::Hours),
    ("hours", TimeUnit::Hours),
];
/// The units in words.
pub const TIME_UNITS: &str = "s, ms, us, min or h";

impl TimeUnit {
    /// A time in this unit in seconds. What is a whole number of milliseconds or microseconds becomes the double that is
    /// nearest to it, as if it were written in seconds.
    pub fn seconds(self, time: f64) -> f64 {
        match self {
            TimeUnit::Seconds => time,
            TimeUnit::Milliseconds => time / 1e3,
            TimeUnit::Microseconds => time / 1e6,
            TimeUnit::Minutes => time * 60.0,
            TimeUnit::Hours => time * 3600.0,
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spelling = SPELLINGS.iter().find(|(_, unit)| unit == self);
        f.write_str(spelling.map_or("", |(word, _)| word))
    }
}

impl FromStr for TimeUnit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Capitals mean nothing here: no unit of time differs from another by them alone.
        let lower = text.trim().to_lowercase();
        let known = SPELLINGS.iter().find(|(word, _)| *word == lower);
        known
            .map(|(_, unit)| *unit)
            .ok_or_else(|| format!("a unit of time is needed: {TIME_UNITS}"))
    }
}

/// A recording that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SpikeFile {
    /// The file as named.
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
    /// The unit of its times.
    pub unit: TimeUnit,
    /// Whether its columns have no names: the first is then taken as presynaptic.
    pub unnamed: bool,
    /// The spikes.
    pub trains: SpikeTrains,
}

/// Reads recorded spikes; `unit` is what the user says of a file that does not say it itself.
///
/// # Errors
/// All mistakes of the file, up to a bound.
pub fn read_spikes(path: &Path, unit: Option<TimeUnit>) -> Result<SpikeFile, Diagnostics> {
    let shown = path.to_string_lossy().into_owned();
    let text = read_text(path, &shown, &SPIKES)?;
    spikes_of(&shown, text, unit)
}

/// The spikes in the text of a file; see [`read_spikes`].
///
/// # Errors
/// All mistakes of the text, up to a bound.
pub fn spikes_of(
    name: &str,
    text: String,
    unit: Option<TimeUnit>,
) -> Result<SpikeFile, Diagnostics> {
    let sha256 = Sha256::digest(text.as_bytes());
    let sha256 = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let source = Source::new(name, text);
    let mut lines = Lines::of(&source);
    let Some(first) = lines.next() else {
        let empty = "the file has no spikes: every line is empty or begins with #";
        return Err(Diagnostic::of_file(name, Mistake::MissingKey, empty)
            .allowed(SPIKES.what)
            .next(SPIKES.if_empty)
            .into());
    };
    let columns = columns::columns(&source, &first, unit)?;
    let first_row = columns.unnamed.then_some(first);
    let rows = first_row.into_iter().chain(lines);
    let (presynaptic, postsynaptic) = rows::read(&source, &columns, rows)?;
    let trains = SpikeTrains::new(presynaptic, postsynaptic).map_err(|error| {
        Diagnostics::from(
            Diagnostic::of_file(name, Mistake::Contradiction, error.to_string())
                .allowed("at least one spike on either side"),
        )
    })?;
    Ok(SpikeFile {
        name: name.to_owned(),
        sha256,
        unit: columns.unit,
        unnamed: columns.unnamed,
        trains,
    })
}

impl Library {
    /// Reads synapses by name or path, each once, for recorded spikes.
    ///
    /// # Errors
    /// All mistakes of all files, two synapses of one name, and a synapse that knows tetani and does not say what one is.
    pub fn read_synapses(
        &self,
        names: &[String],
    ) -> Result<Vec<(Synapse, Sourced<SynapseFile>)>, Diagnostics> {
        let mut mistakes = Diagnostics::default();
        let mut read: Vec<(Synapse, Sourced<SynapseFile>)> = Vec::new();
        for name in names {
            let file = match self.read_synapse(name) {
                Ok(file) => file,
                Err(more) => {
                    mistakes.0.extend(more.0);
                    continue;
                }
            };
            let wrong = |message: &str| Diagnostic::of_file(name, Mistake::Contradiction, message);
            let synapse = match compile_synapse(&file) {
                Ok(synapse) => synapse,
                Err(error) => {
                    mistakes.0.push(wrong(&error.0));
                    continue;
                }
            };
            let known = read.iter().find(|(known, _)| known.name == synapse.name);
            match known {
                Some((_, other)) if *other == file => continue,
                Some((known, _)) => {
                    let message = format!("another synapse is called {:?} too", known.name);
                    mistakes.0.push(
                        wrong(&message)
                            .allowed("synapses of different names")
                            .next("rename one of the two files"),
                    );
                }
                None if is_without_tetanus(&synapse.rule) => mistakes.0.push(
                    wrong("the rule knows tetani, and the file does not say what a tetanus is")
                        .allowed("a section [tag_and_capture.tetanus] wherever spikes are given")
                        .next("copy that section from synapses/tag-and-capture.toml"),
                ),
                None => read.push((synapse, file)),
            }
        }
        mistakes.tidy().unless_empty(read)
    }

    /// What to say where spikes are given and no synapse is named.
    pub fn no_synapse(&self) -> Diagnostics {
        let known = self.names(Kind::Synapse);
        Diagnostic::of_file(
            "--spikes",
            Mistake::MissingKey,
            "no synapse is named for the spikes to act on",
        )
        .allowed(list(known.iter().map(String::as_str)))
        .next("name one or more with --synapse NAME")
        .into()
    }
}

fn is_without_tetanus(rule: &SynapseRule) -> bool {
    matches!(rule, SynapseRule::TagCapture(rule) if rule.tetanus.is_none())
}

/// A line that holds something: where it is, and its cells.
struct Line {
    whole: Range<usize>,
    cells: Vec<Range<usize>>,
}

impl Line {
    fn place(&self, source: &std::sync::Arc<Source>) -> Place {
        Place::new(source, self.whole.clone())
    }
}

/// The lines of a text that hold something, cut into cells by the character that parts those of the first.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    parting: Option<char>,
}

impl<'a> Lines<'a> {
    fn of(source: &'a Source) -> Self {
        // The mark of byte order that some spreadsheets begin a file with.
        let at = if source.text.starts_with('\u{feff}') {
            3
        } else {
            0
        };
        Lines {
            text: &source.text,
            at,
            parting: None,
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = rest.find('\n').unwrap_or(rest.len());
            let (start, line) = (self.at, rest[..length].trim_end_matches('\r'));
            self.at += length + 1;
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            let parting = *self.parting.get_or_insert_with(|| {
                let kinds = [',', ';', '\t'];
                let used = kinds.into_iter().find(|kind| line.contains(*kind));
                used.unwrap_or(',')
            });
            return Some(Line {
                whole: start..start + line.len(),
                cells: cells(line, start, parting),
            });
        }
    }
}

/// Cells of a line without the spaces and quotes around them; what parts them means nothing within quotes.
fn cells(line: &str, start: usize, parting: char) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut begin, mut quoted) = (0, false);
    let ends = line
        .char_indices()
        .filter_map(|(at, character)| {
            quoted ^= character == '"';
            (character == parting && !quoted).then_some(at)
        })
        .collect::<Vec<usize>>();
    for end in ends.into_iter().chain([line.len()]) {
        let around = |c: char| c.is_whitespace() || c == '"';
        let cell = &line[begin..end];
        let inner = cell.trim_start_matches(around);
        let from = start + begin + (cell.len() - inner.len());
        cells.push(from..from + inner.trim_end_matches(around).len());
        begin = end + parting.len_utf8();
    }
    cells
}
