//! A share of people with the interval that belongs to it.

use serde::{Deserialize, Serialize};

/// Standard normal quantile of 0.975.
pub(super) const NORMAL_975: f64 = 1.959_963_984_540_054;

/// How many of how many, with Wilson's 95 % interval.
///
/// ```text
/// centre = (p + z^2 / 2n) / (1 + z^2 / n)
/// half   = z / (1 + z^2 / n) * sqrt(p (1 - p) / n + z^2 / 4n^2)
/// ```
///
/// Unlike the textbook interval `p +- z sqrt(p (1 - p) / n)` it stays within 0 and 1 and keeps its width where nobody or
/// everybody responds. With nobody to count, the share is `NaN` and the interval is everything from 0 to 1.
///
/// Source: Wilson 1927, J Am Stat Assoc 22:209; recommended by Brown, Cai & DasGupta 2001, 10.1214/ss/1009213286.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
    /// `count / of`, between 0 and 1.
    pub share: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

impl Share {
    /// The share `count / of`; a `count` above `of` is taken as all of them.
    pub fn new(count: usize, of: usize) -> Self {
        let count = count.min(of);
        if of == 0 {
            return Self {
                count,
                of,
                share: f64::NAN,
                low: 0.0,
                high: 1.0,
            };
        }
        let n = of as f64;
        let share = count as f64 / n;
        let z2 = NORMAL_975 * NORMAL_975;
        let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half =
            NORMAL_975 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        // At the ends the interval touches 0 or 1 exactly; rounding alone would leave it a hair off.
        let low = if count == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        };
        let high = if count == of {
            1.0
        } else {
            (centre + half).min(1.0)
        };
        Self {
            count,
            of,
            share,
            low,
            high,
        }
    }
}
