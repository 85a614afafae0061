//! Studies with one value changed. The places that are changed are found in the files as they are written, so that a key that is
//! added is among them.

use crate::Choices;
use rewire::cohort::{self, Forget, Keep, Sharing, Study, Watch};
use rewire::life::{Experience, Trials};
use rewire::physiology::{Coupling, Graph, Node, NodeKind, Shape};
use rewire::spec::compile::compile_study;
use rewire::spec::{Kind, Library, Study as Files};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

/// Days of a history and of a course that are lived: enough for the first sessions, two weekly readings and a structural
/// night.
const DAYS: usize = 15;

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
            .read_study(std::slice::from_ref(&scenario), &[], "tiny")
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
                every: 1.0,
                probability: 1.0,
                otherwise: None,
            });
        }
    });
    let sharing = Sharing::of(&study);
    assert!(sharing.share_history(0, 1) && !sharing.share_course(0, 1, 0));
    let of_both = lived(&study, &Forget).expect("it can be lived");
    assert_ne!(of_both[0], of_both[1]);
}
