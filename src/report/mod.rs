//! From results to files and words: tables, and the directory they are written to.

pub mod files;
pub mod tables;
pub mod terminal;
