//! A study with something changed on purpose: fewer scenarios, without couplings, with other numbers, with another rule.

use super::files::{Grade, Rule, Stated};
use super::numbers::{Movable, movable, moved};
use super::study::{ResolvedVariant, Study};
use crate::random::{Draws, Purpose};

/// How far a number that nobody measured may lie from the file's, as a share of it.
pub const JITTER: f64 = 0.1;
/// Scale of the sliding threshold where a BCM rule takes the place of another.
const HALF_OF_THE_FULL_RATE: f64 = 0.5;

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

    /// Multiplies every number of brain and treatments that nobody measured (see [`super::numbers`]) by a factor of its own between
    /// `1 - JITTER` and `1 + JITTER`, drawn under `seed` and its name: alike under all variants.
    ///
    /// # Errors
    /// As of [`moved`].
    pub fn jittered(&self, seed: u64) -> Result<Study, String> {
        let mut draws = Draws::of(seed);
        let mut factor = |number: &Movable| {
            let purpose = Purpose::new("jitter of numbers");
            let u = draws.uniform(purpose.and(&number.file).and(&number.name), 0, 0);
            1.0 + JITTER * (2.0 * u - 1.0)
        };
        let mut jittered = self.clone();
        for (index, variant) in jittered.variants.iter_mut().enumerate() {
            let numbers = movable(self, index)?;
            let factors: Vec<_> = numbers.iter().map(|n| (n, factor(n))).collect();
            let mut own = moved(self, index, &factors)?;
            variant.brain = own.variants.remove(0).brain;
            // The same under every variant, since a factor hangs on the name alone.
            jittered.treatments = own.treatments;
        }
        Ok(jittered)
    }

    /// Lets synapses that follow the bounded Hebb rule follow another one, with the same rate and bounds. Thresholds of BCM that no
    /// file states get half of the full rate as their scale: where units answer half of what they meet, they are at rest.
    pub fn with_rule(mut self, rule: Rule) -> Study {
        let brains = self.variants.iter_mut().map(|variant| &mut variant.brain);
        for (_, projection) in brains.flat_map(|brain| &mut brain.projections.0) {
            if projection.rule == Some(Rule::BoundedHebb) {
                projection.rule = Some(rule);
                if rule == Rule::Bcm {
                    projection.target_rate.get_or_insert(Stated {
                        grade: Some(Grade::Assumed),
                        ..HALF_OF_THE_FULL_RATE.into()
                    });
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::compile::compile_study;
    use crate::spec::files::Grade;
    use crate::spec::{Kind, Library};

    #[test]
    fn jitter_moves_what_nobody_measured_of_brain_and_treatment_alike_under_all_variants() {
        let scenarios = ["ssri-plus-therapy".to_owned()];
        let variants = ["monoamine".to_owned(), "plasticity-window".to_owned()];
        let study = Library::new(None).read_study(&scenarios, &variants, "tiny");
        let study = study.unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let jittered = study.jittered(7).unwrap();
        let strength = |study: &Study, variant: usize, name: &str| {
            let couplings = &study.variants[variant].brain.couplings;
            couplings.get(name).map(|coupling| coupling.strength)
        };
        let (mut moved, mut stayed) = (0, 0);
        for (name, coupling) in study.brain.value.couplings.iter() {
            let each = [0, 1].map(|v| {
                let (was, is) = (strength(&study, v, name)?, strength(&jittered, v, name)?);
                (was != 0.0).then(|| is / was)
            });
            for ratio in each.into_iter().flatten() {
                let measured = matches!(
                    coupling.grade,
                    Some(Grade::MeasuredHuman | Grade::MeasuredAnimal)
                );
                assert!((ratio - 1.0).abs() <= JITTER + 1e-12, "{name}: {ratio}");
                assert!(!measured || ratio == 1.0, "{name} was measured");
                moved += usize::from(ratio != 1.0);
                stayed += usize::from(ratio == 1.0);
            }
            if let [Some(a), Some(b)] = each {
                // Two quotients of rounded products.
                assert!((a - b).abs() < 1e-12, "{name}: {a} {b}");
            }
        }
        assert!(moved > 20 && stayed > 5, "{moved} moved, {stayed} stayed");
        let therapy = |study: &Study| {
            let mut treatments = study.treatments.iter();
            let found = treatments.find(|t| t.name == "cognitive-therapy");
            serde_json::to_value(&found.unwrap().value).unwrap()
        };
        assert_ne!(therapy(&study), therapy(&jittered));
        assert_ne!(therapy(&study.jittered(8).unwrap()), therapy(&jittered));
        assert_eq!(therapy(&study.jittered(7).unwrap()), therapy(&jittered));
    }
    #[test]
    fn every_brain_can_be_lived_with_jittered_numbers() {
        let library = Library::new(None);
        let mut tried = std::collections::BTreeSet::new();
        for name in library.names(Kind::Scenario) {
            let brain = library.read_scenario(&name).unwrap().value.brain;
            if !tried.insert(brain) {
                continue;
            }
            let study = library.read_study(&[name], &[], "tiny");
            let study = study.unwrap_or_else(|mistakes| panic!("{mistakes}"));
            for seed in 1..=3 {
                let jittered = study.jittered(seed).unwrap();
                compile_study(&jittered, Some(1)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
            }
        }
        assert!(tried.len() >= 8, "{tried:?}");
    }
}
