//! What people look at after the lab: pictures, tables, the page, the few lines on the terminal.
//!
//! All of it is made from [`Experiment`]s alone: nothing here knows a rule or a protocol.

pub mod page;
pub mod record;
pub mod recorded;
pub mod tables;
pub mod terminal;

mod draw;
mod facet;
mod ruler;
mod split;
pub(in crate::report) mod words;

use crate::lab::Experiment;
use std::collections::BTreeMap;

/// Titles of synapses by name, for legends.
pub type Titles = BTreeMap<String, String>;

/// A finished picture of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabPicture {
    /// Name of its file without ending, such as `pairing-frequency-change`.
    pub name: String,
    /// SVG text.
    pub svg: String,
}

/// One picture for each panel, in the order of the panels. The only one of an experiment is called as the experiment.
pub fn pictures(experiment: &Experiment, titles: &Titles) -> Vec<LabPicture> {
    let panels = experiment.panels.iter();
    panels
        .map(|panel| {
            let name = file_name(&experiment.protocol, &panel.name);
            let title = match experiment.panels.len() {
                1 => &experiment.title,
                _ => &panel.title,
            };
            let svg = draw::draw(&name, title, panel, titles);
            LabPicture { name, svg }
        })
        .collect()
}

/// A name that is safe as a file and as an id: letters, digits and hyphens.
fn file_name(protocol: &str, panel: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        }
    };
    format!("{protocol}-{panel}").chars().map(plain).collect()
}
