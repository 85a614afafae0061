//! A brain whose every number is off by a random factor, so that what a test asserts does not hang on one set of them.

use rewire::random::{Draws, Purpose};
use rewire::spec::files::BrainFile;

/// How far numbers may lie from the file's, and which beside learning rates, sizes of weights, strengths of couplings and time constants of
/// factors. The urge of an action is in none of them: where it tips is moved by the strengths that end at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jitter {
    /// Every number is multiplied by a factor from this share below one to this share above.
    pub share: f64,
    /// Thresholds of units, and turnover of weights.
    pub units: bool,
    /// Widths and time constants of what is shown, and what a night transfers.
    pub codes_and_nights: bool,
    /// Pools of inhibition, and values of signals and factors without couplings.
    pub rests: bool,
}

impl Jitter {
    /// Draws each factor from the seed, by the name of what it multiplies.
    pub fn shake(&self, brain: &mut BrainFile, seed: u64) {
        let mut draws = Draws::of(seed);
        let mut factor = |name: &str| {
            1.0 + self.share * (2.0 * draws.uniform(Purpose::new("jitter").and(name), 0, 0) - 1.0)
        };
        for (name, p) in &mut brain.projections.0 {
            p.learning_rate *= factor(&format!("{name} rate"));
            // Weight and bounds together, so that a weight stays within its bounds.
            let size = factor(&format!("{name} size"));
            p.initial *= size;
            p.lower = p.lower.map(|w| w * size);
            p.upper = p.upper.map(|w| w * size);
            if let Some(turnover) = p.turnover.as_mut().filter(|_| self.units) {
                turnover.0 *= factor(&format!("{name} turnover"));
            }
            if let Some(transfer) = p.transfer.as_mut().filter(|_| self.codes_and_nights) {
                *transfer = (*transfer * factor(&format!("{name} transfer"))).min(1.0);
            }
        }
        for (name, p) in &mut brain.populations.0 {
            if self.units {
                p.threshold *= factor(&format!("{name} threshold"));
            }
            if self.codes_and_nights {
                p.width = p.width.map(|w| w * factor(&format!("{name} width")));
                if let Some(time) = &mut p.time_constant {
                    time.0 *= factor(&format!("{name} time"));
                }
            }
        }
        for (name, c) in &mut brain.couplings.0 {
            // A coupling that only carries a signal on has no strength to be unsure of; neither has what cannot be had.
            if c.strength.abs() != 1.0 && c.strength != 100.0 {
                c.strength *= factor(name);
            }
        }
        for (name, f) in &mut brain.factors.0 {
            f.time_constant.0 *= factor(&format!("{name} time"));
        }
        if self.rests {
            self.shake_rests(brain, &mut factor);
        }
    }

    /// A value of one is a share or a reference, and stays.
    fn shake_rests(&self, brain: &mut BrainFile, factor: &mut impl FnMut(&str) -> f64) {
        for (name, pool) in &mut brain.inhibition.0 {
            pool.strength *= factor(&format!("{name} inhibition"));
        }
        for (name, signal) in &mut brain.signals.0 {
            if signal.base != 1.0 {
                signal.base *= factor(&format!("{name} base"));
            }
        }
        for (name, f) in &mut brain.factors.0 {
            if f.rest != 1.0 {
                f.rest *= factor(&format!("{name} rest"));
            }
        }
    }
}
