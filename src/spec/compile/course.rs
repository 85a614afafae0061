//! A scenario and its treatments become a course.

use super::experience::shown;
use super::schedule::{courses, whole_days};
use super::treatment::compile_treatment;
use super::{CompileError, Compiled, signal};
use crate::life::{Course, Experience, LifePlan, Phase, TrialOrder, Trials};
use crate::spec::files::{self, BrainFile, HistoryFile, ScenarioFile, TreatmentFile};

/// Compiles a scenario on a brain. `treatments` holds the file of each scheduled treatment, in order.
///
/// # Errors
/// If a treatment asks for something that the brain does not have.
pub fn compile_course(
    plan: &LifePlan,
    brain: &BrainFile,
    scenario: &ScenarioFile,
    treatments: &[TreatmentFile],
) -> Compiled<Course> {
    let phases = compile_phases(plan, &scenario.phases)?;
    let days = phases.iter().map(|p| p.to).max().unwrap_or(0);
    let mut compiled = Vec::new();
    for lines in courses(&scenario.treatments, treatments) {
        compiled.push(compile_treatment(plan, brain, &lines)?);
    }
    Ok(Course {
        days,
        phases,
        treatments: compiled.into_iter().flatten().collect(),
    })
}

/// Compiles a history: phases without treatments.
///
/// # Errors
/// If a phase sets an input that the brain does not have.
pub fn compile_history(plan: &LifePlan, history: &HistoryFile) -> Compiled<Course> {
    let phases = compile_phases(plan, &history.phases)?;
    Ok(Course {
        days: phases.iter().map(|p| p.to).max().unwrap_or(0),
        phases,
        treatments: Vec::new(),
    })
}

fn compile_phases(plan: &LifePlan, phases: &[files::Phase]) -> Compiled<Vec<Phase>> {
    phases
        .iter()
        .map(|p| {
            let mut inputs = p
                .inputs
                .iter()
                .map(|(name, &value)| Ok((signal(&plan.graph, name, &p.name)?, value)))
                .collect::<Compiled<Vec<_>>>()?;
            inputs.sort_by_key(|&(node, _)| node);
            Ok(Phase {
                from: whole_days(p.from),
                to: whole_days(p.to),
                inputs,
                trials: p
                    .trials
                    .iter()
                    .map(|trials| compile_trials(plan, trials))
                    .collect::<Compiled<Vec<_>>>()?,
                order: match p.order {
                    files::TrialOrder::AsListed => TrialOrder::AsListed,
                    files::TrialOrder::Alternating => TrialOrder::Alternating,
                    files::TrialOrder::Shuffled => TrialOrder::Shuffled,
                },
            })
        })
        .collect()
}

fn compile_trials(plan: &LifePlan, trials: &files::Trials) -> Compiled<Trials> {
    let own = shown(&plan.circuit, &trials.shows)?;
    let experience = |name: &String| -> Compiled<Experience> {
        let known = plan.experiences.iter().find(|e| e.name == *name);
        let mut experience = known
            .cloned()
            .ok_or_else(|| CompileError(format!("there is no experience \"{name}\"")))?;
        for own in own.iter().cloned() {
            experience.shows.retain(|s| s.population != own.population);
            experience.shows.push(own);
        }
        Ok(experience)
    };
    Ok(Trials {
        experience: experience(&trials.experience)?,
        probability: trials.probability.unwrap_or(1.0),
        otherwise: trials.otherwise.as_ref().map(experience).transpose()?,
        number: trials.number as usize,
        every: trials.every.map_or(1.0, |d| d.0),
    })
}
