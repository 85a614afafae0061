//! A course: phases of life and treatments with their calendar, in days and hours from its beginning.

use super::clock::{HOURS_PER_DAY, Hours, day_of, first_from};
use super::doses::Dose;
use super::plan::Experience;
use super::trials::TrialOrder;
use crate::physiology::Kinetics;
use serde::Serialize;

/// A stretch of days with day inputs of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trials {
    /// What an episode is.
    pub experience: Experience,
    /// Episodes on such a day.
    pub number: usize,
    /// Days from one such day to the next, from the beginning of the phase; see [`super::clock::day_of`].
    pub every: f64,
    /// Probability with which each of them is held.
    pub probability: f64,
    /// What takes the place of one that is not held.
    pub otherwise: Option<Experience>,
}

/// A quantity is followed with probability `floor + (1 - floor) * trait`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Belief {
    /// Node of the factor.
    pub factor: usize,
    /// Node of the trait that it is multiplied by.
    pub expectation: usize,
    /// Strength.
    pub level: f64,
}

/// A drug.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drug {
    /// What is planned, in order of time.
    pub doses: Vec<Dose>,
    /// Node of the weight of the body in kg, where doses go by it.
    pub weight: Option<usize>,
    /// Kinetics of a person in whom every clearance trait is 1.
    pub kinetics: Kinetics,
    /// Nodes of traits that multiply clearance.
    pub clearance: Vec<usize>,
    /// Nodes of traits that multiply the clearance of the metabolite.
    pub metabolite_clearance: Vec<usize>,
    /// What it binds to.
    pub sites: Vec<Site>,
    /// Day inputs for the record of the concentration.
    pub concentration_inputs: Vec<usize>,
    /// Day inputs for the record of the dose.
    pub dose_inputs: Vec<usize>,
    /// Tells sessions how much of it is there.
    pub told: Vec<Told>,
    /// How reliably it is taken.
    pub adherence: Option<Adherence>,
}

/// How sessions are told of a drug.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Told {
    /// Episode input that receives the concentration in units of the half effect
    pub input: usize,
    /// at this site.
    pub site: Site,
}

/// What a drug binds to. Drugs at one site compete, see `occupancy.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Site {
    /// Day input of the occupancy.
    pub input: usize,
    /// Effect where it alone occupies the whole site.
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sessions {
    /// When they are held, in order of time.
    pub meetings: Vec<Meeting>,
    /// What an episode is.
    pub experience: Experience,
    /// What one ends with, and how many times.
    pub ending: Option<(Experience, usize)>,
    /// How reliably they are attended.
    pub attendance: Option<Adherence>,
    /// Episode input that is told the hour, where it is not for every session the one that the input stands for by itself.
    pub hour_input: Option<usize>,
}

/// A session on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Meeting {
    /// When it begins.
    pub at: Hours,
    /// Episodes in it.
    pub episodes: usize,
}

/// Sessions `every` so many days from day `since` on, as far as they lie in `from..to`: those a day and more apart are held at
/// their hour on the day that the series has reached, see [`super::clock::day_of`]; others by the clock.
pub fn meetings(since: usize, from: usize, to: usize, every: f64, hour: Hours) -> Vec<Hours> {
    let (midnight, end) = (since as f64 * HOURS_PER_DAY, to as f64 * HOURS_PER_DAY);
    if every < 1.0 {
        let every = Hours::of_days(every).0;
        let time = |n: u32| midnight + hour.0 + f64::from(n) * every;
        let times = (0..).map(time).take_while(|&at| at < end - 1e-6);
        let times = times.filter(|&at| at >= from as f64 * HOURS_PER_DAY - 1e-6);
        return times.map(Hours).collect();
    }
    let first = first_from(from as i64 - since as i64, every);
    let days = (first..).map(|n| since as i64 + day_of(n, every));
    let times = days.map(|day| Hours(day as f64 * HOURS_PER_DAY + hour.0));
    times.take_while(|at| at.0 < end - 1e-6).collect()
}

/// Something done on some days of the week: it sets the day inputs of its treatment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Routine {
    /// How reliably it is done.
    pub adherence: Option<Adherence>,
    /// What is left of it at a session later on the same day.
    pub afterglow: Option<Afterglow>,
}

/// The days on which a routine is due.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Week {
    /// Days of a week, spread evenly.
    pub days_a_week: usize,
    /// Hour of the day.
    pub hour: f64,
    /// Day from which they are counted.
    pub since: usize,
}

impl Week {
    /// Whether it is due on this day of the course.
    pub fn is_due(&self, day: usize) -> bool {
        let since = day - self.since;
        (since + 1) * self.days_a_week / 7 > since * self.days_a_week / 7
    }
}

/// An effect that fades within hours: 1 at once, a half after each half-life.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Practice {
    /// Node of the trait that multiplies it.
    pub reliability: Option<usize>,
    /// What an episode is.
    pub experience: Experience,
}

/// A stretch of the calendar on which a treatment goes on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stretch {
    /// First day.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// Episodes of practice a day at full adherence.
    pub per_day: f64,
    /// Days on which a routine is due.
    pub week: Option<Week>,
}

/// A treatment on its calendar: one course, however many stretches it has. Belief, drop-out and the drug in the body go on from
/// one stretch to the next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Treatment {
    /// Address of its chance events: treatments of one stream are forgotten, attended and left alike by the same person.
    pub stream: String,
    /// When it is given, in order of time; never empty.
    pub stretches: Vec<Stretch>,
    /// A drug.
    pub drug: Option<Drug>,
    /// Sessions.
    pub sessions: Option<Sessions>,
    /// Homework and other practice.
    pub practice: Option<Practice>,
    /// Something done on some days of the week.
    pub routine: Option<Routine>,
    /// Drop-out, counted from the first day.
    pub drop_out: Option<DropOut>,
    /// Belief, set on the first day.
    pub belief: Option<Belief>,
    /// Day inputs that it sets while it lasts, at full adherence.
    pub inputs: Vec<(usize, f64)>,
}

impl Treatment {
    /// First day.
    pub fn from(&self) -> usize {
        self.stretches.iter().map(|s| s.from).min().unwrap_or(0)
    }

    /// Day after the last.
    pub fn to(&self) -> usize {
        self.stretches.iter().map(|s| s.to).max().unwrap_or(0)
    }

    /// The stretch that holds a day.
    pub fn on(&self, day: usize) -> Option<&Stretch> {
        self.stretches
            .iter()
            .find(|stretch| (stretch.from..stretch.to).contains(&day))
    }
}

/// Phases and treatments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    /// Length.
    pub days: usize,
    /// Phases, which do not overlap.
    pub phases: Vec<Phase>,
    /// Treatments that are something, in an order that hangs on what they are, not on how they are listed.
    pub treatments: Vec<Treatment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routine_is_done_on_its_days_of_the_week_spread_evenly() {
        for days_a_week in 0..=7 {
            let routine = Week {
                days_a_week,
                hour: 8.0,
                since: 3,
            };
            for week in 0..3 {
                let days = 3 + 7 * week..10 + 7 * week;
                let done = days.filter(|&day| routine.is_due(day));
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

    #[test]
    fn as_many_sessions_are_held_as_fit() {
        let held = |every: f64| meetings(0, 0, 56, every, Hours(14.0));
        assert_eq!(held(7.0).len(), 8);
        assert_eq!(held(3.5).len(), 16);
        // Twice a week by whole days, at the usual hour.
        let days: Vec<i64> = held(3.5).iter().take(5).map(|at| at.day()).collect();
        assert_eq!(days, [0, 3, 7, 10, 14]);
        assert!(held(3.5).iter().all(|at| at.of_day() == 14.0));
        // Twice a day goes by the clock: at 14:00, at 2:00.
        let twice = held(0.5);
        assert_eq!((twice[1], twice.len()), (Hours(26.0), 111));
        // A stretch that goes on takes over the rhythm.
        let split = [
            meetings(0, 0, 10, 3.5, Hours(14.0)),
            meetings(0, 10, 56, 3.5, Hours(14.0)),
        ];
        assert_eq!(split.concat(), held(3.5));
    }
}
