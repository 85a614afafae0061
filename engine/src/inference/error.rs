//! What can be wrong with a question to a run.

use std::fmt;

/// Why a number could not be computed from a run.
#[derive(Debug, Clone, PartialEq)]
pub enum InferenceError {
    /// The run has no readout of this name.
    UnknownReadout {
        /// The name that was asked for.
        name: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The run has no arm for this scenario and variant.
    UnknownArm {
        /// Index of the scenario that was asked for.
        scenario: usize,
        /// Index of the variant that was asked for.
        variant: usize,
    },
    /// The week lies beyond the end of the scenario.
    WeekBeyondEnd {
        /// Name of the scenario.
        scenario: String,
        /// The week that was asked for.
        week: u32,
        /// Number of weeks the values hold, week 0 included.
        held: usize,
    },
    /// The smallest difference that matters has to be a finite number that is not negative.
    Margin(f64),
    /// The weight-swap experiment has no curve of this name, or it ends before the week.
    Curve {
        /// Name of the curve.
        name: String,
        /// The week that was asked for.
        week: usize,
    },
    /// The parts of the run contradict each other.
    Inconsistent(String),
}

impl fmt::Display for InferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownReadout { name, known } => {
                write!(
                    f,
                    "the run has no readout `{name}`; it has {}",
                    known.join(", ")
                )
            }
            Self::UnknownArm { scenario, variant } => {
                write!(
                    f,
                    "the run has no arm for scenario {scenario} under variant {variant}"
                )
            }
            Self::WeekBeyondEnd {
                scenario,
                week,
                held,
            } => write!(
                f,
                "week {week} lies beyond the end of `{scenario}`, whose values hold {held} weeks"
            ),
            Self::Margin(margin) => write!(
                f,
                "the smallest difference that matters has to be 0 or a positive number, not {margin}"
            ),
            Self::Curve { name, week } => {
                write!(
                    f,
                    "the weight-swap experiment has no value of `{name}` at week {week}"
                )
            }
            Self::Inconsistent(what) => write!(f, "the run contradicts itself: {what}"),
        }
    }
}

impl std::error::Error for InferenceError {}
