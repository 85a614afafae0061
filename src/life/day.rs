//! A day, and a course of days.
//!
//! A day: inputs are set (phase, treatments, the drug hour by hour); signals; every factor moves by one day; signals again;
//! external events, internal events, treatment episodes; tallies; the night.

use super::course::{Course, Phase, Treatment};
use super::episode::{EVENT_WORD, Place, WORDS, play, words_of_episodes};
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan, Take};
use super::readout::{self, Observation};
use crate::circuit::{NightInputs, SIDE_BY_SIDE};
use crate::physiology::{Kinetics, Plasma};
use crate::random::{Draws, Purpose, uniform};

const EXTERNAL: Purpose = Purpose::new("external event");
const INTERNAL: Purpose = Purpose::new("internal event");
const HOW_MANY: Purpose = Purpose::new("how many");
const DOSE: Purpose = Purpose::new("dose");
const ATTENDANCE: Purpose = Purpose::new("attendance");
const DROP_OUT: Purpose = Purpose::new("drop-out");
const TRIAL: Purpose = Purpose::new("trial");
const TREATMENT: Purpose = Purpose::new("treatment episode");

/// What a course adds to a life while it lasts.
#[derive(Debug, Clone)]
pub struct CourseState {
    plasma: Vec<Plasma>,
    kinetics: Vec<Option<Kinetics>>,
    leaves: Vec<f64>,
    attended: Vec<usize>,
}

impl CourseState {
    /// The beginning of a course for this person.
    pub fn new(course: &Course, life: &Life) -> Self {
        let mut draws = Draws::of(life.seed);
        let leaves = course.treatments.iter().map(|t| {
            let u = draws.uniform(DROP_OUT.and(&t.name), 0, 0);
            t.from as f64 + t.drop_out.map_or(f64::INFINITY, |d| d.day(u))
        });
        Self {
            leaves: leaves.collect(),
            plasma: vec![Plasma::default(); course.treatments.len()],
            kinetics: course
                .treatments
                .iter()
                .map(|t| own_kinetics(t, &life.values))
                .collect(),
            attended: vec![0; course.treatments.len()],
        }
    }

    /// Day of the first drop-out within a treatment's calendar.
    pub fn dropped_out(&self, course: &Course) -> Option<f64> {
        self.leaves
            .iter()
            .zip(&course.treatments)
            .filter(|(day, t)| t.is_something() && **day < t.to as f64)
            .map(|(day, _)| *day)
            .min_by(f64::total_cmp)
    }
}

fn own_kinetics(treatment: &Treatment, values: &[f64]) -> Option<Kinetics> {
    treatment.drug.as_ref().map(|drug| {
        let clearance: f64 = drug.clearance.iter().map(|&n| values[n]).product();
        Kinetics {
            elimination_rate: drug.kinetics.elimination_rate * clearance,
            ..drug.kinetics
        }
    })
}

/// Lives a course. `observe` may look at the person at the beginning (week 0) and at the end of each week; it may end the
/// course by returning false.
pub fn live(
    plan: &LifePlan,
    course: &Course,
    life: &mut Life,
    worker: &mut Worker,
    mut observe: impl FnMut(usize, &mut Observation) -> bool,
) -> CourseState {
    let mut state = CourseState::new(course, life);
    let mut draws = Draws::of(life.seed);
    worker.forget_week();
    worker.begin_day(plan, &life.values);
    if !observe(0, &mut Observation::new(plan, life, worker, &mut draws, 0)) {
        return state;
    }
    for day in 0..course.days {
        one_day(plan, course, &mut state, life, worker, &mut draws, day);
        readout::accumulate(plan, life, worker);
        if (day + 1) % 7 == 0 {
            let mut week = Observation::new(plan, life, worker, &mut draws, 7);
            let go_on = observe((day + 1) / 7, &mut week);
            worker.forget_week();
            if !go_on {
                break;
            }
        }
    }
    state
}

fn one_day(
    plan: &LifePlan,
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    day: usize,
) {
    set_day_inputs(plan, course, state, life, draws, day);
    plan.graph.compute_day(&mut life.values);
    plan.graph
        .step_factors(&mut life.values, draws, life.day, &mut worker.targets);
    plan.graph.compute_day(&mut life.values);
    worker.begin_day(plan, &life.values);
    life.codes.begin_day(&plan.circuit, draws, life.day);
    worker.tally.fill((0.0, 0.0));
    external_events(plan, life, worker, draws);
    internal_events(plan, life, worker, draws);
    trials(plan, course, life, worker, draws, day);
    treatment_episodes(plan, course, state, life, worker, draws, day);
    for (tally, &(so_far, counted)) in plan.tallies.iter().zip(&worker.tally) {
        match tally.take {
            Take::Mean if counted > 0.0 => life.values[tally.node] = so_far / counted,
            Take::Last if counted > 0.0 => life.values[tally.node] = so_far,
            Take::Sum => life.values[tally.node] = so_far,
            Take::Mean | Take::Last => {}
        }
    }
    night(plan, life, worker, draws);
    life.day += 1;
}

fn set_day_inputs(
    plan: &LifePlan,
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    draws: &mut Draws,
    day: usize,
) {
    plan.graph.reset_day(&mut life.values);
    for phase in course
        .phases
        .iter()
        .filter(|p| (p.from..p.to).contains(&day))
    {
        for &(node, value) in &phase.inputs {
            life.values[node] = value;
        }
    }
    for (index, treatment) in course.treatments.iter().enumerate() {
        let takes_part = takes_part(treatment, state.leaves[index], day);
        if takes_part {
            for &(node, value) in &treatment.inputs {
                life.values[node] = value;
            }
            if day == treatment.from
                && treatment.is_something()
                && let Some(belief) = treatment.belief
            {
                let believed = belief.level * life.values[belief.expectation];
                life.values[belief.factor] = life.values[belief.factor].max(believed);
            }
        }
    }
    drug_day(course, state, life, draws, day);
}

fn takes_part(treatment: &Treatment, leaves: f64, day: usize) -> bool {
    (treatment.from..treatment.to).contains(&day) && (day as f64) < leaves
}

/// The drugs of a day, hour by hour: occupancy is the mean over 24 hours; several drugs on one transporter compete.
fn drug_day(
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    draws: &mut Draws,
    day: usize,
) {
    for (index, treatment) in course.treatments.iter().enumerate() {
        let (Some(drug), Some(kinetics)) = (&treatment.drug, state.kinetics[index]) else {
            continue;
        };
        let mut dose = drug.doses.get(day).copied().unwrap_or(0.0);
        if dose > 0.0 && !takes_part(treatment, state.leaves[index], day) {
            dose = 0.0;
        }
        if dose > 0.0
            && let Some(adherence) = drug.adherence
        {
            let u = draws.uniform(DOSE.and(&treatment.name), life.day, 0);
            if u >= adherence.probability(&life.values) {
                dose = 0.0;
            }
        }
        let mut plasma = state.plasma[index];
        if dose <= 0.0 && plasma.is_washed_out() {
            state.plasma[index] = Plasma::default();
            continue;
        }
        let sensitivity = drug.sensitivity.map_or(1.0, |n| life.values[n]);
        let (mut occupancy, mut concentration) = (0.0, 0.0);
        for hour in 0..24 {
            if hour == drug.hour {
                plasma.gut += dose;
            }
            plasma = kinetics.after(plasma, 1.0);
            let relative = plasma.concentration / (drug.half_effect * sensitivity);
            occupancy += drug.maximum * relative / (1.0 + relative) / 24.0;
            concentration += plasma.concentration / 24.0;
        }
        state.plasma[index] = plasma;
        let other = life.values[drug.occupancy_input];
        life.values[drug.occupancy_input] = combined(other, occupancy, drug.maximum);
        if let Some(node) = drug.concentration_input {
            life.values[node] += concentration;
        }
        if let Some(node) = drug.dose_input {
            life.values[node] += dose;
        }
    }
}

/// Occupancy by two drugs that compete for the same sites: concentrations in units of their half effect add.
fn combined(first: f64, second: f64, maximum: f64) -> f64 {
    if first == 0.0 {
        return second;
    }
    let relative = |o: f64| o / (maximum - o).max(1e-9);
    let sum = relative(first) + relative(second);
    maximum * sum / (1.0 + sum)
}

/// How many of something with this mean happen: the whole part, and one more with the probability of the rest.
fn how_many(mean: f64, u: f64) -> u64 {
    let whole = libm::floor(mean.max(0.0));
    whole as u64 + u64::from(u < mean - whole)
}

fn external_events(plan: &LifePlan, life: &mut Life, worker: &mut Worker, draws: &mut Draws) {
    let mut words = core::mem::take(&mut worker.episode_words);
    let slots = plan.external_per_day as u64;
    words_of_episodes(draws, EXTERNAL, life.day, slots, &mut words);
    let mut place = Place {
        purpose: EXTERNAL,
        moment: life.day,
        index: 0,
    };
    for words in words.as_chunks::<WORDS>().0.chunks(plan.side_by_side) {
        let mut chosen: [Option<&Experience>; SIDE_BY_SIDE] = [None; SIDE_BY_SIDE];
        for (chosen, words) in chosen.iter_mut().zip(words) {
            *chosen = choose(plan, &life.values, uniform(words[EVENT_WORD]));
        }
        if let [Some(first), ..] = chosen {
            let experiences = chosen.map(|experience| experience.unwrap_or(first));
            let experiences = &experiences[..words.len()];
            play(plan, life, worker, draws, place, experiences, words);
        }
        place.index += words.len() as u64;
    }
    worker.episode_words = words;
}

/// The external experience that a uniform draw chooses by the odds; none only where there are none.
fn choose<'a>(plan: &'a LifePlan, values: &[f64], u: f64) -> Option<&'a Experience> {
    let mut stacked = 0.0;
    let below = |&&index: &&usize| {
        stacked += plan.experiences[index].odds.map_or(0.0, |n| values[n]);
        u < stacked
    };
    let found = plan.external.iter().find(below);
    found
        .or(plan.external.last())
        .map(|&index| &plan.experiences[index])
}

fn internal_events(plan: &LifePlan, life: &mut Life, worker: &mut Worker, draws: &mut Draws) {
    for (position, &index) in plan.internal.iter().enumerate() {
        let experience = &plan.experiences[index];
        let purpose = INTERNAL.and(&experience.name);
        let rate = experience.rate.map_or(0.0, |n| life.values[n]);
        let number = how_many(
            rate / experience.stands_for,
            draws.uniform(HOW_MANY.and(&experience.name), life.day, 0),
        );
        worker.counts[position] += number as f64 * experience.stands_for;
        repeat(plan, life, worker, draws, purpose, experience, number);
    }
}

/// The episodes that the phases of a course hold for certain.
fn trials(
    plan: &LifePlan,
    course: &Course,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    day: usize,
) {
    let now = |phase: &&Phase| (phase.from..phase.to).contains(&day);
    for phase in course.phases.iter().filter(now) {
        for (place, trials) in phase.trials.iter().enumerate() {
            if (day - phase.from).is_multiple_of(trials.every.max(1)) {
                let purpose = TRIAL.and(&trials.experience.name).and(&place.to_string());
                let number = trials.number as u64;
                let experience = &trials.experience;
                repeat(plan, life, worker, draws, purpose, experience, number);
            }
        }
    }
}

fn treatment_episodes(
    plan: &LifePlan,
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    day: usize,
) {
    for (index, treatment) in course.treatments.iter().enumerate() {
        if !takes_part(treatment, state.leaves[index], day) || !treatment.is_something() {
            continue;
        }
        if let Some(sessions) = &treatment.sessions {
            let since = day - treatment.from;
            let due = since.is_multiple_of(sessions.every.max(1))
                && since / sessions.every.max(1) < sessions.number;
            let u = draws.uniform(ATTENDANCE.and(&treatment.name), life.day, 0);
            let attends = sessions
                .attendance
                .is_none_or(|a| u < a.probability(&life.values));
            if due && attends {
                state.attended[index] += 1;
                let purpose = TREATMENT.and(&treatment.name).and("session");
                repeat(
                    plan,
                    life,
                    worker,
                    draws,
                    purpose,
                    &sessions.experience,
                    sessions.episodes as u64,
                );
                if let Some((ending, number)) = &sessions.ending {
                    let purpose = TREATMENT.and(&treatment.name).and("ending");
                    repeat(plan, life, worker, draws, purpose, ending, *number as u64);
                }
            }
        }
        if let Some(practice) = &treatment.practice {
            let mean = practice.per_day * practice.reliability.map_or(1.0, |n| life.values[n]);
            let number = how_many(
                mean,
                draws.uniform(HOW_MANY.and(&treatment.name), life.day, 0),
            );
            let purpose = TREATMENT.and(&treatment.name).and("practice");
            repeat(
                plan,
                life,
                worker,
                draws,
                purpose,
                &practice.experience,
                number,
            );
        }
    }
}

fn repeat(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    purpose: Purpose,
    experience: &Experience,
    number: u64,
) {
    let mut words = core::mem::take(&mut worker.episode_words);
    words_of_episodes(draws, purpose, life.day, number, &mut words);
    let mut place = Place {
        purpose,
        moment: life.day,
        index: 0,
    };
    for words in words.as_chunks::<WORDS>().0.chunks(plan.side_by_side) {
        let experiences = &[experience; SIDE_BY_SIDE][..words.len()];
        play(plan, life, worker, draws, place, experiences, words);
        place.index += words.len() as u64;
    }
    worker.episode_words = words;
}

fn night(plan: &LifePlan, life: &mut Life, worker: &mut Worker, draws: &mut Draws) {
    let [growth, pruning, turnover] = plan.night.map(|n| life.values[n]);
    for (gate, slots) in worker.consolidation.iter_mut().zip(&plan.projections) {
        let product = |product: f64, &node: &usize| product * life.values[node];
        *gate = slots.consolidation.iter().fold(1.0, product);
    }
    let inputs = NightInputs {
        consolidation: &worker.consolidation,
        growth,
        pruning,
        turnover,
    };
    plan.circuit
        .night(&mut life.circuit, &inputs, &mut worker.scratch);
    if (life.day + 1).is_multiple_of(7) {
        plan.circuit
            .structural_week(&mut life.circuit, &inputs, draws, life.day / 7);
    }
}
