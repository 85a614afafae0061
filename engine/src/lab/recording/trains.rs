//! Spikes that somebody recorded on the two sides of a synapse.

use std::fmt;

use crate::plasticity::spikes::{Side, is_before};

/// Most spikes of a recording, both sides counted: an hour of two neurons that fire at 27 Hz.
pub const MOST_SPIKES: usize = 200_000;
/// Latest time of a spike, in seconds: thirty days. A spike there is still known to a nanosecond.
pub const LATEST: f64 = 30.0 * 86_400.0;

/// Spikes on both sides of a synapse: sorted, each side without two at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct SpikeTrains {
    presynaptic: Vec<f64>,
    postsynaptic: Vec<f64>,
}

/// What is wrong with a spike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpikeMistake {
    /// Its time is infinite or not a number.
    NotFinite,
    /// It lies before the clock begins.
    Negative,
    /// It lies beyond [`LATEST`].
    TooLate,
    /// It lies before an earlier one of its train.
    Unsorted,
    /// It is at one time with the one before it, in the sense of [`is_before`].
    Duplicate,
}

/// Why spikes are no recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TrainsError {
    /// There is no spike on either side.
    Empty,
    /// There are more than [`MOST_SPIKES`].
    TooMany(usize),
    /// A spike is wrong.
    Spike {
        /// On which side.
        side: Side,
        /// Its number within its side, from 0.
        index: usize,
        /// Its time in seconds.
        time: f64,
        /// What is wrong with it.
        mistake: SpikeMistake,
    },
}

impl fmt::Display for SpikeMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SpikeMistake::NotFinite => "the time is not a finite number",
            SpikeMistake::Negative => "the time is negative",
            SpikeMistake::TooLate => "the time lies beyond thirty days",
            SpikeMistake::Unsorted => "the spike lies before the one above it",
            SpikeMistake::Duplicate => "the spike is there twice",
        })
    }
}

impl fmt::Display for TrainsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TrainsError::Empty => f.write_str("there is no spike on either side"),
            TrainsError::TooMany(count) => {
                write!(f, "{count} spikes are more than {MOST_SPIKES}")
            }
            TrainsError::Spike {
                side,
                index,
                time,
                mistake,
            } => write!(
                f,
                "{} spike {index} (counted from 0) at {time} s: {mistake}",
                side_word(*side)
            ),
        }
    }
}

impl std::error::Error for TrainsError {}

/// The adjective of a side.
pub fn side_word(side: Side) -> &'static str {
    match side {
        Side::Presynaptic => "presynaptic",
        Side::Postsynaptic => "postsynaptic",
    }
}

impl SpikeMistake {
    /// What is wrong with a spike at `time` seconds after the one `before` it on its side, if anything is.
    pub fn of(time: f64, before: Option<f64>) -> Option<Self> {
        if !time.is_finite() {
            Some(Self::NotFinite)
        } else if time < 0.0 {
            Some(Self::Negative)
        } else if time > LATEST {
            Some(Self::TooLate)
        } else {
            let before = before.filter(|&before| !is_before(before, time))?;
            Some(if is_before(time, before) {
                Self::Unsorted
            } else {
                Self::Duplicate
            })
        }
    }
}

impl SpikeTrains {
    /// Spikes by rising time, in seconds.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    pub fn new(presynaptic: Vec<f64>, postsynaptic: Vec<f64>) -> Result<Self, TrainsError> {
        let count = presynaptic.len() + postsynaptic.len();
        if count == 0 {
            return Err(TrainsError::Empty);
        }
        if count > MOST_SPIKES {
            return Err(TrainsError::TooMany(count));
        }
        for (side, train) in [
            (Side::Presynaptic, &presynaptic),
            (Side::Postsynaptic, &postsynaptic),
        ] {
            for (index, &time) in train.iter().enumerate() {
                let before = index.checked_sub(1).map(|before| train[before]);
                if let Some(mistake) = SpikeMistake::of(time, before) {
                    return Err(TrainsError::Spike {
                        side,
                        index,
                        time,
                        mistake,
                    });
                }
            }
        }
        Ok(Self {
            presynaptic,
            postsynaptic,
        })
    }

    /// Presynaptic spikes, in seconds.
    pub fn presynaptic(&self) -> &[f64] {
        &self.presynaptic
    }

    /// Postsynaptic spikes, in seconds.
    pub fn postsynaptic(&self) -> &[f64] {
        &self.postsynaptic
    }

    /// Number of spikes on both sides.
    pub fn count(&self) -> usize {
        self.presynaptic.len() + self.postsynaptic.len()
    }

    /// Time of the first spike, in seconds.
    pub fn first(&self) -> f64 {
        let firsts = [self.presynaptic.first(), self.postsynaptic.first()];
        firsts
            .into_iter()
            .flatten()
            .copied()
            .fold(f64::INFINITY, f64::min)
    }

    /// Time of the last spike, in seconds.
    pub fn last(&self) -> f64 {
        let lasts = [self.presynaptic.last(), self.postsynaptic.last()];
        lasts.into_iter().flatten().copied().fold(0.0, f64::max)
    }

    /// The first `spikes` of them, by time.
    pub(super) fn beginning(&self, spikes: usize) -> Self {
        let mut times: Vec<f64> = Vec::with_capacity(self.count());
        times.extend(&self.presynaptic);
        times.extend(&self.postsynaptic);
        times.sort_by(f64::total_cmp);
        let Some(&end) = times.get(spikes.saturating_sub(1)) else {
            return self.clone();
        };
        let until = |train: &[f64]| {
            let kept = train.iter().take_while(|&&time| !is_before(end, time));
            kept.copied().collect()
        };
        Self {
            presynaptic: until(&self.presynaptic),
            postsynaptic: until(&self.postsynaptic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(presynaptic: &[f64]) -> Option<(usize, SpikeMistake)> {
        match SpikeTrains::new(presynaptic.to_vec(), vec![0.5]) {
            Err(TrainsError::Spike { index, mistake, .. }) => Some((index, mistake)),
            Err(error) => panic!("{error}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn only_finite_rising_times_within_thirty_days_are_trains() {
        assert_eq!(mistake(&[0.0, 0.5, 30.0 * 86_400.0]), None);
        assert_eq!(mistake(&[f64::NAN]), Some((0, SpikeMistake::NotFinite)));
        assert_eq!(
            mistake(&[f64::INFINITY]),
            Some((0, SpikeMistake::NotFinite))
        );
        assert_eq!(mistake(&[-1e-9, 1.0]), Some((0, SpikeMistake::Negative)));
        assert_eq!(mistake(&[1.0, 2.6e6]), Some((1, SpikeMistake::TooLate)));
        assert_eq!(mistake(&[1.0, 0.9]), Some((1, SpikeMistake::Unsorted)));
        assert_eq!(mistake(&[1.0, 1.0]), Some((1, SpikeMistake::Duplicate)));
        // Times that differ by rounding alone are one time.
        assert_eq!(
            mistake(&[0.3, 0.1 + 0.2]),
            Some((1, SpikeMistake::Duplicate))
        );
        assert_eq!(SpikeTrains::new(vec![], vec![]), Err(TrainsError::Empty));
        let many = (0..=MOST_SPIKES).map(|k| k as f64).collect();
        assert_eq!(
            SpikeTrains::new(many, vec![]),
            Err(TrainsError::TooMany(MOST_SPIKES + 1))
        );
    }

    #[test]
    fn the_beginning_holds_the_first_spikes_of_both_sides() {
        let trains = SpikeTrains::new(vec![1.0, 2.0, 3.0], vec![1.5, 2.0, 9.0]).unwrap();
        assert_eq!((trains.first(), trains.last()), (1.0, 9.0));
        let two = trains.beginning(2);
        assert_eq!(
            (two.presynaptic(), two.postsynaptic()),
            (&[1.0][..], &[1.5][..])
        );
        assert_eq!(trains.beginning(6), trains);
        assert_eq!(trains.beginning(600), trains);
    }
}
