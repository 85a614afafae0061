//! Drug kinetics: first-order absorption into one compartment, and from there into an active metabolite, exactly.
//!
//! ```text
//! gut' = -ka gut            C' = ka gut / V - ke C            M' = share ke C V / Vm - km M
//! C(t + h) = C e^(-ke h) + gut ka / (V (ka - ke)) (e^(-ke h) - e^(-ka h))
//! M(t + h) = M e^(-km h) + share ke V / Vm (C f2(ke, km) + gut ka / V f3(ka, ke, km))
//! ```
//!
//! `f2` and `f3` are the convolutions of two and of three exponentials over the step: `f2(a, b) = (e^(-ah) - e^(-bh)) / (b - a)`,
//! `f3(a, b, c) = (f2(a, b) - f2(b, c)) / (c - a)`.
//!
//! | symbol | field | unit |
//! |---|---|---|
//! | ka | `absorption_rate` | per hour |
//! | ke, km | `elimination_rate` | per hour |
//! | V, Vm | `volume` | L, apparent (V/F) |
//! | share | `share` | mass of metabolite for each mass of parent eliminated |
//! | gut, C, M | [`Plasma`] | mg, ng/mL, ng/mL |
//!
//! Source: the Bateman function (Bateman 1910); any step is exact, so the hour is a choice of output, not of accuracy.
//! Does not model saturable elimination or several compartments.

use crate::kernels::transcendental::{exp, ln};
use serde::Serialize;

/// Rate constants and volume of a drug in one person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kinetics {
    /// Absorption rate constant, per hour.
    pub absorption_rate: f64,
    /// Elimination rate constant, per hour: ln 2 / half-life.
    pub elimination_rate: f64,
    /// Apparent volume of distribution V/F, L.
    pub volume: f64,
    /// What it is turned into.
    pub metabolite: Option<Metabolite>,
}

/// An active metabolite of a drug in one person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Metabolite {
    /// Mass of it that comes from each mass of the parent eliminated.
    pub share: f64,
    /// Elimination rate constant, per hour.
    pub elimination_rate: f64,
    /// Apparent volume of distribution, L.
    pub volume: f64,
    /// Effect of a concentration, relative to the same concentration of the parent.
    pub potency: f64,
}

/// Drug in the body.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Plasma {
    /// Not yet absorbed, mg.
    pub gut: f64,
    /// Plasma concentration, ng/mL.
    pub concentration: f64,
    /// Plasma concentration of the active metabolite, ng/mL.
    pub metabolite: f64,
}

/// ng/mL in 1 mg/L.
const NG_PER_ML: f64 = 1000.0;
/// Concentration below which nothing of a drug is left, ng/mL: a millionth of any that acts.
const WASHED_OUT: f64 = 1e-6;

impl Kinetics {
    /// The drug `hours` later, exactly.
    pub fn after(&self, plasma: Plasma, hours: f64) -> Plasma {
        let (ka, ke) = (self.absorption_rate, self.elimination_rate);
        let (absorbed, eliminated) = (exp(-ka * hours), exp(-ke * hours));
        // Where both rates agree the quotient has the limit h e^(-k h).
        let shape = if (ka - ke).abs() < 1e-9 * ka {
            hours * eliminated
        } else {
            (eliminated - absorbed) / (ka - ke)
        };
        Plasma {
            gut: plasma.gut * absorbed,
            concentration: plasma.concentration * eliminated
                + plasma.gut * ka / self.volume * NG_PER_ML * shape,
            metabolite: self
                .metabolite
                .map_or(0.0, |m| self.formed(&m, plasma, hours)),
        }
    }

    fn formed(&self, metabolite: &Metabolite, plasma: Plasma, hours: f64) -> f64 {
        let (ka, ke, km) = (
            self.absorption_rate,
            self.elimination_rate,
            metabolite.elimination_rate,
        );
        let from_plasma = plasma.concentration * two_exponentials(ke, km, hours);
        let from_gut = plasma.gut * ka / self.volume * NG_PER_ML;
        let from_gut = from_gut * three_exponentials([ka, ke, km], hours);
        plasma.metabolite * exp(-km * hours)
            + metabolite.share * ke * self.volume / metabolite.volume * (from_plasma + from_gut)
    }

    /// Concentration in terms of the parent: `C + potency * M`, ng/mL.
    pub fn active(&self, plasma: Plasma) -> f64 {
        let potency = self.metabolite.map_or(0.0, |m| m.potency);
        plasma.concentration + potency * plasma.metabolite
    }

    /// Mean concentration at steady state of `dose` mg every `interval` hours: `dose / (ke V interval)`, ng/mL.
    pub fn steady_state_mean(&self, dose: f64, interval: f64) -> f64 {
        dose / (self.elimination_rate * self.volume * interval) * NG_PER_ML
    }
}

impl Kinetics {
    /// Hours from one dose to the highest concentration: `ln(ka / ke) / (ka - ke)`.
    pub fn time_of_peak(&self) -> f64 {
        let (ka, ke) = (self.absorption_rate, self.elimination_rate);
        if (ka - ke).abs() < 1e-9 * ka {
            1.0 / ke
        } else {
            ln(ka / ke) / (ka - ke)
        }
    }

    /// Highest concentration after one dose in mg, ng/mL.
    pub fn peak(&self, dose: f64) -> f64 {
        let taken = Plasma {
            gut: dose,
            ..Plasma::default()
        };
        self.after(taken, self.time_of_peak()).concentration
    }

    /// Mean concentration of the metabolite at steady state of `dose` mg every `interval` hours, ng/mL.
    pub fn metabolite_steady_state_mean(&self, dose: f64, interval: f64) -> Option<f64> {
        let m = self.metabolite?;
        Some(m.share * dose / (m.elimination_rate * m.volume * interval) * NG_PER_ML)
    }

    /// Mean share of a target that is occupied at steady state of `dose` mg every `interval` whole hours, the concentration
    /// taken at the end of each hour: `maximum C / (C + half_effect)`.
    pub fn steady_state_occupancy(
        &self,
        dose: f64,
        interval: usize,
        maximum: f64,
        half_effect: f64,
    ) -> f64 {
        let slowest = self.metabolite.map_or(self.elimination_rate, |m| {
            m.elimination_rate.min(self.elimination_rate)
        });
        // Thirty time constants leave less than one part in 10^13 of the way to steady state.
        let doses = (30.0 / (slowest * interval as f64)).ceil().clamp(1.0, 1e4) as usize;
        let mut plasma = Plasma::default();
        let mut occupied = 0.0;
        for number in 0..=doses {
            plasma.gut += dose;
            for _ in 0..interval {
                plasma = self.after(plasma, 1.0);
                if number == doses {
                    let active = self.active(plasma);
                    occupied += maximum * active / (active + half_effect);
                }
            }
        }
        occupied / interval as f64
    }
}

impl Plasma {
    /// Nothing left that could act.
    pub fn is_washed_out(&self) -> bool {
        self.gut < 1e-9 && self.concentration < WASHED_OUT && self.metabolite < WASHED_OUT
    }
}

/// Rates closer than this share of each other count as equal: their quotients have lost half of their digits by then.
const SAME_RATE: f64 = 1e-7;

/// `e^(-a t)` convolved with `e^(-b t)`; where both rates agree, its limit `t e^(-a t)`.
fn two_exponentials(a: f64, b: f64, t: f64) -> f64 {
    if (b - a).abs() < SAME_RATE * a {
        t * exp(-0.5 * (a + b) * t)
    } else {
        (exp(-a * t) - exp(-b * t)) / (b - a)
    }
}

/// Three exponentials convolved; the quotient is taken over the two rates that are farthest apart.
fn three_exponentials(mut rates: [f64; 3], t: f64) -> f64 {
    rates.sort_by(f64::total_cmp);
    let [a, b, c] = rates;
    if c - a < 1e-4 * c {
        // The error of the limit is of the order of ((c - a) t)^2.
        0.5 * t * t * exp(-b * t)
    } else {
        (two_exponentials(a, b, t) - two_exponentials(b, c, t)) / (c - a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citalopram() -> Kinetics {
        Kinetics {
            absorption_rate: 0.9,
            elimination_rate: core::f64::consts::LN_2 / 35.0,
            volume: 910.0,
            metabolite: None,
        }
    }

    fn fluoxetine() -> Kinetics {
        Kinetics {
            absorption_rate: 0.6,
            elimination_rate: core::f64::consts::LN_2 / 60.0,
            volume: 1400.0,
            metabolite: Some(Metabolite {
                share: 0.25,
                elimination_rate: core::f64::consts::LN_2 / 240.0,
                volume: 1650.0,
                potency: 1.0,
            }),
        }
    }

    fn dose(gut: f64) -> Plasma {
        Plasma {
            gut,
            ..Plasma::default()
        }
    }

    #[test]
    fn many_small_steps_equal_one_large_one() {
        // The flow of a linear system: a semigroup, up to rounding.
        let kinetics = citalopram();
        let start = Plasma {
            gut: 20.0,
            concentration: 3.0,
            metabolite: 0.0,
        };
        let once = kinetics.after(start, 24.0);
        let mut steps = start;
        for _ in 0..240 {
            steps = kinetics.after(steps, 0.1);
        }
        assert!((once.concentration - steps.concentration).abs() < 1e-9);
        assert!((once.gut - steps.gut).abs() < 1e-12);
    }

    #[test]
    fn agrees_with_a_fine_numerical_solution_also_where_both_rates_agree() {
        for absorption_rate in [0.9, 0.02, core::f64::consts::LN_2 / 35.0] {
            let kinetics = Kinetics {
                absorption_rate,
                ..citalopram()
            };
            let exact = kinetics.after(dose(20.0), 12.0);
            let (mut gut, mut c, n) = (20.0f64, 0.0f64, 1_200_000);
            let h = 12.0 / f64::from(n);
            for _ in 0..n {
                // Midpoint rule: error of order h^2, some 1e-10 here.
                let gm = gut - 0.5 * h * kinetics.absorption_rate * gut;
                let cm = c + 0.5
                    * h
                    * (kinetics.absorption_rate * gut / 910.0 * 1000.0
                        - kinetics.elimination_rate * c);
                gut -= h * kinetics.absorption_rate * gm;
                c += h
                    * (kinetics.absorption_rate * gm / 910.0 * 1000.0
                        - kinetics.elimination_rate * cm);
            }
            assert!(
                (exact.concentration - c).abs() < 1e-6,
                "{} {c}",
                exact.concentration
            );
        }
    }

    #[test]
    fn steady_state_is_reached_and_has_the_stated_mean() {
        let kinetics = citalopram();
        let mut plasma = Plasma::default();
        let mut mean = 0.0;
        for day in 0..60 {
            plasma.gut += 40.0;
            for _ in 0..240 {
                plasma = kinetics.after(plasma, 0.1);
                if day == 59 {
                    mean += plasma.concentration / 240.0;
                }
            }
        }
        // Sampling the saw-tooth at 0.1 h leaves some 0.1 %.
        assert!((mean / kinetics.steady_state_mean(40.0, 24.0) - 1.0).abs() < 2e-3);
        // 40 mg a day: 53-131 ng/mL published, mean 97 (PK1).
        assert!((53.0..131.0).contains(&mean), "{mean}");
    }

    #[test]
    fn the_peak_comes_within_the_published_hours() {
        // Time of the peak of a single dose: ln(ka / ke) / (ka - ke); published 2-4 h (PK1) plus the model's own definition.
        let k = citalopram();
        let peak = (k.absorption_rate / k.elimination_rate).ln()
            / (k.absorption_rate - k.elimination_rate);
        assert!((2.0..5.0).contains(&peak), "{peak}");
    }

    #[test]
    fn the_peak_is_the_highest_concentration() {
        for kinetics in [citalopram(), fluoxetine()] {
            let (time, peak) = (kinetics.time_of_peak(), kinetics.peak(20.0));
            for off in [-0.5, 0.5] {
                assert!(kinetics.after(dose(20.0), time + off).concentration < peak);
            }
        }
    }

    #[test]
    fn occupancy_at_steady_state_lies_near_that_of_the_mean_concentration() {
        let k = fluoxetine();
        let parent = k.steady_state_mean(20.0, 24.0);
        let mean = parent
            + k.metabolite_steady_state_mean(20.0, 24.0)
                .unwrap_or(f64::NAN);
        let occupancy = k.steady_state_occupancy(20.0, 24, 0.9, 15.0);
        // The concentration swings by a few per cent of its mean, and the hyperbola is flat there.
        assert!(
            (occupancy - 0.9 * mean / (mean + 15.0)).abs() < 5e-3,
            "{occupancy}"
        );
    }

    #[test]
    fn nothing_gives_nothing() {
        let after = citalopram().after(Plasma::default(), 1.0);
        assert_eq!((after.gut.to_bits(), after.concentration.to_bits()), (0, 0));
        assert!(after.is_washed_out());
    }

    #[test]
    fn the_metabolite_agrees_with_a_fine_numerical_solution_also_where_rates_agree() {
        let usual = fluoxetine();
        let (ke, km) = (usual.elimination_rate, 0.1);
        for (ka, ke, km) in [
            (
                0.6,
                ke,
                usual.metabolite.expect("it has one").elimination_rate,
            ),
            (0.6, ke, ke),
            (ke, ke, km),
            (ke, km, ke),
            (km, km, km),
        ] {
            let metabolite = Metabolite {
                elimination_rate: km,
                ..usual.metabolite.expect("it has one")
            };
            let kinetics = Kinetics {
                absorption_rate: ka,
                elimination_rate: ke,
                metabolite: Some(metabolite),
                ..usual
            };
            let start = Plasma {
                gut: 20.0,
                concentration: 5.0,
                metabolite: 7.0,
            };
            let exact = kinetics.after(start, 12.0);
            let slope = |[gut, c, m]: [f64; 3]| {
                [
                    -ka * gut,
                    ka * gut / kinetics.volume * NG_PER_ML - ke * c,
                    metabolite.share * ke * c * kinetics.volume / metabolite.volume - km * m,
                ]
            };
            let mut state = [start.gut, start.concentration, start.metabolite];
            let steps = 120_000;
            let h = 12.0 / f64::from(steps);
            for _ in 0..steps {
                // Midpoint rule: error of order h^2, below 1e-8 here.
                let k = slope(state);
                let middle = core::array::from_fn(|i| state[i] + 0.5 * h * k[i]);
                let k = slope(middle);
                state = core::array::from_fn(|i| state[i] + h * k[i]);
            }
            assert!((exact.concentration - state[1]).abs() < 1e-6);
            assert!((exact.metabolite - state[2]).abs() < 1e-6, "{ka} {ke} {km}");
            // Small steps equal one large one: a semigroup, up to rounding and the limit for rates that agree.
            let halves = kinetics.after(kinetics.after(start, 5.0), 7.0);
            assert!((halves.metabolite - exact.metabolite).abs() < 1e-9);
        }
    }

    #[test]
    fn fluoxetine_and_its_metabolite_reach_the_published_levels_and_outlast_paroxetine() {
        let half_life_of_paroxetine = 21.0;
        let paroxetine = Kinetics {
            elimination_rate: core::f64::consts::LN_2 / half_life_of_paroxetine,
            metabolite: None,
            ..citalopram()
        };
        let level = |kinetics: &Kinetics, days: usize, dose: f64, after: f64| {
            let mut plasma = Plasma::default();
            for _ in 0..days {
                plasma.gut += dose;
                plasma = kinetics.after(plasma, 24.0);
            }
            kinetics.after(plasma, after)
        };
        let kinetics = fluoxetine();
        let steady = level(&kinetics, 30, 40.0, 0.0);
        // 40 mg for 30 days: 91-302 and 72-258 ng/mL published (PK5, PK6).
        assert!((91.0..302.0).contains(&steady.concentration), "{steady:?}");
        assert!((72.0..258.0).contains(&steady.metabolite), "{steady:?}");
        // A week without: five half-lives and more leave 1/32 of paroxetine, a half-life of ten days six tenths of norfluoxetine.
        let week = 7.0 * 24.0;
        let left =
            |k: &Kinetics| k.active(level(k, 60, 20.0, week)) / k.active(level(k, 60, 20.0, 0.0));
        assert!(left(&paroxetine) < 1.0 / 32.0);
        assert!(left(&kinetics) > 0.3, "{}", left(&kinetics));
    }
}
