//! Lives that are shared because what decides them looks equal must be equal, whatever the difference is that was overlooked.
//!
//! By brute force: a study is put beside itself with one value changed somewhere in its files, or in a coupling. Where the two
//! share a life, each is lived alone and compared bit for bit. The places that are changed are found in the files as they are
//! written, so that a key that is added is among them.

use rewire::cohort::{self, Forget, Keep, Sharing, Study, Watch};
use rewire::life::{Experience, Trials};
use rewire::physiology::{Combine, Coupling, Graph, Node, NodeKind, Shape, Today};
use rewire::random::{Draws, Purpose};
use rewire::spec::compile::compile_study;
use rewire::spec::{Kind, Library, Study as Files};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

/// Days of a history and of a course that are lived: enough for the first sessions, two weekly readings and a structural
/// night.
const DAYS: usize = 15;

/// Choices of a test, each drawn at its own address.
struct Choices {
    draws: Draws,
    so_far: u64,
}

impl Choices {
    fn of(case: u64) -> Self {
        Self {
            draws: Draws::of(case),
            so_far: 0,
        }
    }

    fn share(&mut self) -> f64 {
        self.so_far += 1;
        self.draws.uniform(Purpose::new("choice"), self.so_far, 0)
    }

    fn below(&mut self, number: usize) -> usize {
        (self.share() * number as f64) as usize
    }

    fn one<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Places of a file that hold a number, a yes or no, or a text.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, value)| places(value, &format!("{path}/{key}"), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &format!("{path}/{index}"), found)),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(path.to_owned()),
    }
}

/// Another value of the same kind: a number that is somewhat larger or zero, a quantity of another size, or another text
/// that stands in the same file, such as the name of another node.
fn changed(value: &Value, texts: &[String], choices: &mut Choices) -> Value {
    let factor = *choices.one(&[0.0, 0.5, 1.5, 1.0 + 1e-9]);
    match value {
        Value::Bool(yes) => Value::Bool(!yes),
        Value::Number(number) => match number.as_u64() {
            Some(whole) => Value::from(whole + 1),
            None => Value::from(number.as_f64().unwrap_or(1.0) * factor),
        },
        Value::String(text) => match text.split_once(' ').map(|(n, unit)| (n.parse(), unit)) {
            Some((Ok::<f64, _>(number), unit)) => {
                let other = *choices.one(&[number * factor, number + 1.0]);
                Value::String(format!("{other} {unit}"))
            }
            _ => Value::String(choices.one(texts).clone()),
        },
        other => other.clone(),
    }
}

/// The same file with one place changed; none where the result is no such file.
fn nudged<T: Serialize + DeserializeOwned>(file: &mut T, choices: &mut Choices) -> Option<String> {
    let mut value = serde_json::to_value(&*file).expect("files are written as they were read");
    let mut found = Vec::new();
    places(&value, "", &mut found);
    let texts: Vec<String> = found
        .iter()
        .filter_map(|path| Some(value.pointer(path)?.as_str()?.to_owned()))
        .collect();
    let place = choices.one(&found).clone();
    let at = value.pointer_mut(&place)?;
    *at = changed(at, &texts, choices);
    *file = serde_json::from_value(value).ok()?;
    Some(place)
}

/// The study with one place of one of its files changed, as the seed chooses; none where the result does not fit together.
fn neighbour(files: &Files, choices: &mut Choices) -> Option<(Study, String)> {
    let mut files = files.clone();
    let place = match choices.below(6) {
        0 => nudged(&mut files.history.value, choices)?,
        1 => nudged(&mut files.scenarios[0].value, choices)?,
        2 | 3 if !files.treatments.is_empty() => {
            let which = choices.below(files.treatments.len());
            nudged(&mut files.treatments[which].value, choices)?
        }
        _ => {
            // Half of the changes of a brain go to its couplings, which alone may be without effect.
            let brain = &mut files.variants[0].brain;
            if choices.share() < 0.5 && !brain.couplings.is_empty() {
                let which = choices.below(brain.couplings.len());
                let (name, coupling) = &mut brain.couplings.0[which];
                format!("/{name}{}", nudged(coupling, choices)?)
            } else {
                nudged(brain, choices)?
            }
        }
    };
    let study = compiled(&files)?;
    Some((study, place))
}

/// A study of two people who are taken for ill, cut short; none where the files do not fit together.
fn compiled(files: &Files) -> Option<Study> {
    // A file that passed its checks compiles; one that was changed behind them may not, and may even break a promise on which
    // compiling relies.
    let compile = || compile_study(files, Some(2)).ok();
    let mut study = std::panic::catch_unwind(compile).ok()??;
    study.memory_people = 0;
    study.outcome.ill_at = f64::NEG_INFINITY;
    for variant in &mut study.variants {
        variant.history.days = DAYS.min(variant.history.days);
        for course in &mut variant.courses {
            course.days = DAYS.min(course.days);
        }
    }
    for scenario in &mut study.scenarios {
        scenario.weeks = scenario.weeks.min(DAYS as u32 / 7);
    }
    Some(study)
}

/// Readings and drop-outs of each variant in turn, bit by bit, and how ill each was at selection.
type Bits = Vec<(Vec<u32>, Vec<Option<u32>>, Vec<u32>)>;

fn lived(study: &Study, keep: &dyn Keep) -> Option<Bits> {
    let run = || {
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|| {},
        };
        cohort::run_keeping(study, &watch, keep).expect("nobody stops it")
    };
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).ok()?;
    let of = |v: usize| {
        let arm = result.arm(0, v);
        let drop_outs = arm.dropped_out.iter().map(|week| week.map(f32::to_bits));
        (
            arm.values.iter().map(|x| x.to_bits()).collect(),
            drop_outs.collect(),
            result
                .people
                .iter()
                .map(|p| p.rated_at_selection[v].to_bits())
                .collect(),
        )
    };
    Some((0..study.variants.len()).map(of).collect())
}

/// Both as two variants of one study.
fn together(a: &Study, b: &Study) -> Study {
    let mut both = a.clone();
    both.variants.extend(b.variants.iter().cloned());
    both
}

/// Whether two studies can be compared at all: the same readings in the same weeks.
fn comparable(a: &Study, b: &Study) -> bool {
    a.readouts == b.readouts && a.scenarios[0].weeks == b.scenarios[0].weeks
}

/// Keeps pieces in memory.
#[derive(Default)]
struct Shelf(Mutex<BTreeMap<String, Vec<u8>>>);

impl Keep for Shelf {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().expect("no test died").get(name).cloned()
    }

    fn keep(&self, name: String, piece: Vec<u8>) {
        self.0.lock().expect("no test died").insert(name, piece);
    }
}

/// What came of the pairs.
#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    shared_history: usize,
    shared_course: usize,
    /// Pairs that share no course and live the same bits: spared work that was not spared.
    equal_but_lived_twice: usize,
}

/// Puts so many neighbours beside their studies. Every study is also run over one shelf that holds the pieces of all before
/// it, as `--resume` and claims do.
fn pairs(first: u64, wanted: usize) -> Tally {
    let library = Library::new(None);
    let scenarios = library.names(Kind::Scenario);
    let shelf = Shelf::default();
    let mut tally = Tally::default();
    for case in first.. {
        if tally.pairs == wanted {
            break;
        }
        let mut choices = Choices::of(case);
        let scenario = choices.one(&scenarios).clone();
        let files = library
            .read_study(&[scenario.clone()], &[], "tiny")
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let mut files = files;
        let variant = choices.below(files.variants.len());
        files.variants = vec![files.variants[variant].clone()];
        let a = compiled(&files).expect("the shipped files fit together");
        let Some((b, place)) = neighbour(&files, &mut choices).filter(|(b, _)| comparable(&a, b))
        else {
            continue;
        };
        let both = together(&a, &b);
        let sharing = Sharing::of(&both);
        let (history, course) = (sharing.share_history(0, 1), sharing.share_course(0, 1, 0));
        // Pairs that share nothing are only counted, but for some.
        if !history && choices.share() < 0.9 {
            continue;
        }
        let (Some(of_a), Some(of_b)) = (lived(&a, &Forget), lived(&b, &Forget)) else {
            continue;
        };
        let what = format!(
            "case {case}: {scenario}, {}, {place}",
            files.variants[0].name
        );
        tally.pairs += 1;
        tally.shared_history += usize::from(history);
        tally.shared_course += usize::from(course);
        tally.equal_but_lived_twice += usize::from(!course && of_a == of_b);
        if history {
            assert_eq!(of_a[0].2, of_b[0].2, "history of {what}");
        }
        if course {
            assert_eq!(of_a, of_b, "course of {what}");
        }
        let expected = [of_a, of_b].concat();
        assert_eq!(lived(&both, &Forget).as_ref(), Some(&expected), "{what}");
        assert_eq!(
            lived(&both, &shelf).as_ref(),
            Some(&expected),
            "kept: {what}"
        );
    }
    tally
}

#[test]
fn shared_lives_and_kept_ones_are_the_lives_they_stand_for() {
    let tally = pairs(1, 40);
    println!("{tally:?}");
    // Or the comparison would be empty.
    assert!(tally.shared_course >= 10, "{tally:?}");
}

#[test]
#[ignore = "long: 2,000 pairs"]
fn shared_lives_and_kept_ones_are_the_lives_they_stand_for_in_many_pairs() {
    let tally = pairs(1_000_000, 2_000);
    println!("{tally:?}");
    assert!(tally.shared_course >= 200, "{tally:?}");
}

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

/// A brain with an input that only the given course sets, and two variants that differ in what this input does.
fn set_by_the_course_alone(set: impl Fn(&mut cohort::VariantStudy, usize)) -> Study {
    let library = Library::new(None);
    let names = ["no-treatment".to_owned()];
    let files = library
        .read_study(&names, &["monoamine".to_owned()], "tiny")
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut study = compiled(&files).expect("the shipped files fit together");
    let mut variant = study.variants[0].clone();
    let graph = &variant.plan.graph;
    let (mut nodes, couplings) = (graph.nodes.clone(), graph.couplings.clone());
    let default = 0.0;
    nodes.push(Node {
        name: "novelty".into(),
        kind: NodeKind::EpisodeInput {
            default,
            noise: 0.0,
        },
    });
    let input = nodes.len() - 1;
    let drives: Vec<usize> = variant.plan.populations.iter().map(|p| p.drive).collect();
    set(&mut variant, input);
    study.variants = [0.5, 2.0]
        .map(|strength| {
            let mut variant = variant.clone();
            let mut couplings = couplings.clone();
            couplings.extend(drives.iter().map(|&to| Coupling {
                name: "novelty".into(),
                from: input,
                to,
                strength,
                relative_to: 0.0,
                shape: Shape::Linear,
                times: Vec::new(),
            }));
            variant.plan.graph = Graph::new(nodes.clone(), couplings).expect("a graph");
            variant
        })
        .to_vec();
    study
}

/// What is set by the trials of a phase alone was overlooked: both variants shared one life.
#[test]
fn what_only_the_trials_of_a_phase_set_parts_two_lives() {
    let study = set_by_the_course_alone(|variant, input| {
        let mut experience: Experience = variant.plan.experiences[0].clone();
        experience.inputs.push((input, 1.0));
        for phase in &mut variant.courses[0].phases {
            phase.trials.push(Trials {
                experience: experience.clone(),
                number: 3,
                every: 1,
            });
        }
    });
    let sharing = Sharing::of(&study);
    assert!(sharing.share_history(0, 1) && !sharing.share_course(0, 1, 0));
    let of_both = lived(&study, &Forget).expect("it can be lived");
    assert_ne!(of_both[0], of_both[1]);
}
