//! Runs made up for tests: every value is stated by the test that uses it.
#![allow(
    dead_code,
    reason = "every test file is compiled with its own copy, and none uses all of it"
)]

pub mod saved;

use ndarray::{Array2, Array3, Axis};
use rewire::cohort::results::*;

/// Names of the readouts of a made-up run, by index.
pub const READOUTS: [&str; 3] = ["severity", "severity_rated", "mood"];

/// Where a value stands: scenario, variant, person, week and readout, by index.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub scenario: usize,
    pub variant: usize,
    pub person: usize,
    pub week: usize,
    pub readout: usize,
}

/// A run of 12 weeks, judged at week 8, in which everyone is ill at 60 points and in every arm; seeds are 101, 102, ...
pub fn run(
    scenarios: usize,
    variants: usize,
    people: usize,
    value: impl Fn(Place) -> f32,
) -> RunResult {
    let (weeks, readouts) = (12_usize, READOUTS.len());
    let arms = (0..scenarios * variants).map(|arm| {
        let (scenario, variant) = (arm / variants, arm % variants);
        Arm {
            scenario,
            variant,
            people: (0..people).collect(),
            dropped_out: (0..people)
                .map(|person| (person % 4 == 3).then_some(2.5))
                .collect(),
            values: Array3::from_shape_fn(
                (people, weeks + 1, readouts),
                |(person, week, readout)| {
                    value(Place {
                        scenario,
                        variant,
                        person,
                        week,
                        readout,
                    })
                },
            ),
        }
    });
    RunResult {
        judge_at: None,
        brain: named("affect"),
        seeds: SeedsInfo {
            name: "made-up".to_owned(),
            first: 101,
            count: people,
        },
        scenarios: (0..scenarios).map(|index| scenario(index, weeks)).collect(),
        variants: (0..variants).map(variant).collect(),
        readouts: READOUTS.iter().map(|name| readout(name)).collect(),
        traits: vec!["age".to_owned(), "plasticity".to_owned()],
        people: (0..people).map(|index| person(index, variants)).collect(),
        arms: arms.collect(),
        memory: None,
        parameters: vec![],
        outcome: OutcomeInfo {
            ill_at: 50.0,
            remission_below: 22.0,
            response_share: 0.5,
            measures: None,
        },
    }
}

/// A copy of one kind in the weight-swap experiment: `severity(person, week)`, 27 weeks.
pub fn curve(name: &str, people: usize, severity: impl Fn(usize, usize) -> f32) -> MemoryCurve {
    MemoryCurve {
        name: name.to_owned(),
        title: name.to_owned(),
        severity: Array2::from_shape_fn((people, 27), |(person, week)| severity(person, week)),
    }
}

/// The run with its people stored in the reverse order, in the list and in the rows of every arm.
pub fn reversed(result: &RunResult) -> RunResult {
    let mut other = result.clone();
    other.people.reverse();
    for arm in &mut other.arms {
        arm.people = arm
            .people
            .iter()
            .rev()
            .map(|&index| result.people.len() - 1 - index)
            .collect();
        arm.dropped_out.reverse();
        arm.values.invert_axis(Axis(0));
    }
    other
}

/// A number between 0 and 1 that looks random and is the same everywhere (SplitMix64).
pub fn noise(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A draw from the standard normal distribution (Box-Muller).
pub fn normal(seed: u64) -> f64 {
    let (radius, angle) = (noise(2 * seed), noise(2 * seed + 1));
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

fn named(name: &str) -> Named {
    Named {
        name: name.to_owned(),
        title: format!("The {name}"),
        summary: "made up".to_owned(),
    }
}

fn scenario(index: usize, weeks: usize) -> ScenarioInfo {
    ScenarioInfo {
        name: format!("scenario-{index}"),
        title: format!("Scenario {index}"),
        question: "what if?".to_owned(),
        description: "made up, with a comma".to_owned(),
        claims: vec!["B2".to_owned()],
        phases: vec![Span {
            name: "acute".to_owned(),
            from_week: 0.0,
            to_week: 8.0,
        }],
        treatments: vec![],
        outcome_week: 8,
        weeks: weeks as u32,
    }
}

fn variant(index: usize) -> VariantInfo {
    VariantInfo {
        name: format!("variant-{index}"),
        title: format!("Variant {index}"),
        says: "so".to_owned(),
        predicts: "that".to_owned(),
        couplings: vec![("drug_acts".to_owned(), 0.1 + 0.2)],
    }
}

fn readout(name: &str) -> ReadoutInfo {
    ReadoutInfo {
        name: name.to_owned(),
        title: name.to_owned(),
        unit: "0 to 100".to_owned(),
        meaning: "made up".to_owned(),
        region: false,
        factor: false,
    }
}

fn person(index: usize, variants: usize) -> PersonInfo {
    PersonInfo {
        seed: 101 + index as u64,
        traits: vec![40.0 + noise(index as u64), 0.1 * index as f64],
        rated_at_selection: vec![60.0; variants],
        ill: vec![true; variants],
    }
}
