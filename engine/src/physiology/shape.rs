//! The shapes that a coupling can have.

use crate::kernels::transcendental::{exp, pow};
use serde::Serialize;

/// How a coupling maps `x = source - relative_to` to its contribution (before other signals multiply it).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Shape {
    /// `strength * x`.
    Linear,
    /// `strength * max(x, 0)`.
    PositivePart,
    /// `strength * max(-x, 0)`.
    NegativePart,
    /// `exp(strength * x) - 1`; under a product the target is multiplied by `exp(strength * x)`.
    Exponential,
    /// `strength * x^n / (x^n + half^n)` for x > 0, else 0.
    Hill {
        /// Value of x at half of the maximum.
        half: f64,
        /// Steepness n.
        exponent: f64,
    },
    /// `strength / (1 + exp(-slope * (x - midpoint)))`.
    Logistic {
        /// Value of x at one half.
        midpoint: f64,
        /// Slope at the midpoint, times four.
        slope: f64,
    },
    /// `strength` where `x >= at`, else 0.
    Threshold {
        /// Where it switches on.
        at: f64,
    },
    /// `strength * exp(-((x - peak) / width)^2 / 2)`.
    InvertedU {
        /// Where it is largest.
        peak: f64,
        /// Standard deviation.
        width: f64,
    },
}

impl Shape {
    /// Whether twice the strength gives twice the contribution.
    pub fn is_proportional_to_strength(&self) -> bool {
        !matches!(self, Shape::Exponential)
    }

    /// The contribution for `x = source - relative_to`.
    #[inline]
    pub fn contribution(&self, strength: f64, x: f64) -> f64 {
        match *self {
            Shape::Linear => strength * x,
            Shape::PositivePart => strength * x.max(0.0),
            Shape::NegativePart => strength * (-x).max(0.0),
            Shape::Exponential => exp(strength * x) - 1.0,
            Shape::Hill { half, exponent } => {
                if x <= 0.0 {
                    return 0.0;
                }
                let powered = pow(x, exponent);
                strength * powered / (powered + pow(half, exponent))
            }
            Shape::Logistic { midpoint, slope } => strength / (1.0 + exp(-slope * (x - midpoint))),
            Shape::Threshold { at } => {
                if x >= at {
                    strength
                } else {
                    0.0
                }
            }
            Shape::InvertedU { peak, width } => {
                let z = (x - peak) / width;
                strength * exp(-0.5 * z * z)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_take_their_stated_values() {
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(Shape::Linear.contribution(2.0, -3.0), -6.0);
        near(Shape::PositivePart.contribution(2.0, -3.0), 0.0);
        near(Shape::NegativePart.contribution(2.0, -3.0), 6.0);
        near(Shape::Exponential.contribution(0.0, 5.0), 0.0);
        near(
            Shape::Hill {
                half: 2.0,
                exponent: 3.0,
            }
            .contribution(4.0, 2.0),
            2.0,
        );
        near(
            Shape::Hill {
                half: 2.0,
                exponent: 3.0,
            }
            .contribution(4.0, -2.0),
            0.0,
        );
        near(
            Shape::Logistic {
                midpoint: 1.0,
                slope: 4.0,
            }
            .contribution(3.0, 1.0),
            1.5,
        );
        near(Shape::Threshold { at: 1.0 }.contribution(3.0, 1.0), 3.0);
        near(
            Shape::InvertedU {
                peak: 1.0,
                width: 0.5,
            }
            .contribution(3.0, 1.0),
            3.0,
        );
    }
}
