//! The description of the model is held to the files it describes: a number that moves in one has to move in the other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

fn read(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(whole).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn page() -> String {
    read("docs/model.md")
}

fn table(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn brain() -> Table {
    table("models/affect.toml")
}

fn section<'a>(table: &'a Table, name: &str) -> &'a Table {
    table[name].as_table().unwrap()
}

/// Rows of the table of the page whose head begins with `first` and `second`, as trimmed cells.
fn rows(first: &str, second: &str) -> Vec<Vec<String>> {
    let page = page();
    let head = format!("| {first} | {second} |");
    let rows: Vec<Vec<String>> = page
        .lines()
        .skip_while(|line| !line.starts_with(&head))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split(" | ");
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "no table that begins with {head}");
    rows
}

/// What stands between backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn number(text: &str) -> f64 {
    let text = text.replace('−', "-");
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn variants_switch_on_what_the_page_says() {
    let mut shipped: BTreeSet<String> = fs::read_dir("models/affect")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    for row in rows("variant", "switches on") {
        let variant = names(&row[0]).remove(0);
        assert!(shipped.remove(&variant), "{variant} is no file, or twice");
        let file = table(&format!("models/affect/{variant}.toml"));
        let list = |key: &str| -> BTreeSet<String> {
            let list = file.get(key).and_then(Value::as_array);
            let words = list.into_iter().flatten().filter_map(Value::as_str);
            words.map(str::to_owned).collect()
        };
        let said: BTreeSet<String> = names(&row[1]).into_iter().collect();
        assert_eq!(said, list("on"), "{variant}");
        // A row in words belongs to a variant that builds on others, or on nothing.
        let builds = !list("extends").is_empty();
        assert_eq!(said.is_empty() && row[1] != "nothing", builds, "{variant}");
    }
    assert!(shipped.is_empty(), "not in the table: {shipped:?}");
}

#[test]
fn severity_is_made_of_what_the_page_says() {
    let brain = brain();
    let severity = section(&brain, "severity");
    let components = severity["components"].as_array().unwrap();
    let rows = rows("component", "weight");
    assert_eq!(rows.len(), components.len());
    for (row, component) in rows.iter().zip(components) {
        assert_eq!(
            Some(row[0].replace(' ', "_").as_str()),
            component["readout"].as_str()
        );
        for (cell, key) in row[1..].iter().zip(["weight", "none", "full"]) {
            let value = component[key].as_float();
            assert_eq!(Some(number(cell)), value, "{}: {key}", row[0]);
        }
    }
    let page = page();
    let ill = severity["ill_at"].as_float().unwrap();
    let remission = severity["remission_below"].as_float().unwrap();
    assert!(page.contains(&format!("Ill is {ill} or above")));
    assert!(page.contains(&format!("Remission is below {remission}:")));
}

#[test]
fn populations_have_the_size_that_the_page_says() {
    let brain = brain();
    let populations = section(&brain, "populations");
    let mut seen = 0;
    for row in rows("population", "units") {
        let size = row[1].split([' ', ',']).next().unwrap();
        for name in names(&row[0]) {
            let value = populations[&name]["size"].as_integer();
            assert_eq!(size.parse().ok(), value, "{name}");
            seen += 1;
        }
    }
    assert_eq!(seen, populations.len());
}

#[test]
fn factors_are_as_slow_as_the_page_says() {
    let brain = brain();
    let factors = section(&brain, "factors");
    let rows = rows("factor", "time constant");
    let said: BTreeSet<String> = rows.iter().flat_map(|row| names(&row[0])).collect();
    assert_eq!(said, factors.keys().cloned().collect());
    for row in rows {
        let factor = &factors[&names(&row[0])[0]];
        let time = factor["time_constant"].as_str().unwrap();
        if row[1] == "fitted" {
            assert_eq!(factor["grade"].as_str(), Some("fitted"), "{}", row[0]);
        } else {
            assert_eq!(row[1].replace(" d", " days"), time, "{}", row[0]);
        }
    }
}

#[test]
fn populations_are_driven_by_what_the_page_says() {
    let brain = brain();
    let page = page();
    let mut tried = 0;
    for (name, coupling) in section(&brain, "couplings") {
        let to = coupling["to"].as_str().unwrap();
        let is_contested = coupling.get("contested").is_some();
        if is_contested || !to.ends_with(".drive") {
            continue;
        }
        let line = page.lines().find(|line| line.starts_with(to));
        let line = line.unwrap_or_else(|| panic!("{to} stands nowhere"));
        let strength = coupling["strength"].as_float().unwrap();
        let times = coupling.get("times").and_then(Value::as_array);
        let mut words: Vec<String> = times
            .into_iter()
            .flatten()
            .map(|signal| signal.as_str().unwrap().to_owned())
            .collect();
        words.push(coupling["from"].as_str().unwrap().to_owned());
        if strength.abs() != 1.0 {
            words.push(format!("{} * ", strength.abs()));
        }
        let is_negative = strength < 0.0;
        assert_eq!(
            is_negative,
            line.contains(" -") && words_after_minus(line, &words),
            "{name}: the sign in `{line}`"
        );
        for word in words {
            assert!(line.contains(&word), "{name}: no {word} in `{line}`");
        }
        tried += 1;
    }
    assert!(tried > 5, "only {tried} drives");
}

/// Whether the term that begins with a minus is the one that holds all `words`.
fn words_after_minus(line: &str, words: &[String]) -> bool {
    let (_, after) = line.split_once(" -").unwrap();
    let term = after.split(" + ").next().unwrap();
    words.iter().all(|word| term.contains(word.as_str()))
}

/// Every name with an underscore, in prose and equations, is one that files or sources know; `gain_1` is a letter of an equation.
#[test]
fn every_name_is_known() {
    let mut known = BTreeSet::new();
    for folder in [
        "models",
        "treatments",
        "scenarios",
        "evidence",
        "engine/src",
        "src",
        "tests",
    ] {
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut known,
        );
    }
    let page = page();
    let unknown: BTreeSet<&str> = words(&page)
        .filter(|word| word.trim_matches('_').contains('_'))
        .filter(|word| !word.ends_with(|c: char| c.is_ascii_digit()) && !known.contains(*word))
        .collect();
    assert!(unknown.is_empty(), "known nowhere: {unknown:?}");
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}

fn collect(folder: &Path, known: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, known);
        } else if let Ok(text) = fs::read_to_string(&path) {
            known.extend(words(&text).map(str::to_owned));
        }
    }
}
