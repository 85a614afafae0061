//! What trials of a claim would find: power and false positives against the number of people, what a look before and after would have said,
//! and what it costs.
//!
//! Power is the share of simulated trials that conclude what was claimed. Closed form beside it, for a claim that one number lies below or
//! above zero:
//!
//! ```text
//! n for 80 % power = ((z(0.975) + z(0.8)) * spread / effect)^2     in each arm
//! ```
//!
//! with the spread of the weighted sum for one person in each arm.

use super::analysis::Analysed;
use super::error::InferenceError;
use super::means::{mean, standard_deviation};
use super::recovery::Confusion;
use super::separation::Separation;
use super::shares::{NORMAL_975, Share};
use super::trial::{
    Conclusion, FEWEST_IN_AN_ARM, FEWEST_TO_DRAW_FROM, MOST_IN_AN_ARM, Measure, Reading, Recruiter,
    Scores,
};
use super::verdicts::Expected;
use crate::cohort::results::{RunResult, SeedsInfo};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Power that a trial is planned for.
pub const PLANNED_POWER: f64 = 0.8;
/// Standard normal quantile of 0.8.
const NORMAL_800: f64 = 0.841_621_233_572_914_3;

/// Arms and how they are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Short name, unique among the designs of a claim.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Names of the scenarios that its arms live.
    pub arms: Vec<String>,
    /// Titles of these.
    pub titles: Vec<String>,
    /// How the means of the arms are summed.
    pub weights: Vec<f64>,
    /// People in each arm for every block of a trial: `[1, 2]` puts two into the second for each in the first.
    pub allocation: Vec<usize>,
    /// True where nobody knows who gets the drug: everyone without it gets a pill.
    pub blind: bool,
    /// What is measured.
    pub measure: Measure,
    /// What the claim says of the sum.
    pub expected: Expected,
    /// Smallest difference that matters.
    pub margin: f64,
}

/// What trials of a design would find under one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Name of the variant.
    pub variant: String,
    /// Its title.
    pub title: String,
    /// Whether a coupling of the claim acts in it; where none does, whoever finds what was claimed has found something else.
    pub mechanism: bool,
    /// People to draw from: those who are ill.
    pub ill: usize,
    /// Share of all people who fall ill.
    pub share_ill: f64,
    /// What a trial finds in the mean.
    pub effect: f64,
    /// Standard deviation of that for one person in each arm, times its part of the allocation.
    pub spread: f64,
    /// The same from true severity, person by person: what no trial sees.
    pub paired_effect: f64,
    /// Monte-Carlo error of the paired effect.
    pub paired_error: f64,
    /// People in each arm for 80 % power by the closed form, times its part of the allocation; none where none is claimed, or the true effect is not of the claimed sign, or
    /// within its Monte-Carlo error of zero.
    pub needed: Option<f64>,
    /// Power and false positives, one for each size; none where hardly anybody is ill.
    pub sizes: Vec<Found>,
    /// The same trials analysed in other ways, where some people leave.
    pub analyses: Vec<Analysed>,
    /// What looking at the last arm alone, before and after, would have said.
    pub naive: Vec<Naive>,
    /// What it costs to find it.
    pub cost: Option<Cost>,
}

/// What trials of a size found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// People in each arm, times its part of the allocation.
    pub per_arm: usize,
    /// Whether people had to be drawn again, since fewer were simulated.
    pub again: bool,
    /// Trials that conclude what was claimed.
    pub as_claimed: Share,
    /// Trials that conclude the opposite.
    pub otherwise: Share,
    /// Trials that conclude anything after their people were put into arms at random: 5 % where an effect is claimed.
    pub by_chance: Share,
}

/// What a look before and after would have said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Naive {
    /// People in the one arm.
    pub people: usize,
    /// Mean change.
    pub change: f64,
    /// Looks that conclude that it works.
    pub works: Share,
}

/// What finding an effect with 80 % power costs, in people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// In all arms.
    pub in_trial: f64,
    /// To be asked, if one of the population that falls ill by this history is found with the share that does.
    pub to_screen: f64,
}

/// What could be found out about a claim, and at what price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimDesigns {
    /// Id of the claim.
    pub id: String,
    /// Name of its file without `.toml`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What is claimed.
    pub statement: String,
    /// The people who are drawn from.
    pub seeds: SeedsInfo,
    /// Simulated trials of each size.
    pub trials: usize,
    /// Tests of the claim that arms can be compared for.
    pub tests: Vec<TestDesigns>,
    /// The other tests, by what they ask.
    pub not_for_trials: Vec<String>,
}

/// Trials for one test of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestDesigns {
    /// Name of the test.
    pub test: String,
    /// What it asks.
    pub asks: String,
    /// Unit of what is measured.
    pub unit: String,
    /// The trials, the one with the arms of the test first.
    pub designs: Vec<DesignResult>,
}

/// A trial and what it finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignResult {
    /// Arms and how they are compared.
    pub design: Design,
    /// What it finds under every account, those with the mechanism knocked out last.
    pub accounts: Vec<Account>,
    /// How many of them come first and are accounts of their own: they are told apart below.
    pub own: usize,
    /// How well it tells every two accounts apart.
    pub separations: Vec<Separation>,
    /// Whether an analysis names the account that the data came from, at each size that there are people for; empty with too few.
    pub recovery: Vec<Confusion>,
}

impl DesignResult {
    /// Pairs of accounts that the largest trial cannot tell apart; none without a trial large enough to look at.
    pub fn confused(&self) -> Option<Vec<(usize, usize)>> {
        let pairs = self.recovery.last()?.pairs.iter();
        let alike = pairs.filter(|pair| pair.is_chance());
        Some(alike.map(|pair| (pair.first, pair.second)).collect())
    }
}

impl Account {
    /// Whether the people are enough to say on which side of zero the true effect lies, or that there is none at all.
    pub fn is_settled(&self) -> bool {
        is_settled((self.paired_effect, self.paired_error))
    }
}

/// Whether an effect with its Monte-Carlo error is told from none, or is the same in everybody; never where the error is not known.
fn is_settled((effect, error): (f64, f64)) -> bool {
    effect.abs() > NORMAL_975 * error || error == 0.0
}

impl Design {
    /// What trials of the design would find under every account, at some sizes, each with so many trials.
    ///
    /// `mechanism` says of each variant whether a coupling of the claim acts.
    ///
    /// # Errors
    /// If an arm or the readout does not exist, or the week lies beyond the end.
    pub fn accounts(
        &self,
        result: &RunResult,
        mechanism: &[bool],
        sizes: &[usize],
        trials: usize,
    ) -> Result<Vec<Account>, InferenceError> {
        (0..result.variants.len())
            .into_par_iter()
            .map(|variant| {
                let acts = mechanism.get(variant).copied().unwrap_or(true);
                self.account(result, variant, acts, sizes, trials)
            })
            .collect()
    }

    /// Indices of the arms in a run.
    ///
    /// # Errors
    /// If the run lacks one.
    pub fn scenarios(&self, result: &RunResult) -> Result<Vec<usize>, InferenceError> {
        let index = |name: &String| {
            let found = result.scenarios.iter().position(|s| s.name == *name);
            found.ok_or_else(|| {
                InferenceError::Inconsistent(format!("a trial names `{name}`, which the run lacks"))
            })
        };
        self.arms.iter().map(index).collect()
    }

    /// Which arm each place of a block is in: arms by turn, each as often as the allocation says.
    pub fn block(&self) -> Vec<usize> {
        let most = self.allocation.iter().copied().max().unwrap_or(1);
        let part = |arm: usize| self.allocation.get(arm).copied().unwrap_or(1);
        let turns = (0..most).flat_map(|turn| (0..self.weights.len()).map(move |arm| (turn, arm)));
        turns
            .filter(|&(turn, arm)| turn < part(arm))
            .map(|(_, arm)| arm)
            .collect()
    }

    fn account(
        &self,
        result: &RunResult,
        variant: usize,
        mechanism: bool,
        sizes: &[usize],
        trials: usize,
    ) -> Result<Account, InferenceError> {
        let scenarios = self.scenarios(result)?;
        let scores = Scores::of(result, &scenarios, variant, &self.measure)?;
        let (effect, spread) = scores.expected(&self.weights, &self.allocation);
        let paired = self.paired(result, &scenarios, variant)?;
        let info = &result.variants[variant];
        let lived = result.people.len();
        let share_ill = scores.people() as f64 / lived as f64;
        // An effect that cannot be told from none in the same people is none that a trial could be planned for.
        let needed = self.needed(effect, spread).filter(|_| is_settled(paired));
        let cost = needed.map(|per_arm| {
            let in_trial = per_arm * self.block().len() as f64;
            Cost {
                in_trial,
                to_screen: in_trial / share_ill,
            }
        });
        Ok(Account {
            variant: info.name.clone(),
            title: info.title.clone(),
            mechanism,
            ill: scores.people(),
            share_ill,
            effect,
            spread,
            paired_effect: paired.0,
            paired_error: paired.1,
            needed,
            sizes: power(&scores, self, sizes, trials),
            analyses: self.analysed(result, variant, sizes, trials)?,
            naive: naive(&scores, self, sizes, trials),
            cost,
        })
    }

    /// The true effect and its Monte-Carlo error, from the same people in all arms and without the noise of a rating.
    fn paired(
        &self,
        result: &RunResult,
        scenarios: &[usize],
        variant: usize,
    ) -> Result<(f64, f64), InferenceError> {
        let columns = Scores::true_values(result, scenarios, variant, &self.measure)?;
        let people = 0..columns.people();
        let effects: Vec<f64> = people
            .map(|person| {
                let arms = columns.0.iter().zip(&self.weights);
                arms.map(|(arm, weight)| weight * arm[person]).sum()
            })
            .collect();
        let error = standard_deviation(&effects) / (effects.len() as f64).sqrt();
        Ok((mean(&effects), error))
    }

    /// People in each arm for 80 % power.
    fn needed(&self, effect: f64, spread: f64) -> Option<f64> {
        let claimed = match self.expected {
            Expected::Lower => effect < 0.0,
            Expected::Higher => effect > 0.0,
            Expected::NoDifference => false,
        };
        let needed = (NORMAL_975 + NORMAL_800) * spread / effect;
        let needed = (needed * needed).ceil().max(FEWEST_IN_AN_ARM as f64);
        (claimed && needed.is_finite()).then_some(needed)
    }
}

/// Power and false positives of trials drawn from scores, for each size; none with too few people to draw from.
pub fn power(scores: &Scores, design: &Design, sizes: &[usize], trials: usize) -> Vec<Found> {
    let possible = sizes.iter().copied().filter(|n| {
        (FEWEST_IN_AN_ARM..=MOST_IN_AN_ARM).contains(n) && scores.people() >= FEWEST_TO_DRAW_FROM
    });
    let block = design.block();
    possible
        .map(|per_arm| {
            let concluded: [usize; 3] = (0..trials)
                .into_par_iter()
                .map_init(Recruiter::default, |recruiter, number| {
                    one_trial(recruiter, scores, design, &block, per_arm, number as u64)
                })
                .reduce(|| [0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
            let [as_claimed, otherwise, by_chance] =
                concluded.map(|count| Share::new(count, trials));
            Found {
                per_arm,
                again: scores.draws_again(per_arm * block.len()),
                as_claimed,
                otherwise,
                by_chance,
            }
        })
        .collect()
}

/// Whether a trial concludes what was claimed, the opposite, and either of them with its labels shuffled.
fn one_trial(
    recruiter: &mut Recruiter,
    scores: &Scores,
    design: &Design,
    block: &[usize],
    per_arm: usize,
    number: u64,
) -> [usize; 3] {
    let conclude = |values: &[f64]| {
        Reading::of(values, &design.weights, block).conclusion(design.expected, design.margin)
    };
    let Some(values) = recruiter.trial(scores, block, per_arm, number) else {
        return [0; 3];
    };
    let found = conclude(values);
    let by_chance = conclude(recruiter.relabelled(number));
    [
        usize::from(found == Conclusion::AsClaimed),
        usize::from(found == Conclusion::Otherwise),
        usize::from(by_chance != Conclusion::Nothing),
    ]
}

/// Looks at the last arm alone; it works where the readout moves the way that the claim says, or falls where nothing is said.
fn naive(scores: &Scores, design: &Design, sizes: &[usize], trials: usize) -> Vec<Naive> {
    let Some(last) = scores.0.last() else {
        return Vec::new();
    };
    let one = Scores(vec![last.clone()]);
    let expected = match design.expected {
        Expected::Higher => Expected::Higher,
        Expected::Lower | Expected::NoDifference => Expected::Lower,
    };
    let alone = Design {
        weights: vec![1.0],
        allocation: vec![1],
        expected,
        ..design.clone()
    };
    let found = power(&one, &alone, sizes, trials);
    let look = |found: Found| Naive {
        people: found.per_arm,
        change: mean(last),
        works: found.as_claimed,
    };
    found.into_iter().map(look).collect()
}

#[cfg(test)]
mod tests;
