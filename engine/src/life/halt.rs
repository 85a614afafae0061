//! Why a life ends before its course does.

use super::person::{Life, Worker};
use super::plan::LifePlan;
use crate::physiology::{Graph, NodeKind};
use std::fmt;
use std::sync::atomic::Ordering;

/// Most simulated episodes of one kind on one day: of an experience that comes from within or from outside, of a session,
/// its ending, a practice, or the trials of a phase. Nothing that is simulated needs more than a few tens; the bound keeps a
/// number that has slipped from taking all memory or all time. Definition files are held to the same number.
pub const EPISODES_A_DAY: u32 = 1000;

/// Why a life ends before its course does.
#[derive(Debug, Clone, PartialEq)]
pub enum Halt {
    /// Stopped from outside.
    Stopped,
    /// More than [`EPISODES_A_DAY`] episodes of one kind on one day.
    TooManyEpisodes {
        /// What they are of.
        what: String,
        /// Seed of the person.
        person: u64,
        /// Day of the life, the first being 1.
        day: u64,
        /// How many were asked for.
        episodes: f64,
    },
    /// A number that is infinite or no number.
    NotFinite {
        /// The signal or readout.
        variable: String,
        /// Seed of the person.
        person: u64,
        /// Day of the life, the first being 1.
        day: u64,
    },
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Halt::Stopped => f.write_str("stopped"),
            Halt::TooManyEpisodes {
                what,
                person,
                day,
                episodes,
            } => write!(
                f,
                "{what} asks for {} episodes on one day (person {person}, day {day} of the simulated life); at most {EPISODES_A_DAY} are lived on a day",
                Brief(*episodes)
            ),
            Halt::NotFinite {
                variable,
                person,
                day,
            } => write!(
                f,
                "\"{variable}\" is no longer a finite number (person {person}, day {day} of the simulated life): some number that drives it is too large or too small"
            ),
        }
    }
}

impl std::error::Error for Halt {}

/// A number as a whole one where it is of ordinary size.
struct Brief(f64);

impl fmt::Display for Brief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() < 1e7 {
            write!(f, "{:.0}", self.0)
        } else {
            write!(f, "{:.3e}", self.0)
        }
    }
}

impl Worker<'_> {
    /// An error once the work was stopped from outside.
    pub(super) fn go_on(&self) -> Result<(), Halt> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(Halt::Stopped),
            false => Ok(()),
        }
    }
}

/// A number of episodes of something, where so many may be lived on a day.
pub(super) fn allowed(
    episodes: f64,
    what: impl FnOnce() -> String,
    (person, day): (u64, u64),
) -> Result<u64, Halt> {
    if episodes > f64::from(EPISODES_A_DAY) {
        return Err(Halt::TooManyEpisodes {
            what: what(),
            person,
            day: day + 1,
            episodes,
        });
    }
    Ok(episodes as u64)
}

/// The inputs of a day that are not as usual and drive a signal, as words to follow its name; none where there are none.
pub(super) fn driven_by(plan: &LifePlan, life: &Life, node: Option<usize>) -> String {
    let graph = &plan.graph;
    let mut drives: Vec<usize> = node.into_iter().collect();
    let mut seen = 0;
    while let Some(&to) = drives.get(seen) {
        seen += 1;
        for coupling in graph.couplings.iter().filter(|c| c.to == to) {
            for &from in coupling.times.iter().chain([&coupling.from]) {
                if !drives.contains(&from) {
                    drives.push(from);
                }
            }
        }
    }
    let set = drives
        .iter()
        .filter_map(|&node| match graph.nodes[node].kind {
            NodeKind::DayInput { default } if life.values[node] != default => Some(format!(
                "{} = {}",
                graph.nodes[node].name, life.values[node]
            )),
            _ => None,
        });
    let set: Vec<String> = set.collect();
    match set.is_empty() {
        true => String::new(),
        false => format!(", driven by {},", set.join(", ")),
    }
}

/// An error where a signal is not finite.
pub(super) fn all_finite(plan: &LifePlan, values: &[f64], at: (u64, u64)) -> Result<(), Halt> {
    // Without a branch in the loop, since it runs every day.
    let all = values
        .iter()
        .fold(true, |all, value| all & value.is_finite());
    match all {
        true => Ok(()),
        false => Err(not_finite(first_not_finite(&plan.graph, values), at)),
    }
}

/// An error where a reading is not finite.
pub(super) fn readings_finite(
    plan: &LifePlan,
    readings: &[f32],
    at: (u64, u64),
) -> Result<(), Halt> {
    let named = plan.readouts.iter().map(|readout| readout.name.as_str());
    // The readouts first: severity is made of them.
    let severity = ["severity", "severity_rated"].into_iter().zip(readings);
    let mut all = named.zip(readings.iter().skip(2)).chain(severity);
    match all.find(|(_, reading)| !reading.is_finite()) {
        None => Ok(()),
        Some((variable, _)) => Err(not_finite(variable.to_owned(), at)),
    }
}

fn not_finite(variable: String, (person, day): (u64, u64)) -> Halt {
    Halt::NotFinite {
        variable,
        person,
        day,
    }
}

/// The signal at which it began: one that is not finite although all that drives it is; else the first.
fn first_not_finite(graph: &Graph, values: &[f64]) -> String {
    let is_driven = |node: usize| {
        let incoming = graph.couplings.iter().filter(|c| c.to == node);
        incoming.into_iter().any(|c| !values[c.from].is_finite())
    };
    let wrong = || (0..values.len()).filter(|&node| !values[node].is_finite());
    let found = wrong()
        .find(|&node| !is_driven(node))
        .or_else(|| wrong().next());
    found.map_or_else(String::new, |node| graph.nodes[node].name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_episodes_than_a_day_may_hold_are_refused_with_who_and_when() {
        let ask = |episodes| allowed(episodes, || "practice".to_owned(), (7, 40));
        assert_eq!(ask(1000.0), Ok(1000));
        assert_eq!(ask(0.0), Ok(0));
        for episodes in [1000.5, 1e18, f64::INFINITY] {
            let message = ask(episodes).unwrap_err().to_string();
            assert!(message.contains("practice") && message.contains("person 7, day 41"));
        }
    }
}
