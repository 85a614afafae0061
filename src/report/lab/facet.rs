//! One facet: axes, marks, curves, published points.

use super::ruler::Ruler;
use super::split::Facet;
use super::words::plain;
use crate::lab::experiment::{Curve, Mark, Point, PublishedSeries, Style};
use crate::report::pictures::axis::Panel;
use crate::report::pictures::canvas::{Align, Canvas, Marker, Words};
use crate::report::pictures::text;
use crate::report::style::{self, Paint};

/// A line with more points than this is marked only here and there.
const MARKED: usize = 16;
/// Share of its slot that a group of bars fills.
const BAR_FILL: f64 = 0.8;

/// A facet with everything that is needed to draw it.
pub(super) struct Frame<'a> {
    /// Where it stands.
    pub panel: Panel,
    /// The horizontal axis.
    pub x: &'a Ruler,
    /// The vertical axis.
    pub y: &'a Ruler,
    /// Unit of the horizontal axis.
    pub unit: &'a str,
    /// Number of signs in the whole picture.
    pub signs: usize,
    /// Radius of markers.
    pub radius: f64,
}

/// The label of a tick in lines that fit a room.
pub(super) fn tick_lines(label: &str, room: f64) -> Vec<String> {
    // Widths are estimated for a wide face, so that labels which fill their room still stand apart.
    let room = room.max(28.0);
    text::wrapped(&breakable(label, room), style::TICK_SIZE, room, 4)
}

/// The same label with a space after hyphens of words that are too long for a line.
fn breakable(label: &str, room: f64) -> String {
    let words = label.split_whitespace().map(|word| {
        if text::width(word, style::TICK_SIZE) > room {
            word.replace('-', "- ").trim_end().to_owned()
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Colour of a sign; what belongs to all is ink.
pub(super) fn paint(sign: Option<usize>) -> Paint {
    sign.map_or(Paint::Ink, Paint::Series)
}

impl Frame<'_> {
    /// Draws everything of a facet.
    pub fn draw(&self, canvas: &Canvas<'_>, facet: &Facet<'_>, marks: &[Mark]) {
        self.axes(canvas);
        let of = |wanted: fn(Style) -> bool| {
            let curves = facet.curves.iter();
            curves.filter(move |(_, curve)| wanted(curve.style))
        };
        let bars: Vec<_> = of(|style| style == Style::Bars).collect();
        let curves: Vec<&Curve> = bars.iter().map(|(_, curve)| *curve).collect();
        for (number, (sign, _)) in bars.iter().enumerate() {
            self.bars(canvas, *sign, &curves, number);
        }
        self.zero(canvas);
        self.marks(canvas, marks);
        for (sign, curve) in of(|style| style == Style::Dots) {
            for at in self.places(&curve.points) {
                let marker = Marker::of(sign.unwrap_or(0));
                canvas.marker(at, marker, 2.4, paint(*sign), 0.45);
            }
        }
        for (sign, curve) in of(|style| style == Style::Line) {
            self.line(canvas, *sign, curve);
        }
        // Before the lines that they should lie on, or nobody would see whether they do.
        for (_, curve) in of(|style| style == Style::Theory) {
            canvas.dashed(&self.places(&curve.points), Paint::Ink, style::LINE);
        }
        for (sign, series) in &facet.published {
            self.published(canvas, *sign, series);
        }
    }

    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        self.panel.at(self.x.place(x), self.y.place(y))
    }

    fn places(&self, points: &[Point]) -> Vec<(f64, f64)> {
        points
            .iter()
            .map(|point| self.at(point.x, point.y))
            .collect()
    }

    fn axes(&self, canvas: &Canvas<'_>) {
        let Panel {
            left,
            right,
            bottom,
            ..
        } = self.panel;
        for (place, label) in &self.y.ticks {
            let y = self.panel.up(*place);
            canvas.line(&[(left, y), (right, y)], Paint::Grid, style::THIN_LINE, 1.0);
            let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::End);
            canvas.words(label, (left - 6.0, y), words);
        }
        canvas.line(
            &[(left, bottom), (right, bottom)],
            Paint::Muted,
            style::THIN_LINE,
            1.0,
        );
        let room = (right - left) / self.x.ticks.len().max(1) as f64;
        for (place, label) in &self.x.ticks {
            let x = self.panel.across(*place);
            canvas.line(
                &[(x, bottom), (x, bottom + 4.0)],
                Paint::Muted,
                style::THIN_LINE,
                1.0,
            );
            let lines = tick_lines(label, room);
            for (number, line) in lines.iter().enumerate() {
                let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::Middle);
                canvas.words(line, (x, bottom + 13.0 + 13.0 * number as f64), words);
            }
        }
    }

    /// The line of no change.
    fn zero(&self, canvas: &Canvas<'_>) {
        let zero = self.y.place(0.0);
        if zero > self.panel.y.low && zero < self.panel.y.high {
            let y = self.panel.up(zero);
            canvas.line(
                &[(self.panel.left, y), (self.panel.right, y)],
                Paint::Muted,
                style::THIN_LINE,
                1.0,
            );
        }
    }

    /// Dashed lines: an upright one says its value, what it is stands in the legend; a level one says what it is.
    fn marks(&self, canvas: &Canvas<'_>, marks: &[Mark]) {
        let words = Words::new(style::TICK_SIZE, Paint::Muted);
        let Panel {
            left,
            right,
            top,
            bottom,
            ..
        } = self.panel;
        let mut row = 0;
        for mark in marks {
            let place = mark.x.map(|x| (x, self.panel.across(self.x.place(x))));
            if let Some((value, x)) = place
                && (left..=right).contains(&x)
            {
                canvas.dashed(&[(x, top), (x, bottom)], Paint::Muted, style::THIN_LINE);
                // Close ones would stand in each other: every second one is a row lower.
                let y = top + 7.0 + 14.0 * f64::from(row % 2);
                row += 1;
                let label = format!("{} {}", plain(value), self.unit);
                let label = text::cut(label.trim_end(), style::TICK_SIZE, 80.0);
                let (align, at) = if x + 84.0 <= right {
                    (Align::Start, x + 4.0)
                } else {
                    (Align::End, x - 4.0)
                };
                canvas.words(&label, (at, y), words.align(align));
            }
            if let Some(y) = mark.y.map(|y| self.panel.up(self.y.place(y)))
                && (top..=bottom).contains(&y)
            {
                canvas.dashed(&[(left, y), (right, y)], Paint::Muted, style::THIN_LINE);
                let label = text::cut(&mark.label, style::TICK_SIZE, right - left - 8.0);
                canvas.words(&label, (right - 4.0, y - 8.0), words.align(Align::End));
            }
        }
    }

    fn line(&self, canvas: &Canvas<'_>, sign: Option<usize>, curve: &Curve) {
        let paint = paint(sign);
        for point in &curve.points {
            if let Some(error) = point.error {
                let (low, high) = (
                    self.at(point.x, point.y - error),
                    self.at(point.x, point.y + error),
                );
                canvas.line(&[low, high], paint, style::THIN_LINE, 1.0);
            }
        }
        let places = self.places(&curve.points);
        canvas.line(&places, paint, style::STRONG_LINE, 1.0);
        let step = places.len().div_ceil(MARKED).max(1);
        // Lines of different signs are marked at different places, so that markers do not hide each other.
        let first = if step > 1 {
            sign.unwrap_or(0) * step / (self.signs + 1)
        } else {
            0
        };
        for at in places.iter().skip(first).step_by(step) {
            canvas.marker(*at, Marker::of(sign.unwrap_or(0)), self.radius, paint, 1.0);
        }
    }

    /// Bars of one of several series; those that stand at the same place share its slot.
    fn bars(&self, canvas: &Canvas<'_>, sign: Option<usize>, curves: &[&Curve], number: usize) {
        let Some(curve) = curves.get(number) else {
            return;
        };
        let slot = self.slot(curves);
        let floor = self.y.place(0.0);
        let stands_at = |other: &Curve, x: f64| other.points.iter().any(|point| point.x == x);
        for point in &curve.points {
            let before = curves[..number].iter();
            let place = before.filter(|other| stands_at(other, point.x)).count();
            let sharing = curves.iter().filter(|other| stands_at(other, point.x));
            let wide = BAR_FILL * slot / sharing.count().max(1) as f64;
            let (x, y) = self.at(point.x, point.y);
            let zero = if floor.is_finite() {
                self.panel
                    .up(floor.clamp(self.panel.y.low, self.panel.y.high))
            } else {
                self.panel.bottom
            };
            let left = x - 0.5 * BAR_FILL * slot + wide * place as f64;
            let bar = [left, y.min(zero), left + wide, y.max(zero)];
            canvas.rectangle(bar, paint(sign), 0.85);
            if let Some(error) = point.error {
                let middle = left + 0.5 * wide;
                let (_, low) = self.at(point.x, point.y - error);
                let (_, high) = self.at(point.x, point.y + error);
                canvas.line(
                    &[(middle, low), (middle, high)],
                    Paint::Ink,
                    style::LINE,
                    1.0,
                );
            }
        }
    }

    /// Width of the slot of bars: the smallest distance of two of them.
    fn slot(&self, curves: &[&Curve]) -> f64 {
        let points = curves.iter().flat_map(|curve| &curve.points);
        let mut xs: Vec<f64> = points.map(|point| self.x.place(point.x)).collect();
        xs.retain(|x| x.is_finite());
        xs.sort_by(f64::total_cmp);
        let gap = xs
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .filter(|gap| *gap > 0.0)
            .fold(f64::INFINITY, f64::min);
        let gap = if gap.is_finite() { gap } else { 1.0 };
        self.panel.across(gap) - self.panel.across(0.0)
    }

    /// Published points: ringed with ground so that they stand before the lines, with bars of one standard error.
    fn published(&self, canvas: &Canvas<'_>, sign: Option<usize>, series: &PublishedSeries) {
        for point in &series.points {
            let at = self.at(point.x, point.y);
            if let Some(sem) = point.sem {
                let (x, low) = self.at(point.x, point.y - sem);
                let (_, high) = self.at(point.x, point.y + sem);
                canvas.line(&[(x, low), (x, high)], Paint::Ink, style::LINE, 1.0);
                for y in [low, high] {
                    canvas.line(&[(x - 4.0, y), (x + 4.0, y)], Paint::Ink, style::LINE, 1.0);
                }
            }
            let marker = Marker::of(sign.unwrap_or(0));
            canvas.marker(at, marker, self.radius + 2.6, Paint::Ink, 1.0);
            canvas.marker(at, marker, self.radius + 0.6, paint(sign), 1.0);
        }
    }
}
