//! Going on from an interrupted run: the same bytes as of a run that nobody disturbed, whatever became of the pieces.

use crate::desk::{Desk, errors, stop};
use proptest::prelude::*;
use rewire::cohort::results::RunResult;
use rewire::cohort::{self, Forget, Keep, Study, Watch};
use rewire::spec::Library;
use rewire::spec::compile::compile_study;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::AtomicBool;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

/// Five pieces of people, so that an interruption after the first leaves something to do.
const LINE: &str =
    "run no-treatment ssri-alone --people 80 --variant monoamine --format csv --output run";

fn pieces(desk: &Desk) -> Vec<PathBuf> {
    let names = fs::read_dir(desk.path(".run.unfinished"))
        .into_iter()
        .flatten();
    let paths = names.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_none()).collect()
}

/// Begins a run and gives it a signal once so many pieces are kept.
fn interrupted(desk: &Desk, line: &str, signal: &str, kept: usize) -> Output {
    desk.interrupted(line, signal, || pieces(desk).len() >= kept)
}

/// Every file of the finished run; of `run.json` all but the timings.
fn files(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let run = desk.path("run");
    for folder in [run.clone(), run.join("plots")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&run).unwrap().to_owned();
                let mut content = fs::read(&path).unwrap();
                if path.ends_with("run.json") {
                    let mut json: serde_json::Value = serde_json::from_slice(&content).unwrap();
                    json.as_object_mut().unwrap().remove("timings").unwrap();
                    content = serde_json::to_vec(&json).unwrap();
                }
                found.insert(name, content);
            }
        }
    }
    assert!(found.len() > 10);
    found
}

/// Finishes the run and holds it against one that nobody disturbed; returns what was said.
fn finishes_as(desk: &Desk, line: &str, undisturbed: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let output = desk.rewire(&format!("{line} --resume"));
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    for (name, content) in files(desk) {
        assert!(content == undisturbed[&name], "{} differs", name.display());
    }
    assert!(pieces(desk).is_empty(), "pieces are left");
    errors(&output)
}

/// The files of the run that nobody disturbs.
static WHOLE: LazyLock<BTreeMap<PathBuf, Vec<u8>>> = LazyLock::new(|| undisturbed(LINE));

fn undisturbed(line: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let desk = Desk::new();
    let output = desk.rewire(line);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(
        fs::read_dir(desk.folder()).unwrap().count(),
        1,
        "only the run is left"
    );
    files(&desk)
}

#[test]
fn a_run_that_was_interrupted_ends_with_the_same_bytes() {
    let whole = &*WHOLE;
    // Asked to stop, asked by the system, and killed outright; later and later, and resumed on other numbers of threads.
    for (signal, pieces, threads) in [("-INT", 1, 1), ("-TERM", 4, 3), ("-KILL", 7, 2)] {
        let desk = Desk::new();
        let stopped = interrupted(&desk, &format!("{LINE} --threads 2"), signal, pieces);
        assert!(!desk.path("run").exists(), "it ended too early");
        if signal != "-KILL" {
            assert_eq!(stopped.status.code(), Some(130));
            let said = errors(&stopped);
            let line = format!("{LINE} --threads 2 --resume");
            assert!(said.contains("interrupted: go on with: "), "{said}");
            assert!(said.trim_end().ends_with(&line), "{said}");
        }
        let said = finishes_as(&desk, &format!("{LINE} --threads {threads}"), whole);
        assert!(said.contains("taken over: "), "{said}");
    }
}

#[test]
fn damaged_pieces_are_lived_anew() {
    let whole = &*WHOLE;
    let desk = Desk::new();
    interrupted(&desk, LINE, "-INT", 4);
    let pieces = pieces(&desk);
    let flipped = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    fs::write(&pieces[0], flipped(&pieces[0])).unwrap();
    fs::write(&pieces[1], b"").unwrap();
    fs::write(&pieces[2], vec![b'x'; 100_000]).unwrap();
    let said = finishes_as(&desk, LINE, whole);
    assert!(said.contains("damaged, and lived anew: "), "{said}");
}

#[test]
fn what_still_fits_is_taken_over_after_a_change() {
    let desk = Desk::new();
    interrupted(&desk, LINE, "-INT", 4);
    let kept = pieces(&desk).len();
    // Another drug scenario: the history and the days without the drug are those that were kept.
    let changed = LINE.replace("ssri-alone", "placebo-alone");
    let said = finishes_as(&desk, &changed, &undisturbed(&changed));
    let taken: usize = said
        .lines()
        .find_map(|line| {
            line.strip_prefix("taken over: ")?
                .split(' ')
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or_else(|| panic!("{said}"));
    assert!(taken > 0 && taken < kept, "{taken} of {kept}");
    // Other people of the same number share nothing.
    interrupted(&desk, &format!("{LINE} --force"), "-INT", 4);
    fs::create_dir_all(desk.path("seeds")).unwrap();
    let others = "title = \"Others\"\nmeaning = \"others\"\nfirst = 5001\ncount = 20\n";
    fs::write(desk.path("seeds/others.toml"), others).unwrap();
    let line = LINE.replace("--people 80", "--seeds others");
    let said = errors(&desk.rewire(&format!("{line} --force --resume")));
    assert!(!said.contains("taken over"), "{said}");
}

#[test]
fn without_anything_unfinished_a_run_just_runs() {
    let line = "run no-treatment --people 2 --variant monoamine --format csv --output run";
    let desk = Desk::new();
    let said = finishes_as(&desk, line, &undisturbed(line));
    assert!(said.contains("nothing unfinished"), "{said}");
}

#[test]
fn without_resume_nothing_is_taken_over_nor_lost() {
    let whole = &*WHOLE;
    let desk = Desk::new();
    interrupted(&desk, LINE, "-INT", 4);
    let before = pieces(&desk).len();
    // One thread, so that it cannot end before it is stopped.
    let again = desk.begins(&format!("{LINE} --threads 1"));
    std::thread::sleep(Duration::from_millis(50));
    let stopped = stop(again, "-INT");
    let said = errors(&stopped);
    assert_ne!(stopped.status.code(), Some(0), "it ended too early");
    assert!(!said.contains("taken over"), "{said}");
    assert!(pieces(&desk).len() >= before);
    finishes_as(&desk, LINE, whole);
}

#[test]
fn two_runs_to_the_same_place_do_not_disturb_each_other() {
    let whole = &*WHOLE;
    let desk = Desk::new();
    let both =
        [desk.begins(LINE), desk.begins(LINE)].map(|child| child.wait_with_output().unwrap());
    // The first to begin holds the place. The other is told at once, or, where the first has ended by then, finds it taken.
    let codes = both.each_ref().map(|output| output.status.code());
    assert!(codes.contains(&Some(0)), "{codes:?} {both:?}");
    for output in both.iter().filter(|output| output.status.code() != Some(0)) {
        let said = errors(output);
        match output.status.code() {
            Some(75) => assert!(said.contains("another rewire"), "{said}"),
            Some(2) => assert!(said.contains("--force"), "{said}"),
            code => panic!("{code:?}: {said}"),
        }
    }
    assert_eq!(&files(&desk), whole);
    finishes_as(&desk, &format!("{LINE} --force"), whole);
}

#[test]
fn a_place_that_takes_no_pieces_hinders_no_run() {
    let line = "run no-treatment --people 2 --variant monoamine --format csv --output run";
    let whole = undisturbed(line);
    let desk = Desk::new();
    fs::write(desk.path(".run.unfinished"), "a file").unwrap();
    let said = finishes_as(&desk, line, &whole);
    assert!(said.contains("cannot keep unfinished work"), "{said}");
}

/// Keeps pieces in memory, and gives back what a test makes of them.
#[derive(Default)]
struct Shelf(Mutex<BTreeMap<String, Vec<u8>>>);

impl Keep for Shelf {
    fn find(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }

    fn keep(&self, name: String, piece: Vec<u8>) {
        self.0.lock().unwrap().insert(name, piece);
    }
}

fn study() -> Study {
    let library = Library::new(None);
    let study = library
        .read_study(
            &["no-treatment".to_owned()],
            &["monoamine".to_owned()],
            "tiny",
        )
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut study = compile_study(&study, Some(3)).expect("the shipped files fit together");
    study.memory_people = 2;
    study
}

fn run(study: &Study, keep: &dyn Keep) -> RunResult {
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|| {},
    };
    cohort::run_keeping(study, &watch, keep).expect("nobody stops it")
}

#[test]
fn pieces_of_any_wrong_length_change_nothing() {
    let study = study();
    let expected = run(&study, &Forget);
    let ill = expected.arms.iter().any(|arm| !arm.people.is_empty());
    assert!(ill, "somebody must be ill, or no piece holds a reading");
    let whole = Shelf::default();
    run(&study, &whole);
    let whole = whole.0.into_inner().unwrap();
    let lengths = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        // Each case lives three people anew.
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&(lengths, any::<u8>()), |((piece, length), filling)| {
            let mut changed = whole.clone();
            let bytes = changed.values_mut().nth(piece.index(whole.len())).unwrap();
            let old = bytes.len();
            let new = length.index(2 * old + 9);
            if new == old {
                bytes.push(filling);
            } else {
                bytes.resize(new, filling);
            }
            prop_assert_eq!(&run(&study, &Shelf(Mutex::new(changed))), &expected);
            Ok(())
        })
        .unwrap();
    // Whole ones are used, and are as good as living.
    assert_eq!(run(&study, &Shelf(Mutex::new(whole))), expected);
}
