//! The command line.

use crate::report::tables::Format;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Neuroplasticity simulation: competing claims about antidepressants, therapy and the brain as explicit, testable models.
///
/// rewire compares stated mechanisms in virtual people. It gives no medical advice and predicts nothing for a patient.
#[derive(Debug, Parser)]
#[command(name = "rewire", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Live scenarios: the same virtual people in each, under every competing variant
    Run(RunOptions),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct RunOptions {
    /// Scenario files or names; several mean the same people in each, contrasted with the first
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Directory of the results [default: output/ and the names of the scenarios]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "classroom")]
    pub seeds: String,
    /// Number of people, instead of what the set says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: Option<u32>,
    /// Variant to run; may be repeated [default: all that the brain declares]
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Format of the trajectories: csv, parquet or both
    #[arg(long, default_value = "both")]
    pub format: Format,
    /// Smallest difference that matters, in points of severity
    #[arg(long, value_name = "POINTS", default_value_t = crate::inference::DEFAULT_MARGIN)]
    pub margin: f64,
    /// Folder whose definition files come before the built-in ones [default: the current folder]
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Write the pictures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Replace the results of an earlier run
    #[arg(long)]
    pub force: bool,
    /// No progress and no table
    #[arg(short, long)]
    pub quiet: bool,
    /// Print the contrasts as JSON on standard output instead of the table
    #[arg(long)]
    pub json: bool,
}
