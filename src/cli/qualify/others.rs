//! Figures that need no run: points of the lab, closed forms of drugs, traits of people, numbers that went in.

use super::plan::{Plan, Wanted, bad};
use super::runs::{Rows, account};
use crate::cli::Failure;
use crate::inference::bootstrap::interval;
use crate::inference::means::{Estimate, Interval, mean, standard_deviation};
use crate::inference::{Measured, Share};
use crate::lab::evaluate::simulate_published;
use crate::lab::experiment::{Curve, PublishedPoint, PublishedSeries, Style};
use crate::lab::{self, Experiment};
use crate::life::{Hours, Life};
use crate::spec::Library;
use crate::spec::compile::{compile_brain, compile_kinetics};
use crate::spec::files::{FigureMeasure, SimulatedTable, TreatmentFile};
use crate::units::{Dimension, Quantity};
use std::sync::atomic::{AtomicBool, Ordering};

/// Seed of everything that the lab draws, as `rewire lab` has it.
const SEED: u64 = 1;
/// Half-width of a 95 % interval in standard errors.
const NORMAL_975: f64 = 1.959_964;

fn unusable(wanted: &Wanted, message: impl std::fmt::Display) -> Failure {
    Failure::BadInput(format!(
        "evidence/{}.toml: {}: {message}",
        wanted.file, wanted.figure.id
    ))
}

/// A number without error.
fn exact(value: f64) -> Measured {
    Measured {
        n: 0,
        value,
        interval: Interval {
            low: value,
            high: value,
        },
    }
}

fn alone(measured: Measured) -> Rows {
    vec![(None, true, measured)]
}

/// Experiments of the lab that were done already: figures share protocols.
#[derive(Default)]
pub(super) struct Bench(Vec<(String, f64, Experiment)>);

impl Bench {
    /// The point of a curve, or the least step between several.
    pub fn measure(
        &mut self,
        library: &Library,
        plan: &Plan,
        wanted: &Wanted,
        stop: &AtomicBool,
    ) -> Result<Rows, Failure> {
        let simulated = &wanted.figure.simulated;
        let protocol = simulated.protocol.clone().unwrap_or_default();
        let level = simulated.bdnf.unwrap_or(1.0);
        let experiment = self.experiment(library, plan, &protocol, level, stop)?;
        let named = |panel: &&lab::experiment::Panel| {
            let wanted = simulated.panel.as_deref();
            wanted.is_none_or(|wanted| panel.name == wanted)
        };
        let Some(panel) = experiment.panels.iter().find(named) else {
            let names = experiment.panels.iter().map(|p| p.name.as_str());
            let names = crate::spec::diagnostics::list(names);
            return Err(unusable(
                wanted,
                format!("the protocol has the panels {names}"),
            ));
        };
        let fits = |curve: &&Curve| {
            let condition = simulated.condition.as_deref();
            Some(curve.synapse.as_str()) == simulated.synapse.as_deref()
                && matches!(curve.style, Style::Line | Style::Bars)
                && condition.is_none_or(|condition| curve.condition == condition)
        };
        let Some(curve) = panel.curves.iter().find(fits) else {
            let names = panel.curves.iter();
            let names: Vec<String> = names
                .map(|c| format!("{} {:?}", c.synapse, c.condition))
                .collect();
            let names = crate::spec::diagnostics::list(names.iter().map(String::as_str));
            return Err(unusable(
                wanted,
                format!("the panel has the curves {names}"),
            ));
        };
        let mut points = Vec::new();
        for &x in &simulated.at {
            let near = |p: &&lab::experiment::Point| (p.x - x).abs() <= 1e-6 * x.abs().max(1e-3);
            let Some(point) = curve.points.iter().find(near) else {
                return Err(unusable(wanted, format!("the curve has no point at {x}")));
            };
            points.push((point.y, point.error.unwrap_or(0.0)));
        }
        let measured = |value: f64, error: f64| Measured {
            interval: Interval {
                low: value - NORMAL_975 * error,
                high: value + NORMAL_975 * error,
            },
            ..exact(value)
        };
        if let [(value, error)] = points[..] {
            return Ok(alone(measured(value, error)));
        }
        let steps = points
            .windows(2)
            .map(|pair| (pair[1].0 - pair[0].0, pair[0].1.hypot(pair[1].1)));
        let least = steps.min_by(|a, b| a.0.total_cmp(&b.0));
        let (value, error) = least.unwrap_or((f64::NAN, 0.0));
        Ok(alone(measured(value, error)))
    }

    /// Does a protocol to all synapses that figures of the plan name with it, at all places that they name.
    fn experiment(
        &mut self,
        library: &Library,
        plan: &Plan,
        protocol: &str,
        level: f64,
        stop: &AtomicBool,
    ) -> Result<&Experiment, Failure> {
        let known = self
            .0
            .iter()
            .position(|(name, at, _)| name == protocol && *at == level);
        if let Some(known) = known {
            return Ok(&self.0[known].2);
        }
        let of_it = || {
            let figures = plan.wanted.iter().map(|w| &w.figure.simulated);
            figures.filter(|s| s.protocol.as_deref() == Some(protocol))
        };
        let mut synapses: Vec<String> = of_it().filter_map(|s| s.synapse.clone()).collect();
        synapses.sort();
        synapses.dedup();
        let places: Vec<f64> = of_it().flat_map(|s| s.at.iter().copied()).collect();
        let names = [protocol.to_owned()];
        let setups = library.read_bench(&names, &synapses, false).map_err(bad)?;
        let Some(mut setup) = setups.into_iter().next() else {
            return Err(Failure::BadInput(format!(
                "{protocol}: nothing to simulate"
            )));
        };
        simulate_published(&mut setup.protocol, &[series(&places)]);
        let go_on = |_: f64| !stop.load(Ordering::Relaxed);
        let done = lab::run(&setup.protocol, &setup.synapses, &[level], SEED, &go_on);
        let experiment = done.ok_or(Failure::Interrupted)?;
        self.0.push((protocol.to_owned(), level, experiment));
        Ok(&self.0[self.0.len() - 1].2)
    }
}

/// Places as points, so that the protocol simulates them.
fn series(places: &[f64]) -> PublishedSeries {
    let point = |&x: &f64| PublishedPoint {
        x,
        y: 0.0,
        sem: None,
    };
    PublishedSeries {
        evidence: String::new(),
        label: String::new(),
        condition: String::new(),
        points: places.iter().map(point).collect(),
    }
}

/// A closed form of a drug, in a person with ordinary clearance who takes every dose.
pub(super) fn kinetics(library: &Library, wanted: &Wanted) -> Result<Rows, Failure> {
    let simulated = &wanted.figure.simulated;
    let name = simulated.treatment.as_deref().unwrap_or_default();
    let file = library.read_treatment(name).map_err(bad)?.value;
    let value = of_drug(&file, simulated);
    let value = value.ok_or_else(|| unusable(wanted, format!("{name} has no such quantity")))?;
    Ok(alone(exact(value)))
}

fn of_drug(file: &TreatmentFile, simulated: &SimulatedTable) -> Option<f64> {
    let (course, target) = (file.course.as_ref()?, file.main_target()?);
    let kinetics = compile_kinetics(file.kinetics.as_ref()?);
    let dose = simulated.dose.or(course.dose)?.0;
    let doses = course.times.len().max(1) as f64;
    let interval = Hours::of_days(course.every.0 / doses).0;
    let half_life = |rate: f64| core::f64::consts::LN_2 / rate;
    let (maximum, half_effect) = (target.maximum.value, target.half_effect.value.0);
    Some(match simulated.measure? {
        FigureMeasure::HalfLife => half_life(kinetics.elimination_rate),
        FigureMeasure::MetaboliteHalfLife => half_life(kinetics.metabolite?.elimination_rate),
        FigureMeasure::TimeOfPeak => kinetics.time_of_peak(),
        FigureMeasure::Peak => kinetics.peak(dose),
        FigureMeasure::SteadyState => kinetics.steady_state_mean(dose, interval),
        FigureMeasure::MetaboliteSteadyState => {
            kinetics.metabolite_steady_state_mean(dose, interval)?
        }
        FigureMeasure::Volume => kinetics.volume,
        FigureMeasure::Clearance => kinetics.elimination_rate * kinetics.volume,
        FigureMeasure::Occupancy => {
            kinetics.steady_state_occupancy(dose, interval, maximum, half_effect)
        }
        FigureMeasure::HalfEffect => half_effect,
        _ => return None,
    })
}

/// A trait over the people of the plan, all who live the history.
pub(super) fn people(library: &Library, plan: &Plan, wanted: &Wanted) -> Result<Rows, Failure> {
    let simulated = &wanted.figure.simulated;
    let brain = simulated.brain.as_deref().unwrap_or_default();
    let variant = account(library, plan, brain)?;
    let resolved = library.resolve_variant(brain, &variant).map_err(bad)?;
    let compiled = compile_brain(&resolved.brain).map_err(|error| unusable(wanted, error))?;
    let mut traits = compiled.traits.iter();
    let own = traits.find(|t| Some(&t.name) == simulated.trait_name.as_ref());
    let Some(node) = own.map(|t| t.node) else {
        return Err(unusable(wanted, "the brain has no such trait"));
    };
    let seeds = library.read_seeds(&plan.seeds).map_err(bad)?.value;
    let count = plan.people.unwrap_or(seeds.count as usize) as u64;
    let values: Vec<f64> = (seeds.first..seeds.first.saturating_add(count))
        .map(|seed| Life::begin(&compiled, seed).values[node])
        .collect();
    Ok(alone(over_people(&values, simulated)))
}

fn over_people(values: &[f64], simulated: &SimulatedTable) -> Measured {
    let statistic: fn(&[f64]) -> f64 = match simulated.measure {
        Some(FigureMeasure::StandardDeviation) => standard_deviation,
        Some(FigureMeasure::Variation) => |values| standard_deviation(values) / mean(values),
        Some(FigureMeasure::Share) => {
            let (from, to) = (
                simulated.from.unwrap_or(f64::NEG_INFINITY),
                simulated.to.unwrap_or(f64::INFINITY),
            );
            let within = values.iter().filter(|value| (from..=to).contains(value));
            return Share::new(within.count(), values.len()).into();
        }
        _ => {
            let estimate = Estimate::of(values);
            return Measured {
                n: estimate.n,
                value: estimate.mean,
                interval: estimate.interval,
            };
        }
    };
    let of = |chosen: &[usize]| {
        let chosen: Vec<f64> = chosen.iter().map(|&person| values[person]).collect();
        statistic(&chosen)
    };
    Measured {
        n: values.len(),
        value: statistic(values),
        interval: interval(values.len(), of),
    }
}

/// A number of a definition file, in the unit of the figure.
pub(super) fn parameter(library: &Library, wanted: &Wanted) -> Result<Rows, Failure> {
    let simulated = &wanted.figure.simulated;
    let (file, path) = (
        simulated.file.as_deref().unwrap_or_default(),
        simulated.path.as_deref().unwrap_or_default(),
    );
    let Some(stated) = library.number_in(file, path) else {
        return Err(unusable(wanted, format!("{file} has no number at {path}")));
    };
    let unit = wanted.figure.unit.as_deref().unwrap_or_default();
    if stated.unit.is_empty() || stated.unit == unit {
        return Ok(alone(exact(stated.value)));
    }
    let dimension = |unit: &str| {
        let quantity = Quantity::parse(&format!("1 {unit}")).ok()?;
        Some(quantity.dimension).filter(|d| *d != Dimension::Dimensionless)
    };
    let base = |unit: &str, of: Dimension| {
        let quantity = Quantity::parse_as(&format!("1 {unit}"), of).ok()?;
        Some(quantity.value)
    };
    let converted = dimension(&stated.unit)
        .and_then(|of| Some(stated.value * base(&stated.unit, of)? / base(unit, of)?));
    let value = converted.ok_or_else(|| {
        let found = &stated.unit;
        unusable(
            wanted,
            format!("the figure is in {unit:?}, the number in {found:?}"),
        )
    })?;
    Ok(alone(exact(value)))
}
