//! The page of all claims: one table for each brain, its claims in rows by section, its accounts in columns.

use super::{bar, file_name, hashes, shown, style_sheet, verdicts, versions};
use crate::inference::Verdict;
use crate::inference::claims::{AccountResult, ClaimResult, ClaimResults};
use crate::report::claims::pictures;
use crate::report::claims::record::ClaimsInfo;
use crate::report::claims::words;
use crate::report::pictures::text::counted;
use minijinja::context;
use minijinja::value::Value;

pub fn page(results: &ClaimResults, info: &ClaimsInfo) -> Value {
    let mut brains: Vec<&Option<String>> = Vec::new();
    for account in results.claims.iter().flat_map(|claim| &claim.accounts) {
        if !brains.contains(&&account.brain) {
            brains.push(&account.brain);
        }
    }
    let tables: Vec<Value> = brains.iter().map(|brain| table(results, brain)).collect();
    let all: Vec<Verdict> = results.claims.iter().flat_map(verdicts).collect();
    context! {
        style => style_sheet(),
        title => counted(results.claims.len(), "claim on trial", "claims on trial"),
        lead => lead(results, &all),
        bar => bar(&all),
        legend => words::VERDICTS.map(shown).to_vec(),
        first => first(results),
        tables => tables,
        people => people(results),
        command => info.command.as_str(),
        versions => versions(),
        hashes => hashes(info),
    }
}

/// The people who lived, in a sentence.
pub(super) fn people(results: &ClaimResults) -> String {
    let seeds = &results.seeds;
    format!(
        "{} (seeds “{}”, from {} on); those who fell ill are judged",
        counted(seeds.count, "virtual person", "virtual people"),
        seeds.name,
        seeds.first
    )
}

fn lead(results: &ClaimResults, all: &[Verdict]) -> String {
    let [supported, opposed, open] = words::tally(all);
    let split = results.claims.iter().filter(|claim| {
        let verdicts = verdicts(claim);
        verdicts.contains(&Verdict::Supported) && verdicts.contains(&Verdict::Opposed)
    });
    format!(
        "{} of claims under accounts: {supported} supported, {opposed} opposed, {open} where the model cannot tell. Over {} the accounts \
         are split: supported under one, opposed under another.",
        counted(all.len(), "verdict", "verdicts"),
        counted(split.count(), "claim", "claims")
    )
}

/// Claims whose numbers have a picture of their own beside the courses, to begin with.
fn first(results: &ClaimResults) -> Vec<Value> {
    let special = |claim: &&ClaimResult| pictures::is_showpiece(claim);
    let cards = results.claims.iter().filter(special).map(|claim| {
        context! {
            id => claim.claim.id.as_str(),
            title => claim.claim.title.as_str(),
            statement => claim.claim.statement.as_str(),
            link => link(claim),
            tally => words::tallied(&verdicts(claim)),
            bar => bar(&verdicts(claim)),
        }
    });
    cards.collect()
}

fn table(results: &ClaimResults, brain: &Option<String>) -> Value {
    let own = |account: &&AccountResult| account.brain == *brain;
    let mut accounts: Vec<(&str, &str)> = Vec::new();
    for account in results.claims.iter().flat_map(|c| &c.accounts).filter(own) {
        let name = (account.variant.as_str(), account.title.as_str());
        if !accounts.contains(&name) {
            accounts.push(name);
        }
    }
    let mut sections: Vec<&str> = Vec::new();
    let claims = || {
        results
            .claims
            .iter()
            .filter(|claim| claim.accounts.iter().any(|a| own(&a)))
    };
    for claim in claims() {
        if !sections.contains(&claim.claim.section.as_str()) {
            sections.push(&claim.claim.section);
        }
    }
    let groups: Vec<Value> = sections
        .into_iter()
        .map(|section| {
            let rows = claims().filter(|claim| claim.claim.section == section);
            let rows: Vec<Value> = rows.map(|claim| row(claim, brain, &accounts)).collect();
            context! { title => words::capital(section), rows => rows }
        })
        .collect();
    let name = brain.as_deref().unwrap_or("bench");
    context! {
        name => name,
        title => brain.as_ref().map_or_else(
            || "At the bench: one synapse at a time".to_owned(),
            |brain| format!("In the {brain} brain"),
        ),
        accounts => accounts.iter().map(|account| Value::from(account.1)).collect::<Vec<_>>(),
        groups => groups,
    }
}

fn row(claim: &ClaimResult, brain: &Option<String>, accounts: &[(&str, &str)]) -> Value {
    let of = |(variant, title): &(&str, &str)| {
        let mut found = claim.accounts.iter();
        let account = found.find(|a| a.brain == *brain && a.variant == *variant);
        context! {
            account => *title,
            verdict => account.map(|account| shown(account.verdict)),
            surprise => account.and_then(AccountResult::agrees) == Some(false),
            necessary => account.is_some_and(is_necessary),
        }
    };
    context! {
        id => claim.claim.id.as_str(),
        title => claim.claim.title.as_str(),
        link => link(claim),
        assumed => claim.claim.assumed.is_some(),
        cells => accounts.iter().map(of).collect::<Vec<_>>(),
    }
}

/// From here to the page of a claim.
fn link(claim: &ClaimResult) -> Value {
    Value::from_safe_string(format!("claims/{}", file_name(claim)))
}

fn is_necessary(account: &AccountResult) -> bool {
    let knocked = account.knock_out.as_ref();
    knocked.and_then(|knocked| knocked.necessary(account.verdict)) == Some(true)
}
