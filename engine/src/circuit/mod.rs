//! Populations of rate units, the projections between them, and what happens in an episode and in a night.
//!
//! A [`Circuit`] never changes; a [`CircuitState`] lives beside it, one per person, in one arena.

mod code;
mod definition;
mod episode;
mod learning;
mod night;
mod plan;
mod population;
mod reach;
mod senders;
mod state;

pub use code::{Bumps, Codes};
pub use definition::{
    CircuitDefinition, Code, InhibitionDefinition, NightDefinition, PopulationDefinition,
    ProjectionDefinition, SettlingDefinition, Transfer,
};
pub use episode::{SIDE_BY_SIDE, Scratch, Stage};
pub use night::NightInputs;
pub use plan::{Circuit, Projection};
pub use population::Population;
pub use state::CircuitState;
