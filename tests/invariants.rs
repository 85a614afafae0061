//! What must never depend on how a run is done: threads, chunks, other arms; and what must do nothing when it is nothing.
//! All comparisons are of bits.

use rewire::cohort::results::RunResult;
use rewire::cohort::{self, Watch};
use rewire::spec::compile::compile_study;
use rewire::spec::files::TreatmentKind;
use rewire::spec::{Kind, Library};
use std::path::Path;
use std::sync::atomic::AtomicBool;

const PEOPLE: usize = 6;

fn run_in(
    directory: Option<&Path>,
    scenarios: &[&str],
    variants: &[&str],
    people: usize,
    threads: usize,
) -> RunResult {
    let library = Library::new(directory.map(Path::to_path_buf));
    let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let study = library
        .read_study(&names(scenarios), &names(variants), "classroom")
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut study = compile_study(&study, Some(people)).expect("the shipped files fit together");
    study.memory_people = 2;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads");
    let stop = AtomicBool::new(false);
    let watch = Watch {
        stop: &stop,
        progress: &|| {},
    };
    pool.install(|| cohort::run(&study, &watch))
        .expect("nobody stops it")
}

fn run(scenarios: &[&str], variants: &[&str], people: usize, threads: usize) -> RunResult {
    run_in(None, scenarios, variants, people, threads)
}

/// Bits of some readouts of one arm, person by person.
fn bits(result: &RunResult, scenario: usize, variant: usize, readouts: &[usize]) -> Vec<u32> {
    let arm = result.arm(scenario, variant);
    let mut bits = Vec::new();
    for person in arm.values.outer_iter() {
        for week in person.outer_iter() {
            bits.extend(readouts.iter().map(|&r| week[r].to_bits()));
        }
    }
    assert!(
        !bits.is_empty(),
        "somebody must be ill for the comparison to mean anything"
    );
    bits
}

fn all(result: &RunResult) -> Vec<usize> {
    (0..result.readouts.len()).collect()
}

/// Readouts that only record what was taken.
fn but_records(result: &RunResult, records: &[&str]) -> Vec<usize> {
    all(result)
        .into_iter()
        .filter(|&r| !records.contains(&result.readouts[r].name.as_str()))
        .collect()
}

#[test]
fn threads_change_nothing() {
    let scenarios = ["therapy-alone", "ssri-plus-therapy"];
    let variants = ["expectancy-only", "mixture"];
    let one = run(&scenarios, &variants, PEOPLE, 1);
    for threads in [2, 7] {
        assert_eq!(
            one,
            run(&scenarios, &variants, PEOPLE, threads),
            "{threads} threads"
        );
    }
}

#[test]
fn a_part_of_the_cohort_is_a_part_of_the_result() {
    let whole = run(&["ssri-plus-therapy"], &["neurotrophic"], PEOPLE, 2);
    let part = run(&["ssri-plus-therapy"], &["neurotrophic"], PEOPLE - 2, 2);
    let (whole_arm, part_arm) = (whole.arm(0, 0), part.arm(0, 0));
    assert_eq!(
        whole_arm.people[..part_arm.people.len()],
        part_arm.people[..]
    );
    for (a, b) in whole_arm
        .values
        .outer_iter()
        .zip(part_arm.values.outer_iter())
    {
        assert_eq!(a, b);
    }
}

#[test]
fn an_unrelated_arm_and_other_variants_move_nothing() {
    let few = run(&["ssri-plus-therapy"], &["monoamine"], PEOPLE, 2);
    let many = run(
        &[
            "neutral-brain-training",
            "ssri-plus-therapy",
            "placebo-alone",
        ],
        &["blunting", "monoamine", "expectancy-only"],
        PEOPLE,
        2,
    );
    assert_eq!(bits(&few, 0, 0, &all(&few)), bits(&many, 1, 1, &all(&many)));
}

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn built_in(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("a shipped file")
}

#[test]
fn a_dose_of_zero_is_no_drug() {
    let folder = tempfile::tempdir().expect("a folder");
    let zero = built_in("scenarios/ssri-alone.toml").replace("20 mg\"", "0 mg\"");
    write(folder.path(), "scenarios/zero.toml", &zero);
    let result = run_in(
        Some(folder.path()),
        &["no-treatment", "zero"],
        &["mixture"],
        PEOPLE,
        2,
    );
    assert_eq!(
        bits(&result, 0, 0, &all(&result)),
        bits(&result, 1, 0, &all(&result))
    );
}

#[test]
fn every_treatment_with_nothing_in_it_is_no_treatment() {
    let folder = tempfile::tempdir().expect("a folder");
    let life = r#"
title = "Six weeks"
question = "Is a treatment with nothing in it no treatment?"
description = "Six ordinary weeks."
brain = "affect"
history = "adverse-months"
outcome_at = "6 weeks"

[[phases]]
name = "six weeks"
from = "0 weeks"
to = "6 weeks"
"#;
    write(folder.path(), "scenarios/nothing.toml", life);
    let library = Library::new(Some(folder.path().to_path_buf()));
    let mut scenarios = vec!["nothing".to_owned()];
    for name in library.names(Kind::Treatment) {
        let treatment = library.read_treatment(&name);
        let none = match treatment.unwrap_or_else(|m| panic!("{m}")).value.kind {
            TreatmentKind::Drug => "dose = \"0 mg\"",
            TreatmentKind::Therapy => "sessions = 0",
            TreatmentKind::Practice => "per_day = 0.0",
            TreatmentKind::Routine => "days_a_week = 0",
            TreatmentKind::Placebo => continue,
        };
        let scheduled = format!(
            "{life}\n[[treatments]]\nuse = \"{name}\"\nfrom = \"0 weeks\"\nto = \"6 weeks\"\n{none}\n"
        );
        let scenario = format!("no-{name}");
        write(
            folder.path(),
            &format!("scenarios/{scenario}.toml"),
            &scheduled,
        );
        // Treatments of other brains name signals that this one does not have.
        let read = library.read_study(
            std::slice::from_ref(&scenario),
            &["mixture".to_owned()],
            "tiny",
        );
        if read.is_ok() {
            scenarios.push(scenario);
        }
    }
    assert!(scenarios.len() > 20, "{scenarios:?}");
    let names: Vec<&str> = scenarios.iter().map(String::as_str).collect();
    let result = run_in(Some(folder.path()), &names, &["mixture"], PEOPLE, 2);
    let nothing = bits(&result, 0, 0, &all(&result));
    for (index, name) in names.iter().enumerate() {
        assert!(nothing == bits(&result, index, 0, &all(&result)), "{name}");
    }
}

#[test]
fn therapy_without_a_session_is_no_therapy() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = built_in("scenarios/therapy-alone.toml") + "sessions = 0\n";
    write(folder.path(), "scenarios/empty.toml", &empty);
    let result = run_in(
        Some(folder.path()),
        &["no-treatment", "empty"],
        &["expectancy-only"],
        PEOPLE,
        2,
    );
    assert_eq!(
        bits(&result, 0, 0, &all(&result)),
        bits(&result, 1, 0, &all(&result))
    );
}

#[test]
fn a_drug_whose_every_coupling_is_off_is_no_drug() {
    let folder = tempfile::tempdir().expect("a folder");
    let inert = r#"
title = "Inert"
says = "Nothing that the drug touches is coupled to anything."
predicts = "The drug is no drug."
off = [
  "autoreceptors_desensitise", "occupancy_raises_serotonin", "adaptation_follows", "adapted", "still_there",
  "drug_side_effects", "expectancy_tilts", "expectancy_lifts_mood",
]
"#;
    write(folder.path(), "models/affect/inert.toml", inert);
    let result = run_in(
        Some(folder.path()),
        &["no-treatment", "ssri-alone"],
        &["inert"],
        PEOPLE,
        2,
    );
    let readouts = but_records(
        &result,
        &["dose", "concentration", "occupancy", "expectancy"],
    );
    assert_eq!(
        bits(&result, 0, 0, &readouts),
        bits(&result, 1, 0, &readouts)
    );
    let dose = result.readout("dose").expect("a readout");
    assert!(
        bits(&result, 1, 0, &[dose]).iter().any(|&b| b != 0),
        "the drug must have been taken"
    );
}

#[test]
fn lives_shared_between_variants_are_the_lives_they_stand_for() {
    // Therapy alone touches no drug coupling, so that all variants share its course; each alone must give the same.
    let variants = [
        "expectancy-only",
        "monoamine",
        "relaxed-beliefs",
        "neurotrophic",
    ];
    let together = run(&["therapy-alone"], &variants, PEOPLE, 2);
    for (v, variant) in variants.iter().enumerate() {
        let alone = run(&["therapy-alone"], &[variant], PEOPLE, 2);
        assert_eq!(
            bits(&together, 0, v, &all(&together)),
            bits(&alone, 0, 0, &all(&alone)),
            "{variant}"
        );
    }
}

#[test]
fn the_weight_swap_starts_from_the_lives_at_selection() {
    let library = Library::new(None);
    let study = library
        .read_study(
            &["no-treatment".to_owned()],
            &["expectancy-only".to_owned()],
            "classroom",
        )
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let study = compile_study(&study, Some(PEOPLE)).expect("the shipped files fit together");
    let result = run(&["no-treatment"], &["expectancy-only"], PEOPLE, 2);
    let memory = result.memory.expect("somebody is ill");
    let variant = &study.variants[0];
    let untreated = cohort::untreated(26, Vec::new());
    for (person, &seed) in memory.seeds.iter().enumerate() {
        let (ill, _) = cohort::ill_and_well(&variant.plan, &variant.history, seed).unwrap();
        let alone = cohort::severity_of(&variant.plan, &untreated, &ill).unwrap();
        assert_eq!(memory.curves[0].severity.row(person).to_vec(), alone);
    }
}
