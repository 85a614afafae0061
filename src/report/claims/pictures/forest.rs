//! One test under every account: the number with its interval and Monte-Carlo error, where it would support the claim, and
//! what becomes of it without the couplings of the knock-out.

use crate::inference::claims::{AccountResult, ClaimResult, TestInfo, TestResult};
use crate::inference::{Expected, Verdict};
use crate::report::claims::words;
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Entry, Head, Legend, MARGIN, Sign};
use crate::report::pictures::text;
use crate::report::style::{self, Paint};

const ROW: f64 = 30.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 462.0;
const NUMBERS: f64 = 476.0;
const VERDICT: f64 = 628.0;
/// Opacity of the stretch in which a whole interval supports the claim.
const ZONE: f64 = 0.13;
/// How far below its row the number without the couplings stands.
const BELOW: f64 = 9.0;

/// A test under one account.
struct Row<'a> {
    title: &'a str,
    result: &'a TestResult,
    without: Option<&'a TestResult>,
}

/// Draws a test; none where no account was asked.
pub fn draw(name: &str, claim: &ClaimResult, test: &TestInfo) -> Option<String> {
    let rows = rows(claim, test);
    if rows.is_empty() {
        return None;
    }
    let verdicts: Vec<Verdict> = rows.iter().map(|row| row.result.verdict).collect();
    let title = format!(
        "{} {}",
        test.asks,
        words::capital(&words::tallied(&verdicts))
    );
    let subtitle = format!("{}, with its 95 % interval", words::asked(test));
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(entries(&rows));
    let top = head.height() + legend.height() + 26.0;
    let bottom = top + ROW * rows.len() as f64 + 4.0;
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom,
        x: horizontal(&rows, test.margin),
        y: Scale::new(0.0, 1.0),
    };
    let sheet = Sheet {
        name,
        title: &title,
        description: &description(&rows, test, &subtitle),
        height: bottom + 46.0,
    };
    Some(picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        zone(canvas, &panel, test);
        let ticks = panel.x.ticks(5);
        panel.grid_up(canvas, &ticks);
        let zero = panel.across(0.0);
        canvas.line(&[(zero, top), (zero, bottom)], Paint::Ink, style::LINE, 1.0);
        let muted = Words::new(style::TICK_SIZE, Paint::Muted);
        canvas.words("number (interval)", (NUMBERS, top - 12.0), muted);
        canvas.words("verdict", (VERDICT, top - 12.0), muted);
        for (place, row) in rows.iter().enumerate() {
            row.draw(canvas, &panel, test, top + ROW * (place as f64 + 0.5));
        }
        panel.floor(
            canvas,
            &ticks,
            &text::cut(
                &words::capital(&words::unit(test)),
                style::LABEL_SIZE,
                330.0,
            ),
        );
    }))
}

/// From the lowest number to the highest; accounts without a number come last.
fn rows<'a>(claim: &'a ClaimResult, test: &TestInfo) -> Vec<Row<'a>> {
    let of = |account: &'a AccountResult| {
        let own = |results: &'a [TestResult]| results.iter().find(|r| r.test == test.id);
        let result = own(&account.tests)?;
        let without = account.knock_out.as_ref().and_then(|k| own(&k.tests));
        (account.brain == test.brain).then_some(Row {
            title: &account.title,
            result,
            without,
        })
    };
    let mut rows: Vec<Row<'_>> = claim.accounts.iter().filter_map(of).collect();
    let number = |row: &Row<'_>| row.result.estimate.unwrap_or(f64::INFINITY);
    rows.sort_by(|a, b| number(a).total_cmp(&number(b)));
    rows
}

impl Row<'_> {
    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, test: &TestInfo, y: f64) {
        let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
        let lines = text::wrapped(self.title, style::LABEL_SIZE, LEFT - MARGIN - 10.0, 2);
        for (place, line) in lines.iter().enumerate() {
            let shift = 14.0 * (place as f64 - (lines.len() as f64 - 1.0) / 2.0);
            canvas.words(line, (MARGIN, y + shift), ink);
        }
        let (marker, paint) = words::mark(self.result.verdict);
        if let Some(without) = self.without {
            spread(
                canvas,
                panel,
                without,
                Paint::Muted,
                y + BELOW,
                style::THIN_LINE,
            );
            if let Some(value) = without.estimate {
                let at = (held(panel, value), y + BELOW);
                canvas.marker(at, Marker::Diamond, 3.5, Paint::Muted, 1.0);
            }
        }
        spread(canvas, panel, self.result, paint, y, style::LINE);
        if let Some(value) = self.result.estimate {
            canvas.marker((held(panel, value), y), marker, 5.5, paint, 1.0);
        }
        let numbers = words::numbers(test, self.result);
        let numbers = text::cut(&numbers, style::LABEL_SIZE, VERDICT - NUMBERS + 14.0);
        canvas.words(&numbers, (NUMBERS, y), ink);
        canvas.words(&self.result.verdict.to_string(), (VERDICT, y), ink);
    }
}

/// The interval as a line, and the Monte-Carlo error as a thicker one.
fn spread(
    canvas: &Canvas<'_>,
    panel: &Panel,
    result: &TestResult,
    paint: Paint,
    y: f64,
    width: f64,
) {
    if let (Some(low), Some(high)) = (result.low, result.high) {
        let (low, high) = (held(panel, low), held(panel, high));
        canvas.line(&[(low, y), (high, y)], paint, width, 1.0);
        for x in [low, high] {
            canvas.line(&[(x, y - 3.5), (x, y + 3.5)], paint, width, 1.0);
        }
    }
    if let (Some(value), Some(error)) = (result.estimate, result.monte_carlo_error) {
        let ends = [value - error, value + error].map(|x| (held(panel, x), y));
        canvas.line(&ends, paint, 3.0 * width, 1.0);
    }
}

fn held(panel: &Panel, value: f64) -> f64 {
    panel.across(value.clamp(panel.x.low, panel.x.high))
}

/// Shades where an interval supports the claim, and says so above.
fn zone(canvas: &Canvas<'_>, panel: &Panel, test: &TestInfo) {
    let (low, high) = match test.predicts {
        Expected::Lower => (panel.x.low, -test.margin),
        Expected::Higher => (test.margin, panel.x.high),
        Expected::NoDifference => (-test.margin, test.margin),
    };
    let (left, right) = (held(panel, low), held(panel, high));
    let (_, paint) = words::mark(Verdict::Supported);
    canvas.rectangle([left, panel.top, right, panel.bottom], paint, ZONE);
    for edge in [low, high] {
        if edge > panel.x.low && edge < panel.x.high {
            let x = panel.across(edge);
            canvas.dashed(&[(x, panel.top), (x, panel.bottom)], paint, style::LINE);
        }
    }
    let label = "supported if wholly here";
    let wide = text::width(label, style::TICK_SIZE);
    let middle = ((left + right) / 2.0).clamp(LEFT + wide / 2.0 - 20.0, RIGHT - wide / 2.0);
    let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::Middle);
    canvas.words(label, (middle, panel.top - 12.0), words);
}

fn horizontal(rows: &[Row<'_>], margin: f64) -> Scale {
    let all = rows.iter().map(|row| row.result);
    let all = all.chain(rows.iter().filter_map(|row| row.without));
    let ends = all.flat_map(|result| [result.low, result.estimate, result.high]);
    Scale::holding(ends.flatten().chain([-1.5 * margin, 1.5 * margin]))
}

fn entries(rows: &[Row<'_>]) -> Vec<Entry> {
    let entry = |verdict: Verdict| {
        let (marker, paint) = words::mark(verdict);
        Entry {
            paint,
            sign: Sign::Point(marker),
            label: verdict.to_string(),
        }
    };
    let mut entries: Vec<Entry> = words::VERDICTS.map(entry).to_vec();
    entries.push(Entry {
        paint: Paint::Muted,
        sign: Sign::Band(0.6),
        label: "thick: Monte-Carlo error".to_owned(),
    });
    if rows.iter().any(|row| row.without.is_some()) {
        entries.push(Entry {
            paint: Paint::Muted,
            sign: Sign::Point(Marker::Diamond),
            label: "couplings knocked out".to_owned(),
        });
    }
    entries
}

fn description(rows: &[Row<'_>], test: &TestInfo, subtitle: &str) -> String {
    let said = |row: &Row<'_>| {
        let without = row.without.map_or_else(String::new, |without| {
            format!(", {} without the couplings", words::numbers(test, without))
        });
        format!(
            "{}: {}{without}: {}",
            row.title,
            words::numbers(test, row.result),
            row.result.verdict
        )
    };
    let rows: Vec<String> = rows.iter().map(said).collect();
    format!("{subtitle}. {} {}.", words::expected(test), rows.join("; "))
}
