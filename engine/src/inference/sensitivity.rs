//! Which of many uncertain numbers an outcome hangs on: one at a time (a tornado), and all over their ranges (Morris screening).
//!
//! The outcome is a function `y(x)` of `k` coordinates, each between 0 (its number at the lower end) and 1 (at the upper end).
//!
//! **Tornado.** Each coordinate alone at 0 and at 1, the others in the middle.
//!
//! **Morris.** A trajectory starts at a random point of a grid of four levels and moves every coordinate once, in random order, by
//! `delta = 2/3`. Each move gives an elementary effect
//!
//! ```text
//! d_i = (y(x + delta e_i) - y(x)) / delta
//! mu_star_i = mean |d_i|        sigma_i = standard deviation of d_i
//! ```
//!
//! over the trajectories: `mu_star` says how much a number matters, `sigma` how much that depends on the others or on where it stands. The
//! unit of both is that of the outcome, for the whole range of the number.
//!
//! **Holds when** ranges are about as uncertain as the numbers are; a wider range gives a larger effect. **Does not say** how probable
//! a value is.
//!
//! Source: Morris 1991, Technometrics 33:161, 10.1080/00401706.1991.10484804; `mu_star`: Campolongo, Cariboni & Saltelli 2007, Environ
//! Model Softw 22:1509, 10.1016/j.envsoft.2006.10.004.

use super::error::InferenceError;
use super::means::{Estimate, mean, standard_deviation, student_975};
use super::sample::{Seeded, arm_of, numbers, paired_differences, readout_at};
use super::shares::NORMAL_975;
use crate::cohort::results::RunResult;
use crate::random::{Draws, Purpose, choice};
use serde::Serialize;

/// Levels of the grid, from 0 to 1.
const LEVELS: f64 = 4.0;
/// Length of a move: `levels / (2 (levels - 1))`, with which all levels are equally likely.
pub const DELTA: f64 = LEVELS / (2.0 * (LEVELS - 1.0));

/// What is asked of a run: a mean of one scenario, a difference of two, an interaction of four.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Indices of scenarios: `[a]`, `[a, b]` for `b - a`, or `[none, a, b, both]` for `(both - b) - (a - none)`.
    pub scenarios: Vec<usize>,
    /// Name of the readout.
    pub readout: String,
    /// Week since treatment would begin.
    pub week: u32,
}

/// What an outcome is, person by person in the order of seeds, under one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct People(Vec<Seeded>);

impl Outcome {
    /// The outcome of everyone who is ill under a variant.
    ///
    /// # Errors
    /// If there are not 1, 2 or 4 scenarios, an arm or the readout does not exist, or the week lies beyond the end.
    pub fn of(&self, result: &RunResult, variant: usize) -> Result<People, InferenceError> {
        let at = |scenario| {
            readout_at(
                result,
                arm_of(result, scenario, variant)?,
                &self.readout,
                self.week,
            )
        };
        let people = match *self.scenarios.as_slice() {
            [only] => at(only)?,
            [a, b] => paired_differences(&at(a)?, &at(b)?),
            [none, a, b, both] => paired_differences(
                &paired_differences(&at(none)?, &at(a)?),
                &paired_differences(&at(b)?, &at(both)?),
            ),
            _ => {
                return Err(InferenceError::Inconsistent(format!(
                    "an outcome is of 1, 2 or 4 scenarios, not of {}",
                    self.scenarios.len()
                )));
            }
        };
        Ok(People(people))
    }
}

impl People {
    /// Mean over people; `NaN` where nobody is ill.
    pub fn mean(&self) -> f64 {
        mean(&numbers(&self.0))
    }

    /// Their mean with its interval.
    pub fn estimate(&self) -> Estimate {
        Estimate::of(&numbers(&self.0))
    }

    /// Monte-Carlo error of the change from another setting to this one, from those who are ill in both; `NaN` below two.
    pub fn error_of_change(&self, from: &People) -> f64 {
        let changes = numbers(&paired_differences(&from.0, &self.0));
        standard_deviation(&changes) / (changes.len() as f64).sqrt()
    }
}

/// A number at both ends of its range, all others in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bar {
    /// Index of the number.
    pub number: usize,
    /// Change of the outcome with the number at its lower end.
    pub low: f64,
    /// Monte-Carlo error of that.
    pub low_error: f64,
    /// Change of the outcome with the number at its upper end.
    pub high: f64,
    /// Monte-Carlo error of that.
    pub high_error: f64,
}

impl Bar {
    /// The bar of a number from what people are in the middle and at both ends.
    pub fn of(number: usize, middle: &People, low: &People, high: &People) -> Self {
        let change = |end: &People| end.mean() - middle.mean();
        Self {
            number,
            low: change(low),
            low_error: low.error_of_change(middle),
            high: change(high),
            high_error: high.error_of_change(middle),
        }
    }

    /// How far the outcome reaches over the range, the middle included; `NaN` where nobody is ill at an end.
    pub fn reach(&self) -> f64 {
        if self.low.is_nan() || self.high.is_nan() {
            return f64::NAN;
        }
        self.low.max(self.high).max(0.0) - self.low.min(self.high).min(0.0)
    }
}

impl Bar {
    /// Whether an end of the bar can be told from no change at all by its 95 % interval.
    pub fn told_from_zero(&self) -> bool {
        let told = |change: f64, error: f64| change.abs() > NORMAL_975 * error;
        told(self.low, self.low_error) || told(self.high, self.high_error)
    }
}

/// Bars from the longest to the shortest; those that cannot be said come first, since there an end abolishes the illness.
pub fn longest_first(bars: &mut [Bar]) {
    let reach = |bar: &Bar| {
        let reach = bar.reach();
        if reach.is_nan() { f64::INFINITY } else { reach }
    };
    bars.sort_by(|a, b| reach(b).total_cmp(&reach(a)).then(a.number.cmp(&b.number)));
}

/// Points of a Morris screening: each trajectory has `numbers + 1` points, of which each differs from the one before in one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// `[trajectory][point][number]`, between 0 and 1.
    pub points: Vec<Vec<Vec<f64>>>,
    /// `[trajectory][step]`: the number that moves.
    order: Vec<Vec<usize>>,
}

impl Screening {
    /// Draws trajectories; each is found by its number, so that more of them leave the earlier ones as they are.
    pub fn draw(numbers: usize, trajectories: usize, seed: u64) -> Self {
        let mut screening = Self {
            points: Vec::with_capacity(trajectories),
            order: Vec::with_capacity(trajectories),
        };
        for trajectory in 0..trajectories {
            let (points, order) = trajectory_of(numbers, trajectory as u64, seed);
            screening.points.push(points);
            screening.order.push(order);
        }
        screening
    }

    /// Elementary effects of every number from the outcome at every point, `[trajectory][point]`.
    pub fn effects(&self, outcomes: &[Vec<f64>]) -> Vec<Effect> {
        let numbers = self.order.first().map_or(0, Vec::len);
        let mut single = vec![Vec::new(); numbers];
        for ((points, order), outcomes) in self.points.iter().zip(&self.order).zip(outcomes) {
            for (step, &number) in order.iter().enumerate() {
                let Some([before, after]) = outcomes.get(step..step + 2) else {
                    continue;
                };
                let length = points[step + 1][number] - points[step][number];
                let effect = (after - before) / length;
                if effect.is_finite() {
                    single[number].push(effect);
                }
            }
        }
        let effect = |(number, effects): (usize, Vec<f64>)| {
            let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
            Effect {
                number,
                effects: effects.len(),
                mu: mean(&effects),
                mu_star: mean(&sizes),
                mu_star_error: standard_deviation(&sizes) / (sizes.len() as f64).sqrt(),
                sigma: standard_deviation(&effects),
            }
        };
        single.into_iter().enumerate().map(effect).collect()
    }
}

/// Effects from the largest to the smallest; those of which nothing is known come last.
pub fn largest_first(effects: &mut [Effect]) {
    let size = |effect: &Effect| {
        if effect.mu_star.is_nan() {
            f64::NEG_INFINITY
        } else {
            effect.mu_star
        }
    };
    effects.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.number.cmp(&b.number)));
}

fn trajectory_of(numbers: usize, trajectory: u64, seed: u64) -> (Vec<Vec<f64>>, Vec<usize>) {
    let mut draws = Draws::of(seed);
    // A number of its own is the moment, so that any number of them has room.
    let mut word = |what: &str, number: usize| {
        let mut word = [0];
        let purpose = Purpose::new("morris").and(what);
        draws.fill(purpose, number as u64, trajectory % (1 << 16), &mut word);
        word[0]
    };
    let steps = (LEVELS - 1.0) * (1.0 - DELTA);
    let mut point: Vec<f64> = (0..numbers)
        .map(|n| choice(word("level", n), steps as usize + 1) as f64 / (LEVELS - 1.0))
        .collect();
    let rises: Vec<bool> = (0..numbers)
        .map(|n| choice(word("way", n), 2) == 1)
        .collect();
    for (x, rises) in point.iter_mut().zip(&rises) {
        if !rises {
            *x += DELTA;
        }
    }
    let mut order: Vec<usize> = (0..numbers).collect();
    for last in (1..numbers).rev() {
        order.swap(last, choice(word("order", last), last + 1));
    }
    let mut points = vec![point.clone()];
    for &number in &order {
        point[number] += if rises[number] { DELTA } else { -DELTA };
        points.push(point.clone());
    }
    (points, order)
}

/// How much a number matters over the ranges of all, in the unit of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// Index of the number.
    pub number: usize,
    /// How many elementary effects there are: the trajectories without those in which nobody falls ill.
    pub effects: usize,
    /// Mean elementary effect: the direction.
    pub mu: f64,
    /// Mean size of the elementary effects; `NaN` without any.
    pub mu_star: f64,
    /// Standard error of that over trajectories; `NaN` below two.
    pub mu_star_error: f64,
    /// Standard deviation of the elementary effects; `NaN` below two.
    pub sigma: f64,
}

impl Effect {
    /// Whether the mean size can be told from zero: its 95 % t interval over trajectories leaves zero out.
    pub fn told_from_zero(&self) -> bool {
        let half = student_975(self.effects as f64 - 1.0) * self.mu_star_error;
        self.effects > 1 && self.mu_star > half
    }
}

/// What was asked, in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Names of the scenarios.
    pub scenarios: Vec<String>,
    /// The outcome in a few words, such as `SSRI plus therapy minus Therapy alone`.
    pub title: String,
    /// Name of the readout.
    pub readout: String,
    /// Its title.
    pub readout_title: String,
    /// Its unit.
    pub unit: String,
    /// Week since treatment would begin.
    pub week: u32,
    /// How many people lived it.
    pub people: usize,
}

/// A number that could be another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Uncertain {
    /// Dotted name within its file.
    pub name: String,
    /// File that it belongs to.
    pub file: String,
    /// Value with its unit.
    pub value: String,
    /// What it is.
    pub meaning: String,
    /// How well it is known.
    pub grade: String,
}

/// What an outcome hangs on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The outcome.
    pub asked: Asked,
    /// Name of the variant.
    pub variant: String,
    /// Its title.
    pub variant_title: String,
    /// How far each number was moved to both sides, as a share of it.
    pub share: f64,
    /// The outcome with all numbers as they are.
    pub middle: Estimate,
    /// The numbers that were moved.
    pub numbers: Vec<Uncertain>,
    /// What came out.
    #[serde(flatten)]
    pub found: Found,
}

/// What came out of moving numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Each number alone, the longest bar first.
    Tornado(Vec<Bar>),
    /// All numbers over their ranges, the one that matters most first.
    Morris {
        /// Number of trajectories.
        trajectories: usize,
        /// Effects of the numbers.
        effects: Vec<Effect>,
    },
}

/// An outcome where couplings known from animals act in people to a share of what is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Translation {
    /// The outcome.
    pub asked: Asked,
    /// Couplings whose strength was multiplied.
    pub couplings: Vec<String>,
    /// The factors, rising.
    pub factors: Vec<f64>,
    /// A curve for each variant.
    pub curves: Vec<TranslationCurve>,
}

/// One variant over the factors of a translation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TranslationCurve {
    /// Name of the variant.
    pub variant: String,
    /// Its title.
    pub title: String,
    /// Which of the couplings act under it.
    pub acting: Vec<String>,
    /// The outcome at each factor.
    pub outcome: Vec<Estimate>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::f64::consts::PI;

    fn screened(numbers: usize, trajectories: usize, y: impl Fn(&[f64]) -> f64) -> Vec<Effect> {
        let screening = Screening::draw(numbers, trajectories, 3);
        let outcomes: Vec<Vec<f64>> = screening
            .points
            .iter()
            .map(|points| points.iter().map(|point| y(point)).collect())
            .collect();
        screening.effects(&outcomes)
    }

    #[test]
    fn an_additive_function_has_its_coefficients_and_no_spread() {
        let coefficients = [3.0, -2.0, 0.0, 0.5];
        let effects = screened(4, 6, |x| {
            x.iter().zip(coefficients).map(|(x, c)| x * c).sum()
        });
        for (effect, c) in effects.iter().zip(coefficients) {
            // Sums of four terms of size 3, divided by 2/3: rounding stays below 1e-14.
            assert!((effect.mu - c).abs() < 1e-14 && effect.sigma < 1e-14);
        }
        let still = effects[2];
        // Where a coordinate does nothing, both points give the same bits.
        let nothing = screened(4, 6, |x| x[0] * 3.0 + x[3]);
        assert_eq!((nothing[2].mu_star, nothing[2].sigma), (0.0, 0.0));
        assert_eq!(still.effects, 6);
    }

    #[test]
    fn an_interaction_shows_as_spread() {
        // Effect of each is the other, 0 to 1 in four levels: mean and spread are both there.
        let effects = screened(2, 40, |x| x[0] * x[1]);
        for effect in effects {
            // Mean of four equally likely levels 0, 1/3, 2/3, 1 is 0.5, their deviation 0.37; over 40, four standard errors are 0.24.
            assert!((effect.mu_star - 0.5).abs() < 0.24);
            assert!((effect.sigma - 0.37).abs() < 0.12);
        }
    }

    #[test]
    fn the_function_of_ishigami_is_screened_as_its_formula_says() {
        // y = sin a + 7 sin^2 b + 0.1 c^4 sin a, over -pi to pi (Ishigami & Homma 1990). On the four levels sin a is 0 or
        // +-0.866, so that every elementary effect is one of few numbers.
        let at = |x: f64| PI * (2.0 * x - 1.0);
        let y = |x: &[f64]| {
            let (a, b, c) = (at(x[0]), at(x[1]), at(x[2]));
            a.sin() + 7.0 * b.sin().powi(2) + 0.1 * c.powi(4) * a.sin()
        };
        let effects = screened(3, 60, y);
        // b: from 0 to 7 * 0.75 or back, in moves of 2/3, whatever the others; rounding only.
        assert!((effects[1].mu_star - 7.0 * 0.75 / DELTA).abs() < 1e-9);
        // c: 0.1 (pi^4 - (pi/3)^4) 0.866 / delta where a is in between, which it is half of the time, and nothing at its ends.
        let one = 0.1 * (PI.powi(4) - (PI / 3.0).powi(4)) * 0.75_f64.sqrt() / DELTA;
        // A share of 60 even draws has a standard error of 0.065; four of them.
        assert!((effects[2].mu_star / one - 0.5).abs() < 0.26);
        // c does nothing by itself, and all of it through a: spread as large as the size.
        assert!(effects[2].sigma > effects[2].mu_star);
    }

    #[test]
    fn a_trajectory_moves_every_number_once_and_stays_within_the_cube() {
        let screening = Screening::draw(7, 5, 1);
        for points in &screening.points {
            assert_eq!(points.len(), 8);
            for pair in points.windows(2) {
                let moved = pair[0].iter().zip(&pair[1]).filter(|(a, b)| a != b);
                assert_eq!(moved.count(), 1);
            }
            for (first, last) in points[0].iter().zip(&points[7]) {
                assert_ne!(first, last);
            }
            // 1/3 + 2/3 may miss 1 by a rounding.
            assert!(
                points
                    .iter()
                    .flatten()
                    .all(|x| (0.0..=1.0 + 1e-15).contains(x))
            );
        }
        assert_eq!(Screening::draw(7, 3, 1).points, screening.points[..3]);
        assert!(Screening::draw(0, 2, 1).effects(&[]).is_empty());
    }

    #[test]
    fn a_bar_reaches_over_the_middle_and_nothing_reaches_nowhere() {
        let people = |shift: f64| People((0..9).map(|n| (n, n as f64 + shift)).collect());
        let bar = Bar::of(0, &people(0.0), &people(-1.0), &people(3.0));
        assert_eq!((bar.low, bar.high, bar.reach()), (-1.0, 3.0, 4.0));
        // Everyone moves alike: no error.
        assert_eq!((bar.low_error, bar.high_error), (0.0, 0.0));
        let same_side = Bar::of(1, &people(0.0), &people(1.0), &people(3.0));
        assert_eq!(same_side.reach(), 3.0);
        let still = Bar::of(2, &people(0.0), &people(0.0), &people(0.0));
        assert_eq!(still.reach(), 0.0);
        let nobody = Bar::of(3, &people(0.0), &People(Vec::new()), &people(0.0));
        let mut bars = [still, same_side, bar, nobody];
        longest_first(&mut bars);
        assert_eq!(bars.map(|bar| bar.number), [3, 0, 1, 2]);
    }
}
