//! `rewire sensitivity`, end to end: what a person types, and what is written.

use crate::desk::{Desk, goes_on_as_undisturbed, names};

/// The smallest brain, few people.
const TORNADO: &str = "sensitivity pain-no-treatment pain-graded-touch --people 6 --output one";
const MORRIS: &str =
    "sensitivity pain-graded-touch --people 4 --method morris --trajectories 2 --output one";

#[test]
fn a_tornado_has_a_row_for_every_number_and_none_where_nothing_happens() {
    let desk = Desk::new();
    let said = desk.says(&format!("{TORNADO} --png"));
    assert!(
        said.contains("number, moved alone") && said.contains("repeat with: rewire sensitivity")
    );
    assert_eq!(
        names(&desk.path("one")),
        ["plots", "sensitivity.json", "tornado.csv"]
    );
    assert_eq!(
        names(&desk.path("one/plots")),
        ["tornado.png", "tornado.svg"]
    );
    let record = desk.record("one/sensitivity.json");
    let (numbers, bars) = (&record["result"]["numbers"], &record["result"]["tornado"]);
    let count = numbers.as_array().unwrap().len();
    assert_eq!(bars.as_array().unwrap().len(), count);
    assert_eq!(desk.read("one/tornado.csv").lines().count(), 1 + count);
    let bar = |name: &str| {
        let index = numbers
            .as_array()
            .unwrap()
            .iter()
            .position(|n| n["name"] == name)
            .unwrap();
        bars.as_array()
            .unwrap()
            .iter()
            .find(|bar| bar["number"] == index)
            .unwrap()
    };
    let moves = |name: &str| bar(name)["low"] != 0.0 || bar(name)["high"] != 0.0;
    // Calm is all that the exercise works through in the fullest account.
    assert!(moves("couplings.calm_recruits_inhibition.strength"));
    // A nerve block is in neither scenario.
    assert!(!moves("couplings.block_silences.strength"));
}

#[test]
fn a_screening_can_be_repeated_with_the_same_bytes_and_gone_on_from() {
    let desk = Desk::new();
    let said = desk.says(MORRIS);
    assert!(said.contains("mean size"));
    let first = (
        desk.read("one/sensitivity.json"),
        desk.read("one/morris.csv"),
    );
    assert!(desk.refuses(MORRIS).contains("--force"));
    desk.says(&format!("{MORRIS} --force --resume"));
    assert!(
        first
            == (
                desk.read("one/sensitivity.json"),
                desk.read("one/morris.csv")
            )
    );
    let record = desk.record("one/sensitivity.json");
    let effects = record["result"]["morris"]["effects"].as_array().unwrap();
    let sizes: Vec<f64> = effects
        .iter()
        .filter_map(|e| e["mu_star"].as_f64())
        .collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]) && sizes[0] > 0.0);
}

#[test]
fn an_interrupted_tornado_goes_on_and_ends_with_the_same_bytes() {
    let line = "sensitivity pain-no-treatment pain-graded-touch --people 6";
    goes_on_as_undisturbed(&Desk::new(), line, &["sensitivity.json", "tornado.csv"]);
}

#[test]
fn a_translation_ends_at_what_a_run_says_and_begins_where_nothing_is_carried_over() {
    let desk = Desk::new();
    desk.says(
        "sensitivity pain-no-treatment pain-graded-touch --people 12 --variant touch-alone --variant descending-control --output one \
         --translation --coupling calm_recruits_inhibition",
    );
    let record = desk.record("one/sensitivity.json");
    let curve = |n: usize, factor: usize| {
        record["result"]["curves"][n]["outcome"][factor]["mean"]
            .as_f64()
            .unwrap()
    };
    // Without what calm does the one account is the other.
    assert_eq!(curve(1, 0), curve(0, 0));
    assert_eq!(curve(0, 0), curve(0, 4));
    desk.says("run pain-no-treatment pain-graded-touch --people 12 --seeds classroom --output two");
    let contrasts = desk.read("two/contrasts.csv");
    let mut table = csv::Reader::from_reader(contrasts.as_bytes());
    let columns = table.headers().unwrap().clone();
    let place = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (variant, difference) = (place("variant"), place("difference"));
    let mut rows = table.records().map(Result::unwrap);
    let row = rows
        .find(|row| &row[variant] == "descending-control")
        .unwrap();
    assert_eq!(row[difference].parse::<f64>().unwrap(), curve(1, 4));
}

#[test]
fn what_cannot_be_asked_is_refused_and_nothing_is_written() {
    let desk = Desk::new();
    let asked = |rest: &str| desk.refuses(&format!("sensitivity pain-no-treatment {rest}"));
    assert!(asked("--readout severty").contains("nearest: severity"));
    assert!(asked("--week 27").contains("0 to 26"));
    assert!(asked("pain-graded-touch pain-nerve-block").contains("3 scenarios"));
    assert!(asked("pain-no-treatment").contains("named twice"));
    assert!(asked("--variant touch-alone --variant descending-control").contains("--translation"));
    assert!(asked("--translation --coupling calm").contains("calm_recruits_inhibition"));
    assert!(asked("--share 1.5").contains("between 0 and 1"));
    assert!(asked("therapy-alone").contains("brain"));
}
