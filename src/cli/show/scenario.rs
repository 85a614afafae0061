//! A scenario and a history in words, with their calendar.

use super::calendar::Calendar;
use super::phases::phases_in_words;
use super::words::{number, sentence, span, time};
use super::{field, head, phases, point, treatment};
use crate::life::{Course, Dose};
use crate::spec::compile::schedule::{self, Given, whole_days};
use crate::spec::compile::{compile_brain, compile_course};
use crate::spec::files::{
    BrainFile, HistoryFile, Phase, ScenarioFile, TreatmentFile, TreatmentKind,
};
use crate::spec::{Diagnostic, Diagnostics, Kind, Library, Mistake, Sourced};

/// Days of a session or of homework are drawn week by week, doses as their level.
pub(super) fn scenario(
    library: &Library,
    file: &Sourced<ScenarioFile>,
    called: &str,
) -> Result<String, Diagnostics> {
    let scenario = &file.value;
    let brain = library.read_brain(&scenario.brain)?;
    let history = library.read_history(&scenario.history)?;
    let mut treatments: Vec<TreatmentFile> = Vec::new();
    for scheduled in &scenario.treatments {
        treatments.push(library.read_treatment(&scheduled.treatment)?.value);
    }
    let severity = &brain.value.severity;
    let length = |phases: &[Phase]| phases.iter().map(|phase| phase.to.0).fold(0.0, f64::max);
    let mut text = head("scenario", &scenario.title, file);
    text.push_str(&field("Question", &scenario.question));
    text.push_str(&field("What happens", &sentence(&scenario.description)));
    text.push_str(&field(
        "Who",
        &format!(
            "Virtual people with the brain \"{}\" who have lived through \"{}\" ({}). Those who are ill at its end (rated severity {} or more of 100) enter.",
            brain.value.title,
            history.value.title,
            time(length(&history.value.phases)),
            number(severity.ill_at),
        ),
    ));
    text.push_str(&field(
        "Outcome",
        &format!(
            "Judged at week {}; life goes on until week {}. Remission is a severity below {}.",
            number(scenario.outcome_at.0 / 7.0),
            number(length(&scenario.phases) / 7.0),
            number(severity.remission_below),
        ),
    ));
    if !scenario.claims.is_empty() {
        text.push_str(&field("Claims", &scenario.claims.join(", ")));
    }
    text.push_str("\n  Life\n");
    text.push_str(&phases_in_words(
        &scenario.phases,
        std::slice::from_ref(&brain.value),
    ));
    text.push_str("\n  Treatments\n");
    if scenario.treatments.is_empty() {
        text.push_str(&point("None."));
    }
    for (scheduled, file) in scenario.treatments.iter().zip(&treatments) {
        text.push_str(&point(&treatment::scheduled(file, scheduled)));
    }
    // What does not fit the brain is a mistake here as well.
    let course = compile_brain(&brain.value)
        .and_then(|plan| compile_course(&plan, &brain.value, scenario, &treatments))
        .map_err(|error| {
            Diagnostic::of_file(&file.path, Mistake::Contradiction, error.to_string())
        })?;
    for caution in &file.cautions {
        text.push_str(&field("Caution", &sentence(&caution.message)));
    }
    text.push_str("\n  Calendar\n");
    text.push_str(&calendar(scenario, &course, &treatments));
    text.push_str(&dose_steps(scenario, &treatments));
    text.push('\n');
    text.push_str(&field("Run it", &format!("rewire run {called}")));
    Ok(text)
}

/// A history in words.
pub(super) fn history(library: &Library, file: &Sourced<HistoryFile>) -> String {
    let brains: Vec<BrainFile> = library
        .names(Kind::Brain)
        .iter()
        .filter_map(|name| Some(library.read_brain(name).ok()?.value))
        .collect();
    let mut text = head("history", &file.value.title, file);
    text.push_str(&field("What happens", &sentence(&file.value.description)));
    text.push_str("\n  Life\n");
    text.push_str(&phases_in_words(&file.value.phases, &brains));
    text.push_str("\n  Calendar\n");
    let days = file
        .value
        .phases
        .iter()
        .map(|phase| phase.to.0.round() as usize)
        .max()
        .unwrap_or(0);
    let mut calendar = Calendar::new(days);
    calendar.stretches("life", &stretches(&file.value.phases));
    text.push_str(&calendar.finish());
    text
}

fn stretches(phases: &[Phase]) -> Vec<(String, f64, f64)> {
    phases
        .iter()
        .map(|phase| (phase.name.clone(), phase.from.0, phase.to.0))
        .collect()
}

fn calendar(scenario: &ScenarioFile, course: &Course, files: &[TreatmentFile]) -> String {
    let length = scenario.phases.iter().map(|phase| whole_days(phase.to));
    let days = length.max().unwrap_or(0);
    let mut calendar = Calendar::new(days);
    calendar.stretches("life", &stretches(&scenario.phases));
    if let Some(daily) = phases::trials_by_day(&course.phases, course.days) {
        calendar.levels("trials", &daily);
    }
    for lines in schedule::courses(&scenario.treatments, files) {
        let Some(Given { file, .. }) = lines.first() else {
            continue;
        };
        if file.kind == TreatmentKind::Drug {
            let mut daily = vec![0.0; days];
            for dose in doses(&lines) {
                let day = usize::try_from(dose.at.day()).ok();
                if let Some(sum) = day.and_then(|day| daily.get_mut(day)) {
                    *sum += dose.amount;
                }
            }
            calendar.levels(&file.title, &daily);
        }
        if file.sessions.is_some() {
            let held = schedule::sessions(&lines);
            let meetings = held.iter().flat_map(|held| &held.meetings);
            let days = meetings.filter_map(|meeting| usize::try_from(meeting.at.day()).ok());
            calendar.events(&file.title, &days.collect::<Vec<_>>());
        }
        let lasts: Vec<_> = schedule::stretches(&lines)
            .iter()
            .map(|stretch| (String::new(), stretch.from as f64, stretch.to as f64))
            .collect();
        if file.homework.is_some() {
            calendar.stretches("  homework", &lasts);
        } else if !matches!(file.kind, TreatmentKind::Drug | TreatmentKind::Therapy) {
            calendar.stretches(&file.title, &lasts);
        }
    }
    calendar.mark("outcome", scenario.outcome_at.0);
    calendar.finish()
}

fn doses(lines: &[Given]) -> Vec<Dose> {
    let regimens = schedule::regimens(lines);
    regimens
        .iter()
        .flat_map(|regimen| regimen.doses())
        .collect()
}

/// The steps of a dose that changes, each with its days.
fn dose_steps(scenario: &ScenarioFile, files: &[TreatmentFile]) -> String {
    let mut text = String::new();
    for lines in schedule::courses(&scenario.treatments, files) {
        let mut doses = doses(&lines);
        doses.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
        let mut steps: Vec<(f64, i64, i64)> = Vec::new();
        for dose in doses.iter().filter(|dose| dose.at.0 >= 0.0) {
            let day = dose.at.day();
            match steps.last_mut() {
                Some((last, _, to)) if (*last - dose.amount).abs() < 1e-9 => *to = day + 1,
                _ => steps.push((dose.amount, day, day + 1)),
            }
        }
        let (Some(Given { file, .. }), true) = (lines.first(), steps.len() > 1) else {
            continue;
        };
        let unit = if doses.iter().any(|dose| dose.per_kg) {
            "mg/kg"
        } else {
            "mg"
        };
        let steps: Vec<String> = steps
            .iter()
            .map(|&(dose, from, to)| {
                format!(
                    "{} {} {unit}",
                    span(from as f64, to as f64),
                    number((dose * 100.0).round() / 100.0)
                )
            })
            .collect();
        text.push_str(&field(
            "Doses",
            &format!("{}: {}.", file.title, steps.join("; ")),
        ));
    }
    text
}
