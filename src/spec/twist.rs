//! A study with something changed on purpose: fewer scenarios, without couplings, with other numbers, with another rule.

use super::files::{BrainFile, Grade, Rule};
use super::study::{ResolvedVariant, Study};
use crate::random::{Draws, Purpose};

/// How far a number that nobody measured may lie from the file's, as a share of it.
pub const JITTER: f64 = 0.1;

impl Study {
    /// The study of some of its scenarios, in the order given.
    pub fn only(&self, scenarios: &[String]) -> Study {
        let find = |name: &String| self.scenarios.iter().find(|s| s.name == *name).cloned();
        Study {
            scenarios: scenarios.iter().filter_map(find).collect(),
            ..self.clone()
        }
    }

    /// The study with couplings switched off, from birth on: only the variants under which one of them acts.
    pub fn without(mut self, couplings: &[String]) -> Study {
        self.variants.retain_mut(|variant| {
            let before = variant.brain.couplings.len();
            let gone = |name: &String| couplings.contains(name);
            variant.brain.couplings.0.retain(|(name, _)| !gone(name));
            variant.switched_on.retain(|(name, _)| !gone(name));
            variant.brain.couplings.len() < before
        });
        self
    }

    /// Which of some couplings act under each variant, in the order of the variants.
    pub fn acting(&self, couplings: &[String]) -> Vec<Vec<String>> {
        let acting = |variant: &ResolvedVariant| {
            let acts = |name: &&String| variant.brain.couplings.get(name).is_some();
            couplings.iter().filter(acts).cloned().collect()
        };
        self.variants.iter().map(acting).collect()
    }

    /// Multiplies every number of the brain that nobody measured by a factor of its own between `1 - JITTER` and `1 + JITTER`,
    /// drawn under `seed` and its name: alike under all variants.
    pub fn jitter(&mut self, seed: u64) {
        for variant in &mut self.variants {
            jitter(&mut variant.brain, seed);
        }
    }

    /// Lets synapses that follow the bounded Hebb rule follow another one, with the same rate and bounds.
    pub fn with_rule(mut self, rule: Rule) -> Study {
        let brains = self.variants.iter_mut().map(|variant| &mut variant.brain);
        for (_, projection) in brains.flat_map(|brain| &mut brain.projections.0) {
            if projection.rule == Some(Rule::BoundedHebb) {
                projection.rule = Some(rule);
            }
        }
        self
    }
}

/// Rates, sizes of weights, thresholds, strengths and time constants of a brain.
fn jitter(brain: &mut BrainFile, seed: u64) {
    let mut draws = Draws::of(seed);
    let mut factor = |what: &str, name: &str, grade: Option<Grade>| {
        if matches!(grade, Some(Grade::MeasuredHuman | Grade::MeasuredAnimal)) {
            return 1.0;
        }
        let purpose = Purpose::new("jitter of numbers").and(what).and(name);
        1.0 + JITTER * (2.0 * draws.uniform(purpose, 0, 0) - 1.0)
    };
    for (name, p) in &mut brain.populations.0 {
        p.threshold *= factor("threshold", name, p.grade);
    }
    for (name, p) in &mut brain.projections.0 {
        p.learning_rate *= factor("rate", name, p.grade);
        // Weight and bounds together, so that a weight stays within its bounds.
        let size = factor("size", name, p.grade);
        p.initial *= size;
        p.lower = p.lower.map(|weight| weight * size);
        p.upper = p.upper.map(|weight| weight * size);
    }
    for (name, c) in &mut brain.couplings.0 {
        // A coupling that only carries a signal on has no strength to be unsure of.
        if c.strength.abs() != 1.0 {
            c.strength *= factor("strength", name, c.grade);
        }
    }
    for (name, f) in &mut brain.factors.0 {
        f.time_constant.0 *= factor("time", name, f.grade);
    }
}
