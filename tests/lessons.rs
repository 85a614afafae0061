//! The lessons of `docs/lessons/` have all their parts, name only what exists, and say no number that their tables do not.
//!
//! How numbers are held: in running text a **bold** number is a result. It stands, whatever its sign, in a generated block of the same
//! lesson, or it is computed there and then, such as **28.9 - 21.1 = 7.8**. Any other decimal number or percentage must stand somewhere in the
//! lesson's blocks, commands or equations, or in a paragraph that links to its source. Whole numbers that are not bold are not held: they count
//! weeks, milligrams and people.

#[path = "../examples/lessons/blocks.rs"]
mod blocks;

use blocks::Bench;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const REWIRE: &str = env!("CARGO_BIN_EXE_rewire");
const PARTS: [&str; 9] = [
    "## Aims",
    "## Background",
    "## Predict first",
    "## Experiment",
    "## What came out",
    "## What to vary",
    "## Questions",
    "## Note for the teacher",
    "## Sources",
];
/// What is read within the half hour of a lesson, tables and pictures aside.
const MOST_WORDS: usize = 1300;
/// A picture in a lesson should load at once.
const LARGEST: usize = 80_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    root().join("docs/lessons")
}

/// A lesson, taken apart.
struct Lesson {
    name: String,
    text: String,
    /// What commands gave.
    generated: String,
    /// Fenced blocks, comments and code spans that are not generated.
    code: String,
    /// Running text without code and targets of links, before the sources.
    prose: Vec<String>,
}

fn lessons() -> Vec<Lesson> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("lessons")
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md") && name.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    names.sort();
    assert_eq!(names.len(), 8, "{names:?}");
    names.into_iter().map(lesson).collect()
}

fn lesson(name: String) -> Lesson {
    let text = fs::read_to_string(folder().join(&name)).unwrap();
    let (mut generated, mut code, mut prose) = (String::new(), String::new(), String::new());
    let (mut is_generated, mut is_fenced) = (false, false);
    let before_sources = text.split("\n## Sources").next().unwrap_or_default();
    for line in before_sources.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_fenced ^= is_fence;
        is_generated = line.starts_with("<!-- begin: ") || is_generated && line != "<!-- end -->";
        let into = if line.starts_with("<!--") || !is_generated && (is_fence || is_fenced) {
            &mut code
        } else if is_generated {
            &mut generated
        } else {
            &mut prose
        };
        *into += line;
        into.push('\n');
    }
    let spans: Vec<&str> = prose.split('`').collect();
    for span in spans.iter().skip(1).step_by(2) {
        code += &span.replace('\n', " ");
        code.push('\n');
    }
    let words: String = spans.iter().step_by(2).copied().collect();
    let prose = words.split("\n\n").map(str::to_owned).collect();
    Lesson {
        name,
        text,
        generated,
        code,
        prose,
    }
}

/// Numbers of a text without their signs: as they are written, and whether a percent sign follows.
fn numbers(text: &str) -> Vec<(String, bool)> {
    let text = text.replace('\u{a0}', " ");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let of = &rest[start..];
        let end = of.find(|c: char| !c.is_ascii_digit() && c != '.');
        let number = &of[..end.unwrap_or(of.len())];
        rest = &of[number.len()..];
        let is_share = rest.trim_start().starts_with('%');
        found.push((number.trim_end_matches('.').to_owned(), is_share));
    }
    found
}

fn known(text: &str) -> BTreeSet<String> {
    numbers(text)
        .into_iter()
        .map(|(number, _)| number)
        .collect()
}

/// A text without the targets of its links, which hold numbers of their own.
fn without_targets(text: &str) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(')').map_or("", |(_, rest)| rest));
    rest.fold(first, |text, rest| text + "] " + rest)
}

#[test]
fn every_lesson_has_its_parts() {
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let summary = fs::read_to_string(folder().join("SUMMARY.md")).unwrap();
    for Lesson {
        name, text, prose, ..
    } in lessons()
    {
        let headings: Vec<&str> = text.lines().filter(|l| l.starts_with("## ")).collect();
        assert_eq!(headings, PARTS, "{name}");
        for part in [
            "\nOn the page: start `rewire explore`",
            "<summary>Worked answers</summary>",
            "* **Common misunderstandings.**",
            "**What the model leaves out.**",
            "```sh\nrewire ",
            "<!-- picture: rewire ",
        ] {
            assert!(text.contains(part), "{name} has no {part}");
        }
        let time = text.split("*Time: ").nth(1).map(numbers);
        let minutes: u32 = time.expect("a time")[0].0.parse().unwrap();
        assert!((20..=40).contains(&minutes), "{name}: {minutes} minutes");
        let aims = text.split("## ").nth(1).unwrap();
        let aims = aims.lines().filter(|l| l.starts_with("* ")).count();
        assert!((3..=4).contains(&aims), "{name}: {aims} aims");
        let questions = text.split("## Questions").nth(1).unwrap();
        let (asked, answered) = questions.split_once("<details>").unwrap();
        let count = |text: &str| {
            (1..9)
                .take_while(|n| text.contains(&format!("\n{n}. ")))
                .count()
        };
        let answered = answered.split("</details>").next().unwrap();
        assert!(count(asked) >= 3, "{name}");
        assert_eq!(count(asked), count(answered), "{name}: an answer for each");
        let words: usize = prose.iter().map(|p| p.split_whitespace().count()).sum();
        assert!(words <= MOST_WORDS, "{name}: {words} words");
        let link = format!("({name})");
        assert!(index.contains(&link) && summary.contains(&link), "{name}");
    }
}

/// The program, with a folder of results that is not empty, so that what is asked for is understood and nothing is lived.
fn asked_in_vain(command: &str, occupied: &Path) -> Output {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let mut program = Command::new(REWIRE);
    program.args(&words).current_dir(root());
    if matches!(words[0], "run" | "lab") {
        program.arg("--output").arg(occupied);
    }
    program.output().unwrap()
}

#[test]
fn every_command_is_accepted() {
    let occupied = TempDir::new().unwrap();
    fs::write(occupied.path().join("notes.txt"), "mine").unwrap();
    let mut tried = BTreeSet::new();
    for Lesson { name, code, .. } in lessons() {
        let lines = code.lines().map(|line| {
            let line = line.trim_start_matches("<!-- begin: ");
            line.trim_start_matches("<!-- picture: ")
        });
        let commands = lines.filter_map(|line| line.split(" | ").next());
        for command in commands.filter(|line| line.starts_with("rewire ")) {
            let command = command.trim_end_matches(" -->");
            // A feature of the program that is not in every build.
            if command == "rewire explore" || !tried.insert(command.to_owned()) {
                continue;
            }
            let output = asked_in_vain(command, occupied.path());
            let said = String::from_utf8_lossy(&output.stderr);
            let is_understood = said.contains("exists and is not empty");
            assert!(
                output.status.success() || is_understood,
                "{name}: {command}\n{said}"
            );
        }
    }
    assert!(tried.len() > 25, "only {} commands", tried.len());
}

/// Whether `a - b = c`, `a + b = c` or `a / b = c %` is right, as far as the digits of `c` go.
fn is_right(words: &[&str]) -> bool {
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
    let (Some(a), Some(b), Some(_)) = (number(0), number(2), number(4)) else {
        return false;
    };
    let value = match words[1] {
        "-" => a - b,
        "+" => a + b,
        "/" => {
            a / b
                * if words.get(5) == Some(&"%") {
                    100.0
                } else {
                    1.0
                }
        }
        _ => return false,
    };
    let digits = words[4].split_once('.').map_or(0, |(_, of)| of.len());
    format!("{value:.digits$}") == words[4]
}

#[test]
fn every_number_in_the_text_stands_in_a_table() {
    let mut results = 0;
    for lesson in lessons() {
        let name = &lesson.name;
        let mut generated = known(&lesson.generated);
        let written = known(&format!("{}\n{}", lesson.generated, lesson.code));
        for paragraph in &lesson.prose {
            let is_sourced = paragraph.contains("](https://");
            let text = without_targets(paragraph).replace('−', "-");
            for (at, part) in text.split("**").enumerate() {
                let is_bold = at % 2 == 1;
                let words: Vec<&str> = part.split_whitespace().collect();
                if is_bold && words.contains(&"=") {
                    assert!(is_right(&words), "{name}: {part}");
                    let (left, right) = part.split_once('=').unwrap();
                    for (number, _) in numbers(left) {
                        assert!(generated.contains(&number), "{name}: {number} in {part}");
                    }
                    generated.extend(known(right));
                    results += 1;
                } else if is_bold {
                    for (number, _) in numbers(part) {
                        assert!(generated.contains(&number), "{name}: {number}");
                        results += 1;
                    }
                } else if !is_sourced {
                    let held = numbers(part).into_iter();
                    for (number, _) in held.filter(|(n, is_share)| n.contains('.') || *is_share) {
                        assert!(written.contains(&number), "{name}: {number} in {part}");
                    }
                }
            }
        }
    }
    assert!(results > 60, "only {results} results");
}

#[test]
fn links_and_pictures_exist_and_no_picture_is_left_over() {
    let mut shown = BTreeSet::new();
    let mut pages = vec!["README.md".to_owned(), "SUMMARY.md".to_owned()];
    pages.extend(lessons().into_iter().map(|lesson| lesson.name));
    for page in pages {
        let text = fs::read_to_string(folder().join(&page)).unwrap();
        for target in text.split("](").skip(1).filter_map(|t| t.split_once(')')) {
            if !target.0.contains("://") {
                assert!(folder().join(target.0).is_file(), "{page}: {}", target.0);
            }
        }
        for (asked, path) in blocks::pictures(&text) {
            let picture = fs::read_to_string(folder().join(path)).unwrap();
            let whole = picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>");
            assert!(whole && picture.len() < LARGEST, "{page}: {path}");
            assert!(asked.of.is_some_and(|of| of.ends_with(".svg")), "{page}");
            shown.insert(path.to_owned());
        }
    }
    for entry in fs::read_dir(folder().join("pictures")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(shown.contains(&format!("pictures/{name}")), "{name}");
    }
}

/// Lives what a lesson asks for, and compares what it says with what comes out.
fn agrees(name: &str) {
    let mut bench = Bench::new(REWIRE.into(), root()).unwrap();
    let page = fs::read_to_string(folder().join(name)).unwrap();
    let filled = bench.filled(&page).unwrap_or_else(|e| panic!("{e}"));
    for (promised, found) in page.lines().zip(filled.lines()) {
        assert_eq!(
            promised, found,
            "{name}: run `cargo run --release --example lessons`"
        );
    }
    assert_eq!(page.lines().count(), filled.lines().count(), "{name}");
    for (asked, path) in blocks::pictures(&page) {
        let (folder_of, _) = bench.results(asked.command).unwrap();
        let drawn = fs::read_to_string(folder_of.join(asked.of.unwrap())).unwrap();
        let promised = fs::read_to_string(folder().join(path)).unwrap();
        assert!(drawn == promised, "{name}: {path} is not what is drawn");
    }
}

#[test]
#[ignore = "lives virtual people for some seconds"]
fn numbers_at_the_bench_and_of_fear_are_those_of_the_program() {
    agrees("01-hebb-ltp-ltd.md");
    agrees("05-extinction-is-not-erasure.md");
}

#[test]
fn a_wrong_number_and_a_wrong_sum_are_noticed() {
    assert!(is_right(&["28.9", "-", "21.1", "=", "7.8"]));
    assert!(!is_right(&["28.9", "-", "21.1", "=", "7.9"]));
    assert!(is_right(&["1.8", "/", "6.7", "=", "27", "%"]));
    assert!(!is_right(&["28.9", "21.1", "=", "7.8"]));
    assert_eq!(
        numbers("from -0.5 to 33 %, in 2019."),
        [
            ("0.5".to_owned(), false),
            ("33".to_owned(), true),
            ("2019".to_owned(), false)
        ]
    );
    let link = without_targets("[Taylor 2006](https://doi.org/10.1001/x) found 3.5");
    assert_eq!(known(&link), known("2006 and 3.5"));
}
