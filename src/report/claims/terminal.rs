//! Claims by accounts on the terminal: plain signs, so that nothing hangs on colour.

use crate::inference::Verdict;
use crate::inference::claims::{AccountResult, ClaimResult, ClaimResults, Robustness};
use crate::report::terminal::{WIDTH, columns, fitted, wrapped};

/// Widest title of a claim.
const TITLE: usize = 56;

/// One block for each brain: claims in rows, its accounts in columns, and what the numbers and signs mean.
pub fn matrix(results: &ClaimResults) -> String {
    let mut brains: Vec<Option<&str>> = Vec::new();
    for account in results.claims.iter().flat_map(|claim| &claim.accounts) {
        if !brains.contains(&account.brain.as_deref()) {
            brains.push(account.brain.as_deref());
        }
    }
    let mut text = String::new();
    for brain in brains {
        text.push_str(&block(results, brain));
        text.push('\n');
    }
    text.push_str(&robust(results));
    let legend = "+ supported   - opposed   ? cannot tell   o too few people ill   . not asked   ! not what was predicted   \
                  * supported, and no longer without the couplings of its knock-out";
    for line in wrapped(legend, WIDTH) {
        text.push_str(&format!("{line}\n"));
    }
    text.push_str(&format!("{}\n", counted(results)));
    text.push_str("This is model behaviour of virtual people under stated mechanisms. It is no medical advice.\n");
    text
}

fn block(results: &ClaimResults, brain: Option<&str>) -> String {
    let of = |claim: &ClaimResult| -> Vec<AccountResult> {
        let accounts = claim.accounts.iter();
        let own = accounts.filter(|account| account.brain.as_deref() == brain);
        own.cloned().collect()
    };
    let mut names: Vec<(String, String)> = Vec::new();
    for account in results.claims.iter().flat_map(of) {
        let name = (account.variant.clone(), account.title.clone());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let head = match brain {
        Some(brain) => format!("Brain: {brain}"),
        None => "The synapse lab".to_owned(),
    };
    let mut text = head.clone();
    text.push_str(&" ".repeat((TITLE + 6).saturating_sub(columns(&head))));
    for number in 1..=names.len() {
        text.push_str(&format!("{number:>3}"));
    }
    text.push('\n');
    for claim in &results.claims {
        let accounts = of(claim);
        if accounts.is_empty() {
            continue;
        }
        let title = fitted(&claim.claim.title, TITLE);
        let space = " ".repeat(TITLE.saturating_sub(columns(&title)));
        text.push_str(&format!("  {:<4}{title}{space}", claim.claim.id));
        for (variant, _) in &names {
            let account = accounts.iter().find(|account| account.variant == *variant);
            text.push_str(&format!(" {}", account.map_or(" .".to_owned(), sign)));
        }
        text.push('\n');
    }
    let legend: Vec<String> = (names.iter().enumerate())
        .map(|(index, (_, title))| format!("{} {title}", index + 1))
        .collect();
    for line in wrapped(&legend.join("; "), WIDTH - 2) {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// Two columns: a mark for what is to be noted, then the verdict.
fn sign(account: &AccountResult) -> String {
    let verdict = match account.verdict {
        _ if account.lacks_people() => 'o',
        Verdict::Supported => '+',
        Verdict::Opposed => '-',
        Verdict::CannotTell => '?',
    };
    let knock_out = account.knock_out.as_ref();
    let necessary = knock_out.and_then(|knocked| knocked.necessary(account.verdict));
    let mark = match (account.agrees(), necessary) {
        (Some(false), _) => '!',
        (_, Some(true)) => '*',
        _ => ' ',
    };
    format!("{mark}{verdict}")
}

/// How often verdicts held where something was changed; nothing where that was not asked.
fn robust(results: &ClaimResults) -> String {
    let mut text = String::new();
    for claim in &results.claims {
        for account in &claim.accounts {
            let held: Vec<String> = account
                .robustness
                .iter()
                .map(|r| held(account, r))
                .collect();
            if held.is_empty() {
                continue;
            }
            let line = format!(
                "{} under {}, {}: {}",
                claim.claim.id,
                account.title,
                account.verdict,
                held.join("; ")
            );
            for line in wrapped(&line, WIDTH) {
                text.push_str(&format!("{line}\n"));
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn held(account: &AccountResult, robustness: &Robustness) -> String {
    let Robustness {
        changed,
        of,
        verdicts,
    } = robustness;
    let what = match changed.as_str() {
        "people" => "with other people",
        "numbers" => "with other numbers",
        rule => &format!("with the rule {rule}"),
    };
    match (verdicts.as_slice(), of) {
        ([], _) => format!("{what} it cannot be asked"),
        ([verdict], 1) => format!("{what} {verdict}"),
        _ => format!(
            "{what} held in {} of {of}",
            robustness.held(account.verdict)
        ),
    }
}

fn counted(results: &ClaimResults) -> String {
    let accounts = || results.claims.iter().flat_map(|claim| &claim.accounts);
    let count = |verdict| accounts().filter(|a| a.verdict == verdict).count();
    let predicted = accounts().filter_map(AccountResult::agrees);
    let (agree, of) = predicted.fold((0, 0), |(agree, of), a| (agree + usize::from(a), of + 1));
    format!(
        "{} claims, {} verdicts: {} supported, {} opposed, {} cannot tell{}; {agree} of {of} as predicted.",
        results.claims.len(),
        accounts().count(),
        count(Verdict::Supported),
        count(Verdict::Opposed),
        count(Verdict::CannotTell),
        match accounts().filter(|account| account.lacks_people()).count() {
            0 => String::new(),
            few => format!(" ({few} since too few people are ill)"),
        },
    )
}
