//! Synapses, protocols and published points of the lab as meant.

use super::{CompileError, Compiled};
use crate::lab::experiment::{PublishedPoint, PublishedSeries};
use crate::lab::protocol::{
    Bursts, CaptureExperiment, Competition, CorrelatedGroup, Fluctuation, IntegrateAndFire,
    PairBursts, PairingFrequency, PathwayStimulus, PoissonPairing, Procedure, Protocol, RandomLags,
    Response, RewardedPairing, SIMULATED_SYNAPSES, ShortTermTrain, SpikePattern, SpikePatterns,
    Stimulation, TagAndCapture, TimingWindow, Train,
};
use crate::spec::files::{
    ExperimentTable, NeuronTable, PairBurstsTable, PatternTable, ProtocolFile, ProtocolKind,
    PublishedFile, RandomLagsTable, ResponseTable, SpanTable, StimulusDirection, StimulusStrength,
    TrainTable,
};
use crate::spec::library::Sourced;
use crate::units::{Hertz, Seconds};

/// A protocol as meant.
///
/// # Errors
/// A key that its kind needs and that is not there; the shape of the file refuses that before.
pub fn compile_protocol(file: &Sourced<ProtocolFile>) -> Compiled<Protocol> {
    let written = &file.value;
    let bdnf = if written.bdnf.is_empty() {
        vec![1.0]
    } else {
        written.bdnf.clone()
    };
    Ok(Protocol {
        name: file
            .name
            .rsplit('/')
            .next()
            .unwrap_or(&file.name)
            .to_owned(),
        title: written.title.clone(),
        shows: one_line(&written.shows),
        procedure: procedure(written).map_err(|CompileError(key)| {
            CompileError(format!(
                "the protocol {:?} needs the key {key:?}",
                file.name
            ))
        })?,
        synapses: written.synapses.clone(),
        bdnf,
        simulated_synapses: written.simulated_synapses.unwrap_or(SIMULATED_SYNAPSES),
    })
}

/// Published points as series of a panel; the panel is the one that the file names.
pub fn compile_published(file: &Sourced<PublishedFile>) -> Vec<PublishedSeries> {
    let series = file.value.series.iter().map(|series| PublishedSeries {
        evidence: file.name.clone(),
        label: file.value.label.clone(),
        condition: series.condition.clone(),
        points: series
            .points
            .iter()
            .map(|point| PublishedPoint {
                x: point.x,
                y: point.y,
                sem: point.sem,
            })
            .collect(),
    });
    series.collect()
}

/// Text of several lines on one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of a key that the kind of protocol needs.
fn needed<T: Clone>(value: &Option<T>, key: &str) -> Compiled<T> {
    value.clone().ok_or_else(|| CompileError(key.to_owned()))
}

fn seconds(list: &Option<Vec<Seconds>>, key: &str) -> Compiled<Vec<f64>> {
    let list = needed(list, key)?;
    Ok(list.into_iter().map(|time| time.0).collect())
}

fn hertz(list: &Option<Vec<Hertz>>, key: &str) -> Compiled<Vec<f64>> {
    let list = needed(list, key)?;
    Ok(list.into_iter().map(|rate| rate.0).collect())
}

fn procedure(file: &ProtocolFile) -> Compiled<Procedure> {
    Ok(match file.kind {
        ProtocolKind::TimingWindow => Procedure::TimingWindow(TimingWindow {
            lags: seconds(&file.lags, "lags")?,
            pairs: needed(&file.pairs, "pairs")?,
            rate: needed(&file.rate, "rate")?.0,
            bursts: file.pair_bursts.as_ref().map(pair_bursts),
        }),
        ProtocolKind::PairingFrequency => Procedure::PairingFrequency(PairingFrequency {
            lags: seconds(&file.lags, "lags")?,
            pairs: needed(&file.pairs, "pairs")?,
            rates: hertz(&file.rates, "rates")?,
            bursts: file.pair_bursts.as_ref().map(pair_bursts),
            random_lags: file.random_lags.as_ref().map(random_lags),
        }),
        ProtocolKind::SpikePatterns => Procedure::SpikePatterns(SpikePatterns {
            patterns: patterns(&needed(&file.patterns, "patterns")?),
            repeats: needed(&file.repeats, "repeats")?,
            rate: needed(&file.rate, "rate")?.0,
        }),
        ProtocolKind::Stimulation => Procedure::Stimulation(Stimulation {
            trains: trains(&needed(&file.trains, "trains")?),
            response: response(&needed(&file.response, "response")?),
        }),
        ProtocolKind::TagAndCapture => Procedure::TagAndCapture(TagAndCapture {
            experiments: needed(&file.experiments, "experiments")?
                .iter()
                .map(experiment)
                .collect(),
            duration: needed(&file.duration, "duration")?.0,
        }),
        ProtocolKind::PoissonPairing => Procedure::PoissonPairing(PoissonPairing {
            presynaptic_rate: needed(&file.presynaptic_rate, "presynaptic_rate")?.0,
            postsynaptic_rates: hertz(&file.postsynaptic_rates, "postsynaptic_rates")?,
            duration: needed(&file.duration, "duration")?.0,
            repeats: needed(&file.repeats, "repeats")?,
        }),
        ProtocolKind::Competition => Procedure::Competition(competition(file)?),
        ProtocolKind::RewardedPairing => Procedure::RewardedPairing(rewarded(file)?),
        ProtocolKind::ShortTermTrain => Procedure::ShortTermTrain(ShortTermTrain {
            rates: hertz(&file.rates, "rates")?,
            spikes: needed(&file.spikes, "spikes")?,
            recovery: seconds(&file.recovery, "recovery")?,
        }),
    })
}

fn pair_bursts(written: &PairBurstsTable) -> PairBursts {
    PairBursts {
        pairs: written.pairs,
        number: written.number,
        interval: written.interval.0,
        from: written.from.0,
    }
}

fn random_lags(written: &RandomLagsTable) -> RandomLags {
    RandomLags {
        from: written.from.0,
        to: written.to.0,
        repeats: written.repeats,
    }
}

/// Patterns without a place of their own are numbered from 0.
fn patterns(written: &[PatternTable]) -> Vec<SpikePattern> {
    let times = |list: &[Seconds]| list.iter().map(|time| time.0).collect();
    let numbered = written.iter().enumerate();
    let patterns = numbered.map(|(index, pattern)| SpikePattern {
        series: pattern.series.clone(),
        label: pattern.label.clone(),
        at: pattern.at.map_or(index as f64, |at| at.0),
        presynaptic: times(&pattern.presynaptic),
        postsynaptic: times(&pattern.postsynaptic),
    });
    patterns.collect()
}

/// Plain trains that all differ in their rate stand at it; any other set is numbered from 0.
fn trains(written: &[TrainTable]) -> Vec<Train> {
    let bursts = |train: &TrainTable| train.bursts.unwrap_or(1);
    let is_rate_curve = written.iter().enumerate().all(|(index, train)| {
        bursts(train) == 1
            && written[..index]
                .iter()
                .all(|before| before.rate != train.rate)
    });
    let numbered = written.iter().enumerate();
    let trains = numbered.map(|(index, train)| Train {
        label: train.label.clone(),
        at: if is_rate_curve {
            train.rate.0
        } else {
            index as f64
        },
        pulses: train.pulses,
        rate: train.rate.0,
        bursts: bursts(train),
        interval: train.interval.map_or(0.0, |interval| interval.0),
    });
    trains.collect()
}

fn response(written: &ResponseTable) -> Response {
    Response {
        membrane_time_constant: written.membrane_time_constant.value.0,
        volley: written.volley.value,
        noise: written.noise.value,
        latency: written.latency.value.0,
    }
}

fn experiment(written: &ExperimentTable) -> CaptureExperiment {
    let span = |span: &Option<SpanTable>| span.as_ref().map(|span| (span.from.0, span.to.0));
    CaptureExperiment {
        label: written.label.clone(),
        stimuli: written
            .stimuli
            .iter()
            .map(|stimulus| PathwayStimulus {
                pathway: stimulus.pathway.clone(),
                at: stimulus.at.0,
                strong: stimulus.strength == StimulusStrength::Strong,
                depressing: stimulus.direction == Some(StimulusDirection::Depressing),
            })
            .collect(),
        synthesis_block: span(&written.synthesis_block),
        bdnf_block: span(&written.bdnf_block),
        bdnf_added: written
            .bdnf_added
            .as_ref()
            .map(|added| (added.from.0, added.to.0, added.level)),
    }
}

fn competition(file: &ProtocolFile) -> Compiled<Competition> {
    let groups = file.groups.as_deref().unwrap_or_default();
    Ok(Competition {
        inputs: needed(&file.inputs, "inputs")?,
        rates: hertz(&file.rates, "rates")?,
        duration: needed(&file.duration, "duration")?.0,
        groups: groups
            .iter()
            .map(|group| CorrelatedGroup {
                label: group.label.clone(),
                share: group.share,
                correlation: group.correlation,
            })
            .collect(),
        latency_spread: file.latency_spread.map_or(0.0, |spread| spread.0),
        neuron: file.neuron.as_ref().map(neuron).unwrap_or_default(),
        fluctuation: file
            .fluctuation
            .as_ref()
            .map(|written| Fluctuation {
                deviation: written.deviation.value,
                interval: written.interval.value.0,
            })
            .unwrap_or_default(),
        bursts: file
            .bursts
            .as_ref()
            .map(|written| Bursts {
                event_rate: written.event_rate.value.0,
                rate: written.rate.value.0,
                duration: written.duration.value.0,
            })
            .unwrap_or_default(),
    })
}

fn neuron(written: &NeuronTable) -> IntegrateAndFire {
    IntegrateAndFire {
        membrane_time_constant: written.membrane_time_constant.value.0,
        rest: written.rest.value.0 / 1e3,
        threshold: written.threshold.value.0 / 1e3,
        reset: written.reset.value.0 / 1e3,
        excitatory_reversal: written.excitatory_reversal.value.0 / 1e3,
        inhibitory_reversal: written.inhibitory_reversal.value.0 / 1e3,
        excitatory_time_constant: written.excitatory_time_constant.value.0,
        inhibitory_time_constant: written.inhibitory_time_constant.value.0,
        largest_conductance: written.largest_conductance.value,
        inhibitory_inputs: written.inhibitory_inputs,
        inhibitory_rate: written.inhibitory_rate.value.0,
        inhibitory_conductance: written.inhibitory_conductance.value,
        initial_weight: written.initial_weight.value,
    }
}

fn rewarded(file: &ProtocolFile) -> Compiled<RewardedPairing> {
    let trace = needed(&file.eligibility_time_constant, "eligibility_time_constant")?;
    Ok(RewardedPairing {
        lag: needed(&file.lag, "lag")?.0,
        pairs: needed(&file.pairs, "pairs")?,
        rate: needed(&file.rate, "rate")?.0,
        delays: seconds(&file.delays, "delays")?,
        eligibility_time_constant: trace.value.0,
        rewards: needed(&file.rewards, "rewards")?,
    })
}
