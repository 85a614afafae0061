//! The command line.

use crate::inference::trial::{FEWEST_IN_AN_ARM, MOST_IN_AN_ARM};
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
    /// What a trial with real people could find out about a claim, and how many people it would take
    Design(DesignOptions),
    /// Which of the assumed and fitted numbers an outcome hangs on
    Sensitivity(SensitivityOptions),
    /// Put claims on trial: judge each under every competing account
    Claims(ClaimsOptions),
    /// Hold models against published figures: simulate each, and put it beside its published interval
    Qualify(QualifyOptions),
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

/// Options of `claims`.
#[derive(Debug, Args)]
pub struct ClaimsOptions {
    /// Claims by id, name or file, such as B2 [default: all there are]
    #[arg(value_name = "CLAIM")]
    pub claims: Vec<String>,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "classroom")]
    pub seeds: String,
    /// Number of people, instead of what the set says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: Option<u32>,
    /// Say as well how often verdicts hold: with so many other sets of people, with as many draws of the numbers that nobody
    /// measured, and with other learning rules
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub robust: Option<u32>,
    /// Directory of the results [default: output/claims]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace the results of an earlier trial
    #[arg(long)]
    pub force: bool,
}

/// Options of `design`.
#[derive(Debug, Clone, Args)]
pub struct DesignOptions {
    /// Id, name or path of a claim, such as B2
    pub claim: String,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "study")]
    pub seeds: String,
    /// Number of people who live the history; trials are drawn from those who fall ill
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: u32,
    /// People in each arm, in several sizes; where fewer were simulated, they are drawn again
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "10,20,30,50,70,100,150,200,300,500,700,1000", value_parser = in_an_arm)]
    pub sizes: Vec<usize>,
    /// Simulated trials of each size
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = trials)]
    pub trials: usize,
    /// Go on from what an interrupted design to the same directory had finished
    #[arg(long)]
    pub resume: bool,
    /// Directory of the results [default: below output/, named after the claim]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write the pictures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace an earlier design
    #[arg(long)]
    pub force: bool,
}

/// Options of `qualify`.
#[derive(Debug, Args)]
pub struct QualifyOptions {
    /// Plan: a file or name in qualifications/
    #[arg(value_name = "PLAN", default_value = "default")]
    pub plan: String,
    /// Set of virtual people, instead of the one of the plan
    #[arg(long, value_name = "NAME")]
    pub seeds: Option<String>,
    /// Number of people, instead of what the plan or the set says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: Option<u32>,
    /// Run brains that have an account of this name under it alone
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// Go on from what an interrupted qualification to the same directory had finished
    #[arg(long)]
    pub resume: bool,
    /// Directory of the results [default: below output/, named after the plan]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace an earlier qualification
    #[arg(long)]
    pub force: bool,
}

fn in_an_arm(text: &str) -> Result<usize, String> {
    let number: Option<usize> = text.trim().parse().ok();
    number
        .filter(|n| (FEWEST_IN_AN_ARM..=MOST_IN_AN_ARM).contains(n))
        .ok_or_else(|| {
            format!("a whole number from {FEWEST_IN_AN_ARM} to {MOST_IN_AN_ARM} is needed")
        })
}

fn trials(text: &str) -> Result<usize, String> {
    let number: Option<usize> = text.parse().ok();
    number
        .filter(|number| (10..=100_000).contains(number))
        .ok_or_else(|| "a whole number from 10 to 100000 is needed".to_owned())
}

/// Options of `sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityOptions {
    /// One scenario (its mean), two (the second minus the first) or four (none, a, b, both: their interaction)
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// What is looked at
    #[arg(long, value_name = "NAME", default_value = "severity")]
    pub readout: String,
    /// When, in weeks since treatment would begin [default: the outcome of the scenarios]
    #[arg(long, value_name = "N")]
    pub week: Option<u32>,
    /// Account under which numbers are moved [default: the last of the brain]; with --translation it may be repeated [default: all]
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "classroom")]
    pub seeds: String,
    /// Number of people who live every setting of the numbers
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub people: u32,
    /// One number at a time, or all over their ranges
    #[arg(long, default_value = "tornado")]
    pub method: Method,
    /// How far a number is moved to both sides, as a share of it
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, value_parser = share)]
    pub share: f64,
    /// Paths through the ranges of all numbers, for the method of Morris
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = few)]
    pub trajectories: usize,
    /// Instead of single numbers, all couplings that were measured in animals at 0, 25, 50, 75 and 100 % of their strength
    #[arg(long)]
    pub translation: bool,
    /// With --translation: this coupling instead of all that were measured in animals; may be repeated
    #[arg(long = "coupling", value_name = "NAME", requires = "translation")]
    pub couplings: Vec<String>,
    /// How many numbers are shown on the terminal and in the picture
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = few)]
    pub top: usize,
    /// Go on from what an interrupted analysis to the same directory had finished
    #[arg(long)]
    pub resume: bool,
    /// Directory of the results [default: below output/, named after what is asked]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Write the picture as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace earlier results of a sensitivity analysis
    #[arg(long)]
    pub force: bool,
}

/// How numbers are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Each alone, to both sides
    Tornado,
    /// All of them over their ranges, by elementary effects
    Morris,
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Method::Tornado => "tornado",
            Method::Morris => "morris",
        })
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.parse().ok();
    share
        .filter(|share| *share > 0.0 && *share < 1.0)
        .ok_or_else(|| "a share between 0 and 1 is needed".to_owned())
}

fn few(text: &str) -> Result<usize, String> {
    let number: Option<usize> = text.parse().ok();
    number
        .filter(|number| (1..=1000).contains(number))
        .ok_or_else(|| "a whole number from 1 to 1000 is needed".to_owned())
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
    /// Claims on trial
    Claims,
    /// Published figures that models are held against
    Figures,
    /// Plans that hold models against published figures
    Qualifications,
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
            Listed::Claims => Kind::Claim,
            Listed::Figures => Kind::Figures,
            Listed::Qualifications => Kind::Qualification,
        }
    }
}

/// Options of `show`.
#[derive(Debug, Args)]
pub struct ShowOptions {
    /// Name or path of a scenario, treatment, variant, brain, history, set of people, protocol, synapse or claim
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
    /// claims/<name>.toml
    Claim,
    /// evidence/<name>.toml
    Figures,
    /// qualifications/<name>.toml
    Qualification,
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
            SchemaKind::Claim => Kind::Claim,
            SchemaKind::Figures => Kind::Figures,
            SchemaKind::Qualification => Kind::Qualification,
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
