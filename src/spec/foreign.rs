//! Files of other tools, which people try first: what they seem to be, and where the same is written here.

use super::diagnostics::{Diagnostic, Mistake};
use super::source::{Place, Source};
use std::path::Path;
use std::sync::Arc;
use toml::de::DeTable;

/// Where doses are written here.
const DOSES: &str = "doses are written in a scenario: [[treatments]] with use = \"citalopram\", dose = \"20 mg\", from = \"0 weeks\", to = \"16 weeks\"; rewire show ssri-alone shows one";
const BRAINS: &str = "a brain is written from its parts: rewire show affect shows one, docs/write-a-brain.md says how";
const FIGURES: &str = "published figures are written in evidence/: rewire list figures names the files, rewire schema figures says their keys";
const ANY: &str = "rewire list names the definition files that there are; rewire schema says what each kind holds";

/// A kind of file, as its beginning or its ending tells.
struct Format {
    is: &'static str,
    instead: &'static str,
}

/// What a file that is not TOML seems to be; none where the text is TOML, or the name says that it should be.
pub(super) fn foreign(name: &str, text: &str) -> Option<Diagnostic> {
    let ending = ending_of(name);
    if ending == "toml" || DeTable::parse(text).is_ok() {
        return None;
    }
    let format = format_of(&ending, text);
    let source: Arc<Source> = Source::new(name, text);
    let first = text.lines().next().unwrap_or_default().len();
    let message = format!("the file is no TOML: it looks like {}", format.is);
    let place = Place::new(&source, 0..first);
    Some(
        Diagnostic::at(&place, Mistake::Unreadable, message)
            .allowed("definition files in TOML")
            .next(format.instead),
    )
}

fn ending_of(name: &str) -> String {
    let ending = Path::new(name)
        .extension()
        .and_then(|ending| ending.to_str());
    ending.unwrap_or_default().to_lowercase()
}

fn format_of(ending: &str, text: &str) -> Format {
    let start: String = text.chars().take(2_000).collect();
    let holds = |word: &str| start.contains(word);
    let format = |is, instead| Format { is, instead };
    let first = start.lines().next().unwrap_or_default().to_uppercase();
    let columns: Vec<&str> = first
        .split([',', ';', '\t', ' '])
        .map(|column| column.trim().trim_matches('"'))
        .collect();
    let has = |column: &str| columns.contains(&column);
    if has("AMT") || (has("EVID") && has("TIME")) {
        return format(
            "a table of doses and observations, as NONMEM reads it",
            DOSES,
        );
    }
    if holds("<sbml") {
        return format("a model in SBML", BRAINS);
    }
    if holds("<neuroml") || holds("<Lems") {
        return format("a model in NeuroML", BRAINS);
    }
    if start.trim_start().starts_with('<') {
        return format("XML", ANY);
    }
    if holds("format_version") && holds("problems") {
        return format("a problem in PEtab", FIGURES);
    }
    match ending {
        "csv" | "tsv" => format("a table (CSV)", ANY),
        "yaml" | "yml" => format("YAML", ANY),
        "json" => format("JSON", ANY),
        "ode" | "mod" | "hoc" | "nmodl" => format("a model of a simulator of equations", BRAINS),
        _ if start.trim_start().starts_with(['{', '[']) => format("JSON", ANY),
        _ if first.matches([',', ';', '\t']).count() > 1 => format("a table (CSV)", ANY),
        _ => format("another kind of text", ANY),
    }
}
