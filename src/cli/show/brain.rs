//! A brain in words: what it consists of, what is disputed about it, what is observed of it, how well it is known.

use super::words::{number, percent, sentence, signed, time};
use super::{brain_graph, field, head, in_force, point};
use crate::cli::arguments::{Shared, ShowOptions};
use crate::cli::output::PNG_WIDTH;
use crate::cli::{Failure, Outcome, say, work};
use crate::report::files::{FileError, write_file};
use crate::report::pictures;
use crate::spec::files::{BrainFile, Grade};
use crate::spec::parameters::of_brain;
use crate::spec::relations::Surroundings;
use crate::spec::{Kind, Opened};
use crate::spec::{Library, Sourced};
use std::path::Path;

pub(super) fn brain(library: &Library, file: &Sourced<BrainFile>) -> String {
    let brain = &file.value;
    let mut text = head("brain", &brain.title, file);
    text.push_str(&field("What it is", &sentence(&brain.summary)));
    text.push_str(&field("Condition", &condition(brain)));
    text.push_str(&section("Populations of rate units"));
    for (name, population) in brain.populations.iter() {
        let size = say::counted(population.size as usize, "unit", "units");
        let shown = if population.clamped {
            ", set by what happens"
        } else {
            ""
        };
        text.push_str(&point(&format!(
            "{name} ({size}{shown}): {}",
            population.meaning
        )));
    }
    text.push_str(&field("", &projections(brain)));
    text.push_str(&section(
        "Slow factors, each with the time in which it moves about two thirds of its way",
    ));
    for (name, factor) in brain.factors.iter() {
        text.push_str(&point(&format!(
            "{name} ({}): {}",
            time(factor.time_constant.0),
            factor.meaning
        )));
    }
    text.push_str(&section(
        "Disputed lines: off unless a variant switches them on",
    ));
    for (_, coupling) in brain
        .couplings
        .iter()
        .filter(|(_, coupling)| coupling.contested)
    {
        let strength = signed(coupling.strength);
        text.push_str(&point(&format!(
            "{}: {} to {} ({strength})",
            coupling.meaning, coupling.from, coupling.to
        )));
    }
    text.push_str(&section("Life"));
    for (name, experience) in brain.experiences.iter() {
        text.push_str(&point(&format!("{name}: {}", experience.meaning)));
    }
    text.push_str(&section("How people differ"));
    for (name, person) in brain.traits.iter() {
        let unit = person
            .unit
            .as_ref()
            .map(|unit| format!(" {unit}"))
            .unwrap_or_default();
        text.push_str(&point(&format!(
            "{name}: {} ({}{unit})",
            person.meaning,
            person.law.words()
        )));
    }
    text.push_str(&section("What is observed"));
    for (name, readout) in brain.readouts.iter() {
        text.push_str(&point(&format!(
            "{name} ({}): {}",
            readout.unit, readout.meaning
        )));
    }
    if let Ok(draft) = library.brain_draft(&file.name) {
        text.push_str(&section("Every number in force"));
        text.push_str(&in_force::in_force(&draft.root));
    }
    text.push('\n');
    text.push_str(&field("Numbers", &grades(brain, &file.name)));
    text.push_str(&field(
        "Variants",
        &variants(library, &file.name).join(", "),
    ));
    text.push_str(&field(
        "Picture",
        &format!("rewire show {} --svg FILE", file.name),
    ));
    text.push_str(&field("Any name", "rewire explain NAME"));
    text
}

/// Variants of a brain in the order that they give themselves; those that cannot be read come last.
fn variants(library: &Library, brain: &str) -> Vec<String> {
    let mut names = library.variants_of(brain);
    names.sort_by_cached_key(|name| {
        let variant = library.read_variant(brain, name).ok();
        variant
            .and_then(|variant| variant.value.order)
            .unwrap_or(u32::MAX)
    });
    names
}

fn section(title: &str) -> String {
    format!("\n  {title}\n")
}

fn condition(brain: &BrainFile) -> String {
    let severity = &brain.severity;
    let whole: f64 = severity
        .components
        .iter()
        .map(|component| component.weight)
        .sum();
    let parts: Vec<String> = severity
        .components
        .iter()
        .map(|component| {
            format!(
                "{} {}",
                component.readout,
                percent(component.weight / whole)
            )
        })
        .collect();
    format!(
        "{}: a severity from 0 to 100 made of {}. Ill at {} or more, in remission below {}.",
        brain.condition,
        say::listed(&parts),
        number(severity.ill_at),
        number(severity.remission_below),
    )
}

fn projections(brain: &BrainFile) -> String {
    let all = brain.projections.len();
    let plastic = brain
        .projections
        .iter()
        .filter(|(_, projection)| projection.rule.is_some())
        .count();
    let structural = brain
        .projections
        .iter()
        .filter(|(_, projection)| projection.structural)
        .count();
    format!(
        "{} join them; {plastic} of these learn, and of {structural} synapses are pruned and grow anew. {} and {} act on them and on each other.",
        say::counted(all, "projection", "projections"),
        say::counted(brain.couplings.len(), "coupling", "couplings"),
        say::counted(brain.factors.len(), "slow factor", "slow factors"),
    )
}

/// How many numbers stand on what ground; assumed ones first.
fn grades(brain: &BrainFile, name: &str) -> String {
    let numbers = of_brain(brain, name);
    let all = [
        (Grade::Assumed, "assumed"),
        (Grade::Fitted, "fitted to published figures"),
        (Grade::MeasuredAnimal, "measured in animals or cells"),
        (Grade::MeasuredHuman, "measured in people"),
    ];
    let parts: Vec<String> = all
        .iter()
        .map(|(grade, words)| {
            let count = numbers
                .iter()
                .filter(|number| number.grade == grade.word())
                .count();
            format!("{count} {words}")
        })
        .collect();
    format!(
        "{} entries carry numbers: {}.",
        numbers.len(),
        say::listed(&parts)
    )
}

/// Writes what drives what as a picture, and says where.
pub(super) fn write_picture(
    library: &Library,
    opened: &[Opened],
    target: &Path,
    options: &ShowOptions,
    shared: &Shared,
) -> Outcome {
    let brain = opened.iter().find_map(|file| match file {
        Opened::Brain(brain) => Some(&brain.name),
        _ => None,
    });
    let around = brain.and_then(|brain| Surroundings::read(library, brain));
    let Some(around) = around else {
        return Err(Failure::BadInput(format!(
            "{} is no brain: only a brain has a picture of what drives what; there is {}",
            options.name,
            say::listed(&library.names(Kind::Brain)),
        )));
    };
    if options.png
        && target
            .extension()
            .is_some_and(|extension| extension == "png")
    {
        return Err(Failure::BadInput(format!(
            "{} would be both the SVG and the PNG; name the SVG, and the PNG is written beside it",
            target.display()
        )));
    }
    let svg = pictures::brain_graph::draw(&brain_graph::graph(&around, options.all));
    let mut files = vec![(target.to_owned(), svg.clone().into_bytes())];
    if options.png {
        let png = pictures::png(&svg, PNG_WIDTH).map_err(work::failed)?;
        files.push((target.with_extension("png"), png));
    }
    for (path, content) in files {
        write_file(&path, &content, options.force).map_err(|error| match error {
            FileError::Exists(_) | FileError::Name(_) => Failure::BadInput(error.to_string()),
            error => work::failed(error),
        })?;
        if !shared.quiet && !shared.json {
            say::result(&format!("wrote {}\n", path.display()))?;
        }
    }
    Ok(())
}
