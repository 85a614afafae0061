//! Signals of one phase, laid out one after the other in the order in which they are computed.

use super::graph::{Combine, Coupling, Node, NodeKind};
use super::shape::Shape;
use core::ops::Range;

/// The signals of one phase as a list of steps; it says the same as the graph, without names and in one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    terms: Vec<Term>,
    times: Vec<usize>,
}

/// One signal.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    node: usize,
    combine: Combine,
    base: f64,
    min: f64,
    max: f64,
    terms: Range<usize>,
}

/// One coupling that ends at it.
#[derive(Debug, Clone, PartialEq)]
struct Term {
    from: usize,
    strength: f64,
    relative_to: f64,
    shape: Shape,
    times: Range<usize>,
}

impl Program {
    /// Adds a signal with its couplings; other nodes are not computed.
    pub(super) fn push(&mut self, index: usize, node: &Node, couplings: &[Coupling]) {
        let NodeKind::Signal {
            base,
            combine,
            min,
            max,
        } = node.kind
        else {
            return;
        };
        let first = self.terms.len();
        for c in couplings {
            let first = self.times.len();
            self.times.extend(&c.times);
            self.terms.push(Term {
                from: c.from,
                strength: c.strength,
                relative_to: c.relative_to,
                shape: c.shape,
                times: first..self.times.len(),
            });
        }
        self.steps.push(Step {
            node: index,
            combine,
            base,
            min,
            max,
            terms: first..self.terms.len(),
        });
    }

    /// Computes the signals in order.
    pub(super) fn run(&self, values: &mut [f64]) {
        for step in &self.steps {
            let mut value = step.base;
            for term in &self.terms[step.terms.clone()] {
                let x = values[term.from] - term.relative_to;
                let mut contribution = match term.shape {
                    Shape::Linear => term.strength * x,
                    shape => shape.contribution(term.strength, x),
                };
                for &t in &self.times[term.times.clone()] {
                    contribution *= values[t];
                }
                match step.combine {
                    Combine::Sum => value += contribution,
                    Combine::Product => value *= 1.0 + contribution,
                }
            }
            values[step.node] = value.clamp(step.min, step.max);
        }
    }
}
