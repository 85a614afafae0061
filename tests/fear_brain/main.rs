//! The phenomena that the fear brain must show, with every number of the brain off by up to a fifth, and the ablations that
//! must abolish them: orderings and signs, not blessed values. "Holds" is the share of virtual people of whom it is true.
//!
//! Rates are those that an independent implementation of the same equations reached, with people in the middle of every trait;
//! of 64 people a share of 0.9 has a standard error of 0.04. The long tests: `cargo test --test fear_brain -- --ignored`.

mod ablations;
mod clinic;
#[path = "../common/jitter.rs"]
mod jitter;
mod laboratory;
mod people;
#[path = "../common/shared.rs"]
mod shared;
