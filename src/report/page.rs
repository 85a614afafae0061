//! The page of a run: one self-contained HTML file that states the question, the answer under each variant, the pictures,
//! what was assumed, what it cannot tell, and how to repeat it.
//!
//! The words are in the template; this file only brings numbers and names into its shape. Names come from files that users
//! write, so the template escapes everything except the pictures and style sheets made here.

use std::fmt;

use minijinja::context;
use minijinja::value::Value;

use super::judged;
use super::pictures::data::{self, ArmSummary, ContrastRow};
use super::pictures::text::{counted, listed, number, percent, signed};
use super::pictures::{Picture, title_of, without_style};
use super::said;
use super::square;
use super::style;
use super::template::fill;
use super::wording::Wording;
use crate::cohort::results::{ParameterInfo, RunResult};
use crate::inference::square::SIDES;
use crate::inference::{Sides, Word};

const TEMPLATE: &str = include_str!("templates/report.html");
/// How to repeat it, and the foot of a page.
pub(super) const STYLE_SHEET: &str = include_str!("templates/report.css");
/// Grades from the weakest ground to the firmest: the reader meets the weakest first.
const GRADES: [(&str, &str); 4] = [
    ("assumed", "Assumed"),
    ("fitted", "Fitted"),
    ("measured-animal", "Measured in animals"),
    ("measured-human", "Measured in people"),
];

/// Everything a page is made from.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// The run.
    pub run: &'a RunResult,
    /// Contrasts with the first scenario; empty where the run has one scenario.
    pub contrasts: &'a [ContrastRow],
    /// Outcomes of the arms.
    pub arms: &'a [ArmSummary],
    /// Pictures in the order in which they are shown; one named `memory` gets a section of its own.
    pub pictures: &'a [Picture],
    /// Index of the variant that pictures of a single variant show.
    pub variant: usize,
    /// Smallest difference that matters, in points of severity.
    pub smallest_difference: f64,
    /// The command that repeats the run.
    pub command: &'a str,
    /// What ran: name and version.
    pub versions: &'a [(String, String)],
    /// What went in: file and hash.
    pub hashes: &'a [(String, String)],
}

/// The template could not be filled.
#[derive(Debug)]
pub struct PageError(pub(super) minijinja::Error);

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the page could not be written: {:#}", self.0)
    }
}

impl std::error::Error for PageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Writes the page as HTML text.
///
/// # Errors
/// When the template cannot be filled, which no input of this type should cause.
pub fn render(input: &PageInput<'_>) -> Result<String, PageError> {
    fill(TEMPLATE, page_of(input))
}

fn page_of(input: &PageInput<'_>) -> Value {
    let run = input.run;
    let wording = Wording::of(&run.outcome);
    let scenarios: Vec<Value> = run
        .scenarios
        .iter()
        .map(|s| context! { title => s.title.as_str(), description => s.description.trim(), outcome_week => s.outcome_week })
        .collect();
    let variants: Vec<Value> = run
        .variants
        .iter()
        .map(|v| context! { title => v.title.as_str(), says => v.says.trim(), predicts => v.predicts.trim() })
        .collect();
    let named = |pairs: &[(String, String)]| -> Vec<Value> {
        pairs
            .iter()
            .map(|(name, value)| context! { name => name.as_str(), value => value.as_str() })
            .collect()
    };
    context! {
        style => Value::from_safe_string(format!("{}\n{STYLE_SHEET}", style::picture_css())),
        title => title(run),
        question => question(run),
        answer => answer(input),
        judged => judged::week(run),
        brain => run.brain.title.as_str(),
        brain_summary => run.brain.summary.trim(),
        seeds => run.seeds.name.as_str(),
        lived => counted(run.people.len(), "virtual person", "virtual people"),
        ill => ill(run),
        scenarios => scenarios,
        variants => variants,
        shown_variant => data::variant_title(run, input.variant),
        counts => counts(input, &wording),
        meanings => meanings(input),
        tables => tables(input),
        square => square_of(input),
        pictures => shown(input.pictures, |picture| picture.name != "memory"),
        memory => shown(input.pictures, |picture| picture.name == "memory"),
        grades => grades(&run.parameters),
        grade_summary => grade_summary(&run.parameters),
        contested => run.parameters.iter().filter(|p| p.contested).count(),
        parameter_count => run.parameters.len(),
        response_share => percent(run.outcome.response_share),
        ill_at => number(run.outcome.ill_at, 0),
        everyone => run.outcome.ill_at <= 0.0,
        measure => wording.measure(),
        less => wording.less(),
        entered => wording.entered(),
        remission_below => number(run.outcome.remission_below, 0),
        command => input.command,
        versions => named(input.versions),
        hashes => named(input.hashes),
    }
}

/// What two things make of each other, where the scenarios of the run form a square; no error of a number keeps the page from being made.
fn square_of(input: &PageInput<'_>) -> Option<Value> {
    let (run, margin) = (input.run, input.smallest_difference);
    let (square, found) = square::of(run, margin).ok()??;
    let [none, a, b, both] = square.scenarios().map(|s| run.scenarios[s].title.as_str());
    let rows = found.iter().map(|effects| {
        context! {
            variant => run.variants[effects.variant].title.as_str(),
            a_alone => square::with_interval(&effects.a_without_b),
            a_with_b => square::with_interval(&effects.a_with_b),
            b_alone => square::with_interval(&effects.b_without_a),
            b_with_a => square::with_interval(&effects.b_with_a),
            interaction => square::with_interval(&effects.interaction),
            response => signed(100.0 * effects.response.mean, 0),
            word => effects.word.label(SIDES),
        }
    });
    Some(context! {
        asked => square::asked(run, &square),
        none, a, b, both,
        rows => rows.collect::<Vec<_>>(),
    })
}

fn title(run: &RunResult) -> String {
    let titles: Vec<&str> = run.scenarios.iter().map(|s| s.title.as_str()).collect();
    if titles.is_empty() {
        run.brain.title.clone()
    } else {
        titles.join(" \u{2013} ")
    }
}

/// The question of the second scenario, which is held against the first; of the only one where there is one.
fn question(run: &RunResult) -> String {
    let asked = run
        .scenarios
        .iter()
        .take(2)
        .map(|s| s.question.trim())
        .rfind(|q| !q.is_empty());
    asked
        .unwrap_or("What happens to these virtual people?")
        .to_string()
}

/// One sentence: what is said of the first contrast, and under how many variants.
fn answer(input: &PageInput<'_>) -> String {
    let run = input.run;
    let wording = Wording::of(&run.outcome);
    if run.arms.iter().all(|arm| arm.people.is_empty()) {
        return wording.nobody(run.people.len());
    }
    let Some(first) = input.contrasts.first() else {
        return "One scenario was run, so there is nothing to compare it with; the table shows how its people came out.".into();
    };
    let main = input.contrasts.iter().filter(|row| row.pair == first.pair);
    let words: Vec<Word> = main.clone().map(|row| row.word).collect();
    let silent = main.filter(|row| row.word == Word::SameSoFar);
    let apart =
        silent.filter_map(|row| data::not_before(run, row.variant, first.pair.0, first.pair.1));
    let apart = apart.min().map(judged::not_before);
    if let Some(said) = apart
        .as_ref()
        .filter(|_| words.iter().all(|w| *w == Word::SameSoFar))
    {
        let (a, b) = (&first.scenario_a, &first.scenario_b);
        return format!("No word on \u{201c}{b}\u{201d} and \u{201c}{a}\u{201d}: {said}.");
    }
    let answer = format!(
        "\u{201c}{}\u{201d} against \u{201c}{}\u{201d}, where {}: {}.",
        first.scenario_b,
        first.scenario_a,
        counts(input, &wording),
        said::tally(&words, Sides::of(&run.outcome))
    );
    match apart {
        Some(said) => format!("{answer} Where they are the same so far, {said}."),
        None => answer,
    }
}

/// From which difference on one counts: `a difference counts from 6 points of severity on`.
fn counts(input: &PageInput<'_>, wording: &Wording) -> String {
    let measure = wording.measure();
    match input.smallest_difference {
        0.0 => format!("any difference of {measure} counts"),
        margin => format!("a difference counts from {margin} points of {measure} on"),
    }
}

/// What the words that were said mean.
fn meanings(input: &PageInput<'_>) -> Vec<String> {
    let words: Vec<Word> = input.contrasts.iter().map(|row| row.word).collect();
    let sides = Sides::of(&input.run.outcome);
    said::meanings(&words, input.smallest_difference, sides)
}

/// How many fell ill; a range where the variants differ.
fn ill(run: &RunResult) -> String {
    let counts: Vec<usize> = (0..run.variants.len())
        .map(|variant| {
            run.people
                .iter()
                .filter(|p| p.ill.get(variant).copied().unwrap_or(false))
                .count()
        })
        .collect();
    match (counts.iter().min(), counts.iter().max()) {
        (Some(least), Some(most)) if least == most => format!("{most}"),
        (Some(least), Some(most)) => format!("{least} to {most} (depending on the variant)"),
        _ => "0".into(),
    }
}

/// One table per pair of scenarios, or one without contrasts where there is one scenario.
fn tables(input: &PageInput<'_>) -> Vec<Value> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for row in input.contrasts {
        if !pairs.contains(&row.pair) {
            pairs.push(row.pair);
        }
    }
    if pairs.is_empty() {
        let all: Vec<usize> = (0..input.run.scenarios.len()).collect();
        return vec![table(input, &all, None)];
    }
    pairs
        .into_iter()
        .map(|pair| table(input, &[pair.0, pair.1], Some(pair)))
        .collect()
}

fn table(input: &PageInput<'_>, scenarios: &[usize], pair: Option<(usize, usize)>) -> Value {
    let titles: Vec<String> = scenarios
        .iter()
        .map(|s| data::scenario_title(input.run, *s))
        .collect();
    let rows: Vec<Value> = (0..input.run.variants.len())
        .map(|variant| table_row(input, scenarios, pair, variant))
        .collect();
    let caption = match titles.as_slice() {
        [a, b] if pair.is_some() => format!("{b} compared with {a}, the same people in both"),
        _ => format!("Outcome of {}", listed(&titles)),
    };
    context! { caption => caption, scenarios => titles, paired => pair.is_some(), rows => rows }
}

fn table_row(
    input: &PageInput<'_>,
    scenarios: &[usize],
    pair: Option<(usize, usize)>,
    variant: usize,
) -> Value {
    let arms: Vec<Value> = scenarios
        .iter()
        .map(|scenario| {
            let arm = input
                .arms
                .iter()
                .find(|arm| arm.scenario == *scenario && arm.variant == variant);
            context! {
                change => arm.map_or_else(|| "–".into(), |arm| signed(arm.change, 1)),
                response => arm.map_or_else(|| "–".into(), |arm| percent(arm.response)),
                remission => arm.map_or_else(|| "–".into(), |arm| percent(arm.remission)),
            }
        })
        .collect();
    let sides = Sides::of(&input.run.outcome);
    let contrast = input
        .contrasts
        .iter()
        .find(|row| Some(row.pair) == pair && row.variant == variant);
    context! {
        variant => data::variant_title(input.run, variant),
        arms => arms,
        mean => contrast.map_or_else(|| "–".into(), |row| signed(row.mean, 1)),
        interval => contrast.map(|row| format!("{} to {}", signed(row.low, 1), signed(row.high, 1))).unwrap_or_default(),
        error => contrast.map_or_else(|| "–".into(), |row| number(row.monte_carlo_error, 2)),
        n => contrast.map_or(0, |row| row.n),
        word => contrast.map_or_else(|| "–".into(), |row| row.word.label(sides)),
        again => contrast.and_then(|row| row.returns).map(said::in_hundred),
        sign => contrast.map_or("", |row| said::sign(row.word)),
    }
}

fn shown(pictures: &[Picture], wanted: impl Fn(&Picture) -> bool) -> Vec<Value> {
    let value = |picture: &Picture| {
        context! {
            name => picture.name,
            title => Value::from_safe_string(title_of(&picture.svg).to_string()),
            caption => picture.caption,
            svg => Value::from_safe_string(without_style(&picture.svg)),
        }
    };
    pictures
        .iter()
        .filter(|picture| wanted(picture))
        .map(value)
        .collect()
}

/// Parameters by grade, the weakest ground first, contested ones first within a grade.
pub(super) fn grades(parameters: &[ParameterInfo]) -> Vec<Value> {
    let mut names: Vec<(&str, &str)> = GRADES.to_vec();
    for parameter in parameters {
        if !names.iter().any(|(grade, _)| *grade == parameter.grade) {
            names.push((&parameter.grade, &parameter.grade));
        }
    }
    let mut found = Vec::new();
    for (grade, title) in names {
        let (mut rows, settled): (Vec<_>, Vec<_>) = parameters
            .iter()
            .filter(|p| p.grade == grade)
            .partition(|p| p.contested);
        rows.extend(settled);
        if !rows.is_empty() {
            let title = if title.is_empty() {
                "Without a grade"
            } else {
                title
            };
            let values: Vec<Value> = rows.iter().map(|p| parameter(p)).collect();
            found.push(context! { title => title, count => rows.len(), rows => values });
        }
    }
    found
}

fn parameter(info: &ParameterInfo) -> Value {
    context! {
        name => info.name.as_str(),
        file => info.file.as_str(),
        value => info.value.as_str(),
        meaning => info.meaning.as_str(),
        source => info.source.as_str(),
        contested => info.contested,
    }
}

/// `212 assumed, 9 fitted, 4 measured in animals and 31 measured in people`.
pub(super) fn grade_summary(parameters: &[ParameterInfo]) -> String {
    let count = |(grade, title): &(&str, &str)| {
        let count = parameters.iter().filter(|p| p.grade == *grade).count();
        format!("{count} {}", title.to_lowercase())
    };
    listed(&GRADES.iter().map(count).collect::<Vec<_>>())
}
