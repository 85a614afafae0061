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
