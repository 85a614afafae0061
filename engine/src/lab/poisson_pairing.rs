//! Independent Poisson spikes on both sides, across postsynaptic rates: the mean drift of a spike rule beside the rate rule
//! that it is the image of, and the threshold between depression and potentiation.
//!
//! The weight is held at its initial value and the changes are summed, so that the drift belongs to one weight. All synapses
//! and levels of BDNF see the same trains, so that their differences are those of the rules.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Mark, Panel, Point, Scale, Style};
use super::protocol::PoissonPairing;
use super::synapse::{Synapse, SynapseRule};
use crate::kernels::transcendental::ln;
use crate::plasticity::spikes::{Spike, SpikeRule, drift, merge};
use crate::random::{Draws, Purpose, uniform};

const PRESYNAPTIC: Purpose = Purpose::new("poisson presynaptic");
const POSTSYNAPTIC: Purpose = Purpose::new("poisson postsynaptic");

/// Past rates, in units of the target, after which a rule with a sliding threshold is shown: for a power of 2 they halve,
/// keep and double the threshold.
const HISTORIES: [f64; 3] = [
    core::f64::consts::FRAC_1_SQRT_2,
    1.0,
    core::f64::consts::SQRT_2,
];

/// A rule at one level of BDNF, and after one history where that matters.
#[derive(Debug, Clone)]
struct Variant<'a> {
    synapse: &'a Synapse,
    bdnf: f64,
    /// Past postsynaptic rate, in hertz.
    history: Option<f64>,
}

/// The panel of mean drifts.
pub(super) fn poisson_pairing(procedure: &PoissonPairing, bench: &Bench) -> Option<Vec<Panel>> {
    let variants: Vec<Variant> = bench.pairs().flat_map(variants_of).collect();
    let runs: Vec<(u32, f64, u32)> = (0u32..)
        .zip(&procedure.postsynaptic_rates)
        .flat_map(|(k, &rate)| (0..procedure.repeats).map(move |repeat| (k, rate, repeat)))
        .collect();
    let drifts = bench.each(&runs, |&(k, rate, repeat)| {
        let run = u64::from(k) << 32 | u64::from(repeat);
        let spikes = trains(procedure, rate, run, bench.seed);
        let drift = |variant: &Variant| simulated(variant, &spikes) / procedure.duration;
        variants.iter().map(drift).collect::<Vec<f64>>()
    })?;
    let mut curves = Vec::new();
    for (v, variant) in variants.iter().enumerate() {
        let repeats = drifts.chunks(procedure.repeats.max(1) as usize);
        let rates = procedure.postsynaptic_rates.iter().zip(repeats);
        let measured = rates.map(|(&rate, runs)| mean_point(rate, runs.iter().map(|r| r[v])));
        curves.push(variant.curve(Style::Line, measured.collect()));
        let image = procedure.postsynaptic_rates.iter().filter_map(|&rate| {
            Some(Point {
                x: rate,
                y: variant.image(procedure, rate)?,
                error: None,
            })
        });
        curves.push(variant.curve(Style::Theory, image.collect()));
    }
    for curve in &mut curves {
        curve.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    let marks = variants.iter().filter_map(|v| v.mark(procedure)).collect();
    Some(vec![Panel {
        name: "poisson-pairing".into(),
        title: "Mean drift under independent spikes".into(),
        x: Axis {
            label: "postsynaptic rate".into(),
            unit: "Hz".into(),
            scale: Scale::Linear,
        },
        y: Axis {
            label: "drift of the weight, of its initial value".into(),
            unit: "1/s".into(),
            scale: Scale::Linear,
        },
        curves,
        published: Vec::new(),
        marks,
    }])
}

fn variants_of<'a>((synapse, bdnf): (&'a Synapse, f64)) -> Vec<Variant<'a>> {
    let variant = |history| Variant {
        synapse,
        bdnf,
        history,
    };
    match &synapse.rule {
        SynapseRule::SlidingTriplet(rule) => HISTORIES
            .iter()
            .map(|share| variant(Some(share * rule.target_rate)))
            .collect(),
        _ => vec![variant(None)],
    }
}

impl Variant<'_> {
    fn curve(&self, style: Style, points: Vec<Point>) -> Curve {
        Curve {
            synapse: self.synapse.name.clone(),
            condition: self.condition(),
            bdnf: self.bdnf,
            style,
            points,
        }
    }

    fn condition(&self) -> String {
        self.history
            .map_or_else(String::new, |rate| format!("after {rate:.1} Hz"))
    }

    /// Drift of the rate rule that is the image of the spike rule, per second.
    fn image(&self, procedure: &PoissonPairing, rate: f64) -> Option<f64> {
        let before = procedure.presynaptic_rate;
        match &self.synapse.rule {
            SynapseRule::Pair(rule) => Some(rule.at_bdnf(self.bdnf).poisson_drift(before, rate)),
            SynapseRule::Triplet(rule) => Some(rule.at_bdnf(self.bdnf).poisson_drift(before, rate)),
            SynapseRule::SlidingTriplet(rule) => {
                let history = self.history(rule.target_rate);
                let power = rule.mean_relative_power(history, rate, procedure.duration);
                let held = rule.at_bdnf(self.bdnf).held_at(power);
                Some(held.poisson_drift(before, rate))
            }
            _ => None,
        }
    }

    fn history(&self, target: f64) -> f64 {
        self.history.unwrap_or(target)
    }

    /// The threshold that theory gives; of a sliding one, that at the beginning.
    fn mark(&self, procedure: &PoissonPairing) -> Option<Mark> {
        let rule = match &self.synapse.rule {
            SynapseRule::Triplet(rule) => rule.at_bdnf(self.bdnf),
            SynapseRule::SlidingTriplet(rule) => {
                let power = rule.relative_power(self.history(rule.target_rate));
                rule.at_bdnf(self.bdnf).held_at(power)
            }
            _ => return None,
        };
        let threshold = rule.threshold(procedure.presynaptic_rate)?;
        let condition = self.condition();
        let gap = if condition.is_empty() { "" } else { " " };
        let (title, bdnf) = (&self.synapse.title, self.bdnf);
        Some(Mark {
            label: format!("threshold in theory: {title}{gap}{condition}, BDNF {bdnf}"),
            x: Some(threshold),
            y: None,
        })
    }
}

/// Sum of the changes at a held weight.
fn simulated(variant: &Variant, spikes: &[Spike]) -> f64 {
    match &variant.synapse.rule {
        SynapseRule::Pair(rule) => drift(&rule.at_bdnf(variant.bdnf), spikes),
        SynapseRule::Triplet(rule) => drift(&rule.at_bdnf(variant.bdnf), spikes),
        SynapseRule::SlidingTriplet(rule) => {
            let mut traces = rule.after(variant.history(rule.target_rate));
            let rule = rule.at_bdnf(variant.bdnf);
            let changes = spikes
                .iter()
                .map(|&spike| rule.spike(&mut traces, spike, 1.0));
            changes.sum()
        }
        _ => 0.0,
    }
}

/// Mean of the runs, and its standard error where there are at least two.
pub(super) fn mean_point(x: f64, values: impl Iterator<Item = f64> + Clone) -> Point {
    let (mut count, mut sum) = (0.0, 0.0);
    for value in values.clone() {
        count += 1.0;
        sum += value;
    }
    let mean = if count > 0.0 { sum / count } else { 0.0 };
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    Point {
        x,
        y: mean,
        error: (count > 1.0).then(|| (squares / (count - 1.0) / count).sqrt()),
    }
}

/// Both trains of a run, as one.
fn trains(procedure: &PoissonPairing, rate: f64, run: u64, seed: u64) -> Vec<Spike> {
    let mut draws = Draws::of(seed);
    let mut train = |purpose, rate| poisson(&mut draws, purpose, run, rate, procedure.duration);
    let before = train(PRESYNAPTIC, procedure.presynaptic_rate);
    let after = train(POSTSYNAPTIC, rate);
    merge(&before, &after)
}

/// A Poisson train of `rate` hertz over `duration` seconds.
fn poisson(draws: &mut Draws, purpose: Purpose, run: u64, rate: f64, duration: f64) -> Vec<f64> {
    let mut train = Vec::new();
    if rate <= 0.0 {
        return train;
    }
    let (mut time, mut words) = (0.0, [0u32; 256]);
    // The purpose holds the run, so that a train has all moments of its own stream to itself.
    let purpose = purpose.and(&run.to_string());
    for moment in 0u64.. {
        draws.fill(purpose, moment, 0, &mut words);
        for &word in &words {
            time -= ln(uniform(word)) / rate;
            if time > duration {
                return train;
            }
            train.push(time);
        }
    }
    train
}
