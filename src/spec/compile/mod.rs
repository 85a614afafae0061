//! From files to plans: names become indices, units base units.
//!
//! The files have been checked before; what cannot be compiled all the same is reported as a [`CompileError`].

mod brain;
mod circuit;
mod course;
mod experience;
mod graph;
mod lab;
pub mod schedule;
mod study;
mod synapse;
mod treatment;

pub use brain::compile_brain;
pub use course::{compile_course, compile_history};
pub use lab::{compile_protocol, compile_published};
pub use study::compile_study;
pub use synapse::compile_synapse;
pub use treatment::compile_kinetics;

use super::files::OrderedMap;
use crate::physiology::Graph;
use std::fmt;

/// Why files that are each in order do not make a plan together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError(pub String);

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CompileError {}

type Compiled<T> = Result<T, CompileError>;

/// Index of a signal of the brain.
fn signal(graph: &Graph, name: &str, asked_by: &str) -> Compiled<usize> {
    graph
        .node(name)
        .ok_or_else(|| CompileError(format!("{asked_by}: the brain has no signal \"{name}\"")))
}

/// Index of a name in a table of the brain.
fn position<T>(map: &OrderedMap<T>, name: &str, kind: &str) -> Compiled<usize> {
    map.position(name)
        .ok_or_else(|| CompileError(format!("the brain has no {kind} \"{name}\"")))
}
