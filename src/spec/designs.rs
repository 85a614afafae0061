//! The trials that people could really run for a test of a claim: its own arms, fewer of them, and with or without a pill for those who get no drug.

use super::claims::Trial;
use super::diagnostics::Diagnostics;
use super::files::{ScenarioFile, ScheduledTreatment, TreatmentKind};
use super::library::Library;
use super::shape::Kind;
use super::study::Study;
use crate::inference::claims::{AskedInfo, TestInfo};
use crate::inference::design::Design;
use crate::inference::trial::Measure;
use crate::inference::{
    DEFAULT_MARGIN, Estimand, Expected, Question, RATED_SEVERITY, TRUE_SEVERITY,
};
use std::collections::BTreeMap;

/// Scenarios of the library by name, with what is a pill in them.
struct Shelf {
    scenarios: BTreeMap<String, ScenarioFile>,
    kinds: BTreeMap<String, TreatmentKind>,
}

impl Library {
    /// The trials that could be run for a test, the one with the arms of the test first; none where arms that are compared say nothing about it.
    ///
    /// # Errors
    /// If a scenario of the test cannot be read.
    pub fn designs(&self, test: &TestInfo) -> Result<Vec<Design>, Diagnostics> {
        let AskedInfo::People(question) = &test.asked else {
            return Ok(Vec::new());
        };
        let shelf = self.shelf(question)?;
        let mut designs: Vec<Design> = Vec::new();
        for comparison in comparisons(question, test) {
            for (arms, blind) in shelf.versions(&comparison.arms) {
                let title_of = |name: &String| {
                    let known = shelf.scenarios.get(name);
                    known.map_or_else(|| name.clone(), |scenario| scenario.title.clone())
                };
                let known = designs.iter().any(|design| design.arms == arms);
                if known {
                    continue;
                }
                let way = if blind { "blind" } else { "open" };
                designs.push(Design {
                    name: format!("{}-{way}", comparison.name),
                    title: format!("{}, {way}", comparison.title),
                    titles: arms.iter().map(title_of).collect(),
                    arms,
                    allocation: vec![1; comparison.weights.len()],
                    weights: comparison.weights.clone(),
                    blind,
                    measure: Measure {
                        readout: question.readout.clone(),
                        week: question.week,
                        response: question.estimand == Estimand::ResponseDifference,
                    },
                    expected: comparison.expected,
                    margin: comparison.margin,
                });
            }
        }
        Ok(designs)
    }

    /// Every sound scenario of the brain and history of a question.
    fn shelf(&self, question: &Question) -> Result<Shelf, Diagnostics> {
        let mut scenarios = BTreeMap::new();
        for name in &question.scenarios {
            scenarios.insert(name.clone(), self.read_scenario(name)?.value);
        }
        let world = scenarios.values().next();
        let world = world.map(|s| (s.brain.clone(), s.history.clone()));
        for name in self.names(Kind::Scenario) {
            let Ok(read) = self.read_scenario(&name) else {
                continue;
            };
            let own = (read.value.brain.clone(), read.value.history.clone());
            if Some(own) == world {
                scenarios.entry(name).or_insert(read.value);
            }
        }
        let mut kinds = BTreeMap::new();
        for used in scenarios.values().flat_map(|s| &s.treatments) {
            if !kinds.contains_key(&used.treatment)
                && let Ok(treatment) = self.read_treatment(&used.treatment)
            {
                kinds.insert(used.treatment.clone(), treatment.value.kind);
            }
        }
        Ok(Shelf { scenarios, kinds })
    }
}

impl Trial {
    /// Whether the whole mechanism of the claim acts under each variant of a study; always where no coupling is named.
    pub fn mechanism(&self, study: &Study) -> Vec<bool> {
        let couplings = &self.info.couplings;
        let acting = study.acting(couplings);
        acting
            .iter()
            .map(|acts| acts.len() == couplings.len())
            .collect()
    }

    /// The study, and after its own variants those with the mechanism of the claim knocked out: what the claim says of its knock-out, and all of its
    /// couplings that are contested.
    pub fn with_knock_outs(&self, study: &Study) -> Study {
        let brain = &study.brain.value;
        let is_contested = |name: &&String| {
            let coupling = brain.couplings.get(name.as_str());
            coupling.is_some_and(|coupling| coupling.contested)
        };
        let contested = self.info.couplings.iter().filter(is_contested);
        let gone: Vec<String> = self
            .info
            .knock_out
            .iter()
            .chain(contested)
            .cloned()
            .collect();
        let mut whole = study.clone();
        for mut variant in study.clone().without(&gone).variants {
            variant.name.push_str("-knocked-out");
            variant.file.value.title.push_str(", knocked out");
            whole.variants.push(variant);
        }
        whole
    }
}

/// Arms and what is said of the sum of their means.
struct Comparison {
    name: &'static str,
    title: &'static str,
    arms: Vec<String>,
    weights: Vec<f64>,
    expected: Expected,
    margin: f64,
}

/// What a question means for a trial; of an interaction also the two arms in which only something is added.
fn comparisons(question: &Question, test: &TestInfo) -> Vec<Comparison> {
    let names = &question.scenarios;
    let two = |first: &String, last: &String, expected, margin| Comparison {
        name: "two-arms",
        title: "Two arms",
        arms: vec![first.clone(), last.clone()],
        weights: vec![-1.0, 1.0],
        expected,
        margin,
    };
    let (Some(first), Some(last)) = (names.first(), names.last()) else {
        return Vec::new();
    };
    let severity = [TRUE_SEVERITY, RATED_SEVERITY].contains(&question.readout.as_str());
    // Where the number of a test is made of a difference, the trial looks for the difference: a treatment lowers severity.
    let helps = if severity {
        Expected::Lower
    } else {
        Expected::Higher
    };
    match &question.estimand {
        Estimand::Interaction => {
            let four = Comparison {
                name: "factorial",
                title: "Four arms",
                arms: names.clone(),
                weights: vec![1.0, -1.0, -1.0, 1.0],
                expected: test.predicts,
                margin: test.margin,
            };
            let b = names.get(2).unwrap_or(first);
            vec![four, two(b, last, test.predicts, DEFAULT_MARGIN)]
        }
        Estimand::Difference | Estimand::ResponseDifference => {
            vec![two(first, last, test.predicts, test.margin)]
        }
        Estimand::DoseResponse { doses } => {
            let steps = doses.last().zip(doses.first()).map(|(b, a)| b - a);
            let steps = steps.unwrap_or(1.0);
            let expected = match (test.predicts, steps < 0.0) {
                (Expected::Lower, true) => Expected::Higher,
                (Expected::Higher, true) => Expected::Lower,
                (expected, _) => expected,
            };
            vec![two(first, last, expected, test.margin * steps.abs())]
        }
        Estimand::Ordering => vec![two(first, last, Expected::Higher, test.margin)],
        Estimand::DifferenceOfChanges { .. }
        | Estimand::ShareOfEffect { .. }
        | Estimand::TimeToResponse
        | Estimand::BeforeAfterGap => vec![two(first, last, helps, DEFAULT_MARGIN)],
        _ => Vec::new(),
    }
}

impl Shelf {
    /// The arms as they are and, where a drug is in one of them, with and without a pill for the others. The one with the arms as they are
    /// comes first; true means that nobody knows who gets the drug.
    fn versions(&self, arms: &[String]) -> Vec<(Vec<String>, bool)> {
        let own = arms.to_vec();
        if !arms.iter().any(|arm| self.has(arm, TreatmentKind::Drug)) {
            return vec![(own, false)];
        }
        let all = |wanted: bool| -> Option<Vec<String>> {
            let arms = arms.iter().map(|arm| self.with_pill(arm, wanted));
            arms.collect()
        };
        let (blind, open) = (all(true), all(false));
        let is_blind = blind.as_ref() == Some(&own);
        let mut versions = vec![(own, is_blind)];
        for (other, is_blind) in [(blind, true), (open, false)] {
            if let Some(other) =
                other.filter(|other| versions.iter().all(|(arms, _)| arms != other))
            {
                versions.push((other, is_blind));
            }
        }
        versions
    }

    fn has(&self, scenario: &str, kind: TreatmentKind) -> bool {
        self.scenarios.get(scenario).is_some_and(|scenario| {
            let mut used = scenario.treatments.iter();
            used.any(|used| self.is(used, kind))
        })
    }

    fn is(&self, used: &ScheduledTreatment, kind: TreatmentKind) -> bool {
        self.kinds.get(&used.treatment) == Some(&kind)
    }

    /// The scenario itself if there is a drug in it, and otherwise one that is the same but for the pill.
    fn with_pill(&self, scenario: &str, pill: bool) -> Option<String> {
        let is_meant = |name: &str| {
            self.has(name, TreatmentKind::Drug) || self.has(name, TreatmentKind::Placebo) == pill
        };
        if is_meant(scenario) {
            return Some(scenario.to_owned());
        }
        let own = self.scenarios.get(scenario)?;
        let others = self
            .scenarios
            .iter()
            .filter(|(name, other)| is_meant(name) && self.agree(own, other));
        others.map(|(name, _)| name.clone()).next()
    }

    /// Whether two scenarios are the same but for pills, and for what their phases are called.
    fn agree(&self, one: &ScenarioFile, other: &ScenarioFile) -> bool {
        let treatments = |scenario: &ScenarioFile| -> Vec<ScheduledTreatment> {
            let used = scenario.treatments.iter();
            let real = used.filter(|used| !self.is(used, TreatmentKind::Placebo));
            real.cloned().collect()
        };
        let phases = one.phases.iter().zip(&other.phases);
        one.phases.len() == other.phases.len()
            && phases.into_iter().all(|(a, b)| {
                a.from == b.from && a.to == b.to && a.inputs == b.inputs && a.trials == b.trials
            })
            && treatments(one) == treatments(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn designs(claim: &str) -> Vec<Design> {
        let library = Library::new(None);
        let trial = library.read_trial(claim).unwrap_or_else(|m| panic!("{m}"));
        library
            .designs(&trial.info.tests[0])
            .unwrap_or_else(|m| panic!("{m}"))
    }

    #[test]
    fn an_interaction_can_be_asked_with_four_arms_or_two_with_a_pill_or_without() {
        let found = designs("B2");
        let names: Vec<&str> = found.iter().map(|design| design.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "factorial-blind",
                "factorial-open",
                "two-arms-blind",
                "two-arms-open"
            ]
        );
        let open = [
            "no-treatment",
            "ssri-alone",
            "therapy-alone",
            "ssri-plus-therapy",
        ];
        assert_eq!(found[1].arms, open);
        assert_eq!(found[1].weights, [1.0, -1.0, -1.0, 1.0]);
        assert_eq!(found[2].arms, ["placebo-plus-therapy", "ssri-plus-therapy"]);
        assert_eq!(found[3].arms, ["therapy-alone", "ssri-plus-therapy"]);
    }

    #[test]
    fn what_is_asked_at_the_bench_is_no_trial() {
        assert!(designs("A2").is_empty());
    }

    #[test]
    fn the_mechanism_acts_where_all_of_it_does_and_is_knocked_out_there() {
        let library = Library::new(None);
        let trial = library.read_trial("B2").unwrap();
        let group = &trial.groups[0];
        let study = library.study_of(&group.world, &group.scenarios, &[], "tiny");
        let study = study.unwrap();
        let acts = trial.mechanism(&study);
        let place = |name: &str| study.variants.iter().position(|v| v.name == name).unwrap();
        assert!(acts[place("plasticity-window")] && !acts[place("monoamine")]);
        let whole = trial.with_knock_outs(&study);
        assert_eq!(whole.variants[..study.variants.len()], study.variants);
        let knocked = &whole.variants[study.variants.len()..];
        assert!(
            knocked
                .iter()
                .any(|v| v.name == "plasticity-window-knocked-out")
        );
        let couplings = &study.brain.value.couplings;
        let is_contested = |name: &&String| couplings.get(name).is_some_and(|c| c.contested);
        let contested = trial.info.couplings.iter().filter(is_contested);
        let gone: Vec<&String> = contested.chain(&trial.info.knock_out).collect();
        assert!(gone.iter().any(|name| *name == "serotonin_raises_bdnf"));
        assert!(knocked.iter().all(|v| {
            let acts = |name: &&String| v.brain.couplings.get(name).is_some();
            !gone.iter().any(acts)
        }));
    }
}
