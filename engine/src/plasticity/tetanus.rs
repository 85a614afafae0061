//! What counts as a tetanus in a train of presynaptic spikes, for rules that know tetani and no single spikes.
//!
//! ```text
//! a run:            spikes, each at most `longest_interval` after the one before it
//! a weak tetanus:   the spike with which a run has `weak_spikes`
//! a strong tetanus: the spike with which a run has `strong_spikes`, if it is the `strong_runs`-th such run within
//!                   `strong_window`; then counting begins anew
//! ```
//!
//! | field | unit | usual | source |
//! |---|---|---|---|
//! | `longest_interval` | s | 0.02 | assumed: twice the 10 ms of tetani at 100 Hz |
//! | `weak_spikes` | - | 21 | Frey & Morris 1997: one train of 21 pulses at 100 Hz |
//! | `strong_spikes` | - | 100 | Frey & Morris 1997: trains of 100 pulses at 100 Hz |
//! | `strong_runs` | - | 3 | the same: three of them, ten minutes apart |
//! | `strong_window` | s | 1800 | assumed: half as long again as those three take |
//!
//! A tetanus acts at the spike that completes it and needs no later one. Low-frequency stimulation that depresses is not
//! recognised. Reference: Frey & Morris 1997, 10.1038/385533a0.

use super::spikes::is_before;

/// What counts as a tetanus; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tetanus {
    /// Longest time between two spikes of a run, in seconds.
    pub longest_interval: f64,
    /// Spikes of a weak tetanus.
    pub weak_spikes: u32,
    /// Spikes of each run of a strong tetanus.
    pub strong_spikes: u32,
    /// Runs of a strong tetanus.
    pub strong_runs: u32,
    /// Time within which they come, in seconds.
    pub strong_window: f64,
}

/// How strong a tetanus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// It leaves an early change and a tag.
    Weak,
    /// It has proteins made as well.
    Strong,
}

impl Tetanus {
    /// The tetani in a sorted train, each with the time of the spike that completes it.
    pub fn find(&self, presynaptic: &[f64]) -> Vec<(f64, Strength)> {
        let mut found = Vec::new();
        let mut long_runs: Vec<f64> = Vec::new();
        let (mut run, mut last) = (0, f64::NEG_INFINITY);
        for &time in presynaptic {
            let goes_on = !is_before(last + self.longest_interval, time);
            run = if goes_on { run + 1 } else { 1 };
            last = time;
            if run == self.weak_spikes {
                found.push((time, Strength::Weak));
            }
            if run == self.strong_spikes {
                long_runs.retain(|&earlier| !is_before(earlier + self.strong_window, time));
                long_runs.push(time);
                if long_runs.len() as u32 >= self.strong_runs {
                    found.push((time, Strength::Strong));
                    long_runs.clear();
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Tetanus = Tetanus {
        longest_interval: 0.02,
        weak_spikes: 21,
        strong_spikes: 100,
        strong_runs: 3,
        strong_window: 1800.0,
    };

    fn runs(starts: &[f64], spikes: u32, rate: f64) -> Vec<f64> {
        let run = |&start: &f64| (0..spikes).map(move |k| start + f64::from(k) / rate);
        starts.iter().flat_map(run).collect()
    }

    fn strengths(train: &[f64]) -> Vec<Strength> {
        USUAL.find(train).into_iter().map(|(_, s)| s).collect()
    }

    #[test]
    fn the_tetani_of_the_paper_are_found() {
        use Strength::{Strong, Weak};
        assert_eq!(USUAL.find(&runs(&[5.0], 21, 100.0)), [(5.2, Weak)]);
        assert_eq!(strengths(&runs(&[5.0], 20, 100.0)), []);
        let strong = runs(&[0.0, 600.0, 1200.0], 100, 100.0);
        assert_eq!(strengths(&strong), [Weak, Weak, Weak, Strong]);
        let found = USUAL.find(&strong);
        assert!((found[3].0 - 1200.99).abs() < 1e-9);
        // Too slow, or too far apart.
        assert_eq!(strengths(&runs(&[0.0, 600.0, 1200.0], 100, 10.0)), []);
        let rare = runs(&[0.0, 1000.0, 2000.0], 100, 100.0);
        assert_eq!(strengths(&rare), [Weak, Weak, Weak]);
    }

    #[test]
    fn rounding_of_times_breaks_no_run() {
        // At 50 Hz the intervals are 20 ms up to rounding, on either side.
        let train: Vec<f64> = (0..21).map(|k| 1e5 + f64::from(k) * 0.02).collect();
        assert_eq!(strengths(&train), [Strength::Weak]);
    }

    #[test]
    fn three_more_long_runs_are_another_strong_tetanus() {
        let train = runs(&[0.0, 600.0, 1200.0, 1800.0, 2400.0, 3000.0], 100, 100.0);
        let strong = strengths(&train);
        let strong = strong.iter().filter(|s| **s == Strength::Strong).count();
        assert_eq!(strong, 2);
    }
}
