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
mod fault;
mod lab;
mod list;
mod output;
mod plain;
mod qualify;
mod readings;
mod run;
mod say;
mod schema;
mod sensitivity;
mod show;
mod stop;
mod week;
mod work;

use crate::cohort::Halt;
use crate::report::files::FileError;
use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;
use stop::STOPPED;

/// Exit code where another process writes to the same place: of those of `sysexits.h`, the one after which to try again.
const BUSY: u8 = 75;
/// Exit code of a fault of the program: of those of `sysexits.h`, that of a fault within.
const FAULT: u8 = 70;

/// How a command ended.
enum Failure {
    /// The input cannot be used: nothing was written. Exit code 2.
    BadInput(String),
    /// The work failed. Exit code 1.
    Failed(String),
    /// Another process is writing to the same place: the same command works later. Exit code 75.
    Busy(String),
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

impl From<FileError> for Failure {
    fn from(error: FileError) -> Failure {
        let message = error.to_string();
        match error {
            FileError::System { .. } => Failure::Failed(message),
            FileError::Busy(_) => Failure::Busy(message),
            _ => Failure::BadInput(message),
        }
    }
}

type Outcome = Result<(), Failure>;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            say::note(&error.render().to_string());
            return ExitCode::from(2);
        }
        // Help and version are no words from outside.
        Err(error) => error.exit(),
    };
    let command = work::words_of_this_command().join(" ");
    match fault::guarded(&command, || obey(&arguments)) {
        Ok(outcome) => concluded(outcome),
        Err(fault) => {
            say::note(&fault);
            ExitCode::from(FAULT)
        }
    }
}

fn obey(arguments: &Arguments) -> Outcome {
    let shared = &arguments.shared;
    match &arguments.command {
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
    }
}

/// Says what went wrong, and chooses the exit code.
fn concluded(outcome: Outcome) -> ExitCode {
    let (message, code) = match outcome {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Failed(message)) => (message, 1),
        Err(Failure::BadInput(message)) => (message, 2),
        Err(Failure::Busy(message)) => (message, BUSY),
        Err(Failure::Interrupted) => ("interrupted: nothing was written".to_owned(), STOPPED),
        Err(Failure::Unfinished(message)) => (message, STOPPED),
    };
    say::note(&message);
    ExitCode::from(code)
}
