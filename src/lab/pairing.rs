//! Procedures that set the spikes on both sides: the timing window, pairing at many frequencies, patterns of a few spikes.
//!
//! Spikes are repeated in one regular train. Pfister & Gerstner 2006 fitted their rules to frequencies in this form: 60
//! pairs in one train, though the experiment gave 15 trains of five; with trains of five their numbers do not return
//! their errors.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::induction::{Trains, induction};
use super::protocol::TimingWindow;

/// The panel of a timing window; the lag is drawn in milliseconds.
pub(super) fn timing_window(procedure: &TimingWindow, bench: &Bench) -> Option<Vec<Panel>> {
    let conditions = [Condition {
        name: String::new(),
        points: procedure
            .lags
            .iter()
            .map(|&lag| (lag * 1e3, pairs(lag, procedure.pairs, procedure.rate)))
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

/// Trains that belong to one curve, each with its place on the horizontal axis.
struct Condition {
    name: String,
    points: Vec<(f64, Trains)>,
}

/// The vertical axis of all these panels.
fn change_axis() -> Axis {
    Axis {
        label: "change of the weight, of its initial value".into(),
        unit: String::new(),
        scale: Scale::Linear,
    }
}

/// `pairs` pairs of one spike each at `rate` pairs per second; a lag beyond the time between pairs is allowed.
fn pairs(lag: f64, pairs: u32, rate: f64) -> Trains {
    // Both trains begin at or after zero, whatever the sign of the lag.
    let train = |start: f64| (0..pairs).map(|k| start + f64::from(k) / rate).collect();
    Trains {
        presynaptic: train((-lag).max(0.0)),
        postsynaptic: train(lag.max(0.0)),
        duration: f64::from(pairs) / rate,
    }
}

/// One curve for each synapse, level of BDNF and condition.
fn curves(conditions: &[Condition], bench: &Bench) -> Option<Vec<Curve>> {
    let mut curves = Vec::new();
    let mut work = Vec::new();
    for (synapse, bdnf) in bench.pairs() {
        for condition in conditions {
            for (x, trains) in &condition.points {
                work.push((curves.len(), synapse, bdnf, *x, trains));
            }
            curves.push(Curve {
                synapse: synapse.name.clone(),
                condition: condition.name.clone(),
                bdnf,
                style: Style::Line,
                points: Vec::new(),
            });
        }
    }
    let changes = bench.each(&work, |(_, synapse, bdnf, _, trains)| {
        induction(&synapse.rule, *bdnf, trains)
    })?;
    for ((curve, _, _, x, _), change) in work.iter().zip(changes) {
        curves[*curve].points.extend(change.map(|y| Point {
            x: *x,
            y,
            error: None,
        }));
    }
    for curve in &mut curves {
        curve.points.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    Some(curves)
}
