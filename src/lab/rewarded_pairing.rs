//! Pairs that count only if a reward follows: pair STDP fills an eligibility trace, a later reward turns it into a change
//! (Izhikevich 2007, 10.1093/cercor/bhl152; Fremaux & Gerstner 2016, 10.3389/fncir.2015.00085).
//!
//! ```text
//! z' = -z / tau_z,   z -> z + (change that pair STDP would make)       at every spike
//! w -> w + reward z                                                     at a reward
//! ```
//!
//! A reward is a pulse at a delay after the later spike of each pair; without one the weight keeps its value exactly. For
//! isolated pairs the change is `reward W(lag) exp(-delay / tau_z)` each. The weight does not fall below zero. BDNF enters as in
//! the pair rule. Does not model how a reward is predicted, nor the slow decay of dopamine.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::RewardedPairing;
use super::synapse::SynapseRule;
use crate::kernels::transcendental::exp;
use crate::plasticity::pair_stdp::{PairStdp, PairTraces};
use crate::plasticity::spikes::{Spike, SpikeRule, merge};

/// The panel of changes over the delay of the reward.
pub(super) fn rewarded_pairing(procedure: &RewardedPairing, bench: &Bench) -> Option<Vec<Panel>> {
    let mut items = Vec::new();
    for (synapse, bdnf) in bench.pairs() {
        if let SynapseRule::Pair(rule) = synapse.rule {
            let rewards = procedure.rewards.iter();
            items.extend(rewards.map(|&reward| (synapse, bdnf, rule.at_bdnf(bdnf), reward)));
        }
    }
    let curves = bench.each(&items, |&(synapse, bdnf, rule, reward)| {
        let simulated = |delay| change(procedure, &rule, reward, delay);
        let isolated = |delay: f64| {
            let left = exp(-delay / procedure.eligibility_time_constant);
            f64::from(procedure.pairs) * reward * rule.window(procedure.lag) * left
        };
        let curve = |condition: String, style, value: &dyn Fn(f64) -> f64| {
            let point = |&x: &f64| Point {
                x,
                y: value(x),
                error: None,
            };
            Curve {
                synapse: synapse.name.clone(),
                condition,
                bdnf,
                style,
                points: procedure.delays.iter().map(point).collect(),
            }
        };
        let label = format!("reward {reward}");
        [
            curve(label.clone(), Style::Line, &simulated),
            curve(format!("{label}, isolated pairs"), Style::Theory, &isolated),
        ]
    })?;
    let axis = |label: &str, unit: &str| Axis {
        label: label.to_owned(),
        unit: unit.to_owned(),
        scale: Scale::Linear,
    };
    Some(vec![Panel {
        name: "delay".to_owned(),
        title: "Change by pairs that a reward follows".to_owned(),
        x: axis("Delay of the reward", "s"),
        y: axis("Change of the weight", ""),
        curves: curves.into_iter().flatten().collect(),
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

/// The weight while pairs and rewards come.
struct Learning<'a> {
    rule: &'a PairStdp,
    time_constant: f64,
    traces: PairTraces,
    eligibility: f64,
    now: f64,
    weight: f64,
}

impl Learning<'_> {
    fn decay_until(&mut self, time: f64) {
        // Before the first spike there is nothing to decay.
        if self.eligibility != 0.0 {
            self.eligibility *= exp((self.now - time) / self.time_constant);
        }
        self.now = time;
    }

    fn spike(&mut self, spike: Spike) {
        self.decay_until(spike.time);
        self.eligibility += self.rule.spike(&mut self.traces, spike, self.weight);
    }

    fn reward(&mut self, reward: f64, time: f64) {
        self.decay_until(time);
        self.weight = (self.weight + reward * self.eligibility).max(0.0);
    }
}

/// Change of a weight of 1 by all pairs and their rewards.
fn change(procedure: &RewardedPairing, rule: &PairStdp, reward: f64, delay: f64) -> f64 {
    let times = (0..procedure.pairs).map(|k| f64::from(k) / procedure.rate);
    let presynaptic: Vec<f64> = times.collect();
    let later = |offset: f64| presynaptic.iter().map(move |time| time + offset);
    let postsynaptic: Vec<f64> = later(procedure.lag).collect();
    let rewards: Vec<f64> = later(procedure.lag.max(0.0) + delay).collect();
    let mut learning = Learning {
        rule,
        time_constant: procedure.eligibility_time_constant,
        traces: PairTraces::default(),
        eligibility: 0.0,
        now: procedure.lag.min(0.0),
        weight: 1.0,
    };
    let mut spikes = merge(&presynaptic, &postsynaptic).into_iter().peekable();
    for time in rewards {
        while let Some(spike) = spikes.next_if(|spike| spike.time <= time) {
            learning.spike(spike);
        }
        learning.reward(reward, time);
    }
    learning.weight - 1.0
}
