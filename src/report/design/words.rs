//! What trials of a claim would find, in sentences.

use crate::inference::Expected;
use crate::inference::analysis::Analysis;
use crate::inference::design::{Account, Design, DesignResult};
use crate::report::pictures::text::{counted, listed, percent, signed};

/// Share of trials that conclude something by the method alone.
const BY_METHOD: f64 = 0.05;

/// A share of trials in which a reader would trust an answer.
const OFTEN: f64 = 0.8;

/// Sentences about a design, the one that matters most first.
pub(super) fn sentences(result: &DesignResult) -> Vec<String> {
    let mut said = vec![cost(result)];
    said.extend(wrong(result));
    said.extend(naive(result));
    said.extend(apart(result));
    said.extend(analysed(result));
    said
}

/// How much more or less other analyses find than rating everybody, where people left.
fn analysed(result: &DesignResult) -> Option<String> {
    let accounts = result.accounts.iter().take(result.own);
    let lean = |account: &Account, analysis: Analysis| {
        let found = account
            .analyses
            .iter()
            .find(|found| found.analysis == analysis)?;
        let left = found.left.iter().copied().fold(0.0, f64::max);
        Some((found.effect? - account.effect, left)).filter(|_| left > 0.0)
    };
    let of = |analysis: Analysis| -> Option<String> {
        let found: Vec<(f64, f64)> = accounts.clone().filter_map(|a| lean(a, analysis)).collect();
        let low = found.iter().map(|lean| lean.0).min_by(f64::total_cmp)?;
        let high = found.iter().map(|lean| lean.0).max_by(f64::total_cmp)?;
        Some(format!(
            "{} from it by {}",
            analysis.words(),
            range(signed(low, 2), signed(high, 2))
        ))
    };
    let kinds = [Analysis::CarriedForward, Analysis::MixedModel];
    let said: Vec<String> = kinds.into_iter().filter_map(of).collect();
    (!said.is_empty()).then(|| {
        format!(
            "Some people leave before the end. Held against rating everybody all the same, the effect found departs, over the \
             accounts: by {}.",
            listed(&said)
        )
    })
}

/// What a design is: its arms, and what is compared.
pub(super) fn arms(design: &Design) -> String {
    let arms: Vec<String> = design.titles.clone();
    let blind = if design.blind {
        "nobody knows who gets the drug"
    } else {
        "everybody knows who gets what"
    };
    let what = match (design.measure.response, arms.len()) {
        (true, _) => "share who respond",
        (false, 4) => "what two treatments change together beyond the sum of both",
        (false, _) => "difference of the changes",
    };
    let unequal = if design.allocation.iter().all(|part| *part == 1) {
        String::new()
    } else {
        let parts: Vec<String> = design.allocation.iter().map(usize::to_string).collect();
        format!("; people {} in this order", parts.join(":"))
    };
    format!(
        "Arms: {}{unequal}; {blind}. Compared: {what}, {} at week {}.",
        listed(&arms),
        design.measure.readout.replace('_', " "),
        design.measure.week
    )
}

/// What a trial looks for.
pub(super) fn sought(design: &Design) -> &'static str {
    match design.expected {
        Expected::Lower => "an interval below zero",
        Expected::Higher => "an interval above zero",
        Expected::NoDifference => "an interval within the margin",
    }
}

fn cost(result: &DesignResult) -> String {
    let acting: Vec<&Account> = result.accounts.iter().filter(|a| a.mechanism).collect();
    let mut needed: Vec<(f64, f64, f64)> = acting
        .iter()
        .filter_map(|a| Some((a.needed?, a.cost?.in_trial, a.cost?.to_screen)))
        .collect();
    needed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let accounts = counted(acting.len(), "account", "accounts");
    let Some((first, last)) = needed.first().zip(needed.last()) else {
        return if acting.is_empty() {
            "The mechanism of the claim acts in none of the accounts.".to_owned()
        } else {
            format!(
                "The mechanism acts under {accounts}. {}",
                without_a_number(result, &acting)
            )
        };
    };
    let mut said = format!(
        "The mechanism acts under {accounts}; under {} of them the claimed effect is there to be found. With 80 % power that takes {} people in each arm, {} in \
         all, found among {}.",
        needed.len(),
        range(people(first.0), people(last.0)),
        range(people(first.1), people(last.1)),
        range(people(first.2), people(last.2))
    );
    if let Some(open) = open(&acting) {
        said.push(' ');
        said.push_str(&open);
    }
    said
}

/// Why no account has a number of people to plan for.
fn without_a_number(result: &DesignResult, acting: &[&Account]) -> String {
    if result.design.expected == Expected::NoDifference {
        return "The claim is that nothing differs, and how many people show that is read from the power of each size.".to_owned();
    }
    open(acting).unwrap_or_else(|| {
        "The effect is surely not of the claimed sign, and so no number of people would find it."
            .to_owned()
    })
}

/// What is said of accounts whose true effect cannot be told from none with these people; none where there are none.
fn open(acting: &[&Account]) -> Option<String> {
    let open: Vec<&&Account> = acting.iter().filter(|a| !a.is_settled()).collect();
    let ill = (
        open.iter().map(|a| a.ill).min()?,
        open.iter().map(|a| a.ill).max()?,
    );
    let found = open.iter().filter_map(|a| a.sizes.last());
    let best = found.max_by(|a, b| a.as_claimed.share.total_cmp(&b.as_claimed.share));
    let power = best.map_or_else(String::new, |found| {
        format!(
            "; up to {} of trials with {} in each arm conclude it",
            percent(found.as_claimed.share),
            found.per_arm
        )
    });
    Some(format!(
        "Under {} the true effect cannot be told from none with the {} who are ill here, and so no number of people is stated{power}. More people \
         (--people) would settle it.",
        counted(open.len(), "account", "accounts"),
        range(ill.0.to_string(), ill.1.to_string()),
    ))
}

/// `3 to 5`, or `3` where both are the same.
fn range(low: String, high: String) -> String {
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

/// How often the largest trial finds what was claimed where the mechanism is off.
fn wrong(result: &DesignResult) -> Option<String> {
    let off = result.accounts.iter().filter(|a| !a.mechanism);
    let mut shares: Vec<(f64, &Account)> = off
        .filter_map(|a| Some((a.sizes.last()?.as_claimed.share, a)))
        .collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, (most, account)) = (shares.first()?.0, *shares.last()?);
    let per_arm = account.sizes.last()?.per_arm;
    let shares = range(percent(least), percent(most));
    // More than the trial allows itself by its method.
    let so = if most > 2.0 * BY_METHOD {
        format!(
            ", most often under \u{201c}{}\u{201d}: an effect is no proof of the mechanism",
            account.title
        )
    } else {
        String::new()
    };
    Some(format!(
        "With {per_arm} people in each arm, {shares} of trials conclude it all the same where the mechanism is off{so}."
    ))
}

fn naive(result: &DesignResult) -> Option<String> {
    let off = result.accounts.iter().filter(|a| !a.mechanism);
    let mut shares: Vec<(f64, usize)> = off
        .filter_map(|a| a.naive.last())
        .map(|naive| (naive.works.share, naive.people))
        .collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, most) = (shares.first()?, shares.last()?);
    Some(format!(
        "A look at \u{201c}{}\u{201d} alone, before and after, concludes that it works in {} of cases with {} people, although the mechanism is off in all of these.",
        result.design.titles.last()?,
        range(percent(least.0), percent(most.0)),
        most.1
    ))
}

/// Which accounts the largest trial cannot tell apart.
fn apart(result: &DesignResult) -> Option<String> {
    let confused = result.confused()?;
    let last = result.recovery.last()?;
    let pairs = last.pairs.len();
    let hard = last.pairs.iter().filter(|pair| pair.right.share < OFTEN);
    let hard = format!(
        "{} of {pairs} pairs are told apart rightly in less than {} of trials",
        hard.count(),
        percent(OFTEN)
    );
    if confused.is_empty() {
        return Some(format!(
            "With {} people in each arm, data of every two accounts can be told apart more often than by chance; {hard}.",
            last.per_arm
        ));
    }
    let title = |index: usize| result.accounts[index].title.as_str();
    let named: Vec<String> = confused
        .iter()
        .take(6)
        .map(|&(a, b)| {
            format!(
                "\u{201c}{}\u{201d} and \u{201c}{}\u{201d}",
                title(a),
                title(b)
            )
        })
        .collect();
    let more = match confused.len().saturating_sub(6) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    Some(format!(
        "With {} people in each arm, {} of {pairs} pairs of accounts cannot be told apart by this design: {}{more}. {hard}.",
        last.per_arm,
        confused.len(),
        named.join("; ")
    ))
}

/// People, rounded up.
pub(super) fn people(count: f64) -> String {
    let count = count.ceil();
    if !count.is_finite() {
        return "\u{2013}".to_owned();
    }
    if count >= 1e6 {
        return "over a million".to_owned();
    }
    let count = count.max(0.0) as u32;
    if count < 1000 {
        count.to_string()
    } else {
        format!("{},{:03}", count / 1000, count % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::Share;
    use crate::inference::design::Found;
    use crate::inference::trial::Measure;

    /// A design whose claim is acted on by one account, with this true effect and error, of which 36 % of trials find it.
    fn result(effect: f64, error: f64) -> DesignResult {
        let found = Found {
            per_arm: 200,
            again: false,
            as_claimed: Share::new(36, 100),
            otherwise: Share::new(0, 100),
            by_chance: Share::new(5, 100),
        };
        let account = Account {
            variant: "a".into(),
            title: "A".into(),
            mechanism: true,
            ill: 104,
            share_ill: 0.5,
            effect,
            spread: 20.0,
            paired_effect: effect,
            paired_error: error,
            needed: None,
            sizes: vec![found],
            analyses: Vec::new(),
            naive: Vec::new(),
            cost: None,
        };
        DesignResult {
            design: Design {
                name: "d".into(),
                title: "D".into(),
                arms: vec!["none".into(), "drug".into()],
                titles: vec!["None".into(), "Drug".into()],
                weights: vec![-1.0, 1.0],
                allocation: vec![1, 1],
                blind: true,
                measure: Measure {
                    readout: "severity_rated".into(),
                    week: 16,
                    response: false,
                },
                expected: Expected::Lower,
                margin: 3.0,
            },
            accounts: vec![account],
            own: 1,
            separations: Vec::new(),
            recovery: Vec::new(),
        }
    }

    #[test]
    fn what_these_people_cannot_settle_is_not_called_absent() {
        let open = cost(&result(-2.0, 1.5));
        assert_eq!(
            open,
            "The mechanism acts under 1 account. Under 1 account the true effect cannot be told from none with the 104 who are ill here, and so no \
             number of people is stated; up to 36 % of trials with 200 in each arm conclude it. More people (--people) would settle it."
        );
        // Nobody, or one person, has no error.
        assert!(cost(&result(f64::NAN, f64::NAN)).contains("cannot be told from none"));
        for (effect, error) in [(4.0, 0.5), (0.0, 0.0)] {
            let none = cost(&result(effect, error));
            assert!(none.contains("surely not of the claimed sign"), "{none}");
        }
    }

    #[test]
    fn people_are_whole_and_readable() {
        assert_eq!(people(12.2), "13");
        assert_eq!(people(1034.0), "1,034");
        assert_eq!(people(3_456_789.0), "over a million");
        assert_eq!(people(f64::NAN), "\u{2013}");
    }
}
