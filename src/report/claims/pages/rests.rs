//! What the differences between accounts rest on: which line of the brain goes with a supported verdict, and what is left
//! without the couplings of the knock-out.

use crate::inference::Verdict;
use crate::inference::claims::{AccountResult, ClaimResult};
use crate::report::claims::words;
use crate::report::pictures::text::listed;

/// Sentences for people, brain by brain.
pub fn sentences(claim: &ClaimResult) -> Vec<String> {
    let mut brains: Vec<&Option<String>> = Vec::new();
    for account in &claim.accounts {
        if !brains.contains(&&account.brain) {
            brains.push(&account.brain);
        }
    }
    let mut said = Vec::new();
    for brain in &brains {
        let accounts = claim.accounts.iter().filter(|a| a.brain == **brain);
        let accounts: Vec<&AccountResult> = accounts.collect();
        let place = match brain {
            _ if brains.len() == 1 => String::new(),
            Some(brain) => format!("In the {brain} brain: "),
            None => "At the bench: ".to_owned(),
        };
        said.extend(
            of_brain(&accounts)
                .into_iter()
                .map(|s| format!("{place}{s}")),
        );
    }
    said
}

fn of_brain(accounts: &[&AccountResult]) -> Vec<String> {
    let mut said = Vec::new();
    let verdicts: Vec<Verdict> = accounts.iter().map(|account| account.verdict).collect();
    match accounts {
        [] | [_] => {}
        [first, others @ ..] if others.iter().all(|other| other.verdict == first.verdict) => {
            said.push(format!(
                "The verdict is {}. It does not hang on which account is right.",
                words::tallied(&verdicts)
            ));
        }
        _ => said.extend(couplings(accounts)),
    }
    said.extend(knock_outs(accounts));
    said
}

/// Which contested coupling goes with a supported verdict.
fn couplings(accounts: &[&AccountResult]) -> Vec<String> {
    let acts = |account: &AccountResult, name: &str| account.couplings.iter().any(|c| c.0 == name);
    let is_supported = |account: &AccountResult| account.verdict == Verdict::Supported;
    let supported = accounts.iter().filter(|account| is_supported(account));
    if supported.count() == 0 {
        return vec![
            "It is supported under no account; they differ in whether it is opposed or cannot be told.".to_owned(),
        ];
    }
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in accounts.iter().flat_map(|account| &account.couplings) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let (mut exact, mut needed) = (Vec::new(), Vec::new());
    for name in names {
        let missed = accounts.iter().any(|a| is_supported(a) && !acts(a, name));
        let beyond = accounts.iter().any(|a| !is_supported(a) && acts(a, name));
        match (missed, beyond) {
            (false, false) => exact.push(name.to_owned()),
            (false, true) => needed.push(name.to_owned()),
            _ => {}
        }
    }
    let mut said = Vec::new();
    if !exact.is_empty() {
        said.push(format!(
            "It is supported exactly where {} acts.",
            listed(&exact)
        ));
    }
    if !needed.is_empty() {
        said.push(format!(
            "Wherever it is supported, {} acts; but there are accounts in which that is so and it is not supported.",
            listed(&needed)
        ));
    }
    if said.is_empty() {
        said.push("No single line of the brain tells the accounts under which it is supported from the others: there is more than one way.".to_owned());
    }
    said
}

/// What became of the verdict without the couplings, accounts with the same fate together.
fn knock_outs(accounts: &[&AccountResult]) -> Vec<String> {
    let mut fates: Vec<(String, Vec<String>)> = Vec::new();
    for account in accounts {
        let Some(knocked) = &account.knock_out else {
            continue;
        };
        let fate = match knocked.necessary(account.verdict) {
            Some(true) => "necessary: supported with it, opposed without".to_owned(),
            Some(false) => "not needed: supported with it and without".to_owned(),
            None => format!("{} with it, {} without", account.verdict, knocked.verdict),
        };
        let fate = format!("Knocking out {} – {fate}", listed(&knocked.couplings));
        match fates.iter_mut().find(|known| known.0 == fate) {
            Some(known) => known.1.push(account.title.clone()),
            None => fates.push((fate, vec![account.title.clone()])),
        }
    }
    let said =
        |(fate, titles): (String, Vec<String>)| format!("{fate} (under {}).", listed(&titles));
    fates.into_iter().map(said).collect()
}
