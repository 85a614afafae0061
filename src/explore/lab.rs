//! The synapse on the bench, as the page asks for it: the experiments of `rewire lab`.

use crate::lab::evaluate::evaluate;
use crate::lab::{self, Experiment, Procedure};
use crate::spec::Library;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};

/// Seed of all draws, as on the command line.
const SEED: u64 = 1;
/// Most levels of BDNF.
const LEVELS: usize = 4;
/// Largest level of BDNF, as on the command line.
const HIGHEST: f64 = 10.0;
/// Largest time between two spikes, in ms.
const FARTHEST: f64 = 200.0;

/// What is asked of the bench.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    protocol: String,
    #[serde(default)]
    synapses: Vec<String>,
    #[serde(default)]
    bdnf: Vec<f64>,
    /// Time from the presynaptic to the postsynaptic spike in ms; only where a protocol varies it.
    #[serde(default)]
    lag: Option<f64>,
}

/// What the bench answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The protocol as it is, with published points.
    pub experiment: Experiment,
    /// The same at the one lag that was asked for.
    pub at: Option<Experiment>,
}

/// A protocol to choose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What one sees in it.
    pub shows: String,
    /// Levels of BDNF that it compares by itself.
    pub bdnf: Vec<f64>,
    /// Whether the time between spikes can be set.
    pub has_lag: bool,
    /// Synapses that it can be done to, with their titles.
    pub synapses: Vec<(String, String)>,
}

/// Protocols that answer within seconds. The neurons with a thousand inputs take minutes: they are left to the command line.
pub fn bench(library: &Library) -> Vec<Offer> {
    let setups = library.read_bench(&library.protocols(), &[], true);
    let setups = setups.unwrap_or_default().into_iter();
    setups
        .filter(|s| !matches!(s.protocol.procedure, Procedure::Competition(_)))
        .map(|setup| Offer {
            name: setup.protocol.name.clone(),
            title: setup.protocol.title.clone(),
            shows: setup.protocol.shows.clone(),
            bdnf: setup.protocol.bdnf.clone(),
            has_lag: matches!(setup.protocol.procedure, Procedure::TimingWindow(_)),
            synapses: setup
                .synapses
                .iter()
                .map(|s| (s.name.clone(), s.title.clone()))
                .collect(),
        })
        .collect()
}

impl Question {
    /// Reads what a page asks.
    ///
    /// # Errors
    /// A sentence with what is wrong.
    pub fn read(text: &str) -> Result<Question, String> {
        let question: Question =
            serde_json::from_str(text).map_err(|e| format!("the question is not complete: {e}"))?;
        let within = |value: &f64, most: f64| value.is_finite() && value.abs() <= most;
        let levels = question.bdnf.len() <= LEVELS
            && question
                .bdnf
                .iter()
                .all(|b| *b >= 0.0 && within(b, HIGHEST));
        if !levels {
            return Err(format!(
                "up to {LEVELS} levels of BDNF from 0 to {HIGHEST} are allowed"
            ));
        }
        if !question.lag.is_none_or(|lag| within(&lag, FARTHEST)) {
            return Err(format!("spikes are at most {FARTHEST} ms apart"));
        }
        Ok(question)
    }

    /// Does it; none if it was stopped.
    ///
    /// # Errors
    /// Names that the library does not have, and its mistakes.
    pub fn answer(&self, library: &Library, stop: &AtomicBool) -> Result<Option<Outcome>, String> {
        let offers = bench(library);
        let Some(offer) = offers.iter().find(|offer| offer.name == self.protocol) else {
            return Err(format!(
                "there is no protocol {:?} on this page",
                self.protocol
            ));
        };
        for name in &self.synapses {
            if offer.synapses.iter().all(|(known, _)| known != name) {
                return Err(format!("there is no synapse {name:?} for this protocol"));
            }
        }
        let setups = library
            .read_bench(std::slice::from_ref(&self.protocol), &self.synapses, false)
            .map_err(|mistakes| mistakes.to_string())?;
        let Some(mut setup) = setups.into_iter().next() else {
            return Err("none of these synapses answers to this protocol".to_owned());
        };
        let levels = if self.bdnf.is_empty() {
            setup.protocol.bdnf.clone()
        } else {
            self.bdnf.clone()
        };
        let go_on = |_: f64| !stop.load(Ordering::Relaxed);
        let found = lab::run(&setup.protocol, &setup.synapses, &levels, SEED, &go_on);
        let Some(mut experiment) = found else {
            return Ok(None);
        };
        setup.add_published(&mut experiment);
        evaluate(&mut experiment, &setup.synapses);
        let at = match (&mut setup.protocol.procedure, self.lag) {
            (Procedure::TimingWindow(window), Some(lag)) => {
                window.lags = vec![lag / 1000.0];
                lab::run(&setup.protocol, &setup.synapses, &levels, SEED, &go_on)
            }
            _ => None,
        };
        Ok(Some(Outcome { experiment, at }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_before_strengthens_and_one_after_weakens() {
        let library = Library::new(None);
        let change = |lag: f64| {
            let asked = format!(r#"{{"protocol":"timing-window","bdnf":[1],"lag":{lag}}}"#);
            let question = Question::read(&asked).unwrap();
            let outcome = question.answer(&library, &AtomicBool::new(false));
            let at = outcome.unwrap().unwrap().at.unwrap();
            at.panels[0].curves[0].points[0].y
        };
        // Above one is stronger than before: the sign is what every such window shows.
        assert!(change(10.0) > change(-10.0));
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        let library = Library::new(None);
        for asked in [
            r#"{"protocol":"/etc/passwd"}"#,
            r#"{"protocol":"timing-window","synapses":["../x"]}"#,
        ] {
            let question = Question::read(asked).unwrap();
            assert!(question.answer(&library, &AtomicBool::new(false)).is_err());
        }
        for asked in [
            r#"{"protocol":"a","bdnf":[99]}"#,
            r#"{"protocol":"a","lag":1e9}"#,
            r#"{"protocol":"a","bdnf":[1,1,1,1,1]}"#,
        ] {
            assert!(Question::read(asked).is_err(), "{asked}");
        }
    }
}
