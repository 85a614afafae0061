//! The command line.

mod analyses;
mod files;
mod numbers;

use crate::report::tables::Format;
use crate::spec::spikes::TimeUnit;
use crate::units::Seconds;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

pub use analyses::{ClaimsOptions, DesignOptions, Method, QualifyOptions, SensitivityOptions};
pub use files::{
    CheckOptions, CompletionsOptions, DiffOptions, ExplainOptions, ListOptions, Listed,
    SchemaOptions, ShowOptions,
};

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
    #[arg(long, value_name = "N", global = true, allow_negative_numbers = true, value_parser = numbers::whole(1_u16..=1024))]
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
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::people)]
    pub people: Option<u32>,
    /// Variant to run; may be repeated [default: all that the brain declares]
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
    /// Also read everyone at the end of every day, or after every trial, into readings.csv: takes about as long again as the run
    #[arg(long, value_name = "WHEN")]
    pub readings: Option<Readings>,
    /// Go on from what an interrupted run to the same directory had finished
    #[arg(long)]
    pub resume: bool,
    /// What is written, and where.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// How closely people are read, beside once a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Readings {
    /// At the end of every day
    Day,
    /// After every trial and at the end of every day
    Trial,
}

/// The longest scenario there can be, in weeks: a hundred years.
const MOST_WEEKS: u32 = 5_218;

/// Options of commands that write the results of a run.
#[derive(Debug, Args)]
pub struct OutputOptions {
    /// Directory of the results [default: below output/, named after what goes in]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Format of the trajectories: csv, parquet or both
    #[arg(long, default_value = "parquet")]
    pub format: Format,
    /// Smallest difference that counts, in points of severity; 0 asks for any difference at all
    #[arg(long, value_name = "POINTS", default_value_t = crate::inference::DEFAULT_MARGIN, allow_negative_numbers = true, value_parser = numbers::margin)]
    pub margin: f64,
    /// Print this readout week by week as well, as mean over people; may be repeated
    #[arg(long = "readout", value_name = "NAME")]
    pub readouts: Vec<String>,
    /// Weeks to print, such as 0,1,2,8 [default: selection, outcome and the end]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = week)]
    pub weeks: Vec<u32>,
    /// Judge all scenarios at this week since treatment would begin [default: the latest of their outcome weeks that all reach]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::whole(0_u32..=MOST_WEEKS))]
    pub week: Option<u32>,
    /// Write the pictures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace the results of an earlier run
    #[arg(long)]
    pub force: bool,
}

fn week(text: &str) -> Result<u32, String> {
    text.trim()
        .parse()
        .map_err(|_| "a whole number of weeks is needed, several as in 0,1,2,8".to_owned())
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
    #[arg(required_unless_present = "spikes", value_name = "PROTOCOL")]
    pub protocols: Vec<String>,
    /// Instead of protocols, recorded spikes: a table with the columns time and side (pre or post), or pre and post
    #[arg(long, value_name = "FILE", conflicts_with = "protocols")]
    pub spikes: Option<PathBuf>,
    /// With --spikes: unit of the times, where the table does not say it: s, ms, us, min or h
    #[arg(
        long,
        value_name = "UNIT",
        requires = "spikes",
        conflicts_with = "protocols"
    )]
    pub time_unit: Option<TimeUnit>,
    /// With --spikes: time from row to row between spikes, such as "1 ms" [default: some 1000 rows in all]
    #[arg(long, value_name = "TIME", requires = "spikes", conflicts_with = "protocols", value_parser = positive_time)]
    pub every: Option<Seconds>,
    /// With --spikes: when to end, on the clock of the table, such as "3 hours" [default: shortly after the last spike]
    #[arg(long, value_name = "TIME", requires = "spikes", conflicts_with = "protocols", value_parser = positive_time)]
    pub until: Option<Seconds>,
    /// Synapse to use instead of those that the protocols name; may be repeated
    #[arg(long = "synapse", value_name = "NAME")]
    pub synapses: Vec<String>,
    /// Levels of BDNF relative to normal, a curve each, such as 0.7,1,1.5,2 [default: what the protocol says; for spikes 1]
    #[arg(long, value_name = "LIST", value_delimiter = ',', allow_negative_numbers = true, value_parser = bdnf)]
    pub bdnf: Vec<f64>,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = numbers::whole(0..=u64::MAX))]
    pub seed: u64,
    /// Synapses of a noisy rule, such as calcium, simulated from either state [default: what the protocol says, or 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub simulated_synapses: Option<u32>,
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

fn positive_time(text: &str) -> Result<Seconds, String> {
    let time: Seconds = text
        .parse()
        .map_err(|error| format!("{error}; a time such as \"20 ms\" is needed"))?;
    if time.0 > 0.0 {
        Ok(time)
    } else {
        Err("a time above 0 is needed".to_owned())
    }
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
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::whole(1_u16..=65_535))]
    pub port: Option<u16>,
    /// Only print where the page is, and open no browser
    #[arg(long)]
    pub no_open: bool,
}
