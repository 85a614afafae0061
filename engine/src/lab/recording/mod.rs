//! Recorded spikes on both sides of a synapse, and what they do to it: weight, traces, calcium and efficacy over time.
//!
//! ```text
//! SpikeTrains × Synapse × Dial (BDNF) ─▶ Followed (courses, and what is left at the end) ─▶ Experiment (pictures)
//! ```
//!
//! What happens at equal times and at the first spike, and in which order traces are read and raised, is the convention of
//! [`crate::plasticity::spikes`]; `docs/lab.md` has it as a table. The same spikes do the same here as in a protocol.

mod calcium;
mod course;
mod late_phase;
mod panels;
mod release;
mod spiking;
#[cfg(test)]
mod tests;
mod trains;

pub use calcium::CALCIUM;
pub use course::{Course, Moment, Variable};
pub use panels::experiment;
pub use release::RESPONSE;
pub use spiking::WEIGHT;
pub use trains::{LATEST, MOST_SPIKES, SpikeMistake, SpikeTrains, TrainsError, side_word};

use std::fmt;

use super::induction::Change;
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::calcium::Calcium;
use crate::plasticity::calcium::course::{Efficacy, follow as follow_efficacy};
use crate::plasticity::spikes::is_before;
use course::Grid;

/// Spikes, or looks, from one question whether to go on to the next.
const TICKS: usize = 1024;
/// Most looks between spikes that one course may have.
pub const MOST_LOOKS: f64 = 1e6;
/// Looks between spikes where nobody says how many: at least half as many.
const USUAL_LOOKS: f64 = 1000.0;
/// Time after the last spike for which a synapse is followed where nobody says: this share of the recording, and at least
/// so many seconds.
const USUAL_REST: (f64, f64) = (0.1, 0.1);
/// The same for tagging and capture, in seconds: the early phase is gone, and what stays has been captured.
const USUAL_HOURS: f64 = 3.0 * 3600.0;

/// How a synapse is followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Seed of the noise of the calcium rule.
    pub seed: u64,
    /// Synapses of the calcium rule that begin in either state.
    pub simulated_synapses: u32,
    /// Seconds from look to look between spikes; none for a round number with 500 to 1,000 of them.
    pub every: Option<f64>,
    /// Up to when it is followed, in seconds on the clock of the spikes; none for a tenth longer than the recording and at
    /// least 0.1 s, for tagging and capture three hours.
    pub until: Option<f64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            simulated_synapses: super::protocol::SIMULATED_SYNAPSES,
            every: None,
            until: None,
        }
    }
}

/// What a recording did to a synapse.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// Name of the synapse.
    pub synapse: String,
    /// BDNF relative to normal.
    pub bdnf: f64,
    /// Variables over time.
    pub course: Course,
    /// Of the calcium rule, the efficacy on the clock of the spikes, and the change of strength at each moment.
    pub efficacy: Vec<(Efficacy, f64)>,
    /// What is left at the end.
    pub outcome: Outcome,
    /// Up to when it was followed, in seconds on the clock of the spikes.
    pub until: f64,
    /// Seconds from look to look between spikes.
    pub every: f64,
    /// Presynaptic and postsynaptic spikes that the rule takes into account.
    pub counted: (usize, usize),
}

/// What is left at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A weight, in units of the initial weight.
    Weight(f64),
    /// Strength of a population of synapses after the calcium has gone.
    Strength {
        /// Change as a share of the strength before.
        change: f64,
        /// Its standard error over simulated synapses.
        error: f64,
        /// The closed form of the change.
        theory: f64,
        /// Share of the low synapses that become high.
        switched_up: f64,
        /// Share of the high synapses that become low.
        switched_down: f64,
    },
    /// Responses of short-term plasticity, relative to that of the rested synapse; none without a presynaptic spike.
    Response(Option<Responses>),
    /// Phases of tagging and capture, as shares of the initial weight.
    Phases {
        /// Early change.
        early: f64,
        /// Late change.
        late: f64,
        /// Weak tetani that were found in the presynaptic spikes.
        weak: u32,
        /// Strong ones.
        strong: u32,
    },
}

/// Responses relative to that of the rested synapse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Responses {
    /// To the first presynaptic spike.
    pub first: f64,
    /// To the last one.
    pub last: f64,
}

/// Why a synapse was not followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NotFollowed {
    /// Somebody said stop.
    Stopped,
    /// The rule knows tetani, and the synapse does not say what a tetanus is.
    NoTetanus,
    /// The end lies before the last spike, whose time in seconds this is.
    EndsEarly(f64),
    /// So many looks are more than [`MOST_LOOKS`], or the time between them is not above zero.
    Looks(f64),
    /// The level of BDNF is negative or not finite.
    Bdnf(f64),
}

impl fmt::Display for NotFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotFollowed::Stopped => f.write_str("stopped"),
            NotFollowed::NoTetanus => {
                f.write_str("the synapse does not say what counts as a tetanus in its spikes")
            }
            NotFollowed::EndsEarly(last) => {
                write!(f, "the end lies before the last spike, at {last} s")
            }
            NotFollowed::Looks(looks) => write!(
                f,
                "{looks} looks between spikes are asked for, and up to {MOST_LOOKS} are possible"
            ),
            NotFollowed::Bdnf(level) => write!(f, "{level} is no level of BDNF"),
        }
    }
}

impl std::error::Error for NotFollowed {}

/// Follows a synapse through recorded spikes at a level of BDNF, relative to normal.
///
/// Weight, traces and calcium are exact. The efficacy of the calcium rule is simulated with noise, by the draws of the seed.
/// The outcome does not depend on how often one looks. `keep_going` is asked again and again; when it says no, the answer is
/// [`NotFollowed::Stopped`].
///
/// # Errors
/// See [`NotFollowed`].
pub fn follow(
    synapse: &Synapse,
    bdnf: f64,
    trains: &SpikeTrains,
    settings: &Settings,
    keep_going: &dyn Fn() -> bool,
) -> Result<Followed, NotFollowed> {
    if !(bdnf.is_finite() && bdnf >= 0.0) {
        return Err(NotFollowed::Bdnf(bdnf));
    }
    let until = end(&synapse.rule, trains, settings)?;
    let every = looks(until - trains.first(), settings.every)?;
    let look = (Grid::Even(every), until);
    let (course, left) = course(&synapse.rule, bdnf, trains, look, keep_going)?;
    let (efficacy, outcome) = match left {
        Left::Known(outcome) => (Vec::new(), outcome),
        Left::Noisy(rule) => {
            let efficacy = efficacy(&rule, trains, until, settings, keep_going)?;
            let outcome = strength(&rule, trains, &efficacy, settings);
            (efficacy, outcome)
        }
    };
    Ok(Followed {
        synapse: synapse.name.clone(),
        bdnf,
        course,
        efficacy,
        outcome,
        until,
        every,
        counted: counted(&synapse.rule, trains),
    })
}

/// Whether BDNF changes anything that the rule does.
pub fn sees_bdnf(rule: &SynapseRule) -> bool {
    !matches!(rule, SynapseRule::ShortTerm(_))
}

fn counted(rule: &SynapseRule, trains: &SpikeTrains) -> (usize, usize) {
    let (before, after) = (trains.presynaptic().len(), trains.postsynaptic().len());
    match rule {
        SynapseRule::Pair(_)
        | SynapseRule::Triplet(_)
        | SynapseRule::SlidingTriplet(_)
        | SynapseRule::Calcium(_) => (before, after),
        SynapseRule::ShortTerm(_) | SynapseRule::TagCapture(_) => (before, 0),
    }
}

fn end(rule: &SynapseRule, trains: &SpikeTrains, settings: &Settings) -> Result<f64, NotFollowed> {
    let (first, last) = (trains.first(), trains.last());
    let rest = match rule {
        SynapseRule::TagCapture(_) => USUAL_HOURS,
        _ => (USUAL_REST.0 * (last - first)).max(USUAL_REST.1),
    };
    let until = settings.until.unwrap_or(last + rest);
    if is_before(until, last) || !until.is_finite() {
        return Err(NotFollowed::EndsEarly(last));
    }
    Ok(until)
}

/// Seconds from look to look.
fn looks(span: f64, every: Option<f64>) -> Result<f64, NotFollowed> {
    let Some(every) = every else {
        return Ok(round_step(span.max(1e-3) / USUAL_LOOKS));
    };
    let looks = span / every;
    if every > 0.0 && every.is_finite() && looks <= MOST_LOOKS {
        Ok(every)
    } else {
        Err(NotFollowed::Looks(looks))
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below a step.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    // The logarithm may be off by a rounding.
    let enough = factors.into_iter().find(|round| *round >= 0.999 * step);
    enough.unwrap_or(step)
}

/// What a course says of the end.
enum Left {
    /// All.
    Known(Outcome),
    /// Nothing: the efficacy of this rule has to be simulated.
    Noisy(Calcium),
}

/// The course of a rule with looks of any kind.
fn course(
    rule: &SynapseRule,
    bdnf: f64,
    trains: &SpikeTrains,
    look: (Grid, f64),
    keep_going: &dyn Fn() -> bool,
) -> Result<(Course, Left), NotFollowed> {
    let weight = |(course, weight)| (course, Left::Known(Outcome::Weight(weight)));
    match rule {
        SynapseRule::Pair(rule) => {
            spiking::follow(&rule.at_bdnf(bdnf), trains, look, keep_going).map(weight)
        }
        SynapseRule::Triplet(rule) => {
            spiking::follow(&rule.at_bdnf(bdnf), trains, look, keep_going).map(weight)
        }
        SynapseRule::SlidingTriplet(rule) => {
            spiking::follow(&rule.at_bdnf(bdnf), trains, look, keep_going).map(weight)
        }
        SynapseRule::Calcium(rule) => {
            let course = calcium::follow(rule, trains, look, keep_going)?;
            Ok((course, Left::Noisy(rule.at_bdnf(bdnf))))
        }
        SynapseRule::ShortTerm(rule) => {
            let (course, responses) = release::follow(rule, trains, look, keep_going)?;
            let responses = responses.map(|(first, last)| Responses { first, last });
            Ok((course, Left::Known(Outcome::Response(responses))))
        }
        SynapseRule::TagCapture(rule) => {
            let tetanus = rule.tetanus.as_ref().ok_or(NotFollowed::NoTetanus)?;
            let (course, left) =
                late_phase::follow(rule, (tetanus, bdnf), trains, look, keep_going)?;
            let outcome = Outcome::Phases {
                early: left.phases.early,
                late: left.phases.late,
                weak: left.weak,
                strong: left.strong,
            };
            Ok((course, Left::Known(outcome)))
        }
    }
}

/// The efficacy on the clock of the spikes, at least until calcium lies below both thresholds for good.
fn efficacy(
    rule: &Calcium,
    trains: &SpikeTrains,
    until: f64,
    settings: &Settings,
    keep_going: &dyn Fn() -> bool,
) -> Result<Vec<(Efficacy, f64)>, NotFollowed> {
    let phases = rule.phases(trains.presynaptic(), trains.postsynaptic());
    let first = calcium::rises(rule, trains)
        .first()
        .map_or(0.0, |rise| rise.time);
    let driven: f64 = phases.iter().map(|phase| phase.duration).sum();
    let rest = (until - first - driven).max(0.0);
    let synapses = 0..settings.simulated_synapses;
    let points = follow_efficacy(rule, &phases, rest, synapses, settings.seed, keep_going);
    let points = points.ok_or(NotFollowed::Stopped)?.into_iter();
    let on_the_clock = points.map(|point| {
        let change = point.change(rule);
        let time = first + point.time;
        (Efficacy { time, ..point }, change)
    });
    Ok(on_the_clock.collect())
}

fn strength(
    rule: &Calcium,
    trains: &SpikeTrains,
    efficacy: &[(Efficacy, f64)],
    settings: &Settings,
) -> Outcome {
    let end = efficacy.last().map_or(Efficacy::default(), |(end, _)| *end);
    let (up, down) = (end.from_low.switched, end.from_high.switched);
    let Change { value, error, .. } =
        Change::of_shares(rule, (up, down), settings.simulated_synapses);
    let above = rule.time_above(trains.presynaptic(), trains.postsynaptic());
    Outcome::Strength {
        change: value,
        error,
        theory: rule.change(&rule.theory(above)),
        switched_up: up,
        switched_down: down,
    }
}
