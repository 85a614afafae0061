//! The brain of docs/write-a-brain.md, as a reader saves and runs it, shows Kamin blocking, and for the reason that it gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const PAGE: &str = include_str!("../docs/write-a-brain.md");

/// Paths and texts of the files that the page has its reader save.
fn files() -> Vec<(&'static str, &'static str)> {
    let blocks = PAGE.split("```toml ").skip(1);
    blocks
        .map(|block| {
            let (_, text) = block.split_once('\n').expect("a block has lines");
            let (text, _) = text.split_once("```").expect("a block has an end");
            let path = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("# "))
                .expect("its first line is a path");
            (path, text)
        })
        .collect()
}

/// Score at the end of both groups under both accounts, by scenario and variant.
fn scores(change: impl Fn(&str) -> String) -> BTreeMap<(String, String), f64> {
    let desk = TempDir::new().expect("a folder");
    for (path, text) in files() {
        let path = desk.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, change(text)).expect("a file");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_rewire"))
        .args(["run", "nothing-first", "light-first", "--people", "2"])
        .args(["--output", "out", "--library"])
        .arg(desk.path())
        .current_dir(desk.path())
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    last_scores(&desk.path().join("out/weekly.csv"))
}

/// Mean score of the last week.
fn last_scores(path: &Path) -> BTreeMap<(String, String), f64> {
    let table = fs::read_to_string(path).expect("the table of weeks");
    let rows = table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter_map(|row| match row[..] {
        [scenario, variant, _, "severity", _, mean, ..] => Some((
            (scenario.to_owned(), variant.to_owned()),
            mean.parse().expect("a number"),
        )),
        _ => None,
    })
    .collect()
}

/// Share of the control group's response that is left after the light came first.
fn left(scores: &BTreeMap<(String, String), f64>, variant: &str) -> f64 {
    let of = |scenario: &str| scores[&(scenario.to_owned(), variant.to_owned())];
    of("light-first") / of("nothing-first")
}

#[test]
fn a_brain_is_written_in_sixty_lines() {
    let lines = files().into_iter().flat_map(|(_, text)| text.lines());
    let written = lines.filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let number = written.count();
    assert!(number < 60, "{number} lines");
}

#[test]
fn a_light_blocks_a_tone_only_where_surprise_teaches() {
    let scores = scores(str::to_owned);
    assert_eq!(scores.len(), 4);
    // Far below control: less than half; the page prints 7.3 of 49.9.
    assert!(left(&scores, "surprise") < 0.5, "{scores:?}");
    // Without the prediction error nothing tells the groups apart, but for rounding of weights in 32 bits.
    assert!((left(&scores, "pairing") - 1.0).abs() < 1e-3, "{scores:?}");
    // What the page prints.
    for (scenario, variant, printed) in [
        ("nothing-first", "pairing", "90.4"),
        ("nothing-first", "surprise", "49.9"),
        ("light-first", "surprise", "7.3"),
    ] {
        let score = scores[&(scenario.to_owned(), variant.to_owned())];
        assert_eq!(format!("{score:.1}"), printed, "{scenario}, {variant}");
        assert!(PAGE.contains(printed), "{printed}");
    }
}

#[test]
fn a_light_that_comes_without_shock_blocks_nothing() {
    let harmless = |text: &str| {
        let with = "light_then_shock = { inputs = { light_on = 1.0 }, outcome_inputs = { light_on = 1.0, shock = 0.8 }";
        text.replace(with, &with.replace("shock = 0.8 }", "shock = 0.0 }"))
    };
    assert!(files().iter().any(|(_, text)| harmless(text) != *text));
    // The tone is learned as in the control group, since the light promised nothing.
    let left = left(&scores(harmless), "surprise");
    assert!((left - 1.0).abs() < 1e-3, "{left}");
}
