//! A claim in words.

use super::words::sentence;
use super::{field, head, point};
use crate::inference::claims::{AskedInfo, Decision, PointInfo, TestInfo};
use crate::inference::{Expected, Question};
use crate::spec::files::ClaimFile;
use crate::spec::{Diagnostics, Library, Sourced};

/// A claim: who says what, what would make it true, and how it is put to the test.
pub(super) fn claim(library: &Library, file: &Sourced<ClaimFile>) -> Result<String, Diagnostics> {
    let trial = library.read_trial(&file.name)?;
    let claim = &trial.info;
    let mut text = head("claim", &claim.title, file);
    text.push_str(&field("Claimed", &sentence(&claim.statement)));
    text.push_str(&field("Mechanism", &sentence(&claim.mechanism)));
    text.push_str(&field("Carried by", &claim.couplings.join(", ")));
    text.push_str(&field("Assumed", claim.assumed.as_deref().unwrap_or("")));
    text.push_str(&field("Grade", &claim.grade));
    text.push_str(&field("For", &sentence(&claim.story_for)));
    text.push_str(&field("Against", &sentence(&claim.story_against)));
    text.push_str(&field("Overturned by", &sentence(&claim.change_our_mind)));
    text.push_str("\n  Who says so\n");
    for source in &claim.sources {
        text.push_str(&point(&format!(
            "{} {}: {}",
            source.who,
            source.stance,
            sentence(&source.says)
        )));
    }
    text.push_str(match claim.decision {
        Decision::All => "\n  Tests, all of which must be supported\n",
        Decision::Any => "\n  Tests, one of which must be supported\n",
    });
    for test in &claim.tests {
        text.push_str(&point(&format!("{}: {}", test.id, in_words(test))));
    }
    if !claim.knock_out.is_empty() {
        let couplings = claim.knock_out.join(", ");
        text.push_str(&point(&format!("once more without {couplings}")));
    }
    if !file.value.predictions.is_empty() {
        text.push_str("\n  Predicted before anything was run\n");
    }
    for prediction in &file.value.predictions {
        text.push_str(&point(&format!(
            "{}: {}, {}",
            prediction.variant,
            prediction.verdict,
            prediction.why.trim()
        )));
    }
    text.push('\n');
    text.push_str(&field("Try it", &format!("rewire claims {}", claim.id)));
    Ok(text)
}

/// A test in a sentence: what it asks, of what, and when it is supported.
fn in_words(test: &TestInfo) -> String {
    let asked = match &test.asked {
        AskedInfo::People(question) => of_people(question),
        AskedInfo::Bench {
            protocol,
            point,
            minus,
        } => {
            let minus = minus.as_ref().map(of_bench);
            let minus = minus.map_or_else(String::new, |minus| format!(", minus {minus}"));
            format!("{protocol}: {}{minus}", of_bench(point))
        }
    };
    let margin = test.margin;
    let expected = match test.predicts {
        Expected::Lower => format!("below -{margin}"),
        Expected::Higher => format!("above {margin}"),
        Expected::NoDifference => format!("between -{margin} and {margin}"),
    };
    let unit = if test.unit.is_empty() {
        String::new()
    } else {
        format!(" ({})", test.unit)
    };
    format!(
        "{} {asked}{unit}; supported {expected}, because {}",
        sentence(&test.asks),
        test.because
    )
}

fn of_people(question: &Question) -> String {
    format!(
        "{} of {} at week {}: {}",
        question.estimand.word().replace('_', " "),
        question.readout,
        question.week,
        question.scenarios.join(", ")
    )
}

fn of_bench(point: &PointInfo) -> String {
    format!("{} at {}, BDNF {}", point.condition, point.x, point.bdnf)
}
