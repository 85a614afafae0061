//! Many inputs compete for one neuron: Song, Miller & Abbott 2000, Nat Neurosci 3:919, 10.1038/78829.
//!
//! Weights are shares of the greatest. Nothing lies on a grid of time: a presynaptic spike changes one weight by what is left of
//! the neuron's last spikes, a postsynaptic spike all weights by what is left of theirs.

use super::arrivals::{Arrivals, Input};
use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::neuron::{LONGEST_STEP, Neuron, decay};
use super::protocol::Competition;
use super::synapse::{Synapse, SynapseRule};
use crate::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use crate::random::{Draws, Purpose, uniform};
use core::ops::Range;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

const FIRST_WEIGHTS: Purpose = Purpose::new("competition: first weights");
/// Points of a curve over the time at one rate.
const BINS: usize = 50;
/// Bars of a histogram of weights.
const BARS: usize = 20;
/// How far presynaptic traces are scaled up before they are brought back: beyond, single precision would lose nothing yet.
const LARGEST_GROWTH: f64 = 1e6;

/// The neuron with its inputs, between two arrivals.
pub(super) struct Contest<'a> {
    rule: &'a PairStdp,
    neuron: Neuron,
    time: f64,
    weights: Vec<f32>,
    /// Presynaptic traces times `growth`: scaled up together, so that time passes for all of them by one multiplication.
    traces: Vec<f32>,
    growth: f64,
    postsynaptic_trace: f64,
    spikes: u64,
    learns: bool,
}

impl<'a> Contest<'a> {
    /// At the beginning, with weights drawn evenly between nothing and the greatest.
    pub fn new(rule: &'a PairStdp, inputs: u32, seed: u64) -> Self {
        let mut words = vec![0; inputs as usize];
        let mut draws = Draws::of(seed);
        for (portion, words) in (0..).zip(words.chunks_mut(1 << 12)) {
            draws.fill(FIRST_WEIGHTS, portion, 0, words);
        }
        let weights: Vec<f32> = words.iter().map(|&word| uniform(word) as f32).collect();
        Self {
            rule,
            neuron: Neuron::at_rest(),
            time: 0.0,
            traces: vec![0.0; weights.len()],
            weights,
            growth: 1.0,
            postsynaptic_trace: 0.0,
            spikes: 0,
            learns: true,
        }
    }

    /// Lives until `end`, in seconds.
    pub fn until(&mut self, end: f64, arrivals: &mut Arrivals, waiting: &mut Option<(f64, Input)>) {
        loop {
            let (at, input) = *waiting.get_or_insert_with(|| arrivals.next());
            self.pass(at.min(end));
            if at >= end {
                return;
            }
            *waiting = None;
            match input {
                Input::Inhibitory => self.neuron.inhibit(),
                Input::Excitatory(input) => self.presynaptic_spike(input as usize),
            }
        }
    }

    /// Time passes without arrivals.
    fn pass(&mut self, until: f64) {
        while self.time < until {
            let step = (until - self.time).min(LONGEST_STEP);
            let spike = self.neuron.advance(step);
            if let Some(at) = spike {
                self.fade(at);
                self.postsynaptic_spike();
                self.fade(step - at);
            } else {
                self.fade(step);
            }
            self.time = if step < LONGEST_STEP {
                until
            } else {
                self.time + step
            };
        }
    }

    fn fade(&mut self, time: f64) {
        self.postsynaptic_trace *= decay(time / self.rule.depression_time_constant);
        self.growth /= decay(time / self.rule.potentiation_time_constant);
        if self.growth > LARGEST_GROWTH {
            let back = (1.0 / self.growth) as f32;
            self.traces.iter_mut().for_each(|trace| *trace *= back);
            self.growth = 1.0;
        }
    }

    fn presynaptic_spike(&mut self, input: usize) {
        let weight = &mut self.weights[input];
        self.neuron.excite(f64::from(*weight));
        if !self.learns {
            return;
        }
        let share = match self.rule.weight_dependence {
            WeightDependence::Additive => 1.0,
            WeightDependence::Multiplicative => *weight,
        };
        let change = (self.rule.depression * self.postsynaptic_trace) as f32;
        *weight = (*weight - share * change).max(0.0);
        let trace = &mut self.traces[input];
        *trace = match self.rule.pairing {
            Pairing::AllToAll => *trace + self.growth as f32,
            Pairing::NearestSpike => self.growth as f32,
        };
    }

    fn postsynaptic_spike(&mut self) {
        self.spikes += 1;
        if !self.learns {
            return;
        }
        let scale = (self.rule.potentiation / self.growth) as f32;
        let pairs = self.weights.iter_mut().zip(&self.traces);
        match self.rule.weight_dependence {
            WeightDependence::Additive => {
                pairs.for_each(|(w, trace)| *w = (*w + scale * trace).min(1.0));
            }
            WeightDependence::Multiplicative => {
                pairs.for_each(|(w, trace)| *w = (*w + scale * trace * (1.0 - *w)).min(1.0));
            }
        }
        self.postsynaptic_trace = match self.rule.pairing {
            Pairing::AllToAll => self.postsynaptic_trace + 1.0,
            Pairing::NearestSpike => 1.0,
        };
    }

    /// Weights as shares of the greatest.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Spikes of the neuron so far.
    pub fn spikes(&self) -> u64 {
        self.spikes
    }
}

/// What came of a run.
struct Outcome {
    /// Weights at the end of the time at each rate.
    weights: Vec<Vec<f32>>,
    /// Rate of the neuron over time, in hertz.
    output: Vec<Point>,
    /// The same with the weights that the time at the first rate left, for each rate.
    frozen: Vec<f64>,
    /// Mean weight of each group, and of the rest, over time.
    groups: Vec<Vec<Point>>,
}

/// The panels: weights, the neuron's rate over time and over that of its inputs, weights over latency, groups.
pub(super) fn competition(procedure: &Competition, bench: &Bench) -> Option<Vec<Panel>> {
    let runs: Vec<(&Synapse, f64, PairStdp)> = bench
        .pairs()
        .filter_map(|(synapse, bdnf)| match synapse.rule {
            SynapseRule::Pair(rule) => Some((synapse, bdnf, rule.at_bdnf(bdnf))),
            _ => None,
        })
        .collect();
    let done = AtomicU64::new(0);
    let steps = (runs.len() * procedure.rates.len() * BINS) as f64;
    let tick = || {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        (bench.progress)(done as f64 / steps)
    };
    let outcomes: Vec<Outcome> = runs
        .par_iter()
        .map(|(_, _, rule)| contest(procedure, rule, bench.seed, &tick))
        .collect::<Option<_>>()?;
    let curves = Curves {
        procedure,
        runs: runs
            .iter()
            .zip(&outcomes)
            .map(|(r, o)| (r.0, r.1, o))
            .collect(),
    };
    let mut panels = vec![curves.weights(), curves.output_over_time()];
    if procedure.rates.len() > 1 {
        panels.push(curves.output_over_input());
    }
    if procedure.latency_spread > 0.0 {
        panels.push(curves.latencies());
    } else if !procedure.groups.is_empty() {
        panels.push(curves.groups());
    }
    Some(panels)
}

fn contest(
    procedure: &Competition,
    rule: &PairStdp,
    seed: u64,
    tick: &(dyn Fn() -> bool + Sync),
) -> Option<Outcome> {
    let mut outcome = Outcome {
        weights: Vec::new(),
        output: Vec::new(),
        frozen: Vec::new(),
        groups: Vec::new(),
    };
    let first_rate = procedure.rates.first().copied().unwrap_or(0.0);
    let mut arrivals = Arrivals::new(procedure, first_rate, seed);
    let groups = groups_of(procedure, &arrivals);
    outcome.groups = vec![Vec::new(); groups.len()];
    let mut contest = Contest::new(rule, procedure.inputs, seed);
    let mut waiting = None;
    let bin = procedure.duration / BINS as f64;
    for &rate in &procedure.rates {
        let start = contest.time;
        if start > 0.0 {
            arrivals.change_rate(rate, start);
            waiting = None;
        }
        for k in 1..=BINS {
            let before = contest.spikes();
            let end = start + k as f64 * bin;
            contest.until(end, &mut arrivals, &mut waiting);
            let point = |y| Point {
                x: end - 0.5 * bin,
                y,
                error: None,
            };
            outcome
                .output
                .push(point((contest.spikes() - before) as f64 / bin));
            for (curve, members) in outcome.groups.iter_mut().zip(&groups) {
                curve.push(point(mean_weight(contest.weights(), members)));
            }
            if !tick() {
                return None;
            }
        }
        outcome.weights.push(contest.weights().to_vec());
    }
    if let Some(weights) = outcome
        .weights
        .first()
        .filter(|_| procedure.rates.len() > 1)
    {
        let frozen = procedure.rates.iter();
        let frozen = frozen.map(|&rate| frozen_rate(procedure, rule, weights, rate, seed));
        outcome.frozen = frozen.collect();
    }
    Some(outcome)
}

/// Inputs of each group, then the rest if there is any.
fn groups_of(procedure: &Competition, arrivals: &Arrivals) -> Vec<Range<u32>> {
    let mut groups: Vec<Range<u32>> = arrivals.groups().collect();
    let rest = groups.last().map_or(0, |last| last.end)..procedure.inputs;
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups
}

fn mean_weight(weights: &[f32], members: &Range<u32>) -> f64 {
    let members = &weights[members.start as usize..members.end as usize];
    members.iter().map(|&w| f64::from(w)).sum::<f64>() / members.len().max(1) as f64
}

/// Seconds for which frozen weights are watched, after one of them to forget the beginning.
const FROZEN: f64 = 50.0;

/// Rate of the neuron with weights that do not change, in hertz.
fn frozen_rate(
    procedure: &Competition,
    rule: &PairStdp,
    weights: &[f32],
    rate: f64,
    seed: u64,
) -> f64 {
    let mut contest = Contest::new(rule, procedure.inputs, seed);
    contest.weights.copy_from_slice(weights);
    contest.learns = false;
    let mut arrivals = Arrivals::new(procedure, rate, seed);
    let mut waiting = None;
    contest.until(1.0, &mut arrivals, &mut waiting);
    let before = contest.spikes();
    contest.until(1.0 + FROZEN, &mut arrivals, &mut waiting);
    (contest.spikes() - before) as f64 / FROZEN
}

/// Outcomes as curves.
struct Curves<'a> {
    procedure: &'a Competition,
    runs: Vec<(&'a Synapse, f64, &'a Outcome)>,
}

impl Curves<'_> {
    fn panel(
        &self,
        name: &str,
        title: &str,
        x: (&str, &str),
        y: (&str, &str),
        curves: Vec<Curve>,
    ) -> Panel {
        let axis = |(label, unit): (&str, &str)| Axis {
            label: label.into(),
            unit: unit.into(),
            scale: Scale::Linear,
        };
        Panel {
            name: name.into(),
            title: title.into(),
            x: axis(x),
            y: axis(y),
            curves,
            published: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Curves of every run; `of` gives their conditions and points.
    fn curves(
        &self,
        style: Style,
        of: impl Fn(&Outcome) -> Vec<(String, Vec<Point>)>,
    ) -> Vec<Curve> {
        let curves = self.runs.iter().flat_map(|(synapse, bdnf, outcome)| {
            let curve = |(condition, points)| Curve {
                synapse: synapse.name.clone(),
                condition,
                bdnf: *bdnf,
                style,
                points,
            };
            of(outcome).into_iter().map(curve)
        });
        curves.collect()
    }

    fn weights(&self) -> Panel {
        let several = self.procedure.rates.len() > 1;
        let curves = self.curves(Style::Bars, |outcome| {
            let ends = self.procedure.rates.iter().zip(&outcome.weights);
            ends.map(|(rate, weights)| {
                let condition = if several {
                    format!("inputs at {rate} Hz")
                } else {
                    String::new()
                };
                (condition, histogram(weights))
            })
            .collect()
        });
        let (x, y) = (("weight, of the greatest", ""), ("share of inputs", ""));
        self.panel("weights", "Weights at the end", x, y, curves)
    }

    fn output_over_time(&self) -> Panel {
        let curves = self.curves(Style::Line, |outcome| {
            vec![(String::new(), outcome.output.clone())]
        });
        let (x, y) = (("time", "s"), ("rate of the neuron", "Hz"));
        let mut panel = self.panel("output", "How the neuron fires", x, y, curves);
        let rates = self.procedure.rates.iter().enumerate().skip(1);
        panel.marks = rates
            .map(|(k, rate)| super::experiment::Mark {
                label: format!("inputs at {rate} Hz from here on"),
                x: Some(k as f64 * self.procedure.duration),
                y: None,
            })
            .collect();
        panel
    }

    fn output_over_input(&self) -> Panel {
        let curves = self.curves(Style::Line, |outcome| {
            let point = |(&x, y): (&f64, f64)| Point { x, y, error: None };
            let settled = outcome.output.chunks(BINS).map(|bins| {
                let late = &bins[bins.len() / 2..];
                late.iter().map(|p| p.y).sum::<f64>() / late.len() as f64
            });
            let rates = self.procedure.rates.iter();
            let mut curves: Vec<(String, Vec<Point>)> = vec![
                (
                    "weights follow the rule".into(),
                    rates.clone().zip(settled).map(point).collect(),
                ),
                (
                    "weights frozen after the first rate".into(),
                    rates
                        .zip(outcome.frozen.iter().copied())
                        .map(point)
                        .collect(),
                ),
            ];
            for (_, points) in &mut curves {
                points.sort_by(|a, b| a.x.total_cmp(&b.x));
            }
            curves
        });
        let (x, y) = (("rate of the inputs", "Hz"), ("rate of the neuron", "Hz"));
        self.panel("input-output", "The neuron keeps its rate", x, y, curves)
    }

    fn latencies(&self) -> Panel {
        let last = f64::from(self.procedure.inputs.saturating_sub(1).max(1));
        let curves = self.curves(Style::Dots, |outcome| {
            let weights = outcome.weights.last().into_iter().flatten();
            let points = (0u32..).zip(weights).map(|(input, &weight)| Point {
                x: 1e3 * self.procedure.latency_spread * f64::from(input) / last,
                y: f64::from(weight),
                error: None,
            });
            vec![(String::new(), points.collect())]
        });
        let (x, y) = (("latency", "ms"), ("weight, of the greatest", ""));
        self.panel("latency", "The earliest inputs win", x, y, curves)
    }

    fn groups(&self) -> Panel {
        let names = self
            .procedure
            .groups
            .iter()
            .map(|group| group.label.clone());
        let names: Vec<String> = names.chain(["on their own".to_owned()]).collect();
        let curves = self.curves(Style::Line, |outcome| {
            names.iter().cloned().zip(outcome.groups.clone()).collect()
        });
        let (x, y) = (("time", "s"), ("mean weight, of the greatest", ""));
        self.panel("groups", "Who wins", x, y, curves)
    }
}

fn histogram(weights: &[f32]) -> Vec<Point> {
    let mut counts = [0u32; BARS];
    for &weight in weights {
        counts[((weight * BARS as f32) as usize).min(BARS - 1)] += 1;
    }
    let bars = counts.iter().enumerate().map(|(bar, &count)| Point {
        x: (bar as f64 + 0.5) / BARS as f64,
        y: f64::from(count) / weights.len().max(1) as f64,
        error: None,
    });
    bars.collect()
}
