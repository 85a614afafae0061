//! A treatment in words, by itself and on the calendar of a scenario.

use super::words::{every, ground, hour, number, percent, sentence, shortened, span, time};
use super::{doses, field, head, point};
use crate::cli::say;
use crate::spec::compile::schedule;
use crate::spec::files::{
    Reliability, ScheduledTreatment, TaperShape, TreatmentFile, TreatmentKind,
};
use crate::spec::parameters::of_treatment;
use crate::spec::{Kind, Library, Sourced};

/// A treatment file in words.
pub(super) fn treatment(library: &Library, file: &Sourced<TreatmentFile>) -> String {
    let mut text = head(
        &format!("treatment ({})", kind(file.value.kind)),
        &file.value.title,
        file,
    );
    text.push_str(&field("What it is", &sentence(&file.value.meaning)));
    text.push_str("\n  How it goes\n");
    for words in course(&file.value, None)
        .into_iter()
        .chain(mechanism(&file.value))
    {
        text.push_str(&point(&words));
    }
    let used: Vec<String> = library
        .names(Kind::Scenario)
        .into_iter()
        .filter(|name| {
            library
                .read_scenario(name)
                .is_ok_and(|s| s.value.treatments.iter().any(|t| t.treatment == file.name))
        })
        .collect();
    let stream = schedule::stream(&file.value);
    let used = if used.is_empty() {
        "none".to_owned()
    } else {
        used.join(", ")
    };
    text.push('\n');
    text.push_str(&field("Scenarios", &used));
    text.push_str(&field(
        "Luck",
        &format!("of the stream {stream:?}: a person forgets, attends and leaves all treatments of a stream alike."),
    ));
    let numbers = of_treatment(&file.value, &file.name);
    if !numbers.is_empty() {
        text.push_str("\n  Numbers\n");
        for number in numbers {
            let grade = number.grade.as_str();
            let source = match number.source.as_str() {
                source if source.is_empty() || source == grade => String::new(),
                source => format!("; {source}"),
            };
            text.push_str(&point(&format!(
                "{} = {}  [{grade}{source}]",
                number.name,
                shortened(&number.value)
            )));
        }
    }
    text
}

fn kind(kind: TreatmentKind) -> &'static str {
    match kind {
        TreatmentKind::Drug => "drug",
        TreatmentKind::Placebo => "placebo",
        TreatmentKind::Therapy => "therapy",
        TreatmentKind::Practice => "practice",
        TreatmentKind::Routine => "routine",
    }
}

/// What is done and how often, in sentences; what a scenario schedules comes before what the file says.
pub(super) fn course(file: &TreatmentFile, scheduled: Option<&ScheduledTreatment>) -> Vec<String> {
    let mut said = Vec::new();
    let scheduled_every = scheduled.and_then(|s| s.every);
    said.extend(doses::words(file, scheduled));
    if let Some(taper) = scheduled.and_then(|s| s.taper.as_ref()) {
        let how = match taper.shape {
            TaperShape::Linear => "equal steps of dose",
            TaperShape::Hyperbolic => {
                "equal steps of occupancy: large steps of dose first, tiny ones last"
            }
        };
        said.push(format!(
            "Over its last {} the dose falls in {} {how}.",
            time(taper.over.0),
            taper.steps
        ));
    }
    if let Some(sessions) = &file.sessions {
        let planned = scheduled
            .and_then(|s| s.sessions)
            .unwrap_or(sessions.number);
        let episodes = scheduled
            .and_then(|s| s.episodes)
            .unwrap_or(sessions.episodes);
        said.push(format!(
            "{} of {} each, one {}. In an episode, {}.",
            say::counted(planned as usize, "session", "sessions"),
            say::counted(episodes as usize, "episode", "episodes"),
            every(scheduled_every.unwrap_or(sessions.every).0),
            experience(file, &sessions.experience),
        ));
        if let Some(at) = scheduled.and_then(|s| s.at).or(sessions.at) {
            said.push(format!("A session begins at {}.", hour(at.0)));
        }
    }
    if let Some(routine) = &file.routine {
        let days = scheduled.and_then(|s| s.days_a_week);
        let at = scheduled.and_then(|s| s.at).unwrap_or(routine.at);
        said.push(format!(
            "Done on {} a week, at {}.",
            say::counted(days.unwrap_or(routine.days_a_week) as usize, "day", "days"),
            hour(at.0)
        ));
    }
    for (what, practice) in [
        ("homework between sessions", &file.homework),
        ("practice", &file.practice),
    ] {
        if let Some(practice) = practice {
            let share = match &practice.trait_name {
                Some(name) => format!(", times the person's {name}"),
                None => String::new(),
            };
            said.push(format!(
                "{}: {} episodes a day{share}. In an episode, {}.",
                sentence(what).trim_end_matches('.'),
                number(
                    scheduled
                        .and_then(|s| s.per_day)
                        .unwrap_or(practice.per_day)
                ),
                experience(file, &practice.experience),
            ));
        }
    }
    said
}

/// Who follows it, who leaves, what it sets.
fn mechanism(file: &TreatmentFile) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(kinetics) = &file.kinetics {
        let traits = match kinetics.clearance_traits.as_slice() {
            [] => String::new(),
            names => format!("; people clear it differently, by {}", say::listed(names)),
        };
        said.push(format!(
            "It leaves the blood with a half-life of {}{traits}.",
            time(kinetics.half_life.value.0)
        ));
        if let Some(metabolite) = &kinetics.metabolite {
            said.push(format!(
                "It is turned into {}, which acts as well and has a half-life of {}.",
                metabolite.name,
                time(metabolite.half_life.value.0)
            ));
        }
    }
    for (number_of, target) in file.targets.iter().enumerate() {
        let which = match (file.targets.len(), number_of) {
            (1, _) => "its target",
            (_, 0) => "one target",
            _ => "another target",
        };
        said.push(format!(
            "It occupies up to {} of {which}; {} ng/mL in plasma occupy half of that. The brain sees this as {}.",
            percent(target.maximum.value),
            number(target.half_effect.value.0),
            target.input,
        ));
    }
    let followed = |what: &str, r: &Reliability| {
        format!(
            "{what} with a probability of {} + {} x {}.",
            number(r.floor),
            number(1.0 - r.floor),
            r.trait_name
        )
    };
    said.extend(file.adherence.as_ref().map(|r| match file.kind {
        TreatmentKind::Routine => followed("It is done", r),
        _ => followed("A dose is taken", r),
    }));
    said.extend(
        file.attendance
            .as_ref()
            .map(|r| followed("A session is attended", r)),
    );
    said.extend(leaving(file));
    if let Some(belief) = &file.belief {
        said.push(format!(
            "Who begins it believes in help: {} is set to {} x {} {}.",
            belief.factor,
            number(belief.level),
            belief.trait_name,
            ground(belief.grade, belief.source.as_deref()),
        ));
    }
    if let Some(glow) = file.routine.as_ref().and_then(|r| r.afterglow.as_ref()) {
        said.push(format!(
            "Sessions later on the same day see what is left of it as {}; it halves within {}.",
            glow.input,
            time(glow.half_life.value.0)
        ));
    }
    for (input, value) in file.inputs.iter() {
        said.push(format!(
            "On each of its days {input} is {}.",
            number(*value)
        ));
    }
    said
}

/// Who stops early.
pub(super) fn leaving(file: &TreatmentFile) -> Option<String> {
    let dropout = file
        .dropout
        .as_ref()
        .filter(|dropout| dropout.probability > 0.0)?;
    Some(format!(
        "{} of those who take it up stop for good within {}.",
        percent(dropout.probability),
        time(dropout.within.0)
    ))
}

fn experience(file: &TreatmentFile, name: &str) -> String {
    let meaning = file
        .experiences
        .get(name)
        .map(|own| own.meaning.split_whitespace().collect::<Vec<_>>().join(" "));
    meaning.unwrap_or_else(|| format!("what the brain calls {name} happens"))
}

/// A scheduled treatment in one paragraph.
pub(super) fn scheduled(file: &TreatmentFile, scheduled: &ScheduledTreatment) -> String {
    let mut sentences = course(file, Some(scheduled));
    if sentences.is_empty() {
        sentences.push(sentence(&file.meaning));
    }
    sentences.extend(leaving(file));
    format!(
        "{}, {}: {}",
        file.title,
        span(scheduled.from.0, scheduled.to.0),
        sentences.join(" ")
    )
}
