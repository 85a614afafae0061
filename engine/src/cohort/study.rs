//! A study: the same people, several scenarios, several variants.

use super::results::{
    Named, OutcomeInfo, ParameterInfo, ReadoutInfo, ScenarioInfo, SeedsInfo, VariantInfo,
};
use crate::content::ContentHash;
use crate::life::{Course, LifePlan, Sets};

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
    /// Names everything that decides it.
    pub key: ContentHash,
}

/// A course that is lived once for all variants and scenarios in which it is the same.
pub(super) struct SharedCourse {
    /// The first variant that has it.
    pub variant: usize,
    /// The first scenario that has it.
    pub scenario: usize,
    /// Index of the history before it.
    pub history: usize,
    /// Names everything that decides it.
    pub key: ContentHash,
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
        let ill_at = study.outcome.ill_at;
        for (variant, v) in study.variants.iter().enumerate() {
            let plan = v.plan.content();
            let of_plan = v.plan.nodes();
            let by_history = &of_plan | &v.history.nodes();
            let graph = v.plan.graph.acting(&by_history);
            let key = ContentHash::of(&(ENGINE, plan, graph, &v.history));
            let history = place(
                &mut sharing.histories,
                |h| h.key == key,
                || History { variant, key },
            );
            sharing.history_of.push(history);
            let of_scenario = v.courses.iter().enumerate().map(|(scenario, course)| {
                // What the history set may still be felt in the course.
                let graph = v.plan.graph.acting(&(&by_history | &course.nodes()));
                let key = ContentHash::of(&(key, ill_at, course, graph));
                place(
                    &mut sharing.courses,
                    |c| c.key == key,
                    || SharedCourse {
                        variant,
                        scenario,
                        history,
                        key,
                    },
                )
            });
            sharing.course_of.push(of_scenario.collect());
        }
        sharing
    }

    /// Number of histories and of courses that differ.
    pub fn different(&self) -> (usize, usize) {
        (self.histories.len(), self.courses.len())
    }

    /// Whether two variants share their history.
    pub fn share_history(&self, a: usize, b: usize) -> bool {
        self.history_of[a] == self.history_of[b]
    }

    /// Whether two variants share the course of a scenario, and so all that is lived in it.
    pub fn share_course(&self, a: usize, b: usize, scenario: usize) -> bool {
        self.course_of[a][scenario] == self.course_of[b][scenario]
    }
}

/// Index of the item that is meant, which is added where there is none.
fn place<T>(items: &mut Vec<T>, meant: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    items.iter().position(meant).unwrap_or_else(|| {
        items.push(new());
        items.len() - 1
    })
}
