//! Mistakes in published figures and in plans that use them: each with its place, what is allowed, and the nearest name.

use rewire::spec::{Diagnostics, Library};
use std::fmt::Debug;
use std::fs;
use tempfile::TempDir;

const FIGURES: &str = r#"title = "One figure"
statement = "What was found."
source = "nobody 1900"
status = "verified"
confidence = 0.9
use = "test"

[[figures]]
id = "X1"
measures = "a difference"
value = -0.3
interval = [-0.4, -0.2]
unit = "standard deviations"

[figures.simulated]
statistic = "standardised_difference"
scenarios = ["placebo-alone", "ssri-alone"]
readout = "severity_rated"
week = 8
fair = "Fair."
"#;

const PLAN: &str = r#"title = "A plan"
meaning = "for a test"
evidence = ["waiting-list"]
figures = ["ME19"]
seeds = "tiny"

[accounts]
affect = "mixture"
"#;

fn said<T: Debug>(outcome: Result<T, Diagnostics>, folder: &TempDir) -> String {
    let place = format!("{}/", folder.path().display());
    outcome
        .expect_err("refused")
        .to_string()
        .replace(&place, "")
}

/// A library with one file of its own.
fn with(path: &str, text: &str) -> (TempDir, Library) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join(path);
    fs::create_dir(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
    let library = Library::new(Some(folder.path().to_owned()));
    (folder, library)
}

fn figures(passage: &str, by: &str) -> String {
    assert!(FIGURES.contains(passage), "{passage}");
    let (folder, library) = with("evidence/mine.toml", &FIGURES.replacen(passage, by, 1));
    said(library.read_figures("mine"), &folder)
}

/// The figure with another thing that simulates it.
fn simulated(by: &str) -> String {
    let (before, _) = FIGURES.split_once("statistic").expect("a statistic");
    let (folder, library) = with("evidence/mine.toml", &format!("{before}{by}"));
    said(library.read_figures("mine"), &folder)
}

fn plan(passage: &str, by: &str) -> String {
    assert!(PLAN.contains(passage), "{passage}");
    let (folder, library) = with("qualifications/mine.toml", &PLAN.replacen(passage, by, 1));
    said(library.read_qualification("mine"), &folder)
}

#[test]
fn the_files_are_sound_as_they_are() {
    let (_folder, library) = with("evidence/mine.toml", FIGURES);
    library.read_figures("mine").expect("sound figures");
    let (_folder, library) = with("qualifications/mine.toml", PLAN);
    library.read_qualification("mine").expect("a sound plan");
}

#[test]
fn numbers() {
    insta::assert_snapshot!("figure_outside_its_interval", figures("-0.3", "0.3"));
    insta::assert_snapshot!(
        "figure_interval_backward",
        figures("[-0.4, -0.2]", "[-0.2, -0.4]")
    );
    insta::assert_snapshot!("figure_without_value", figures("value = -0.3\n", ""));
    insta::assert_snapshot!(
        "figure_without_unit",
        figures("unit = \"standard deviations\"\n", "")
    );
    insta::assert_snapshot!(
        "figure_sign_of_zero",
        figures(
            "value = -0.3\ninterval = [-0.4, -0.2]\nunit = \"standard deviations\"\n\n[figures.simulated]\n",
            "value = 0.0\n\n[figures.simulated]\ncompare = \"sign\"\n"
        )
    );
}

#[test]
fn runs() {
    insta::assert_snapshot!(
        "figure_unknown_scenario",
        figures("ssri-alone", "ssri-alnoe")
    );
    insta::assert_snapshot!(
        "figure_one_scenario_too_few",
        figures("\"placebo-alone\", ", "")
    );
    insta::assert_snapshot!(
        "figure_unknown_readout",
        figures("\"severity_rated\"", "\"severity_ratde\"")
    );
    insta::assert_snapshot!(
        "figure_week_after_the_end",
        figures("week = 8", "week = 80")
    );
    insta::assert_snapshot!("figure_without_week", figures("week = 8\n", ""));
    insta::assert_snapshot!(
        "figure_unknown_account",
        figures("week = 8", "week = 8\nvariant = \"mixtrue\"")
    );
    insta::assert_snapshot!(
        "figure_other_brain",
        figures("\"ssri-alone\"", "\"ptsd-ssri-alone\"")
    );
    insta::assert_snapshot!(
        "figure_key_of_another_case",
        figures("week = 8", "week = 8\nprotocol = \"triplets\"")
    );
    insta::assert_snapshot!(
        "figure_unknown_statistic",
        figures("standardised_difference", "standardized_difference")
    );
}

#[test]
fn other_ways_to_simulate() {
    insta::assert_snapshot!(
        "figure_parameter_nowhere",
        simulated(
            "by = \"parameter\"\nfile = \"treatments/citalopram\"\npath = \"kinetics.half_live\"\nfair = \"Went in.\"\n"
        )
    );
    insta::assert_snapshot!(
        "figure_parameter_of_no_file",
        simulated(
            "by = \"parameter\"\nfile = \"treatments/citalopran\"\npath = \"kinetics.half_life\"\nfair = \"Went in.\"\n"
        )
    );
    insta::assert_snapshot!(
        "figure_kinetics_of_a_therapy",
        simulated(
            "by = \"kinetics\"\ntreatment = \"cognitive-therapy\"\nmeasure = \"half_life\"\nfair = \"Went in.\"\n"
        )
    );
    insta::assert_snapshot!(
        "figure_share_without_bounds",
        simulated(
            "by = \"trait\"\nbrain = \"affect\"\ntrait = \"agee\"\nmeasure = \"share\"\nfair = \"Went in.\"\n"
        )
    );
    insta::assert_snapshot!(
        "figure_nothing_without_reason",
        simulated("by = \"none\"\n")
    );
    insta::assert_snapshot!(
        "figure_order_of_one",
        simulated(
            "by = \"lab\"\nprotocol = \"triplets\"\nsynapse = \"pair-bi-poo\"\nat = [1.0]\ncompare = \"order\"\nfair = \"Fair.\"\n"
        )
    );
}

#[test]
fn plans() {
    insta::assert_snapshot!(
        "plan_unknown_evidence",
        plan("waiting-list", "waiting-lists")
    );
    insta::assert_snapshot!("plan_unknown_figure", plan("\"ME19\"", "\"ME91\""));
    insta::assert_snapshot!("plan_unknown_account", plan("\"mixture\"", "\"mixtrue\""));
    insta::assert_snapshot!("plan_unknown_brain", plan("affect =", "afect ="));
    insta::assert_snapshot!("plan_unknown_seeds", plan("\"tiny\"", "\"tiney\""));
}
