//! Four scenarios that form a square: two things, each alone, both together, and neither.
//!
//! ```text
//!               without B   with B
//! without A     none        b
//! with A        a           both          interaction = (both - b) - (a - none)
//! ```
//!
//! Whether one thing makes another work better is a question to all four: two arms can only say what the one adds. Of a score of which lower is
//! better, an interaction below zero means that both together do more than the sum of what each does alone, and above zero that they do
//! less. On the scale of response, a share of people, the same square can turn out otherwise, since shares end at 100 %.
//!
//! Everything is taken person by person, over those who are in all four arms.

use super::TRUE_SEVERITY;
use super::arms::responders_at;
use super::error::InferenceError;
use super::means::Estimate;
use super::sample::{Seeded, arm_of, readout_at, together};
use super::words::{Sides, Word, returns};
use crate::cohort::results::{RunResult, ScenarioInfo, Span};
use serde::Serialize;

/// Places of the four scenarios of a square in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Square {
    /// Neither thing.
    pub none: usize,
    /// The first thing alone.
    pub a: usize,
    /// The second thing alone.
    pub b: usize,
    /// Both.
    pub both: usize,
}

impl Square {
    /// The square that exactly four scenarios form; none where they form none.
    ///
    /// They form one where the treatments that are exchanged from one scenario to the next are the same on opposite sides, such as
    /// a placebo for a drug, or nothing for therapy. Phases of life have to be the same in all. Where only adding is involved, *none*
    /// is the scenario without either; where something is exchanged, it is the one named first of those that remain.
    pub fn find(scenarios: &[ScenarioInfo]) -> Option<Self> {
        let [first, ..] = scenarios else { return None };
        if scenarios.len() != 4 || scenarios.iter().any(|s| s.phases != first.phases) {
            return None;
        }
        let exchanged = |from: usize, to: usize| {
            let (from, to) = (&scenarios[from].treatments, &scenarios[to].treatments);
            [without(from, to), without(to, from)]
        };
        // From the least taken away to the most; the order of the command decides among equals.
        let mut corners: Vec<Self> = orders()
            .filter(|square| {
                let (of_a, of_b) = (
                    exchanged(square.none, square.a),
                    exchanged(square.none, square.b),
                );
                of_a != of_b
                    && of_a.iter().any(|side| !side.is_empty())
                    && of_b.iter().any(|side| !side.is_empty())
                    && of_a == exchanged(square.b, square.both)
                    && of_b == exchanged(square.a, square.both)
            })
            .collect();
        corners.sort_by_key(|square| {
            let taken = |to| exchanged(square.none, to)[0].len();
            (taken(square.a) + taken(square.b), square.none, square.a)
        });
        corners.into_iter().next()
    }

    /// The four scenarios in the order none, a, b, both.
    pub fn scenarios(&self) -> [usize; 4] {
        [self.none, self.a, self.b, self.both]
    }
}

/// What an interaction is called: below zero both together do more than the sum of what each does, where lower is better.
pub const SIDES: Sides = Sides {
    lower: "more than the sum",
    higher: "less than the sum",
};

/// All orders of four scenarios.
fn orders() -> impl Iterator<Item = Square> {
    let places = (0..4 * 4 * 4 * 4_usize).map(|n| [n / 64, n / 16 % 4, n / 4 % 4, n % 4]);
    places
        .filter(|places| (0..4).all(|scenario| places.contains(&scenario)))
        .map(|[none, a, b, both]| Square { none, a, b, both })
}

/// Treatments of the one that the other lacks, with their times.
fn without(one: &[Span], other: &[Span]) -> Vec<String> {
    let told = |span: &Span| format!("{} {} {}", span.name, span.from_week, span.to_week);
    let mut left: Vec<String> = other.iter().map(told).collect();
    let mut missing = Vec::new();
    for span in one.iter().map(told) {
        match left.iter().position(|known| *known == span) {
            Some(place) => drop(left.swap_remove(place)),
            None => missing.push(span),
        }
    }
    missing.sort();
    missing
}

/// What the two things of a square do alone and together, under one variant at one week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SquareEffects {
    /// Index of the variant.
    pub variant: usize,
    /// Week.
    pub week: u32,
    /// `a - none`: what the first does without the second, points of true severity.
    pub a_without_b: Estimate,
    /// `both - b`: what it does with the second.
    pub a_with_b: Estimate,
    /// `b - none`.
    pub b_without_a: Estimate,
    /// `both - a`.
    pub b_with_a: Estimate,
    /// `(both - b) - (a - none)`: below zero, both together do more than the sum.
    pub interaction: Estimate,
    /// The same of response, 1 for each person who responds: above zero, both together do more than the sum.
    pub response: Estimate,
    /// What is said of the interaction.
    pub word: Word,
    /// Share of other groups of as many people that would have the same word.
    pub returns: Option<f64>,
}

/// What a square says under a variant at a week.
///
/// # Errors
/// If an arm is missing, the week lies beyond the end, or `margin` is negative or no finite number.
pub fn effects(
    result: &RunResult,
    square: &Square,
    variant: usize,
    week: u32,
    margin: f64,
) -> Result<SquareEffects, InferenceError> {
    let [none, a, b, both] = columns(result, square, variant, week)?;
    let responses = square.scenarios().map(|scenario| {
        let responds = responders_at(result, arm_of(result, scenario, variant)?, week)?;
        let share = |(seed, responds): (u64, bool)| (seed, f64::from(u8::from(responds)));
        Ok(responds.into_iter().map(share).collect::<Vec<Seeded>>())
    });
    let [rn, ra, rb, rboth] = four(
        responses
            .into_iter()
            .collect::<Result<_, InferenceError>>()?,
    )?;
    let interaction = Estimate::of(&beyond_sum(&none, &a, &b, &both));
    let (interval, n) = (interaction.interval, interaction.n);
    let word = Word::of(interval, n, margin)?;
    Ok(SquareEffects {
        variant,
        week,
        a_without_b: Estimate::of(&minus(&a, &none)),
        a_with_b: Estimate::of(&minus(&both, &b)),
        b_without_a: Estimate::of(&minus(&b, &none)),
        b_with_a: Estimate::of(&minus(&both, &a)),
        interaction,
        response: Estimate::of(&beyond_sum(&rn, &ra, &rb, &rboth)),
        word,
        returns: returns(interval, |other| Word::of(other, n, margin))
            .filter(|_| word != Word::TooFew),
    })
}

/// True severity of the same people in the four scenarios.
fn columns(
    result: &RunResult,
    square: &Square,
    variant: usize,
    week: u32,
) -> Result<[Vec<f64>; 4], InferenceError> {
    let of = |scenario| {
        readout_at(
            result,
            arm_of(result, scenario, variant)?,
            TRUE_SEVERITY,
            week,
        )
    };
    four(
        square
            .scenarios()
            .map(of)
            .into_iter()
            .collect::<Result<_, _>>()?,
    )
}

fn four(columns: Vec<Vec<Seeded>>) -> Result<[Vec<f64>; 4], InferenceError> {
    <[Vec<f64>; 4]>::try_from(together(columns)?)
        .map_err(|_| InferenceError::Inconsistent("a square has four arms".to_owned()))
}

fn minus(x: &[f64], y: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| x - y).collect()
}

fn beyond_sum(none: &[f64], a: &[f64], b: &[f64], both: &[f64]) -> Vec<f64> {
    minus(&minus(both, b), &minus(a, none))
}
