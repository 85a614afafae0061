//! A drug in one person, hour by hour; doses within an hour split it.

use super::clock::{HOURS_PER_DAY, Hours};
use super::course::{Drug, Treatment};
use super::doses::Dose;
use super::person::Life;
use crate::physiology::{Kinetics, Plasma};
use crate::random::{Draws, Purpose};

const DOSE: Purpose = Purpose::new("dose");
/// Doses before the course, counted in days back from it.
const BEFORE: Purpose = Purpose::new("dose before");
pub(super) const HOURS: usize = 24;

/// A drug in the body of one person.
#[derive(Debug, Clone)]
pub(super) struct DrugState {
    plasma: Plasma,
    kinetics: Kinetics,
    /// What was there at the beginning of each hour of today.
    today: [Plasma; HOURS],
    /// Concentration at the end of each hour of today, ng/mL.
    active: [f64; HOURS],
    is_present: bool,
    /// What was taken today: hour and mg, in order of time.
    taken: Vec<(f64, f64)>,
}

impl DrugState {
    /// The drug at the beginning of a course; the kinetics are this person's own, and what was taken before is there.
    pub fn new(treatment: &Treatment, drug: &Drug, life: &Life, draws: &mut Draws) -> Self {
        let product =
            |traits: &[usize]| -> f64 { traits.iter().map(|&n| life.values[n]).product() };
        let mut kinetics = drug.kinetics;
        kinetics.elimination_rate *= product(&drug.clearance);
        if let Some(metabolite) = &mut kinetics.metabolite {
            metabolite.elimination_rate *= product(&drug.metabolite_clearance);
        }
        let most = drug.doses.chunk_by(|a, b| a.at.day() == b.at.day());
        let mut state = Self {
            plasma: Plasma::default(),
            kinetics,
            today: [Plasma::default(); HOURS],
            active: [0.0; HOURS],
            is_present: false,
            taken: Vec::with_capacity(most.map(<[Dose]>::len).max().unwrap_or(0)),
        };
        state.take_before(treatment, drug, life, draws);
        state
    }

    /// Lives the days before the course, on which nothing is looked at.
    fn take_before(&mut self, treatment: &Treatment, drug: &Drug, life: &Life, draws: &mut Draws) {
        let before = drug.doses.partition_point(|dose| dose.at < Hours(0.0));
        let mut now = drug.doses.first().map_or(0.0, |dose| dose.at.0.min(0.0));
        for of_day in drug.doses[..before].chunk_by(|a, b| a.at.day() == b.at.day()) {
            for (number, dose) in (0..).zip(of_day) {
                self.plasma = self.kinetics.after(self.plasma, dose.at.0 - now);
                now = dose.at.0;
                let place = (BEFORE, dose.at.day().unsigned_abs(), number);
                self.plasma.gut += taken(treatment, drug, dose, life, draws, place);
            }
        }
        self.plasma = self.kinetics.after(self.plasma, -now);
    }

    /// Whether there is anything of it today.
    pub fn is_present(&self) -> bool {
        self.is_present
    }

    /// Concentration at the end of an hour of today, ng/mL.
    pub fn active(&self, hour: usize) -> f64 {
        self.active[hour]
    }

    /// Concentration at a moment of today before any dose of that moment, ng/mL.
    pub fn at(&self, moment: f64) -> f64 {
        let hour = (moment.max(0.0) as usize).min(HOURS - 1);
        let mut plasma = self.today[hour];
        let mut now = hour as f64;
        for &(at, mg) in self.taken.iter().filter(|(at, _)| *at >= hour as f64) {
            if at >= moment {
                break;
            }
            plasma = self.kinetics.after(plasma, at - now);
            plasma.gut += mg;
            now = at;
        }
        if moment > now {
            plasma = self.kinetics.after(plasma, moment - now);
        }
        self.kinetics.active(plasma)
    }

    /// Lives a day of a person who takes part in the treatment, or does not; leaves concentration and dose in the day inputs.
    pub fn day(
        &mut self,
        treatment: &Treatment,
        takes_part: bool,
        life: &mut Life,
        draws: &mut Draws,
        day: usize,
    ) {
        let Some(drug) = &treatment.drug else { return };
        self.taken.clear();
        if takes_part {
            let midnight = day as f64 * HOURS_PER_DAY;
            let doses = of_day(&drug.doses, day);
            for (number, dose) in (0..).zip(doses) {
                let mg = taken(treatment, drug, dose, life, draws, (DOSE, life.day, number));
                if mg > 0.0 {
                    self.taken.push((dose.at.0 - midnight, mg));
                }
            }
        }
        self.is_present = !self.taken.is_empty() || !self.plasma.is_washed_out();
        if !self.is_present {
            self.plasma = Plasma::default();
            self.today = [self.plasma; HOURS];
            return;
        }
        self.hours();
        let shares = self.active.iter().map(|c| c / HOURS_PER_DAY);
        let concentration = shares.fold(0.0, |sum, share| sum + share);
        for &node in &drug.concentration_inputs {
            life.values[node] += concentration;
        }
        let dose: f64 = self.taken.iter().fold(0.0, |sum, (_, mg)| sum + mg);
        for &node in &drug.dose_inputs {
            life.values[node] += dose;
        }
    }

    fn hours(&mut self) {
        let mut taken = self.taken.iter().peekable();
        for hour in 0..HOURS {
            self.today[hour] = self.plasma;
            let mut now = hour as f64;
            let end = now + 1.0;
            while let Some(&&(at, mg)) = taken.peek() {
                if at >= end && hour + 1 < HOURS {
                    break;
                }
                if at > now {
                    self.plasma = self.kinetics.after(self.plasma, at - now);
                    now = at;
                }
                self.plasma.gut += mg;
                taken.next();
            }
            if end > now {
                self.plasma = self.kinetics.after(self.plasma, end - now);
            }
            self.active[hour] = self.kinetics.active(self.plasma);
        }
    }
}

/// The doses of a day, of doses in order of time.
fn of_day(doses: &[Dose], day: usize) -> &[Dose] {
    let begin = Hours(day as f64 * HOURS_PER_DAY);
    let end = Hours(begin.0 + HOURS_PER_DAY);
    let first = doses.partition_point(|dose| dose.at < begin);
    let last = doses.partition_point(|dose| dose.at < end);
    &doses[first..last]
}

/// What this person takes of a planned dose, mg; its address is a purpose, a day, and the number of the dose on it.
fn taken(
    treatment: &Treatment,
    drug: &Drug,
    dose: &Dose,
    life: &Life,
    draws: &mut Draws,
    (purpose, day, number): (Purpose, u64, u64),
) -> f64 {
    let forgotten = drug.adherence.is_some_and(|adherence| {
        let u = draws.uniform(purpose.and(&treatment.stream), day, number);
        u >= adherence.probability(&life.values)
    });
    if forgotten {
        return 0.0;
    }
    match drug.weight.filter(|_| dose.per_kg) {
        Some(weight) => dose.amount * life.values[weight],
        None => dose.amount,
    }
}
