//! Function shifts to intact areas, within limits.

use super::*;

const HEALTHY: Origin = Origin {
    brain: "lesion",
    variant: "one-side",
    history: "quiet-fortnight",
    jitter: JITTER,
    alike: false,
};
const BOTH: Origin = Origin {
    variant: "both-sides",
    ..HEALTHY
};

/// Of what a lesion took, the share that is back at the end of practice, for each person.
fn recovered(origin: Origin, people: &People, scenario: &str) -> Vec<f64> {
    let lived = origin.through(people, scenario, &unchanged);
    let force = |week| lived.at("force", week);
    let (before, lost, after) = (force(1), force(4), force(16));
    let people = before.iter().zip(&lost).zip(&after);
    people
        .map(|((before, lost), after)| (after - lost) / (before - lost))
        .collect()
}

#[test]
fn recovery_is_partial_and_falls_with_the_size_of_the_lesion() {
    let people = HEALTHY.people(MANY);
    let of = |scenario| HEALTHY.through(&people, scenario, &unchanged);
    let [small, medium, large] = ["lesion-small", "lesion-medium", "lesion-large"].map(of);
    let more = |a: f64, b: f64| a > b;
    let force = |curves: &Curves| curves.at("force", 16);
    assert!(
        hold(
            "force after practice: small, medium lesion",
            &force(&small),
            &force(&medium),
            more
        ) >= 0.95
    );
    assert!(
        hold(
            "force after practice: medium, large lesion",
            &force(&medium),
            &force(&large),
            more
        ) >= 0.95
    );
    // Of the loss of a movement, the share that practice takes away.
    let [small, medium, large] = [&small, &medium, &large]
        .map(|c| (c.severity(4) - c.severity(16)) / (c.severity(4) - c.severity(1)));
    println!("recovered: small {small:.2}, medium {medium:.2}, large {large:.2}");
    assert!(small > medium && medium > large);
    assert!(small < 1.0 && large > 0.1);
}

#[test]
fn practice_brings_it_back_and_use_alone_does_not() {
    let people = HEALTHY.people(MANY);
    let with = recovered(HEALTHY, &people, "lesion-medium");
    let without = recovered(HEALTHY, &people, "lesion-medium-without-practice");
    let far_less = |without: f64, with: f64| without < 0.4 * with;
    assert!(hold("without practice, with", &without, &with, far_less) >= 0.95);
}

#[test]
fn what_comes_back_comes_from_intact_areas() {
    let people = HEALTHY.people(MANY);
    let whole = HEALTHY.through(&people, "lesion-medium", &unchanged);
    for area in ["near_area", "premotor_area"] {
        let shifts = hold(
            area,
            &whole.at(area, 16),
            &whole.at(area, 1),
            |after, before| after > 1.5 * before,
        );
        assert!(shifts >= 0.95, "{area}");
    }
    let cut = HEALTHY.through(&people, "lesion-medium", &|brain| {
        set_rate(brain, "aim_to_near_area", 0.0);
        set_rate(brain, "aim_to_premotor_area", 0.0);
    });
    // What is left of the area itself can do a little more; a third of the recovery is the most that it brings.
    let gain = |curves: &Curves| mean(&curves.at("force", 16)) - mean(&curves.at("force", 4));
    println!(
        "gain of force: whole {:.2}, cut {:.2}",
        gain(&whole),
        gain(&cut)
    );
    assert!(gain(&cut) < gain(&whole) / 3.0);
}

#[test]
fn the_other_side_helps_most_after_large_lesions() {
    let people = HEALTHY.people(MANY);
    let added = |scenario| {
        let one = HEALTHY.through(&people, scenario, &unchanged);
        let both = BOTH.through(&people, scenario, &unchanged);
        mean(&both.at("force", 16)) - mean(&one.at("force", 16))
    };
    let (small, large) = (added("lesion-small"), added("lesion-large"));
    println!("force added by the other side: small {small:.3}, large {large:.3}");
    assert!(large > 2.0 * small && small > 0.0);
}
