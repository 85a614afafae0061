//! Scenario B minus scenario A for each person, over the weeks: what no real trial can show, because nobody lives twice.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, Marker, Sheet, Words, picture};
use super::data;
use super::layout::{self, EndLabel, Entry, Head, Legend, Sign};
use super::statistics::{Mean, mean, quantile};
use super::text::{self, number, signed};
use crate::cohort::results::RunResult;
use crate::report::judged;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

/// More single people than this make a picture grey, not richer.
const MOST_LINES: usize = 150;

/// Draws the paired differences of severity, scenario `b` minus scenario `a`, under the variant with this index.
pub fn draw(run: &RunResult, variant: usize, a: usize, b: usize) -> String {
    let pairs = data::paired_differences(run, variant, a, b);
    let simulated = data::weeks(&pairs);
    let week = data::judged_week(run, simulated);
    let means: Vec<Option<Mean>> = (0..simulated)
        .map(|w| mean(&data::in_week(&pairs, w)))
        .collect();
    let names = Names {
        a: text::name(&data::scenario_title(run, a)),
        b: text::name(&data::scenario_title(run, b)),
    };
    let at_week = means.get(week).copied().flatten();
    let wording = Wording::of(&run.outcome);
    let measure = wording.measure();
    let title = match data::not_before(run, variant, a, b) {
        Some(first) => names.not_before(first),
        None => names.title(at_week, week, &wording),
    };
    let step = pairs.len().div_ceil(MOST_LINES).max(1);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: {measure} in {} minus {measure} in {}, {}, each compared with themselves{}",
        text::name(&data::variant_title(run, variant)),
        names.b,
        names.a,
        text::counted(pairs.len(), "virtual person", "virtual people"),
        if step > 1 {
            format!("; one line in {step} is drawn")
        } else {
            String::new()
        }
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(entries());
    let top = head.height() + legend.height() + 22.0;
    let panel = Panel {
        left: 62.0,
        top,
        right: style::WIDTH - layout::LABEL_ROOM,
        bottom: top + 280.0,
        x: Scale::new(0.0, simulated.saturating_sub(1).max(1) as f64),
        y: vertical(&pairs, &means),
    };
    let description = format!("{subtitle}. {}", in_words(&means, week));
    let height = panel.bottom + 46.0;
    picture(
        Sheet {
            name: "difference",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            let both: Vec<_> = [a, b]
                .iter()
                .filter_map(|s| run.scenarios.get(*s).cloned())
                .collect();
            layout::phases(canvas, &panel, &both, true);
            panel.grid_across(canvas, &panel.y.ticks(6));
            panel.side(canvas, "Difference (points)");
            panel.floor(canvas, &panel.x.weeks(10), "Weeks since treatment began");
            for person in pairs.iter().step_by(step) {
                canvas.line(
                    &panel.weekly(person),
                    Paint::Series(b),
                    style::THIN_LINE,
                    0.22,
                );
            }
            let zero = panel.up(0.0);
            canvas.line(
                &[(panel.left, zero), (panel.right, zero)],
                Paint::Ink,
                style::LINE,
                1.0,
            );
            mean_and_interval(canvas, &panel, &means, b);
            names.sides(canvas, &panel, &wording);
            let by_week = means.iter().enumerate();
            let mut known = by_week.filter_map(|(week, mean)| Some((week, mean.as_ref()?)));
            if let Some((week, last)) = known.next_back() {
                let label = format!("mean {}", signed(last.mean, 1));
                let (x, y) = panel.at(week as f64, last.mean);
                // The corners at the right say which side of zero is which.
                let between = Panel {
                    top: panel.top + 55.0,
                    bottom: panel.bottom - 55.0,
                    ..panel
                };
                let marker = Some(Marker::of(b));
                layout::end_labels(
                    canvas,
                    &between,
                    &[EndLabel {
                        x,
                        y,
                        paint: Paint::Series(b),
                        marker,
                        label,
                    }],
                );
            }
        },
    )
}

/// Titles of the two scenarios, short enough for sentences.
struct Names {
    /// Held against.
    a: String,
    /// In question.
    b: String,
}

impl Names {
    fn not_before(&self, week: u32) -> String {
        format!("{} and {}: {}", self.b, self.a, judged::not_before(week))
    }

    fn title(&self, at_week: Option<Mean>, week: usize, wording: &Wording) -> String {
        let Some(Mean {
            mean, low, high, ..
        }) = at_week
        else {
            return format!("{} against {}: no pair of lives to compare", self.b, self.a);
        };
        let points = number(mean.abs(), 1);
        let interval = format!("95 % interval {} to {}", signed(low, 1), signed(high, 1));
        if low <= 0.0 && high >= 0.0 {
            format!(
                "At week {week}, {} and {} cannot be told apart ({}, {interval})",
                self.b,
                self.a,
                signed(mean, 1)
            )
        } else {
            let differs = wording.differs(&points, mean < 0.0, &self.b, &self.a);
            format!("At week {week}, {differs} ({interval})")
        }
    }

    /// Says at the right which side of zero is which.
    fn sides(&self, canvas: &Canvas<'_>, panel: &Panel, wording: &Wording) {
        let room = style::WIDTH - panel.right - 16.0;
        let muted = Words::new(style::TICK_SIZE, Paint::Muted);
        let lines = |said: String| text::wrapped(&said, style::TICK_SIZE, room, 3);
        for (n, line) in lines(format!("\u{2191} {} with {}", wording.more(), self.b))
            .iter()
            .enumerate()
        {
            canvas.words(
                line,
                (panel.right + 10.0, panel.top + 6.0 + 15.0 * n as f64),
                muted,
            );
        }
        let below = lines(format!("\u{2193} {} with {}", wording.less(), self.b));
        for (n, line) in below.iter().enumerate() {
            let y = panel.bottom - 6.0 - 15.0 * (below.len() - 1 - n) as f64;
            canvas.words(line, (panel.right + 10.0, y), muted);
        }
    }
}

fn entries() -> Vec<Entry> {
    let entry = |sign, label: &str| Entry {
        paint: Paint::Series(1),
        sign,
        label: label.into(),
    };
    vec![
        entry(Sign::Line(Marker::of(1)), "mean of all people"),
        entry(Sign::Band(0.4), "95 % interval of the mean"),
        entry(Sign::Band(0.1), "thin lines: single people"),
    ]
}

/// Nearly all people, the whole interval, and zero, with room for words at both ends.
fn vertical(pairs: &[Vec<f64>], means: &[Option<Mean>]) -> Scale {
    let all: Vec<f64> = pairs.iter().flatten().copied().collect();
    let edges = [0.005, 0.995].map(|q| quantile(&all, q).unwrap_or(0.0));
    let interval = means.iter().flatten().flat_map(|m| [m.low, m.high]);
    Scale::holding(edges.into_iter().chain(interval).chain([-5.0, 5.0]))
}

fn mean_and_interval(canvas: &Canvas<'_>, panel: &Panel, means: &[Option<Mean>], arm: usize) {
    let curve = |pick: fn(Mean) -> f64| -> Vec<f64> {
        means.iter().map(|m| m.map_or(f64::NAN, pick)).collect()
    };
    canvas.area(
        &panel.between(&curve(|m| m.low), &curve(|m| m.high)),
        Paint::Series(arm),
        0.4,
    );
    canvas.line(
        &panel.weekly(&curve(|m| m.mean)),
        Paint::Series(arm),
        style::STRONG_LINE,
        1.0,
    );
}

fn in_words(means: &[Option<Mean>], week: usize) -> String {
    let said = |at: usize| {
        means.get(at).copied().flatten().map(|m| {
            format!(
                "week {at}: mean {}, 95 % interval {} to {}",
                signed(m.mean, 1),
                signed(m.low, 1),
                signed(m.high, 1)
            )
        })
    };
    let mut weeks = vec![0, week, means.len().saturating_sub(1)];
    weeks.dedup();
    weeks
        .into_iter()
        .filter_map(said)
        .collect::<Vec<_>>()
        .join("; ")
}
