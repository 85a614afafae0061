//! Published figures, and the plans that use them, in words.

use super::words::sentence;
use super::{field, head, point};
use crate::spec::files::{FigureTable, FiguresFile, QualificationFile, SimulatedBy};
use crate::spec::{Kind, Library, Sourced};

/// A file of figures: what was found, and what here corresponds to it.
pub(super) fn figures(file: &Sourced<FiguresFile>) -> String {
    let written = &file.value;
    let mut text = head("figures", &written.title, file);
    text.push_str(&field("Found", &sentence(&written.statement)));
    text.push_str(&field("Source", &written.source));
    text.push_str(&field("DOI", written.doi.as_deref().unwrap_or("")));
    let confidence = written.confidence;
    let status = format!("{}, confidence {confidence}", written.status.word());
    text.push_str(&field("Status", &status));
    text.push_str("\n  Figures\n");
    text.extend(
        written
            .figures
            .iter()
            .map(|figure| point(&in_words(figure))),
    );
    for block in &written.blocks {
        let targets: Vec<&str> = block.targets.iter().map(|t| t.figure.as_str()).collect();
        text.push_str(&format!("\n  Fitted together: {}\n", block.name));
        text.push_str(&field("To", &targets.join(", ")));
        let moved: Vec<&str> = block.parameters.iter().map(|p| p.name.as_str()).collect();
        text.push_str(&field("By moving", &moved.join(", ")));
    }
    text
}

fn in_words(figure: &FigureTable) -> String {
    let unit = figure.unit.as_deref().unwrap_or("");
    let number = figure
        .value
        .map_or_else(String::new, |value| format!(": {value} {unit}"));
    let interval = figure
        .interval
        .map_or_else(String::new, |[low, high]| format!(" ({low} to {high})"));
    let simulated = &figure.simulated;
    let by = match simulated.by {
        SimulatedBy::Run => format!(
            "{} of {}",
            simulated.statistic.map_or("", |statistic| statistic.name()),
            simulated.scenarios.join(" and ")
        ),
        SimulatedBy::Prevalence => "the share of people who fall ill".to_owned(),
        SimulatedBy::Lab => format!("the lab, {}", simulated.protocol.as_deref().unwrap_or("")),
        SimulatedBy::Kinetics => format!(
            "the kinetics of {}",
            simulated.treatment.as_deref().unwrap_or("")
        ),
        SimulatedBy::Trait => format!(
            "the trait {}",
            simulated.trait_name.as_deref().unwrap_or("")
        ),
        SimulatedBy::Parameter => format!(
            "{} in {}",
            simulated.path.as_deref().unwrap_or(""),
            simulated.file.as_deref().unwrap_or("")
        ),
        SimulatedBy::None => format!("nothing: {}", simulated.reason.as_deref().unwrap_or("")),
    };
    format!(
        "{} {}{number}{interval}; held against {by}",
        figure.id, figure.measures
    )
}

/// A plan: which figures, which accounts, which people.
pub(super) fn plan(library: &Library, file: &Sourced<QualificationFile>, called: &str) -> String {
    let written = &file.value;
    let mut text = head("qualification", &written.title, file);
    text.push_str(&field("What for", &sentence(&written.meaning)));
    let all = library.names(Kind::Figures);
    let evidence = if written.evidence.is_empty() {
        all
    } else {
        written.evidence.clone()
    };
    text.push_str(&field("Evidence", &evidence.join(", ")));
    text.push_str(&field("Without", &written.without.join(", ")));
    text.push_str(&field("Figures", &written.figures.join(", ")));
    let accounts = written.accounts.iter();
    let accounts: Vec<String> = accounts
        .map(|(brain, name)| format!("{brain}: {name}"))
        .collect();
    text.push_str(&field("Accounts", &accounts.join(", ")));
    text.push_str(&field("People", &written.seeds));
    text.push_str(&field("Run it", &format!("rewire qualify {called}")));
    text
}
