//! A study: the same people, several scenarios, several variants.

use super::results::{
    Named, OutcomeInfo, ParameterInfo, ReadoutInfo, ScenarioInfo, SeedsInfo, VariantInfo,
};
use crate::life::{Course, LifePlan};

/// One variant with everything that is lived under it.
#[derive(Debug, Clone)]
pub struct VariantStudy {
    /// What the reader should know of it.
    pub info: VariantInfo,
    /// The brain under this variant.
    pub plan: LifePlan,
    /// The history, which all scenarios share.
    pub history: Course,
    /// One course per scenario.
    pub courses: Vec<Course>,
}

/// Everything that a run needs.
#[derive(Debug, Clone)]
pub struct Study {
    /// The brain.
    pub brain: Named,
    /// The people.
    pub seeds: SeedsInfo,
    /// The scenarios.
    pub scenarios: Vec<ScenarioInfo>,
    /// The variants.
    pub variants: Vec<VariantStudy>,
    /// The readouts, severity and rated severity first.
    pub readouts: Vec<ReadoutInfo>,
    /// Numbers that went in.
    pub parameters: Vec<ParameterInfo>,
    /// How the outcome is judged.
    pub outcome: OutcomeInfo,
    /// Most people in the weight-swap experiment; 0 leaves it out.
    pub memory_people: usize,
}

/// For each variant, which earlier variant lives the same history bit for bit, and for each scenario the same course.
pub(super) struct Sharing {
    /// Index of the first variant with this history.
    pub history: Vec<usize>,
    /// `[variant][scenario]`: index of the first variant with this course.
    pub course: Vec<Vec<usize>>,
}

impl Sharing {
    pub(super) fn of(study: &Study) -> Self {
        let keys: Vec<String> = study
            .variants
            .iter()
            .map(|v| {
                let touched = varied(&v.plan, &v.history);
                format!("{:?}{}", v.history, v.plan.history_key(&touched))
            })
            .collect();
        let first =
            |keys: &[String], i: usize| keys.iter().position(|k| *k == keys[i]).unwrap_or(i);
        let history: Vec<usize> = (0..keys.len()).map(|i| first(&keys, i)).collect();
        let mut course = vec![Vec::new(); study.variants.len()];
        for scenario in 0..study.scenarios.len() {
            let keys: Vec<String> = study
                .variants
                .iter()
                .zip(&history)
                .map(|(v, h)| {
                    let course = &v.courses[scenario];
                    let mut touched = varied(&v.plan, course);
                    touched.extend(varied(&v.plan, &v.history));
                    format!("{h}{course:?}{}", v.plan.history_key(&touched))
                })
                .collect();
            for (i, row) in course.iter_mut().enumerate() {
                row.push(first(&keys, i));
            }
        }
        Self { history, course }
    }
}

/// Inputs that a life on this course sets: the days of the course, its treatments, and the episodes of all of them.
fn varied(plan: &LifePlan, course: &Course) -> Vec<usize> {
    let mut nodes = of_days(course);
    let treatments = course.treatments.iter();
    let of_treatments = treatments.flat_map(|t| {
        let sessions = t.sessions.iter().map(|s| &s.experience);
        sessions.chain(t.practice.iter().map(|p| &p.experience))
    });
    for experience in plan.experiences.iter().chain(of_treatments) {
        let outcome = experience.outcome_inputs.iter().flatten();
        let recall = experience.recall.iter().flat_map(|r| &r.inputs);
        let inputs = experience.inputs.iter().chain(outcome).chain(recall);
        nodes.extend(inputs.map(|i| i.0));
    }
    let probes = plan.probes.iter().flat_map(|p| &p.inputs);
    nodes.extend(probes.map(|i| i.0));
    nodes
}

/// Inputs that a course and its treatments set outside of experiences.
fn of_days(course: &Course) -> Vec<usize> {
    let mut nodes: Vec<usize> = course
        .phases
        .iter()
        .flat_map(|p| p.inputs.iter().map(|i| i.0))
        .collect();
    for t in course.treatments.iter().filter(|t| t.is_something()) {
        nodes.extend(t.inputs.iter().map(|i| i.0));
        nodes.extend(t.belief.map(|b| b.factor));
        if let Some(drug) = &t.drug {
            nodes.extend(drug.sites.iter().map(|s| s.input));
            nodes.extend(drug.concentration_input);
            nodes.extend(drug.dose_input);
            nodes.extend(drug.session_input);
        }
        nodes.extend(t.sessions.as_ref().and_then(|s| s.hour_input));
        nodes.extend(t.routine.and_then(|r| r.afterglow).map(|glow| glow.input));
    }
    nodes
}
