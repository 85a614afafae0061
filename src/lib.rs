//! rewire: a neuroplasticity simulation toolkit.
//!
//! Competing claims about antidepressants, therapy and the brain as explicit, testable models: virtual people live the
//! same life with and without a treatment, under each competing account. See `docs/architecture.md`.

#![deny(missing_docs)]

pub mod circuit;
pub mod cli;
pub mod cohort;
#[cfg(feature = "explore")]
pub mod explore;
pub mod inference;
pub mod kernels;
pub mod lab;
pub mod life;
pub mod physiology;
pub mod plasticity;
pub mod random;
pub mod report;
pub mod spec;
pub mod units;
