//! The lines of one course of treatment become a treatment on its calendar.

use super::experience::compile_experience;
use super::schedule::{Given, regimens, sessions, stream_of, stretches};
use super::{CompileError, Compiled, signal};
use crate::life::{
    Adherence, Afterglow, Belief, Dose, DropOut, Drug, Experience, LifePlan, Practice, Routine,
    Sessions, Site, Told, Treatment,
};
use crate::physiology::{Kinetics, Metabolite, NodeKind};
use crate::spec::files::{self, BrainFile, TreatmentFile};

const HOURS: f64 = 24.0;

/// One course of treatment, or none where its lines are no treatment at all; the file of its first line says what it is, since the
/// files of all lines say the same.
pub(super) fn compile_treatment(
    plan: &LifePlan,
    brain: &BrainFile,
    lines: &[Given],
) -> Compiled<Option<Treatment>> {
    let Some(first) = lines.first() else {
        return Ok(None);
    };
    let (file, name) = (first.file, first.scheduled.treatment.as_str());
    let source = Source {
        plan,
        brain,
        file,
        name,
    };
    // Everything is compiled, so that a mistake shows whether it is a treatment or not.
    let treatment = Treatment {
        stream: stream_of(lines),
        stretches: stretches(lines),
        drug: source.drug(lines)?,
        sessions: source.sessions(lines)?,
        practice: source.practice()?,
        routine: source.routine()?,
        drop_out: file.dropout.as_ref().map(|d| DropOut {
            probability: d.probability,
            within: d.within.0,
        }),
        belief: source.belief(lines)?,
        inputs: source.inputs()?,
    };
    Ok((!treatment.stretches.is_empty()).then_some(treatment))
}

/// A treatment file with the brain that it acts on.
struct Source<'a> {
    plan: &'a LifePlan,
    brain: &'a BrainFile,
    file: &'a TreatmentFile,
    name: &'a str,
}

impl Source<'_> {
    fn node(&self, name: &str) -> Compiled<usize> {
        signal(&self.plan.graph, name, self.name)
    }

    fn nodes(&self, names: &[String]) -> Compiled<Vec<usize>> {
        let nodes = names.iter().map(|name| self.node(name));
        let mut nodes = nodes.collect::<Compiled<Vec<_>>>()?;
        nodes.sort_unstable();
        Ok(nodes)
    }

    fn optional(&self, name: Option<&String>) -> Compiled<Option<usize>> {
        name.map(|name| self.node(name)).transpose()
    }

    fn experience(&self, wanted: &str) -> Compiled<Experience> {
        let plan = self.plan;
        match (
            self.file.experiences.get(wanted),
            plan.experiences.iter().find(|e| e.name == wanted),
        ) {
            (Some(own), _) => {
                let parts = (&plan.graph, &plan.circuit);
                compile_experience(parts, self.brain, wanted, own, false)
            }
            (None, Some(of_life)) => Ok(of_life.clone()),
            (None, None) => Err(CompileError(format!(
                "treatment \"{}\": there is no experience \"{wanted}\"",
                self.name
            ))),
        }
    }

    fn reliability(&self, reliability: Option<&files::Reliability>) -> Compiled<Option<Adherence>> {
        let compiled = reliability.map(|r| {
            Ok(Adherence {
                node: self.node(&r.trait_name)?,
                floor: r.floor,
            })
        });
        compiled.transpose()
    }

    fn sessions(&self, lines: &[Given]) -> Compiled<Option<Sessions>> {
        let Some(s) = &self.file.sessions else {
            return Ok(None);
        };
        let held = sessions(lines);
        let mut meetings: Vec<_> = held.into_iter().flat_map(|held| held.meetings).collect();
        meetings.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
        let ending = s.ends_with.as_ref().map(|ending| -> Compiled<_> {
            let number = s.ending_episodes.unwrap_or(1) as usize;
            Ok((self.experience(ending)?, number))
        });
        let hour_input = self.optional(s.hour_input.as_ref())?;
        let usual = |hour: f64| hour_input.is_some_and(|node| stands_for(self.plan, node, hour));
        Ok(Some(Sessions {
            experience: self.experience(&s.experience)?,
            ending: ending.transpose()?,
            attendance: self.reliability(self.file.attendance.as_ref())?,
            // None where the input stands for the hour by itself, so that a usual session is what it was.
            hour_input: hour_input.filter(|_| !meetings.iter().all(|m| usual(m.at.of_day()))),
            meetings,
        }))
    }

    fn practice(&self) -> Compiled<Option<Practice>> {
        let practice = self.file.homework.as_ref().or(self.file.practice.as_ref());
        let compiled = practice.map(|p| {
            Ok(Practice {
                reliability: self.optional(p.trait_name.as_ref())?,
                experience: self.experience(&p.experience)?,
            })
        });
        compiled.transpose()
    }

    fn routine(&self) -> Compiled<Option<Routine>> {
        let compiled = self.file.routine.as_ref().map(|r| {
            let afterglow = r.afterglow.as_ref().map(|glow| -> Compiled<_> {
                Ok(Afterglow {
                    input: self.node(&glow.input)?,
                    half_life: glow.half_life.value.0 * HOURS,
                })
            });
            Ok(Routine {
                adherence: self.reliability(self.file.adherence.as_ref())?,
                afterglow: afterglow.transpose()?,
            })
        });
        compiled.transpose()
    }

    /// None for what was taken already: its beginning lies before the scenario.
    fn belief(&self, lines: &[Given]) -> Compiled<Option<Belief>> {
        let compiled = self.file.belief.as_ref().map(|b| {
            Ok(Belief {
                factor: self.node(&b.factor)?,
                expectation: self.node(&b.trait_name)?,
                level: b.level,
            })
        });
        let already = lines
            .iter()
            .any(|given| given.scheduled.already.is_some_and(|days| days.0 > 0.0));
        Ok(compiled.transpose()?.filter(|_| !already))
    }

    fn inputs(&self) -> Compiled<Vec<(usize, f64)>> {
        let inputs = self.file.inputs.iter();
        let compiled = inputs.map(|(input, &value)| Ok((self.node(input)?, value)));
        let mut compiled = compiled.collect::<Compiled<Vec<_>>>()?;
        compiled.sort_by_key(|&(node, _)| node);
        Ok(compiled)
    }

    fn site(&self, target: &files::Target) -> Compiled<Site> {
        Ok(Site {
            input: self.node(&target.input)?,
            maximum: target.maximum.value,
            half_effect: target.half_effect.value.0,
            sensitivity: self.optional(target.sensitivity_trait.as_ref())?,
        })
    }

    fn drug(&self, lines: &[Given]) -> Compiled<Option<Drug>> {
        let (Some(course), Some(kinetics)) = (&self.file.course, &self.file.kinetics) else {
            return Ok(None);
        };
        let mut doses: Vec<Dose> = regimens(lines).iter().flat_map(|r| r.doses()).collect();
        doses.sort_by(|a, b| {
            let amount = a.amount.total_cmp(&b.amount);
            a.at.0.total_cmp(&b.at.0).then(amount)
        });
        let weight = self.optional(course.weight_trait.as_ref())?;
        if weight.is_none() && doses.iter().any(|dose| dose.per_kg) {
            return Err(CompileError(format!(
                "treatment \"{}\": a dose per kilogram needs course.weight_trait",
                self.name
            )));
        }
        let mut targets: Vec<&files::Target> = self.file.targets.iter().collect();
        targets.sort_by(|a, b| a.input.cmp(&b.input));
        let (mut sites, mut told) = (Vec::new(), Vec::new());
        let (mut concentrations, mut dose_inputs) = (Vec::new(), Vec::new());
        for target in targets {
            let site = self.site(target)?;
            sites.push(site);
            concentrations.extend(self.optional(target.concentration_input.as_ref())?);
            dose_inputs.extend(self.optional(target.dose_input.as_ref())?);
            let input = self.optional(target.session_input.as_ref())?;
            told.extend(input.map(|input| Told { input, site }));
        }
        // A record that several targets name is one record.
        for nodes in [&mut concentrations, &mut dose_inputs] {
            nodes.sort_unstable();
            nodes.dedup();
        }
        let metabolite = kinetics.metabolite.as_ref();
        Ok(Some(Drug {
            doses,
            weight,
            kinetics: compile_kinetics(kinetics),
            clearance: self.nodes(&kinetics.clearance_traits)?,
            metabolite_clearance: metabolite
                .map(|m| self.nodes(&m.clearance_traits))
                .transpose()?
                .unwrap_or_default(),
            sites,
            concentration_inputs: concentrations,
            dose_inputs,
            told,
            adherence: self.reliability(self.file.adherence.as_ref())?,
        }))
    }
}

/// Whether an input holds this hour where nothing sets it.
fn stands_for(plan: &LifePlan, node: usize, hour: f64) -> bool {
    match plan.graph.nodes[node].kind {
        NodeKind::EpisodeInput { default, .. } => (default - hour).abs() < 1e-9,
        _ => false,
    }
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
