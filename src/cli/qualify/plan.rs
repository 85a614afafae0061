//! What a plan asks for: the figures, and which of them a set of runs serves.

use crate::cli::arguments::QualifyOptions;
use crate::cli::run::origin;
use crate::cli::{Failure, say};
use crate::report::tables::Input;
use crate::spec::files::{FigureTable, FigureUse, FiguresFile, QualificationFile};
use crate::spec::{Diagnostics, Kind, Library, Sourced};
use std::collections::BTreeMap;

/// A figure with what it has from its file.
pub(super) struct Wanted {
    /// File that states it.
    pub file: String,
    /// Title of that file.
    pub title: String,
    /// The figure.
    pub figure: FigureTable,
    /// Where it was published.
    pub source: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// How it came here, in words.
    pub status: String,
    /// How sure it is.
    pub confidence: f64,
    /// What it is to the model.
    pub purpose: FigureUse,
}

/// A plan with its figures.
pub(super) struct Plan {
    /// The plan as read.
    pub file: Sourced<QualificationFile>,
    /// Its figures, in the order of their files.
    pub wanted: Vec<Wanted>,
    /// Files read so far.
    pub inputs: Vec<Input>,
    /// Set of people.
    pub seeds: String,
    /// How many of them, if not all.
    pub people: Option<usize>,
    /// The one account asked for on the command line.
    pub variant: Option<String>,
}

pub(super) fn bad(mistakes: Diagnostics) -> Failure {
    Failure::BadInput(mistakes.to_string())
}

/// Reads a plan and every figure that it asks for.
pub(super) fn read(library: &Library, options: &QualifyOptions) -> Result<Plan, Failure> {
    let file = library.read_qualification(&options.plan).map_err(bad)?;
    let plan = &file.value;
    let names = if plan.evidence.is_empty() {
        library.names(Kind::Figures)
    } else {
        plan.evidence.clone()
    };
    let mut inputs = vec![input(Kind::Qualification, &file)];
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut mistakes = Diagnostics::default();
    for name in names.iter().filter(|name| !plan.without.contains(name)) {
        let evidence = match library.read_figures(name) {
            Ok(evidence) => evidence,
            Err(more) => {
                mistakes.0.extend(more.0);
                continue;
            }
        };
        let before = wanted.len();
        let figures = figures_of(&evidence).into_iter();
        wanted.extend(
            figures.filter(|w| plan.figures.is_empty() || plan.figures.contains(&w.figure.id)),
        );
        for figure in &wanted[before..] {
            if let Some(first) = files.insert(figure.figure.id.clone(), name.clone()) {
                return Err(Failure::BadInput(format!(
                    "evidence/{name}.toml: the figure {:?} stands in evidence/{first}.toml as well\n  allowed: an id of its own for each figure\n  next: rename one of the two",
                    figure.figure.id
                )));
            }
        }
        if wanted.len() > before {
            inputs.push(input(Kind::Figures, &evidence));
        }
    }
    mistakes.unless_empty(()).map_err(bad)?;
    if wanted.is_empty() {
        return Err(Failure::BadInput(format!(
            "{}: the plan leaves no figure\n  next: name files in `evidence`, or ids in `figures`, that are not left out",
            file.name
        )));
    }
    if let Some(variant) = &options.variant {
        known_account(library, variant)?;
    }
    Ok(Plan {
        seeds: options.seeds.clone().unwrap_or_else(|| plan.seeds.clone()),
        people: options.people.or(plan.people).map(|n| n as usize),
        variant: options.variant.clone(),
        wanted,
        inputs,
        file,
    })
}

/// Whether any brain has an account of this name.
fn known_account(library: &Library, variant: &str) -> Result<(), Failure> {
    let all = library.names(Kind::Variant);
    let names: Vec<&str> = all
        .iter()
        .filter_map(|name| name.split('/').nth(1))
        .collect();
    if names.contains(&variant) {
        return Ok(());
    }
    let near = crate::spec::diagnostics::nearest(variant, names.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("\n  did you mean {near:?}?"));
    Err(Failure::BadInput(format!(
        "{variant}: no brain has an account of this name\n  allowed: {}{near}",
        say::listed(&names)
    )))
}

fn figures_of(evidence: &Sourced<FiguresFile>) -> Vec<Wanted> {
    let file = &evidence.value;
    let with = |figure: &FigureTable| Wanted {
        file: evidence.name.clone(),
        title: file.title.clone(),
        source: figure.source.clone().unwrap_or_else(|| file.source.clone()),
        // A source of its own has a DOI of its own, or none.
        doi: match &figure.source {
            Some(_) => figure.doi.clone(),
            None => figure.doi.clone().or_else(|| file.doi.clone()),
        },
        status: figure.status.unwrap_or(file.status).words().to_owned(),
        confidence: figure.confidence.unwrap_or(file.confidence),
        purpose: figure.purpose.unwrap_or(file.purpose),
        figure: figure.clone(),
    };
    file.figures.iter().map(with).collect()
}

/// A definition file for the record.
pub(super) fn input<T>(kind: Kind, file: &Sourced<T>) -> Input {
    Input {
        name: format!("{}/{}", kind.folder(), file.name),
        origin: origin(&file.path),
        sha256: file.sha256.clone(),
    }
}
