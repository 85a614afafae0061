//! A brain under a variant becomes a plan of life.

use super::circuit::circuit_definition;
use super::experience::{compile_experience, compile_probes};
use super::graph::compile_graph;
use super::{CompileError, Compiled, position, signal};
use crate::circuit::{Circuit, SIDE_BY_SIDE};
use crate::life::{
    self, Component, Distribution, LifePlan, PopulationSlots, ProjectionSlots, Readout,
    ReadoutKind, Severity, Take, TallyPlan, TraitPlan,
};
use crate::physiology::Graph;
use crate::spec::files::{self, BrainFile, Law, Measure};

/// Compiles a brain whose couplings are exactly those in force.
///
/// # Errors
/// If names do not resolve or the parts do not fit together.
pub fn compile_brain(brain: &BrainFile) -> Compiled<LifePlan> {
    let graph = compile_graph(brain)?;
    let circuit = Circuit::new(&circuit_definition(brain)?).map_err(CompileError)?;
    let node = |name: &str| signal(&graph, name, "brain");
    let experiences = brain
        .experiences
        .iter()
        .map(|(name, e)| compile_experience((&graph, &circuit), brain, name, e, true))
        .collect::<Compiled<Vec<_>>>()?;
    let experience = |name: &String| position(&brain.experiences, name, "experience");
    let internal = brain
        .life
        .internal
        .iter()
        .map(experience)
        .collect::<Compiled<Vec<_>>>()?;
    Ok(LifePlan {
        traits: compile_traits(brain, &graph)?,
        populations: population_slots(brain, &graph)?,
        projections: projection_slots(brain, &graph)?,
        external: brain
            .life
            .external
            .iter()
            .map(experience)
            .collect::<Compiled<Vec<_>>>()?,
        external_per_day: brain.life.external_per_day as usize,
        side_by_side: (brain.settling.side_by_side as usize).clamp(1, SIDE_BY_SIDE),
        tallies: brain
            .tallies
            .iter()
            .map(|(name, t)| {
                Ok(TallyPlan {
                    node: node(name)?,
                    of: node(&t.of)?,
                    when: t.when.as_deref().map(node).transpose()?,
                    take: match t.take {
                        files::Take::Mean => Take::Mean,
                        files::Take::Sum => Take::Sum,
                        files::Take::Last => Take::Last,
                    },
                })
            })
            .collect::<Compiled<Vec<_>>>()?,
        night: [
            node("night.growth")?,
            node("night.pruning")?,
            node("night.turnover")?,
        ],
        probes: compile_probes(brain, &graph, &circuit)?,
        readouts: compile_readouts(brain, &graph, &internal)?,
        severity: compile_severity(brain)?,
        internal,
        experiences,
        circuit,
        graph,
    })
}

fn compile_traits(brain: &BrainFile, graph: &Graph) -> Compiled<Vec<TraitPlan>> {
    let low = |x: Option<f64>| x.unwrap_or(f64::NEG_INFINITY);
    let high = |x: Option<f64>| x.unwrap_or(f64::INFINITY);
    brain
        .traits
        .iter()
        .map(|(name, t)| {
            let distribution = match &t.law {
                Law::Normal { mean, sd, min, max } => Distribution::Normal {
                    mean: *mean,
                    sd: *sd,
                    min: low(*min),
                    max: high(*max),
                },
                Law::Lognormal {
                    median,
                    sigma,
                    min,
                    max,
                } => Distribution::LogNormal {
                    median: *median,
                    sigma: *sigma,
                    min: low(*min),
                    max: high(*max),
                },
                Law::Uniform { min, max } => Distribution::Uniform {
                    low: *min,
                    high: *max,
                },
                Law::Choice {
                    values,
                    probabilities,
                } => Distribution::Choice {
                    values: values.clone(),
                    probabilities: probabilities.clone(),
                },
                Law::Constant { value } => Distribution::Constant(*value),
            };
            Ok(TraitPlan {
                name: name.to_owned(),
                node: signal(graph, name, "traits")?,
                distribution,
            })
        })
        .collect()
}

fn population_slots(brain: &BrainFile, graph: &Graph) -> Compiled<Vec<PopulationSlots>> {
    brain
        .populations
        .iter()
        .map(|(name, p)| {
            let slot = |part: &str| signal(graph, &format!("{name}.{part}"), name);
            Ok(PopulationSlots {
                drive: slot(if p.clamped { "level" } else { "drive" })?,
                gain: slot("gain")?,
                start: slot("start")?,
                prediction: slot("prediction")?,
                activity: slot("activity")?,
                width: (p.code == files::Code::Bump)
                    .then(|| slot("width"))
                    .transpose()?,
            })
        })
        .collect()
}

fn projection_slots(brain: &BrainFile, graph: &Graph) -> Compiled<Vec<ProjectionSlots>> {
    brain
        .projections
        .iter()
        .map(|(name, p)| {
            let gates = |own: &Option<Vec<String>>, common: &[String]| {
                own.as_deref()
                    .unwrap_or(common)
                    .iter()
                    .map(|g| signal(graph, g, name))
                    .collect::<Compiled<Vec<_>>>()
            };
            let night = ["night.consolidation".to_owned()];
            Ok(ProjectionSlots {
                consolidation: gates(&p.consolidation, &night)?,
                gain: signal(graph, &format!("{name}.gain"), name)?,
                ltp: gates(&p.ltp, &brain.gates.ltp)?,
                ltd: gates(&p.ltd, &brain.gates.ltd)?,
                third: p
                    .third_factor
                    .as_ref()
                    .map(|t| signal(graph, t, name))
                    .transpose()?,
            })
        })
        .collect()
}

fn compile_readouts(
    brain: &BrainFile,
    graph: &Graph,
    internal: &[usize],
) -> Compiled<Vec<Readout>> {
    brain
        .readouts
        .iter()
        .map(|(name, r)| {
            let kind = match &r.measure {
                Measure::Probe {
                    probe,
                    offset,
                    terms,
                } => ReadoutKind::Probe {
                    probe: position(&brain.probes, probe, "probe")?,
                    offset: *offset,
                    terms: terms
                        .iter()
                        .map(|t| {
                            Ok((
                                position(&brain.populations, &t.population, "population")?,
                                t.weight,
                            ))
                        })
                        .collect::<Compiled<Vec<_>>>()?,
                },
                Measure::Signal {
                    signal: of,
                    average,
                } => ReadoutKind::Signal {
                    node: signal(graph, of, name)?,
                    average: *average,
                },
                Measure::Count { experience } => {
                    let index = position(&brain.experiences, experience, "experience")?;
                    let internal = internal.iter().position(|&i| i == index);
                    ReadoutKind::Count {
                        internal: internal.ok_or_else(|| {
                            CompileError(format!(
                                "readout \"{name}\": \"{experience}\" is not an internal experience"
                            ))
                        })?,
                    }
                }
                Measure::Spines => ReadoutKind::Spines,
                Measure::EarlyMass => ReadoutKind::EarlyMass,
                Measure::LateMass => ReadoutKind::LateMass,
                Measure::Weight { projection } => ReadoutKind::Weight {
                    projection: position(&brain.projections, projection, "projection")?,
                },
            };
            Ok(Readout {
                name: name.to_owned(),
                kind,
            })
        })
        .collect()
}

fn compile_severity(brain: &BrainFile) -> Compiled<life::Severity> {
    let s = &brain.severity;
    Ok(Severity {
        components: s
            .components
            .iter()
            .map(|c| {
                Ok(Component {
                    readout: position(&brain.readouts, &c.readout, "readout")?,
                    weight: c.weight,
                    none: c.none,
                    full: c.full,
                })
            })
            .collect::<Compiled<Vec<_>>>()?,
        noise: s.noise,
        ill_at: s.ill_at,
        remission_below: s.remission_below,
    })
}
