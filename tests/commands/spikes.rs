//! `rewire lab --spikes`, end to end: recorded spikes through synapses, and tables that are none.

use crate::desk::{Desk, everything_below};
use std::fs;
use std::process::Command;

/// A pair of +10 ms, and one of -5 ms a second later.
const PAIRS: &str = "time (ms),side\n0,pre\n10,post\n1000,post\n1005,pre\n";

fn desk() -> Desk {
    Desk::with("mine.csv", PAIRS)
}

/// A column of a table by its name, as text.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let place = rows.headers().unwrap().iter().position(|head| head == name);
    let place = place.unwrap_or_else(|| panic!("no column {name} in\n{table}"));
    let cells = rows.records().map(|row| row.unwrap()[place].to_owned());
    cells.collect()
}

fn weight(desk: &Desk, line: &str) -> f64 {
    let said = desk.says(&format!("lab {line} --json --force -o out"));
    let endings: serde_json::Value = serde_json::from_str(&said).unwrap();
    endings[0]["weight"].as_f64().unwrap()
}

#[test]
fn recorded_spikes_are_followed_and_written_whole() {
    let desk = desk();
    let said = desk.says(
        "lab --spikes mine.csv --synapse pair-bi-poo --synapse calcium-cortical-slices \
         --synapse short-term-depressing --synapse tag-and-capture --bdnf 1,1.5",
    );
    assert!(
        said.contains("2 presynaptic") && said.contains("2 postsynaptic"),
        "{said}"
    );
    assert!(said.contains("repeat with: rewire lab --spikes mine.csv"));
    let mut names: Vec<String> = fs::read_dir(desk.path("output/lab-spikes-mine"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "courses",
        "efficacy.csv",
        "lab.json",
        "plots",
        "report.html",
        "synapses.csv",
    ];
    assert_eq!(names, expected);
    let synapses = desk.read("output/lab-spikes-mine/synapses.csv");
    // Short-term plasticity does not see BDNF and is followed once.
    assert_eq!(
        column(&synapses, "bdnf"),
        ["1.0", "1.5", "1.0", "1.5", "", "1.0", "1.5"]
    );
    let weights = column(&synapses, "weight");
    for (row, bdnf) in [(0, 1.0), (1, 1.5)] {
        let window = bdnf * 1.295e-2 * (-10.0f64 / 16.8).exp();
        let down = 4.55e-3 * (-5.0f64 / 33.7).exp();
        let weight: f64 = weights[row].parse().unwrap();
        // The pairs lie a second apart: what one leaves of its traces for the other is below 1e-12.
        assert!((weight - 1.0 - window + down).abs() < 1e-11, "{weight}");
    }
    let course = desk.read("output/lab-spikes-mine/courses/pair-bi-poo.csv");
    let moments = column(&course, "moment");
    let spikes: Vec<&String> = moments.iter().filter(|m| m.starts_with("after")).collect();
    assert_eq!(
        &spikes[..4],
        ["after pre", "after post", "after post", "after pre"]
    );
    assert_eq!(spikes.len(), 2 * 4, "two levels of BDNF");
    let page = desk.read("output/lab-spikes-mine/report.html");
    assert!(page.contains("What is left") && !page.contains("src=\"http"));
    let record = desk.record("output/lab-spikes-mine/lab.json");
    assert_eq!(record["recording"]["presynaptic_spikes"], 2);
    assert_eq!(record["inputs"][0]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn one_recording_in_any_form_is_one_recording() {
    let desk = desk();
    desk.write("trains.csv", "pre (ms),post (ms)\n0,10\n1005,1000\n");
    desk.write("plain.csv", "0,10\r\n1005,1000\r\n");
    desk.write(
        "quoted.csv",
        "\u{feff}\"side\";\"time_s\"\n# a remark\npre;0\nPost;0.010\n\npost;1.0\npre;1.005\n",
    );
    let one = weight(&desk, "--spikes mine.csv --synapse pair-bi-poo");
    for other in [
        "--spikes trains.csv",
        "--spikes plain.csv --time-unit ms",
        "--spikes quoted.csv",
    ] {
        // Whole milliseconds become the doubles that are written in seconds.
        assert_eq!(
            weight(&desk, &format!("{other} --synapse pair-bi-poo")),
            one
        );
    }
    let (_, notes) = desk.tells("lab --spikes plain.csv --time-unit ms --synapse pair-bi-poo");
    assert!(
        notes.contains("the first is taken as presynaptic"),
        "{notes}"
    );
}

#[test]
fn the_same_command_gives_the_same_bytes_and_replaces_only_results() {
    let desk = desk();
    let line = "lab --spikes mine.csv --synapse calcium-cortical-slices --synapse pair-bi-poo";
    desk.says(&format!("{line} --quiet --threads 2"));
    let read = |name: &str| desk.read(&format!("output/lab-spikes-mine/{name}"));
    let before = (read("lab.json"), read("efficacy.csv"));
    desk.write("output/lab-spikes-mine/courses/notes.txt", "mine");
    assert!(desk.refuses(line).contains("--force"));
    desk.says(&format!("{line} --quiet --threads 1 --force"));
    assert_eq!((read("lab.json"), read("efficacy.csv")), before);
    assert_eq!(read("courses/notes.txt"), "mine");
    fs::create_dir(desk.path("thesis")).unwrap();
    desk.write("thesis/chapter.txt", "years");
    assert!(
        desk.refuses(&format!("{line} -o thesis --force"))
            .contains("lab.json")
    );
}

#[test]
fn all_mistakes_of_a_table_are_reported_at_once_with_their_places() {
    let desk = desk();
    desk.write(
        "bad.csv",
        "time (ms),side\n5,pre\n3,post\n-1,pre\n4,prre\nnan,post\n7,pre\n7,pre\nx,pre\n8,pre,9\n",
    );
    let said = desk.refuses("lab --spikes bad.csv --synapse pair-bi-po");
    for expected in [
        "bad.csv:3:1: the spike lies before the one above it: 3 ms",
        "bad.csv:4:1: the time is negative: -1 ms",
        "bad.csv:5:3: \"prre\" is no side of a synapse",
        "did you mean \"pre\"?",
        "bad.csv:6:1: the time is not a finite number",
        "bad.csv:8:1: the spike is there twice: 7 ms",
        "bad.csv:9:1: \"x\" is no number",
        "bad.csv:10:1: this row has 3 cells",
        "did you mean \"pair-bi-poo\"?",
    ] {
        assert!(said.contains(expected), "{expected} is not in\n{said}");
    }
    // One time out of order is one mistake.
    desk.write("one.csv", "time (s),side\n1,pre\n100,pre\n2,pre\n3,pre\n");
    let said = desk.refuses("lab --spikes one.csv --synapse pair-bi-poo");
    assert!(
        said.contains("one.csv:4:1") && said.contains("1 mistake in 1 file"),
        "{said}"
    );
    let endless = "x,pre\n".repeat(5000);
    desk.write("endless.csv", &format!("time (s),side\n{endless}"));
    let said = desk.refuses("lab --spikes endless.csv --synapse pair-bi-poo");
    assert!(said.contains("and at least 180 more"), "{said}");
}

#[test]
fn what_the_first_line_must_say() {
    let desk = desk();
    for (text, expected) in [
        (
            "time,side\n1,pre\n",
            "nothing says in which unit the times are",
        ),
        ("1,2\n3,4\n", "nothing says in which unit the times are"),
        (
            "pre (ms),post\n1,2\n",
            "nothing says in which unit the times are",
        ),
        (
            "time (parsec),side\n1,pre\n",
            "\"parsec\" is no unit of time",
        ),
        ("time (ms)\n1\n", "the column side is missing"),
        ("pre (ms)\n1\n", "the column post is missing"),
        ("time (ms),side,trial\n1,pre,2\n", "\"trial\" is no column"),
        (
            "time (ms),time (ms)\n1,1\n",
            "the column time is there twice",
        ),
        (
            "time (ms),post (ms)\n1,1\n",
            "the columns of both kinds of tables are mixed",
        ),
        (
            "pre (ms),post (s)\n1,1\n",
            "one column is in ms, this one in s",
        ),
        ("5,pre\n6,post\n", "neither names the columns"),
        (
            "pre (ms),post (ms)\n1,2\n,3\n4,5\n",
            "a cell between spikes is empty",
        ),
        ("", "the file is empty"),
        ("# nothing\n\n", "the file has no spikes"),
        ("time (ms),side\n", "there is no spike on either side"),
        (
            "time (h),side\n721,pre\n",
            "the time lies beyond thirty days",
        ),
    ] {
        desk.write("wrong.csv", text);
        let said = desk.refuses("lab --spikes wrong.csv --synapse pair-bi-poo");
        assert!(said.contains(expected), "{text:?} says\n{said}");
    }
    let said = desk.refuses("lab --spikes mine.csv --time-unit s --synapse pair-bi-poo");
    assert!(
        said.contains("the file says ms, and --time-unit says s"),
        "{said}"
    );
}

#[test]
fn what_is_no_table_is_refused_before_it_is_read() {
    let desk = desk();
    let refuses = |name: &str| desk.refuses(&format!("lab --spikes {name} --synapse pair-bi-poo"));
    assert!(refuses("nowhere.csv").contains("cannot be read"));
    fs::create_dir(desk.path("folder")).unwrap();
    assert!(refuses("folder").contains("this is a folder"));
    let made = Command::new("mkfifo").arg(desk.path("pipe")).status();
    assert!(made.unwrap().success());
    // A pipe that nobody writes to would be waited for.
    assert!(refuses("pipe").contains("not an ordinary file"));
    assert!(refuses("/dev/zero").contains("not an ordinary file"));
    fs::write(desk.path("bytes.csv"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(refuses("bytes.csv").contains("not UTF-8"));
    // Of no length on the disk, and longer than any recording.
    let huge = fs::File::create(desk.path("huge.csv")).unwrap();
    huge.set_len(17 << 20).unwrap();
    assert!(refuses("huge.csv").contains("up to 16 MiB"));
    let many: String = (0..200_001).map(|k| format!("{k},pre\n")).collect();
    desk.write("many.csv", &format!("time (ms),side\n{many}"));
    assert!(refuses("many.csv").contains("more than 200000 spikes"));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let desk = desk();
    let refuses = |rest: &str| desk.refuses(&format!("lab --spikes mine.csv {rest}"));
    assert!(refuses("").contains("name one or more with --synapse"));
    let with = |rest: &str| refuses(&format!("--synapse pair-bi-poo {rest}"));
    assert!(with("--until 1s").contains("before the last spike"));
    assert!(with("--every 0ms").contains("a time above 0"));
    assert!(with("--every 1e-9s --until 1hours").contains("--every"));
    assert!(with("--time-unit fortnight").contains("s, ms, us, min or h"));
    assert!(with("timing-window").contains("cannot be used with"));
    // What only recorded spikes have is not passed over in silence for a protocol.
    for flag in ["--until 3s", "--every 3s", "--time-unit ms"] {
        let said = desk.refuses(&format!("lab timing-window {flag}"));
        assert!(said.contains("cannot be used with"), "{said}");
    }
    desk.write(
        "silent.toml",
        include_str!("../../synapses/tag-and-capture.toml")
            .split("[tag_and_capture.tetanus]")
            .next()
            .unwrap(),
    );
    assert!(refuses("--synapse silent.toml").contains("does not say what a tetanus is"));
}

#[test]
fn an_interrupted_recording_leaves_nothing() {
    let desk = desk();
    // Two thousand synapses through sixty thousand pairs take many seconds.
    let rows = (0..60_000).map(|k| format!("{},{}\n", 20 * k, 20 * k + 7));
    let text: String = rows.collect();
    desk.write("long.csv", &format!("pre (ms),post (ms)\n{text}"));
    let before = everything_below(desk.folder());
    let line = "lab --spikes long.csv --synapse calcium-cortical-slices -o out/long --quiet";
    for signal in ["-INT", "-TERM"] {
        // The hidden directory beside the target says that the work has begun.
        let begun = || everything_below(desk.folder()).len() >= before.len() + 2;
        let stopped = desk.interrupted(line, signal, begun);
        assert_eq!(stopped.status.code(), Some(130));
        assert_eq!(everything_below(desk.folder()), before);
    }
}
