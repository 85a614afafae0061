//! The program `rewire`.

use std::process::ExitCode;

fn main() -> ExitCode {
    rewire::cli::main()
}
