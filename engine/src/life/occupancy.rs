//! One law for a site: all drugs that bind to it compete.
//!
//! ```text
//! effect = sum_i maximum_i r_i / (1 + sum_j r_j)         r_i = C_i / (half_effect_i * sensitivity)
//! ```
//!
//! (Gaddum 1937), from the concentrations of the same hour, and the mean over the 24 hours of a day. With one drug it is the
//! hyperbola `maximum C / (C + half_effect)`; a drug in two halves is the drug; no order of drugs is in it. A drug whose
//! maximum is below another's takes places from it, as a partial agonist does; one of maximum 0 only blocks. What a
//! scenario or a treatment sets the input to counts as one more occupant, of maximum 1.
//!
//! Holds for reversible binding that is fast beside the hours over which concentrations change. Does not model irreversible
//! binding, nor sites of one drug that change each other.

use super::clock::HOURS_PER_DAY;
use super::course::{Course, Site};
use super::drugs::{DrugState, HOURS};

/// What binds to one site, over the drugs of a course.
#[derive(Debug, Clone)]
pub(super) struct Occupied {
    input: usize,
    /// Index of the treatment, and its site.
    by: Vec<(usize, Site)>,
}

/// The sites that the drugs of a course bind to.
pub(super) fn occupied(course: &Course) -> Vec<Occupied> {
    let mut found: Vec<Occupied> = Vec::new();
    for (treatment, drug) in (0..).zip(&course.treatments).filter_map(|(i, t)| {
        let drug = t.drug.as_ref()?;
        Some((i, drug))
    }) {
        for &site in &drug.sites {
            match found.iter_mut().find(|known| known.input == site.input) {
                Some(known) => known.by.push((treatment, site)),
                None => found.push(Occupied {
                    input: site.input,
                    by: vec![(treatment, site)],
                }),
            }
        }
    }
    found
}

impl Occupied {
    /// Leaves the mean occupancy of the day in the input of the site, if any of its drugs is there.
    pub fn day(&self, drugs: &[Option<DrugState>], values: &mut [f64]) {
        let present = |&&(treatment, _): &&(usize, Site)| {
            let drug = drugs.get(treatment).and_then(Option::as_ref);
            drug.is_some_and(DrugState::is_present)
        };
        if !self.by.iter().any(|by| present(&by)) {
            return;
        }
        let before = relative(values[self.input]);
        let mut mean = 0.0;
        for hour in 0..HOURS {
            let (mut effect, mut bound) = (before, before);
            for (treatment, site) in self.by.iter().filter(present) {
                if let Some(Some(drug)) = drugs.get(*treatment) {
                    let r = site.relative(drug.active(hour), values);
                    effect += site.maximum * r;
                    bound += r;
                }
            }
            mean += effect / (1.0 + bound) / HOURS_PER_DAY;
        }
        values[self.input] = mean;
    }
}

/// Concentration, in units of the half effect, at which a site would be occupied to this share.
fn relative(occupied: f64) -> f64 {
    occupied / (1.0 - occupied).max(1e-9)
}
