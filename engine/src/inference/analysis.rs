//! How a trial is analysed where people left a treatment early: rated all the same, carried forward, or by a mixed model.
//!
//! | analysis | who left is |
//! |---|---|
//! | as they are | rated at the end like everybody else: what was given counts, taken or not |
//! | carried forward | given the last rating before leaving (last observation carried forward), or the one at selection |
//! | mixed model | missing from then on: a mixed model for repeated measures fills in what was not rated; see [`mixed`](super::mixed) |
//!
//! Ratings are at up to four visits, spread evenly, the last being the week of the trial. A simulated person is rated whether
//! they left or not, so that all three can be held against the same truth; in a real trial only one of them can be had. The
//! second says that nothing would have changed, the third that those who left would have gone on as those who stayed and had
//! been rated alike; which of them errs, and by how much, is what stands beside them.

use super::design::Design;
use super::error::InferenceError;
use super::mixed::{Repeated, VISITS};
use super::recovery::weeks;
use super::sample::{arm_of, rated_at_selection, readout_at, scenario_name};
use super::shares::Share;
use super::trial::{
    Conclusion, FEWEST_IN_AN_ARM, FEWEST_TO_DRAW_FROM, MOST_IN_AN_ARM, Reading, Recruiter, Scores,
};
use super::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::cohort::results::RunResult;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A way to analyse a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// Everybody is rated at the end, whether they left or not.
    AsTheyAre,
    /// The last rating before leaving is carried forward.
    CarriedForward,
    /// A mixed model for repeated measures.
    MixedModel,
}

impl Analysis {
    /// Its name in tables and sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::AsTheyAre => "as they are",
            Self::CarriedForward => "last observation carried forward",
            Self::MixedModel => "mixed model for repeated measures",
        }
    }
}

/// What trials find by an analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysed {
    /// The analysis.
    pub analysis: Analysis,
    /// What it finds in the mean, from everybody in every arm; none where it cannot be estimated.
    pub effect: Option<f64>,
    /// Share of people who left before the last visit, by arm.
    pub left: Vec<f64>,
    /// Trials by size.
    pub sizes: Vec<AnalysedSize>,
}

/// What trials of a size find by an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AnalysedSize {
    /// People in each arm, times its part of the allocation.
    pub per_arm: usize,
    /// Trials that conclude what was claimed.
    pub as_claimed: Share,
    /// Trials that conclude the opposite.
    pub otherwise: Share,
}

/// Changes since selection at every visit: `[arm][person][visit]`, people in the order of seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Visits {
    /// As everybody would be rated.
    rated: Vec<Vec<[f64; VISITS]>>,
    /// How many visits came before somebody left.
    stayed: Vec<Vec<usize>>,
    /// Rating at selection, the same in all arms, and what it takes to respond: only where responses are counted.
    response: Option<(Vec<Vec<f64>>, f64)>,
    visits: usize,
}

impl Visits {
    /// Visits of everyone who is ill under a variant and in all arms of a design.
    ///
    /// # Errors
    /// If an arm or the readout does not exist, or the week lies beyond the end.
    pub fn of(result: &RunResult, design: &Design, variant: usize) -> Result<Self, InferenceError> {
        let measure = &design.measure;
        let severity = [TRUE_SEVERITY, RATED_SEVERITY].contains(&measure.readout.as_str());
        let readout = if severity || measure.response {
            RATED_SEVERITY
        } else {
            &measure.readout
        };
        let schedule = weeks(measure.week);
        let mut arms: Vec<BTreeMap<u64, Person>> = Vec::new();
        for scenario in design.scenarios(result)? {
            let arm = arm_of(result, scenario, variant)?;
            let mut people: BTreeMap<u64, Person> = BTreeMap::new();
            let before = if readout == RATED_SEVERITY {
                rated_at_selection(result, arm)?
            } else {
                readout_at(result, arm, readout, 0)?
            };
            for (seed, before) in before {
                people.insert(
                    seed,
                    Person {
                        before,
                        ..Person::default()
                    },
                );
            }
            for (visit, &week) in schedule.iter().enumerate() {
                for (seed, value) in readout_at(result, arm, readout, week)? {
                    if let Some(person) = people.get_mut(&seed) {
                        person.changes[visit] = value - person.before;
                    }
                }
            }
            for (&person, left) in arm.people.iter().zip(&arm.dropped_out) {
                let info = result.people.get(person).ok_or_else(|| {
                    InferenceError::Inconsistent(format!(
                        "an arm of {} names a person whom the run lacks",
                        scenario_name(result, arm)
                    ))
                })?;
                if let Some(person) = people.get_mut(&info.seed) {
                    let until = left.map_or(f64::INFINITY, f64::from);
                    let stayed = schedule.iter().filter(|&&week| f64::from(week) <= until);
                    person.stayed = stayed.count();
                }
            }
            arms.push(people);
        }
        let everywhere: Vec<u64> = arms.first().map_or_else(Vec::new, |first| {
            let seeds = first.keys().copied();
            seeds
                .filter(|seed| arms.iter().all(|arm| arm.contains_key(seed)))
                .collect()
        });
        let column = |arm: &BTreeMap<u64, Person>| -> Vec<Person> {
            everywhere
                .iter()
                .filter_map(|seed| arm.get(seed).copied())
                .collect()
        };
        let columns: Vec<Vec<Person>> = arms.iter().map(column).collect();
        let each = |of: fn(&Person) -> f64| -> Vec<Vec<f64>> {
            columns
                .iter()
                .map(|arm| arm.iter().map(of).collect())
                .collect()
        };
        Ok(Self {
            rated: columns
                .iter()
                .map(|arm| arm.iter().map(|p| p.changes).collect())
                .collect(),
            stayed: columns
                .iter()
                .map(|arm| arm.iter().map(|p| p.stayed).collect())
                .collect(),
            response: measure
                .response
                .then(|| (each(|person| person.before), result.outcome.response_share)),
            visits: schedule.len(),
        })
    }

    /// Scores with the last rating before leaving carried forward to the end.
    pub fn carried_forward(&self) -> Scores {
        let arms = self.rated.iter().zip(&self.stayed).enumerate();
        let of_arm = arms.map(|(arm, (rated, stayed))| {
            let people = rated.iter().zip(stayed).enumerate();
            let score = people.map(|(person, (changes, &stayed))| {
                let change = stayed.checked_sub(1).map_or(0.0, |last| changes[last]);
                match &self.response {
                    Some((before, share)) => {
                        f64::from(u8::from(-change >= share * before[arm][person]))
                    }
                    None => change,
                }
            });
            score.collect()
        });
        Scores(of_arm.collect())
    }

    /// Share of people who left before the last visit, by arm.
    pub fn left(&self) -> Vec<f64> {
        let share = |stayed: &Vec<usize>| {
            let left = stayed
                .iter()
                .filter(|&&stayed| stayed < self.visits)
                .count();
            left as f64 / stayed.len() as f64
        };
        self.stayed.iter().map(share).collect()
    }

    /// Adds a person to a model, with what was rated before they left.
    fn add(&self, model: &mut Repeated, arm: usize, person: usize) {
        model.add(arm, &self.rated[arm][person][..self.stayed[arm][person]]);
    }

    fn people(&self) -> usize {
        self.rated.first().map_or(0, Vec::len)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Person {
    before: f64,
    changes: [f64; VISITS],
    stayed: usize,
}

impl Design {
    /// What the trials of [`power`](super::design::power) find by the other analyses: the same people in the same arms.
    ///
    /// A mixed model takes no share of people who respond, and is left out there.
    ///
    /// # Errors
    /// As [`Visits::of`].
    pub fn analysed(
        &self,
        result: &RunResult,
        variant: usize,
        sizes: &[usize],
        trials: usize,
    ) -> Result<Vec<Analysed>, InferenceError> {
        let visits = Visits::of(result, self, variant)?;
        let carried = visits.carried_forward();
        let block = self.block();
        let effect = carried.expected(&self.weights, &self.allocation).0;
        let mut found = vec![Analysed {
            analysis: Analysis::CarriedForward,
            effect: effect.is_finite().then_some(effect),
            left: visits.left(),
            sizes: self.trials_of(&visits, sizes, trials, |recruiter, per_arm, number| {
                let values = recruiter.trial(&carried, &block, per_arm, number)?;
                Some(Reading::of(values, &self.weights, &block))
            }),
        }];
        if !self.measure.response {
            let arms = self.arms.len();
            let mut everybody = Repeated::new(arms, visits.visits);
            for arm in 0..arms {
                (0..visits.people()).for_each(|person| visits.add(&mut everybody, arm, person));
            }
            found.push(Analysed {
                analysis: Analysis::MixedModel,
                effect: everybody
                    .reading(&self.weights)
                    .map(|reading| reading.estimate),
                left: visits.left(),
                sizes: self.trials_of(&visits, sizes, trials, |recruiter, per_arm, number| {
                    let mut model = Repeated::new(arms, visits.visits);
                    let people = recruiter.people(visits.people(), block.len(), per_arm, number)?;
                    for (k, &person) in people.iter().enumerate() {
                        visits.add(&mut model, block[k % block.len()], person as usize);
                    }
                    model.reading(&self.weights)
                }),
            });
        }
        Ok(found)
    }

    fn trials_of(
        &self,
        visits: &Visits,
        sizes: &[usize],
        trials: usize,
        read: impl Fn(&mut Recruiter, usize, u64) -> Option<Reading> + Sync,
    ) -> Vec<AnalysedSize> {
        let possible = sizes.iter().copied().filter(|n| {
            (FEWEST_IN_AN_ARM..=MOST_IN_AN_ARM).contains(n)
                && visits.people() >= FEWEST_TO_DRAW_FROM
        });
        let found = possible.map(|per_arm| {
            let concluded = (0..trials)
                .into_par_iter()
                .map_init(Recruiter::default, |recruiter, number| {
                    let reading = read(recruiter, per_arm, number as u64);
                    let conclusion = reading.map(|r| r.conclusion(self.expected, self.margin));
                    match conclusion {
                        Some(Conclusion::AsClaimed) => [1, 0],
                        Some(Conclusion::Otherwise) => [0, 1],
                        _ => [0, 0],
                    }
                })
                .reduce(|| [0; 2], |a: [usize; 2], b| [a[0] + b[0], a[1] + b[1]]);
            AnalysedSize {
                per_arm,
                as_claimed: Share::new(concluded[0], trials),
                otherwise: Share::new(concluded[1], trials),
            }
        });
        found.collect()
    }
}
