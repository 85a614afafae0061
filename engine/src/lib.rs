//! The engine of rewire: what is stepped, learned and lived, and what is inferred from it.
//!
//! It knows no file, no picture and no command; the package `rewire` compiles definition files into its types and shows what comes
//! out. See `docs/architecture.md`.

#![deny(missing_docs)]
// Only the kernels allow it, which the two modules `circuit` and `plasticity` have made for their loops; all others forbid it.
#![deny(unsafe_code)]

pub mod circuit;
#[forbid(unsafe_code)]
pub mod cohort;
#[forbid(unsafe_code)]
pub mod content;
#[forbid(unsafe_code)]
pub mod inference;
pub mod kernels;
#[forbid(unsafe_code)]
pub mod lab;
#[forbid(unsafe_code)]
pub mod life;
#[forbid(unsafe_code)]
pub mod physiology;
pub mod plasticity;
#[forbid(unsafe_code)]
pub mod random;
