//! The logistic function on lanes, without a division: the same bits on every machine.

use super::lanes::Lanes;

/// `1 / (1 + 2^y)`: absolute error below 2e-7. With `y = -x / ln 2` it is the logistic function of `x`.
///
/// `2^y = 2^n 2^f` with whole `n` and |f| <= 1/2: a polynomial of degree 5 in `f` (relative error below 1e-7) and a shift of
/// the exponent. The reciprocal of `d` from a rough one `r`: with `e = 1 - d r`, `1/d = r (1 + e) (1 + e^2) (1 + e^4) ...`,
/// and |e| < 0.122 makes the rest smaller than 5e-8.
#[inline(always)]
#[allow(clippy::approx_constant)] // The first coefficient is fitted, not ln 2.
pub(super) fn of_power<V: Lanes>(y: V) -> V {
    // Adding it leaves the whole part of a number in the low bits.
    const MAGIC: f32 = 12_582_912.0;
    let constant = V::all;
    let y = y.at_least(constant(-100.0)).at_most(constant(100.0));
    let shifted = y.plus(constant(MAGIC));
    let f = y.minus(shifted.minus(constant(MAGIC)));
    let squared = f.times(f);
    let low = constant(6.931_47e-1).times_plus(f, constant(1.0));
    let middle = constant(5.550_733_7e-2).times_plus(f, constant(2.402_224_2e-1));
    let high = constant(1.326_472_7e-3).times_plus(f, constant(9.671_513e-3));
    let power = high.times_plus(squared, middle).times_plus(squared, low);
    let d = power.add_to_exponent(shifted).plus(constant(1.0));
    let r = d.rough_reciprocal();
    let e = constant(1.0).less_product(d, r);
    let e2 = e.times(e);
    let e4 = e2.times(e2);
    let r = r.times_plus(e, r);
    let r = r.times_plus(e2, r);
    r.times_plus(e4, r)
}

#[cfg(test)]
mod tests {
    use super::super::lanes::Plain;
    use super::*;

    fn logistic(x: f32) -> f32 {
        of_power::<Plain>([-core::f32::consts::LOG2_E * x; 16])[0]
    }

    #[test]
    fn keeps_its_stated_accuracy_and_its_limits() {
        for i in -20_000..=20_000 {
            let x = i as f32 / 1000.0;
            let exact = 1.0 / (1.0 + libm::exp(-f64::from(x)));
            assert!((f64::from(logistic(x)) - exact).abs() < 2e-7, "{x}");
        }
        assert_eq!(logistic(0.0), 0.5);
        assert!(logistic(1e9) <= 1.0 && (0.0..1e-20).contains(&logistic(-1e9)));
    }
}
