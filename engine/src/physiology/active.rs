//! What of a graph can do something at all.

use super::graph::Graph;
use super::node::{Combine, Coupling, Node, NodeKind, Phase};
use serde::Serialize;
use std::collections::BTreeSet;

/// What of a graph decides how a life is lived in which only certain nodes are set from outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Acting<'a> {
    nodes: &'a [Node],
    /// When each node is computed: contributions that change within a day are added after those that do not, so it decides
    /// the order of a sum.
    phases: &'a [Phase],
    /// Couplings that can do something; what is left out contributes exactly nothing.
    couplings: Vec<&'a Coupling>,
}

impl Graph {
    /// What decides a life in which no node is set from outside but these, traits, and what is found out within an episode.
    /// Two graphs that agree in it compute the same values bit for bit.
    pub fn acting(&self, set: &BTreeSet<usize>) -> Acting<'_> {
        // Without `..`: a field that is added does not compile before it is decided here.
        let Self {
            nodes,
            couplings: _,
            phases,
            // The rest follows from nodes and couplings.
            incoming: _,
            day: _,
            before: _,
            predicted: _,
            chosen: _,
            after: _,
            factors: _,
            day_inputs: _,
            episode_inputs: _,
            found_out: _,
        } = self;
        Acting {
            nodes,
            phases,
            couplings: self.acting_couplings(set),
        }
    }

    /// The couplings that can do something while no node is set from outside but these.
    fn acting_couplings(&self, set: &BTreeSet<usize>) -> Vec<&Coupling> {
        let at_first = |(index, node): (usize, &Node)| {
            value_if_constant(node).filter(|_| !set.contains(&index))
        };
        let mut constant: Vec<Option<f64>> = self.nodes.iter().enumerate().map(at_first).collect();
        // Assume everything constant, then withdraw the assumption where a coupling breaks it, until nothing changes.
        loop {
            let mut next = constant.clone();
            for (i, node) in self.nodes.iter().enumerate() {
                if constant[i].is_some() {
                    next[i] = self.constant_value(i, node, &constant);
                }
            }
            if next == constant {
                break;
            }
            constant = next;
        }
        self.couplings
            .iter()
            .filter(|c| contribution_if_constant(c, &constant) != Some(0.0))
            .collect()
    }

    fn constant_value(&self, index: usize, node: &Node, constant: &[Option<f64>]) -> Option<f64> {
        let mut contributions = Vec::new();
        for c in &self.couplings[self.incoming[index].clone()] {
            contributions.push(contribution_if_constant(c, constant)?);
        }
        match node.kind {
            NodeKind::Signal {
                base,
                combine,
                min,
                max,
            } => {
                let value = contributions.iter().fold(base, |v, c| match combine {
                    Combine::Sum => v + c,
                    Combine::Product => v * (1.0 + c),
                });
                Some(value.clamp(min, max))
            }
            NodeKind::Factor {
                rest,
                time_constant: _,
                initial,
                min,
                max,
                noise: _,
                shocks_per_year: _,
                shock_size: _,
            } => {
                let target: f64 = contributions.iter().fold(rest, |v, c| v + c);
                (target == initial && initial == initial.clamp(min, max)).then_some(initial)
            }
            NodeKind::Trait
            | NodeKind::DayInput { .. }
            | NodeKind::EpisodeInput { .. }
            | NodeKind::Prediction
            | NodeKind::Action
            | NodeKind::Activity
            | NodeKind::Tally => constant[index],
        }
    }
}

/// The value that a node keeps as long as nothing sets it and no coupling moves it; none where it varies by itself.
fn value_if_constant(node: &Node) -> Option<f64> {
    match node.kind {
        NodeKind::DayInput { default } => Some(default),
        NodeKind::EpisodeInput { default, noise } => (noise == 0.0).then_some(default),
        NodeKind::Factor {
            rest: _,
            time_constant: _,
            initial,
            min: _,
            max: _,
            noise,
            shocks_per_year,
            shock_size: _,
        } => (noise == 0.0 && shocks_per_year == 0.0).then_some(initial),
        NodeKind::Signal {
            base,
            combine: _,
            min: _,
            max: _,
        } => Some(base),
        NodeKind::Trait
        | NodeKind::Prediction
        | NodeKind::Action
        | NodeKind::Activity
        | NodeKind::Tally => None,
    }
}

/// The contribution of a coupling whose sources are constant, or 0 where one of its factors is.
fn contribution_if_constant(c: &Coupling, constant: &[Option<f64>]) -> Option<f64> {
    let Coupling {
        name: _,
        from,
        to: _,
        strength,
        relative_to,
        shape,
        times,
    } = c;
    if *strength == 0.0 || times.iter().any(|&t| constant[t] == Some(0.0)) {
        return Some(0.0);
    }
    let own = shape.contribution(*strength, constant[*from]? - relative_to);
    if own == 0.0 {
        return Some(0.0);
    }
    let mut product = own;
    for &t in times {
        product *= constant[t]?;
    }
    Some(product)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physiology::graph::tests::{coupling, factor, input, signal};

    #[test]
    fn couplings_that_can_do_nothing_are_found() {
        let nodes = vec![
            input("drug"),
            signal("tone", 0.0),
            factor("bdnf", 1.0, 12.0, 0.0),
            input("stress"),
            signal("gain", 1.0),
        ];
        let mut from_bdnf = coupling(2, 4, 0.5);
        from_bdnf.relative_to = 1.0;
        let couplings = vec![
            coupling(0, 1, 3.0),
            coupling(1, 2, 0.2),
            from_bdnf,
            coupling(3, 4, -1.0),
        ];
        let graph = Graph::new(nodes, couplings).unwrap();
        let names = |set: &[usize]| {
            graph
                .acting(&set.iter().copied().collect())
                .couplings
                .iter()
                .map(|c| c.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&[3]), ["3-4"]);
        assert_eq!(names(&[0]), ["0-1", "1-2", "2-4"]);
    }
}
