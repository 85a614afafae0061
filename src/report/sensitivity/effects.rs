//! A point per number: how much it matters, and how much that depends on the others.

use super::{short, subtitle};
use crate::inference::sensitivity::{Effect, Found, Sensitivity};
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Head, MARGIN, spread};
use crate::report::pictures::text::{self, number, percent};
use crate::report::style::{self, Paint};

const LEFT: f64 = 66.0;
const RIGHT: f64 = 440.0;
const HEIGHT: f64 = 380.0;

/// Draws `mu_star` against `sigma`; the largest are named.
pub(super) fn draw(sensitivity: &Sensitivity, effects: &[Effect], top: usize) -> String {
    let known: Vec<&Effect> = effects.iter().filter(|e| e.mu_star.is_finite()).collect();
    let named = &known[..top.min(known.len())];
    let trajectories = match sensitivity.found {
        Found::Morris { trajectories, .. } => trajectories,
        Found::Tornado(_) => 0,
    };
    let title = match named.first() {
        Some(first) => format!(
            "Over the ranges of all numbers, most hangs on {}",
            short(&sensitivity.numbers[first.number])
        ),
        None => "There is no number to move".to_owned(),
    };
    let subtitle = format!(
        "{} under {}: every number over {} to both sides, {trajectories} trajectories; the {} largest of {} are named",
        subtitle(&sensitivity.asked),
        sensitivity.variant_title,
        percent(sensitivity.share),
        named.len(),
        effects.len()
    );
    let head = Head::new(&title, &subtitle);
    let above = head.height() + 12.0;
    let height = HEIGHT.max(15.0 * named.len() as f64);
    let from_zero = |values: &mut dyn Iterator<Item = f64>| Scale {
        low: 0.0,
        ..Scale::holding(values.chain([0.0]))
    };
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top: above,
        bottom: above + height,
        x: from_zero(&mut known.iter().map(|e| e.mu_star)),
        y: from_zero(&mut known.iter().map(|e| e.sigma)),
    };
    let row = |effect: &&Effect| {
        format!(
            "{}: mean size {}, spread {}",
            short(&sensitivity.numbers[effect.number]),
            number(effect.mu_star, 2),
            number(effect.sigma, 2)
        )
    };
    let rows: Vec<String> = named.iter().map(row).collect();
    let sheet = Sheet {
        name: "morris",
        title: &title,
        description: &format!("{subtitle}. {}.", rows.join("; ")),
        height: panel.bottom + 50.0,
    };
    picture(sheet, |canvas| {
        head.draw(canvas);
        let (across, up) = (panel.x.ticks(6), panel.y.ticks(6));
        panel.grid_up(canvas, &across);
        panel.grid_across(canvas, &up);
        panel.side(canvas, "Spread of the effect");
        let sigma = |effect: &Effect| {
            if effect.sigma.is_finite() {
                effect.sigma
            } else {
                0.0
            }
        };
        for effect in known.iter().rev() {
            let at = panel.at(effect.mu_star, sigma(effect));
            canvas.marker(at, Marker::Disc, 3.5, Paint::Series(0), 0.7);
        }
        let wanted: Vec<f64> = named.iter().map(|e| panel.up(sigma(e))).collect();
        let places = spread(&wanted, 15.0, panel.top, panel.bottom);
        for (effect, y) in named.iter().zip(places) {
            let at = panel.at(effect.mu_star, sigma(effect));
            let label = RIGHT + 16.0;
            canvas.line(&[at, (label - 4.0, y)], Paint::Grid, style::THIN_LINE, 1.0);
            let room = style::WIDTH - label - MARGIN;
            let name = short(&sensitivity.numbers[effect.number]);
            let name = text::cut(&name, style::TICK_SIZE, room);
            canvas.words(&name, (label, y), Words::new(style::TICK_SIZE, Paint::Ink));
        }
        panel.floor(
            canvas,
            &across,
            &format!("Mean size of the effect ({})", sensitivity.asked.unit),
        );
    })
}
