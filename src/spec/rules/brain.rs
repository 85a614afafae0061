//! Values of a brain that must fit each other.

use super::{circle, contradiction, moments};
use crate::spec::diagnostics::Diagnostic;
use crate::spec::document::{Entry, Node, Value};
use crate::spec::source::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Sums of written decimals may miss 1 by rounding: four decimals in up to a hundred terms.
const SUM_TOLERANCE: f64 = 1e-6;

/// Sections whose names share one space, since couplings refer to all of them alike.
const NAMED_ALIKE: [&str; 6] = [
    "inputs", "traits", "factors", "signals", "tallies", "actions",
];

/// Whether contested couplings count: all do in a brain as a variant has left it, none in the brain itself.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Contested {
    Counts,
    Rests,
}

/// Mistakes in a brain that its shape cannot see.
pub(crate) fn brain(root: &Node, contested: Contested) -> Vec<Diagnostic> {
    let mut found = names_used_twice(root);
    for population in root.table("populations") {
        found.extend(population_rules(population));
    }
    for projection in root.table("projections") {
        found.extend(projection_rules(root, &projection.node, &projection.key));
    }
    found.extend(thresholds_of_their_own(root));
    for person in root.table("traits") {
        found.extend(bounds(&person.node, "min", "max"));
        found.extend(probabilities(&person.node));
    }
    for section in ["factors", "signals"] {
        for entry in root.table(section) {
            found.extend(bounds(&entry.node, "min", "max"));
        }
    }
    if let Some(severity) = root.get("severity") {
        found.extend(severity_rules(severity));
    }
    let circle = circle_of_signals(root, contested);
    if circle.is_none() {
        found.extend(moments::too_late(root, contested));
    }
    found.extend(circle);
    found
}

fn names_used_twice(root: &Node) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for section in NAMED_ALIKE {
        for Entry { name, key, .. } in root.table(section) {
            if let Some(other) = first.get(name.as_str()) {
                let message = format!("{name:?} is already the name of something in [{other}]");
                found.push(
                    contradiction(key, message)
                        .allowed(format!("one name only once in {}", NAMED_ALIKE.join(", ")))
                        .next("give one of the two another name"),
                );
            } else {
                first.insert(name, section);
            }
        }
    }
    found
}

fn population_rules(population: &Entry) -> Vec<Diagnostic> {
    let node = &population.node;
    let mut found = Vec::new();
    let named = node.list("names").len() as f64;
    let patterns = number(node, "patterns").or((named > 0.0).then_some(named));
    let blocks = node
        .get("code")
        .and_then(Node::text)
        .is_none_or(|code| code == "blocks");
    if let (Some(size), Some(patterns)) = (number(node, "size"), patterns)
        && blocks
        && patterns > 0.0
        && size % patterns != 0.0
    {
        let message = format!("{size} units cannot be divided into {patterns} equal patterns");
        found.push(
            contradiction(
                place(node, "patterns", place(node, "names", &population.key)),
                message,
            )
            .allowed("a number of patterns that divides the size")
            .next("change `size` or `patterns`"),
        );
    }
    let clamped = node.get("clamped").is_some_and(Node::is_true);
    found.extend(code_rules(population, clamped));
    let is_table = matches!(node.value, Value::Table(_));
    if is_table && !clamped && node.get("threshold").is_none() {
        let message = format!("{:?} settles, and has no threshold", population.name);
        found.push(
            contradiction(&population.key, message)
                .allowed("threshold = a number, or clamped = true")
                .next("add the key \"threshold\""),
        );
    }
    found
}

/// What belongs to the code of a clamped population.
fn code_rules(population: &Entry, clamped: bool) -> Vec<Diagnostic> {
    let node = &population.node;
    let mut found = Vec::new();
    if let (Some(code), false) = (node.entry("code"), clamped) {
        let message = format!("{:?} settles, and shows nothing", population.name);
        found.push(
            contradiction(&code.key, message)
                .allowed("a code with clamped = true")
                .next("remove the key, or add clamped = true"),
        );
    }
    if let (Some(names), Some(_)) = (node.entry("names"), node.get("patterns")) {
        found.push(
            contradiction(&names.key, "the patterns are counted and named")
                .allowed("one of `patterns` and `names`")
                .next("remove `patterns`"),
        );
    }
    if let (Some(size), Some(active)) = (number(node, "size"), number(node, "active"))
        && active > size
    {
        let message = format!("{active} active units in a population of {size}");
        found.push(
            contradiction(place(node, "active", &population.key), message)
                .allowed(format!("up to {size}"))
                .next("change `size` or `active`"),
        );
    }
    let names = node.list("names");
    for (index, name) in names.iter().enumerate() {
        let text = name.text();
        if text.is_some() && names[..index].iter().any(|known| known.text() == text) {
            found.push(
                contradiction(&name.place, "two patterns have the same name")
                    .allowed("each name once")
                    .next("give one of the two another name"),
            );
        }
    }
    found
}

fn projection_rules(root: &Node, node: &Node, key: &Place) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let population = |end: &str| {
        let name = node.get(end)?.text()?;
        root.get("populations")?.get(name)
    };
    if population("to").is_some_and(|to| to.get("clamped").is_some_and(Node::is_true)) {
        let message = "a clamped population cannot receive: its activity is set by what happens";
        found.push(
            contradiction(place(node, "to", key), message)
                .allowed("a population that settles")
                .next("choose another receiver, or let the population settle"),
        );
    }
    if node.get("connect").and_then(Node::text) == Some("matched")
        && let (Some(from), Some(to)) = (population("from"), population("to"))
    {
        let patterns = |population: &Node| number(population, "patterns").unwrap_or(1.0);
        let (sending, receiving) = (patterns(from), patterns(to));
        if sending != receiving {
            let message = format!(
                "{sending} patterns of the sender cannot match {receiving} of the receiver"
            );
            found.push(
                contradiction(place(node, "connect", key), message)
                    .allowed("as many patterns on both sides")
                    .next("change `patterns`, or connect all"),
            );
        }
    }
    found.extend(bounds(node, "lower", "upper"));
    found.extend(bounds(node, "lower", "initial"));
    found.extend(bounds(node, "initial", "upper"));
    found.extend(rule_needs(node));
    found
}

/// What a plastic projection cannot do without.
fn rule_needs(node: &Node) -> Vec<Diagnostic> {
    let Some(rule) = node.entry("rule") else {
        return Vec::new();
    };
    let mut needed = vec!["lower", "upper", "learning_rate"];
    match rule.node.text() {
        Some("three_factor") => needed.push("third_factor"),
        Some("bcm") => needed.push("target_rate"),
        _ => {}
    }
    needed
        .into_iter()
        .filter(|name| node.entry(name).is_none())
        .map(|name| {
            contradiction(
                &rule.key,
                format!("a projection with a rule needs {name:?}"),
            )
            .allowed(format!("{name} = a value, or no rule"))
            .next(format!("add the key {name:?}"))
        })
        .collect()
}

/// A receiver has one sliding threshold: BCM rules that end at one population must let it slide alike.
fn thresholds_of_their_own(root: &Node) -> Vec<Diagnostic> {
    let stated = |node: &Node, key: &str| {
        let value = node.get(key)?;
        value.number().or_else(|| number(value, "value"))
    };
    let mut first: BTreeMap<&str, (&str, &Node)> = BTreeMap::new();
    let mut found = Vec::new();
    for Entry { name, key, node } in root.table("projections") {
        let (Some("bcm"), Some(to)) = (
            node.get("rule").and_then(Node::text),
            node.get("to").and_then(Node::text),
        ) else {
            continue;
        };
        let (other, before) = *first.entry(to).or_insert((name, node));
        for shared in ["target_rate", "threshold_episodes"] {
            if stated(before, shared) != stated(node, shared) {
                let message = format!("{name:?} and {other:?} share the threshold of {to:?}");
                found.push(
                    contradiction(place(node, shared, key), message)
                        .allowed(format!("one {shared} for all BCM rules onto a population"))
                        .next(format!("give both the same {shared}")),
                );
            }
        }
    }
    found
}

/// One value must not lie above another.
fn bounds(node: &Node, lower: &str, upper: &str) -> Option<Diagnostic> {
    let (least, most) = (number(node, lower)?, number(node, upper)?);
    if least <= most {
        return None;
    }
    let message = format!("{lower} is {least}, above {upper} = {most}");
    Some(
        contradiction(place(node, lower, &node.place), message)
            .allowed(format!("{lower} up to {upper}"))
            .next(format!("change `{lower}` or `{upper}`")),
    )
}

fn probabilities(node: &Node) -> Option<Diagnostic> {
    let (values, written) = (node.get("values")?, node.get("probabilities")?);
    let (expected, given) = (values.items().len(), written.items().len());
    if expected != given {
        let message = format!("{given} probabilities for {expected} values");
        return Some(
            contradiction(&written.place, message)
                .allowed("one probability for each value")
                .next("add or remove probabilities"),
        );
    }
    let sum: Option<f64> = written.items().iter().map(Node::number).sum();
    let sum = sum?;
    ((sum - 1.0).abs() > SUM_TOLERANCE).then(|| {
        contradiction(
            &written.place,
            format!("the probabilities add up to {}", rounded(sum)),
        )
        .allowed("probabilities that add up to 1")
        .next("change one of them")
    })
}

fn severity_rules(severity: &Node) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = bounds(severity, "remission_below", "ill_at")
        .into_iter()
        .collect();
    let Some(components) = severity.entry("components") else {
        return found;
    };
    let items = components.node.items();
    let sum: Option<f64> = items.iter().map(|item| number(item, "weight")).sum();
    if let Some(sum) = sum
        && !items.is_empty()
        && (sum - 1.0).abs() > SUM_TOLERANCE
    {
        found.push(
            contradiction(
                &components.key,
                format!("the weights add up to {}", rounded(sum)),
            )
            .allowed("weights that add up to 1")
            .next("change one of them"),
        );
    }
    for item in items {
        let none = number(item, "none");
        if none.is_some() && none == number(item, "full") {
            found.push(
                contradiction(
                    place(item, "full", &item.place),
                    "`none` and `full` are the same",
                )
                .allowed("two different values of the readout")
                .next("change `none` or `full`"),
            );
        }
    }
    found
}

/// Signals are computed at one moment from each other; factors and tallies remember, and break a circle.
fn circle_of_signals(root: &Node, contested: Contested) -> Option<Diagnostic> {
    let signals: BTreeSet<&str> = root
        .table("signals")
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    let is_signal = |name: &str| signals.contains(name);
    let mut arrows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut lines = Vec::new();
    for Entry { node, key, .. } in root.table("couplings") {
        let disputed = node.get("contested").is_some_and(Node::is_true);
        if disputed && contested == Contested::Rests {
            continue;
        }
        let Some(to) = node.get("to").and_then(Node::text) else {
            continue;
        };
        let sources = node.get("from").into_iter().chain(node.list("times"));
        for from in sources.filter_map(Node::text) {
            if is_signal(from) && is_signal(to) {
                arrows.entry(from).or_default().push(to);
                lines.push((from, to, key));
            }
        }
    }
    let circle = circle::find(&arrows)?;
    let (last, first) = (*circle.last()?, *circle.first()?);
    let (.., key) = lines
        .iter()
        .find(|(from, to, _)| *from == last && *to == first)?;
    let message = format!(
        "signals go round in a circle: {} -> {first}; none of them can be computed first",
        circle.join(" -> ")
    );
    Some(
        contradiction(key, message)
            .allowed("couplings between signals in one direction")
            .next("remove a coupling, or put a factor or a tally in between"),
    )
}

fn number(node: &Node, key: &str) -> Option<f64> {
    node.get(key).and_then(Node::number)
}

fn place<'a>(node: &'a Node, key: &str, otherwise: &'a Place) -> &'a Place {
    node.get(key).map_or(otherwise, |value| &value.place)
}

/// A sum without the noise of its last digits.
fn rounded(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}
