//! A course of treatment is one thing, however many lines describe it, and under whatever name.

use super::{Plan, Shelf, lines, plan};
use std::sync::OnceLock;

fn affect() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(plan)
}

/// The same treatment in so many equal lines.
fn split(name: &str, parts: usize, days: usize) -> String {
    let length = days / parts;
    let parts: Vec<_> = (0..parts)
        .map(|n| (name, n * length, (n + 1) * length, ""))
        .collect();
    lines(&parts)
}

fn text(name: &str) -> String {
    super::Library::new(None).read_treatment(name).unwrap().text
}

#[test]
fn a_treatment_in_several_lines_is_the_treatment_bit_for_bit() {
    let shelf = Shelf::of(&[]);
    // A drug with adherence and drop-out, a placebo, therapy with homework, a routine, a practice.
    let names = [
        "citalopram",
        "placebo",
        "cognitive-therapy",
        "exercise",
        "brain-training",
    ];
    for name in names {
        shelf.with("whole", 16, &split(name, 1, 112));
        let whole = shelf.course(affect(), "whole");
        for parts in [2, 4, 16] {
            shelf.with("parts", 16, &split(name, parts, 112));
            let course = shelf.course(affect(), "parts");
            assert_eq!(course.treatments.len(), 1, "{name} in {parts}");
            for seed in [1, 2] {
                let [whole, parts] = ["whole", "parts"].map(|s| shelf.lived(affect(), s, seed));
                assert_eq!(parts.bits(), whole.bits(), "{name}, {seed}");
            }
        }
        assert_eq!(
            whole.treatments[0].stream, name,
            "shipped luck stays where it was"
        );
    }
    // Lines that end within a week as well: what is due every few days goes on in its rhythm.
    for (name, days) in [
        ("exercise", 110),
        ("cognitive-therapy", 110),
        ("citalopram", 110),
    ] {
        shelf.with("whole", 16, &split(name, 1, days));
        shelf.with("parts", 16, &split(name, 11, days));
        let [whole, parts] = ["whole", "parts"].map(|s| shelf.lived(affect(), s, 3));
        assert_eq!(parts.bits(), whole.bits(), "{name}");
    }
}

#[test]
fn who_has_left_stays_away() {
    let shelf = Shelf::of(&[]);
    shelf.with("parts", 16, &split("citalopram", 4, 112));
    let mut left = 0;
    for seed in 1..=60 {
        let course = shelf.course(affect(), "parts");
        let life = rewire::life::Life::begin(&affect().0, seed);
        let day = rewire::life::CourseState::new(&course, &life).dropped_out(&course);
        let Some(day) = day else { continue };
        left += 1;
        if left > 4 {
            continue;
        }
        let doses = shelf.lived(affect(), "parts", seed).of("dose");
        let week = (day / 7.0).ceil() as usize;
        assert!(
            doses[week + 1..].iter().all(|&dose| dose == 0.0),
            "{seed}: {doses:?}"
        );
        assert!(week < 3 || doses[1..week - 1].iter().any(|&dose| dose > 0.0));
    }
    // One in five within 16 weeks: of 60, 12 are expected, and 3 to 24 have a chance of 0.9995.
    assert!((3..=24).contains(&left), "{left}");
}

#[test]
fn a_holiday_is_a_gap_in_one_course() {
    let shelf = Shelf::of(&[]);
    let gap = [("citalopram", 0, 56, ""), ("citalopram", 70, 112, "")];
    let zero = [
        ("citalopram", 0, 56, ""),
        ("citalopram", 56, 70, "dose = \"0 mg\""),
        ("citalopram", 70, 112, ""),
    ];
    shelf.with("gap", 16, &lines(&gap));
    shelf.with("zero", 16, &lines(&zero));
    let [gap, zero] = ["gap", "zero"].map(|s| shelf.lived(affect(), s, 1));
    assert_eq!(gap.bits(), zero.bits());
    assert_eq!(gap.of("dose")[9..=10], [0.0, 0.0]);
}

#[test]
fn the_same_treatment_under_another_name_is_the_same_course_with_the_same_luck() {
    let citalopram = text("citalopram");
    let other_dose = citalopram
        .replace("dose = \"20 mg\"", "dose = \"40 mg\"")
        .replace("title = \"Citalopram\"", "title = \"Citalopram 40\"");
    // Written without a stream, as any file of one's own.
    let unnamed = |text: &str| text.replace("stream = \"citalopram\"\n", "");
    let shelf = Shelf::of(&[
        ("treatments/copy.toml", &citalopram),
        ("treatments/forty.toml", &other_dose),
        ("treatments/mine.toml", &unnamed(&citalopram)),
        ("treatments/yours.toml", &unnamed(&other_dose)),
    ]);
    for (a, b) in [("citalopram", "copy"), ("copy", "forty"), ("mine", "yours")] {
        let dose = "dose = \"30 mg\"";
        shelf.with("a", 8, &lines(&[(a, 0, 56, dose)]));
        shelf.with("b", 8, &lines(&[(b, 0, 56, dose)]));
        let mixed = [(a, 0, 28, dose), (b, 28, 56, dose)];
        shelf.with("mixed", 8, &lines(&mixed));
        let [first, second, mixed] = ["a", "b", "mixed"].map(|s| shelf.lived(affect(), s, 5));
        assert_eq!(first.bits(), second.bits(), "{a} and {b}");
        assert_eq!(first.bits(), mixed.bits(), "{a} then {b}");
    }
}

#[test]
fn a_number_of_a_drug_does_not_change_who_forgets_it() {
    let citalopram = text("citalopram").replace("stream = \"citalopram\"\n", "");
    let longer = citalopram.replace("35 hours", "36 hours");
    let shelf = Shelf::of(&[
        ("treatments/mine.toml", &citalopram),
        ("treatments/longer.toml", &longer),
    ]);
    shelf.with("a", 8, &lines(&[("mine", 0, 56, "")]));
    shelf.with("b", 8, &lines(&[("longer", 0, 56, "")]));
    let [a, b] = ["a", "b"].map(|s| shelf.lived(affect(), s, 7));
    assert_eq!(a.of("dose"), b.of("dose"));
    assert!(a.of("dose").iter().any(|&dose| dose > 0.0 && dose < 20.0));
    assert_ne!(a.of("concentration"), b.of("concentration"));
}

#[test]
fn sessions_count_over_the_lines_that_state_no_number() {
    let shelf = Shelf::of(&[]);
    let held = |lines: &str| {
        shelf.with("mine", 32, lines);
        let course = shelf.course(affect(), "mine");
        course.treatments[0]
            .sessions
            .as_ref()
            .unwrap()
            .meetings
            .len()
    };
    assert_eq!(held(&split("cognitive-therapy", 1, 224)), 16);
    assert_eq!(held(&split("cognitive-therapy", 4, 224)), 16);
    let booster = [
        ("cognitive-therapy", 0, 112, ""),
        (
            "cognitive-therapy",
            168,
            224,
            "sessions = 2\nevery = \"4 weeks\"",
        ),
    ];
    assert_eq!(held(&lines(&booster)), 18);
}

#[test]
fn sessions_off_the_day_are_as_many_as_fit() {
    let shelf = Shelf::of(&[]);
    let held = |every: &str| {
        let more = format!("sessions = 200\nevery = \"{every}\"");
        shelf.with("mine", 12, &lines(&[("cognitive-therapy", 0, 56, &more)]));
        let course = shelf.course(affect(), "mine");
        course.treatments[0]
            .sessions
            .as_ref()
            .unwrap()
            .meetings
            .len()
    };
    // The twelve-hour rhythm begins at 14:00 on the first of 56 days.
    let asked = ["12 hours", "24 hours", "3.5 days", "4 days", "1 week"];
    assert_eq!(asked.map(held), [111, 56, 16, 14, 8]);
    // Sessions of one day have chances of their own: both are lived.
    let twice = lines(&[(
        "cognitive-therapy",
        0,
        7,
        "sessions = 14\nevery = \"12 hours\"",
    )]);
    shelf.with("twice", 1, &twice);
    let once = lines(&[(
        "cognitive-therapy",
        0,
        7,
        "sessions = 7\nevery = \"24 hours\"",
    )]);
    shelf.with("once", 1, &once);
    let [twice, once] = ["twice", "once"].map(|s| shelf.lived(affect(), s, 1));
    assert_ne!(twice.bits(), once.bits());
}
