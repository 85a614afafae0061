//! Circles: signals that need each other's value at the same moment.

use std::collections::BTreeMap;

/// What a node of a graph has been through in the search.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// The first circle along the arrows of a graph, as the names on it in order; none if there is no circle.
pub(crate) fn find<'a>(arrows: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut marks = BTreeMap::new();
    for start in arrows.keys() {
        if let Some(circle) = search(start, arrows, &mut marks) {
            return Some(circle);
        }
    }
    None
}

/// Depth-first search with its own stack, so that a long chain cannot exhaust the machine's.
fn search<'a>(
    start: &'a str,
    arrows: &BTreeMap<&'a str, Vec<&'a str>>,
    marks: &mut BTreeMap<&'a str, Mark>,
) -> Option<Vec<&'a str>> {
    if marks.contains_key(start) {
        return None;
    }
    let mut path = vec![(start, 0)];
    marks.insert(start, Mark::Open);
    while let Some((name, next)) = path.last_mut() {
        let name = *name;
        let target = arrows.get(name).and_then(|targets| targets.get(*next));
        *next += 1;
        match target {
            None => {
                marks.insert(name, Mark::Done);
                path.pop();
            }
            Some(target) => match marks.get(target) {
                Some(Mark::Done) => {}
                Some(Mark::Open) => {
                    let names = path.iter().map(|(name, _)| *name);
                    return Some(names.skip_while(|name| name != target).collect());
                }
                None => {
                    marks.insert(target, Mark::Open);
                    path.push((target, 0));
                }
            },
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(arrows: &[(&'static str, &'static str)]) -> BTreeMap<&'static str, Vec<&'static str>> {
        let mut graph: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (from, to) in arrows {
            graph.entry(*from).or_default().push(*to);
        }
        graph
    }

    #[test]
    fn a_circle_is_named_in_order() {
        assert_eq!(
            find(&graph(&[
                ("start", "a"),
                ("a", "b"),
                ("b", "c"),
                ("c", "a")
            ])),
            Some(vec!["a", "b", "c"])
        );
        assert_eq!(find(&graph(&[("a", "a")])), Some(vec!["a"]));
    }

    #[test]
    fn two_ways_to_the_same_place_are_no_circle() {
        assert_eq!(
            find(&graph(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])),
            None
        );
    }
}
