//! What is said of two scenarios, made in one place, so that terminal, page, pictures and browser cannot say different things.

use super::pictures::text::{capped, counted};
use crate::inference::words::Side;
use crate::inference::{Sides, Word};

/// The shape that goes with a word, so that neither colour nor reading is needed to find it.
pub fn sign(word: Word) -> &'static str {
    match (word.side(), word) {
        (Some(Side::Better), _) => "\u{25cf}",
        (Some(Side::Worse), _) => "\u{25a0}",
        (None, Word::NoDifference) => "\u{25c6}",
        (None, _) => "\u{25cb}",
    }
}

/// How often other people would have the same word; nothing where no word is said.
pub fn again(returns: Option<f64>) -> String {
    returns.map_or_else(String::new, |share| {
        format!("the same in {} of 100 other groups", in_hundred(share))
    })
}

/// A share in whole hundredths; all or none of them only where that is so.
pub fn in_hundred(share: f64) -> String {
    let hundredths = (100.0 * share).round();
    match () {
        () if share < 1.0 && hundredths >= 100.0 => "over 99".to_owned(),
        () if share > 0.0 && hundredths < 1.0 => "under 1".to_owned(),
        () => format!("{hundredths:.0}"),
    }
}

/// `better, size open under 6 of 10 variants; no difference that counts under 4`.
pub fn tally(words: &[Word], sides: Sides) -> String {
    let counts = Word::ALL.into_iter().filter_map(|word| {
        let count = words.iter().filter(|&&other| other == word).count();
        (count > 0).then(|| (word.label(sides), count))
    });
    let said: Vec<String> = counts
        .enumerate()
        .map(|(place, (label, count))| match place {
            0 => format!(
                "{label} under {count} of {}",
                counted(words.len(), "variant", "variants")
            ),
            _ => format!("{label} under {count}"),
        })
        .collect();
    said.join("; ")
}

/// What each of the words means at a margin, one sentence for each that was said, in the order of [`Word::ALL`].
pub fn meanings(words: &[Word], margin: f64, sides: Sides) -> Vec<String> {
    let said = Word::ALL.into_iter().filter(|word| words.contains(word));
    said.map(|word| {
        format!(
            "{}: {}.",
            capped(&word.label(sides)),
            word.means(margin, sides)
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_certainty() {
        let shares = [0.0, 0.001, 0.5, 0.949, 0.9999, 1.0];
        assert_eq!(
            shares.map(in_hundred),
            ["0", "under 1", "50", "95", "over 99", "100"]
        );
    }

    #[test]
    fn words_are_counted_from_the_best_to_the_worst() {
        let words = [
            Word::CannotTell,
            Word::BetterSizeOpen,
            Word::ClearlyWorse,
            Word::BetterSizeOpen,
        ];
        assert_eq!(
            tally(&words, Sides::OF_ILLNESS),
            "better, size open under 2 of 4 variants; clearly worse under 1; cannot tell under 1"
        );
    }
}
