//! Dotted paths within a file, as people count and say them: the program writes `treatments[0].dose`, a message says
//! `dose in the first [[treatments]]`.

/// What a path leads to, as the subject of a sentence.
pub(super) fn subject(trail: &str) -> String {
    if trail.is_empty() {
        return "the file".to_owned();
    }
    let (tables, last) = parts(trail);
    match last.index {
        None => format!("{}{}", last.path, within(&tables, "in")),
        Some(index) => format!(
            "the {} item of {}{}",
            ordinal(index),
            last.path,
            within(&tables, "in")
        ),
    }
}

/// The table that a path leads to, as the place of a key.
pub(super) fn section(trail: &str) -> String {
    if trail.is_empty() {
        return "at the top level of the file".to_owned();
    }
    let (tables, last) = parts(trail);
    let of = within(&tables, "of");
    match last.index {
        None => format!("in [{}]{of}", last.path),
        Some(index) => format!("in the {} [[{}]]{of}", ordinal(index), last.path),
    }
}

/// A stretch of a path up to the next place in a list, which is counted from 0.
struct Part {
    path: String,
    index: Option<usize>,
}

/// The items of lists that a path goes through, and what follows the last of them.
fn parts(trail: &str) -> (Vec<Part>, Part) {
    let mut through = Vec::new();
    let mut path = String::new();
    let mut steps = trail.split('.').peekable();
    while let Some(step) = steps.next() {
        if !path.is_empty() {
            path.push('.');
        }
        let Some((name, index)) = indexed(step) else {
            path.push_str(step);
            continue;
        };
        path.push_str(name);
        let part = Part {
            path: std::mem::take(&mut path),
            index: Some(index),
        };
        if steps.peek().is_none() {
            return (through, part);
        }
        through.push(part);
    }
    (through, Part { path, index: None })
}

/// A step such as `treatments[0]`.
fn indexed(step: &str) -> Option<(&str, usize)> {
    let (name, index) = step.strip_suffix(']')?.rsplit_once('[')?;
    Some((name, index.parse().ok()?))
}

/// The tables around something, the innermost first.
fn within(tables: &[Part], preposition: &str) -> String {
    let mut preposition = preposition;
    let said = tables.iter().rev().map(|part| {
        let place = ordinal(part.index.unwrap_or_default());
        let said = format!(" {preposition} the {place} [[{}]]", part.path);
        preposition = "of";
        said
    });
    said.collect()
}

/// The place in a list that is counted from 0, as a word.
fn ordinal(index: usize) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let number = index + 1;
    WORDS.get(index).map_or_else(
        || {
            let ending = match (number % 100, number % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        },
        |word| (*word).to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_lists_are_counted_from_the_first() {
        assert_eq!(
            subject("treatments[0].dose"),
            "dose in the first [[treatments]]"
        );
        assert_eq!(subject("evidence[1]"), "the second item of evidence");
        assert_eq!(
            subject("patterns[0].presynaptic[21]"),
            "the 22nd item of presynaptic in the first [[patterns]]"
        );
        assert_eq!(
            subject("series[0].points[1].sem"),
            "sem in the second [[points]] of the first [[series]]"
        );
        assert_eq!(subject("factors.bdnf.rest"), "factors.bdnf.rest");
        assert_eq!(section("tests[11]"), "in the 12th [[tests]]");
        assert_eq!(
            section("figures[0].simulated"),
            "in [simulated] of the first [[figures]]"
        );
        assert_eq!(section("factors.bdnf"), "in [factors.bdnf]");
        assert_eq!(section(""), "at the top level of the file");
    }
}
