//! The clock of a course: hours from its beginning, and the days that hold them.
//!
//! Day 0 begins at hour 0, day `d` at hour `24 d`; what lies before the course has negative hours. Life goes by the day, and
//! what happens within one (a dose, a session) has its hour.

use serde::Serialize;

/// Hours in a day.
pub const HOURS_PER_DAY: f64 = 24.0;

/// Moments closer than this many days, a tenth of a second, are one: a third of a week is written with some digits only.
const SAME_MOMENT: f64 = 1e-6;

/// A moment, or a stretch of time, in hours.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize)]
pub struct Hours(pub f64);

impl Hours {
    /// Days in hours. What lies within rounding of a whole second is that second, so that a third of a day is 8 hours.
    pub fn of_days(days: f64) -> Self {
        let hours = days * HOURS_PER_DAY;
        let second = (hours * 3600.0).round() / 3600.0;
        // Products and quotients of a few floats are off by parts in 10^15; seconds of a century take ten digits.
        if (hours - second).abs() <= 1e-14 * hours.abs().max(1.0) {
            Hours(second)
        } else {
            Hours(hours)
        }
    }

    /// The day that holds this moment; days before the course are negative.
    pub fn day(self) -> i64 {
        libm::floor(self.0 / HOURS_PER_DAY) as i64
    }

    /// Hours since that day began.
    pub fn of_day(self) -> f64 {
        self.0 - self.day() as f64 * HOURS_PER_DAY
    }
}

/// Day on which the `n`-th of a series falls whose members lie `every` days apart: `floor(n every)`, so that any number of
/// them takes as long as it should, and only the single member waits for a whole day.
pub fn day_of(n: i64, every: f64) -> i64 {
    libm::floor(n as f64 * every + SAME_MOMENT) as i64
}

/// Number of the first member of a series that falls on this day or later.
pub fn first_from(day: i64, every: f64) -> i64 {
    let mut n = libm::floor(day as f64 / every) as i64 - 1;
    while day_of(n, every) < day {
        n += 1;
    }
    n
}

/// Whether a member of a series falls on this day, both counted from its beginning.
pub fn falls_on(day: i64, every: f64) -> bool {
    day_of(first_from(day, every), every) == day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_days_are_what_was_written() {
        for hours in 0..20_000 {
            // A file writes hours, and they are read as days.
            let days = f64::from(hours) * (1.0 / 24.0);
            assert_eq!(Hours::of_days(days), Hours(f64::from(hours)));
        }
        assert_eq!(Hours::of_days(4.5 / 24.0), Hours(4.5));
        let odd = 0.123_456_789_123;
        assert_eq!(Hours::of_days(odd), Hours(odd * 24.0));
    }

    #[test]
    fn moments_know_their_day_also_before_the_course() {
        let moments = [0.0, 23.5, 24.0, -1.0, -24.0];
        assert_eq!(moments.map(|h| Hours(h).day()), [0, 0, 1, -1, -1]);
        let hours = moments.map(|h| Hours(h).of_day());
        assert_eq!(hours, [0.0, 23.5, 0.0, 23.0, 0.0]);
    }

    #[test]
    fn a_series_neither_drifts_nor_loses_members() {
        for every in [1.0, 2.0, 3.5, 7.0 / 3.0, 2.333_333_3, 1.5, 7.0] {
            let days: Vec<i64> = (0..4000).filter(|&d| falls_on(d, every)).collect();
            // As many as fit, up to the one that falls on the edge.
            assert!((days.len() as f64 - 4000.0 / every).abs() < 1.0 + 1e-6);
            for (n, &day) in days.iter().enumerate() {
                let exact = n as f64 * every;
                assert!((exact - day as f64) < 1.0 && day as f64 <= exact + SAME_MOMENT);
            }
        }
        let twice_a_week: Vec<i64> = (0..15).filter(|&d| falls_on(d, 3.5)).collect();
        assert_eq!(twice_a_week, [0, 3, 7, 10, 14]);
        assert_eq!(first_from(-7, 3.5), -2);
    }
}
