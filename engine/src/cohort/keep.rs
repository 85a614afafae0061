//! Finished pieces of a run: the lives of some people on one course, under a name that says everything that decides them.
//!
//! Whoever runs a study says where pieces are kept. A piece is found again whenever its name is: by a run that goes on after an
//! interruption, or by a study that shares a course with an earlier one. A name is a hash of the engine, the course, all
//! parts of the plan that can do something, and the seeds: see [`crate::content`]. What is found is not taken on trust: a piece that is not of the
//! length that it must be is lived anew.

use super::study::{LivedCourse, LivedHistory};
use crate::content::ContentHash;
use crate::life::Life;

/// People in a piece: few enough that an interruption loses little, many enough that keeping costs next to nothing.
pub(super) const PEOPLE: usize = 16;

/// Keeps finished pieces and finds them again.
pub trait Keep: Sync {
    /// The piece of this name, byte for byte as it was kept, if there is one.
    fn find(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps a piece. That this fails must not hinder the run.
    fn keep(&self, name: String, piece: Vec<u8>);

    /// The ill person of this name as they are at selection, if they are kept; then only their course is lived.
    fn find_life(&self, _name: &str) -> Option<Life> {
        None
    }

    /// May keep an ill person as they are at selection.
    fn keep_life(&self, _name: String, _life: &Life) {}
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Forget;

impl Keep for Forget {
    fn find(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: String, _: Vec<u8>) {}
}

/// Name of one person as a history leaves them.
pub(super) fn life_name(history: ContentHash, seed: u64) -> String {
    ContentHash::of(&("life", history, seed)).to_string()
}

/// Name of the piece of a course, or history, for some people.
pub(super) fn name(course: ContentHash, first_seed: u64, people: usize) -> String {
    ContentHash::of(&("people", course, first_seed, people)).to_string()
}

/// Rated severity at the end of a history, person by person.
pub(super) fn histories(lived: &[LivedHistory]) -> Vec<u8> {
    lived.iter().flat_map(|h| h.rated.to_le_bytes()).collect()
}

/// Reads what [`histories`] wrote for so many people; `None` if it is not that.
pub(super) fn read_histories(piece: &[u8], people: usize) -> Option<Vec<LivedHistory>> {
    let (rated, []) = piece.as_chunks::<4>() else {
        return None;
    };
    let rated = rated.iter().map(|&bytes| f32::from_le_bytes(bytes));
    (rated.len() == people).then(|| rated.map(|rated| LivedHistory { rated }).collect())
}

/// Drop-out and readings, person by person; those who were not ill take no place.
pub(super) fn courses<'a>(lived: impl Iterator<Item = &'a LivedCourse>) -> Vec<u8> {
    let mut piece = Vec::new();
    for course in lived {
        // No day of drop-out is infinitely late.
        let day = course.dropped_out.unwrap_or(f64::INFINITY);
        piece.extend(day.to_le_bytes());
        piece.extend(course.readings.iter().flat_map(|r| r.to_le_bytes()));
    }
    piece
}

/// Reads what [`courses`] wrote for so many people with so many readings each; `None` if it is not that.
pub(super) fn read_courses(
    piece: &[u8],
    people: usize,
    readings: usize,
) -> Option<Vec<LivedCourse>> {
    let width = 8 + 4 * readings;
    if piece.len() != people * width {
        return None;
    }
    let person = |bytes: &[u8]| {
        let (day, readings) = bytes.split_first_chunk::<8>()?;
        let day = f64::from_le_bytes(*day);
        let (readings, _) = readings.as_chunks::<4>();
        Some(LivedCourse {
            readings: readings.iter().map(|&r| f32::from_le_bytes(r)).collect(),
            dropped_out: day.is_finite().then_some(day),
        })
    };
    piece.chunks_exact(width).map(person).collect()
}
