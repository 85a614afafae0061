//! How single people come out: the change of rated severity in each scenario, with shares of response and remission.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::data::{self, Outcome};
use super::layout::{Head, MARGIN};
use super::statistics::mean;
use super::text::{self, number, percent, signed};
use crate::cohort::results::RunResult;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

const ROW: f64 = 128.0;
const HILL: f64 = 58.0;
/// Dots below the histogram: at most this many lanes of people whose change is alike.
const LANES: usize = 9;
const BINS: usize = 24;

/// Draws the distribution of individual outcomes of each scenario under the variant with this index.
pub fn draw(run: &RunResult, variant: usize) -> String {
    let arms: Vec<Vec<Outcome>> = (0..run.scenarios.len())
        .map(|s| data::outcomes(run, s, variant))
        .collect();
    let title = title(run, &arms);
    let week = data::judged_week(run, usize::MAX);
    let wording = Wording::of(&run.outcome);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: change of the rated {} from selection to week {week}, one dot per virtual person. \
         Response: a fall by at least {}; remission: below {} points",
        text::name(&data::variant_title(run, variant)),
        wording.measure(),
        percent(run.outcome.response_share),
        number(run.outcome.remission_below, 0)
    );
    let head = Head::new(&title, &subtitle);
    let top = head.height() + 4.0;
    let panel = Panel {
        left: MARGIN + 8.0,
        top,
        right: style::WIDTH - 176.0,
        bottom: top + ROW * arms.len().max(1) as f64 + 6.0,
        x: Scale::holding(arms.iter().flatten().map(|o| o.change).chain([-10.0, 5.0])),
        y: Scale {
            low: 0.0,
            high: 1.0,
        },
    };
    let description = format!("{subtitle}. {}", in_words(run, &arms));
    let height = panel.bottom + 62.0;
    picture(
        Sheet {
            name: "outcomes",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            let ticks = panel.x.ticks(8);
            panel.grid_up(canvas, &ticks);
            let zero = panel.across(0.0);
            canvas.line(
                &[(zero, top), (zero, panel.bottom)],
                Paint::Ink,
                style::LINE,
                1.0,
            );
            let highest = arms
                .iter()
                .flat_map(|arm| histogram(arm, &panel))
                .fold(f64::MIN_POSITIVE, f64::max);
            for (n, arm) in arms.iter().enumerate() {
                row(
                    canvas,
                    &panel,
                    &data::scenario_title(run, n),
                    n,
                    arm,
                    highest,
                );
            }
            panel.floor(
                canvas,
                &ticks,
                &format!("Change of rated {} (points)", wording.measure()),
            );
            let muted = Words::new(style::TICK_SIZE, Paint::Muted);
            canvas.words(
                &format!("\u{2190} {} than before", wording.less()),
                (zero - 8.0, panel.bottom + 50.0),
                muted.align(Align::End),
            );
            canvas.words(
                &format!("{} \u{2192}", wording.more()),
                (zero + 8.0, panel.bottom + 50.0),
                muted,
            );
        },
    )
}

/// Share of the arm's people in each bin of the panel's width.
fn histogram(arm: &[Outcome], panel: &Panel) -> Vec<f64> {
    let mut bins = vec![0.0; BINS];
    for outcome in arm {
        bins[bin(outcome.change, panel, BINS)] += 1.0 / arm.len() as f64;
    }
    bins
}

fn bin(change: f64, panel: &Panel, bins: usize) -> usize {
    let share = (change - panel.x.low) / (panel.x.high - panel.x.low);
    ((share * bins as f64).floor().max(0.0) as usize).min(bins - 1)
}

fn row(canvas: &Canvas<'_>, panel: &Panel, name: &str, n: usize, arm: &[Outcome], highest: f64) {
    let top = panel.top + ROW * n as f64;
    let paint = Paint::Series(n);
    let ground = top + 24.0 + HILL;
    let slot = (panel.right - panel.left) / BINS as f64;
    for (k, share) in histogram(arm, panel).iter().enumerate() {
        let left = panel.left + slot * k as f64;
        let tall = HILL * share / highest;
        canvas.rectangle(
            [left + 0.7, ground - tall, left + slot - 0.7, ground],
            paint,
            if tall > 0.0 { 0.35 } else { 0.0 },
        );
    }
    canvas.line(
        &[(panel.left, ground), (panel.right, ground)],
        paint,
        style::THIN_LINE,
        1.0,
    );
    dots(canvas, panel, arm, paint, ground);
    let changes: Vec<f64> = arm.iter().map(|o| o.change).collect();
    let right = panel.right + 14.0;
    let room = style::WIDTH - right - 8.0;
    let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
    canvas.marker((right + 5.0, top + 30.0), Marker::of(n), 5.0, paint, 1.0);
    let lines = text::wrapped(name, style::LABEL_SIZE * text::BOLD, room - 18.0, 2);
    for (k, line) in lines.iter().enumerate() {
        canvas.words(
            line,
            (right + 16.0, top + 30.0 + 15.0 * k as f64),
            ink.bold(),
        );
    }
    let mut y = top + 35.0 + 15.0 * lines.len() as f64;
    if let Some(all) = mean(&changes) {
        let x = panel.across(all.mean);
        canvas.line(
            &[(x, top + 20.0), (x, ground + 34.0)],
            paint,
            style::STRONG_LINE,
            1.0,
        );
        let said = format!("response {}", percent(data::share(arm, |o| o.response)));
        let remission = format!("remission {}", percent(data::share(arm, |o| o.remission)));
        for line in [
            said,
            remission,
            format!("mean {} points", signed(all.mean, 1)),
        ] {
            canvas.words(&line, (right, y), ink);
            y += 16.5;
        }
    } else {
        canvas.words("nobody to show", (right, y), ink);
    }
}

/// People below the histogram; those whose dots would touch stand in lanes below each other.
fn dots(canvas: &Canvas<'_>, panel: &Panel, arm: &[Outcome], paint: Paint, ground: f64) {
    let slots = ((panel.right - panel.left) / 6.0) as usize;
    let mut filled = vec![0usize; slots.max(1)];
    let opacity = if arm.len() > 400 { 0.3 } else { 0.75 };
    for outcome in arm {
        let slot = bin(outcome.change, panel, filled.len());
        let lane = filled[slot] % LANES;
        filled[slot] += 1;
        let at = (
            panel.across(outcome.change),
            ground + 6.0 + 4.6 * lane as f64,
        );
        canvas.marker(at, Marker::Disc, 2.2, paint, opacity);
    }
}

fn title(run: &RunResult, arms: &[Vec<Outcome>]) -> String {
    let said = |(n, arm): (usize, &Vec<Outcome>)| {
        format!(
            "{} with {}",
            percent(data::share(arm, |o| o.response)),
            text::name(&data::scenario_title(run, n))
        )
    };
    format!(
        "Who gets better? Response: {}",
        text::listed(&arms.iter().enumerate().map(said).collect::<Vec<_>>())
    )
}

fn in_words(run: &RunResult, arms: &[Vec<Outcome>]) -> String {
    let mut said = String::new();
    for (n, arm) in arms.iter().enumerate() {
        let changes: Vec<f64> = arm.iter().map(|o| o.change).collect();
        said.push_str(&format!(
            "{}: {} people, mean change {} points, response {}, remission {}. ",
            data::scenario_title(run, n),
            arm.len(),
            mean(&changes).map_or_else(|| "–".into(), |m| signed(m.mean, 1)),
            percent(data::share(arm, |o| o.response)),
            percent(data::share(arm, |o| o.remission))
        ));
    }
    said
}
