//! Episodes: inputs, settle, outcome, learn.
//!
//! Up to [`crate::circuit::SIDE_BY_SIDE`] episodes of a day settle side by side, all from the weights before them; then they are learned one
//! after the other. That is faster, since each weight is read once for all, and a few episodes change a weight by little.

use super::person::{Life, Worker};
use super::plan::{
    ActionPlan, Choice, Experience, LifePlan, PopulationSlots, Probe, Recall, Shown, Take,
};
use crate::circuit::{Circuit, Stage};
use crate::kernels::transcendental::exp;
use crate::physiology::Today;
use crate::plasticity::Gates;
use crate::random::{Draws, Purpose, choice, normal, uniform};

/// Words of randomness that an episode takes.
pub(super) const WORDS: usize = 16;
/// Where in them things stand.
pub(super) const EVENT_WORD: usize = 0;
const CUE_WORD: usize = 1;
const NOISE_WORD: usize = 2;
const RECALL_NOISE_WORD: usize = 4;
const CHOICE_WORD: usize = 6;
const SHOWN_WORD: usize = 10;
/// Most choices of an experience.
pub(crate) const CHOICES: usize = SHOWN_WORD - CHOICE_WORD;
/// Most populations of which an experience names what they show.
pub(crate) const SHOWN: usize = WORDS - SHOWN_WORD;

/// The place of an episode in a life: the address of its randomness.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub purpose: Purpose,
    pub moment: u64,
    pub index: u64,
}

/// What a person goes through in one of several episodes side by side, beside its [`Stage`].
#[derive(Debug, Clone)]
pub(super) struct Scene {
    /// All signals, as they are in this episode.
    pub values: Vec<f64>,
    /// Starting rate of each population.
    start: Vec<f32>,
    /// Gains of the projections whose gain an episode changes.
    gains: Vec<f32>,
    /// Word that chooses the pattern of the clamped populations,
    pattern: u32,
    /// but for those that show a certain one.
    shown: Vec<Option<usize>>,
}

impl Scene {
    pub fn new(plan: &LifePlan) -> Self {
        Self {
            values: vec![0.0; plan.graph.nodes.len()],
            start: vec![0.0; plan.populations.len()],
            gains: Vec::with_capacity(plan.projections.len()),
            pattern: 0,
            shown: vec![None; plan.populations.len()],
        }
    }
}

impl Scene {
    /// Takes over what an experience shows; of several patterns, the word of its place draws one.
    fn show(&mut self, shows: &[Shown], words: &[u32]) {
        self.shown.fill(None);
        for (shown, &word) in shows.iter().zip(words) {
            let k = choice(word, shown.patterns.len());
            self.shown[shown.population] = Some(shown.patterns[k]);
        }
    }

    /// Shows one combination of patterns, out of the [`combinations`] that there are.
    fn show_combination(&mut self, shows: &[Shown], mut combination: usize) {
        self.shown.fill(None);
        for shown in shows {
            let several = shown.patterns.len();
            self.shown[shown.population] = Some(shown.patterns[combination % several]);
            combination /= several;
        }
    }
}

/// Number of combinations of patterns.
pub(super) fn combinations(shows: &[Shown]) -> usize {
    shows.iter().map(|shown| shown.patterns.len()).product()
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

/// Free recall, where an experience has one: settles without a cue from a weak, tilted state; the pattern that wins is
/// lived through afterwards.
fn search_memories(
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

/// Settles the scenes of those experiences that are chosen.
fn settle_those(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    experiences: &[&Experience],
    chosen: impl Fn(&Experience) -> bool,
) {
    let mut from = 0;
    for alike in experiences.chunk_by(|a, b| chosen(a) == chosen(b)) {
        let scenes = from..from + alike.len();
        from = scenes.end;
        if alike.iter().any(|experience| chosen(experience)) {
            settle(plan, life, worker, scenes);
        }
    }
}

/// Sets the episode inputs of a scene, with their noise, and computes what depends on them.
#[allow(clippy::too_many_arguments)]
fn set_inputs(
    plan: &LifePlan,
    worker: &mut Worker,
    draws: &mut Draws,
    place: Place,
    index: usize,
    experience: &Experience,
    inputs: &[(usize, f64)],
    (words, noise_word): (&[u32; WORDS], usize),
) {
    let values = &mut worker.scenes[index].values;
    plan.graph.reset_episode(values);
    for &(node, value) in inputs {
        values[node] = value;
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
        values[node] += experience.noise * sd * z;
    }
    compute(&worker.today, worker.found_out_acts, values);
}

/// Computes what the next settle reads; what has been found out so far only where it acts on a settle.
fn compute(today: &Today, found_out_acts: bool, values: &mut [f64]) {
    today.compute_before(values);
    if found_out_acts {
        today.compute_predicted(values);
        today.compute_chosen(values);
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
        let total: f64 = urges.map(|urge| exp(urge - highest)).sum();
        let mut stacked = 0.0;
        let below = |action: &&ActionPlan| {
            stacked += exp(values[action.urge] - highest) / total;
            u < stacked
        };
        if let Some(done) = choice.iter().find(below).or(choice.last()) {
            values[done.node] = 1.0;
        }
    }
}

/// Leaves in `worker.framed` the signals of a probe in each of its framings: they do not depend on what is shown.
pub(super) fn frame_probe(plan: &LifePlan, life: &Life, worker: &mut Worker, probe: &Probe) {
    for (values, framing) in worker.framed.iter_mut().zip(&probe.framings) {
        values.copy_from_slice(&life.values);
        plan.graph.reset_episode(values);
        plan.graph.forget_episode(values);
        for &(node, value) in &probe.inputs {
            values[node] = value;
        }
        if let Some(&(node, _)) = worker.noisy.first() {
            values[node] += framing;
        }
        compute(&worker.today, worker.found_out_acts, values);
    }
}

/// Sets a scene to one framing of a probe, see [`frame_probe`], and to what it shows.
pub(super) fn set_probe(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    index: usize,
    probe: &Probe,
    framing: usize,
    (pattern, combination): (u32, usize),
) {
    let scene = &mut worker.scenes[index];
    scene.values.copy_from_slice(&worker.framed[framing]);
    scene.pattern = pattern;
    scene.show_combination(&probe.shows, combination);
    prepare(plan, life, worker, index);
    let start = &worker.scenes[index].start;
    plan.circuit.start(&mut worker.stages[index], start);
}

/// Fills what a settle reads from the signals of a scene.
fn prepare(plan: &LifePlan, life: &Life, worker: &mut Worker, index: usize) {
    let (scene, stage) = (&mut worker.scenes[index], &mut worker.stages[index]);
    stage.levels.fill(0.0);
    let rows = plan.circuit.rows;
    for (p, slots) in plan.populations.iter().enumerate() {
        let population = &plan.circuit.populations[p];
        let drive = scene.values[slots.drive] as f32;
        if population.clamped {
            let k = scene.shown[p].unwrap_or_else(|| choice(scene.pattern, population.patterns));
            let width = slots.width.map_or(0.0, |node| scene.values[node]);
            let units = population.columns.start - rows..population.columns.end - rows;
            let levels = &mut stage.levels[units];
            life.codes.show(&plan.circuit, p, k, drive, width, levels);
        } else {
            stage.drive[p] = drive;
            stage.gain[p] = scene.values[slots.gain] as f32;
            scene.start[p] = scene.values[slots.start] as f32;
        }
    }
    let gains = worker.episode_gains.iter();
    scene.gains.clear();
    scene
        .gains
        .extend(gains.map(|&(_, node)| scene.values[node] as f32));
}

/// Settles scenes from their present rates; those with the same gains of projections go together.
pub(super) fn settle(
    plan: &LifePlan,
    life: &Life,
    worker: &mut Worker,
    scenes: core::ops::Range<usize>,
) {
    let mut from = scenes.start;
    for alike in worker.scenes[scenes].chunk_by(|a, b| a.gains == b.gains) {
        for (&(projection, _), &gain) in worker.episode_gains.iter().zip(&alike[0].gains) {
            worker.projection_gain[projection] = gain;
        }
        let stages = &mut worker.stages[from..from + alike.len()];
        from += alike.len();
        let gains = &worker.projection_gain;
        plan.circuit
            .settle(&life.circuit, gains, stages, &mut worker.scratch);
    }
}

fn measure(
    plan: &LifePlan,
    worker: &mut Worker,
    index: usize,
    slot: impl Fn(&PopulationSlots) -> usize,
) {
    let (stage, scene) = (&worker.stages[index], &mut worker.scenes[index]);
    for (p, slots) in plan.populations.iter().enumerate() {
        if !plan.circuit.populations[p].clamped {
            scene.values[slot(slots)] = f64::from(plan.circuit.activity(stage, p));
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
    fn a_pattern_word_chooses_its_pattern() {
        for count in 1..40 {
            for index in 0..count {
                assert_eq!(choice(pattern_word(index, count), count), index);
            }
        }
    }

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
