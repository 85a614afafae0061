//! Pictures of a run, as SVG text: each says in its title what it shows, and in its description what its numbers are.
//!
//! Every picture has its own file with a `draw` function. [`all`] draws those that a run has data for.

pub mod axis;
pub mod brain_graph;
pub mod brain_layout;
mod brain_lines;
pub mod canvas;
pub mod data;
pub mod difference;
pub mod difference_people;
pub mod factors;
pub mod forest;
pub mod layout;
pub mod memory;
pub mod outcomes;
pub mod png;
pub mod regions;
pub mod statistics;
pub mod text;
pub mod trajectories;
pub mod variants;

pub use png::{PngError, png};

use crate::cohort::results::RunResult;
use crate::report::wording::Wording;
use data::ContrastRow;

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Name of its file without ending, such as `trajectories`.
    pub name: &'static str,
    /// What to look for in it, for the page and for the reader who meets it alone.
    pub caption: &'static str,
    /// SVG text.
    pub svg: String,
}

/// Draws every picture that this run has data for: those of one scenario and its variants, those of pairs (the first two
/// scenarios), and the weight-swap experiment.
///
/// `variant` is the index of the variant shown where a picture shows one; `smallest` the smallest difference that matters,
/// in points of severity.
pub fn all(
    run: &RunResult,
    contrasts: &[ContrastRow],
    variant: usize,
    smallest: f64,
) -> Vec<Picture> {
    let mut pictures = Vec::new();
    let mut add = |name, caption, svg| pictures.push(Picture { name, caption, svg });
    let paired = run.scenarios.len() > 1;
    let wording = Wording::of(&run.outcome);
    if !contrasts.is_empty() {
        add(
            "forest",
            FOREST,
            forest::draw(contrasts, smallest, &wording),
        );
    }
    add(
        "trajectories",
        TRAJECTORIES,
        trajectories::draw(run, variant, "severity"),
    );
    if run.variants.len() > 1 {
        add("variants", VARIANTS, variants::draw(run));
    }
    if paired {
        add(
            "difference",
            DIFFERENCE,
            difference::draw(run, variant, 0, 1),
        );
        add(
            "difference-people",
            PEOPLE,
            difference_people::draw(run, variant, 0, 1, smallest),
        );
    }
    add("outcomes", OUTCOMES, outcomes::draw(run, variant));
    add("factors", FACTORS, factors::draw(run, variant));
    if run.readouts.iter().any(|readout| readout.region) {
        add("regions", REGIONS, regions::draw(run, variant));
    }
    if let Some(memory) = &run.memory {
        add("memory", MEMORY, memory::draw(memory, &run.outcome));
    }
    pictures
}

const FOREST: &str = "Each row is one account of what the drug does. Left of the line, the same people end up lower in the second \
    scenario. An interval that reaches across the line, or that lies within the shaded range, settles nothing.";
const TRAJECTORIES: &str = "The line is the person in the middle: half of the virtual people are above it, half below. The bands \
    show how different people are, not how uncertain the line is.";
const VARIANTS: &str = "The people, their lives and the scenarios are the same in every panel; only the account of the drug differs. \
    Where panels differ, the answer depends on what the drug is assumed to do.";
const DIFFERENCE: &str = "Each virtual person lives both scenarios with the same events. A thin line is one person's difference; \
    the band is how well the mean is known from this many people.";
const PEOPLE: &str = "A mean can hide that some gain and some lose. Here every person has a bar.";
const OUTCOMES: &str = "Rated severity carries the noise of a rating scale, as in a trial. The vertical line is the mean of the scenario.";
const FACTORS: &str = "Read from above to below: what is swallowed, what reaches the blood and the transporter, what follows in the \
    slow chemistry, how fast synapses then change, and what comes of it. A step that does not move cannot carry an effect further down.";
const REGIONS: &str = "Regions are groups of model units that stand for a region; their activity is no image of a real brain.";
const MEMORY: &str = "Copies of the same ill people: one keeps everything, one gets its own healthy body back, one its own healthy \
    weights, one both. If severity follows the weights, the illness is stored in the synapses; if it follows the body, in the slow chemistry.";

/// The title of a picture as it stands in its SVG: escaped, ready for HTML.
pub fn title_of(svg: &str) -> &str {
    let after = svg
        .split_once("<title")
        .and_then(|(_, rest)| rest.split_once('>'));
    after
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map_or("", |(title, _)| title)
}

/// A picture without its own style sheet, for a page that carries it once, and for renderers that know no media queries.
pub fn without_style(svg: &str) -> String {
    match (svg.find("<style>"), svg.find("</style>")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &svg[..start], &svg[end + "</style>".len()..])
        }
        _ => svg.to_string(),
    }
}
