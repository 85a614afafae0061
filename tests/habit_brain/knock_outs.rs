//! One line of the brain at a time is cut; what it carries must go.

use super::*;
use rewire::spec::files::BrainFile;

/// Severity after half a year of giving in, whole and with something cut.
fn after_growth(cut: impl Fn(&mut BrainFile) + Sync) -> (f64, f64) {
    let people = RECENT.people(FEW);
    let whole = RECENT.through(&people, "habit-compulsions-grow", &unchanged);
    let without = RECENT.through(&people, "habit-compulsions-grow", &cut);
    let (whole, without) = (whole.severity(GROWN), without.severity(GROWN));
    println!("whole {whole:.1}, cut {without:.1}");
    (whole, without)
}

#[test]
#[ignore = "16 people, twice"]
fn without_relief_nothing_grows() {
    let (whole, cut) = after_growth(|brain| set_strength(brain, "act_relieves", 0.0));
    assert!(cut < 0.6 * whole);
}

/// If the act let the dread be waited out all the same, life would cure.
#[test]
#[ignore = "16 people, twice"]
fn an_act_that_did_not_spare_the_wait_would_cure() {
    let (whole, cut) = after_growth(|brain| set_strength(brain, "relief_spares_the_wait", 0.0));
    assert!(cut < 0.6 * whole);
}

/// A dread that fades whenever it is cut short would be erased by the act: the disorder dies out.
#[test]
#[ignore = "16 people, twice"]
fn depression_while_relief_silences_dread_would_cure() {
    let (whole, cut) = after_growth(|brain| {
        for (_, signal) in brain
            .signals
            .0
            .iter_mut()
            .filter(|(name, _)| name == "disuse")
        {
            signal.base = 0.02;
        }
    });
    assert!(cut < 0.6 * whole);
}

#[test]
#[ignore = "16 people, twice"]
fn the_loop_carries_a_part_of_the_growth() {
    let (whole, cut) = after_growth(|brain| set_rate(brain, "thalamus_to_obsession", 0.0));
    assert!(cut < whole - POINTS / 2.0);
}

#[test]
#[ignore = "16 people, twice"]
fn repetition_carries_a_part_of_the_growth() {
    let (whole, cut) = after_growth(|brain| set_rate(brain, "cue_to_habit", 0.0));
    assert!(cut < whole - POINTS / 2.0);
}

/// Without the signal that nothing came, exposure leaves the dread.
#[test]
#[ignore = "16 people, twice"]
fn exposure_needs_the_omission() {
    let people = CHRONIC.people(FEW);
    let whole = CHRONIC.through(&people, "habit-exposure", &unchanged);
    let cut = CHRONIC.through(&people, "habit-exposure", &|brain| {
        set_strength(brain, "omission_teaches_safety", 0.0);
    });
    let (whole, cut) = (
        mean(&whole.at("dread", TREATED)),
        mean(&cut.at("dread", TREATED)),
    );
    println!("dread after exposure: whole {whole:.2}, cut {cut:.2}");
    assert!(cut > 1.5 * whole);
}

/// The drug acts through its contested lines alone.
#[test]
fn an_ssri_without_its_lines_does_nothing() {
    let people = CHRONIC.people(4);
    let cut = |brain: &mut BrainFile| {
        set_strength(brain, "serotonin_damps_loop", 0.0);
        set_strength(brain, "serotonin_calms_dread", 0.0);
    };
    let ssri = CHRONIC.through(&people, "habit-ssri", &cut);
    let none = CHRONIC.through(&people, "habit-no-treatment", &cut);
    for week in [4, TREATED, LATER] {
        assert_eq!(
            ssri.at(SEVERITY, week),
            none.at(SEVERITY, week),
            "week {week}"
        );
    }
}
