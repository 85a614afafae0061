//! A graph of named signals: factors with memory, signals without, and the couplings between them.
//!
//! Each signal is a number of one person. A **factor** follows `time_constant * dx/dt = rest + sum of couplings - x`, one
//! exact step of a day at a time; with noise it is an Ornstein-Uhlenbeck process, with shocks a shot-noise process. A
//! **signal** is `base + sum` or `base * product(1 + ...)` of its couplings, clipped to its range. Signals are computed in
//! the order of their dependencies, in the five phases of [`Phase`].

use super::program::Program;
use super::shape::Shape;
use crate::kernels::transcendental::exp;
use crate::random::{Draws, Purpose, normal, uniform};

/// How the couplings of a signal combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// How the signals of episodes are computed on one day.
#[derive(Debug, Clone, Default)]
pub struct Today {
    before: Program,
    predicted: Program,
    chosen: Program,
    after: Program,
}

impl Today {
    /// Computes the signals that change with what an episode brings.
    pub fn compute_before(&self, values: &mut [f64]) {
        self.before.run(values);
    }

    /// Computes the signals that change with what the circuit predicts.
    pub fn compute_predicted(&self, values: &mut [f64]) {
        self.predicted.run(values);
    }

    /// Computes the signals that change with what is done about it.
    pub fn compute_chosen(&self, values: &mut [f64]) {
        self.chosen.run(values);
    }

    /// Computes the signals that change with what the circuit made of it.
    pub fn compute_after(&self, values: &mut [f64]) {
        self.after.run(values);
    }
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Name in the brain file.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
}

/// `to` changes by `shape(from - relative_to)`, times the product of the signals in `times`.
#[derive(Debug, Clone, PartialEq)]
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
    fn contribution(&self, values: &[f64]) -> f64 {
        let mut c = self
            .shape
            .contribution(self.strength, values[self.from] - self.relative_to);
        for &t in &self.times {
            c *= values[t];
        }
        c
    }
}

/// Why a graph cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphError {
    /// Signals that depend on each other without a factor or a tally in between; their names in order.
    Cycle(Vec<String>),
    /// A factor is driven by something that changes within a day; coupling and source.
    FactorFromEpisode(String, String),
    /// A coupling ends at something that is set from outside; coupling and target.
    FixedTarget(String, String),
}

/// When a signal is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// A graph with its order of computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Nodes; the values of a person are in the same order.
    pub nodes: Vec<Node>,
    /// Couplings, sorted by target.
    pub couplings: Vec<Coupling>,
    pub(super) incoming: Vec<core::ops::Range<usize>>,
    phases: Vec<Phase>,
    day: Program,
    before: Program,
    predicted: Program,
    chosen: Program,
    after: Program,
    factors: Vec<(usize, f64, Purpose)>,
    /// Inputs with their defaults.
    day_inputs: Vec<(usize, f64)>,
    episode_inputs: Vec<(usize, f64)>,
    /// What an episode finds out only when it has settled.
    found_out: Vec<usize>,
}

const DAYS_PER_YEAR: f64 = 365.25;

impl Graph {
    /// Orders a graph.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub fn new(nodes: Vec<Node>, mut couplings: Vec<Coupling>) -> Result<Self, GraphError> {
        couplings.sort_by_key(|c| c.to);
        let mut incoming = vec![0..0; nodes.len()];
        for (i, c) in couplings.iter().enumerate() {
            if incoming[c.to].is_empty() {
                incoming[c.to] = i..i;
            }
            incoming[c.to].end = i + 1;
        }
        let mut graph = Self {
            phases: vec![Phase::Day; nodes.len()],
            day: Program::default(),
            before: Program::default(),
            predicted: Program::default(),
            chosen: Program::default(),
            after: Program::default(),
            factors: Vec::new(),
            day_inputs: Vec::new(),
            episode_inputs: Vec::new(),
            found_out: Vec::new(),
            incoming,
            nodes,
            couplings,
        };
        graph.order()?;
        graph.check()?;
        Ok(graph)
    }

    fn order(&mut self) -> Result<(), GraphError> {
        let mut done = vec![false; self.nodes.len()];
        let mut path = Vec::new();
        for node in 0..self.nodes.len() {
            self.visit(node, &mut done, &mut path)?;
        }
        for (index, node) in self.nodes.iter().enumerate() {
            match node.kind {
                NodeKind::Factor { time_constant, .. } => {
                    let purpose = Purpose::new("factor").and(&node.name);
                    self.factors
                        .push((index, exp(-1.0 / time_constant), purpose));
                }
                NodeKind::DayInput { default } => self.day_inputs.push((index, default)),
                NodeKind::EpisodeInput { default, .. } => {
                    self.episode_inputs.push((index, default));
                }
                NodeKind::Prediction | NodeKind::Action => self.found_out.push(index),
                _ => {}
            }
        }
        Ok(())
    }

    fn visit(
        &mut self,
        node: usize,
        done: &mut [bool],
        path: &mut Vec<usize>,
    ) -> Result<(), GraphError> {
        if done[node] {
            return Ok(());
        }
        if let Some(start) = path.iter().position(|&n| n == node) {
            let mut names: Vec<String> = path[start..]
                .iter()
                .map(|&n| self.nodes[n].name.clone())
                .collect();
            names.push(self.nodes[node].name.clone());
            return Err(GraphError::Cycle(names));
        }
        let mut phase = match self.nodes[node].kind {
            NodeKind::EpisodeInput { .. } => Phase::Before,
            NodeKind::Prediction => Phase::Predicted,
            NodeKind::Action => Phase::Chosen,
            NodeKind::Activity => Phase::After,
            _ => Phase::Day,
        };
        if let NodeKind::Signal { .. } = self.nodes[node].kind {
            path.push(node);
            for c in self.incoming[node].clone() {
                let sources: Vec<usize> = core::iter::once(self.couplings[c].from)
                    .chain(self.couplings[c].times.iter().copied())
                    .collect();
                for source in sources {
                    self.visit(source, done, path)?;
                    phase = phase.max(self.phases[source]);
                }
            }
            path.pop();
            let program = match phase {
                Phase::Day => &mut self.day,
                Phase::Before => &mut self.before,
                Phase::Predicted => &mut self.predicted,
                Phase::Chosen => &mut self.chosen,
                Phase::After => &mut self.after,
            };
            let couplings = &self.couplings[self.incoming[node].clone()];
            let phases = &self.phases;
            let steady = |source: usize| phases[source] == Phase::Day;
            program.push(node, &self.nodes[node], couplings, steady);
        }
        self.phases[node] = phase;
        done[node] = true;
        Ok(())
    }

    fn check(&self) -> Result<(), GraphError> {
        for c in &self.couplings {
            match self.nodes[c.to].kind {
                NodeKind::Signal { .. } => {}
                NodeKind::Factor { .. } => {
                    for source in core::iter::once(&c.from).chain(&c.times) {
                        if self.phases[*source] != Phase::Day {
                            return Err(GraphError::FactorFromEpisode(
                                c.name.clone(),
                                self.nodes[*source].name.clone(),
                            ));
                        }
                    }
                }
                _ => {
                    return Err(GraphError::FixedTarget(
                        c.name.clone(),
                        self.nodes[c.to].name.clone(),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Index of a node.
    pub fn node(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|n| n.name == name)
    }

    /// When a node is computed.
    pub fn phase(&self, node: usize) -> Phase {
        self.phases[node]
    }

    /// Values at birth, with traits at zero until they are set.
    pub fn initial(&self) -> Vec<f64> {
        self.nodes
            .iter()
            .map(|n| match n.kind {
                NodeKind::Trait
                | NodeKind::Prediction
                | NodeKind::Action
                | NodeKind::Activity
                | NodeKind::Tally => 0.0,
                NodeKind::DayInput { default } | NodeKind::EpisodeInput { default, .. } => default,
                NodeKind::Factor { initial, .. } => initial,
                NodeKind::Signal { base, .. } => base,
            })
            .collect()
    }

    /// Computes the signals of a day.
    pub fn compute_day(&self, values: &mut [f64]) {
        self.day.run(values);
    }

    /// Prepares `today` for a day, after [`Graph::compute_day`]: what does not change within the day is worked out once.
    pub fn begin_day(&self, values: &[f64], today: &mut Today) {
        self.before.of_day(values, &mut today.before);
        self.predicted.of_day(values, &mut today.predicted);
        self.chosen.of_day(values, &mut today.chosen);
        self.after.of_day(values, &mut today.after);
    }

    /// Sets every episode input to its default.
    pub fn reset_episode(&self, values: &mut [f64]) {
        for &(node, default) in &self.episode_inputs {
            values[node] = default;
        }
    }

    /// Forgets what the episode before predicted and did.
    pub fn forget_episode(&self, values: &mut [f64]) {
        for &node in &self.found_out {
            values[node] = 0.0;
        }
    }

    /// Sets every day input to its default.
    pub fn reset_day(&self, values: &mut [f64]) {
        for &(node, default) in &self.day_inputs {
            values[node] = default;
        }
    }

    /// Episode inputs with noise: index and standard deviation.
    pub fn noisy_inputs(&self) -> Vec<(usize, f64)> {
        self.episode_inputs
            .iter()
            .filter_map(|&(n, _)| match self.nodes[n].kind {
                NodeKind::EpisodeInput { noise, .. } if noise > 0.0 => Some((n, noise)),
                _ => None,
            })
            .collect()
    }

    /// Moves every factor by one day, exactly for drives that are constant over it; all read the values before the step.
    pub fn step_factors(
        &self,
        values: &mut [f64],
        draws: &mut Draws,
        day: u64,
        targets: &mut Vec<f64>,
    ) {
        targets.clear();
        for &(node, _, _) in &self.factors {
            let NodeKind::Factor { rest, .. } = self.nodes[node].kind else {
                continue;
            };
            let drive: f64 = self.couplings[self.incoming[node].clone()]
                .iter()
                .map(|c| c.contribution(values))
                .fold(rest, |sum, c| sum + c);
            targets.push(drive);
        }
        for (&(node, keep, purpose), &target) in self.factors.iter().zip(&*targets) {
            let NodeKind::Factor {
                min,
                max,
                noise,
                shocks_per_year,
                shock_size,
                ..
            } = self.nodes[node].kind
            else {
                continue;
            };
            let mut x = values[node] + (1.0 - keep) * (target - values[node]);
            if noise > 0.0 || shocks_per_year > 0.0 {
                let mut words = [0u32; 3];
                draws.fill(purpose, day, 0, &mut words);
                x += noise * libm::sqrt(1.0 - keep * keep) * normal(words[0], words[1]);
                if uniform(words[2]) < shocks_per_year / DAYS_PER_YEAR {
                    x += shock_size;
                }
            }
            values[node] = x.clamp(min, max);
        }
    }

    /// Puts noisy factors at a draw from their stationary distribution, so that nobody is born at the mean.
    pub fn scatter_factors(&self, values: &mut [f64], draws: &mut Draws) {
        for &(node, _, purpose) in &self.factors {
            if let NodeKind::Factor {
                noise, min, max, ..
            } = self.nodes[node].kind
                && noise > 0.0
            {
                let z = draws.normal(purpose.and("birth"), 0, 0);
                values[node] = (values[node] + noise * z).clamp(min, max);
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn signal(name: &str, base: f64) -> Node {
        Node {
            name: name.into(),
            kind: NodeKind::Signal {
                base,
                combine: Combine::Sum,
                min: f64::NEG_INFINITY,
                max: f64::INFINITY,
            },
        }
    }

    pub fn factor(name: &str, rest: f64, time_constant: f64, noise: f64) -> Node {
        let kind = NodeKind::Factor {
            rest,
            time_constant,
            initial: rest,
            min: f64::NEG_INFINITY,
            max: f64::INFINITY,
            noise,
            shocks_per_year: 0.0,
            shock_size: 0.0,
        };
        Node {
            name: name.into(),
            kind,
        }
    }

    pub fn coupling(from: usize, to: usize, strength: f64) -> Coupling {
        Coupling {
            name: format!("{from}-{to}"),
            from,
            to,
            strength,
            relative_to: 0.0,
            shape: Shape::Linear,
            times: vec![],
        }
    }

    pub fn input(name: &str) -> Node {
        Node {
            name: name.into(),
            kind: NodeKind::DayInput { default: 0.0 },
        }
    }

    #[test]
    fn a_factor_relaxes_exponentially() {
        let graph = Graph::new(
            vec![input("dose"), factor("x", 1.0, 12.0, 0.0)],
            vec![coupling(0, 1, 2.0)],
        )
        .unwrap();
        let mut values = graph.initial();
        values[0] = 1.5;
        let mut draws = Draws::of(1);
        for day in 0..30 {
            graph.step_factors(&mut values, &mut draws, day, &mut Vec::new());
        }
        // Closed form: x = target + (x0 - target) exp(-t / tau); only rounding of 30 steps remains.
        let exact = 4.0 + (1.0 - 4.0) * (-30.0f64 / 12.0).exp();
        assert!((values[1] - exact).abs() < 1e-12);
    }

    #[test]
    fn a_noisy_factor_keeps_its_standard_deviation() {
        let graph = Graph::new(vec![factor("x", 0.0, 5.0, 0.3)], vec![]).unwrap();
        let mut draws = Draws::of(4);
        let mut values = graph.initial();
        graph.scatter_factors(&mut values, &mut draws);
        let n = 40_000;
        let mut sum = 0.0;
        for day in 0..n {
            graph.step_factors(&mut values, &mut draws, day, &mut Vec::new());
            sum += values[0] * values[0];
        }
        // The variance of an Ornstein-Uhlenbeck process with tau = 5 days over 40,000 days has about 8,000 independent
        // terms: relative standard error sqrt(2 / 8000) = 1.6 %; four of them.
        assert!((sum / n as f64 / 0.09 - 1.0).abs() < 0.064);
    }

    #[test]
    fn signals_are_computed_in_the_order_of_their_dependencies() {
        let nodes = vec![signal("c", 0.0), signal("b", 0.0), signal("a", 2.0)];
        let graph = Graph::new(nodes, vec![coupling(1, 0, 10.0), coupling(2, 1, 3.0)]).unwrap();
        let mut values = graph.initial();
        graph.compute_day(&mut values);
        assert_eq!(values, [60.0, 6.0, 2.0]);
    }

    #[test]
    fn a_cycle_of_signals_is_refused_with_its_names() {
        let error = Graph::new(
            vec![signal("a", 0.0), signal("b", 0.0)],
            vec![coupling(0, 1, 1.0), coupling(1, 0, 1.0)],
        )
        .unwrap_err();
        assert_eq!(
            error,
            GraphError::Cycle(vec!["a".into(), "b".into(), "a".into()])
        );
    }

    #[test]
    fn what_is_found_out_later_is_computed_later() {
        let found = |name: &str, kind| Node {
            name: name.into(),
            kind,
        };
        let nodes = vec![
            found("prediction", NodeKind::Prediction),
            found("action", NodeKind::Action),
            signal("omission", 0.0),
            signal("relief", 0.0),
            signal("trust", 0.0),
        ];
        let couplings = vec![
            coupling(0, 2, 2.0),
            coupling(1, 3, 3.0),
            coupling(2, 4, 1.0),
        ];
        let graph = Graph::new(nodes, couplings).unwrap();
        assert_eq!(graph.phase(2), Phase::Predicted);
        assert_eq!(graph.phase(3), Phase::Chosen);
        assert_eq!(graph.phase(4), Phase::Predicted);
        let (mut values, mut today) = (graph.initial(), Today::default());
        graph.begin_day(&values, &mut today);
        values[0] = 0.5;
        today.compute_predicted(&mut values);
        values[1] = 1.0;
        today.compute_chosen(&mut values);
        assert_eq!(values, [0.5, 1.0, 1.0, 3.0, 1.0]);
        graph.forget_episode(&mut values);
        assert_eq!(values[..2], [0.0, 0.0]);
    }
}
