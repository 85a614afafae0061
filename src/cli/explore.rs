//! `rewire explore`: a page on this machine.

use super::arguments::{ExploreOptions, Shared};
use super::explain::look_up;
use super::show::brain_graph;
use super::stop::interruption;
use super::work::{failed, pool};
use super::{Failure, Outcome, say};
use crate::explore::{Server, Words};
use crate::report::pictures::brain_graph::BrainGraph;
use crate::spec::relations::Surroundings;
use crate::spec::{Kind, Library};
use serde_json::Value;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

pub(super) fn explore(options: &ExploreOptions, shared: &Shared) -> Outcome {
    let stop = interruption(shared.quiet);
    let server =
        Server::bind(options.port).map_err(|error| Failure::BadInput(error.to_string()))?;
    let address = server.address();
    say::result(&format!("{address}\n"))?;
    if !shared.quiet {
        say::note("the page is open on this machine alone; Ctrl-C ends it");
    }
    if !options.no_open && !open(&address) && !shared.quiet {
        say::note("no browser could be opened: open the address above");
    }
    let library = || Library::new(shared.library.clone());
    let words = OfCommands {
        library: library(),
        brains: OnceLock::new(),
    };
    server
        .serve(library(), words, pool(shared)?, &stop)
        .map_err(failed)
}

/// Asks the desktop to open an address; false where it cannot.
fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address);
    let quiet = [Stdio::null(), Stdio::null(), Stdio::null()];
    let [input, output, error] = quiet;
    command.stdin(input).stdout(output).stderr(error);
    command.spawn().is_ok()
}

/// What `rewire explain` and `rewire show` say.
struct OfCommands {
    library: Library,
    brains: OnceLock<Vec<Surroundings>>,
}

impl OfCommands {
    fn brains(&self) -> &[Surroundings] {
        let read = || Surroundings::of(&self.library, &self.library.names(Kind::Brain));
        self.brains.get_or_init(read)
    }
}

impl Words for OfCommands {
    fn explain(&self, name: &str) -> Result<Value, String> {
        let found = look_up(&self.library, self.brains(), name.trim())?;
        serde_json::to_value(found).map_err(|error| error.to_string())
    }

    fn graph(&self, brain: &str) -> Option<BrainGraph> {
        let around = self.brains().iter().find(|around| around.name == brain)?;
        Some(brain_graph::graph(around, false))
    }
}
