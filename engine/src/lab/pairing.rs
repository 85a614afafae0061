//! Procedures that set the spikes on both sides: the timing window, pairing at many frequencies, patterns of a few spikes.
//!
//! Pairs come in one regular train, or in bursts: Sjöström, Turrigiano & Nelson 2001 gave 15 bursts of five pairs, one every
//! ten seconds, and 50 single pairs at 0.1 Hz. Pfister & Gerstner 2006 and Graupner & Brunel 2012 fitted their rules to the
//! same points as if they were one train of 60 or 75 pairs; with bursts the triplet rules in which every spike meets every
//! other do not return their errors.
//!
//! Random lags are drawn for each pair, evenly between two bounds; the postsynaptic spike moves.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::induction::{Change, Trains, mean_induction};
use super::protocol::{
    PairBursts, PairingFrequency, RandomLags, SpikePattern, SpikePatterns, TimingWindow,
};
use crate::random::{Draws, Purpose};

/// The panel of a timing window; the lag is drawn in milliseconds.
pub(super) fn timing_window(procedure: &TimingWindow, bench: &Bench) -> Option<Vec<Panel>> {
    let conditions = [Condition {
        name: String::new(),
        points: procedure
            .lags
            .iter()
            .map(|&lag| {
                (
                    milliseconds(lag),
                    vec![pairs(
                        &starts(procedure.pairs, procedure.rate, procedure.bursts),
                        lag,
                    )],
                )
            })
            .collect(),
    }];
    Some(vec![Panel {
        name: "timing-window".into(),
        title: "Timing window".into(),
        x: Axis {
            label: "postsynaptic minus presynaptic spike".into(),
            unit: "ms".into(),
            scale: Scale::Linear,
        },
        y: change_axis(),
        curves: curves(&conditions, bench)?,
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

/// The panel of pairing at many frequencies, one curve for each lag.
pub(super) fn pairing_frequency(procedure: &PairingFrequency, bench: &Bench) -> Option<Vec<Panel>> {
    let starts = |rate| starts(procedure.pairs, rate, procedure.bursts);
    let mut conditions: Vec<Condition> = procedure
        .lags
        .iter()
        .map(|&lag| Condition {
            name: lag_condition(lag),
            points: procedure
                .rates
                .iter()
                .map(|&rate| (rate, vec![pairs(&starts(rate), lag)]))
                .collect(),
        })
        .collect();
    conditions.extend(procedure.random_lags.map(|lags| {
        Condition {
            name: RANDOM_LAGS.into(),
            points: procedure
                .rates
                .iter()
                .map(|&rate| (rate, drawn(&starts(rate), rate, lags, bench.seed)))
                .collect(),
        }
    }));
    Some(vec![Panel {
        name: "pairing-frequency".into(),
        title: "Pairing at many frequencies".into(),
        x: Axis {
            label: "pairs per second".into(),
            unit: "Hz".into(),
            scale: Scale::Linear,
        },
        y: change_axis(),
        curves: curves(&conditions, bench)?,
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

/// The panel of repeated patterns. Patterns whose places count up from zero have no order of their own and are drawn as
/// bars by name; else the place is a time and is drawn in milliseconds.
pub(super) fn spike_patterns(procedure: &SpikePatterns, bench: &Bench) -> Option<Vec<Panel>> {
    let patterns = &procedure.patterns;
    let named = (0u32..).zip(patterns).all(|(k, p)| p.at == f64::from(k));
    let mut conditions: Vec<Condition> = Vec::new();
    for pattern in patterns {
        let x = if named {
            pattern.at
        } else {
            milliseconds(pattern.at)
        };
        let trains = repeated(pattern, procedure.repeats, procedure.rate);
        let point = (x, vec![trains]);
        match conditions.iter_mut().find(|c| c.name == pattern.series) {
            Some(condition) => condition.points.push(point),
            None => conditions.push(Condition {
                name: pattern.series.clone(),
                points: vec![point],
            }),
        }
    }
    let mut curves = curves(&conditions, bench)?;
    let x = if named {
        let name = |p: &SpikePattern| format!("{} {}", p.series, p.label);
        let names = patterns.iter().map(|p| name(p).trim().into()).collect();
        as_bars(&mut curves, "pattern", names)
    } else {
        Axis {
            label: "separation of the pairs".into(),
            unit: "ms".into(),
            scale: Scale::Linear,
        }
    };
    Some(vec![Panel {
        name: "spike-patterns".into(),
        title: "Patterns of spikes".into(),
        x,
        y: change_axis(),
        curves,
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

/// The condition of pairs with random lags.
const RANDOM_LAGS: &str = "random lags";
const LAG: Purpose = Purpose::new("pairing lag");

/// The condition of a lag as it is written everywhere: `+10 ms`, `-10 ms`, `0 ms`.
pub fn lag_condition(lag: f64) -> String {
    match milliseconds(lag) {
        0.0 => "0 ms".to_owned(),
        lag => format!("{lag:+} ms"),
    }
}

/// Seconds as milliseconds, without what is left over from the decimal: 0.007 s is 7 ms.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1e9).round() / 1e6
}

/// Trains that belong to one curve, each with its place on the horizontal axis; several at one place differ by chance.
struct Condition {
    name: String,
    points: Vec<(f64, Vec<Trains>)>,
}

/// The vertical axis of all these panels.
pub(super) fn change_axis() -> Axis {
    Axis {
        label: "relative change of the weight".into(),
        unit: String::new(),
        scale: Scale::Linear,
    }
}

/// Turns simulated curves into bars, and gives their axis of names. A closed form has no meaning between names and is left
/// out.
pub(super) fn as_bars(curves: &mut Vec<Curve>, label: &str, names: Vec<String>) -> Axis {
    curves.retain(|curve| curve.style == Style::Line);
    for curve in curves {
        curve.style = Style::Bars;
    }
    Axis {
        label: label.into(),
        unit: String::new(),
        scale: Scale::Named(names),
    }
}

/// When pairs begin: in one regular train, or in bursts from the rate on that these name.
fn starts(pairs: u32, rate: f64, bursts: Option<PairBursts>) -> Vec<f64> {
    match bursts {
        // A rate that another way of writing it puts a rounding below the bound is the bound.
        Some(bursts) if rate >= bursts.from * (1.0 - 1e-9) => (0..bursts.number)
            .flat_map(|burst| {
                let start = f64::from(burst) * bursts.interval;
                (0..bursts.pairs).map(move |k| start + f64::from(k) / rate)
            })
            .collect(),
        _ => (0..pairs).map(|k| f64::from(k) / rate).collect(),
    }
}

/// Pairs of one spike each; a lag beyond the time between pairs is allowed. Both trains begin at or after zero, whatever the
/// sign of the lag.
fn pairs(starts: &[f64], lag: f64) -> Trains {
    let train = |shift: f64| starts.iter().map(|start| start + shift).collect();
    Trains {
        presynaptic: train((-lag).max(0.0)),
        postsynaptic: train(lag.max(0.0)),
    }
}

/// Trains of pairs whose lags are drawn for each; every rate has draws of its own.
fn drawn(starts: &[f64], rate: f64, lags: RandomLags, seed: u64) -> Vec<Trains> {
    let purpose = LAG.and(&rate.to_string());
    let mut draws = Draws::of(seed);
    let earliest = (-lags.from).max(0.0);
    (0..u64::from(lags.repeats))
        .map(|repeat| {
            let mut after: Vec<f64> = (0u64..)
                .zip(starts)
                .map(|(pair, start)| {
                    let share = draws.uniform(purpose, pair, repeat);
                    start + earliest + lags.from + share * (lags.to - lags.from)
                })
                .collect();
            after.sort_by(f64::total_cmp);
            Trains {
                presynaptic: starts.iter().map(|start| start + earliest).collect(),
                postsynaptic: after,
            }
        })
        .collect()
}

/// A pattern, many times over; patterns that are longer than the time between them overlap.
fn repeated(pattern: &SpikePattern, repeats: u32, rate: f64) -> Trains {
    let train = |spikes: &[f64]| {
        let starts = (0..repeats).map(|k| f64::from(k) / rate);
        let mut train: Vec<f64> = starts
            .flat_map(|start| spikes.iter().map(move |spike| start + spike))
            .collect();
        train.sort_by(f64::total_cmp);
        train
    };
    Trains {
        presynaptic: train(&pattern.presynaptic),
        postsynaptic: train(&pattern.postsynaptic),
    }
}

/// One curve for each synapse, level of BDNF and condition, with a closed form beside it where there is one.
fn curves(conditions: &[Condition], bench: &Bench) -> Option<Vec<Curve>> {
    let mut work = Vec::new();
    for (synapse, bdnf) in bench.pairs() {
        for condition in conditions {
            let points = condition.points.iter();
            work.extend(points.map(|(x, trains)| (synapse, bdnf, *x, trains)));
        }
    }
    // All points see the same draws, so that a curve is as smooth as the rule.
    let changes = bench.each(&work, |(synapse, bdnf, _, trains)| {
        let simulated = bench.simulated_synapses;
        mean_induction(&synapse.rule, *bdnf, trains, simulated, bench.seed)
    })?;
    let mut changes = changes.into_iter();
    let mut curves = Vec::new();
    for (synapse, bdnf) in bench.pairs() {
        for condition in conditions {
            let places = condition.points.iter().map(|(x, _)| *x);
            let mut points: Vec<(f64, Change)> = places
                .zip(changes.by_ref())
                .filter_map(|(x, change)| Some((x, change?)))
                .collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            curves.extend(curves_of(&synapse.name, &condition.name, bdnf, &points));
        }
    }
    Some(curves)
}

/// The simulated curve, then its closed form where there is one.
pub(super) fn curves_of(
    synapse: &str,
    condition: &str,
    bdnf: f64,
    points: &[(f64, Change)],
) -> Vec<Curve> {
    let curve = |style, points| Curve {
        synapse: synapse.to_owned(),
        condition: condition.to_owned(),
        bdnf,
        style,
        points,
    };
    let simulated = points.iter().map(|(x, change)| Point {
        x: *x,
        y: change.value,
        error: (change.error > 0.0).then_some(change.error),
    });
    let closed = points.iter().filter_map(|(x, change)| {
        Some(Point {
            x: *x,
            y: change.theory?,
            error: None,
        })
    });
    let mut curves = vec![curve(Style::Line, simulated.collect())];
    let closed: Vec<Point> = closed.collect();
    if !closed.is_empty() {
        curves.push(curve(Style::Theory, closed));
    }
    curves
}
