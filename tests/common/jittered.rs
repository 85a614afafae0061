//! People each with a brain of their own, in which every number is drawn anew around the one of the file: for tests of orderings and
//! signs that must not hang on one number.
#![allow(
    dead_code,
    reason = "every test file is compiled with its own copy, and none uses all of it"
)]

#[path = "jitter.rs"]
mod jitter;
#[path = "shared.rs"]
mod shared;

use jitter::{Jitter, middle};
use rayon::prelude::*;
use rewire::life::{Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, HistoryFile, ScenarioFile, TreatmentFile};
use shared::{Shared, resolved};
use std::sync::Arc;

/// Readings that every brain has.
pub const SEVERITY: &str = "severity";
/// Seeds are tried in blocks of this many until enough people enter.
const BLOCK: u64 = 32;

/// A change of a brain, applied before its numbers are jittered.
pub type Change<'a> = &'a (dyn Fn(&mut BrainFile) + Sync);

pub fn unchanged(_: &mut BrainFile) {}

/// Where people come from: a variant of a brain, a history, and how far each number may lie from the file's, as a share of it.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub brain: &'static str,
    pub variant: &'static str,
    pub history: &'static str,
    pub jitter: f64,
    /// True where traits do not differ: then each person is one draw of the brain's numbers, lived by a median person.
    pub alike: bool,
}

/// A person at the end of a history.
pub struct Person {
    pub seed: u64,
    pub life: Life,
}

/// People who are lived once for all tests of a binary.
pub type People = Arc<Vec<Person>>;

impl Origin {
    /// The brain of the variant, with one change; people jitter it.
    fn brain(&self, change: Change) -> BrainFile {
        let mut brain = resolved(self.brain, self.variant);
        if self.alike {
            for (_, own) in &mut brain.traits.0 {
                own.law = middle(&own.law);
            }
        }
        change(&mut brain);
        brain
    }

    /// The brain of one person.
    fn own(&self, brain: &BrainFile, seed: u64) -> (BrainFile, LifePlan) {
        let mut brain = brain.clone();
        let jitter = Jitter {
            share: self.jitter,
            units: true,
            codes_and_nights: true,
            rests: false,
        };
        jitter.shake(&mut brain, seed);
        let plan = plan_of(&brain);
        (brain, plan)
    }

    fn history(&self) -> HistoryFile {
        let read = Library::new(None).read_history(self.history);
        read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value
    }

    /// The person of a seed at the end of the history, and whether they are ill then.
    fn grown(&self, brain: &BrainFile, history: &HistoryFile, seed: u64) -> (Life, bool) {
        let (_, plan) = self.own(brain, seed);
        let course = compile_history(&plan, history).unwrap_or_else(|e| panic!("{e}"));
        let mut life = Life::begin(&plan, seed);
        let mut rated = 0.0;
        let mut worker = Worker::new(&plan);
        live(&plan, &course, &mut life, &mut worker, |_, person| {
            rated = f64::from(person.read()[1]);
            true
        })
        .unwrap();
        (life, rated >= plan.severity.ill_at)
    }

    /// The first people who enter: those rated ill at the end of the history.
    pub fn people(&self, number: usize) -> People {
        static ENTERED: Shared<String, Vec<Person>> = Shared::new();
        ENTERED.get(format!("{number} {self:?}"), || {
            let (brain, history) = (self.brain(&unchanged), self.history());
            let mut people: Vec<Person> = Vec::new();
            for first in (1..1500).step_by(BLOCK as usize) {
                if people.len() >= number {
                    break;
                }
                let block = (first..first + BLOCK).into_par_iter().filter_map(|seed| {
                    let (life, ill) = self.grown(&brain, &history, seed);
                    ill.then_some(Person { seed, life })
                });
                people.extend(block.collect::<Vec<_>>());
            }
            people.truncate(number);
            assert_eq!(people.len(), number, "too few enter");
            people
        })
    }

    /// How many of the first `number` seeds are ill at the end of the history.
    pub fn ill(&self, number: u64, change: Change) -> usize {
        let (brain, history) = (self.brain(change), self.history());
        let ill = (1..=number)
            .into_par_iter()
            .filter(|&seed| self.grown(&brain, &history, seed).1);
        ill.count()
    }

    /// Everyone through a scenario, with a change of the brain from its first day on. Equal lives of the same people are lived once.
    pub fn through(&self, people: &People, scenario: &str, change: Change) -> Arc<Curves> {
        static LIVED: Shared<(usize, String), Curves> = Shared::new();
        let brain = self.brain(change);
        // People are kept for good, so that their place tells them from others.
        let key = (
            Arc::as_ptr(people) as usize,
            format!("{scenario} {self:?} {brain:?}"),
        );
        LIVED.get(key, || {
            let files = Files::read(scenario);
            let lived = people.par_iter().map(|person| {
                let (brain, plan) = self.own(&brain, person.seed);
                let course = compile_course(&plan, &brain, &files.scenario, &files.treatments)
                    .unwrap_or_else(|e| panic!("{e}"));
                let mut life = person.life.clone();
                let mut rows = Vec::new();
                let mut worker = Worker::new(&plan);
                live(&plan, &course, &mut life, &mut worker, |_, person| {
                    rows.push(person.read().to_vec());
                    true
                })
                .unwrap();
                rows
            });
            Curves {
                names: names_of(&plan_of(&brain)),
                rows: lived.collect(),
            }
        })
    }
}

fn plan_of(brain: &BrainFile) -> LifePlan {
    compile_brain(brain).unwrap_or_else(|e| panic!("{e}"))
}

fn names_of(plan: &LifePlan) -> Vec<String> {
    let own = plan.readouts.iter().map(|readout| readout.name.clone());
    [SEVERITY.to_owned(), "severity_rated".to_owned()]
        .into_iter()
        .chain(own)
        .collect()
}

/// A shipped scenario and its treatments, for people who take every dose, come to every session and do not leave: what a treatment does to
/// those who take it. How well an agreement is kept at home stays their own.
struct Files {
    scenario: ScenarioFile,
    treatments: Vec<TreatmentFile>,
}

impl Files {
    fn read(scenario: &str) -> Self {
        let library = Library::new(None);
        let scenario = library
            .read_scenario(scenario)
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .value;
        let read = |name: &str| library.read_treatment(name);
        let treatments = scenario
            .treatments
            .iter()
            .map(|t| read(&t.treatment).unwrap_or_else(|m| panic!("{m}")).value)
            .map(|treatment| TreatmentFile {
                adherence: None,
                attendance: None,
                dropout: None,
                ..treatment
            });
        Self {
            treatments: treatments.collect(),
            scenario,
        }
    }
}

/// What was read of everyone, week by week.
pub struct Curves {
    names: Vec<String>,
    rows: Vec<Vec<Vec<f32>>>,
}

impl Curves {
    /// A reading of everyone at a week.
    pub fn at(&self, reading: &str, week: usize) -> Vec<f64> {
        let index = self.names.iter().position(|name| name == reading);
        let index = index.unwrap_or_else(|| panic!("no reading {reading}"));
        let rows = self.rows.iter();
        rows.map(|person| f64::from(person[week][index])).collect()
    }

    /// Number of weekly readings, that of the beginning included.
    pub fn weeks(&self) -> usize {
        self.rows[0].len()
    }

    /// Mean severity at a week.
    pub fn severity(&self, week: usize) -> f64 {
        mean(&self.at(SEVERITY, week))
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Share of people of whom something holds, said aloud.
pub fn hold(what: &str, a: &[f64], b: &[f64], holds: impl Fn(f64, f64) -> bool) -> f64 {
    assert_eq!(a.len(), b.len());
    let number = a.iter().zip(b).filter(|&(&a, &b)| holds(a, b)).count();
    let share = number as f64 / a.len() as f64;
    println!(
        "{what}: {:.2} against {:.2}, holds in {share:.2}",
        mean(a),
        mean(b)
    );
    share
}

/// Sets the learning rate of a projection.
pub fn set_rate(brain: &mut BrainFile, projection: &str, rate: f64) {
    let entries = brain.projections.0.iter_mut();
    let mut found = entries.filter(|(name, _)| name == projection);
    found
        .next()
        .expect("a projection of the brain")
        .1
        .learning_rate = rate;
}

/// Sets the strength of a coupling.
pub fn set_strength(brain: &mut BrainFile, coupling: &str, strength: f64) {
    let entries = brain.couplings.0.iter_mut();
    let mut found = entries.filter(|(name, _)| name == coupling);
    found.next().expect("a coupling of the brain").1.strength = strength;
}
