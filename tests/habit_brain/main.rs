//! What the habit brain must show: an obsession that is fed by the relief from it, and treatments that meet it where it is fed. Over people
//! whose every number is jittered by twenty percent. `cargo test --test habit_brain` lives sixteen draws; with `-- --ignored` 512, so that
//! a share is known within 1 or 2 points, and the knock-outs.

#[path = "../common/jittered.rs"]
mod jittered;

mod knock_outs;
mod phenomena;

use jittered::*;

/// People at the end of half a year of habit, with every number jittered by a fifth.
const CHRONIC: Origin = Origin {
    brain: "habit",
    variant: "loop",
    history: "half-a-year-of-habit",
    jitter: 0.2,
    alike: true,
};
/// People two weeks after a scare.
const RECENT: Origin = Origin {
    history: "recent-scare",
    ..CHRONIC
};
const FEW: usize = 16;
const MANY: usize = 512;
/// Points of severity that make a difference: 2 of the 40 points of Y-BOCS.
const POINTS: f64 = 5.0;
/// Last week of growth, of treatment, and of the follow-up.
const GROWN: usize = 26;
const TREATED: usize = 12;
const LATER: usize = 38;
