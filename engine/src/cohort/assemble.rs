//! From lives to the result of a run.

use super::results::{Arm, MemoryTest, PersonInfo, RunResult};
use super::run::{Person, is_ill};
use super::study::{LivedHistory, Sharing, Study};
use crate::life::Life;
use ndarray::Array3;

/// The result of a study whose people have all lived.
pub(super) fn assemble(
    study: &Study,
    sharing: &Sharing,
    people: Vec<Person>,
    memory: Option<MemoryTest>,
) -> RunResult {
    let plan = study.variants.first().map(|v| &v.plan);
    let traits: Vec<String> = plan.map_or_else(Vec::new, |p| {
        p.traits.iter().map(|t| t.name.clone()).collect()
    });
    let history = |person: usize, variant: usize| -> &LivedHistory {
        &people[person].histories[sharing.history_of[variant]]
    };
    let variants = 0..study.variants.len();
    let infos = (0..people.len()).map(|index| {
        let seed = study.seeds.first + index as u64;
        PersonInfo {
            seed,
            traits: plan.map_or_else(Vec::new, |plan| {
                let life = Life::begin(plan, seed);
                plan.traits.iter().map(|t| life.values[t.node]).collect()
            }),
            rated_at_selection: variants.clone().map(|v| history(index, v).rated).collect(),
            ill: variants
                .clone()
                .map(|v| is_ill(study, history(index, v)))
                .collect(),
        }
    });
    let infos = infos.collect();
    let readouts = study.readouts.len();
    let mut arms = Vec::new();
    for (s, scenario) in study.scenarios.iter().enumerate() {
        for v in variants.clone() {
            let course = sharing.course_of[v][s];
            let rows: Vec<usize> = (0..people.len())
                .filter(|&p| people[p].courses[course].is_some())
                .collect();
            let weeks = scenario.weeks as usize + 1;
            let mut values = Array3::zeros((rows.len(), weeks, readouts));
            let mut dropped_out = Vec::new();
            let lived = people.iter().filter_map(|p| p.courses[course].as_ref());
            for (mut row, lived) in values.outer_iter_mut().zip(lived) {
                for (cell, &reading) in row.iter_mut().zip(&lived.readings) {
                    *cell = reading;
                }
                dropped_out.push(lived.dropped_out.map(|day| (day / 7.0) as f32));
            }
            arms.push(Arm {
                scenario: s,
                variant: v,
                people: rows,
                dropped_out,
                values,
            });
        }
    }
    RunResult {
        judge_at: None,
        brain: study.brain.clone(),
        seeds: study.seeds.clone(),
        scenarios: study.scenarios.clone(),
        variants: study.variants.iter().map(|v| v.info.clone()).collect(),
        readouts: study.readouts.clone(),
        traits,
        people: infos,
        arms,
        memory,
        parameters: study.parameters.clone(),
        outcome: study.outcome.clone(),
    }
}
