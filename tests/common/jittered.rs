//! People each with a brain of their own, in which every number is drawn anew around the one of the file: for tests of orderings and
//! signs that must not hang on one number.
#![allow(
    dead_code,
    reason = "every test file is compiled with its own copy, and none uses all of it"
)]

use rayon::prelude::*;
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::random::{Draws, Purpose};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, Law, TreatmentFile};

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

/// Multiplies every rate, strength, size, threshold and time constant of a brain by a factor of its own between `1 - share` and
/// `1 + share`, drawn for this seed. A strength of 1 only carries a signal on, and is kept.
pub fn jitter(brain: &mut BrainFile, seed: u64, share: f64) {
    let mut draws = Draws::of(seed);
    let mut factor = |name: &str| {
        1.0 + share * (2.0 * draws.uniform(Purpose::new("jitter").and(name), 0, 0) - 1.0)
    };
    for (name, p) in &mut brain.populations.0 {
        p.threshold *= factor(&format!("{name} threshold"));
    }
    for (name, p) in &mut brain.projections.0 {
        p.learning_rate *= factor(&format!("{name} rate"));
        // Weight and bounds together, so that a weight stays within its bounds.
        let size = factor(&format!("{name} size"));
        p.initial *= size;
        p.lower = p.lower.map(|w| w * size);
        p.upper = p.upper.map(|w| w * size);
        if let Some(transfer) = &mut p.transfer {
            *transfer = (*transfer * factor(&format!("{name} transfer"))).min(1.0);
        }
        if let Some(turnover) = &mut p.turnover {
            turnover.0 *= factor(&format!("{name} turnover"));
        }
    }
    for (name, c) in &mut brain.couplings.0 {
        if c.strength.abs() != 1.0 {
            c.strength *= factor(name);
        }
    }
    for (name, a) in &mut brain.actions.0 {
        a.urge *= factor(&format!("{name} urge"));
    }
    for (name, f) in &mut brain.factors.0 {
        f.time_constant.0 *= factor(&format!("{name} time"));
    }
}

impl Origin {
    /// The brain of a person, with one change applied before the jitter.
    pub fn brain_of(&self, seed: u64, change: Change) -> BrainFile {
        let mut brain = Library::new(None)
            .resolve_variant(self.brain, self.variant)
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .brain;
        if self.alike {
            for (_, own) in &mut brain.traits.0 {
                match &mut own.law {
                    Law::Normal { sd: spread, .. } | Law::Lognormal { sigma: spread, .. } => {
                        *spread = 0.0
                    }
                    _ => {}
                }
            }
        }
        change(&mut brain);
        jitter(&mut brain, seed, self.jitter);
        brain
    }

    /// The person of a seed at the end of the history, and the severity rated then.
    fn grown(&self, seed: u64, change: Change) -> (LifePlan, Life, f64) {
        let brain = self.brain_of(seed, change);
        let plan = plan_of(&brain);
        let read = Library::new(None).read_history(self.history);
        let history = read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value;
        let course = compile_history(&plan, &brain, &history).unwrap_or_else(|e| panic!("{e}"));
        let mut life = Life::begin(&plan, seed);
        let mut rated = 0.0;
        live(
            &plan,
            &course,
            &mut life,
            &mut Worker::new(&plan),
            |_, person| {
                rated = f64::from(person.read()[1]);
                true
            },
        );
        (plan, life, rated)
    }

    /// The first people who enter: those rated ill at the end of the history.
    pub fn people(&self, number: usize) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::new();
        for first in (1..1500).step_by(BLOCK as usize) {
            if people.len() >= number {
                break;
            }
            let block = (first..first + BLOCK).into_par_iter().filter_map(|seed| {
                let (plan, life, rated) = self.grown(seed, &unchanged);
                (rated >= plan.severity.ill_at).then_some(Person { seed, life })
            });
            people.extend(block.collect::<Vec<_>>());
        }
        people.truncate(number);
        assert_eq!(people.len(), number, "too few enter");
        people
    }

    /// How many of the first `number` seeds are ill at the end of the history.
    pub fn ill(&self, number: u64, change: Change) -> usize {
        let ill = (1..=number).into_par_iter().filter(|&seed| {
            let (plan, _, rated) = self.grown(seed, change);
            rated >= plan.severity.ill_at
        });
        ill.count()
    }

    /// Everyone through a scenario, with a change of the brain from its first day on.
    pub fn through(&self, people: &[Person], scenario: &str, change: Change) -> Curves {
        let lived = people.par_iter().map(|person| {
            let brain = self.brain_of(person.seed, change);
            let plan = plan_of(&brain);
            let course = course_of(&brain, &plan, scenario);
            let mut life = person.life.clone();
            let mut rows = Vec::new();
            live(
                &plan,
                &course,
                &mut life,
                &mut Worker::new(&plan),
                |_, person| {
                    rows.push(person.read().to_vec());
                    true
                },
            );
            rows
        });
        Curves {
            names: names_of(&plan_of(&self.brain_of(1, change))),
            rows: lived.collect(),
        }
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

/// The course of a shipped scenario for a person who takes every dose, comes to every session and does not leave: what a treatment does
/// to those who take it. How well an agreement is kept at home stays their own.
fn course_of(brain: &BrainFile, plan: &LifePlan, scenario: &str) -> Course {
    let library = Library::new(None);
    let scenario = library
        .read_scenario(scenario)
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
        .value;
    let read = |name: &str| library.read_treatment(name);
    let treatments: Vec<TreatmentFile> = scenario
        .treatments
        .iter()
        .map(|t| read(&t.treatment).unwrap_or_else(|m| panic!("{m}")).value)
        .map(|treatment| TreatmentFile {
            adherence: None,
            attendance: None,
            dropout: None,
            ..treatment
        })
        .collect();
    compile_course(plan, brain, &scenario, &treatments).unwrap_or_else(|e| panic!("{e}"))
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
