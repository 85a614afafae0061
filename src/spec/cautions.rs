//! What a scenario asks for and a run cannot do as it stands, or does only by going beyond what is known: said, not refused.

use super::compile::schedule::{self, Given};
use super::diagnostics::{Diagnostic, Mistake};
use super::document::Node;
use super::draft::{Draft, typed};
use super::files::{ScenarioFile, ScheduledTreatment, TreatmentFile, TreatmentKind};
use super::library::Library;
use super::rules::calendar::{SAME_MOMENT, time};
use super::shape::Kind;
use crate::life::Regimen;
use std::collections::BTreeMap;

/// Weight of a body for which a dose by weight is held against a range of whole doses, kg.
const USUAL_WEIGHT: f64 = 70.0;

impl Library {
    /// Adds to a scenario without mistakes what its doses and sessions come to.
    pub(super) fn beware(&self, draft: &mut Draft) {
        let Ok(scenario) = typed::<ScenarioFile>(&draft.root) else {
            return;
        };
        let files = scenario.treatments.iter().map(|scheduled| {
            let treatment = self.open(Kind::Treatment, &scheduled.treatment).ok()?;
            typed::<TreatmentFile>(&treatment.root).ok()
        });
        // A treatment with mistakes has them reported by itself.
        if let Some(files) = files.collect::<Option<Vec<_>>>() {
            let (mistakes, cautions) = of_scenario(&draft.root, &scenario, &files);
            draft.mistakes.extend(mistakes);
            draft.cautions.extend(cautions);
        }
    }
}

/// Mistakes that only the doses themselves show, and cautions; `files` holds the treatment of each line.
fn of_scenario(
    root: &Node,
    scenario: &ScenarioFile,
    files: &[TreatmentFile],
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut mistakes, mut cautions) = (Vec::new(), Vec::new());
    let node = |line: &ScheduledTreatment| {
        let mut lines = scenario.treatments.iter();
        let index = lines.position(|known| core::ptr::eq(known, line))?;
        root.list("treatments").get(index)
    };
    for lines in schedule::courses(&scenario.treatments, files) {
        let nodes: Vec<&Node> = lines.iter().filter_map(|l| node(l.scheduled)).collect();
        if nodes.len() != lines.len() {
            continue;
        }
        let regimens = schedule::regimens(&lines);
        for (regimen, node) in regimens.iter().zip(&nodes) {
            mistakes.extend(never_reached(regimen, node));
        }
        cautions.extend(beyond_the_range(&lines, &regimens, &nodes));
        cautions.extend(sessions_left_over(&lines, &nodes));
        cautions.extend(judged_before(root, scenario, &lines));
        cautions.extend(said_twice(&lines, &nodes));
    }
    (mistakes, cautions)
}

fn at<'a>(node: &'a Node, keys: &[&str]) -> &'a super::source::Place {
    let found = keys.iter().find_map(|key| node.get(key));
    found.map_or(&node.place, |node| &node.place)
}

fn caution(node: &Node, keys: &[&str], message: String) -> Diagnostic {
    Diagnostic::at(at(node, keys), Mistake::Caution, message)
}

/// Most doses of a line: one an hour for more than ten years.
const MOST_DOSES: usize = 100_000;

/// Numbers of doses that the line does not come to, and more doses than anyone takes.
fn never_reached(regimen: &Regimen, node: &Node) -> Vec<Diagnostic> {
    let number = regimen.number();
    if number > MOST_DOSES {
        let message = format!("the line plans {number} doses");
        return vec![
            Diagnostic::at(
                at(node, &["every", "times", "to"]),
                Mistake::OutOfRange,
                message,
            )
            .allowed(format!("up to {MOST_DOSES} doses in a line"))
            .next("take them less often, or end earlier"),
        ];
    }
    let keys = [("missed", &regimen.missed), ("doubled", &regimen.doubled)].into_iter();
    let beyond = keys.filter_map(|(key, numbers)| {
        let beyond = numbers.iter().find(|&&n| n as usize > number)?;
        let message = format!("there is no dose {beyond}: the line plans {number}");
        Some(
            Diagnostic::at(at(node, &[key]), Mistake::OutOfRange, message)
                .allowed(format!("numbers from 1 to {number}"))
                .next("correct the number, or let the line go on for longer"),
        )
    });
    beyond.collect()
}

/// The day on which most is taken, held against the range of the file.
fn beyond_the_range(lines: &[Given], regimens: &[Regimen], nodes: &[&Node]) -> Option<Diagnostic> {
    let file = lines.first()?.file;
    let range = file.course.as_ref()?.range.as_ref()?;
    let mut days: BTreeMap<i64, (f64, usize)> = BTreeMap::new();
    for (index, regimen) in regimens.iter().enumerate() {
        for dose in regimen.doses() {
            let weight = if dose.per_kg { USUAL_WEIGHT } else { 1.0 };
            let (sum, line) = days.entry(dose.at.day()).or_insert((0.0, index));
            *sum += weight * dose.amount;
            *line = index;
        }
    }
    let most = days.values().max_by(|a, b| a.0.total_cmp(&b.0))?;
    if most.0 <= range.most.0 * (1.0 + 1e-9) {
        return None;
    }
    let source = range.source.as_ref();
    let source = source.map_or(String::new(), |source| format!(" ({source})"));
    let by_weight = if regimens.iter().any(|r| r.per_kg) {
        format!(" at {USUAL_WEIGHT} kg")
    } else {
        String::new()
    };
    let message = format!(
        "{} mg{by_weight} on one day are beyond what the numbers of {} are known for: {} to {} a day{source}",
        (most.0 * 1000.0).round() / 1000.0,
        file.title,
        range.least,
        range.most,
    );
    let keys = ["dose", "dose_per_kg", "every", "times", "use"];
    Some(
        caution(nodes[most.1], &keys, message)
            .next("lower the dose, or read the result as an extrapolation"),
    )
}

/// A treatment that begins, or a drug that is stopped or tapered, only after the outcome: the verdict then says nothing of it.
fn judged_before(root: &Node, scenario: &ScenarioFile, lines: &[Given]) -> Option<Diagnostic> {
    let (at, first, last) = (scenario.outcome_at.0, lines.first()?, lines.last()?);
    let end = scenario.phases.iter().map(|p| p.to.0).fold(0.0, f64::max);
    let name = &first.scheduled.treatment;
    let to = last.scheduled.to.0;
    let tapered = last.scheduled.taper.as_ref().map(|taper| to - taper.over.0);
    let happens = if first.scheduled.from.0 > at - SAME_MOMENT {
        format!("{name:?} begins at {}", time(first.scheduled.from.0))
    } else if first.file.kind != TreatmentKind::Drug || to < at + SAME_MOMENT {
        return None;
    } else if let Some(begin) = tapered {
        format!("{name:?} is tapered from {} to {}", time(begin), time(to))
    } else if to < end - SAME_MOMENT {
        format!("{name:?} stops at {}", time(to))
    } else {
        // A drug that is taken to the very end is never stopped within the scenario.
        return None;
    };
    let message = format!("the outcome is judged at {}, but {happens}", time(at));
    Some(
        caution(root, &["outcome_at"], message)
            .allowed(format!("up to {}", time(end)))
            .next("judge it later, or leave it where what follows does not matter"),
    )
}

/// Lines of a drug that say the same: their doses add up, which may not be meant.
fn said_twice(lines: &[Given], nodes: &[&Node]) -> Vec<Diagnostic> {
    let pairs = lines.windows(2).zip(nodes.iter().skip(1));
    let twice = pairs.filter(|(pair, _)| pair[0].scheduled == pair[1].scheduled);
    let said = twice.map(|(_, node)| {
        let message = "two lines say the same, and the doses of both are taken".to_owned();
        caution(node, &["use"], message).next("remove one of them, or write the dose as one")
    });
    said.collect()
}

/// Sessions that do not fit between the beginning and the end of their line.
fn sessions_left_over(lines: &[Given], nodes: &[&Node]) -> Vec<Diagnostic> {
    let held = schedule::sessions(lines);
    if held.len() != lines.len() {
        return Vec::new();
    }
    let said = |asked: usize, held: usize, node: &Node| {
        let message = format!(
            "{asked} sessions are asked for, and {held} of them fit between beginning and end"
        );
        caution(node, &["sessions", "every", "to"], message).next(format!(
            "write sessions = {held}, let them follow each other faster (every), or end later"
        ))
    };
    let mut found = Vec::new();
    for ((given, held), node) in lines.iter().zip(&held).zip(nodes) {
        let asked = given.scheduled.sessions.unwrap_or(0) as usize;
        if asked > held.meetings.len() {
            found.push(said(asked, held.meetings.len(), node));
        }
    }
    // The number of the file counts over all lines that state none of their own.
    let mut of_file = (0..lines.len()).filter(|&i| lines[i].scheduled.sessions.is_none());
    let asked = of_file.next().map(|first| held[first].asked);
    let last = (0..lines.len()).rfind(|&i| lines[i].scheduled.sessions.is_none());
    if let (Some(asked), Some(last)) = (asked, last) {
        let all = (0..lines.len()).filter(|&i| lines[i].scheduled.sessions.is_none());
        let sum: usize = all.map(|i| held[i].meetings.len()).sum();
        if asked > sum {
            found.push(said(asked, sum, nodes[last]));
        }
    }
    found
}
