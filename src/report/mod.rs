//! Results as pictures and pages: everything a person looks at after a run.

pub mod page;
pub mod pictures;
pub mod style;
