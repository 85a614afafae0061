//! What a directory of results holds: the record by which it is recognised, and the files that are its own.

use super::RUN_FILE;
use std::ffi::OsStr;
use std::path::Path;

/// What a directory of results holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A run, or runs put side by side.
    Run,
    /// Experiments of the lab.
    Lab,
    /// Published figures beside simulated ones.
    Qualification,
}

impl Content {
    /// The file by which such a directory is recognised.
    pub fn record(self) -> &'static str {
        match self {
            Content::Run => RUN_FILE,
            Content::Lab => "lab.json",
            Content::Qualification => "qualify.json",
        }
    }

    /// The word for it, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Content::Run => "a run",
            Content::Lab => "a result of the lab",
            Content::Qualification => "a qualification",
        }
    }

    /// Whether files of this name belong to it, and so give way to new ones.
    pub(super) fn writes(self, relative: &Path) -> bool {
        let files: &[&str] = match self {
            Content::Run => &[
                RUN_FILE,
                "trajectories.parquet",
                "trajectories.csv",
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
                "report.html",
                "plots",
            ],
            Content::Qualification => {
                &["qualify.json", "qualify.csv", "qualify.html", "qualify.md"]
            }
        };
        let picture = |extension: &OsStr| extension == "svg" || extension == "png";
        files.iter().any(|name| relative == Path::new(name))
            || (relative.parent() == Some(Path::new("plots"))
                && relative.extension().is_some_and(picture))
    }
}
