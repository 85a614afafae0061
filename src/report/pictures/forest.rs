//! One row per variant: the mean paired difference with its interval, what is too small to matter, and the verdict.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::data::{ContrastRow, Verdict};
use super::layout::{Entry, Head, Legend, MARGIN, Sign};
use super::text::{self, number, signed};
use crate::report::judged;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

const ROW: f64 = 30.0;
const HEADING: f64 = 30.0;
/// Where the plot begins and ends, and where the columns of words at its right begin.
const LEFT: f64 = 200.0;
const RIGHT: f64 = 478.0;
const NUMBERS: f64 = 492.0;
const WORDS: f64 = 628.0;

/// How a verdict looks: never by colour alone.
fn sign(verdict: Verdict) -> (Marker, Paint) {
    match verdict {
        Verdict::Supported => (Marker::Disc, Paint::Series(2)),
        Verdict::Opposed => (Marker::Square, Paint::Series(3)),
        Verdict::CannotTell => (Marker::Ring, Paint::Series(6)),
    }
}

/// Rows of one pair of scenarios, from the largest gain to the largest loss.
struct Group<'a> {
    pair: (usize, usize),
    a: &'a str,
    b: &'a str,
    rows: Vec<&'a ContrastRow>,
}

/// Draws contrasts (scenario B minus scenario A); differences below `smallest` points are shaded as too small to matter.
pub fn draw(contrasts: &[ContrastRow], smallest: f64, wording: &Wording) -> String {
    let groups = groups(contrasts);
    let title = title(contrasts, &groups, wording);
    let subtitle = format!(
        "Mean difference of {} (points) between the same people in both scenarios, 95 % interval; shaded: less than {} points",
        wording.measure(),
        number(smallest, 0)
    );
    let head = Head::new(&title, &subtitle);
    let entry = |verdict: Verdict| {
        let (marker, paint) = sign(verdict);
        Entry {
            paint,
            sign: Sign::Point(marker),
            label: verdict.words().into(),
        }
    };
    let legend = Legend::new(
        [Verdict::Supported, Verdict::Opposed, Verdict::CannotTell]
            .map(entry)
            .to_vec(),
    );
    let top = head.height() + legend.height() + 4.0;
    let body: f64 = groups
        .iter()
        .map(|g| HEADING + ROW * g.rows.len() as f64)
        .sum();
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: top + body.max(ROW) + 4.0,
        x: horizontal(contrasts, smallest),
        y: Scale {
            low: 0.0,
            high: 1.0,
        },
    };
    let description = description(contrasts, &subtitle);
    let height = panel.bottom + 62.0;
    picture(
        Sheet {
            name: "forest",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            if smallest.is_finite() && smallest > 0.0 {
                let edge = |v: f64| panel.across(v.clamp(panel.x.low, panel.x.high));
                canvas.rectangle(
                    [edge(-smallest), top, edge(smallest), panel.bottom],
                    Paint::Shade,
                    1.0,
                );
            }
            let ticks = panel.x.ticks(6);
            panel.grid_up(canvas, &ticks);
            let zero = panel.across(0.0);
            canvas.line(
                &[(zero, top), (zero, panel.bottom)],
                Paint::Ink,
                style::LINE,
                1.0,
            );
            let mut y = top;
            for group in &groups {
                group.draw(canvas, &panel, y);
                y += HEADING + ROW * group.rows.len() as f64;
            }
            panel.floor(canvas, &ticks, "Difference (points)");
            let muted = Words::new(style::TICK_SIZE, Paint::Muted);
            let second = match groups.as_slice() {
                [one] => one.b,
                _ => "the first named",
            };
            let less = text::cut(
                &format!("\u{2190} {} with {second}", wording.less()),
                style::TICK_SIZE,
                zero - 8.0 - MARGIN,
            );
            let more = format!("{} with {second} \u{2192}", wording.more());
            let more = text::cut(&more, style::TICK_SIZE, style::WIDTH - zero - 8.0 - MARGIN);
            canvas.words(
                &less,
                (zero - 8.0, panel.bottom + 50.0),
                muted.align(Align::End),
            );
            canvas.words(&more, (zero + 8.0, panel.bottom + 50.0), muted);
        },
    )
}

fn groups(contrasts: &[ContrastRow]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for row in contrasts {
        match groups.iter_mut().find(|g| g.pair == row.pair) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                pair: row.pair,
                a: &row.scenario_a,
                b: &row.scenario_b,
                rows: vec![row],
            }),
        }
    }
    for group in &mut groups {
        group.rows.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    }
    groups
}

impl Group<'_> {
    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, top: f64) {
        let middle = top + HEADING / 2.0;
        let bold = Words::new(style::LABEL_SIZE, Paint::Ink).bold();
        let heading = format!("{} minus {}", text::name(self.b), text::name(self.a));
        canvas.rectangle(
            [
                MARGIN,
                top - 1.0,
                style::WIDTH - MARGIN,
                top + HEADING - 3.0,
            ],
            Paint::Ground,
            1.0,
        );
        let heading = text::cut(
            &heading,
            style::LABEL_SIZE * text::BOLD,
            NUMBERS - MARGIN - 10.0,
        );
        canvas.words(&heading, (MARGIN, middle), bold);
        let muted = Words::new(style::TICK_SIZE, Paint::Muted);
        canvas.words("mean (interval)", (NUMBERS, middle), muted);
        canvas.words("verdict", (WORDS, middle), muted);
        for (n, row) in self.rows.iter().enumerate() {
            self.row(canvas, panel, row, top + HEADING + ROW * (n as f64 + 0.5));
        }
    }

    fn row(&self, canvas: &Canvas<'_>, panel: &Panel, row: &ContrastRow, y: f64) {
        let (marker, paint) = sign(row.verdict);
        let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
        let name = text::wrapped(
            &row.variant_title,
            style::LABEL_SIZE,
            LEFT - MARGIN - 10.0,
            2,
        );
        for (n, line) in name.iter().enumerate() {
            let shift = 14.0 * (n as f64 - (name.len() as f64 - 1.0) / 2.0);
            canvas.words(line, (MARGIN, y + shift), ink);
        }
        let held = |v: f64| panel.across(v.clamp(panel.x.low, panel.x.high));
        canvas.line(
            &[(held(row.low), y), (held(row.high), y)],
            paint,
            style::STRONG_LINE,
            1.0,
        );
        for end in [row.low, row.high] {
            let x = held(end);
            canvas.line(&[(x, y - 4.0), (x, y + 4.0)], paint, style::LINE, 1.0);
        }
        canvas.marker((held(row.mean), y), marker, 5.5, paint, 1.0);
        let numbers = format!(
            "{} ({} to {})",
            signed(row.mean, 1),
            signed(row.low, 1),
            signed(row.high, 1)
        );
        canvas.words(
            &text::cut(&numbers, style::LABEL_SIZE, WORDS - NUMBERS + 8.0),
            (NUMBERS, y),
            ink,
        );
        canvas.words(row.words(), (WORDS, y), ink);
    }
}

fn horizontal(contrasts: &[ContrastRow], smallest: f64) -> Scale {
    let ends = contrasts
        .iter()
        .flat_map(|row| [row.low, row.mean, row.high]);
    let matters = if smallest.is_finite() {
        smallest.abs()
    } else {
        1.0
    };
    Scale::holding(ends.chain([-1.2 * matters.max(1.0), 1.2 * matters.max(1.0)]))
}

fn title(contrasts: &[ContrastRow], groups: &[Group<'_>], wording: &Wording) -> String {
    let count = |verdict| {
        contrasts
            .iter()
            .filter(|row| row.verdict == verdict && row.not_before.is_none())
            .count()
    };
    let (yes, no, open) = (
        count(Verdict::Supported),
        count(Verdict::Opposed),
        count(Verdict::CannotTell),
    );
    let silent = contrasts.iter().filter_map(|row| row.not_before);
    if let Some(week) = silent.clone().min()
        && silent.count() == contrasts.len()
    {
        return format!("Nothing to judge yet: {}", judged::not_before(week));
    }
    match groups {
        [] => "Nothing to compare: one scenario only".into(),
        [one] => format!(
            "Is {} better than {}? Supported under {yes} of {} variants, opposed under {no}, cannot tell under {open}",
            text::name(one.b),
            text::name(one.a),
            contrasts.len()
        ),
        _ => format!(
            "{}? Of {} comparisons {yes} are supported, {no} opposed, {open} cannot tell",
            wording.asks(),
            contrasts.len()
        ),
    }
}

fn description(contrasts: &[ContrastRow], subtitle: &str) -> String {
    let row = |row: &ContrastRow| {
        format!(
            "{}, {} minus {}: {} points, interval {} to {}, {} people: {}",
            row.variant_title,
            row.scenario_b,
            row.scenario_a,
            signed(row.mean, 1),
            signed(row.low, 1),
            signed(row.high, 1),
            row.n,
            row.words()
        )
    };
    format!(
        "{subtitle}. {}.",
        contrasts.iter().map(row).collect::<Vec<_>>().join("; ")
    )
}
