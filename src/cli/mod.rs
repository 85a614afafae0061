//! The commands. The only place that prints and that chooses an exit code.

mod arguments;
mod check;
mod claims;
mod compare;
mod design;
mod diff;
mod explain;
#[cfg(feature = "explore")]
mod explore;
mod lab;
mod list;
mod output;
mod qualify;
mod readings;
mod run;
mod say;
mod schema;
mod sensitivity;
mod show;
mod work;

use crate::cohort::Halt;
use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended.
enum Failure {
    /// The input cannot be used: nothing was written. Exit code 2.
    BadInput(String),
    /// The work failed. Exit code 1.
    Failed(String),
    /// Stopped from outside: nothing half-written is left. Exit code 130.
    Interrupted,
    /// Stopped from outside, with finished work kept; says how to go on from it. Exit code 130.
    Unfinished(String),
}

impl From<Halt> for Failure {
    fn from(halt: Halt) -> Failure {
        match halt {
            Halt::Stopped => Failure::Interrupted,
            // The same files would end the same way: it is they that cannot be used.
            cannot => Failure::BadInput(cannot.to_string()),
        }
    }
}

type Outcome = Result<(), Failure>;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let shared = &arguments.shared;
    let outcome = match &arguments.command {
        Command::Run(options) => run::run(options, shared),
        Command::Compare(options) => compare::compare(options, shared),
        Command::Lab(options) => lab::lab(options, shared),
        Command::Design(options) => design::design(options, shared),
        Command::Sensitivity(options) => sensitivity::sensitivity(options, shared),
        Command::Claims(options) => claims::claims(options, shared),
        Command::Qualify(options) => qualify::qualify(options, shared),
        Command::List(options) => list::list(options, shared),
        Command::Check(options) => check::check(options, shared),
        Command::Schema(options) => schema::schema(options),
        Command::Completions(options) => schema::completions(options),
        Command::Show(options) => show::show(options, shared),
        Command::Diff(options) => diff::diff(options, shared),
        Command::Explain(options) => explain::explain(options, shared),
        #[cfg(feature = "explore")]
        Command::Explore(options) => explore::explore(options, shared),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::BadInput(message)) => {
            say::note(&message);
            ExitCode::from(2)
        }
        Err(Failure::Failed(message)) => {
            say::note(&message);
            ExitCode::from(1)
        }
        Err(Failure::Interrupted) => {
            say::note("interrupted: nothing was written");
            ExitCode::from(130)
        }
        Err(Failure::Unfinished(message)) => {
            say::note(&message);
            ExitCode::from(130)
        }
    }
}
