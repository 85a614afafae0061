//! Virtual people with fear brains of their own: every number of the brain is off by up to a fifth.

use super::jitter::{Jitter, middle};
use super::shared::{Shared, resolved};
use rayon::prelude::*;
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, HistoryFile, ScenarioFile, TreatmentFile};
use std::sync::Arc;

const JITTER: Jitter = Jitter {
    share: 0.2,
    units: true,
    codes_and_nights: true,
    rests: false,
};
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
    /// False for people of whom nobody leaves a treatment: what it does to those who take it.
    pub leave: bool,
    pub change: Change<'a>,
}

impl Making<'_> {
    /// People in the middle of every trait.
    pub fn average(people: usize) -> Self {
        Self {
            people,
            variant: "learning-only",
            traits: false,
            leave: true,
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

    /// The brain before it is anybody's.
    fn brain(&self) -> BrainFile {
        let mut brain = resolved("fear", self.variant);
        (self.change)(&mut brain);
        brain
    }

    /// The brain of one person.
    fn own(&self, brain: &BrainFile, seed: u64) -> (BrainFile, LifePlan) {
        let mut brain = brain.clone();
        JITTER.shake(&mut brain, seed);
        if !self.traits {
            brain
                .traits
                .0
                .iter_mut()
                .for_each(|(_, t)| t.law = middle(&t.law));
        }
        let plan = compile_brain(&brain).unwrap_or_else(|e| panic!("{e}"));
        (brain, plan)
    }

    /// The life of one person through a history, with its last readings.
    fn grown(
        &self,
        brain: &BrainFile,
        history: &HistoryFile,
        seed: u64,
    ) -> (Life, LifePlan, Vec<f32>) {
        let (_, plan) = self.own(brain, seed);
        let course = compile_history(&plan, history).unwrap_or_else(|e| panic!("{e}"));
        let mut life = Life::begin(&plan, seed);
        let last = readings(&plan, &course, &mut life).pop();
        (life, plan, last.expect("a history has weeks"))
    }

    /// The first people who enter after a history: those rated ill; without a history everyone.
    fn entering(&self, history: &str) -> Arc<Vec<(u64, Life)>> {
        static ENTERED: Shared<String, Vec<(u64, Life)>> = Shared::new();
        let brain = self.brain();
        let key = format!("{history} {} {} {brain:?}", self.people, self.traits);
        ENTERED.get(key, || {
            let history = (history != "none").then(|| history_of(history));
            let enters = |seed: u64| {
                let Some(history) = &history else {
                    return Some((seed, Life::begin(&self.own(&brain, seed).1, seed)));
                };
                let (life, plan, last) = self.grown(&brain, history, seed);
                (f64::from(last[1]) >= plan.severity.ill_at).then_some((seed, life))
            };
            let mut entered = Vec::new();
            let mut first = 1;
            while entered.len() < self.people && first < 2000 {
                let block = (first..first + self.people as u64).into_par_iter();
                entered.extend(block.filter_map(enters).collect::<Vec<_>>());
                first += self.people as u64;
            }
            entered.truncate(self.people);
            assert_eq!(entered.len(), self.people, "too few enter");
            entered
        })
    }
}

fn history_of(name: &str) -> HistoryFile {
    let read = Library::new(None).read_history(name);
    read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value
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
pub fn through(making: Making, scenario: &str) -> Arc<Arm> {
    let read = Library::new(None).read_scenario(scenario);
    lived(
        making,
        &read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value,
    )
}

/// Everyone who enters, through a scenario. Equal brains and scenarios are lived once.
pub fn lived(making: Making, scenario: &ScenarioFile) -> Arc<Arm> {
    static ARMS: Shared<String, Arm> = Shared::new();
    let brain = making.brain();
    let Making {
        people,
        traits,
        leave,
        ..
    } = making;
    let key = format!("{people} {traits} {leave} {scenario:?} {brain:?}");
    ARMS.get(key, || {
        let read = |name: &str| Library::new(None).read_treatment(name);
        let treatments: Vec<TreatmentFile> = scenario
            .treatments
            .iter()
            .map(|t| read(&t.treatment).unwrap_or_else(|m| panic!("{m}")).value)
            .map(|treatment| TreatmentFile {
                dropout: treatment.dropout.filter(|_| leave),
                ..treatment
            })
            .collect();
        let people = making.entering(&scenario.history);
        let lives = people.par_iter().map(|(seed, life)| {
            let (brain, plan) = making.own(&brain, *seed);
            let course = compile_course(&plan, &brain, scenario, &treatments);
            let course = course.unwrap_or_else(|e| panic!("{e}"));
            (*seed, readings(&plan, &course, &mut life.clone()))
        });
        let plan = compile_brain(&brain).unwrap_or_else(|e| panic!("{e}"));
        Arm {
            lives: lives.collect(),
            readouts: plan.readouts.iter().map(|r| r.name.clone()).collect(),
        }
    })
}

fn readings(plan: &LifePlan, course: &Course, life: &mut Life) -> Vec<Vec<f32>> {
    let mut rows = Vec::new();
    live(plan, course, life, &mut Worker::new(plan), |_, person| {
        rows.push(person.read().to_vec());
        true
    })
    .unwrap();
    rows
}

/// Share of the first people whom a history brings to where they would enter.
pub fn share_ill(making: Making, history: &str) -> f64 {
    let (brain, history) = (making.brain(), history_of(history));
    let ill = (1..=making.people as u64).into_par_iter().filter(|&seed| {
        let (_, plan, last) = making.grown(&brain, &history, seed);
        f64::from(last[0]) >= plan.severity.ill_at
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
