//! From values to pixels: scales, round tick values, the frame of a panel.

use super::canvas::{Align, Canvas, Words};
use super::text::number;
use crate::report::style::{self, Paint};

/// A stretch of values along one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Smallest value shown.
    pub low: f64,
    /// Largest value shown; above `low`.
    pub high: f64,
}

impl Scale {
    /// A scale from `low` to `high`, or around them where they do not differ.
    pub fn new(low: f64, high: f64) -> Self {
        let (low, high) = (low.min(high), low.max(high));
        if !low.is_finite() || !high.is_finite() {
            Scale {
                low: 0.0,
                high: 1.0,
            }
        } else if high - low > 1e-9 * (1.0 + low.abs().max(high.abs())) {
            Scale { low, high }
        } else {
            let room = 0.5 * low.abs().max(1.0);
            Scale {
                low: low - room,
                high: high + room,
            }
        }
    }

    /// A scale that holds all finite values with a little room at both ends; 0 to 1 where there are none.
    pub fn holding(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = values
            .into_iter()
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
                (low.min(v), high.max(v))
            });
        let Scale { low, high } = Scale::new(low, high);
        let room = 0.05 * (high - low);
        Scale {
            low: low - room,
            high: high + room,
        }
    }

    /// From 0 to 60, 80 or 100 points of severity: the shortest that holds all finite values and leaves room above them.
    pub fn severity(values: impl IntoIterator<Item = f64>) -> Self {
        let highest = values
            .into_iter()
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        let high = [60.0, 80.0]
            .into_iter()
            .find(|high| highest <= high - 4.0)
            .unwrap_or(100.0);
        Scale { low: 0.0, high }
    }

    /// Round values inside the scale, about `wanted` of them: steps of 1, 2 or 5 times a power of ten.
    pub fn ticks(&self, wanted: usize) -> Vec<f64> {
        let rough = (self.high - self.low) / wanted.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .iter()
            .map(|m| m * power)
            .find(|s| *s >= rough * 0.999)
            .unwrap_or(rough);
        self.multiples(step)
    }

    /// Whole weeks inside the scale, in about `most` steps of a length in which people count weeks.
    pub fn weeks(&self, most: usize) -> Vec<f64> {
        let (span, most) = (self.high - self.low, most.max(1) as f64 + 0.5);
        let step = [1.0, 2.0, 4.0, 8.0, 13.0, 26.0, 52.0]
            .into_iter()
            .find(|step| span / step <= most)
            .unwrap_or((span / most).ceil());
        self.multiples(step)
    }

    fn multiples(&self, step: f64) -> Vec<f64> {
        if !(step.is_finite() && step > 0.0) {
            return vec![];
        }
        let edge = 1e-6 * (self.high - self.low);
        let first = ((self.low - edge) / step).ceil();
        (0..40)
            .map(|k| (first + f64::from(k)) * step)
            .take_while(|v| *v <= self.high + edge)
            .collect()
    }
}

/// Decimals that tell neighbouring ticks apart.
pub fn decimals(ticks: &[f64]) -> usize {
    let step = ticks
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .fold(f64::INFINITY, f64::min);
    if step.is_finite() && step > 0.0 {
        (-step.log10() - 0.01).ceil().clamp(0.0, 4.0) as usize
    } else {
        0
    }
}

/// A rectangle of the sheet in which values become places.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    /// Left edge in pixels.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Values from left to right.
    pub x: Scale,
    /// Values from below to above.
    pub y: Scale,
}

impl Panel {
    /// Place of a value along the panel's width.
    pub fn across(&self, value: f64) -> f64 {
        self.left + (value - self.x.low) / (self.x.high - self.x.low) * (self.right - self.left)
    }

    /// Place of a value along the panel's height.
    pub fn up(&self, value: f64) -> f64 {
        self.bottom - (value - self.y.low) / (self.y.high - self.y.low) * (self.bottom - self.top)
    }

    /// Place of a point; a value beyond the panel's height is held at its edge.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let y = if y.is_finite() {
            y.clamp(self.y.low, self.y.high)
        } else {
            y
        };
        (self.across(x), self.up(y))
    }

    /// Line through the values of weeks 0, 1, 2 and so on.
    pub fn weekly(&self, values: &[f64]) -> Vec<(f64, f64)> {
        values
            .iter()
            .enumerate()
            .map(|(week, value)| self.at(week as f64, *value))
            .collect()
    }

    /// The area between two weekly curves, over the weeks in which both are numbers.
    pub fn between(&self, low: &[f64], high: &[f64]) -> Vec<(f64, f64)> {
        let known: Vec<usize> = (0..low.len().min(high.len()))
            .filter(|w| low[*w].is_finite() && high[*w].is_finite())
            .collect();
        let upper = known.iter().map(|w| self.at(*w as f64, high[*w]));
        let lower = known.iter().rev().map(|w| self.at(*w as f64, low[*w]));
        upper.chain(lower).collect()
    }

    /// Horizontal grid with its numbers at the left.
    pub fn grid_across(&self, canvas: &Canvas<'_>, ticks: &[f64]) {
        let decimals = decimals(ticks);
        for tick in ticks {
            let y = self.up(*tick);
            canvas.line(
                &[(self.left, y), (self.right, y)],
                Paint::Grid,
                style::THIN_LINE,
                1.0,
            );
            let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::End);
            canvas.words(&number(*tick, decimals), (self.left - 6.0, y), words);
        }
    }

    /// Vertical grid without numbers.
    pub fn grid_up(&self, canvas: &Canvas<'_>, ticks: &[f64]) {
        for tick in ticks {
            let x = self.across(*tick);
            canvas.line(
                &[(x, self.top), (x, self.bottom)],
                Paint::Grid,
                style::THIN_LINE,
                1.0,
            );
        }
    }

    /// Line, marks and numbers below the panel, and what they are.
    pub fn floor(&self, canvas: &Canvas<'_>, ticks: &[f64], label: &str) {
        let below = self.bottom;
        canvas.line(
            &[(self.left, below), (self.right, below)],
            Paint::Muted,
            style::THIN_LINE,
            1.0,
        );
        let decimals = decimals(ticks);
        for tick in ticks {
            let x = self.across(*tick);
            canvas.line(
                &[(x, below), (x, below + 4.0)],
                Paint::Muted,
                style::THIN_LINE,
                1.0,
            );
            let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::Middle);
            canvas.words(&number(*tick, decimals), (x, below + 13.0), words);
        }
        let words = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::Middle);
        canvas.words(label, ((self.left + self.right) / 2.0, below + 31.0), words);
    }

    /// What the vertical axis is, reading upward at its left.
    pub fn side(&self, canvas: &Canvas<'_>, label: &str) {
        let words = Words::new(style::LABEL_SIZE, Paint::Ink)
            .align(Align::Middle)
            .upright();
        canvas.words(
            label,
            (self.left - 42.0, (self.top + self.bottom) / 2.0),
            words,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(
            Scale::new(0.0, 100.0).ticks(5),
            vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
        );
        assert_eq!(
            Scale::new(0.0, 40.0).weeks(10),
            vec![
                0.0, 4.0, 8.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0
            ]
        );
        let ticks = Scale::new(-7.3, 4.1).ticks(5);
        assert_eq!(ticks, vec![-5.0, 0.0]);
        assert_eq!(decimals(&[0.0, 0.25]), 1);
        assert_eq!(decimals(&[0.0, 0.02]), 2);
    }

    #[test]
    fn a_scale_is_never_empty() {
        for (low, high) in [
            (3.0, 3.0),
            (f64::NAN, 1.0),
            (f64::INFINITY, f64::NEG_INFINITY),
            (1e30, 1e30),
            (0.0, 0.0),
        ] {
            let scale = Scale::new(low, high);
            assert!(scale.high > scale.low, "{low} {high}");
            assert!(scale.ticks(5).len() <= 40);
        }
        assert_eq!(Scale::holding([]).low, -0.05);
    }
}
