//! Virtual people with fear brains of their own: every number of the brain is off by up to a fifth.

use super::jitter::jitter;
use rayon::prelude::*;
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, Law, ScenarioFile, TreatmentFile};
use std::path::Path;

/// Every number is multiplied by a factor from this share below one to this share above.
pub const JITTER: f64 = 0.2;
/// People of the long tests: what the requirements ask for.
pub const MANY: usize = 64;
/// People of the short ones.
pub const FEW: usize = 16;

pub type Change<'a> = &'a (dyn Fn(&mut BrainFile) + Sync);

pub fn unchanged(_: &mut BrainFile) {}

/// How people are made.
#[derive(Clone, Copy)]
pub struct Making<'a> {
    pub people: usize,
    pub variant: &'a str,
    /// True for people who differ in their traits as well, false for people in the middle of each.
    pub traits: bool,
    pub change: Change<'a>,
}

impl Making<'_> {
    /// People in the middle of every trait.
    pub fn average(people: usize) -> Self {
        Self {
            people,
            variant: "learning-only",
            traits: false,
            change: &unchanged,
        }
    }

    /// People as they come.
    pub fn all_sorts(people: usize) -> Self {
        Self {
            traits: true,
            ..Self::average(people)
        }
    }

    fn brain(&self, seed: u64) -> BrainFile {
        let resolved = library().resolve_variant("fear", self.variant);
        let mut brain = resolved
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .brain;
        (self.change)(&mut brain);
        jitter(&mut brain, seed, JITTER);
        if !self.traits {
            brain
                .traits
                .0
                .iter_mut()
                .for_each(|(_, t)| t.law = middle(&t.law));
        }
        brain
    }
}

/// The same value for everyone: the middle of a law, and of a choice the likeliest.
fn middle(law: &Law) -> Law {
    let value = match law {
        Law::Normal { mean, .. } => *mean,
        Law::Lognormal { median, .. } => *median,
        Law::Uniform { min, max } => 0.5 * (min + max),
        Law::Constant { value } => *value,
        Law::Choice {
            values,
            probabilities,
        } => {
            let likelier = |a: &(&f64, &f64), b: &(&f64, &f64)| a.1.total_cmp(b.1);
            let pairs = values.iter().zip(probabilities);
            *pairs.max_by(likelier).expect("a choice has values").0
        }
    };
    Law::Constant { value }
}

pub fn library() -> Library {
    Library::new(Some(Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()))
}

/// Readings by week, of those who entered.
pub struct Arm {
    readouts: Vec<String>,
    /// Seed, then one row of readings per week.
    lives: Vec<(u64, Vec<Vec<f32>>)>,
}

impl Arm {
    pub fn seeds(&self) -> Vec<u64> {
        self.lives.iter().map(|(seed, _)| *seed).collect()
    }

    /// A readout of everyone at a week.
    pub fn at(&self, readout: &str, week: usize) -> Vec<f64> {
        let known = self.readouts.iter().position(|name| name == readout);
        let index = match readout {
            "severity" => 0,
            "severity_rated" => 1,
            _ => 2 + known.unwrap_or_else(|| panic!("no readout {readout}")),
        };
        let lives = self.lives.iter();
        lives
            .map(|(_, rows)| f64::from(rows[week][index]))
            .collect()
    }

    pub fn mean(&self, readout: &str, week: usize) -> f64 {
        mean(&self.at(readout, week))
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Share of people of whom something holds.
pub fn hold(people: usize, holds: impl Fn(usize) -> bool) -> f64 {
    (0..people).filter(|&p| holds(p)).count() as f64 / people as f64
}

/// Everyone who enters, through a shipped scenario.
pub fn through(making: Making, scenario: &str) -> Arm {
    let read = library().read_scenario(scenario);
    lived(
        making,
        &read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value,
    )
}

/// Everyone who enters, through a scenario.
pub fn lived(making: Making, scenario: &ScenarioFile) -> Arm {
    let mut lives: Vec<(u64, Vec<Vec<f32>>)> = Vec::new();
    let mut first = 1;
    while lives.len() < making.people && first < 2000 {
        let block = (first..first + making.people as u64).into_par_iter();
        let entered: Vec<_> = block
            .filter_map(|seed| Some((seed, life_of(making, scenario, seed)?)))
            .collect();
        lives.extend(entered);
        first += making.people as u64;
    }
    lives.truncate(making.people);
    assert_eq!(lives.len(), making.people, "too few enter");
    let plan = plan_of(&making.brain(1));
    Arm {
        readouts: plan.readouts.iter().map(|r| r.name.clone()).collect(),
        lives,
    }
}

fn plan_of(brain: &BrainFile) -> LifePlan {
    compile_brain(brain).unwrap_or_else(|e| panic!("{e}"))
}

/// History and scenario of one person; nothing if they do not enter.
fn life_of(making: Making, scenario: &ScenarioFile, seed: u64) -> Option<Vec<Vec<f32>>> {
    let brain = making.brain(seed);
    let plan = plan_of(&brain);
    let mut life = Life::begin(&plan, seed);
    if scenario.history != "none" {
        let history = library().read_history(&scenario.history);
        let history = history
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .value;
        let course = compile_history(&plan, &history).unwrap_or_else(|e| panic!("{e}"));
        let rated = readings(&plan, &course, &mut life).pop()?[1];
        if f64::from(rated) < plan.severity.ill_at {
            return None;
        }
    }
    let treatments: Vec<TreatmentFile> = scenario
        .treatments
        .iter()
        .map(|t| {
            library()
                .read_treatment(&t.treatment)
                .map(|read| read.value)
        })
        .collect::<Result<_, _>>()
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let course = compile_course(&plan, &brain, scenario, &treatments);
    let course = course.unwrap_or_else(|e| panic!("{e}"));
    Some(readings(&plan, &course, &mut life))
}

fn readings(plan: &LifePlan, course: &Course, life: &mut Life) -> Vec<Vec<f32>> {
    let mut rows = Vec::new();
    live(plan, course, life, &mut Worker::new(plan), |_, person| {
        rows.push(person.read().to_vec());
        true
    });
    rows
}

/// Share of the first people whom a history brings to where they would enter.
pub fn share_ill(making: Making, history: &str) -> f64 {
    let history = library().read_history(history);
    let history = history
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
        .value;
    let ill = (1..=making.people as u64).into_par_iter().filter(|&seed| {
        let brain = making.brain(seed);
        let plan = plan_of(&brain);
        let course = compile_history(&plan, &history).unwrap_or_else(|e| panic!("{e}"));
        let mut life = Life::begin(&plan, seed);
        let last = readings(&plan, &course, &mut life).pop();
        last.is_some_and(|row| f64::from(row[0]) >= plan.severity.ill_at)
    });
    ill.count() as f64 / making.people as f64
}

/// Asserts a share, and says it.
pub fn at_least(what: &str, share: f64, bound: f64) {
    println!("{what}: {share:.3} (at least {bound})");
    assert!(share >= bound, "{what}: {share:.3}, at least {bound}");
}

/// Asserts that one number is below another by more than `margin`, and says both.
pub fn below(what: &str, low: f64, high: f64, margin: f64) {
    println!("{what}: {low:.3} < {high:.3} - {margin}");
    assert!(
        low < high - margin,
        "{what}: {low:.3}, {high:.3}, margin {margin}"
    );
}
