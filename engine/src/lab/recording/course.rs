//! What a synapse goes through, as a table: a row is a moment, a column a variable.

use crate::plasticity::spikes::{Side, is_before};

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Short name, unique within the course: letters, digits and underscores.
    pub name: String,
    /// What it is.
    pub meaning: String,
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Just before a spike acts.
    Before(Side),
    /// Just after it has acted.
    After(Side),
    /// Between spikes.
    Between,
    /// The end.
    End,
}

impl Moment {
    /// The word of tables.
    pub fn word(self) -> &'static str {
        match self {
            Moment::Before(Side::Presynaptic) => "before pre",
            Moment::Before(Side::Postsynaptic) => "before post",
            Moment::After(Side::Presynaptic) => "after pre",
            Moment::After(Side::Postsynaptic) => "after post",
            Moment::Between => "between",
            Moment::End => "end",
        }
    }
}

/// Variables over time. A value that means nothing at a moment is not a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    variables: Vec<Variable>,
    times: Vec<f64>,
    moments: Vec<Moment>,
    values: Vec<f64>,
}

impl Course {
    /// The columns.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The rows by rising time: seconds, what they stand for, and a value for each variable.
    pub fn rows(
        &self,
    ) -> impl DoubleEndedIterator<Item = (f64, Moment, &[f64])> + ExactSizeIterator {
        let width = self.variables.len().max(1);
        let stamps = self.times.iter().zip(&self.moments);
        let rows = stamps.zip(self.values.chunks_exact(width));
        rows.map(|((time, moment), values)| (*time, *moment, values))
    }

    /// A column by name: seconds and values.
    pub fn column(&self, name: &str) -> Option<impl DoubleEndedIterator<Item = (f64, f64)> + '_> {
        let place = self.variables.iter().position(|v| v.name == name)?;
        Some(
            self.rows()
                .map(move |(time, _, values)| (time, values[place])),
        )
    }
}

/// Moments at which one looks between spikes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Grid {
    /// At the multiples of so many seconds.
    Even(f64),
    /// So many seconds after each spike, by this factor longer each time: where exponentials bend.
    AfterSpikes {
        /// Shortest time after a spike.
        first: f64,
        /// How much longer each time is than the one before.
        factor: f64,
    },
}

/// Times after each spike at which one looks with [`Grid::AfterSpikes`].
pub(super) const LOOKS: u32 = 12;

impl Grid {
    /// Looks from a quarter of the shortest time constant to five of the longest.
    pub fn of_time_constants(shortest: f64, longest: f64) -> Self {
        let first = 0.25 * shortest;
        let factor = (5.0 * longest / first).powf(1.0 / f64::from(LOOKS - 1));
        Grid::AfterSpikes { first, factor }
    }
}

/// Fills a course.
pub(super) struct Recorder {
    course: Course,
    grid: Grid,
    until: f64,
    /// Time of the last event.
    clock: f64,
    row: Vec<f64>,
}

impl Recorder {
    /// A course that begins at `start`; `events` is the number of spikes that will come.
    pub fn new(
        variables: Vec<Variable>,
        grid: Grid,
        (start, until): (f64, f64),
        events: usize,
    ) -> Self {
        let looks = match grid {
            Grid::Even(every) => ((until - start) / every) as usize + 2,
            Grid::AfterSpikes { .. } => (events + 1) * LOOKS as usize,
        };
        let rows = 2 * events + looks + 1;
        let width = variables.len();
        Self {
            course: Course {
                variables,
                times: Vec::with_capacity(rows),
                moments: Vec::with_capacity(rows),
                values: Vec::with_capacity(rows * width),
            },
            grid,
            until,
            clock: start,
            row: vec![f64::NAN; width],
        }
    }

    /// A row whose values `read` writes.
    pub fn push(&mut self, time: f64, moment: Moment, read: impl FnOnce(&mut [f64])) {
        self.row.fill(f64::NAN);
        read(&mut self.row);
        self.course.times.push(time);
        self.course.moments.push(moment);
        self.course.values.extend(&self.row);
        if !matches!(moment, Moment::Between) {
            self.clock = time;
        }
    }

    /// Rows between the last event and the next one, at `time`.
    pub fn look_until(&mut self, time: f64, mut read: impl FnMut(f64, &mut [f64])) {
        let since = self.clock;
        match self.grid {
            Grid::Even(every) => {
                // Multiples are products, not sums: no rounding piles up.
                let mut number = (since / every).floor();
                loop {
                    let look = number * every;
                    if !is_before(look, time) {
                        break;
                    }
                    if is_before(since, look) {
                        self.push(look, Moment::Between, |row| read(look, row));
                    }
                    number += 1.0;
                }
            }
            Grid::AfterSpikes { first, factor } => {
                let mut after = first;
                for _ in 0..LOOKS {
                    let look = since + after;
                    if !is_before(look, time) {
                        break;
                    }
                    self.push(look, Moment::Between, |row| read(look, row));
                    after *= factor;
                }
            }
        }
    }

    /// Rows to the end, and the course.
    pub fn end(mut self, mut read: impl FnMut(f64, &mut [f64])) -> Course {
        let until = self.until;
        self.look_until(until, &mut read);
        if is_before(self.clock, until) {
            self.push(until, Moment::End, |row| read(until, row));
        }
        self.course
    }
}
