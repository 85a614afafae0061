//! A course: phases of life and treatments with their calendar, in days from its beginning.

use super::plan::Experience;
use super::trials::TrialOrder;
use crate::physiology::Kinetics;

/// A stretch of days with day inputs of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// First day.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// Day inputs: node and value.
    pub inputs: Vec<(usize, f64)>,
    /// Episodes of an experiment.
    pub trials: Vec<Trials>,
    /// In which order those of a day are held.
    pub order: TrialOrder,
}

/// Episodes that a phase holds, as an experiment does.
#[derive(Debug, Clone, PartialEq)]
pub struct Trials {
    /// What an episode is.
    pub experience: Experience,
    /// Episodes on such a day.
    pub number: usize,
    /// Days from one such day to the next, from the beginning of the phase.
    pub every: usize,
    /// Probability with which each of them is held.
    pub probability: f64,
    /// What takes the place of one that is not held.
    pub otherwise: Option<Experience>,
}

/// A quantity is followed with probability `floor + (1 - floor) * trait`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adherence {
    /// Node of the trait.
    pub node: usize,
    /// Probability at trait 0.
    pub floor: f64,
}

impl Adherence {
    /// The probability of a person with these values.
    pub fn probability(&self, values: &[f64]) -> f64 {
        (self.floor + (1.0 - self.floor) * values[self.node]).clamp(0.0, 1.0)
    }
}

/// Leaves for good, at a constant hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DropOut {
    /// Probability ...
    pub probability: f64,
    /// ... within so many days.
    pub within: f64,
}

impl DropOut {
    /// Days until drop-out for a uniform draw; `within / -ln(1 - p) * -ln(u)`.
    pub fn day(&self, u: f64) -> f64 {
        if self.probability <= 0.0 {
            return f64::INFINITY;
        }
        let p = self.probability.min(1.0 - 1e-12);
        libm::log(u) / libm::log(1.0 - p) * self.within
    }
}

/// Believing to be treated sets a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Node of the factor.
    pub factor: usize,
    /// Node of the trait that it is multiplied by.
    pub expectation: usize,
    /// Strength.
    pub level: f64,
}

/// A drug.
#[derive(Debug, Clone, PartialEq)]
pub struct Drug {
    /// Dose of each day of the course, mg.
    pub doses: Vec<f64>,
    /// Hour of the day at which it is taken.
    pub hour: usize,
    /// Kinetics of a person in whom every clearance trait is 1.
    pub kinetics: Kinetics,
    /// Nodes of traits that multiply clearance.
    pub clearance: Vec<usize>,
    /// Nodes of traits that multiply the clearance of the metabolite.
    pub metabolite_clearance: Vec<usize>,
    /// What it binds to; the first counts as its effect.
    pub sites: Vec<Site>,
    /// Day input for the record of the concentration.
    pub concentration_input: Option<usize>,
    /// Day input for the record of the dose.
    pub dose_input: Option<usize>,
    /// Episode input that tells sessions how much of it is there, in units of its half effect.
    pub session_input: Option<usize>,
    /// How reliably it is taken.
    pub adherence: Option<Adherence>,
}

/// What a drug binds to: `maximum * C / (C + half_effect * sensitivity)` of it is occupied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// Day input of the occupancy.
    pub input: usize,
    /// Largest occupancy.
    pub maximum: f64,
    /// Concentration of half of the maximum, ng/mL.
    pub half_effect: f64,
    /// Node of a trait that multiplies the half effect.
    pub sensitivity: Option<usize>,
}

impl Site {
    /// A concentration in units of the half effect in a person with these values.
    pub fn relative(&self, concentration: f64, values: &[f64]) -> f64 {
        concentration / (self.half_effect * self.sensitivity.map_or(1.0, |n| values[n]))
    }
}

/// Sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Sessions {
    /// How many.
    pub number: usize,
    /// Days from one to the next.
    pub every: usize,
    /// Episodes in one.
    pub episodes: usize,
    /// What an episode is.
    pub experience: Experience,
    /// What one ends with, and how many times.
    pub ending: Option<(Experience, usize)>,
    /// How reliably they are attended.
    pub attendance: Option<Adherence>,
    /// Hour of the day at which they begin.
    pub hour: f64,
    /// Episode input that is told the hour, where it is not the one that the input stands for by itself.
    pub hour_input: Option<usize>,
}

/// Something done on some days of the week: it sets the day inputs of its treatment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Routine {
    /// Days of a week, spread evenly.
    pub days_a_week: usize,
    /// Hour of the day.
    pub hour: f64,
    /// How reliably it is done.
    pub adherence: Option<Adherence>,
    /// What is left of it at a session later on the same day.
    pub afterglow: Option<Afterglow>,
}

impl Routine {
    /// Whether it is due on this day of its calendar.
    pub fn is_due(&self, since: usize) -> bool {
        (since + 1) * self.days_a_week / 7 > since * self.days_a_week / 7
    }
}

/// An effect that fades within hours: 1 at once, a half after each half-life.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Afterglow {
    /// Episode input that is told what is left.
    pub input: usize,
    /// Half-life in hours.
    pub half_life: f64,
}

impl Afterglow {
    /// What is left after so many hours; nothing before.
    pub fn after(&self, hours: f64) -> f64 {
        if hours < 0.0 {
            return 0.0;
        }
        libm::exp2(-hours / self.half_life)
    }
}

/// Homework and other practice.
#[derive(Debug, Clone, PartialEq)]
pub struct Practice {
    /// Episodes a day at full adherence.
    pub per_day: f64,
    /// Node of the trait that multiplies it.
    pub reliability: Option<usize>,
    /// What an episode is.
    pub experience: Experience,
}

/// A treatment on its calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Treatment {
    /// Name of the file: the address of its chance events.
    pub name: String,
    /// First day.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// A drug.
    pub drug: Option<Drug>,
    /// Sessions.
    pub sessions: Option<Sessions>,
    /// Homework and other practice.
    pub practice: Option<Practice>,
    /// Something done on some days of the week.
    pub routine: Option<Routine>,
    /// Drop-out.
    pub drop_out: Option<DropOut>,
    /// Belief.
    pub belief: Option<Belief>,
    /// Day inputs that it sets while it lasts, at full adherence.
    pub inputs: Vec<(usize, f64)>,
}

impl Treatment {
    /// Whether there is anything in it: a dose of zero or no session is no treatment.
    pub fn is_something(&self) -> bool {
        let doses = self
            .drug
            .as_ref()
            .is_some_and(|d| d.doses.iter().any(|&dose| dose > 0.0));
        let sessions = self
            .sessions
            .as_ref()
            .is_some_and(|s| s.number > 0 && s.episodes > 0);
        let practice = self.practice.as_ref().is_some_and(|p| p.per_day > 0.0)
            && self.sessions.as_ref().is_none_or(|_| sessions);
        let routine = self.routine.is_some_and(|r| r.days_a_week > 0);
        let placebo = self.drug.is_none()
            && self.sessions.is_none()
            && self.practice.is_none()
            && self.routine.is_none();
        doses
            || sessions
            || practice
            || routine
            || (placebo && (self.belief.is_some() || !self.inputs.is_empty()))
    }
}

/// Phases and treatments.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Length.
    pub days: usize,
    /// Phases, which do not overlap.
    pub phases: Vec<Phase>,
    /// Treatments.
    pub treatments: Vec<Treatment>,
}

/// How a dose is reduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaperShape {
    /// Equal steps of dose.
    Linear,
    /// Equal steps of occupancy: `dose = half_effect_dose * o / (1 - o)`.
    Hyperbolic,
}

/// A reduction at the end of a drug treatment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taper {
    /// Shape.
    pub shape: TaperShape,
    /// Days that it takes, the last of the treatment.
    pub days: usize,
    /// Number of steps.
    pub steps: usize,
}

/// A dose from a day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoseStep {
    /// First day.
    pub day: usize,
    /// mg.
    pub dose: f64,
}

/// The dose of each day of a course of `days`, for a drug taken from `from` to `to` every `every` days.
pub fn dose_plan(
    days: usize,
    from: usize,
    to: usize,
    every: usize,
    dose: f64,
    half_effect_dose: f64,
    taper: Option<Taper>,
) -> Vec<f64> {
    let mut doses = vec![0.0; days];
    let to = to.min(days);
    let reduced_from = taper.map_or(to, |t| to.saturating_sub(t.days).max(from));
    for (day, planned) in doses.iter_mut().enumerate().take(to).skip(from) {
        if !(day - from).is_multiple_of(every.max(1)) {
            continue;
        }
        *planned = dose;
        if let Some(taper) = taper
            && day >= reduced_from
        {
            let length = (to - reduced_from).max(1);
            let step = ((day - reduced_from) * taper.steps / length + 1) as f64;
            let left = 1.0 - step / (taper.steps as f64 + 1.0);
            *planned = match taper.shape {
                TaperShape::Linear => dose * left,
                TaperShape::Hyperbolic => {
                    let occupancy = left * dose / (dose + half_effect_dose);
                    half_effect_dose * occupancy / (1.0 - occupancy)
                }
            };
        }
    }
    doses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_taper_has_equal_steps_of_dose() {
        let taper = Taper {
            shape: TaperShape::Linear,
            days: 28,
            steps: 3,
        };
        let doses = dose_plan(100, 0, 56, 1, 20.0, 3.0, Some(taper));
        assert_eq!(doses[27], 20.0);
        assert_eq!(
            [doses[28], doses[38], doses[55], doses[56]],
            [15.0, 10.0, 5.0, 0.0]
        );
    }

    #[test]
    fn a_hyperbolic_taper_has_equal_steps_of_occupancy() {
        let taper = Taper {
            shape: TaperShape::Hyperbolic,
            days: 28,
            steps: 3,
        };
        let doses = dose_plan(100, 0, 56, 1, 20.0, 3.0, Some(taper));
        let occupancy = |d: f64| d / (d + 3.0);
        let full = occupancy(20.0);
        for (day, share) in [(28, 0.75), (38, 0.5), (55, 0.25)] {
            assert!((occupancy(doses[day]) - share * full).abs() < 1e-12);
        }
        assert!(doses[28] < 15.0);
    }

    #[test]
    fn a_routine_is_done_on_its_days_of_the_week_spread_evenly() {
        for days_a_week in 0..=7 {
            let routine = Routine {
                days_a_week,
                hour: 8.0,
                adherence: None,
                afterglow: None,
            };
            for week in 0..3 {
                let done = (7 * week..7 * week + 7).filter(|&day| routine.is_due(day));
                assert_eq!(done.count(), days_a_week);
            }
        }
    }

    #[test]
    fn an_afterglow_halves_and_never_comes_before() {
        let glow = Afterglow {
            input: 0,
            half_life: 2.0,
        };
        assert_eq!(
            [-1.0, 0.0, 2.0, 4.0].map(|h| glow.after(h)),
            [0.0, 1.0, 0.5, 0.25]
        );
    }

    #[test]
    fn drop_out_has_its_stated_probability() {
        let drop_out = DropOut {
            probability: 0.2,
            within: 112.0,
        };
        // u is the probability of surviving so long: at u = 1 - p the day is `within`, exactly up to rounding.
        assert!((drop_out.day(0.8) - 112.0).abs() < 1e-9);
        assert!(
            DropOut {
                probability: 0.0,
                within: 112.0
            }
            .day(0.1)
            .is_infinite()
        );
        assert!(
            DropOut {
                probability: 1.0,
                within: 112.0
            }
            .day(0.5)
                < 112.0
        );
    }
}
