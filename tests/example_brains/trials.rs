//! Trials that are mixed, shuffled and held by chance; readings after each; nights that nobody stated.

use super::*;
use rewire::cohort::results::CloseReadings;
use rewire::cohort::{Grain, read_closely};
use rewire::spec::Kind;
use rewire::spec::library::check_text;
use std::collections::BTreeMap;

const SCENARIO: &str = include_str!("../../examples/brains/scenarios/fed-half.toml");

/// The scenario `fed-half` with other trials in its first phase, under a name of its own.
fn with(name: &str, order: &str, trials: &str) -> (String, String) {
    let (before, rest) = SCENARIO.split_once("order = ").expect("an order");
    let (_, after) = rest.split_once("}] },").expect("an end");
    let text = format!("{before}order = {order:?}, trials = [{trials}] }},{after}");
    (format!("scenarios/{name}.toml"), text)
}

fn closely(study: &Study, people: usize, grain: Grain) -> Vec<CloseReadings> {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        stop: &stop,
        progress: &|| {},
    };
    let mut read = Vec::new();
    let done: Result<Result<(), ()>, _> =
        read_closely(&compiled(study, people), grain, &watch, |one| {
            read.push(one);
            Ok(())
        });
    done.expect("nobody stops it").expect("nothing fails");
    read
}

/// Names of the trials of one person, day by day of the first phase.
fn held(readings: &CloseReadings) -> Vec<Vec<&str>> {
    let mut days = vec![Vec::new(); 28];
    for time in &readings.times {
        if let (Some((_, name)), Some(day)) = (
            &time.trial,
            days.get_mut((time.day as usize).wrapping_sub(1)),
        ) {
            day.push(&**name);
        }
    }
    days
}

#[test]
fn an_order_is_as_it_is_called() {
    let few = "{ use = \"fed\", number = 3 }, { use = \"not_fed\", number = 1 }";
    let library = examples().with(BTreeMap::from([
        with("listed", "as_listed", few),
        with("turns", "alternating", few),
        with("drawn", "shuffled", few),
    ]));
    let study = study(
        &library,
        &["listed", "turns", "drawn"],
        Some("errors-alone"),
    );
    let read = closely(&study, 60, Grain::Trial);
    let mut places = [0_u32; 4];
    for person in read.chunks(3) {
        let (f, n) = ("fed", "not_fed");
        assert!(held(&person[0]).iter().all(|day| *day == [f, f, f, n]));
        assert!(held(&person[1]).iter().all(|day| *day == [f, n, f, f]));
        for day in held(&person[2]) {
            assert_eq!(day.iter().filter(|name| **name == n).count(), 1, "{day:?}");
            assert_eq!(day.len(), 4);
            places[day.iter().position(|name| *name == n).unwrap()] += 1;
        }
    }
    // The odd one is in every place alike: chi-square with 3 degrees of freedom over 60 people in 28 days, alpha 0.001.
    let expected = 60.0 * 28.0 / 4.0;
    let off = |&seen: &u32| (f64::from(seen) - expected).powi(2) / expected;
    let chi_square: f64 = places.iter().map(off).sum();
    assert!(chi_square < 16.27, "{places:?}");
}

#[test]
fn paired_arms_have_the_same_order_and_the_same_chances() {
    let other = "{ use = \"not_fed\", number = 10 }, { use = \"fed\", number = 10 }";
    let coin = "{ use = \"fed\", number = 20, probability = 0.5, otherwise = \"not_fed\" }";
    let library = examples().with(BTreeMap::from([
        with("swapped", "shuffled", other),
        with("tossed-again", "shuffled", coin),
    ]));
    let scenarios = ["fed-half", "swapped", "fed-by-chance", "tossed-again"];
    let study = study(&library, &scenarios, Some("errors-alone"));
    let people = 40;
    let read = closely(&study, people, Grain::Trial);
    let mut fed = 0;
    for person in read.chunks(4) {
        let arms: Vec<Vec<Vec<&str>>> = person.iter().map(held).collect();
        // What is fed in one arm is not fed in the other, in every place.
        for (one, other) in arms[0].iter().flatten().zip(arms[1].iter().flatten()) {
            assert_ne!(one, other);
        }
        // The coins are those of the trials, in whatever order these are held.
        for (listed, shuffled) in arms[2].iter().zip(&arms[3]) {
            let count = |day: &[&str]| day.iter().filter(|name| **name == "fed").count();
            assert_eq!(count(listed), count(shuffled));
            fed += count(listed);
        }
    }
    assert_ne!(held(&read[0]), held(&read[4]), "people differ");
    // Half of 20 trials on 28 days for each: within 3.3 standard deviations, alpha 0.001.
    let trials = (people * 28 * 20) as f64;
    let off = (fed as f64 - trials / 2.0) / (trials / 4.0).sqrt();
    assert!(off.abs() < 3.3, "{fed} of {trials}");
}

#[test]
fn looking_closely_changes_nothing_and_agrees_with_the_weeks() {
    let study = study(
        &examples(),
        &["fed-half", "fed-by-chance"],
        Some("uncertainty"),
    );
    let result = run(&study, 20);
    let readouts = result.readouts.len();
    for grain in [Grain::Day, Grain::Trial] {
        let read = closely(&study, 20, grain);
        assert_eq!(read.len(), 40);
        for one in &read {
            let arm = result.arm(one.scenario, one.variant);
            let row = arm
                .people
                .iter()
                .position(|&p| result.people[p].seed == one.seed);
            let values = one.values.chunks_exact(readouts);
            let mut evenings = 0;
            for (time, values) in one.times.iter().zip(values) {
                if time.trial.is_none() && time.day % 7 == 0 {
                    let week = arm.values.index_axis(ndarray::Axis(0), row.unwrap());
                    let week = week.row(time.day as usize / 7).to_vec();
                    assert_eq!(week, values, "day {}", time.day);
                    evenings += 1;
                }
            }
            assert_eq!(evenings, 13);
        }
    }
    // On one thread as on several, and for a part of the people.
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    let one = pool(1).install(|| closely(&study, 20, Grain::Trial));
    let three = pool(3).install(|| closely(&study, 20, Grain::Trial));
    assert_eq!(one, three);
    let part = closely(&study, 5, Grain::Trial);
    assert_eq!(part[..], one[..part.len()]);
}

#[test]
fn without_a_night_nothing_is_lost_and_with_a_plain_one_a_third_is() {
    let brain = include_str!("../../examples/brains/models/overshadowing.toml");
    let night = "[night]\ntransfer = 0.5\nearly_decay = \"1 day\"\n\n[populations]";
    let brains = [brain.to_owned(), brain.replace("[populations]", night)];
    let fear = brains.map(|brain| {
        let desk = tempfile::tempdir().unwrap();
        let file = |path: &str, text: &str| {
            let path = desk.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        file("models/overshadowing.toml", &brain);
        file(
            "scenarios/histories/quiet-week.toml",
            include_str!("../../examples/brains/scenarios/histories/quiet-week.toml"),
        );
        let once = include_str!("../../examples/brains/scenarios/a-alone.toml").replace(
            "phases = [{ name = \"shocks\", from = \"0 weeks\", to = \"1 week\", trials = [{ use = \"a_shock\", number = 10 }] }]",
            "phases = [{ name = \"shocks\", from = \"0 days\", to = \"1 day\", trials = [{ use = \"a_shock\", number = 10 }] }, { name = \"rest\", from = \"1 day\", to = \"4 weeks\" }]",
        );
        file("scenarios/once.toml", &once);
        let library = Library::new(Some(desk.path().to_owned()));
        let study = study(&library, &["once"], None);
        assert!(study.variants[0].is_as_written());
        let read = closely(&study, 1, Grain::Day);
        let readouts = compiled(&study, 1).readouts;
        let place = readouts.iter().position(|r| r.name == "fear_of_a").unwrap();
        let values = read[0].values.chunks_exact(readouts.len());
        values.map(|values| values[place]).collect::<Vec<f32>>()
    });
    // The same bits every evening.
    assert!(
        fear[0][1] > 0.5 && fear[0][1..].iter().all(|now| *now == fear[0][1]),
        "{fear:?}"
    );
    // A night keeps half of what is early, and of the other half exp(-1) fades within the day: 1 - 0.5 (1 - exp(-1)) = 0.68 after the
    // first, and half in the end. The response is nearly linear in the weight.
    assert!(fear[1][1] < 0.8 * fear[0][1], "{fear:?}");
}

#[test]
fn what_comes_otherwise_needs_a_chance() {
    let text = SCENARIO.replace(
        "number = 10 }, {",
        "number = 10, otherwise = \"not_fed\" }, {",
    );
    let path = "scenarios/fed-half.toml";
    let checked = check_text(Kind::Scenario, path, text.into_bytes());
    let refused = checked.expect_err("a mistake").to_string();
    let said = "\"otherwise\" means nothing for trials that are held for certain";
    assert!(
        refused.contains(said) && refused.contains("fed-half.toml:8"),
        "{refused}"
    );
}
