//! Pairs that count only if a reward follows: a pair leaves an eligibility trace, a reward turns what is left of it into weight.
//!
//! ```text
//! c' = -c / tau_c,  c -> c + change by pair STDP at every spike
//! a reward of size d at time t:  w += d c(t)
//! pairs far apart:  dw = pairs d W(lag) e^(-delay / tau_c)
//! ```
//!
//! Exact between events. A reward that comes while traces of later pairs are there rewards them as well. Where BDNF enters
//! pair STDP it enters here. Does not model dopamine's own time course. Reference: Izhikevich 2007, Cereb Cortex 17:2443,
//! 10.1093/cercor/bhl152.

use super::bench::Bench;
use super::experiment::{Axis, Curve, Panel, Point, Scale, Style};
use super::protocol::RewardedPairing;
use super::synapse::SynapseRule;
use crate::kernels::transcendental::exp;
use crate::plasticity::pair_stdp::{PairStdp, PairTraces};
use crate::plasticity::spikes::{Side, Spike, SpikeRule, is_before, merge};

/// What happens at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Event {
    Spike(Side),
    Reward,
}

/// The panel of the change over the delay of the reward.
pub(super) fn rewarded_pairing(procedure: &RewardedPairing, bench: &Bench) -> Option<Vec<Panel>> {
    let pairs = bench.pairs().filter_map(|(synapse, bdnf)| {
        let SynapseRule::Pair(rule) = synapse.rule else {
            return None;
        };
        let rewards = procedure.rewards.iter();
        Some(rewards.map(move |&reward| (synapse, bdnf, rule.at_bdnf(bdnf), reward)))
    });
    let runs: Vec<_> = pairs.flatten().collect();
    let curves = bench.each(&runs, |&(synapse, bdnf, rule, reward)| {
        let curve = |style, change: &dyn Fn(f64) -> f64| Curve {
            synapse: synapse.name.clone(),
            condition: condition(reward),
            bdnf,
            style,
            points: procedure
                .delays
                .iter()
                .map(|&delay| Point {
                    x: delay,
                    y: change(delay),
                    error: None,
                })
                .collect(),
        };
        [
            curve(Style::Line, &|delay| {
                rewarded(procedure, &rule, delay, reward)
            }),
            curve(Style::Theory, &|delay| {
                far_apart(procedure, &rule, delay, reward)
            }),
        ]
    })?;
    Some(vec![Panel {
        name: "rewarded-pairing".into(),
        title: "Change by pairs that are rewarded later".into(),
        x: Axis {
            label: "delay of the reward".into(),
            unit: "s".into(),
            scale: Scale::Linear,
        },
        y: Axis {
            label: "relative change of the weight".into(),
            unit: String::new(),
            scale: Scale::Linear,
        },
        curves: curves.into_iter().flatten().collect(),
        published: Vec::new(),
        marks: Vec::new(),
    }])
}

fn condition(reward: f64) -> String {
    if reward > 0.0 {
        format!("reward {reward}")
    } else if reward < 0.0 {
        format!("punishment {}", -reward)
    } else {
        "no reward".into()
    }
}

/// Change of a weight of 1, which stops at the bounds of the rule.
fn rewarded(procedure: &RewardedPairing, rule: &PairStdp, delay: f64, reward: f64) -> f64 {
    let (mut traces, mut eligibility, mut last, mut weight) =
        (PairTraces::default(), 0.0, 0.0, 1.0f64);
    let (lower, upper) = rule.bounds();
    for (time, event) in events(procedure, delay) {
        eligibility *= exp(-(time - last) / procedure.eligibility_time_constant);
        last = time;
        match event {
            Event::Spike(side) => {
                eligibility += rule.spike(&mut traces, Spike { time, side }, weight);
            }
            Event::Reward => weight = (weight + reward * eligibility).max(lower).min(upper),
        }
    }
    weight - 1.0
}

/// Spikes and rewards in the order of time; at one time (see [`is_before`]) spikes go first.
fn events(procedure: &RewardedPairing, delay: f64) -> Vec<(f64, Event)> {
    let (before, after) = ((-procedure.lag).max(0.0), procedure.lag.max(0.0));
    let train = |shift: f64| -> Vec<f64> {
        let starts = (0..procedure.pairs).map(|pair| f64::from(pair) / procedure.rate);
        starts.map(|start| start + shift).collect()
    };
    let spikes = merge(&train(before), &train(after));
    let mut rewards = train(before.max(after) + delay).into_iter().peekable();
    let mut events = Vec::with_capacity(3 * procedure.pairs as usize);
    for spike in spikes {
        while let Some(reward) = rewards.next_if(|&reward| is_before(reward, spike.time)) {
            events.push((reward, Event::Reward));
        }
        events.push((spike.time, Event::Spike(spike.side)));
    }
    events.extend(rewards.map(|reward| (reward, Event::Reward)));
    events
}

/// The change where pairs are so far apart that each reward finds one trace.
fn far_apart(procedure: &RewardedPairing, rule: &PairStdp, delay: f64, reward: f64) -> f64 {
    let left = exp(-delay / procedure.eligibility_time_constant);
    let change = f64::from(procedure.pairs) * reward * rule.window(procedure.lag) * left;
    change.max(-1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plasticity::pair_stdp::{Pairing, WeightDependence};

    const RULE: PairStdp = PairStdp {
        potentiation: 0.01,
        depression: 0.004,
        potentiation_time_constant: 0.0168,
        depression_time_constant: 0.0337,
        pairing: Pairing::AllToAll,
        weight_dependence: WeightDependence::Additive,
    };

    fn procedure(rate: f64, lag: f64) -> RewardedPairing {
        RewardedPairing {
            lag,
            pairs: 20,
            rate,
            delays: Vec::new(),
            eligibility_time_constant: 1.0,
            rewards: Vec::new(),
        }
    }

    #[test]
    fn what_a_reward_finds_has_decayed_exponentially() {
        let far = procedure(0.02, 0.01);
        for delay in [0.0, 0.3, 1.0, 4.0] {
            let change = rewarded(&far, &RULE, delay, 1.0);
            let exact = far_apart(&far, &RULE, delay, 1.0);
            // Fifty seconds between pairs leave e^-46 of a trace to the next reward.
            assert!(
                (change - exact).abs() < 1e-12,
                "{delay} s: {change} {exact}"
            );
        }
    }

    #[test]
    fn without_reward_nothing_happens_and_punishment_turns_it_round() {
        for lag in [0.01, -0.01] {
            let near = procedure(1.0, lag);
            assert_eq!(rewarded(&near, &RULE, 0.5, 0.0), 0.0);
            let (rewarded_change, punished) = (
                rewarded(&near, &RULE, 0.5, 1.0),
                rewarded(&near, &RULE, 0.5, -1.0),
            );
            assert_eq!(rewarded_change > 0.0, lag > 0.0);
            // The same sums with the other sign, from another weight: a few roundings of numbers near 1.
            assert!((rewarded_change + punished).abs() < 1e-13);
        }
    }
}
