//! Rules held against published points: the error in units of the standard error, and whether the data reject the rule.
//!
//! ```text
//! E = mean over points of ((model - data) / SEM)^2
//! p = P(chi-squared with n - k degrees of freedom > n E)      n points, k fitted parameters, at least one degree
//! ```
//!
//! Degrees of freedom belong to a pair of rule and data: parameters count only where the rule was fitted to these points with
//! these stimuli. All of them count there, even where its authors fitted them to more points than these, which is strict. Where
//! they took the stimuli to be others, none counts, since then the error here is not the least that the rule can have.
//!
//! A simulated mean of a noisy rule has an error of its own. What it does to E is at most the sum over points of
//! `2 |d| e + e^2`, with `d` the distance and `e` the error of the simulation in SEM, since all points may share their draws.
//! Where E less or more twice that would turn the verdict around, the noise of the simulation decides, and the fit says so.
//!
//! Holds when errors are independent and normal with the published SEM. That a rule is not rejected is no proof of it.

use super::experiment::{Curve, Experiment, Fit, PublishedPoint, PublishedSeries, Style};
use super::synapse::Fitted;
use super::{Procedure, Protocol, Synapse};
use crate::kernels::transcendental::{erfc, exp};

/// A rule is rejected where the probability of its error lies below this level.
pub const REJECTION_LEVEL: f64 = 0.01;

/// Adds to what a protocol simulates the places of published points that it leaves out, so that each can be compared:
/// frequencies of a [`Procedure::PairingFrequency`] (hertz), lags of a [`Procedure::TimingWindow`] (milliseconds). Other
/// procedures name their stimuli one by one and are left as they are.
pub fn simulate_published(protocol: &mut Protocol, published: &[PublishedSeries]) {
    let places = || {
        let points = published.iter().flat_map(|series| &series.points);
        points.map(|point| point.x).filter(|x| x.is_finite())
    };
    match &mut protocol.procedure {
        Procedure::PairingFrequency(procedure) => {
            add_missing(&mut procedure.rates, places().filter(|&rate| rate > 0.0));
        }
        Procedure::TimingWindow(procedure) => {
            add_missing(&mut procedure.lags, places().map(|lag| lag / 1e3));
        }
        _ => {}
    }
}

fn add_missing(places: &mut Vec<f64>, wanted: impl Iterator<Item = f64>) {
    for place in wanted {
        if !places.iter().any(|&known| same(known, place)) {
            places.push(place);
        }
    }
    places.sort_by(f64::total_cmp);
}

/// Whether two places are the same but for rounding.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3)
}

/// Fills [`Experiment::fits`] from the published points that its panels hold, by synapse and evidence file, in the order of
/// the curves. Compared are simulated curves at normal BDNF with points of the same condition that have an SEM, at the
/// same place; a pair of rule and file without any such point gets no row.
pub fn evaluate(experiment: &mut Experiment, synapses: &[Synapse]) {
    let mut errors: Vec<(&str, &str, Vec<Deviation>)> = Vec::new();
    for panel in &experiment.panels {
        for curve in panel.curves.iter().filter(|curve| is_compared(curve)) {
            for series in &panel.published {
                if series.condition != curve.condition {
                    continue;
                }
                let found = series.points.iter().filter_map(|p| deviation(curve, p));
                let (synapse, evidence) = (curve.synapse.as_str(), series.evidence.as_str());
                match errors
                    .iter_mut()
                    .find(|e| (e.0, e.1) == (synapse, evidence))
                {
                    Some(known) => known.2.extend(found),
                    None => errors.push((synapse, evidence, found.collect())),
                }
            }
        }
    }
    experiment.fits = errors
        .into_iter()
        .filter(|(_, _, deviations)| !deviations.is_empty())
        .map(|(synapse, evidence, deviations)| {
            let known = synapses.iter().find(|s| s.name == synapse);
            let fitted = known.map(|s| s.fitted.clone()).unwrap_or_default();
            fit(synapse, evidence, &deviations, &fitted)
        })
        .collect();
}

/// Distance of a curve from a point, in SEM.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Deviation {
    distance: f64,
    /// Standard error of the simulated mean.
    simulation: f64,
}

fn is_compared(curve: &Curve) -> bool {
    curve.bdnf == 1.0 && matches!(curve.style, Style::Line | Style::Bars)
}

/// Distance of a curve from a point, where both are there.
fn deviation(curve: &Curve, point: &PublishedPoint) -> Option<Deviation> {
    let sem = point.sem.filter(|&sem| sem > 0.0)?;
    let simulated = curve.points.iter().find(|p| same(p.x, point.x))?;
    Some(Deviation {
        distance: (simulated.y - point.y) / sem,
        simulation: simulated.error.unwrap_or(0.0) / sem,
    })
}

fn fit(synapse: &str, evidence: &str, deviations: &[Deviation], fitted: &Fitted) -> Fit {
    let squares: f64 = deviations.iter().map(|d| d.distance * d.distance).sum();
    let noise = deviations.iter().map(|d| {
        let simulation = d.simulation;
        2.0 * d.distance.abs() * simulation + simulation * simulation
    });
    let noise: f64 = noise.sum();
    let points = u32::try_from(deviations.len()).unwrap_or(u32::MAX);
    let fitted_parameters = fitted.parameters_for(evidence);
    let freedom = points.saturating_sub(fitted_parameters).max(1);
    let p_value = chi_squared_above(squares, freedom);
    let is_rejected = |squares: f64| chi_squared_above(squares, freedom) < REJECTION_LEVEL;
    let rejected = is_rejected(squares);
    Fit {
        synapse: synapse.to_owned(),
        evidence: evidence.to_owned(),
        points,
        mean_squared_error: squares / f64::from(points),
        simulation_error: noise / f64::from(points),
        fitted_parameters,
        fitted_to: fitted.words(evidence),
        p_value,
        rejected,
        noise_decides: [-2.0, 2.0]
            .into_iter()
            .any(|side| is_rejected(squares + side * noise) != rejected),
    }
}

/// Probability that a chi-squared number with so many degrees of freedom, at least one, lies above `x`.
///
/// `Q(a, z)` with `a` half the degrees and `z` half of `x`, from `Q(1/2, z) = erfc(sqrt z)` or `Q(1, z) = exp(-z)` and
/// `Q(a + 1, z) = Q(a, z) + z^a exp(-z) / Gamma(a + 1)`; all terms are positive, hence nothing cancels.
pub fn chi_squared_above(x: f64, degrees_of_freedom: u32) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    let z = 0.5 * x.max(0.0);
    if z == f64::INFINITY {
        return 0.0;
    }
    let odd = degrees_of_freedom % 2 == 1;
    let root = z.sqrt();
    let (mut a, mut sum, mut term) = if odd {
        let term = root * exp(-z) * core::f64::consts::FRAC_2_SQRT_PI;
        (0.5, erfc(root), term)
    } else {
        (1.0, exp(-z), z * exp(-z))
    };
    while a < 0.5 * f64::from(degrees_of_freedom) - 0.25 {
        sum += term;
        a += 1.0;
        term *= z / a;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_decides_where_twice_of_it_crosses_the_level() {
        let of = |distance, simulation| {
            let deviation = Deviation {
                distance,
                simulation,
            };
            fit("a", "b", &[deviation], &Fitted::default())
        };
        // One point: rejected beyond 2.576 SEM, whose square is 6.635.
        let (near, far) = (of(2.5, 0.01), of(2.6, 0.01));
        assert!(!near.rejected && far.rejected);
        assert!(!near.noise_decides && !far.noise_decides);
        // Twice 2 d e + e^2 is 0.62 and 1.06: 6.25 + 0.62 passes 6.635, 6.76 - 1.06 as well, 4 + 0.5 and 9 - 0.73 do not.
        assert!(of(2.5, 0.06).noise_decides && of(2.6, 0.1).noise_decides);
        assert!(!of(2.0, 0.06).noise_decides && !of(3.0, 0.06).noise_decides);
        assert!((of(2.5, 0.06).simulation_error - 0.3036).abs() < 1e-12);
    }

    #[test]
    fn degrees_of_freedom_belong_to_a_rule_and_its_data() {
        let fitted = Fitted {
            parameters: 1,
            evidence: vec!["own".into()],
            data: "pairs".into(),
            taken_as: None,
        };
        let deviations = [2.3, 2.3].map(|distance| Deviation {
            distance,
            simulation: 0.0,
        });
        // A sum of 10.58: beyond the hundredth of one degree, 6.635, and of two, 9.210; 2 (1.9)^2 = 7.22 lies between.
        let own = fit("a", "own", &deviations, &fitted);
        assert!(own.rejected && own.fitted_parameters == 1);
        let between = deviations.map(|d| Deviation {
            distance: d.distance - 0.4,
            ..d
        });
        assert!(fit("a", "own", &between, &fitted).rejected);
        let other = fit("a", "other", &between, &fitted);
        assert!(!other.rejected && other.fitted_parameters == 0);
        assert_eq!(other.fitted_to, "other data: pairs (1 number)");
        let elsewise = Fitted {
            taken_as: Some("one train".into()),
            ..fitted
        };
        let taken = fit("a", "own", &between, &elsewise);
        assert!(!taken.rejected);
        assert_eq!(
            taken.fitted_to,
            "these points, taken as one train (1 number)"
        );
    }

    #[test]
    fn chi_squared_agrees_with_tables() {
        // Critical values printed to three decimals: half a unit of the last moves p by less than 3e-4 relative.
        for (x, freedom, p) in [
            (3.841, 1, 0.05),
            (6.635, 1, 0.01),
            (5.991, 2, 0.05),
            (11.345, 3, 0.01),
            (13.277, 4, 0.01),
            (18.307, 10, 0.05),
            (23.209, 10, 0.01),
        ] {
            let found = chi_squared_above(x, freedom);
            assert!((found / p - 1.0).abs() < 5e-4, "{x} {freedom}: {found}");
        }
        assert_eq!(chi_squared_above(0.0, 5), 1.0);
        assert_eq!(chi_squared_above(f64::INFINITY, 5), 0.0);
    }
}
