//! From result tables to statements: summaries of arms, contrasts, intervals and verdicts.
//!
//! Everything here is computed from a [`RunResult`](crate::cohort::results::RunResult) alone; how it came about is not known
//! here. Three habits hold throughout:
//!
//! * People are put in the order of their seeds before anything is summed, so that the order in which they were stored moves
//!   no bit of a result.
//! * Intervals of means are in closed form. Other intervals come from draws that are found by the number of the resample, never by turn, so
//!   that an arm added to a run moves no other interval, and every machine gives the same bits.
//! * A number that does not exist (the spread of one person, a ratio to zero) is `NaN`, never a made-up zero.
//!
//! Deliberately absent: p values. The number of virtual people is a choice, and with enough of them any difference is
//! "significant"; what counts is whether the interval lies beyond the smallest difference that matters.

pub mod analysis;
pub mod arms;
pub mod bootstrap;
pub mod claims;
pub mod contrasts;
pub mod courses;
pub mod design;
pub mod error;
pub mod estimand;
pub mod ground;
pub mod means;
pub mod memory;
pub mod mixed;
pub mod parting;
pub mod qualification;
pub mod recovery;
pub mod sensitivity;
pub mod separation;
pub mod shares;
pub mod square;
pub mod statistics;
pub mod trial;
pub mod verdicts;
pub mod vocabulary;
pub mod words;

mod allocation;
mod odds;
mod sample;

pub use arms::{
    ArmSummary, BeforeAfter, arm_summary, before_after, relapse, remission_at, response_at,
};
pub use bootstrap::Estimated;
pub use contrasts::{
    Contrast, DEFAULT_MARGIN, UnpairedContrast, contrasts_with_first, mean_of, paired_contrast,
    unpaired_contrast,
};
pub use error::InferenceError;
pub use estimand::{Estimand, Question, estimate};
pub use means::{Estimate, Interval};
pub use memory::{MemoryShare, memory_share};
pub use parting::first_week_apart;
pub use shares::Share;
pub use statistics::{Measured, Quantity, measure};
pub use verdicts::{Expected, Verdict, judge};
pub use vocabulary::Statistic;
pub use words::{FEWEST_FOR_A_WORD, Sides, Word};

/// Name of the readout that holds true severity, without the noise of a rating scale.
pub const TRUE_SEVERITY: &str = "severity";

/// Name of the readout that holds severity as a rating scale would report it.
pub const RATED_SEVERITY: &str = "severity_rated";
