//! The gallery shows every scenario that ships.

use rewire::spec::{Kind, Library};
use std::fs;
use std::path::PathBuf;

/// A picture in the documents should load at once.
const LARGEST: usize = 60_000;

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

#[test]
fn every_scenario_has_its_picture_and_its_place_in_the_index() {
    let folder = root().join("docs/gallery");
    let index = fs::read_to_string(folder.join("README.md")).expect("the gallery has an index");
    let mut missing = Vec::new();
    for name in Library::new(Some(root())).names(Kind::Scenario) {
        let picture = fs::read_to_string(folder.join(format!("{name}.svg"))).unwrap_or_default();
        let whole = picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>");
        if !whole || picture.len() > LARGEST || !index.contains(&format!("({name}.svg)")) {
            missing.push(format!("{name} ({} bytes)", picture.len()));
        }
    }
    assert!(
        missing.is_empty(),
        "draw these with `cargo run --release --example gallery`: {missing:?}"
    );
}

#[test]
fn no_picture_is_left_of_a_scenario_that_is_gone() {
    let scenarios = Library::new(Some(root())).names(Kind::Scenario);
    for entry in fs::read_dir(root().join("docs/gallery")).expect("the gallery is there") {
        let path = entry.expect("the gallery can be listed").path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            let name = path
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned());
            assert!(
                name.is_some_and(|name| scenarios.contains(&name)),
                "{path:?}"
            );
        }
    }
}
