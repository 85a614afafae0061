//! The slow physiology of a brain becomes a graph.

use super::{CompileError, Compiled};
use crate::physiology::{Combine, Coupling, Graph, GraphError, Node, NodeKind, Shape};
use crate::spec::files::{self, BrainFile, Curve, Scope};

pub(super) fn compile_graph(brain: &BrainFile) -> Compiled<Graph> {
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
        if p.code == files::Code::Bump {
            add(
                format!("{name}.width"),
                sum(p.width.unwrap_or(1.0), Some(0.0)),
            );
        }
        add(format!("{name}.prediction"), NodeKind::Prediction);
        add(format!("{name}.activity"), NodeKind::Activity);
    }
    for name in brain.projections.names() {
        add(format!("{name}.gain"), factor_of_one());
    }
    for (name, a) in brain.actions.iter() {
        add(name.to_owned(), NodeKind::Action);
        add(format!("{name}.urge"), sum(a.urge, None));
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

fn signal_node(base: f64, combine: Combine, min: Option<f64>, max: Option<f64>) -> NodeKind {
    NodeKind::Signal {
        base,
        combine,
        min: min.unwrap_or(f64::NEG_INFINITY),
        max: max.unwrap_or(f64::INFINITY),
    }
}
