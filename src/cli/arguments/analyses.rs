//! Options of the commands that judge claims, models and designs.

use super::numbers;
use crate::inference::trial::{FEWEST_IN_AN_ARM, MOST_IN_AN_ARM};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Most times as many people as in another arm of a trial.
const MOST_PARTS: usize = 20;

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
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::people)]
    pub people: Option<u32>,
    /// Say as well how often verdicts hold: with so many other sets of people, with as many draws of the numbers that nobody
    /// measured, and with other learning rules
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::whole(1_u32..=1000))]
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
    #[arg(long, value_name = "N", default_value_t = 1000, allow_negative_numbers = true, value_parser = numbers::people)]
    pub people: u32,
    /// People in each arm, in several sizes; where fewer were simulated, they are drawn again
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "10,20,30,50,70,100,150,200,300,500,700,1000", allow_negative_numbers = true, value_parser = numbers::whole(FEWEST_IN_AN_ARM..=MOST_IN_AN_ARM))]
    pub sizes: Vec<usize>,
    /// People in each arm for every one of --sizes, in the order of the arms, such as 1:2 for twice as many in the second of two; for
    /// trials with that many arms [default: as many in each]
    #[arg(long, value_name = "PARTS", value_delimiter = ':', value_parser = numbers::whole(1_usize..=MOST_PARTS))]
    pub allocation: Vec<usize>,
    /// Simulated trials of each size
    #[arg(long, value_name = "N", default_value_t = 1000, allow_negative_numbers = true, value_parser = numbers::whole(10_usize..=100_000))]
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
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::people)]
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

/// Options of `sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityOptions {
    /// One scenario (its mean), two (the second minus the first) or four (none, a, b, both: their interaction)
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// What is looked at
    #[arg(long, value_name = "NAME", default_value = "severity")]
    pub readout: String,
    /// When, in weeks since treatment would begin [default: the latest outcome week of the scenarios that all reach]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = numbers::whole(0_u32..=super::MOST_WEEKS))]
    pub week: Option<u32>,
    /// Account under which numbers are moved [default: the last of the brain]; with --translation it may be repeated [default: all]
    #[arg(long = "variant", value_name = "NAME")]
    pub variants: Vec<String>,
    /// Set of virtual people: a file or name in seeds/
    #[arg(long, value_name = "NAME", default_value = "classroom")]
    pub seeds: String,
    /// Number of people who live every setting of the numbers
    #[arg(long, value_name = "N", default_value_t = 32, allow_negative_numbers = true, value_parser = numbers::whole(1_u32..=100_000))]
    pub people: u32,
    /// One number at a time, or all over their ranges
    #[arg(long, default_value = "tornado")]
    pub method: Method,
    /// How far a number is moved to both sides, as a share of it
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, allow_negative_numbers = true, value_parser = numbers::share)]
    pub share: f64,
    /// Paths through the ranges of all numbers, for the method of Morris
    #[arg(long, value_name = "N", default_value_t = 4, allow_negative_numbers = true, value_parser = numbers::whole(1_usize..=1000))]
    pub trajectories: usize,
    /// Instead of single numbers, all couplings that were measured in animals at 0, 25, 50, 75 and 100 % of their strength
    #[arg(long)]
    pub translation: bool,
    /// With --translation: this coupling instead of all that were measured in animals; may be repeated
    #[arg(long = "coupling", value_name = "NAME", requires = "translation")]
    pub couplings: Vec<String>,
    /// How many numbers are shown on the terminal and in the picture
    #[arg(long, value_name = "N", default_value_t = 20, allow_negative_numbers = true, value_parser = numbers::whole(1_usize..=1000))]
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
