//! Episodes: inputs, settle, outcome, learn.
//!
//! Up to [`crate::circuit::SIDE_BY_SIDE`] episodes of a day settle side by side, all from the weights before them; then they are learned one
//! after the other. That is faster, since each weight is read once for all, and a few episodes change a weight by little.

use super::person::{Life, Worker};
use super::plan::{ActionPlan, Choice, Experience, LifePlan, Take};
use super::recall::search_memories;
use super::scene::{Place, compute, measure, prepare, set_inputs, settle, settle_those};
use crate::kernels::transcendental::exp;
use crate::plasticity::Gates;
use crate::random::{Draws, Purpose, uniform};

/// Words of randomness that an episode takes.
pub(super) const WORDS: usize = 16;
/// Where in them things stand.
pub(super) const EVENT_WORD: usize = 0;
pub(super) const CUE_WORD: usize = 1;
const NOISE_WORD: usize = 2;
pub(super) const RECALL_NOISE_WORD: usize = 4;
const CHOICE_WORD: usize = 6;
const SHOWN_WORD: usize = 10;
/// Most choices of an experience.
pub const CHOICES: usize = SHOWN_WORD - CHOICE_WORD;
/// Most populations of which an experience names what they show.
pub const SHOWN: usize = WORDS - SHOWN_WORD;

/// Leaves in `words` the words of the first `number` episodes of a purpose at a moment, read in one go.
pub(super) fn words_of_episodes(
    draws: &mut Draws,
    purpose: Purpose,
    moment: u64,
    number: u64,
    words: &mut Vec<u32>,
) {
    words.clear();
    words.resize(number as usize * WORDS, 0);
    if number > 0 {
        draws.fill(purpose, moment, 0, words);
    }
}

/// Plays up to [`crate::circuit::SIDE_BY_SIDE`] episodes of one purpose at one moment, the first of them at `first`, and learns from them.
pub(super) fn play(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    first: Place,
    experiences: &[&Experience],
    words: &[[u32; WORDS]],
) {
    let number = experiences.len();
    for ((scene, experience), words) in worker.scenes.iter_mut().zip(experiences).zip(words) {
        scene.values.copy_from_slice(&life.values);
        plan.graph.forget_episode(&mut scene.values);
        scene.show(&experience.shows, &words[SHOWN_WORD..]);
    }
    let place = |index: usize| Place {
        index: first.index + index as u64,
        ..first
    };
    search_memories(plan, life, worker, draws, place, experiences, words);
    for (index, experience) in experiences.iter().enumerate() {
        let noise = (&words[index], NOISE_WORD);
        let inputs = &experience.inputs;
        set_inputs(
            plan,
            worker,
            draws,
            place(index),
            index,
            experience,
            inputs,
            noise,
        );
        prepare(plan, life, worker, index);
        if experience.recall.is_none() {
            let scene = &worker.scenes[index];
            plan.circuit.start(&mut worker.stages[index], &scene.start);
        }
    }
    settle(plan, life, worker, 0..number);
    for (index, experience) in experiences.iter().enumerate() {
        measure(plan, worker, index, |slots| slots.prediction);
        let values = &mut worker.scenes[index].values;
        worker.today.compute_predicted(values);
        choose(&experience.choices, &words[index][CHOICE_WORD..], values);
        worker.today.compute_chosen(values);
        if experience.outcome_inputs.is_none() {
            // Nothing settles again: the prediction is what became of it.
            for slots in &plan.populations {
                values[slots.activity] = values[slots.prediction];
            }
        }
    }
    show_outcomes(plan, life, worker, draws, place, experiences, words);
    for (index, experience) in experiences.iter().enumerate() {
        let values = &mut worker.scenes[index].values;
        if experience.outcome_inputs.is_some() && !worker.found_out_acts {
            // What was found out may depend on the inputs that the outcome changed.
            compute(&worker.today, true, values);
        }
        worker.today.compute_after(values);
        learn(plan, life, worker, index, experience.stands_for as f32);
        count(plan, worker, index, experience);
    }
    if let Some(last) = number.checked_sub(1) {
        life.values.copy_from_slice(&worker.scenes[last].values);
    }
}

/// Settles again with the outcome, where an experience shows one.
fn show_outcomes(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    draws: &mut Draws,
    place: impl Fn(usize) -> Place,
    experiences: &[&Experience],
    words: &[[u32; WORDS]],
) {
    for (index, experience) in experiences.iter().enumerate() {
        let Some(outcome) = &experience.outcome_inputs else {
            continue;
        };
        let noise = (&words[index], NOISE_WORD);
        set_inputs(
            plan,
            worker,
            draws,
            place(index),
            index,
            experience,
            outcome,
            noise,
        );
        prepare(plan, life, worker, index);
    }
    let shows_one = |experience: &Experience| experience.outcome_inputs.is_some();
    settle_those(plan, life, worker, experiences, shows_one);
    for (index, _) in (0..).zip(experiences).filter(|(_, e)| shows_one(e)) {
        measure(plan, worker, index, |slots| slots.activity);
    }
}

/// Draws what is done, from the urges.
fn choose(choices: &[Choice], words: &[u32], values: &mut [f64]) {
    for (choice, &word) in choices.iter().zip(words) {
        let u = uniform(word);
        if let [action] = choice.as_slice() {
            let done = u < 1.0 / (1.0 + exp(-values[action.urge]));
            values[action.node] = f64::from(u8::from(done));
            continue;
        }
        let urges = choice.iter().map(|action| values[action.urge]);
        let highest = urges.clone().fold(f64::NEG_INFINITY, f64::max);
        // The highest has weight exp(0).
        let weight = |urge: f64| match urge - highest {
            0.0 => 1.0,
            below => exp(below),
        };
        let total: f64 = urges.map(weight).sum();
        let mut stacked = 0.0;
        let below = |action: &&ActionPlan| {
            stacked += weight(values[action.urge]) / total;
            u < stacked
        };
        if let Some(done) = choice.iter().find(below).or(choice.last()) {
            values[done.node] = 1.0;
        }
    }
}

/// Learns from what a scene came to, as from `times` like episodes.
fn learn(plan: &LifePlan, life: &mut Life, worker: &mut Worker, index: usize, times: f32) {
    let values = &worker.scenes[index].values;
    let product = |nodes: &Vec<usize>| nodes.iter().fold(1.0, |m, &n| m * values[n]) as f32;
    for (product_now, nodes) in worker.products.iter_mut().zip(&worker.gate_nodes) {
        *product_now = product(nodes);
    }
    let slots = worker.gate_products.iter().zip(&plan.projections);
    for (gates, (&(ltp, ltd), slots)) in worker.gates.iter_mut().zip(slots) {
        *gates = Gates {
            ltp: times * worker.products[ltp],
            ltd: times * worker.products[ltd],
            third: slots.third.map_or(0.0, |n| values[n] as f32),
        };
    }
    plan.circuit.learn(
        &mut life.circuit,
        &worker.gates,
        &worker.stages[index],
        &mut worker.scratch,
    );
}

/// Counts an episode in those tallies of the day that it counts for.
fn count(plan: &LifePlan, worker: &mut Worker, index: usize, experience: &Experience) {
    let values = &worker.scenes[index].values;
    for ((so_far, counted), tally) in worker.tally.iter_mut().zip(&plan.tallies) {
        if tally
            .when
            .map_or(experience.felt, |node| values[node] > 0.0)
        {
            *counted += experience.stands_for;
            match tally.take {
                Take::Mean | Take::Sum => *so_far += experience.stands_for * values[tally.of],
                Take::Last => *so_far = values[tally.of],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_done_as_often_as_their_urges_say() {
        // Nodes 0, 1, 2 are actions with the urges in 3, 4, 5.
        let action = |k| ActionPlan {
            node: k,
            urge: k + 3,
        };
        let urges: [f64; 3] = [0.4, -0.3, 1.1];
        let often = |choices: &[Choice], node: usize| {
            let done = (0..20_000u32).filter(|n| {
                let mut values = [0.0, 0.0, 0.0, urges[0], urges[1], urges[2]];
                let word = n.wrapping_mul(214_748); // evenly over all words
                choose(choices, &[word], &mut values);
                let done: f64 = values[..3].iter().sum();
                assert!(
                    choices[0].len() == 1 || done == 1.0,
                    "one of several is done"
                );
                values[node] == 1.0
            });
            done.count() as f64 / 20_000.0
        };
        let total: f64 = urges.iter().map(|urge| urge.exp()).sum();
        for (node, urge) in urges.iter().enumerate() {
            // Words in even steps: the share is off by a few steps of 1/20,000.
            let share = often(&[vec![action(0), action(1), action(2)]], node);
            assert!((share - urge.exp() / total).abs() < 1e-3);
            let alone = often(&[vec![action(node)]], node);
            assert!((alone - 1.0 / (1.0 + (-urge).exp())).abs() < 1e-3);
        }
    }
}
