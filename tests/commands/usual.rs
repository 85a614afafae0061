//! The commands of every day: list, show, explain, check, run, compare.

use crate::desk::{Desk, errors, everything_below};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const SHIPPED: &str = env!("CARGO_MANIFEST_DIR");

/// A definition file of one's own, made from a shipped one by replacing texts that must be there.
fn define(desk: &Desk, path: &str, from: &str, changes: &[(&str, &str)]) {
    let mut text = fs::read_to_string(Path::new(SHIPPED).join(from)).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{from} has no {old:?}");
        text = text.replace(old, new);
    }
    desk.write(path, &text);
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Weekly means of one readout in a table of weeks.
fn means(weekly: &str, scenario: &str, readout: &str) -> Vec<f64> {
    let mut lines = weekly.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| head.iter().position(|known| *known == name).unwrap();
    let (scenarios, readouts, value) = (column("scenario"), column("readout"), column("mean"));
    lines
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[scenarios] == scenario && cells[readouts] == readout)
        .map(|cells| cells[value].parse().unwrap())
        .collect()
}

#[test]
fn the_list_names_everything_that_show_shows() {
    let desk = Desk::new();
    let all = desk.says("list");
    for word in [
        "SCENARIOS",
        "VARIANTS",
        "ssri-plus-therapy",
        "citalopram",
        "classroom",
        "adverse-months",
    ] {
        assert!(all.contains(word), "{word}");
    }
    assert!(all.lines().all(|line| line.chars().count() <= 100), "{all}");
    let entries = json(&desk.says("list --json"));
    let entries = entries.as_array().unwrap();
    assert!(entries.len() > 25);
    for kind in [
        "scenarios",
        "variants",
        "treatments",
        "seeds",
        "brains",
        "histories",
    ] {
        assert!(!desk.says(&format!("list {kind}")).is_empty());
    }
    for entry in entries {
        let (name, title) = (
            entry["name"].as_str().unwrap(),
            entry["title"].as_str().unwrap(),
        );
        let shown = desk.says(&format!("show {name}"));
        assert!(shown.contains(title), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() <= 100),
            "{shown}"
        );
    }
    json(&desk.says("show citalopram --json"));
}

#[test]
fn a_scenario_is_shown_with_its_calendar() {
    let shown = Desk::new().says("show ssri-tapered-hyperbolically");
    for words in [
        "Does a reduction in equal steps of occupancy avoid the rebound?",
        "|taper--|",
        "week 32 0.32 mg",
        "^ week 40",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(shown.contains("rewire run ssri-tapered-hyperbolically\n"));
    let desk = Desk::new();
    define(&desk, "mine.toml", "scenarios/therapy-alone.toml", &[]);
    assert!(
        desk.says("show ./mine.toml")
            .contains("rewire run ./mine.toml")
    );
    let calendar = Desk::new().says("show therapy-alone");
    assert!(
        calendar.contains("Cognitive therapy 1111111111111111····"),
        "{calendar}"
    );
}

#[test]
fn a_brain_has_a_picture_of_what_drives_what() {
    let desk = Desk::new();
    desk.says("show affect --svg pictures/affect.svg --png");
    let svg = desk.read("pictures/affect.svg");
    for words in [
        "Drug: SERT",
        "BDNF",
        "Mood ",
        "serotonin_raises_bdnf",
        "stroke-dasharray",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(
        fs::read(desk.path("pictures/affect.png"))
            .unwrap()
            .starts_with(b"\x89PNG")
    );
    assert!(
        desk.refuses("show affect --svg pictures/affect.svg")
            .contains("--force")
    );
    desk.says("show affect --svg pictures/affect.svg --all --force");
    assert!(desk.read("pictures/affect.svg").len() > svg.len());
    assert!(
        desk.refuses("show citalopram --svg other.svg")
            .contains("affect")
    );
    let both = desk.refuses("show affect --svg one.png --png");
    assert!(both.contains("both the SVG and the PNG"), "{both}");
    assert_eq!(
        fs::read_dir(desk.path("pictures")).unwrap().count(),
        2,
        "nothing else is left"
    );
}

#[test]
fn names_are_explained_with_what_drives_them_and_who_switches_them() {
    let desk = Desk::new();
    let bdnf = desk.says("explain bdnf");
    for words in [
        "slow factor",
        " * d(bdnf)/dt = ",
        "[disputed: +",
        "serotonin_raises_bdnf acts under",
        "plasticity-window",
    ] {
        assert!(bdnf.contains(words), "{words} in {bdnf}");
    }
    let coupling = desk.says("explain serotonin_raises_bdnf");
    for words in [
        "disputed coupling",
        "bdnf += ",
        "* serotonin_tone",
        "Brunoni",
        "on under plasticity-window",
    ] {
        assert!(coupling.contains(words), "{words} in {coupling}");
    }
    let trait_of_people = desk.says("explain cyp2c19");
    assert!(
        trait_of_people.contains("treatment citalopram: multiplies the clearance"),
        "{trait_of_people}"
    );
    assert!(
        desk.says("explain stress")
            .contains("history adverse-months: 1 in \"adverse months\"")
    );
    assert!(
        desk.says("explain guided_reappraisal")
            .contains("what its sessions consist of")
    );
    assert!(
        desk.says("explain cue_to_reward")
            .contains("reward_prediction_error")
    );
    assert!(
        desk.says("explain citalopram")
            .contains("scenario ssri-alone")
    );
    assert!(
        desk.says("explain plasticity-window")
            .contains("Switches on")
    );
    assert!(
        desk.says("explain outcome_at")
            .contains("time at which the outcome is judged")
    );
    assert!(
        desk.says("explain factors.bdnf.time_constant")
            .contains("how slowly it moves")
    );
    let found = json(&desk.says("explain bdnf --json"));
    assert_eq!(found["things"][0]["grade"], "assumed");
    assert!(
        desk.refuses("explain serotonin_raises_bndf")
            .contains("did you mean \"serotonin_raises_bdnf\"?")
    );
}

#[test]
fn every_name_of_the_brain_can_be_explained() {
    let desk = Desk::new();
    let brain = json(&desk.says("show affect --json"));
    // One of each section is enough here: each call is a process.
    for section in [
        "couplings",
        "factors",
        "signals",
        "inputs",
        "traits",
        "populations",
        "projections",
        "experiences",
        "tallies",
        "inhibition",
        "probes",
        "readouts",
    ] {
        let names = brain[0]["value"][section].as_object().unwrap();
        let name = names.keys().next_back().unwrap();
        let said = desk.says(&format!("explain {section}.{name}"));
        assert!(said.starts_with(&format!("{name}\n")), "{said}");
    }
}

#[test]
fn differences_are_said_in_words() {
    let desk = Desk::new();
    let found = desk.says("diff ssri-tapered-linearly ssri-tapered-hyperbolically");
    assert!(
        found.contains("treatments.citalopram.taper.shape"),
        "{found}"
    );
    assert!(
        found.contains("\"linear\" in the first, \"hyperbolic\" in the second"),
        "{found}"
    );
    assert!(desk.says("diff monoamine monoamine").contains("the same"));
    assert!(desk.says("diff monoamine blunting").contains("drug_blunts"));
    assert!(
        desk.refuses("diff citalopram monoamine")
            .contains("a treatment, monoamine a variant")
    );
}

#[test]
fn editors_and_shells_get_what_they_need() {
    let desk = Desk::new();
    for kind in [
        "scenario",
        "variant",
        "treatment",
        "seeds",
        "brain",
        "history",
    ] {
        let schema = json(&desk.says(&format!("schema {kind}")));
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            desk.says(&format!("completions {shell}"))
                .contains("rewire")
        );
    }
}

#[test]
fn all_mistakes_of_all_files_are_found_at_once() {
    let desk = Desk::new();
    assert!(desk.says("check").contains("files are in order"));
    define(
        &desk,
        "scenarios/one.toml",
        "scenarios/ssri-alone.toml",
        &[("citalopram", "citalopran")],
    );
    define(
        &desk,
        "scenarios/two.toml",
        "scenarios/therapy-alone.toml",
        &[("16 weeks", "16 wekes")],
    );
    let found = desk.refuses("check");
    for words in [
        "one.toml",
        "did you mean \"citalopram\"?",
        "two.toml",
        "16 wekes",
    ] {
        assert!(found.contains(words), "{words} in {found}");
    }
    let output = desk.rewire("check --json");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        json(&String::from_utf8(output.stdout).unwrap())
            .to_string()
            .contains("two.toml")
    );
    assert_eq!(
        desk.says("check citalopram ssri-alone"),
        "2 files are in order\n"
    );
}

#[test]
fn wrong_names_are_answered_with_the_nearest_one() {
    let desk = Desk::new();
    for (line, near) in [
        ("run ssri-plus-terapy", "ssri-plus-therapy"),
        ("run ssri-alone --variant monoamin", "monoamine"),
        ("run ssri-alone --seeds clasroom", "classroom"),
        ("show citalopran", "citalopram"),
        ("show bdnf", "rewire explain bdnf"),
        ("check afect", "affect"),
        ("list scenario", "scenarios"),
        ("explian bdnf", "explain"),
    ] {
        let said = desk.refuses(line);
        assert!(said.contains(near), "{line}: {said}");
    }
    desk.refuses("run ssri-alone --people 0");
    desk.refuses("compare nowhere neither");
    assert!(desk.refuses("explain .").contains("nothing is called"));
}

#[test]
fn a_readout_is_printed_week_by_week_as_it_stands_in_the_table_of_weeks() {
    let desk = Desk::new();
    let line = "run no-treatment therapy-alone --people 6 --variant expectancy-only --readout mood --weeks 0,2,16 --output out";
    let said = desk.says(line);
    assert!(said.contains("week 0   week 2  week 16"), "{said}");
    let weekly = desk.read("out/weekly.csv");
    let means = means(&weekly, "therapy-alone", "mood");
    let row = |at: usize| format!("{:9.2}", means[at]);
    let printed = format!("{}{}{}", row(0), row(2), row(16));
    assert!(said.contains(&printed), "{printed} in {said}");
    // Repeated by the command that it names.
    assert!(said.contains("--readout mood --weeks 0,2,16"), "{said}");
}

#[test]
fn four_arms_that_form_a_square_say_what_two_treatments_make_of_each_other() {
    let desk = Desk::new();
    let arms = "placebo-alone ssri-alone placebo-plus-therapy ssri-plus-therapy";
    let said = desk.says(&format!(
        "run {arms} --variant blunting --people 12 --output out"
    ));
    assert!(
        said.contains("What do \"SSRI alone\" (A) and \"Placebo plus therapy\" (B) make of each other (week 16)?"),
        "{said}"
    );
    assert!(
        said.contains("points less than the sum: too few people to say"),
        "{said}"
    );
    let page = desk.read("out/report.html");
    assert!(page.contains("Against the sum") && page.contains("too few people to say"));
    // Two arms are no square.
    let two = desk.says("run placebo-alone ssri-alone --variant blunting --people 12 --output two");
    assert!(!two.contains("against the sum"), "{two}");
}

#[test]
fn a_readout_or_a_week_that_is_not_there_names_what_is() {
    let desk = Desk::new();
    let said = desk.refuses(
        "run therapy-alone --people 2 --readout modo --readout mood --readout mood --weeks 2,400",
    );
    for words in [
        "--readout \"modo\": there is no readout of this name",
        "allowed: severity, severity_rated",
        "did you mean \"mood\"?",
        "--readout mood: named twice",
        "--weeks 400: no scenario lasts so long",
        "whole weeks from 0 to 40",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(
        desk.refuses("run therapy-alone --weeks 1.5")
            .contains("a whole number of weeks")
    );
}

#[test]
fn a_run_is_written_whole_once_and_again_with_the_same_bytes() {
    let desk = Desk::new();
    let line = "run no-treatment therapy-alone --people 6 --variant expectancy-only --format both --png --output out";
    let table = desk.says(line);
    for words in [
        "people",
        "Expectancy only",
        "No treatment",
        "Therapy alone",
        "reference",
        "virtual people",
        "no medical advice",
        "repeat with: rewire run",
        "out/report.html",
    ] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let of_a_run = [
        "run.json",
        "trajectories.csv",
        "trajectories.parquet",
        "arms.csv",
        "weekly.csv",
        "readouts.csv",
        "summary.csv",
        "contrasts.csv",
        "people.csv",
        "report.html",
        "plots/trajectories.svg",
        "plots/trajectories.png",
    ];
    for file in of_a_run {
        assert!(desk.path("out").join(file).is_file(), "{file}");
    }
    assert!(fs::read_dir(desk.path("out/plots")).unwrap().count() >= 10);
    assert!(
        desk.refuses(line)
            .contains("--force replaces an earlier run")
    );

    let files = everything_below(&desk.path("out"));
    let bytes = |path: &PathBuf| fs::read(path).unwrap();
    let before: Vec<(PathBuf, Vec<u8>)> = files
        .iter()
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), bytes(path)))
        .collect();
    // Neither the number of threads nor what is said on the terminal changes a result.
    let silent = desk.says(&format!("{line} --force --threads 2 --quiet"));
    assert_eq!(silent, "");
    assert_eq!(everything_below(&desk.path("out")), files);
    for (path, before) in before {
        if path.ends_with("run.json") {
            let without_timings = |bytes: &[u8]| {
                let mut value = json(&String::from_utf8_lossy(bytes));
                value.as_object_mut().unwrap().remove("timings");
                value
            };
            assert_eq!(without_timings(&before), without_timings(&bytes(&path)));
        } else {
            assert!(before == bytes(&path), "{} differs", path.display());
        }
    }
    assert_eq!(
        fs::read_dir(desk.folder()).unwrap().count(),
        1,
        "nothing else is left"
    );
}

#[test]
fn saved_runs_are_compared_as_if_they_had_been_one() {
    let desk = Desk::new();
    let shared = "--people 6 --variant expectancy-only --variant monoamine --format csv --quiet";
    desk.says(&format!(
        "run no-treatment ssri-alone {shared} --output both"
    ));
    desk.says(&format!("run no-treatment {shared} --output a"));
    desk.says("run ssri-alone --people 6 --variant monoamine --format csv --quiet --output b");
    let output = desk.rewire("compare a b --format csv");
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert!(
        errors(&output).contains("expectancy-only") || errors(&output).contains("Expectancy only"),
        "{}",
        errors(&output)
    );
    let whole = desk.read("both/contrasts.csv");
    let joined = desk.read("output/compare--a--b/contrasts.csv");
    let of_monoamine = |text: &str| {
        text.lines()
            .filter(|line| line.contains("monoamine"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(of_monoamine(&joined), of_monoamine(&whole));
    assert!(!joined.contains("expectancy-only"));
    assert!(desk.path("output/compare--a--b/report.html").is_file());

    desk.says("run ssri-alone --people 7 --variant monoamine --format csv --quiet --output other");
    fs::write(desk.path("b/trajectories.csv"), "nonsense").unwrap();
    assert!(
        desk.refuses("compare a b --output c")
            .contains("trajectories.csv")
    );
    assert!(
        desk.refuses("compare a a --output c")
            .contains("one and the same scenario")
    );
}

#[test]
fn a_closed_or_full_output_ends_quietly() {
    let desk = Desk::new();
    for line in ["list", "show affect", "explain tilt", "schema brain"] {
        let mut child = desk
            .command(line)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(
            !errors(&output).contains("panicked"),
            "{line}: {}",
            errors(&output)
        );
        assert_eq!(output.status.code(), Some(0), "{line}");
    }
    if Path::new("/dev/full").exists() {
        for line in [
            "list",
            "show affect",
            "check",
            "run no-treatment --people 1 --variant expectancy-only --output full",
        ] {
            let full = fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap();
            let output = desk.command(line).stdout(full).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{line}");
            assert!(
                errors(&output).contains("cannot write to standard output"),
                "{line}: {}",
                errors(&output)
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_only_what_it_can_go_on_from() {
    let desk = Desk::new();
    // The hidden directory beside the target says that the work has begun.
    let line = "run no-treatment ssri-alone --people 2000 --output out/long --quiet";
    let stopped = desk.interrupted(line, "-INT", || everything_below(desk.folder()).len() >= 2);
    assert_eq!(stopped.status.code(), Some(130));
    let of_a_piece = |path: &PathBuf| {
        path.components()
            .any(|c| c.as_os_str() == ".long.unfinished")
    };
    let left: Vec<PathBuf> = everything_below(desk.folder())
        .into_iter()
        .filter(|path| !path.ends_with("out") && !of_a_piece(path))
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new());
}

#[test]
fn files_of_ones_own_need_no_recompiling() {
    let desk = Desk::new();
    define(
        &desk,
        "lib/scenarios/half-dose.toml",
        "scenarios/ssri-alone.toml",
        &[("SSRI alone", "Half the dose"), ("20 mg", "10 mg")],
    );
    define(
        &desk,
        "lib/scenarios/dense-therapy.toml",
        "scenarios/therapy-alone.toml",
        &[
            ("Therapy alone", "Dense therapy"),
            (
                "use = \"cognitive-therapy\"",
                "use = \"cognitive-therapy\"\nsessions = 8\nevery = \"4 days\"",
            ),
        ],
    );
    define(
        &desk,
        "lib/treatments/running.toml",
        "treatments/positive-thinking.toml",
        &[("Passive positive thinking", "Running")],
    );
    fs::write(
        desk.path("lib/treatments/running.toml"),
        format!(
            "{}\n[inputs]\nexercise = 1.0\n",
            desk.read("lib/treatments/running.toml")
        ),
    )
    .unwrap();
    define(
        &desk,
        "lib/scenarios/running.toml",
        "scenarios/weak-positive-thinking.toml",
        &[("\"positive-thinking\"", "\"running\"")],
    );
    define(
        &desk,
        "lib/models/affect/strong-belief.toml",
        "models/affect/expectancy-only.toml",
        &[("Expectancy only", "Strong belief")],
    );
    fs::write(
        desk.path("lib/models/affect/strong-belief.toml"),
        format!(
            "{}\n[strengths]\nexpectancy_lifts_mood = 0.9\n",
            desk.read("lib/models/affect/strong-belief.toml")
        ),
    )
    .unwrap();

    assert!(desk.says("check --library lib").contains("in order"));
    let listed = desk.says("list --library lib");
    assert!(
        listed.contains("Half the dose")
            && listed.contains("[from disk: lib/scenarios/half-dose.toml]"),
        "{listed}"
    );
    let shown = desk.says("show dense-therapy --library lib");
    assert!(
        shown.contains("8 sessions of 6 episodes each, one every 4 days"),
        "{shown}"
    );
    assert!(shown.contains("Cognitive therapy 22211···"), "{shown}");
    let variant = desk.says("show strong-belief --library lib");
    assert!(
        variant.contains("couplings.expectancy_lifts_mood.strength: 0.9 instead of "),
        "{variant}"
    );

    let output = desk.rewire(
        "run half-dose dense-therapy running --library lib --people 6 --variant expectancy-only --variant strong-belief --format csv --output out",
    );
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert!(
        errors(&output).contains("definition files from disk: "),
        "{}",
        errors(&output)
    );
    let table = String::from_utf8(output.stdout).unwrap();
    for words in [
        "Half the dose",
        "Dense therapy",
        "Expectancy only",
        "Strong belief",
    ] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let weekly = desk.read("out/weekly.csv");
    let doses = means(&weekly, "half-dose", "dose");
    let greatest = doses.iter().copied().fold(0.0, f64::max);
    assert!(greatest > 5.0 && greatest <= 10.0, "{greatest}");
    let moods = means(&weekly, "half-dose", "mood");
    let (plain, strong) = moods.split_at(moods.len() / 2);
    assert_ne!(plain, strong);
    let run = json(&desk.read("out/run.json"));
    let own = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|input| input["origin"] != "built_in")
        .count();
    assert_eq!(own, 5, "{}", run["inputs"]);
}
