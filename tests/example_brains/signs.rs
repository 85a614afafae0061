//! Which way each phenomenon goes, and under which accounts.

use super::*;
use rewire::random::{Draws, Purpose};
use rewire::spec::numbers::{Movable, movable, moved};

/// Draws of a brain's numbers, each with people of its own.
const DRAWS: u64 = 12;
const PEOPLE: usize = 4;
/// Weights are kept in 32 bits, and thousands of trials add their rounding up: what nothing tells apart agrees to this.
const ALIKE: f64 = 1e-3;

/// The study with every number of projections and of settling moved by up to a tenth. What is shown stays, since groups of animals
/// are shown the same.
fn jittered(study: &Study, seed: u64) -> Study {
    let numbers = movable(study, 0).expect("numbers");
    let own = |number: &&Movable| {
        ["projections.", "settling."]
            .iter()
            .any(|of| number.name.starts_with(of))
    };
    let mut draws = Draws::of(seed);
    let mut factor = |number: &Movable| {
        let purpose = Purpose::new("jitter of an example").and(&number.name);
        1.0 + 0.1 * (2.0 * draws.uniform(purpose, 0, 0) - 1.0)
    };
    let factors: Vec<_> = numbers.iter().filter(own).map(|n| (n, factor(n))).collect();
    assert!(factors.len() > 4, "{}", factors.len());
    moved(study, 0, &factors).expect("numbers that can be moved")
}

/// Runs scenarios under every draw of the numbers, and checks each run.
fn in_every_draw(scenarios: &[&str], variant: Option<&str>, check: impl Fn(&RunResult)) {
    let study = study(&examples(), scenarios, variant);
    check(&run(&study, PEOPLE));
    for seed in 0..DRAWS {
        check(&run(&jittered(&study, seed), PEOPLE));
    }
}

/// Everyone of one list is below the same person in the other.
fn all_below(less: &[f64], more: &[f64]) {
    assert!(
        less.iter().zip(more).all(|(less, more)| less < more),
        "{less:?} {more:?}"
    );
}

fn all_alike(some: &[f64], other: &[f64]) {
    let alike = |(a, b): (&f64, &f64)| (a - b).abs() < ALIKE;
    assert!(some.iter().zip(other).all(alike), "{some:?} {other:?}");
}

#[test]
fn what_announces_that_nothing_comes_becomes_a_safety_signal() {
    let scenarios = ["a-plus-ax-minus", "x-alone", "x-never-shown"];
    in_every_draw(&scenarios, None, |result| {
        // Summation: X lowers the fear of a cue with which it never was; a new cue does not.
        let fear = |readout, scenario| at(result, scenario, readout, 4);
        all_below(&fear("fear_of_bx", 0), &fear("fear_of_b", 0));
        all_alike(&fear("fear_of_bn", 0), &fear("fear_of_b", 0));
        assert!(
            at(result, 0, "weight_of_x", 3)
                .iter()
                .all(|&weight| weight < -0.1)
        );
        // X alone, or not at all, is nothing.
        for control in [1, 2] {
            all_alike(&fear("fear_of_bx", control), &fear("fear_of_b", control));
        }
        // Retardation: it is learned more slowly than in the controls, once a shock follows it.
        for control in [1, 2] {
            all_below(
                &at(result, 0, "fear_of_x", 5),
                &at(result, control, "fear_of_x", 5),
            );
        }
    });
}

#[test]
fn a_familiar_cue_is_learned_slowly_only_where_attention_fades() {
    let scenarios = ["not-pre-exposed", "pre-exposed"];
    in_every_draw(&scenarios, Some("attention"), |result| {
        all_below(
            &at(result, 1, "fear_of_a", 3),
            &at(result, 0, "fear_of_a", 3),
        );
        // It is no safety signal: with B it takes nothing away.
        all_alike(
            &at(result, 1, "fear_of_both", 2),
            &at(result, 1, "fear_of_b", 2),
        );
    });
    in_every_draw(&scenarios, Some("errors-alone"), |result| {
        all_alike(
            &at(result, 1, "fear_of_a", 3),
            &at(result, 0, "fear_of_a", 3),
        );
    });
}

#[test]
fn a_cue_overshadows_another_as_it_is_strong_only_where_surprise_is_shared() {
    let scenarios = ["a-alone", "a-with-faint-b", "a-with-b"];
    in_every_draw(&scenarios, Some("surprise"), |result| {
        let fear = [0, 1, 2].map(|scenario| at(result, scenario, "fear_of_a", 1));
        all_below(&fear[1], &fear[0]);
        all_below(&fear[2], &fear[1]);
    });
    in_every_draw(&scenarios, Some("pairing"), |result| {
        let fear = [0, 1, 2].map(|scenario| at(result, scenario, "fear_of_a", 1));
        all_alike(&fear[1], &fear[0]);
        all_alike(&fear[2], &fear[0]);
    });
}

#[test]
fn what_announces_a_feared_cue_is_feared_for_a_while_only_where_expectation_teaches() {
    let scenarios = ["a-shocked", "a-unpaired"];
    in_every_draw(&scenarios, Some("expectation"), |result| {
        let after = |week| at(result, 0, "fear_of_b", week);
        all_below(&after(1), &after(2));
        // First more, then less: A is no longer followed by anything.
        all_below(&after(2), &after(6));
        all_below(&after(30), &after(6));
        all_alike(
            &at(result, 1, "fear_of_b", 6),
            &at(result, 1, "fear_of_b", 0),
        );
    });
    in_every_draw(&scenarios, Some("outcome"), |result| {
        all_alike(
            &at(result, 0, "fear_of_b", 6),
            &at(result, 0, "fear_of_b", 0),
        );
    });
}

/// Response in the fourth week of extinction, as a share of that at its beginning.
fn share_left(result: &RunResult, scenario: usize) -> Vec<f64> {
    let (before, later) = (
        at(result, scenario, "response_to_cue", 4),
        at(result, scenario, "response_to_cue", 8),
    );
    later
        .iter()
        .zip(&before)
        .map(|(later, before)| later / before)
        .collect()
}

#[test]
fn what_failed_now_and_then_is_given_up_slowly_only_where_failure_is_expected() {
    // In random order, by the toss of a coin, or after each failure.
    let scenarios = ["fed-always", "fed-half", "fed-by-chance", "fed-alternately"];
    let response = |result: &RunResult, scenario| at(result, scenario, "response_to_cue", 8);
    in_every_draw(&scenarios, Some("uncertainty"), |result| {
        for partial in [1, 2, 3] {
            all_below(&response(result, 0), &response(result, partial));
            all_below(&share_left(result, 0), &share_left(result, partial));
        }
    });
    // Less was learned, and less is left.
    in_every_draw(&scenarios, Some("errors-alone"), |result| {
        for partial in [1, 2, 3] {
            all_below(&response(result, partial), &response(result, 0));
        }
    });
    // The account that failure is a cue predicts more. In this brain it does not come about: the memory is a weight that keeps half of
    // what was before, and where failures are followed by food and by nothing it comes to announce nothing.
    in_every_draw(&scenarios, Some("sequence"), |result| {
        for partial in [1, 2] {
            all_below(&response(result, partial), &response(result, 0));
        }
    });
}
