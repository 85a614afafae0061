//! `rewire schema` and `rewire completions`: what editors and shells need.

use super::arguments::{Arguments, CompletionsOptions, SchemaOptions};
use super::{Outcome, say};
use clap::CommandFactory;

pub(super) fn schema(options: &SchemaOptions) -> Outcome {
    say::json(&crate::spec::schema::schema(options.kind.kind()))
}

pub(super) fn completions(options: &CompletionsOptions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(
        options.shell,
        &mut Arguments::command(),
        "rewire",
        &mut script,
    );
    say::result(&String::from_utf8_lossy(&script))
}
