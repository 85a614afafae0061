//! What the reward brain must show, over 64 addicted people, and the activity brain over 64 inactive ones: orderings and signs
//! under a joint jitter of twenty percent, and the mechanism without which each vanishes. Long: `cargo test -- --ignored`.

mod addiction;
mod inactivity;
#[path = "../common/jitter.rs"]
mod jitter;
mod people;
#[path = "../common/shared.rs"]
mod shared;
mod treatment;
