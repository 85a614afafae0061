//! How clamped populations show their patterns: what each person's units stand for.

use super::definition::Code;
use super::plan::{Circuit, Population};
use crate::kernels::transcendental::exp;
use crate::random::{Draws, Purpose, choice, normal};

const PATTERN: Purpose = Purpose::new("units of a pattern");
const WALK: Purpose = Purpose::new("drift of a pattern");

/// The patterns of one person, for each population.
#[derive(Debug, Clone, PartialEq)]
pub struct Codes(Vec<Own>);

/// What is one's own in the patterns of a population.
#[derive(Debug, Clone, PartialEq)]
enum Own {
    /// The patterns are the same for all people.
    Nothing,
    /// The units of each pattern, one pattern after the other.
    Units(Vec<usize>),
    /// Where the walk of each unit is, and the units that are highest.
    Walk(Vec<f64>, Vec<usize>),
}

impl Codes {
    /// The patterns of a person at birth.
    pub fn new(circuit: &Circuit, draws: &mut Draws) -> Self {
        let own = |population: &Population| match population.code {
            Code::Blocks | Code::Bump { .. } => Own::Nothing,
            Code::Random { active } => Own::Units(random_units(population, active, draws)),
            Code::Drift { active, .. } => {
                let walk = steps(population, draws, 0);
                let highest = highest(&walk, active);
                Own::Walk(walk, highest)
            }
        };
        Self(circuit.populations.iter().map(own).collect())
    }

    /// Lets those patterns drift that change from day to day: `z <- k z + sqrt(1 - k^2) n` with `k = exp(-1 day / time constant)`.
    pub fn begin_day(&mut self, circuit: &Circuit, draws: &mut Draws, day: u64) {
        for (population, own) in circuit.populations.iter().zip(&mut self.0) {
            let Code::Drift {
                active,
                time_constant,
            } = population.code
            else {
                continue;
            };
            let Own::Walk(walk, units) = own else {
                continue;
            };
            let keep = exp(-1.0 / time_constant);
            let spread = libm::sqrt(1.0 - keep * keep);
            // Day 0 of the walk is birth.
            for (z, step) in walk.iter_mut().zip(steps(population, draws, day + 1)) {
                *z = keep * *z + spread * step;
            }
            *units = highest(walk, active);
        }
    }

    /// Shows pattern `k` of a population at a level; `width` is that of a bump. `levels` are those of the population's units.
    pub fn show(
        &self,
        circuit: &Circuit,
        population: usize,
        k: usize,
        level: f32,
        width: f64,
        levels: &mut [f32],
    ) {
        let own = &circuit.populations[population];
        match (&own.code, &self.0[population]) {
            (Code::Bump { places, .. }, _) => bump(places[k], width, level, levels),
            (Code::Random { active }, Own::Units(units)) => {
                let units = &units[k * active..(k + 1) * active];
                units.iter().for_each(|&unit| levels[unit] = level);
            }
            (Code::Drift { .. }, Own::Walk(_, units)) => {
                units.iter().for_each(|&unit| levels[unit] = level);
            }
            _ => {
                let first = k * own.pattern_width();
                levels[first..first + own.pattern_width()].fill(level);
            }
        }
    }
}

/// A bump on a ring of units: `level * exp(-(distance / width)^2 / 2)`.
pub(super) fn bump(place: f64, width: f64, level: f32, levels: &mut [f32]) {
    let units = levels.len() as f64;
    for (unit, shown) in levels.iter_mut().enumerate() {
        let apart = (unit as f64 - place).abs() % units;
        let z = apart.min(units - apart) / width.max(1e-6);
        *shown = level * exp(-0.5 * z * z) as f32;
    }
}

/// Draws the units of each pattern without putting back, as the first of a shuffle.
fn random_units(population: &Population, active: usize, draws: &mut Draws) -> Vec<usize> {
    let size = population.columns.len();
    let mut units = Vec::with_capacity(population.patterns * active);
    let mut words = vec![0; active];
    for pattern in 0..population.patterns {
        let purpose = PATTERN.and(&population.name);
        draws.fill(purpose, pattern as u64, 0, &mut words);
        let mut left: Vec<usize> = (0..size).collect();
        for (place, &word) in words.iter().enumerate() {
            left.swap(place, place + choice(word, size - place));
        }
        units.extend_from_slice(&left[..active]);
    }
    units
}

/// A normal draw for each unit on a day.
fn steps(population: &Population, draws: &mut Draws, day: u64) -> Vec<f64> {
    let mut words = vec![0; 2 * population.columns.len()];
    draws.fill(WALK.and(&population.name), day, 0, &mut words);
    let pairs = words.as_chunks::<2>().0;
    pairs.iter().map(|&[a, b]| normal(a, b)).collect()
}

/// The units whose walks are highest.
fn highest(walk: &[f64], active: usize) -> Vec<usize> {
    let mut units: Vec<usize> = (0..walk.len()).collect();
    units.sort_by(|&a, &b| walk[b].total_cmp(&walk[a]));
    units.truncate(active);
    units
}
