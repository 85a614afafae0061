//! The short table that stands on the terminal after a run: plain text, at most 100 columns.

use crate::cohort::results::RunResult;
use crate::inference::{self, ArmSummary, Contrast, InferenceError, Sides, Word};
use crate::report::judged;
use crate::report::said;
use crate::report::wording::Wording;

/// Widest line, in columns of a terminal.
pub const WIDTH: usize = 100;

/// Widths of the columns: scenario, people, change, response, remission, difference with interval.
const COLUMNS: [usize; 6] = [32, 7, 8, 9, 10, 26];

/// The week judged, the arms of every variant, each scenario against the first one, and a few lines that say what the table
/// shows.
///
/// Change is that of rated severity since selection; the difference is that of true severity at the same week, person by
/// person, with its 95 % interval. The line below a scenario has its word against the first one, and how often other people would have it.
///
/// # Errors
/// If a number cannot be computed from the run, or `margin` is negative or no finite number.
pub fn run_table(result: &RunResult, margin: f64) -> Result<String, InferenceError> {
    if result.arms.iter().all(|arm| arm.people.is_empty()) {
        let nobody = nobody(result);
        let lines = nobody.iter().flat_map(|text| wrapped(text, WIDTH));
        return Ok(lines.map(|line| format!("{line}\n")).collect());
    }
    let contrasts = inference::contrasts_with_first(result, margin)?;
    let mut week = judged::week(result);
    if result.judge_at.is_none() && result.scenarios.len() > 1 {
        week.push_str(" Another week: --week N.");
    }
    let mut lines = wrapped(&week, WIDTH);
    lines.push(line(
        [
            "",
            "people",
            "change",
            "response",
            "remission",
            "difference (95 %)",
        ]
        .map(str::to_owned),
    ));
    let mut said = vec![Vec::new(); result.scenarios.len()];
    for (variant, info) in result.variants.iter().enumerate() {
        lines.push(fitted(&info.title, WIDTH));
        for (scenario, said) in said.iter_mut().enumerate() {
            let (text, word) = row(result, &contrasts, scenario, variant)?;
            lines.extend(text);
            said.extend(word);
        }
    }
    lines.push(String::new());
    lines.extend(
        words(result, &contrasts, &said, margin)
            .iter()
            .flat_map(|paragraph| wrapped(paragraph, WIDTH)),
    );
    Ok(lines
        .iter()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect())
}

fn row(
    result: &RunResult,
    contrasts: &[Contrast],
    scenario: usize,
    variant: usize,
) -> Result<(Vec<String>, Option<Word>), InferenceError> {
    let unknown = || InferenceError::UnknownArm { scenario, variant };
    let arm = result
        .arms
        .iter()
        .find(|arm| (arm.scenario, arm.variant) == (scenario, variant));
    let summary = inference::arm_summary(result, arm.ok_or_else(unknown)?)?;
    let of_row =
        |contrast: &&Contrast| (contrast.scenario_b, contrast.variant) == (scenario, variant);
    let Some(contrast) = contrasts.iter().find(of_row) else {
        let reference = line(cells(result, &summary, "reference".to_owned()));
        return Ok((vec![reference], None));
    };
    let numbers = line(cells(result, &summary, difference(contrast)));
    let word = contrast.word.label(Sides::of(&result.outcome));
    let again = match said::again(contrast.returns) {
        again if again.is_empty() => again,
        again => format!(" ({again})"),
    };
    let word = fitted(&format!("    {word}{again}"), WIDTH);
    Ok((vec![numbers, word], Some(contrast.word)))
}

fn cells(result: &RunResult, summary: &ArmSummary, difference: String) -> [String; 6] {
    [
        format!("  {}", result.scenarios[summary.scenario].title),
        summary.n.to_string(),
        number(summary.change),
        percent(summary.response.share),
        percent(summary.remission.share),
        difference,
    ]
}

fn difference(contrast: &Contrast) -> String {
    let estimate = &contrast.difference;
    format!(
        "{} ({} to {})",
        number(estimate.mean),
        number(estimate.interval.low),
        number(estimate.interval.high)
    )
}

/// What the table shows, in words, one paragraph per statement.
fn words(
    result: &RunResult,
    contrasts: &[Contrast],
    said: &[Vec<Word>],
    margin: f64,
) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let sides = Sides::of(&result.outcome);
    if let Some((reference, others)) = result.scenarios.split_first() {
        for (place, (scenario, said)) in others.iter().zip(&said[1..]).enumerate() {
            paragraphs.push(format!(
                "\"{}\" against \"{}\" (week {}): {}.",
                scenario.title,
                reference.title,
                result.judged_week(),
                said::tally(said, sides),
            ));
            paragraphs.extend(silent(result, place + 1, contrasts));
        }
        if !others.is_empty() {
            let measure = Wording::of(&result.outcome).measure();
            paragraphs.push(if margin > 0.0 {
                format!("A difference counts from {margin} points of {measure} on (--margin).")
            } else {
                format!("Any difference of {measure} counts (--margin 0).")
            });
            paragraphs.extend(said::meanings(&said.concat(), margin, sides));
        }
    }
    paragraphs.push(NO_ADVICE.to_owned());
    paragraphs
}

const NO_ADVICE: &str =
    "This is model behaviour of virtual people under stated mechanisms. It is no medical advice.";

/// Where there is nobody whom a scenario could be about.
fn nobody(result: &RunResult) -> Vec<String> {
    vec![
        Wording::of(&result.outcome).nobody(result.people.len()),
        NO_ADVICE.to_owned(),
    ]
}

/// Where a scenario is the same as the first until after the week judged, or for as long as both last.
fn silent(result: &RunResult, scenario: usize, contrasts: &[Contrast]) -> Option<String> {
    let contrasts: Vec<&Contrast> = contrasts
        .iter()
        .filter(|contrast| contrast.scenario_b == scenario)
        .collect();
    let (first, other) = (
        &result.scenarios[0].title,
        &result.scenarios[scenario].title,
    );
    let earliest = contrasts.iter().filter_map(|c| c.not_yet_apart()).min();
    let never = contrasts.iter().filter(|c| c.same_throughout()).count();
    let of = contrasts.len();
    match earliest {
        Some(week) => {
            let silent = contrasts.iter().filter(|c| c.not_yet_apart().is_some());
            Some(format!(
                "\"{other}\" and \"{first}\", under {} of {of} variants: {}.",
                silent.count(),
                judged::not_before(week)
            ))
        }
        None if never > 0 => Some(format!(
            "\"{other}\" and \"{first}\" are the same lives in every week under {never} of {of} variants: nothing in \
             which they differ acts there."
        )),
        None => None,
    }
}

/// Cells side by side: the first to the left, numbers to the right.
fn line(cells: [String; 6]) -> String {
    cells
        .iter()
        .zip(COLUMNS)
        .enumerate()
        .map(|(column, (cell, width))| {
            let cell = fitted(cell, width - 1);
            let space = " ".repeat(width - 1 - columns(&cell));
            match column {
                0 => format!("{cell}{space} "),
                _ => format!("{space}{cell} "),
            }
        })
        .collect()
}

/// One digit behind the point; a dash for a number that does not exist, and no minus in front of zero.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let text = format!("{value:.1}");
    if text == "-0.0" {
        "0.0".to_owned()
    } else {
        text
    }
}

fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{:.0} %", 100.0 * share)
    } else {
        "-".to_owned()
    }
}

/// Text cut to a number of columns, with an ellipsis where something is missing; control characters left out.
pub fn fitted(text: &str, width: usize) -> String {
    let text: String = text
        .chars()
        .filter(|character| !character.is_control())
        .collect();
    if columns(&text) <= width {
        return text;
    }
    let mut kept = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character_columns(character);
        if used > width {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// Words of a paragraph in lines of at most so many columns.
pub fn wrapped(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        let word = fitted(word, width);
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(&word) <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Columns that a text takes on a terminal.
pub fn columns(text: &str) -> usize {
    text.chars().map(character_columns).sum()
}

/// Columns of a character: none for combining marks and joiners, two for East Asian and pictorial ones, one for all others.
///
/// The blocks of Unicode Standard Annex 11 that are wide throughout; an ambiguous character counts as one column, as most
/// terminals have it.
fn character_columns(character: char) -> usize {
    match character {
        '\u{0300}'..='\u{036F}'
        | '\u{0483}'..='\u{0489}'
        | '\u{0591}'..='\u{05BD}'
        | '\u{064B}'..='\u{065F}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200B}'..='\u{200F}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6FF}'
        | '\u{1F900}'..='\u{1F9FF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}
