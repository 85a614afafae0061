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

    /// Mean share of a target that is occupied at steady state of `dose` mg every `interval` hours, the concentration taken at the
    /// end of each hour, or of equal parts of the interval that are a little shorter: `maximum C / (C + half_effect)`.
    pub fn steady_state_occupancy(
        &self,
        dose: f64,
        interval: f64,
        maximum: f64,
        half_effect: f64,
    ) -> f64 {
        let slowest = self.metabolite.map_or(self.elimination_rate, |m| {
            m.elimination_rate.min(self.elimination_rate)
        });
        // Thirty time constants leave less than one part in 10^13 of the way to steady state.
        let doses = (30.0 / (slowest * interval)).ceil().clamp(1.0, 1e4) as usize;
        let parts = interval.ceil();
        let hours = interval / parts;
        let mut plasma = Plasma::default();
        let mut occupied = 0.0;
        for number in 0..=doses {
            plasma.gut += dose;
            for _ in 0..parts as usize {
                plasma = self.after(plasma, hours);
                if number == doses {
                    let active = self.active(plasma);
                    occupied += maximum * active / (active + half_effect);
                }
            }
        }
        occupied / parts
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
mod tests;
