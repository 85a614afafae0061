//! Populations of rate units, the projections between them, and what happens in an episode and in a night.
//!
//! A [`Circuit`] never changes; a [`CircuitState`] lives beside it, one per person, in one arena.

#[forbid(unsafe_code)]
mod code;
#[forbid(unsafe_code)]
mod definition;
#[forbid(unsafe_code)]
mod episode;
mod learning;
#[forbid(unsafe_code)]
mod night;
#[forbid(unsafe_code)]
mod plan;
#[forbid(unsafe_code)]
mod population;
#[forbid(unsafe_code)]
mod reach;
#[forbid(unsafe_code)]
mod senders;
#[forbid(unsafe_code)]
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
