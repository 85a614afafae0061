//! A panel of an experiment as a picture.

use super::Titles;
use super::facet::{Frame, paint, tick_lines};
use super::ruler::Ruler;
use super::split::{Facet, Split, split};
use super::words;
use crate::lab::experiment::{Panel, Scale, Style};
use crate::report::pictures::axis;
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Entry, Head, Legend, Sign};
use crate::report::pictures::text;
use crate::report::style::{self, Paint};

/// Room at the left of a facet for its numbers and, at the first one of a row, its label.
const SIDE: f64 = 74.0;
/// Room at the right of a facet.
const RIGHT: f64 = 12.0;

/// Draws a panel; `name` is that of the picture, and the start of the ids in it, `title` what it is called.
pub(super) fn draw(name: &str, title: &str, panel: &Panel, titles: &Titles) -> String {
    let split = split(panel, titles);
    let mut common = split.common.clone();
    if panel.title != title {
        common.insert(0, panel.title.clone());
    }
    let head = Head::new(title, &common.join(", "));
    let legend = Legend::new(entries(panel, &split));
    let grid = Grid::of(panel, split.facets.len());
    let top = head.height() + legend.height() + 8.0;
    let x = horizontal(panel, grid.columns);
    let heights: Vec<f64> = heights(panel);
    let y = Ruler::upright(&panel.y, &heights, if grid.rows > 1 { 4 } else { 6 });
    let description = words::description(panel, titles);
    picture(
        Sheet {
            name,
            title,
            description: &description,
            height: top + grid.height(),
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            for (number, facet) in split.facets.iter().enumerate() {
                let place = grid.place(number, top, (x.scale, y.scale));
                let frame = Frame {
                    panel: place,
                    x: &x,
                    y: &y,
                    unit: &panel.x.unit,
                    signs: split.signs.len(),
                    radius: if grid.columns > 1 { 3.4 } else { 4.2 },
                };
                frame.draw(canvas, facet, &panel.marks);
                grid.labels(canvas, panel, facet, &place, number);
            }
        },
    )
}

/// Every height that has to fit, error bars included.
fn heights(panel: &Panel) -> Vec<f64> {
    let simulated = panel.curves.iter().flat_map(|curve| {
        curve.points.iter().flat_map(|point| {
            let error = point.error.unwrap_or(0.0);
            [point.y - error, point.y + error]
        })
    });
    let published = panel.published.iter().flat_map(|series| {
        series.points.iter().flat_map(|point| {
            let error = point.sem.unwrap_or(0.0);
            [point.y - error, point.y + error]
        })
    });
    let marks = panel.marks.iter().filter_map(|mark| mark.y);
    simulated.chain(published).chain(marks).collect()
}

/// The horizontal axis; bars at its ends need half a slot of room.
fn horizontal(panel: &Panel, columns: usize) -> Ruler {
    let curves = panel.curves.iter();
    let xs = curves.flat_map(|curve| curve.points.iter().map(|point| point.x));
    let published = panel.published.iter();
    let xs = xs.chain(published.flat_map(|series| series.points.iter().map(|point| point.x)));
    let most = panel
        .curves
        .iter()
        .filter(|curve| curve.style == Style::Bars)
        .map(|curve| curve.points.len())
        .max();
    let room = match most {
        Some(bars) => 0.6 / bars.saturating_sub(1).max(1) as f64,
        None => 0.025,
    };
    Ruler::new(&panel.x, xs, if columns > 1 { 6 } else { 9 }, room.min(0.5))
}

/// What the signs stand for, what is theory, and who published the points.
fn entries(panel: &Panel, split: &Split<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let has = |style: Style| panel.curves.iter().any(|curve| curve.style == style);
    if split.signs.len() > 1 {
        for (number, label) in split.signs.iter().enumerate() {
            let sign = if has(Style::Line) {
                Sign::Line(Marker::of(number))
            } else if has(Style::Bars) {
                Sign::Band(0.85)
            } else {
                Sign::Point(Marker::of(number))
            };
            entries.push(Entry {
                paint: paint(Some(number)),
                sign,
                label: label.clone(),
            });
        }
    }
    if has(Style::Theory) {
        entries.push(Entry {
            paint: Paint::Ink,
            sign: Sign::Dashes,
            label: theory(panel),
        });
    }
    let mut marked: Vec<&str> = Vec::new();
    for mark in panel.marks.iter().filter(|mark| mark.x.is_some()) {
        // What follows a colon tells marks of one kind apart; their values do that on the picture.
        let kind = mark.label.split(':').next().unwrap_or_default();
        if !marked.contains(&kind) {
            marked.push(kind);
            entries.push(Entry {
                paint: Paint::Muted,
                sign: Sign::UprightDashes,
                label: kind.to_owned(),
            });
        }
    }
    let mut labels: Vec<&str> = Vec::new();
    for series in &panel.published {
        if !labels.contains(&series.label.as_str()) {
            labels.push(&series.label);
            entries.push(Entry {
                paint: Paint::Ink,
                sign: Sign::Point(Marker::Disc),
                label: format!("{}, mean \u{b1} SEM", series.label),
            });
        }
    }
    entries
}

/// What the dashed lines are: their own name where they have one that nothing simulated has.
fn theory(panel: &Panel) -> String {
    let is_simulated = |condition: &str| {
        let simulated = panel.curves.iter().filter(|c| c.style != Style::Theory);
        simulated
            .into_iter()
            .any(|curve| curve.condition == condition)
    };
    let mut names: Vec<&str> = Vec::new();
    for curve in panel.curves.iter().filter(|c| c.style == Style::Theory) {
        let name = curve.condition.as_str();
        if !name.is_empty() && !is_simulated(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() || names.len() > 2 {
        "theory".to_owned()
    } else {
        names.join(", ")
    }
}

/// How facets are laid out on the sheet.
struct Grid {
    facets: usize,
    columns: usize,
    rows: usize,
    /// Height of the axes of one facet.
    tall: f64,
    /// Room below them.
    below: f64,
}

impl Grid {
    fn of(panel: &Panel, facets: usize) -> Grid {
        let named = matches!(panel.x.scale, Scale::Named(_));
        let columns = if facets > 1 && !named { 2 } else { 1 };
        let lines = match &panel.x.scale {
            Scale::Named(names) => {
                let room = (style::WIDTH - SIDE - RIGHT) / names.len().max(1) as f64;
                let lines = names.iter().map(|name| tick_lines(name, room).len());
                lines.max().unwrap_or(1)
            }
            _ => 1,
        };
        Grid {
            facets,
            columns,
            rows: facets.div_ceil(columns).max(1),
            tall: if facets > 1 { 170.0 } else { 290.0 },
            below: 48.0 + 13.0 * lines.saturating_sub(1) as f64,
        }
    }

    /// Height of a row with its title and what stands below it.
    fn row(&self) -> f64 {
        let title = if self.facets > 1 { 24.0 } else { 6.0 };
        title + self.tall + self.below
    }

    fn height(&self) -> f64 {
        self.row() * self.rows as f64 + 4.0
    }

    fn place(&self, number: usize, top: f64, scales: (axis::Scale, axis::Scale)) -> axis::Panel {
        let wide = style::WIDTH / self.columns as f64;
        let (row, column) = (number / self.columns, number % self.columns);
        let title = if self.facets > 1 { 24.0 } else { 6.0 };
        let top = top + self.row() * row as f64 + title;
        axis::Panel {
            left: wide * column as f64 + SIDE,
            top,
            right: wide * (column + 1) as f64 - RIGHT,
            bottom: top + self.tall,
            x: scales.0,
            y: scales.1,
        }
    }

    /// The name of the vertical axis, reading upward, on one or two lines.
    fn side(&self, canvas: &Canvas<'_>, place: &axis::Panel, label: &str) {
        let words = Words::new(style::LABEL_SIZE, Paint::Ink);
        let words = words.align(Align::Middle).upright();
        let lines = text::wrapped(label, style::LABEL_SIZE, self.tall + 10.0, 2);
        let middle = (place.top + place.bottom) / 2.0;
        for (number, line) in lines.iter().enumerate() {
            let left = 46.0 + 15.0 * (lines.len() - 1 - number) as f64;
            canvas.words(line, (place.left - left, middle), words);
        }
    }

    fn labels(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        facet: &Facet<'_>,
        place: &axis::Panel,
        number: usize,
    ) {
        if self.facets > 1 {
            let room = place.right - place.left + 0.5 * SIDE;
            let title = text::cut(&facet.title, style::LABEL_SIZE * text::BOLD, room);
            let words = Words::new(style::LABEL_SIZE, Paint::Ink).bold();
            canvas.words(&title, (place.left, place.top - 12.0), words);
        }
        // Facets of a column share their axis: its name stands below the last of them.
        if number + self.columns >= self.facets {
            let words = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::Middle);
            let middle = (place.left + place.right) / 2.0;
            let label = words::axis(&panel.x);
            let label = text::cut(&label, style::LABEL_SIZE, place.right - place.left + SIDE);
            canvas.words(&label, (middle, place.bottom + self.below - 16.0), words);
        }
        if number.is_multiple_of(self.columns) {
            let label = words::axis(&panel.y);
            self.side(canvas, place, &label);
        }
    }
}
