//! Doses: when a drug is taken, and how much.
//!
//! A regimen is a rhythm over a stretch of days. Its doses are events on the clock of the course, at any interval:
//!
//! ```text
//! t_n = 24 since + at + n every                      while 24 from <= t_n < 24 to
//! ```
//!
//! or at given times of each day that is due. A taper changes the dose with the day: `s` of its steps are done on day
//! `d`, `s = floor((d - begin) steps / days) + 1`, and a share `1 - s / (steps + 1)` is left, of the dose or of the occupancy
//! `o = D / (D + D50)` at the dose `D` of a day.

use super::clock::{HOURS_PER_DAY, Hours, falls_on};
use serde::Serialize;

/// How a dose is reduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaperShape {
    /// Equal steps of dose.
    Linear,
    /// Equal steps of occupancy: `D = D50 o / (1 - o)`.
    Hyperbolic,
}

/// A reduction at the end of a drug treatment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taper {
    /// Shape.
    pub shape: TaperShape,
    /// Days that it takes, the last of the treatment.
    pub days: f64,
    /// Number of steps.
    pub steps: u32,
}

/// When within its stretch a drug is taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Rhythm {
    /// First at an hour of the first day, then at an interval, by day and night.
    Interval {
        /// Hour of the day.
        at: Hours,
        /// From one dose to the next.
        every: Hours,
    },
    /// At several hours of each day that is due.
    Times {
        /// Hours of the day.
        at: Vec<Hours>,
        /// Days from one such day to the next, see [`super::clock::day_of`].
        every: f64,
    },
}

impl Rhythm {
    /// Doses a day, on average.
    fn per_day(&self) -> f64 {
        match self {
            Rhythm::Interval { every, .. } => HOURS_PER_DAY / every.0,
            Rhythm::Times { at, every } => at.len() as f64 / every,
        }
    }
}

/// A dose, as planned.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dose {
    /// When.
    pub at: Hours,
    /// How much: mg, or mg for each kg of the body.
    pub amount: f64,
    /// Whether it goes by the weight of the body.
    pub per_kg: bool,
}

/// How a drug is taken over a stretch of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Regimen {
    /// First day.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// Day on which the rhythm began: the first, or that of a stretch that this one continues.
    pub since: usize,
    /// Days for which it has been taken before `from`; then `from` and `since` are 0.
    pub already: f64,
    /// When it is taken.
    pub rhythm: Rhythm,
    /// One dose.
    pub dose: f64,
    /// Whether it goes by the weight of the body.
    pub per_kg: bool,
    /// The first dose of the stretch in mg, where it is another one.
    pub loading: Option<f64>,
    /// Numbers of doses of the stretch that are left out, the first is 1.
    pub missed: Vec<u32>,
    /// Numbers of doses of the stretch that are taken twice.
    pub doubled: Vec<u32>,
    /// Dose of a day for half of the effect.
    pub half_effect_dose: f64,
    /// How it ends.
    pub taper: Option<Taper>,
}

/// Moments closer than this many hours are one.
const SAME_MOMENT: f64 = 1e-6;

impl Regimen {
    /// All doses that are taken as planned, in order of time.
    pub fn doses(&self) -> Vec<Dose> {
        let begin = self.from as f64 * HOURS_PER_DAY - SAME_MOMENT;
        let mut number = 0;
        let times = self.times().into_iter();
        let doses = times.filter_map(|at| {
            if at.0 >= begin {
                number += 1;
            }
            let amount = self.amount(number, at);
            let per_kg = self.per_kg && !(number == 1 && self.loading.is_some());
            (amount > 0.0).then_some(Dose { at, amount, per_kg })
        });
        doses.collect()
    }

    /// Number of doses that are planned from its first day on, missed ones among them.
    pub fn number(&self) -> usize {
        let begin = self.from as f64 * HOURS_PER_DAY - SAME_MOMENT;
        self.times().iter().filter(|at| at.0 >= begin).count()
    }

    fn times(&self) -> Vec<Hours> {
        let midnight = self.since as f64 * HOURS_PER_DAY;
        let begin = (self.from as f64 - self.already) * HOURS_PER_DAY - SAME_MOMENT;
        let end = self.to as f64 * HOURS_PER_DAY - SAME_MOMENT;
        match &self.rhythm {
            Rhythm::Interval { at, every } => {
                let first = midnight + at.0;
                let number = libm::ceil((begin - first) / every.0);
                // No dose comes before the hour of the first, but where it has been taken before.
                let number = if self.already > 0.0 {
                    number
                } else {
                    number.max(0.0)
                };
                (0..)
                    .map(|n| first + (number + f64::from(n)) * every.0)
                    .take_while(|&at| at < end)
                    .map(Hours)
                    .collect()
            }
            Rhythm::Times { at, every } => {
                let mut at = at.clone();
                at.sort_by(|a, b| a.0.total_cmp(&b.0));
                let (first, last) = (Hours(begin).day(), self.to as i64);
                let due = |day: &i64| falls_on(day - self.since as i64, *every);
                let days = (first..last).filter(due);
                let times = days.flat_map(|day| {
                    let of_day = |at: &Hours| Hours(day as f64 * HOURS_PER_DAY + at.0);
                    at.iter().map(of_day).collect::<Vec<_>>()
                });
                times.filter(|at| at.0 >= begin && at.0 < end).collect()
            }
        }
    }

    /// How much is taken as the `number`-th of the stretch; 0 for doses before it.
    fn amount(&self, number: u32, at: Hours) -> f64 {
        if number > 0 && self.missed.contains(&number) {
            return 0.0;
        }
        let whole = match self.loading {
            Some(loading) if number == 1 => loading,
            _ => self.dose,
        };
        let times = if self.doubled.contains(&number) {
            2.0
        } else {
            1.0
        };
        times * self.reduced(whole, at)
    }

    fn reduced(&self, dose: f64, at: Hours) -> f64 {
        let Some(taper) = self.taper else {
            return dose;
        };
        let begin = (self.to as f64 - taper.days).max(self.from as f64);
        let day = at.day() as f64;
        if day < begin {
            return dose;
        }
        let (steps, length) = (f64::from(taper.steps), self.to as f64 - begin);
        let step = libm::floor((day - begin) * steps / length) + 1.0;
        let left = 1.0 - step / (steps + 1.0);
        match taper.shape {
            TaperShape::Linear => dose * left,
            TaperShape::Hyperbolic => {
                let per_day = self.rhythm.per_day();
                let whole = dose * per_day;
                let occupancy = left * whole / (whole + self.half_effect_dose);
                self.half_effect_dose * occupancy / (1.0 - occupancy) / per_day
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regimen(from: usize, to: usize, every: f64) -> Regimen {
        Regimen {
            from,
            to,
            since: from,
            already: 0.0,
            rhythm: Rhythm::Interval {
                at: Hours(8.0),
                every: Hours(every),
            },
            dose: 20.0,
            per_kg: false,
            loading: None,
            missed: Vec::new(),
            doubled: Vec::new(),
            half_effect_dose: 3.0,
            taper: None,
        }
    }

    fn tapered(shape: TaperShape) -> Vec<f64> {
        let taper = Taper {
            shape,
            days: 28.0,
            steps: 3,
        };
        let regimen = Regimen {
            taper: Some(taper),
            ..regimen(0, 56, 24.0)
        };
        regimen.doses().iter().map(|dose| dose.amount).collect()
    }

    fn hours(regimen: &Regimen) -> Vec<f64> {
        regimen.doses().iter().map(|dose| dose.at.0).collect()
    }

    #[test]
    fn a_linear_taper_has_equal_steps_of_dose() {
        let doses = tapered(TaperShape::Linear);
        assert_eq!(doses.len(), 56);
        assert_eq!(
            [doses[27], doses[28], doses[38], doses[55]],
            [20.0, 15.0, 10.0, 5.0]
        );
    }

    #[test]
    fn a_hyperbolic_taper_has_equal_steps_of_occupancy_however_a_day_is_split() {
        let doses = tapered(TaperShape::Hyperbolic);
        let occupancy = |d: f64| d / (d + 3.0);
        let full = occupancy(20.0);
        for (day, share) in [(28, 0.75), (38, 0.5), (55, 0.25)] {
            assert!((occupancy(doses[day]) - share * full).abs() < 1e-12);
        }
        assert!(doses[28] < 15.0);
        let halves = Regimen {
            dose: 10.0,
            taper: Some(Taper {
                shape: TaperShape::Hyperbolic,
                days: 28.0,
                steps: 3,
            }),
            ..regimen(0, 56, 12.0)
        };
        // A half in the morning and a half in the evening, up to rounding.
        let halves = halves.doses();
        assert!((2.0 * halves[2 * 40].amount - doses[40]).abs() < 1e-12);
    }

    #[test]
    fn any_interval_gives_as_many_doses_as_fit() {
        for every in [1.0, 4.5, 8.0, 10.0, 12.0, 24.0, 36.0, 84.0, 1000.0 / 7.0] {
            let doses = regimen(0, 56, every).doses();
            let fit = ((56.0 * 24.0 - 8.0) / every).ceil() as usize;
            assert_eq!(doses.len(), fit, "every {every} hours");
            for pair in doses.windows(2) {
                assert!((pair[1].at.0 - pair[0].at.0 - every).abs() < 1e-9);
            }
        }
        // 20 mg every 84 hours over eight weeks: sixteen doses, 320 mg.
        let total: f64 = regimen(0, 56, 84.0).doses().iter().map(|d| d.amount).sum();
        assert_eq!(total, 320.0);
    }

    #[test]
    fn a_stretch_that_goes_on_keeps_its_rhythm() {
        let whole = hours(&regimen(0, 56, 36.0));
        let first = regimen(0, 10, 36.0);
        let second = Regimen {
            since: 0,
            ..regimen(10, 56, 36.0)
        };
        assert_eq!([hours(&first), hours(&second)].concat(), whole);
    }

    #[test]
    fn given_times_loading_missed_and_doubled_doses() {
        let times = Rhythm::Times {
            at: vec![Hours(20.0), Hours(8.0)],
            every: 1.0,
        };
        let twice = Regimen {
            rhythm: times,
            loading: Some(50.0),
            missed: vec![3],
            doubled: vec![4],
            ..regimen(1, 3, 24.0)
        };
        let doses: Vec<(f64, f64)> = twice.doses().iter().map(|d| (d.at.0, d.amount)).collect();
        assert_eq!(doses, [(32.0, 50.0), (44.0, 20.0), (68.0, 40.0)]);
        assert_eq!(twice.number(), 4);
    }

    #[test]
    fn what_has_been_taken_before_comes_before_hour_zero() {
        let since = Regimen {
            already: 3.0,
            loading: Some(50.0),
            ..regimen(0, 2, 24.0)
        };
        assert_eq!(hours(&since), [-64.0, -40.0, -16.0, 8.0, 32.0]);
        let amounts: Vec<f64> = since.doses().iter().map(|d| d.amount).collect();
        assert_eq!(amounts, [20.0, 20.0, 20.0, 50.0, 20.0]);
        let times = Regimen {
            rhythm: Rhythm::Times {
                at: vec![Hours(8.0), Hours(20.0)],
                every: 3.5,
            },
            already: 7.0,
            ..regimen(0, 1, 24.0)
        };
        let week = -7.0 * 24.0;
        let expected = [week + 8.0, week + 20.0, -88.0, -76.0, 8.0, 20.0];
        assert_eq!(hours(&times), expected);
    }
}
