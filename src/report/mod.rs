//! From results to files, words, pictures and pages: everything a person looks at after a run.

pub mod claims;
pub mod design;
pub mod files;
pub mod judged;
pub mod lab;
pub mod page;
pub mod pictures;
pub mod qualify;
pub mod readings;
pub mod said;
pub mod sensitivity;
pub mod square;
pub mod style;
pub mod tables;
mod template;
pub mod terminal;
pub mod wording;
