//! A brain under a variant becomes a plan of life.

use super::{CompileError, Compiled, signal};
use crate::circuit::{
    Circuit, CircuitDefinition, InhibitionDefinition, NightDefinition, PopulationDefinition,
    ProjectionDefinition, SettlingDefinition,
};
use crate::life::{
    self, Component, Distribution, Experience, LifePlan, PopulationSlots, Probe, ProjectionSlots,
    Readout, ReadoutKind, Recall, Severity, TallyPlan, TraitPlan,
};
use crate::physiology::{Combine, Coupling, Graph, GraphError, Node, NodeKind, Shape};
use crate::plasticity::{
    Rule, bcm::Bcm, bounded_hebb::BoundedHebb, covariance::Covariance, oja::Oja,
    three_factor::ThreeFactor,
};
use crate::spec::files::{self, BrainFile, Curve, Law, Measure, OrderedMap, Scope};

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
        .map(|(name, e)| compile_experience(&graph, brain, name, e, true))
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
        tallies: brain
            .tallies
            .iter()
            .map(|(name, t)| {
                Ok(TallyPlan {
                    node: node(name)?,
                    of: node(&t.of)?,
                })
            })
            .collect::<Compiled<Vec<_>>>()?,
        night: [
            node("night.consolidation")?,
            node("night.growth")?,
            node("night.pruning")?,
            node("night.turnover")?,
        ],
        probes: compile_probes(brain, &graph)?,
        readouts: compile_readouts(brain, &graph, &internal)?,
        severity: compile_severity(brain)?,
        internal,
        experiences,
        circuit,
        graph,
    })
}

/// Index of a name in a table of the brain.
fn position<T>(map: &OrderedMap<T>, name: &str, kind: &str) -> Compiled<usize> {
    map.position(name)
        .ok_or_else(|| CompileError(format!("the brain has no {kind} \"{name}\"")))
}

fn signal_node(base: f64, combine: Combine, min: Option<f64>, max: Option<f64>) -> NodeKind {
    NodeKind::Signal {
        base,
        combine,
        min: min.unwrap_or(f64::NEG_INFINITY),
        max: max.unwrap_or(f64::INFINITY),
    }
}

fn compile_graph(brain: &BrainFile) -> Compiled<Graph> {
    let nodes = nodes(brain);
    let find = |name: &str, coupling: &str| {
        nodes.iter().position(|n| n.name == name).ok_or_else(|| {
            CompileError(format!(
                "coupling \"{coupling}\": the brain has no signal \"{name}\""
            ))
        })
    };
    let mut couplings = Vec::new();
    for (name, c) in brain.couplings.iter() {
        couplings.push(Coupling {
            name: name.to_owned(),
            from: find(&c.from, name)?,
            to: find(&c.to, name)?,
            strength: c.strength,
            relative_to: c.relative_to,
            shape: shape(c.curve),
            times: c
                .times
                .iter()
                .map(|t| find(t, name))
                .collect::<Compiled<Vec<_>>>()?,
        });
    }
    Graph::new(nodes, couplings).map_err(|error| {
        CompileError(match error {
            GraphError::Cycle(names) => format!("these signals depend on each other: {}", names.join(" -> ")),
            GraphError::FactorFromEpisode(coupling, source) => {
                format!("coupling \"{coupling}\" drives a slow factor from \"{source}\", which changes within a day: use a tally of it")
            }
            GraphError::FixedTarget(coupling, target) => {
                format!("coupling \"{coupling}\" ends at \"{target}\", which is set from outside")
            }
        })
    })
}

fn shape(curve: Curve) -> Shape {
    match curve {
        Curve::Linear => Shape::Linear,
        Curve::PositivePart => Shape::PositivePart,
        Curve::NegativePart => Shape::NegativePart,
        Curve::Exponential => Shape::Exponential,
        Curve::Hill { half, exponent } => Shape::Hill { half, exponent },
        Curve::Logistic { midpoint, slope } => Shape::Logistic { midpoint, slope },
        Curve::Threshold { at } => Shape::Threshold { at },
        Curve::InvertedU { peak, width } => Shape::InvertedU { peak, width },
    }
}

/// All named signals, those that populations, projections, experiences and the night bring along included.
fn nodes(brain: &BrainFile) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut add = |name: String, kind: NodeKind| nodes.push(Node { name, kind });
    for (name, _) in brain.traits.iter() {
        add(name.to_owned(), NodeKind::Trait);
    }
    for (name, input) in brain.inputs.iter() {
        let default = input.default;
        add(
            name.to_owned(),
            match input.scope {
                Scope::Day => NodeKind::DayInput { default },
                Scope::Episode => NodeKind::EpisodeInput {
                    default,
                    noise: input.noise,
                },
            },
        );
    }
    for (name, f) in brain.factors.iter() {
        add(
            name.to_owned(),
            NodeKind::Factor {
                rest: f.rest,
                time_constant: f.time_constant.0,
                initial: f.initial.unwrap_or(f.rest),
                min: f.min.unwrap_or(f64::NEG_INFINITY),
                max: f.max.unwrap_or(f64::INFINITY),
                noise: f.noise,
                shocks_per_year: f.shocks_per_year,
                shock_size: f.shock_size,
            },
        );
    }
    for (name, s) in brain.signals.iter() {
        let combine = match s.combine {
            files::Combine::Sum => Combine::Sum,
            files::Combine::Product => Combine::Product,
        };
        add(name.to_owned(), signal_node(s.base, combine, s.min, s.max));
    }
    for (name, _) in brain.tallies.iter() {
        add(name.to_owned(), NodeKind::Tally);
    }
    let sum = |base, min| signal_node(base, Combine::Sum, min, None);
    let factor_of_one = || signal_node(1.0, Combine::Product, Some(0.0), None);
    for (name, p) in brain.populations.iter() {
        let drive = if p.clamped { "level" } else { "drive" };
        add(format!("{name}.{drive}"), sum(0.0, None));
        add(format!("{name}.gain"), factor_of_one());
        add(
            format!("{name}.start"),
            sum(brain.settling.weak_start, Some(0.0)),
        );
        add(format!("{name}.prediction"), NodeKind::Activity);
        add(format!("{name}.activity"), NodeKind::Activity);
    }
    for name in brain.projections.names() {
        add(format!("{name}.gain"), factor_of_one());
    }
    for (name, e) in brain.experiences.iter() {
        add(format!("{name}.odds"), sum(e.odds, Some(0.0)));
        add(format!("{name}.rate"), sum(e.rate, Some(0.0)));
    }
    for name in ["consolidation", "growth", "pruning", "turnover"] {
        add(format!("night.{name}"), factor_of_one());
    }
    nodes
}

fn circuit_definition(brain: &BrainFile) -> Compiled<CircuitDefinition> {
    let population = |name: &str| position(&brain.populations, name, "population");
    let mut projections = Vec::new();
    for (name, p) in brain.projections.iter() {
        projections.push(ProjectionDefinition {
            name: name.to_owned(),
            from: population(&p.from)?,
            to: population(&p.to)?,
            matched: p.connect == files::Connect::Matched,
            initial: p.initial as f32,
            lower: p.lower.unwrap_or(p.initial) as f32,
            upper: p.upper.unwrap_or(p.initial) as f32,
            rule: rule(p),
            trace: p.trace,
            potentiates_lower: p.potentiates == files::Bound::Lower,
            structural: p.structural,
        });
    }
    let mut inhibition = Vec::new();
    for (_, pool) in brain.inhibition.iter() {
        inhibition.push(InhibitionDefinition {
            members: pool
                .members
                .iter()
                .map(|m| population(m))
                .collect::<Compiled<Vec<_>>>()?,
            strength: pool.strength as f32,
        });
    }
    let night = &brain.night;
    Ok(CircuitDefinition {
        populations: brain
            .populations
            .iter()
            .map(|(name, p)| PopulationDefinition {
                name: name.to_owned(),
                size: p.size as usize,
                patterns: p.patterns as usize,
                clamped: p.clamped,
                threshold: p.threshold as f32,
                threshold_spread: p.threshold_spread as f32,
            })
            .collect(),
        projections,
        inhibition,
        settling: SettlingDefinition {
            steps: brain.settling.steps as usize,
            rate: brain.settling.rate as f32,
            slope: brain.settling.gain as f32,
        },
        night: NightDefinition {
            transfer: night.transfer.value as f32,
            early_decay: night.early_decay.value.0,
            turnover: night.turnover.value.0,
            homeostasis: night.homeostasis.value.0,
            prune_below: night.prune_below.value as f32,
            quiet_weeks: (night.quiet_for.value.0 / 7.0).round().clamp(0.0, 255.0) as u8,
            pruning: night.pruning.value.0,
            growth: night.growth.value.0,
            newborn: night.newborn.value as f32,
        },
    })
}

fn rule(p: &files::Projection) -> Option<Rule> {
    let learning_rate = p.learning_rate as f32;
    p.rule.map(|rule| match rule {
        files::Rule::BoundedHebb => Rule::BoundedHebb(BoundedHebb {
            learning_rate,
            depression_post: p.depression_post as f32,
            depression_pre: p.depression_pre as f32,
        }),
        files::Rule::Covariance => Rule::Covariance(Covariance { learning_rate }),
        files::Rule::Oja => Rule::Oja(Oja { learning_rate }),
        files::Rule::Bcm => Rule::Bcm(Bcm {
            learning_rate,
            threshold_episodes: p.threshold_episodes as f32,
        }),
        files::Rule::ThreeFactor => Rule::ThreeFactor(ThreeFactor { learning_rate }),
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
            Ok(ProjectionSlots {
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

fn inputs(graph: &Graph, inputs: &OrderedMap<f64>, asked_by: &str) -> Compiled<Vec<(usize, f64)>> {
    inputs
        .iter()
        .map(|(name, &value)| Ok((signal(graph, name, asked_by)?, value)))
        .collect()
}

/// An experience of the brain itself (`of_life`), or of a treatment.
pub(super) fn compile_experience(
    graph: &Graph,
    brain: &BrainFile,
    name: &str,
    e: &files::Experience,
    of_life: bool,
) -> Compiled<Experience> {
    let recall = match (e.operation, &e.recall_from, &e.recall_shows) {
        (Some(files::Operation::FreeRecall), Some(from), Some(shows)) => Some(Recall {
            from: position(&brain.populations, from, "population")?,
            shows: position(&brain.populations, shows, "population")?,
            start_noise: e.start_noise,
            inputs: inputs(graph, &e.recall_inputs, name)?,
        }),
        (Some(files::Operation::FreeRecall), _, _) => {
            return Err(CompileError(format!(
                "experience \"{name}\": free_recall needs recall_from and recall_shows"
            )));
        }
        (None, _, _) => None,
    };
    let slot = |part: &str| {
        of_life
            .then(|| signal(graph, &format!("{name}.{part}"), name))
            .transpose()
    };
    Ok(Experience {
        name: name.to_owned(),
        inputs: inputs(graph, &e.inputs, name)?,
        outcome_inputs: e
            .outcome_inputs
            .as_ref()
            .map(|o| inputs(graph, o, name))
            .transpose()?,
        recall,
        noise: e.noise,
        felt: e.felt,
        odds: slot("odds")?,
        rate: slot("rate")?,
    })
}

fn compile_probes(brain: &BrainFile, graph: &Graph) -> Compiled<Vec<Probe>> {
    brain
        .probes
        .iter()
        .map(|(name, p)| {
            Ok(Probe {
                inputs: inputs(graph, &p.inputs, name)?,
                framings: p.framings.clone(),
                per_pattern: p.per_pattern,
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
