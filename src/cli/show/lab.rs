//! Files of the lab in words.

use super::words::{ground, sentence, shortened};
use super::{field, head, point};
use crate::cohort::results::ParameterInfo;
use crate::spec::files::{Grade, ProtocolFile, PublishedFile, SynapseFile};
use crate::spec::lab_numbers::of_lab_file;
use crate::spec::{Kind, Library, Sourced};

/// A synapse: its rule, and every number with its ground.
pub(super) fn synapse(library: &Library, file: &Sourced<SynapseFile>) -> String {
    let written = &file.value;
    let mut text = head("synapse", &written.title, file);
    text.push_str(&field("What it is", &sentence(&written.meaning)));
    text.push_str(&field("Rule", written.rule.word()));
    text.push_str(&field("Source", written.source.as_deref().unwrap_or("")));
    let fitted = written.fitted_to.as_ref().map(|fitted| {
        let evidence = match fitted.evidence.as_slice() {
            [] => String::new(),
            files => format!(" ({})", files.join(", ")),
        };
        let taken = fitted
            .taken_as
            .as_ref()
            .map(|taken| format!(", taken as {taken}"));
        let taken = taken.unwrap_or_default();
        format!(
            "{}{evidence}{taken}: {} of its numbers",
            fitted.data, fitted.parameters
        )
    });
    text.push_str(&field("Fitted to", fitted.as_deref().unwrap_or("nothing")));
    text.push_str("\n  Its numbers\n");
    text.extend(of_lab_file(Kind::Synapse, file).iter().map(number));
    let uses: Vec<String> = library
        .names(Kind::Protocol)
        .into_iter()
        .filter(|name| {
            let protocol = library.read_protocol(name);
            protocol.is_ok_and(|protocol| protocol.value.synapses.contains(&file.name))
        })
        .collect();
    text.push('\n');
    text.push_str(&field("Used by", &uses.join(", ")));
    text.push_str(&field(
        "Try it",
        &format!("rewire lab PROTOCOL --synapse {}", file.name),
    ));
    text
}

/// A protocol: what is done, to what, and what one sees.
pub(super) fn protocol(file: &Sourced<ProtocolFile>, called: &str) -> String {
    let written = &file.value;
    let mut text = head("protocol", &written.title, file);
    text.push_str(&field("Shows", &sentence(&written.shows)));
    text.push_str(&field("Kind", written.kind.word()));
    text.push_str(&field("Synapses", &written.synapses.join(", ")));
    text.push_str(&field("Held against", &written.evidence.join(", ")));
    text.push_str(&field("Source", written.source.as_deref().unwrap_or("")));
    text.push_str("\n  What is done\n");
    text.extend(of_lab_file(Kind::Protocol, file).iter().map(number));
    text.push('\n');
    text.push_str(&field("Run it", &format!("rewire lab {called}")));
    text
}

/// Published points: what was found, and how well it is known here.
pub(super) fn published(file: &Sourced<PublishedFile>) -> String {
    let written = &file.value;
    let mut text = head("evidence", &written.title, file);
    text.push_str(&field("Found", &sentence(&written.statement)));
    text.push_str(&field("Source", &written.source));
    text.push_str(&field("DOI", &written.doi));
    text.push_str(&field(
        "Status",
        &format!(
            "{}, confidence {}",
            written.status.word(),
            written.confidence
        ),
    ));
    for series in &written.series {
        text.push_str(&format!("\n  {}\n", series.condition));
        for p in &series.points {
            let error = p.sem.map(|sem| format!(" ± {sem}")).unwrap_or_default();
            text.push_str(&point(&format!("at {}: {}{error}", p.x, p.y)));
        }
    }
    text
}

fn number(parameter: &ParameterInfo) -> String {
    let grades = [
        Grade::MeasuredHuman,
        Grade::MeasuredAnimal,
        Grade::Fitted,
        Grade::Assumed,
    ];
    let grade = grades
        .into_iter()
        .find(|grade| grade.word() == parameter.grade);
    // The source of the file stands above, once.
    point(&format!(
        "{} {}: {} {}",
        parameter.name,
        shortened(&parameter.value),
        parameter.meaning,
        ground(grade, Some(&parameter.source)),
    ))
}
