//! Every row of the register has a claim, and every claim a row; none is left out.

use rewire::spec::Library;
use rewire::spec::files::Section;
use std::collections::BTreeSet;

/// Sections of the register with their letter and number of rows.
const SECTIONS: [(char, usize, Section); 5] = [
    ('A', 13, Section::Learning),
    ('B', 13, Section::Antidepressants),
    ('C', 9, Section::Therapy),
    ('D', 6, Section::Conditions),
    ('E', 6, Section::Treatments),
];

#[test]
fn every_row_of_the_register_has_a_claim() {
    let library = Library::new(None);
    let mut ids = Vec::new();
    for name in library.claims() {
        let claim = library.read_claim(&name).unwrap_or_else(|m| panic!("{m}"));
        let claim = claim.value;
        assert!(
            name.starts_with(&format!("{}-", claim.id)),
            "{name} is {}",
            claim.id
        );
        let (letter, ..) = SECTIONS
            .into_iter()
            .find(|(.., section)| *section == claim.section)
            .unwrap();
        assert!(claim.id.starts_with(letter), "{name}");
        ids.push(claim.id);
    }
    let rows: Vec<String> = SECTIONS
        .into_iter()
        .flat_map(|(letter, rows, _)| (1..=rows).map(move |row| format!("{letter}{row}")))
        .collect();
    assert_eq!(ids, rows, "in the order of the register");
}

#[test]
fn every_claim_tells_both_sides_and_what_every_account_predicts() {
    let library = Library::new(None);
    for name in library.claims() {
        let trial = library.read_trial(&name).unwrap_or_else(|m| panic!("{m}"));
        let claim = &trial.info;
        let texts = [
            &claim.statement,
            &claim.mechanism,
            &claim.change_our_mind,
            &claim.story_for,
            &claim.story_against,
        ];
        assert!(texts.iter().all(|text| !text.is_empty()), "{name}");
        let stances: BTreeSet<&str> = claim.sources.iter().map(|s| s.stance.as_str()).collect();
        assert!(!stances.is_empty(), "{name}");
        for group in &trial.groups {
            let brain = &group.world.brain;
            for variant in library.variants_of(brain) {
                let predicted = trial.prediction(Some(brain), &variant);
                assert!(
                    predicted.is_some(),
                    "{name} says nothing of {brain}/{variant}"
                );
            }
        }
        for (_, setup) in &trial.bench {
            for synapse in &setup.synapses {
                let predicted = trial.prediction(None, &synapse.name);
                assert!(
                    predicted.is_some(),
                    "{name} says nothing of {}",
                    synapse.name
                );
            }
        }
    }
}
