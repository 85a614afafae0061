//! The command line.

use crate::report::tables::Format;
use crate::spec::Kind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Neuroplasticity simulation: competing claims about antidepressants, therapy and the brain as explicit, testable models.
///
/// rewire compares stated mechanisms in virtual people. It gives no medical advice and predicts nothing for a patient.
#[derive(Debug, Parser)]
#[command(name = "rewire", version, max_term_width = 100)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub shared: Shared,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Shared {
    /// Folder whose definition files come before the built-in ones [default: the current folder]
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// No progress and no notes; of a run or a comparison, no table
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print the result as JSON on standard output instead of words
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Live scenarios: the same virtual people in each, under every competing variant
    Run(RunOptions),
    /// Put saved runs of the same people side by side
    Compare(CompareOptions),
    /// Put synapses on the bench: induce plasticity spike by spike, and hold it against published curves
    Lab(LabOptions),
    /// Name the definition files there are, built in and on disk
    List(ListOptions),
    /// Say in words what is in a definition file: a scenario with its calendar, a brain with its picture
    Show(ShowOptions),
    /// Say what a name means: a coupling, factor, trait, treatment, key of a file
    Explain(ExplainOptions),
    /// Open a page on this machine on which competing stories play side by side
    #[cfg(feature = "explore")]
    Explore(ExploreOptions),
    /// Look for mistakes in definition files, all of them at once
    Check(CheckOptions),
    /// Say in which values two definition files of a kind differ
    Diff(DiffOptions),
    /// Print the JSON Schema of a kind of definition file, for editors
    Schema(SchemaOptions),
    /// Print the completions of a shell
    Completions(CompletionsOptions),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct RunOptions {
    /// Scenario files or names; several mean the same people in each, contrasted with the first
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "classroom")]
    pub seeds: String,
    /// Number of people, instead of what the set says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: Option<u32>,
    /// Variant to run; may be repeated [default: all that the brain declares]
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
    /// Go on from what an interrupted run to the same directory had finished
    #[arg(long)]
    pub resume: bool,
    /// What is written, and where.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// Options of commands that write the results of a run.
#[derive(Debug, Args)]
pub struct OutputOptions {
    /// Directory of the results [default: below output/, named after what goes in]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Format of the trajectories: csv, parquet or both
    #[arg(long, default_value = "both")]
    pub format: Format,
    /// Smallest difference that matters, in points of severity
    #[arg(long, value_name = "POINTS", default_value_t = crate::inference::DEFAULT_MARGIN, value_parser = margin)]
    pub margin: f64,
    /// Write the pictures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace the results of an earlier run
    #[arg(long)]
    pub force: bool,
}

fn margin(text: &str) -> Result<f64, String> {
    let points: Option<f64> = text.parse().ok();
    points
        .filter(|points| points.is_finite() && *points > 0.0)
        .ok_or_else(|| "a number of points above 0 is needed".to_owned())
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub struct CompareOptions {
    /// Directories of saved runs; the first scenario of the first one is what the others are contrasted with
    #[arg(required = true, num_args = 2.., value_name = "RUN")]
    pub runs: Vec<PathBuf>,
    /// What is written, and where.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// Options of `lab`.
#[derive(Debug, Args)]
pub struct LabOptions {
    /// Protocol files or names; all means every one there is
    #[arg(required = true, value_name = "PROTOCOL")]
    pub protocols: Vec<String>,
    /// Synapse to use instead of those that the protocols name; may be repeated
    #[arg(long = "synapse", value_name = "NAME")]
    pub synapses: Vec<String>,
    /// Levels of BDNF relative to normal, a curve each, such as 0.7,1,1.5,2 [default: what the protocol says]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = bdnf)]
    pub bdnf: Vec<f64>,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Directory of the results [default: below output/, named after the protocols]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write the pictures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace earlier results of the lab
    #[arg(long)]
    pub force: bool,
}

fn bdnf(text: &str) -> Result<f64, String> {
    let level: Option<f64> = text.trim().parse().ok();
    level
        .filter(|level| (0.0..=10.0).contains(level))
        .ok_or_else(|| "a level from 0 to 10 is needed; 1 is normal".to_owned())
}

/// Options of `explore`.
#[cfg(feature = "explore")]
#[derive(Debug, Args)]
pub struct ExploreOptions {
    /// Port on 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Only print where the page is, and open no browser
    #[arg(long)]
    pub no_open: bool,
}

/// Options of `list`.
#[derive(Debug, Args)]
pub struct ListOptions {
    /// Only these [default: everything]
    #[arg(value_enum)]
    pub kind: Option<Listed>,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Courses of life and treatment
    Scenarios,
    /// Competing accounts
    Variants,
    /// What is done to help
    Treatments,
    /// Sets of virtual people
    Seeds,
    /// Circuits and physiology
    Brains,
    /// What people have lived through before
    Histories,
    /// What is done at the bench of the lab
    Protocols,
    /// Rules of plasticity with their numbers, for the lab
    Synapses,
    /// Published points that the lab is held against
    Evidence,
}

impl Listed {
    /// The kind of file.
    pub fn kind(self) -> Kind {
        match self {
            Listed::Scenarios => Kind::Scenario,
            Listed::Variants => Kind::Variant,
            Listed::Treatments => Kind::Treatment,
            Listed::Seeds => Kind::Seeds,
            Listed::Brains => Kind::Brain,
            Listed::Histories => Kind::History,
            Listed::Protocols => Kind::Protocol,
            Listed::Synapses => Kind::Synapse,
            Listed::Evidence => Kind::Published,
        }
    }
}

/// Options of `show`.
#[derive(Debug, Args)]
pub struct ShowOptions {
    /// Name or path of a scenario, treatment, variant, brain, history, set of people, protocol or synapse
    pub name: String,
    /// Of a brain: write what drives what as a picture to this file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write the picture as PNG as well, beside the SVG
    #[arg(long, requires = "svg")]
    pub png: bool,
    /// In the picture, every line and every signal instead of those that carry the argument
    #[arg(long, requires = "svg")]
    pub all: bool,
    /// Replace an earlier picture
    #[arg(long, requires = "svg")]
    pub force: bool,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// A name, such as cortisol, serotonin_raises_bdnf or outcome_at; a dotted path, such as factors.bdnf, says it exactly
    pub name: String,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Files or names [default: all that are built in or found]
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
}

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct DiffOptions {
    /// Name or path of the one
    pub first: String,
    /// Name or path of the other, of the same kind
    pub second: String,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOptions {
    /// Kind of file
    #[arg(value_enum)]
    pub kind: SchemaKind,
}

/// A kind of file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// scenarios/<name>.toml
    Scenario,
    /// models/<brain>/<name>.toml
    Variant,
    /// treatments/<name>.toml
    Treatment,
    /// seeds/<name>.toml
    Seeds,
    /// models/<name>.toml
    Brain,
    /// scenarios/histories/<name>.toml
    History,
    /// protocols/<name>.toml
    Protocol,
    /// synapses/<name>.toml
    Synapse,
    /// evidence/synapse/<name>.toml
    Evidence,
}

impl SchemaKind {
    /// The kind of file.
    pub fn kind(self) -> Kind {
        match self {
            SchemaKind::Scenario => Kind::Scenario,
            SchemaKind::Variant => Kind::Variant,
            SchemaKind::Treatment => Kind::Treatment,
            SchemaKind::Seeds => Kind::Seeds,
            SchemaKind::Brain => Kind::Brain,
            SchemaKind::History => Kind::History,
            SchemaKind::Protocol => Kind::Protocol,
            SchemaKind::Synapse => Kind::Synapse,
            SchemaKind::Evidence => Kind::Published,
        }
    }
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// Shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
