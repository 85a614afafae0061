//! What the claims need, read once: one study for each brain and history, from which every other one is cut.

use crate::cli::Failure;
use crate::cli::arguments::ClaimsOptions;
use crate::cli::work::failed;
use crate::cohort;
use crate::cohort::results::{ParameterInfo, SeedsInfo};
use crate::spec::claims::{Trial, World};
use crate::spec::compile::compile_study;
use crate::spec::files::{Rule, SeedsFile};
use crate::spec::parameters::of_brain;
use crate::spec::{Diagnostics, Library, Sourced, Study};

/// What is changed before a study is lived.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Twist {
    /// Nothing.
    None,
    /// These couplings do not act; only variants under which one of them would.
    Without(Vec<String>),
    /// Other people: the next block of as many, counted from 1.
    People(u64),
    /// Every number that nobody measured is off by up to a tenth, drawn under this seed.
    Numbers(u64),
    /// Synapses that follow the bounded Hebb rule follow another one.
    Rule(Rule),
}

/// Scenarios of a world under a twist.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Work {
    pub world: World,
    pub twist: Twist,
    /// Variants; none means all of the brain.
    pub variants: Vec<String>,
    pub scenarios: Vec<String>,
}

impl Work {
    /// The same work, so many scenarios at a time.
    pub fn batches(&self, size: usize) -> impl Iterator<Item = Work> {
        self.scenarios.chunks(size).map(|scenarios| Work {
            scenarios: scenarios.to_vec(),
            ..self.clone()
        })
    }
}

/// Every world that some claims need.
pub(super) struct Worlds {
    studies: Vec<(World, Study)>,
    people: Option<usize>,
}

impl Worlds {
    /// Reads them; all mistakes at once.
    pub fn read(
        library: &Library,
        trials: &[Trial],
        options: &ClaimsOptions,
    ) -> Result<Worlds, Diagnostics> {
        let mut needed: Vec<(World, Vec<String>)> = Vec::new();
        for group in trials.iter().flat_map(|trial| &trial.groups) {
            let known = needed.iter().position(|(world, _)| *world == group.world);
            let place = known.unwrap_or_else(|| {
                needed.push((group.world.clone(), Vec::new()));
                needed.len() - 1
            });
            add(&mut needed[place].1, &group.scenarios);
        }
        let mut mistakes = Diagnostics::default();
        let mut studies = Vec::new();
        for (world, scenarios) in needed {
            match library.study_of(&world, &scenarios, &[], &options.seeds) {
                Ok(study) => studies.push((world, study)),
                Err(more) => mistakes.0.extend(more.0),
            }
        }
        mistakes.unless_empty(Worlds {
            studies,
            people: options.people.map(|people| people as usize),
        })
    }

    /// The study of some work, ready to be lived; none where no variant is left.
    pub fn study(&self, work: &Work) -> Result<Option<cohort::Study>, Failure> {
        let found = self.studies.iter().find(|(world, _)| *world == work.world);
        let Some((_, whole)) = found else {
            return Ok(None);
        };
        let mut study = whole.only(&work.scenarios);
        if !work.variants.is_empty() {
            study.variants.retain(|v| work.variants.contains(&v.name));
        }
        match &work.twist {
            Twist::None | Twist::People(_) => {}
            Twist::Without(couplings) => study = study.without(couplings),
            Twist::Numbers(seed) => study = study.jittered(*seed).map_err(failed)?,
            Twist::Rule(rule) => study = study.with_rule(*rule),
        }
        if study.variants.is_empty() {
            return Ok(None);
        }
        let mut compiled = compile_study(&study, self.people).map_err(failed)?;
        compiled.memory_people = 0;
        if let Twist::People(block) = work.twist {
            compiled.seeds.first += block * compiled.seeds.count as u64;
        }
        Ok(Some(compiled))
    }

    /// Couplings of a list that act in a world, variant by variant.
    pub fn acting(&self, world: &World, couplings: &[String]) -> Vec<(String, Vec<String>)> {
        let found = self.studies.iter().find(|(known, _)| known == world);
        let Some((_, study)) = found else {
            return Vec::new();
        };
        let names = study.variants.iter().map(|variant| variant.name.clone());
        names.zip(study.acting(couplings)).collect()
    }

    /// Every number of the brain of a world.
    pub fn numbers(&self, world: &World) -> Vec<ParameterInfo> {
        let found = self.studies.iter().find(|(known, _)| known == world);
        found.map_or_else(Vec::new, |(_, study)| {
            of_brain(&study.brain.value, &format!("models/{}", world.brain))
        })
    }

    /// How many people live each study.
    pub fn people(&self) -> usize {
        let seeds = self.studies.first().map(|(_, study)| &study.seeds.value);
        let count = seeds.map_or(0, |seeds| seeds.count as usize);
        self.people.unwrap_or(count)
    }

    /// The people.
    pub fn seeds(&self, file: &Sourced<SeedsFile>) -> SeedsInfo {
        SeedsInfo {
            name: file.name.clone(),
            first: file.value.first,
            count: self.people.unwrap_or(file.value.count as usize),
        }
    }

    /// Everything that was read.
    pub fn studies(&self) -> impl Iterator<Item = &Study> {
        self.studies.iter().map(|(_, study)| study)
    }
}

/// Adds what is not there yet.
pub(super) fn add(names: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}
