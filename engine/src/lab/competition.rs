//! Many Poisson inputs compete on one integrate-and-fire neuron by pair STDP (Song, Miller & Abbott 2000, 10.1038/78829).
//!
//! Weights are shares of the largest conductance, which is also the unit of the rule's amplitudes. Nothing runs on a time grid:
//! inputs are drawn as one merged process, the rule is exact between spikes, and the membrane is integrated from input to
//! input; its spike times are closer to the exact ones than those of a grid of 0.1 ms by more than an order of magnitude.
//!
//! The numbers of the neuron are those of the source as the public reimplementations have them. How strongly rates fluctuate
//! in correlated groups follows the source from memory; the bursts of inputs with latencies are assumed, the source only says
//! that early inputs of a common event win.

mod inputs;
mod neuron;
mod weights;

use super::bench::{Bench, Steps};
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::Competition;
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::pair_stdp::PairStdp;
use inputs::{Inputs, Source};
use neuron::Neuron;
use weights::Weights;

/// Bins of the output rate at each input rate; the last [`STEADY_BINS`] are its steady state.
const RATE_BINS: usize = 50;
const STEADY_BINS: usize = 10;

/// Inputs or spikes after which it is looked whether to go on.
const LOOK: u32 = 4096;

/// Bars of the histogram of weights.
const WEIGHT_BINS: usize = 20;

/// What came out at one input rate.
struct Stage {
    rate: f64,
    /// Output rate in each bin, in hertz.
    output: Vec<f64>,
    weights: Vec<f32>,
    /// Steady output rate with the weights of the end of the first stage.
    frozen: Option<f64>,
}

/// What came out with one synapse at one level of BDNF.
struct Outcome<'a> {
    synapse: &'a Synapse,
    bdnf: f64,
    stages: Vec<Stage>,
}

/// The neuron with its inputs.
#[derive(Clone)]
struct Cell<'a> {
    inputs: Inputs<'a>,
    neuron: Neuron,
    weights: Weights,
    largest_conductance: f64,
    now: f64,
}

impl Cell<'_> {
    /// Runs until a time, in seconds; returns the number of spikes of the neuron; `None` when told to stop.
    fn run_until(&mut self, end: f64, go_on: &dyn Fn() -> bool) -> Option<u32> {
        let mut spikes = 0;
        for round in 1u64.. {
            if round.is_multiple_of(u64::from(LOOK)) && !go_on() {
                return None;
            }
            let event = self.inputs.next(end);
            let time = event.map_or(end, |(time, _)| time);
            while let Some(after) = self.neuron.advance(time - self.now) {
                self.weights.advance(after);
                self.weights.postsynaptic_spike();
                self.now += after;
                spikes += 1;
                // What a file says may make a neuron fire almost without a pause.
                if spikes % LOOK == 0 && !go_on() {
                    return None;
                }
            }
            self.weights.advance(time - self.now);
            self.now = time;
            match event {
                Some((_, Source::Excitatory(input))) => {
                    let weight = self.weights.presynaptic_spike(input);
                    self.neuron.excite(weight * self.largest_conductance);
                }
                Some((_, Source::Inhibitory)) => self.neuron.inhibit(),
                None => return Some(spikes),
            }
        }
        None
    }

    /// Output rates in bins of equal length, in hertz; `None` when told to stop.
    fn output(&mut self, bins: usize, length: f64, steps: &Steps) -> Option<Vec<f64>> {
        let start = self.now;
        let rate = |bin| {
            let spikes = self.run_until(start + (bin + 1) as f64 * length, steps.go_on)?;
            (steps.done)().then_some(f64::from(spikes) / length)
        };
        (0..bins).map(rate).collect()
    }
}

/// The panels: weights, output rate over time and against input rate, weights of groups and over latency.
pub(super) fn competition(procedure: &Competition, bench: &Bench) -> Option<Vec<Panel>> {
    let pairs: Vec<(&Synapse, f64)> = bench.pairs().collect();
    let steps = procedure.rates.len() * (RATE_BINS + STEADY_BINS);
    let outcomes = bench.each_in_steps(&pairs, steps, |&(synapse, bdnf), steps| {
        let SynapseRule::Pair(rule) = synapse.rule else {
            return Some(None);
        };
        let stages = stages(procedure, rule.at_bdnf(bdnf), bench.seed, steps)?;
        Some(Some(Outcome {
            synapse,
            bdnf,
            stages,
        }))
    })?;
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    let inputs = Inputs::new(procedure, bench.seed);
    let mut panels = vec![
        weight_panel(&outcomes),
        output_over_time(procedure, &outcomes),
    ];
    if procedure.rates.len() > 1 {
        panels.push(output_against_input(procedure, &outcomes));
    }
    if !procedure.groups.is_empty() {
        panels.push(group_panel(procedure, &inputs, &outcomes));
    } else if procedure.latency_spread > 0.0 {
        panels.push(latency_panel(&inputs, &outcomes));
    }
    Some(panels)
}

fn stages(procedure: &Competition, rule: PairStdp, seed: u64, steps: &Steps) -> Option<Vec<Stage>> {
    let neuron = procedure.neuron;
    let mut cell = Cell {
        inputs: Inputs::new(procedure, seed),
        neuron: Neuron::new(neuron),
        weights: Weights::new(rule, procedure.inputs as usize, neuron.initial_weight),
        largest_conductance: neuron.largest_conductance,
        now: 0.0,
    };
    let length = procedure.duration / RATE_BINS as f64;
    let mut stages = Vec::new();
    let mut frozen: Option<Cell> = None;
    for &rate in &procedure.rates {
        cell.inputs.set_rate(rate, cell.now);
        let output = cell.output(RATE_BINS, length, steps)?;
        let control = frozen.get_or_insert_with(|| {
            let mut control = cell.clone();
            control.weights.freeze();
            control
        });
        control.inputs.set_rate(rate, control.now);
        let control = if procedure.rates.len() > 1 {
            Some(mean(&control.output(STEADY_BINS, length, steps)?))
        } else {
            None
        };
        stages.push(Stage {
            rate,
            output,
            weights: cell.weights.all().to_vec(),
            frozen: control,
        });
    }
    Some(stages)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn axis(label: &str, unit: &str) -> Axis {
    Axis {
        label: label.to_owned(),
        unit: unit.to_owned(),
        scale: Scale::Linear,
    }
}

fn panel(name: &str, title: &str, x: Axis, y: Axis, curves: Vec<Curve>) -> Panel {
    Panel {
        name: name.to_owned(),
        title: title.to_owned(),
        x,
        y,
        curves,
        published: Vec::new(),
        marks: Vec::new(),
    }
}

impl Outcome<'_> {
    fn curve(&self, condition: String, style: Style, points: Vec<Point>) -> Curve {
        Curve {
            synapse: self.synapse.name.clone(),
            condition,
            bdnf: self.bdnf,
            style,
            points,
        }
    }
}

fn point(x: f64, y: f64) -> Point {
    Point { x, y, error: None }
}

fn weight_panel(outcomes: &[Outcome]) -> Panel {
    let mut curves = Vec::new();
    for outcome in outcomes {
        for stage in &outcome.stages {
            let mut bars = [0.0; WEIGHT_BINS];
            for &weight in &stage.weights {
                bars[((weight * WEIGHT_BINS as f32) as usize).min(WEIGHT_BINS - 1)] += 1.0;
            }
            let bar = |(bin, count): (usize, &f64)| {
                let middle = (bin as f64 + 0.5) / WEIGHT_BINS as f64;
                point(middle, count / stage.weights.len().max(1) as f64)
            };
            let points = bars.iter().enumerate().map(bar).collect();
            curves.push(outcome.curve(format!("{} Hz", stage.rate), Style::Bars, points));
        }
    }
    let (x, y) = (
        axis("weight, share of the largest", ""),
        axis("share of inputs", ""),
    );
    panel("weights", "Weights at the end", x, y, curves)
}

fn output_over_time(procedure: &Competition, outcomes: &[Outcome]) -> Panel {
    let length = procedure.duration / RATE_BINS as f64;
    let curve = |outcome: &Outcome| {
        let rates = outcome.stages.iter().flat_map(|stage| &stage.output);
        let points = rates.enumerate();
        let points = points.map(|(bin, &rate)| point((bin as f64 + 0.5) * length, rate));
        outcome.curve("output".to_owned(), Style::Line, points.collect())
    };
    let curves = outcomes.iter().map(curve).collect();
    let (x, y) = (axis("time", "s"), axis("output rate", "Hz"));
    panel("output-over-time", "Output rate over time", x, y, curves)
}

fn output_against_input(procedure: &Competition, outcomes: &[Outcome]) -> Panel {
    let seconds = procedure.duration / RATE_BINS as f64 * STEADY_BINS as f64;
    let mut curves = Vec::new();
    for outcome in outcomes {
        let mut plastic = Vec::new();
        let mut frozen = Vec::new();
        for stage in &outcome.stages {
            let steady = mean(&stage.output[RATE_BINS - STEADY_BINS..]);
            // Of a count of spikes, taken for Poisson.
            let error = Some((steady / seconds).sqrt());
            plastic.push(Point {
                x: stage.rate,
                y: steady,
                error,
            });
            frozen.extend(stage.frozen.map(|rate| point(stage.rate, rate)));
        }
        for points in [&mut plastic, &mut frozen] {
            points.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        curves.push(outcome.curve("plastic".to_owned(), Style::Line, plastic));
        let label = "weights kept from the first rate".to_owned();
        curves.push(outcome.curve(label, Style::Line, frozen));
    }
    let (x, y) = (axis("input rate", "Hz"), axis("steady output rate", "Hz"));
    let title = "Output rate against input rate";
    panel("output-against-input", title, x, y, curves)
}

fn group_panel(procedure: &Competition, inputs: &Inputs, outcomes: &[Outcome]) -> Panel {
    let mut names: Vec<String> = procedure.groups.iter().map(|g| g.label.clone()).collect();
    names.push("independent".to_owned());
    let mut curves = Vec::new();
    for outcome in outcomes {
        for stage in &outcome.stages {
            let bar = |place: usize| {
                let group = (place < procedure.groups.len()).then_some(place);
                let weights = stage.weights.iter().enumerate();
                let members = weights.filter(|(input, _)| inputs.group_of(*input) == group);
                let members: Vec<f64> = members.map(|(_, &weight)| f64::from(weight)).collect();
                (!members.is_empty()).then(|| point(place as f64, mean(&members)))
            };
            let points = (0..names.len()).filter_map(bar).collect();
            curves.push(outcome.curve(format!("{} Hz", stage.rate), Style::Bars, points));
        }
    }
    let mut x = axis("group", "");
    x.scale = Scale::Named(names);
    let y = axis("mean weight, share of the largest", "");
    panel(
        "groups",
        "Weights of inputs that fire together",
        x,
        y,
        curves,
    )
}

fn latency_panel(inputs: &Inputs, outcomes: &[Outcome]) -> Panel {
    let mut curves = Vec::new();
    for outcome in outcomes {
        for stage in &outcome.stages {
            let latencies = inputs.latencies().iter().zip(&stage.weights);
            let dots = latencies.map(|(&latency, &weight)| point(latency * 1e3, f64::from(weight)));
            let label = format!("{} Hz", stage.rate);
            curves.push(outcome.curve(label, Style::Dots, dots.collect()));
        }
    }
    let x = axis("latency relative to the mean", "ms");
    let y = axis("weight, share of the largest", "");
    panel("latency", "Weight over latency", x, y, curves)
}
