//! One small picture for each figure: what was published above, what was simulated below, on the figure's own scale.

use super::words::{published, simulated};
use super::{Account, Figure};
use crate::inference::qualification::Comparison;
use crate::report::pictures::text::escaped;
use std::fmt::Write;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 74.0;
/// Where the scale begins, right of the labels, and where it ends.
const LEFT: f64 = 78.0;
const RIGHT: f64 = 348.0;
const UPPER: f64 = 16.0;
const LOWER: f64 = 38.0;
const AXIS: f64 = 54.0;

/// The picture as SVG; nothing where there is no number to draw.
pub(super) fn strip(figure: &Figure) -> Option<String> {
    let account = figure.standing_account()?;
    let scale = Scale::of(figure, account)?;
    let mut svg = format!(
        r#"<svg class="rewire-picture strip" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg"><title>{}</title>"#,
        escaped(&format!(
            "{}: published {}, simulated {}, {}",
            figure.id,
            published(figure),
            simulated(account),
            account.judgement.agreement.word()
        ))
    );
    scale.axis(&mut svg);
    label(&mut svg, UPPER, "published");
    label(&mut svg, LOWER, "simulated");
    upper(&mut svg, figure, &scale);
    lower(&mut svg, figure, account, &scale);
    svg.push_str("</svg>");
    Some(svg)
}

/// From values to places.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(figure: &Figure, account: &Account) -> Option<Self> {
        let mut values = vec![account.measured.value];
        for account in &figure.accounts {
            values.push(account.measured.value);
        }
        values.extend([
            account.measured.interval.low,
            account.measured.interval.high,
        ]);
        if figure.published.comparison == Comparison::Value {
            values.extend(figure.published.value);
            values.extend(
                figure
                    .published
                    .interval
                    .iter()
                    .flat_map(|i| [i.low, i.high]),
            );
        } else {
            values.push(0.0);
        }
        values.retain(|value| value.is_finite());
        if !account.measured.value.is_finite() {
            return None;
        }
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // A single number stands in the middle of a scale of its own size.
        let room = if high > low {
            0.08 * (high - low)
        } else {
            0.1 * high.abs().max(1e-3)
        };
        Some(Self {
            low: low - room,
            high: high + room,
        })
    }

    fn at(&self, value: f64) -> f64 {
        LEFT + (value - self.low) / (self.high - self.low) * (RIGHT - LEFT)
    }

    /// Two or three round numbers below a thin line.
    fn axis(&self, svg: &mut String) {
        let _ = write!(
            svg,
            r##"<line class="stroke-muted" stroke="#565f68" stroke-width="0.8" x1="{LEFT}" x2="{RIGHT}" y1="{AXIS}" y2="{AXIS}"/>"##
        );
        for tick in self.ticks() {
            let x = self.at(tick);
            let shown = super::words::short(tick);
            let _ = write!(
                svg,
                r##"<line class="stroke-muted" stroke="#565f68" stroke-width="0.8" x1="{x:.1}" x2="{x:.1}" y1="{AXIS}" y2="{:.1}"/><text class="fill-muted" fill="#565f68" font-size="11.5" text-anchor="middle" x="{x:.1}" y="{:.1}">{shown}</text>"##,
                AXIS + 3.0,
                AXIS + 15.0
            );
        }
    }

    fn ticks(&self) -> Vec<f64> {
        let span = self.high - self.low;
        let power = 10f64.powf((span / 2.0).log10().floor());
        let step = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|factor| factor * power)
            .find(|step| span / step >= 2.0)
            .unwrap_or(power);
        let first = (self.low / step).ceil() as i64;
        let last = (self.high / step).floor() as i64;
        (first..=last)
            .take(6)
            .map(|number| number as f64 * step)
            .collect()
    }
}

fn label(svg: &mut String, y: f64, text: &str) {
    let _ = write!(
        svg,
        r#"<text class="fill-ink" fill="currentColor" font-size="12.5" x="2" y="{:.1}">{text}</text>"#,
        y + 4.0
    );
}

/// The published interval as a band with a diamond; of a sign, the side of zero that was published.
fn upper(svg: &mut String, figure: &Figure, scale: &Scale) {
    let band = match (figure.published.comparison, figure.published.interval) {
        (Comparison::Value, interval) => interval.map(|i| (i.low, i.high)),
        (Comparison::Sign, _) if figure.published.value.is_some_and(|v| v < 0.0) => {
            Some((scale.low, 0.0))
        }
        _ => Some((0.0, scale.high)),
    };
    if let Some((low, high)) = band {
        let (from, to) = (scale.at(low), scale.at(high));
        let _ = write!(
            svg,
            r##"<rect class="fill-series-1" fill="#0072B2" fill-opacity="0.3" x="{from:.1}" y="{:.1}" width="{:.1}" height="{:.1}"/><path class="stroke-series-1" stroke="#0072B2" stroke-width="1.6" d="M{from:.1} {top:.1}V{bottom:.1}M{to:.1} {top:.1}V{bottom:.1}"/>"##,
            UPPER - 7.0,
            (to - from).max(0.5),
            LOWER + 9.0 - UPPER,
            top = UPPER - 7.0,
            bottom = UPPER + 7.0,
        );
    }
    if figure.published.comparison == Comparison::Value
        && let Some(value) = figure.published.value
    {
        let x = scale.at(value);
        let _ = write!(
            svg,
            r##"<path class="fill-series-1" fill="#0072B2" d="M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>"##,
            UPPER - 5.5
        );
    }
}

/// The simulated interval as a line with a circle, and the values of the other accounts as ticks.
fn lower(svg: &mut String, figure: &Figure, account: &Account, scale: &Scale) {
    for other in figure
        .accounts
        .iter()
        .filter(|a| a.measured.value.is_finite())
    {
        let x = scale.at(other.measured.value);
        let _ = write!(
            svg,
            r##"<path class="stroke-muted" stroke="#565f68" stroke-width="1.4" d="M{x:.1} {:.1}v9"/>"##,
            LOWER + 3.0
        );
    }
    let interval = account.measured.interval;
    if interval.low < interval.high && interval.low.is_finite() && interval.high.is_finite() {
        let (from, to) = (scale.at(interval.low), scale.at(interval.high));
        let _ = write!(
            svg,
            r##"<path class="stroke-series-2" stroke="#D55E00" stroke-width="2.4" d="M{from:.1} {LOWER}H{to:.1}"/>"##
        );
    }
    let x = scale.at(account.measured.value);
    let _ = write!(
        svg,
        r##"<circle class="fill-series-2" fill="#D55E00" cx="{x:.1}" cy="{LOWER}" r="5"/>"##
    );
}
