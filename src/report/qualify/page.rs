//! `qualify.html`: one self-contained page that says how many figures are met, which are not, and everything about each.

use super::record::QualifyInfo;
use super::strip::strip;
use super::words::{counts, distance, mark, published, range, short, simulated};
use super::{Figure, Qualification};
use crate::inference::qualification::Standing;
use crate::report::page::{PageError, STYLE_SHEET};
use crate::report::pictures::text::{counted, listed};
use crate::report::style;
use crate::report::template::fill;
use minijinja::context;
use minijinja::value::Value;

const TEMPLATE: &str = include_str!("../templates/qualify.html");

/// Name of the file.
pub const FILE: &str = "qualify.html";

/// Writes the page as HTML text.
///
/// # Errors
/// When the template cannot be filled, which no input of this type should cause.
pub fn render(qualification: &Qualification, info: &QualifyInfo) -> Result<String, PageError> {
    fill(TEMPLATE, page_of(qualification, info))
}

fn page_of(qualification: &Qualification, info: &QualifyInfo) -> Value {
    let standings: Vec<Value> = Standing::ALL
        .into_iter()
        .filter_map(|standing| part(qualification, standing))
        .collect();
    let misfits: Vec<Value> = qualification.misfits().into_iter().map(row).collect();
    let left_out: Vec<Value> = qualification.left_out().map(row).collect();
    let hashes = info.inputs.iter();
    let hashes: Vec<Value> = hashes
        .map(|input| context! { name => input.name.as_str(), value => input.sha256.as_str() })
        .collect();
    context! {
        style => Value::from_safe_string(format!("{}\n{STYLE_SHEET}", style::picture_css())),
        title => qualification.title.as_str(),
        lead => lead(qualification),
        accounts => stand_ins(qualification),
        tables => tables(qualification),
        misfits => misfits,
        standings => standings,
        left_out => left_out,
        command => info.command.as_str(),
        versions => vec![context! { name => "rewire", value => env!("CARGO_PKG_VERSION") }],
        hashes => hashes,
    }
}

/// How many figures there are, and how many of those that count are met.
fn lead(qualification: &Qualification) -> String {
    let tests = qualification.coverage(|figure| figure.standing == Standing::Test);
    let simulated = qualification.figures.len() - qualification.left_out().count();
    let inside = |count: &crate::inference::qualification::Count| {
        format!("{} of {}", count.inside, count.all())
    };
    format!(
        "{} published figures, {simulated} of them simulated with {}. Of those that were never fitted to and did not go in, {} values lie in their published interval, and {} signs and orders are as published.",
        qualification.figures.len(),
        counted(qualification.people, "virtual person", "virtual people"),
        inside(&tests.values),
        inside(&tests.signs),
    )
}

/// Which account stands for which brain.
fn stand_ins(qualification: &Qualification) -> String {
    let mut named: Vec<String> = Vec::new();
    for figure in qualification
        .figures
        .iter()
        .filter(|f| f.accounts.len() > 1)
    {
        if let Some(name) = figure.standing_account().and_then(|a| a.variant.as_ref()) {
            let text = format!("{} under {name}", figure.section);
            if !named.contains(&text) {
                named.push(text);
            }
        }
    }
    if named.is_empty() {
        "the one that is shown".to_owned()
    } else {
        listed(&named)
    }
}

fn tables(qualification: &Qualification) -> Vec<Value> {
    let row = |name: String, cells: [String; 3]| context! { name => name, cells => cells.to_vec() };
    let by_standing = Standing::ALL.map(|standing| {
        let counted = qualification.coverage(|figure| figure.standing == standing);
        row(standing.words().to_owned(), counts(&counted))
    });
    let of_section = |section: &str| {
        qualification
            .coverage(|figure| figure.standing == Standing::Test && figure.section == section)
    };
    let sections = qualification.sections().into_iter();
    let by_section: Vec<Value> = sections
        .filter(|section| of_section(section).all() > 0)
        .map(|section| row(section.to_owned(), counts(&of_section(section))))
        .collect();
    let by_account: Vec<Value> = qualification
        .by_account()
        .into_iter()
        .map(|(section, name, counted)| row(format!("{section}: {name}"), counts(&counted)))
        .collect();
    let table = |title: &str, first: &str, rows: Vec<Value>| {
        (!rows.is_empty()).then(|| context! { title => title, first => first, rows => rows })
    };
    [
        table(
            "By what a figure is to the model",
            "Figures",
            by_standing.to_vec(),
        ),
        table(
            "Never fitted to, by what simulates them",
            "Simulated by",
            by_section,
        ),
        table(
            "Never fitted to, under every account",
            "Brain and account",
            by_account,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A part of the page: the figures of one standing, section by section.
fn part(qualification: &Qualification, standing: Standing) -> Option<Value> {
    let (name, heading, about) = match standing {
        Standing::Test => (
            "never-fitted",
            "Never fitted to",
            "No search has aimed at these figures, and none of them went in.",
        ),
        Standing::Calibrated => (
            "fitted",
            "Fitted to",
            "The search of docs/calibration.md aims at these figures, on other people. Where they are missed, it found nothing better.",
        ),
        Standing::BuiltIn => (
            "went-in",
            "Went in",
            "A number was taken from each of these figures, or the model was built to show its sign. They test the arithmetic.",
        ),
    };
    let of = |section: &str| -> Vec<Value> {
        let figures = qualification.figures.iter();
        figures
            .filter(|f| f.standing == standing && f.section == section && !f.accounts.is_empty())
            .map(row)
            .collect()
    };
    let groups: Vec<Value> = qualification
        .sections()
        .into_iter()
        .map(|section| (section, of(section)))
        .filter(|(_, figures)| !figures.is_empty())
        .map(|(section, figures)| {
            let count = counted(figures.len(), "figure", "figures");
            context! { name => section, count => count, figures => figures }
        })
        .collect();
    (!groups.is_empty()).then(|| {
        context! {
            name => name,
            heading => heading,
            about => about,
            open => standing != Standing::BuiltIn,
            groups => groups,
        }
    })
}

/// Everything the page says of a figure.
fn row(figure: &Figure) -> Value {
    let account = figure.standing_account();
    let accounts: Vec<String> = figure
        .accounts
        .iter()
        .filter(|_| figure.accounts.len() > 1)
        .map(|account| {
            let name = account.variant.as_deref().unwrap_or("");
            let value = short(account.measured.value);
            format!("{name} {value}, {}", account.judgement.agreement.word())
        })
        .collect();
    let agreement = account.map(|account| account.judgement.agreement);
    context! {
        id => figure.id.as_str(),
        anchor => anchor(&figure.id),
        measures => figure.measures.as_str(),
        unit => figure.unit.as_str(),
        published => published(figure),
        simulated => account.map(simulated).unwrap_or_default(),
        range => range(figure),
        mark => agreement.map(mark).unwrap_or_default(),
        agreement => agreement.map(|agreement| agreement.word()).unwrap_or_default(),
        distance => account.map(distance).unwrap_or_default(),
        standing => figure.standing.words(),
        strip => strip(figure).map(Value::from_safe_string),
        n => figure.n.as_str(),
        printed => figure.printed.as_str(),
        source => figure.source.as_str(),
        doi => figure.doi.as_deref(),
        status => format!("{}, confidence {}", figure.status, figure.confidence),
        by => figure.simulated_by.as_str(),
        fair => figure.fair.as_str(),
        accounts => accounts,
    }
}

/// An id as the target of a link: letters, digits and hyphens.
fn anchor(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("figure-{}", id.chars().map(plain).collect::<String>())
}
