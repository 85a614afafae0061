//! `rewire qualify`, end to end, with few people: what a person types, and what is written.

#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

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

struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(TempDir::new().unwrap());
        fs::create_dir(desk.path("qualifications")).unwrap();
        fs::write(desk.path("qualifications/small.toml"), PLAN).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rewire"));
        command
            .args(line.split_whitespace())
            .current_dir(self.0.path());
        command
    }

    fn rewire(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    fn says(&self, line: &str) -> String {
        let output = self.rewire(line);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{line}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Standard error of a command that refuses its input, and writes nothing.
    fn refuses(&self, line: &str) -> String {
        let before = everything_below(self.0.path());
        let output = self.rewire(line);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{line}: {errors}");
        assert_eq!(everything_below(self.0.path()), before, "{line} wrote");
        errors
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything_below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

fn figure<'a>(record: &'a Value, id: &str) -> &'a Value {
    let mut figures = record["figures"].as_array().unwrap().iter();
    figures.find(|figure| figure["id"] == id).unwrap()
}

#[test]
fn every_kind_of_figure_is_simulated_and_written() {
    let desk = Desk::new();
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
    let desk = Desk::new();
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
    let desk = Desk::new();
    let said = desk.says("qualify small --variant neurotrophic --people 20 --json");
    let said: Value = serde_json::from_str(&said).unwrap();
    let accounts = figure(&said, "ME19")["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["variant"], "neurotrophic");
    assert_eq!(said["people"], 20);
}

#[test]
fn what_cannot_be_used_is_refused() {
    let desk = Desk::new();
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
    let desk = Desk::new();
    let line = "qualify small --people 80 --output run";
    desk.says(&format!("{line} --quiet"));
    let undisturbed = desk.read("run/qualify.csv");
    fs::remove_dir_all(desk.path("run")).unwrap();
    let child = desk
        .command(line)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    let kept = || fs::read_dir(desk.path(".run.unfinished")).is_ok_and(|mut d| d.next().is_some());
    while !kept() {
        assert!(
            began.elapsed() < Duration::from_secs(120),
            "nothing was kept"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    let sent = Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(sent.success());
    let stopped = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&stopped.stderr).into_owned();
    assert_eq!(stopped.status.code(), Some(130), "{errors}");
    assert!(
        errors.contains("--resume") && !desk.path("run").exists(),
        "{errors}"
    );
    let output = desk.rewire(&format!("{line} --resume"));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(errors.contains("taken over"), "{errors}");
    assert_eq!(desk.read("run/qualify.csv"), undisturbed);
    assert!(!desk.path(".run.unfinished").exists());
}
