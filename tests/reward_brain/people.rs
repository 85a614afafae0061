//! People each of whom has a brain of their own: every rate, strength, size and time constant jittered by twenty percent.

use super::jitter::Jitter;
use super::shared::resolved;
use rayon::prelude::*;
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{BrainFile, TreatmentFile};

const JITTER: Jitter = Jitter {
    share: 0.2,
    units: true,
    codes_and_nights: false,
    rests: true,
};
/// Seeds are tried in blocks of this many until enough people are ill.
const BLOCK: u64 = 32;

/// One row of readings per week.
pub type Weeks = Vec<Vec<f32>>;

/// A change of a brain, made before the jitter.
pub type Change = dyn Fn(&mut BrainFile) + Sync;

pub fn unchanged(_: &mut BrainFile) {}

/// Someone at the end of a history, with the weeks of it.
pub struct Person {
    pub seed: u64,
    pub life: Life,
    pub weeks: Weeks,
}

/// The brain that people have, and how it is changed for all of them.
#[derive(Clone, Copy)]
pub struct Kind<'a> {
    pub brain: &'a str,
    pub variant: &'a str,
    pub change: &'a Change,
}

impl<'a> Kind<'a> {
    pub fn of(brain: &'a str, variant: &'a str) -> Self {
        Kind {
            brain,
            variant,
            change: &unchanged,
        }
    }

    pub fn with(self, change: &'a Change) -> Self {
        Kind { change, ..self }
    }

    /// The brain of one person.
    pub fn brain_of(&self, seed: u64) -> BrainFile {
        let mut brain = resolved(self.brain, self.variant);
        (self.change)(&mut brain);
        JITTER.shake(&mut brain, seed);
        brain
    }

    fn plan_of(&self, seed: u64) -> (BrainFile, LifePlan) {
        let brain = self.brain_of(seed);
        let plan = compile_brain(&brain).unwrap_or_else(|e| panic!("{e}"));
        (brain, plan)
    }

    /// A person through a history.
    fn through_history(&self, history: &str, seed: u64) -> (Person, LifePlan) {
        let (_, plan) = self.plan_of(seed);
        let read = Library::new(None).read_history(history);
        let history = read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value;
        let course = compile_history(&plan, &history).unwrap_or_else(|e| panic!("{e}"));
        let mut life = Life::begin(&plan, seed);
        let weeks = lived(&plan, &course, &mut life);
        (Person { seed, life, weeks }, plan)
    }

    /// The first `count` seeds through a history.
    pub fn everyone(&self, history: &str, count: u64) -> Vec<Person> {
        (1..=count)
            .into_par_iter()
            .map(|seed| self.through_history(history, seed).0)
            .collect()
    }

    /// The first `count` people whose rated severity at the end of a history makes them ill.
    pub fn ill(&self, history: &str, count: usize) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::new();
        for block in 0..30 {
            let seeds = block * BLOCK + 1..=(block + 1) * BLOCK;
            let found: Vec<Person> = seeds
                .into_par_iter()
                .filter_map(|seed| {
                    let (person, plan) = self.through_history(history, seed);
                    let rated = f64::from(person.weeks.last()?[1]);
                    (rated >= plan.severity.ill_at).then_some(person)
                })
                .collect();
            people.extend(found);
            if people.len() >= count {
                break;
            }
        }
        people.truncate(count);
        assert_eq!(people.len(), count, "too few fall ill");
        people
    }

    /// People through a shipped scenario; `set` adds day inputs to each of its phases.
    pub fn through(&self, people: &[Person], scenario: &str, set: &[(&str, f64)]) -> Vec<Weeks> {
        let read = Library::new(None).read_scenario(scenario);
        let scenario = read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value;
        let treatment = |name: &str| -> TreatmentFile {
            let read = Library::new(None).read_treatment(name);
            read.unwrap_or_else(|mistakes| panic!("{mistakes}")).value
        };
        let treatments: Vec<_> = scenario
            .treatments
            .iter()
            .map(|t| treatment(&t.treatment))
            .collect();
        people
            .par_iter()
            .map(|person| {
                let (brain, plan) = self.plan_of(person.seed);
                let course = compile_course(&plan, &brain, &scenario, &treatments);
                let mut course = course.unwrap_or_else(|e| panic!("{e}"));
                for &(name, value) in set {
                    let node = plan.graph.node(name);
                    let node = node.unwrap_or_else(|| panic!("no input {name}"));
                    for phase in &mut course.phases {
                        phase.inputs.push((node, value));
                    }
                }
                lived(&plan, &course, &mut person.life.clone())
            })
            .collect()
    }

    /// Index of a readout.
    pub fn reading(&self, name: &str) -> usize {
        let (_, plan) = self.plan_of(1);
        let place = plan.readouts.iter().position(|r| r.name == name);
        2 + place.unwrap_or_else(|| panic!("no readout {name}"))
    }
}

fn lived(plan: &LifePlan, course: &Course, life: &mut Life) -> Weeks {
    let mut weeks = Vec::new();
    live(plan, course, life, &mut Worker::new(plan), |_, person| {
        weeks.push(person.read().to_vec());
        true
    })
    .unwrap();
    weeks
}

/// Switches couplings off.
pub fn without(names: &'static [&'static str]) -> impl Fn(&mut BrainFile) + Sync {
    move |brain| {
        for name in names {
            let found = brain
                .couplings
                .0
                .iter_mut()
                .find(|(known, _)| known == name);
            found
                .unwrap_or_else(|| panic!("no coupling {name}"))
                .1
                .strength = 0.0;
        }
    }
}

/// Values of a reading at a week.
pub fn at(curves: &[Weeks], week: usize, reading: usize) -> Vec<f64> {
    curves.iter().map(|c| f64::from(c[week][reading])).collect()
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

pub fn standard_deviation(values: &[f64]) -> f64 {
    let m = mean(values);
    let squares = values.iter().map(|x| (x - m).powi(2)).sum::<f64>();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// Share of people of whom something holds.
pub fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|&&x| holds(x)).count() as f64 / values.len() as f64
}

/// Differences person by person.
pub fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Standardised difference: how far `a` lies below `b`, in standard deviations.
pub fn benefit(a: &[f64], b: &[f64]) -> f64 {
    let pooled = (standard_deviation(a).powi(2) + standard_deviation(b).powi(2)) / 2.0;
    (mean(b) - mean(a)) / pooled.sqrt()
}

/// Demands that `a` lies below `b` by two standard errors of the paired difference, a one-sided error of 2.5 %.
pub fn clearly_below(a: &[f64], b: &[f64], what: &str) {
    let d = less(a, b);
    let error = standard_deviation(&d) / (d.len() as f64).sqrt();
    println!("{what}: {:.3} ({error:.3})", mean(&d));
    assert!(
        mean(&d) + 2.0 * error < 0.0,
        "{what}: {:.3} ({error:.3})",
        mean(&d)
    );
}
