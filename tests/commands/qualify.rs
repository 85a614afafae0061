//! `rewire qualify`, end to end, with few people: what a person types, and what is written.

use crate::desk::{Desk, goes_on_as_undisturbed};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A plan with one figure of each kind that is quick, and a run.
const PLAN: &str = r#"title = "A small plan"
meaning = "one figure of each kind"
figures = ["ME19", "ME20-twelve-months", "PK1-half-life", "PK1-peak", "DM18-age", "WA9", "SP01-depression"]
seeds = "tiny"
people = 16
every_account = true

[accounts]
affect = "monoamine"
"#;

fn laid() -> Desk {
    Desk::with("qualifications/small.toml", PLAN)
}

fn figure<'a>(record: &'a Value, id: &str) -> &'a Value {
    let mut figures = record["figures"].as_array().unwrap().iter();
    figures.find(|figure| figure["id"] == id).unwrap()
}

#[test]
fn every_kind_of_figure_is_simulated_and_written() {
    let desk = laid();
    let said = desk.says("qualify small");
    assert!(said.contains("6 of 7 figures are simulated"), "{said}");
    assert!(
        said.lines()
            .filter(|l| !l.starts_with("repeat"))
            .all(|l| l.chars().count() <= 100),
        "{said}"
    );
    let mut names: Vec<String> = fs::read_dir(desk.path("output/qualify-small"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["qualify.csv", "qualify.html", "qualify.json", "qualify.md"]
    );
    // Nothing else is left, such as kept lives.
    assert_eq!(fs::read_dir(desk.path("output")).unwrap().count(), 1);

    let record: Value =
        serde_json::from_str(&desk.read("output/qualify-small/qualify.json")).unwrap();
    let half_life = figure(&record, "PK1-half-life");
    assert_eq!(half_life["accounts"][0]["measured"]["value"], 35.0);
    assert_eq!(half_life["standing"], "built_in");
    let wait = figure(&record, "ME19");
    assert_eq!(wait["standing"], "calibrated");
    let accounts = wait["accounts"].as_array().unwrap();
    // Nobody takes a drug in it: every account gives the same number, and one of them stands for the brain.
    assert_eq!(accounts.len(), 10);
    let value = |account: &Value| account["measured"]["value"].as_f64().unwrap();
    assert!(
        accounts
            .iter()
            .all(|account| value(account) == value(&accounts[0]))
    );
    let standing: Vec<&Value> = accounts.iter().filter(|a| a["stands"] == true).collect();
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0]["variant"], "monoamine");
    assert_eq!(
        figure(&record, "SP01-depression")["accounts"][0]["judgement"]["agreement"],
        "inside"
    );
    assert_eq!(
        figure(&record, "ME20-twelve-months")["accounts"],
        serde_json::json!([])
    );

    let page = desk.read("output/qualify-small/qualify.html");
    assert!(!page.contains("<script") && !page.contains("src=\"http"));
    for id in ["ME19", "PK1-half-life", "WA9", "DM18-age"] {
        assert!(page.contains(&format!("id=\"figure-{id}\"")), "{id}");
    }
    assert!(page.contains("No scenario without treatment lasts a year."));
    let rows = desk
        .read("output/qualify-small/qualify.csv")
        .lines()
        .count();
    // A head, ten accounts of one figure, one row of each other.
    assert_eq!(rows, 1 + 10 + 6);
}

#[test]
fn a_new_figure_is_one_file_and_needs_no_code() {
    let desk = laid();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("evidence/citalopram-kinetics.toml");
    let text = fs::read_to_string(shipped)
        .unwrap()
        .replace("id = \"PK1-", "id = \"MINE-");
    fs::create_dir(desk.path("evidence")).unwrap();
    fs::write(desk.path("evidence/mine.toml"), text).unwrap();
    let plan = PLAN
        .replacen("\"ME19\"", "\"MINE-peak\"", 1)
        .replace("\"WA9\", ", "");
    fs::write(desk.path("qualifications/small.toml"), plan).unwrap();
    let said: Value = serde_json::from_str(&desk.says("qualify small --json --quiet")).unwrap();
    let (mine, theirs) = (figure(&said, "MINE-peak"), figure(&said, "PK1-peak"));
    assert_eq!(mine["accounts"], theirs["accounts"]);
    assert_eq!(mine["file"], "mine");
}

#[test]
fn one_account_alone() {
    let desk = laid();
    let said = desk.says("qualify small --variant neurotrophic --people 20 --json");
    let said: Value = serde_json::from_str(&said).unwrap();
    let accounts = figure(&said, "ME19")["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["variant"], "neurotrophic");
    assert_eq!(said["people"], 20);
}

#[test]
fn what_cannot_be_used_is_refused() {
    let desk = laid();
    let near = desk.refuses("qualify smal");
    assert!(near.contains("did you mean \"small\"?"), "{near}");
    let near = desk.refuses("qualify small --variant monoamin");
    assert!(near.contains("did you mean \"monoamine\"?"), "{near}");
    let near = desk.refuses("qualify small --seeds tiney");
    assert!(near.contains("did you mean \"tiny\"?"), "{near}");
    let nothing = PLAN.replace(
        "figures = [",
        "without = [\"waiting-list\"]\nevidence = [\"waiting-list\"]\nfigures = [",
    );
    fs::write(desk.path("qualifications/none.toml"), nothing).unwrap();
    assert!(desk.refuses("qualify none").contains("leaves no figure"));
    // An id that two files have is found, and so is a point that a curve does not have.
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("evidence");
    let copy = |from: &str, to: &str, change: (&str, &str)| {
        let text = fs::read_to_string(shipped.join(from)).unwrap();
        assert!(text.contains(change.0));
        fs::create_dir_all(desk.path("evidence")).unwrap();
        fs::write(desk.path(to), text.replace(change.0, change.1)).unwrap();
    };
    copy(
        "waiting-list.toml",
        "evidence/waiting-again.toml",
        ("Change", "Change"),
    );
    let twice = desk.refuses("qualify small");
    assert!(
        twice.contains("\"ME19\"") && twice.contains("waiting-again"),
        "{twice}"
    );
    fs::remove_file(desk.path("evidence/waiting-again.toml")).unwrap();
    copy(
        "spike-patterns.toml",
        "evidence/spike-patterns.toml",
        ("40.0, 20.0", "40.0, 21.5"),
    );
    let nowhere = desk.refuses("qualify small");
    assert!(
        nowhere.contains("WA9") && nowhere.contains("21.5"),
        "{nowhere}"
    );
}

#[test]
fn an_interrupted_qualification_goes_on_and_ends_with_the_same_bytes() {
    let desk = laid();
    goes_on_as_undisturbed(&desk, "qualify small --people 80", &["qualify.csv"]);
}
