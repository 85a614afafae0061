//! Words for verdicts, tests and numbers of claims.

use crate::inference::claims::{AskedInfo, PointInfo, TestInfo, TestResult};
use crate::inference::{Estimand, Expected, Question, Verdict};
use crate::report::pictures::canvas::Marker;
use crate::report::pictures::text::{number, signed};
use crate::report::style::Paint;

/// The three verdicts in the order in which they are counted.
pub const VERDICTS: [Verdict; 3] = [Verdict::Supported, Verdict::Opposed, Verdict::CannotTell];

/// The shape that goes with the word of a verdict, so that nothing hangs on colour.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "\u{25cf}",
        Verdict::Opposed => "\u{25a0}",
        Verdict::CannotTell => "\u{25cb}",
    }
}

/// Name of the class of a verdict in style sheets.
pub fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Opposed => "opposed",
        Verdict::CannotTell => "open",
    }
}

/// How a verdict is drawn.
pub fn mark(verdict: Verdict) -> (Marker, Paint) {
    match verdict {
        Verdict::Supported => (Marker::Disc, Paint::Series(2)),
        Verdict::Opposed => (Marker::Square, Paint::Series(3)),
        Verdict::CannotTell => (Marker::Ring, Paint::Series(6)),
    }
}

/// How many of some verdicts are of each kind, in the order of [`VERDICTS`].
pub fn tally(verdicts: &[Verdict]) -> [usize; 3] {
    VERDICTS.map(|wanted| verdicts.iter().filter(|&&v| v == wanted).count())
}

/// `supported under 3 of 10 accounts, opposed under 6, cannot tell under 1`; kinds without any are left out.
pub fn tallied(verdicts: &[Verdict]) -> String {
    let of = verdicts.len();
    let one = if of == 1 { "account" } else { "accounts" };
    let counts = VERDICTS.into_iter().zip(tally(verdicts));
    let kinds: Vec<(Verdict, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    match kinds.as_slice() {
        [] => "not asked".to_owned(),
        [(verdict, _)] if of == 1 => format!("{verdict} under the only account"),
        [(verdict, _)] => format!("{verdict} under all {of} {one}"),
        _ => {
            let words = kinds.iter().enumerate().map(|(place, (verdict, count))| {
                let whole = if place == 0 {
                    format!(" of {of} {one}")
                } else {
                    String::new()
                };
                format!("{verdict} under {count}{whole}")
            });
            words.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A grade of evidence in words.
pub fn grade(word: &str) -> &str {
    match word {
        "measured-human" => "measured in people",
        "measured-animal" => "measured in animals",
        other => other,
    }
}

/// The words with a capital in front.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Unit of the number of a test, for people.
pub fn unit(test: &TestInfo) -> String {
    test.unit.replacen("0 to 100", "points of 100", 1)
}

/// Decimals that show a tenth of the margin.
pub fn decimals(test: &TestInfo) -> usize {
    match test.margin {
        margin if margin >= 1.0 => 1,
        margin if margin >= 0.1 => 2,
        _ => 3,
    }
}

/// `−4.1 (−6.0 to −2.2)`, or why there is no number.
pub fn numbers(test: &TestInfo, result: &TestResult) -> String {
    let places = decimals(test);
    match (result.estimate, result.low, result.high) {
        (Some(value), Some(low), Some(high)) if low < high => format!(
            "{} ({} to {})",
            signed(value, places),
            signed(low, places),
            signed(high, places)
        ),
        (Some(value), ..) => signed(value, places),
        _ => "–".to_owned(),
    }
}

/// What the claim says of the number of a test.
pub fn expected(test: &TestInfo) -> String {
    let margin = format!("{} {}", plain(test.margin), unit(test));
    match test.predicts {
        Expected::Lower => {
            format!("The claim says that it lies below zero, by more than {margin}.")
        }
        Expected::Higher => {
            format!("The claim says that it lies above zero, by more than {margin}.")
        }
        Expected::NoDifference => {
            format!("The claim says that it differs from zero by less than {margin}.")
        }
    }
}

/// A margin or strength as short as it can be written.
pub fn plain(value: f64) -> String {
    let places = (0..6).find(|&places| {
        let power = 10f64.powi(places);
        ((value * power).round() / power - value).abs() <= 1e-9 * value.abs()
    });
    number(value, places.unwrap_or(3) as usize)
}

/// What the number of a test is.
pub fn asked(test: &TestInfo) -> String {
    match &test.asked {
        AskedInfo::People(question) => of_people(question, &test.titles),
        AskedInfo::Bench { point, minus, .. } => {
            let title = test.titles.first().map_or("", String::as_str);
            match minus {
                None => format!("“{title}” at {}", place(point)),
                Some(minus) => format!("“{title}” at {}, minus at {}", place(point), place(minus)),
            }
        }
    }
}

fn place(point: &PointInfo) -> String {
    let mut words = Vec::new();
    if !point.condition.is_empty() {
        words.push(format!("“{}”", point.condition));
    }
    words.push(plain(point.x));
    if point.bdnf != 1.0 {
        words.push(format!("with {} times the usual BDNF", plain(point.bdnf)));
    }
    words.join(", ")
}

fn of_people(question: &Question, titles: &[String]) -> String {
    let title = |place: usize| titles.get(place).map_or("", String::as_str);
    let (a, b) = (title(0), title(1));
    let readout = question.readout.replace('_', " ");
    let week = question.week;
    let all = || {
        let quoted: Vec<String> = titles.iter().map(|title| format!("“{title}”")).collect();
        quoted.join(", ")
    };
    match &question.estimand {
        Estimand::Mean => format!("Mean {readout} in week {week} of “{a}”"),
        Estimand::Change { reference_week } => {
            format!("Change of {readout} from week {reference_week} to week {week} of “{a}”")
        }
        Estimand::Difference => format!("Mean {readout} in week {week}: “{b}” minus “{a}”"),
        Estimand::DifferenceOfChanges { reference_week } => format!(
            "Mean {readout}, “{b}” minus “{a}”: in week {week}, less that in week {reference_week}"
        ),
        Estimand::Interaction => format!(
            "Mean {readout} in week {week}: what “{}” brings beyond the sum of “{b}” and “{}”, each against “{a}”",
            title(3),
            title(2)
        ),
        Estimand::Ordering => format!(
            "Smallest step of mean {readout} in week {week} along {}",
            all()
        ),
        Estimand::ShareOfEffect { reference_week } => format!(
            "Difference of {readout} between “{b}” and “{a}” in week {week}, as a share of that in week {reference_week}"
        ),
        Estimand::ResponseShare => format!("Share of people who respond by week {week} of “{a}”"),
        Estimand::RemissionShare => {
            format!("Share of people in remission in week {week} of “{a}”")
        }
        Estimand::ResponseDifference => {
            format!("Share of people who respond by week {week}: “{b}” minus “{a}”")
        }
        Estimand::NoResponseToAny => {
            format!(
                "Share of people who respond to none of {} by week {week}",
                all()
            )
        }
        Estimand::TimeToResponse => format!("Weeks until response: “{b}” minus “{a}”"),
        Estimand::DoseResponse { .. } => {
            format!(
                "Slope of {readout} in week {week} on the dose, over {}",
                all()
            )
        }
        Estimand::TraitSlope { of } => match titles {
            [_, _] => {
                format!("Slope on the trait “{of}” of {readout} in week {week}, “{b}” minus “{a}”")
            }
            _ => format!("Slope on the trait “{of}” of {readout} in week {week} of “{a}”"),
        },
        Estimand::ShareOfVariance { explained_by } => format!(
            "Share of the variance of {readout} in week {week} over {} that “{explained_by}” explains",
            all()
        ),
        Estimand::BeforeAfterGap => format!(
            "By week {week}: rated change since selection in “{b}”, less the true effect “{b}” minus “{a}”"
        ),
        Estimand::Allocation { .. } => format!(
            "Mean {readout} in week {week} if each person gets what suits them by their baseline, minus the best of {} for all",
            all()
        ),
    }
}
