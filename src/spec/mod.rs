//! The only reader of definition files: TOML as written becomes structures as meant, with every mistake in its place.

pub mod diagnostics;
pub mod document;
pub mod files;
pub mod scope;
pub mod shape;
pub mod source;

mod patch;
mod rules;
mod shapes;
mod store;
mod walk;
