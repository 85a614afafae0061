//! Which couplings can do something at all.

use super::graph::Graph;
use super::node::{Combine, Coupling, Node, NodeKind};

impl Graph {
    /// The couplings that can do something while the nodes in `varied` are the only ones set from outside: what is left out contributes exactly nothing. Two graphs that agree on these live the same history.
    pub fn active_couplings(&self, varied: &[usize]) -> Vec<&Coupling> {
        let mut constant: Vec<Option<f64>> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(i, n)| match n.kind {
                _ if varied.contains(&i) => None,
                NodeKind::DayInput { default } => Some(default),
                NodeKind::EpisodeInput {
                    default,
                    noise: 0.0,
                } => Some(default),
                NodeKind::Factor {
                    initial,
                    noise,
                    shocks_per_year,
                    ..
                } if noise == 0.0 && shocks_per_year == 0.0 => Some(initial),
                NodeKind::Signal { base, .. } => Some(base),
                _ => None,
            })
            .collect();
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
            NodeKind::Factor { rest, initial, .. } => {
                let target: f64 = contributions.iter().fold(rest, |v, c| v + c);
                (target == initial).then_some(initial)
            }
            _ => constant[index],
        }
    }
}

/// The contribution of a coupling whose sources are constant, or 0 where one of its factors is.
fn contribution_if_constant(c: &Coupling, constant: &[Option<f64>]) -> Option<f64> {
    if c.strength == 0.0 || c.times.iter().any(|&t| constant[t] == Some(0.0)) {
        return Some(0.0);
    }
    let own = c
        .shape
        .contribution(c.strength, constant[c.from]? - c.relative_to);
    if own == 0.0 {
        return Some(0.0);
    }
    let mut product = own;
    for &t in &c.times {
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
        let names = |varied: &[usize]| {
            graph
                .active_couplings(varied)
                .iter()
                .map(|c| c.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&[3]), ["3-4"]);
        assert_eq!(names(&[0]), ["0-1", "1-2", "2-4"]);
    }
}
