//! rewire: a neuroplasticity simulation toolkit.
pub mod cohort;
