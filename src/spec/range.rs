//! Bounds of numbers.

/// Largest size of any number that is not told otherwise: far beyond what a brain, a dose or a day can mean, and far enough from
/// the end of what a computer can count that products of several stay finite.
pub const LARGEST: f64 = 1e9;
/// Smallest of numbers that must be above zero.
pub const SMALLEST: f64 = 1e-15;

/// Bounds of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Least value.
    pub least: f64,
    /// Greatest value.
    pub most: f64,
    /// True when the least value itself is not allowed, nor what is within `SMALLEST` of it.
    pub above_least: bool,
}

impl Range {
    /// Any number up to [`LARGEST`] in size.
    pub const ANY: Range = Range::new(-LARGEST, LARGEST);
    /// Zero and above.
    pub const NOT_NEGATIVE: Range = Range::new(0.0, LARGEST);
    /// Above zero, from `SMALLEST` on.
    pub const POSITIVE: Range = Range {
        above_least: true,
        ..Range::NOT_NEGATIVE
    };
    /// 0 to 1.
    pub const SHARE: Range = Range::new(0.0, 1.0);
    /// Above 0 and up to 1.
    pub const POSITIVE_SHARE: Range = Range {
        above_least: true,
        ..Range::SHARE
    };

    /// From one number to another, both allowed.
    pub const fn new(least: f64, most: f64) -> Range {
        Range {
            least,
            most,
            above_least: false,
        }
    }

    /// Whether a number lies within.
    pub fn holds(&self, number: f64) -> bool {
        let least = if self.above_least {
            self.least + SMALLEST
        } else {
            self.least
        };
        (least..=self.most).contains(&number)
    }

    /// The bounds in words for a number that lies outside: with those of every number, where it is these that it breaks.
    pub fn words_for(&self, number: f64) -> String {
        let is_far = |bound: f64| bound.abs() == LARGEST && number.abs() > LARGEST;
        let is_tiny = self.above_least && number > self.least && number < SMALLEST;
        match is_far(self.most) || is_far(self.least) || is_tiny {
            true if self.above_least => format!("{SMALLEST:e} to {:e}", self.most),
            true if self.least == -LARGEST => format!("-{LARGEST:e} to {LARGEST:e}"),
            true => format!("{} to {LARGEST:e}", self.least),
            false => self.words(),
        }
    }

    /// The bounds in words; empty when there are none but those of every number.
    pub fn words(&self) -> String {
        match (self.least != -LARGEST, self.most != LARGEST) {
            (false, false) => String::new(),
            (false, true) => format!("up to {}", self.most),
            (true, false) if self.above_least => format!("above {}", self.least),
            (true, false) => format!("{} or more", self.least),
            (true, true) if self.above_least => {
                format!("above {} and up to {}", self.least, self.most)
            }
            (true, true) => format!("{} to {}", self.least, self.most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_bound_that_is_said_where_it_is_broken() {
        for (range, number, allowed) in [
            (Range::ANY, 1e308, "-1e9 to 1e9"),
            (Range::ANY, -1e10, "-1e9 to 1e9"),
            (Range::NOT_NEGATIVE, 1e10, "0 to 1e9"),
            (Range::NOT_NEGATIVE, -1.0, "0 or more"),
            (Range::POSITIVE, 1e-320, "1e-15 to 1e9"),
            (Range::POSITIVE, 0.0, "above 0"),
            (Range::POSITIVE_SHARE, 1e-17, "1e-15 to 1e0"),
            (Range::new(0.0, 1000.0), 1e18, "0 to 1000"),
        ] {
            assert!(!range.holds(number), "{number}");
            assert_eq!(range.words_for(number), allowed);
        }
        for number in [-1e9, 1e9, 0.0] {
            assert!(Range::ANY.holds(number));
        }
        assert!(Range::POSITIVE.holds(1e-15) && !Range::ANY.holds(f64::NAN));
    }
}
