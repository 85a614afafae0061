//! Sums in an order of their own, the same on every machine: side by side in lanes, then halves on halves.

/// Folds lanes onto each other, halves on halves; `LANES` is a power of two.
#[inline(always)]
pub(super) fn fold<const LANES: usize>(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Sum of numbers, eight side by side.
#[inline]
pub fn sum(numbers: &[f32]) -> f32 {
    let (octets, rest) = numbers.as_chunks::<8>();
    let mut lanes = [0.0f32; 8];
    for octet in octets {
        for (lane, x) in lanes.iter_mut().zip(octet) {
            *lane += x;
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        *lane += x;
    }
    fold(lanes)
}

/// Sum of |a - b| in `f64`, eight side by side; what is left over of either is ignored.
pub fn absolute_difference(a: &[f32], b: &[f32]) -> f64 {
    let (octets_a, rest_a) = a.as_chunks::<8>();
    let (octets_b, rest_b) = b.as_chunks::<8>();
    let mut lanes = [0.0f64; 8];
    for (a, b) in octets_a.iter().zip(octets_b) {
        for i in 0..8 {
            lanes[i] += f64::from((a[i] - b[i]).abs());
        }
    }
    for ((lane, a), b) in lanes.iter_mut().zip(rest_a).zip(rest_b) {
        *lane += f64::from((a - b).abs());
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_whole_numbers_are_exact_for_every_length() {
        for n in 0..40 {
            let numbers: Vec<f32> = (1..=n).map(|i| i as f32).collect();
            assert_eq!(sum(&numbers), (n * (n + 1) / 2) as f32);
            assert_eq!(
                absolute_difference(&vec![0.0; n as usize], &numbers),
                f64::from(n * (n + 1) / 2)
            );
        }
    }
}
