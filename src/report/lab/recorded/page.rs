//! The page of recorded spikes: one self-contained HTML file.

use super::{Ending, Recording};
use crate::cohort::results::ParameterInfo;
use crate::report::lab::LabPicture;
use crate::report::lab::words::plain;
use crate::report::page::{PageError, STYLE_SHEET, grade_summary, grades};
use crate::report::pictures::{title_of, without_style};
use crate::report::style;
use crate::report::template::fill;
use minijinja::context;
use minijinja::value::Value;

const TEMPLATE: &str = include_str!("../../templates/recorded.html");

/// Everything the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct RecordedPage<'a> {
    /// The spikes.
    pub recording: &'a Recording,
    /// What is left of every synapse.
    pub endings: &'a [Ending],
    /// Pictures in reading order.
    pub pictures: &'a [LabPicture],
    /// Synapses of the calcium rule that began in either state.
    pub simulated_synapses: u32,
    /// Every number that went in.
    pub parameters: &'a [ParameterInfo],
    /// The command that repeats it.
    pub command: &'a str,
    /// What ran: name and version.
    pub versions: &'a [(String, String)],
    /// What went in: file and hash.
    pub hashes: &'a [(String, String)],
}

/// Writes the page as HTML text.
///
/// # Errors
/// When the template cannot be filled, which no input of this type should cause.
pub fn render(page: &RecordedPage<'_>) -> Result<String, PageError> {
    let named = |pairs: &[(String, String)]| -> Vec<Value> {
        pairs
            .iter()
            .map(|(name, value)| context! { name => name.as_str(), value => value.as_str() })
            .collect()
    };
    let pictures: Vec<Value> = page
        .pictures
        .iter()
        .map(|picture| {
            context! {
                name => picture.name.as_str(),
                title => Value::from_safe_string(title_of(&picture.svg).to_owned()),
                svg => Value::from_safe_string(without_style(&picture.svg)),
            }
        })
        .collect();
    let has = |wanted: fn(&Ending) -> bool| page.endings.iter().any(wanted);
    fill(
        TEMPLATE,
        context! {
            style => Value::from_safe_string(format!("{}\n{STYLE_SHEET}", style::picture_css())),
            file => page.recording.file.as_str(),
            spikes => page.recording.in_words(),
            unit => page.recording.unit.as_str(),
            rows => page.endings.iter().map(row).collect::<Vec<Value>>(),
            pictures => pictures,
            has_calcium => has(|ending| ending.weight_error.is_some()),
            has_tetani => has(|ending| ending.weak_tetani.is_some()),
            has_responses => has(|ending| ending.weight.is_none()),
            simulated_synapses => page.simulated_synapses,
            grades => grades(page.parameters),
            grade_summary => grade_summary(page.parameters),
            parameter_count => page.parameters.len(),
            command => page.command,
            versions => named(page.versions),
            hashes => named(page.hashes),
        },
    )
}

fn row(ending: &Ending) -> Value {
    context! {
        synapse => ending.title.as_str(),
        bdnf => ending.bdnf.map_or("not seen".to_owned(), plain),
        counted => ending.counted(),
        until => plain(ending.until_s),
        left => ending.in_words(),
    }
}
