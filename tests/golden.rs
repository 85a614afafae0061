//! A golden hash per shipped scenario. A simulated number that moves changes it; then write the new hashes with
//! `REWIRE_GOLDEN=write cargo test --test golden` and say in CHANGELOG.md what moved and why.

use rewire::cohort::{self, Watch};
use rewire::spec::Kind;
use rewire::spec::Library;
use rewire::spec::compile::compile_study;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// People in each run: the first few of whom some fall ill.
const PEOPLE: usize = 6;

/// The variant of a scenario's brain that switches on most couplings.
fn fullest(library: &Library, scenario: &str) -> String {
    let read = library.read_scenario(scenario);
    let brain = read
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
        .value
        .brain;
    let switched_on = |variant: &String| {
        let resolved = library.resolve_variant(&brain, variant);
        resolved.map_or(0, |resolved| resolved.switched_on.len())
    };
    let variants = library.variants_of(&brain).into_iter();
    variants
        .max_by_key(switched_on)
        .expect("a brain has variants")
}

/// Hash of every reading of a scenario under the variant that switches on most couplings.
fn hash(scenario: &str) -> String {
    let library = Library::new(Some(Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()));
    let study = library
        .read_study(
            &[scenario.to_owned()],
            &[fullest(&library, scenario)],
            "classroom",
        )
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut study = compile_study(&study, Some(PEOPLE)).expect("the shipped files fit together");
    study.memory_people = 0;
    let stop = AtomicBool::new(false);
    let result = cohort::run(
        &study,
        &Watch {
            stop: &stop,
            progress: &|| {},
        },
    )
    .expect("nobody stops it");
    let mut bytes = Vec::new();
    for arm in &result.arms {
        bytes.extend(arm.values.iter().flat_map(|x| x.to_bits().to_le_bytes()));
    }
    assert!(!bytes.is_empty(), "{scenario}: nobody is ill");
    rewire::report::files::sha256(&bytes)
}

#[test]
fn no_number_moves_unnoticed() {
    let library = Library::new(Some(Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()));
    let mut found = String::new();
    for scenario in library.names(Kind::Scenario) {
        let _ = writeln!(found, "{scenario} {}", hash(&scenario));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hashes.txt");
    if std::env::var_os("REWIRE_GOLDEN").is_some_and(|v| v == "write") {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &found).expect("the hashes can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, expected,
        "simulated numbers moved: see the head of this file"
    );
}
