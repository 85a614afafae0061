//! The few statistics that pictures draw: quantiles and intervals of what is there, missing values left out.

/// Quantile of the finite values by linear interpolation between order statistics; `None` where there are none.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    Some(low + (high - low) * at.fract())
}

/// A mean and the interval that holds the true mean in 95 of 100 repetitions with other people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Mean of the finite values.
    pub mean: f64,
    /// Lower end; equal to the mean where there is one value only.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Number of finite values.
    pub n: usize,
}

/// Mean with a 95 % interval of Student's t: `mean +- t(0.975, n - 1) * sd / sqrt(n)`; `None` without a value.
pub fn mean(values: &[f64]) -> Option<Mean> {
    let finite: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let n = finite.len();
    if n == 0 {
        return None;
    }
    let mean = finite.iter().sum::<f64>() / n as f64;
    let half = if n > 1 {
        let variance = finite.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
        student_975(n - 1) * (variance / n as f64).sqrt()
    } else {
        0.0
    };
    Some(Mean {
        mean,
        low: mean - half,
        high: mean + half,
        n,
    })
}

/// The 97.5 % quantile of Student's t: exact for 1 and 2 degrees of freedom, beyond them the expansion of Cornish and Fisher.
fn student_975(degrees: usize) -> f64 {
    let (z, v) = (1.959_963_985_f64, degrees as f64);
    match degrees {
        0 | 1 => 12.706_205,
        2 => 4.302_653,
        _ => {
            z + (z.powi(3) + z) / (4.0 * v)
                + (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * v * v)
                + (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z)
                    / (384.0 * v.powi(3))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_quantile_follows_the_published_table() {
        // Table values to three decimals; the expansion is worst at 3 degrees, within one percent.
        for (degrees, table) in [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (5, 2.571),
            (10, 2.228),
            (30, 2.042),
        ] {
            let relative = (student_975(degrees) - table).abs() / table;
            assert!(relative < 0.01, "{degrees}: {relative}");
        }
    }

    #[test]
    fn missing_values_are_left_out() {
        let values = [1.0, f64::NAN, 3.0, f64::INFINITY, 2.0];
        assert_eq!(quantile(&values, 0.5), Some(2.0));
        assert_eq!(quantile(&values, 0.25), Some(1.5));
        assert_eq!(quantile(&[f64::NAN], 0.5), None);
        let all = mean(&values).unwrap();
        assert_eq!((all.mean, all.n), (2.0, 3));
        assert_eq!(mean(&[]), None);
        assert_eq!(
            mean(&[4.0]),
            Some(Mean {
                mean: 4.0,
                low: 4.0,
                high: 4.0,
                n: 1
            })
        );
    }
}
