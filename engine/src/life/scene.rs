//! A scene: what a person is in while the circuit settles, in an episode or under a probe.

use super::episode::WORDS;
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan, PopulationSlots, Probe, Shown};
use crate::physiology::Today;
use crate::random::{Draws, Purpose, choice, normal};

/// The place of an episode in a life: the address of its randomness.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub purpose: Purpose,
    pub moment: u64,
    pub index: u64,
}

/// What a person goes through in one of several episodes side by side, beside its [`crate::circuit::Stage`].
#[derive(Debug, Clone)]
pub(super) struct Scene {
    /// All signals, as they are in this episode.
    pub values: Vec<f64>,
    /// Starting rate of each population.
    pub start: Vec<f32>,
    /// Gains of the projections whose gain an episode changes.
    gains: Vec<f32>,
    /// Word that chooses the pattern of the clamped populations,
    pub pattern: u32,
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
    pub fn show(&mut self, shows: &[Shown], words: &[u32]) {
        self.shown.fill(None);
        for (shown, &word) in shows.iter().zip(words) {
            let k = choice(word, shown.patterns.len());
            self.shown[shown.population] = Some(shown.patterns[k]);
        }
    }

    /// Shows one combination of patterns, out of the [`combinations`] that there are.
    pub fn show_combination(&mut self, shows: &[Shown], mut combination: usize) {
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

/// Settles the scenes of those experiences that are chosen.
pub(super) fn settle_those(
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
pub(super) fn set_inputs(
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
pub(super) fn compute(today: &Today, found_out_acts: bool, values: &mut [f64]) {
    today.compute_before(values);
    if found_out_acts {
        today.compute_predicted(values);
        today.compute_chosen(values);
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
pub(super) fn prepare(plan: &LifePlan, life: &Life, worker: &mut Worker, index: usize) {
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
            life.codes
                .show(&plan.circuit, &mut worker.bumps, p, k, drive, width, levels);
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

pub(super) fn measure(
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
