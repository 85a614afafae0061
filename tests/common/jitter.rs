//! A brain whose every number is off by a random factor, so that what a test asserts does not hang on one set of them.

use rewire::random::{Draws, Purpose};
use rewire::spec::files::BrainFile;

/// Multiplies rates, sizes of weights, thresholds, transfers, strengths and time constants by factors between `1 - share` and
/// `1 + share`, each of its own, drawn from the seed. The urge of an action is not among them: where it tips is moved by the strengths
/// that end at it.
pub fn jitter(brain: &mut BrainFile, seed: u64, share: f64) {
    let mut draws = Draws::of(seed);
    let mut factor = |name: &str| {
        1.0 + share * (2.0 * draws.uniform(Purpose::new("jitter").and(name), 0, 0) - 1.0)
    };
    for (name, p) in &mut brain.populations.0 {
        p.threshold *= factor(&format!("{name} threshold"));
        p.width = p.width.map(|w| w * factor(&format!("{name} width")));
        if let Some(time) = &mut p.time_constant {
            time.0 *= factor(&format!("{name} time"));
        }
    }
    for (name, p) in &mut brain.projections.0 {
        p.learning_rate *= factor(&format!("{name} rate"));
        // Weight and bounds together, so that a weight stays within its bounds.
        let size = factor(&format!("{name} size"));
        p.initial *= size;
        p.lower = p.lower.map(|w| w * size);
        p.upper = p.upper.map(|w| w * size);
        let transfer = factor(&format!("{name} transfer"));
        p.transfer = p.transfer.map(|t| (t * transfer).min(1.0));
        if let Some(turnover) = &mut p.turnover {
            turnover.0 *= factor(&format!("{name} turnover"));
        }
    }
    for (name, c) in &mut brain.couplings.0 {
        // A coupling that only carries a signal on has no strength to be unsure of.
        if c.strength.abs() != 1.0 {
            c.strength *= factor(name);
        }
    }
    for (name, f) in &mut brain.factors.0 {
        f.time_constant.0 *= factor(&format!("{name} time"));
    }
}
