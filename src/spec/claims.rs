//! A claim with everything that its tests need: studies of virtual people, and setups of the bench.

use super::bench::Setup;
use super::diagnostics::{Diagnostic, Diagnostics, Mistake};
use super::files::{ClaimFile, ClaimTest, EstimandName};
use super::library::{Library, Sourced};
use super::locate::Located;
use super::rules::claim::Course;
use super::shape::Kind;
use super::study::Study;
use crate::inference::claims::{
    AskedInfo, ClaimInfo, PointInfo, PredictionInfo, SourceInfo, TestInfo,
};
use crate::inference::{Estimand, Expected, Question, TRUE_SEVERITY};

/// What the same people live: scenarios of one brain after one history.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct World {
    /// Name of the brain.
    pub brain: String,
    /// Name of the history.
    pub history: String,
}

/// The tests of a claim that ask the same people.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Where these people live.
    pub world: World,
    /// Their scenarios, each once, in the order of first use.
    pub scenarios: Vec<String>,
    /// Which tests of the claim ask them, by index.
    pub tests: Vec<usize>,
}

/// A claim as it is put on trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Its file.
    pub file: Sourced<ClaimFile>,
    /// What it says, for results.
    pub info: ClaimInfo,
    /// Tests of virtual people, by brain and history in the order of first use.
    pub groups: Vec<Group>,
    /// Tests at the bench, by index, with the protocol that each needs.
    pub bench: Vec<(usize, Setup)>,
}

impl Trial {
    /// What an account was said to predict; a name with its brain is looked for first.
    pub fn prediction(&self, brain: Option<&str>, variant: &str) -> Option<PredictionInfo> {
        let full = brain.map(|brain| format!("{brain}/{variant}"));
        let of = |name: &str| {
            let predictions = &self.file.value.predictions;
            predictions.iter().find(|p| p.variant == name)
        };
        let found = full.as_deref().and_then(of).or_else(|| of(variant))?;
        Some(PredictionInfo {
            verdict: found.verdict,
            why: found.why.trim().to_owned(),
        })
    }
}

impl Library {
    /// Reads a claim by id, name or path, with what its tests need.
    ///
    /// # Errors
    /// All mistakes of the file, and of the protocols of its tests.
    pub fn read_trial(&self, asked: &str) -> Result<Trial, Diagnostics> {
        let file = self.read_claim(&self.claim_named(asked)?)?;
        let mut groups: Vec<Group> = Vec::new();
        let mut bench = Vec::new();
        let mut tests = Vec::new();
        for (index, test) in file.value.tests.iter().enumerate() {
            if let Some(protocol) = &test.protocol {
                let mut setups = self.read_bench(std::slice::from_ref(protocol), &[], false)?;
                let setup = setups.pop().ok_or_else(|| unfit(&file.path, protocol))?;
                tests.push(bench_info(test, &setup));
                bench.push((index, setup));
                continue;
            }
            let world = self.world_of(&file.path, test)?;
            let place = groups.iter().position(|group| group.world == world);
            let place = place.unwrap_or_else(|| {
                groups.push(Group {
                    world: world.clone(),
                    scenarios: Vec::new(),
                    tests: Vec::new(),
                });
                groups.len() - 1
            });
            let group = &mut groups[place];
            group.tests.push(index);
            for scenario in &test.scenarios {
                if !group.scenarios.contains(scenario) {
                    group.scenarios.push(scenario.clone());
                }
            }
            tests.push(self.people_info(test, &world)?);
        }
        Ok(Trial {
            info: claim_info(&file, tests),
            file,
            groups,
            bench,
        })
    }

    /// Brain and history of the scenarios of a test.
    fn world_of(&self, path: &str, test: &ClaimTest) -> Result<World, Diagnostics> {
        let first = test.scenarios.first().map_or("", String::as_str);
        let course = Course::of(&self.open(Kind::Scenario, first)?.root);
        let course = course.ok_or_else(|| unfit(path, first))?;
        Ok(World {
            brain: course.brain,
            history: course.history,
        })
    }

    fn people_info(&self, test: &ClaimTest, world: &World) -> Result<TestInfo, Diagnostics> {
        let title = |name: &String| {
            let located = Located {
                kind: Kind::Scenario,
                name: name.clone(),
            };
            self.title_of(&located).unwrap_or_else(|| name.clone())
        };
        let titles = test.scenarios.iter().map(title).collect();
        let question = question(test);
        let brain = self.open(Kind::Brain, &world.brain)?;
        let readouts = brain.root.get("readouts");
        let own = readouts.and_then(|all| all.get(&question.readout)?.get("unit")?.text());
        let unit = own.unwrap_or("0 to 100");
        Ok(TestInfo {
            brain: Some(world.brain.clone()),
            titles,
            unit: unit_of(test.estimand, unit),
            ..test_info(test, AskedInfo::People(question))
        })
    }

    /// The study of a group: all variants of its brain, or those that are named.
    ///
    /// # Errors
    /// All mistakes of the files involved.
    pub fn study_of(
        &self,
        world: &World,
        scenarios: &[String],
        variants: &[String],
        seeds: &str,
    ) -> Result<Study, Diagnostics> {
        let study = self.read_study(scenarios, variants, seeds)?;
        if study.brain.name == world.brain && study.history.name == world.history {
            Ok(study)
        } else {
            Err(unfit(&study.brain.path, &world.brain))
        }
    }
}

fn unfit(path: &str, name: &str) -> Diagnostics {
    let message = format!("{name:?} cannot be used for a test");
    Diagnostic::of_file(path, Mistake::Contradiction, message)
        .next("rewire check names the mistakes of all files")
        .into()
}

fn claim_info(file: &Sourced<ClaimFile>, tests: Vec<TestInfo>) -> ClaimInfo {
    let claim = &file.value;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    ClaimInfo {
        name: file.name.clone(),
        id: claim.id.clone(),
        title: claim.title.clone(),
        section: claim.section.word().to_owned(),
        statement: plain(&claim.statement),
        mechanism: plain(&claim.mechanism),
        couplings: claim.couplings.clone(),
        assumed: claim.assumed.as_deref().map(plain),
        grade: claim.grade.word().to_owned(),
        change_our_mind: plain(&claim.change_our_mind),
        decision: claim.decision,
        story_for: plain(&claim.stories.in_favour),
        story_against: plain(&claim.stories.against),
        sources: claim
            .sources
            .iter()
            .map(|source| SourceInfo {
                who: source.who.clone(),
                stance: source.stance.word().to_owned(),
                says: plain(&source.says),
            })
            .collect(),
        tests,
        knock_out: claim
            .knock_out
            .as_ref()
            .map_or_else(Vec::new, |knock_out| knock_out.couplings.clone()),
    }
}

fn test_info(test: &ClaimTest, asked: AskedInfo) -> TestInfo {
    TestInfo {
        id: test.id.clone(),
        asks: test.asks.split_whitespace().collect::<Vec<_>>().join(" "),
        brain: None,
        asked,
        titles: Vec::new(),
        unit: String::new(),
        predicts: test.predicts,
        margin: test.margin,
        because: test
            .because
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn bench_info(test: &ClaimTest, setup: &Setup) -> TestInfo {
    let point = PointInfo {
        panel: test.panel.clone(),
        condition: test.condition.clone().unwrap_or_default(),
        x: test.x.unwrap_or_default(),
        bdnf: test.bdnf.unwrap_or(1.0),
    };
    let is_taken =
        test.minus_condition.is_some() || test.minus_x.is_some() || test.minus_bdnf.is_some();
    let minus = is_taken.then(|| PointInfo {
        panel: test.panel.clone(),
        condition: (test.minus_condition.clone()).unwrap_or_else(|| point.condition.clone()),
        x: test.minus_x.unwrap_or(point.x),
        bdnf: test.minus_bdnf.unwrap_or(point.bdnf),
    });
    let asked = AskedInfo::Bench {
        protocol: setup.protocol.name.clone(),
        point,
        minus,
    };
    TestInfo {
        titles: vec![setup.protocol.title.clone()],
        ..test_info(test, asked)
    }
}

/// The question of a test of virtual people. Its file was found sound: what an estimand needs is there.
fn question(test: &ClaimTest) -> Question {
    let reference_week = test.reference_week.unwrap_or(0);
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    Question {
        scenarios: test.scenarios.clone(),
        readout: (test.readout.clone()).unwrap_or_else(|| TRUE_SEVERITY.to_owned()),
        week: test.week.unwrap_or_default(),
        estimand: match test.estimand {
            EstimandName::Mean | EstimandName::Bench => Estimand::Mean,
            EstimandName::Change => Estimand::Change { reference_week },
            EstimandName::Difference => Estimand::Difference,
            EstimandName::DifferenceOfChanges => Estimand::DifferenceOfChanges { reference_week },
            EstimandName::Interaction => Estimand::Interaction,
            EstimandName::Ordering => Estimand::Ordering,
            EstimandName::ShareOfEffect => Estimand::ShareOfEffect { reference_week },
            EstimandName::ResponseShare => Estimand::ResponseShare,
            EstimandName::RemissionShare => Estimand::RemissionShare,
            EstimandName::ResponseDifference => Estimand::ResponseDifference,
            EstimandName::NoResponseToAny => Estimand::NoResponseToAny,
            EstimandName::TimeToResponse => Estimand::TimeToResponse,
            EstimandName::DoseResponse => Estimand::DoseResponse {
                doses: test.doses.clone().unwrap_or_default(),
            },
            EstimandName::TraitSlope => Estimand::TraitSlope {
                of: named(&test.of_trait),
            },
            EstimandName::ShareOfVariance => Estimand::ShareOfVariance {
                explained_by: named(&test.explained_by),
            },
            EstimandName::BeforeAfterGap => Estimand::BeforeAfterGap,
            EstimandName::Allocation => Estimand::Allocation {
                baseline: test.baseline.clone().unwrap_or_default(),
                lower_is_better: test.predicts != Expected::Higher,
            },
        },
    }
}

/// Unit of the number that answers a test.
fn unit_of(estimand: EstimandName, readout: &str) -> String {
    match estimand {
        EstimandName::ShareOfEffect
        | EstimandName::ResponseShare
        | EstimandName::RemissionShare
        | EstimandName::ResponseDifference
        | EstimandName::NoResponseToAny
        | EstimandName::ShareOfVariance => "share".to_owned(),
        EstimandName::TimeToResponse => "weeks".to_owned(),
        EstimandName::DoseResponse => format!("{readout}, per unit of the dose"),
        EstimandName::TraitSlope => format!("{readout}, per standard deviation"),
        _ => readout.to_owned(),
    }
}
