//! Four scenarios that form a square, in words and numbers: what each of two things does without and with the other, and what both make of
//! each other.

use super::pictures::text::{number, signed};
use super::said;
use super::terminal::{WIDTH, fitted, wrapped};
use crate::cohort::results::RunResult;
use crate::inference::square::{SIDES, Square, SquareEffects, effects};
use crate::inference::{Estimate, InferenceError};

/// Widths of the columns of numbers on the terminal: what the first does without and with the second, the interaction, that of response.
const COLUMNS: [usize; 4] = [12, 12, 26, 12];
/// Columns before them.
const LABEL: usize = 32;

/// What a square says under each variant at the week that the run is judged; none where the run is no square, or nobody is in it.
///
/// # Errors
/// If a number cannot be computed.
pub fn of(
    result: &RunResult,
    margin: f64,
) -> Result<Option<(Square, Vec<SquareEffects>)>, InferenceError> {
    let Some(square) = Square::find(&result.scenarios) else {
        return Ok(None);
    };
    let week = result.judged_week();
    let found = (0..result.variants.len())
        .map(|variant| effects(result, &square, variant, week, margin))
        .collect::<Result<Vec<_>, _>>()?;
    let anybody = found.iter().any(|effects| effects.interaction.n > 0);
    Ok(anybody.then_some((square, found)))
}

/// The table of a square for the terminal; nothing where the run is none.
///
/// # Errors
/// As [`of`].
pub fn table(result: &RunResult, margin: f64) -> Result<String, InferenceError> {
    let Some((square, found)) = of(result, margin)? else {
        return Ok(String::new());
    };
    let mut text = String::from("\n");
    for line in wrapped(&asked(result, &square), WIDTH) {
        text.push_str(&line);
        text.push('\n');
    }
    let [none, a, b, both] = square
        .scenarios()
        .map(|s| result.scenarios[s].title.as_str());
    let legend = format!(
        "A alone: \"{a}\" minus \"{none}\". A with B: \"{both}\" minus \"{b}\". Against the sum: the second minus the first (95 %); of \
         response in points of 100."
    );
    for line in wrapped(&legend, WIDTH) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str(&line(
        "",
        ["A alone", "A with B", "against the sum", "response"].map(str::to_owned),
    ));
    for effects in &found {
        let cells = [
            number(effects.a_without_b.mean, 1),
            number(effects.a_with_b.mean, 1),
            with_interval(&effects.interaction),
            signed(100.0 * effects.response.mean, 0),
        ];
        text.push_str(&line(&result.variants[effects.variant].title, cells));
        for line in wrapped(&sentence(effects), WIDTH - 4) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    // The terminal's tables write a plain minus sign.
    Ok(text.replace('\u{2212}', "-"))
}

/// The question that a square answers.
pub fn asked(result: &RunResult, square: &Square) -> String {
    let title = |scenario: usize| result.scenarios[scenario].title.as_str();
    format!(
        "What do \"{}\" (A) and \"{}\" (B) make of each other (week {})?",
        title(square.a),
        title(square.b),
        result.judged_week()
    )
}

/// What is said of the interaction: `together 5.5 points more than the sum: more than the sum, size open (the same in 97 of 100 other groups)`.
pub fn sentence(effects: &SquareEffects) -> String {
    let mean = effects.interaction.mean;
    if !mean.is_finite() {
        return "nobody is in all four scenarios".to_owned();
    }
    let side = if mean <= 0.0 { "more" } else { "less" };
    let again = match said::again(effects.returns) {
        again if again.is_empty() => again,
        again => format!(" ({again})"),
    };
    format!(
        "together {} points {side} than the sum: {}{again}",
        number(mean.abs(), 1),
        effects.word.label(SIDES)
    )
}

/// A mean and its interval.
pub fn with_interval(estimate: &Estimate) -> String {
    let ends = [estimate.interval.low, estimate.interval.high].map(|end| number(end, 1));
    format!("{} ({} to {})", number(estimate.mean, 1), ends[0], ends[1])
}

fn line(label: &str, cells: [String; 4]) -> String {
    let mut text = format!("{:<LABEL$}", fitted(label, LABEL - 1));
    for (cell, width) in cells.iter().zip(COLUMNS) {
        text.push_str(&format!("{cell:>width$}"));
    }
    format!("{}\n", text.trim_end())
}
