//! What a claim rests on: the numbers of its couplings, and what was published about its protocols.

use super::worlds::Worlds;
use crate::cohort::results::ParameterInfo;
use crate::inference::ground::{EvidenceInfo, Ground};
use crate::spec::bench::Setup;
use crate::spec::claims::Trial;
use crate::spec::files::PublishedFile;
use crate::spec::lab_numbers::of_lab_file;
use crate::spec::{Kind, Sourced};

/// The ground of a claim.
pub(super) fn of(trial: &Trial, worlds: &Worlds) -> Ground {
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
    for note in trial.bench.iter().flat_map(|(_, setup)| &setup.published) {
        let note = published(note);
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
