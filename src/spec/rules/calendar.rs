//! Phases follow each other without gaps, and treatments lie within them.

use super::{contradiction, quantity};
use crate::spec::diagnostics::Diagnostic;
use crate::spec::document::Node;
use crate::spec::source::Place;
use crate::units::Dimension;

/// Two moments closer than this (a tenth of a second) are the same: "7 days" and "1 week" may differ in the last bit.
pub(crate) const SAME_MOMENT: f64 = 1e-6;

/// A stretch of the calendar in days, as far as it is written well.
pub(super) struct Span {
    pub from: f64,
    pub to: f64,
}

pub(super) fn span(node: &Node) -> Option<Span> {
    Some(Span {
        from: quantity(node, "from", Dimension::Time)?,
        to: quantity(node, "to", Dimension::Time)?,
    })
}

pub(super) fn place<'a>(node: &'a Node, key: &str) -> &'a Place {
    node.get(key).map_or(&node.place, |value| &value.place)
}

fn backward(node: &Node, what: &str) -> Diagnostic {
    contradiction(
        place(node, "to"),
        format!("the {what} ends before it has begun"),
    )
    .allowed("an end (to) after the beginning (from)")
    .next("correct `from` or `to`")
}

/// Mistakes in the calendar of a history.
pub(crate) fn history(root: &Node) -> Vec<Diagnostic> {
    phases(root)
}

/// Mistakes in the calendar of a scenario.
pub(crate) fn scenario(root: &Node) -> Vec<Diagnostic> {
    let mut found = phases(root);
    let end = end_of_phases(root);
    found.extend(outcome(root, end));
    for treatment in root.list("treatments") {
        found.extend(scheduled(treatment, end));
    }
    found
}

fn phases(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut reached = Some(0.0);
    for (index, phase) in root.list("phases").iter().enumerate() {
        let Some(Span { from, to }) = span(phase) else {
            // What follows cannot be held against a phase that is not understood.
            reached = None;
            continue;
        };
        if to <= from {
            found.push(backward(phase, "phase"));
        }
        found.extend(within_a_day(phase, "phase", ""));
        found.extend(phase.list("trials").iter().filter_map(close_trials));
        found.extend(
            phase
                .list("trials")
                .iter()
                .filter_map(otherwise_for_certain),
        );
        if let Some(reached) = reached
            && (from - reached).abs() > SAME_MOMENT
        {
            found.push(misplaced(phase, index, from, reached));
        }
        reached = Some(to);
    }
    found
}

/// Life goes by the day: nothing on the calendar begins or ends within one.
fn within_a_day<'a>(
    node: &'a Node,
    what: &'a str,
    hint: &'a str,
) -> impl Iterator<Item = Diagnostic> + 'a {
    [("from", "begins"), ("to", "ends")]
        .into_iter()
        .filter_map(move |(key, does)| {
            let days = quantity(node, key, Dimension::Time)?;
            if (days - days.round()).abs() <= SAME_MOMENT {
                return None;
            }
            let (before, after) = (time(days.floor()), time(days.ceil()));
            Some(
                contradiction(place(node, key), format!("the {what} {does} within a day"))
                    .allowed(format!("a whole number of days{hint}"))
                    .next(format!("write {before:?} or {after:?}")),
            )
        })
}

fn close_trials(trials: &Node) -> Option<Diagnostic> {
    let every = quantity(trials, "every", Dimension::Time)?;
    (every < 1.0 - SAME_MOMENT).then(|| {
        contradiction(place(trials, "every"), "trials lie less than a day apart")
            .allowed("a day and more from one day with trials to the next")
            .next("write every = \"1 day\", and how many there are on it as `number`")
    })
}

/// Trials that are held for certain leave nothing to another experience.
fn otherwise_for_certain(trials: &Node) -> Option<Diagnostic> {
    let otherwise = trials.entry("otherwise")?;
    if trials.get("probability").is_some() {
        return None;
    }
    let message = "\"otherwise\" means nothing for trials that are held for certain";
    Some(
        contradiction(&otherwise.key, message)
            .allowed("\"otherwise\" beside a `probability`")
            .next("add the key \"probability\", or list the other experience as trials of its own"),
    )
}

fn misplaced(phase: &Node, index: usize, from: f64, reached: f64) -> Diagnostic {
    let message = if index == 0 {
        format!(
            "the first phase begins at {} instead of 0 weeks",
            time(from)
        )
    } else if from < reached {
        format!(
            "this phase overlaps the one before it by {}",
            time(reached - from)
        )
    } else {
        format!(
            "this phase leaves a gap of {} after the one before it",
            time(from - reached)
        )
    };
    contradiction(place(phase, "from"), message)
        .allowed(format!("a beginning at {}", time(reached)))
        .next(format!(
            "write from = {:?}, or change the phase before it",
            time(reached)
        ))
}

/// A time for people: in whole weeks where possible.
pub(crate) fn time(days: f64) -> String {
    let weeks = days / 7.0;
    if (weeks - weeks.round()).abs() < SAME_MOMENT {
        let weeks = weeks.round();
        format!("{weeks} week{}", if weeks == 1.0 { "" } else { "s" })
    } else {
        format!("{days} day{}", if days == 1.0 { "" } else { "s" })
    }
}

fn end_of_phases(root: &Node) -> Option<f64> {
    root.list("phases")
        .iter()
        .map(|phase| quantity(phase, "to", Dimension::Time))
        .try_fold(0.0_f64, |latest, to| to.map(|to| latest.max(to)))
        .filter(|end| *end > 0.0)
}

fn outcome(root: &Node, end: Option<f64>) -> Option<Diagnostic> {
    let at = quantity(root, "outcome_at", Dimension::Time)?;
    let end = end?;
    let weeks = at / 7.0;
    if at > end + SAME_MOMENT {
        let message = format!(
            "the outcome is judged at {}, after the end of the last phase",
            time(at)
        );
        return Some(
            contradiction(place(root, "outcome_at"), message)
                .allowed(format!("up to {}", time(end)))
                .next("judge it earlier, or add a phase"),
        );
    }
    if weeks < SAME_MOMENT {
        let message = "the outcome is judged at 0 weeks, before anything has happened".to_owned();
        return Some(
            contradiction(place(root, "outcome_at"), message)
                .allowed(format!("from 1 week to {}", time(end)))
                .next("judge it later"),
        );
    }
    if (weeks - weeks.round()).abs() > SAME_MOMENT {
        let message = "the outcome falls between two weekly observations".to_owned();
        return Some(
            contradiction(place(root, "outcome_at"), message)
                .allowed("a whole number of weeks")
                .next(format!("write \"{} weeks\"", weeks.round().max(1.0))),
        );
    }
    None
}

fn scheduled(treatment: &Node, end: Option<f64>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(Span { from, to }) = span(treatment) else {
        return found;
    };
    if to <= from {
        found.push(backward(treatment, "treatment"));
    }
    found.extend(within_a_day(
        treatment,
        "treatment",
        "; the time of day of a dose or a session is `at`",
    ));
    if let Some(end) = end
        && to > end + SAME_MOMENT
    {
        let message = format!(
            "the treatment goes on until {}, after the last phase",
            time(to)
        );
        found.push(
            contradiction(place(treatment, "to"), message)
                .allowed(format!("from 0 weeks to {}", time(end)))
                .next("end the treatment earlier, or add a phase"),
        );
    }
    let over = treatment
        .get("taper")
        .and_then(|taper| quantity(taper, "over", Dimension::Time));
    if let (Some(over), Some(taper)) = (over, treatment.get("taper"))
        && to > from
        && over > to - from + SAME_MOMENT
    {
        let message = format!("the taper takes {}, longer than the treatment", time(over));
        found.push(
            contradiction(place(taper, "over"), message)
                .allowed(format!("up to {}", time(to - from)))
                .next("shorten the taper, or lengthen the treatment"),
        );
    }
    found
}
