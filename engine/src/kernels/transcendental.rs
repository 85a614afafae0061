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

/// Natural logarithm of a positive normal number, quick: for a draw of a waiting time. Absolute error below 3e-11.
///
/// `x = m 2^e` with `m` between `sqrt(1/2)` and `sqrt(2)`; `ln m = 2 (z + z^3/3 + ... + z^11/11)` with `z = (m - 1) / (m + 1)`, of
/// which `|z| < 0.172` leaves out less than `z^13 / 6`.
#[inline]
pub fn quick_ln(x: f64) -> f64 {
    // The bits of sqrt(1/2): above it the exponent counts one more.
    const HALF_ROOT: u64 = 0x3FE6_A09E_667F_3BCD;
    let above = x.to_bits().wrapping_sub(HALF_ROOT) as i64;
    let exponent = above >> 52;
    let m = f64::from_bits(x.to_bits().wrapping_sub((exponent << 52) as u64));
    let z = (m - 1.0) / (m + 1.0);
    let square = z * z;
    let fourth = square * square;
    let low = 1.0 + square * (1.0 / 3.0);
    let middle = 1.0 / 5.0 + square * (1.0 / 7.0);
    let high = 1.0 / 9.0 + square * (1.0 / 11.0);
    let series = low + fourth * (middle + fourth * high);
    exponent as f64 * core::f64::consts::LN_2 + 2.0 * z * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_logarithms_keep_their_stated_accuracy() {
        let worst = |numbers: &mut dyn Iterator<Item = f64>| {
            numbers
                .map(|x| (quick_ln(x) - ln(x)).abs())
                .fold(0.0, f64::max)
        };
        assert!(worst(&mut (1..200_000).map(|k| f64::from(k) / 100_000.0)) < 3e-11);
        // The smallest draw, and powers of two, where the exponent changes.
        assert!(worst(&mut (0..70).map(|k| libm::exp2(-f64::from(k)))) < 3e-11);
        assert!(quick_ln(1.0) == 0.0);
    }

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
