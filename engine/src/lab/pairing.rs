//! Procedures that set the spikes on both sides: the timing window, pairing at many frequencies, patterns of a few spikes.
//!
//! Spikes are repeated in one regular train. Pfister & Gerstner 2006 fitted their rules to frequencies in this form: 60
//! pairs in one train, though the experiment gave 15 trains of five; with trains of five their numbers do not return
//! their errors.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::induction::{Change, NOISY_SYNAPSES, Trains, induction};
use super::protocol::{PairingFrequency, SpikePattern, SpikePatterns, TimingWindow};

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
                    pairs(lag, procedure.pairs, procedure.rate),
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
    let conditions: Vec<Condition> = procedure
        .lags
        .iter()
        .map(|&lag| Condition {
            name: lag_condition(lag),
            points: procedure
                .rates
                .iter()
                .map(|&rate| (rate, pairs(lag, procedure.pairs, rate)))
                .collect(),
        })
        .collect();
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
        let point = (x, repeated(pattern, procedure.repeats, procedure.rate));
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

/// The condition of a lag as it is written everywhere: `+10 ms`, `-10 ms`.
pub fn lag_condition(lag: f64) -> String {
    format!("{:+} ms", milliseconds(lag))
}

/// Seconds as milliseconds, without what is left over from the decimal: 0.007 s is 7 ms.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1e9).round() / 1e6
}

/// Trains that belong to one curve, each with its place on the horizontal axis.
struct Condition {
    name: String,
    points: Vec<(f64, Trains)>,
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

/// `pairs` pairs of one spike each at `rate` pairs per second; a lag beyond the time between pairs is allowed.
fn pairs(lag: f64, pairs: u32, rate: f64) -> Trains {
    // Both trains begin at or after zero, whatever the sign of the lag.
    let train = |start: f64| (0..pairs).map(|k| start + f64::from(k) / rate).collect();
    Trains {
        presynaptic: train((-lag).max(0.0)),
        postsynaptic: train(lag.max(0.0)),
    }
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
        induction(&synapse.rule, *bdnf, trains, 0..NOISY_SYNAPSES, bench.seed)
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
