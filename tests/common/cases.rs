//! What is drawn from synthetic runs, and runs that nobody should have.

use rewire::cohort::results::RunResult;
use rewire::inference::Word;
use rewire::report::pictures::data::{self, ArmSummary, ContrastRow};
use rewire::report::pictures::{self, Picture, statistics};

use crate::synthetic::{Size, USUAL, run, usual};

/// Contrasts of each later scenario with the first, under every variant, from the synthetic curves.
#[allow(dead_code)]
pub fn contrasts(run: &RunResult, smallest: f64) -> Vec<ContrastRow> {
    let mut rows = Vec::new();
    for b in 1..run.scenarios.len() {
        for variant in 0..run.variants.len() {
            let pairs = data::paired_differences(run, variant, 0, b);
            let week = data::judged_week(run, data::weeks(&pairs));
            let Some(found) = statistics::mean(&data::in_week(&pairs, week)) else {
                continue;
            };
            rows.push(ContrastRow {
                variant,
                pair: (0, b),
                variant_title: data::variant_title(run, variant),
                scenario_a: data::scenario_title(run, 0),
                scenario_b: data::scenario_title(run, b),
                mean: found.mean,
                low: found.low,
                high: found.high,
                monte_carlo_error: (found.high - found.low) / 3.92,
                word: match found {
                    m if m.high < -smallest => Word::ClearlyBetter,
                    m if m.low > 0.0 => Word::WorseSizeOpen,
                    m if m.high < 0.0 => Word::BetterByLess,
                    _ => Word::NoDifference,
                },
                returns: Some(0.97),
                n: found.n,
            });
        }
    }
    rows
}

/// Outcomes of every arm.
#[allow(dead_code)]
pub fn summaries(run: &RunResult) -> Vec<ArmSummary> {
    let mut rows = Vec::new();
    for scenario in 0..run.scenarios.len() {
        for variant in 0..run.variants.len() {
            let outcomes = data::outcomes(run, scenario, variant);
            let changes: Vec<f64> = outcomes.iter().map(|o| o.change).collect();
            rows.push(ArmSummary {
                scenario,
                variant,
                n: outcomes.len(),
                change: statistics::mean(&changes).map_or(f64::NAN, |m| m.mean),
                response: data::share(&outcomes, |o| o.response),
                remission: data::share(&outcomes, |o| o.remission),
            });
        }
    }
    rows
}

/// Smallest difference that matters, in points, as the synthetic contrasts are judged.
#[allow(dead_code)]
pub const SMALLEST: f64 = 3.0;

/// All pictures of a run, with contrasts from its own curves.
#[allow(dead_code)]
pub fn drawn(run: &RunResult) -> Vec<Picture> {
    pictures::all(
        run,
        &contrasts(run, SMALLEST),
        3.min(run.variants.len().saturating_sub(1)),
        SMALLEST,
    )
}

/// A run with as many arms as a page may have to hold.
#[allow(dead_code)]
pub fn crowded() -> RunResult {
    run(Size {
        people: 30,
        scenarios: 4,
        variants: 12,
        weeks: 41,
    })
}

/// The same run, with one name for everything that a user may name.
#[allow(dead_code)]
pub fn with_names(mut run: RunResult, name: &str) -> RunResult {
    for scenario in &mut run.scenarios {
        scenario.title = format!("{name} {}", scenario.title);
        scenario.question = name.into();
        scenario.description = name.into();
        for span in scenario.phases.iter_mut().chain(&mut scenario.treatments) {
            span.name = name.into();
        }
    }
    for (n, variant) in run.variants.iter_mut().enumerate() {
        variant.title = format!("{name} {n}");
        variant.says = name.into();
    }
    for readout in &mut run.readouts {
        readout.title = name.into();
        readout.unit = name.into();
    }
    for parameter in &mut run.parameters {
        parameter.name = name.into();
        parameter.grade = name.into();
    }
    for curve in run.memory.iter_mut().flat_map(|m| &mut m.curves) {
        curve.title = name.into();
    }
    run.brain.title = name.into();
    run.seeds.name = name.into();
    run
}

/// A name that fits nowhere.
#[allow(dead_code)]
pub const LONG: &str = "A scenario whose name somebody has written out in full, with every drug and every dose and every week";
/// A name that tries to be markup, a template and an end of text.
#[allow(dead_code)]
pub const HOSTILE: &str =
    "<script>alert('x')</script> & \"quoted\" </title></svg> \u{0}\u{1b} {{ 7 * 7 }} ]]>";

fn with_missing_values(mut run: RunResult) -> RunResult {
    for (n, arm) in run.arms.iter_mut().enumerate() {
        for (at, value) in arm.values.iter_mut().enumerate() {
            if (at + n) % 3 == 0 {
                *value = [f32::NAN, f32::INFINITY, -1e30, f32::MAX][at % 4];
            }
        }
    }
    for person in &mut run.people {
        person
            .rated_at_selection
            .iter_mut()
            .step_by(2)
            .for_each(|v| *v = f32::NAN);
    }
    run.outcome.ill_at = f64::NAN;
    run.scenarios
        .iter_mut()
        .flat_map(|s| &mut s.phases)
        .for_each(|p| p.to_week = f64::NAN);
    run
}

/// Arms without values, a brain without readouts, an experiment without people.
fn hollow(mut run: RunResult) -> RunResult {
    run.arms.truncate(3);
    run.arms
        .iter_mut()
        .for_each(|arm| arm.values = ndarray::Array3::zeros((0, 0, 0)));
    run.readouts.truncate(1);
    run.people.clear();
    if let Some(memory) = &mut run.memory {
        memory.curves.truncate(2);
        memory
            .curves
            .iter_mut()
            .for_each(|c| c.severity = ndarray::Array2::zeros((0, 0)));
    }
    run
}

/// Runs that nobody should have and somebody will: a name for each, and the run.
#[allow(dead_code)]
pub fn extremes() -> Vec<(&'static str, RunResult)> {
    let size = USUAL;
    vec![
        ("one person", run(Size { people: 1, ..size })),
        ("nobody", run(Size { people: 0, ..size })),
        ("one week", run(Size { weeks: 1, ..size })),
        ("no week", run(Size { weeks: 0, ..size })),
        (
            "one scenario",
            run(Size {
                scenarios: 1,
                ..size
            }),
        ),
        (
            "one scenario, one variant",
            run(Size {
                scenarios: 1,
                variants: 1,
                ..size
            }),
        ),
        (
            "no scenario",
            run(Size {
                scenarios: 0,
                ..size
            }),
        ),
        (
            "no variant",
            run(Size {
                variants: 0,
                ..size
            }),
        ),
        (
            "many",
            run(Size {
                people: 20,
                scenarios: 12,
                variants: 12,
                weeks: 80,
            }),
        ),
        ("missing values", with_missing_values(usual())),
        ("hollow", hollow(usual())),
        ("hostile names", with_names(usual(), HOSTILE)),
        ("empty names", with_names(usual(), "")),
        ("long names", with_names(usual(), &LONG.repeat(50))),
        ("one long word", with_names(usual(), &"x".repeat(5000))),
        ("far letters", with_names(usual(), "心理療法 العلاج 🧠")),
    ]
}
