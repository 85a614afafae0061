//! The only reader of definition files: TOML as written becomes structures as meant, with every mistake in its place.

pub mod compile;
pub mod files;
