//! A calendar as a grid of text: a column is a week, a row is what happens in it.

use super::words;
use crate::report::terminal::{WIDTH, columns, fitted};

/// Columns of the labels at the left.
const LABELS: usize = 20;

/// From nothing to the full value.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Rows of a calendar, in days from its beginning.
pub struct Calendar {
    days: usize,
    /// Weeks in one column: more than one only where the weeks do not fit.
    weeks_per_column: usize,
    text: String,
}

impl Calendar {
    /// A calendar of so many days, with the weeks counted at its top.
    pub fn new(days: usize) -> Calendar {
        let weeks = days.div_ceil(7).max(1);
        let mut calendar = Calendar {
            days,
            weeks_per_column: weeks.div_ceil(WIDTH - LABELS),
            text: String::new(),
        };
        let mut ruler = String::new();
        for column in (0..calendar.columns()).step_by(10) {
            let week = (column * calendar.weeks_per_column + 1).to_string();
            ruler.push_str(&format!("{week:<10}"));
        }
        calendar.row("week", ruler.trim_end());
        calendar
    }

    /// Stretches with names, drawn as bars.
    pub fn stretches(&mut self, label: &str, stretches: &[(String, f64, f64)]) {
        let mut cells = vec![' '; self.columns()];
        for (name, from, to) in stretches {
            // A stretch that begins or ends within a column covers it.
            let (first, last) = (
                self.place(*from).floor() as usize,
                (self.place(*to).ceil() as usize).min(cells.len()),
            );
            if first >= last {
                continue;
            }
            let words = format!("|{}", fitted(name, last - first - 1));
            let dashes = "-".repeat((last - first).saturating_sub(columns(&words)));
            for (cell, letter) in cells[first..last]
                .iter_mut()
                .zip(format!("{words}{dashes}").chars())
            {
                *cell = letter;
            }
        }
        self.row(label, &cells.into_iter().collect::<String>());
    }

    /// A quantity of each day, drawn as the height of its mean over the column relative to its greatest value.
    pub fn levels(&mut self, label: &str, daily: &[f64]) {
        let means: Vec<f64> = (0..self.columns())
            .map(|column| self.sum(column, daily) / self.length(column))
            .collect();
        let greatest = means.iter().copied().fold(0.0, f64::max);
        let cells: String = means
            .iter()
            .map(|mean| match mean / greatest {
                share if share > 0.0 => LEVELS[((share * 8.0).ceil() as usize).clamp(1, 8) - 1],
                _ => '·',
            })
            .collect();
        self.row(label, &cells);
    }

    /// Events on days, counted in each column.
    pub fn events(&mut self, label: &str, days: &[usize]) {
        let mut daily = vec![0.0; self.days];
        for &day in days.iter().filter(|&&day| day < self.days) {
            daily[day] += 1.0;
        }
        let cells: String = (0..self.columns())
            .map(|column| match self.sum(column, &daily) as u32 {
                0 => '·',
                count => char::from_digit(count, 10).unwrap_or('+'),
            })
            .collect();
        self.row(label, &cells);
    }

    /// A mark below the column in which a day ends.
    pub fn mark(&mut self, label: &str, day: f64) {
        let column = (self.place(day - 1.0) as usize).min(self.columns().saturating_sub(1));
        let word = format!("week {}", words::number(day / 7.0));
        let room = (WIDTH - LABELS).saturating_sub(column + 1);
        let (before, after) = match word.len() < room {
            true => (column, format!("^ {word}")),
            // Near the right edge the word stands before its place.
            false => (column.saturating_sub(word.len() + 1), format!("{word} ^")),
        };
        self.row(label, &format!("{}{after}", " ".repeat(before)));
    }

    /// The calendar so far, with a word on its columns where they are not single weeks.
    pub fn finish(self) -> String {
        if self.weeks_per_column == 1 {
            return self.text;
        }
        format!(
            "{}  (a column is {} weeks)\n",
            self.text, self.weeks_per_column
        )
    }

    fn row(&mut self, label: &str, cells: &str) {
        let label = fitted(label, LABELS - 3);
        let space = " ".repeat(LABELS - 2 - columns(&label));
        self.text
            .push_str(format!("  {label}{space}{cells}").trim_end());
        self.text.push('\n');
    }

    fn columns(&self) -> usize {
        self.days.div_ceil(7 * self.weeks_per_column).max(1)
    }

    /// Where a day lies, in columns.
    fn place(&self, day: f64) -> f64 {
        day.max(0.0) / (7.0 * self.weeks_per_column as f64)
    }

    fn sum(&self, column: usize, daily: &[f64]) -> f64 {
        let per_column = 7 * self.weeks_per_column;
        daily
            .iter()
            .skip(column * per_column)
            .take(per_column)
            .sum()
    }

    fn length(&self, column: usize) -> f64 {
        let per_column = 7 * self.weeks_per_column;
        self.days
            .saturating_sub(column * per_column)
            .clamp(1, per_column) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_a_week() {
        let mut calendar = Calendar::new(28);
        calendar.stretches(
            "phases",
            &[
                ("one".to_owned(), 0.0, 21.0),
                ("two".to_owned(), 21.0, 28.0),
            ],
        );
        calendar.levels(
            "drug",
            &[vec![20.0; 14], vec![10.0; 7], vec![0.0; 7]].concat(),
        );
        calendar.events("sessions", &[0, 7, 9]);
        calendar.mark("outcome", 21.0);
        let text = calendar.finish();
        let cells: Vec<&str> = text
            .lines()
            .map(|line| line.get(20..).unwrap_or(""))
            .collect();
        assert_eq!(cells, ["1", "|o…|", "██▄·", "12··", "  ^ week 3"]);
    }

    #[test]
    fn many_weeks_share_columns_and_no_line_is_too_wide() {
        let mut calendar = Calendar::new(7 * 500);
        calendar.stretches("phases", &[("long".to_owned(), 0.0, 3500.0)]);
        calendar.mark("outcome", 3500.0);
        let text = calendar.finish();
        assert!(text.contains("(a column is 7 weeks)"), "{text}");
        assert!(text.lines().all(|line| columns(line) <= WIDTH), "{text}");
    }
}
