//! Pathways of one neuron over hours: early phase, tag, capture and late phase.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::{CaptureExperiment, PathwayStimulus, TagAndCapture};
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::tag_capture::{Phases, Supply, TagCapture};

const HOUR: f64 = 3600.0;
/// Longest step; see [`TagCapture::after`].
const MINUTE: f64 = 60.0;
/// Minutes from point to point of a curve.
const MINUTES_PER_POINT: usize = 5;

/// One panel over time for each experiment, then one of what is left at the end of all.
pub(super) fn tag_and_capture(procedure: &TagAndCapture, bench: &Bench) -> Option<Vec<Panel>> {
    let rules: Vec<(&Synapse, f64, TagCapture)> = bench
        .pairs()
        .filter_map(|(synapse, bdnf)| match synapse.rule {
            SynapseRule::TagCapture(rule) => Some((synapse, bdnf, rule)),
            _ => None,
        })
        .collect();
    let runs: Vec<_> = procedure
        .experiments
        .iter()
        .flat_map(|experiment| rules.iter().map(move |rule| (experiment, rule)))
        .collect();
    let outcomes = bench.each(&runs, |&(experiment, (_, bdnf, rule))| {
        followed(rule, experiment, *bdnf, procedure.duration)
    })?;
    let outcomes: Vec<&[Vec<Followed>]> = outcomes.chunks(rules.len().max(1)).collect();
    let mut panels: Vec<Panel> = procedure
        .experiments
        .iter()
        .zip(&outcomes)
        .enumerate()
        .map(|(number, (experiment, outcomes))| course(number, experiment, &rules, outcomes))
        .collect();
    if procedure.experiments.len() > 1 {
        panels.push(what_is_left(procedure, &rules, &outcomes));
    }
    Some(panels)
}

/// The change of a pathway over time: hours and shares of the initial weight.
struct Followed {
    pathway: String,
    points: Vec<Point>,
}

fn change_axis() -> Axis {
    Axis {
        label: "relative change of the weight".into(),
        unit: String::new(),
        scale: Scale::Linear,
    }
}

fn curve(synapse: &Synapse, bdnf: f64, condition: &str, style: Style, points: Vec<Point>) -> Curve {
    Curve {
        synapse: synapse.name.clone(),
        condition: condition.to_owned(),
        bdnf,
        style,
        points,
    }
}

fn course(
    number: usize,
    experiment: &CaptureExperiment,
    rules: &[(&Synapse, f64, TagCapture)],
    outcomes: &[Vec<Followed>],
) -> Panel {
    let curves = rules.iter().zip(outcomes).flat_map(|(rule, pathways)| {
        let of = |f: &Followed| curve(rule.0, rule.1, &f.pathway, Style::Line, f.points.clone());
        pathways.iter().map(of)
    });
    Panel {
        name: format!("experiment-{}", number + 1),
        title: capitalised(&experiment.label),
        x: Axis {
            label: "time".into(),
            unit: "h".into(),
            scale: Scale::Linear,
        },
        y: change_axis(),
        curves: curves.collect(),
        published: Vec::new(),
        marks: Vec::new(),
    }
}

/// Bars of the change of every pathway of every experiment at the end.
fn what_is_left(
    procedure: &TagAndCapture,
    rules: &[(&Synapse, f64, TagCapture)],
    outcomes: &[&[Vec<Followed>]],
) -> Panel {
    let mut names = Vec::new();
    for experiment in &procedure.experiments {
        let pathways = pathways_of(experiment);
        for pathway in &pathways {
            names.push(if pathways.len() > 1 {
                format!("{}: {pathway}", experiment.label)
            } else {
                experiment.label.clone()
            });
        }
    }
    let bars = rules.iter().enumerate().map(|(r, rule)| {
        let pathways = outcomes.iter().flat_map(|of_rules| of_rules.get(r));
        let ends = pathways.flatten().filter_map(|f| f.points.last());
        let points = (0u32..).zip(ends).map(|(place, end)| Point {
            x: f64::from(place),
            ..*end
        });
        curve(rule.0, rule.1, "", Style::Bars, points.collect())
    });
    Panel {
        name: "what-is-left".into(),
        title: format!("What is left after {} hours", procedure.duration / HOUR),
        x: Axis {
            label: "experiment".into(),
            unit: String::new(),
            scale: Scale::Named(names),
        },
        y: change_axis(),
        curves: bars.collect(),
        published: Vec::new(),
        marks: Vec::new(),
    }
}

/// Pathways in the order in which they are first stimulated in the list.
fn pathways_of(experiment: &CaptureExperiment) -> Vec<&str> {
    let mut pathways: Vec<&str> = Vec::new();
    for stimulus in &experiment.stimuli {
        if !pathways.contains(&stimulus.pathway.as_str()) {
            pathways.push(&stimulus.pathway);
        }
    }
    pathways
}

fn followed(
    rule: &TagCapture,
    experiment: &CaptureExperiment,
    bdnf: f64,
    duration: f64,
) -> Vec<Followed> {
    let names = pathways_of(experiment);
    let mut pathways = vec![Phases::default(); names.len()];
    let mut points: Vec<Vec<Point>> = vec![Vec::new(); names.len()];
    let mut proteins = 0.0;
    let times = moments(rule, experiment, duration);
    for (index, &time) in times.iter().enumerate() {
        for stimulus in experiment.stimuli.iter().filter(|s| s.at == time) {
            let place = names.iter().position(|&name| name == stimulus.pathway);
            let direction = if stimulus.depressing { -1.0 } else { 1.0 };
            if let Some(place) = place {
                rule.induce(&mut pathways[place], stimulus.strong, direction);
            }
        }
        if is_drawn(time) || experiment.stimuli.iter().any(|s| s.at == time) || time == duration {
            for (points, pathway) in points.iter_mut().zip(&pathways) {
                points.push(Point {
                    x: time / HOUR,
                    y: pathway.change(),
                    error: None,
                });
            }
        }
        if let Some(next) = times.get(index + 1) {
            let supply = supply(rule, experiment, bdnf, proteins, time);
            for pathway in &mut pathways {
                *pathway = rule.after(*pathway, &supply, next - time);
            }
            proteins = rule.proteins(&supply, next - time);
        }
    }
    let names = names.into_iter().map(str::to_owned);
    let followed = names.zip(points);
    followed
        .map(|(pathway, points)| Followed { pathway, points })
        .collect()
}

fn is_drawn(time: f64) -> bool {
    time % (MINUTES_PER_POINT as f64 * MINUTE) == 0.0
}

/// Every time at which something changes, and every minute, up to the end.
fn moments(rule: &TagCapture, experiment: &CaptureExperiment, duration: f64) -> Vec<f64> {
    let minutes = (0..).map(|k| f64::from(k) * MINUTE);
    let mut times: Vec<f64> = minutes.take_while(|&time| time < duration).collect();
    times.push(duration);
    for stimulus in &experiment.stimuli {
        times.extend([stimulus.at, stimulus.at + rule.synthesis_duration]);
    }
    let spans = [experiment.synthesis_block, experiment.bdnf_block];
    times.extend(spans.iter().flatten().flat_map(|&(from, to)| [from, to]));
    if let Some((from, to, _)) = experiment.bdnf_added {
        times.extend([from, to]);
    }
    times.retain(|time| (0.0..=duration).contains(time));
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

/// What holds from a moment on.
fn supply(
    rule: &TagCapture,
    experiment: &CaptureExperiment,
    bdnf: f64,
    proteins: f64,
    time: f64,
) -> Supply {
    let within =
        |span: Option<(f64, f64)>| span.is_some_and(|(from, to)| (from..to).contains(&time));
    let called =
        |s: &PathwayStimulus| s.strong && (s.at..s.at + rule.synthesis_duration).contains(&time);
    let scavenged = within(experiment.bdnf_block);
    let added = experiment.bdnf_added;
    let added = added.filter(|&(from, to, _)| (from..to).contains(&time) && !scavenged);
    Supply {
        proteins,
        synthesis: experiment.stimuli.iter().any(called) && !within(experiment.synthesis_block),
        released_bdnf: if scavenged { 0.0 } else { bdnf },
        added_bdnf: added.map_or(0.0, |(_, _, level)| (level - 1.0).max(0.0)),
    }
}

fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
