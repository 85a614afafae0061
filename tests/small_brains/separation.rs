//! Shared inhibition separates two similar places; new neurons sharpen that only where their line is switched on.

use super::*;

const WITHOUT: Origin = Origin {
    brain: "separation",
    variant: "no-new-neurons",
    history: "quiet-fortnight",
    jitter: JITTER,
    alike: false,
};
const WITH: Origin = Origin {
    variant: "new-neurons",
    ..WITHOUT
};
/// After a week of shocks in one place, and after two more in which the similar place was met without.
const SHOCKED: usize = 13;
const TOLD_APART: usize = 15;
/// Shares at which it must hold: two groups of cells, each with numbers of its own, are thrown out of balance by the jitter in some.
const HOLD: f64 = 0.85;
/// Share of what is seen of the places that is the same.
const SHARED: f64 = 0.7;

/// Fear in the similar place as a share of the fear where it happened.
fn spread(curves: &Curves, week: usize) -> Vec<f64> {
    let (here, similar) = (
        curves.at("fear_here", week),
        curves.at("fear_in_similar", week),
    );
    similar
        .iter()
        .zip(&here)
        .map(|(similar, here)| similar / here)
        .collect()
}

/// Answer of the other place's cells as a share of that of the own ones: how much of two answers is the same.
fn overlap(curves: &Curves) -> Vec<f64> {
    let (own, other) = (
        curves.at("own_cells", 12),
        curves.at("cells_of_the_other", 12),
    );
    other
        .iter()
        .zip(&own)
        .map(|(other, own)| other / own)
        .collect()
}

#[test]
fn new_neurons_separate_what_is_similar() {
    let people = WITHOUT.people(MANY);
    let without = WITHOUT.through(&people, "places-ordinary-life", &unchanged);
    let with = WITH.through(&people, "places-ordinary-life", &unchanged);
    let less = |a: f64, b: f64| a < b;
    let share = hold(
        "overlap of answers with new neurons, without",
        &overlap(&with),
        &overlap(&without),
        less,
    );
    assert!(share >= HOLD);
    // The answers differ more than the places do: that is separation.
    assert!(mean(&overlap(&with)) < 0.6 * SHARED);
    let share = hold(
        "spread of fear with new neurons, without",
        &spread(&with, SHOCKED),
        &spread(&without, SHOCKED),
        less,
    );
    assert!(share >= HOLD);
    let share = hold(
        "after both places, with and without",
        &spread(&with, TOLD_APART),
        &spread(&without, TOLD_APART),
        less,
    );
    assert!(share >= HOLD);
}

#[test]
fn without_shared_inhibition_the_answers_are_as_alike_as_the_places() {
    let people = WITH.people(MANY);
    // Their gain is 1 + strength * neurogenesis, and neurogenesis is 1 at rest: at -1 the inhibition is gone.
    let cut = WITH.through(&people, "places-ordinary-life", &|brain| {
        set_strength(brain, "new_neurons_recruit_inhibition_here", -1.0);
        set_strength(brain, "new_neurons_recruit_inhibition_similar", -1.0);
    });
    // Thresholds alone take a little of what is weakly driven; hence the tenth.
    let overlap = mean(&overlap(&cut));
    println!("overlap without inhibition: {overlap:.2}");
    assert!(overlap > SHARED - 0.1);
}

#[test]
fn stress_blurs_and_exercise_sharpens_only_through_new_neurons() {
    let people = WITHOUT.people(MANY);
    let lived = |origin: Origin, scenario| origin.through(&people, scenario, &unchanged);
    let scenarios = [
        "places-under-stress",
        "places-ordinary-life",
        "places-with-exercise",
    ];
    let [stress, plain, exercise] = scenarios.map(|scenario| lived(WITH, scenario));
    let less = |a: f64, b: f64| a < b;
    let share = hold(
        "spread, plain and under stress",
        &spread(&plain, SHOCKED),
        &spread(&stress, SHOCKED),
        less,
    );
    assert!(share >= HOLD);
    let share = hold(
        "spread, with exercise and plain",
        &spread(&exercise, SHOCKED),
        &spread(&plain, SHOCKED),
        less,
    );
    assert!(share >= HOLD);
    // Without their line neither does anything at all.
    let [stress, plain, exercise] =
        scenarios.map(|scenario| spread(&lived(WITHOUT, scenario), SHOCKED));
    assert_eq!(stress, plain);
    assert_eq!(exercise, plain);
}

/// Fewer neurons restrain stress less, and stress makes them fewer.
#[test]
fn stress_answers_to_what_it_does_to_new_neurons() {
    let people = WITHOUT.people(MANY);
    let cortisol = |origin: Origin, scenario| {
        origin
            .through(&people, scenario, &unchanged)
            .at("cortisol", 12)
    };
    let more = |with: f64, without: f64| with > without;
    let stressed = hold(
        "cortisol under stress with the feedback, without",
        &cortisol(WITH, "places-under-stress"),
        &cortisol(WITHOUT, "places-under-stress"),
        more,
    );
    assert!(stressed >= 0.95);
}
