//! The squares of all accounts, small, beside each other and on one scale.

use super::square::{Square, lines};
use crate::inference::claims::TestInfo;
use crate::report::claims::words;
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Canvas, Words};
use crate::report::pictures::layout::MARGIN;
use crate::report::pictures::text::{self, signed};
use crate::report::style::{self, Paint};

const COLUMNS: usize = 5;
const TITLE: f64 = 34.0;
const PLOT: f64 = 92.0;
const ROW: f64 = TITLE + PLOT + 46.0;

/// Height of so many squares.
pub(super) fn height(count: usize) -> f64 {
    ROW * count.div_ceil(COLUMNS) as f64
}

/// One of them, at its place among all.
pub(super) fn small(
    canvas: &Canvas<'_>,
    square: &Square<'_>,
    place: usize,
    top: f64,
    y: Scale,
    test: &TestInfo,
) {
    let wide = (style::WIDTH - 2.0 * MARGIN) / COLUMNS as f64;
    let left = MARGIN + wide * (place % COLUMNS) as f64;
    let top = top + ROW * (place / COLUMNS) as f64;
    let bold = Words::new(style::TICK_SIZE, Paint::Ink).bold();
    let room = wide - 14.0;
    let title = text::wrapped(
        &square.account.title,
        style::TICK_SIZE * text::BOLD,
        room,
        2,
    );
    for (line, words) in title.iter().enumerate() {
        canvas.words(words, (left, top + 14.0 * line as f64), bold);
    }
    let panel = Panel {
        left: left + 12.0,
        right: left + wide - 32.0,
        top: top + TITLE,
        bottom: top + TITLE + PLOT,
        x: Scale::new(0.0, 1.0),
        y,
    };
    let frame = [
        left,
        panel.top - 6.0,
        left + wide - 14.0,
        panel.bottom + 6.0,
    ];
    canvas.rectangle(frame, Paint::Shade, 1.0);
    lines(canvas, &panel, square, 3.5);
    let (marker, paint) = words::mark(square.result.verdict);
    let below = panel.bottom + 20.0;
    canvas.marker((left + 5.0, below), marker, 4.0, paint, 1.0);
    let number = square.result.estimate.map_or_else(
        || "–".to_owned(),
        |value| signed(value, words::decimals(test)),
    );
    let said = format!("{number} {}", square.result.verdict);
    canvas.words(
        &said,
        (left + 14.0, below),
        Words::new(style::TICK_SIZE, Paint::Ink),
    );
}
