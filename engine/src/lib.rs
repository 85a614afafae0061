//! The engine of rewire: what is stepped, learned and lived, and what is inferred from it.
//!
//! It knows no file, no picture and no command; the package `rewire` compiles definition files into its types and shows what comes
//! out. See `docs/architecture.md`.

#![deny(missing_docs)]

pub mod circuit;
pub mod cohort;
pub mod content;
pub mod inference;
pub mod kernels;
pub mod lab;
pub mod life;
pub mod physiology;
pub mod plasticity;
pub mod random;
