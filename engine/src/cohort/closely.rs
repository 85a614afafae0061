//! Readings between the weeks of a run: of every day, or after every trial.
//!
//! Nobody keeps them: people are simulated once more, some at a time, and what is read of them is handed on at once. So the memory
//! needed is that of a few people, however long the course and however large the cohort; it costs about as much time as the run.

use super::keep::PEOPLE;
use super::results::{CloseReadings, ReadingTime};
use super::run::{Watch, is_ill, live_history};
use super::study::{Study, VariantStudy};
use crate::life::{Halt, Life, Moment, Worker, live_closely};
use rayon::prelude::*;

/// How closely people are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Before the first day, and at the end of every day.
    Day,
    /// After every trial as well.
    Trial,
}

/// Simulates the people of a study and hands on what is read of those who are ill, in the order variant, person, scenario, time. The
/// numbers are the same bits for any number of threads, and those of a week are the bits of a run. An error of `take` ends the work.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or a life cannot be lived; if `take` failed, its own error is the inner one.
pub fn read_closely<E>(
    study: &Study,
    grain: Grain,
    watch: &Watch,
    mut take: impl FnMut(CloseReadings) -> Result<(), E>,
) -> Result<Result<(), E>, Halt> {
    for variant in 0..study.variants.len() {
        for first in (0..study.seeds.count).step_by(PEOPLE) {
            let some = first..study.seeds.count.min(first + PEOPLE);
            let read: Vec<Vec<CloseReadings>> = some
                .into_par_iter()
                .map(|index| {
                    let seed = study.seeds.first + index as u64;
                    let read = read_person(study, variant, seed, grain, watch);
                    (watch.progress)();
                    read
                })
                .collect::<Result<_, _>>()?;
            for readings in read.into_iter().flatten() {
                if let Err(error) = take(readings) {
                    return Ok(Err(error));
                }
            }
        }
    }
    Ok(Ok(()))
}

/// One person on every course.
fn read_person(
    study: &Study,
    variant: usize,
    seed: u64,
    grain: Grain,
    watch: &Watch,
) -> Result<Vec<CloseReadings>, Halt> {
    let own = &study.variants[variant];
    let (life, history) = live_history(own, seed, watch)?;
    if !is_ill(study, &history) {
        return Ok(Vec::new());
    }
    let courses = (0..own.courses.len()).into_par_iter();
    let read = courses.map(|scenario| {
        let (times, values) = read_course(own, scenario, &life, grain, watch)?;
        Ok(CloseReadings {
            scenario,
            variant,
            seed,
            times,
            values,
        })
    });
    read.collect()
}

fn read_course(
    variant: &VariantStudy,
    scenario: usize,
    life: &Life,
    grain: Grain,
    watch: &Watch,
) -> Result<(Vec<ReadingTime>, Vec<f32>), Halt> {
    let (mut times, mut values) = (Vec::new(), Vec::new());
    let mut worker = Worker::watched(&variant.plan, watch.stop);
    live_closely(
        &variant.plan,
        &variant.courses[scenario],
        &mut life.clone(),
        &mut worker,
        |moment, person| {
            let time = match moment {
                Moment::Evening { day } => Some(ReadingTime {
                    day: day as u32,
                    trial: None,
                }),
                Moment::Trial { .. } if grain == Grain::Day => None,
                Moment::Trial {
                    day,
                    number,
                    experience,
                } => Some(ReadingTime {
                    day: day as u32 + 1,
                    trial: Some((number as u32, experience.into())),
                }),
            };
            if let Some(time) = time {
                times.push(time);
                values.extend_from_slice(person.read());
            }
            true
        },
    )?;
    Ok((times, values))
}
