//! A naive look at one arm beside the truth: the change from before to after, taken apart into what it is made of.

use super::{course, questions};
use crate::inference::claims::{AccountResult, ClaimResult, TestInfo};
use crate::inference::{Estimand, Question};
use crate::report::claims::words;
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{Entry, Head, Legend, MARGIN, Sign};
use crate::report::pictures::text::{self, signed};
use crate::report::style::{self, Paint};

const LEFT: f64 = 236.0;
const RIGHT: f64 = 620.0;
/// Height of a part of the large bar, and of an account below.
const PART: f64 = 31.0;
const ROW: f64 = 25.0;
/// What it looks like, what is not the treatment, and what the treatment does.
const NAIVE: Paint = Paint::Series(1);
const OTHER: Paint = Paint::Series(6);
const TRUE: Paint = Paint::Series(0);

/// Tests that look at the same treated arm, each against another one.
pub struct Treated<'a> {
    tests: Vec<(&'a TestInfo, &'a Question)>,
}

/// Naive looks of a claim, by the arm that is looked at.
pub fn treated(claim: &ClaimResult) -> Vec<Treated<'_>> {
    let mut found: Vec<Treated<'_>> = Vec::new();
    for (test, question) in questions(claim) {
        if question.estimand != Estimand::BeforeAfterGap {
            continue;
        }
        let same = |known: &&mut Treated<'_>| {
            let (_, first) = known.tests[0];
            first.scenarios.last() == question.scenarios.last() && first.week == question.week
        };
        match found.iter_mut().find(same) {
            Some(known) => known.tests.push((test, question)),
            None => found.push(Treated {
                tests: vec![(test, question)],
            }),
        }
    }
    found
}

/// What one account makes of it: changes since selection, each after one more part.
struct Split<'a> {
    title: &'a str,
    /// Selection and noise, time, each further arm, the treatment itself.
    parts: Vec<f64>,
}

impl Split<'_> {
    fn naive(&self) -> f64 {
        self.parts.iter().sum()
    }

    fn itself(&self) -> f64 {
        self.parts.last().copied().unwrap_or(0.0)
    }
}

/// Draws it; none where an arm is missing under every account.
pub fn draw(name: &str, claim: &ClaimResult, treated: Treated<'_>) -> Option<String> {
    let of = |account| split(account, &treated.tests);
    let splits: Vec<Split<'_>> = claim.accounts.iter().filter_map(of).collect();
    let shown = splits
        .iter()
        .min_by(|a, b| a.itself().total_cmp(&b.itself()))?;
    let (test, question) = treated.tests.first()?;
    let what = test.titles.last().map_or("", String::as_str);
    let title = format!(
        "Before and after “{}”: {} points. The treatment itself: {}, at most",
        text::name(what),
        signed(shown.naive(), 0),
        signed(shown.itself(), 0)
    );
    let subtitle = format!(
        "Mean change of {} from selection to week {}, in points. Above: “{}”, the account that is kindest to the treatment",
        question.readout.replace('_', " "),
        question.week,
        text::name(shown.title)
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(vec![
        entry(
            NAIVE,
            Sign::Point(Marker::Ring),
            "before and after, as a clinic sees it",
        ),
        entry(OTHER, Sign::Band(0.75), "not the treatment"),
        entry(
            TRUE,
            Sign::Point(Marker::Disc),
            "what the treatment itself does",
        ),
    ]);
    let labels = labels(&treated.tests);
    let top = head.height() + legend.height() + 10.0;
    let below = top + PART * (labels.len() + 1) as f64 + 40.0;
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: below + ROW * splits.len() as f64,
        x: horizontal(&splits),
        y: Scale::new(0.0, 1.0),
    };
    let sheet = Sheet {
        name,
        title: &title,
        description: &description(&splits, &labels, &subtitle),
        height: panel.bottom + 46.0,
    };
    Some(picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        let ticks = panel.x.ticks(6);
        panel.grid_up(canvas, &ticks);
        let zero = panel.across(0.0);
        canvas.line(
            &[(zero, top), (zero, panel.bottom)],
            Paint::Ink,
            style::LINE,
            1.0,
        );
        large(canvas, &panel, shown, &labels);
        canvas.words(
            "Every account: what it looks like, and what the treatment itself does",
            (MARGIN, below - 16.0),
            Words::new(style::LABEL_SIZE, Paint::Ink).bold(),
        );
        for (place, split) in splits.iter().enumerate() {
            small(canvas, &panel, split, below + ROW * (place as f64 + 0.5));
        }
        panel.floor(canvas, &ticks, "Change since selection (points)");
    }))
}

fn entry(paint: Paint, sign: Sign, label: &str) -> Entry {
    Entry {
        paint,
        sign,
        label: label.to_owned(),
    }
}

/// Each arm against the one before it: from the first that is left alone to the one that is looked at.
fn split<'a>(account: &'a AccountResult, tests: &[(&TestInfo, &Question)]) -> Option<Split<'a>> {
    let (first, question) = tests.first()?;
    let mean = |scenario: &String, week| {
        let course = course(account, scenario, &question.readout)?;
        course.at(week as usize).map(|(mean, _)| mean)
    };
    let result = account
        .tests
        .iter()
        .find(|result| result.test == first.id)?;
    let week = question.week;
    let untreated = question.scenarios.first()?;
    let looked_at = question.scenarios.last()?;
    // The gap is the naive change less the true effect.
    let naive = result.estimate? + mean(looked_at, week)? - mean(untreated, week)?;
    let mut levels = vec![mean(untreated, 0)?];
    for (_, question) in tests {
        levels.push(mean(question.scenarios.first()?, week)?);
    }
    levels.push(mean(looked_at, week)?);
    let mut parts: Vec<f64> = levels.windows(2).map(|pair| pair[1] - pair[0]).collect();
    parts.insert(0, naive - parts.iter().sum::<f64>());
    Some(Split {
        title: &account.title,
        parts,
    })
}

/// What the parts are.
fn labels(tests: &[(&TestInfo, &Question)]) -> Vec<String> {
    let title = |test: &TestInfo, place: usize| {
        let title = test.titles.get(place).map_or("", String::as_str);
        format!("“{}”", text::name(title))
    };
    let mut labels = vec!["seen on a bad day, and rated with noise".to_owned()];
    let mut before = None;
    for (test, _) in tests {
        let own = title(test, 0);
        labels.push(match before {
            None => format!("time alone, as in {own}"),
            Some(_) => format!("what {own} adds to it"),
        });
        before = Some(own);
    }
    if let Some((test, _)) = tests.first() {
        labels.push(format!("the treatment itself: {}", title(test, 1)));
    }
    labels
}

/// The naive bar, and below it what it is made of, each part beginning where the one above ends.
fn large(canvas: &Canvas<'_>, panel: &Panel, split: &Split<'_>, labels: &[String]) {
    let bar = |from: f64, to: f64, row: usize, paint: Paint, label: &str, bold: bool| {
        let y = panel.top + PART * (row as f64 + 0.5);
        let (a, b) = (panel.across(from), panel.across(to));
        canvas.rectangle([a.min(b), y - 9.0, a.max(b), y + 9.0], paint, 0.8);
        let mut words = Words::new(style::LABEL_SIZE, Paint::Ink);
        if bold {
            words = words.bold();
        }
        let size = style::LABEL_SIZE * if bold { text::BOLD } else { 1.0 };
        let lines = text::wrapped(label, size, LEFT - MARGIN - 12.0, 2);
        for (place, line) in lines.iter().enumerate() {
            let shift = 14.0 * (place as f64 - (lines.len() as f64 - 1.0) / 2.0);
            canvas.words(line, (MARGIN, y + shift), words);
        }
        canvas.words(&signed(to - from, 1), (RIGHT + 12.0, y), words);
        y
    };
    bar(
        0.0,
        split.naive(),
        0,
        NAIVE,
        "what before and after show",
        true,
    );
    let mut from = 0.0;
    for (row, (part, label)) in split.parts.iter().zip(labels).enumerate() {
        let is_itself = row + 1 == split.parts.len();
        let paint = if is_itself { TRUE } else { OTHER };
        let y = bar(from, from + part, row + 1, paint, label, is_itself);
        from += part;
        let x = panel.across(from);
        let down = if is_itself { 0.0 } else { PART };
        canvas.line(
            &[(x, y), (x, y + down)],
            Paint::Muted,
            style::THIN_LINE,
            1.0,
        );
    }
}

/// An account: a ring where it seems to be, a disc where the treatment itself is, and the mistake between them.
fn small(canvas: &Canvas<'_>, panel: &Panel, split: &Split<'_>, y: f64) {
    let [naive, itself] = [split.naive(), split.itself()].map(|value| panel.across(value));
    canvas.line(&[(naive, y), (itself, y)], OTHER, style::STRONG_LINE, 0.5);
    canvas.marker((naive, y), Marker::Ring, 5.0, NAIVE, 1.0);
    canvas.marker((itself, y), Marker::Disc, 5.0, TRUE, 1.0);
    let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
    let title = text::cut(split.title, style::LABEL_SIZE, LEFT - MARGIN - 12.0);
    canvas.words(&title, (MARGIN, y), ink);
    let said = format!(
        "{} → {}",
        signed(split.naive(), 1),
        signed(split.itself(), 1)
    );
    canvas.words(&said, (style::WIDTH - 8.0, y), ink.align(Align::End));
}

fn horizontal(splits: &[Split<'_>]) -> Scale {
    let ends = splits.iter().flat_map(|split| {
        let steps = split.parts.iter().scan(0.0, |at, part| {
            *at += part;
            Some(*at)
        });
        steps.chain([split.naive(), split.itself()])
    });
    Scale::holding(ends.chain([0.0]))
}

fn description(splits: &[Split<'_>], labels: &[String], subtitle: &str) -> String {
    let said = |split: &Split<'_>| {
        let parts = split.parts.iter().zip(labels);
        let parts: Vec<String> = parts
            .map(|(part, label)| format!("{label} {}", signed(*part, 1)))
            .collect();
        format!(
            "{}: {} in all, of which {}",
            split.title,
            signed(split.naive(), 1),
            text::listed(&parts)
        )
    };
    let rows: Vec<String> = splits.iter().map(said).collect();
    format!("{subtitle}. {}.", words::capital(&rows.join("; ")))
}
