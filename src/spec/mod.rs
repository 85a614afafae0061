//! The only reader of definition files: TOML as written becomes structures as meant, with every mistake in its place.
//!
//! ```text
//! text ─▶ document (every key and value with its place) ─▶ walk along the shapes, then rules ─▶ files
//! ```

pub mod bench;
pub mod claims;
pub mod compile;
pub mod designs;
pub mod diagnostics;
pub mod difference;
pub mod document;
pub mod equation;
pub mod explain;
pub mod files;
pub mod glossary;
pub mod lab_numbers;
pub mod library;
pub mod locate;
pub mod numbers;
pub mod parameters;
pub mod parts;
pub mod relations;
pub mod schema;
pub mod scope;
pub mod shape;
pub mod source;
pub mod spikes;
pub mod study;
pub mod twist;

mod as_written;
mod borrow;
mod cautions;
mod claim_files;
mod draft;
pub mod figure_files;
mod foreign;
mod lab_files;
mod leaf;
mod patch;
mod range;
mod rules;
mod shapes;
mod store;
mod trail;
mod variants;
mod walk;

pub use diagnostics::{Diagnostic, Diagnostics, Mistake};
pub use library::{Library, Sourced};
pub use locate::{Located, Opened};
pub use shape::Kind;
pub use study::{ResolvedVariant, Study};
