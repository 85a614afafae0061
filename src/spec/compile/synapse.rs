//! A synapse of the lab as meant.

use super::{CompileError, Compiled};
use crate::lab::synapse::{Fitted, Synapse, SynapseRule};
use crate::plasticity::calcium::Calcium;
use crate::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use crate::plasticity::short_term::ShortTerm;
use crate::plasticity::sliding_triplet::SlidingTriplet;
use crate::plasticity::tag_capture::TagCapture;
use crate::plasticity::tetanus::Tetanus;
use crate::plasticity::triplet_stdp::TripletStdp;
use crate::spec::files::{
    CalciumNumbers, CaptureNumbers, FittedTable, PairNumbers, PairingName, RuleName,
    ShortTermNumbers, SynapseFile, TripletNumbers, WeightDependenceName,
};
use crate::spec::library::Sourced;

/// A synapse as meant.
///
/// # Errors
/// A section that its rule needs and that is not there; the shape of the file refuses that before.
pub fn compile_synapse(file: &Sourced<SynapseFile>) -> Compiled<Synapse> {
    Ok(Synapse {
        name: file
            .name
            .rsplit('/')
            .next()
            .unwrap_or(&file.name)
            .to_owned(),
        title: file.value.title.clone(),
        fitted: file
            .value
            .fitted_to
            .as_ref()
            .map(fitted)
            .unwrap_or_default(),
        rule: rule(&file.value).ok_or_else(|| {
            CompileError(format!(
                "the synapse {:?} has no numbers of its rule",
                file.name
            ))
        })?,
    })
}

fn fitted(written: &FittedTable) -> Fitted {
    Fitted {
        parameters: written.parameters,
        evidence: written.evidence.clone(),
        data: written.data.clone(),
        taken_as: written.taken_as.clone(),
    }
}

fn rule(file: &SynapseFile) -> Option<SynapseRule> {
    Some(match file.rule {
        RuleName::Pair => SynapseRule::Pair(pair(file.pair.as_ref()?)),
        RuleName::Triplet => SynapseRule::Triplet(triplet(file.triplet.as_ref()?)),
        RuleName::SlidingTriplet => {
            let sliding = file.sliding.as_ref()?;
            SynapseRule::SlidingTriplet(SlidingTriplet {
                triplet: triplet(file.triplet.as_ref()?),
                target_rate: sliding.target_rate.value.0,
                threshold_time_constant: sliding.threshold_time_constant.value.0,
                power: sliding.power.value,
            })
        }
        RuleName::Calcium => SynapseRule::Calcium(calcium(file.calcium.as_ref()?)),
        RuleName::ShortTerm => SynapseRule::ShortTerm(short_term(file.short_term.as_ref()?)),
        RuleName::TagAndCapture => {
            SynapseRule::TagCapture(tag_capture(file.tag_and_capture.as_ref()?))
        }
    })
}

fn pairing(name: PairingName) -> Pairing {
    match name {
        PairingName::AllToAll => Pairing::AllToAll,
        PairingName::NearestSpike => Pairing::NearestSpike,
    }
}

fn pair(numbers: &PairNumbers) -> PairStdp {
    PairStdp {
        potentiation: numbers.potentiation.value,
        depression: numbers.depression.value,
        potentiation_time_constant: numbers.potentiation_time_constant.value.0,
        depression_time_constant: numbers.depression_time_constant.value.0,
        pairing: pairing(numbers.pairing),
        weight_dependence: match numbers.weight_dependence {
            WeightDependenceName::Additive => WeightDependence::Additive,
            WeightDependenceName::Multiplicative => WeightDependence::Multiplicative,
        },
    }
}

fn triplet(numbers: &TripletNumbers) -> TripletStdp {
    // A slow trace that is not given multiplies an amplitude of zero: any time constant does.
    let slow = |time: &Option<_>, instead: f64| {
        time.as_ref().map_or(
            instead,
            |time: &crate::spec::files::Stated<crate::units::Seconds>| time.value.0,
        )
    };
    let potentiation = numbers.potentiation_time_constant.value.0;
    let depression = numbers.depression_time_constant.value.0;
    TripletStdp {
        pair_potentiation: numbers.pair_potentiation.value,
        triplet_potentiation: numbers.triplet_potentiation.value,
        pair_depression: numbers.pair_depression.value,
        triplet_depression: numbers.triplet_depression.value,
        potentiation_time_constant: potentiation,
        depression_time_constant: depression,
        presynaptic_time_constant: slow(&numbers.presynaptic_time_constant, potentiation),
        postsynaptic_time_constant: slow(&numbers.postsynaptic_time_constant, depression),
        pairing: pairing(numbers.pairing),
    }
}

fn calcium(numbers: &CalciumNumbers) -> Calcium {
    Calcium {
        calcium_time_constant: numbers.calcium_time_constant.value.0,
        presynaptic_calcium: numbers.presynaptic_calcium.value,
        postsynaptic_calcium: numbers.postsynaptic_calcium.value,
        depression_threshold: numbers.depression_threshold.value,
        potentiation_threshold: numbers.potentiation_threshold.value,
        depression_rate: numbers.depression_rate.value,
        potentiation_rate: numbers.potentiation_rate.value,
        noise: numbers.noise.value,
        efficacy_time_constant: numbers.efficacy_time_constant.value.0,
        unstable_efficacy: numbers.unstable_efficacy.value,
        delay: numbers.delay.value.0,
        initially_low: numbers.initially_low.value,
        strength_ratio: numbers.strength_ratio.value,
    }
}

fn short_term(numbers: &ShortTermNumbers) -> ShortTerm {
    ShortTerm {
        utilisation: numbers.utilisation.value,
        recovery_time_constant: numbers.recovery_time_constant.value.0,
        facilitation_time_constant: numbers.facilitation_time_constant.value.0,
    }
}

fn tag_capture(numbers: &CaptureNumbers) -> TagCapture {
    TagCapture {
        weak_induction: numbers.weak_induction.value,
        strong_induction: numbers.strong_induction.value,
        early_time_constant: numbers.early_time_constant.value.0,
        tag_time_constant: numbers.tag_time_constant.value.0,
        protein_time_constant: numbers.protein_time_constant.value.0,
        synthesis_duration: numbers.synthesis_duration.value.0,
        capture_rate: numbers.capture_rate.value.0,
        late_ratio: numbers.late_ratio.value,
        tetanus: numbers.tetanus.as_ref().map(|tetanus| Tetanus {
            longest_interval: tetanus.longest_interval.value.0,
            weak_spikes: tetanus.weak_spikes.value,
            strong_spikes: tetanus.strong_spikes.value,
            strong_runs: tetanus.strong_runs.value,
            strong_window: tetanus.strong_window.value.0,
        }),
    }
}
