//! A run that was never simulated: curves of a plausible shape for sixty people, to draw pictures from.

use ndarray::{Array2, Array3};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rewire::cohort::results::{
    Arm, MemoryCurve, MemoryTest, Named, OutcomeInfo, ParameterInfo, PersonInfo, ReadoutInfo,
    RunResult, ScenarioInfo, SeedsInfo, Span, VariantInfo,
};

/// The readouts of the affect brain: name, title, unit, whether it stands for a region.
const READOUTS: &[(&str, &str, &str, bool)] = &[
    ("severity", "Severity", "points, 0 to 100", false),
    (
        "severity_rated",
        "Rated severity",
        "points, 0 to 100",
        false,
    ),
    (
        "interpretation_bias",
        "Interpretation bias",
        "-1 to 1",
        false,
    ),
    ("anhedonia", "Anhedonia", "0 to 1", false),
    ("reactivity", "Threat reactivity", "0 to 1", false),
    ("amygdala", "Amygdala", "rate", true),
    ("prefrontal", "Prefrontal control", "rate", true),
    ("default_mode", "Default mode", "rate", true),
    ("reward_activity", "Reward", "rate", true),
    ("trained_recall", "Trained task", "rate", false),
    ("mood", "Mood", "-1 to 1", false),
    ("sleep", "Sleep", "0 to 1", false),
    ("dose", "Dose", "mg/day", false),
    ("concentration", "Plasma concentration", "ng/mL", false),
    ("occupancy", "SERT occupancy", "share", false),
    ("serotonin", "Serotonin tone", "rise over baseline", false),
    ("bdnf", "BDNF", "relative", false),
    ("learning_rate", "Learning rate", "relative", false),
    ("cortisol", "Cortisol", "relative", false),
    ("hippocampus", "Hippocampal volume", "relative", false),
    ("withdrawal", "Withdrawal", "0 to 1", false),
    ("side_effects", "Side effects", "0 to 1", false),
    ("blunting", "Emotional blunting", "0 to 1", false),
    ("expectancy", "Expectancy", "0 to 1", false),
    ("rumination", "Rumination", "episodes/day", false),
    ("quality", "Quality of life", "0 to 1", false),
    ("spine_count", "Spine count", "synapses", false),
    ("early_mass", "Early weight change", "sum |w|", false),
    ("negative_depth", "Negative recurrence", "drive", false),
    ("positive_depth", "Positive recurrence", "drive", false),
    ("negative_schema", "Cue to negative core", "drive", false),
    ("positive_schema", "Cue to balanced core", "drive", false),
];

/// Title of a variant and how many points its drug adds to therapy by week 16.
const VARIANTS: &[(&str, f64)] = &[
    ("Expectancy only", -0.2),
    ("Monoamine", -4.5),
    ("Neurotrophic", -6.0),
    ("Plasticity window", -5.2),
    ("Plasticity window and growth", -9.5),
    ("Blunting", 3.9),
    ("Monoamine and blunting", -1.1),
    ("Early bias shift", -3.4),
    ("Relaxed beliefs", -2.2),
    ("Everything at once", -3.0),
    ("A twelfth account", 0.4),
    ("Another account", 1.0),
];

/// How large the run is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub people: usize,
    pub scenarios: usize,
    pub variants: usize,
    pub weeks: usize,
}

pub const USUAL: Size = Size {
    people: 60,
    scenarios: 2,
    variants: 10,
    weeks: 41,
};

/// The run of the usual size.
#[allow(dead_code)]
pub fn usual() -> RunResult {
    run(USUAL)
}

/// A run of a size; `weeks` counts week 0.
pub fn run(size: Size) -> RunResult {
    let mut random = Random(ChaCha8Rng::seed_from_u64(7));
    let scenarios: Vec<ScenarioInfo> = (0..size.scenarios)
        .map(|n| scenario(n, size.weeks))
        .collect();
    let variants: Vec<VariantInfo> = VARIANTS
        .iter()
        .take(size.variants)
        .map(|(title, _)| variant(title))
        .collect();
    let people: Vec<PersonInfo> = (0..size.people + size.people / 3)
        .map(|n| person(n, size, &mut random))
        .collect();
    let luck: Vec<[f64; 3]> = (0..size.people)
        .map(|_| [random.normal(), random.normal(), random.normal()])
        .collect();
    let mut arms = Vec::new();
    for scenario in 0..size.scenarios {
        for variant in 0..size.variants {
            arms.push(arm(scenario, variant, size, &people, &luck, &mut random));
        }
    }
    RunResult {
        judge_at: None,
        brain: named("affect", "Affect brain"),
        seeds: SeedsInfo {
            name: "classroom".into(),
            first: 1,
            count: people.len(),
        },
        scenarios,
        variants,
        readouts: readouts(),
        traits: vec!["plasticity".into(), "environment".into()],
        people,
        arms,
        memory: Some(memory(&mut random)),
        parameters: parameters(),
        outcome: OutcomeInfo {
            ill_at: 50.0,
            remission_below: 22.0,
            response_share: 0.5,
            measures: None,
        },
    }
}

struct Random(ChaCha8Rng);

impl Random {
    fn uniform(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / (f64::from(u32::MAX) + 1.0)
    }

    /// Sum of three uniforms, centred and scaled to a variance of one: near enough to a standard normal to look at.
    fn normal(&mut self) -> f64 {
        2.0 * (self.uniform() + self.uniform() + self.uniform()) - 3.0
    }
}

fn named(name: &str, title: &str) -> Named {
    Named {
        name: name.into(),
        title: title.into(),
        summary: "Two cores compete for the reading of what happens.".into(),
    }
}

const FACTORS: [&str; 6] = [
    "dose",
    "concentration",
    "occupancy",
    "serotonin",
    "bdnf",
    "learning_rate",
];

fn readouts() -> Vec<ReadoutInfo> {
    let info = |(name, title, unit, region): &(&str, &str, &str, bool)| ReadoutInfo {
        name: (*name).into(),
        title: (*title).into(),
        unit: (*unit).into(),
        meaning: (*title).into(),
        region: *region,
        factor: FACTORS.contains(name),
    };
    READOUTS.iter().map(info).collect()
}

fn scenario(n: usize, weeks: usize) -> ScenarioInfo {
    let (name, title, drug, therapy) = [
        ("therapy-alone", "Therapy alone", false, true),
        ("ssri-plus-therapy", "SSRI plus therapy", true, true),
        ("ssri-alone", "SSRI alone", true, false),
        ("no-treatment", "No treatment", false, false),
    ][n % 4];
    let end = (weeks.saturating_sub(1)) as f64;
    let span = |name: &str, from_week: f64, to_week: f64| Span {
        name: name.into(),
        from_week,
        to_week,
    };
    let mut treatments = Vec::new();
    if drug {
        treatments.push(span("Citalopram 20 mg", 0.0, 16f64.min(end)));
    }
    if therapy {
        treatments.push(span("Cognitive therapy", 0.0, 16f64.min(end)));
    }
    ScenarioInfo {
        name: name.into(),
        title: title.into(),
        question: "Does an SSRI make talking therapy work better?".into(),
        description: "Sixteen weeks of treatment, then half a year of ordinary life.".into(),
        claims: vec!["B2".into()],
        phases: vec![
            span("acute treatment", 0.0, 16f64.min(end)),
            span("follow-up", 16f64.min(end), end),
        ],
        treatments,
        outcome_week: 16.min(weeks.saturating_sub(1)) as u32,
        weeks: weeks.saturating_sub(1) as u32,
    }
}

fn variant(title: &str) -> VariantInfo {
    VariantInfo {
        name: title.to_lowercase().replace(' ', "-"),
        title: title.into(),
        says: format!("What the account \u{201c}{title}\u{201d} says the drug does."),
        predicts: "What follows from it.".into(),
        couplings: vec![("serotonin_raises_bdnf".into(), 1.0)],
    }
}

fn person(n: usize, size: Size, random: &mut Random) -> PersonInfo {
    let ill = n < size.people;
    let rated = if ill {
        63.0 + 7.0 * random.normal()
    } else {
        24.0 + 6.0 * random.normal()
    };
    PersonInfo {
        seed: n as u64 + 1,
        traits: vec![(0.5 * random.normal()).exp(), 0.66],
        rated_at_selection: vec![rated as f32; size.variants],
        ill: vec![ill; size.variants],
    }
}

fn arm(
    scenario: usize,
    variant: usize,
    size: Size,
    people: &[PersonInfo],
    luck: &[[f64; 3]],
    random: &mut Random,
) -> Arm {
    let drug = scenario == 1 || scenario == 2;
    let added = if drug {
        VARIANTS[variant % VARIANTS.len()].1
    } else {
        0.0
    };
    let therapy = if scenario < 2 { 22.0 } else { 8.0 };
    let mut values = Array3::zeros((size.people, size.weeks, READOUTS.len()));
    for (row, [reach, drift, response]) in luck.iter().enumerate() {
        let start = f64::from(people[row].rated_at_selection[0]) - 1.0;
        for week in 0..size.weeks {
            let time = week as f64;
            let treated = 1.0 - (-time.min(16.0) / 7.0).exp();
            let fall = (therapy + 11.0 * reach) * treated + 3.0 * drift * (time / 20.0).min(1.5);
            let drugged = (added + 3.5 * response * added.abs().max(1.0) / 5.0)
                * treated
                * if time > 16.0 { 0.75 } else { 1.0 };
            let severity =
                (start - fall + if drug { drugged } else { 0.0 } + 0.8 * random.normal())
                    .clamp(2.0, 98.0);
            let on = if drug && time > 0.5 && time <= 16.0 {
                1.0
            } else {
                0.0
            };
            for (at, (name, ..)) in READOUTS.iter().enumerate() {
                let noise = random.normal();
                values[[row, week, at]] = match *name {
                    "severity" => severity,
                    "severity_rated" => severity + 6.0 * noise,
                    "dose" => on * (18.5 + 0.8 * noise),
                    "concentration" => on * (46.0 + 12.0 * response),
                    "occupancy" => on * (0.79 + 0.03 * response),
                    "serotonin" => on * (0.6 + 0.1 * response) * (1.0 - (-time / 3.0).exp()),
                    "bdnf" => {
                        0.86 + 0.16 * on * (1.0 - (-time / 2.0).exp()) + 0.02 * noise + 0.03 * drift
                    }
                    "learning_rate" => {
                        0.92 + 0.35 * on * (1.0 - (-time / 2.5).exp()) + 0.04 * noise + 0.05 * drift
                    }
                    "amygdala" => 0.25 + 0.004 * severity + 0.02 * noise,
                    "prefrontal" => 0.22 + 0.006 * fall + 0.02 * noise,
                    "default_mode" => 0.1 + 0.005 * severity + 0.02 * noise,
                    "reward_activity" => 0.7 - 0.004 * severity + 0.02 * noise,
                    _ => 0.5 + 0.05 * noise,
                } as f32;
            }
        }
    }
    Arm {
        scenario,
        variant,
        people: (0..size.people).collect(),
        dropped_out: vec![None; size.people],
        values,
    }
}

fn memory(random: &mut Random) -> MemoryTest {
    let kinds: [(&str, &str, f64, f64); 6] = [
        ("ill_weights_ill_body", "ill weights, ill body", 62.0, 52.0),
        (
            "ill_weights_well_body",
            "ill weights, well body",
            52.0,
            50.0,
        ),
        (
            "well_weights_ill_body",
            "well weights, ill body",
            34.0,
            23.0,
        ),
        (
            "well_weights_well_body",
            "well weights, well body",
            22.0,
            21.0,
        ),
        ("frozen", "ill, learning frozen", 62.0, 59.0),
        ("no_rumination", "ill, no rumination", 58.0, 40.0),
    ];
    let curves = kinds.map(|(name, title, from, to)| MemoryCurve {
        name: name.into(),
        title: title.into(),
        severity: Array2::from_shape_fn((12, 27), |(_, week)| {
            (to + (from - to) * (-(week as f64) / 5.0).exp() + 3.0 * random.normal()) as f32
        }),
    });
    MemoryTest {
        seeds: (1..=12).collect(),
        curves: curves.to_vec(),
    }
}

fn parameters() -> Vec<ParameterInfo> {
    let parameter = |name: &str, value: &str, grade: &str, contested: bool| ParameterInfo {
        name: name.into(),
        file: "models/affect.toml".into(),
        value: value.into(),
        meaning: "what it stands for, in a sentence".into(),
        source: "where it comes from (Author 2011)".into(),
        grade: grade.into(),
        contested,
    };
    vec![
        parameter(
            "treatments.citalopram.kinetics.half_life",
            "35 hours",
            "measured-human",
            false,
        ),
        parameter(
            "couplings.serotonin_raises_bdnf.strength",
            "0.25",
            "assumed",
            true,
        ),
        parameter("traits.environment.mean", "0.66", "fitted", false),
        parameter(
            "traits.val66met",
            "1.0, 0.82, 0.70",
            "measured-animal",
            false,
        ),
        parameter("settling.rate", "0.6", "assumed", false),
    ]
}
