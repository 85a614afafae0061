//! A curve per variant: the outcome against the share of what is known from animals that holds in people.

use super::subtitle;
use crate::inference::Estimate;
use crate::inference::sensitivity::{Translation, TranslationCurve};
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{EndLabel, Head, LABEL_ROOM, end_labels};
use crate::report::pictures::text::signed;
use crate::report::style::{self, Paint};

const LEFT: f64 = 60.0;

/// Draws the curves with their intervals.
pub(super) fn draw(translation: &Translation) -> String {
    let title = "What is left where animals do not carry over to people?";
    let subtitle = format!(
        "{}; {} couplings multiplied by 0 to 1, with 95 % intervals",
        subtitle(&translation.asked),
        translation.couplings.len()
    );
    let head = Head::new(title, &subtitle);
    let above = head.height() + 14.0;
    let outcomes = || translation.curves.iter().flat_map(|curve| &curve.outcome);
    let ends = outcomes().flat_map(|o| [o.interval.low, o.mean, o.interval.high]);
    let panel = Panel {
        left: LEFT,
        right: style::WIDTH - LABEL_ROOM,
        top: above,
        bottom: above + 340.0_f64.max(18.0 * translation.curves.len() as f64),
        x: Scale::new(
            translation.factors.first().copied().unwrap_or(0.0),
            translation.factors.last().copied().unwrap_or(1.0),
        ),
        y: Scale::holding(ends.chain([0.0])),
    };
    let sheet = Sheet {
        name: "translation",
        title,
        description: &description(translation, &subtitle),
        height: panel.bottom + 50.0,
    };
    picture(sheet, |canvas| {
        head.draw(canvas);
        let (across, up) = (panel.x.ticks(5), panel.y.ticks(6));
        panel.grid_up(canvas, &across);
        panel.grid_across(canvas, &up);
        let asked = &translation.asked;
        let differ = if asked.scenarios.len() == 1 {
            ""
        } else {
            "difference, "
        };
        let side = format!("{} ({differ}{})", asked.readout_title, asked.unit);
        panel.side(canvas, &side);
        let zero = panel.up(0.0);
        let along = [(panel.left, zero), (panel.right, zero)];
        canvas.line(&along, Paint::Ink, style::THIN_LINE, 1.0);
        if asked.scenarios.len() == 4 {
            let muted = Words::new(style::TICK_SIZE, Paint::Muted);
            let place = |up: f64| (panel.left + 6.0, up);
            for (words, up) in [
                (
                    "\u{2191} both together: higher than the sum of each",
                    panel.top + 8.0,
                ),
                (
                    "\u{2193} both together: lower than the sum of each",
                    panel.bottom - 8.0,
                ),
            ] {
                canvas.words(words, place(up), muted);
            }
        }
        let mut labels = Vec::new();
        for (n, curve) in translation.curves.iter().enumerate() {
            let (paint, marker) = (Paint::Series(n), Marker::of(n));
            let point = |of: fn(&Estimate) -> f64| -> Vec<(f64, f64)> {
                let points = translation.factors.iter().zip(&curve.outcome);
                points.map(|(x, o)| panel.at(*x, of(o))).collect()
            };
            let mut band = point(|o| o.interval.low);
            band.extend(point(|o| o.interval.high).into_iter().rev());
            canvas.area(&band, paint, 0.5 * style::WIDE_BAND);
            let middle = point(|o| o.mean);
            canvas.line(&middle, paint, style::LINE, 1.0);
            for at in &middle {
                canvas.marker(*at, marker, 3.5, paint, 1.0);
            }
            labels.push(EndLabel {
                x: panel.right,
                y: middle.last().map_or(f64::NAN, |at| at.1),
                paint,
                marker: Some(marker),
                label: curve.title.clone(),
            });
        }
        end_labels(canvas, &panel, &labels);
        panel.floor(canvas, &across, "Translation factor");
    })
}

fn description(translation: &Translation, subtitle: &str) -> String {
    let row = |curve: &TranslationCurve| {
        let points = translation.factors.iter().zip(&curve.outcome);
        let points: Vec<String> = points
            .map(|(factor, o)| format!("{} at {factor}", signed(o.mean, 1)))
            .collect();
        format!("{}: {}", curve.title, points.join(", "))
    };
    let rows: Vec<String> = translation.curves.iter().map(row).collect();
    format!("{subtitle}. {}.", rows.join("; "))
}
