//! What units settle to: the steps of a file against sixty small ones.

use super::*;

/// How far severity lies apart between the steps of the file and sixty small ones, of all weekly readings of 32 people: the middle, and what one
/// reading in a hundred exceeds. Where an act is drawn, a difference in the last digits changes somebody's life once in a while.
fn apart([brain, variant, history, scenario]: [&'static str; 4]) -> (f64, f64) {
    let origin = Origin {
        brain,
        variant,
        history,
        jitter: 0.0,
        alike: false,
    };
    let people = origin.people(32);
    let coarse = origin.through(&people, scenario, &unchanged);
    let fine = origin.through(&people, scenario, &|brain| {
        (brain.settling.steps, brain.settling.rate) = (60, 0.35);
    });
    let mut apart: Vec<f64> = (0..coarse.weeks())
        .flat_map(|week| {
            let (coarse, fine) = (coarse.at(SEVERITY, week), fine.at(SEVERITY, week));
            std::iter::zip(coarse, fine).map(|(a, b)| (a - b).abs())
        })
        .collect();
    apart.sort_by(f64::total_cmp);
    let (middle, nearly_all) = (apart[apart.len() / 2], apart[apart.len() * 99 / 100]);
    println!("{brain}: half within {middle:.4}, 99 % within {nearly_all:.4}");
    (middle, nearly_all)
}

#[test]
fn a_few_great_steps_reach_what_sixty_small_ones_do() {
    for life in [
        [
            "activity",
            "mixture",
            "stressful-months",
            "inactivity-untreated",
        ],
        [
            "reward",
            "mixture",
            "drug-offers",
            "addiction-coping-skills",
        ],
        ["pain", "descending-control", "injury", "pain-graded-touch"],
        ["lesion", "both-sides", "quiet-fortnight", "lesion-medium"],
    ] {
        let (_, nearly_all) = apart(life);
        // Points of severity. Of a step of 0.9 a tenth is left, after six 1e-6; of 60 of 0.35 nothing. Two layers one
        // behind the other and shared inhibition leave some 1e-5 of a rate, which months of learning add up: at most
        // 0.006 is found. Eighteen steps of 0.35 left 0.3 to 2.6.
        assert!(nearly_all < 0.02, "{life:?}: {nearly_all}");
    }
}

#[test]
fn loops_settle_less_well() {
    let places = [
        "separation",
        "new-neurons",
        "quiet-fortnight",
        "places-ordinary-life",
    ];
    let (_, nearly_all) = apart(places);
    // Of 100 points; found 0.09.
    assert!(nearly_all < 0.2, "{nearly_all}");
    // What docs/limits.md says of these two: half of all readings lie within 0.2 and 1.5 points, found 0.11 and 1.25.
    let phobia = [
        "fear",
        "learning-only",
        "phobia",
        "phobia-exposure-in-clinic",
    ];
    let (middle, _) = apart(phobia);
    assert!(middle < 0.2, "{middle}");
    let habit = ["habit", "loop", "half-a-year-of-habit", "habit-exposure"];
    let (middle, _) = apart(habit);
    assert!(middle < 1.5, "{middle}");
}
