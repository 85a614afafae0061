//! What lies behind the number of a test: how its readout goes week by week in each of its scenarios.

use super::claims::{AskedInfo, TestInfo};
use super::error::InferenceError;
use super::estimand::Question;
use super::means::{mean, standard_deviation};
use super::sample::{arm_of, numbers, readout_at, scenario_name};
use super::shares::NORMAL_975;
use crate::cohort::results::RunResult;
use serde::{Deserialize, Serialize};

/// Mean of a readout in a scenario under one account, from week 0 on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Name of the readout.
    pub readout: String,
    /// Its title.
    pub readout_title: String,
    /// Mean over the people of the arm, week by week, in the unit of the readout.
    pub mean: Vec<f32>,
    /// Standard error of each of them.
    pub error: Vec<f32>,
}

impl Course {
    /// Mean at a week, with half the width of its 95 % interval; none beyond the end.
    pub fn at(&self, week: usize) -> Option<(f64, f64)> {
        let (mean, error) = (self.mean.get(week)?, self.error.get(week)?);
        Some((f64::from(*mean), NORMAL_975 * f64::from(*error)))
    }
}

/// The courses behind the tests of one brain, variant by variant.
///
/// # Errors
/// As [`courses`].
pub fn courses_of(
    result: &RunResult,
    tests: &[&TestInfo],
) -> Result<Vec<Vec<Course>>, InferenceError> {
    let questions = tests.iter().filter_map(|test| match &test.asked {
        AskedInfo::People(question) => Some(question),
        AskedInfo::Bench { .. } => None,
    });
    let questions: Vec<&Question> = questions.collect();
    let variants = 0..result.variants.len();
    variants
        .map(|variant| courses(result, &questions, variant))
        .collect()
}

/// The courses behind some questions under a variant, each scenario and readout once. An arm of fewer than two people has none,
/// and a course ends before the first week without a number.
///
/// # Errors
/// If a scenario, an arm or a readout does not exist, or the run contradicts itself.
pub fn courses(
    result: &RunResult,
    questions: &[&Question],
    variant: usize,
) -> Result<Vec<Course>, InferenceError> {
    let mut found: Vec<Course> = Vec::new();
    for question in questions {
        for (index, scenario) in result.scenarios.iter().enumerate() {
            let is_known =
                |c: &Course| c.scenario == scenario.name && c.readout == question.readout;
            if !question.scenarios.contains(&scenario.name) || found.iter().any(is_known) {
                continue;
            }
            let arm = arm_of(result, index, variant)?;
            if arm.people.len() < 2 {
                continue;
            }
            let mut course = Course {
                scenario: scenario_name(result, arm),
                title: scenario.title.clone(),
                readout: question.readout.clone(),
                readout_title: question.readout.clone(),
                mean: Vec::new(),
                error: Vec::new(),
            };
            if let Some(readout) = result.readout(&question.readout) {
                course.readout_title = result.readouts[readout].title.clone();
            }
            for week in 0..arm.values.dim().1 as u32 {
                let values = numbers(&readout_at(result, arm, &question.readout, week)?);
                let error = standard_deviation(&values) / (values.len() as f64).sqrt();
                if !error.is_finite() {
                    break;
                }
                course.mean.push(mean(&values) as f32);
                course.error.push(error as f32);
            }
            found.push(course);
        }
    }
    Ok(found)
}
