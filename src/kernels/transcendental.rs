//! Portable transcendentals in `f64`: the pure-Rust `libm`, the same bits on every machine.

/// `exp(x)` in `f64`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// `tanh(x)` in `f64`.
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// `x^y` in `f64`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Natural logarithm in `f64`.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The complementary error function in `f64`.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `exp(x)` in `f64`, quick where `|x| <= 1/16`, as for the decay over a short step: the series to the seventh power, whose
/// rest is below 6e-15 of the value; elsewhere [`exp`].
#[inline]
pub fn exp_of_short_step(x: f64) -> f64 {
    if x.abs() > 0.0625 {
        return exp(x);
    }
    let square = x * x;
    let fourth = square * square;
    let low = (1.0 + x) + square * (1.0 / 2.0 + x * (1.0 / 6.0));
    let high = (1.0 / 24.0 + x * (1.0 / 120.0)) + square * (1.0 / 720.0 + x * (1.0 / 5040.0));
    low + fourth * high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_steps_decay_as_long_ones() {
        // The bound of the docstring, and two roundings.
        for k in -800..=800 {
            let x = f64::from(k) * 1e-4;
            let error = exp_of_short_step(x) / exp(x) - 1.0;
            assert!(error.abs() < 7e-15, "{x}: {error}");
        }
    }
}
