//! One claim at a time: its tests under every account, without the couplings of its knock-out, and with other things changed.

use super::bench::AtBench;
use super::halted;
use super::worlds::{Twist, Work, Worlds, add};
use crate::cli::Failure;
use crate::cli::work::failed;
use crate::cohort::{self, Watch};
use crate::inference::Verdict;
use crate::inference::claims::{
    AccountResult, ClaimResult, KnockOutResult, Robustness, TestInfo, TestResult, try_tests,
};
use crate::inference::courses::{Course, courses_of};
use crate::inference::ground::Ground;
use crate::report::files::Pieces;
use crate::spec::claims::{Group, Trial};
use crate::spec::files::Rule;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Rules that take the place of bounded Hebb, with the names that results give them.
const RULES: [(&str, Rule); 3] = [
    ("bcm", Rule::Bcm),
    ("covariance", Rule::Covariance),
    ("oja", Rule::Oja),
];

/// Everything by which claims are judged.
pub(super) struct Court<'a> {
    pub worlds: &'a Worlds,
    pub lives: &'a Path,
    pub stop: &'a AtomicBool,
    pub robust: Option<u32>,
}

/// The tests of one brain under one variant.
struct Tried {
    brain: String,
    variant: String,
    title: String,
    says: String,
    couplings: Vec<(String, f64)>,
    tests: Vec<TestResult>,
    courses: Vec<Course>,
}

impl Court<'_> {
    /// What the claims as they stand need, the scenarios of a world together.
    pub fn work(&self, trials: &[Trial]) -> Vec<Work> {
        let mut work: Vec<Work> = Vec::new();
        for group in trials.iter().flat_map(|trial| &trial.groups) {
            let known = work.iter().position(|w| w.world == group.world);
            let place = known.unwrap_or_else(|| {
                work.push(of(group, &Twist::None, &[], Vec::new()));
                work.len() - 1
            });
            add(&mut work[place].scenarios, &group.scenarios);
        }
        work
    }

    /// What has to be lived beside that, once the claims are judged as they stand.
    pub fn work_beside(&self, trials: &[Trial], judged: &[ClaimResult]) -> Vec<Work> {
        let mut work = Vec::new();
        for (trial, judged) in trials.iter().zip(judged) {
            for (_, twist) in self.twists(trial) {
                for group in &trial.groups {
                    if let Some(variants) = asked(&twist, group, judged) {
                        work.push(of(group, &twist, &variants, group.scenarios.clone()));
                    }
                }
            }
        }
        work
    }

    /// What is changed for a claim, with the name that results give it: first what is knocked out.
    fn twists(&self, trial: &Trial) -> Vec<(&'static str, Twist)> {
        let mut twists = Vec::new();
        if !trial.info.knock_out.is_empty() {
            twists.push(("knock-out", Twist::Without(trial.info.knock_out.clone())));
        }
        if let Some(times) = self.robust {
            for time in 1..=u64::from(times) {
                twists.push(("people", Twist::People(time)));
                twists.push(("numbers", Twist::Numbers(time)));
            }
            twists.extend(RULES.map(|(name, rule)| (name, Twist::Rule(rule))));
        }
        twists
    }

    /// Judges a claim as it stands; what it rests on and the command that repeats it are passed on.
    pub fn judge(
        &self,
        trial: &Trial,
        bench: Vec<AtBench>,
        ground: Ground,
        command: String,
    ) -> Result<ClaimResult, Failure> {
        let tried = self.try_all(trial, &Twist::None, |_| Some(Vec::new()))?;
        let people = tried.into_iter().map(|tried| self.account(trial, tried));
        let mut accounts: Vec<AccountResult> = people.collect();
        accounts.extend(bench.into_iter().map(|synapse| AccountResult {
            predicted: trial.prediction(None, &synapse.name),
            verdict: verdict(trial, &synapse.tests),
            brain: None,
            variant: synapse.name,
            title: synapse.title,
            says: synapse.says,
            tests: synapse.tests,
            knock_out: None,
            robustness: Vec::new(),
            couplings: Vec::new(),
            courses: Vec::new(),
        }));
        Ok(ClaimResult {
            claim: trial.info.clone(),
            accounts,
            ground,
            command,
        })
    }

    /// Judges a claim with something changed, and adds what came out.
    pub fn judge_beside(&self, trial: &Trial, judged: &mut ClaimResult) -> Result<(), Failure> {
        for (changed, twist) in self.twists(trial) {
            let tried = self.try_all(trial, &twist, |group| asked(&twist, group, judged))?;
            match &twist {
                Twist::Without(couplings) => {
                    for tried in tried {
                        self.knock_out(trial, couplings, tried, &mut judged.accounts);
                    }
                }
                _ => again(trial, changed, tried, &mut judged.accounts),
            }
        }
        Ok(())
    }

    /// Every test of virtual people under a twist, by brain and variant; `variants` says which of a group are asked.
    fn try_all(
        &self,
        trial: &Trial,
        twist: &Twist,
        variants: impl Fn(&Group) -> Option<Vec<String>>,
    ) -> Result<Vec<Tried>, Failure> {
        let mut all: Vec<Tried> = Vec::new();
        for group in &trial.groups {
            let Some(variants) = variants(group) else {
                continue;
            };
            let work = of(group, twist, &variants, group.scenarios.clone());
            let Some(study) = self.worlds.study(&work)? else {
                continue;
            };
            let pieces = Pieces::within(self.lives).map_err(failed)?;
            let watch = Watch {
                stop: self.stop,
                progress: &|| {},
            };
            let result = cohort::run_keeping(&study, &watch, &pieces).map_err(halted)?;
            let tests: Vec<&TestInfo> = group.tests.iter().map(|&t| &trial.info.tests[t]).collect();
            let results = try_tests(&result, &tests).map_err(failed)?;
            let courses = match twist {
                Twist::None => courses_of(&result, &tests).map_err(failed)?,
                _ => vec![Vec::new(); results.len()],
            };
            for ((info, tests), courses) in result.variants.into_iter().zip(results).zip(courses) {
                let brain = &group.world.brain;
                let known = all
                    .iter_mut()
                    .find(|tried| tried.brain == *brain && tried.variant == info.name);
                match known {
                    Some(tried) => {
                        tried.tests.extend(tests);
                        tried.courses.extend(courses);
                    }
                    None => all.push(Tried {
                        brain: brain.clone(),
                        variant: info.name,
                        title: info.title,
                        says: info.says,
                        couplings: info.couplings,
                        tests,
                        courses,
                    }),
                }
            }
        }
        Ok(all)
    }

    fn account(&self, trial: &Trial, tried: Tried) -> AccountResult {
        AccountResult {
            predicted: trial.prediction(Some(&tried.brain), &tried.variant),
            verdict: verdict(trial, &tried.tests),
            brain: Some(tried.brain),
            variant: tried.variant,
            title: tried.title,
            says: tried.says,
            tests: tried.tests,
            knock_out: None,
            robustness: Vec::new(),
            couplings: tried.couplings,
            courses: tried.courses,
        }
    }

    fn knock_out(
        &self,
        trial: &Trial,
        couplings: &[String],
        tried: Tried,
        accounts: &mut [AccountResult],
    ) {
        let world = trial.groups.iter().map(|group| &group.world);
        let world = world.into_iter().find(|world| world.brain == tried.brain);
        let acting = world.map_or_else(Vec::new, |world| self.worlds.acting(world, couplings));
        let acting = acting.into_iter().find(|(name, _)| *name == tried.variant);
        if let Some(account) = account_of(accounts, &tried) {
            account.knock_out = Some(KnockOutResult {
                couplings: acting.map_or_else(Vec::new, |(_, couplings)| couplings),
                verdict: verdict(trial, &tried.tests),
                tests: tried.tests,
            });
        }
    }
}

fn of(group: &Group, twist: &Twist, variants: &[String], scenarios: Vec<String>) -> Work {
    Work {
        world: group.world.clone(),
        twist: twist.clone(),
        variants: variants.to_vec(),
        scenarios,
    }
}

/// Variants of a group under which a twist is asked for: of a knock-out those under which the claim is supported, since others have
/// nothing to lose. None where there is none; an empty list means all.
fn asked(twist: &Twist, group: &Group, judged: &ClaimResult) -> Option<Vec<String>> {
    let Twist::Without(_) = twist else {
        return Some(Vec::new());
    };
    let supported = judged.accounts.iter().filter(|account| {
        account.brain.as_ref() == Some(&group.world.brain) && account.verdict == Verdict::Supported
    });
    let names: Vec<String> = supported.map(|account| account.variant.clone()).collect();
    (!names.is_empty()).then_some(names)
}

fn verdict(trial: &Trial, tests: &[TestResult]) -> Verdict {
    let verdicts: Vec<Verdict> = tests.iter().map(|test| test.verdict).collect();
    trial.info.decision.of(&verdicts)
}

fn account_of<'a>(
    accounts: &'a mut [AccountResult],
    tried: &Tried,
) -> Option<&'a mut AccountResult> {
    accounts.iter_mut().find(|account| {
        account.brain.as_ref() == Some(&tried.brain) && account.variant == tried.variant
    })
}

/// Counts verdicts where something was changed. Where nobody could be asked, no verdict came out.
fn again(trial: &Trial, changed: &str, tried: Vec<Tried>, accounts: &mut [AccountResult]) {
    for tried in tried {
        let Some(account) = account_of(accounts, &tried) else {
            continue;
        };
        let known = account.robustness.iter().position(|r| r.changed == changed);
        let place = known.unwrap_or_else(|| {
            account.robustness.push(Robustness {
                changed: changed.to_owned(),
                of: 0,
                verdicts: Vec::new(),
            });
            account.robustness.len() - 1
        });
        let robustness = &mut account.robustness[place];
        robustness.of += 1;
        if tried.tests.iter().all(TestResult::was_asked) {
            robustness.verdicts.push(verdict(trial, &tried.tests));
        }
    }
}
