//! One person's network, week by week, for the page.

use crate::cohort::Portrait;
use serde::Serialize;

/// One person on one course; every list is by week, week 0 first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Film {
    /// Who this is.
    pub seed: u64,
    /// Names of the populations.
    pub populations: Vec<String>,
    /// Projections that learn: sending and receiving population.
    pub projections: Vec<(usize, usize)>,
    /// True severity.
    pub severity: Vec<f32>,
    /// Late and early part of the mean weight of each projection.
    pub weights: Vec<Vec<[f32; 2]>>,
    /// Mean rate of each population in the first probe.
    pub rates: Vec<Vec<f32>>,
    /// Spines: structural synapses.
    pub spines: Vec<usize>,
}

impl Film {
    /// What of a portrait is shown.
    pub fn of(portrait: &Portrait) -> Film {
        let learning: Vec<usize> = (0..portrait.projections.len())
            .filter(|&p| portrait.plastic[p])
            .collect();
        let weeks = || portrait.weeks.iter().map(|(_, network)| network);
        Film {
            seed: portrait.seed,
            populations: portrait.populations.clone(),
            projections: learning.iter().map(|&p| portrait.projections[p]).collect(),
            severity: portrait.weeks.iter().map(|week| week.0).collect(),
            weights: weeks()
                .map(|n| {
                    learning
                        .iter()
                        .map(|&p| n.weights[p].map(|w| w as f32))
                        .collect()
                })
                .collect(),
            rates: weeks()
                .map(|n| n.rates.iter().map(|&rate| rate as f32).collect())
                .collect(),
            spines: weeks().map(|n| n.spines).collect(),
        }
    }
}
