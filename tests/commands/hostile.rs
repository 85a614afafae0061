//! Numbers that would take all time or all memory, and numbers that end as no numbers: refused with who, what and when.

use crate::desk::{Desk, errors, stop};
use rewire::life::{Halt, Life, Worker, live};
use rewire::physiology::NodeKind;
use rewire::spec::Library;
use rewire::spec::compile::compile_study;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A text of the shipped library with one line changed.
fn shipped(name: &str, from: &str, to: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{name} no longer says {from:?}");
    text.replace(from, to)
}

#[test]
fn episodes_beyond_what_a_day_may_hold_are_refused_by_check() {
    for per_day in ["65536", "1e9", "1e18", "3.5e38", "1e308", "1000.1"] {
        let text = shipped(
            "treatments/positive-thinking.toml",
            "per_day = 1.0",
            &format!("per_day = {per_day}"),
        );
        let desk = Desk::with("treatments/positive-thinking.toml", &text);
        for line in [
            "check treatments/positive-thinking.toml",
            "run weak-positive-thinking --people 2 --variant monoamine --output o",
        ] {
            let said = desk.refuses(line);
            assert!(said.contains("practice.per_day"), "{said}");
            assert!(said.contains("allowed: 0 to 1000"), "{said}");
        }
    }
}

#[test]
fn every_number_of_a_file_is_held_to_a_size() {
    for (dose, allowed) in [("1e308 mg", "0 to 1e9"), ("1e10 mg", "0 to 1e9")] {
        let text = shipped(
            "scenarios/ssri-alone.toml",
            "dose = \"20 mg\"",
            &format!("dose = \"{dose}\""),
        );
        let desk = Desk::with("scenarios/x.toml", &text);
        let said = desk.refuses("run x --people 2 --variant monoamine --output o");
        assert!(said.contains(allowed), "{said}");
    }
}

#[test]
fn an_input_that_asks_for_endless_episodes_is_refused_with_person_and_day_whoever_lives_first() {
    let text = shipped(
        "scenarios/therapy-alone.toml",
        "to = \"16 weeks\"",
        "to = \"16 weeks\"\ninputs = { rumination_allowed = 1e9 }",
    )
    .replacen("[[treatments]]", "# once\n[[treatments]]", 1);
    let text = first_only(&text, "inputs = { rumination_allowed = 1e9 }\n");
    let desk = Desk::with("scenarios/x.toml", &text);
    let said: Vec<String> = ["1", "2", "3"]
        .iter()
        .map(|threads| {
            desk.refuses(&format!(
                "run x --people 40 --variant monoamine --output o --threads {threads}"
            ))
        })
        .collect();
    for part in ["rumination_allowed = 1000000000", "person ", "day ", "1000"] {
        assert!(said[0].contains(part), "{}", said[0]);
    }
    assert!(said.iter().all(|other| *other == said[0]), "{said:?}");
}

/// A text with all but the first of a line left out.
fn first_only(text: &str, line: &str) -> String {
    let (before, after) = text.split_once(line).unwrap();
    format!("{before}{line}{}", after.replace(line, ""))
}

fn lived_with(change: impl Fn(&mut Life, usize), stop: &AtomicBool) -> Result<(), Halt> {
    let library = Library::new(None);
    let study = library
        .read_study(
            &["no-treatment".to_owned()],
            &["monoamine".to_owned()],
            "tiny",
        )
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let study = compile_study(&study, Some(1)).unwrap();
    let variant = &study.variants[0];
    let plan = &variant.plan;
    let is_factor =
        |index: &usize| matches!(plan.graph.nodes[*index].kind, NodeKind::Factor { .. });
    let factor = (0..plan.graph.nodes.len()).find(is_factor).unwrap();
    let mut life = Life::begin(plan, 1);
    change(&mut life, factor);
    let mut worker = Worker::watched(plan, stop);
    live(
        plan,
        &variant.history,
        &mut life,
        &mut worker,
        |_, person| {
            person.read();
            true
        },
    )
    .map(|_| ())
}

#[test]
fn a_value_that_is_not_finite_ends_the_life_and_is_named() {
    for wrong in [f64::NAN, f64::INFINITY] {
        let halt = lived_with(
            |life, factor| life.values[factor] = wrong,
            &AtomicBool::new(false),
        );
        match halt {
            Err(Halt::NotFinite {
                variable, person, ..
            }) => {
                assert_eq!(person, 1);
                assert!(!variable.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(lived_with(|_, _| {}, &AtomicBool::new(false)), Ok(()));
}

#[test]
fn a_life_ends_at_the_next_episode_once_it_is_stopped() {
    let stopped = AtomicBool::new(false);
    stopped.store(true, Ordering::Relaxed);
    assert_eq!(lived_with(|_, _| {}, &stopped), Err(Halt::Stopped));
}

#[test]
fn a_variant_is_read_once_however_many_ways_lead_to_it() {
    let variant = |extends: &str| {
        format!("title = \"x\"\nsays = \"x\"\npredicts = \"x\"\nextends = [{extends}]\n")
    };
    let desk = Desk::new();
    // Thirty storeys of two variants, each extending both of the next: 2^30 ways to the last. And a chain of three thousand.
    for storey in 0..30 {
        for side in ["a", "b"] {
            let extends = format!("\"a{0}\", \"b{0}\"", storey + 1);
            desk.write(
                &format!("models/affect/{side}{storey}.toml"),
                &variant(&extends),
            );
        }
    }
    for storey in 0..3000 {
        let extends = format!("\"c{}\"", storey + 1);
        desk.write(&format!("models/affect/c{storey}.toml"), &variant(&extends));
    }
    for last in ["a30", "b30", "c3000"] {
        desk.write(
            &format!("models/affect/{last}.toml"),
            &variant("\"monoamine\""),
        );
    }
    for name in ["a0", "c0"] {
        let since = Instant::now();
        let (said, notes) = desk.tells(&format!("check models/affect/{name}"));
        assert!(said.contains("1 file is in order"), "{said}");
        // One screen of names, not thousands.
        assert!(notes.len() < 2000, "{notes}");
        // A tenth of a second where nobody else works; before, more than half a minute.
        let took = since.elapsed();
        assert!(took < Duration::from_secs(5), "{name}: {took:?}");
    }
    desk.write(
        "models/affect/twice.toml",
        &variant("\"monoamine\", \"monoamine\""),
    );
    let said = desk.refuses("check models/affect/twice");
    assert!(said.contains("names \"monoamine\" a second time"), "{said}");
}

#[test]
fn what_is_said_last_holds_on_whichever_way_it_comes() {
    // Both `left` and `right` extend `base`. What `left` says of `base`'s coupling is said before `base` is named again by `right`.
    let variant = |extends: &str, rest: &str| {
        format!("title = \"x\"\nsays = \"x\"\npredicts = \"x\"\nextends = [{extends}]\n{rest}\n")
    };
    let desk = Desk::new();
    let strength = |value: f64| format!("[strengths]\nserotonin_raises_bdnf = {value}");
    let base = format!("on = [\"serotonin_raises_bdnf\"]\n{}", strength(0.1));
    desk.write("models/affect/base.toml", &variant("", &base));
    desk.write(
        "models/affect/left.toml",
        &variant("\"base\"", &strength(0.2)),
    );
    desk.write("models/affect/right.toml", &variant("\"base\"", ""));
    desk.write(
        "models/affect/both.toml",
        &variant("\"left\", \"right\"", ""),
    );
    desk.write(
        "models/affect/other.toml",
        &variant("\"right\", \"left\"", ""),
    );
    let library = Library::new(Some(desk.folder().to_owned()));
    let held = |name: &str| {
        let variant = library.resolve_variant("affect", name).unwrap();
        variant
            .switched_on
            .iter()
            .find(|on| on.0 == "serotonin_raises_bdnf")
            .unwrap()
            .1
    };
    assert_eq!(held("both"), 0.1);
    assert_eq!(held("other"), 0.2);
}

#[test]
fn a_neuron_that_would_fire_for_ever_is_refused() {
    for (key, from, to) in [
        ("reset", "-60 mV", "-5 mV"),
        ("reset", "-60 mV", "-54 mV"),
        ("reset", "-60 mV", "-54.0001 mV"),
        ("membrane_time_constant", "20 ms", "0.001 ms"),
        ("membrane_time_constant", "20 ms", "1e-320 ms"),
        ("excitatory_time_constant", "5 ms", "5000000 ms"),
    ] {
        let line = |value: &str| format!("{key} = \"{value}\"");
        let text = shipped("protocols/latency.toml", &line(from), &line(to));
        let desk = Desk::with("protocols/latency.toml", &text);
        for command in ["check protocols/latency.toml", "lab latency --output o"] {
            let said = desk.refuses(command);
            assert!(said.contains(key), "{said}");
        }
    }
}

/// A name, a title and an argument that would colour the terminal, set its title and turn round what follows.
const ACTING: &str = "\u{1b}[31mx\u{202e}y";

#[test]
fn words_from_outside_do_nothing_to_the_terminal() {
    let text = shipped(
        "scenarios/no-treatment.toml",
        "title = \"",
        "title = \"\\u001b]0;owned\\u0007\\u202e",
    );
    let desk = Desk::with(&format!("scenarios/{ACTING}.toml"), &text);
    let acts = |c: char| {
        c != '\n' && c != '\t' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c))
    };
    for words in [
        vec!["list"],
        vec!["list", "--json"],
        vec!["show", ACTING],
        vec!["check"],
        vec!["show", "\u{1b}[2Jnobody"],
        vec!["\u{1b}[2Jnobody"],
        vec![
            "run",
            ACTING,
            "--people",
            "2",
            "--variant",
            "monoamine",
            "--output",
            "\u{9b}31mo",
        ],
    ] {
        let output = desk.command("").args(&words).output().unwrap();
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.chars().any(acts), "{words:?}: {text:?}");
        }
    }
    let command = desk.record("\u{9b}31mo/run.json")["command"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(command.contains(r"$'\x1b[31mx\u202ey'"), "{command}");
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_refused_wherever_a_file_is_read() {
    let desk = Desk::new();
    let line = "run no-treatment --people 2 --variant monoamine --format csv --output o";
    desk.says(line);
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo")
            .arg(desk.path(name))
            .status()
            .unwrap();
        assert!(made.success());
    };
    // The record of a run, its trajectories, and a piece of unfinished work.
    let record = desk.read("o/run.json");
    for (name, of) in [
        ("run.json", "ordinary file"),
        ("trajectories.csv", "exists"),
    ] {
        let kept = desk.read(&format!("o/{name}"));
        std::fs::remove_file(desk.path(&format!("o/{name}"))).unwrap();
        pipe(&format!("o/{name}"));
        let said = desk.refuses("compare o o");
        assert!(said.contains(name) && said.contains(of), "{said}");
        std::fs::remove_file(desk.path(&format!("o/{name}"))).unwrap();
        std::os::unix::fs::symlink("/dev/zero", desk.path(&format!("o/{name}"))).unwrap();
        let said = desk.refuses("compare o o");
        assert!(said.contains(name) && said.contains(of), "{said}");
        std::fs::remove_file(desk.path(&format!("o/{name}"))).unwrap();
        desk.write(&format!("o/{name}"), &kept);
    }
    // What is not of a record is passed over.
    let numbers = vec!["1.5"; 200_000].join(",");
    desk.write(
        "o/run.json",
        &record.replacen('{', &format!("{{\"more\": [{numbers}],"), 1),
    );
    assert!(
        desk.refuses("compare o o")
            .contains("one and the same scenario")
    );
    std::os::unix::fs::symlink(desk.path("o"), desk.path(".p.unfinished")).unwrap();
    let said = desk.refuses(&line.replace("output o", "output p --resume"));
    assert!(
        said.contains(".p.unfinished") && said.contains("link"),
        "{said}"
    );
}

#[test]
#[cfg(unix)]
fn the_second_process_on_a_target_is_told_and_what_a_killed_one_left_is_removed() {
    let desk = Desk::new();
    let line = "run no-treatment ssri-alone --people 2000 --variant monoamine --output o";
    let begun = || {
        crate::desk::names(desk.folder())
            .iter()
            .any(|name| name.ends_with(".partial"))
    };
    let first = desk.begins(line);
    let since = Instant::now();
    while !begun() {
        assert!(since.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = desk.rewire(line);
    let said = errors(&second);
    assert_eq!(second.status.code(), Some(75), "{said}");
    assert!(said.contains("another rewire"), "{said}");
    stop(first, "-KILL");
    assert!(begun(), "nothing was left");
    let (_, notes) = desk.tells("run no-treatment --people 2 --variant monoamine --output o");
    assert!(
        notes.contains("removed what a run that was killed has left: ./.o."),
        "{notes}"
    );
    assert_eq!(crate::desk::names(desk.folder()), ["o"]);
}

#[test]
#[cfg(unix)]
fn a_stop_is_heard_at_once_and_ends_everything_within_a_second() {
    // More people than could be lived in minutes, and a neuron that lives a month.
    let neuron = shipped(
        "protocols/latency.toml",
        "duration = \"1000 s\"",
        "duration = \"2000000 s\"",
    );
    for (line, signal) in [
        (
            "run no-treatment ssri-alone --seeds many --people 1000000 --output o",
            "-INT",
        ),
        (
            "run no-treatment --seeds many --people 1000000 --variant monoamine --output o",
            "-TERM",
        ),
        ("lab latency --output o", "-TERM"),
    ] {
        let desk = Desk::with("protocols/latency.toml", &neuron);
        desk.write(
            "seeds/many.toml",
            "title = \"Many\"\nmeaning = \"a million people\"\nfirst = 1\ncount = 1000000\n",
        );
        let child = desk.begins(line);
        std::thread::sleep(Duration::from_millis(1500));
        let since = Instant::now();
        let output = stop(child, signal);
        let took = since.elapsed();
        let said = errors(&output);
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(
            said.contains("stopping") && said.contains("interrupted"),
            "{said}"
        );
        // A second, and half of one for a machine that others use.
        assert!(took < Duration::from_millis(1500), "{line}: {took:?}");
        let left = crate::desk::names(desk.folder());
        assert!(
            !left
                .iter()
                .any(|name| name.ends_with(".partial") || name.ends_with(".lock")),
            "{left:?}"
        );
    }
}

#[test]
fn check_of_a_brain_finds_what_its_variants_no_longer_can_switch_on() {
    let text = shipped(
        "models/affect.toml",
        "[couplings.serotonin_raises_bdnf]",
        "[couplings.something_else]",
    );
    let desk = Desk::with("models/affect.toml", &text);
    let said = desk.refuses("check models/affect.toml");
    assert!(said.contains("serotonin_raises_bdnf"), "{said}");
}
