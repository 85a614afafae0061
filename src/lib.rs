//! rewire: a neuroplasticity simulation toolkit.
//!
//! Competing claims about antidepressants, therapy and the brain as explicit, testable models: virtual people live the
//! same life with and without a treatment, under each competing account. See `docs/architecture.md`.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod cli;
#[cfg(feature = "explore")]
pub mod explore;
mod ordinary;
pub mod report;
pub mod spec;
pub mod units;

#[doc(inline)]
pub use rewire_engine::{
    circuit, cohort, content, inference, kernels, lab, life, physiology, plasticity, random,
};
