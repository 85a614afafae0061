//! What treatments do on a day: drugs in the body, day inputs, belief at the start, sessions and practice.
//!
//! Nothing here hangs on the order in which treatments are listed. Sessions come by the clock, practice after them; of two
//! treatments that set one input on one day the value that is farther from 0 holds; drugs at one site compete.

use super::course::{Adherence, Course, Sessions, Treatment};
use super::day::{HOW_MANY, how_many, repeat};
use super::drugs::DrugState;
use super::halt::{Halt, allowed};
use super::occupancy::{Occupied, occupied};
use super::person::{Life, Worker};
use super::plan::{Experience, LifePlan};
use crate::random::{Draws, Purpose};

const ATTENDANCE: Purpose = Purpose::new("attendance");
const ROUTINE: Purpose = Purpose::new("routine");
const DROP_OUT: Purpose = Purpose::new("drop-out");
const TREATMENT: Purpose = Purpose::new("treatment episode");

/// What a course adds to a life while it lasts.
#[derive(Debug, Clone)]
pub struct CourseState {
    drugs: Vec<Option<DrugState>>,
    sites: Vec<Occupied>,
    /// Day on which each treatment is left for good.
    leaves: Vec<f64>,
    /// Whether a routine is kept today.
    kept: Vec<bool>,
    /// Day inputs that treatments set today.
    inputs: Vec<(usize, f64)>,
    /// Sessions due today: hour, treatment, and its number on this day.
    due: Vec<(f64, usize, usize)>,
}

impl CourseState {
    /// The beginning of a course for this person.
    pub fn new(course: &Course, life: &Life) -> Self {
        let mut draws = Draws::of(life.seed);
        let mut leaves = Vec::new();
        let mut drugs = Vec::new();
        for t in &course.treatments {
            let u = draws.uniform(DROP_OUT.and(&t.stream), 0, 0);
            leaves.push(t.from() as f64 + t.drop_out.map_or(f64::INFINITY, |d| d.day(u)));
            let drug = t.drug.as_ref();
            drugs.push(drug.map(|drug| DrugState::new(t, drug, life, &mut draws)));
        }
        let sessions = course.treatments.iter().filter_map(|t| t.sessions.as_ref());
        let most = sessions.map(|s| {
            let days = s.meetings.chunk_by(|a, b| a.at.day() == b.at.day());
            days.map(<[_]>::len).max().unwrap_or(0)
        });
        Self {
            due: Vec::with_capacity(most.sum()),
            inputs: Vec::with_capacity(course.treatments.iter().map(|t| t.inputs.len()).sum()),
            kept: vec![false; course.treatments.len()],
            sites: occupied(course),
            leaves,
            drugs,
        }
    }

    /// Day of the first drop-out within a treatment's calendar.
    pub fn dropped_out(&self, course: &Course) -> Option<f64> {
        self.leaves
            .iter()
            .zip(&course.treatments)
            .filter(|(day, t)| **day < t.to() as f64)
            .map(|(day, _)| *day)
            .min_by(f64::total_cmp)
    }

    fn takes_part(&self, treatment: &Treatment, index: usize, day: usize) -> bool {
        treatment.on(day).is_some() && (day as f64) < self.leaves[index]
    }

    /// Sets an input for today; of two values the one farther from 0 holds, and of opposite ones the greater.
    fn set(&mut self, node: usize, value: f64) {
        match self.inputs.iter_mut().find(|(known, _)| *known == node) {
            Some((_, known)) => {
                let rank = |v: f64| (v.abs(), v);
                if rank(value) > rank(*known) {
                    *known = value;
                }
            }
            None => self.inputs.push((node, value)),
        }
    }
}

pub(super) fn set_day_inputs(
    plan: &LifePlan,
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    draws: &mut Draws,
    day: usize,
) {
    plan.graph.reset_day(&mut life.values);
    for phase in course
        .phases
        .iter()
        .filter(|p| (p.from..p.to).contains(&day))
    {
        for &(node, value) in &phase.inputs {
            life.values[node] = value;
        }
    }
    state.inputs.clear();
    for (index, treatment) in course.treatments.iter().enumerate() {
        let takes_part = state.takes_part(treatment, index, day);
        state.kept[index] = takes_part && keeps_routine(treatment, life, draws, day);
        if takes_part && (treatment.routine.is_none() || state.kept[index]) {
            for &(node, value) in &treatment.inputs {
                state.set(node, value);
            }
        }
    }
    for &(node, value) in &state.inputs {
        life.values[node] = value;
    }
    for (index, treatment) in course.treatments.iter().enumerate() {
        if let Some(belief) = treatment.belief
            && day == treatment.from()
            && state.takes_part(treatment, index, day)
        {
            let believed = belief.level * life.values[belief.expectation];
            life.values[belief.factor] = life.values[belief.factor].max(believed);
        }
    }
    for (index, treatment) in course.treatments.iter().enumerate() {
        let takes_part = state.takes_part(treatment, index, day);
        if let Some(own) = &mut state.drugs[index] {
            own.day(treatment, takes_part, life, draws, day);
        }
    }
    for site in &state.sites {
        site.day(&state.drugs, &mut life.values);
    }
}

fn keeps_routine(treatment: &Treatment, life: &Life, draws: &mut Draws, day: usize) -> bool {
    let week = treatment.on(day).and_then(|stretch| stretch.week);
    let (Some(routine), Some(week)) = (treatment.routine, week) else {
        return false;
    };
    let u = draws.uniform(ROUTINE.and(&treatment.stream), life.day, 0);
    let willing = |a: Adherence| u < a.probability(&life.values);
    week.is_due(day) && routine.adherence.is_none_or(willing)
}

/// What an episode of a session is like on this day: told the hour and what drugs and routines have left by then.
fn in_session_today(
    course: &Course,
    state: &CourseState,
    life: &Life,
    sessions: &Sessions,
    experience: &Experience,
    (day, hour): (usize, f64),
) -> Experience {
    let mut told: Vec<(usize, f64)> = Vec::new();
    told.extend(sessions.hour_input.map(|node| (node, hour)));
    let mut add = |node: usize, value: f64| match told.iter_mut().find(|(known, _)| *known == node)
    {
        Some((_, sum)) => *sum += value,
        None => told.push((node, value)),
    };
    for (index, treatment) in course.treatments.iter().enumerate() {
        if let (Some(drug), Some(own)) = (&treatment.drug, &state.drugs[index]) {
            for told in &drug.told {
                let relative = told.site.relative(own.at(hour), &life.values);
                add(told.input, relative);
            }
        }
        let week = treatment.on(day).and_then(|stretch| stretch.week);
        if let (Some(routine), Some(week)) = (treatment.routine.filter(|_| state.kept[index]), week)
            && let Some(glow) = routine.afterglow
        {
            add(glow.input, glow.after(hour - week.hour));
        }
    }
    told.retain(|&(_, value)| value != 0.0);
    let mut experience = experience.clone();
    for inputs in [
        Some(&mut experience.inputs),
        experience.outcome_inputs.as_mut(),
    ] {
        inputs.into_iter().for_each(|inputs| inputs.extend(&told));
    }
    experience
}

pub(super) fn treatment_episodes(
    plan: &LifePlan,
    course: &Course,
    state: &mut CourseState,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    day: usize,
) -> Result<(), Halt> {
    find_due(course, state, day);
    for due in 0..state.due.len() {
        let (hour, index, number) = state.due[due];
        let treatment = &course.treatments[index];
        if let Some(sessions) = &treatment.sessions {
            let place = (day, hour, number);
            session(
                plan, course, state, life, worker, draws, treatment, sessions, place,
            )?;
        }
    }
    for (index, treatment) in course.treatments.iter().enumerate() {
        let per_day = treatment.on(day).map_or(0.0, |stretch| stretch.per_day);
        if let Some(practice) = &treatment.practice
            && state.takes_part(treatment, index, day)
        {
            let mean = per_day * practice.reliability.map_or(1.0, |n| life.values[n]);
            let u = draws.uniform(HOW_MANY.and(&treatment.stream), life.day, 0);
            let what = || format!("practice of \"{}\" (per_day)", treatment.stream);
            let number = allowed(how_many(mean, u), what, (life.seed, life.day))?;
            let purpose = TREATMENT.and(&treatment.stream).and("practice");
            let experience = &practice.experience;
            repeat(plan, life, worker, draws, purpose, experience, number)?;
        }
    }
    Ok(())
}

/// Sessions of today in order of their hour; those of one hour in the order of their treatments, which hangs on no list.
fn find_due(course: &Course, state: &mut CourseState, day: usize) {
    state.due.clear();
    for (index, treatment) in course.treatments.iter().enumerate() {
        if !state.takes_part(treatment, index, day) {
            continue;
        }
        let meetings = treatment.sessions.iter().flat_map(|s| {
            let first = s.meetings.partition_point(|m| m.at.day() < day as i64);
            s.meetings[first..]
                .iter()
                .take_while(|m| m.at.day() == day as i64)
        });
        for (number, meeting) in meetings.enumerate() {
            state.due.push((meeting.at.of_day(), index, number));
        }
    }
    state
        .due
        .sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
}

/// One session, if this person attends it.
#[allow(clippy::too_many_arguments)]
fn session(
    plan: &LifePlan,
    course: &Course,
    state: &CourseState,
    life: &mut Life,
    worker: &mut Worker,
    draws: &mut Draws,
    treatment: &Treatment,
    sessions: &Sessions,
    (day, hour, number): (usize, f64, usize),
) -> Result<(), Halt> {
    let u = draws.uniform(ATTENDANCE.and(&treatment.stream), life.day, number as u64);
    let attends = |a: Adherence| u < a.probability(&life.values);
    if !sessions.attendance.is_none_or(attends) {
        return Ok(());
    }
    let first = sessions
        .meetings
        .partition_point(|m| m.at.day() < day as i64);
    let episodes = sessions.meetings[first + number].episodes as f64;
    let what = || format!("a session of \"{}\"", treatment.stream);
    let episodes = allowed(episodes, what, (life.seed, life.day))?;
    let today = |life: &Life, experience: &Experience| {
        in_session_today(course, state, life, sessions, experience, (day, hour))
    };
    // A second session of a day has chances of its own.
    let again = (0..number).fold(TREATMENT.and(&treatment.stream), |p, _| p.and("again"));
    let experience = today(life, &sessions.experience);
    let purpose = again.and("session");
    repeat(plan, life, worker, draws, purpose, &experience, episodes)?;
    if let Some((ending, number)) = &sessions.ending {
        let ending = today(life, ending);
        let purpose = again.and("ending");
        let what = || format!("the end of a session of \"{}\"", treatment.stream);
        let number = allowed(*number as f64, what, (life.seed, life.day))?;
        repeat(plan, life, worker, draws, purpose, &ending, number)?;
    }
    Ok(())
}
