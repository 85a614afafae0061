//! How pages, pictures and tables speak of the score: of an illness as "less ill", of anything else by its name and as "lower".

use super::pictures::text::counted;
use crate::cohort::results::OutcomeInfo;
use crate::inference::Sides;

/// The words for what a brain measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    title: String,
    illness: bool,
}

impl Wording {
    /// The words of a run: its brain says what the score measures, or it is the severity of an illness.
    pub fn of(outcome: &OutcomeInfo) -> Self {
        Self {
            title: outcome.measures.clone().unwrap_or("Severity".into()),
            illness: outcome.measures.is_none(),
        }
    }

    /// What lower and higher are called.
    pub fn sides(&self) -> Sides {
        if self.illness {
            Sides::OF_ILLNESS
        } else {
            Sides::OF_SCORE
        }
    }

    /// What is measured, as it begins a sentence.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is measured, within a sentence.
    pub fn measure(&self) -> String {
        lower(&self.title)
    }

    /// Below another.
    pub fn less(&self) -> &'static str {
        if self.illness { "less ill" } else { "lower" }
    }

    /// Above another.
    pub fn more(&self) -> &'static str {
        if self.illness { "more ill" } else { "higher" }
    }

    /// What those who are shown did.
    pub fn entered(&self) -> &'static str {
        if self.illness { "fell ill" } else { "entered" }
    }

    /// That there is nobody to show, of so many who lived their history.
    pub fn nobody(&self, of: usize) -> String {
        let people = counted(of, "virtual person", "virtual people");
        format!(
            "Nobody of {people} {} after this history, so there is nobody to compare.",
            self.entered()
        )
    }

    /// Those who are shown, counted.
    pub fn people(&self, count: usize) -> String {
        if self.illness {
            counted(
                count,
                "virtual person who had fallen ill",
                "virtual people who had fallen ill",
            )
        } else {
            counted(
                count,
                "virtual person who entered",
                "virtual people who entered",
            )
        }
    }

    /// That a difference of so many points is seen with one scenario against another.
    pub fn differs(&self, points: &str, less: bool, with: &str, than: &str) -> String {
        let side = if less { self.less() } else { self.more() };
        if self.illness {
            format!("people are {points} points {side} with {with} than with {than}")
        } else {
            format!(
                "{} is {points} points {side} with {with} than with {than}",
                self.measure()
            )
        }
    }

    /// That one scenario ends below another.
    pub fn leaves(&self, scenario: &str, than: &str) -> String {
        if self.illness {
            format!("{scenario} leaves people less ill than {than}")
        } else {
            format!("{scenario} leaves {} lower than {than}", self.measure())
        }
    }

    /// Which of several scenarios is best.
    pub fn asks(&self) -> String {
        if self.illness {
            "Which scenario leaves people less ill".into()
        } else {
            format!("Which scenario leaves {} lower", self.measure())
        }
    }

    /// The name of the threshold at which people enter, if everyone does not.
    pub fn enters(&self, outcome: &OutcomeInfo) -> Option<&'static str> {
        (outcome.ill_at > 0.0).then_some(if self.illness { "ill" } else { "enters" })
    }
}

/// A title within a sentence: with a small letter, unless it begins with an abbreviation.
pub fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        Some(first) if !letters.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().to_string() + letters.as_str()
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(measures: Option<&str>) -> Wording {
        Wording::of(&OutcomeInfo {
            ill_at: 0.0,
            remission_below: 0.0,
            response_share: 0.5,
            measures: measures.map(str::to_owned),
        })
    }

    #[test]
    fn an_illness_is_spoken_of_as_one_and_a_measure_by_its_name() {
        let (illness, fear) = (words(None), words(Some("Fear in the similar place")));
        assert_eq!(illness.measure(), "severity");
        assert_eq!(
            illness.differs("3.0", true, "a", "b"),
            "people are 3.0 points less ill with a than with b"
        );
        assert_eq!(
            fear.differs("3.0", false, "a", "b"),
            "fear in the similar place is 3.0 points higher with a than with b"
        );
        assert_eq!(
            fear.leaves("A", "B"),
            "A leaves fear in the similar place lower than B"
        );
        for said in [fear.people(2), fear.leaves("A", "B"), fear.more().into()] {
            assert!(!said.contains("ill"), "{said}");
        }
    }
}
