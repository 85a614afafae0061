//! Phases follow each other without gaps, and treatments lie within them.

use super::{contradiction, quantity};
use crate::spec::diagnostics::{Diagnostic, Mistake};
use crate::spec::document::Node;
use crate::spec::source::Place;
use crate::units::Dimension;

/// Two moments closer than this (a tenth of a second) are the same: "7 days" and "1 week" may differ in the last bit.
const SAME_MOMENT: f64 = 1e-6;

/// A stretch of the calendar in days, as far as it is written well.
struct Span {
    from: f64,
    to: f64,
}

fn span(node: &Node) -> Option<Span> {
    Some(Span {
        from: quantity(node, "from", Dimension::Time)?,
        to: quantity(node, "to", Dimension::Time)?,
    })
}

fn place<'a>(node: &'a Node, key: &str) -> &'a Place {
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
    for (index, treatment) in root.list("treatments").iter().enumerate() {
        found.extend(scheduled(treatment, end));
        found.extend(taken_twice(root, treatment, index));
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
        if let Some(reached) = reached
            && (from - reached).abs() > SAME_MOMENT
        {
            found.push(misplaced(phase, index, from, reached));
        }
        reached = Some(to);
    }
    found
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
fn time(days: f64) -> String {
    let weeks = days / 7.0;
    if (weeks - weeks.round()).abs() < SAME_MOMENT {
        let weeks = weeks.round();
        format!("{weeks} week{}", if weeks == 1.0 { "" } else { "s" })
    } else {
        format!("{days} days")
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

/// What is sound and yet may not be what was meant: a treatment that begins, or a drug that is stopped or tapered, only after
/// the outcome, so that the verdict says nothing of it. `kind` is that of a treatment by its name.
pub(crate) fn doubts(root: &Node, kind: impl Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
    let at = quantity(root, "outcome_at", Dimension::Time);
    let (Some(at), Some(end)) = (at, end_of_phases(root)) else {
        return Vec::new();
    };
    let late = root.list("treatments").iter().filter_map(|treatment| {
        let name = treatment.get("use")?.text()?;
        let happens = after_the_outcome(treatment, name, &kind(name)?, at, end)?;
        let message = format!("the outcome is judged at {}, but {happens}", time(at));
        Some(
            Diagnostic::at(place(root, "outcome_at"), Mistake::Doubtful, message)
                .allowed(format!("up to {}", time(end)))
                .next("judge it later, or leave it where what follows does not matter"),
        )
    });
    late.collect()
}

/// What of a treatment happens only after the outcome.
fn after_the_outcome(
    treatment: &Node,
    name: &str,
    kind: &str,
    at: f64,
    end: f64,
) -> Option<String> {
    let Span { from, to } = span(treatment)?;
    if from > at - SAME_MOMENT {
        return Some(format!("{name:?} begins at {}", time(from)));
    }
    if kind != "drug" || to < at + SAME_MOMENT {
        return None;
    }
    let over = treatment
        .get("taper")
        .and_then(|taper| quantity(taper, "over", Dimension::Time));
    match over {
        Some(over) => Some(format!(
            "{name:?} is tapered from {} to {}",
            time(to - over),
            time(to)
        )),
        // A drug that is taken to the very end is never stopped within the scenario.
        None => (to < end - SAME_MOMENT).then(|| format!("{name:?} stops at {}", time(to))),
    }
}

/// The same treatment twice at the same time: doses and sessions would be counted twice.
fn taken_twice(root: &Node, treatment: &Node, index: usize) -> Option<Diagnostic> {
    let name = treatment.get("use")?.text()?;
    let now = span(treatment)?;
    let doubled = root.list("treatments").iter().take(index).any(|earlier| {
        earlier.get("use").and_then(Node::text) == Some(name)
            && span(earlier).is_some_and(|before| {
                now.from.max(before.from) + SAME_MOMENT < now.to.min(before.to)
            })
    });
    doubled.then(|| {
        contradiction(
            place(treatment, "use"),
            format!("{name:?} is given twice at the same time"),
        )
        .allowed("each treatment once at a time")
        .next("remove one of the two, or move it in time")
    })
}

/// Mistakes in what a scenario replaces in a treatment, given the treatment's own file.
pub(crate) fn replaced(scheduled: &Node, treatment: &Node) -> Vec<Diagnostic> {
    let Some(kind) = treatment.get("kind").and_then(Node::text) else {
        return Vec::new();
    };
    let fits: [(&str, &[&str]); 8] = [
        ("dose", &["drug"]),
        ("taper", &["drug"]),
        ("sessions", &["therapy"]),
        ("episodes", &["therapy"]),
        ("every", &["drug", "therapy"]),
        ("at", &["drug", "therapy", "routine"]),
        ("per_day", &["practice"]),
        ("days_a_week", &["routine"]),
    ];
    let mut found: Vec<Diagnostic> = fits
        .iter()
        .filter(|(_, kinds)| !kinds.contains(&kind))
        .filter_map(|(key, kinds)| scheduled.entry(key).map(|entry| (entry, kinds)))
        .map(|(entry, kinds)| {
            let message = format!(
                "{:?} means nothing for a treatment of kind {kind:?}",
                entry.name
            );
            contradiction(&entry.key, message)
                .allowed(format!("{:?} for kind {}", entry.name, kinds.join(" or ")))
                .next("remove the key")
        })
        .collect();
    found.extend(hyperbolic_without_dose(scheduled, treatment));
    found
}

fn hyperbolic_without_dose(scheduled: &Node, treatment: &Node) -> Option<Diagnostic> {
    let shape = scheduled.get("taper")?.get("shape")?;
    let target = treatment.get("target")?;
    if shape.text() != Some("hyperbolic") || target.get("half_effect_dose").is_some() {
        return None;
    }
    let message = "a hyperbolic taper needs the dose for half of the effect, which the treatment does not state";
    Some(
        contradiction(&shape.place, message)
            .allowed("linear")
            .next("add half_effect_dose to [target] of the treatment, or taper linearly"),
    )
}
