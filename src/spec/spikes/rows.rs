//! The rows of a table of spikes.

use super::columns::{Columns, Layout};
use super::{Line, TIME_UNITS};
use crate::lab::recording::{LATEST, MOST_SPIKES, SpikeMistake};
use crate::plasticity::spikes::is_before;
use crate::spec::diagnostics::{Diagnostic, Diagnostics, Mistake, SOUGHT_PER_FILE};
use crate::spec::source::{Place, Source};
use std::ops::Range;
use std::sync::Arc;

const SIDES: [(&str, usize); 4] = [
    ("pre", 0),
    ("post", 1),
    ("presynaptic", 0),
    ("postsynaptic", 1),
];

/// What has been read so far: times in seconds of either side, and every mistake.
struct Rows<'a> {
    source: &'a Arc<Source>,
    columns: &'a Columns,
    trains: [Vec<f64>; 2],
    /// Time of the last spike of either side, where rows are spikes.
    last: Option<f64>,
    /// The last cell of either side was empty.
    ended: [Option<usize>; 2],
    mistakes: Diagnostics,
}

/// Presynaptic and postsynaptic times in seconds.
pub(super) fn read(
    source: &Arc<Source>,
    columns: &Columns,
    lines: impl Iterator<Item = Line>,
) -> Result<(Vec<f64>, Vec<f64>), Diagnostics> {
    let mut rows = Rows {
        source,
        columns,
        trains: [Vec::new(), Vec::new()],
        last: None,
        ended: [None; 2],
        mistakes: Diagnostics::default(),
    };
    for line in lines {
        rows.line(&line);
        if rows.trains.iter().map(Vec::len).sum::<usize>() > MOST_SPIKES {
            let message = format!("the file holds more than {MOST_SPIKES} spikes");
            rows.mistakes.0.push(
                Diagnostic::at(&line.place(source), Mistake::OutOfRange, message)
                    .allowed(format!("up to {MOST_SPIKES} spikes, both sides counted"))
                    .next("cut the recording into parts"),
            );
            break;
        }
        if rows.mistakes.0.len() >= SOUGHT_PER_FILE {
            break;
        }
    }
    let Rows {
        trains, mistakes, ..
    } = rows;
    let [pre, post] = trains;
    mistakes.tidy().unless_empty((pre, post))
}

impl Rows<'_> {
    fn line(&mut self, line: &Line) {
        if line.cells.len() != 2 {
            let message = format!("this row has {} cells", line.cells.len());
            self.mistakes.0.push(
                Diagnostic::at(&line.place(self.source), Mistake::WrongType, message)
                    .allowed("two cells in every row")
                    .next("numbers have a point, not a comma, before their decimals"),
            );
            return;
        }
        match self.columns.layout {
            Layout::Events { time, side } => {
                let (time, side) = (line.cells[time].clone(), line.cells[side].clone());
                let side = self.side(&side);
                let seconds = self.seconds(&time);
                if let (Some(seconds), Some(side)) = (seconds, side) {
                    self.event(seconds, side, &time);
                }
            }
            Layout::Trains { pre, post } => {
                for (side, column) in [pre, post].into_iter().enumerate() {
                    self.cell(side, line.cells[column].clone());
                }
            }
        }
    }

    fn place(&self, cell: &Range<usize>) -> Place {
        Place::new(self.source, cell.clone())
    }

    fn side(&mut self, cell: &Range<usize>) -> Option<usize> {
        let text = &self.source.text[cell.clone()];
        let lower = text.to_lowercase();
        let known = SIDES.iter().find(|(word, _)| *word == lower);
        if known.is_none() {
            let message = if text.is_empty() {
                "the side is missing".to_owned()
            } else {
                format!("{text:?} is no side of a synapse")
            };
            self.mistakes.0.push(
                Diagnostic::at(&self.place(cell), Mistake::UnknownName, message)
                    .allowed("pre or post")
                    .near(text, SIDES.iter().map(|(word, _)| *word)),
            );
        }
        known.map(|(_, side)| *side)
    }

    /// A time in seconds; one that is no number, or none that a spike can have, is a mistake.
    fn seconds(&mut self, cell: &Range<usize>) -> Option<f64> {
        let text = &self.source.text[cell.clone()];
        let Ok(time) = text.parse::<f64>() else {
            let message = if text.is_empty() {
                "the time is missing".to_owned()
            } else {
                format!("{text:?} is no number")
            };
            self.mistakes.0.push(
                Diagnostic::at(&self.place(cell), Mistake::WrongType, message)
                    .allowed("a number such as 12.5, without a unit")
                    .next(format!("the unit stands in the first line: {TIME_UNITS}")),
            );
            return None;
        };
        let seconds = self.columns.unit.seconds(time);
        match SpikeMistake::of(seconds, None) {
            Some(mistake) => {
                self.wrong(mistake, cell);
                None
            }
            None => Some(seconds),
        }
    }

    fn wrong(&mut self, mistake: SpikeMistake, cell: &Range<usize>) {
        let (kind, allowed, next) = match mistake {
            SpikeMistake::NotFinite | SpikeMistake::Negative => (
                Mistake::OutOfRange,
                "finite times from 0 on".to_owned(),
                "correct the time, or add the same to all times",
            ),
            SpikeMistake::TooLate => (
                Mistake::OutOfRange,
                format!("times up to {LATEST} s"),
                "check the unit of the times, or begin the clock with the recording",
            ),
            SpikeMistake::Unsorted => (
                Mistake::Contradiction,
                match self.columns.layout {
                    Layout::Events { .. } => "rows by rising time",
                    Layout::Trains { .. } => "a column by rising time",
                }
                .to_owned(),
                "sort by time; several trials make several files",
            ),
            SpikeMistake::Duplicate => (
                Mistake::Contradiction,
                "each spike of a side once, a nanosecond apart at least".to_owned(),
                "remove what stands there twice",
            ),
        };
        let text = &self.source.text[cell.clone()];
        let message = format!("{mistake}: {text} {}", self.columns.unit);
        self.mistakes.0.push(
            Diagnostic::at(&self.place(cell), kind, message)
                .allowed(allowed)
                .next(next),
        );
    }

    /// A spike where rows are spikes.
    fn event(&mut self, seconds: f64, side: usize, cell: &Range<usize>) {
        let unsorted = self.last.is_some_and(|last| is_before(seconds, last));
        self.last = Some(seconds);
        if unsorted {
            self.trains[side].push(seconds);
            return self.wrong(SpikeMistake::Unsorted, cell);
        }
        self.add(seconds, side, cell);
    }

    fn add(&mut self, seconds: f64, side: usize, cell: &Range<usize>) {
        let mistake = SpikeMistake::of(seconds, self.trains[side].last().copied());
        // What comes next is compared with what stands above it, right or wrong.
        self.trains[side].push(seconds);
        if let Some(mistake) = mistake {
            self.wrong(mistake, cell);
        }
    }

    /// A cell where columns are trains: empty ones stand below the last spike alone.
    fn cell(&mut self, side: usize, cell: Range<usize>) {
        if cell.is_empty() {
            self.ended[side].get_or_insert(cell.start);
            return;
        }
        if let Some(empty) = self.ended[side].take() {
            let place = Place::new(self.source, empty..empty);
            self.mistakes.0.push(
                Diagnostic::at(
                    &place,
                    Mistake::MissingKey,
                    "a cell between spikes is empty",
                )
                .allowed("empty cells below the last spike of a column")
                .next("move the spikes below it up, or add what is missing"),
            );
        }
        if let Some(seconds) = self.seconds(&cell) {
            self.add(seconds, side, &cell);
        }
    }
}
