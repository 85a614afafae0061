//! A trial that could really be run, drawn from simulated people: other people in every arm, a noisy rating, a t interval.
//!
//! ```text
//! estimate = sum over arms of weight_a * mean_a       variance = sum of weight_a^2 * s_a^2 / n
//! interval = estimate -+ t(0.975, df) * sqrt(variance)
//! df       = variance^2 / sum of (weight_a^2 s_a^2 / n)^2 / (n - 1)
//! ```
//!
//! with the weights `[-1, 1]` for a difference and `[1, -1, -1, 1]` for the interaction of the arms none, a, b, both. What counts of a person is
//! the change since selection. Who drops out of a treatment is still rated, as in an analysis by intention to treat.
//!
//! **Drawing.** As long as there are enough people, those of a trial are drawn without replacement: nobody is in two arms, and a larger trial of
//! the same number contains the smaller one. Trials of different numbers share people, so that they vary a little less than trials from a
//! whole population: the variance between them lacks (variance of the paired effect) / (people simulated), which Neyman (1923) has for a
//! finite population. Trials of more people than were simulated are drawn with replacement, as if the population consisted of people like these.
//!
//! Source: Welch 1947, Biometrika 34:28, 10.1093/biomet/34.1-2.28.

use super::error::InferenceError;
use super::means::{mean, standard_deviation, student_975};
use super::sample::{arm_of, rated_at_selection, readout_at, together};
use super::verdicts::Expected;
use super::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::cohort::results::RunResult;
use crate::random::{Draws, Purpose, choice};
use serde::{Deserialize, Serialize};

/// Most arms that a trial can have.
pub const MOST_ARMS: usize = 8;
/// Fewest people in an arm: below two there is no spread.
pub const FEWEST_IN_AN_ARM: usize = 2;
/// Fewest simulated people from whom trials are drawn.
pub const FEWEST_TO_DRAW_FROM: usize = 8;
/// Most people in an arm, so that the draws of a trial have room at their address.
pub const MOST_IN_AN_ARM: usize = 8_000;

/// What a trial measures of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Name of the readout; of severity, what a rating scale shows is taken.
    pub readout: String,
    /// Week since treatment would begin.
    pub week: u32,
    /// 1 for who responds and 0 for who does not, instead of the change.
    pub response: bool,
}

/// What would be measured of everyone in every arm: `[arm][person]`, people in the order of seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores(pub Vec<Vec<f64>>);

impl Scores {
    /// Scores of everyone who is ill under a variant.
    ///
    /// # Errors
    /// If an arm or the readout does not exist, or the week lies beyond the end.
    pub fn of(
        result: &RunResult,
        scenarios: &[usize],
        variant: usize,
        measure: &Measure,
    ) -> Result<Self, InferenceError> {
        let rated = [TRUE_SEVERITY, RATED_SEVERITY].contains(&measure.readout.as_str());
        let readout = if rated || measure.response {
            RATED_SEVERITY
        } else {
            &measure.readout
        };
        let mut columns = Vec::with_capacity(2 * scenarios.len());
        for &scenario in scenarios {
            let arm = arm_of(result, scenario, variant)?;
            columns.push(if readout == RATED_SEVERITY {
                rated_at_selection(result, arm)?
            } else {
                readout_at(result, arm, readout, 0)?
            });
            columns.push(readout_at(result, arm, readout, measure.week)?);
        }
        let columns = together(columns)?;
        let needed = result.outcome.response_share;
        let score = |before: f64, after: f64| {
            if measure.response {
                f64::from(u8::from(before - after >= needed * before))
            } else {
                after - before
            }
        };
        let arms = columns.chunks_exact(2).map(|pair| {
            let people = pair[0].iter().zip(&pair[1]);
            people
                .map(|(&before, &after)| score(before, after))
                .collect()
        });
        Ok(Self(arms.collect()))
    }

    /// What is true of everyone in every arm: severity without the noise of a rating, and otherwise the same as [`Scores::of`].
    ///
    /// # Errors
    /// As [`Scores::of`].
    pub fn true_values(
        result: &RunResult,
        scenarios: &[usize],
        variant: usize,
        measure: &Measure,
    ) -> Result<Self, InferenceError> {
        let rated = [TRUE_SEVERITY, RATED_SEVERITY].contains(&measure.readout.as_str());
        if measure.response || !rated {
            return Self::of(result, scenarios, variant, measure);
        }
        let at = |week| {
            let arms = scenarios.iter().map(|&scenario| {
                readout_at(
                    result,
                    arm_of(result, scenario, variant)?,
                    TRUE_SEVERITY,
                    week,
                )
            });
            together(arms.collect::<Result<_, _>>()?)
        };
        let (before, after) = (at(0)?, at(measure.week)?);
        let arms = before.iter().zip(&after).map(|(before, after)| {
            let people = before.iter().zip(after);
            people.map(|(before, after)| after - before).collect()
        });
        Ok(Self(arms.collect()))
    }

    /// Number of people.
    pub fn people(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// Whether a trial of so many people has to draw some again, since there are too few different ones.
    pub fn draws_again(&self, in_all: usize) -> bool {
        in_all > self.people()
    }

    /// What a trial would find in the mean, and the standard deviation of that for one block of people: as many in each arm as
    /// `allocation` says, one where it is empty.
    pub fn expected(&self, weights: &[f64], allocation: &[usize]) -> (f64, f64) {
        let arms = || self.0.iter().zip(weights);
        let middle = arms().map(|(arm, weight)| weight * mean(arm)).sum();
        let variance: f64 = arms()
            .enumerate()
            .map(|(place, (arm, weight))| {
                let spread = weight * standard_deviation(arm);
                spread * spread / allocation.get(place).copied().unwrap_or(1) as f64
            })
            .sum();
        (middle, variance.sqrt())
    }
}

/// What a trial says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Weighted sum of the means of the arms.
    pub estimate: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What the authors of a trial would conclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// It is as was claimed.
    AsClaimed,
    /// It is the other way round.
    Otherwise,
    /// Nothing.
    Nothing,
}

impl Reading {
    /// Reads values of people, of whom the k-th is in the arm at place `k % block.len()` of a block.
    pub fn of(values: &[f64], weights: &[f64], block: &[usize]) -> Self {
        let (mut estimate, mut variance, mut fourth) = (0.0, 0.0, 0.0);
        for (arm, weight) in weights.iter().enumerate() {
            let arms = block.iter().cycle();
            let own = || {
                values
                    .iter()
                    .zip(arms.clone())
                    .filter(|(_, of)| **of == arm)
                    .map(|(v, _)| v)
            };
            let n = own().count() as f64;
            let middle = own().sum::<f64>() / n;
            let squares: f64 = own().map(|v| (v - middle) * (v - middle)).sum();
            let of_mean = weight * weight * squares / (n - 1.0) / n;
            estimate += weight * middle;
            variance += of_mean;
            fourth += of_mean * of_mean / (n - 1.0);
        }
        // Where nothing varies there is no degree of freedom, and the interval is a point.
        let half = if variance > 0.0 {
            student_975(variance * variance / fourth) * variance.sqrt()
        } else {
            0.0
        };
        Self {
            estimate,
            low: estimate - half,
            high: estimate + half,
        }
    }

    /// What is concluded by the usual habit: an effect where the interval leaves out zero, none where it stays within the margin.
    pub fn conclusion(&self, expected: Expected, margin: f64) -> Conclusion {
        let (as_claimed, otherwise) = match expected {
            Expected::Lower => (self.high < 0.0, self.low > 0.0),
            Expected::Higher => (self.low > 0.0, self.high < 0.0),
            Expected::NoDifference => (
                -margin < self.low && self.high < margin,
                self.high < -margin || margin < self.low,
            ),
        };
        match () {
            () if as_claimed => Conclusion::AsClaimed,
            () if otherwise => Conclusion::Otherwise,
            () => Conclusion::Nothing,
        }
    }
}

/// Draws the people of trials. Its memory is used again from one trial to the next.
#[derive(Debug)]
pub struct Recruiter {
    draws: Draws,
    words: Vec<u32>,
    order: Vec<u32>,
    values: Vec<f64>,
}

const PEOPLE: Purpose = Purpose::new("trial people");
const LABELS: Purpose = Purpose::new("trial labels");

impl Default for Recruiter {
    fn default() -> Self {
        Self {
            draws: Draws::of(0),
            words: Vec::new(),
            order: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl Recruiter {
    /// The people of trial `number` with so many blocks of people, as indices below `pool`: the k-th stands at place `k % block` of
    /// a block, which has a person of each arm where arms are equal. None where there are too few to draw from, or the trial is too
    /// large.
    pub fn people(
        &mut self,
        pool: usize,
        block: usize,
        blocks: usize,
        number: u64,
    ) -> Option<&[u32]> {
        let count = block.checked_mul(blocks)?;
        if pool < FEWEST_TO_DRAW_FROM || count > MOST_ARMS * MOST_IN_AN_ARM {
            return None;
        }
        self.words.resize(count, 0);
        self.draws.fill(PEOPLE, number, 0, &mut self.words);
        self.order.clear();
        if count > pool {
            let drawn = self.words.iter().map(|&word| choice(word, pool) as u32);
            self.order.extend(drawn);
            return Some(&self.order);
        }
        self.order.extend(0..pool as u32);
        for (place, &word) in self.words.iter().enumerate() {
            self.order.swap(place, place + choice(word, pool - place));
        }
        Some(&self.order[..count])
    }

    /// What trial `number` measures, person by person; `block` says which arm each place of a block is in. See
    /// [`Recruiter::people`].
    pub fn trial(
        &mut self,
        scores: &Scores,
        block: &[usize],
        blocks: usize,
        number: u64,
    ) -> Option<&mut [f64]> {
        self.people(scores.people(), block.len(), blocks, number)?;
        self.values.clear();
        let people = self.order[..block.len() * blocks]
            .iter()
            .zip(block.iter().cycle());
        let measured = people.map(|(&person, &arm)| scores.0[arm][person as usize]);
        self.values.extend(measured);
        Some(&mut self.values)
    }

    /// The same trial with its people put into arms at random after everything was measured: no arm differs from another.
    pub fn relabelled(&mut self, number: u64) -> &[f64] {
        let count = self.values.len();
        self.words.resize(count, 0);
        self.draws.fill(LABELS, number, 0, &mut self.words);
        for (place, &word) in self.words.iter().enumerate() {
            self.values.swap(place, place + choice(word, count - place));
        }
        &self.values
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Normal scores of a mean for each arm.
    pub(in crate::inference) fn normal(people: usize, means: &[f64], spread: f64) -> Scores {
        let mut draws = Draws::of(11);
        let mut arm = |(arm, mean): (usize, &f64)| {
            let purpose = Purpose::new("scores").and(&arm.to_string());
            (0..people)
                .map(|person| mean + spread * draws.normal(purpose, person as u64, 0))
                .collect()
        };
        Scores(means.iter().enumerate().map(&mut arm).collect())
    }

    #[test]
    fn a_reading_is_the_test_of_welch() {
        // Arms 1, 2, 3, 4 and 2, 4, 6, 8: means 2.5 and 5, variances 5/3 and 20/3, of the mean 5/12 and 20/12.
        let values = [1.0, 2.0, 2.0, 4.0, 3.0, 6.0, 4.0, 8.0];
        let reading = Reading::of(&values, &[-1.0, 1.0], &[0, 1]);
        assert_eq!(reading.estimate, 2.5);
        let variance: f64 = 25.0 / 12.0;
        let df = variance * variance / ((25.0 / 144.0 + 400.0 / 144.0) / 3.0);
        // df = 4.41: the quantile is 2.67 by table, whose last digit and the expansion of the quantile are good for 0.02.
        assert!((df - 4.41).abs() < 0.01);
        assert!((reading.high - (2.5 + 2.67 * variance.sqrt())).abs() < 0.03);
        assert_eq!(
            reading.estimate - reading.low,
            reading.high - reading.estimate
        );
        let uneven = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0];
        // Arms 1, 4 and 2, 3, 6, 8 by blocks of one and two: means 2.5 and 4.75, variances 9/2 and 91/12, of the mean 9/4 and 91/48.
        let two_to_one = Reading::of(&uneven, &[-1.0, 1.0], &[0, 1, 1]);
        assert_eq!(two_to_one.estimate, 2.25);
        let (a, b): (f64, f64) = (9.0 / 4.0, 91.0 / 48.0);
        let df = (a + b) * (a + b) / (a * a + b * b / 3.0);
        let half = student_975(df) * (a + b).sqrt();
        // Rounding of a few operations.
        assert!((two_to_one.high - 2.25 - half).abs() < 1e-12);
        let still = Reading::of(&[1.0; 8], &[-1.0, 1.0], &[0, 1]);
        assert_eq!((still.low, still.high), (0.0, 0.0));
    }

    #[test]
    fn conclusions_look_at_the_interval() {
        let reading = |low, high| Reading {
            estimate: 0.0,
            low,
            high,
        };
        let concluded = |low, high, expected| reading(low, high).conclusion(expected, 3.0);
        assert_eq!(
            concluded(-4.0, -1.0, Expected::Lower),
            Conclusion::AsClaimed
        );
        assert_eq!(
            concluded(-4.0, -1.0, Expected::Higher),
            Conclusion::Otherwise
        );
        assert_eq!(concluded(-4.0, 1.0, Expected::Lower), Conclusion::Nothing);
        let none = Expected::NoDifference;
        assert_eq!(concluded(-2.0, 1.0, none), Conclusion::AsClaimed);
        assert_eq!(concluded(-4.0, 1.0, none), Conclusion::Nothing);
        assert_eq!(concluded(3.5, 4.0, none), Conclusion::Otherwise);
    }

    #[test]
    fn nobody_is_in_two_arms_and_larger_trials_contain_smaller_ones() {
        let mut recruiter = Recruiter::default();
        let small = recruiter.people(50, 2, 10, 3).unwrap().to_vec();
        let large = recruiter.people(50, 2, 25, 3).unwrap().to_vec();
        assert_eq!(small, large[..20]);
        let mut all = large;
        all.sort_unstable();
        assert_eq!(all, (0..50).collect::<Vec<_>>());
        assert_ne!(recruiter.people(50, 2, 10, 4).unwrap(), small);
        // One person too few: people are drawn again, and all of them are people that there are.
        let again = recruiter.people(50, 2, 26, 3).unwrap();
        assert!(again.len() == 52 && again.iter().all(|&person| person < 50));
        assert!(recruiter.people(FEWEST_TO_DRAW_FROM - 1, 2, 2, 3).is_none());
    }

    #[test]
    fn relabelling_keeps_what_was_measured() {
        let scores = normal(40, &[0.0, 9.0], 1.0);
        let mut recruiter = Recruiter::default();
        let mut before = recruiter.trial(&scores, &[0, 1], 20, 0).unwrap().to_vec();
        let mut after = recruiter.relabelled(0).to_vec();
        assert_ne!(before, after);
        before.sort_by(f64::total_cmp);
        after.sort_by(f64::total_cmp);
        assert_eq!(before, after);
    }
}
