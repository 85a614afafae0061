//! Phases of a scenario or a history in words: what they set, and which trials they hold.

use super::point;
use super::words::{every, number, percent, span};
use crate::life;
use crate::life::clock::falls_on;
use crate::spec::files::{BrainFile, Phase, TrialOrder, Trials};

/// Phases with what they set and hold, in the words of the first brain that knows a name.
pub(super) fn phases_in_words(phases: &[Phase], brains: &[BrainFile]) -> String {
    let of = |phase: &Phase| {
        let mut parts: Vec<String> = Vec::new();
        for (input, value) in phase.inputs.iter() {
            let meaning = brains.iter().find_map(|brain| brain.inputs.get(input));
            let meaning = meaning.map(|input| format!(" ({})", input.meaning));
            let value = number(*value);
            parts.push(format!("{input} is {value}{}", meaning.unwrap_or_default()));
        }
        if !phase.trials.is_empty() {
            parts.push(trials_in_words(phase, brains));
        }
        if parts.is_empty() {
            parts.push(nothing_special(brains).to_owned());
        }
        let when = span(phase.from.0, phase.to.0);
        point(&format!("{}, {when}: {}.", phase.name, parts.join("; ")))
    };
    phases.iter().map(of).collect()
}

/// What goes on where a phase says nothing.
fn nothing_special(brains: &[BrainFile]) -> &'static str {
    let filled =
        |brain: &BrainFile| brain.life.external_per_day > 0 || !brain.life.internal.is_empty();
    if brains.iter().any(filled) {
        "ordinary life"
    } else {
        "nothing happens"
    }
}

fn trials_in_words(phase: &Phase, brains: &[BrainFile]) -> String {
    let entries: Vec<String> = phase.trials.iter().map(|t| entry(t, brains)).collect();
    let order = match phase.order {
        _ if entries.len() == 1 => "",
        TrialOrder::AsListed => ", in this order",
        TrialOrder::Alternating => ", in turn",
        TrialOrder::Shuffled => ", in an order that is drawn for each person and day",
    };
    format!("trials: {}{order}", entries.join(", "))
}

/// `10 of cue_alone (the cue by itself) every day`.
fn entry(trials: &Trials, brains: &[BrainFile]) -> String {
    let meaning = |experience: &str| {
        let known = brains
            .iter()
            .find_map(|brain| brain.experiences.get(experience));
        known.map_or_else(String::new, |known| format!(" ({})", known.meaning))
    };
    let name = &trials.experience;
    let mut text = format!("{} of {name}{}", trials.number, meaning(name));
    if !trials.shows.is_empty() {
        text.push_str(&format!(" showing {}", trials.shows.join(", ")));
    }
    text.push_str(&format!(
        " {}",
        every(trials.every.map_or(1.0, |days| days.0))
    ));
    if let Some(probability) = trials.probability {
        text.push_str(&format!(
            ", each held with probability {}",
            percent(probability)
        ));
        match &trials.otherwise {
            None => text.push_str(", else nothing"),
            Some(other) => text.push_str(&format!(", else {other}{}", meaning(other))),
        }
    }
    text
}

/// Trials that are due on each day, as far as there are any: those that chance decides on are counted.
pub(super) fn trials_by_day(phases: &[life::Phase], days: usize) -> Option<Vec<f64>> {
    let mut daily = vec![0.0; days];
    for phase in phases {
        for trials in &phase.trials {
            let due = |day: &usize| falls_on((day - phase.from) as i64, trials.every);
            for day in (phase.from..phase.to.min(days)).filter(due) {
                daily[day] += trials.number as f64;
            }
        }
    }
    daily.iter().any(|&number| number > 0.0).then_some(daily)
}
