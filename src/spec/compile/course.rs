//! A scenario and its treatments become a course.

use super::experience::{compile_experience, shown};
use super::{CompileError, Compiled, signal};
use crate::life::{
    Adherence, Afterglow, Belief, Course, DropOut, Drug, Experience, LifePlan, Phase, Practice,
    Routine, Sessions, Site, Taper, TaperShape, Treatment, TrialOrder, Trials, dose_plan,
};
use crate::physiology::{Graph, Kinetics, Metabolite, NodeKind};
use crate::spec::files::{
    self, BrainFile, HistoryFile, ScenarioFile, ScheduledTreatment, TreatmentFile,
};

const HOURS: f64 = 24.0;
/// Hour of a session that says nothing of it.
const AFTERNOON: f64 = 14.0;

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
    for (scheduled, file) in scenario.treatments.iter().zip(treatments) {
        compiled.push(compile_treatment(plan, brain, scheduled, file, days)?);
    }
    Ok(Course {
        days,
        phases,
        treatments: compiled,
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

fn whole_days(days: f64) -> usize {
    days.round().max(0.0) as usize
}

fn compile_phases(plan: &LifePlan, phases: &[files::Phase]) -> Compiled<Vec<Phase>> {
    phases
        .iter()
        .map(|p| {
            let inputs = p
                .inputs
                .iter()
                .map(|(name, &value)| Ok((signal(&plan.graph, name, &p.name)?, value)))
                .collect::<Compiled<Vec<_>>>()?;
            Ok(Phase {
                from: whole_days(p.from.0),
                to: whole_days(p.to.0),
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
        every: whole_days(trials.every.map_or(1.0, |d| d.0)).max(1),
    })
}

fn compile_treatment(
    plan: &LifePlan,
    brain: &BrainFile,
    scheduled: &ScheduledTreatment,
    file: &TreatmentFile,
    days: usize,
) -> Compiled<Treatment> {
    let graph = &plan.graph;
    let name = &scheduled.treatment;
    let experience = |wanted: &str| -> Compiled<Experience> {
        match (
            file.experiences.get(wanted),
            plan.experiences.iter().find(|e| e.name == wanted),
        ) {
            (Some(own), _) => compile_experience((graph, &plan.circuit), brain, wanted, own, false),
            (None, Some(of_life)) => Ok(of_life.clone()),
            (None, None) => Err(CompileError(format!(
                "treatment \"{name}\": there is no experience \"{wanted}\""
            ))),
        }
    };
    let reliability = |r: &files::Reliability| -> Compiled<Adherence> {
        Ok(Adherence {
            node: signal(graph, &r.trait_name, name)?,
            floor: r.floor,
        })
    };
    let sessions = file.sessions.as_ref().map(|s| -> Compiled<Sessions> {
        Ok(Sessions {
            number: scheduled.sessions.unwrap_or(s.number) as usize,
            every: whole_days(scheduled.every.map_or(s.every.0, |d| d.0)).max(1),
            episodes: scheduled.episodes.unwrap_or(s.episodes) as usize,
            experience: experience(&s.experience)?,
            ending: s
                .ends_with
                .as_ref()
                .map(|ending| {
                    let number = s.ending_episodes.unwrap_or(1) as usize;
                    Ok((experience(ending)?, number))
                })
                .transpose()?,
            attendance: file.attendance.as_ref().map(reliability).transpose()?,
            hour: session_hour(scheduled, s),
            hour_input: hour_input(graph, name, s, session_hour(scheduled, s))?,
        })
    });
    let routine = file.routine.as_ref().map(|r| -> Compiled<Routine> {
        Ok(Routine {
            days_a_week: scheduled.days_a_week.unwrap_or(r.days_a_week) as usize,
            hour: scheduled.at.unwrap_or(r.at).0 * HOURS,
            adherence: file.adherence.as_ref().map(reliability).transpose()?,
            afterglow: r
                .afterglow
                .as_ref()
                .map(|glow| -> Compiled<Afterglow> {
                    Ok(Afterglow {
                        input: signal(graph, &glow.input, name)?,
                        half_life: glow.half_life.value.0 * HOURS,
                    })
                })
                .transpose()?,
        })
    });
    let practice =
        file.homework
            .as_ref()
            .or(file.practice.as_ref())
            .map(|p| -> Compiled<Practice> {
                Ok(Practice {
                    per_day: scheduled.per_day.unwrap_or(p.per_day),
                    reliability: p
                        .trait_name
                        .as_ref()
                        .map(|t| signal(graph, t, name))
                        .transpose()?,
                    experience: experience(&p.experience)?,
                })
            });
    Ok(Treatment {
        name: name.clone(),
        from: whole_days(scheduled.from.0),
        to: whole_days(scheduled.to.0),
        drug: compile_drug(graph, scheduled, file, days)?,
        sessions: sessions.transpose()?,
        practice: practice.transpose()?,
        routine: routine.transpose()?,
        drop_out: file.dropout.as_ref().map(|d| DropOut {
            probability: d.probability,
            within: d.within.0,
        }),
        belief: file
            .belief
            .as_ref()
            .map(|b| -> Compiled<Belief> {
                Ok(Belief {
                    factor: signal(graph, &b.factor, name)?,
                    expectation: signal(graph, &b.trait_name, name)?,
                    level: b.level,
                })
            })
            .transpose()?,
        inputs: file
            .inputs
            .iter()
            .map(|(input, &value)| Ok((signal(graph, input, name)?, value)))
            .collect::<Compiled<Vec<_>>>()?,
    })
}

fn session_hour(scheduled: &ScheduledTreatment, sessions: &files::Sessions) -> f64 {
    scheduled
        .at
        .or(sessions.at)
        .map_or(AFTERNOON, |at| at.0 * HOURS)
}

/// The input that is told the hour; none where it stands for this hour by itself, so that a usual session is what it was.
fn hour_input(
    graph: &Graph,
    treatment: &str,
    sessions: &files::Sessions,
    hour: f64,
) -> Compiled<Option<usize>> {
    let Some(input) = &sessions.hour_input else {
        return Ok(None);
    };
    let node = signal(graph, input, treatment)?;
    let usual = match graph.nodes[node].kind {
        NodeKind::EpisodeInput { default, .. } => (default - hour).abs() < 1e-9,
        _ => false,
    };
    Ok((!usual).then_some(node))
}

/// Kinetics of a drug in a person with ordinary clearance.
pub fn compile_kinetics(kinetics: &files::Kinetics) -> Kinetics {
    Kinetics {
        absorption_rate: kinetics.absorption_rate.value.0 / HOURS,
        elimination_rate: core::f64::consts::LN_2 / (kinetics.half_life.value.0 * HOURS),
        volume: kinetics.volume.value.0,
        metabolite: compile_metabolite(kinetics),
    }
}

fn compile_metabolite(kinetics: &files::Kinetics) -> Option<Metabolite> {
    kinetics.metabolite.as_ref().map(|m| Metabolite {
        share: m.share.value,
        elimination_rate: core::f64::consts::LN_2 / (m.half_life.value.0 * HOURS),
        volume: m.volume.value.0,
        potency: m.potency.value,
    })
}

fn compile_sites(graph: &Graph, file: &TreatmentFile, name: &str) -> Compiled<Vec<Site>> {
    let first = file.target.iter().map(|t| {
        (
            &t.input,
            &t.sensitivity_trait,
            t.maximum.value,
            t.half_effect.value.0,
        )
    });
    let second = file.second_target.iter().map(|t| {
        (
            &t.input,
            &t.sensitivity_trait,
            t.maximum.value,
            t.half_effect.value.0,
        )
    });
    first
        .chain(second)
        .map(|(input, sensitivity, maximum, half_effect)| {
            Ok(Site {
                input: signal(graph, input, name)?,
                maximum,
                half_effect,
                sensitivity: sensitivity
                    .as_ref()
                    .map(|t| signal(graph, t, name))
                    .transpose()?,
            })
        })
        .collect()
}

fn compile_drug(
    graph: &Graph,
    scheduled: &ScheduledTreatment,
    file: &TreatmentFile,
    days: usize,
) -> Compiled<Option<Drug>> {
    let (Some(course), Some(kinetics), Some(target)) = (&file.course, &file.kinetics, &file.target)
    else {
        return Ok(None);
    };
    let name = &scheduled.treatment;
    let dose = scheduled.dose.map_or(course.dose.0, |d| d.0);
    let half_effect_dose = target.half_effect_dose.as_ref().map(|d| d.value.0);
    let taper = match &scheduled.taper {
        None => None,
        Some(t) if t.shape == files::TaperShape::Hyperbolic && half_effect_dose.is_none() => {
            return Err(CompileError(format!(
                "treatment \"{name}\": a hyperbolic taper needs target.half_effect_dose"
            )));
        }
        Some(t) => Some(Taper {
            shape: match t.shape {
                files::TaperShape::Linear => TaperShape::Linear,
                files::TaperShape::Hyperbolic => TaperShape::Hyperbolic,
            },
            days: whole_days(t.over.0),
            steps: t.steps as usize,
        }),
    };
    let every = whole_days(scheduled.every.map_or(course.every.0, |d| d.0)).max(1);
    let (from, to) = (whole_days(scheduled.from.0), whole_days(scheduled.to.0));
    let optional =
        |input: &Option<String>| input.as_ref().map(|i| signal(graph, i, name)).transpose();
    let traits = |names: &[String]| -> Compiled<Vec<usize>> {
        names.iter().map(|t| signal(graph, t, name)).collect()
    };
    Ok(Some(Drug {
        doses: dose_plan(
            days,
            from,
            to,
            every,
            dose,
            half_effect_dose.unwrap_or(1.0),
            taper,
        ),
        hour: ((scheduled.at.unwrap_or(course.at).0 * HOURS).round() as usize).min(23),
        kinetics: compile_kinetics(kinetics),
        clearance: traits(&kinetics.clearance_traits)?,
        metabolite_clearance: match &kinetics.metabolite {
            Some(metabolite) => traits(&metabolite.clearance_traits)?,
            None => Vec::new(),
        },
        sites: compile_sites(graph, file, name)?,
        concentration_input: optional(&target.concentration_input)?,
        dose_input: optional(&target.dose_input)?,
        session_input: optional(&target.session_input)?,
        adherence: file
            .adherence
            .as_ref()
            .map(|a| -> Compiled<Adherence> {
                Ok(Adherence {
                    node: signal(graph, &a.trait_name, name)?,
                    floor: a.floor,
                })
            })
            .transpose()?,
    }))
}
