//! One episode: inputs, settle, outcome, learn.

use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan, Recall};
use crate::circuit::SettleInputs;
use crate::plasticity::Gates;
use crate::random::{Draws, Purpose, choice, normal, uniform};

/// Words of randomness that an episode takes.
pub(super) const WORDS: usize = 16;
/// Where in them things stand.
pub(super) const EVENT_WORD: usize = 0;
const CUE_WORD: usize = 1;
const NOISE_WORD: usize = 2;
const RECALL_NOISE_WORD: usize = 4;

/// The place of an episode in a life: the address of its randomness.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub purpose: Purpose,
    pub moment: u64,
    pub index: u64,
}

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

/// Leaves in `worker.recall_words` those of the free recalls before these episodes, if there are any: one for each pattern.
pub(super) fn words_of_recalls(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    draws: &mut Draws,
    purpose: Purpose,
    experience: &Experience,
    number: u64,
) {
    if let Some(recall) = experience.recall.as_ref().filter(|_| number > 0) {
        let patterns = plan.circuit.populations[recall.from].patterns;
        worker.recall_words.resize(number as usize * patterns, 0);
        let purpose = purpose.and("recall");
        draws.fill(purpose, life.day, 0, &mut worker.recall_words);
    }
}

/// Plays one episode and learns from it.
pub(super) fn play(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    place: Place,
    experience: &Experience,
    words: &[u32; WORDS],
) {
    let mut pattern = words[CUE_WORD];
    if let Some(recall) = &experience.recall {
        pattern = search_memory(plan, life, worker, draws, place, experience, recall, words);
    }
    set_inputs(
        plan,
        life,
        worker,
        draws,
        place,
        experience,
        &experience.inputs,
        words,
        NOISE_WORD,
    );
    prepare(plan, life, worker, pattern);
    if experience.recall.is_none() {
        plan.circuit.start(&mut life.circuit, &worker.start);
    }
    settle(plan, life, worker);
    measure(plan, life, |slots| slots.prediction);
    if experience.outcome_inputs.is_none() {
        // Nothing settles again: the prediction is what became of it.
        for slots in &plan.populations {
            life.values[slots.activity] = life.values[slots.prediction];
        }
    }
    if let Some(outcome) = &experience.outcome_inputs {
        set_inputs(
            plan, life, worker, draws, place, experience, outcome, words, NOISE_WORD,
        );
        prepare(plan, life, worker, pattern);
        settle(plan, life, worker);
        measure(plan, life, |slots| slots.activity);
    }
    plan.graph.compute_after(&mut life.values);
    learn(plan, life, worker);
}

/// Free recall: settles without a cue from a weak, tilted state; returns the winning pattern as a word that chooses it.
#[allow(clippy::too_many_arguments)]
fn search_memory(
    plan: &LifePlan,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    place: Place,
    experience: &Experience,
    recall: &Recall,
    words: &[u32; WORDS],
) -> u32 {
    set_inputs(
        plan,
        life,
        worker,
        draws,
        place,
        experience,
        &recall.inputs,
        words,
        RECALL_NOISE_WORD,
    );
    prepare(plan, life, worker, 0);
    plan.circuit.start(&mut life.circuit, &worker.start);
    let patterns = plan.circuit.populations[recall.from].patterns;
    let own = &worker.recall_words[place.index as usize * patterns..][..patterns];
    for (k, &word) in own.iter().enumerate() {
        let u = uniform(word);
        let rate = (recall.start_noise * u * u) as f32;
        plan.circuit
            .start_pattern(&mut life.circuit, recall.from, k, rate);
    }
    settle(plan, life, worker);
    let mut best = (0, f32::NEG_INFINITY);
    for k in 0..patterns {
        let rate = plan.circuit.pattern_activity(&life.circuit, recall.from, k);
        if rate > best.1 {
            best = (k, rate);
        }
    }
    let shown = plan.circuit.populations[recall.shows].patterns;
    pattern_word(best.0.min(shown - 1), shown)
}

/// A word whose [`choice`] among `count` is `index`.
pub(super) fn pattern_word(index: usize, count: usize) -> u32 {
    let middle = (2 * index as u64 + 1) << 31;
    (middle / count as u64) as u32
}

/// Sets the episode inputs, with their noise, and computes what depends on them.
#[allow(clippy::too_many_arguments)]
fn set_inputs(
    plan: &LifePlan,
    life: &mut Life,
    worker: &Worker,
    draws: &mut Draws,
    place: Place,
    experience: &Experience,
    inputs: &[(usize, f64)],
    words: &[u32; WORDS],
    noise_word: usize,
) {
    plan.graph.reset_episode(&mut life.values);
    for &(node, value) in inputs {
        life.values[node] = value;
    }
    for (k, &(node, sd)) in worker.noisy.iter().enumerate() {
        let z = if k == 0 {
            normal(words[noise_word], words[noise_word + 1])
        } else {
            draws.normal(
                place.purpose.and("noise"),
                place.moment,
                place.index * 16 + 2 * k as u64 + noise_word as u64 / 4,
            )
        };
        life.values[node] += experience.noise * sd * z;
    }
    plan.graph.compute_before(&mut life.values);
}

/// Fills what a settle reads from the signals; `pattern` chooses the pattern of each clamped population.
pub(super) fn prepare(plan: &LifePlan, life: &Life, worker: &mut Worker, pattern: u32) {
    worker.levels.fill(0.0);
    for (p, slots) in plan.populations.iter().enumerate() {
        let population = &plan.circuit.populations[p];
        let drive = life.values[slots.drive] as f32;
        if population.clamped {
            let k = choice(pattern, population.patterns);
            let units = population.pattern(k);
            worker.levels[units.start - plan.circuit.rows..units.end - plan.circuit.rows]
                .fill(drive);
        } else {
            worker.drive[p] = drive;
            worker.gain[p] = life.values[slots.gain] as f32;
            worker.start[p] = life.values[slots.start] as f32;
        }
    }
    for &(projection, node) in &worker.episode_gains {
        worker.projection_gain[projection] = life.values[node] as f32;
    }
}

/// Settles from the present rates.
pub(super) fn settle(plan: &LifePlan, life: &mut Life, worker: &mut Worker) {
    let inputs = SettleInputs {
        levels: &worker.levels,
        drive: &worker.drive,
        gain: &worker.gain,
        projection_gain: &worker.projection_gain,
    };
    plan.circuit
        .settle(&mut life.circuit, &inputs, &mut worker.scratch);
}

fn measure(
    plan: &LifePlan,
    life: &mut Life,
    slot: impl Fn(&super::plan::PopulationSlots) -> usize,
) {
    for (p, slots) in plan.populations.iter().enumerate() {
        if !plan.circuit.populations[p].clamped {
            life.values[slot(slots)] = f64::from(plan.circuit.activity(&life.circuit, p));
        }
    }
}

fn learn(plan: &LifePlan, life: &mut Life, worker: &mut Worker) {
    let product = |nodes: &Vec<usize>| nodes.iter().fold(1.0, |m, &n| m * life.values[n]) as f32;
    for (product_now, nodes) in worker.products.iter_mut().zip(&worker.gate_nodes) {
        *product_now = product(nodes);
    }
    let slots = worker.gate_products.iter().zip(&plan.projections);
    for (gates, (&(ltp, ltd), slots)) in worker.gates.iter_mut().zip(slots) {
        *gates = Gates {
            ltp: worker.products[ltp],
            ltd: worker.products[ltd],
            third: slots.third.map_or(0.0, |n| life.values[n] as f32),
        };
    }
    plan.circuit.learn(
        &mut life.circuit,
        &worker.gates,
        &worker.levels,
        &mut worker.scratch,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_word_chooses_its_pattern() {
        for count in 1..40 {
            for index in 0..count {
                assert_eq!(choice(pattern_word(index, count), count), index);
            }
        }
    }
}
