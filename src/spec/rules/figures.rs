//! What must fit together in a file of published figures.

use super::contradiction;
use crate::inference::Statistic;
use crate::spec::diagnostics::{Diagnostic, Mistake};
use crate::spec::document::Node;

/// What is measured of a drug; the other measures are those of a trait.
pub(crate) const OF_A_DRUG: [&str; 10] = [
    "half_life",
    "metabolite_half_life",
    "time_of_peak",
    "peak",
    "steady_state",
    "metabolite_steady_state",
    "volume",
    "clearance",
    "occupancy",
    "half_effect",
];

/// Mistakes within a file of figures.
pub(crate) fn figures(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for figure in root.list("figures") {
        if let Some(node) = figure.get("id")
            && let Some(id) = node.text()
        {
            if ids.contains(&id) {
                let message = format!("the id {id:?} stands here twice");
                found.push(
                    contradiction(&node.place, message)
                        .allowed("an id of its own for each figure")
                        .next("rename one of the two"),
                );
            }
            ids.push(id);
        }
        found.extend(interval(figure, "interval"));
        found.extend(outside_its_interval(figure));
        if let Some(simulated) = figure.get("simulated") {
            found.extend(of_the_number(figure, simulated));
            match text(simulated, "by").unwrap_or("run") {
                "run" => found.extend(of_a_run(simulated)),
                "lab" => found.extend(of_the_lab(simulated)),
                by @ ("kinetics" | "trait") => found.extend(of_a_measure(simulated, by)),
                _ => {}
            }
        }
    }
    for block in root.list("blocks") {
        for target in block.list("targets") {
            found.extend(interval(target, "interval"));
        }
        for parameter in block.list("parameters") {
            let bound = |key: &str| parameter.get(key).and_then(Node::number);
            if let (Some(low), Some(high), Some(node)) =
                (bound("low"), bound("high"), parameter.get("high"))
                && high <= low
            {
                found.push(
                    contradiction(&node.place, format!("high is {high}, not above low, {low}"))
                        .allowed("high above low")
                        .next("exchange the two, or move one of them"),
                );
            }
        }
    }
    found
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text)
}

/// Ends of an interval, where it is one.
fn ends(node: &Node, key: &str) -> Option<(f64, f64)> {
    match node.list(key) {
        [low, high] => Some((low.number()?, high.number()?)),
        _ => None,
    }
}

fn interval(node: &Node, key: &str) -> Option<Diagnostic> {
    let place = &node.get(key)?.place;
    let count = node.list(key).len();
    let message = match ends(node, key) {
        Some((low, high)) if high > low => return None,
        Some((low, high)) => format!("{key} runs from {low} to {high}"),
        None if count <= 2 => return None,
        None => format!("{key} has {count} numbers"),
    };
    Some(
        contradiction(place, message)
            .allowed("two numbers, the lower end first")
            .next("write the two ends of the interval in rising order"),
    )
}

fn outside_its_interval(figure: &Node) -> Option<Diagnostic> {
    let (low, high) = ends(figure, "interval")?;
    let node = figure.get("value")?;
    let value = node.number()?;
    (high > low && !(low..=high).contains(&value)).then(|| {
        contradiction(
            &node.place,
            format!("value is {value}, outside of its interval from {low} to {high}"),
        )
        .allowed("a value within its interval")
        .next("correct one of the two; differences are the second scenario minus the first")
    })
}

/// What a comparison asks of the published number.
fn of_the_number(figure: &Node, simulated: &Node) -> Option<Diagnostic> {
    if text(simulated, "by") == Some("none") {
        return None;
    }
    let compare = text(simulated, "compare").unwrap_or("value");
    let value = figure.get("value");
    let missing = |message: String, key: &str| {
        Some(
            Diagnostic::at(&figure.place, Mistake::MissingKey, message)
                .allowed(format!("{key} wherever compare is {compare:?}"))
                .next(format!("add the key {key:?}")),
        )
    };
    match (compare, value) {
        ("value" | "sign", None) => missing(
            format!("the figure is compared by {compare}, and has no value"),
            "value",
        ),
        ("value", Some(_)) if figure.get("unit").is_none() => missing(
            "the figure is compared by value, and has no unit".into(),
            "unit",
        ),
        ("sign", Some(node)) if node.number() == Some(0.0) => Some(
            contradiction(&node.place, "value is 0, which has no sign")
                .allowed("a value above or below 0")
                .next("write a number with the published sign, such as 1.0 or -1.0"),
        ),
        _ => None,
    }
}

fn of_a_run(simulated: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(entry) = simulated.entry("statistic") else {
        return found;
    };
    let Some(statistic) = entry
        .node
        .text()
        .and_then(|name| name.parse::<Statistic>().ok())
    else {
        return found;
    };
    let scenarios = simulated.list("scenarios").len();
    let readouts = simulated.list("readouts").len();
    let is_order = text(simulated, "compare") == Some("order");
    if is_order && statistic != Statistic::Mean {
        let message = format!("an order of means is meant, and the statistic is \"{statistic}\"");
        found.push(
            contradiction(&entry.node.place, message)
                .allowed("\"mean\" where compare is \"order\"")
                .next("write \"mean\", or another word for compare"),
        );
    } else if is_order && scenarios.max(1) * readouts.max(1) < 2 {
        found.push(
            contradiction(&simulated.place, "an order of one item")
                .allowed("two or more scenarios, or two or more readouts")
                .next("add what it is to lie above"),
        );
    } else if !is_order && scenarios > 0 && scenarios != statistic.scenarios() {
        let message = format!(
            "the statistic \"{statistic}\" needs {}, and scenarios names {scenarios}",
            if statistic.scenarios() == 1 {
                "one scenario"
            } else {
                "two scenarios"
            }
        );
        found.push(
            contradiction(
                &simulated.get("scenarios").unwrap_or(simulated).place,
                message,
            )
            .allowed("as many scenarios as the statistic compares")
            .next("add or remove a scenario"),
        );
    }
    if let Some(node) = simulated.get("readouts").filter(|_| !is_order) {
        found.push(
            contradiction(&node.place, "readouts are listed, and no order is meant")
                .allowed("readouts where compare is \"order\"")
                .next("name one readout, or write compare = \"order\""),
        );
    }
    let needed = [
        ("week", statistic != Statistic::DropOutShare),
        ("reference_week", statistic.needs_reference_week()),
    ];
    for (key, is_needed) in needed {
        if is_needed && simulated.get(key).is_none() {
            let message = format!("the statistic \"{statistic}\" needs {key}, which is not there");
            found.push(
                Diagnostic::at(&entry.key, Mistake::MissingKey, message)
                    .allowed(format!("{key} = a week since treatment would begin"))
                    .next(format!("add the key {key:?}")),
            );
        }
    }
    found
}

fn of_the_lab(simulated: &Node) -> Option<Diagnostic> {
    let node = simulated.get("at")?;
    let count = node.items().len();
    let is_order = text(simulated, "compare") == Some("order");
    let fits = if is_order { count >= 2 } else { count == 1 };
    (!fits && count > 0).then(|| {
        let message = format!("at names {count} places of the curve");
        contradiction(&node.place, message)
            .allowed("one place, or two and more where compare is \"order\"")
            .next("add or remove a place, or change compare")
    })
}

fn of_a_measure(simulated: &Node, by: &str) -> Option<Diagnostic> {
    let node = simulated.get("measure")?;
    let measure = node.text()?;
    let of_a_drug = OF_A_DRUG.contains(&measure);
    if of_a_drug != (by == "kinetics") {
        let of = if of_a_drug { "a drug" } else { "a trait" };
        return Some(
            contradiction(&node.place, format!("{measure:?} is measured of {of}"))
                .allowed(if by == "kinetics" {
                    OF_A_DRUG.join(", ")
                } else {
                    "mean, standard_deviation, variation, share".to_owned()
                })
                .next("write another measure, or change by"),
        );
    }
    let bounded = simulated.get("from").is_some() && simulated.get("to").is_some();
    (measure == "share" && !bounded).then(|| {
        Diagnostic::at(
            &node.place,
            Mistake::MissingKey,
            "a share needs from and to",
        )
        .allowed("from = least value that counts, to = greatest")
        .next("add both keys")
    })
}
