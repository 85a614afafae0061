//! A drug in one person, hour by hour: occupancy is the mean over 24 hours; several drugs on one site compete.

use super::course::{Drug, Treatment};
use super::person::Life;
use crate::physiology::{Kinetics, Plasma};
use crate::random::{Draws, Purpose};

const DOSE: Purpose = Purpose::new("dose");
const HOURS: usize = 24;

/// A drug in the body of one person.
#[derive(Debug, Clone)]
pub(super) struct DrugState {
    plasma: Plasma,
    kinetics: Kinetics,
    /// Concentration at the beginning of each hour of today, in units of the half effect.
    today: [f64; HOURS],
}

impl DrugState {
    /// Nothing taken yet; the kinetics are this person's own.
    pub fn new(drug: &Drug, values: &[f64]) -> Self {
        let product = |traits: &[usize]| -> f64 { traits.iter().map(|&n| values[n]).product() };
        let mut kinetics = drug.kinetics;
        kinetics.elimination_rate *= product(&drug.clearance);
        if let Some(metabolite) = &mut kinetics.metabolite {
            metabolite.elimination_rate *= product(&drug.metabolite_clearance);
        }
        Self {
            plasma: Plasma::default(),
            kinetics,
            today: [0.0; HOURS],
        }
    }

    /// Concentration at an hour of today, in units of the half effect.
    pub fn at(&self, hour: f64) -> f64 {
        self.today[(hour.max(0.0) as usize).min(HOURS - 1)]
    }

    /// A day with this dose: leaves occupancies, concentration and dose in the day inputs.
    pub fn day(&mut self, drug: &Drug, dose: f64, values: &mut [f64]) {
        self.today = [0.0; HOURS];
        if dose <= 0.0 && self.plasma.is_washed_out() {
            self.plasma = Plasma::default();
            return;
        }
        let mut active = [0.0; HOURS];
        for (hour, (begin, end)) in self.today.iter_mut().zip(&mut active).enumerate() {
            if let Some(site) = drug.sites.first() {
                *begin = site.relative(self.kinetics.active(self.plasma), values);
            }
            if hour == drug.hour {
                self.plasma.gut += dose;
            }
            self.plasma = self.kinetics.after(self.plasma, 1.0);
            *end = self.kinetics.active(self.plasma);
        }
        for site in &drug.sites {
            let occupied = active.iter().map(|&concentration| {
                let relative = site.relative(concentration, values);
                site.maximum * relative / (1.0 + relative) / HOURS as f64
            });
            let occupancy = occupied.fold(0.0, |sum, share| sum + share);
            values[site.input] = combined(values[site.input], occupancy, site.maximum);
        }
        let shares = active.iter().map(|c| c / HOURS as f64);
        let concentration = shares.fold(0.0, |sum, share| sum + share);
        if let Some(node) = drug.concentration_input {
            values[node] += concentration;
        }
        if let Some(node) = drug.dose_input {
            values[node] += dose;
        }
    }
}

/// The dose that is planned for a day, if this person takes it.
pub(super) fn dose_taken(
    treatment: &Treatment,
    drug: &Drug,
    life: &Life,
    draws: &mut Draws,
    day: usize,
) -> f64 {
    let planned = drug.doses.get(day).copied().unwrap_or(0.0);
    let forgotten = |draws: &mut Draws| {
        drug.adherence.is_some_and(|adherence| {
            let u = draws.uniform(DOSE.and(&treatment.name), life.day, 0);
            u >= adherence.probability(&life.values)
        })
    };
    if planned > 0.0 && forgotten(draws) {
        return 0.0;
    }
    planned
}

/// Occupancy by two drugs that compete for the same sites: concentrations in units of their half effect add.
fn combined(first: f64, second: f64, maximum: f64) -> f64 {
    if first == 0.0 {
        return second;
    }
    let relative = |o: f64| o / (maximum - o).max(1e-9);
    let sum = relative(first) + relative(second);
    maximum * sum / (1.0 + sum)
}
