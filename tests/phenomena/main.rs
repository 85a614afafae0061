//! The phenomena that the affect brain must show, over 64 ill people whose every parameter is jittered by ten percent:
//! orderings and signs, not blessed values. Long: run with `cargo test -- --ignored`.
//!
//! Where a bound is compared with a mean, its reason stands beside it; "clearly" means by two standard errors of the
//! paired difference, a one-sided error of 2.5 % each.

mod course;
#[path = "../common/jitter.rs"]
mod jitter;
mod memory;
mod people;
mod relapse;
mod remedies;
#[path = "../common/shared.rs"]
mod shared;
mod sites;
mod treatment;

use people::*;

fn say(what: &str, value: impl std::fmt::Display) {
    println!("{what}: {value}");
}

fn clearly_below(a: &Curves, b: &Curves, week: usize, what: &str) {
    let (d, error) = difference(a, b, week, SEVERITY);
    say(what, format!("{d:.1} ({error:.1})"));
    assert!(d + 2.0 * error < 0.0, "{what}: {d:.1} ({error:.1})");
}

fn mean_at(severity: &[Vec<f32>], week: usize) -> f64 {
    severity.iter().map(|s| f64::from(s[week])).sum::<f64>() / severity.len() as f64
}
