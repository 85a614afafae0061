//! A readout week by week in the scenarios of a claim, under one account: where they part, and when a test looks.

use super::questions;
use crate::inference::claims::{AccountResult, ClaimResult};
use crate::inference::courses::Course;
use crate::report::claims::words;
use crate::report::pictures::axis::{Panel, Scale, decimals};
use crate::report::pictures::canvas::{Canvas, Marker, Sheet, picture};
use crate::report::pictures::layout::{
    EndLabel, Entry, Head, LABEL_ROOM, Legend, Sign, end_labels, weekly_label,
};
use crate::report::pictures::text::{self, number};
use crate::report::style::{self, Paint};

/// Share of the whole range by which scenarios must differ to be seen apart.
const APART: f64 = 0.02;
/// Weeks that are shown before they part and after they have met again.
const AROUND: usize = 4;
/// Fewer weeks than this are not worth leaving out.
const WORTH_LEAVING_OUT: usize = 8;

/// Brains and readouts of the tests, each once, in the order of first use.
pub fn readouts(claim: &ClaimResult) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (test, question) in questions(claim) {
        let pair = (
            test.brain.as_deref().unwrap_or(""),
            question.readout.as_str(),
        );
        if !found.contains(&pair) {
            found.push(pair);
        }
    }
    found
}

/// Draws a readout under the account that answers the first test about it with the largest number; none without courses.
pub fn draw(name: &str, claim: &ClaimResult, brain: &str, readout: &str) -> Option<String> {
    let account = shown(claim, brain, readout)?;
    let courses: Vec<&Course> = account
        .courses
        .iter()
        .filter(|c| c.readout == readout)
        .collect();
    let first = courses.first()?;
    let (from, to) = window(&courses);
    let title = title(&courses, from);
    let subtitle = format!(
        "{}, mean over virtual people, under “{}”",
        text::name(&words::capital(&first.readout_title)),
        text::name(&account.title)
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(entries(&courses));
    let top = head.height() + legend.height() + 8.0;
    let panel = Panel {
        left: 66.0,
        right: style::WIDTH - LABEL_ROOM,
        top,
        bottom: top + 270.0,
        x: Scale::new(from as f64, to as f64),
        y: vertical(&courses, from, to),
    };
    let sheet = Sheet {
        name,
        title: &title,
        description: &description(&courses, &subtitle),
        height: panel.bottom + 46.0,
    };
    let weeks = asked_weeks(claim, brain, readout);
    Some(picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        panel.grid_across(canvas, &panel.y.ticks(5));
        panel.side(
            canvas,
            &text::cut(
                &words::capital(&first.readout_title),
                style::LABEL_SIZE,
                250.0,
            ),
        );
        panel.floor(canvas, &panel.x.weeks(10), "Weeks since treatment began");
        for week in weeks
            .iter()
            .filter(|&&week| (from..=to).contains(&(week as usize)))
        {
            let x = panel.across(f64::from(*week));
            canvas.dashed(
                &[(x, panel.top), (x, panel.bottom)],
                Paint::Muted,
                style::THIN_LINE,
            );
        }
        for (place, course) in courses.iter().enumerate() {
            line(canvas, &panel, course, place, from, to);
        }
        let labels: Vec<EndLabel> = (courses.iter().enumerate())
            .filter_map(|(place, course)| label(&panel, course, place, to))
            .collect();
        end_labels(canvas, &panel, &labels);
    }))
}

fn shown<'a>(claim: &'a ClaimResult, brain: &str, readout: &str) -> Option<&'a AccountResult> {
    let mut tests = questions(claim);
    let about = |brain_of: &Option<String>| brain_of.as_deref() == Some(brain);
    let (test, _) = tests.find(|(test, q)| q.readout == readout && about(&test.brain))?;
    let size = |account: &&AccountResult| {
        let result = account.tests.iter().find(|result| result.test == test.id);
        result.and_then(|r| r.estimate).map_or(-1.0, f64::abs)
    };
    let accounts = claim.accounts.iter().filter(|account| {
        about(&account.brain) && account.courses.iter().any(|c| c.readout == readout)
    });
    accounts.max_by(|a, b| size(a).total_cmp(&size(b)))
}

fn asked_weeks(claim: &ClaimResult, brain: &str, readout: &str) -> Vec<u32> {
    let own = questions(claim)
        .filter(|(test, q)| q.readout == readout && test.brain.as_deref() == Some(brain));
    let mut weeks: Vec<u32> = own.map(|(_, question)| question.week).collect();
    weeks.sort_unstable();
    weeks.dedup();
    weeks
}

/// First and last week to show: all of them, unless the scenarios are alike for long before they part or after they meet.
fn window(courses: &[&Course]) -> (usize, usize) {
    let last = courses
        .iter()
        .map(|c| c.mean.len())
        .max()
        .unwrap_or(0)
        .saturating_sub(1);
    let extent = |values: &mut dyn Iterator<Item = f32>| {
        let start = (f32::INFINITY, f32::NEG_INFINITY);
        let (low, high) = values.fold(start, |(low, high), v| (low.min(v), high.max(v)));
        f64::from(high - low)
    };
    let whole = extent(&mut courses.iter().flat_map(|c| c.mean.iter().copied()));
    let apart = |week: &usize| {
        let own = extent(&mut courses.iter().filter_map(|c| c.mean.get(*week).copied()));
        own > APART * whole
    };
    let from = (0..=last)
        .find(apart)
        .map_or(0, |week| week.saturating_sub(AROUND));
    let to = (0..=last)
        .rev()
        .find(apart)
        .map_or(last, |week| (week + AROUND).min(last));
    (
        if from < WORTH_LEAVING_OUT { 0 } else { from },
        if last - to < WORTH_LEAVING_OUT {
            last
        } else {
            to.max(1)
        },
    )
}

fn line(canvas: &Canvas<'_>, panel: &Panel, course: &Course, place: usize, from: usize, to: usize) {
    let within = |edge: f64| -> Vec<f64> {
        let weeks = 0..course.mean.len();
        let shown = |week| course.at(week).filter(|_| (from..=to).contains(&week));
        weeks
            .map(|week| shown(week).map_or(f64::NAN, |(mean, half)| mean + edge * half))
            .collect()
    };
    let paint = Paint::Series(place);
    canvas.area(
        &panel.between(&within(-1.0), &within(1.0)),
        paint,
        style::NARROW_BAND,
    );
    canvas.line(&panel.weekly(&within(0.0)), paint, style::STRONG_LINE, 1.0);
}

/// Where a line ends, or its height at the end of what is shown.
fn label(panel: &Panel, course: &Course, place: usize, to: usize) -> Option<EndLabel> {
    let week = to.min(course.mean.len().checked_sub(1)?);
    let value = f64::from(course.mean[week]);
    let label = format!("{} {}", number(value, places(panel)), course.title);
    let label = weekly_label(panel, place, week, value, label);
    // A line that ends before the first week that is shown has no end here.
    (label.x >= panel.left).then_some(label)
}

fn places(panel: &Panel) -> usize {
    decimals(&panel.y.ticks(5)) + 1
}

fn vertical(courses: &[&Course], from: usize, to: usize) -> Scale {
    let points = courses
        .iter()
        .flat_map(|course| (from..=to).filter_map(|week| course.at(week)));
    let ends = points.flat_map(|(mean, half)| [mean - half, mean + half]);
    Scale::holding(ends)
}

fn entries(courses: &[&Course]) -> Vec<Entry> {
    let entry = |(place, course): (usize, &&Course)| Entry {
        paint: Paint::Series(place),
        sign: Sign::Line(Marker::of(place)),
        label: match highest(course) {
            Some((week, value)) if courses.len() <= 4 => {
                format!(
                    "{}: highest {} in week {week}",
                    text::cut(&course.title, 1.0, 20.0),
                    number(value, 2)
                )
            }
            _ => course.title.clone(),
        },
    };
    courses.iter().enumerate().map(entry).collect()
}

/// Week and height of the highest mean.
fn highest(course: &Course) -> Option<(usize, f64)> {
    let means = course.mean.iter().enumerate();
    let (week, value) = means.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    Some((week, f64::from(*value)))
}

fn title(courses: &[&Course], from: usize) -> String {
    let readout = courses
        .first()
        .map_or("", |course| course.readout_title.as_str());
    let what = text::name(&words::capital(readout));
    match courses {
        [only] => format!("{what} week by week in “{}”", text::name(&only.title)),
        _ if from > 0 => format!("{what} week by week, from shortly before the scenarios part"),
        _ => format!("{what} week by week in {} scenarios", courses.len()),
    }
}

fn description(courses: &[&Course], subtitle: &str) -> String {
    let said = |course: &&Course| {
        let ends = [course.mean.first(), course.mean.last()];
        let [first, last] = ends.map(|v| number(v.map_or(f64::NAN, |v| f64::from(*v)), 2));
        let top = highest(course).map_or_else(String::new, |(week, value)| {
            format!(", highest {} in week {week}", number(value, 2))
        });
        format!(
            "{}: {first} in week 0, {last} at the end{top}",
            course.title
        )
    };
    let rows: Vec<String> = courses.iter().map(said).collect();
    format!("{subtitle}. {}.", rows.join("; "))
}
