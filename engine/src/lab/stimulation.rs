//! Stimuli to the presynaptic fibres alone; the neuron answers, and the synapse sees both sides.
//!
//! ```text
//! tau_m V' = -V;  at a pulse  V -> V + volley (1 + noise z),  z standard normal
//! V >= 1: the neuron fires `latency` after the pulse, and V -> 0
//! ```
//!
//! V is the depolarisation as a share of the way from rest to threshold. One synapse is followed; the volley of many fibres
//! that makes the neuron fire does not change with it.
//!
//! What had to be assumed. Experiments of this kind (Dudek & Bear 1992, 10.1073/pnas.89.10.4363: 900 pulses at 0.5 to 50 Hz
//! in CA1) report fields, not spikes: how many neurons fire at a pulse, and when, is not known. A volley at threshold, which
//! half of the pulses answer, is the usual one here; a stronger one moves the crossing to lower rates. Inhibition,
//! adaptation, refractoriness and failures of fibres at high rates are left out.
//!
//! What comes out. With the calcium rule as fitted to hippocampal slices, one answered pulse lifts calcium above the
//! threshold of depression only, and at higher rates calcium sums to that of potentiation: depression at 0.5 to 3 Hz, a
//! crossing near 10 Hz, potentiation at 50 and 100 Hz. Depression stays full up to 8 Hz, where the experiment has it fade
//! from 5 Hz on. Rules of spike timing alone cannot show this curve: where the neuron answers at a fixed latency they see
//! only pairs of one sign at low rates, and do not depress. What they do at high rates has no upper bound and means no more
//! than growth.

use super::bench::Bench;
use super::experiment::{Axis, Panel, Scale};
use super::induction::{Change, Trains, mean_induction};
use super::pairing::{as_bars, change_axis, curves_of};
use super::protocol::{Response, Stimulation, Train};
use crate::kernels::transcendental::exp;
use crate::random::{Draws, Purpose};

const VOLLEY: Purpose = Purpose::new("stimulation volley");
/// Neurons that are stimulated alike, each with its own noise, where there is any.
const NEURONS: u32 = 20;

/// The panel of stimuli. Trains whose places count up from zero are drawn as bars by name; else the place is a frequency.
pub(super) fn stimulation(procedure: &Stimulation, bench: &Bench) -> Option<Vec<Panel>> {
    let trains = &procedure.trains;
    let named = (0u32..)
        .zip(trains)
        .all(|(k, train)| train.at == f64::from(k));
    let neurons = if procedure.response.noise > 0.0 {
        NEURONS
    } else {
        1
    };
    let answers: Vec<Vec<Trains>> = (0u64..)
        .zip(trains)
        .map(|(k, train)| {
            (0..neurons)
                .map(|neuron| answer(train, &procedure.response, k, neuron, bench.seed))
                .collect()
        })
        .collect();
    let mut work = Vec::new();
    for (synapse, bdnf) in bench.pairs() {
        work.extend(answers.iter().map(|answers| (synapse, bdnf, answers)));
    }
    let changes = bench.each(&work, |(synapse, bdnf, answers)| {
        let simulated = bench.simulated_synapses;
        mean_induction(&synapse.rule, *bdnf, answers, simulated, bench.seed)
    })?;
    let mut curves = Vec::new();
    for ((synapse, bdnf), changes) in bench.pairs().zip(changes.chunks(trains.len().max(1))) {
        let places = trains.iter().map(|train| train.at).zip(changes);
        let mut points: Vec<(f64, Change)> = places
            .filter_map(|(x, change)| Some((x, (*change)?)))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        curves.extend(curves_of(&synapse.name, "", bdnf, &points));
    }
    let x = if named {
        let names = trains.iter().map(|train| train.label.clone());
        as_bars(&mut curves, "stimulus", names.collect())
    } else {
        Axis {
            label: "pulses per second".into(),
            unit: "Hz".into(),
            scale: Scale::Logarithmic,
        }
    };
    Some(vec![Panel {
        name: "stimulation".into(),
        title: "Stimulation of the fibres".into(),
        x,
        y: change_axis(),
        curves,
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

/// The pulses of a train and the spikes with which a neuron answers them.
fn answer(train: &Train, response: &Response, stimulus: u64, neuron: u32, seed: u64) -> Trains {
    let purpose = VOLLEY.and(&stimulus.to_string()).and(&neuron.to_string());
    let mut draws = Draws::of(seed);
    let bursts = (0..train.bursts).map(|burst| f64::from(burst) * train.interval);
    let mut pulses: Vec<f64> = bursts
        .flat_map(|start| (0..train.pulses).map(move |k| start + f64::from(k) / train.rate))
        .collect();
    pulses.sort_by(f64::total_cmp);
    let (mut depolarisation, mut last) = (0.0, 0.0);
    let mut spikes = Vec::new();
    for (moment, &pulse) in (0u64..).zip(&pulses) {
        depolarisation *= exp((last - pulse) / response.membrane_time_constant);
        last = pulse;
        let noise = response.noise * draws.normal(purpose, moment, 0);
        depolarisation += response.volley * (1.0 + noise);
        if depolarisation >= 1.0 {
            spikes.push(pulse + response.latency);
            depolarisation = 0.0;
        }
    }
    Trains {
        presynaptic: pulses,
        postsynaptic: spikes,
    }
}
