//! Drugs at one site compete, hour by hour and in no order.

use super::{PLAIN, Plan, Shelf, lines, plan};
use std::sync::OnceLock;

fn affect() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(plan)
}

fn with_maximum(maximum: &str) -> String {
    PLAIN.replace("maximum = 0.924", &format!("maximum = {maximum}"))
}

fn shelf() -> Shelf {
    Shelf::of(&[
        ("treatments/plain.toml", PLAIN),
        ("treatments/copy.toml", PLAIN),
        ("treatments/full.toml", &with_maximum("1.0")),
        ("treatments/partial.toml", &with_maximum("0.5")),
        ("treatments/silent.toml", &with_maximum("0.0")),
    ])
}

fn occupancy(shelf: &Shelf, of: &[(&str, usize, usize, &str)]) -> Vec<f32> {
    shelf.with("mine", 8, &lines(of));
    shelf.lived(affect(), "mine", 1).of("occupancy")
}

#[test]
fn a_full_and_a_partial_drug_give_what_competition_gives_in_either_order() {
    let shelf = shelf();
    let full = ("full", 0, 56, "");
    let partial = ("partial", 0, 56, "");
    let one = occupancy(&shelf, &[full, partial]);
    let other = occupancy(&shelf, &[partial, full]);
    assert_eq!(one, other);
    // Both drugs have the same concentration a in units of the half effect, so that every hour is (1.0 + 0.5) a / (1 + 2 a):
    // 0.75 of what one drug of maximum 1 and twice the dose occupies, which is 2 a / (1 + 2 a).
    let double = occupancy(&shelf, &[("full", 0, 56, "dose = \"40 mg\"")]);
    for (both, double) in one.iter().zip(&double).skip(1) {
        assert!(
            (both / (0.75 * double) - 1.0).abs() < 1e-6,
            "{both} {double}"
        );
    }
    // Near the daily mean a = 6.69 in week 8.
    assert!(
        (one[8] - 1.5 * 6.69 / (1.0 + 2.0 * 6.69)).abs() < 5e-3,
        "{}",
        one[8]
    );
}

#[test]
fn a_drug_without_effect_of_its_own_takes_places() {
    let shelf = shelf();
    let alone = occupancy(&shelf, &[("full", 0, 56, "")])[8];
    let blocked = occupancy(
        &shelf,
        &[("full", 0, 56, ""), ("silent", 0, 56, "dose = \"200 mg\"")],
    )[8];
    // a / (1 + 11 a) at a = 6.69.
    assert!(
        alone > 0.85 && (blocked - 6.69 / (1.0 + 11.0 * 6.69)).abs() < 5e-3,
        "{blocked}"
    );
}

#[test]
fn two_halves_of_a_drug_are_the_drug() {
    let shelf = shelf();
    let whole = occupancy(&shelf, &[("plain", 0, 56, "dose = \"40 mg\"")]);
    // As one course in two lines: the doses add before anything else.
    let halves = occupancy(&shelf, &[("plain", 0, 56, ""), ("copy", 0, 56, "")]);
    assert_eq!(whole, halves);
    // As two drugs that differ in nothing but a trace of their maximum: up to that trace and rounding.
    let other = with_maximum("0.924000001");
    let shelf = Shelf::of(&[
        ("treatments/plain.toml", PLAIN),
        ("treatments/other.toml", &other),
    ]);
    let two = occupancy(&shelf, &[("plain", 0, 56, ""), ("other", 0, 56, "")]);
    for (one, two) in whole.iter().zip(&two).skip(1) {
        assert!((two / one - 1.0).abs() < 1e-6, "{one} {two}");
    }
    // The value of a report for week 1.
    assert!((whole[1] - 0.7941).abs() < 5e-5, "{}", whole[1]);
}

#[test]
fn two_shipped_drugs_at_one_site_are_in_no_order() {
    let shelf = Shelf::of(&[]);
    let a = ("citalopram", 0, 56, "");
    let b = ("venlafaxine", 0, 56, "");
    shelf.with("ab", 8, &lines(&[a, b]));
    shelf.with("ba", 8, &lines(&[b, a]));
    let [ab, ba] = ["ab", "ba"].map(|s| shelf.lived(affect(), s, 1));
    assert_eq!(ab.bits(), ba.bits());
}
