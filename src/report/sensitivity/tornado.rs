//! One row per number: how far the outcome moves with the number at both ends of its range.

use super::{short, subtitle};
use crate::inference::sensitivity::{Bar, Sensitivity};
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Entry, Head, Legend, MARGIN, Sign};
use crate::report::pictures::text::{self, percent, signed};
use crate::report::style::{self, Paint};

const ROW: f64 = 22.0;
const LEFT: f64 = 330.0;
const RIGHT: f64 = 596.0;

const LOW: (Paint, Marker) = (Paint::Series(0), Marker::Square);
const HIGH: (Paint, Marker) = (Paint::Series(1), Marker::Disc);

/// Draws the longest bars.
pub(super) fn draw(sensitivity: &Sensitivity, bars: &[Bar], top: usize) -> String {
    let shown = &bars[..top.min(bars.len())];
    let share = percent(sensitivity.share);
    let title = match shown.first() {
        Some(bar) => format!("Most hangs on {}", short(&sensitivity.numbers[bar.number])),
        None => "There is no number to move".to_owned(),
    };
    let subtitle = format!(
        "{} under {}: change with each number alone {share} lower and {share} higher; {} of {} numbers",
        subtitle(&sensitivity.asked),
        sensitivity.variant_title,
        shown.len(),
        bars.len()
    );
    let head = Head::new(&title, &subtitle);
    let entry = |(paint, marker), label: String| Entry {
        paint,
        sign: Sign::Line(marker),
        label,
    };
    let legend = Legend::new(vec![
        entry(LOW, format!("{share} lower")),
        entry(HIGH, format!("{share} higher")),
    ]);
    let above = head.height() + legend.height() + 6.0;
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top: above,
        bottom: above + ROW * shown.len().max(1) as f64 + 4.0,
        x: Scale::holding(shown.iter().flat_map(|bar| [bar.low, bar.high, 0.0])),
        y: Scale {
            low: 0.0,
            high: 1.0,
        },
    };
    let sheet = Sheet {
        name: "tornado",
        title: &title,
        description: &description(sensitivity, shown, &subtitle),
        height: panel.bottom + 44.0,
    };
    picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        let ticks = panel.x.ticks(5);
        panel.grid_up(canvas, &ticks);
        let zero = panel.across(0.0);
        canvas.line(
            &[(zero, panel.top), (zero, panel.bottom)],
            Paint::Ink,
            style::LINE,
            1.0,
        );
        for (n, bar) in shown.iter().enumerate() {
            let y = panel.top + ROW * (n as f64 + 0.5);
            row(canvas, &panel, sensitivity, bar, y);
        }
        panel.floor(
            canvas,
            &ticks,
            &format!("Change of the outcome ({})", sensitivity.asked.unit),
        );
    })
}

fn row(canvas: &Canvas<'_>, panel: &Panel, sensitivity: &Sensitivity, bar: &Bar, y: f64) {
    let name = short(&sensitivity.numbers[bar.number]);
    let name = text::cut(&name, style::TICK_SIZE, LEFT - MARGIN - 12.0);
    let words = Words::new(style::TICK_SIZE, Paint::Ink);
    canvas.words(&name, (LEFT - 10.0, y), words.align(Align::End));
    // A rising and a falling side that agree in direction stand a little apart.
    for (value, (paint, marker), shift) in [(bar.low, LOW, -3.0), (bar.high, HIGH, 3.0)] {
        let (x, y) = (panel.across(value), y + shift);
        canvas.line(&[(panel.across(0.0), y), (x, y)], paint, 5.0, 0.8);
        canvas.marker((x, y), marker, 4.0, paint, 1.0);
    }
    let numbers = if bar.reach().is_nan() {
        "nobody ill at an end".to_owned()
    } else {
        format!("{} / {}", signed(bar.low, 1), signed(bar.high, 1))
    };
    let room = style::WIDTH - RIGHT - 18.0;
    canvas.words(
        &text::cut(&numbers, style::TICK_SIZE, room),
        (RIGHT + 12.0, y),
        words,
    );
}

fn description(sensitivity: &Sensitivity, bars: &[Bar], subtitle: &str) -> String {
    let row = |bar: &Bar| {
        format!(
            "{}: {} lower, {} higher",
            short(&sensitivity.numbers[bar.number]),
            signed(bar.low, 2),
            signed(bar.high, 2)
        )
    };
    let rows: Vec<String> = bars.iter().map(row).collect();
    format!("{subtitle}. {}.", rows.join("; "))
}
