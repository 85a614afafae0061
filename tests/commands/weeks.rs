//! At which week a run is judged, and what is said where that says nothing.

use crate::desk::Desk;
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Cells of a column of a CSV table.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = head.iter().position(|known| *known == name).unwrap();
    lines
        .map(|line| line.split(',').nth(at).unwrap().to_owned())
        .collect()
}

const FEW: &str = "--variant monoamine --people 20 --quiet --format csv";

#[test]
fn scenarios_with_two_outcome_weeks_are_judged_at_one_and_it_is_said() {
    let desk = Desk::new();
    desk.says(&format!("run ssri-alone {FEW} --output drug"));
    desk.says(&format!("run ketamine-alone {FEW} --output ketamine"));
    let few = "--variant monoamine --people 20 --format csv";
    let together = desk.says(&format!(
        "run ssri-alone ketamine-alone {few} --output both"
    ));
    // A comparison of saved runs is judged as one run of all their scenarios is.
    let compared = desk.says("compare drug ketamine --format csv --output compared");
    for said in [&together, &compared] {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "All are judged at week 16, the latest outcome week that every scenario reaches",
            "\u{201c}Ketamine alone\u{201d} at week 2.",
            "--week N",
            "(week 16)",
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
    }
    let rows = |said: &str| -> Vec<String> {
        let rows = said.lines().filter(|line| line.starts_with("  "));
        rows.map(str::to_owned).collect()
    };
    assert_eq!(rows(&together), rows(&compared));
    for folder in ["both", "compared"] {
        let summary = desk.read(&format!("{folder}/summary.csv"));
        assert_eq!(column(&summary, "outcome_week"), ["16", "16"]);
        let page = desk.read(&format!("{folder}/report.html"));
        assert!(page.contains("All are judged at week 16"), "{folder}");
    }
    // Alone, each is judged at its own week, and nothing is said of another.
    let alone = desk.says(&format!("run ketamine-alone {few} --output alone"));
    assert!(alone.starts_with("Judged at week 2.\n"), "{alone}");
}

#[test]
fn all_scenarios_are_judged_at_the_week_that_is_asked_for() {
    let desk = Desk::new();
    let line = format!("run ssri-alone ketamine-alone {FEW}");
    desk.says(&format!("{line} --week 2 --output early"));
    let told = desk.says("run ssri-alone --variant monoamine --people 20 --week 2 --output one");
    assert!(
        told.starts_with("Judged at week 2, as asked for."),
        "{told}"
    );
    assert!(told.contains("--week 2"), "the command repeats it: {told}");
    assert_eq!(
        column(&desk.read("early/summary.csv"), "outcome_week"),
        ["2", "2"]
    );
    // The week is that of one reading: change is that reading minus the rating at selection, person by person.
    let change: Vec<f64> = column(&desk.read("early/summary.csv"), "change")
        .iter()
        .map(|cell| cell.parse().unwrap())
        .collect();
    let weekly = desk.read("early/weekly.csv");
    let rated = |scenario: &str| {
        let at_two =
            |line: &&str| line.starts_with(scenario) && line.contains(",2,severity_rated,");
        let line = weekly.lines().find(at_two).expect("a row of that week");
        // Scenario, variant, week, readout, n, mean.
        line.split(',').nth(5).unwrap().parse::<f64>().unwrap()
    };
    // Both arms begin with the same ratings, so that the changes differ by what the readings do. Values have seven digits.
    let differ = rated("ketamine-alone") - rated("ssri-alone");
    assert!(
        (change[1] - change[0] - differ).abs() < 1e-4,
        "{change:?} {differ}"
    );

    let said = desk.refuses("run ssri-alone ssri-stopped-abruptly --week 44");
    for words in [
        "--week 44",
        "`ssri-alone` ends at week 40",
        "weeks 0 to 40",
        "`ssri-stopped-abruptly` ends at week 48",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    desk.says(&format!("run ketamine-alone {FEW} --output ketamine"));
    let said = desk.refuses("compare early ketamine --week 44 --output compared");
    assert!(said.contains("weeks 0 to 40"), "{said}");
    let said = desk.refuses("sensitivity ssri-alone --week 44");
    assert!(said.contains("weeks 0 to 40"), "{said}");
}

#[test]
fn where_scenarios_are_not_yet_apart_there_is_no_verdict() {
    let desk = Desk::new();
    let line = "run ssri-stopped-abruptly ssri-tapered-linearly --variant monoamine --people 30 --format csv";
    let words = "the scenarios do not differ before week 25; this says nothing about them";
    let said = desk.says(&format!("{line} --week 20 --output early"));
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(words) && said.contains("same so far"),
        "{said}"
    );
    for verdict in ["opposed", "supported", "cannot tell"] {
        assert!(!said.contains(verdict), "{verdict} in {said}");
    }
    let page = desk.read("early/report.html");
    assert!(page.contains(words) && page.contains("same so far"));
    let rows = json(&desk.says(&format!("{line} --week 20 --json --output json")));
    assert_eq!(rows[0]["no_verdict"], words);
    assert_eq!(rows[0]["first_week_apart"], 25);
    assert_eq!(rows[0]["verdict"], "cannot_tell");
    let table = desk.read("early/contrasts.csv");
    assert_eq!(column(&table, "week"), ["20", "48"]);
    assert_eq!(column(&table, "first_week_apart"), ["25", "25"]);
    assert_eq!(column(&table, "word")[0], "same so far");
    assert_eq!(column(&table, "verdict")[0], "cannot tell");
    // By itself the pair is judged after both have stopped, and differs.
    let usual = json(&desk.says(&format!("{line} --json --output usual")));
    assert_eq!(usual[0]["week"], 40);
    assert!(usual[0].get("no_verdict").is_none(), "{usual}");
}

#[test]
fn all_stopping_scenarios_are_judged_after_the_stop_and_another_is_warned_of() {
    let desk = Desk::new();
    let (_, notes) = desk.tells("check");
    assert_eq!(notes, "", "shipped files leave no doubt");
    for (name, stop) in [
        ("ssri-stopped-abruptly", 24),
        ("fluoxetine-stopped-abruptly", 24),
        ("paroxetine-stopped-abruptly", 24),
        ("ssri-tapered-linearly", 32),
        ("ssri-tapered-hyperbolically", 32),
    ] {
        let shown = json(&desk.says(&format!("show {name} --json")));
        let text = shown.to_string();
        assert!(
            text.contains("40 weeks") || text.contains("280"),
            "{name}, stop {stop}: {text}"
        );
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
        let own = std::fs::read_to_string(format!("{root}{name}.toml")).unwrap();
        let early = own.replace("outcome_at = \"40 weeks\"", "outcome_at = \"16 weeks\"");
        assert_ne!(own, early, "{name}");
        desk.write("scenarios/early.toml", &early);
        let (said, notes) = desk.tells("check early");
        assert!(said.contains("1 file is in order"), "{said}");
        assert!(notes.contains("caution: "), "{notes}");
        assert!(
            notes.contains("the outcome is judged at 16 weeks, but"),
            "{notes}"
        );
        assert!(notes.contains(&format!("{stop} weeks")), "{notes}");
    }
    let found = json(&desk.says("check early --json"));
    assert_eq!(found[0]["mistake"], "caution");
    let own = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/therapy-then-ssri.toml"
    ))
    .unwrap();
    desk.write(
        "scenarios/early.toml",
        &own.replace("outcome_at = \"16 weeks\"", "outcome_at = \"8 weeks\""),
    );
    let (_, notes) = desk.tells("check early");
    assert!(
        notes.contains("\"citalopram\" begins at 8 weeks"),
        "{notes}"
    );
    desk.write(
        "scenarios/never.toml",
        &own.replace("outcome_at = \"16 weeks\"", "outcome_at = \"0 weeks\""),
    );
    let said = desk.refuses("check never");
    assert!(
        said.contains("judged at 0 weeks, before anything has happened"),
        "{said}"
    );
}

#[test]
fn a_scenario_named_twice_is_said() {
    let desk = Desk::new();
    let line = "run therapy-alone scenarios/therapy-alone.toml therapy-alone --variant monoamine --people 5";
    let (said, notes) = desk.tells(&format!("{line} --output run"));
    assert!(
        notes.contains("`therapy-alone` is named more than once"),
        "{notes}"
    );
    assert_eq!(said.matches("  Therapy alone").count(), 1, "{said}");
    let (_, notes) =
        desk.tells("run therapy-alone no-treatment --variant monoamine --people 5 --output other");
    assert!(!notes.contains("more than once"), "{notes}");
}

#[test]
fn numbers_on_the_command_line_are_refused_as_those_in_files_are() {
    let desk = Desk::new();
    let whole = "a whole number from 1 to 1000000 is needed";
    for (option, found, allowed) in [
        ("--people", "-5", whole),
        ("--people", "10.5", whole),
        ("--people", "99999999999999999999", whole),
        ("--people", "1e20", whole),
        ("--people", "0", whole),
        ("--week", "-1", "a whole number from 0 to 5218 is needed"),
        ("--week", "2.5", "a whole number from 0 to 5218 is needed"),
        ("--threads", "-1", "a whole number from 1 to 1024 is needed"),
    ] {
        let said = desk.refuses(&format!("run therapy-alone {option} {found}"));
        assert!(said.contains(&format!("'{found}' for '{option}")), "{said}");
        assert!(said.contains(allowed), "{said}");
    }
    let said = desk.refuses("run therapy-alone --margin -3");
    assert!(
        said.contains("'-3' for '--margin") && said.contains("number of points"),
        "{said}"
    );
    let said = desk.refuses("sensitivity therapy-alone --share -0.2");
    assert!(said.contains("a share between 0 and 1 is needed"), "{said}");
}
