//! Graphs whose key is the same compute the same.

use crate::Choices;
use rewire::physiology::{Combine, Coupling, Graph, Node, NodeKind, Shape, Today};
use rewire::random::Draws;
use std::collections::BTreeSet;

/// A graph of every kind of node. Signals depend on signals before them and on anything else; factors on what is known in the
/// morning.
fn graph(choices: &mut Choices) -> Graph {
    let mut kinds = vec![
        NodeKind::Trait,
        NodeKind::Prediction,
        NodeKind::Action,
        NodeKind::Activity,
        NodeKind::Tally,
    ];
    for noise in [0.0, 0.0, 0.3] {
        let default = *choices.one(&[0.0, 1.0]);
        kinds.push(NodeKind::DayInput { default });
        kinds.push(NodeKind::EpisodeInput { default, noise });
    }
    for _ in 0..4 {
        let rest = *choices.one(&[0.0, 1.0]);
        kinds.push(NodeKind::Factor {
            rest,
            time_constant: 5.0,
            initial: *choices.one(&[rest, rest, 0.5]),
            min: *choices.one(&[-5.0, 0.25]),
            max: 5.0,
            noise: *choices.one(&[0.0, 0.0, 0.1]),
            shocks_per_year: *choices.one(&[0.0, 0.0, 100.0]),
            shock_size: 0.5,
        });
    }
    for _ in 0..8 {
        kinds.push(NodeKind::Signal {
            base: *choices.one(&[0.0, 1.0, 0.5]),
            combine: *choices.one(&[Combine::Sum, Combine::Product]),
            min: -5.0,
            max: 5.0,
        });
    }
    let node = |(index, kind)| Node {
        name: format!("node {index}"),
        kind,
    };
    let nodes: Vec<Node> = kinds.into_iter().enumerate().map(node).collect();
    let mut couplings = Vec::new();
    for to in 11..nodes.len() {
        for _ in 0..choices.below(4) {
            couplings.push(coupling(format!("{}", couplings.len()), to, choices));
        }
    }
    Graph::new(nodes, couplings).expect("nothing is asked for before it is known")
}

/// The nodes of [`graph`] that are known in the morning: a trait, a tally, day inputs and factors.
const MORNING: [usize; 9] = [0, 4, 5, 7, 9, 11, 12, 13, 14];
/// The first signal of [`graph`].
const SIGNALS: usize = 15;

fn coupling(name: String, to: usize, choices: &mut Choices) -> Coupling {
    let source = |choices: &mut Choices| match to {
        ..SIGNALS => *choices.one(&MORNING),
        _ => choices.below(to),
    };
    let shapes = [
        Shape::Linear,
        Shape::PositivePart,
        Shape::NegativePart,
        Shape::Exponential,
        Shape::Hill {
            half: 0.5,
            exponent: 2.0,
        },
        Shape::Logistic {
            midpoint: 0.5,
            slope: 3.0,
        },
        Shape::Threshold { at: 0.5 },
        Shape::InvertedU {
            peak: 0.5,
            width: 0.2,
        },
    ];
    Coupling {
        name,
        from: source(choices),
        to,
        strength: *choices.one(&[0.0, 0.5, -1.2]),
        relative_to: *choices.one(&[0.0, 1.0]),
        shape: *choices.one(&shapes),
        times: (0..choices.below(3)).map(|_| source(choices)).collect(),
    }
}

/// All values of some days with three episodes each, bit by bit, where what is set is drawn anew each time.
fn days_of(graph: &Graph, set: &BTreeSet<usize>, seed: u64) -> Vec<u64> {
    let mut choices = Choices::of(seed);
    let mut draws = Draws::of(seed);
    let (mut values, mut today, mut targets) = (graph.initial(), Today::default(), Vec::new());
    let mut bits = Vec::new();
    let wanted = |kind: fn(&NodeKind) -> bool| -> Vec<usize> {
        let nodes = 0..graph.nodes.len();
        nodes.filter(|&n| kind(&graph.nodes[n].kind)).collect()
    };
    let traits = wanted(|kind| matches!(kind, NodeKind::Trait));
    let of_day = wanted(|kind| matches!(kind, NodeKind::DayInput { .. }));
    let of_episode = wanted(|kind| matches!(kind, NodeKind::EpisodeInput { .. }));
    let factors = wanted(|kind| matches!(kind, NodeKind::Factor { .. }));
    let predictions = wanted(|kind| matches!(kind, NodeKind::Prediction));
    let actions = wanted(|kind| matches!(kind, NodeKind::Action));
    let activities = wanted(|kind| matches!(kind, NodeKind::Activity));
    let tallies = wanted(|kind| matches!(kind, NodeKind::Tally));
    traits.iter().for_each(|&n| values[n] = choices.share());
    graph.scatter_factors(&mut values, &mut draws);
    for day in 0..6 {
        graph.reset_day(&mut values);
        for &n in of_day.iter().chain(&factors).filter(|n| set.contains(n)) {
            values[n] = 2.0 * choices.share();
        }
        graph.compute_day(&mut values);
        graph.step_factors(&mut values, &mut draws, day, &mut targets);
        graph.compute_day(&mut values);
        graph.begin_day(&values, &mut today);
        bits.extend(values.iter().map(|x| x.to_bits()));
        for _ in 0..3 {
            let mut episode = values.clone();
            graph.reset_episode(&mut episode);
            for &n in of_episode.iter().filter(|n| set.contains(n)) {
                episode[n] = 2.0 * choices.share();
            }
            for (n, sd) in graph.noisy_inputs() {
                episode[n] += sd * choices.share();
            }
            today.compute_before(&mut episode);
            predictions
                .iter()
                .for_each(|&n| episode[n] = choices.share());
            today.compute_predicted(&mut episode);
            actions.iter().for_each(|&n| episode[n] = choices.share());
            today.compute_chosen(&mut episode);
            activities
                .iter()
                .for_each(|&n| episode[n] = choices.share());
            today.compute_after(&mut episode);
            bits.extend(episode.iter().map(|x| x.to_bits()));
        }
        tallies.iter().for_each(|&n| values[n] = choices.share());
    }
    bits
}

#[test]
fn graphs_that_act_alike_compute_alike() {
    let (mut alike, mut unlike) = (0, 0);
    for case in 0..1_000 {
        let mut choices = Choices::of(case);
        let a = graph(&mut choices);
        let set: BTreeSet<usize> = (5..SIGNALS).filter(|_| choices.share() < 0.3).collect();
        let mut b = a.clone();
        for index in 0..a.couplings.len() {
            let mut couplings = b.couplings.clone();
            let old = &couplings[index];
            couplings[index] = coupling(old.name.clone(), old.to, &mut choices);
            let next = Graph::new(a.nodes.clone(), couplings).expect("as before");
            if next.acting(&set) == a.acting(&set) {
                b = next;
            } else if next.couplings != b.couplings {
                unlike += usize::from(days_of(&a, &set, case) != days_of(&next, &set, case));
            }
        }
        if a.couplings != b.couplings {
            alike += 1;
            assert_eq!(
                days_of(&a, &set, case),
                days_of(&b, &set, case),
                "case {case}"
            );
        }
    }
    // Both happen, or the comparison would be empty.
    assert!(
        alike > 500 && unlike > 5_000,
        "{alike} alike, {unlike} unlike"
    );
}
