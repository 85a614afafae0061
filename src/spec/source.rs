//! The text of a file, and places in it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A file that was read: its name for people, and its text.
#[derive(Debug, PartialEq)]
pub struct Source {
    /// Path as shown in messages.
    pub name: String,
    /// Text.
    pub text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// Keeps a text with the places where its lines begin.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Arc::new(Source {
            name: name.into(),
            text,
            line_starts,
        })
    }

    /// Index of the line that holds a byte, from 0.
    fn line_of(&self, byte: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    /// Text of a line by its index from 0, without its end.
    fn line(&self, index: usize) -> &str {
        let start = self.line_starts[index];
        let end = self
            .line_starts
            .get(index + 1)
            .map_or(self.text.len(), |next| next - 1);
        self.text[start..end].trim_end_matches('\r')
    }
}

/// A stretch of bytes of a file.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes, within the text.
    pub range: Range<usize>,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:?}", self.source.name, self.range)
    }
}

/// A place as people count: the line and column from 1, and the line's text.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Excerpt {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters are meant, at least 1.
    pub width: usize,
    /// Text of the line; of a very long one only what surrounds the place.
    pub text: String,
    /// Column of the first character of `text`: 1 unless the line is very long.
    pub first_column: usize,
}

/// How many characters before and after a place are kept of a very long line.
const KEPT_AROUND: usize = 120;

impl Place {
    /// A place in a file; bounds outside of the text, or within a character, are moved inside.
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Place {
        let inside = |mut byte: usize| {
            byte = byte.min(source.text.len());
            while !source.text.is_char_boundary(byte) {
                byte -= 1;
            }
            byte
        };
        let start = inside(range.start);
        let end = inside(range.end).max(start);
        Place {
            source: Arc::clone(source),
            range: start..end,
        }
    }

    /// Index of its first line, from 0.
    pub fn line_index(&self) -> usize {
        self.source.line_of(self.range.start)
    }

    /// The place as people count.
    pub fn excerpt(&self) -> Excerpt {
        let index = self.line_index();
        let text = self.source.line(index);
        let line_start = self.source.line_starts[index];
        let from = (self.range.start - line_start).min(text.len());
        let to = (self.range.end - line_start).clamp(from, text.len());
        let column = text[..from].chars().count() + 1;
        let (before, after) = (text[..from].char_indices(), text[from..].char_indices());
        let first = before.rev().nth(KEPT_AROUND).map(|(at, _)| at);
        let last = after.map(|(at, _)| from + at).nth(KEPT_AROUND);
        Excerpt {
            line: index + 1,
            column,
            width: text[from..to].chars().count().max(1),
            text: text[first.unwrap_or(0)..last.unwrap_or(text.len())].to_owned(),
            first_column: if first.is_some() {
                column - KEPT_AROUND - 1
            } else {
                1
            },
        }
    }
}
