//! From results to files and words: tables, and the directory they are written to.

pub mod files;
pub mod tables;
pub mod terminal;
//! Results as pictures and pages: everything a person looks at after a run.

pub mod page;
pub mod pictures;
pub mod style;
