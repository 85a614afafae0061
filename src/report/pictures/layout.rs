//! What pictures have in common around their panels: the head, legends, labels that make way for each other, shaded phases.

use super::axis::Panel;
use super::canvas::{Canvas, Marker, Words};
use super::text;
use crate::cohort::results::{OutcomeInfo, ScenarioInfo};
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

/// Left edge of titles and legends.
pub const MARGIN: f64 = 16.0;
/// Room for direct labels at the right of a panel.
pub const LABEL_ROOM: f64 = 168.0;

/// Title and subtitle, broken into lines; `draw` paints them, `height` is where the rest of the picture begins.
#[derive(Debug, Clone)]
pub struct Head {
    title: Vec<String>,
    subtitle: Vec<String>,
}

impl Head {
    /// Lines of a title in bold and of a line below it.
    pub fn new(title: &str, subtitle: &str) -> Self {
        let room = style::WIDTH - 2.0 * MARGIN;
        Head {
            title: text::wrapped(title, style::TITLE_SIZE * text::BOLD, room, 3),
            subtitle: text::wrapped(subtitle, style::SUBTITLE_SIZE, room, 3),
        }
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        14.0 + 21.0 * self.title.len() as f64 + 17.0 * self.subtitle.len() as f64
    }

    /// Writes both at the top of the sheet.
    pub fn draw(&self, canvas: &Canvas<'_>) {
        let mut y = 20.0;
        for line in &self.title {
            canvas.words(
                line,
                (MARGIN, y),
                Words::new(style::TITLE_SIZE, Paint::Ink).bold(),
            );
            y += 21.0;
        }
        y -= 2.0;
        for line in &self.subtitle {
            canvas.words(
                line,
                (MARGIN, y),
                Words::new(style::SUBTITLE_SIZE, Paint::Muted),
            );
            y += 17.0;
        }
    }
}

/// One entry of a legend.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Colour.
    pub paint: Paint,
    /// How it is drawn.
    pub sign: Sign,
    /// What it is.
    pub label: String,
}

/// How an entry of a legend is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// A line that ends in a marker.
    Line(Marker),
    /// A filled band of an opacity.
    Band(f64),
    /// A marker alone.
    Point(Marker),
    /// A dashed line.
    Dashes,
    /// An upright dashed line.
    UprightDashes,
}

/// Entries for the scenarios in their colours and markers.
pub fn arm_entries(scenarios: &[ScenarioInfo]) -> Vec<Entry> {
    let arm = |(n, scenario): (usize, &ScenarioInfo)| Entry {
        paint: Paint::Series(n),
        sign: Sign::Line(Marker::of(n)),
        label: scenario.title.clone(),
    };
    scenarios.iter().enumerate().map(arm).collect()
}

/// A row of entries, or several where one is too short: their places are settled before anything is drawn.
#[derive(Debug, Clone)]
pub struct Legend {
    placed: Vec<(f64, f64, Entry)>,
    rows: usize,
}

impl Legend {
    /// Settles where each entry goes.
    pub fn new(entries: Vec<Entry>) -> Self {
        let room = style::WIDTH - 2.0 * MARGIN;
        let (mut x, mut row, mut placed) = (0.0, 0, Vec::new());
        for mut entry in entries {
            entry.label = text::cut(&entry.label, style::LABEL_SIZE, 260.0);
            let wide = 32.0 + text::width(&entry.label, style::LABEL_SIZE) + 18.0;
            if x > 0.0 && x + wide > room {
                x = 0.0;
                row += 1;
            }
            placed.push((x, 20.0 * row as f64, entry));
            x += wide;
        }
        Legend {
            rows: if placed.is_empty() { 0 } else { row + 1 },
            placed,
        }
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        20.0 * self.rows as f64 + 6.0
    }

    /// Draws it below `top`.
    pub fn draw(&self, canvas: &Canvas<'_>, top: f64) {
        for (x, y, entry) in &self.placed {
            let (x, y) = (MARGIN + x, top + y + 9.0);
            match entry.sign {
                Sign::Line(marker) => {
                    canvas.line(
                        &[(x, y), (x + 24.0, y)],
                        entry.paint,
                        style::STRONG_LINE,
                        1.0,
                    );
                    canvas.marker((x + 12.0, y), marker, 4.5, entry.paint, 1.0);
                }
                Sign::Band(opacity) => {
                    canvas.rectangle([x, y - 6.0, x + 24.0, y + 6.0], entry.paint, opacity)
                }
                Sign::Point(marker) => canvas.marker((x + 12.0, y), marker, 4.5, entry.paint, 1.0),
                Sign::Dashes => {
                    canvas.dashed(&[(x, y), (x + 24.0, y)], entry.paint, style::LINE);
                }
                Sign::UprightDashes => {
                    let x = x + 12.0;
                    canvas.dashed(&[(x, y - 8.0), (x, y + 8.0)], entry.paint, style::THIN_LINE);
                }
            }
            canvas.words(
                &entry.label,
                (x + 31.0, y),
                Words::new(style::LABEL_SIZE, Paint::Ink),
            );
        }
    }
}

/// A label beside the right edge of a panel, for a line that ends there or earlier.
#[derive(Debug, Clone)]
pub struct EndLabel {
    /// Where the line ends.
    pub x: f64,
    /// Height at which the label would stand.
    pub y: f64,
    /// Colour of what it names.
    pub paint: Paint,
    /// Marker of what it names; none for a threshold.
    pub marker: Option<Marker>,
    /// What it says.
    pub label: String,
}

/// Heights near the wanted ones that are at least `gap` apart and, where they all fit, between `top` and `bottom`.
pub fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places = wanted.to_vec();
    let mut lowest = top;
    for at in &order {
        places[*at] = places[*at].max(lowest);
        lowest = places[*at] + gap;
    }
    let mut highest = bottom;
    for at in order.iter().rev() {
        places[*at] = places[*at].min(highest);
        highest = places[*at] - gap;
    }
    // More labels than room: keep the gap and run over the lower edge.
    let mut lowest = top;
    for at in &order {
        places[*at] = places[*at].max(lowest);
        lowest = places[*at] + gap;
    }
    places
}

/// The label of a weekly line that ends at `week`.
pub fn weekly_label(panel: &Panel, arm: usize, week: usize, value: f64, label: String) -> EndLabel {
    let (x, y) = panel.at(week as f64, value);
    EndLabel {
        x,
        y,
        paint: Paint::Series(arm),
        marker: Some(Marker::of(arm)),
        label,
    }
}

/// Writes labels beside the right edge of a panel, each joined to its place by a thin line, which is dashed as far as the panel
/// goes on after the line has ended.
pub fn end_labels(canvas: &Canvas<'_>, panel: &Panel, labels: &[EndLabel]) {
    let known: Vec<&EndLabel> = labels.iter().filter(|l| l.y.is_finite()).collect();
    let wanted: Vec<f64> = known.iter().map(|l| l.y).collect();
    let places = spread(&wanted, 17.0, panel.top + 4.0, panel.bottom - 4.0);
    for (label, y) in known.iter().zip(places) {
        if let Some(marker) = label.marker {
            canvas.marker((label.x, label.y), marker, 4.5, label.paint, 1.0);
        }
        if label.x < panel.right - 0.5 {
            let onwards = [(label.x + 7.0, label.y), (panel.right + 5.0, label.y)];
            canvas.dashed(&onwards, label.paint, style::THIN_LINE);
        }
        canvas.line(
            &[(panel.right + 5.0, label.y), (panel.right + 14.0, y)],
            label.paint,
            style::THIN_LINE,
            1.0,
        );
        let room = style::WIDTH - panel.right - 21.0;
        let line = text::cut(&label.label, style::LABEL_SIZE, room);
        let paint = if label.marker.is_some() {
            Paint::Ink
        } else {
            Paint::Muted
        };
        canvas.words(
            &line,
            (panel.right + 17.0, y),
            Words::new(style::LABEL_SIZE, paint),
        );
    }
}

/// Shades every other phase and names all of them along the top, where all scenarios have the same ones.
pub fn phases(canvas: &Canvas<'_>, panel: &Panel, scenarios: &[ScenarioInfo], named: bool) {
    let Some((first, others)) = scenarios.split_first() else {
        return;
    };
    if others.iter().any(|other| other.phases != first.phases) {
        return;
    }
    for (n, phase) in first.phases.iter().enumerate() {
        let edge = |week: f64| panel.across(week.clamp(panel.x.low, panel.x.high));
        let (left, right) = (edge(phase.from_week), edge(phase.to_week));
        if !(left.is_finite() && right.is_finite() && right > left) {
            continue;
        }
        if n % 2 == 0 {
            canvas.rectangle([left, panel.top, right, panel.bottom], Paint::Shade, 1.0);
        }
        if named && right - left > 30.0 {
            let line = text::cut(&phase.name, style::TICK_SIZE, right - left - 10.0);
            canvas.words(
                &line,
                (left + 5.0, panel.top - 9.0),
                Words::new(style::TICK_SIZE, Paint::Muted),
            );
        }
    }
}

/// The thresholds of illness and remission: what they are called at the right of a panel, and how high they are.
pub fn thresholds(panel: &Panel, outcome: &OutcomeInfo) -> Vec<EndLabel> {
    let enters = Wording::of(outcome).enters(outcome).map(|enters| {
        let label = format!("{enters} from {}", text::number(outcome.ill_at, 0));
        (outcome.ill_at, label)
    });
    let remission = (outcome.remission_below > 0.0).then(|| {
        let below = text::number(outcome.remission_below, 0);
        (outcome.remission_below, format!("remission below {below}"))
    });
    let shown = enters
        .into_iter()
        .chain(remission)
        .filter(|(value, _)| (panel.y.low..=panel.y.high).contains(value));
    shown
        .map(|(value, label)| EndLabel {
            x: panel.right,
            y: panel.up(value),
            paint: Paint::Muted,
            marker: None,
            label,
        })
        .collect()
}

/// Thin dashed lines at the heights of labels, such as those of thresholds.
pub fn dashes(canvas: &Canvas<'_>, panel: &Panel, labels: &[EndLabel]) {
    for label in labels {
        canvas.dashed(
            &[(panel.left, label.y), (panel.right + 4.0, label.y)],
            Paint::Muted,
            style::THIN_LINE,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_make_way_for_each_other() {
        let places = spread(&[50.0, 51.0, 52.0, 10.0], 17.0, 0.0, 60.0);
        let mut sorted = places.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(
            sorted
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 17.0 - 1e-9),
            "{places:?}"
        );
        assert!(sorted[3] <= 60.0 + 1e-9 && sorted[0] >= 0.0);
        // Ten labels need 153 pixels: they keep their gap although the panel has 60.
        let crowded = spread(&[30.0; 10], 17.0, 0.0, 60.0);
        let mut sorted = crowded.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(
            sorted
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= 17.0 - 1e-9)
        );
    }
}
