//! What pictures are drawn from: curves of people taken out of a run, and computed contrasts as plain numbers.

use std::collections::BTreeMap;

use crate::cohort::results::{Arm, RunResult};
use crate::inference::{self, Word};

/// Paired contrast of two scenarios under one variant, in points of severity: scenario B minus scenario A.
///
/// Below zero the same people are less ill in scenario B.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastRow {
    /// Index of the variant.
    pub variant: usize,
    /// Indices of scenario A and scenario B.
    pub pair: (usize, usize),
    /// Title of the variant.
    pub variant_title: String,
    /// Title of the scenario held against.
    pub scenario_a: String,
    /// Title of the scenario in question.
    pub scenario_b: String,
    /// Mean difference over people.
    pub mean: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard error of the mean that comes from the finite number of virtual people.
    pub monte_carlo_error: f64,
    /// What is said of scenario B against scenario A.
    pub word: Word,
    /// Share of other groups of as many people that would have the same word; none where there are too few people for one.
    pub returns: Option<f64>,
    /// Number of people in it.
    pub n: usize,
}

/// Outcome of one scenario under one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmSummary {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the variant.
    pub variant: usize,
    /// Number of people in it.
    pub n: usize,
    /// Mean change of the rated severity from selection to the outcome week, in points; below zero is less ill.
    pub change: f64,
    /// Share of people who responded, 0 to 1.
    pub response: f64,
    /// Share of people in remission, 0 to 1.
    pub remission: f64,
}

/// Readings of one readout: one row per person of the arm, one value per week; empty where the readout is unknown.
pub fn people_by_week(
    run: &RunResult,
    scenario: usize,
    variant: usize,
    readout: &str,
) -> Vec<Vec<f64>> {
    let (Some(arm), Some(at)) = (arm_of(run, scenario, variant), run.readout(readout)) else {
        return vec![];
    };
    let (people, weeks, readouts) = arm.values.dim();
    if at >= readouts {
        return vec![];
    }
    (0..people)
        .map(|p| {
            (0..weeks)
                .map(|w| f64::from(arm.values[[p, w, at]]))
                .collect()
        })
        .collect()
}

/// The arm of a scenario under a variant, or `None` where the run has none.
pub fn arm_of(run: &RunResult, scenario: usize, variant: usize) -> Option<&Arm> {
    let inside = scenario < run.scenarios.len() && variant < run.variants.len();
    inside
        .then(|| run.arms.get(scenario * run.variants.len() + variant))
        .flatten()
}

/// Values of all people in one week.
pub fn in_week(people: &[Vec<f64>], week: usize) -> Vec<f64> {
    people
        .iter()
        .filter_map(|person| person.get(week).copied())
        .collect()
}

/// Number of weeks in the longest row.
pub fn weeks(people: &[Vec<f64>]) -> usize {
    people.iter().map(Vec::len).max().unwrap_or(0)
}

/// A statistic of every week; not a number where a week has none.
pub fn every_week(people: &[Vec<f64>], statistic: impl Fn(&[f64]) -> Option<f64>) -> Vec<f64> {
    (0..weeks(people))
        .map(|week| statistic(&in_week(people, week)).unwrap_or(f64::NAN))
        .collect()
}

/// Severity in scenario `b` minus severity in scenario `a`, for each person who is in both, by week.
pub fn paired_differences(run: &RunResult, variant: usize, a: usize, b: usize) -> Vec<Vec<f64>> {
    let (Some(arm_a), Some(arm_b)) = (arm_of(run, a, variant), arm_of(run, b, variant)) else {
        return vec![];
    };
    let rows_a = people_by_week(run, a, variant, "severity");
    let rows_b = people_by_week(run, b, variant, "severity");
    let in_b: BTreeMap<&usize, &Vec<f64>> = arm_b.people.iter().zip(&rows_b).collect();
    let both = arm_a
        .people
        .iter()
        .zip(&rows_a)
        .filter_map(|(person, row)| Some((row, *in_b.get(person)?)));
    both.map(|(row_a, row_b)| row_a.iter().zip(row_b).map(|(a, b)| b - a).collect())
        .collect()
}

/// Week at which all scenarios of a run are judged, within what was simulated.
pub fn judged_week(run: &RunResult, simulated: usize) -> usize {
    (run.judged_week() as usize).min(simulated.saturating_sub(1))
}

/// Where two scenarios are the same under a variant until after the week judged: the week in which they first differ.
pub fn not_before(run: &RunResult, variant: usize, a: usize, b: usize) -> Option<u32> {
    let first = inference::first_week_apart(run, a, b, variant).ok()??;
    (first > run.judged_week()).then_some(first)
}

/// How one person came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Change of the rated severity from selection, in points.
    pub change: f64,
    /// Whether it fell by the share that counts as response.
    pub response: bool,
    /// Whether the person is below the threshold of remission.
    pub remission: bool,
}

/// Outcomes of everyone in an arm whose ratings are numbers.
pub fn outcomes(run: &RunResult, scenario: usize, variant: usize) -> Vec<Outcome> {
    let rated = people_by_week(run, scenario, variant, "severity_rated");
    let week = judged_week(run, weeks(&rated));
    let Some(arm) = arm_of(run, scenario, variant) else {
        return vec![];
    };
    let mut found = Vec::new();
    for (person, row) in arm.people.iter().zip(&rated) {
        let before = run
            .people
            .get(*person)
            .and_then(|p| p.rated_at_selection.get(variant))
            .map(|v| f64::from(*v));
        let (Some(before), Some(after)) = (before, row.get(week)) else {
            continue;
        };
        let change = after - before;
        if change.is_finite() {
            found.push(Outcome {
                change,
                response: before > 0.0 && -change >= run.outcome.response_share * before,
                remission: *after < run.outcome.remission_below,
            });
        }
    }
    found
}

/// Share of those for whom something holds; not a number without anyone.
pub fn share<T>(items: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    if items.is_empty() {
        f64::NAN
    } else {
        items.iter().filter(|i| holds(i)).count() as f64 / items.len() as f64
    }
}

/// Title of a scenario, or its number where the run has none.
pub fn scenario_title(run: &RunResult, scenario: usize) -> String {
    run.scenarios
        .get(scenario)
        .map_or_else(|| format!("scenario {}", scenario + 1), |s| s.title.clone())
}

/// Title of a variant, or its number where the run has none.
pub fn variant_title(run: &RunResult, variant: usize) -> String {
    run.variants
        .get(variant)
        .map_or_else(|| format!("variant {}", variant + 1), |v| v.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::results::{Named, OutcomeInfo, ReadoutInfo, SeedsInfo, VariantInfo};
    use ndarray::Array3;

    /// Two arms in which the same people stand in different rows.
    fn run() -> RunResult {
        let named = Named {
            name: "n".into(),
            title: "t".into(),
            summary: String::new(),
        };
        let arm = |scenario, people: Vec<usize>, values: Vec<f32>| Arm {
            scenario,
            variant: 0,
            dropped_out: vec![None; people.len()],
            values: Array3::from_shape_vec((people.len(), 1, 1), values).unwrap(),
            people,
        };
        let scenario = crate::cohort::results::ScenarioInfo {
            name: "s".into(),
            title: "s".into(),
            question: String::new(),
            description: String::new(),
            claims: vec![],
            phases: vec![],
            treatments: vec![],
            outcome_week: 16,
            weeks: 0,
        };
        let severity = ReadoutInfo {
            name: "severity".into(),
            title: String::new(),
            unit: String::new(),
            meaning: String::new(),
            region: false,
            factor: false,
        };
        let variant = VariantInfo {
            name: "v".into(),
            title: "v".into(),
            says: String::new(),
            predicts: String::new(),
            couplings: vec![],
        };
        RunResult {
            judge_at: None,
            brain: named,
            seeds: SeedsInfo {
                name: "s".into(),
                first: 1,
                count: 3,
            },
            scenarios: vec![scenario.clone(), scenario],
            variants: vec![variant],
            readouts: vec![severity],
            traits: vec![],
            people: vec![],
            arms: vec![
                arm(0, vec![0, 2, 5], vec![40.0, 50.0, 60.0]),
                arm(1, vec![5, 0], vec![20.0, 36.0]),
            ],
            memory: None,
            parameters: vec![],
            outcome: OutcomeInfo {
                ill_at: 50.0,
                remission_below: 22.0,
                response_share: 0.5,
                measures: None,
            },
        }
    }

    #[test]
    fn differences_pair_people_and_not_rows() {
        assert_eq!(
            paired_differences(&run(), 0, 0, 1),
            vec![vec![-4.0], vec![-40.0]]
        );
        assert_eq!(
            paired_differences(&run(), 0, 1, 0),
            vec![vec![40.0], vec![4.0]]
        );
        assert!(paired_differences(&run(), 1, 0, 1).is_empty());
    }

    #[test]
    fn the_judged_week_stays_within_what_was_simulated() {
        let mut run = run();
        for scenario in &mut run.scenarios {
            scenario.weeks = 40;
        }
        assert_eq!(judged_week(&run, 41), 16);
        assert_eq!(judged_week(&run, 3), 2);
        assert_eq!(judged_week(&run, 0), 0);
    }
}
