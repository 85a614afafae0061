//! The words of the page: `docs/glossary.md`, which `rewire explain` and the page in the browser read aloud.

use std::sync::LazyLock;

const FILE: &str = include_str!("../../docs/glossary.md");

/// A word with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, as the heading has it.
    pub word: String,
    /// Other words for it.
    pub also: Vec<String>,
    /// What it means.
    pub meaning: String,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| read(FILE));

/// Every word, in the order of the file.
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// What a word means; upper and lower case are the same, and so are a space, a hyphen and an underscore.
pub fn term(word: &str) -> Option<&'static Term> {
    let asked = plain(word);
    let is = |name: &String| plain(name) == asked;
    TERMS
        .iter()
        .find(|term| is(&term.word) || term.also.iter().any(is))
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace(['-', '_'], " ")
}

fn read(text: &str) -> Vec<Term> {
    text.split("\n## ").skip(1).map(of_section).collect()
}

/// A section: the word, a line of other words if there are any, and the meaning.
fn of_section(section: &str) -> Term {
    let (word, rest) = section.split_once('\n').unwrap_or((section, ""));
    let rest = rest.trim();
    let (also, meaning) = match rest.strip_prefix("Also: ") {
        Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
        None => ("", rest),
    };
    let also = also.trim_end_matches('.').split(", ").map(str::trim);
    Term {
        word: word.trim().to_owned(),
        also: also
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        meaning: meaning.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_is_explained_once_and_in_a_few_sentences() {
        let mut seen = BTreeSet::new();
        for term in terms() {
            for word in core::iter::once(&term.word).chain(&term.also) {
                assert!(seen.insert(plain(word)), "{word} stands twice");
            }
            let sentences = term.meaning.matches(". ").count() + 1;
            assert!(term.meaning.ends_with('.'), "{}", term.word);
            assert!((1..=4).contains(&sentences), "{}: {sentences}", term.word);
        }
        assert!(terms().len() > 30);
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        for word in [
            "default mode",
            "Default-Mode",
            "DMN",
            "default_mode_network",
        ] {
            assert_eq!(
                term(word).map(|term| term.word.as_str()),
                Some("default mode")
            );
        }
        assert_eq!(
            term("responder").map(|term| term.word.as_str()),
            Some("response")
        );
        assert_eq!(term("no such word"), None);
    }
}
