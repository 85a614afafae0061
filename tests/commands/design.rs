//! `rewire design`, end to end: what a person types, and what is written.

use crate::desk::{Desk, goes_on_as_undisturbed, names};
use serde_json::Value;
use std::fs;

/// A claim about the smallest brain: one account has the mechanism, the other has not.
const MINE: &str = r#"
id = "X1"
title = "Touch unlearns pain by calm"
section = "conditions"
statement = "Exercise with touch lowers pain, because calm recruits inhibition."
mechanism = "Calm recruits descending inhibition, so that touch meets a quiet horn."
couplings = ["calm_recruits_inhibition"]
grade = "assumed"
change_our_mind = "Touch that unlearns pain where inhibition is blocked."
decision = "all"

[stories]
for = "Safety lets touch be only touch."
against = "A touch that hurts keeps hurting."

[[sources]]
who = "A page"
stance = "asserts"
says = "touch it gently"

[[tests]]
id = "end"
asks = "Are people who exercise in less pain?"
estimand = "difference"
scenarios = ["pain-no-treatment", "pain-graded-touch"]
week = 8
predicts = "lower"
margin = 5.0
because = "five points are felt"

[[tests]]
id = "natural"
asks = "How much pain is left without treatment?"
estimand = "mean"
scenarios = ["pain-no-treatment"]
week = 8
predicts = "higher"
margin = 5.0
because = "as above"
"#;

const FEW: &str = "design ./mine.toml --people 80 --sizes 8,3,30,8 --trials 200";

fn laid() -> Desk {
    Desk::with("mine.toml", MINE)
}

#[test]
fn a_design_of_ones_own_claim_is_written_whole_once_and_again_with_the_same_bytes() {
    let desk = laid();
    let said = desk.says(&format!("{FEW} --output one --png"));
    assert!(said.contains("Descending control") && said.contains("repeat with: rewire design"));
    let files = [
        "analyses.csv",
        "design.html",
        "design.json",
        "plots",
        "power.csv",
        "recovery.csv",
        "separation.csv",
    ];
    assert_eq!(names(&desk.path("one")), files);
    assert_eq!(
        names(&desk.path("one/plots")),
        ["power-end-two-arms-open.png", "power-end-two-arms-open.svg"]
    );
    assert!(
        desk.refuses(&format!("{FEW} --output one"))
            .contains("--force")
    );
    let before: Vec<String> = files
        .iter()
        .filter(|f| **f != "plots")
        .map(|f| desk.read(&format!("one/{f}")))
        .collect();
    desk.says(&format!("{FEW} --output one --png --force"));
    let after: Vec<String> = files
        .iter()
        .filter(|f| **f != "plots")
        .map(|f| desk.read(&format!("one/{f}")))
        .collect();
    assert!(before == after);
}

#[test]
fn an_interrupted_design_goes_on_and_ends_with_the_same_bytes() {
    goes_on_as_undisturbed(&laid(), FEW, &["design.json", "power.csv", "design.html"]);
}

#[test]
fn the_mechanism_decides_whether_there_is_anything_to_find() {
    let desk = laid();
    desk.says(&format!("{FEW} --output one"));
    let record: Value = serde_json::from_str(&desk.read("one/design.json")).unwrap();
    let test = &record["result"]["tests"][0];
    let result = &test["designs"][0];
    let accounts = result["accounts"].as_array().unwrap();
    let account = |name: &str| {
        let mut all = accounts.iter();
        all.find(|a| a["variant"] == name).unwrap()
    };
    let control = account("descending-control");
    assert_eq!(control["mechanism"], true);
    assert!(control["effect"].as_f64().unwrap() < 0.0);
    assert!(control["needed"].as_f64().unwrap() >= 2.0);
    for off in ["touch-alone", "descending-control-knocked-out"] {
        assert_eq!(account(off)["mechanism"], false);
    }
    // Without its only contested line the one account is the other: the same lives, to the bit.
    let without = account("descending-control-knocked-out");
    assert_eq!(without["effect"], account("touch-alone")["effect"]);
    // Sizes are sorted, each once.
    let sizes = control["sizes"].as_array().unwrap();
    let sizes: Vec<u64> = sizes
        .iter()
        .map(|s| s["per_arm"].as_u64().unwrap())
        .collect();
    assert_eq!(sizes[..2], [3, 8]);
    // Two accounts of its own are told apart, the knocked-out one is not among them.
    assert_eq!(result["own"], 2);
    assert_eq!(result["separations"].as_array().unwrap().len(), 1);
    // The test of one arm is named as what no trial of several arms answers.
    let left = record["result"]["not_for_trials"].as_array().unwrap();
    assert_eq!(left.len(), 1);
    let page = desk.read("one/design.html");
    assert!(page.contains("How much pain is left without treatment?"));
    assert!(page.contains("The mechanism acts under 1 account;"));
    // Nothing is loaded from elsewhere.
    assert!(!page.contains("src=") && !page.contains("@import"));
}

#[test]
fn what_cannot_be_designed_is_refused_and_nothing_is_written() {
    let desk = laid();
    let unknown = desk.refuses("design B22");
    assert!(unknown.contains("B2"), "{unknown}");
    let bench = desk.refuses("design A2");
    assert!(bench.contains("no trial with several arms"), "{bench}");
    assert!(
        desk.refuses("design ./mine.toml --sizes 1,5")
            .contains("from 2")
    );
    assert!(
        desk.refuses("design ./mine.toml --trials 3")
            .contains("from 10")
    );
    fs::write(
        desk.path("bad.toml"),
        MINE.replace("pain-graded-touch", "pain-graded-tuch"),
    )
    .unwrap();
    let bad = desk.refuses("design ./bad.toml");
    assert!(
        bad.contains("pain-graded-touch") && bad.contains("bad.toml"),
        "{bad}"
    );
}

#[test]
fn json_goes_to_standard_output() {
    let desk = laid();
    let said = desk.says(&format!("{FEW} --output one --json"));
    let result: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(result["id"], "X1");
}
