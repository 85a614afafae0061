//! Entries that a brain takes over from another one, so that what several brains share is written once.
//!
//! ```toml
//! [borrow]
//! affect = ["traits.age", "factors.bdnf", "couplings.serotonin_raises_bdnf"]
//! ```

use super::diagnostics::{Diagnostic, Mistake, list};
use super::document::{Entry, Node, Value, shortened};
use super::rules::contradiction;

/// Copies what a brain borrows into it; `lender` opens another brain. Leaves what is wrong with it.
pub(crate) fn borrow(root: &mut Node, lender: impl Fn(&str) -> Option<Node>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for lent in root.table("borrow").to_vec() {
        let Some(brain) = lender(&lent.name) else {
            let message = format!(
                "there is no brain {:?} to borrow from",
                shortened(&lent.name)
            );
            found.push(
                Diagnostic::at(&lent.key, Mistake::UnknownName, message)
                    .allowed("the name of another brain")
                    .next("write the name of a brain, as `rewire list brains` shows it"),
            );
            continue;
        };
        for wanted in lent.node.items() {
            if let Some(path) = wanted.text()
                && let Err(mistake) = copy(root, &brain, path, wanted)
            {
                found.push(*mistake);
            }
        }
    }
    found
}

fn copy(root: &mut Node, brain: &Node, path: &str, wanted: &Node) -> Result<(), Box<Diagnostic>> {
    let (section, name) = path.split_once('.').unwrap_or((path, ""));
    let lent = brain.table(section).iter().find(|e| e.name == name);
    let Some(entry) = lent.cloned() else {
        let sections = brain.entries().iter();
        let near = sections.clone().any(|own| own.name == section);
        let sections = sections.filter(|own| !near || own.name == section);
        let known: Vec<String> = sections.flat_map(paths).collect();
        let known = || known.iter().map(String::as_str);
        let message = format!("there is no {:?} to borrow", shortened(path));
        return Err(Box::new(
            Diagnostic::at(&wanted.place, Mistake::UnknownName, message)
                .allowed(list(known()))
                .near(path, known())
                .next("write section and name, such as \"factors.bdnf\""),
        ));
    };
    if root.table(section).iter().any(|own| own.name == name) {
        let message = format!("{path:?} is borrowed, and defined here as well");
        return Err(Box::new(
            contradiction(&wanted.place, message)
                .allowed("one of the two")
                .next("remove one of them, or give your own another name"),
        ));
    }
    let Value::Table(sections) = &mut root.value else {
        return Ok(());
    };
    match sections.iter_mut().find(|own| own.name == section) {
        Some(Entry { node, .. }) => {
            if let Value::Table(entries) = &mut node.value {
                entries.push(entry);
            }
        }
        None => sections.push(Entry {
            name: section.to_owned(),
            key: wanted.place.clone(),
            node: Node {
                place: wanted.place.clone(),
                value: Value::Table(vec![entry]),
            },
        }),
    }
    Ok(())
}

/// The entries of a section, as they can be borrowed; none of a section that is no table of tables.
fn paths(section: &Entry) -> Vec<String> {
    let tables = section.node.entries().iter();
    let tables = tables.filter(|entry| matches!(entry.node.value, Value::Table(_)));
    let named = tables.map(|entry| format!("{}.{}", section.name, entry.name));
    named.collect()
}
