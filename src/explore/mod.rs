//! A page in the browser of this machine, on which competing accounts play side by side.
//!
//! ```text
//! link ─▶ State ─▶ definition files ─▶ spec ─▶ cohort, 16 people at a time ─▶ inference ─▶ Answer ─▶ page
//! ```
//!
//! All numbers come from the engine; the page draws. It listens on the loopback address alone and believes nobody: see `guard`.

mod activity;
mod answer;
mod assets;
mod catalogue;
mod film;
mod guard;
mod keep;
mod lab;
mod lessons;
mod queue;
mod routes;
mod server;
mod state;
mod stream;

pub use server::{Server, ServerError};

use crate::report::pictures::brain_graph::BrainGraph;
use serde_json::Value;

/// What other commands know how to say; the page says it in the same words.
pub trait Words: Send + Sync + 'static {
    /// What a name means, as `rewire explain --json` prints it.
    ///
    /// # Errors
    /// A text with the nearest names.
    fn explain(&self, name: &str) -> Result<Value, String>;

    /// What drives what in a brain, as `rewire show --svg` draws it.
    fn graph(&self, brain: &str) -> Option<BrainGraph>;
}
