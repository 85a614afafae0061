//! Figures that runs simulate: scenarios of one brain and history are lived together, each to the last week that a figure asks for.

use super::plan::{Plan, Wanted, bad};
use crate::cli::run::inputs_of;
use crate::cli::{Failure, work::failed};
use crate::cohort::results::RunResult;
use crate::cohort::{self, Keep, Watch};
use crate::inference::qualification::{OrderItem, least_step};
use crate::inference::{Measured, Quantity, RATED_SEVERITY, Share, Statistic, measure};
use crate::report::tables::Input;
use crate::spec::Library;
use crate::spec::compile::{compile_history, compile_study};
use crate::spec::files::{Compare, SimulatedBy};

const DAYS_PER_WEEK: usize = 7;

/// Runs that serve some figures.
pub(super) struct Group {
    /// Title of the brain.
    pub brain: String,
    /// What is lived.
    pub study: cohort::Study,
    /// Index of the variant that stands for the brain.
    pub stands: usize,
    /// Indices of the figures that it serves.
    pub serves: Vec<usize>,
}

/// A measured figure: account, whether it stands for the brain, number.
pub(super) type Rows = Vec<(Option<String>, bool, Measured)>;

/// What figures have to share to be served by one run: brain, history of the scenarios, another history instead.
type Key = (String, String, Option<String>);

/// Groups the figures of a plan that are simulated by runs; the files that go in are added to `files`.
pub(super) fn groups(
    library: &Library,
    plan: &Plan,
    files: &mut Vec<Input>,
) -> Result<Vec<Group>, Failure> {
    let mut keyed: Vec<(Key, Vec<usize>)> = Vec::new();
    for (index, wanted) in plan.wanted.iter().enumerate() {
        let simulated = &wanted.figure.simulated;
        if !matches!(simulated.by, SimulatedBy::Run | SimulatedBy::Prevalence) {
            continue;
        }
        let Some(first) = simulated.scenarios.first() else {
            continue;
        };
        let scenario = library.read_scenario(first).map_err(bad)?.value;
        let key = (scenario.brain, scenario.history, simulated.history.clone());
        match keyed.iter_mut().find(|(known, _)| *known == key) {
            Some((_, serves)) => serves.push(index),
            None => keyed.push((key, vec![index])),
        }
    }
    let group = |(key, serves)| group(library, plan, key, serves, files);
    keyed.into_iter().map(group).collect()
}

fn group(
    library: &Library,
    plan: &Plan,
    (brain, _, instead): Key,
    serves: Vec<usize>,
    files: &mut Vec<Input>,
) -> Result<Group, Failure> {
    let figures = || serves.iter().map(|&index| &plan.wanted[index]);
    let mut scenarios: Vec<String> = Vec::new();
    for name in figures().flat_map(|w| &w.figure.simulated.scenarios) {
        if !scenarios.contains(name) {
            scenarios.push(name.clone());
        }
    }
    let stands = account(library, plan, &brain)?;
    let variants = variants(library, plan, &brain, &stands, figures());
    let study = library
        .read_study(&scenarios, &variants, &plan.seeds)
        .map_err(bad)?;
    let mut compiled =
        compile_study(&study, plan.people).map_err(|error| Failure::BadInput(error.to_string()))?;
    compiled.memory_people = 0;
    for (s, name) in scenarios.iter().enumerate() {
        let weeks = compiled.scenarios[s].weeks;
        let needed = needed_weeks(figures(), name).map_or(weeks, |week| week.min(weeks));
        compiled.scenarios[s].weeks = needed;
        for variant in &mut compiled.variants {
            let course = &mut variant.courses[s];
            course.days = course.days.min(DAYS_PER_WEEK * needed as usize);
        }
    }
    if let Some(history) = &instead {
        let history = library.read_history(history).map_err(bad)?;
        for variant in &mut compiled.variants {
            variant.history = compile_history(&variant.plan, &history.value)
                .map_err(|error| Failure::BadInput(error.to_string()))?;
        }
    }
    for input in inputs_of(&study) {
        if !files.contains(&input) {
            files.push(input);
        }
    }
    let position = compiled.variants.iter().position(|v| v.info.name == stands);
    Ok(Group {
        brain: compiled.brain.title.clone(),
        stands: position.unwrap_or(compiled.variants.len() - 1),
        study: compiled,
        serves,
    })
}

/// The account that stands for a brain: that of the command line, of the plan, or the last of the brain.
pub(super) fn account(library: &Library, plan: &Plan, brain: &str) -> Result<String, Failure> {
    let names = library.variants_of(brain);
    if let Some(asked) = plan.variant.as_ref().filter(|asked| names.contains(asked)) {
        return Ok(asked.clone());
    }
    if let Some(named) = plan.file.value.accounts.get(brain) {
        return Ok(named.clone());
    }
    let mut last: Option<(u32, String)> = None;
    for name in names {
        let file = library.read_variant(brain, &name).map_err(bad)?;
        let order = file.value.order.unwrap_or(u32::MAX);
        if last.as_ref().is_none_or(|(known, _)| order >= *known) {
            last = Some((order, name));
        }
    }
    let last = last.map(|(_, name)| name);
    last.ok_or_else(|| Failure::BadInput(format!("the brain {brain:?} has no account")))
}

/// Variants that figures need; none means all of the brain.
fn variants<'a>(
    library: &Library,
    plan: &Plan,
    brain: &str,
    stands: &str,
    figures: impl Iterator<Item = &'a Wanted>,
) -> Vec<String> {
    let asked = plan.variant.as_ref();
    let every = plan.file.value.every_account
        && asked.is_none_or(|asked| !library.variants_of(brain).contains(asked));
    let mut names: Vec<String> = Vec::new();
    for wanted in figures {
        let name = match &wanted.figure.simulated.variant {
            None if every => return Vec::new(),
            None => stands,
            Some(own) => own,
        };
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Last week at which figures look at a scenario; none if to its end.
fn needed_weeks<'a>(figures: impl Iterator<Item = &'a Wanted>, scenario: &str) -> Option<u32> {
    let mut last = 0;
    for wanted in figures {
        let simulated = &wanted.figure.simulated;
        if simulated.by == SimulatedBy::Run && simulated.scenarios.iter().any(|s| s == scenario) {
            let weeks = [simulated.week?]
                .into_iter()
                .chain(simulated.reference_week);
            last = weeks.fold(last, u32::max);
        }
    }
    Some(last)
}

impl Group {
    /// Lives what its figures need, and measures them.
    pub fn measure(
        &self,
        plan: &Plan,
        watch: &Watch,
        keep: &dyn Keep,
    ) -> Result<Vec<(usize, Rows)>, Failure> {
        let lived = cohort::run_keeping(&self.study, watch, keep);
        let result = lived.map_err(Failure::from)?;
        let figures = self.serves.iter();
        figures
            .map(|&index| Ok((index, self.rows(&result, &plan.wanted[index])?)))
            .collect()
    }

    fn rows(&self, result: &RunResult, wanted: &Wanted) -> Result<Rows, Failure> {
        let own = wanted.figure.simulated.variant.as_deref();
        let mut rows = Vec::new();
        for (variant, info) in result.variants.iter().enumerate() {
            if own.is_some_and(|own| own != info.name) {
                continue;
            }
            let stands = own.is_some() || variant == self.stands;
            let measured = one(result, wanted, variant)?;
            rows.push((Some(info.name.clone()), stands, measured));
        }
        Ok(rows)
    }
}

fn one(result: &RunResult, wanted: &Wanted, variant: usize) -> Result<Measured, Failure> {
    let simulated = &wanted.figure.simulated;
    if simulated.by == SimulatedBy::Prevalence {
        let ill = result.people.iter().filter(|p| p.ill[variant]).count();
        return Ok(Share::new(ill, result.people.len()).into());
    }
    let position = |name: &String| result.scenarios.iter().position(|s| s.name == *name);
    let scenarios: Vec<usize> = simulated.scenarios.iter().filter_map(position).collect();
    let readout = simulated.readout.clone();
    let readout = readout.unwrap_or_else(|| RATED_SEVERITY.to_owned());
    let week = simulated.week.unwrap_or(0);
    let measured = if simulated.compare == Compare::Order {
        let readouts = if simulated.readouts.is_empty() {
            vec![readout]
        } else {
            simulated.readouts.clone()
        };
        let item = |&scenario: &usize| {
            readouts.iter().map(move |readout| OrderItem {
                scenario,
                readout: readout.clone(),
                week,
            })
        };
        let items: Vec<OrderItem> = scenarios.iter().flat_map(item).collect();
        least_step(result, variant, &items)
    } else {
        let quantity = Quantity {
            statistic: simulated.statistic.unwrap_or(Statistic::Mean),
            scenarios,
            variant,
            readout,
            week,
            reference_week: simulated.reference_week,
        };
        measure(result, &quantity)
    };
    measured.map_err(|error| failed(format!("{}: {error}", wanted.figure.id)))
}
