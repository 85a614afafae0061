//! Numbers that would take all time or all memory, and numbers that end as no numbers: refused with who, what and when.

use crate::desk::Desk;
use rewire::life::{Halt, Life, Worker, live};
use rewire::physiology::NodeKind;
use rewire::spec::Library;
use rewire::spec::compile::compile_study;
use std::sync::atomic::{AtomicBool, Ordering};

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
