//! One row per variant: the mean paired difference with its interval, what is too small to count, and the word for it.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::data::ContrastRow;
use super::layout::{Entry, Head, Legend, MARGIN, Sign};
use super::text::{self, signed};
use crate::inference::words::Side;
use crate::inference::{Sides, Word};
use crate::report::said;
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

const ROW: f64 = 30.0;
const HEADING: f64 = 30.0;
/// Where the plot begins and ends, and where the columns of words at its right begin.
const LEFT: f64 = 200.0;
const RIGHT: f64 = 432.0;
const NUMBERS: f64 = 444.0;
const WORDS: f64 = 596.0;

/// How a word looks: never by colour alone.
fn sign(word: Word) -> (Marker, Paint) {
    match (word.side(), word) {
        (Some(Side::Better), _) => (Marker::Disc, Paint::Series(2)),
        (Some(Side::Worse), _) => (Marker::Square, Paint::Series(3)),
        (None, Word::NoDifference) => (Marker::Diamond, Paint::Series(6)),
        (None, _) => (Marker::Ring, Paint::Series(6)),
    }
}

/// Rows of one pair of scenarios, from the largest gain to the largest loss.
struct Group<'a> {
    pair: (usize, usize),
    a: &'a str,
    b: &'a str,
    rows: Vec<&'a ContrastRow>,
}

/// Draws contrasts (scenario B minus scenario A); differences below `smallest` points are shaded as too small to count.
pub fn draw(contrasts: &[ContrastRow], smallest: f64, wording: &Wording) -> String {
    let groups = groups(contrasts);
    let sides = wording.sides();
    let title = title(contrasts, &groups, smallest, wording);
    let shaded = if smallest > 0.0 {
        format!("; shaded: less than the {smallest} points that count")
    } else {
        String::new()
    };
    let subtitle = format!(
        "Mean difference of {} (points) between the same people in both scenarios, 95 % interval{shaded}",
        wording.measure(),
    );
    let head = Head::new(&title, &subtitle);
    let entry = |word: Word| {
        let (marker, paint) = sign(word);
        Entry {
            paint,
            sign: Sign::Point(marker),
            label: word.label(sides),
        }
    };
    let said = |word: &Word| contrasts.iter().any(|row| row.word == *word);
    let legend = Legend::new(Word::ALL.into_iter().filter(said).map(entry).collect());
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
    let description = description(contrasts, &subtitle, sides);
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
                group.draw(canvas, &panel, y, sides);
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
    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, top: f64, sides: Sides) {
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
        canvas.words("in words", (WORDS, middle), muted);
        for (n, row) in self.rows.iter().enumerate() {
            let middle = top + HEADING + ROW * (n as f64 + 0.5);
            self.row(canvas, panel, row, middle, sides);
        }
    }

    fn row(&self, canvas: &Canvas<'_>, panel: &Panel, row: &ContrastRow, y: f64, sides: Sides) {
        let (marker, paint) = sign(row.word);
        let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
        let name = text::wrapped(
            &row.variant_title,
            style::LABEL_SIZE,
            LEFT - MARGIN - 10.0,
            2,
        );
        let lines = |lines: &[String], x: f64| {
            for (n, line) in lines.iter().enumerate() {
                let shift = 14.0 * (n as f64 - (lines.len() as f64 - 1.0) / 2.0);
                canvas.words(line, (x, y + shift), ink);
            }
        };
        lines(&name, MARGIN);
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
        let room = style::WIDTH - MARGIN - WORDS;
        let word = row.word.label(sides);
        lines(&text::wrapped(&word, style::LABEL_SIZE, room, 2), WORDS);
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

fn title(
    contrasts: &[ContrastRow],
    groups: &[Group<'_>],
    smallest: f64,
    wording: &Wording,
) -> String {
    let words: Vec<Word> = contrasts.iter().map(|row| row.word).collect();
    let tally = said::tally(&words, wording.sides());
    let counts = if smallest > 0.0 {
        format!("{smallest} points count")
    } else {
        "any difference counts".to_owned()
    };
    match groups {
        [] => "Nothing to compare: one scenario only".into(),
        [one] => format!(
            "{} against {}, where {counts}: {tally}",
            text::name(one.b),
            text::name(one.a),
        ),
        _ => format!(
            "{}, where {counts}? {}",
            wording.asks(),
            tally.replace("variants", "comparisons")
        ),
    }
}

fn description(contrasts: &[ContrastRow], subtitle: &str, sides: Sides) -> String {
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
            row.word.label(sides)
        )
    };
    format!(
        "{subtitle}. {}.",
        contrasts.iter().map(row).collect::<Vec<_>>().join("; ")
    )
}
