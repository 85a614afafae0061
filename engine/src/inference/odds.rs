//! Ratios of two shares where resampling people has no answer: a cell of the table is empty, or becomes so in a resample.
//!
//! Half a person is added to every cell (Haldane 1956, Anscombe 1956), and the logarithm of the ratio is normal:
//!
//! ```text
//! odds ratio   log(a d / b c)           variance  1/a + 1/b + 1/c + 1/d
//! risk ratio   log((a / n) / (c / m))   variance  1/a - 1/n + 1/c - 1/m
//! ```
//!
//! with `a` of `n = a + b` who respond under the second scenario and `c` of `m = c + d` under the first, half a person in each of
//! `a`, `b`, `c` and `d`, and so a whole one in each of `n` and `m`: where everybody responds, the interval keeps a width. The pairing
//! of people is not used, which makes the interval wider where the same people respond under both.
//!
//! Source: Haldane 1956, Ann Hum Genet 20:309; Anscombe 1956, Biometrika 43:461; Gart 1966, J R Stat Soc B 28:164.

use super::means::Interval;
use super::shares::NORMAL_975;
use super::statistics::Measured;

/// Half a person.
const HALF: f64 = 0.5;

/// Odds ratio of `second` to `first` of so many people each.
pub(super) fn odds_ratio(first: usize, second: usize, people: usize) -> Measured {
    let cells = [second, people - second, first, people - first].map(|cell| cell as f64 + HALF);
    let [a, b, c, d] = cells;
    let variance: f64 = cells.iter().map(|cell| 1.0 / cell).sum();
    measured(people, (a * d / (b * c)).ln(), variance)
}

/// Ratio of the share `second` to the share `first` of so many people each.
pub(super) fn risk_ratio(first: usize, second: usize, people: usize) -> Measured {
    let [a, c] = [second, first].map(|count| count as f64 + HALF);
    let n = people as f64 + 2.0 * HALF;
    measured(people, (a / c).ln(), 1.0 / a + 1.0 / c - 2.0 / n)
}

fn measured(n: usize, log: f64, variance: f64) -> Measured {
    let half = NORMAL_975 * variance.sqrt();
    Measured {
        n,
        value: log.exp(),
        interval: Interval {
            low: (log - half).exp(),
            high: (log + half).exp(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_has_a_ratio_and_an_interval() {
        // Nobody of 10 against 5 of 10: cells 5.5, 5.5, 0.5, 10.5, odds ratio 5.5 * 10.5 / (5.5 * 0.5) = 21.
        let odds = odds_ratio(0, 5, 10);
        // Rounding of a few operations.
        assert!((odds.value - 21.0).abs() < 1e-12);
        let error = (2.0 / 5.5 + 2.0 + 1.0 / 10.5_f64).sqrt();
        let high = (21.0_f64.ln() + 1.959_963_984_540_054 * error).exp();
        assert!((odds.interval.high - high).abs() < 1e-9);
        assert!(odds.interval.low < 1.0 + 1.0 && odds.interval.low > 0.0);
        // The other way round it is the inverse.
        let back = odds_ratio(5, 0, 10);
        assert!((back.value * odds.value - 1.0).abs() < 1e-12);
        assert!((back.interval.low * odds.interval.high - 1.0).abs() < 1e-12);
        // Where nobody responds anywhere nothing is known: one, and an interval to both sides of it.
        for none in [
            odds_ratio(0, 0, 10),
            risk_ratio(0, 0, 10),
            risk_ratio(10, 10, 10),
        ] {
            assert!((none.value - 1.0).abs() < 1e-12);
            assert!(none.interval.low < 1.0 && 1.0 < none.interval.high);
        }
        // 5.5 / 0.5 = 11, with variance 1 / 5.5 + 1 / 0.5 - 2 / 11.
        let risk = risk_ratio(0, 5, 10);
        assert!((risk.value - 11.0).abs() < 1e-12);
        let error = (1.0 / 5.5 + 2.0 - 2.0 / 11.0_f64).sqrt();
        let low = (11.0_f64.ln() - 1.959_963_984_540_054 * error).exp();
        assert!((risk.interval.low - low).abs() < 1e-9);
    }
}
