//! rewire: a neuroplasticity simulation toolkit.
pub mod cohort;
pub mod report;
