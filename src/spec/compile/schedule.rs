//! From the lines of a calendar to events on the clock: which lines are one course of treatment, its doses, its sessions.
//!
//! Lines that give the same treatment are one course, under whatever name: they share belief, drop-out, adherence and what is in
//! the body. The same is what has the same content but for its words and for what a line may say itself: dose, rhythm,
//! number and hour. A line that begins on the day on which another ends, at the same rhythm, goes on in it.

use crate::life::{Hours, Meeting, Regimen, Rhythm, Stretch, Taper, TaperShape, Week, meetings};
use crate::spec::files::{self, ScheduledTreatment, TreatmentFile, TreatmentKind};
use crate::units::Days;
use serde_json::Value;

/// Hour of a session that says nothing of it.
const AFTERNOON: f64 = 14.0;

/// A line of the calendar with the file of its treatment.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The line.
    pub scheduled: &'a ScheduledTreatment,
    /// The file.
    pub file: &'a TreatmentFile,
}

/// The lines of a calendar by the course to which they belong: courses in order of their stream and content, lines in order of
/// time, so that no order of the calendar itself is left.
pub fn courses<'a>(
    scheduled: &'a [ScheduledTreatment],
    files: &'a [TreatmentFile],
) -> Vec<Vec<Given<'a>>> {
    let mut found: Vec<((String, String), Vec<Given>)> = Vec::new();
    for (scheduled, file) in scheduled.iter().zip(files) {
        let given = Given { scheduled, file };
        let content = content(file);
        match found.iter_mut().find(|(key, _)| key.1 == content) {
            Some((key, lines)) => {
                key.0 = stream(file).min(key.0.clone());
                lines.push(given);
            }
            None => found.push(((stream(file), content), vec![given])),
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, lines) in &mut found {
        let key = |given: &Given| {
            let (from, to) = span(given.scheduled);
            (from, to, text(given.scheduled), text(given.file))
        };
        lines.sort_by_cached_key(key);
    }
    found.into_iter().map(|(_, lines)| lines).collect()
}

/// The address of the chance events of a course: what its file says, else its kind with what it acts on, so that neither the
/// name of a file nor a number in it changes the luck of a person.
pub fn stream_of(lines: &[Given]) -> String {
    let streams = lines.iter().map(|given| stream(given.file));
    streams.min().unwrap_or_default()
}

/// The stream of one treatment, see [`stream_of`].
pub fn stream(file: &TreatmentFile) -> String {
    if let Some(stream) = &file.stream {
        return stream.clone();
    }
    let mut acts_on: Vec<&str> = match file.kind {
        TreatmentKind::Drug => file.targets.iter().map(|t| t.input.as_str()).collect(),
        TreatmentKind::Placebo => Vec::new(),
        TreatmentKind::Therapy => file
            .sessions
            .iter()
            .map(|s| s.experience.as_str())
            .collect(),
        TreatmentKind::Practice => file
            .practice
            .iter()
            .map(|p| p.experience.as_str())
            .collect(),
        TreatmentKind::Routine => file.inputs.names().collect(),
    };
    acts_on.sort_unstable();
    let kind = text(&file.kind);
    let name = format!("{} {}", kind.trim_matches('"'), acts_on.join(" "));
    name.trim_end().to_owned()
}

/// What makes a treatment this one: everything but words and what a line of a calendar may say itself.
fn content(file: &TreatmentFile) -> String {
    let mut file = file.clone();
    file.title.clear();
    file.stream = None;
    if let Some(course) = &mut file.course {
        // Whose weight it is stays: it says what a dose by weight means.
        let weight_trait = course.weight_trait.clone();
        *course = files::Course {
            dose: None,
            dose_per_kg: None,
            weight_trait,
            every: Days(1.0),
            at: None,
            times: Vec::new(),
            range: None,
            source: None,
            grade: None,
        };
    }
    if let Some(sessions) = &mut file.sessions {
        sessions.number = 0;
        sessions.episodes = 0;
        sessions.every = Days(1.0);
        sessions.at = None;
    }
    for practice in [&mut file.homework, &mut file.practice]
        .into_iter()
        .flatten()
    {
        practice.per_day = 0.0;
    }
    if let Some(routine) = &mut file.routine {
        routine.days_a_week = 0;
        routine.at = Days(0.0);
    }
    file.targets.sort_by(|a, b| a.input.cmp(&b.input));
    canonical(&serde_json::to_value(&file).unwrap_or_default())
}

/// A value as text with sorted keys and without words.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(table) => {
            let words = ["meaning", "source", "grade"];
            let mut entries: Vec<String> = table
                .iter()
                .filter(|(key, value)| !words.contains(&key.as_str()) && !value.is_null())
                .map(|(key, value)| format!("{key}={}", canonical(value)))
                .collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Days of a line; the rules see to it that they are whole.
pub fn span(scheduled: &ScheduledTreatment) -> (usize, usize) {
    (whole_days(scheduled.from), whole_days(scheduled.to))
}

/// A time that is a whole number of days but for rounding.
pub fn whole_days(days: Days) -> usize {
    days.0.round().max(0.0) as usize
}

/// One course of a drug, line by line: regimens that take nothing are among them.
pub fn regimens(lines: &[Given]) -> Vec<Regimen> {
    let mut found: Vec<Regimen> = Vec::new();
    for given in lines {
        let Some(course) = &given.file.course else {
            continue;
        };
        let mut next = regimen(given, course);
        let before = found
            .iter()
            .rfind(|r| r.to == next.from && r.rhythm == next.rhythm);
        next.since = before.map_or(next.from, |before| before.since);
        found.push(next);
    }
    found
}

fn regimen(given: &Given, course: &files::Course) -> Regimen {
    let scheduled = given.scheduled;
    let (from, to) = span(scheduled);
    let every = scheduled.every.unwrap_or(course.every);
    let hours = |at: Days| Hours::of_days(at.0);
    let times = match (scheduled.at, scheduled.times.as_slice()) {
        (Some(_), _) => &[],
        (None, []) if scheduled.every.is_none_or(|every| every.0 >= 1.0) => course.times.as_slice(),
        (None, own) => own,
    };
    let rhythm = if times.is_empty() {
        let first = course
            .times
            .iter()
            .copied()
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let at = scheduled.at.or(course.at).or(first).unwrap_or(Days(0.0));
        Rhythm::Interval {
            at: hours(at),
            every: hours(every),
        }
    } else {
        Rhythm::Times {
            at: times.iter().copied().map(hours).collect(),
            every: every.0,
        }
    };
    let dose = scheduled
        .dose
        .map(|dose| (dose.0, false))
        .or(scheduled.dose_per_kg.map(|dose| (dose.0, true)))
        .or(course.dose.map(|dose| (dose.0, false)))
        .or(course.dose_per_kg.map(|dose| (dose.0, true)));
    let (dose, by_weight) = dose.unwrap_or((0.0, false));
    let half_effect_dose = given
        .file
        .main_target()
        .and_then(|t| Some(t.half_effect_dose.as_ref()?.value.0));
    Regimen {
        from,
        to,
        since: from,
        already: scheduled.already.map_or(0.0, |already| already.0),
        rhythm,
        dose,
        per_kg: by_weight,
        loading: scheduled.loading.map(|loading| loading.0),
        missed: scheduled.missed.clone(),
        doubled: scheduled.doubled.clone(),
        half_effect_dose: half_effect_dose.unwrap_or(1.0),
        taper: scheduled.taper.as_ref().map(|t| Taper {
            shape: match t.shape {
                files::TaperShape::Linear => TaperShape::Linear,
                files::TaperShape::Hyperbolic => TaperShape::Hyperbolic,
            },
            days: t.over.0,
            steps: t.steps,
        }),
    }
}

/// The sessions of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// How many are asked for: by the line itself, or what the file's number has left.
    pub asked: usize,
    /// Those that fit between the beginning and the end of the line.
    pub meetings: Vec<Meeting>,
}

/// Sessions of one course of therapy, line by line. The number of the file counts over all lines that state none of their own.
pub fn sessions(lines: &[Given]) -> Vec<Held> {
    let mut found = Vec::new();
    // Of the line before: its end, its rhythm, and the day from which it counts.
    let mut before: Option<(usize, (f64, f64), usize)> = None;
    let mut given_so_far = 0;
    for given in lines {
        let Some(of_file) = &given.file.sessions else {
            continue;
        };
        let scheduled = given.scheduled;
        let (from, to) = span(scheduled);
        let every = scheduled.every.unwrap_or(of_file.every).0;
        let hour = session_hour(given, of_file);
        let rhythm = (every, hour.0);
        let since = before
            .filter(|(end, same, _)| *end == from && *same == rhythm)
            .map_or(from, |(_, _, since)| since);
        let asked = match scheduled.sessions {
            Some(own) => own as usize,
            None => (of_file.number as usize).saturating_sub(given_so_far),
        };
        let episodes = scheduled.episodes.unwrap_or(of_file.episodes) as usize;
        let times = meetings(since, from, to, every, hour)
            .into_iter()
            .take(asked);
        let meetings: Vec<Meeting> = times.map(|at| Meeting { at, episodes }).collect();
        if scheduled.sessions.is_none() {
            given_so_far += meetings.len();
        }
        before = Some((to, rhythm, since));
        found.push(Held { asked, meetings });
    }
    found
}

fn session_hour(given: &Given, sessions: &files::Sessions) -> Hours {
    let at = given.scheduled.at.or(sessions.at);
    at.map_or(Hours(AFTERNOON), |at| Hours::of_days(at.0))
}

/// The stretches of a course on which it is something: a dose of zero, no session and no day of a week are no treatment.
pub fn stretches(lines: &[Given]) -> Vec<Stretch> {
    let regimens = regimens(lines);
    let mut weeks: Vec<(usize, Week)> = Vec::new();
    let mut found = Vec::new();
    for (index, given) in lines.iter().enumerate() {
        let (scheduled, file) = (given.scheduled, given.file);
        let (from, to) = span(scheduled);
        let practice = file.homework.as_ref().or(file.practice.as_ref());
        let per_day = practice.map_or(0.0, |p| scheduled.per_day.unwrap_or(p.per_day));
        let week = file.routine.as_ref().map(|routine| {
            let mut week = Week {
                days_a_week: scheduled.days_a_week.unwrap_or(routine.days_a_week) as usize,
                hour: Hours::of_days(scheduled.at.unwrap_or(routine.at).0).0,
                since: from,
            };
            let before = weeks.iter().rfind(|(end, before)| {
                *end == from && (before.days_a_week, before.hour) == (week.days_a_week, week.hour)
            });
            week.since = before.map_or(from, |(_, before)| before.since);
            weeks.push((to, week));
            week
        });
        let something = match file.kind {
            TreatmentKind::Drug => regimens
                .get(index)
                .is_some_and(|regimen| !regimen.doses().is_empty()),
            TreatmentKind::Therapy => file.sessions.as_ref().is_some_and(|sessions| {
                scheduled.sessions.unwrap_or(sessions.number) > 0
                    && scheduled.episodes.unwrap_or(sessions.episodes) > 0
            }),
            TreatmentKind::Practice => per_day > 0.0,
            TreatmentKind::Routine => week.is_some_and(|week| week.days_a_week > 0),
            TreatmentKind::Placebo => file.belief.is_some() || !file.inputs.is_empty(),
        };
        if something && to > from {
            found.push(Stretch {
                from,
                to,
                per_day,
                week,
            });
        }
    }
    found
}
