//! Options of the commands that show, explain and check definition files.

use crate::spec::Kind;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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
    /// A name, such as cortisol, serotonin_raises_bdnf or outcome_at, or a word of the reports, such as remission or units; a
    /// dotted path, such as factors.bdnf, says it exactly
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
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
