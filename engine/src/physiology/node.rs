//! What a graph is made of: nodes, the couplings between them, and when a node is known.

use super::shape::Shape;
use serde::Serialize;

/// How the couplings of a signal combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Combine {
    /// `base + sum`.
    Sum,
    /// `base * product(1 + contribution)`.
    Product,
}

impl Combine {
    /// A value with one more contribution.
    #[inline]
    pub(super) fn with(self, value: f64, contribution: f64) -> f64 {
        match self {
            Combine::Sum => value + contribution,
            Combine::Product => value * (1.0 + contribution),
        }
    }
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum NodeKind {
    /// Fixed for a person.
    Trait,
    /// Set for a day by scenario and treatment.
    DayInput {
        /// Value where nothing sets it.
        default: f64,
    },
    /// Set for an episode by an experience.
    EpisodeInput {
        /// Value where nothing sets it.
        default: f64,
        /// Standard deviation of a draw added in each episode.
        noise: f64,
    },
    /// Measured in the circuit when an episode has settled for the first time, before an outcome is shown.
    Prediction,
    /// 1 where it is done in an episode, else 0; drawn after the first settle.
    Action,
    /// Measured in the circuit after an episode has settled.
    Activity,
    /// Mean over the episodes of a day, known from the evening on.
    Tally,
    /// With memory.
    Factor {
        /// Value without couplings.
        rest: f64,
        /// In days.
        time_constant: f64,
        /// Value at birth.
        initial: f64,
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
        /// Standard deviation of an Ornstein-Uhlenbeck process around it.
        noise: f64,
        /// Mean number of shocks in a year.
        shocks_per_year: f64,
        /// What a shock adds.
        shock_size: f64,
    },
    /// Without memory.
    Signal {
        /// Value without couplings.
        base: f64,
        /// How couplings combine.
        combine: Combine,
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
}

/// A named number of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Name in the brain file.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
}

/// `to` changes by `shape(from - relative_to)`, times the product of the signals in `times`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coupling {
    /// Name in the brain file.
    pub name: String,
    /// Index of the source node.
    pub from: usize,
    /// Index of the target node: a factor or a signal.
    pub to: usize,
    /// Strength.
    pub strength: f64,
    /// Value of the source at which nothing happens.
    pub relative_to: f64,
    /// Shape.
    pub shape: Shape,
    /// Nodes that multiply the contribution.
    pub times: Vec<usize>,
}

impl Coupling {
    #[inline]
    pub(super) fn contribution(&self, values: &[f64]) -> f64 {
        let mut c = self
            .shape
            .contribution(self.strength, values[self.from] - self.relative_to);
        for &t in &self.times {
            c *= values[t];
        }
        c
    }
}

/// When a signal is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Phase {
    /// Once a day.
    Day,
    /// Before an episode settles.
    Before,
    /// When it has settled for the first time, which gives the prediction.
    Predicted,
    /// When it has been drawn what is done.
    Chosen,
    /// After it has settled again with the outcome.
    After,
}
