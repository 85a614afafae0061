//! The page of designs: one self-contained HTML file that says what trials of a claim would find, what it costs, and which accounts they
//! cannot tell apart.

use super::words::{arms, people, sentences, sought};
use super::{DesignInfo, DesignPicture};
use crate::inference::analysis::Analysis;
use crate::inference::design::{Account, ClaimDesigns, DesignResult, TestDesigns};
use crate::inference::recovery::Confusion;
use crate::inference::separation::{Best, Separation};
use crate::report::page::{PageError, STYLE_SHEET};
use crate::report::pictures::text::{number, percent, signed};
use crate::report::pictures::{title_of, without_style};
use crate::report::style;
use crate::report::template::fill;
use minijinja::context;
use minijinja::value::Value;

const TEMPLATE: &str = include_str!("../templates/design.html");
/// Pairs of accounts that are listed before the rest is left to the table on disk.
const PAIRS: usize = 60;

/// Writes the page as HTML text; `pictures` are those of [`super::pictures`].
///
/// # Errors
/// When the template cannot be filled, which no input of these types should cause.
pub fn render(
    designs: &ClaimDesigns,
    pictures: &[DesignPicture],
    info: &DesignInfo,
) -> Result<String, PageError> {
    fill(TEMPLATE, page_of(designs, pictures, info))
}

fn page_of(designs: &ClaimDesigns, pictures: &[DesignPicture], info: &DesignInfo) -> Value {
    let mut pictures = pictures.iter();
    let tests: Vec<Value> = designs
        .tests
        .iter()
        .map(|test| test_of(test, &mut pictures))
        .collect();
    let hashes = info.inputs.iter();
    let hashes: Vec<Value> = hashes
        .map(|input| context! { name => input.name.as_str(), value => input.sha256.as_str() })
        .collect();
    let versions = vec![context! { name => "rewire", value => env!("CARGO_PKG_VERSION") }];
    let lead = designs.tests.first().and_then(|test| test.designs.first());
    context! {
        style => Value::from_safe_string(format!("{}\n{STYLE_SHEET}", style::picture_css())),
        id => designs.id.as_str(),
        title => designs.title.as_str(),
        statement => designs.statement.as_str(),
        lead => lead.map_or_else(String::new, |result| sentences(result).swap_remove(0)),
        lived => designs.seeds.count,
        seeds => designs.seeds.name.as_str(),
        trials => designs.trials,
        tests => tests,
        not_for_trials => designs.not_for_trials.clone(),
        command => info.command.as_str(),
        versions => versions,
        hashes => hashes,
    }
}

fn test_of<'a>(
    test: &TestDesigns,
    pictures: &mut impl Iterator<Item = &'a DesignPicture>,
) -> Value {
    let designs: Vec<Value> = test
        .designs
        .iter()
        .map(|result| design_of(test, result, pictures.next()))
        .collect();
    context! { id => test.test.as_str(), asks => test.asks.as_str(), designs => designs }
}

fn design_of(test: &TestDesigns, result: &DesignResult, picture: Option<&DesignPicture>) -> Value {
    let accounts: Vec<Value> = result.accounts.iter().map(account_of).collect();
    let all = result.accounts.iter().flat_map(|account| &account.sizes);
    let mut sizes: Vec<(usize, bool)> = all.map(|found| (found.per_arm, found.again)).collect();
    sizes.sort_unstable();
    // Where it differs between accounts, the mark stays.
    sizes.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 |= same && next.1;
        same
    });
    let marked: Vec<String> = sizes.iter().map(|&(n, again)| size(n, again)).collect();
    let powers: Vec<Value> = result
        .accounts
        .iter()
        .map(|a| power_of(a, &sizes))
        .collect();
    let mut pairs: Vec<&Separation> = result.separations.iter().collect();
    let hard = |pair: &Separation| pair.rated.as_ref().map_or(0.0, |best| best.separation);
    pairs.sort_by(|a, b| hard(a).total_cmp(&hard(b)));
    let hidden = pairs.len().saturating_sub(PAIRS);
    pairs.truncate(PAIRS);
    let pairs: Vec<Value> = pairs.into_iter().map(|p| pair_of(result, p)).collect();
    let recovery: Vec<Value> = result
        .recovery
        .iter()
        .rev()
        .map(|c| confusion_of(result, c))
        .collect();
    let own = result.accounts.iter().take(result.own);
    let titles: Vec<String> = own.map(|account| account.title.clone()).collect();
    let picture = picture.map(|picture| {
        context! {
            name => picture.name.as_str(),
            title => Value::from_safe_string(title_of(&picture.svg).to_owned()),
            svg => Value::from_safe_string(without_style(&picture.svg)),
        }
    });
    context! {
        anchor => format!("{}-{}", test.test, result.design.name),
        title => result.design.title.as_str(),
        arms => arms(&result.design),
        sought => sought(&result.design),
        unit => test.unit.as_str(),
        response => result.design.measure.response,
        sentences => sentences(result),
        picture => picture,
        accounts => accounts,
        sizes => marked,
        powers => powers,
        analyses => analyses_of(result),
        pairs => pairs,
        hidden => hidden,
        recovery => recovery,
        titles => titles,
        naive => result.design.titles.last().map_or("", String::as_str),
    }
}

/// A size, marked where people were drawn again.
fn size(per_arm: usize, again: bool) -> String {
    format!("{per_arm}{}", if again { "*" } else { "" })
}

fn account_of(account: &Account) -> Value {
    let digits = if account.effect.abs() < 2.0 { 2 } else { 1 };
    let dash = || "\u{2013}".to_owned();
    let naive = account.naive.last();
    context! {
        title => account.title.as_str(),
        sign => if account.mechanism { "\u{25cf}" } else { "\u{25cb}" },
        mechanism => if account.mechanism { "acts" } else { "off" },
        effect => signed(account.effect, digits),
        paired => signed(account.paired_effect, digits),
        error => number(account.paired_error, 2),
        ill => account.ill,
        needed => account.needed.map_or_else(dash, people),
        in_trial => account.cost.map_or_else(dash, |cost| people(cost.in_trial)),
        to_screen => account.cost.map_or_else(dash, |cost| people(cost.to_screen)),
        change => naive.map_or_else(dash, |naive| signed(naive.change, digits)),
        works => naive.map_or_else(dash, |naive| percent(naive.works.share)),
        works_with => naive.map_or(0, |naive| naive.people),
    }
}

fn power_of(account: &Account, sizes: &[(usize, bool)]) -> Value {
    let cells: Vec<Value> = sizes
        .iter()
        .map(|(size, _)| {
            let found = account.sizes.iter().find(|found| found.per_arm == *size);
            let share = |of: Option<f64>| of.map_or_else(|| "\u{2013}".to_owned(), percent);
            context! {
                claimed => share(found.map(|f| f.as_claimed.share)),
                otherwise => share(found.map(|f| f.otherwise.share)),
                chance => share(found.map(|f| f.by_chance.share)),
            }
        })
        .collect();
    context! {
        title => account.title.as_str(),
        mechanism => if account.mechanism { "acts" } else { "off" },
        cells => cells,
    }
}

/// Effect and power of the largest trial by every analysis; none where nobody leaves.
fn analyses_of(result: &DesignResult) -> Vec<Value> {
    let digits = |effect: f64| if effect.abs() < 2.0 { 2 } else { 1 };
    let cell = |effect: Option<f64>, power: Option<f64>| {
        let dash = || "\u{2013}".to_owned();
        context! {
            effect => effect.map_or_else(dash, |effect| signed(effect, digits(effect))),
            power => power.map_or_else(dash, percent),
        }
    };
    let row = |account: &Account| {
        let left = account.analyses.first().map(|found| &found.left)?;
        if left.iter().all(|share| *share == 0.0) {
            return None;
        }
        let left: Vec<String> = left.iter().map(|share| percent(*share)).collect();
        let power = account.sizes.last().map(|found| found.as_claimed.share);
        let mut cells = vec![cell(Some(account.effect), power)];
        for analysis in [Analysis::CarriedForward, Analysis::MixedModel] {
            let found = account
                .analyses
                .iter()
                .find(|found| found.analysis == analysis);
            let power = found.and_then(|found| found.sizes.last());
            cells.push(cell(
                found.and_then(|found| found.effect),
                power.map(|size| size.as_claimed.share),
            ));
        }
        Some(context! { title => account.title.as_str(), left => left.join(", "), cells => cells })
    };
    result.accounts.iter().filter_map(row).collect()
}

fn pair_of(result: &DesignResult, pair: &Separation) -> Value {
    let words = |best: &Option<Best>| match best {
        Some(best) => format!(
            "{} people; {}, week {}",
            people(best.needed),
            best.readout.replace('_', " "),
            best.week
        ),
        None => "the same".to_owned(),
    };
    context! {
        first => result.accounts[pair.first].title.as_str(),
        second => result.accounts[pair.second].title.as_str(),
        planned => pair.planned.as_ref().map_or_else(|| "the same".to_owned(), |best| people(best.needed)),
        rated => words(&pair.rated),
        any => words(&pair.any),
    }
}

fn confusion_of(result: &DesignResult, confusion: &Confusion) -> Value {
    let rows: Vec<Value> = confusion
        .named
        .iter()
        .enumerate()
        .map(|(truth, named)| {
            let cells: Vec<Value> = named
                .iter()
                .enumerate()
                .map(|(name, count)| {
                    let share = *count as f64 / confusion.trials.max(1) as f64;
                    context! { share => percent(share), right => name == truth }
                })
                .collect();
            context! { title => result.accounts[truth].title.as_str(), cells => cells }
        })
        .collect();
    context! { per_arm => size(confusion.per_arm, confusion.again), rows => rows }
}
