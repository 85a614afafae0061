//! Who gains and who loses: the paired difference of every single person at the outcome week, in order.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Sheet, Words, picture};
use super::data;
use super::layout::{Entry, Head, Legend, MARGIN, Sign};
use super::statistics::quantile;
use super::text::{self, number, signed};
use crate::cohort::results::RunResult;
use crate::report::judged;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

/// Paint of people who are less ill in scenario B, and of those who are more ill.
const BETTER: Paint = Paint::Series(2);
const WORSE: Paint = Paint::Series(3);

/// How many people gain, stay and lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    better: usize,
    alike: usize,
    worse: usize,
}

impl Counts {
    fn of(sorted: &[f64], smallest: f64) -> Self {
        let better = sorted.iter().filter(|d| **d <= -smallest).count();
        let worse = sorted.iter().filter(|d| **d >= smallest).count();
        Counts {
            better,
            worse,
            alike: sorted.len().saturating_sub(better + worse),
        }
    }
}

/// Draws the differences scenario `b` minus scenario `a` under a variant; differences below `smallest` points count as alike.
pub fn draw(run: &RunResult, variant: usize, a: usize, b: usize, smallest: f64) -> String {
    let smallest = if smallest.is_finite() && smallest > 0.0 {
        smallest
    } else {
        f64::MIN_POSITIVE
    };
    let pairs = data::paired_differences(run, variant, a, b);
    let week = data::judged_week(run, data::weeks(&pairs));
    let mut sorted: Vec<f64> = data::in_week(&pairs, week)
        .into_iter()
        .filter(|d| d.is_finite())
        .collect();
    sorted.sort_by(f64::total_cmp);
    let counts = Counts::of(&sorted, smallest);
    let (name_a, name_b) = (
        text::name(&data::scenario_title(run, a)),
        text::name(&data::scenario_title(run, b)),
    );
    let n = sorted.len();
    let title = if n == 0 {
        format!("{name_b} against {name_a}: no pair of lives to compare")
    } else if let Some(first) = data::not_before(run, variant, a, b) {
        format!("{name_b} and {name_a}: {}", judged::not_before(first))
    } else {
        format!(
            "{} of {n} people are better off with {name_b} than with {name_a}, {} are worse off",
            counts.better, counts.worse
        )
    };
    let wording = Wording::of(&run.outcome);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: one bar per virtual person, difference of {} at week {week}; less than {} points counts as alike",
        text::name(&data::variant_title(run, variant)),
        wording.measure(),
        number(smallest, 0)
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(entries(counts));
    let top = head.height() + legend.height() + 10.0;
    let panel = Panel {
        left: 62.0,
        top,
        right: style::WIDTH - MARGIN,
        bottom: top + 250.0,
        x: Scale::new(0.0, n.max(1) as f64),
        y: Scale::holding(
            sorted
                .iter()
                .copied()
                .chain([-smallest.max(2.0) * 2.0, smallest.max(2.0) * 2.0]),
        ),
    };
    let middle = quantile(&sorted, 0.5).map_or_else(|| "–".into(), |m| signed(m, 1));
    let description = format!(
        "{subtitle}. {} better, {} alike, {} worse; median difference {middle} points.",
        counts.better, counts.alike, counts.worse
    );
    let height = panel.bottom + 46.0;
    picture(
        Sheet {
            name: "difference-people",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            let (above, below) = (panel.at(0.0, smallest).1, panel.at(0.0, -smallest).1);
            canvas.rectangle([panel.left, above, panel.right, below], Paint::Shade, 1.0);
            panel.grid_across(canvas, &panel.y.ticks(6));
            panel.side(canvas, "Difference (points)");
            bars(canvas, &panel, &sorted, smallest);
            let zero = panel.up(0.0);
            canvas.line(
                &[(panel.left, zero), (panel.right, zero)],
                Paint::Ink,
                style::LINE,
                1.0,
            );
            directions(canvas, &panel, &name_b, n, &wording);
            panel.floor(
                canvas,
                &[],
                "Virtual people, from the largest gain to the largest loss",
            );
        },
    )
}

fn entries(counts: Counts) -> Vec<Entry> {
    let entry = |paint, label: String| Entry {
        paint,
        sign: Sign::Band(1.0),
        label,
    };
    vec![
        entry(BETTER, format!("better: {}", counts.better)),
        entry(Paint::Series(6), format!("alike: {}", counts.alike)),
        entry(WORSE, format!("worse: {}", counts.worse)),
    ]
}

fn bars(canvas: &Canvas<'_>, panel: &Panel, sorted: &[f64], smallest: f64) {
    let slot = (panel.right - panel.left) / sorted.len().max(1) as f64;
    let half = (0.38 * slot).clamp(0.1, 9.0);
    for (n, difference) in sorted.iter().enumerate() {
        let (x, y) = panel.at(n as f64 + 0.5, *difference);
        let zero = panel.up(0.0);
        let paint = match *difference {
            d if d <= -smallest => BETTER,
            d if d >= smallest => WORSE,
            _ => Paint::Series(6),
        };
        canvas.rectangle([x - half, y.min(zero), x + half, y.max(zero)], paint, 0.9);
    }
}

/// Which side is which, in the corners that sorted bars leave empty.
fn directions(canvas: &Canvas<'_>, panel: &Panel, name_b: &str, people: usize, wording: &Wording) {
    if people == 0 {
        return;
    }
    let size = style::LABEL_SIZE;
    let muted = Words::new(size, Paint::Muted);
    let more = format!("\u{2191} {} with {name_b}", wording.more());
    canvas.words(&more, (panel.left + 8.0, panel.top + 10.0), muted);
    let less = format!("\u{2193} {} with {name_b}", wording.less());
    canvas.words(
        &less,
        (panel.right - 8.0, panel.bottom - 10.0),
        muted.align(Align::End),
    );
}
