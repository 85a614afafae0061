//! The page of one claim: what is claimed, both stories, the verdicts, the numbers, and what they rest on.

use super::matrix::people;
use super::{bar, file_name, hashes, rests, shown, style_sheet, verdicts, versions};
use crate::inference::claims::{
    AccountResult, ClaimResult, ClaimResults, Decision, Robustness, TestInfo, TestResult,
};
use crate::report::claims::pictures::{self, forest};
use crate::report::claims::record::ClaimsInfo;
use crate::report::claims::words;
use crate::report::page::grades;
use crate::report::pictures::text::{listed, number};
use crate::report::pictures::{title_of, without_style};
use crate::report::said;
use minijinja::context;
use minijinja::value::Value;

pub fn page(results: &ClaimResults, place: usize, info: &ClaimsInfo) -> Value {
    let result = &results.claims[place];
    let claim = &result.claim;
    let all = verdicts(result);
    let neighbour = |place: Option<usize>| {
        let other = place.and_then(|place| results.claims.get(place));
        other.map(|other| {
            context! {
                link => Value::from_safe_string(file_name(other)),
                id => other.claim.id.as_str(),
                title => other.claim.title.as_str(),
            }
        })
    };
    let mut pictures = pictures::behind(result);
    let leading = pictures
        .iter()
        .filter(|p| !p.name.starts_with("course"))
        .count();
    let courses = pictures.split_off(leading);
    context! {
        style => style_sheet(),
        id => claim.id.as_str(),
        title => claim.title.as_str(),
        section => words::capital(&claim.section),
        statement => claim.statement.as_str(),
        mechanism => claim.mechanism.as_str(),
        assumed => claim.assumed.as_deref(),
        grade => words::grade(&claim.grade),
        change_our_mind => claim.change_our_mind.as_str(),
        decision => decision(claim.decision, claim.tests.len()),
        story_for => claim.story_for.as_str(),
        story_against => claim.story_against.as_str(),
        sources => sources(result),
        tally => words::capital(&words::tallied(&all)),
        agreement => agreement(result),
        bar => bar(&all),
        accounts => result.accounts.iter().map(account).collect::<Vec<_>>(),
        has_knock_out => result.accounts.iter().any(|a| a.knock_out.is_some()),
        knock_out => listed(&claim.knock_out),
        robustness => changed(result),
        leading => pictures.iter().map(picture).collect::<Vec<_>>(),
        courses => courses.iter().map(picture).collect::<Vec<_>>(),
        tests => claim.tests.iter().map(|t| test(result, t)).collect::<Vec<_>>(),
        rests => rests::sentences(result),
        couplings => claim.couplings.clone(),
        grades => grades(&result.ground.numbers),
        went_in => went_in(result),
        evidence => evidence(result),
        people => people(results),
        before => neighbour(place.checked_sub(1)),
        after => neighbour(Some(place + 1)),
        command => result.command.as_str(),
        versions => versions(),
        hashes => hashes(info),
    }
}

fn decision(decision: Decision, tests: usize) -> &'static str {
    match (decision, tests) {
        (_, 0 | 1) => "There is one test; its verdict is that of the claim.",
        (Decision::All, _) => {
            "Supported means that every test is; one opposed test opposes the claim."
        }
        (Decision::Any, _) => "One supported test is enough; opposed means that every test is.",
    }
}

/// How often an account did what it was said to predict.
fn agreement(result: &ClaimResult) -> String {
    let agrees: Vec<bool> = result
        .accounts
        .iter()
        .filter_map(AccountResult::agrees)
        .collect();
    let hits = agrees.iter().filter(|agrees| **agrees).count();
    let predicted = result.accounts.iter().any(|a| a.predicted.is_some());
    match agrees.len() {
        0 if predicted => "Too few people are ill to hold any prediction against.".to_owned(),
        0 => "No prediction was written down.".to_owned(),
        all => {
            format!("{hits} of {all} predictions, written down before anything was run, came true.")
        }
    }
}

fn account(account: &AccountResult) -> Value {
    let knocked = account.knock_out.as_ref();
    context! {
        brain => account.brain.as_deref(),
        name => account.variant.as_str(),
        title => account.title.as_str(),
        says => account.says.trim(),
        verdict => shown(account.verdict),
        predicted => account.predicted.as_ref().map(|p| shown(p.verdict)),
        why => account.predicted.as_ref().map_or("", |p| p.why.as_str()),
        agrees => account.agrees(),
        lacks_people => account.lacks_people(),
        without => knocked.map(|knocked| shown(knocked.verdict)),
        necessary => knocked.map_or("", |k| match k.necessary(account.verdict) {
            Some(true) => "needed",
            Some(false) => "not needed",
            None => "",
        }),
        couplings => account.couplings.iter().map(|(name, strength)| {
            context! { name => name.as_str(), strength => words::plain(*strength) }
        }).collect::<Vec<_>>(),
        held => account.robustness.iter().map(|r| held(account, r)).collect::<Vec<_>>(),
    }
}

fn held(account: &AccountResult, robustness: &Robustness) -> Value {
    let of = robustness.verdicts.len();
    let words = match of {
        0 => "cannot be asked".to_owned(),
        _ => format!("held in {} of {of}", robustness.held(account.verdict)),
    };
    context! { changed => robustness.changed.as_str(), words => words }
}

/// What was changed to see whether verdicts hold, in words.
fn changed(result: &ClaimResult) -> Vec<Value> {
    let mut names: Vec<&str> = Vec::new();
    for robustness in result
        .accounts
        .iter()
        .flat_map(|account| &account.robustness)
    {
        if !names.contains(&robustness.changed.as_str()) {
            names.push(&robustness.changed);
        }
    }
    let said = |name: &str| {
        let words = match name {
            "people" => "other people".to_owned(),
            "numbers" => "unmeasured numbers up to a tenth off".to_owned(),
            rule => format!("the learning rule {rule}"),
        };
        context! { name => name, words => words }
    };
    names.into_iter().map(said).collect()
}

fn picture(picture: &pictures::ClaimPicture) -> Value {
    of_svg(&picture.name, picture.caption, &picture.svg)
}

fn of_svg(name: &str, caption: &str, svg: &str) -> Value {
    context! {
        name => name,
        title => Value::from_safe_string(title_of(svg).to_owned()),
        caption => caption,
        svg => Value::from_safe_string(without_style(svg)),
    }
}

fn test(result: &ClaimResult, test: &TestInfo) -> Value {
    let places = words::decimals(test);
    let rows = result
        .accounts
        .iter()
        .filter(|account| account.brain == test.brain);
    let rows = rows.filter_map(|account| {
        let own = |tests: &[TestResult]| tests.iter().find(|t| t.test == test.id).cloned();
        let found = own(&account.tests)?;
        let without = account.knock_out.as_ref().and_then(|k| own(&k.tests));
        Some(context! {
            account => account.title.as_str(),
            verdict => shown(found.verdict),
            numbers => words::numbers(test, &found),
            error => number(found.monte_carlo_error.unwrap_or(f64::NAN), places + 1),
            people => if found.n == 0 { "–".to_owned() } else { found.n.to_string() },
            doubt => found.doubt.map_or("", |doubt| doubt.words()),
            again => found.returns.map(said::in_hundred),
            without => without.map_or_else(String::new, |w| words::numbers(test, &w)),
        })
    });
    let rows: Vec<Value> = rows.collect();
    let name = format!("test-{}", test.id);
    context! {
        name => name.as_str(),
        asks => test.asks.as_str(),
        number => words::asked(test),
        expected => words::expected(test),
        because => test.because.as_str(),
        unit => words::unit(test),
        picture => forest::draw(&name, result, test).map(|svg| of_svg(&name, "", &svg)),
        rows => rows,
    }
}

/// Who says what, those who assert it first.
fn sources(result: &ClaimResult) -> Vec<Value> {
    let stances = [
        ("asserts", "asserts it"),
        ("contests", "contests it"),
        ("unproven", "calls it unproven"),
    ];
    let mut said = Vec::new();
    for (stance, words) in stances {
        let sources = result.claim.sources.iter().filter(|s| s.stance == stance);
        said.extend(sources.map(|source| {
            context! {
                who => source.who.as_str(),
                stance => words,
                says => source.says.as_str(),
            }
        }));
    }
    said
}

fn went_in(result: &ClaimResult) -> String {
    let count = |(grade, count): &(String, usize)| format!("{count} {}", words::grade(grade));
    listed(&result.ground.went_in.iter().map(count).collect::<Vec<_>>())
}

fn evidence(result: &ClaimResult) -> Vec<Value> {
    let notes = result.ground.evidence.iter();
    notes
        .map(|note| {
            context! {
                statement => note.statement.as_str(),
                source => note.source.as_str(),
                status => note.status.as_str(),
            }
        })
        .collect()
}
