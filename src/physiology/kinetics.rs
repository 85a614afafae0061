//! Drug kinetics: first-order absorption into one compartment, exactly.
//!
//! ```text
//! gut' = -ka gut            C' = ka gut / V - ke C
//! C(t + h) = C e^(-ke h) + gut ka / (V (ka - ke)) (e^(-ke h) - e^(-ka h))
//! ```
//!
//! | symbol | field | unit |
//! |---|---|---|
//! | ka | `absorption_rate` | per hour |
//! | ke | `elimination_rate` | per hour |
//! | V | `volume` | L, apparent (V/F) |
//! | gut, C | [`Plasma`] | mg, ng/mL |
//!
//! Source: the Bateman function (Bateman 1910); any step is exact, so the hour is a choice of output, not of accuracy.
//! Does not model saturable elimination or several compartments.

use crate::kernels::transcendental::exp;

/// Rate constants and volume of a drug in one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kinetics {
    /// Absorption rate constant, per hour.
    pub absorption_rate: f64,
    /// Elimination rate constant, per hour: ln 2 / half-life.
    pub elimination_rate: f64,
    /// Apparent volume of distribution V/F, L.
    pub volume: f64,
}

/// Drug in the body.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Plasma {
    /// Not yet absorbed, mg.
    pub gut: f64,
    /// Plasma concentration, ng/mL.
    pub concentration: f64,
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
        }
    }

    /// Mean concentration at steady state of `dose` mg every `interval` hours: `dose / (ke V interval)`, ng/mL.
    pub fn steady_state_mean(&self, dose: f64, interval: f64) -> f64 {
        dose / (self.elimination_rate * self.volume * interval) * NG_PER_ML
    }
}

impl Plasma {
    /// Nothing left that could act.
    pub fn is_washed_out(&self) -> bool {
        self.gut < 1e-9 && self.concentration < WASHED_OUT
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
        }
    }

    #[test]
    fn many_small_steps_equal_one_large_one() {
        // The flow of a linear system: a semigroup, up to rounding.
        let kinetics = citalopram();
        let start = Plasma {
            gut: 20.0,
            concentration: 3.0,
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
            let exact = kinetics.after(
                Plasma {
                    gut: 20.0,
                    concentration: 0.0,
                },
                12.0,
            );
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
    fn nothing_gives_nothing() {
        let after = citalopram().after(Plasma::default(), 1.0);
        assert_eq!((after.gut.to_bits(), after.concentration.to_bits()), (0, 0));
        assert!(after.is_washed_out());
    }
}
