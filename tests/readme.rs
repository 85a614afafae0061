//! The pages are held to the code: examples are read, files exist, commands are understood.
//!
//! An example of a definition file is a block marked `toml` and its kind, such as `toml scenario`. Where its first line is a path in a
//! comment, the file is also saved there, beside the shipped ones, and what it names must exist.

use rewire::spec::Kind;
use rewire::spec::library::check_text;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const REWIRE: &str = env!("CARGO_BIN_EXE_rewire");
const CALLS: [&str; 2] = ["rewire ", "cargo run --release -- "];
const KINDS_THAT_READERS_ADD: [Kind; 3] = [Kind::Scenario, Kind::Treatment, Kind::Variant];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block.
struct Block {
    place: String,
    info: String,
    text: String,
}

/// A page: its blocks, and code spans and links of its prose.
struct Page {
    name: String,
    blocks: Vec<Block>,
    spans: Vec<String>,
    links: Vec<String>,
}

/// The README and everything in `docs/`.
fn pages() -> Vec<Page> {
    let mut names = vec!["README.md".to_owned(), "output/README.md".to_owned()];
    let mut docs: Vec<String> = fs::read_dir(project().join("docs"))
        .expect("a folder docs")
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    docs.sort();
    names.extend(docs);
    assert!(names.iter().any(|name| name == "docs/write-a-variant.md"));
    names.iter().map(|name| page(name)).collect()
}

fn page(name: &str) -> Page {
    let text = fs::read_to_string(project().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraphs = vec![String::new()];
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            open = !open;
            if open {
                blocks.push(Block {
                    place: format!("{name}:{}", index + 1),
                    info: info.trim().to_owned(),
                    text: String::new(),
                });
            }
        } else if open && let Some(block) = blocks.last_mut() {
            block.text += &format!("{line}\n");
        } else if line.trim().is_empty() {
            paragraphs.push(String::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            *paragraph += &format!("{} ", line.trim_start_matches(['>', ' ']));
        }
    }
    assert!(!open, "{name}: a block has no end");
    Page {
        name: name.to_owned(),
        blocks,
        spans: paragraphs.iter().flat_map(|text| spans(text)).collect(),
        links: paragraphs.iter().flat_map(|text| links(text)).collect(),
    }
}

/// What stands between backticks.
fn spans(paragraph: &str) -> Vec<String> {
    let parts = paragraph.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

/// Targets of links and pictures.
fn links(paragraph: &str) -> Vec<String> {
    let targets = paragraph.split("](").skip(1);
    targets
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// The kind of file that a block is an example of.
fn kind(block: &Block) -> Option<Kind> {
    let word = block.info.strip_prefix("toml ")?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
    Some(kind.unwrap_or_else(|| panic!("{}: `{word}` is no kind of file", block.place)))
}

/// Paths under which examples ask to be saved, with their text.
fn examples(pages: &[Page]) -> BTreeMap<String, String> {
    let mut examples = BTreeMap::new();
    for block in pages.iter().flat_map(|page| &page.blocks) {
        let Some(kind) = kind(block) else { continue };
        let first = block.text.lines().next().unwrap_or_default();
        if let Some(path) = first.strip_prefix("# ").filter(|path| path.contains('/')) {
            let place = &block.place;
            assert!(path.starts_with(kind.folder()), "{place}: {path}");
            assert!(
                !project().join(path).exists(),
                "{place}: {path} is shipped and would be overwritten"
            );
            let before = examples.insert(path.to_owned(), block.text.clone());
            assert!(before.is_none(), "{place}: {path} is there twice");
        }
    }
    examples
}

/// A folder in which a reader has saved all examples, with the shipped recordings where the pages name them.
fn desk(pages: &[Page]) -> TempDir {
    let desk = TempDir::new().unwrap();
    for (path, text) in examples(pages) {
        let path = desk.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let recordings = "examples/spikes";
    fs::create_dir_all(desk.path().join(recordings)).unwrap();
    for entry in fs::read_dir(project().join(recordings)).unwrap() {
        let path = Path::new(recordings).join(entry.unwrap().file_name());
        fs::copy(project().join(&path), desk.path().join(&path)).unwrap();
    }
    desk
}

fn rewire<'a>(folder: &Path, words: impl IntoIterator<Item = &'a str>) -> Output {
    let mut command = Command::new(REWIRE);
    command.args(words).current_dir(folder).output().unwrap()
}

fn succeeds<'a>(folder: &Path, words: impl IntoIterator<Item = &'a str>, place: &str) {
    let output = rewire(folder, words);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{place}: {errors}");
}

#[test]
fn every_example_is_read() {
    let pages = pages();
    let mut kinds = BTreeSet::new();
    for page in &pages {
        for block in &page.blocks {
            if let Some(kind) = kind(block) {
                let text = block.text.clone().into_bytes();
                if let Err(mistakes) = check_text(kind, &block.place, text) {
                    panic!("{mistakes}");
                }
                if page.name == "README.md" {
                    kinds.insert(kind.word());
                }
            } else if block.info == "toml" {
                let parsed = block.text.parse::<toml::Table>();
                assert!(parsed.is_ok(), "{}: {parsed:?}", block.place);
            }
        }
    }
    for kind in KINDS_THAT_READERS_ADD {
        let word = kind.word();
        assert!(
            kinds.contains(word),
            "the README has no example of a {word}"
        );
    }
}

#[test]
fn examples_fit_the_shipped_files() {
    let pages = pages();
    let desk = desk(&pages);
    let saved = examples(&pages);
    assert!(!saved.is_empty());
    // Named one by one as well: what lies in no folder of the library would not be found otherwise.
    succeeds(desk.path(), ["check"], "all examples together");
    for path in saved.keys() {
        succeeds(desk.path(), ["check", path], path);
    }
}

/// Whether a word names something in the project that a reader can look at; none where it names nothing of the project.
fn exists(word: &str, saved: &BTreeMap<String, String>) -> Option<bool> {
    let (path, item) = word.split_once("::").unwrap_or((word, ""));
    let path = path.trim_start_matches("./");
    let (top, below) = path.split_once('/').unwrap_or((path, ""));
    // Everything below the folder of results but its page is written by runs.
    if top == "output" && below != "README.md" {
        return None;
    }
    let is_page = !path.contains('/') && path.ends_with(".md");
    let is_in_folder = path.contains('/') && !top.is_empty() && project().join(top).is_dir();
    if !is_page && !is_in_folder || word.contains(char::is_whitespace) {
        return None;
    }
    // Of a path with a blank to fill in, the folder before it must exist.
    let certain = match path.find(['<', '*', '{']) {
        Some(blank) => path[..blank]
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder),
        None => path,
    };
    let full = project().join(certain);
    let found = full.exists()
        || project().join(format!("{certain}.toml")).exists()
        || saved.contains_key(certain);
    let holds_item = item.is_empty()
        || fs::read_to_string(&full).is_ok_and(|text| text.contains(item.trim_end_matches("()")));
    Some(found && holds_item)
}

#[test]
fn every_file_that_is_named_exists() {
    let pages = pages();
    let saved = examples(&pages);
    let mut missing = Vec::new();
    let mut seen = 0;
    for page in &pages {
        let blocks = page.blocks.iter().filter(|block| block.info == "sh");
        let typed = blocks.flat_map(|block| block.text.split_whitespace());
        for word in page.spans.iter().map(String::as_str).chain(typed) {
            match exists(word, &saved) {
                Some(true) => seen += 1,
                Some(false) => missing.push(format!("{}: `{word}`", page.name)),
                None => {}
            }
        }
        let folder = Path::new(&page.name).parent().unwrap();
        for link in &page.links {
            let path = link.split('#').next().unwrap_or_default();
            let elsewhere = path.contains("://") || path.starts_with("mailto:");
            if !elsewhere && !project().join(folder).join(path).exists() {
                missing.push(format!("{}: link to {link}", page.name));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(seen > 30, "only {seen} names were recognised");
}

/// What a help text offers: commands and flags.
struct Offer {
    commands: BTreeSet<String>,
    flags: BTreeSet<String>,
}

fn offer<'a>(words: impl IntoIterator<Item = &'a str>) -> Offer {
    let output = rewire(project(), words);
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next());
    let flags = help
        .lines()
        .map(|line| line.trim_start().split([' ', ',']))
        .flat_map(|words| words.take_while(|word| word.is_empty() || word.starts_with('-')))
        .filter(|word| word.starts_with('-'));
    Offer {
        commands: commands.map(str::to_owned).collect(),
        flags: flags.map(str::to_owned).collect(),
    }
}

/// The words of every call of the program in a text of shell commands or in a code span.
fn calls(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\\\n", " ");
    let lines = text
        .split(['\n', '|', ';', '>'])
        .flat_map(|l| l.split("&&"));
    let calls = lines.filter_map(|line| {
        let line = line.split(" #").next()?.trim().trim_start_matches("$ ");
        CALLS.iter().find_map(|call| line.strip_prefix(call))
    });
    calls
        .map(|call| call.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_command_is_understood() {
    let pages = pages();
    let desk = desk(&pages);
    let top = offer(["--help"]);
    assert!(top.commands.contains("run") && top.flags.contains("--help"));
    let mut tried = 0;
    for page in &pages {
        let blocks = page.blocks.iter().filter(|block| block.info == "sh");
        let typed =
            blocks.flat_map(|block| calls(&block.text).into_iter().map(|call| (call, true)));
        let said = page.spans.iter().flat_map(|span| calls(span));
        for (call, is_typed) in typed.chain(said.map(|call| (call, false))) {
            let place = format!("{}: rewire {}", page.name, call.join(" "));
            let command = call.iter().find(|word| !word.starts_with('-'));
            let help = match command {
                Some(command) => {
                    assert!(top.commands.contains(command), "{place}");
                    offer([command, "--help"])
                }
                None => offer(["--help"]),
            };
            for flag in call.iter().filter(|word| word.starts_with('-')) {
                let name = flag.split('=').next().unwrap_or_default();
                assert!(help.flags.contains(name), "{place}: there is no {name}");
            }
            let words: Vec<&str> = call.iter().map(String::as_str).collect();
            if is_typed && !words.iter().any(|word| is_blank(word)) {
                try_out(desk.path(), &words, &place);
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "only {tried} commands were tried");
}

/// Whether a word stands for one that the reader chooses.
fn is_blank(word: &str) -> bool {
    word.contains("...") || word.contains('<') || !word.contains(|c: char| !c.is_ascii_uppercase())
}

/// Does what a command asks for, except that nothing is lived: of a run or a trial, the files it names are checked.
fn try_out(folder: &Path, words: &[&str], place: &str) {
    match words {
        ["compare", ..] => {}
        // It serves until it is stopped; tests/explore.rs does both.
        ["explore", ..] => {}
        // Every protocol at once takes long, and is tried one by one in tests/commands/lab.rs.
        ["lab", "all", ..] => succeeds(folder, ["check"], place),
        ["design", claim, ..] => succeeds(folder, ["show", claim], place),
        // All figures take minutes; tests/commands/qualify.rs takes a few.
        ["qualify", ..] => succeeds(folder, ["check", "qualifications/default"], place),
        ["run" | "claims" | "sensitivity", rest @ ..] => {
            let mut named = vec!["check"];
            let mut before = "run";
            for word in rest {
                let is_name = matches!(before, "--variant" | "--seeds");
                if is_name || !word.starts_with('-') && !before.starts_with('-') {
                    named.push(word);
                }
                // The value of a flag is done with; two flags in a row are two flags.
                let is_value = before.starts_with('-') && !word.starts_with('-');
                before = if is_value { "run" } else { word };
            }
            succeeds(folder, named, place);
        }
        // Several pages go to the same bench.
        ["lab", ..] => succeeds(folder, words.iter().copied().chain(["--force"]), place),
        _ => succeeds(folder, words.iter().copied(), place),
    }
}

#[test]
fn every_shipped_file_is_named() {
    let pages = pages();
    let named = |page: &&Page| {
        [
            "README.md",
            "docs/circuits.md",
            "docs/lab.md",
            "docs/model.md",
        ]
        .contains(&page.name.as_str())
    };
    let spans: BTreeSet<&str> = pages
        .iter()
        .filter(named)
        .flat_map(|page| &page.spans)
        .map(String::as_str)
        .collect();
    let mut folders: Vec<PathBuf> = [
        "scenarios",
        "scenarios/histories",
        "treatments",
        "protocols",
    ]
    .map(|folder| project().join(folder))
    .to_vec();
    let models = fs::read_dir(project().join("models")).unwrap();
    folders.extend(
        models
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir()),
    );
    let mut missing = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
            let whole = path.strip_prefix(project()).unwrap().to_str().unwrap();
            if path.is_file() && !spans.contains(name) && !spans.contains(whole) {
                missing.push(whole.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "named nowhere: {}", missing.join(", "));
}
