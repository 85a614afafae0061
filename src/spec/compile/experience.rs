//! What happens to people and what they are shown becomes experiences and probes.

use super::{CompileError, Compiled, position, signal};
use crate::circuit::Circuit;
use crate::life::{ActionPlan, CHOICES, Choice, Experience, Probe, Recall, SHOWN, Shown};
use crate::physiology::Graph;
use crate::spec::files::{self, BrainFile, OrderedMap};

fn inputs(graph: &Graph, inputs: &OrderedMap<f64>, asked_by: &str) -> Compiled<Vec<(usize, f64)>> {
    let inputs = inputs.iter();
    let compiled = inputs.map(|(name, &value)| Ok((signal(graph, name, asked_by)?, value)));
    let mut compiled = compiled.collect::<Compiled<Vec<_>>>()?;
    // The order in which a file names its inputs means nothing.
    compiled.sort_by_key(|&(node, _)| node);
    Ok(compiled)
}

/// An experience of the brain itself (`of_life`), or of a treatment.
pub(super) fn compile_experience(
    (graph, circuit): (&Graph, &Circuit),
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
        shows: shown(circuit, &e.shows)?,
        choices: choices(graph, brain, name, &e.actions)?,
        inputs: inputs(graph, &e.inputs, name)?,
        outcome_inputs: e
            .outcome_inputs
            .as_ref()
            .map(|o| inputs(graph, o, name))
            .transpose()?,
        recall,
        noise: e.noise,
        stands_for: e.stands_for,
        felt: e.felt,
        odds: slot("odds")?,
        rate: slot("rate")?,
    })
}

/// The patterns of a list of `population.pattern`, gathered by population.
pub(super) fn shown(circuit: &Circuit, patterns: &[String]) -> Compiled<Vec<Shown>> {
    let mut shown: Vec<Shown> = Vec::new();
    for written in patterns {
        let unknown = || CompileError(format!("there is no pattern \"{written}\""));
        let (name, pattern) = written.split_once('.').ok_or_else(unknown)?;
        let population = circuit.populations.iter().position(|p| p.name == name);
        let population = population.ok_or_else(unknown)?;
        let names = &circuit.populations[population].names;
        let k = names.iter().position(|known| known == pattern);
        let k = k.ok_or_else(unknown)?;
        match shown.iter_mut().find(|s| s.population == population) {
            Some(several) => several.patterns.push(k),
            None => shown.push(Shown {
                population,
                patterns: vec![k],
            }),
        }
    }
    if shown.len() > SHOWN {
        return Err(CompileError(format!(
            "an episode can name what {SHOWN} populations show, not {}",
            shown.len()
        )));
    }
    Ok(shown)
}

/// The actions of an experience, gathered by the choice that they belong to.
fn choices(
    graph: &Graph,
    brain: &BrainFile,
    name: &str,
    actions: &[String],
) -> Compiled<Vec<Choice>> {
    let mut choices: Vec<(Option<&str>, Choice)> = Vec::new();
    for action in actions {
        let file = brain.actions.get(action);
        let of = file.and_then(|a| a.choice.as_deref());
        let plan = ActionPlan {
            node: signal(graph, action, name)?,
            urge: signal(graph, &format!("{action}.urge"), name)?,
        };
        match choices
            .iter_mut()
            .find(|(known, _)| of.is_some() && *known == of)
        {
            Some((_, choice)) => choice.push(plan),
            None => choices.push((of, vec![plan])),
        }
    }
    if choices.len() > CHOICES {
        return Err(CompileError(format!(
            "experience \"{name}\" has {} choices; an episode can have {CHOICES}",
            choices.len()
        )));
    }
    Ok(choices.into_iter().map(|(_, choice)| choice).collect())
}

pub(super) fn compile_probes(
    brain: &BrainFile,
    graph: &Graph,
    circuit: &Circuit,
) -> Compiled<Vec<Probe>> {
    brain
        .probes
        .iter()
        .map(|(name, p)| {
            Ok(Probe {
                shows: shown(circuit, &p.shows)?,
                inputs: inputs(graph, &p.inputs, name)?,
                framings: p.framings.clone(),
                per_pattern: p.per_pattern,
            })
        })
        .collect()
}
