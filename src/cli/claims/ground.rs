//! What a claim rests on: the numbers of its couplings, and what was published about its protocols, and about its readouts in
//! its scenarios.

use super::worlds::Worlds;
use crate::cohort::results::ParameterInfo;
use crate::inference::Statistic;
use crate::inference::claims::{AskedInfo, TestInfo};
use crate::inference::ground::{EvidenceInfo, Ground};
use crate::spec::bench::Setup;
use crate::spec::claims::Trial;
use crate::spec::files::{FigureTable, FiguresFile, PublishedFile, SimulatedBy, SimulatedTable};
use crate::spec::lab_numbers::of_lab_file;
use crate::spec::{Kind, Sourced};

/// The ground of a claim.
pub(super) fn of(trial: &Trial, worlds: &Worlds, figures: &[Sourced<FiguresFile>]) -> Ground {
    let mut all: Vec<ParameterInfo> = Vec::new();
    let mut add = |number: ParameterInfo| {
        if !all.contains(&number) {
            all.push(number);
        }
    };
    for group in &trial.groups {
        worlds.numbers(&group.world).into_iter().for_each(&mut add);
    }
    for (_, setup) in &trial.bench {
        of_bench(setup).into_iter().for_each(&mut add);
    }
    let mut went_in: Vec<(String, usize)> = Vec::new();
    for number in &all {
        match went_in.iter_mut().find(|(grade, _)| *grade == number.grade) {
            Some((_, count)) => *count += 1,
            None => went_in.push((number.grade.clone(), 1)),
        }
    }
    let info = &trial.info;
    let names: Vec<String> = (info.couplings.iter().chain(&info.knock_out))
        .map(|coupling| format!("couplings.{coupling}.strength"))
        .collect();
    // At the bench there are no couplings: every number of the rule is what the answer rests on.
    all.retain(|number| !number.file.starts_with("models/") || names.contains(&number.name));
    let mut evidence: Vec<EvidenceInfo> = Vec::new();
    let of_bench = trial.bench.iter().flat_map(|(_, setup)| &setup.published);
    let of_people = about(trial, figures).map(|(file, figure)| figure_of(&file.value, figure));
    for note in of_bench.map(published).chain(of_people) {
        if !evidence.contains(&note) {
            evidence.push(note);
        }
    }
    Ground {
        numbers: all,
        went_in,
        evidence,
    }
}

fn of_bench(setup: &Setup) -> Vec<ParameterInfo> {
    let synapses = setup.synapse_files.iter();
    let of_synapses = synapses.flat_map(|file| of_lab_file(Kind::Synapse, file));
    let of_protocol = of_lab_file(Kind::Protocol, &setup.file);
    of_protocol.into_iter().chain(of_synapses).collect()
}

fn published(file: &Sourced<PublishedFile>) -> EvidenceInfo {
    let said = &file.value;
    let words: Vec<&str> = said.statement.split_whitespace().collect();
    EvidenceInfo {
        name: file.name.clone(),
        statement: words.join(" "),
        source: format!("{}, {}", said.source, said.doi),
        status: format!("{}, confidence {}", said.status.words(), said.confidence),
    }
}

/// The figures that are about a test of a claim, each with its file.
pub(super) fn about<'a>(
    trial: &'a Trial,
    files: &'a [Sourced<FiguresFile>],
) -> impl Iterator<Item = (&'a Sourced<FiguresFile>, &'a FigureTable)> {
    let figures = files
        .iter()
        .flat_map(|file| file.value.figures.iter().map(move |figure| (file, figure)));
    figures.filter(|(_, figure)| is_about(&figure.simulated, &trial.info.tests))
}

/// Whether a figure is of a readout of a test, in scenarios that the test compares; rated severity counts as severity.
fn is_about(figure: &SimulatedTable, tests: &[TestInfo]) -> bool {
    // Who drops out is no readout.
    if figure.statistic == Some(Statistic::DropOutShare) {
        return false;
    }
    let plain = |readout: &str| readout.trim_end_matches("_rated").to_owned();
    let readout = plain(figure.readout.as_deref().unwrap_or("severity"));
    let in_test = |test: &TestInfo| match &test.asked {
        AskedInfo::People(question) => {
            let known = |scenario| question.scenarios.contains(scenario);
            plain(&question.readout) == readout && figure.scenarios.iter().all(known)
        }
        AskedInfo::Bench { .. } => false,
    };
    figure.by == SimulatedBy::Run && !figure.scenarios.is_empty() && tests.iter().any(in_test)
}

fn figure_of(file: &FiguresFile, figure: &FigureTable) -> EvidenceInfo {
    let unit = figure.unit.as_deref().filter(|unit| *unit != "1");
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    let number = figure.value.map(|value| format!("{value}{unit}"));
    let interval = (figure.interval).map(|[low, high]| format!(", interval {low} to {high}"));
    let printed = match (number, &figure.published) {
        (Some(number), _) => format!("{number}{}", interval.unwrap_or_default()),
        (None, Some(words)) => words.clone(),
        (None, None) => "an order, without a number".to_owned(),
    };
    let doi = (figure.doi.as_ref().or(file.doi.as_ref()))
        .map_or_else(String::new, |doi| format!(", {doi}"));
    let status = figure.status.unwrap_or(file.status);
    let confidence = figure.confidence.unwrap_or(file.confidence);
    EvidenceInfo {
        name: figure.id.clone(),
        statement: format!("{}: {printed}", figure.measures),
        source: format!("{}{doi}", figure.source.as_ref().unwrap_or(&file.source)),
        status: format!("{}, confidence {confidence}", status.words()),
    }
}
