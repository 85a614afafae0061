//! What a directory of results holds: the record by which it is recognised, and the files that are its own.

use super::RUN_FILE;
use std::ffi::OsStr;
use std::path::Path;

/// The directory below that of claims in which lives are kept for the next trial.
pub const LIVES: &str = "lives";

/// What a directory of results holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A run, or runs put side by side.
    Run,
    /// Experiments of the lab.
    Lab,
    /// What an outcome hangs on.
    Sensitivity,
    /// What trials of a claim would find.
    Design,
    /// Claims that were judged.
    Claims,
    /// Published figures beside simulated ones.
    Qualification,
}

impl Content {
    /// The file by which such a directory is recognised.
    pub fn record(self) -> &'static str {
        match self {
            Content::Run => RUN_FILE,
            Content::Lab => "lab.json",
            Content::Sensitivity => "sensitivity.json",
            Content::Design => "design.json",
            Content::Claims => "claims.json",
            Content::Qualification => "qualify.json",
        }
    }

    /// The word for it, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Content::Run => "a run",
            Content::Lab => "a result of the lab",
            Content::Sensitivity => "a sensitivity analysis",
            Content::Design => "a design of trials",
            Content::Claims => "a trial of claims",
            Content::Qualification => "a qualification",
        }
    }

    /// Whether something of this name may stand at the target before it is written: lives that earlier work has left.
    pub(super) fn begins_with(self, name: &OsStr) -> bool {
        self == Content::Claims && name == LIVES
    }

    /// Whether files of this name belong to it, and so give way to new ones.
    pub(super) fn writes(self, relative: &Path) -> bool {
        let files: &[&str] = match self {
            Content::Run => &[
                RUN_FILE,
                "trajectories.parquet",
                "trajectories.csv",
                "arms.csv",
                "weekly.csv",
                "readouts.csv",
                "readings.csv",
                "summary.csv",
                "contrasts.csv",
                "people.csv",
                "report.html",
                "plots",
            ],
            Content::Lab => &[
                "lab.json",
                "curves.csv",
                "published.csv",
                "fits.csv",
                "synapses.csv",
                "efficacy.csv",
                "courses",
                "report.html",
                "plots",
            ],
            Content::Design => &[
                "design.json",
                "design.html",
                "power.csv",
                "analyses.csv",
                "separation.csv",
                "recovery.csv",
                "plots",
            ],
            Content::Sensitivity => &[
                "sensitivity.json",
                "tornado.csv",
                "morris.csv",
                "translation.csv",
                "plots",
            ],
            Content::Claims => &["claims.json", "claims.csv", "claims.html", "claims"],
            Content::Qualification => {
                &["qualify.json", "qualify.csv", "qualify.html", "qualify.md"]
            }
        };
        let picture = |extension: &OsStr| extension == "svg" || extension == "png";
        let of_claim = || {
            self == Content::Claims
                && relative.parent() == Some(Path::new("claims"))
                && relative.extension() == Some(OsStr::new("html"))
        };
        let of_spikes = || {
            self == Content::Lab
                && relative.parent() == Some(Path::new("courses"))
                && relative.extension() == Some(OsStr::new("csv"))
        };
        files.iter().any(|name| relative == Path::new(name))
            || of_claim()
            || of_spikes()
            || (relative.parent() == Some(Path::new("plots"))
                && relative.extension().is_some_and(picture))
    }
}
