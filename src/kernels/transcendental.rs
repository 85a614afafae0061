//! Portable transcendentals: the same bits on every machine.
//!
//! In `f32` slices a short polynomial; in `f64` the pure-Rust `libm`.

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

/// `exp(x)` in `f32`: relative error below 3e-7 for |x| < 87, clamped beyond.
///
/// `x = n ln 2 + r`, |r| <= ln 2 / 2; a polynomial of degree 6 in `r`, then a shift of the exponent.
#[inline(always)]
pub fn exp_f32(x: f32) -> f32 {
    const MAGIC: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x.mul_add(core::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let mut p = 1.388_888_9e-3f32;
    p = p.mul_add(r, 8.333_334e-3);
    p = p.mul_add(r, 4.166_666_8e-2);
    p = p.mul_add(r, 1.666_666_7e-1);
    p = p.mul_add(r, 0.5);
    p = p.mul_add(r, 1.0);
    p = p.mul_add(r, 1.0);
    // The low bits of `shifted` hold n: moved to the exponent they are n powers of two.
    let exponent = shifted
        .to_bits()
        .wrapping_add(127u32.wrapping_sub(MAGIC.to_bits()));
    p * f32::from_bits(exponent << 23)
}

/// `1 / (1 + exp(-x))` in `f32`: absolute error below 2e-7.
#[inline(always)]
pub fn logistic_f32(x: f32) -> f32 {
    1.0 / (1.0 + exp_f32(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_keeps_its_stated_accuracy() {
        // Against libm in f64 over the whole range in steps of 1/1024; the bound is the one in the docstring.
        let mut worst = 0.0f64;
        for i in -87 * 1024..=87 * 1024 {
            let x = i as f32 / 1024.0;
            let exact = exp(f64::from(x));
            worst = worst.max(((f64::from(exp_f32(x)) - exact) / exact).abs());
        }
        assert!(worst < 3e-7, "{worst}");
    }

    #[test]
    fn logistic_keeps_its_stated_accuracy_and_symmetry() {
        for i in -20_000..=20_000 {
            let x = i as f32 / 1000.0;
            let exact = 1.0 / (1.0 + exp(-f64::from(x)));
            assert!((f64::from(logistic_f32(x)) - exact).abs() < 2e-7, "{x}");
        }
        assert_eq!(logistic_f32(0.0), 0.5);
        assert!(logistic_f32(1e9) <= 1.0 && logistic_f32(-1e9) >= 0.0);
    }
}
