//! The pages of claims: the matrix of all of them, and a page for each. Made from the results alone.
//!
//! As in the page of a run, the words are in the templates, everything is escaped but what is made here, and a page loads nothing.

mod claim;
mod matrix;
mod rests;

use super::record::ClaimsInfo;
use crate::inference::Verdict;
use crate::inference::claims::{ClaimResult, ClaimResults};
use crate::report::claims::words;
use crate::report::files::{FileError, RunDirectory};
use crate::report::page::{PageError, STYLE_SHEET};
use crate::report::style;
use crate::report::template::fill;
use minijinja::context;
use minijinja::value::Value;
use std::fmt;

/// The page of all claims.
pub const MATRIX: &str = "claims.html";
const MATRIX_TEMPLATE: &str = include_str!("../../templates/claims.html");
const CLAIM_TEMPLATE: &str = include_str!("../../templates/claim.html");
const OWN_STYLE_SHEET: &str = include_str!("../../templates/claims.css");

/// A page could not be made, or not be written.
#[derive(Debug)]
pub enum PagesError {
    /// Its template could not be filled.
    Page(PageError),
    /// The system refused.
    File(FileError),
}

impl fmt::Display for PagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PagesError {}

/// Writes all pages.
///
/// # Errors
/// If a file cannot be written, or a template not be filled, which no input should cause.
pub fn write(
    directory: &RunDirectory,
    results: &ClaimResults,
    info: &ClaimsInfo,
) -> Result<(), PagesError> {
    for (name, page) in render(results, info).map_err(PagesError::Page)? {
        let written = directory.write(&name, page.as_bytes());
        written.map_err(PagesError::File)?;
    }
    Ok(())
}

/// All pages as HTML text, with the names of their files: first the matrix, then a page for each claim.
///
/// # Errors
/// If a template cannot be filled, which no input should cause.
pub fn render(
    results: &ClaimResults,
    info: &ClaimsInfo,
) -> Result<Vec<(String, String)>, PageError> {
    let matrix = fill(MATRIX_TEMPLATE, matrix::page(results, info))?;
    let mut pages = vec![(MATRIX.to_owned(), matrix)];
    for place in 0..results.claims.len() {
        let page = fill(CLAIM_TEMPLATE, claim::page(results, place, info))?;
        pages.push((
            format!("claims/{}", file_name(&results.claims[place])),
            page,
        ));
    }
    Ok(pages)
}

/// Name of the page of a claim: its id, with nothing in it that a link could stumble over.
fn file_name(claim: &ClaimResult) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id: String = claim.claim.id.chars().map(safe).collect();
    format!("{id}.html")
}

/// What the style sheets of both kinds of pages are made of.
fn style_sheet() -> Value {
    let parts = [style::page_css(), style::picture_css()];
    Value::from_safe_string(format!(
        "{}\n{STYLE_SHEET}{OWN_STYLE_SHEET}",
        parts.concat()
    ))
}

fn shown(verdict: Verdict) -> Value {
    context! {
        words => verdict.to_string(),
        sign => words::sign(verdict),
        class => words::class(verdict),
    }
}

/// How many verdicts of each kind there are, for a bar; kinds without any are left out.
fn bar(verdicts: &[Verdict]) -> Vec<Value> {
    let counts = words::VERDICTS.into_iter().zip(words::tally(verdicts));
    counts
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| context! { verdict => shown(verdict), count => count })
        .collect()
}

fn verdicts(claim: &ClaimResult) -> Vec<Verdict> {
    claim
        .accounts
        .iter()
        .map(|account| account.verdict)
        .collect()
}

fn hashes(info: &ClaimsInfo) -> Vec<Value> {
    let inputs = info.inputs.iter();
    inputs
        .map(|input| context! { name => input.name.as_str(), value => input.sha256.as_str() })
        .collect()
}

fn versions() -> Vec<Value> {
    vec![context! { name => "rewire", value => env!("CARGO_PKG_VERSION") }]
}
