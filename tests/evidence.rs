//! The published figures: each of its own, each with something that simulates it or a reason why not, and none that tests a
//! model used to fit it.

use rewire::spec::files::{FigureUse, FiguresFile, SimulatedBy};
use rewire::spec::{Kind, Library, Sourced};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SHIPPED: &str = env!("CARGO_MANIFEST_DIR");

/// Every shipped file of figures; reading it finds every name in it that does not exist.
fn shipped() -> Vec<Sourced<FiguresFile>> {
    let library = Library::new(None);
    let names = library.names(Kind::Figures);
    let read = |name: &String| {
        let file = library.read_figures(name);
        file.unwrap_or_else(|mistakes| panic!("{name}:\n{mistakes}"))
    };
    names.iter().map(read).collect()
}

/// A library in which a shipped file has a passage changed; the others stand on disk as they are.
fn changed(file: &str, passage: &str, by: &str) -> (TempDir, Library) {
    let folder = TempDir::new().expect("a folder");
    let path = Path::new("evidence").join(format!("{file}.toml"));
    let text = fs::read_to_string(Path::new(SHIPPED).join(&path)).expect("a shipped file");
    assert!(text.contains(passage), "{file} has no {passage:?}");
    fs::create_dir(folder.path().join("evidence")).expect("a folder");
    fs::write(folder.path().join(path), text.replace(passage, by)).expect("a file");
    let library = Library::new(Some(folder.path().to_owned()));
    (folder, library)
}

#[test]
fn every_figure_is_of_its_own_and_names_what_exists() {
    let files = shipped();
    let figures = || files.iter().flat_map(|file| &file.value.figures);
    let ids: BTreeSet<&str> = figures().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids.len(), figures().count());
    let left_out = figures().filter(|figure| figure.simulated.by == SimulatedBy::None);
    // Far more than the fit aims at, and not all of it has a counterpart.
    assert!(ids.len() > 250 && (40..ids.len() / 2).contains(&left_out.count()));
}

#[test]
fn no_figure_that_tests_a_model_is_used_to_fit_it() {
    let files = shipped();
    let mut fitted = BTreeSet::new();
    for block in files.iter().flat_map(|file| &file.value.blocks) {
        fitted.extend(block.targets.iter().map(|target| target.figure.as_str()));
    }
    assert!(fitted.contains("ME13-difference") && fitted.len() > 8);
    for file in &files {
        for figure in &file.value.figures {
            let purpose = figure.purpose.unwrap_or(file.value.purpose);
            let is_fitted = fitted.contains(figure.id.as_str());
            // Both ways: what is marked as fitted was, and nothing else.
            assert_eq!(purpose == FigureUse::Calibrate, is_fitted, "{}", figure.id);
        }
    }
}

#[test]
fn a_fit_to_a_figure_that_tests_a_model_is_refused() {
    let (_folder, library) = changed("calibration", "figure = \"ME18\"", "figure = \"ON1\"");
    let mistakes = library.read_figures("calibration").expect_err("refused");
    let said = mistakes.to_string();
    assert!(
        said.contains("\"ON1\" is fitted to, and its use is \"test\""),
        "{said}"
    );
    assert!(said.contains("calibration.toml:"), "{said}");
}

#[test]
fn a_figure_whose_use_changes_is_found_by_the_fit() {
    let (_folder, library) = changed("placebo-response", "use = \"calibrate\"", "use = \"test\"");
    let mistakes = library.read_figures("calibration").expect_err("refused");
    assert!(mistakes.to_string().contains("ME18"), "{mistakes}");
}

/// `.ci/run` holds the numbers of the document; this holds that nobody adds a figure without it.
#[test]
fn the_document_has_every_figure_of_the_default_plan() {
    let document = Path::new(SHIPPED).join("docs/qualification.md");
    let document = fs::read_to_string(document).expect("docs/qualification.md");
    let library = Library::new(None);
    let plan = library.read_qualification("default").expect("a plan").value;
    let files = shipped().into_iter();
    let mut missing = Vec::new();
    for file in files.filter(|file| !plan.without.contains(&file.name)) {
        let ids = file.value.figures.into_iter().map(|figure| figure.id);
        missing.extend(ids.filter(|id| !document.contains(&format!("| {id} |"))));
    }
    assert!(
        missing.is_empty(),
        "not in the document: {}",
        missing.join(", ")
    );
}
