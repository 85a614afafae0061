//! What must fit together in a claim: its tests with their scenarios, and its predictions with the accounts there are.

use super::{contradiction, quantity};
use crate::inference::estimand::SCENARIO;
use crate::inference::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::spec::diagnostics::{Diagnostic, Mistake, list};
use crate::spec::document::{Node, Value};
use crate::spec::scope::Scope;
use crate::spec::shape::Names;
use crate::units::Dimension;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many scenarios an estimand needs, at least and at most; two or more for all others.
const COUNTS: [(&str, usize, usize); 12] = [
    ("mean", 1, 1),
    ("change", 1, 1),
    ("response_share", 1, 1),
    ("remission_share", 1, 1),
    ("difference", 2, 2),
    ("difference_of_changes", 2, 2),
    ("share_of_effect", 2, 2),
    ("response_difference", 2, 2),
    ("time_to_response", 2, 2),
    ("before_after_gap", 2, 2),
    ("interaction", 4, 4),
    ("trait_slope", 1, 2),
];

/// What a scenario says that a test must fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    pub brain: String,
    pub history: String,
    /// Whole weeks of its phases.
    pub weeks: i64,
}

impl Course {
    /// Of the document of a scenario, as far as it can be read.
    pub fn of(root: &Node) -> Option<Course> {
        let name = |key: &str| Some(root.get(key)?.text()?.to_owned());
        let ends = root.list("phases").iter();
        let end = ends
            .filter_map(|phase| quantity(phase, "to", Dimension::Time))
            .fold(0.0, f64::max);
        Some(Course {
            brain: name("brain")?,
            history: name("history")?,
            weeks: (end.round() / 7.0).floor() as i64,
        })
    }
}

/// What there is around a claim.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Scenarios that its tests name, and that can be read.
    pub courses: BTreeMap<String, Course>,
    /// Names of the brains of these.
    pub brains: BTreeMap<String, Arc<Scope>>,
    /// Variants of these brains.
    pub variants: BTreeMap<String, Vec<String>>,
    /// Synapses of the protocols that its tests name.
    pub synapses: Vec<String>,
}

fn word<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text)
}

/// Mistakes that the file shows by itself.
pub(crate) fn claim(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let tests = root.list("tests");
    found.extend(twice(tests, "id", "two tests have the id"));
    let predictions = root.list("predictions");
    found.extend(twice(
        predictions,
        "variant",
        "two predictions are of the variant",
    ));
    for test in tests {
        found.extend(count_of_scenarios(test));
        found.extend(doses(test));
    }
    found
}

fn twice(nodes: &[Node], key: &str, message: &str) -> Option<Diagnostic> {
    nodes.iter().enumerate().find_map(|(index, node)| {
        let name = word(node, key)?;
        let before = nodes[..index].iter().any(|n| word(n, key) == Some(name));
        before.then(|| {
            let place = &node.get(key).unwrap_or(node).place;
            contradiction(place, format!("{message} {name:?}"))
                .allowed("every name once")
                .next("rename one of the two, or remove it")
        })
    })
}

fn count_of_scenarios(test: &Node) -> Option<Diagnostic> {
    let estimand = word(test, "estimand")?;
    let scenarios = test.get("scenarios")?;
    let known = COUNTS.iter().find(|(name, ..)| *name == estimand);
    let (fewest, most) = match known {
        Some((_, fewest, most)) => (*fewest, *most),
        None if estimand == "no_response_to_any" => (1, usize::MAX),
        None => (2, usize::MAX),
    };
    let count = scenarios.items().len();
    if count == 0 || (fewest..=most).contains(&count) {
        return None;
    }
    let needed = match (fewest, most) {
        (4, _) => "four scenarios: none, a, b, both".to_owned(),
        (one, most) if one == most => format!("{one} of them"),
        (fewest, usize::MAX) => format!("{fewest} or more of them"),
        (fewest, most) => format!("{fewest} to {most} of them"),
    };
    let message = format!("the test names {count} scenarios, which is no {estimand}");
    Some(
        contradiction(&scenarios.place, message)
            .allowed(needed)
            .next("name as many scenarios as the estimand needs, or choose another estimand"),
    )
}

fn doses(test: &Node) -> Option<Diagnostic> {
    let doses = test.get("doses")?;
    let scenarios = test.list("scenarios").len();
    let numbers: Vec<f64> = doses.items().iter().filter_map(Node::number).collect();
    if doses.items().len() != scenarios {
        let message = format!(
            "there are {} doses for {scenarios} scenarios",
            numbers.len()
        );
        return Some(
            contradiction(&doses.place, message)
                .allowed("one dose for each scenario, in their order")
                .next("add or remove doses"),
        );
    }
    let differ = numbers.iter().any(|dose| *dose != numbers[0]);
    (!differ && numbers.len() > 1).then(|| {
        contradiction(&doses.place, "all doses are the same")
            .allowed("doses that differ, so that there is a slope")
            .next("write the dose of each scenario")
    })
}

/// Mistakes that show beside what is around the claim.
pub(crate) fn fit(root: &Node, around: &Around) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for test in root.list("tests") {
        found.extend(of_test(test, around));
    }
    for prediction in root.list("predictions") {
        found.extend(account(prediction, around));
    }
    found
}

fn of_test(test: &Node, around: &Around) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let courses: Vec<(&Node, &Course)> = test
        .list("scenarios")
        .iter()
        .filter_map(|node| Some((node, around.courses.get(node.text()?)?)))
        .collect();
    let Some((_, first)) = courses.first() else {
        return found;
    };
    for (node, course) in &courses {
        for (what, own, shared) in [
            ("brain", &course.brain, &first.brain),
            ("history", &course.history, &first.history),
        ] {
            if own != shared {
                let message = format!(
                    "the {what} of this scenario is {own:?}, and that of the first one of the test {shared:?}"
                );
                found.push(
                    contradiction(&node.place, message)
                        .allowed(format!(
                            "one {what} for all scenarios of a test, so that the same people live them"
                        ))
                        .next("name another scenario, or ask two tests"),
                );
            }
        }
    }
    for key in ["week", "reference_week"] {
        found.extend(week(test, key, &courses));
    }
    let Some(scope) = around.brains.get(&first.brain) else {
        return found;
    };
    let readouts = |name: &Node| readout(name, scope, &first.brain);
    found.extend(test.get("readout").and_then(readouts));
    found.extend(test.list("baseline").iter().filter_map(readouts));
    let traits = |name: &Node| known(name, scope.names(Names::Trait), "a trait", &first.brain);
    found.extend(test.get("trait").and_then(traits));
    let explained = test.get("explained_by");
    let explained = explained.filter(|node| node.text() != Some(SCENARIO));
    found.extend(explained.and_then(traits));
    found
}

fn week(test: &Node, key: &str, courses: &[(&Node, &Course)]) -> Option<Diagnostic> {
    let node = test.get(key)?;
    let Value::Integer(week) = node.value else {
        return None;
    };
    let (shortest, course) = courses.iter().min_by_key(|(_, course)| course.weeks)?;
    (week > course.weeks).then(|| {
        let name = shortest.text().unwrap_or_default();
        let message = format!("{key} is {week}, after the end of the scenario {name:?}");
        contradiction(&node.place, message)
            .allowed(format!("0 to {}", course.weeks))
            .next("ask at an earlier week, or of a longer scenario")
    })
}

fn readout(name: &Node, scope: &Scope, brain: &str) -> Option<Diagnostic> {
    if name.text() == Some(TRUE_SEVERITY) || name.text() == Some(RATED_SEVERITY) {
        return None;
    }
    known(name, scope.names(Names::Readout), "a readout", brain)
}

fn known(name: &Node, names: Option<&[String]>, what: &str, brain: &str) -> Option<Diagnostic> {
    let (word, names) = (name.text()?, names?);
    if names.iter().any(|known| known == word) {
        return None;
    }
    let message = format!("{word:?} is not {what} of the brain {brain:?}");
    let names = || names.iter().map(String::as_str);
    Some(
        Diagnostic::at(&name.place, Mistake::UnknownName, message)
            .allowed(list(names()))
            .near(word, names())
            .next(format!("write the name of {what} of this brain")),
    )
}

fn account(prediction: &Node, around: &Around) -> Option<Diagnostic> {
    let node = prediction.get("variant")?;
    let name = node.text()?;
    let mut names: Vec<String> = around.variants.values().flatten().cloned().collect();
    for (brain, variants) in &around.variants {
        names.extend(variants.iter().map(|variant| format!("{brain}/{variant}")));
    }
    names.extend(around.synapses.iter().cloned());
    // Where no test can be read, nothing can be said of the accounts.
    if names.is_empty() || names.iter().any(|known| known == name) {
        return None;
    }
    let names = || names.iter().map(String::as_str);
    Some(
        Diagnostic::at(
            &node.place,
            Mistake::UnknownName,
            format!("no test of this claim is judged under {name:?}"),
        )
        .allowed(list(names()))
        .near(name, names())
        .next("write the name of a variant of a brain of the tests, or of a synapse of their protocols"),
    )
}
