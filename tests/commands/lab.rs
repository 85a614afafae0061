//! `rewire lab`, end to end: what a person types, and what is written.

use crate::desk::{Desk, everything_below};
use std::fs;

/// A protocol of one's own, small enough for a test.
const MINE: &str = r#"
title = "My window"
kind = "timing-window"
shows = "Three lags."
synapses = ["pair-bi-poo", "triplet-hippocampus-minimal"]
grade = "assumed"
lags = ["-10 ms", "5 ms", "10 ms"]
pairs = 60
rate = "1 Hz"
"#;

fn laid() -> Desk {
    Desk::with("mine.toml", MINE)
}

#[test]
fn a_protocol_of_ones_own_is_written_whole_without_recompiling() {
    let desk = laid();
    let said = desk.says("lab mine.toml --png --bdnf 0.5,1");
    assert!(said.contains("My window") && said.contains("repeat with: rewire lab mine.toml"));
    let mut names: Vec<String> = fs::read_dir(desk.path("output/lab-mine"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "curves.csv",
        "fits.csv",
        "lab.json",
        "plots",
        "published.csv",
        "report.html",
    ];
    assert_eq!(names, expected);
    assert!(
        desk.read("output/lab-mine/report.html")
            .contains("Three lags.")
    );
    let pictures = everything_below(&desk.path("output/lab-mine/plots"));
    assert_eq!(pictures.len(), 2, "an SVG and a PNG: {pictures:?}");
    // Nothing else is left, such as a temporary directory.
    assert_eq!(fs::read_dir(desk.path("output")).unwrap().count(), 1);

    // Two synapses, two levels of BDNF, three lags.
    let curves = desk.read("output/lab-mine/curves.csv");
    assert_eq!(curves.lines().count(), 1 + 2 * 2 * 3);
    let levels = curves.lines().filter(|line| line.contains(",0.5,line,"));
    assert_eq!(levels.count(), 2 * 3);

    let record: serde_json::Value =
        serde_json::from_str(&desk.read("output/lab-mine/lab.json")).unwrap();
    assert_eq!(record["seed"], 1);
    assert_eq!(record["inputs"][0]["sha256"].as_str().unwrap().len(), 64);
    let files: Vec<&str> = record["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect();
    assert!(files.contains(&"curves.csv") && files.contains(&"report.html"));
}

#[test]
fn earlier_results_are_replaced_only_when_asked_and_only_if_they_are_results() {
    let desk = laid();
    desk.says("lab mine.toml --quiet");
    fs::write(desk.path("output/lab-mine/notes.txt"), "mine").unwrap();
    let before = desk.read("output/lab-mine/lab.json");
    assert!(desk.refuses("lab mine.toml").contains("--force"));
    desk.says("lab mine.toml --force --quiet --threads 1");
    // The same command gives the same bytes on any number of threads, and keeps what is not its own.
    assert_eq!(desk.read("output/lab-mine/lab.json"), before);
    assert_eq!(desk.read("output/lab-mine/notes.txt"), "mine");

    fs::create_dir(desk.path("thesis")).unwrap();
    fs::write(desk.path("thesis/chapter.txt"), "years").unwrap();
    let said = desk.refuses("lab mine.toml -o thesis --force");
    assert!(said.contains("lab.json"), "{said}");
}

#[test]
fn what_cannot_be_done_is_refused_and_nothing_is_written() {
    let desk = laid();
    let wrong = MINE.replace("\"5 ms\"", "\"50 ms\"");
    fs::write(desk.path("wrong.toml"), wrong).unwrap();
    let said = desk.refuses("lab wrong.toml");
    assert!(
        said.contains("wrong.toml:7:") && said.contains("a list that rises"),
        "{said}"
    );
    assert!(
        desk.refuses("lab timing-windw")
            .contains("did you mean \"timing-window\"?")
    );
    let said = desk.refuses("lab mine.toml --synapse short-term-depressing");
    assert!(
        said.contains("none of the named synapses answers"),
        "{said}"
    );
    assert!(
        desk.refuses("lab mine.toml --bdnf 1,x")
            .contains("a level from 0 to 10")
    );
    assert!(
        desk.refuses("lab mine.toml --bdnf=-1")
            .contains("a level from 0 to 10")
    );
}

#[test]
fn the_outcome_as_json_has_the_numbers_of_the_tables() {
    let desk = laid();
    let said = desk.says("lab mine.toml --synapse pair-bi-poo --json");
    let experiments: serde_json::Value = serde_json::from_str(&said).unwrap();
    let curves = experiments[0]["panels"][0]["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 1);
    let y = curves[0]["points"][2]["y"].as_f64().unwrap();
    // Sixty pairs of A+ exp(-lag / tau+), a second apart: pairs further apart than that change by less than 1e-20.
    let expected = 60.0 * 1.295e-2 * (-10.0_f64 / 16.8).exp();
    assert!((y - expected).abs() < 1e-9, "{y} and {expected}");
    assert!(
        desk.read("output/lab-mine/curves.csv")
            .contains(&y.to_string())
    );
}

#[test]
fn rules_are_held_against_the_points_that_a_protocol_names() {
    let desk = laid();
    let said = desk.says("lab pairing-frequency");
    let line = |rule: &str| {
        let found = said.lines().find(|line| line.contains(rule));
        found
            .unwrap_or_else(|| panic!("{rule} is not in\n{said}"))
            .to_owned()
    };
    assert!(line("Pair STDP, best fit").contains(" reject it"));
    assert!(line("Triplet, visual cortex, minimal").contains(" reject it"));
    assert!(line("Triplet, visual cortex, nearest, minimal").contains("do not reject it"));
    let fits = desk.read("output/lab-pairing-frequency/fits.csv");
    assert!(fits.contains("pairing-frequency,pair-visual-cortex,sjostrom-2001,10,2,"));
    let page = desk.read("output/lab-pairing-frequency/report.html");
    assert!(page.contains("the published points reject Pair STDP, best fit to visual cortex"));
    assert!(page.contains("these points, taken as one train of 60 pairs (3 numbers)"));
    let published = desk.read("output/lab-pairing-frequency/published.csv");
    // A cell that a spreadsheet would compute is marked as text.
    assert!(published.contains("sjostrom-2001,'-10 ms,40,0.56,0.32"));
}

#[test]
fn more_synapses_are_simulated_when_asked() {
    let desk = laid();
    let error = |options: &str| -> f64 {
        let said = desk.says(&format!(
            "lab mine.toml --synapse calcium-hippocampal-cultures --force {options}"
        ));
        assert!(said.contains(options), "{said}");
        let curves = desk.read("output/lab-mine/curves.csv");
        let line = curves.lines().find(|line| line.contains(",line,10,"));
        line.unwrap().rsplit(',').next().unwrap().parse().unwrap()
    };
    let (usual, more) = (error(""), error("--simulated-synapses 4000"));
    // Four times as many halve the error, which is itself known to a few per cent.
    assert!((usual / more - 2.0).abs() < 0.2, "{usual} {more}");
    for wrong in ["1", "2000000", "many"] {
        desk.refuses(&format!("lab mine.toml --simulated-synapses {wrong}"));
    }
}

#[test]
fn an_interrupted_lab_leaves_nothing() {
    let desk = laid();
    let lags: Vec<String> = (-100..=100).map(|lag| format!("\"{lag} ms\"")).collect();
    let long = MINE
        .replace("\"-10 ms\", \"5 ms\", \"10 ms\"", &lags.join(", "))
        .replace("pairs = 60", "pairs = 600")
        .replace("\"pair-bi-poo\"", "\"calcium-hippocampal-cultures\"");
    fs::write(desk.path("long.toml"), long).unwrap();
    let before = everything_below(desk.folder());
    // The hidden directory beside the target says that the work has begun.
    let stopped = desk.interrupted("lab long.toml -o out/long --quiet", "-INT", || {
        everything_below(desk.folder()).len() >= before.len() + 2
    });
    assert_eq!(stopped.status.code(), Some(130));
    assert_eq!(everything_below(desk.folder()), before);
}
