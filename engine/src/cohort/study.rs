//! A study: the same people, several scenarios, several variants.

use super::keep::hash;
use super::results::{
    Named, OutcomeInfo, ParameterInfo, ReadoutInfo, ScenarioInfo, SeedsInfo, VariantInfo,
};
use crate::life::{Course, LifePlan};

/// Hash of the sources that decide how a life is lived; see `build.rs`.
const ENGINE: &str = env!("REWIRE_ENGINE");

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

impl Study {
    /// Lets every scenario end at a week, where it would go on.
    pub fn end_at(&mut self, week: u32) {
        for (s, scenario) in self.scenarios.iter_mut().enumerate() {
            scenario.weeks = scenario.weeks.min(week);
            for variant in &mut self.variants {
                let course = &mut variant.courses[s];
                course.days = course.days.min(7 * week as usize);
            }
        }
    }
}

/// What is left of a history when the course begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LivedHistory {
    /// Rated severity at selection.
    pub rated: f32,
}

/// What is left of a course.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LivedCourse {
    /// Readings, week after week.
    pub readings: Vec<f32>,
    /// Day of drop-out.
    pub dropped_out: Option<f64>,
}

/// A history that is lived once for all variants under which it is the same.
pub(super) struct History {
    /// The first of these variants.
    pub variant: usize,
    /// Says everything that decides it.
    pub key: String,
}

/// A course that is lived once for all variants and scenarios in which it is the same.
pub(super) struct SharedCourse {
    /// The first variant that has it.
    pub variant: usize,
    /// The first scenario that has it.
    pub scenario: usize,
    /// Index of the history before it.
    pub history: usize,
    /// Says everything that decides it.
    pub key: String,
}

/// Which lives of a study agree bit for bit, and so are lived once.
pub struct Sharing {
    /// Histories that differ.
    pub(super) histories: Vec<History>,
    /// Index of the history of each variant.
    pub(super) history_of: Vec<usize>,
    /// Courses that differ.
    pub(super) courses: Vec<SharedCourse>,
    /// `[variant][scenario]`: index of the course.
    pub(super) course_of: Vec<Vec<usize>>,
}

impl Sharing {
    /// Finds them.
    pub fn of(study: &Study) -> Self {
        let mut sharing = Self {
            histories: Vec::new(),
            history_of: Vec::new(),
            courses: Vec::new(),
            course_of: Vec::new(),
        };
        let ill_at = format!("{:?}", study.outcome.ill_at);
        for (variant, v) in study.variants.iter().enumerate() {
            let plan = hash(&[ENGINE, &v.plan.key()]);
            let couplings =
                |touched: &[usize]| format!("{:?}", v.plan.graph.active_couplings(touched));
            let by_history = varied(&v.plan, &v.history);
            let before = format!("{:?}", v.history);
            let key = hash(&[&plan, &before, &couplings(&by_history)]);
            let history = place(
                &mut sharing.histories,
                |h| h.key == key,
                || History {
                    variant,
                    key: key.clone(),
                },
            );
            sharing.history_of.push(history);
            let of_scenario = v.courses.iter().enumerate().map(|(scenario, course)| {
                let mut touched = varied(&v.plan, course);
                touched.extend(&by_history);
                let course = format!("{course:?}");
                let key = hash(&[&key, &ill_at, &course, &couplings(&touched)]);
                place(
                    &mut sharing.courses,
                    |c| c.key == key,
                    || SharedCourse {
                        variant,
                        scenario,
                        history,
                        key: key.clone(),
                    },
                )
            });
            sharing.course_of.push(of_scenario.collect());
        }
        sharing
    }
}

/// Index of the item that is meant, which is added where there is none.
fn place<T>(items: &mut Vec<T>, meant: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    items.iter().position(meant).unwrap_or_else(|| {
        items.push(new());
        items.len() - 1
    })
}

/// Inputs that a life on this course sets: the days of the course, its treatments, and the episodes of all of them.
fn varied(plan: &LifePlan, course: &Course) -> Vec<usize> {
    let mut nodes = of_days(course);
    let treatments = course.treatments.iter();
    let of_treatments = treatments.flat_map(|t| {
        let sessions = t.sessions.iter().flat_map(|s| {
            let ending = s.ending.iter().map(|(experience, _)| experience);
            core::iter::once(&s.experience).chain(ending)
        });
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
    for t in &course.treatments {
        nodes.extend(t.inputs.iter().map(|i| i.0));
        nodes.extend(t.belief.map(|b| b.factor));
        if let Some(drug) = &t.drug {
            nodes.extend(drug.sites.iter().map(|s| s.input));
            nodes.extend(&drug.concentration_inputs);
            nodes.extend(&drug.dose_inputs);
            nodes.extend(drug.told.iter().map(|told| told.input));
        }
        nodes.extend(t.sessions.as_ref().and_then(|s| s.hour_input));
        nodes.extend(t.routine.and_then(|r| r.afterglow).map(|glow| glow.input));
    }
    nodes
}
