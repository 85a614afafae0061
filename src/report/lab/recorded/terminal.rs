//! The few lines that stand on the terminal after recorded spikes.

use super::{Ending, Recording};
use crate::report::lab::words::plain;
use crate::report::terminal::{WIDTH, fitted, wrapped};

/// What is left of every synapse.
pub fn table(recording: &Recording, endings: &[Ending]) -> String {
    let mut text = String::new();
    let what = format!("{}: {}", recording.file, recording.in_words());
    for line in wrapped(&what, WIDTH) {
        text.push_str(&format!("{line}\n"));
    }
    text.push_str(&format!(
        "\n  {:<36}{:>5}{:>12}  {:>9}  {}\n",
        "synapse", "BDNF", "pre + post", "until (s)", "what is left"
    ));
    for ending in endings {
        let bdnf = ending.bdnf.map_or("-".to_owned(), plain);
        let line = format!(
            "  {:<36}{bdnf:>5}{:>12}  {:>9}  {}",
            fitted(&ending.title, 35),
            ending.counted(),
            plain(ending.until_s),
            ending.in_words()
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str("\n  Weights in units of the initial one; pre + post: spikes that the rule takes into account.\n");
    text
}
