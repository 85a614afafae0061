//! Rules of single synapses at the bench, against published points and closed forms: a module for each kind of procedure.

mod calcium;
mod frequency;
mod patterns;
mod rates;
mod stimulation;
mod ties;
mod window;

use rewire::lab::experiment::{Curve, Experiment};
use rewire::lab::protocol::{PairingFrequency, Procedure, Protocol, TimingWindow};
use rewire::lab::{Synapse, SynapseRule, run};
use rewire::plasticity::calcium::Calcium;
use rewire::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use rewire::plasticity::triplet_stdp::TripletStdp;

const PAIR: PairStdp = PairStdp {
    potentiation: 0.005,
    depression: 0.00525 * 16.8 / 33.7,
    potentiation_time_constant: 0.0168,
    depression_time_constant: 0.0337,
    pairing: Pairing::AllToAll,
    weight_dependence: WeightDependence::Additive,
};

/// A row of tables 3 and 4 of Pfister & Gerstner 2006: amplitudes A2+, A3+, A2-, A3-, then tau_x and tau_y in ms.
const fn row(amplitudes: [f64; 4], slow: [f64; 2], pairing: Pairing) -> TripletStdp {
    TripletStdp {
        pair_potentiation: amplitudes[0],
        triplet_potentiation: amplitudes[1],
        pair_depression: amplitudes[2],
        triplet_depression: amplitudes[3],
        potentiation_time_constant: 0.0168,
        depression_time_constant: 0.0337,
        presynaptic_time_constant: slow[0] * 1e-3,
        postsynaptic_time_constant: slow[1] * 1e-3,
        pairing,
    }
}

use Pairing::{AllToAll, NearestSpike};

const VISUAL_FULL: TripletStdp = row([5e-10, 6.2e-3, 7e-3, 2.3e-4], [101.0, 125.0], AllToAll);
const VISUAL_MINIMAL: TripletStdp = row([0.0, 6.5e-3, 7.1e-3, 0.0], [1.0, 114.0], AllToAll);
const VISUAL_FULL_NEAREST: TripletStdp = row(
    [8.8e-11, 5.3e-2, 6.6e-3, 3.1e-3],
    [714.0, 40.0],
    NearestSpike,
);
const VISUAL_MINIMAL_NEAREST: TripletStdp = row([0.0, 5e-2, 8e-3, 0.0], [1.0, 40.0], NearestSpike);
const HIPPOCAMPUS: [TripletStdp; 4] = [
    row([6.1e-3, 6.7e-3, 1.6e-3, 1.4e-3], [946.0, 27.0], AllToAll),
    row([5.3e-3, 8e-3, 3.5e-3, 0.0], [1.0, 40.0], AllToAll),
    row([4.6e-3, 9.1e-3, 3e-3, 7.5e-9], [575.0, 47.0], NearestSpike),
    row([4.6e-3, 9.1e-3, 3e-3, 0.0], [1.0, 48.0], NearestSpike),
];

fn synapse(name: &str, rule: SynapseRule, fitted_parameters: u32) -> Synapse {
    Synapse {
        name: name.into(),
        title: name.into(),
        fitted_parameters,
        rule,
    }
}

fn protocol(procedure: Procedure) -> Protocol {
    Protocol {
        name: "test".into(),
        title: String::new(),
        shows: String::new(),
        procedure,
        synapses: Vec::new(),
        bdnf: vec![1.0],
    }
}

fn at_bench(procedure: Procedure, synapses: &[Synapse], bdnf: &[f64]) -> Experiment {
    run(&protocol(procedure), synapses, bdnf, 1, &|_| true).unwrap()
}

fn curve<'a>(experiment: &'a Experiment, synapse: &str, condition: &str, bdnf: f64) -> &'a Curve {
    experiment.panels[0]
        .curves
        .iter()
        .find(|c| c.synapse == synapse && c.condition == condition && c.bdnf == bdnf)
        .unwrap()
}

fn values(curve: &Curve) -> Vec<f64> {
    curve.points.iter().map(|point| point.y).collect()
}

const RATES: [f64; 5] = [0.1, 10.0, 20.0, 40.0, 50.0];

/// Sixty pairs in one train, the form in which the tables were fitted.
fn pairing_frequency(synapses: &[Synapse], bdnf: &[f64]) -> Experiment {
    let procedure = Procedure::PairingFrequency(PairingFrequency {
        lags: vec![0.01, -0.01],
        pairs: 60,
        rates: RATES.to_vec(),
    });
    at_bench(procedure, synapses, bdnf)
}

/// A row of the parameters of Graupner & Brunel 2012, in the order of their table and with their units: tau_Ca (ms), C_pre,
/// C_post, theta_d, theta_p, gamma_d, gamma_p, sigma, tau (s), rho*, D (ms), beta, b.
const fn calcium(row: [f64; 13]) -> Calcium {
    Calcium {
        calcium_time_constant: row[0] * 1e-3,
        presynaptic_calcium: row[1],
        postsynaptic_calcium: row[2],
        depression_threshold: row[3],
        potentiation_threshold: row[4],
        depression_rate: row[5],
        potentiation_rate: row[6],
        noise: row[7],
        efficacy_time_constant: row[8],
        unstable_efficacy: row[9],
        delay: row[10] * 1e-3,
        initially_low: row[11],
        strength_ratio: row[12],
    }
}

#[rustfmt::skip]
const CALCIUM: [(&str, Calcium); 9] = [
    ("DP", calcium([20.0, 1.0, 2.0, 1.0, 1.3, 200.0, 321.808, 2.8284, 150.0, 0.5, 13.7, 0.5, 5.0])),
    ("DPD", calcium([20.0, 0.9, 0.9, 1.0, 1.3, 250.0, 550.0, 2.8284, 150.0, 0.5, 4.6, 0.5, 5.0])),
    ("DPD'", calcium([20.0, 1.0, 2.0, 1.0, 2.5, 50.0, 600.0, 2.8284, 150.0, 0.5, 2.2, 0.5, 5.0])),
    ("P", calcium([20.0, 2.0, 2.0, 1.0, 1.3, 160.0, 257.447, 2.8284, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("D", calcium([20.0, 0.6, 0.6, 1.0, 1.3, 500.0, 550.0, 5.6568, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("D'", calcium([20.0, 1.0, 2.0, 1.0, 3.5, 60.0, 600.0, 2.8284, 150.0, 0.5, 0.0, 0.5, 5.0])),
    ("hippocampal slices", calcium([48.8373, 1.0, 0.275865, 1.0, 1.3, 313.0965, 1645.59, 9.1844, 688.355, 0.5, 18.8008, 0.7, 5.28145])),
    ("hippocampal cultures", calcium([11.9536, 0.58156, 1.76444, 1.0, 1.3, 61.141, 113.6545, 2.5654, 33.7596, 0.5, 10.0, 0.5, 36.0263])),
    ("cortical slices", calcium([22.6936, 0.5617539, 1.23964, 1.0, 1.3, 331.909, 725.085, 3.3501, 346.3615, 0.5, 4.6098, 0.5, 5.40988])),
];

#[test]
fn a_bench_that_is_told_to_stop_has_no_outcome() {
    let procedure = Procedure::TimingWindow(TimingWindow {
        lags: vec![0.01, 0.02],
        pairs: 1,
        rate: 1.0,
    });
    let synapses = [synapse("pair", SynapseRule::Pair(PAIR), 0)];
    assert!(run(&protocol(procedure), &synapses, &[1.0], 1, &|_| false).is_none());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let synapses = [
        synapse("cortex", SynapseRule::Calcium(CALCIUM[8].1), 0),
        synapse("minimal", SynapseRule::Triplet(VISUAL_MINIMAL), 0),
    ];
    let outcome = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let paired = pairing_frequency(&synapses, &[1.0, 1.5]);
            (
                paired,
                rates::poisson(&synapses[1..], &[1.0], &[5.0, 30.0], (20.0, 3)),
            )
        })
    };
    assert_eq!(outcome(1), outcome(3));
}
