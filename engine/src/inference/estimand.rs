//! What a test of a claim asks of a run, and the number that answers it.
//!
//! `B - A` means the second scenario minus the first, person by person; people are paired by seed, and only those who are in
//! every arm that is asked for count.
//!
//! | estimand | scenarios | is |
//! |---|---|---|
//! | `mean` | 1 | mean of the readout at `week` |
//! | `change` | 1 | readout at `week` minus at `reference_week` |
//! | `difference` | 2 | `B - A` at `week` |
//! | `difference_of_changes` | 2 | `B - A` at `week`, minus `B - A` at `reference_week` |
//! | `interaction` | 4 | `(both - b) - (a - none)` of the scenarios none, a, b, both |
//! | `ordering` | 2 or more | smallest step of the mean from one scenario to the next; positive where the order holds |
//! | `share_of_effect` | 2 | mean `B - A` at `week`, divided by mean `B - A` at `reference_week` |
//! | `response_share`, `remission_share` | 1 | share of people who respond, or are in remission |
//! | `response_difference` | 2 | share who respond in B minus share who respond in A |
//! | `no_response_to_any` | 1 or more | share of people who respond in none of the scenarios |
//! | `time_to_response` | 2 | `B - A` of the first week of response up to `week`; none by then counts as the week after it |
//! | `dose_response` | 2 or more | slope of a person's readout on the dose, by least squares |
//! | `trait_slope` | 1 or 2 | slope of the readout, or of `B - A`, on a trait, per standard deviation of the trait |
//! | `share_of_variance` | 2 or more | share of the variance over all people and scenarios that a trait (linearly) or the scenario explains |
//! | `before_after_gap` | 2 | change of B since selection, as rated, minus the paired effect `B - A` |
//! | `allocation` | 2 or more | see the module `allocation` |
//!
//! Response and remission are those of rated severity, as in [`response_at`](super::response_at).

use super::RATED_SEVERITY;
use super::allocation;
use super::arms::{ratio, remission_at, responders_at};
use super::bootstrap::Estimated;
use super::error::InferenceError;
use super::means::{Estimate, Interval, mean, standard_deviation};
use super::sample::{Seeded, arm_of, rated_at_selection, readout_at, together, traits_of};
use super::shares::Share;
use crate::cohort::results::{Arm, RunResult};
use serde::{Deserialize, Serialize};

/// The word for the scenario where a trait may stand: what explains variance.
pub const SCENARIO: &str = "scenario";

/// A question to a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Names of the scenarios, in the order that the estimand gives a meaning to.
    pub scenarios: Vec<String>,
    /// Name of the readout; what asks for response does not look at it.
    pub readout: String,
    /// Week since treatment would begin.
    pub week: u32,
    /// What is asked of them.
    #[serde(flatten)]
    pub estimand: Estimand,
}

/// What is asked; see the table of the [module](self).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "estimand", rename_all = "snake_case")]
pub enum Estimand {
    /// Mean of the readout.
    Mean,
    /// Change since a week.
    Change {
        /// The earlier week.
        reference_week: u32,
    },
    /// `B - A`.
    Difference,
    /// `B - A`, minus the same at another week.
    DifferenceOfChanges {
        /// The other week.
        reference_week: u32,
    },
    /// What two things do together beyond the sum of what each does.
    Interaction,
    /// Whether means rise from scenario to scenario.
    Ordering,
    /// How much of a difference is there at another time.
    ShareOfEffect {
        /// Week of the difference that is the whole.
        reference_week: u32,
    },
    /// Share who respond.
    ResponseShare,
    /// Share in remission.
    RemissionShare,
    /// Difference of the shares who respond.
    ResponseDifference,
    /// Share who respond in none of the scenarios.
    NoResponseToAny,
    /// Difference of the first week of response.
    TimeToResponse,
    /// Slope on the dose.
    DoseResponse {
        /// The dose of each scenario.
        doses: Vec<f64>,
    },
    /// Slope on a trait.
    TraitSlope {
        /// Name of the trait.
        #[serde(rename = "trait")]
        of: String,
    },
    /// Share of the variance that something explains.
    ShareOfVariance {
        /// Name of a trait, or [`SCENARIO`].
        explained_by: String,
    },
    /// How far a naive look at one arm is off.
    BeforeAfterGap,
    /// What choosing the scenario by baseline readouts gains.
    Allocation {
        /// Readouts at week 0 by which is chosen.
        baseline: Vec<String>,
        /// Whether the lower readout is the better one.
        lower_is_better: bool,
    },
}

impl Estimand {
    /// The word of claim files.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Change { .. } => "change",
            Self::Difference => "difference",
            Self::DifferenceOfChanges { .. } => "difference_of_changes",
            Self::Interaction => "interaction",
            Self::Ordering => "ordering",
            Self::ShareOfEffect { .. } => "share_of_effect",
            Self::ResponseShare => "response_share",
            Self::RemissionShare => "remission_share",
            Self::ResponseDifference => "response_difference",
            Self::NoResponseToAny => "no_response_to_any",
            Self::TimeToResponse => "time_to_response",
            Self::DoseResponse { .. } => "dose_response",
            Self::TraitSlope { .. } => "trait_slope",
            Self::ShareOfVariance { .. } => "share_of_variance",
            Self::BeforeAfterGap => "before_after_gap",
            Self::Allocation { .. } => "allocation",
        }
    }

    /// Fewest and most scenarios that it needs.
    pub fn scenarios(&self) -> (usize, usize) {
        match self {
            Self::Mean | Self::Change { .. } | Self::ResponseShare | Self::RemissionShare => (1, 1),
            Self::TraitSlope { .. } => (1, 2),
            Self::NoResponseToAny => (1, usize::MAX),
            Self::Difference
            | Self::DifferenceOfChanges { .. }
            | Self::ShareOfEffect { .. }
            | Self::ResponseDifference
            | Self::TimeToResponse
            | Self::BeforeAfterGap => (2, 2),
            Self::Interaction => (4, 4),
            Self::Ordering
            | Self::DoseResponse { .. }
            | Self::ShareOfVariance { .. }
            | Self::Allocation { .. } => (2, usize::MAX),
        }
    }
}

/// Answers a question under a variant, given by its index.
///
/// # Errors
/// If a scenario, an arm, the readout or a trait does not exist, the number of scenarios or doses does not fit, a week lies
/// beyond the end, or the run contradicts itself.
pub fn estimate(
    result: &RunResult,
    question: &Question,
    variant: usize,
) -> Result<Estimated, InferenceError> {
    let asked = Asked::new(result, question, variant)?;
    let each = |values: Vec<f64>| Estimated::from(Estimate::of(&values));
    Ok(match &question.estimand {
        Estimand::Mean => each(asked.at(question.week)?.remove(0)),
        Estimand::Change { reference_week } => each(asked.change(*reference_week)?),
        Estimand::Difference => each(asked.difference(question.week)?),
        Estimand::DifferenceOfChanges { reference_week } => {
            let (later, earlier) = asked.differences(*reference_week)?;
            each(minus(&later, &earlier))
        }
        Estimand::Interaction => {
            let columns = asked.at(question.week)?;
            let [none, a, b, both] = &columns[..] else {
                return Err(asked.misfit());
            };
            each(minus(&minus(both, b), &minus(a, none)))
        }
        Estimand::Ordering => ordering(&asked.at(question.week)?),
        Estimand::ShareOfEffect { reference_week } => {
            let (part, whole) = asked.differences(*reference_week)?;
            Estimated::resampled(part.len(), |people| {
                ratio(mean_of(&part, people), mean_of(&whole, people))
            })
        }
        Estimand::ResponseShare => {
            let responds = asked.responses(question.week)?.remove(0);
            share(
                responds.iter().filter(|&&r| r > 0.0).count(),
                responds.len(),
            )
        }
        Estimand::RemissionShare => {
            let remitted = remission_at(result, asked.arms[0], question.week)?;
            share(remitted.count, remitted.of)
        }
        Estimand::ResponseDifference => {
            let responses = asked.responses(question.week)?;
            Estimate::of_answers(&minus(&responses[1], &responses[0])).into()
        }
        Estimand::NoResponseToAny => {
            let responses = asked.responses(question.week)?;
            let people = responses[0].len();
            let none = (0..people).filter(|&p| responses.iter().all(|arm| arm[p] == 0.0));
            share(none.count(), people)
        }
        Estimand::TimeToResponse => each(asked.time_to_response()?),
        Estimand::DoseResponse { doses } => {
            let columns = asked.at(question.week)?;
            if doses.len() != columns.len() {
                return Err(asked.misfit());
            }
            each(slopes_on(doses, &columns))
        }
        Estimand::TraitSlope { of } => {
            let (own, values) = asked.with_trait(of)?;
            let outcome = match &values[..] {
                [first, second] => minus(second, first),
                _ => values[0].clone(),
            };
            Estimated::resampled(own.len(), |people| {
                slope_per_deviation(&own, &outcome, people)
            })
        }
        Estimand::ShareOfVariance { explained_by } if explained_by == SCENARIO => {
            let columns = asked.at(question.week)?;
            Estimated::resampled(columns[0].len(), |people| between(&columns, people))
        }
        Estimand::ShareOfVariance { explained_by } => {
            let (own, columns) = asked.with_trait(explained_by)?;
            Estimated::resampled(own.len(), |people| along(&own, &columns, people))
        }
        Estimand::BeforeAfterGap => each(asked.before_after_gap()?),
        Estimand::Allocation {
            baseline,
            lower_is_better,
        } => {
            let mut wanted = asked.columns_at(question.week)?;
            for name in baseline {
                wanted.push(readout_at(result, asked.arms[0], name, 0)?);
            }
            let mut columns = together(wanted)?;
            let baselines = columns.split_off(asked.arms.len());
            each(allocation::gain(&columns, &baselines, *lower_is_better))
        }
    })
}

/// A question with the arms that it is about.
struct Asked<'a> {
    result: &'a RunResult,
    question: &'a Question,
    arms: Vec<&'a Arm>,
}

impl<'a> Asked<'a> {
    fn new(
        result: &'a RunResult,
        question: &'a Question,
        variant: usize,
    ) -> Result<Self, InferenceError> {
        let arm = |name: &String| {
            let known = result.scenarios.iter().position(|s| s.name == *name);
            let scenario = known.ok_or_else(|| {
                InferenceError::Inconsistent(format!("a test names `{name}`, which the run lacks"))
            })?;
            arm_of(result, scenario, variant)
        };
        let asked = Self {
            result,
            question,
            arms: question
                .scenarios
                .iter()
                .map(arm)
                .collect::<Result<_, _>>()?,
        };
        let (fewest, most) = question.estimand.scenarios();
        if (fewest..=most).contains(&asked.arms.len()) {
            Ok(asked)
        } else {
            Err(asked.misfit())
        }
    }

    fn misfit(&self) -> InferenceError {
        InferenceError::Inconsistent(format!(
            "{} scenarios do not fit the question {:?}",
            self.arms.len(),
            self.question.estimand
        ))
    }

    fn columns_at(&self, week: u32) -> Result<Vec<Vec<Seeded>>, InferenceError> {
        let readout = &self.question.readout;
        let arms = self.arms.iter();
        arms.map(|arm| readout_at(self.result, arm, readout, week))
            .collect()
    }

    /// The readout under each scenario at a week, person by person.
    fn at(&self, week: u32) -> Result<Vec<Vec<f64>>, InferenceError> {
        together(self.columns_at(week)?)
    }

    fn change(&self, reference_week: u32) -> Result<Vec<f64>, InferenceError> {
        let (later, earlier) = (self.at(self.question.week)?, self.at(reference_week)?);
        Ok(minus(&later[0], &earlier[0]))
    }

    fn difference(&self, week: u32) -> Result<Vec<f64>, InferenceError> {
        let columns = self.at(week)?;
        Ok(minus(&columns[1], &columns[0]))
    }

    /// `B - A` at the week of the question and at another one.
    fn differences(&self, reference_week: u32) -> Result<(Vec<f64>, Vec<f64>), InferenceError> {
        Ok((
            self.difference(self.question.week)?,
            self.difference(reference_week)?,
        ))
    }

    /// 1 for those who respond at a week, 0 for the others, under each scenario.
    fn responses(&self, week: u32) -> Result<Vec<Vec<f64>>, InferenceError> {
        let arms = self.arms.iter().map(|arm| {
            let responds = responders_at(self.result, arm, week)?.into_iter();
            Ok(responds
                .map(|(seed, responds)| (seed, f64::from(u8::from(responds))))
                .collect())
        });
        together(arms.collect::<Result<_, _>>()?)
    }

    fn time_to_response(&self) -> Result<Vec<f64>, InferenceError> {
        let last = self.question.week;
        let mut first: Vec<Vec<f64>> = Vec::new();
        for week in (1..=last).rev() {
            let responses = self.responses(week)?;
            if first.is_empty() {
                let none = vec![f64::from(last) + 1.0; responses[0].len()];
                first = vec![none; responses.len()];
            }
            for (first, responds) in first.iter_mut().zip(&responses) {
                for (first, &responds) in first.iter_mut().zip(responds) {
                    if responds > 0.0 {
                        *first = f64::from(week);
                    }
                }
            }
        }
        match &first[..] {
            [a, b] => Ok(minus(b, a)),
            // No week to look at.
            _ => Ok(vec![0.0; self.at(0)?[0].len()]),
        }
    }

    /// A trait, and the readout under each scenario, of the same people.
    fn with_trait(&self, name: &str) -> Result<(Vec<f64>, Vec<Vec<f64>>), InferenceError> {
        let mut wanted = vec![traits_of(self.result, self.arms[0], name)?];
        wanted.extend(self.columns_at(self.question.week)?);
        let mut columns = together(wanted)?;
        let own = columns.remove(0);
        Ok((own, columns))
    }

    fn before_after_gap(&self) -> Result<Vec<f64>, InferenceError> {
        let [_, b] = &self.arms[..] else {
            return Err(self.misfit());
        };
        let mut wanted = self.columns_at(self.question.week)?;
        wanted.push(readout_at(
            self.result,
            b,
            RATED_SEVERITY,
            self.question.week,
        )?);
        wanted.push(rated_at_selection(self.result, b)?);
        let columns = together(wanted)?;
        let naive = minus(&columns[2], &columns[3]);
        Ok(minus(&naive, &minus(&columns[1], &columns[0])))
    }
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn mean_of(values: &[f64], people: &[usize]) -> f64 {
    people.iter().map(|&person| values[person]).sum::<f64>() / people.len() as f64
}

fn share(count: usize, of: usize) -> Estimated {
    let Share {
        share, low, high, ..
    } = Share::new(count, of);
    Estimated {
        n: of,
        value: share,
        monte_carlo_error: (share * (1.0 - share) / of as f64).sqrt(),
        interval: Interval { low, high },
    }
}

fn ordering(columns: &[Vec<f64>]) -> Estimated {
    let steps: Vec<Vec<f64>> = columns
        .windows(2)
        .map(|pair| minus(&pair[1], &pair[0]))
        .collect();
    Estimated::resampled(columns[0].len(), |people| {
        let means = steps.iter().map(|step| mean_of(step, people));
        // `min` passes over what is no number, which a mean of nobody is.
        means
            .reduce(|a, b| if b < a || b.is_nan() { b } else { a })
            .unwrap_or(f64::NAN)
    })
}

/// Slope of each person's values on the doses: `sum((d - mean d) y) / sum((d - mean d)^2)`.
fn slopes_on(doses: &[f64], columns: &[Vec<f64>]) -> Vec<f64> {
    let centre = mean(doses);
    let spread: f64 = doses.iter().map(|d| (d - centre) * (d - centre)).sum();
    let slope = |person: usize| {
        let sum: f64 = (doses.iter().zip(columns))
            .map(|(d, column)| (d - centre) * column[person])
            .sum();
        ratio(sum, spread)
    };
    (0..columns[0].len()).map(slope).collect()
}

/// `cov(x, y) / sd(x)` of the people chosen.
fn slope_per_deviation(x: &[f64], y: &[f64], people: &[usize]) -> f64 {
    let x: Vec<f64> = people.iter().map(|&person| x[person]).collect();
    let (centre, middle) = (mean(&x), mean_of(y, people));
    let joint: f64 = (x.iter().zip(people))
        .map(|(x, &person)| (x - centre) * (y[person] - middle))
        .sum();
    ratio(joint / (x.len() as f64 - 1.0), standard_deviation(&x))
}

/// Sum of squares over all people chosen and scenarios, and the mean about which it is.
fn total(columns: &[Vec<f64>], people: &[usize]) -> (f64, f64) {
    let means = columns.iter().map(|column| mean_of(column, people));
    let middle = means.sum::<f64>() / columns.len() as f64;
    let square = |column: &Vec<f64>| {
        let of = |&person: &usize| (column[person] - middle) * (column[person] - middle);
        people.iter().map(of).sum::<f64>()
    };
    (columns.iter().map(square).sum(), middle)
}

/// Share of the variance between scenarios.
fn between(columns: &[Vec<f64>], people: &[usize]) -> f64 {
    let (whole, middle) = total(columns, people);
    let between: f64 = columns
        .iter()
        .map(|column| {
            let off = mean_of(column, people) - middle;
            people.len() as f64 * off * off
        })
        .sum();
    ratio(between, whole)
}

/// Share of the variance along a trait: the squared correlation over all people chosen and scenarios.
fn along(own: &[f64], columns: &[Vec<f64>], people: &[usize]) -> f64 {
    let (whole, middle) = total(columns, people);
    let centre = mean_of(own, people);
    let (mut joint, mut spread) = (0.0, 0.0);
    for &person in people {
        let off = own[person] - centre;
        let sum: f64 = columns.iter().map(|column| column[person] - middle).sum();
        joint += off * sum;
        spread += columns.len() as f64 * off * off;
    }
    ratio(joint * joint, spread * whole)
}
