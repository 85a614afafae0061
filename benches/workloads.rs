//! Speed of the kernels and of a life, against the limit of the machine measured in the same run.
//!
//! * `C`, a cohort: 64 recurrent units, episodes of 20 settling steps with a shared input and noise of its own for each
//!   person, then one BCM update; person by person.
//! * `R`, one plastic network: 1,000 units, a BCM update after every settling step.
//! * `P`, the bench: 100 s of a neuron with 1,000 plastic Poisson inputs at 10 Hz; `benches/competition/peers.py` does the same
//!   in other simulators. `cargo bench --bench workloads -- competition` does this one alone.
//! * every brain through the histories of its scenarios, weekly probes included; `cargo bench --bench workloads -- brains` does
//!   these alone, `-- brains pain lesion` those that are named, beside the affect brain.
//!
//! Each number is the median of several runs. Nothing is asserted: a shared machine is noisy, so read the ratios.

use rewire::kernels::{
    AlignedBuffer, Inhibition, RuleRows, Senders, Settling, SettlingEpisode, learn_columns, settle,
};
use rewire::lab::protocol::Competition;
use rewire::lab::{Procedure, Protocol, Synapse, SynapseRule};
use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::plasticity::pair_stdp::{PairStdp, Pairing, WeightDependence};
use rewire::plasticity::{AffineRows, Gates, Poles, Receivers, Rule, bcm::Bcm, fill};
use rewire::spec::compile::{compile_brain, compile_history};
use rewire::spec::{Kind, Library};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 7;
/// Person-episodes per second on one core, recorded earlier on a machine with a first cache of 48 KiB: only on such a machine
/// is the ratio a comparison.
const PEERS: [(&str, f64); 2] = [("hand-written C", 437e3), ("JAX, tuned", 183e3)];

fn main() {
    if std::env::args().any(|argument| argument == "brains") {
        return brains();
    }
    competition();
    if std::env::args().any(|argument| argument == "competition") {
        return;
    }
    let bandwidth = median_of_runs(|| read_bandwidth(4096));
    println!("L1 loads       {:8.1} GB/s", bandwidth / 1e9);
    cohort(bandwidth);
    network();
    brains();
}

fn median_of_runs(mut run: impl FnMut() -> f64) -> f64 {
    median((0..RUNS).map(|_| run()).collect())
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// A plastic network of all-to-all units under BCM, padded to the width of the kernels.
struct Network {
    weights: AlignedBuffer,
    rates: AlignedBuffer,
    theta: AlignedBuffer,
}

/// What all networks of a workload share, and memory to work in.
struct Workload {
    units: usize,
    rows: usize,
    steps: usize,
    rate: f32,
    rule: Rule,
    threshold_episodes: f32,
    mask: AlignedBuffer,
    ones: AlignedBuffer,
    zeros: AlignedBuffer,
    half: AlignedBuffer,
    upper: AlignedBuffer,
    blocks: Vec<usize>,
    settling: Senders,
    inhibition: Inhibition,
    drive: AlignedBuffer,
    trace: AlignedBuffer,
    work: AlignedBuffer,
    updates: [AlignedBuffer; 4],
    silent: Vec<f32>,
}

fn filled(length: usize, value: f32) -> AlignedBuffer {
    let mut buffer = AlignedBuffer::zeros(length);
    buffer.fill(value);
    buffer
}

impl Workload {
    fn new(units: usize, steps: usize, rate: f32, threshold_episodes: f32) -> Self {
        let rows = units.next_multiple_of(16);
        let mut mask = AlignedBuffer::zeros(rows * units);
        for column in mask.chunks_exact_mut(rows) {
            column[..units].fill(1.0);
        }
        let row = || AlignedBuffer::zeros(rows);
        Self {
            units,
            rows,
            steps,
            rate,
            rule: Rule::Bcm(Bcm {
                learning_rate: 1e-3,
                threshold_episodes,
                target_rate: 0.5,
            }),
            threshold_episodes,
            mask,
            ones: filled(rows, 1.0),
            zeros: row(),
            half: filled(rows, 0.5),
            upper: filled(rows, 2.0 / units as f32),
            settling: Senders::of_all(rows),
            inhibition: Inhibition::new(rows, &[]),
            blocks: (0..rows).step_by(16).collect(),
            drive: row(),
            trace: row(),
            work: AlignedBuffer::zeros(3 * rows),
            updates: [row(), row(), row(), row()],
            silent: vec![0.0; units],
        }
    }

    fn network(&self, salt: u32) -> Network {
        let mut weights = AlignedBuffer::zeros(self.rows * self.rows);
        for (i, (w, &exists)) in weights.iter_mut().zip(&*self.mask).enumerate() {
            *w = exists * 2.0 / self.units as f32 * noise(i as u32, salt);
        }
        Network {
            weights,
            rates: filled(self.rows, 0.1),
            theta: filled(self.rows, 0.25),
        }
    }

    /// Settles and learns once; `drive` is the input.
    fn episode(&mut self, network: &mut Network) {
        let settling = Settling {
            rows: self.rows,
            weights: &network.weights,
            senders: &self.settling,
            clamped: &[],
            threshold: &self.half,
            inhibition: &self.inhibition,
            slope: 4.0,
            scale: 1.0,
            offset: 0.0,
            rate: self.rate,
            steps: self.steps,
        };
        let episode = SettlingEpisode {
            levels: &[],
            drive: &self.drive,
            row_gain: &self.ones,
            rates: &mut network.rates,
            trace: &mut self.trace,
            work: &mut self.work,
            losses: &mut [],
        };
        settle(&settling, &mut [episode]);
        let receivers = Receivers {
            rate: &network.rates,
            mean: &self.zeros,
            threshold: &network.theta,
        };
        let [p1, p0, q1, q0] = &mut self.updates;
        let gates = Gates {
            ltp: 1.0,
            ltd: 1.0,
            third: 0.0,
        };
        let poles = Poles {
            potentiated: self.upper[0],
            depressed: 0.0,
        };
        let mut rows = AffineRows {
            gain_first: p1,
            gain_second: p0,
            decay_first: q1,
            decay_second: q0,
        };
        fill(&self.rule, &receivers, gates, poles, &mut rows);
        for (silent, &rate) in self.silent.iter_mut().zip(&*network.rates) {
            *silent = 1.0 - rate;
        }
        let rule = RuleRows {
            gain_first: p1,
            gain_second: p0,
            decay_first: q1,
            decay_second: q0,
            lower: &self.zeros,
            upper: &self.upper,
        };
        learn_columns(
            self.rows,
            &self.blocks,
            &mut network.weights,
            &self.mask,
            [&network.rates[..self.silent.len()], &self.silent],
            &rule,
        );
        let share = 1.0 / self.threshold_episodes;
        for (theta, &rate) in network.theta.iter_mut().zip(&*network.rates) {
            *theta += share * (rate * rate - *theta);
        }
    }
}

/// A number in 0..1 that is cheap to make.
fn noise(i: u32, salt: u32) -> f32 {
    let x = (i ^ salt.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    ((x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35) >> 8) as f32 / 16_777_216.0
}

fn cohort(bandwidth: f64) {
    let (people, episodes, units) = (256, 20, 64);
    let mut workload = Workload::new(units, 20, 0.1, 1000.0);
    let mut networks: Vec<Network> = (0..people).map(|p| workload.network(p)).collect();
    let per_second = median_of_runs(|| {
        let begin = Instant::now();
        for (person, network) in (0u32..).zip(&mut networks) {
            for episode in 0..episodes {
                for (i, drive) in (0u32..).zip(workload.drive.iter_mut()) {
                    let pattern = if i % 2 == 0 { 0.6 } else { 0.1 };
                    *drive = 0.05f32.mul_add(noise(i, person * episodes + episode), pattern);
                }
                workload.episode(network);
            }
        }
        f64::from(people * episodes) / begin.elapsed().as_secs_f64()
    });
    let limit = bandwidth / (20 * units * units * 4) as f64;
    println!(
        "C, one core    {per_second:8.0} person-episodes/s, {:.0} % of the limit of L1 loads",
        100.0 * per_second / limit
    );
    for (name, peer) in PEERS {
        println!(
            "               {:8.2} of what was recorded elsewhere for {name}",
            per_second / peer
        );
    }
    black_box(networks);
}

fn network() {
    let steps = 100;
    let mut workload = Workload::new(1000, 1, 0.1, 1000.0);
    workload.drive.fill(0.3);
    let mut network = workload.network(1);
    let per_second = median_of_runs(|| {
        let begin = Instant::now();
        for _ in 0..steps {
            workload.episode(&mut network);
        }
        f64::from(steps) * 1e6 / begin.elapsed().as_secs_f64()
    });
    println!(
        "R, N = 1,000   {:8.0} million synaptic updates/s on one core",
        per_second / 1e6
    );
    black_box(network.weights[0]);
}

fn competition() {
    let procedure = Competition::default();
    let seconds = procedure.duration;
    let protocol = Protocol {
        name: "competition".to_owned(),
        title: String::new(),
        shows: String::new(),
        procedure: Procedure::Competition(procedure),
        synapses: Vec::new(),
        bdnf: vec![1.0],
        simulated_synapses: 1000,
    };
    let synapse = Synapse {
        name: "pair".to_owned(),
        title: String::new(),
        fitted: Default::default(),
        rule: SynapseRule::Pair(PairStdp {
            potentiation: 0.005,
            depression: 0.00525,
            potentiation_time_constant: 0.020,
            depression_time_constant: 0.020,
            pairing: Pairing::AllToAll,
            weight_dependence: WeightDependence::Additive,
        }),
    };
    let per_second = median_of_runs(|| {
        let begin = Instant::now();
        let synapses = std::slice::from_ref(&synapse);
        black_box(rewire::lab::run(&protocol, synapses, &[1.0], 1, &|_| true));
        seconds / begin.elapsed().as_secs_f64()
    });
    println!("P, one core    {per_second:8.0} biological seconds/s");
}

/// Every brain through the histories of its scenarios, with the cost of a synapse beside that of the affect brain. All take turns, so
/// that a change in the machine's speed meets all of them.
fn brains() {
    let named: Vec<String> = std::env::args()
        .skip_while(|argument| argument != "brains")
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let library = Library::new(Some(env!("CARGO_MANIFEST_DIR").into()));
    let scenarios = library.names(Kind::Scenario).into_iter();
    let pairs: BTreeSet<(String, String)> = scenarios
        .filter_map(|name| library.read_scenario(&name).ok())
        .map(|scenario| (scenario.value.brain, scenario.value.history))
        .filter(|(brain, _)| named.is_empty() || named.contains(brain) || brain == "affect")
        .collect();
    let mut days: Vec<PersonDay> = pairs
        .iter()
        .map(|(brain, history)| PersonDay::new(&library, brain, history))
        .collect();
    // Microseconds of each, and nanoseconds of a synapse relative to the dearest of affect, turn by turn.
    let mut turns: Vec<[Vec<f64>; 2]> = days.iter().map(|_| Default::default()).collect();
    for _ in 0..RUNS {
        let micros: Vec<f64> = days.iter_mut().map(PersonDay::micros).collect();
        let of_affect = days
            .iter()
            .zip(&micros)
            .filter(|(day, _)| day.brain == "affect");
        let affect = of_affect
            .map(|(day, micros)| micros / day.synapses)
            .fold(0.0, f64::max);
        for ((turns, day), micros) in turns.iter_mut().zip(&days).zip(micros) {
            turns[0].push(micros);
            turns[1].push(micros / day.synapses / affect);
        }
    }
    for (day, [micros, relative]) in days.iter().zip(turns) {
        let (micros, relative) = (median(micros), median(relative));
        println!(
            "{:<16} {micros:6.1} us/person-day, {:5} synapses, {:5.1} ns each, {relative:4.2} of the dearest day of affect; {}",
            format!("{} brain", day.brain),
            day.synapses,
            1e3 * micros / day.synapses,
            day.history
        );
    }
}

/// People who go through a history, with their weekly probes.
struct PersonDay<'a> {
    brain: &'a str,
    history: &'a str,
    plan: LifePlan,
    course: Course,
    worker: Worker<'static>,
    synapses: f64,
}

impl<'a> PersonDay<'a> {
    fn new(library: &Library, brain: &'a str, history: &'a str) -> Self {
        let read = "the shipped files are read";
        let mut file = library.read_brain(brain).expect(read).value;
        let couplings = &mut file.couplings.0;
        couplings.retain(|(_, coupling)| !coupling.contested);
        let plan = compile_brain(&file).expect("the brain is consistent");
        let file = library.read_history(history).expect(read).value;
        let course = compile_history(&plan, &file).expect("the history fits the brain");
        let synapses: f32 = plan.circuit.fresh().mask().iter().sum();
        Self {
            brain,
            history,
            worker: Worker::new(&plan),
            plan,
            course,
            synapses: f64::from(synapses),
        }
    }

    /// Microseconds of one person-day.
    fn micros(&mut self) -> f64 {
        let people = 4;
        let begin = Instant::now();
        for seed in 1..=people {
            let mut life = Life::begin(&self.plan, seed);
            let worker = &mut self.worker;
            live(&self.plan, &self.course, &mut life, worker, |_, person| {
                black_box(person.read());
                true
            })
            .expect("the life can be lived");
        }
        begin.elapsed().as_secs_f64() * 1e6 / (people as usize * self.course.days.max(1)) as f64
    }
}

/// Times that a buffer is read in one call.
const PASSES: usize = 200;

/// Bytes per second of reading `length` numbers again and again.
fn read_bandwidth(length: usize) -> f64 {
    let buffer = filled(length, 1.0);
    let rounds = 100;
    let begin = Instant::now();
    for _ in 0..rounds {
        black_box(read_through(&buffer));
    }
    (rounds * PASSES * length * 4) as f64 / begin.elapsed().as_secs_f64()
}

/// Sums on the widest vectors of the machine, in as many chains as hide the latency of an addition.
fn read_through(numbers: &[f32]) -> f32 {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
        fn wide(numbers: &[f32]) -> f32 {
            sum_in_chains::<128>(numbers)
        }
        #[target_feature(enable = "avx2,fma")]
        fn middle(numbers: &[f32]) -> f32 {
            sum_in_chains::<64>(numbers)
        }
        if std::arch::is_x86_feature_detected!("avx512f")
            && std::arch::is_x86_feature_detected!("avx512vl")
        {
            // SAFETY: the features that the function is compiled for were found on this machine.
            return unsafe { wide(numbers) };
        }
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
        {
            // SAFETY: as above.
            return unsafe { middle(numbers) };
        }
    }
    sum_in_chains::<32>(numbers)
}

#[inline(always)]
fn sum_in_chains<const CHAINS: usize>(numbers: &[f32]) -> f32 {
    let mut chains = [0.0f32; CHAINS];
    for _ in 0..PASSES {
        for block in black_box(numbers).as_chunks::<CHAINS>().0 {
            for i in 0..CHAINS {
                chains[i] += block[i];
            }
        }
    }
    chains.iter().sum()
}
