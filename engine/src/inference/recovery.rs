//! Recovery: data that were simulated under one account, given to an analysis that does not know which. Does it say the right one?
//!
//! **Who.** The people of a run are split in two halves: every other one, in the order of seeds. From one half the analysis learns what every account expects; trials
//! are drawn from the other half.
//!
//! **What is seen.** The mean change of rated severity in every arm less that in the first, at up to four weeks spread evenly up to that of the
//! design. What all arms have in common says nothing of an account, and differs by chance between the halves.
//!
//! **How it is judged.** By likelihood. With `y` these differences in a trial with `n` people in each arm, `m` what an account expects of them and `C`
//! their covariance for one person in each arm,
//!
//! ```text
//! log L(account) = - (n (y - m)' C^-1 (y - m) + log det C) / 2        C_ab = C_0 + (C_a where a = b)
//! ```
//!
//! the account of the greatest likelihood is named, one of equals by lot. Means of trials are nearly normal, whatever people are.
//!
//! **Two accounts cannot be told apart** where, of the two alone, the right one is not named more often than chance would: half of the time,
//! within the error of the number of trials.

use super::RATED_SEVERITY;
use super::design::Design;
use super::error::InferenceError;
use super::means::mean;
use super::shares::Share;
use super::trial::{FEWEST_IN_AN_ARM, MOST_IN_AN_ARM, Measure, Recruiter, Scores};
use crate::cohort::results::RunResult;
use crate::random::{Draws, Purpose, choice};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Most weeks that the analysis sees.
const WEEKS: u32 = 4;
/// Fewest people in each half for which a covariance can be learned.
const FEWEST: usize = 16;
const LOT: Purpose = Purpose::new("recovery lot");

/// What came out at one size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// People in each arm.
    pub per_arm: usize,
    /// Whether people had to be drawn again, since fewer were simulated.
    pub again: bool,
    /// Trials under each account.
    pub trials: usize,
    /// `[true account][named account]`: trials.
    pub named: Vec<Vec<usize>>,
    /// Every two accounts, against each other alone.
    pub pairs: Vec<Pair>,
}

/// Two accounts against each other alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Index of the one.
    pub first: usize,
    /// Index of the other.
    pub second: usize,
    /// Trials under either that point to the right one; one of two equals counts half, rounded down in the sum.
    pub right: Share,
}

impl Pair {
    /// Whether they cannot be told apart: chance would be right as often.
    pub fn is_chance(&self) -> bool {
        self.right.low <= 0.5
    }
}

/// A trial under an account: how likely it is under each, in the order of accounts.
type Likelihoods = Vec<f64>;

/// What the accounts expect, and people to draw trials from.
pub struct Recovery {
    /// One for each account.
    learned: Vec<Normal>,
    /// `[account][week]`: scores of those who were not learned from.
    held_out: Vec<Vec<Scores>>,
    /// Which arm each place of a block of people is in.
    block: Vec<usize>,
}

impl Recovery {
    /// Learns the first `accounts` variants from every other one of the people; none where a half is too small under some account.
    ///
    /// # Errors
    /// If the run lacks an arm of the design, or contradicts itself.
    pub fn learn(
        result: &RunResult,
        design: &Design,
        accounts: usize,
    ) -> Result<Option<Self>, InferenceError> {
        let scenarios = design.scenarios(result)?;
        let accounts = (0..accounts)
            .map(|variant| {
                let weeks = weeks(design.measure.week).into_iter().map(|week| {
                    let measure = Measure {
                        readout: RATED_SEVERITY.to_owned(),
                        week,
                        response: false,
                    };
                    Scores::of(result, &scenarios, variant, &measure)
                });
                weeks.collect()
            })
            .collect::<Result<Vec<Vec<Scores>>, _>>()?;
        Ok(Self::of(&accounts, &design.block()))
    }

    /// The same from scores, `[account][week]`, with the arm of each place of a block of people.
    pub fn of(accounts: &[Vec<Scores>], block: &[usize]) -> Option<Self> {
        let halves = |scores: &[Scores], odd: usize| -> Vec<Scores> {
            let half = |arm: &Vec<f64>| arm.iter().skip(odd).step_by(2).copied().collect();
            let of_week = |week: &Scores| Scores(week.0.iter().map(half).collect());
            scores.iter().map(of_week).collect()
        };
        let learned = accounts
            .iter()
            .map(|weeks| Normal::learn(&halves(weeks, 0), block));
        let learned = learned.collect::<Option<_>>()?;
        let held_out = accounts.iter().map(|weeks| halves(weeks, 1)).collect();
        Some(Self {
            learned,
            held_out,
            block: block.to_vec(),
        })
    }

    /// Trials of a size under every account; none where there is nobody to draw from.
    pub fn confusion(&self, per_arm: usize, trials: usize) -> Option<Confusion> {
        let mut first = self.held_out.iter().filter_map(|weeks| weeks.first());
        let again = first.any(|scores| scores.draws_again(per_arm * self.block.len()));
        if !(FEWEST_IN_AN_ARM..=MOST_IN_AN_ARM).contains(&per_arm) {
            return None;
        }
        let accounts = self.learned.len();
        let likelihoods: Vec<Vec<Likelihoods>> = (0..accounts)
            .into_par_iter()
            .map_init(Recruiter::default, |recruiter, truth| {
                let trial = |number| self.likelihoods(recruiter, truth, per_arm, number);
                (0..trials as u64).filter_map(trial).collect()
            })
            .collect();
        let mut named = vec![vec![0; accounts]; accounts];
        let mut lot = Draws::of(0);
        for (truth, trials) in likelihoods.iter().enumerate() {
            for (number, trial) in trials.iter().enumerate() {
                named[truth][most_likely(trial, &mut lot, truth, number)] += 1;
            }
        }
        let pairs = (0..accounts).flat_map(|a| (a + 1..accounts).map(move |b| (a, b)));
        let pairs = pairs.map(|(first, second)| {
            let halves = halves_right(&likelihoods[first], first, second)
                + halves_right(&likelihoods[second], second, first);
            Pair {
                first,
                second,
                right: Share::new(halves / 2, 2 * trials),
            }
        });
        Some(Confusion {
            per_arm,
            again,
            trials,
            pairs: pairs.collect(),
            named,
        })
    }

    /// How likely trial `number` under an account is under each.
    fn likelihoods(
        &self,
        recruiter: &mut Recruiter,
        truth: usize,
        per_arm: usize,
        number: u64,
    ) -> Option<Likelihoods> {
        let weeks = &self.held_out[truth];
        let first = weeks.first()?;
        let arms = first.0.len();
        let people = recruiter.people(first.people(), self.block.len(), per_arm, number)?;
        let mean_of = |week: &Scores, arm: usize| {
            let places = people.iter().zip(self.block.iter().cycle());
            let own = places.filter(|(_, of)| **of == arm);
            let sum: f64 = own.map(|(&person, _)| week.0[arm][person as usize]).sum();
            sum / (per_arm * part(&self.block, arm)) as f64
        };
        let mut seen = Vec::with_capacity((arms - 1) * weeks.len());
        let firsts: Vec<f64> = weeks.iter().map(|week| mean_of(week, 0)).collect();
        for arm in 1..arms {
            let weeks = weeks.iter().zip(&firsts);
            seen.extend(weeks.map(|(week, first)| mean_of(week, arm) - first));
        }
        let likelihood = |account: &Normal| account.log_likelihood(&seen, per_arm as f64);
        Some(self.learned.iter().map(likelihood).collect())
    }
}

/// People of an arm in a block.
fn part(block: &[usize], arm: usize) -> usize {
    block.iter().filter(|of| **of == arm).count().max(1)
}

/// Up to four weeks, spread evenly, the last being that of the design.
pub(super) fn weeks(last: u32) -> Vec<u32> {
    let mut weeks: Vec<u32> = (1..=WEEKS).map(|part| last * part / WEEKS).collect();
    weeks.retain(|week| *week > 0);
    weeks.dedup();
    weeks
}

/// The account of the greatest likelihood, one of equals by lot.
fn most_likely(trial: &[f64], lot: &mut Draws, truth: usize, number: usize) -> usize {
    let greatest = trial.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let equals = || (0..trial.len()).filter(|&account| trial[account] == greatest);
    let count = equals().count().max(1);
    let mut word = [0];
    lot.fill(LOT, number as u64, truth as u64, &mut word);
    equals().nth(choice(word[0], count)).unwrap_or(0)
}

/// Trials in which the true one of two is the more likely, counted in halves: two where it is, one where both are equal.
fn halves_right(trials: &[Likelihoods], truth: usize, other: usize) -> usize {
    let each = trials.iter().map(|trial| {
        let by = trial[truth] - trial[other];
        usize::from(by >= 0.0) + usize::from(by > 0.0)
    });
    each.sum()
}

/// What an account expects of the differences from the first arm, and their covariance as its triangular root.
struct Normal {
    mean: Vec<f64>,
    /// Lower triangle `L` with `C = L L'`, row by row.
    root: Vec<Vec<f64>>,
}

impl Normal {
    /// Learns from scores, one for each week; none with too few people or a single arm.
    fn learn(weeks: &[Scores], block: &[usize]) -> Option<Self> {
        let first = weeks.first()?;
        let (arms, people) = (first.0.len(), first.people());
        if people < FEWEST || arms < 2 {
            return None;
        }
        let of = |arm: usize, week: usize| weeks[week].0[arm].as_slice();
        let covariance = |arm: usize, one: usize, other: usize| {
            let (a, b) = (of(arm, one), of(arm, other));
            let (middle_a, middle_b) = (mean(a), mean(b));
            let joint: f64 = a
                .iter()
                .zip(b)
                .map(|(x, y)| (x - middle_a) * (y - middle_b))
                .sum();
            // Of the mean of as many people as the arm has in a block.
            joint / (people - 1) as f64 / part(block, arm) as f64
        };
        let places = (1..arms).flat_map(|arm| (0..weeks.len()).map(move |week| (arm, week)));
        let places: Vec<(usize, usize)> = places.collect();
        let expected = places.iter();
        let expected = expected.map(|&(arm, week)| mean(of(arm, week)) - mean(of(0, week)));
        let expected = expected.collect();
        let joint = |a: usize, b: usize| {
            let ((one, week), (other, later)) = (places[a], places[b]);
            let shared = covariance(0, week, later);
            if one == other {
                shared + covariance(one, week, later)
            } else {
                shared
            }
        };
        Some(Self {
            mean: expected,
            root: root_of(places.len(), joint),
        })
    }

    /// Log likelihood of the means of `n` people, up to a constant.
    fn log_likelihood(&self, means: &[f64], n: f64) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(means.len());
        let mut log_determinant = 0.0;
        for (row, (y, m)) in self.root.iter().zip(means.iter().zip(&self.mean)) {
            let known: f64 = row.iter().zip(&solved).map(|(l, z)| l * z).sum();
            let pivot = row[solved.len()];
            solved.push((y - m - known) / pivot);
            log_determinant += 2.0 * pivot.ln();
        }
        let distance: f64 = solved.iter().map(|z| z * z).sum();
        -0.5 * (n * distance + log_determinant)
    }
}

/// Lower triangle `L` of a covariance `C = L L'` (Cholesky), row by row.
fn root_of(size: usize, covariance: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(size);
    for a in 0..size {
        let mut row: Vec<f64> = Vec::with_capacity(a + 1);
        #[allow(clippy::needless_range_loop)] // `b` is a row and a column.
        for b in 0..=a {
            let other = if a == b { &row } else { &root[b] };
            let known: f64 = row.iter().zip(other).take(b).map(|(x, y)| x * y).sum();
            let left = covariance(a, b) - known;
            row.push(if a == b {
                // What does not vary, or follows from what came before, would be certain: a variance of nothing is kept above zero.
                left.max(1e-9).sqrt()
            } else {
                left / root[b][b]
            });
        }
        root.push(row);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::super::trial::tests::normal;
    use super::*;

    /// Accounts with two arms and one week: the first arm at zero, the second at the effect of the account.
    fn accounts(effects: &[f64]) -> Vec<Vec<Scores>> {
        let account = |effect: &f64| vec![normal(800, &[0.0, *effect], 1.0)];
        effects.iter().map(account).collect()
    }

    #[test]
    fn a_planted_difference_is_recovered() {
        let recovery = Recovery::of(&accounts(&[0.0, -2.0, 2.0]), &[0, 1]).unwrap();
        let found = recovery.confusion(40, 300).unwrap();
        for truth in 0..3 {
            // Two spreads apart with 40 people: 4.5 standard errors from the midpoint.
            assert_eq!(found.named[truth][truth], 300);
        }
        assert!(found.pairs.iter().all(|pair| pair.right.share == 1.0));
        assert!(found.pairs.iter().all(|pair| !pair.is_chance()));
    }

    #[test]
    fn recovery_is_as_good_as_the_formula_says() {
        let recovery = Recovery::of(&accounts(&[0.0, -0.5]), &[0, 1]).unwrap();
        let uneven = Recovery::of(&accounts(&[0.0, -0.5]), &[0, 1, 1]).unwrap();
        let found = uneven.confusion(16, 2000).unwrap();
        // As below, with twice as many in the second arm: its part of the variance is halved.
        let z = 0.25 * (16.0_f64 / 1.5).sqrt();
        let expected = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        assert!((found.pairs[0].right.share - expected).abs() < 0.055);
        for per_arm in [8, 32] {
            let found = recovery.confusion(per_arm, 2000).unwrap();
            // The midpoint is 0.25 from both, in a difference of two means with its standard error.
            let z = 0.25 * (per_arm as f64 / 2.0).sqrt();
            let expected = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            // Halves of 400 people differ by 0.1 in that difference. It moves the midpoint, one share up and the other down, and their mean by less
            // than 0.03. Three standard errors of 4000 trials are 0.024.
            let off = (found.pairs[0].right.share - expected).abs();
            assert!(
                off < 0.055,
                "{} against {expected}",
                found.pairs[0].right.share
            );
        }
    }

    #[test]
    fn accounts_that_are_alike_are_named_alike_often() {
        let recovery = Recovery::of(&accounts(&[0.0, 0.0, -3.0]), &[0, 1]).unwrap();
        let found = recovery.confusion(30, 1000).unwrap();
        for truth in 0..2 {
            // Equal bits: a lot of 1000 with a standard error of 16, four of them.
            assert!(found.named[truth][0].abs_diff(500) < 64);
            assert_eq!(found.named[truth][2], 0);
        }
        let alike = found.pairs.iter().find(|p| (p.first, p.second) == (0, 1));
        let alike = alike.unwrap();
        assert_eq!(alike.right.share, 0.5);
        assert!(alike.is_chance());
    }

    #[test]
    fn weeks_that_follow_from_each_other_are_no_obstacle() {
        let twice = |effect: f64| {
            let scores = normal(200, &[0.0, effect], 1.0);
            vec![scores.clone(), scores]
        };
        let recovery = Recovery::of(&[twice(0.0), twice(-3.0)], &[0, 1]).unwrap();
        let found = recovery.confusion(20, 50).unwrap();
        assert_eq!((found.named[0][0], found.named[1][1]), (50, 50));
    }

    #[test]
    fn too_few_people_are_no_recovery() {
        let few = vec![vec![normal(20, &[0.0, 1.0], 1.0)]];
        assert!(Recovery::of(&few, &[0, 1]).is_none());
        let some = Recovery::of(&accounts(&[0.0, 1.0]), &[0, 1]).unwrap();
        // 400 people are held out: 200 for each arm.
        assert!(!some.confusion(200, 10).unwrap().again && some.confusion(201, 10).unwrap().again);
        assert!(some.confusion(1, 10).is_none());
    }

    #[test]
    fn the_likelihood_of_two_correlated_weeks_is_that_of_the_formula() {
        let normal = Normal {
            mean: vec![1.0, 2.0],
            root: root_of(2, |a, b| [[4.0, 2.0], [2.0, 10.0]][a][b]),
        };
        assert_eq!(normal.root, [vec![2.0], vec![1.0, 3.0]]);
        // d = (1, -1): C^-1 = [[10, -2], [-2, 4]] / 36, d' C^-1 d = (10 + 4 + 4) / 36 = 0.5; det = 36.
        let expected = -0.5 * (5.0 * 0.5 + 36.0_f64.ln());
        // Rounding of a few operations.
        assert!((normal.log_likelihood(&[2.0, 1.0], 5.0) - expected).abs() < 1e-12);
    }

    #[test]
    fn weeks_are_spread_and_end_at_the_last() {
        assert_eq!(weeks(16), [4, 8, 12, 16]);
        assert_eq!(weeks(3), [1, 2, 3]);
        assert_eq!(weeks(1), [1]);
    }
}
