//! Severity or another readout by week in each scenario, under one variant: medians with the bands that hold half and four fifths of the people.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, Marker, Sheet, Words, picture};
use super::data;
use super::layout::{self, EndLabel, Entry, Head, Legend, Sign};
use super::statistics::quantile;
use super::text::{self, number};
use crate::cohort::results::{RunResult, ScenarioInfo};
use crate::inference::TRUE_SEVERITY;
use crate::report::style::{self, Paint};
use crate::report::wording::{Wording, lower};

/// Quantiles over people for every week.
#[derive(Debug, Clone)]
pub struct Fan {
    /// 10, 25, 50, 75 and 90 % quantile by week.
    pub quantiles: [Vec<f64>; 5],
}

impl Fan {
    /// Quantiles of the rows of a readout.
    pub fn of(people: &[Vec<f64>]) -> Self {
        Fan {
            quantiles: [0.10, 0.25, 0.50, 0.75, 0.90]
                .map(|q| data::every_week(people, |v| quantile(v, q))),
        }
    }

    /// Median by week.
    pub fn median(&self) -> &[f64] {
        &self.quantiles[2]
    }

    /// Bands of one arm; the wide one only where asked for.
    fn bands(&self, canvas: &Canvas<'_>, panel: &Panel, arm: usize, wide: bool) {
        let [q10, q25, _, q75, q90] = &self.quantiles;
        if wide {
            canvas.area(
                &panel.between(q10, q90),
                Paint::Series(arm),
                style::WIDE_BAND,
            );
        }
        canvas.area(
            &panel.between(q25, q75),
            Paint::Series(arm),
            style::NARROW_BAND,
        );
    }
}

/// Bands of all arms, and above them their medians, so that no band covers a line.
pub fn draw_fans(canvas: &Canvas<'_>, panel: &Panel, fans: &[Fan], wide: bool) {
    for (arm, fan) in fans.iter().enumerate() {
        fan.bands(canvas, panel, arm, wide);
    }
    for (arm, fan) in fans.iter().enumerate() {
        canvas.line(
            &panel.weekly(fan.median()),
            Paint::Series(arm),
            style::STRONG_LINE,
            1.0,
        );
    }
}

/// Wide bands of more than this many arms would only cover each other.
const MOST_WIDE_BANDS: usize = 2;

/// What is drawn, and how it is spoken of.
struct Look {
    /// As it begins a sentence, and within one.
    title: String,
    measure: String,
    unit: String,
    decimals: usize,
    severity: bool,
}

impl Look {
    fn at(run: &RunResult, readout: &str) -> Self {
        let wording = Wording::of(&run.outcome);
        let of = run.readouts.iter().find(|r| r.name == readout);
        match of.filter(|_| readout != TRUE_SEVERITY) {
            Some(other) => Self {
                title: other.title.clone(),
                measure: lower(&other.title),
                unit: other.unit.clone(),
                decimals: 2,
                severity: false,
            },
            None => Self {
                title: wording.title().into(),
                measure: wording.measure(),
                unit: "points".into(),
                decimals: 0,
                severity: true,
            },
        }
    }

    fn number(&self, value: f64) -> String {
        number(value, self.decimals)
    }

    fn scale(&self, shown: impl Iterator<Item = f64>) -> Scale {
        if self.severity {
            Scale::severity(shown)
        } else {
            Scale::holding(shown.chain([0.0]))
        }
    }
}

/// Draws a readout by week of every scenario under the variant with this index; "severity" as it is without the noise of a rating.
pub fn draw(run: &RunResult, variant: usize, readout: &str) -> String {
    let look = Look::at(run, readout);
    let arms: Vec<Vec<Vec<f64>>> = (0..run.scenarios.len())
        .map(|s| data::people_by_week(run, s, variant, readout))
        .collect();
    let fans: Vec<Fan> = arms.iter().map(|people| Fan::of(people)).collect();
    let simulated = arms
        .iter()
        .map(|people| data::weeks(people))
        .max()
        .unwrap_or(0);
    let week = data::judged_week(run, simulated);
    let title = title(run, &look, &fans, week);
    let people = arms.first().map_or(0, Vec::len);
    let by_week = if look.severity {
        "from 0 (none) to 100, without the noise of a rating scale"
    } else {
        "as it is, without noise"
    };
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: {}, {} by week {by_week}",
        text::name(&data::variant_title(run, variant)),
        Wording::of(&run.outcome).people(people),
        look.measure,
    );
    let head = Head::new(&title, &subtitle);
    let wide = fans.len() <= MOST_WIDE_BANDS;
    let legend = Legend::new(entries(&run.scenarios, wide));
    let calendar = Calendar::of(&run.scenarios);
    let top = head.height() + legend.height() + 22.0;
    let panel = Panel {
        left: 62.0,
        top,
        right: style::WIDTH - layout::LABEL_ROOM,
        bottom: top + 290.0,
        x: Scale::new(0.0, simulated.saturating_sub(1).max(1) as f64),
        y: look.scale(
            fans.iter()
                .flat_map(|f| f.quantiles[if wide { 4 } else { 3 }].iter().copied()),
        ),
    };
    let description = description(run, &look, &fans, week, &subtitle);
    let height = panel.bottom + 46.0 + calendar.height();
    picture(
        Sheet {
            name: "trajectories",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            layout::phases(canvas, &panel, &run.scenarios, true);
            panel.grid_across(canvas, &panel.y.ticks(5));
            panel.side(canvas, &format!("{} ({})", look.title, look.unit));
            panel.floor(canvas, &panel.x.weeks(10), "Weeks since treatment began");
            draw_fans(canvas, &panel, &fans, wide);
            let thresholds = if look.severity {
                layout::thresholds(&panel, &run.outcome)
            } else {
                vec![]
            };
            layout::dashes(canvas, &panel, &thresholds);
            layout::end_labels(
                canvas,
                &panel,
                &[labels(run, &look, &panel, &fans), thresholds].concat(),
            );
            calendar.draw(canvas, &panel, panel.bottom + 46.0);
        },
    )
}

fn entries(scenarios: &[ScenarioInfo], wide: bool) -> Vec<Entry> {
    let band = |opacity, label: &str| Entry {
        paint: Paint::Muted,
        sign: Sign::Band(opacity),
        label: label.into(),
    };
    let mut entries = layout::arm_entries(scenarios);
    entries.push(band(0.45, "middle half of people"));
    if wide {
        entries.push(band(0.18, "middle 80 % of people"));
    }
    entries
}

/// The last known median of each arm as a label.
fn labels(run: &RunResult, look: &Look, panel: &Panel, fans: &[Fan]) -> Vec<EndLabel> {
    let mut labels = Vec::new();
    for (arm, fan) in fans.iter().enumerate() {
        if let Some(week) = fan.median().iter().rposition(|v| v.is_finite()) {
            let value = fan.median()[week];
            let label = format!("{} {}", look.number(value), data::scenario_title(run, arm));
            labels.push(layout::weekly_label(panel, arm, week, value, label));
        }
    }
    labels
}

fn medians(run: &RunResult, look: &Look, fans: &[Fan], week: usize) -> Vec<String> {
    let said = |(arm, fan): (usize, &Fan)| {
        let value = fan.median().get(week).copied().unwrap_or(f64::NAN);
        format!(
            "{} with {}",
            look.number(value),
            text::name(&data::scenario_title(run, arm))
        )
    };
    fans.iter().enumerate().map(said).collect()
}

fn title(run: &RunResult, look: &Look, fans: &[Fan], week: usize) -> String {
    let medians = text::listed(&medians(run, look, fans, week));
    if look.severity && run.outcome.measures.is_none() {
        format!("How ill are people at week {week}? Median severity {medians}")
    } else {
        format!("{} at week {week}: median {medians}", look.title)
    }
}

fn description(run: &RunResult, look: &Look, fans: &[Fan], week: usize, subtitle: &str) -> String {
    let mut said = format!(
        "{subtitle}. Median at week {week}: {}.",
        text::listed(&medians(run, look, fans, week))
    );
    for (arm, fan) in fans.iter().enumerate() {
        let at =
            |q: usize, w: usize| look.number(fan.quantiles[q].get(w).copied().unwrap_or(f64::NAN));
        let last = fan.median().len().saturating_sub(1);
        said.push_str(&format!(
            " {}: median {} at week 0 and {} at week {last}; at week {week} half of the people lie between {} and {}.",
            data::scenario_title(run, arm),
            at(2, 0),
            at(2, last),
            at(1, week),
            at(3, week)
        ));
    }
    said
}

/// Below the panel: which treatment runs when, in each scenario.
#[derive(Debug, Clone)]
struct Calendar {
    rows: Vec<(usize, String, f64, f64)>,
}

impl Calendar {
    const ROW: f64 = 20.0;

    fn of(scenarios: &[ScenarioInfo]) -> Self {
        let mut rows = Vec::new();
        for (arm, scenario) in scenarios.iter().enumerate() {
            for span in scenario.treatments.iter().take(6) {
                rows.push((arm, span.name.clone(), span.from_week, span.to_week));
            }
        }
        Calendar { rows }
    }

    fn height(&self) -> f64 {
        if self.rows.is_empty() {
            4.0
        } else {
            26.0 + Self::ROW * self.rows.len() as f64
        }
    }

    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, top: f64) {
        if !self.rows.is_empty() {
            canvas.words(
                "Treatments",
                (panel.left, top + 7.0),
                Words::new(style::TICK_SIZE, Paint::Muted),
            );
        }
        for (n, (arm, name, from, to)) in self.rows.iter().enumerate() {
            let y = top + 24.0 + Self::ROW * n as f64;
            let edge = |week: &f64| panel.across(week.clamp(panel.x.low, panel.x.high));
            let (left, right) = (edge(from), edge(to));
            let paint = Paint::Series(*arm);
            canvas.rectangle([left, y - 3.0, right, y + 3.0], paint, 0.75);
            canvas.marker((left, y), Marker::of(*arm), 4.0, paint, 1.0);
            let line = text::cut(name, style::TICK_SIZE, style::WIDTH - right - 16.0);
            canvas.words(
                &line,
                (right + 8.0, y),
                Words::new(style::TICK_SIZE, Paint::Ink),
            );
        }
    }
}
