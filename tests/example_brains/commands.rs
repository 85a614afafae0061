//! The examples from the command line, and what `show` and `explain` say of what nobody wrote down.

use std::path::Path;
use std::process::Command;

/// What a line of words prints; spaces and line breaks are one space.
fn said(line: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/brains");
    let output = Command::new(env!("CARGO_BIN_EXE_rewire"))
        .args(line.split(' '))
        .arg("--library")
        .arg(folder)
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {errors}");
    let text = String::from_utf8(output.stdout).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_examples_are_in_order() {
    assert!(said("check").contains("are in order"));
}

#[test]
fn show_says_which_trials_a_phase_holds() {
    let text = said("show fear-extinction");
    for passage in [
        "extinction, days 5 to 7: trials: 10 of cue_alone (",
        "every day, 3 of afterthought (",
        "every day, in this order.",
        "waiting, days 1 to 4: ordinary life.",
    ] {
        assert!(text.contains(passage), "{passage}: {text}");
    }
    let chance = said("show fed-by-chance");
    assert!(
        chance.contains("each held with probability 50 %, else not_fed ("),
        "{chance}"
    );
    assert!(said("show fed-half").contains("in an order that is drawn for each person and day"));
    // Nothing else happens in a brain without a life of its own.
    assert!(said("show a-unpaired").contains("A, week 1: nothing happens."));
}

#[test]
fn show_prints_what_a_brain_leaves_to_its_defaults() {
    let text = said("show partial");
    for passage in [
        "settling: steps 20, rate 0.35, gain 1, curve rectified_tanh, weak_start 0, side_by_side 1 (default)",
        "night: nothing: there is no night, and what was learned stays as it is (default)",
        "life: not at all: nothing happens but trials and treatments (default)",
        "threshold_episodes 100",
        "signals.trust_in_failure: base 1, min 0.05",
        "response_share 0.5 (default)",
    ] {
        assert!(text.contains(passage), "{passage}: {text}");
    }
    // A night that is stated is shown with what it leaves out.
    assert!(
        said("show pain")
            .contains("night: transfer 0.6, early_decay 1 day, turnover never (default)")
    );
    assert!(said("explain night").contains("(nothing: there is no night"));
}

#[test]
fn parts_are_explained_with_their_dot_and_without() {
    for part in [
        "prediction",
        "activity",
        "level",
        "drive",
        "gain",
        "start",
        "width",
        "urge",
    ] {
        let with = said(&format!("explain .{part}"));
        assert!(
            with.starts_with(&format!(".{part} part of every ")),
            "{with}"
        );
        assert!(said(&format!("explain {part}")).contains(&with), "{part}");
    }
    assert!(said("explain night.consolidation").contains("part of the night"));
    assert!(said("explain response.prediction").contains("before the outcome is shown"));
}

#[test]
fn readings_are_written_with_their_time() {
    let desk = tempfile::tempdir().expect("a folder");
    let out = desk.path().join("out");
    let line = format!(
        "run a-alone --people 2 --variant pairing --readings trial --format csv --quiet --output {}",
        out.display()
    );
    said(&line);
    let table = std::fs::read_to_string(out.join("readings.csv")).expect("a table");
    let mut lines = table.lines();
    let header = "scenario,variant,person,day,trial,experience,readout,value";
    assert_eq!(lines.next(), Some(header));
    // Day 0 and seven evenings, and ten trials a day; four readings each.
    assert_eq!(lines.clone().count(), 2 * (8 + 70) * 4);
    let fears = lines.filter(|line| line.contains(",fear_of_a,"));
    let times: Vec<String> = fears
        .map(|line| {
            line.split(',')
                .skip(3)
                .take(3)
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    assert_eq!(times[0], "0,,");
    assert_eq!(times[1], "1,1,a_shock");
    assert_eq!(times[10], "1,10,a_shock");
    assert_eq!(times[11], "1,,");
    let record = std::fs::read_to_string(out.join("run.json")).expect("a record");
    assert!(record.contains("--readings trial") && record.contains("readings.csv"));
}
