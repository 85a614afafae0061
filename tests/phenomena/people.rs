//! People whose every parameter is jittered by ten percent, ill through the history, for tests of orderings and signs.

use super::jitter::Jitter;
use super::shared::resolved;
use rayon::prelude::*;
use rewire::cohort::{ill_and_well, severity_of};
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, HistoryFile, TreatmentFile};
use std::sync::OnceLock;

const JITTER: Jitter = Jitter {
    share: 0.1,
    units: false,
    codes_and_nights: false,
    rests: false,
};
/// People in a cohort: what the requirements ask for.
pub const ILL: usize = 64;
/// Seeds are tried in blocks of this many until enough people are ill.
const BLOCK: u64 = 32;

/// A person with a brain of their own.
pub struct Person {
    pub seed: u64,
    pub ill: Life,
    pub well: Life,
    pub rated: f32,
}

/// The brain under a variant as this person has it, with one change applied before the jitter.
pub fn brain_of(seed: u64, variant: &str, change: &dyn Fn(&mut BrainFile)) -> BrainFile {
    let mut brain = resolved("affect", variant);
    change(&mut brain);
    JITTER.shake(&mut brain, seed);
    brain
}

/// Their plan of life.
pub fn plan_of(seed: u64, variant: &str, change: &dyn Fn(&mut BrainFile)) -> (BrainFile, LifePlan) {
    let brain = brain_of(seed, variant, change);
    let plan = compile_brain(&brain).unwrap_or_else(|e| panic!("{e}"));
    (brain, plan)
}

pub fn unchanged(_: &mut BrainFile) {}

pub fn history(name: &str) -> HistoryFile {
    let read = Library::new(None).read_history(name);
    read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value
}

/// The course of a shipped scenario for a person.
pub fn course_of(brain: &BrainFile, plan: &LifePlan, scenario: &str) -> Course {
    let library = Library::new(None);
    let scenario = library
        .read_scenario(scenario)
        .unwrap_or_else(|m| panic!("{m}"))
        .value;
    let treatments: Vec<TreatmentFile> = scenario
        .treatments
        .iter()
        .map(|t| {
            library
                .read_treatment(&t.treatment)
                .unwrap_or_else(|m| panic!("{m}"))
                .value
        })
        .collect();
    compile_course(plan, brain, &scenario, &treatments).unwrap_or_else(|e| panic!("{e}"))
}

/// The first people to fall ill, each with their own brain; lived once for all tests.
pub fn ill_people() -> &'static [Person] {
    static PEOPLE: OnceLock<Vec<Person>> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        let history = history("adverse-months");
        let mut people: Vec<Person> = Vec::new();
        let mut first = 1;
        while people.len() < ILL && first < 1000 {
            let block: Vec<Person> = (first..first + BLOCK)
                .into_par_iter()
                .filter_map(|seed| {
                    let (_, plan) = plan_of(seed, "expectancy-only", &unchanged);
                    let course = compile_history(&plan, &history).unwrap_or_else(|e| panic!("{e}"));
                    let (ill, well) = ill_and_well(&plan, &course, seed).unwrap();
                    let rated = rated_now(&plan, &ill);
                    (f64::from(rated) >= plan.severity.ill_at).then_some(Person {
                        seed,
                        ill,
                        well,
                        rated,
                    })
                })
                .collect();
            people.extend(block);
            first += BLOCK;
        }
        people.truncate(ILL);
        assert_eq!(people.len(), ILL, "too few fall ill");
        people
    })
}

fn rated_now(plan: &LifePlan, life: &Life) -> f32 {
    let mut rated = 0.0;
    let nothing = Course {
        days: 0,
        phases: vec![],
        treatments: vec![],
    };
    live(
        plan,
        &nothing,
        &mut life.clone(),
        &mut Worker::new(plan),
        |_, person| {
            rated = person.read()[1];
            true
        },
    )
    .unwrap();
    rated
}

/// Readings by week of one life on a course, one row per week.
pub fn readings(plan: &LifePlan, course: &Course, life: &Life) -> Vec<Vec<f32>> {
    let mut life = life.clone();
    let mut rows = Vec::new();
    live(
        plan,
        course,
        &mut life,
        &mut Worker::new(plan),
        |_, person| {
            rows.push(person.read().to_vec());
            true
        },
    )
    .unwrap();
    rows
}

/// One row of readings per person and week.
pub type Curves = Vec<Vec<Vec<f32>>>;

/// Everyone through a scenario under a variant; `set` adds day inputs to every phase, `change` patches the brain.
pub fn through(
    variant: &str,
    scenario: &str,
    set: &[(&str, f64)],
    change: &(dyn Fn(&mut BrainFile) + Sync),
) -> Curves {
    ill_people()
        .par_iter()
        .map(|person| {
            let (brain, plan) = plan_of(person.seed, variant, change);
            let mut course = course_of(&brain, &plan, scenario);
            add_inputs(&plan, &mut course, set);
            readings(&plan, &course, &person.ill)
        })
        .collect()
}

pub fn add_inputs(plan: &LifePlan, course: &mut Course, set: &[(&str, f64)]) {
    for &(name, value) in set {
        let node = plan
            .graph
            .node(name)
            .unwrap_or_else(|| panic!("no input {name}"));
        for phase in &mut course.phases {
            phase.inputs.push((node, value));
        }
    }
}

/// Severity by week of copies of the ill people, made by `copy`, left alone for `course`'s weeks.
pub fn copies(course: &Course, copy: impl Fn(&Person, &LifePlan) -> Life + Sync) -> Vec<Vec<f32>> {
    ill_people()
        .par_iter()
        .map(|person| {
            let (_, plan) = plan_of(person.seed, "expectancy-only", &unchanged);
            severity_of(&plan, course, &copy(person, &plan)).unwrap()
        })
        .collect()
}

/// How many of the first `count` seeds are ill after a history under a changed brain.
pub fn fall_ill(count: u64, history_name: &str, change: &(dyn Fn(&mut BrainFile) + Sync)) -> usize {
    let history = history(history_name);
    (1..=count)
        .into_par_iter()
        .filter(|&seed| {
            let (_, plan) = plan_of(seed, "expectancy-only", change);
            let course = compile_history(&plan, &history).unwrap_or_else(|e| panic!("{e}"));
            let mut life = Life::begin(&plan, seed);
            let mut severity = 0.0;
            live(
                &plan,
                &course,
                &mut life,
                &mut Worker::new(&plan),
                |_, person| {
                    severity = person.read()[0];
                    true
                },
            )
            .unwrap();
            f64::from(severity) >= plan.severity.ill_at
        })
        .count()
}

/// Mean over people of a reading at a week.
pub fn mean(curves: &Curves, week: usize, reading: usize) -> f64 {
    curves
        .iter()
        .map(|p| f64::from(p[week][reading]))
        .sum::<f64>()
        / curves.len() as f64
}

/// Mean and standard error over people of the difference `a - b` at a week.
pub fn difference(a: &Curves, b: &Curves, week: usize, reading: usize) -> (f64, f64) {
    let d: Vec<f64> = a
        .iter()
        .zip(b)
        .map(|(a, b)| f64::from(a[week][reading]) - f64::from(b[week][reading]))
        .collect();
    mean_and_error(&d)
}

pub fn mean_and_error(d: &[f64]) -> (f64, f64) {
    let n = d.len() as f64;
    let mean = d.iter().sum::<f64>() / n;
    let variance = d.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Share whose rated severity at a week is at most half of what it was at selection.
pub fn response(curves: &Curves, week: usize) -> f64 {
    let responded = curves
        .iter()
        .zip(ill_people())
        .filter(|(c, p)| c[week][RATED] <= 0.5 * p.rated);
    responded.count() as f64 / curves.len() as f64
}

/// Index of a readout by name.
pub fn reading(name: &str) -> usize {
    let (_, plan) = plan_of(1, "expectancy-only", &unchanged);
    2 + plan
        .readouts
        .iter()
        .position(|r| r.name == name)
        .unwrap_or_else(|| panic!("no readout {name}"))
}

pub const SEVERITY: usize = 0;
pub const RATED: usize = 1;
