//! The slow physiology of a person: a graph of named signals, and drug kinetics in closed form.

mod active;
pub mod graph;
pub mod kinetics;
mod program;
pub mod shape;

pub use graph::{Combine, Coupling, Graph, GraphError, Node, NodeKind, Phase, Today};
pub use kinetics::{Kinetics, Plasma};
pub use shape::Shape;
