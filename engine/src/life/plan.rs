//! A brain under one variant, as meant: every name an index, ready to be lived with.

use crate::circuit::Circuit;
use crate::content::ContentHash;
use crate::physiology::Graph;
use serde::Serialize;

/// Distribution of a trait over people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Distribution {
    /// The same for all.
    Constant(f64),
    /// Normal, clipped to a range.
    Normal {
        /// Mean before clipping.
        mean: f64,
        /// Standard deviation before clipping.
        sd: f64,
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
    /// Log-normal, clipped to a range.
    LogNormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
    },
    /// Uniform.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// One of several values.
    Choice {
        /// The values.
        values: Vec<f64>,
        /// Their probabilities, which sum to 1.
        probabilities: Vec<f64>,
    },
}

/// How people differ in one respect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraitPlan {
    /// Name in the brain file.
    pub name: String,
    /// Node of the graph.
    pub node: usize,
    /// Distribution.
    pub distribution: Distribution,
}

/// Nodes of the graph that a population reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PopulationSlots {
    /// Drive of a settling population, level of a clamped one.
    pub drive: usize,
    /// Gain of the drive.
    pub gain: usize,
    /// Rate at the start of an episode.
    pub start: usize,
    /// Mean rate after the first settle, before an outcome is shown.
    pub prediction: usize,
    /// Mean rate after the last settle.
    pub activity: usize,
    /// Width of the bump that it shows, if it shows one.
    pub width: Option<usize>,
}

/// Nodes of the graph that a projection reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectionSlots {
    /// Gain on the drive that it carries.
    pub gain: usize,
    /// Potentiation is multiplied by all of these.
    pub ltp: Vec<usize>,
    /// Depression is multiplied by all of these.
    pub ltd: Vec<usize>,
    /// Third factor of a three-factor rule.
    pub third: Option<usize>,
    /// Consolidation in the night is multiplied by all of these.
    pub consolidation: Vec<usize>,
}

/// The named operation `free_recall`: settle without a cue from a weak state, then live the winning pattern again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recall {
    /// Population whose patterns compete.
    pub from: usize,
    /// Clamped population in which the winner is shown.
    pub shows: usize,
    /// Each pattern starts at `start_noise * u^2`, u uniform.
    pub start_noise: f64,
    /// Inputs while searching.
    pub inputs: Vec<(usize, f64)>,
}

/// Something that a person may do in an episode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionPlan {
    /// Node that is 1 where it is done.
    pub node: usize,
    /// Node of the urge to do it.
    pub urge: usize,
}

/// Actions of which one is chosen: of several, one with probability `exp(urge) / sum of exp(urge)`; a single one is done
/// or left, with probability `1 / (1 + exp(-urge))`.
pub type Choice = Vec<ActionPlan>;

/// Patterns that an episode shows in a clamped population; of several, one is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The population.
    pub population: usize,
    /// Its patterns.
    pub patterns: Vec<usize>,
}

/// One kind of episode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Experience {
    /// Name.
    pub name: String,
    /// Episode inputs that it sets: node and value.
    pub inputs: Vec<(usize, f64)>,
    /// Inputs of a second settle, in which the outcome is shown; the first gave the prediction.
    pub outcome_inputs: Option<Vec<(usize, f64)>>,
    /// Free recall first.
    pub recall: Option<Recall>,
    /// Patterns that it shows; other clamped populations show one at random.
    pub shows: Vec<Shown>,
    /// What can be done between prediction and outcome.
    pub choices: Vec<Choice>,
    /// Number of like episodes that one of these stands for: it learns, and counts, that many times.
    pub stands_for: f64,
    /// Multiplies the noise of the inputs.
    pub noise: f64,
    /// Counts in the tallies of the day.
    pub felt: bool,
    /// Node of its odds as an external event.
    pub odds: Option<usize>,
    /// Node of its rate per day as an internal event.
    pub rate: Option<usize>,
}

/// What a day leaves of something that varies from episode to episode.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TallyPlan {
    /// Node that holds it.
    pub node: usize,
    /// Node that is looked at.
    pub of: usize,
    /// Only episodes count in which this node is above zero; without it, those that are felt.
    pub when: Option<usize>,
    /// What is taken of the episodes that count.
    pub take: Take,
}

/// What a tally takes of the episodes that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Take {
    /// The mean; on a day without any, that of the day before.
    Mean,
    /// The sum; none is zero.
    Sum,
    /// The last; on a day without any, that of the day before.
    Last,
}

/// A probe: settles without learning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Probe {
    /// Inputs.
    pub inputs: Vec<(usize, f64)>,
    /// Patterns that it shows; it is repeated for each combination of them.
    pub shows: Vec<Shown>,
    /// Values of the first noisy input at which it is repeated.
    pub framings: Vec<f64>,
    /// Repeated for each pattern of the cue.
    pub per_pattern: bool,
}

/// How a readout is measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ReadoutKind {
    /// `offset + sum of weight * mean rate of a population`, mean over a probe.
    Probe {
        /// Index of the probe.
        probe: usize,
        /// Added.
        offset: f64,
        /// Population and weight.
        terms: Vec<(usize, f64)>,
    },
    /// A node of the graph: its value at the end of the week, or the mean over its days.
    Signal {
        /// The node.
        node: usize,
        /// Mean over the days of the week.
        average: bool,
    },
    /// Episodes of an experience per day, mean over the week.
    Count {
        /// Index in [`LifePlan::internal`].
        internal: usize,
    },
    /// Number of structural synapses.
    Spines,
    /// Sum of weight change not yet consolidated.
    EarlyMass,
    /// Sum of |late weight| of plastic synapses.
    LateMass,
    /// Mean weight of a projection.
    Weight {
        /// Index of the projection.
        projection: usize,
    },
}

/// A readout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Readout {
    /// Name.
    pub name: String,
    /// How it is measured.
    pub kind: ReadoutKind,
}

/// One component of the severity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Component {
    /// Index of the readout.
    pub readout: usize,
    /// Weight.
    pub weight: f64,
    /// Value at which it counts nothing.
    pub none: f64,
    /// Value at which it counts fully.
    pub full: f64,
}

/// Severity 0-100.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Severity {
    /// Components.
    pub components: Vec<Component>,
    /// Standard deviation of the rating.
    pub noise: f64,
    /// Ill at or above.
    pub ill_at: f64,
    /// In remission below.
    pub remission_below: f64,
}

/// A brain under one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct LifePlan {
    /// Signals and factors.
    pub graph: Graph,
    /// Populations and projections.
    pub circuit: Circuit,
    /// Traits.
    pub traits: Vec<TraitPlan>,
    /// One per population of the circuit.
    pub populations: Vec<PopulationSlots>,
    /// One per projection of the circuit.
    pub projections: Vec<ProjectionSlots>,
    /// Up to so many episodes settle from the same weights before they are learned.
    pub side_by_side: usize,
    /// Experiences of ordinary life.
    pub experiences: Vec<Experience>,
    /// External events, in the order in which their odds are stacked; the last takes what is left.
    pub external: Vec<usize>,
    /// External events a day.
    pub external_per_day: usize,
    /// Internal events.
    pub internal: Vec<usize>,
    /// Tallies.
    pub tallies: Vec<TallyPlan>,
    /// Nodes of growth, pruning and turnover.
    pub night: [usize; 3],
    /// Probes.
    pub probes: Vec<Probe>,
    /// Readouts.
    pub readouts: Vec<Readout>,
    /// Severity.
    pub severity: Severity,
}

impl LifePlan {
    /// Readouts of a week: severity, rated severity, then the readouts in order.
    pub fn readings(&self) -> usize {
        self.readouts.len() + 2
    }

    /// Nodes that an episode reads before it settles.
    pub(super) fn read_by_settles(&self) -> impl Iterator<Item = usize> {
        let populations = self.populations.iter().flat_map(|slots| {
            let always = [slots.drive, slots.gain, slots.start];
            always.into_iter().chain(slots.width)
        });
        populations.chain(self.projections.iter().map(|slots| slots.gain))
    }

    /// Names what of the plan decides how a life is lived, but for its graph: see [`Graph::acting`]. Plans that agree in both
    /// live the same bit for bit.
    pub fn content(&self) -> ContentHash {
        // Without `..`: a field that is added does not compile before it is decided here.
        let Self {
            graph: _,
            circuit,
            traits,
            populations,
            projections,
            side_by_side,
            experiences,
            external,
            external_per_day,
            internal,
            tallies,
            night,
            probes,
            readouts,
            severity,
        } = self;
        ContentHash::of(&(
            circuit.definition(),
            traits,
            populations,
            projections,
            side_by_side,
            experiences,
            external,
            external_per_day,
            internal,
            tallies,
            night,
            probes,
            readouts,
            severity,
        ))
    }
}
