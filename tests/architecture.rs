//! Who may import whom: the `use` lines and `crate::` paths of both packages, held against the table of layers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module, its level, and what it may import: modules of this crate, by the start of their path.
struct Layer {
    module: &'static str,
    may_import: &'static [&'static str],
    /// Outside crates of which the module must know nothing.
    must_not_know: &'static [&'static str],
}

const WORDS_OF_FILES: &[&str] = &[
    "toml",
    "clap",
    "plotters",
    "csv",
    "parquet",
    "minijinja",
    "indicatif",
    "resvg",
    "axum",
    "hyper",
    "tokio",
];

const LEVEL_0: &[&str] = &["units", "random", "kernels"];

/// The table. A module may always import from itself.
const LAYERS: &[Layer] = &[
    Layer {
        module: "units",
        may_import: &[],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "random",
        may_import: &[],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "content",
        may_import: &[],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "kernels",
        may_import: &[],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "plasticity",
        may_import: LEVEL_0,
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "physiology",
        may_import: LEVEL_0,
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "circuit",
        may_import: &["units", "random", "kernels", "plasticity"],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "lab",
        may_import: &["units", "random", "kernels", "plasticity"],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "life",
        may_import: &[
            "units",
            "random",
            "content",
            "kernels",
            "plasticity",
            "physiology",
            "circuit",
        ],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "cohort",
        may_import: &[
            "units",
            "random",
            "content",
            "kernels",
            "plasticity",
            "physiology",
            "circuit",
            "life",
        ],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "inference",
        may_import: &["units", "random", "kernels", "cohort::results"],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "ordinary",
        may_import: &[],
        must_not_know: WORDS_OF_FILES,
    },
    Layer {
        module: "spec",
        may_import: &[
            "ordinary",
            "units",
            "random",
            "kernels",
            "plasticity",
            "physiology",
            "circuit",
            "lab",
            "life",
            "cohort",
            "inference",
        ],
        must_not_know: &[
            "clap",
            "plotters",
            "minijinja",
            "indicatif",
            "resvg",
            "axum",
            "hyper",
            "tokio",
        ],
    },
    Layer {
        module: "report",
        may_import: &[
            "ordinary",
            "units",
            "random",
            "kernels",
            "lab",
            "cohort::results",
            "inference",
        ],
        must_not_know: &["toml", "clap", "axum", "hyper", "tokio"],
    },
    Layer {
        // It keeps people at selection in memory, and so names `Life`; it does not live them itself.
        module: "explore",
        may_import: &[
            "units",
            "lab",
            "life",
            "cohort",
            "inference",
            "spec",
            "report",
        ],
        must_not_know: &["clap"],
    },
    Layer {
        module: "cli",
        may_import: &[
            "units",
            "random",
            "kernels",
            "plasticity",
            "physiology",
            "circuit",
            "lab",
            "life",
            "cohort",
            "inference",
            "spec",
            "report",
            "explore",
        ],
        must_not_know: &[],
    },
];

/// What a source file refers to: paths within the crate, and outside crates by name.
#[derive(Debug, Default, PartialEq, Eq)]
struct References {
    inside: BTreeSet<String>,
    outside: BTreeSet<String>,
}

/// Reads the references of a source text. Comments and texts in quotes are left out, groups in braces are opened.
fn references(source: &str) -> References {
    let code = without_comments_and_texts(source);
    let mut references = References::default();
    for (start, _) in code.match_indices("crate::") {
        let part_of_a_word = code[..start]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$');
        if !part_of_a_word {
            references
                .inside
                .extend(paths(&code[start + "crate::".len()..]));
        }
    }
    for (end, _) in code.match_indices("::") {
        let before = &code[..end];
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |place| place + 1);
        let is_first = !before[..start].trim_end().ends_with("::");
        if is_first && start < end {
            references.outside.insert(before[start..].to_owned());
        }
    }
    // A crate can be brought in by its name alone.
    for line in code.lines() {
        if let Some(name) = line
            .trim()
            .strip_prefix("use ")
            .and_then(|rest| rest.strip_suffix(';'))
        {
            references
                .outside
                .insert(name.split([':', ' ']).next().unwrap_or(name).to_owned());
        }
    }
    references
}

/// The paths that begin here, up to two modules deep: `a::b` of `a::b::C`, and every branch of `{a::b, c}`.
fn paths(text: &str) -> Vec<String> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return branches(group).into_iter().flat_map(paths).collect();
    }
    let first = word(text);
    let rest = &text[first.len()..];
    match rest.trim_start().strip_prefix("::") {
        Some(below) => match below.trim_start().strip_prefix('{') {
            Some(group) => branches(group)
                .into_iter()
                .map(|branch| format!("{first}::{}", word(branch.trim())))
                .collect(),
            None => vec![format!("{first}::{}", word(below.trim_start()))],
        },
        None => vec![first.to_owned()],
    }
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    &text[..end]
}

/// The parts of a group in braces, whose opening brace has been read, at its own depth.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (place, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            ',' if depth == 0 => {
                parts.push(&group[start..place]);
                start = place + 1;
            }
            '}' if depth == 0 => {
                parts.push(&group[start..place]);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The source with line and block comments, strings and characters replaced by a blank.
fn without_comments_and_texts(source: &str) -> String {
    let (mut code, mut rest) = (String::new(), source);
    while let Some(character) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if character == '"' {
            end_of_string(rest)
        } else if rest.starts_with("'\\")
            || (character == '\'' && rest.chars().nth(2) == Some('\''))
        {
            // A character, not a lifetime; after a backslash the next quote may itself be the character.
            let first = character.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8);
            let from = if rest.starts_with("'\\") {
                first + 1
            } else {
                first
            };
            rest.get(from..)
                .and_then(|text| text.find('\''))
                .map_or(rest.len(), |end| from + end + 1)
        } else {
            0
        };
        if skipped == 0 {
            code.push(character);
            rest = &rest[character.len_utf8()..];
        } else {
            code.push(' ');
            rest = &rest[skipped..];
        }
    }
    code
}

/// Length of the string with whose quote `text` begins.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

/// What a source text of a module imports against the table, in words.
fn offences(module: &str, source: &str) -> Vec<String> {
    let Some(layer) = LAYERS.iter().find(|layer| layer.module == module) else {
        return vec![format!("`{module}` is not in the table of layers")];
    };
    let found = references(source);
    let allowed = |path: &str| {
        let below = |allowed: &str| path == allowed || path.starts_with(&format!("{allowed}::"));
        below(module) || layer.may_import.iter().any(|allowed| below(allowed))
    };
    let inside = found
        .inside
        .iter()
        .filter(|path| !allowed(path))
        .map(|path| format!("`{module}` imports `crate::{path}`"));
    let known = layer
        .must_not_know
        .iter()
        .filter(|name| found.outside.contains(**name));
    inside
        .chain(known.map(|name| format!("`{module}` knows the crate `{name}`")))
        .collect()
}

/// The source files below a path.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return if path.extension().is_some_and(|extension| extension == "rs") {
            vec![path.to_owned()]
        } else {
            vec![]
        };
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries.iter().flat_map(|entry| sources(entry)).collect()
}

/// Every source file of the engine and of the program around it, with the module to which it belongs: the first part of its path
/// below `src`.
fn sources_of_modules() -> Vec<(String, PathBuf)> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of_package = |src: PathBuf| {
        sources(&src).into_iter().map(move |file| {
            let first = file.strip_prefix(&src).unwrap().iter().next().unwrap();
            let module = first.to_str().unwrap().trim_end_matches(".rs");
            (module.to_owned(), file)
        })
    };
    ["engine/src", "src"]
        .into_iter()
        .flat_map(|src| of_package(package.join(src)))
        .collect()
}

#[test]
fn every_module_imports_only_what_its_layer_allows() {
    let mut found = Vec::new();
    for (module, file) in sources_of_modules() {
        // The roots only join the modules.
        if module == "lib" || module == "main" {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        found.extend(
            offences(&module, &source)
                .into_iter()
                .map(|offence| format!("{}: {offence}", file.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let modules: BTreeSet<String> = sources_of_modules().into_iter().map(|(m, _)| m).collect();
    for layer in LAYERS {
        assert!(
            modules.contains(layer.module),
            "no file of `{}`",
            layer.module
        );
    }
}

#[test]
fn only_the_command_line_prints_or_exits() {
    let words = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "process::exit",
    ];
    let mut found = Vec::new();
    for (module, file) in sources_of_modules() {
        if matches!(module.as_str(), "cli" | "main") {
            continue;
        }
        let code = without_comments_and_texts(&fs::read_to_string(&file).unwrap());
        found.extend(
            words
                .iter()
                .filter(|word| code.contains(*word))
                .map(|word| format!("{}: {word}", file.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checker_finds_a_wrong_import_however_it_is_written() {
    for source in [
        "use crate::cohort::results::RunResult;",
        "use crate::{units, cohort};",
        "use crate::{units::{Day, Week}, cohort::results};",
        "use crate::\n    cohort;",
        "fn f() { crate::cohort::run() }",
        "pub(crate) fn f(x: &'static crate::cohort::Arm) {}",
    ] {
        let found = offences("circuit", source);
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        assert!(
            found[0].starts_with("`circuit` imports `crate::cohort"),
            "{found:?}"
        );
    }
    assert_eq!(
        offences("inference", "use crate::cohort::{results::Arm, simulate};"),
        ["`inference` imports `crate::cohort::simulate`"]
    );
    assert_eq!(
        offences("report", "use toml::Value;"),
        ["`report` knows the crate `toml`"]
    );
    assert_eq!(
        offences("report", "use clap;"),
        ["`report` knows the crate `clap`"]
    );
    assert_eq!(
        offences("spec", "let x = plotters::style::RED;"),
        ["`spec` knows the crate `plotters`"]
    );
    assert_eq!(
        offences("attic", ""),
        ["`attic` is not in the table of layers"]
    );
}

#[test]
fn the_checker_lets_right_imports_and_mere_words_pass() {
    for source in [
        "use crate::cohort::results::{Arm, RunResult};",
        "use crate::{inference::shares, units};",
        "// use crate::spec::Brain;\n/* crate::cli */ /// [`RunResult`](crate::life::Life)\nfn f() {}",
        "const TEXT: &str = \"use crate::spec; \\\" crate::life\"; const QUOTE: char = '\"'; use crate::units;",
        "fn f<'a>(x: &'a str) -> char { '\\'' } // crate::spec\n",
        "use other_crate::spec::Thing; use super::toml_like::x;",
    ] {
        assert_eq!(
            offences("inference", source),
            Vec::<String>::new(),
            "{source}"
        );
    }
}
