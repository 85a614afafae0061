//! The slow physiology of a person: a graph of named signals, and drug kinetics in closed form.

mod active;
mod factors;
pub mod graph;
pub mod kinetics;
mod node;
mod program;
pub mod shape;

pub use active::Acting;
pub use graph::{Graph, GraphError, Today};
pub use kinetics::{Kinetics, Metabolite, Plasma};
pub use node::{Combine, Coupling, Node, NodeKind, Phase};
pub use shape::Shape;
