//! Every shipped file is read without a mistake, and says what it is meant to say.

use rewire::spec::files::{BrainFile, Curve, Law, Measure, TaperShape, TreatmentKind};
use rewire::spec::{Kind, Library};

fn library() -> Library {
    Library::new(None)
}

#[test]
fn every_shipped_file_is_read() {
    let library = library();
    let mut read = 0;
    for kind in Kind::ALL {
        for name in library.names(kind) {
            let outcome = match kind {
                Kind::Brain => library.read_brain(&name).map(drop),
                Kind::Variant => {
                    let (brain, variant) =
                        name.split_once('/').expect("variants are named brain/name");
                    library.read_variant(brain, variant).map(drop)
                }
                Kind::Treatment => library.read_treatment(&name).map(drop),
                Kind::Scenario => library.read_scenario(&name).map(drop),
                Kind::History => library.read_history(&name).map(drop),
                Kind::Seeds => library.read_seeds(&name).map(drop),
                Kind::Synapse => library.read_synapse(&name).map(drop),
                Kind::Protocol => library.read_protocol(&name).map(drop),
                Kind::Published => library.read_published(&name).map(drop),
                Kind::Claim => library.read_claim(&name).map(drop),
                Kind::Figures => library.read_figures(&name).map(drop),
                Kind::Qualification => library.read_qualification(&name).map(drop),
            };
            if let Err(mistakes) = outcome {
                panic!("{name}:\n{mistakes}");
            }
            read += 1;
        }
    }
    let folders = [
        "models",
        "treatments",
        "scenarios",
        "seeds",
        "synapses",
        "protocols",
        "claims",
        "evidence",
        "qualifications",
    ]
    .map(std::path::PathBuf::from);
    assert_eq!(
        read,
        folders
            .iter()
            .map(|folder| definition_files(folder))
            .sum::<usize>()
    );
    assert_eq!(library.overrides(), Vec::<std::path::PathBuf>::new());
}

/// How many definition files lie in a folder and below it.
fn definition_files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder)
        .expect("a folder of the project")
        .flatten();
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => definition_files(&path),
            path => usize::from(
                path.extension()
                    .is_some_and(|extension| extension == "toml"),
            ),
        })
        .sum()
}

#[test]
fn the_brain_keeps_the_order_of_its_file() {
    let brain = library().read_brain("affect").expect("the shipped brain");
    assert_eq!(brain.sha256.len(), 64);
    let order = |names: Vec<&str>| {
        let places: Vec<usize> = names
            .iter()
            .map(|name| {
                brain
                    .text
                    .find(&format!(".{name}]"))
                    .expect("a section of this name")
            })
            .collect();
        assert!(places.is_sorted(), "{names:?}");
        assert!(names.len() > 1);
    };
    order(brain.value.populations.names().collect());
    order(brain.value.projections.names().collect());
    order(brain.value.couplings.names().collect());
}

#[test]
fn numbers_arrive_in_base_units() {
    let library = library();
    let brain = library
        .read_brain("affect")
        .expect("the shipped brain")
        .value;
    assert_eq!(
        brain
            .factors
            .get("bdnf")
            .map(|factor| factor.time_constant.0),
        Some(12.0)
    );
    assert!(
        matches!(brain.traits.get("val66met").map(|person| &person.law), Some(Law::Choice { values, .. }) if values.len() == 3)
    );
    assert_eq!(
        brain
            .couplings
            .get("age_slows_learning")
            .map(|coupling| coupling.curve),
        Some(Curve::Exponential)
    );
    assert!(matches!(
        brain
            .readouts
            .get("spine_count")
            .map(|readout| &readout.measure),
        Some(Measure::Spines)
    ));

    let drug = library
        .read_treatment("citalopram")
        .expect("the shipped drug")
        .value;
    assert_eq!(drug.kind, TreatmentKind::Drug);
    let kinetics = drug.kinetics.expect("a drug has kinetics");
    // 35 hours in days; the factor 1/24 is rounded once, hence one part in 10^15.
    assert!((kinetics.half_life.value.0 - 35.0 / 24.0).abs() < 1e-15);
    assert_eq!(
        kinetics.half_life.source.as_deref(),
        Some("33-36.8 h (PK1)")
    );

    let scenario = library
        .read_scenario("scenarios/ssri-tapered-hyperbolically.toml")
        .expect("the shipped scenario");
    assert_eq!(scenario.name, "ssri-tapered-hyperbolically");
    let taper = scenario.value.treatments[0]
        .taper
        .as_ref()
        .expect("a taper");
    assert_eq!(
        (taper.shape, taper.over.0, taper.steps),
        (TaperShape::Hyperbolic, 56.0, 8)
    );
}

#[test]
fn variants_switch_contested_couplings() {
    let library = library();
    let contested = |brain: &BrainFile| -> Vec<String> {
        let disputed = brain
            .couplings
            .iter()
            .filter(|(_, coupling)| coupling.contested);
        disputed.map(|(name, _)| name.to_owned()).collect()
    };
    let plain = library
        .resolve_variant("affect", "expectancy-only")
        .expect("a variant");
    assert_eq!(contested(&plain.brain), Vec::<String>::new());

    let mixed = library
        .resolve_variant("affect", "mixture")
        .expect("a variant");
    // A strength of its own, and one that the brain gives.
    let own = *mixed
        .file
        .value
        .strengths
        .get("early_bias_shift")
        .expect("a strength");
    let brain = library.read_brain("affect").expect("the brain").value;
    let given = brain.couplings.get("drug_blunts").expect("it").strength;
    for (name, strength) in [("early_bias_shift", own), ("drug_blunts", given)] {
        assert!(mixed.switched_on.contains(&(name.to_owned(), strength)));
    }
    let names: Vec<String> = mixed
        .switched_on
        .iter()
        .map(|(name, _)| name.clone())
        .collect();
    assert_eq!(contested(&mixed.brain), names);
    assert!(!names.contains(&"serotonin_relaxes_beliefs".to_owned()));
}

#[test]
fn a_study_brings_everything_that_its_scenarios_name() {
    let library = library();
    let scenarios = [
        "therapy-alone",
        "ssri-plus-therapy",
        "ssri-alone",
        "therapy-alone",
    ]
    .map(str::to_owned);
    let study = library
        .read_study(&scenarios, &[], "tiny")
        .expect("a study");
    let names: Vec<&str> = study
        .scenarios
        .iter()
        .map(|scenario| scenario.name.as_str())
        .collect();
    assert_eq!(names, ["therapy-alone", "ssri-plus-therapy", "ssri-alone"]);
    let treatments: Vec<&str> = study
        .treatments
        .iter()
        .map(|treatment| treatment.name.as_str())
        .collect();
    assert_eq!(treatments, ["cognitive-therapy", "citalopram"]);
    assert_eq!(study.variants.len(), library.variants_of("affect").len());
    assert_eq!(study.history.name, "adverse-months");
    assert_eq!(study.seeds.value.count, 8);
}

#[test]
fn the_program_carries_its_files_with_it() {
    let nowhere = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-such-folder");
    let library = Library::new(Some(nowhere));
    let study = library
        .read_study(&["ssri-alone".to_owned()], &[], "classroom")
        .expect("a study from built-in files alone");
    assert_eq!(study.brain.path, "built in");
    assert_eq!(study.variants.len(), library.variants_of("affect").len());
    assert!(
        study
            .variants
            .iter()
            .all(|variant| variant.file.path == "built in")
    );
}

#[test]
fn what_is_read_can_be_written_and_read_again() {
    let brain = library()
        .read_brain("affect")
        .expect("the shipped brain")
        .value;
    let written = serde_json::to_string(&brain).expect("a brain can be written");
    let again: BrainFile = serde_json::from_str(&written).expect("and read again");
    assert_eq!(again, brain);
}
