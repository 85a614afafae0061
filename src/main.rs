//! The program `rewire`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    rewire::cli::main()
}
