//! The page of the lab: one self-contained HTML file with a section for each protocol, what it shows, its pictures, which rules
//! the published points reject, where the numbers come from, and how to repeat it.

use super::words::{level, plain};
use super::{LabPicture, Titles};
use crate::cohort::results::ParameterInfo;
use crate::lab::Experiment;
use crate::lab::experiment::Fit;
use crate::report::page::{PageError, STYLE_SHEET, grade_summary, grades};
use crate::report::pictures::text::{counted, listed};
use crate::report::pictures::{title_of, without_style};
use crate::report::style;
use crate::report::template::fill;
use minijinja::context;
use minijinja::value::Value;

const TEMPLATE: &str = include_str!("../templates/lab.html");

/// Everything the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct LabPage<'a> {
    /// Experiments with their pictures, in reading order.
    pub experiments: &'a [(Experiment, Vec<LabPicture>)],
    /// Titles of synapses.
    pub titles: &'a Titles,
    /// What was published, by protocol.
    pub evidence: &'a [EvidenceNote],
    /// Every number that went in.
    pub parameters: &'a [ParameterInfo],
    /// Probability below which data reject a rule.
    pub rejected_below: f64,
    /// The command that repeats it.
    pub command: &'a str,
    /// What ran: name and version.
    pub versions: &'a [(String, String)],
    /// What went in: file and hash.
    pub hashes: &'a [(String, String)],
}

/// What was published about a protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceNote {
    /// Name of the protocol.
    pub protocol: String,
    /// What was found.
    pub statement: String,
    /// Where it was published, with its DOI.
    pub source: String,
    /// How well it is known here, in words.
    pub status: String,
}

/// Writes the page as HTML text.
///
/// # Errors
/// When the template cannot be filled, which no input of this type should cause.
pub fn render(page: &LabPage<'_>) -> Result<String, PageError> {
    fill(TEMPLATE, page_of(page))
}

fn page_of(page: &LabPage<'_>) -> Value {
    let named = |pairs: &[(String, String)]| -> Vec<Value> {
        pairs
            .iter()
            .map(|(name, value)| context! { name => name.as_str(), value => value.as_str() })
            .collect()
    };
    let sections = page.experiments.iter();
    let sections: Vec<Value> = sections
        .map(|(experiment, pictures)| section(page, experiment, pictures))
        .collect();
    context! {
        style => Value::from_safe_string(format!("{}\n{STYLE_SHEET}", style::picture_css())),
        title => title(page),
        lead => lead(page),
        sections => sections,
        rejected_below => plain(page.rejected_below),
        grades => grades(page.parameters),
        grade_summary => grade_summary(page.parameters),
        parameter_count => page.parameters.len(),
        command => page.command,
        versions => named(page.versions),
        hashes => named(page.hashes),
    }
}

fn title(page: &LabPage<'_>) -> String {
    match page.experiments {
        [(only, _)] => only.title.clone(),
        _ => "The synapse lab".to_owned(),
    }
}

/// One sentence: what is on the page, and which rules the data reject.
fn lead(page: &LabPage<'_>) -> String {
    let fits = || page.experiments.iter().flat_map(|(e, _)| &e.fits);
    let mut rejected: Vec<String> = Vec::new();
    for fit in fits().filter(|fit| fit.rejected) {
        let title = said(page.titles, &fit.synapse);
        if !rejected.contains(&title) {
            rejected.push(title);
        }
    }
    let done = counted(page.experiments.len(), "protocol", "protocols");
    match (fits().count(), rejected.as_slice()) {
        (0, _) => format!("{done}; none of them is held against published points."),
        (_, []) => format!("{done}; the published points reject none of the rules shown."),
        (_, rejected) => format!("{done}; the published points reject {}.", listed(rejected)),
    }
}

fn said(titles: &Titles, synapse: &str) -> String {
    titles
        .get(synapse)
        .map_or(synapse, String::as_str)
        .to_owned()
}

fn section(page: &LabPage<'_>, experiment: &Experiment, pictures: &[LabPicture]) -> Value {
    let shown: Vec<Value> = pictures
        .iter()
        .map(|picture| {
            context! {
                name => picture.name.as_str(),
                title => Value::from_safe_string(title_of(&picture.svg).to_owned()),
                svg => Value::from_safe_string(without_style(&picture.svg)),
            }
        })
        .collect();
    let fits: Vec<Value> = experiment.fits.iter().map(|fit| row(page, fit)).collect();
    let evidence: Vec<Value> = page
        .evidence
        .iter()
        .filter(|note| note.protocol == experiment.protocol)
        .map(|note| {
            context! {
                statement => note.statement.as_str(),
                source => note.source.as_str(),
                status => note.status.as_str(),
            }
        })
        .collect();
    context! {
        name => experiment.protocol.as_str(),
        title => experiment.title.as_str(),
        shows => experiment.shows.trim(),
        done_to => done_to(page, experiment),
        pictures => shown,
        fits => fits,
        noisy => experiment.fits.iter().any(|fit| fit.noise_decides),
        evidence => evidence,
    }
}

/// Which synapses at which levels the curves of an experiment are of.
fn done_to(page: &LabPage<'_>, experiment: &Experiment) -> String {
    let (mut synapses, mut levels) = (Vec::new(), Vec::new());
    for curve in experiment.panels.iter().flat_map(|panel| &panel.curves) {
        let (synapse, level) = (said(page.titles, &curve.synapse), level(curve.bdnf));
        if !synapses.contains(&synapse) {
            synapses.push(synapse);
        }
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    format!("{}; {}", listed(&synapses), listed(&levels))
}

fn row(page: &LabPage<'_>, fit: &Fit) -> Value {
    let p = if fit.p_value < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{:.3}", fit.p_value)
    };
    context! {
        synapse => said(page.titles, &fit.synapse),
        points => fit.points,
        fitted => fit.fitted_to.as_str(),
        evidence => fit.evidence.as_str(),
        error => plain(fit.mean_squared_error),
        p => p,
        sign => if fit.rejected { "\u{25a0}" } else { "\u{25cb}" },
        verdict => if fit.rejected { "rejected" } else { "not rejected" },
        noise => fit.noise_decides,
    }
}
