//! Courses as panels, for pictures: the spikes, the weights of all synapses side by side, and what each rule remembers.

use super::course::{Course, Grid};
use super::{CALCIUM, Followed, NotFollowed, RESPONSE, SpikeTrains, WEIGHT};
use crate::lab::experiment::{Axis, Curve, Experiment, Mark, Panel, Point, Scale, Style};
use crate::lab::synapse::{Synapse, SynapseRule};
use crate::plasticity::triplet_stdp::TripletStdp;

/// Most points of a drawn curve.
const DRAWN: usize = 1500;
/// Most spikes that are drawn one by one; of more, the rate is drawn.
const DOTS: usize = 600;
/// Places at which a rate is drawn.
const BINS: usize = 100;
/// Spikes for which traces are drawn: of more, one would see no single one.
const TRACED: usize = 40;

/// Everything there is to draw: spikes, weights, responses, calcium, efficacy, phases, traces.
///
/// `name` is that of the experiment. Traces and calcium are drawn for the first forty spikes. `keep_going` is asked before
/// each picture.
///
/// # Errors
/// [`NotFollowed::Stopped`].
pub fn experiment(
    name: &str,
    trains: &SpikeTrains,
    synapses: &[Synapse],
    followed: &[Followed],
    keep_going: &dyn Fn() -> bool,
) -> Result<Experiment, NotFollowed> {
    let mut panels = vec![spikes(trains)];
    panels.extend(weights(followed));
    panels.extend(responses(followed));
    panels.extend(hours(followed));
    for synapse in synapses {
        if !keep_going() {
            return Err(NotFollowed::Stopped);
        }
        let of_synapse: Vec<&Followed> = followed
            .iter()
            .filter(|followed| followed.synapse == synapse.name)
            .collect();
        panels.extend(efficacy(synapse, &of_synapse));
        panels.extend(memory(synapse, trains, keep_going)?);
    }
    Ok(Experiment {
        protocol: name.to_owned(),
        title: "Recorded spikes".into(),
        shows: "What recorded spikes do to synapses, spike by spike.".into(),
        panels,
        fits: Vec::new(),
    })
}

/// A stretch of time in the unit in which it is read easily.
struct Clock {
    unit: &'static str,
    seconds: f64,
}

impl Clock {
    fn of(seconds: f64) -> Self {
        let (unit, seconds) = match seconds {
            s if s < 0.5 => ("ms", 1e-3),
            s if s < 600.0 => ("s", 1.0),
            s if s < 3.0 * 3600.0 => ("min", 60.0),
            _ => ("h", 3600.0),
        };
        Self { unit, seconds }
    }

    fn axis(&self) -> Axis {
        linear("time", self.unit)
    }

    fn point(&self, time: f64, y: f64) -> Point {
        Point {
            x: time / self.seconds,
            y,
            error: None,
        }
    }
}

fn linear(label: &str, unit: &str) -> Axis {
    Axis {
        label: label.into(),
        unit: unit.into(),
        scale: Scale::Linear,
    }
}

fn panel(name: &str, title: &str, axes: (Axis, Axis), curves: Vec<Curve>) -> Panel {
    Panel {
        name: name.to_owned(),
        title: title.to_owned(),
        x: axes.0,
        y: axes.1,
        curves,
        published: Vec::new(),
        marks: Vec::new(),
    }
}

/// At most [`DRAWN`] points, evenly chosen, the last one among them.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    let step = points.len().div_ceil(DRAWN).max(1);
    let last = points.len().saturating_sub(1);
    let kept = points.into_iter().enumerate();
    kept.filter(|(number, _)| number % step == 0 || *number == last)
        .map(|(_, point)| point)
        .collect()
}

fn curve(synapse: &str, bdnf: f64, condition: &str, style: Style, points: Vec<Point>) -> Curve {
    Curve {
        synapse: synapse.to_owned(),
        condition: condition.to_owned(),
        bdnf,
        style,
        points,
    }
}

/// The spikes themselves where they are few, else how many come in a second.
fn spikes(trains: &SpikeTrains) -> Panel {
    let (first, last) = (trains.first(), trains.last());
    let clock = Clock::of(last);
    let sides = [
        ("presynaptic", trains.presynaptic()),
        ("postsynaptic", trains.postsynaptic()),
    ];
    let few = trains.count() <= DOTS;
    let curves = sides
        .into_iter()
        .zip([1.0, 0.0])
        .filter(|((_, train), _)| !train.is_empty())
        .map(|((side, train), height)| {
            let (style, points) = if few {
                let dots = train.iter().map(|&time| clock.point(time, height));
                (Style::Dots, dots.collect())
            } else {
                (Style::Line, rate(train, (first, last), &clock))
            };
            curve("spikes", 1.0, side, style, points)
        })
        .collect();
    let y = if few {
        Axis {
            label: "side".into(),
            unit: String::new(),
            scale: Scale::Named(vec!["post".into(), "pre".into()]),
        }
    } else {
        linear("spikes per second", "Hz")
    };
    panel("spikes", "Spikes", (clock.axis(), y), curves)
}

/// Spikes per second in equal bins, each drawn in its middle.
fn rate(train: &[f64], (first, last): (f64, f64), clock: &Clock) -> Vec<Point> {
    let width = (last - first) / BINS as f64;
    let mut counts = [0u32; BINS];
    for time in train {
        counts[(((time - first) / width) as usize).min(BINS - 1)] += 1;
    }
    let places = (0u32..).map(|bin| first + (f64::from(bin) + 0.5) * width);
    let rates = places.zip(counts);
    rates
        .map(|(time, count)| clock.point(time, f64::from(count) / width))
        .collect()
}

/// Change of all weights over the recording; those that are followed for hours have a panel of their own.
fn weights(followed: &[Followed]) -> Option<Panel> {
    let shown = || followed.iter().filter(|f| !is_of_hours(f));
    let last = shown().map(|f| f.until).fold(0.0, f64::max);
    let clock = Clock::of(last);
    let curves = shown().filter_map(|followed| {
        let points: Vec<Point> = if followed.efficacy.is_empty() {
            let weight = followed.course.column(WEIGHT)?;
            weight.map(|(time, w)| clock.point(time, w - 1.0)).collect()
        } else {
            let changes = followed.efficacy.iter();
            changes
                .map(|(point, change)| clock.point(point.time, *change))
                .collect()
        };
        let points = thinned(points);
        Some(curve(
            &followed.synapse,
            followed.bdnf,
            "",
            Style::Line,
            points,
        ))
    });
    let curves: Vec<Curve> = curves.collect();
    let y = linear("relative change of the weight", "");
    (!curves.is_empty()).then(|| panel("weight", "Weight", (clock.axis(), y), curves))
}

fn is_of_hours(followed: &Followed) -> bool {
    matches!(followed.outcome, super::Outcome::Phases { .. })
}

fn responses(followed: &[Followed]) -> Option<Panel> {
    let last = followed.iter().map(|f| f.until).fold(0.0, f64::max);
    let clock = Clock::of(last);
    let curves = followed.iter().filter_map(|followed| {
        let responses = followed.course.column(RESPONSE)?;
        let points = responses
            .filter(|(_, response)| response.is_finite())
            .map(|(time, response)| clock.point(time, response));
        let points = thinned(points.collect());
        (!points.is_empty())
            .then(|| curve(&followed.synapse, followed.bdnf, "", Style::Line, points))
    });
    let curves: Vec<Curve> = curves.collect();
    let y = linear("response, relative to rest", "");
    let axes = (clock.axis(), y);
    (!curves.is_empty()).then(|| {
        panel(
            "response",
            "Response to each presynaptic spike",
            axes,
            curves,
        )
    })
}

/// Early and late phase, tag and proteins.
fn hours(followed: &[Followed]) -> Option<Panel> {
    let shown = || followed.iter().filter(|f| is_of_hours(f));
    let last = shown().map(|f| f.until).fold(0.0, f64::max);
    let clock = Clock::of(last);
    let curves: Vec<Curve> = shown()
        .flat_map(|followed| {
            let clock = &clock;
            ["early", "late", "tag", "proteins"]
                .into_iter()
                .filter_map(move |name| {
                    let column = followed.course.column(name)?;
                    let points = column.map(|(time, value)| clock.point(time, value));
                    let points = thinned(points.collect());
                    Some(curve(
                        &followed.synapse,
                        followed.bdnf,
                        name,
                        Style::Line,
                        points,
                    ))
                })
        })
        .collect();
    let y = linear("share", "");
    let axes = (clock.axis(), y);
    (!curves.is_empty()).then(|| panel("phases", "Early and late phase", axes, curves))
}

fn efficacy(synapse: &Synapse, followed: &[&Followed]) -> Option<Panel> {
    let SynapseRule::Calcium(rule) = &synapse.rule else {
        return None;
    };
    let last = followed.iter().filter_map(|f| f.efficacy.last());
    let clock = Clock::of(last.map(|(point, _)| point.time).fold(0.0, f64::max));
    let mut curves = Vec::new();
    for followed in followed {
        let low = followed.efficacy.iter();
        let low = low.map(|(point, _)| clock.point(point.time, point.from_low.mean));
        let high = followed.efficacy.iter();
        let high = high.map(|(point, _)| clock.point(point.time, point.from_high.mean));
        for (condition, points) in [
            ("began low", thinned(low.collect())),
            ("began high", thinned(high.collect())),
        ] {
            let name = &followed.synapse;
            curves.push(curve(name, followed.bdnf, condition, Style::Line, points));
        }
    }
    let name = format!("efficacy-{}", synapse.name);
    let title = format!("Mean efficacy: {}", synapse.title);
    let axes = (clock.axis(), linear("mean efficacy", ""));
    let mut panel = panel(&name, &title, axes, curves);
    panel.marks.push(level("unstable", rule.unstable_efficacy));
    Some(panel)
}

fn level(label: &str, y: f64) -> Mark {
    Mark {
        label: label.into(),
        x: None,
        y: Some(y),
    }
}

/// What the synapse remembers of the first spikes, looked at where exponentials bend.
fn memory(
    synapse: &Synapse,
    trains: &SpikeTrains,
    keep_going: &dyn Fn() -> bool,
) -> Result<Option<Panel>, NotFollowed> {
    let Some((shortest, longest)) = time_constants(&synapse.rule) else {
        return Ok(None);
    };
    let beginning = trains.beginning(TRACED);
    let delay = match &synapse.rule {
        SynapseRule::Calcium(rule) => rule.delay,
        _ => 0.0,
    };
    let until = beginning.last() + delay + 3.0 * shortest.max(0.02);
    let look = (Grid::of_time_constants(shortest, longest), until);
    let (course, _) = super::course(&synapse.rule, 1.0, &beginning, look, keep_going)?;
    let clock = Clock::of(until);
    let curves = remembered(&course, &synapse.name, &clock);
    let whole = beginning.count() == trains.count();
    let of_what = if whole {
        synapse.title.clone()
    } else {
        format!("{}, first {} spikes", synapse.title, beginning.count())
    };
    let (name, title, label) = match &synapse.rule {
        SynapseRule::Calcium(_) => ("calcium", "Calcium", "calcium"),
        SynapseRule::ShortTerm(_) => ("resources", "Resources", "share"),
        _ => ("traces", "Traces", "trace"),
    };
    let axes = (clock.axis(), linear(label, ""));
    let title = format!("{title}: {of_what}");
    let mut panel = panel(&format!("{name}-{}", synapse.name), &title, axes, curves);
    if let SynapseRule::Calcium(rule) = &synapse.rule {
        panel.marks = vec![
            level("above: depression", rule.depression_threshold),
            level("above: potentiation", rule.potentiation_threshold),
        ];
    }
    Ok(Some(panel))
}

fn remembered(course: &Course, synapse: &str, clock: &Clock) -> Vec<Curve> {
    let variables = course.variables().iter();
    let shown = variables.filter(|v| v.name != WEIGHT && v.name != RESPONSE);
    let curves = shown.filter_map(|variable| {
        let column = course.column(&variable.name)?;
        let points = column.map(|(time, value)| clock.point(time, value));
        let condition = match variable.name.as_str() {
            CALCIUM => "",
            name => name,
        };
        Some(curve(
            synapse,
            1.0,
            condition,
            Style::Line,
            points.collect(),
        ))
    });
    curves.collect()
}

/// Shortest and longest time constant of what a rule remembers of single spikes, in seconds; none where it remembers none.
fn time_constants(rule: &SynapseRule) -> Option<(f64, f64)> {
    let triplet = |rule: &TripletStdp| {
        let fast = (
            rule.potentiation_time_constant,
            rule.depression_time_constant,
        );
        (fast.0.min(fast.1), fast.0.max(fast.1))
    };
    match rule {
        SynapseRule::Pair(rule) => {
            let (up, down) = (
                rule.potentiation_time_constant,
                rule.depression_time_constant,
            );
            Some((up.min(down), up.max(down)))
        }
        SynapseRule::Triplet(rule) => Some(triplet(rule)),
        SynapseRule::SlidingTriplet(rule) => Some(triplet(&rule.triplet)),
        SynapseRule::Calcium(rule) => {
            Some((rule.calcium_time_constant, rule.calcium_time_constant))
        }
        SynapseRule::ShortTerm(rule) => {
            let (recovery, facilitation) =
                (rule.recovery_time_constant, rule.facilitation_time_constant);
            let shortest = if facilitation > 0.0 {
                recovery.min(facilitation)
            } else {
                recovery
            };
            Some((shortest, recovery.max(facilitation)))
        }
        SynapseRule::TagCapture(_) => None,
    }
}
