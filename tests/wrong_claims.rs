//! Every kind of wrong claim, with its recorded message.

use rewire::spec::{Kind, Library};
use std::fs;
use std::path::PathBuf;

const CLAIM: &str = r#"id = "B2"
title = "Together"
section = "antidepressants"
statement = "both together do more"
mechanism = "the one opens what the other uses"
couplings = ["serotonin_raises_bdnf"]
grade = "assumed"
change_our_mind = "a trial"
decision = "all"

[stories]
for = "a window"
against = "a sum"

[[sources]]
who = "somebody"
stance = "asserts"
says = "so"

[[tests]]
id = "end"
asks = "together more than the sum?"
estimand = "interaction"
scenarios = ["placebo-alone", "ssri-alone", "placebo-plus-therapy", "ssri-plus-therapy"]
readout = "severity"
week = 16
predicts = "lower"
margin = 3.0
because = "half of six"

[[predictions]]
variant = "plasticity-window"
verdict = "supported"
why = "the window"

[knock_out]
couplings = ["growth_speeds_learning"]
"#;

/// The message about the claim with one passage replaced; lists of shipped names are cut.
fn with(passage: &str, by: &str) -> String {
    assert!(CLAIM.contains(passage), "{passage:?} is not in the claim");
    let folder = tempfile::TempDir::new().unwrap();
    let claims = folder.path().join(Kind::Claim.folder());
    fs::create_dir_all(&claims).unwrap();
    fs::write(claims.join("mine.toml"), CLAIM.replacen(passage, by, 1)).unwrap();
    let library = Library::new(Some(PathBuf::from(folder.path())));
    let mistakes = library.read_claim("mine").expect_err("a wrong claim");
    let lines: Vec<String> = mistakes
        .to_string()
        .replace(&format!("{}/", folder.path().display()), "")
        .lines()
        .map(|line| {
            if line.starts_with("  allowed: ") && line.contains(" and ") && line.ends_with(" more")
            {
                "  allowed: [names of the library]".to_owned()
            } else {
                line.trim_end().to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

#[test]
fn the_claim_itself_is_sound() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("claims")).unwrap();
    fs::write(folder.path().join("claims/mine.toml"), CLAIM).unwrap();
    let library = Library::new(Some(PathBuf::from(folder.path())));
    let claim = library.read_claim("mine").unwrap_or_else(|m| panic!("{m}"));
    assert_eq!(claim.value.tests.len(), 1);
}

#[test]
fn names() {
    insta::assert_snapshot!(
        "claim_unknown_scenario",
        with("\"ssri-alone\"", "\"ssri-alon\"")
    );
    insta::assert_snapshot!("claim_unknown_readout", with("\"severity\"", "\"severty\""));
    insta::assert_snapshot!(
        "claim_unknown_coupling",
        with("\"serotonin_raises_bdnf\"", "\"serotonin_raises_bdn\"")
    );
    insta::assert_snapshot!(
        "claim_unknown_knock_out",
        with("\"growth_speeds_learning\"", "\"growth_speeds_lerning\"")
    );
    insta::assert_snapshot!(
        "claim_unknown_account",
        with("\"plasticity-window\"", "\"plasticity-windw\"")
    );
}

#[test]
fn tests_that_do_not_fit() {
    insta::assert_snapshot!("claim_three_scenarios", with("\"placebo-alone\", ", ""));
    insta::assert_snapshot!("claim_week_after_the_end", with("week = 16", "week = 400"));
    insta::assert_snapshot!(
        "claim_another_brain",
        with("\"placebo-alone\"", "\"habit-no-treatment\"")
    );
    insta::assert_snapshot!("claim_no_margin", with("margin = 3.0", "margin = 0"));
    insta::assert_snapshot!(
        "claim_key_of_another_estimand",
        with("week = 16", "week = 16\nreference_week = 4")
    );
    insta::assert_snapshot!(
        "claim_missing_key",
        with(
            "estimand = \"interaction\"",
            "estimand = \"share_of_variance\""
        )
    );
    insta::assert_snapshot!(
        "claim_unknown_trait",
        with(
            "estimand = \"interaction\"",
            "explained_by = \"plastcity\"\nestimand = \"share_of_variance\""
        )
    );
    insta::assert_snapshot!(
        "claim_doses_too_few",
        with(
            "estimand = \"interaction\"",
            "doses = [1, 2]\nestimand = \"dose_response\""
        )
    );
    insta::assert_snapshot!(
        "claim_tests_of_one_name",
        with(
            "[[predictions]]",
            "[[tests]]\nid = \"end\"\nasks = \"?\"\nestimand = \"mean\"\nscenarios = [\"ssri-alone\"]\nweek = 1\npredicts = \"lower\"\nmargin = 1\nbecause = \"?\"\n\n[[predictions]]"
        )
    );
    insta::assert_snapshot!(
        "claim_many_mistakes",
        with("id = \"end\"\n", "colour = \"red\"\n")
    );
}
