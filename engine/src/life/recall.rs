//! Free recall: a search in memory, from which an episode takes its pattern.

use super::episode::{CUE_WORD, RECALL_NOISE_WORD, WORDS};
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan, Recall};
use super::scene::{Place, prepare, set_inputs, settle_those};
use crate::circuit::{Circuit, Stage};
use crate::random::{Draws, uniform};

/// Free recall, where an experience has one: settles without a cue from a weak, tilted state; the pattern that wins is
/// lived through afterwards.
pub(super) fn search_memories(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    draws: &mut Draws,
    place: impl Fn(usize) -> Place,
    experiences: &[&Experience],
    words: &[[u32; WORDS]],
) {
    for (index, experience) in experiences.iter().enumerate() {
        worker.scenes[index].pattern = words[index][CUE_WORD];
        if let Some(recall) = &experience.recall {
            let noise = (&words[index], RECALL_NOISE_WORD);
            let inputs = &recall.inputs;
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
            let pattern = worker.scenes[index].pattern;
            worker.scenes[index].pattern = 0;
            prepare(plan, life, worker, index);
            worker.scenes[index].pattern = pattern;
            start_recall(plan, worker, draws, place(index), index, recall);
        }
    }
    settle_those(plan, life, worker, experiences, |e| e.recall.is_some());
    for (index, experience) in experiences.iter().enumerate() {
        if let Some(recall) = &experience.recall {
            worker.scenes[index].pattern = recalled(&plan.circuit, &worker.stages[index], recall);
        }
    }
}

/// The weak state from which a memory is searched: every pattern starts at a draw of its own.
fn start_recall(
    plan: &LifePlan,
    worker: &mut Worker,
    draws: &mut Draws,
    place: Place,
    index: usize,
    recall: &Recall,
) {
    let (stage, scene) = (&mut worker.stages[index], &worker.scenes[index]);
    plan.circuit.start(stage, &scene.start);
    let patterns = plan.circuit.populations[recall.from].patterns;
    worker.recall_words.resize(patterns, 0);
    let purpose = place.purpose.and("recall");
    let first = place.index * patterns as u64;
    draws.fill(purpose, place.moment, first, &mut worker.recall_words);
    for (pattern, &word) in worker.recall_words.iter().enumerate() {
        let u = uniform(word);
        let rate = (recall.start_noise * u * u) as f32;
        plan.circuit
            .start_pattern(stage, recall.from, pattern, rate);
    }
}

/// The winning pattern, as a word that chooses it.
fn recalled(circuit: &Circuit, stage: &Stage, recall: &Recall) -> u32 {
    let mut best = (0, f32::NEG_INFINITY);
    for k in 0..circuit.populations[recall.from].patterns {
        let rate = circuit.pattern_activity(stage, recall.from, k);
        if rate > best.1 {
            best = (k, rate);
        }
    }
    let shown = circuit.populations[recall.shows].patterns;
    pattern_word(best.0.min(shown - 1), shown)
}

/// A word whose [`choice`] among `count` is `index`.
pub(super) fn pattern_word(index: usize, count: usize) -> u32 {
    let middle = (2 * index as u64 + 1) << 31;
    (middle / count as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::choice;

    #[test]
    fn a_pattern_word_chooses_its_pattern() {
        for count in 1..40 {
            for index in 0..count {
                assert_eq!(choice(pattern_word(index, count), count), index);
            }
        }
    }
}
