//! What a line of a calendar says of its treatment must fit the treatment; and a treatment must fit itself.

use super::calendar::{SAME_MOMENT, place, span};
use super::{contradiction, quantity};
use crate::spec::diagnostics::Diagnostic;
use crate::spec::document::Node;
use crate::units::Dimension;

/// Keys of a line, with the kinds of treatment that they mean something for.
const FITS: [(&str, &[&str]); 14] = [
    ("already", &["drug"]),
    ("dose", &["drug"]),
    ("dose_per_kg", &["drug"]),
    ("loading", &["drug"]),
    ("missed", &["drug"]),
    ("doubled", &["drug"]),
    ("times", &["drug"]),
    ("taper", &["drug"]),
    ("sessions", &["therapy"]),
    ("episodes", &["therapy"]),
    ("every", &["drug", "therapy"]),
    ("at", &["drug", "therapy", "routine"]),
    ("per_day", &["practice"]),
    ("days_a_week", &["routine"]),
];

/// Mistakes in a line of a calendar, the `index`-th of its scenario, given the treatment's own file.
pub(crate) fn line(root: &Node, index: usize, treatment: &Node) -> Vec<Diagnostic> {
    let (Some(scheduled), Some(kind)) = (
        root.list("treatments").get(index),
        treatment.get("kind").and_then(Node::text),
    ) else {
        return Vec::new();
    };
    let mut found: Vec<Diagnostic> = FITS
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
    found.extend(either_or(scheduled));
    found.extend(hyperbolic_without_dose(scheduled, treatment));
    found.extend(by_weight(scheduled, treatment.get("course")));
    found.extend(already_later(scheduled));
    if kind != "drug" {
        found.extend(taken_twice(root, scheduled, index));
    }
    found
}

/// Mistakes in a treatment by itself.
pub(crate) fn treatment(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(course) = root.get("course") {
        found.extend(either_or(course));
        for (one, other) in [("dose", "dose_per_kg"), ("at", "times")] {
            if course.get(one).is_none() && course.get(other).is_none() {
                let message = format!("the course has neither {one:?} nor {other:?}");
                found.push(
                    contradiction(&course.place, message)
                        .allowed("one of the two")
                        .next(format!("add the key {one:?}")),
                );
            }
        }
        found.extend(by_weight(course, Some(course)));
        found.extend(backward_range(course));
    }
    found.extend(targets_twice(root));
    found
}

/// Keys that exclude each other, in a line or in the course of a file.
fn either_or(node: &Node) -> Vec<Diagnostic> {
    let both = [("dose", "dose_per_kg"), ("at", "times")].into_iter();
    let both = both.filter_map(|(one, other)| {
        node.get(one)?;
        let entry = node.entry(other)?;
        Some(
            contradiction(
                &entry.key,
                format!("{one:?} and {other:?} say the same thing twice"),
            )
            .allowed("one of the two")
            .next("remove one of the two keys"),
        )
    });
    let mut found: Vec<Diagnostic> = both.collect();
    let every = quantity(node, "every", Dimension::Time);
    if node.get("times").is_some() && every.is_some_and(|days| days < 1.0 - SAME_MOMENT) {
        let message = "doses at given times of day, and less than a day from one day to the next";
        found.push(
            contradiction(place(node, "every"), message)
                .allowed("a day and more, or `at` in place of `times`")
                .next("write every = \"1 day\", or the time of the first dose as `at`"),
        );
    }
    found
}

fn by_weight(node: &Node, course: Option<&Node>) -> Option<Diagnostic> {
    let entry = node.entry("dose_per_kg")?;
    if course.is_some_and(|course| course.get("weight_trait").is_some()) {
        let shape = node.get("taper")?.get("shape")?;
        return (shape.text() == Some("hyperbolic")).then(|| {
            let message = "a hyperbolic taper of a dose by weight would need the dose for half of the effect by weight";
            contradiction(&shape.place, message)
                .allowed("linear")
                .next("taper linearly, or write the dose in mg")
        });
    }
    let message =
        "a dose per kilogram needs the weight of the body, which the treatment does not name";
    Some(
        contradiction(&entry.key, message)
            .allowed("weight_trait in [course] of the treatment: a trait of the brain in kg")
            .next("add weight_trait, or write the whole dose in mg as `dose`"),
    )
}

fn already_later(scheduled: &Node) -> Option<Diagnostic> {
    let already = quantity(scheduled, "already", Dimension::Time)?;
    let from = quantity(scheduled, "from", Dimension::Time)?;
    (already > 0.0 && from > SAME_MOMENT).then(|| {
        let message = "what has been taken already does not begin later";
        contradiction(place(scheduled, "from"), message)
            .allowed("from = \"0 weeks\" with `already`")
            .next("begin at week 0, or remove `already`")
    })
}

fn backward_range(course: &Node) -> Option<Diagnostic> {
    let range = course.get("range")?;
    let least = quantity(range, "least", Dimension::Mass)?;
    let most = quantity(range, "most", Dimension::Mass)?;
    (most < least).then(|| {
        contradiction(place(range, "most"), "the range ends below its beginning")
            .allowed("`most` at or above `least`")
            .next("correct `least` or `most`")
    })
}

/// A site that two targets name, and a second dose for half of the effect.
fn targets_twice(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let targets = root.list("targets");
    for (index, target) in targets.iter().enumerate() {
        let earlier = &targets[..index];
        let input = target.get("input").and_then(Node::text);
        let same = |other: &Node| other.get("input").and_then(Node::text) == input;
        if input.is_some() && earlier.iter().any(same) {
            let message = format!("two targets are {:?}", input.unwrap_or_default());
            found.push(
                contradiction(place(target, "input"), message)
                    .allowed("each target once")
                    .next("remove one of the two"),
            );
        }
        if let Some(entry) = target.entry("half_effect_dose")
            && earlier.iter().any(|t| t.get("half_effect_dose").is_some())
        {
            let message = "two targets state the dose for half of the effect";
            found.push(
                contradiction(&entry.key, message)
                    .allowed("one: a hyperbolic taper is made with it")
                    .next("remove it from the target that a taper does not go by"),
            );
        }
    }
    found
}

/// What is no drug twice at the same time; doses of a drug add up.
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
        .allowed("each treatment that is no drug once at a time")
        .next("remove one of the two, or move it in time")
    })
}

fn hyperbolic_without_dose(scheduled: &Node, treatment: &Node) -> Option<Diagnostic> {
    let shape = scheduled.get("taper")?.get("shape")?;
    let targets = treatment.list("targets");
    let known = targets.iter().any(|t| t.get("half_effect_dose").is_some());
    if shape.text() != Some("hyperbolic") || targets.is_empty() || known {
        return None;
    }
    let message = "a hyperbolic taper needs the dose for half of the effect, which the treatment does not state";
    Some(
        contradiction(&shape.place, message).allowed("linear").next(
            "add half_effect_dose to one of the [[targets]] of the treatment, or taper linearly",
        ),
    )
}
