//! What several arms share is stored once.
//!
//! Without a drug in it, a scenario has the same trajectories under every account. The long table therefore holds each
//! distinct arm once, under a number, and `arms.csv` says which number the arm of a scenario and a variant has. Selection at the
//! end of the history is numbered in the same way, and `people.csv` holds each distinct one once.

use super::{TableError, summaries};
use crate::cohort::results::{Arm, RunResult};
use crate::report::files::RunDirectory;
use std::collections::BTreeMap;

/// Name of the table that says where each arm is stored.
pub const ARMS_FILE: &str = "arms.csv";

/// Name of the table of people.
pub const PEOPLE_FILE: &str = "people.csv";

/// Numbers of things of which some are equal: equal ones share a number, and numbers count up in the order of first appearance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    /// Number of each thing.
    pub(super) of: Vec<usize>,
    /// The first thing under each number.
    pub(super) first: Vec<usize>,
}

impl Numbered {
    fn new<K: Ord>(keys: impl Iterator<Item = K>) -> Self {
        let (mut known, mut of, mut first) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (place, key) in keys.enumerate() {
            let number = *known.entry(key).or_insert_with(|| {
                first.push(place);
                first.len() - 1
            });
            of.push(number);
        }
        Self { of, first }
    }

    /// Numbers as they stand in a record; `None` unless they count up from 0 without a gap.
    pub(super) fn read(of: &[usize]) -> Option<Self> {
        let mut first = Vec::new();
        for (place, &number) in of.iter().enumerate() {
            match number.cmp(&first.len()) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => first.push(place),
                std::cmp::Ordering::Greater => return None,
            }
        }
        Some(Self {
            of: of.to_vec(),
            first,
        })
    }
}

/// Numbers of the arms by their trajectories: arms share one where the same people have the same readings, bit for bit.
pub(super) fn arms(result: &RunResult) -> Numbered {
    Numbered::new(result.arms.iter().map(fingerprint))
}

fn fingerprint(arm: &Arm) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let (people, weeks, readouts) = arm.values.dim();
    for number in [people, weeks, readouts].iter().chain(&arm.people) {
        hasher.update(&(*number as u64).to_le_bytes());
    }
    for reading in &arm.values {
        hasher.update(&reading.to_bits().to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// Numbers of the variants by selection: variants share one where everyone was rated alike at the end of the history.
fn selections(result: &RunResult) -> Numbered {
    Numbered::new((0..result.variants.len()).map(|variant| {
        let people = result.people.iter();
        let selected = people.map(|p| (p.rated_at_selection[variant].to_bits(), p.ill[variant]));
        selected.collect::<Vec<_>>()
    }))
}

/// Writes where the trajectories and the selection of every arm are stored.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn write_arms(
    directory: &RunDirectory,
    result: &RunResult,
    stored: &Numbered,
) -> Result<(), TableError> {
    let selections = selections(result);
    let header = ["scenario", "variant", "arm", "selection", "people"].map(str::to_owned);
    let rows = result.arms.iter().zip(&stored.of).map(|(arm, number)| {
        Ok(vec![
            result.scenarios[arm.scenario].name.clone(),
            result.variants[arm.variant].name.clone(),
            number.to_string(),
            selections.of[arm.variant].to_string(),
            arm.people.len().to_string(),
        ])
    });
    summaries::write_table(directory, ARMS_FILE, header.to_vec(), rows)
}

/// Writes everyone who lived the history: traits, rated severity at its end, and whether the person was ill by then; once for
/// each distinct selection, of which there is one where variants differ in treatment alone.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn write_people(directory: &RunDirectory, result: &RunResult) -> Result<(), TableError> {
    let mut header = vec!["selection".to_owned(), "person".to_owned()];
    header.extend(result.traits.iter().cloned());
    header.extend(["rated_at_selection", "ill"].map(str::to_owned));
    let selections = selections(result);
    let numbers = selections.first.iter().enumerate();
    let rows = numbers.flat_map(|(number, &variant)| {
        result.people.iter().map(move |person| {
            let mut row = vec![number.to_string(), person.seed.to_string()];
            row.extend(summaries::numbers(&person.traits));
            row.push(person.rated_at_selection[variant].to_string());
            row.push(person.ill[variant].to_string());
            Ok(row)
        })
    });
    summaries::write_table(directory, PEOPLE_FILE, header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_share_a_number() {
        let numbered = Numbered::new(["a", "b", "a", "c", "b"].into_iter());
        assert_eq!(numbered.of, [0, 1, 0, 2, 1]);
        assert_eq!(numbered.first, [0, 1, 3]);
        assert_eq!(Numbered::read(&numbered.of), Some(numbered));
    }

    #[test]
    fn numbers_with_a_gap_are_refused() {
        assert_eq!(Numbered::read(&[1]), None);
        assert_eq!(Numbered::read(&[0, 2, 1]), None);
    }
}
