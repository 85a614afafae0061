//! Saved runs of the same people, joined into one: the scenarios of all of them, under the variants they share.
//!
//! A person is a seed. Two runs may stand side by side only where the same seed was the same person, with the same traits and
//! the same illness at selection: then every difference between their scenarios is a paired one, as within one run.

use super::{Input, SavedRun};
use crate::cohort::results::{Arm, PersonInfo, RunResult, VariantInfo};
use ndarray::Axis;
use std::collections::BTreeMap;
use std::fmt;

/// Why saved runs cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinError(String);

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JoinError {}

/// Several runs as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Scenarios of all runs, variants common to all, people common to all.
    pub result: RunResult,
    /// Definition files of all runs.
    pub inputs: Vec<Input>,
    /// What was left out or renamed, in sentences.
    pub notes: Vec<String>,
}

/// Joins runs, each with the name by which messages call it. The order of scenarios is that of the runs.
///
/// # Errors
/// If the runs do not share brain, history, readouts and outcome, have no person or no variant in common, or if a seed is not
/// the same person in all of them.
pub fn join(runs: &[(String, SavedRun)]) -> Result<Joined, JoinError> {
    let Some(((first_name, first), others)) = runs.split_first() else {
        return Err(JoinError("no run is named".to_owned()));
    };
    let mut notes = Vec::new();
    for (name, other) in others {
        alike(first_name, first, name, other)?;
        if other.rewire != first.rewire {
            notes.push(format!(
                "`{first_name}` was made by rewire {}, `{name}` by {}",
                first.rewire, other.rewire
            ));
        }
    }
    let people = common_people(runs, &mut notes)?;
    let variants = common_variants(runs, &mut notes)?;
    let mut result = RunResult {
        people: Vec::new(),
        scenarios: Vec::new(),
        arms: Vec::new(),
        variants: variants.clone(),
        memory: memory(runs, &mut notes),
        judge_at: None,
        ..first.result.clone()
    };
    result.people = people_of(&first.result, &people, &variants)?;
    result.seeds.count = people.len();
    if let Some(person) = result.people.first() {
        result.seeds.first = person.seed;
    }
    for (name, run) in runs {
        if people_of(&run.result, &people, &variants)? != result.people {
            return Err(JoinError(format!(
                "a seed is not the same person in `{first_name}` and `{name}`: traits or the illness at selection differ, \
                 and so nothing can be compared person by person; run the scenarios together"
            )));
        }
        add_scenarios(&mut result, name, &run.result, &people, &mut notes);
    }
    add_parameters(&mut result, runs);
    Ok(Joined {
        result,
        inputs: inputs_of(runs),
        notes,
    })
}

/// Whether two runs ask the same of the same kind of people.
fn alike(
    first_name: &str,
    first: &SavedRun,
    name: &str,
    other: &SavedRun,
) -> Result<(), JoinError> {
    let unlike = |what: &str, a: &str, b: &str| {
        Err(JoinError(format!(
            "`{first_name}` and `{name}` cannot be compared: {what} is {a} in the one and {b} in the other; \
             run the scenarios together under one {what}"
        )))
    };
    let (a, b) = (&first.result, &other.result);
    if a.brain.name != b.brain.name {
        return unlike(
            "brain",
            &format!("`{}`", a.brain.name),
            &format!("`{}`", b.brain.name),
        );
    }
    let brain = format!("models/{}", a.brain.name);
    let of = |run: &SavedRun, belongs: &dyn Fn(&str) -> bool| -> Option<(String, String)> {
        let found = run.info.inputs.iter().find(|input| belongs(&input.name))?;
        Some((found.name.clone(), found.sha256.clone()))
    };
    if of(first, &|name| name == brain).map(|f| f.1)
        != of(other, &|name| name == brain).map(|f| f.1)
    {
        return unlike("brain", "one text of the file", "another");
    }
    let history = |name: &str| name.starts_with("scenarios/histories/");
    let (of_a, of_b) = (of(first, &history), of(other, &history));
    if of_a != of_b {
        let word = |found: Option<(String, String)>| {
            found.map_or("unknown".to_owned(), |(name, hash)| {
                format!("`{name}` ({})", hash.get(..8).unwrap_or(""))
            })
        };
        return unlike("history", &word(of_a), &word(of_b));
    }
    if a.readouts != b.readouts || a.traits != b.traits || a.outcome != b.outcome {
        return unlike("set of readouts, traits or thresholds", "one", "another");
    }
    Ok(())
}

/// Seeds that every run has, in the order of the first one.
fn common_people(
    runs: &[(String, SavedRun)],
    notes: &mut Vec<String>,
) -> Result<Vec<u64>, JoinError> {
    let has =
        |run: &SavedRun, seed: u64| run.result.people.iter().any(|person| person.seed == seed);
    let (first_name, first) = &runs[0];
    let seeds = first.result.people.iter().map(|person| person.seed);
    let common: Vec<u64> = seeds
        .filter(|seed| runs.iter().all(|(_, run)| has(run, *seed)))
        .collect();
    if common.is_empty() {
        let names: Vec<String> = runs.iter().map(|(name, _)| format!("`{name}`")).collect();
        return Err(JoinError(format!(
            "{} have no person in common: their sets of seeds do not overlap; run them with the same --seeds (first run: `{}` in `{first_name}`)",
            names.join(", "),
            first.result.seeds.name
        )));
    }
    for (name, run) in runs {
        let left_out = run.result.people.len() - common.len();
        if left_out > 0 {
            notes.push(format!(
                "{left_out} of the {} people in `{name}` are left out: the other runs do not have them",
                run.result.people.len()
            ));
        }
    }
    Ok(common)
}

fn common_variants(
    runs: &[(String, SavedRun)],
    notes: &mut Vec<String>,
) -> Result<Vec<VariantInfo>, JoinError> {
    let (_, first) = &runs[0];
    let file = |run: &SavedRun, variant: &str| {
        let name = format!("models/{}/{variant}", run.result.brain.name);
        run.info
            .inputs
            .iter()
            .find(|input| input.name == name)
            .map(|input| input.sha256.clone())
    };
    let has = |run: &SavedRun, variant: &VariantInfo| {
        run.result.variants.contains(variant)
            && file(run, &variant.name) == file(first, &variant.name)
    };
    let all = first.result.variants.iter();
    let common: Vec<VariantInfo> = all
        .filter(|v| runs.iter().all(|(_, run)| has(run, v)))
        .cloned()
        .collect();
    let mut left_out: Vec<&str> = Vec::new();
    for variant in runs.iter().flat_map(|(_, run)| &run.result.variants) {
        if common.iter().all(|kept| kept.name != variant.name)
            && !left_out.contains(&variant.name.as_str())
        {
            left_out.push(&variant.name);
        }
    }
    if common.is_empty() {
        return Err(JoinError(format!(
            "the runs have no variant in common (they have {}); run them under the same --variant",
            left_out.join(", ")
        )));
    }
    if !left_out.is_empty() {
        notes.push(format!(
            "left out, since not all runs have them, or not the same: variants {}",
            left_out.join(", ")
        ));
    }
    Ok(common)
}

/// People by seed, with what they are under some variants only.
fn people_of(
    run: &RunResult,
    seeds: &[u64],
    variants: &[VariantInfo],
) -> Result<Vec<PersonInfo>, JoinError> {
    let places: Vec<usize> = variants
        .iter()
        .filter_map(|wanted| run.variants.iter().position(|v| v.name == wanted.name))
        .collect();
    let by_seed: BTreeMap<u64, &PersonInfo> = run
        .people
        .iter()
        .map(|person| (person.seed, person))
        .collect();
    seeds
        .iter()
        .map(|seed| {
            let person = by_seed
                .get(seed)
                .ok_or_else(|| JoinError(format!("there is no person {seed}")))?;
            Ok(PersonInfo {
                seed: *seed,
                traits: person.traits.clone(),
                rated_at_selection: places
                    .iter()
                    .map(|&v| person.rated_at_selection[v])
                    .collect(),
                ill: places.iter().map(|&v| person.ill[v]).collect(),
            })
        })
        .collect()
}

/// Adds the scenarios of a run with their arms; one that is there already, number by number, is not added again.
fn add_scenarios(
    into: &mut RunResult,
    run_name: &str,
    run: &RunResult,
    seeds: &[u64],
    notes: &mut Vec<String>,
) {
    let places: BTreeMap<u64, usize> = seeds
        .iter()
        .enumerate()
        .map(|(place, seed)| (*seed, place))
        .collect();
    for (scenario, info) in run.scenarios.iter().enumerate() {
        let mut arms = Vec::new();
        for (place, variant) in into.variants.iter().enumerate() {
            if let Some(from) = run.variants.iter().position(|v| v.name == variant.name) {
                arms.push(arm_of(run, run.arm(scenario, from), &places, place));
            }
        }
        let mut info = info.clone();
        if let Some(known) = into
            .scenarios
            .iter()
            .position(|known| known.name == info.name)
        {
            let same = into.scenarios[known] == info
                && arms.iter().enumerate().all(|(v, arm)| {
                    let other = into.arm(known, v);
                    (&arm.people, &arm.dropped_out, &arm.values)
                        == (&other.people, &other.dropped_out, &other.values)
                });
            if same {
                notes.push(format!(
                    "scenario `{}` of `{run_name}` is the same as before and stands once",
                    info.name
                ));
                continue;
            }
            let name = (2..).map(|n| format!("{}--{n}", info.name));
            let free = name
                .into_iter()
                .find(|name| into.scenarios.iter().all(|known| known.name != *name));
            let renamed = free.unwrap_or_else(|| info.name.clone());
            notes.push(format!("scenario `{}` of `{run_name}` is another one of this name; it is called `{renamed}`", info.name));
            info.title = format!("{} ({run_name})", info.title);
            info.name = renamed;
        }
        let place = into.scenarios.len();
        into.scenarios.push(info);
        into.arms.extend(arms.into_iter().map(|arm| Arm {
            scenario: place,
            ..arm
        }));
    }
}

/// An arm with the people of some seeds only; `scenario` is still that of its own run.
fn arm_of(run: &RunResult, arm: &Arm, places: &BTreeMap<u64, usize>, variant: usize) -> Arm {
    let (mut rows, mut people, mut dropped_out) = (Vec::new(), Vec::new(), Vec::new());
    for (row, &person) in arm.people.iter().enumerate() {
        if let Some(&place) = places.get(&run.people[person].seed) {
            rows.push(row);
            people.push(place);
            dropped_out.push(arm.dropped_out[row]);
        }
    }
    Arm {
        scenario: arm.scenario,
        variant,
        people,
        dropped_out,
        values: arm.values.select(Axis(0), &rows),
    }
}

/// The weight-swap experiment, if all runs that have one agree on it.
fn memory(
    runs: &[(String, SavedRun)],
    notes: &mut Vec<String>,
) -> Option<crate::cohort::results::MemoryTest> {
    let mut found = runs
        .iter()
        .filter_map(|(_, run)| run.result.memory.as_ref());
    let first = found.next()?;
    if found.all(|other| other == first) {
        return Some(first.clone());
    }
    notes.push("the weight-swap experiments of the runs differ and are left out".to_owned());
    None
}

fn add_parameters(into: &mut RunResult, runs: &[(String, SavedRun)]) {
    for (name, run) in runs.iter().skip(1) {
        for parameter in &run.result.parameters {
            if into.parameters.contains(parameter) {
                continue;
            }
            let mut added = parameter.clone();
            let taken = into
                .parameters
                .iter()
                .any(|p| (&p.name, &p.file) == (&added.name, &added.file));
            if taken {
                added.file = format!("{} ({name})", added.file);
            }
            into.parameters.push(added);
        }
    }
}

fn inputs_of(runs: &[(String, SavedRun)]) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    for (name, run) in runs {
        for input in &run.info.inputs {
            let same = |known: &Input| known.name == input.name && known.sha256 == input.sha256;
            if inputs.iter().any(same) {
                continue;
            }
            let mut input = input.clone();
            if inputs.iter().any(|known| known.name == input.name) {
                input.name = format!("{} ({name})", input.name);
            }
            inputs.push(input);
        }
    }
    inputs
}
