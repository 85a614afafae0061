//! Signals of one phase, laid out one after the other in the order in which they are computed.

use super::node::{Combine, Coupling, Node, NodeKind};
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
    /// What multiplies it: first what stays for a day, then what episodes change.
    times: Range<usize>,
    changing_times: usize,
    /// Whether it comes from something that stays for a day.
    steady: bool,
}

impl Term {
    /// What it adds, or one less than what it multiplies with.
    #[inline]
    fn contribution(&self, times: &[usize], values: &[f64]) -> f64 {
        let x = values[self.from] - self.relative_to;
        let contribution = match self.shape {
            Shape::Linear => self.strength * x,
            shape => shape.contribution(self.strength, x),
        };
        times.iter().fold(contribution, |c, &t| c * values[t])
    }
}

impl Program {
    /// Adds a signal with its couplings; other nodes are not computed. `steady` says whether a node stays as it is from the
    /// morning to the evening.
    pub(super) fn push(
        &mut self,
        index: usize,
        node: &Node,
        couplings: &[Coupling],
        steady: impl Fn(usize) -> bool,
    ) {
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
            let (staying, changing): (Vec<usize>, Vec<usize>) =
                c.times.iter().partition(|&&t| steady(t));
            self.times.extend(staying);
            let changing_times = self.times.len();
            self.times.extend(changing);
            self.terms.push(Term {
                from: c.from,
                strength: c.strength,
                relative_to: c.relative_to,
                shape: c.shape,
                times: first..self.times.len(),
                changing_times,
                steady: steady(c.from),
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

    /// Leaves in `today` the same program with everything worked out that does not change within a day: it computes the same,
    /// with fewer couplings. `values` are those of the morning.
    pub(super) fn of_day(&self, values: &[f64], today: &mut Program) {
        today.steps.clear();
        today.terms.clear();
        today.times.clear();
        for step in &self.steps {
            let first = today.terms.len();
            let mut base = step.base;
            for term in &self.terms[step.terms.clone()] {
                let staying = &self.times[term.times.start..term.changing_times];
                let changing = &self.times[term.changing_times..term.times.end];
                if term.steady && changing.is_empty() {
                    base = step.combine.with(base, term.contribution(staying, values));
                    continue;
                }
                let first = today.times.len();
                let mut strength = term.strength;
                if term.shape.is_proportional_to_strength() {
                    strength = staying.iter().fold(strength, |s, &t| s * values[t]);
                    if strength == 0.0 {
                        continue;
                    }
                } else {
                    today.times.extend(staying);
                }
                today.times.extend(changing);
                today.terms.push(Term {
                    strength,
                    times: first..today.times.len(),
                    ..term.clone()
                });
            }
            today.steps.push(Step {
                base,
                terms: first..today.terms.len(),
                ..step.clone()
            });
        }
    }

    /// Computes the signals in order.
    pub(super) fn run(&self, values: &mut [f64]) {
        for step in &self.steps {
            let mut value = step.base;
            for term in &self.terms[step.terms.clone()] {
                let times = &self.times[term.times.clone()];
                value = step.combine.with(value, term.contribution(times, values));
            }
            values[step.node] = value.clamp(step.min, step.max);
        }
    }
}
