//! What people look at after recorded spikes: what is left of every synapse, its course as tables, pictures, a page.

pub mod page;
pub mod record;
pub mod tables;
pub mod terminal;

use super::words::plain;
use crate::lab::Synapse;
use crate::lab::recording::{Followed, Outcome, Responses, SpikeTrains, sees_bdnf};
use serde::Serialize;

/// The recording, for tables and pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recording {
    /// The file as named.
    pub file: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Unit of the times in it.
    pub unit: String,
    /// Presynaptic spikes.
    pub presynaptic_spikes: usize,
    /// Postsynaptic spikes.
    pub postsynaptic_spikes: usize,
    /// Time of the first spike.
    pub first_s: f64,
    /// Time of the last spike.
    pub last_s: f64,
}

impl Recording {
    /// The recording in a file.
    pub fn of(file: &str, sha256: &str, unit: &str, trains: &SpikeTrains) -> Recording {
        Recording {
            file: file.to_owned(),
            sha256: sha256.to_owned(),
            unit: unit.to_owned(),
            presynaptic_spikes: trains.presynaptic().len(),
            postsynaptic_spikes: trains.postsynaptic().len(),
            first_s: trains.first(),
            last_s: trains.last(),
        }
    }

    /// Counts, times and mean rates in a sentence without its full stop.
    pub(super) fn in_words(&self) -> String {
        let span = self.last_s - self.first_s;
        let rate = |count: usize| match span > 0.0 {
            true => format!(" ({} Hz)", plain(count as f64 / span)),
            false => String::new(),
        };
        format!(
            "{} presynaptic{} and {} postsynaptic spikes{} from {} to {} s",
            self.presynaptic_spikes,
            rate(self.presynaptic_spikes),
            self.postsynaptic_spikes,
            rate(self.postsynaptic_spikes),
            plain(self.first_s),
            plain(self.last_s)
        )
    }
}

/// What is left of a synapse at a level of BDNF; what its rule does not have is not there.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Ending {
    /// Name of the synapse.
    pub synapse: String,
    /// Its title.
    pub title: String,
    /// BDNF relative to normal; none for a rule that does not see it.
    pub bdnf: Option<f64>,
    /// Presynaptic spikes that the rule takes into account.
    pub presynaptic_spikes: usize,
    /// Postsynaptic ones.
    pub postsynaptic_spikes: usize,
    /// Up to when it was followed.
    pub until_s: f64,
    /// Weight or strength in units of the initial one.
    pub weight: Option<f64>,
    /// Its standard error over simulated synapses.
    pub weight_error: Option<f64>,
    /// Its closed form.
    pub weight_theory: Option<f64>,
    /// Share of low synapses that become high.
    pub switched_up: Option<f64>,
    /// Share of high synapses that become low.
    pub switched_down: Option<f64>,
    /// Response to the first presynaptic spike, relative to rest.
    pub first_response: Option<f64>,
    /// To the last one.
    pub last_response: Option<f64>,
    /// Early change.
    pub early: Option<f64>,
    /// Late change.
    pub late: Option<f64>,
    /// Weak tetani.
    pub weak_tetani: Option<u32>,
    /// Strong tetani.
    pub strong_tetani: Option<u32>,
}

impl Ending {
    /// What is left of a synapse.
    pub fn of(synapse: &Synapse, followed: &Followed) -> Ending {
        let ending = Ending {
            synapse: synapse.name.clone(),
            title: synapse.title.clone(),
            bdnf: sees_bdnf(&synapse.rule).then_some(followed.bdnf),
            presynaptic_spikes: followed.counted.0,
            postsynaptic_spikes: followed.counted.1,
            until_s: followed.until,
            ..Ending::default()
        };
        match followed.outcome {
            Outcome::Weight(weight) => Ending {
                weight: Some(weight),
                ..ending
            },
            Outcome::Strength {
                change,
                error,
                theory,
                switched_up,
                switched_down,
            } => Ending {
                weight: Some(1.0 + change),
                weight_error: Some(error),
                weight_theory: Some(1.0 + theory),
                switched_up: Some(switched_up),
                switched_down: Some(switched_down),
                ..ending
            },
            Outcome::Response(responses) => {
                let of = |part: fn(&Responses) -> f64| responses.as_ref().map(part);
                Ending {
                    first_response: of(|responses| responses.first),
                    last_response: of(|responses| responses.last),
                    ..ending
                }
            }
            Outcome::Phases {
                early,
                late,
                weak,
                strong,
            } => Ending {
                weight: Some(1.0 + early + late),
                early: Some(early),
                late: Some(late),
                weak_tetani: Some(weak),
                strong_tetani: Some(strong),
                ..ending
            },
        }
    }

    /// What is left in a few words.
    pub(super) fn in_words(&self) -> String {
        let number = |value: Option<f64>| value.map(plain).unwrap_or_default();
        if let Some(error) = self.weight_error {
            return format!("strength {} \u{b1} {}", number(self.weight), plain(error));
        }
        if let (Some(weak), Some(strong)) = (self.weak_tetani, self.strong_tetani) {
            let phases = format!("early {}, late {}", number(self.early), number(self.late));
            let weight = number(self.weight);
            return format!("weight {weight}: {phases}; {weak} weak, {strong} strong tetani");
        }
        match (self.weight, self.last_response) {
            (Some(weight), _) => format!("weight {}", plain(weight)),
            (None, Some(response)) => format!("last response {} of rest", plain(response)),
            (None, None) => "no presynaptic spike, no response".to_owned(),
        }
    }

    /// How many spikes the rule took into account.
    pub(super) fn counted(&self) -> String {
        format!("{} + {}", self.presynaptic_spikes, self.postsynaptic_spikes)
    }
}
