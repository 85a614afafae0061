//! Signals of one phase, laid out one after the other in the order in which they are computed.

use super::node::{Combine, Coupling, Node, NodeKind};
use super::shape::Shape;

/// The signals of one phase as a list of steps; it says the same as the graph, without names and in one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
    terms: Vec<Term>,
    times: Vec<usize>,
}

/// One signal.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    node: usize,
    combine: Combine,
    base: f64,
    min: f64,
    max: f64,
    /// Number of terms; they follow those of the step before.
    terms: usize,
}

/// One coupling that ends at it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Term {
    from: usize,
    strength: f64,
    relative_to: f64,
    shape: Shape,
    /// Number of nodes that stay for a day and multiply it; they follow those of the term before.
    staying: u32,
    /// Number of nodes after them that episodes change.
    changing: u32,
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
        for c in couplings {
            let (staying, changing): (Vec<usize>, Vec<usize>) =
                c.times.iter().partition(|&&t| steady(t));
            self.terms.push(Term {
                from: c.from,
                strength: c.strength,
                relative_to: c.relative_to,
                shape: c.shape,
                staying: staying.len() as u32,
                changing: changing.len() as u32,
                steady: steady(c.from),
            });
            self.times.extend(staying);
            self.times.extend(changing);
        }
        self.steps.push(Step {
            node: index,
            combine,
            base,
            min,
            max,
            terms: couplings.len(),
        });
    }

    /// Leaves in `today` the same program with everything worked out that does not change within a day: it computes the same,
    /// with fewer couplings. `values` are those of the morning.
    pub(super) fn of_day(&self, values: &[f64], today: &mut Program) {
        today.steps.clear();
        today.terms.clear();
        today.times.clear();
        let (mut terms, mut times) = (self.terms.as_slice(), self.times.as_slice());
        for step in &self.steps {
            let first = today.terms.len();
            let mut base = step.base;
            for term in next(&mut terms, step.terms) {
                let staying = next(&mut times, term.staying as usize);
                let changing = next(&mut times, term.changing as usize);
                if term.steady && changing.is_empty() {
                    base = step.combine.with(base, term.contribution(staying, values));
                    continue;
                }
                let mut strength = term.strength;
                let mut kept = term.staying;
                if term.shape.is_proportional_to_strength() {
                    strength = staying.iter().fold(strength, |s, &t| s * values[t]);
                    if strength == 0.0 {
                        continue;
                    }
                    kept = 0;
                } else {
                    today.times.extend_from_slice(staying);
                }
                today.times.extend_from_slice(changing);
                today.terms.push(Term {
                    strength,
                    staying: kept,
                    ..*term
                });
            }
            today.steps.push(Step {
                base,
                terms: today.terms.len() - first,
                ..*step
            });
        }
    }

    /// Computes the signals in order.
    pub(super) fn run(&self, values: &mut [f64]) {
        let (mut terms, mut times) = (self.terms.as_slice(), self.times.as_slice());
        for step in &self.steps {
            let mut value = step.base;
            for term in next(&mut terms, step.terms) {
                let times = next(&mut times, (term.staying + term.changing) as usize);
                value = step.combine.with(value, term.contribution(times, values));
            }
            values[step.node] = value.clamp(step.min, step.max);
        }
    }
}

/// Takes the next so many items off a list.
#[inline]
fn next<'a, T>(items: &mut &'a [T], number: usize) -> &'a [T] {
    let (taken, rest) = items.split_at(number);
    *items = rest;
    taken
}
