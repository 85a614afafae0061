//! The same scenarios under every variant: one small panel for each account of what the drug does.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Sheet, Words, picture};
use super::data;
use super::layout::{self, Entry, Head, Legend, Sign};
use super::statistics::mean;
use super::text::{self, number, signed};
use super::trajectories::{Fan, draw_fans};
use crate::cohort::results::RunResult;
use crate::report::judged;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

const COLUMNS: usize = 3;
const PANEL_HEIGHT: f64 = 104.0;
const ROW_HEIGHT: f64 = 142.0;

/// One variant: its fans by scenario and the mean paired difference of the first two scenarios.
struct Small {
    title: String,
    fans: Vec<Fan>,
    gap: Option<f64>,
    /// Where the two are the same until after the week judged: the week in which they first differ.
    not_before: Option<u32>,
}

/// Draws severity by week for all variants on the same axes.
pub fn draw(run: &RunResult) -> String {
    let mut simulated = 0;
    let mut small = Vec::new();
    let week = data::judged_week(run, usize::MAX);
    for variant in 0..run.variants.len() {
        let fans: Vec<Fan> = (0..run.scenarios.len())
            .map(|s| Fan::of(&data::people_by_week(run, s, variant, "severity")))
            .collect();
        simulated = fans
            .iter()
            .map(|f| f.median().len())
            .fold(simulated, usize::max);
        let pairs = data::paired_differences(run, variant, 0, 1);
        let held = week.min(data::weeks(&pairs).saturating_sub(1));
        let not_before = data::not_before(run, variant, 0, 1);
        // A gap of zero by construction is no gap to show.
        let gap = mean(&data::in_week(&pairs, held))
            .map(|m| m.mean)
            .filter(|_| not_before.is_none());
        small.push(Small {
            title: data::variant_title(run, variant),
            fans,
            gap,
            not_before,
        });
    }
    let week = week.min(simulated.saturating_sub(1));
    let title = title(&small, week);
    let subtitle = subtitle(run, week);
    let head = Head::new(&title, &subtitle);
    let mut entries = layout::arm_entries(&run.scenarios);
    entries.push(Entry {
        paint: Paint::Muted,
        sign: Sign::Band(0.45),
        label: "middle half of people".into(),
    });
    let legend = Legend::new(entries);
    let top = head.height() + legend.height() + 8.0;
    let rows = small.len().div_ceil(COLUMNS).max(1);
    let description = description(&small, &subtitle);
    let height = top + ROW_HEIGHT * rows as f64 + 40.0;
    picture(
        Sheet {
            name: "variants",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            for (n, variant) in small.iter().enumerate() {
                let panel = place(n, top, simulated);
                let lowest_in_column = n + COLUMNS >= small.len();
                variant.draw(canvas, &panel, run, lowest_in_column);
            }
            let words = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::Middle);
            canvas.words(
                "Weeks since treatment began",
                (style::WIDTH / 2.0, height - 16.0),
                words,
            );
        },
    )
}

fn place(n: usize, top: f64, simulated: usize) -> Panel {
    let wide = (style::WIDTH - 62.0 - layout::MARGIN + 22.0) / COLUMNS as f64;
    let left = 62.0 + wide * (n % COLUMNS) as f64;
    let top = top + 22.0 + ROW_HEIGHT * (n / COLUMNS) as f64;
    Panel {
        left,
        top,
        right: left + wide - 22.0,
        bottom: top + PANEL_HEIGHT,
        x: Scale::new(0.0, simulated.saturating_sub(1).max(1) as f64),
        y: Scale {
            low: 0.0,
            high: 100.0,
        },
    }
}

impl Small {
    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, run: &RunResult, lowest: bool) {
        layout::phases(canvas, panel, &run.scenarios, false);
        for tick in [0.0, 50.0, 100.0] {
            let y = panel.up(tick);
            canvas.line(
                &[(panel.left, y), (panel.right, y)],
                Paint::Grid,
                style::THIN_LINE,
                1.0,
            );
            if panel.left < 70.0 {
                let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::End);
                canvas.words(&number(tick, 0), (panel.left - 6.0, y), words);
            }
        }
        if panel.left < 70.0 {
            panel.side(canvas, Wording::of(&run.outcome).title());
        }
        draw_fans(canvas, panel, &self.fans, false);
        let gap = self.gap.map(|g| signed(g, 1)).unwrap_or_default();
        let name = text::cut(
            &self.title,
            style::LABEL_SIZE * text::BOLD,
            panel.right - panel.left + 10.0,
        );
        canvas.words(
            &name,
            (panel.left, panel.top - 10.0),
            Words::new(style::LABEL_SIZE, Paint::Ink).bold(),
        );
        let words = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::End);
        canvas.words(&gap, (panel.right - 6.0, panel.top + 11.0), words.bold());
        let weeks = panel.x.weeks(5);
        panel.floor(canvas, if lowest { &weeks } else { &[] }, "");
    }
}

fn title(small: &[Small], week: usize) -> String {
    let gaps: Vec<&Small> = small
        .iter()
        .filter(|s| s.gap.is_some_and(f64::is_finite))
        .collect();
    let by_gap = |a: &&&Small, b: &&&Small| a.gap.unwrap_or(0.0).total_cmp(&b.gap.unwrap_or(0.0));
    match (gaps.iter().min_by(by_gap), gaps.iter().max_by(by_gap)) {
        (Some(least), Some(most)) if gaps.len() > 1 => format!(
            "It depends on the account: the gap at week {week} runs from {} ({}) to {} ({}) points",
            signed(least.gap.unwrap_or(f64::NAN), 1),
            text::name(&least.title),
            signed(most.gap.unwrap_or(f64::NAN), 1),
            text::name(&most.title)
        ),
        (Some(only), _) => format!(
            "The gap at week {week} is {} points",
            signed(only.gap.unwrap_or(f64::NAN), 1)
        ),
        _ => match small.iter().filter_map(|s| s.not_before).min() {
            Some(first) => format!("Nothing to judge yet: {}", judged::not_before(first)),
            None => "The same people under each account of what the drug does".into(),
        },
    }
}

fn subtitle(run: &RunResult, week: usize) -> String {
    let wording = Wording::of(&run.outcome);
    let mut said = format!(
        "The same virtual people, each panel under one variant; median {} from 0 to 100.",
        wording.measure()
    );
    if run.scenarios.len() > 1 {
        said.push_str(&format!(
            " The number is the mean gap at week {week}: {} minus {}, below zero is {}",
            text::name(&data::scenario_title(run, 1)),
            text::name(&data::scenario_title(run, 0)),
            wording.less()
        ));
    }
    said
}

fn description(small: &[Small], subtitle: &str) -> String {
    let gaps: Vec<String> = small
        .iter()
        .map(|s| {
            format!(
                "{}: {}",
                s.title,
                s.gap
                    .map_or_else(|| "no gap to show".into(), |g| signed(g, 1))
            )
        })
        .collect();
    format!("{subtitle}. {}.", gaps.join("; "))
}
