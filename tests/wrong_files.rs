//! Every kind of wrong file, with its recorded message: a place, what was found, what is allowed, a next step.

use rewire::spec::library::check_text;
use rewire::spec::{Diagnostics, Kind, Library};
use std::path::PathBuf;

const SMALL_BRAIN: &str = include_str!("wrong/library/models/small.toml");
const SCENARIO: &str = include_str!("wrong/library/scenarios/sound.toml");

/// The library of wrong files; built-in ones stand behind it.
fn library() -> Library {
    Library::new(Some(PathBuf::from("tests/wrong/library")))
}

/// The message, without the lists of shipped names that grow with the library.
fn message(mistakes: &Diagnostics) -> String {
    let names_of_the_library = [
        "citalopram",
        "adverse-months",
        "affect",
        "therapy-alone",
        "classroom",
    ];
    let lines: Vec<String> = mistakes
        .to_string()
        .lines()
        .map(|line| {
            let lists = line.starts_with("  allowed: ") && line.contains(", ");
            if lists && names_of_the_library.iter().any(|name| line.contains(name)) {
                "  allowed: [names of the library]".to_owned()
            } else {
                line.trim_end().to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Diagnostics>) -> String {
    message(&outcome.expect_err("a wrong file is refused"))
}

/// The small brain with one passage replaced.
fn brain_with(passage: &str, by: &str) -> String {
    assert!(
        SMALL_BRAIN.contains(passage),
        "{passage:?} is not in the small brain"
    );
    let text = SMALL_BRAIN.replacen(passage, by, 1);
    refused(check_text(
        Kind::Brain,
        "models/small.toml",
        text.into_bytes(),
    ))
}

fn scenario_of(bytes: &[u8]) -> String {
    refused(check_text(
        Kind::Scenario,
        "scenarios/mine.toml",
        bytes.to_vec(),
    ))
}

#[test]
fn the_files_that_others_are_derived_from_are_sound() {
    let library = library();
    library.read_brain("small").expect("the small brain");
    library.read_treatment("calm").expect("a treatment");
    library.read_variant("small", "plain").expect("a variant");
    let study = library.read_study(&["sound".to_owned()], &["plain".to_owned()], "tiny");
    assert_eq!(study.expect("a study").brain.name, "small");
    let overrides = library.overrides();
    assert!(overrides.contains(&PathBuf::from("tests/wrong/library/models/small.toml")));
    assert!(!overrides.iter().any(|path| path.ends_with("tiny.toml")));
}

#[test]
fn keys_and_types() {
    insta::assert_snapshot!(
        "unknown_key",
        brain_with("size = 8", "size = 8\nthreshhold = 0.5")
    );
    insta::assert_snapshot!("unknown_section", brain_with("[life]", "[lif]"));
    insta::assert_snapshot!("missing_key", brain_with("weak_start = 0.1\n", ""));
    insta::assert_snapshot!(
        "missing_at_the_top",
        brain_with("condition = \"depression\"\n", "")
    );
    insta::assert_snapshot!("wrong_type", brain_with("steps = 8", "steps = \"eight\""));
    insta::assert_snapshot!("part_of_a_step", brain_with("steps = 8", "steps = 8.5"));
    insta::assert_snapshot!(
        "value_for_a_table",
        brain_with("[populations.core]", "[populations]\ncore = 3\n[x]")
    );
    insta::assert_snapshot!(
        "unknown_word",
        brain_with("\"bounded_hebb\"", "\"bounded_heb\"")
    );
    insta::assert_snapshot!(
        "needs_of_a_shape",
        brain_with(
            "strength = 0.5",
            "strength = 0.5\nshape = \"hill\"\nhalf = 2.0"
        )
    );
    insta::assert_snapshot!(
        "key_of_another_kind",
        brain_with("median = 1.0", "mean = 1.0")
    );
    insta::assert_snapshot!(
        "bad_name",
        brain_with("[signals.alarm]", "[signals.\"a b.c\"]")
    );
    insta::assert_snapshot!("date", brain_with("gain = 7.0", "gain = 2024-01-01"));
}

#[test]
fn units_and_ranges() {
    insta::assert_snapshot!("wrong_unit", brain_with("\"2 days\"", "\"2 mg\""));
    insta::assert_snapshot!("misspelt_unit", brain_with("\"2 days\"", "\"2 dys\""));
    insta::assert_snapshot!("no_unit", brain_with("\"2 days\"", "2"));
    insta::assert_snapshot!("no_number", brain_with("\"2 days\"", "\"two days\""));
    insta::assert_snapshot!(
        "negative_time_constant",
        brain_with("\"2 days\"", "\"-2 days\"")
    );
    insta::assert_snapshot!(
        "share_above_one",
        brain_with("transfer = 0.5", "transfer = 1.5")
    );
    insta::assert_snapshot!("not_a_number", brain_with("gain = 7.0", "gain = nan"));
    insta::assert_snapshot!("infinite", brain_with("gain = 7.0", "gain = -inf"));
    insta::assert_snapshot!(
        "huge_whole_number",
        brain_with("steps = 8", "steps = 99999999999999999999")
    );
}

#[test]
fn names_of_a_brain() {
    insta::assert_snapshot!(
        "unknown_population",
        brain_with("to = \"core\"", "to = \"cor\"")
    );
    insta::assert_snapshot!(
        "unknown_signal",
        brain_with("from = \"stress\"", "from = \"stres\"")
    );
    insta::assert_snapshot!(
        "unknown_target",
        brain_with("to = \"cue.level\"", "to = \"core.level\"")
    );
    insta::assert_snapshot!(
        "unknown_experience",
        brain_with("external = [\"event\"]", "external = [\"evnt\"]")
    );
    insta::assert_snapshot!(
        "unknown_probe",
        brain_with("probe = \"event\"", "probe = \"evnt\"")
    );
    insta::assert_snapshot!(
        "unknown_readout",
        brain_with("readout = \"thought\"", "readout = \"thoughts\"")
    );
    insta::assert_snapshot!(
        "input_of_the_day",
        brain_with(
            "inputs = { cue_strength = 1.0 }",
            "inputs = { stress = 1.0 }"
        )
    );
    insta::assert_snapshot!(
        "name_used_twice",
        brain_with("[signals.alarm]", "[signals.cortisol]")
    );
}

#[test]
fn values_of_a_brain_that_do_not_fit() {
    insta::assert_snapshot!(
        "patterns_that_do_not_divide",
        brain_with("patterns = 2", "patterns = 3")
    );
    insta::assert_snapshot!("no_threshold", brain_with("threshold = 0.5\n", ""));
    insta::assert_snapshot!(
        "clamped_receiver",
        brain_with("to = \"core\"", "to = \"cue\"")
    );
    insta::assert_snapshot!(
        "unmatched_patterns",
        brain_with("to = \"core\"", "to = \"core\"\nconnect = \"matched\"")
    );
    insta::assert_snapshot!(
        "weight_above_its_bound",
        brain_with("initial = 0.2", "initial = 0.7")
    );
    insta::assert_snapshot!("rule_without_bounds", brain_with("upper = 0.5\n", ""));
    insta::assert_snapshot!(
        "third_factor_missing",
        brain_with("\"bounded_hebb\"", "\"three_factor\"")
    );
    insta::assert_snapshot!(
        "bounds_upside_down",
        brain_with("min = 0.0\nmax = 2.0", "min = 3.0\nmax = 2.0")
    );
    insta::assert_snapshot!(
        "probabilities_off_one",
        brain_with("[0.7, 0.3]", "[0.7, 0.2]")
    );
    insta::assert_snapshot!("probabilities_too_few", brain_with("[0.7, 0.3]", "[1.0]"));
    insta::assert_snapshot!(
        "weights_off_one",
        brain_with("weight = 1.0, none", "weight = 0.9, none")
    );
    insta::assert_snapshot!("circle_of_signals", brain_with("contested = true\n", ""));
}

#[test]
fn what_episodes_show_and_do() {
    let cue = "size = 4\npatterns = 2\nclamped = true";
    insta::assert_snapshot!(
        "a_code_of_a_settling_population",
        brain_with(
            "threshold = 0.5",
            "threshold = 0.5\ncode = \"random\"\nactive = 2"
        )
    );
    insta::assert_snapshot!(
        "more_active_units_than_there_are",
        brain_with(
            cue,
            "size = 4\nclamped = true\ncode = \"random\"\nactive = 6"
        )
    );
    insta::assert_snapshot!(
        "a_bump_without_places",
        brain_with(
            cue,
            "size = 4\nclamped = true\ncode = \"bump\"\nwidth = 1.0"
        )
    );
    let named = "size = 4\nclamped = true\nnames = [\"tone\", \"tone\"]";
    insta::assert_snapshot!("a_pattern_named_twice", brain_with(cue, named));
    insta::assert_snapshot!(
        "patterns_named_and_counted",
        brain_with(cue, &format!("{cue}\nnames = [\"tone\", \"light\"]"))
    );
    insta::assert_snapshot!(
        "an_unknown_pattern_and_action",
        brain_with(
            "odds = 1.0",
            "odds = 1.0\nshows = [\"cue.tone\"]\nactions = [\"flee\"]"
        )
    );
}

#[test]
fn what_is_asked_for_too_early() {
    let coupling = "from = \"stress\"\nto = \"cortisol\"";
    insta::assert_snapshot!(
        "a_factor_from_an_episode",
        brain_with(coupling, "from = \"core.activity\"\nto = \"cortisol\"")
    );
    insta::assert_snapshot!(
        "a_drive_from_what_came_of_it",
        brain_with(coupling, "from = \"core.activity\"\nto = \"core.drive\"")
    );
}

#[test]
fn what_cannot_be_borrowed() {
    let with =
        |borrow: &str| brain_with("[settling]", &format!("[borrow]\n{borrow}\n\n[settling]"));
    insta::assert_snapshot!("borrowed_from_nobody", with("effect = [\"factors.bdnf\"]"));
    insta::assert_snapshot!("borrowed_nothing", with("affect = [\"factors.bdfn\"]"));
    insta::assert_snapshot!("borrowed_and_own", with("affect = [\"factors.cortisol\"]"));
}

#[test]
fn variants() {
    let library = library();
    let variant = |name: &str| refused(library.read_variant("small", name));
    insta::assert_snapshot!("variant_circle", variant("round-a"));
    insta::assert_snapshot!("variant_misspelt", variant("misspelt"));
    insta::assert_snapshot!("variant_lost_paths", variant("lost-paths"));
    insta::assert_snapshot!("variant_both_ways", variant("both-ways"));
    insta::assert_snapshot!("variant_round_of_signals", variant("round-of-signals"));
    insta::assert_snapshot!("variant_beyond_bounds", variant("beyond-bounds"));
    insta::assert_snapshot!("variant_not_there", variant("plane"));
}

#[test]
fn treatments_histories_and_seeds() {
    let library = library();
    insta::assert_snapshot!(
        "treatment_wrong_routine",
        refused(library.read_treatment("wrong-routine"))
    );
    insta::assert_snapshot!(
        "treatment_half_a_drug",
        refused(library.read_treatment("half-a-drug"))
    );
    insta::assert_snapshot!("history_torn", refused(library.read_history("torn")));
    insta::assert_snapshot!("seeds_nobody", refused(library.read_seeds("nobody")));
}

#[test]
fn scenarios() {
    let library = library();
    let scenario = |name: &str| refused(library.read_scenario(name));
    insta::assert_snapshot!("scenario_lost_names", scenario("lost-names"));
    insta::assert_snapshot!("scenario_lost_calendar", scenario("lost-calendar.toml"));
    insta::assert_snapshot!(
        "scenario_many_mistakes",
        scenario("scenarios/many-mistakes.toml")
    );
    insta::assert_snapshot!("scenario_not_there", scenario("therapy-allone"));
    insta::assert_snapshot!("scenario_path_not_there", scenario("./nowhere/mine.toml"));
    insta::assert_snapshot!("scenario_is_a_folder", scenario("tests/wrong"));
}

#[test]
fn a_study_reports_the_mistakes_of_all_its_files() {
    let library = library();
    let study = |scenarios: &[&str], variants: &[&str], seeds: &str| {
        let owned = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        refused(library.read_study(&owned(scenarios), &owned(variants), seeds))
    };
    insta::assert_snapshot!(
        "study_of_everything_wrong",
        study(
            &["sound", "other-history"],
            &["plane", "both-ways"],
            "nobody"
        )
    );
    insta::assert_snapshot!("study_without_scenarios", study(&[], &[], "tiny"));
}

#[test]
fn texts_that_are_no_toml() {
    insta::assert_snapshot!("empty", scenario_of(b" \n\t\n"));
    insta::assert_snapshot!("not_utf8", scenario_of(b"title = \"caf\xe9\"\n"));
    insta::assert_snapshot!("nul_bytes", scenario_of(b"title = \"a\"\0\n"));
    insta::assert_snapshot!(
        "no_value",
        scenario_of(SCENARIO.replace("= \"small\"", "=").as_bytes())
    );
    insta::assert_snapshot!(
        "open_quote",
        scenario_of(SCENARIO.replace("\"small\"", "\"small").as_bytes())
    );
    insta::assert_snapshot!(
        "open_bracket",
        scenario_of(SCENARIO.replace("[[phases]]", "[[phases]").as_bytes())
    );
    insta::assert_snapshot!(
        "bare_text",
        scenario_of(
            SCENARIO
                .replace("\"4 weeks\"", "4 weeks")
                .replace("\"8 weeks\"", "8 weeks")
                .as_bytes()
        )
    );
    let doubled = SCENARIO.replace("brain = \"small\"", "brain = \"small\"\nbrain = \"large\"");
    insta::assert_snapshot!("key_twice", scenario_of(doubled.as_bytes()));
    let long = format!(
        "title = \"{}\"\nquestion = 3 # {}\n",
        "a".repeat(300),
        "b".repeat(300)
    );
    insta::assert_snapshot!("long_lines", scenario_of(long.as_bytes()));
    let deep = format!("title = {}\n", "[".repeat(100_000));
    insta::assert_snapshot!(
        "deep_lists",
        scenario_of(deep.as_bytes())
            .lines()
            .take(3)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// A folder below the target directory, named in messages by what stands at its end.
fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(folder.join("scenarios")).expect("a folder for samples");
    folder
}

#[test]
fn files_that_cannot_be_read() {
    let folder = scratch("unreadable");
    let shown = |name: &str| {
        let library = Library::new(Some(folder.clone()));
        refused(library.read_scenario(name)).replace(&*folder.to_string_lossy(), "[library]")
    };
    std::fs::write(
        folder.join("scenarios/huge.toml"),
        vec![b'x'; 10 * 1024 * 1024],
    )
    .expect("a huge file");
    insta::assert_snapshot!("huge_file", shown("huge"));
    std::fs::create_dir_all(folder.join("scenarios/folder.toml")).expect("a folder");
    insta::assert_snapshot!("folder", shown("folder"));
    std::fs::create_dir_all(folder.join("scenarios/therapy-alone.toml")).expect("a folder");
    insta::assert_snapshot!("folder_in_place_of_a_built_in_file", shown("therapy-alone"));
    #[cfg(unix)]
    {
        // A broken link is reported, also where a built-in file could stand in for it.
        for name in ["loop", "ssri-alone"] {
            let file = format!("{name}.toml");
            let link = folder.join("scenarios").join(&file);
            let _ = std::fs::remove_file(&link);
            std::os::unix::fs::symlink(&file, &link).expect("a link to itself");
            let text = shown(name);
            assert!(text.contains("cannot be read"), "{text}");
        }
    }
    std::fs::remove_dir_all(&folder).expect("the samples can be removed");
}

/// Files just below the largest size, made to take long or much memory, are refused soon.
#[test]
fn hostile_files_end_soon() {
    let size = 1024 * 1024;
    let unknown_keys: String = (0..80_000).map(|index| format!("k{index}=1,")).collect();
    let unknown_names: String = (0..20_000)
        .map(|index| format!("[couplings.c{index}]\nfrom = \"s{index}\"\n"))
        .collect();
    let garbage: String = "]=\"[{\n".repeat(size / 6);
    for text in [
        format!("settling = {{ {unknown_keys} }}"),
        unknown_names,
        garbage,
        "[[".repeat(size / 2),
        "a.".repeat(size / 2),
    ] {
        let begun = std::time::Instant::now();
        let mistakes = check_text(Kind::Brain, "hostile.toml", text.into_bytes());
        let shown = mistakes.expect_err("a hostile file is refused").to_string();
        assert!(shown.len() < 100_000);
        // Each takes far below a second on one core; the margin is for slow and busy machines.
        assert!(begun.elapsed().as_secs() < 30);
    }
}

mod never_panics {
    use super::*;
    use proptest::prelude::*;

    const SHIPPED: [(Kind, &str); 12] = [
        (Kind::Brain, SMALL_BRAIN),
        (Kind::Scenario, SCENARIO),
        (
            Kind::Treatment,
            include_str!("../treatments/citalopram.toml"),
        ),
        (
            Kind::Treatment,
            include_str!("../treatments/cognitive-therapy.toml"),
        ),
        (Kind::Variant, include_str!("../models/affect/mixture.toml")),
        (
            Kind::History,
            include_str!("../scenarios/histories/adverse-months.toml"),
        ),
        (Kind::Seeds, include_str!("../seeds/classroom.toml")),
        (
            Kind::Synapse,
            include_str!("../synapses/triplet-visual-cortex-full.toml"),
        ),
        (
            Kind::Protocol,
            include_str!("../protocols/tag-and-capture.toml"),
        ),
        (
            Kind::Published,
            include_str!("../evidence/synapse/sjostrom-2001.toml"),
        ),
        (Kind::Figures, include_str!("../evidence/early-onset.toml")),
        (
            Kind::Qualification,
            include_str!("../qualifications/default.toml"),
        ),
    ];

    /// Checks a text as every kind of file; the message must also be writable.
    fn check_as_everything(bytes: &[u8]) {
        for kind in Kind::ALL {
            if let Err(mistakes) = check_text(kind, "mine.toml", bytes.to_vec()) {
                assert!(!mistakes.to_string().is_empty());
            }
        }
    }

    proptest! {
        #[test]
        fn on_random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            check_as_everything(&bytes);
        }

        #[test]
        fn on_random_toml_like_text(text in "([a-c]{1,3}|[\\[\\]{}=,.\"'#\n\\\\ ]|[0-9e+-]{1,3}|nan|inf|true|é|\u{1F9E0}){0,80}") {
            check_as_everything(text.as_bytes());
        }

        #[test]
        fn on_mutated_shipped_files(
            which in 0usize..12,
            at in any::<proptest::sample::Index>(),
            cut in 0usize..40,
            insert in proptest::collection::vec(any::<u8>(), 0..8),
            printable in "[\\[\\]{}=,.\"'#\n a-z0-9-]{0,6}",
        ) {
            let (kind, text) = SHIPPED[which];
            for new in [insert.as_slice(), printable.as_bytes()] {
                let mut bytes = text.as_bytes().to_vec();
                let start = at.index(bytes.len());
                let end = (start + cut).min(bytes.len());
                bytes.splice(start..end, new.iter().copied());
                if let Err(mistakes) = check_text(kind, "mine.toml", bytes) {
                    prop_assert!(!mistakes.to_string().is_empty());
                }
            }
        }
    }
}
