//! How clamped populations show their patterns: what each person's units stand for.

use super::definition::Code;
use super::plan::Circuit;
use super::population::Population;
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
    #[allow(clippy::too_many_arguments)]
    pub fn show(
        &self,
        circuit: &Circuit,
        bumps: &mut Bumps,
        population: usize,
        k: usize,
        level: f32,
        width: f64,
        levels: &mut [f32],
    ) {
        let own = &circuit.populations[population];
        match (&own.code, &self.0[population]) {
            (Code::Bump { places, .. }, _) => {
                let bump = bumps.0[population][k].of(places[k], width);
                for (shown, bump) in levels.iter_mut().zip(bump) {
                    *shown = level * bump;
                }
            }
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

/// The bumps that were shown last, of each population and pattern. Widths hardly ever change, and an exponential for each unit
/// costs more than all else that is done to show it; what is remembered changes no result.
#[derive(Debug, Clone)]
pub struct Bumps(Vec<Vec<Bump>>);

#[derive(Debug, Clone)]
struct Bump {
    width: f64,
    of_units: Vec<f32>,
}

impl Bumps {
    /// Room for the bumps of a circuit.
    pub fn new(circuit: &Circuit) -> Self {
        let unknown = |population: &Population| match population.code {
            Code::Bump { .. } => vec![Bump::unknown(population); population.patterns],
            _ => Vec::new(),
        };
        Self(circuit.populations.iter().map(unknown).collect())
    }
}

impl Bump {
    fn unknown(population: &Population) -> Self {
        Self {
            width: f64::NAN,
            of_units: vec![0.0; population.columns.len()],
        }
    }

    fn of(&mut self, place: f64, width: f64) -> &[f32] {
        if self.width != width {
            self.width = width;
            bump(place, width, &mut self.of_units);
        }
        &self.of_units
    }
}

/// A bump on a ring of units: `exp(-(distance / width)^2 / 2)`.
pub(super) fn bump(place: f64, width: f64, of_units: &mut [f32]) {
    let units = of_units.len() as f64;
    for (unit, height) in of_units.iter_mut().enumerate() {
        let apart = (unit as f64 - place).abs() % units;
        let z = apart.min(units - apart) / width.max(1e-6);
        *height = exp(-0.5 * z * z) as f32;
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

#[cfg(test)]
mod tests {
    use super::super::definition::{
        CircuitDefinition, NightDefinition, PopulationDefinition, SettlingDefinition, Transfer,
    };
    use super::*;

    fn circuit(size: usize, patterns: usize, code: Code) -> Circuit {
        let population = PopulationDefinition {
            name: "context".into(),
            size,
            patterns,
            code,
            names: Vec::new(),
            clamped: true,
            threshold: 0.0,
            threshold_spread: 0.0,
        };
        Circuit::new(&CircuitDefinition {
            populations: vec![population],
            projections: Vec::new(),
            inhibition: Vec::new(),
            settling: SettlingDefinition {
                steps: 1,
                rate: 1.0,
                transfer: Transfer::Logistic,
                slope: 1.0,
            },
            night: NightDefinition {
                transfer: 0.5,
                early_decay: 1.0,
                turnover: f64::INFINITY,
                homeostasis: f64::INFINITY,
                prune_below: 0.0,
                quiet_weeks: 0,
                pruning: 0.0,
                growth: 0.0,
                newborn: 0.0,
            },
        })
        .unwrap()
    }

    fn shown(codes: &Codes, circuit: &Circuit, k: usize, width: f64) -> Vec<f32> {
        let mut levels = vec![0.0; circuit.populations[0].columns.len()];
        let mut bumps = Bumps::new(circuit);
        codes.show(circuit, &mut bumps, 0, k, 1.0, width, &mut levels);
        levels
    }

    fn in_common(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn a_bump_falls_off_on_both_sides_of_the_ring() {
        let places = vec![1.0, 7.5];
        let circuit = circuit(10, 2, Code::Bump { places, width: 2.0 });
        let codes = Codes::new(&circuit, &mut Draws::of(1));
        let levels = shown(&codes, &circuit, 0, 2.0);
        for (unit, apart) in [(1, 0.0f64), (2, 1.0), (0, 1.0), (9, 2.0), (6, 5.0)] {
            let exact = (-0.5 * (apart / 2.0).powi(2)).exp();
            // Single precision.
            assert!((f64::from(levels[unit]) - exact).abs() < 1e-6, "{unit}");
        }
        let between = shown(&codes, &circuit, 1, 2.0);
        assert_eq!(between[7], between[8]);
        let wider = shown(&codes, &circuit, 0, 4.0);
        assert!(wider[6] > levels[6]);

        let mut bumps = Bumps::new(&circuit);
        for (k, width) in [(0, 2.0), (0, 2.0), (1, 2.0), (0, 4.0), (0, 2.0)] {
            let mut again = vec![0.0; 10];
            codes.show(&circuit, &mut bumps, 0, k, 1.0, width, &mut again);
            assert_eq!(again, shown(&codes, &circuit, k, width), "{k} {width}");
        }
    }

    #[test]
    fn random_patterns_have_their_size_and_overlap_by_chance() {
        let circuit = circuit(40, 5, Code::Random { active: 10 });
        let (mut sum, mut pairs) = (0.0f64, 0u32);
        for seed in 0..400 {
            let codes = Codes::new(&circuit, &mut Draws::of(seed));
            let patterns: Vec<_> = (0..5).map(|k| shown(&codes, &circuit, k, 0.0)).collect();
            for (k, pattern) in patterns.iter().enumerate() {
                assert_eq!(pattern.iter().sum::<f32>(), 10.0);
                for other in &patterns[..k] {
                    sum += f64::from(in_common(pattern, other));
                    pairs += 1;
                }
            }
        }
        // Hypergeometric: mean 10 * 10 / 40, variance 1.44; 4,000 pairs, four standard errors.
        let error = 4.0 * (1.44f64 / f64::from(pairs)).sqrt();
        assert!((sum / f64::from(pairs) - 2.5).abs() < error);
    }

    #[test]
    fn a_drifting_pattern_becomes_another_with_its_time_constant() {
        let code = Code::Drift {
            active: 8,
            time_constant: 12.0,
        };
        let circuit = circuit(24, 1, code);
        let overlap_after = |days: u64| {
            let people = 500;
            let sum: f32 = (0..people)
                .map(|seed| {
                    let mut draws = Draws::of(seed);
                    let mut codes = Codes::new(&circuit, &mut draws);
                    let first = shown(&codes, &circuit, 0, 0.0);
                    for day in 0..days {
                        codes.begin_day(&circuit, &mut draws, day);
                    }
                    in_common(&first, &shown(&codes, &circuit, 0, 0.0)) / 8.0
                })
                .sum();
            sum / people as f32
        };
        assert_eq!(overlap_after(0), 1.0);
        let (day, month, year) = (overlap_after(1), overlap_after(28), overlap_after(300));
        assert!(day > month && month > year, "{day} {month} {year}");
        // Unrelated sets of 8 of 24 share a third; the share of one person has a standard deviation of about 0.14: four
        // standard errors of 500 people.
        assert!((year - 1.0 / 3.0).abs() < 4.0 * 0.14 / 500f32.sqrt());
    }
}
