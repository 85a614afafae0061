//! Holds shapes and structures together: a key that only one of them has fails here.

use super::{
    brain, claim, drug, figures, fit, life, network, neuron, physiology, protocol, published,
    qualification, scenario, simulated, spiking, stimuli, synapse, treatment, variant,
};
use crate::spec::files;
use crate::spec::shape::{Shape, Table};
use serde::de::{Deserialize, Deserializer, Error, Visitor, value};
use serde::forward_to_deserialize_any;
use std::collections::BTreeSet;

/// A deserializer that only asks a structure for the names of its fields.
struct Fields<'a>(&'a mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, value::Error> {
        Err(value::Error::custom("not a structure"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, value::Error> {
        *self.0 = Some(fields);
        Err(value::Error::custom("the fields are all that is wanted"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn mirrors<T: for<'de> Deserialize<'de>>(table: &'static Table) {
    let mut fields = None;
    let _ = T::deserialize(Fields(&mut fields));
    let of_structure: BTreeSet<&str> = fields
        .expect("a structure has fields")
        .iter()
        .copied()
        .collect();
    let of_shape: BTreeSet<&str> = table.fields.iter().map(|field| field.name).collect();
    assert_eq!(of_structure, of_shape, "the {} table", table.name);
}

#[test]
fn every_structure_has_the_keys_of_its_shape() {
    mirrors::<files::BrainFile>(&brain::BRAIN);
    mirrors::<files::Settling>(&brain::SETTLING);
    mirrors::<files::Population>(&network::POPULATION);
    mirrors::<files::Inhibition>(&network::INHIBITION);
    mirrors::<files::Projection>(&network::PROJECTION);
    mirrors::<files::Gates>(&network::GATES);
    mirrors::<files::Night>(&network::NIGHT);
    mirrors::<files::TraitTable>(&physiology::TRAIT);
    mirrors::<files::Input>(&physiology::INPUT);
    mirrors::<files::Factor>(&physiology::FACTOR);
    mirrors::<files::Signal>(&physiology::SIGNAL);
    mirrors::<files::Tally>(&physiology::TALLY);
    mirrors::<files::CouplingTable>(&physiology::COUPLING);
    mirrors::<files::Action>(&life::ACTION);
    mirrors::<files::Life>(&life::LIFE);
    mirrors::<files::Experience>(&life::EXPERIENCE);
    mirrors::<files::Probe>(&life::PROBE);
    mirrors::<files::Term>(&life::TERM);
    mirrors::<files::ReadoutTable>(&life::READOUT);
    mirrors::<files::Severity>(&life::SEVERITY);
    mirrors::<files::Component>(&life::COMPONENT);
    mirrors::<files::VariantFile>(&variant::VARIANT);
    mirrors::<files::TreatmentFile>(&treatment::TREATMENT);
    mirrors::<files::Course>(&drug::COURSE);
    mirrors::<files::Kinetics>(&drug::KINETICS);
    mirrors::<files::Metabolite>(&drug::METABOLITE);
    mirrors::<files::Target>(&drug::TARGET);
    mirrors::<files::DoseRange>(&drug::DOSE_RANGE);
    mirrors::<files::Routine>(&treatment::ROUTINE);
    mirrors::<files::Afterglow>(&treatment::AFTERGLOW);
    mirrors::<files::Reliability>(&treatment::RELIABILITY);
    mirrors::<files::Dropout>(&treatment::DROPOUT);
    mirrors::<files::Belief>(&treatment::BELIEF);
    mirrors::<files::Sessions>(&treatment::SESSIONS);
    mirrors::<files::Practice>(&treatment::PRACTICE);
    mirrors::<files::ScenarioFile>(&scenario::SCENARIO);
    mirrors::<files::HistoryFile>(&scenario::HISTORY);
    mirrors::<files::Phase>(&scenario::PHASE);
    mirrors::<files::Trials>(&scenario::TRIALS);
    mirrors::<files::ScheduledTreatment>(&scenario::SCHEDULED);
    mirrors::<files::Taper>(&scenario::TAPER);
    mirrors::<files::SeedsFile>(&scenario::SEEDS);
    mirrors::<files::SynapseFile>(&synapse::SYNAPSE);
    mirrors::<files::PairNumbers>(&spiking::PAIR);
    mirrors::<files::TripletNumbers>(&spiking::TRIPLET);
    mirrors::<files::SlidingNumbers>(&spiking::SLIDING);
    mirrors::<files::CalciumNumbers>(&synapse::CALCIUM);
    mirrors::<files::TetanusNumbers>(&synapse::TETANUS);
    mirrors::<files::ShortTermNumbers>(&synapse::SHORT_TERM);
    mirrors::<files::CaptureNumbers>(&synapse::CAPTURE);
    mirrors::<files::ProtocolFile>(&protocol::PROTOCOL);
    mirrors::<files::NeuronTable>(&neuron::NEURON);
    mirrors::<files::FluctuationTable>(&neuron::FLUCTUATION);
    mirrors::<files::BurstsTable>(&neuron::BURSTS);
    mirrors::<files::PatternTable>(&stimuli::PATTERN);
    mirrors::<files::TrainTable>(&stimuli::TRAIN);
    mirrors::<files::ResponseTable>(&stimuli::RESPONSE);
    mirrors::<files::ExperimentTable>(&stimuli::EXPERIMENT);
    mirrors::<files::PathwayTable>(&stimuli::PATHWAY);
    mirrors::<files::SpanTable>(&stimuli::SPAN);
    mirrors::<files::AddedTable>(&stimuli::ADDED);
    mirrors::<files::GroupTable>(&stimuli::GROUP);
    mirrors::<files::PublishedFile>(&published::PUBLISHED);
    mirrors::<files::PublishedSeriesTable>(&published::SERIES);
    mirrors::<files::PublishedPointTable>(&published::POINT);
    mirrors::<files::ClaimFile>(&claim::CLAIM);
    mirrors::<files::Stories>(&claim::STORIES);
    mirrors::<files::ClaimSource>(&claim::CLAIM_SOURCE);
    mirrors::<files::ClaimTest>(&claim::TEST);
    mirrors::<files::Prediction>(&claim::PREDICTION);
    mirrors::<files::KnockOut>(&claim::KNOCK_OUT);
    mirrors::<files::FiguresFile>(&figures::FIGURES);
    mirrors::<files::FigureTable>(&figures::FIGURE);
    mirrors::<files::SimulatedTable>(&simulated::SIMULATED);
    mirrors::<files::FitSeeds>(&fit::SEEDS);
    mirrors::<files::LeftOut>(&fit::LEFT_OUT);
    mirrors::<files::FitBlock>(&fit::BLOCK);
    mirrors::<files::FitParameter>(&fit::PARAMETER);
    mirrors::<files::FitTarget>(&fit::TARGET);
    mirrors::<files::QualificationFile>(&qualification::QUALIFICATION);
}

/// Every word that a choice allows must be read by its structure.
#[test]
fn every_allowed_word_is_read() {
    fn words(table: &Table, name: &str) -> Vec<serde_json::Value> {
        match table.field(name).map(|field| field.shape) {
            Some(Shape::Choice(choices)) => {
                choices.iter().map(|(word, _)| (*word).into()).collect()
            }
            _ => panic!("{name} of {} is no choice", table.name),
        }
    }
    fn read_all<T: serde::de::DeserializeOwned>(table: &Table, name: &str) {
        for word in words(table, name) {
            let read: Result<T, _> = serde_json::from_value(word.clone());
            assert!(read.is_ok(), "{word} of {name} in {}", table.name);
        }
    }
    read_all::<files::Connect>(&network::PROJECTION, "connect");
    read_all::<files::Rule>(&network::PROJECTION, "rule");
    read_all::<files::Bound>(&network::PROJECTION, "potentiates");
    read_all::<files::Grade>(&network::PROJECTION, "grade");
    read_all::<files::Scope>(&physiology::INPUT, "scope");
    read_all::<files::Combine>(&physiology::SIGNAL, "combine");
    read_all::<files::Operation>(&life::EXPERIENCE, "operation");
    read_all::<files::TreatmentKind>(&treatment::TREATMENT, "kind");
    read_all::<files::TrialOrder>(&scenario::PHASE, "order");
    read_all::<files::TaperShape>(&scenario::TAPER, "shape");
    read_all::<files::RuleName>(&synapse::SYNAPSE, "rule");
    read_all::<files::PairingName>(&spiking::PAIR, "pairing");
    read_all::<files::WeightDependenceName>(&spiking::PAIR, "weight_dependence");
    read_all::<files::ProtocolKind>(&protocol::PROTOCOL, "kind");
    read_all::<files::StimulusStrength>(&stimuli::PATHWAY, "strength");
    read_all::<files::StimulusDirection>(&stimuli::PATHWAY, "direction");
    read_all::<files::PublishedStatus>(&published::PUBLISHED, "status");
    read_all::<files::PublishedUse>(&published::PUBLISHED, "use");
    read_all::<files::Section>(&claim::CLAIM, "section");
    read_all::<files::Grade>(&claim::CLAIM, "grade");
    read_all::<crate::inference::claims::Decision>(&claim::CLAIM, "decision");
    read_all::<files::Stance>(&claim::CLAIM_SOURCE, "stance");
    read_all::<files::EstimandName>(&claim::TEST, "estimand");
    read_all::<crate::inference::Expected>(&claim::TEST, "predicts");
    read_all::<crate::inference::Verdict>(&claim::PREDICTION, "verdict");
    read_all::<files::PublishedStatus>(&figures::FIGURES, "status");
    read_all::<files::FigureUse>(&figures::FIGURES, "use");
    read_all::<files::SimulatedBy>(&simulated::SIMULATED, "by");
    read_all::<files::Compare>(&simulated::SIMULATED, "compare");
    read_all::<files::FigureMeasure>(&simulated::SIMULATED, "measure");
    read_all::<files::FitBy>(&fit::PARAMETER, "by");
    let statistics = words(&simulated::SIMULATED, "statistic");
    let known = crate::inference::Statistic::ALL;
    let known: Vec<serde_json::Value> = known.iter().map(|s| s.name().into()).collect();
    assert_eq!(statistics, known);

    // These are read together with the keys that belong to them.
    for case in physiology::COUPLING
        .cases
        .as_ref()
        .map_or(&[][..], |cases| cases.cases)
    {
        let mut coupling = serde_json::json!({
            "from": "a", "to": "b", "strength": 1.0, "meaning": "m", "shape": case.value
        });
        for key in case.needs {
            coupling[*key] = 1.0.into();
        }
        let read: files::Coupling = serde_json::from_value(coupling.clone()).expect(case.value);
        let back: files::CouplingTable = read.into();
        assert_eq!(back.shape.as_deref(), Some(case.value));
    }
    for case in physiology::TRAIT
        .cases
        .as_ref()
        .map_or(&[][..], |cases| cases.cases)
    {
        let mut person = serde_json::json!({ "distribution": case.value, "meaning": "m" });
        for key in case.needs {
            let is_list = matches!(*key, "values" | "probabilities");
            person[*key] = if is_list {
                serde_json::json!([1.0])
            } else {
                1.0.into()
            };
        }
        let read: files::Trait = serde_json::from_value(person).expect(case.value);
        let back: files::TraitTable = read.into();
        assert_eq!(back.distribution, case.value);
    }
    for case in life::READOUT
        .cases
        .as_ref()
        .map_or(&[][..], |cases| cases.cases)
    {
        let mut readout =
            serde_json::json!({ "kind": case.value, "title": "t", "unit": "u", "meaning": "m" });
        for key in case.needs {
            readout[*key] = if *key == "terms" {
                serde_json::json!([])
            } else {
                "name".into()
            };
        }
        let read: files::Readout = serde_json::from_value(readout).expect(case.value);
        let back: files::ReadoutTable = read.into();
        assert_eq!(back.kind, case.value);
    }
}
