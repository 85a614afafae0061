//! The bench: one synapse, or one neuron with many inputs, spike by spike.
//!
//! ```text
//! Protocol (what is done) × Synapse (which rule, with which numbers) × Dial (BDNF) ─▶ Experiment (panels of curves)
//! ```
//!
//! Numbers first: an [`Experiment`] is plain data; tables, pictures and pages are made from it alone.

pub mod experiment;
pub mod protocol;
pub mod synapse;

pub use experiment::Experiment;
pub use protocol::Protocol;
pub use synapse::Synapse;
