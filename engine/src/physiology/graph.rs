//! A graph of named signals: factors with memory, signals without, and the couplings between them.
//!
//! Each signal is a number of one person. A **factor** follows `time_constant * dx/dt = rest + sum of couplings - x`, one
//! exact step of a day at a time; with noise it is an Ornstein-Uhlenbeck process, with shocks a shot-noise process. A
//! **signal** is `base + sum` or `base * product(1 + ...)` of its couplings, clipped to its range. Signals are computed in
//! the order of their dependencies, in the five phases of [`Phase`].

use super::node::{Coupling, Node, NodeKind, Phase};
use super::program::Program;
use crate::kernels::transcendental::exp;
use crate::random::Purpose;

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

/// A graph with its order of computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Nodes; the values of a person are in the same order.
    pub nodes: Vec<Node>,
    /// Couplings, sorted by target.
    pub couplings: Vec<Coupling>,
    pub(super) incoming: Vec<core::ops::Range<usize>>,
    pub(super) phases: Vec<Phase>,
    pub(super) day: Program,
    pub(super) before: Program,
    pub(super) predicted: Program,
    pub(super) chosen: Program,
    pub(super) after: Program,
    /// Factors, with the share that a day leaves and the address of their draws.
    pub(super) factors: Vec<(usize, f64, Purpose)>,
    /// Inputs with their defaults.
    pub(super) day_inputs: Vec<(usize, f64)>,
    pub(super) episode_inputs: Vec<(usize, f64)>,
    /// What an episode finds out only when it has settled.
    pub(super) found_out: Vec<usize>,
}

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
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::node::Combine;
    use super::super::shape::Shape;
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
