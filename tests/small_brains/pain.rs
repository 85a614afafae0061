//! Sensitisation is learned and unlearned by one rule.

use super::*;
use rewire::spec::files::BrainFile;

const INJURED: Origin = Origin {
    brain: "pain",
    variant: "touch-alone",
    history: "injury",
    jitter: JITTER,
    alike: false,
};
const CALMED: Origin = Origin {
    variant: "descending-control",
    ..INJURED
};
/// Last week of the exercises, and of everyday life after them.
const EXERCISED: usize = 8;
const LATER: usize = 26;

/// Multiplies the speed of both plastic projections.
fn faster(brain: &mut BrainFile, factor: f64) {
    for (_, projection) in &mut brain.projections.0 {
        projection.learning_rate *= factor;
    }
}

#[test]
fn pain_outlasts_its_injury() {
    let people = INJURED.people(MANY);
    let none = INJURED.through(&people, "pain-no-treatment", &unchanged);
    assert!(none.at("injury", 0).iter().all(|&injury| injury == 0.0));
    // Half a year later it is still there in most: it may fade, as it does in people, but by no more than a third in three of four.
    let stays = hold(
        "pain on touch half a year later, at the start",
        &none.at(SEVERITY, LATER),
        &none.at(SEVERITY, 0),
        |later, start| later > 0.67 * start,
    );
    assert!(stays >= 0.75);
    // Pain on pinching is there in everybody: it is touch that has changed sides.
    assert!(mean(&none.at("hyperalgesia", 0)) > 0.3);
}

#[test]
fn who_keeps_the_pain_is_graded() {
    let number = 128;
    let ill = |factor| INJURED.ill(number, &move |brain| faster(brain, factor));
    let (slow, usual, fast) = (ill(0.6), ill(1.0), ill(1.5));
    println!("of {number} keep their pain: slow {slow}, usual {usual}, fast {fast}");
    assert!(slow < usual && usual < fast);
    // Neither all nor nobody.
    assert!(usual > 16 && usual < 112);
    // Kept quiet while the injury fires, the horn learns nothing of it.
    let blocked = Origin {
        history: "injury-under-block",
        ..INJURED
    };
    let blocked = blocked.ill(number, &unchanged);
    println!("under a block: {blocked}");
    assert!(blocked * 8 < usual);
}

#[test]
fn without_potentiation_nobody_keeps_the_pain() {
    let cut = |brain: &mut BrainFile| {
        set_rate(brain, "touch_to_horn", 0.0);
        set_strength(brain, "learning_by_person", 0.0);
    };
    // Nobody but by the noise of a rating, whose standard deviation is 8 of the 40 points needed.
    assert_eq!(INJURED.ill(64, &cut), 0);
}

#[test]
fn touch_unlearns_it_only_where_it_meets_a_quiet_horn() {
    let people = INJURED.people(MANY);
    let none = INJURED.through(&people, "pain-no-treatment", &unchanged);
    let alone = INJURED.through(&people, "pain-graded-touch", &unchanged);
    let calm = CALMED.through(&people, "pain-graded-touch", &unchanged);
    let at = |curves: &Curves, week| curves.at(SEVERITY, week);
    // A third off is what trials of pain call a moderate difference.
    let third = |with: f64, without: f64| with < 0.67 * without;
    let helps = hold(
        "attended touch, none",
        &at(&calm, EXERCISED),
        &at(&none, EXERCISED),
        third,
    );
    assert!(helps >= 0.9);
    let helps = hold(
        "mere touch, none",
        &at(&alone, EXERCISED),
        &at(&none, EXERCISED),
        third,
    );
    assert!(helps <= 0.1);
    // It lasts, four months after the exercises.
    let lasts = hold(
        "months after attended touch, before",
        &at(&calm, LATER),
        &at(&calm, 0),
        third,
    );
    assert!(lasts >= 0.75);
}

#[test]
fn more_plasticity_is_worse_under_injury_and_better_under_treatment() {
    let people = CALMED.people(MANY);
    let with = |factor| {
        let lived = CALMED.through(&people, "pain-graded-touch", &move |brain| {
            faster(brain, factor)
        });
        lived.severity(4)
    };
    let (slow, fast) = (with(0.5), with(1.5));
    println!("after four weeks of exercises: slow {slow:.1}, fast {fast:.1}");
    assert!(fast < slow - 5.0);
}

#[test]
fn a_nerve_block_leaves_a_part_of_the_pain() {
    let people = INJURED.people(MANY);
    let none = INJURED.through(&people, "pain-no-treatment", &unchanged);
    let block = INJURED.through(&people, "pain-nerve-block", &unchanged);
    // Silent while it lasts, and it comes back: less than without it, more than a quarter.
    assert!(block.severity(2) < 5.0);
    let share = block.severity(EXERCISED) / none.severity(EXERCISED);
    println!("left six weeks after a block: {share:.2}");
    assert!(share > 0.25 && share < 0.9);
}
