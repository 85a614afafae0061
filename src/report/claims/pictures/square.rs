//! Four arms and what they make of each other: two lines that would be parallel if two treatments only added up.
//!
//! Large under the account with the largest interaction, small under every one.

use super::course;
use super::square_small::{self, small};
use crate::inference::Question;
use crate::inference::claims::{AccountResult, ClaimResult, TestInfo, TestResult};
use crate::report::claims::words;
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Entry, Head, Legend, Sign, spread};
use crate::report::pictures::text::{self, number, signed};
use crate::report::style::{self, Paint};

/// Height of the large panel.
const LARGE: f64 = 230.0;
/// Paints of the line without the first thing and of the line with it.
pub(super) const WITHOUT: Paint = Paint::Series(6);
pub(super) const WITH: Paint = Paint::Series(0);

/// The four means under one account, and the number that they make.
pub(super) struct Square<'a> {
    pub account: &'a AccountResult,
    pub result: &'a TestResult,
    /// Means of none, a, b and both, each with half the width of its interval.
    pub arms: [(f64, f64); 4],
}

impl Square<'_> {
    /// Where both together would be if they only added up.
    pub fn sum(&self) -> f64 {
        let [none, a, b, _] = self.arms.map(|arm| arm.0);
        a + b - none
    }

    pub fn both(&self) -> f64 {
        self.arms[3].0
    }
}

/// Draws the square of a test of an interaction; none where no account has four arms.
pub fn draw(
    name: &str,
    claim: &ClaimResult,
    test: &TestInfo,
    question: &Question,
) -> Option<String> {
    let squares = squares(claim, test, question);
    let size = |square: &&Square<'_>| square.result.estimate.unwrap_or(0.0).abs();
    let shown = (squares.iter()).max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let title = title(question, &squares);
    let subtitle = format!(
        "Mean {} in week {}; bars are 95 % intervals. Large: “{}”, where the lines part most; below: every account",
        question.readout.replace('_', " "),
        question.week,
        text::name(&shown.account.title)
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(entries(test));
    let top = head.height() + legend.height() + 12.0;
    let y = vertical(&squares);
    let panel = Panel {
        left: 250.0,
        right: 470.0,
        top,
        bottom: top + LARGE,
        // Room between the numbers of the axis and what begins beside them.
        x: Scale::new(-0.12, 1.0),
        y,
    };
    let below = panel.bottom + 52.0;
    let sheet = Sheet {
        name,
        title: &title,
        description: &description(&squares, test, &subtitle),
        height: below + square_small::height(squares.len()),
    };
    Some(picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        panel.grid_across(canvas, &y.ticks(5));
        lines(canvas, &panel, shown, 5.5);
        labels(canvas, &panel, shown, test);
        for (place, square) in squares.iter().enumerate() {
            small(canvas, square, place, below, y, test);
        }
    }))
}

fn squares<'a>(claim: &'a ClaimResult, test: &TestInfo, question: &Question) -> Vec<Square<'a>> {
    let [none, a, b, both] = question.scenarios.as_slice() else {
        return Vec::new();
    };
    let of = |account: &'a AccountResult| {
        let mean =
            |scenario| course(account, scenario, &question.readout)?.at(question.week as usize);
        Some(Square {
            account,
            result: account.tests.iter().find(|result| result.test == test.id)?,
            arms: [mean(none)?, mean(a)?, mean(b)?, mean(both)?],
        })
    };
    claim.accounts.iter().filter_map(of).collect()
}

/// The two lines of a square, the dashed one of the sum, and the gap between them.
pub(super) fn lines(canvas: &Canvas<'_>, panel: &Panel, square: &Square<'_>, radius: f64) {
    let [none, a, b, both] = square.arms;
    let sum = square.sum();
    canvas.dashed(&[panel.at(0.0, a.0), panel.at(1.0, sum)], WITH, style::LINE);
    let (_, paint) = words::mark(square.result.verdict);
    let (from, to) = (panel.at(1.0, sum), panel.at(1.0, both.0));
    canvas.line(&[from, to], paint, 2.5 * style::STRONG_LINE, 0.45);
    for (start, end, paint, marker) in [
        (none, b, WITHOUT, Marker::Square),
        (a, both, WITH, Marker::Disc),
    ] {
        let ends = [panel.at(0.0, start.0), panel.at(1.0, end.0)];
        canvas.line(&ends, paint, style::STRONG_LINE, 1.0);
        for (x, (mean, half)) in [(0.0, start), (1.0, end)] {
            let bar = [panel.at(x, mean - half), panel.at(x, mean + half)];
            canvas.line(&bar, paint, style::LINE, 1.0);
            canvas.marker(panel.at(x, mean), marker, radius, paint, 1.0);
        }
    }
}

/// Titles and means beside the ends of the large lines, and the gap in words.
fn labels(canvas: &Canvas<'_>, panel: &Panel, square: &Square<'_>, test: &TestInfo) {
    let places = words::decimals(test);
    let title = |place: usize| test.titles.get(place).map_or("", String::as_str);
    let said = |place: usize| {
        let mean = number(square.arms[place].0, places);
        format!("{} {mean}", text::name(title(place)))
    };
    let ends = |wanted: &[f64]| spread(wanted, 30.0, panel.top, panel.bottom);
    let height = |value: f64| panel.at(0.0, value).1;
    let left = ends(&[height(square.arms[0].0), height(square.arms[1].0)]);
    for (place, y) in left.into_iter().enumerate() {
        let words = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::End);
        canvas.words(&said(place), (panel.left - 40.0, y), words);
    }
    let values = [square.arms[2].0, square.both(), square.sum()];
    let right = ends(&values.map(height));
    let texts = [
        (said(2), Paint::Ink),
        (said(3), Paint::Ink),
        (
            format!("if they only added up {}", number(square.sum(), places)),
            Paint::Muted,
        ),
    ];
    for ((text, paint), y) in texts.into_iter().zip(&right) {
        let words = Words::new(style::LABEL_SIZE, paint);
        canvas.words(&text, (panel.right + 16.0, *y), words);
    }
    if let Some(value) = square.result.estimate {
        let (_, paint) = words::mark(square.result.verdict);
        let words = Words::new(style::LABEL_SIZE, paint).bold();
        let text = format!("together beyond the sum: {}", signed(value, places));
        canvas.words(&text, (panel.right + 16.0, right[1] + 15.0), words);
    }
}

fn vertical(squares: &[Square<'_>]) -> Scale {
    let arms = squares.iter().flat_map(|square| square.arms);
    let ends = arms.flat_map(|(mean, half)| [mean - half, mean + half]);
    Scale::holding(ends.chain(squares.iter().map(Square::sum)))
}

fn entries(test: &TestInfo) -> Vec<Entry> {
    let title = |place: usize| test.titles.get(place).map_or("", String::as_str);
    let entry = |paint, sign, label: String| Entry { paint, sign, label };
    vec![
        entry(
            WITHOUT,
            Sign::Line(Marker::Square),
            format!("{} → {}", title(0), title(2)),
        ),
        entry(
            WITH,
            Sign::Line(Marker::Disc),
            format!("{} → {}", title(1), title(3)),
        ),
        entry(WITH, Sign::Dashes, "if the two only added up".to_owned()),
    ]
}

fn title(question: &Question, squares: &[Square<'_>]) -> String {
    let verdicts: Vec<_> = squares.iter().map(|square| square.result.verdict).collect();
    format!(
        "Week {}: more than the sum of the two? {}",
        question.week,
        words::capital(&words::tallied(&verdicts))
    )
}

fn description(squares: &[Square<'_>], test: &TestInfo, subtitle: &str) -> String {
    let places = words::decimals(test);
    let said = |square: &Square<'_>| {
        let [none, a, b, both] = square.arms.map(|arm| number(arm.0, places));
        format!(
            "{}: {none}, {a}, {b} and {both}, beyond the sum {}",
            square.account.title,
            words::numbers(test, square.result)
        )
    };
    let rows: Vec<String> = squares.iter().map(said).collect();
    format!(
        "{subtitle}. {}. {}.",
        test.titles.join(", "),
        rows.join("; ")
    )
}
