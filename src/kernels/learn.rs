//! Learning and the night, column by column.
//!
//! Every rule of `plasticity/` is affine in the weight, so one loop serves them all:
//! `dw = (s P1_i + t P0_i) - (s Q1_i + t Q0_i) w`, with two numbers `s`, `t` per sender and four per receiver.

use multiversion::multiversion;

/// What a rule leaves for the receivers of one sending population; `rows` numbers each.
pub struct RuleRows<'a> {
    /// Gain with the sender's first factor.
    pub gain_first: &'a [f32],
    /// Gain with the sender's second factor.
    pub gain_second: &'a [f32],
    /// Decay with the sender's first factor.
    pub decay_first: &'a [f32],
    /// Decay with the sender's second factor.
    pub decay_second: &'a [f32],
    /// Lower bound of the weight.
    pub lower: &'a [f32],
    /// Upper bound of the weight.
    pub upper: &'a [f32],
}

/// Updates the weights of consecutive columns. `senders` holds `(s, t)` per column; `mask` is 1 where a synapse exists.
#[multiversion(targets(
    "x86_64+avx+avx2+fma+avx512f+avx512vl+avx512dq+avx512bw",
    "x86_64+avx+avx2+fma"
))]
pub fn learn_columns(rows: usize, weights: &mut [f32], mask: &[f32], senders: &[(f32, f32)], rule: &RuleRows) {
    let (p1, p0) = (&rule.gain_first[..rows], &rule.gain_second[..rows]);
    let (q1, q0) = (&rule.decay_first[..rows], &rule.decay_second[..rows]);
    let (lower, upper) = (&rule.lower[..rows], &rule.upper[..rows]);
    for ((column, exists), &(s, t)) in weights
        .chunks_exact_mut(rows)
        .zip(mask.chunks_exact(rows))
        .zip(senders)
    {
        for i in 0..rows {
            let gain = s.mul_add(p1[i], t * p0[i]);
            let decay = s.mul_add(q1[i], t * q0[i]);
            let change = (-decay).mul_add(column[i], gain);
            column[i] = change
                .mul_add(exists[i], column[i])
                .max(lower[i])
                .min(upper[i]);
        }
    }
}

/// Constants of a night for the receivers of one sending population; `rows` numbers each.
pub struct NightRows<'a> {
    /// Weight to which the late part returns.
    pub initial: &'a [f32],
    /// Upper bound of the weight.
    pub upper: &'a [f32],
    /// Homeostatic factor.
    pub scale: &'a [f32],
}

/// One night on consecutive columns: `late += q early - turnover (late - initial)`, `early *= keep`, both times `scale`.
///
/// `early = weight - late` on entry; `keep = (1 - q) exp(-1 day / early decay)`.
#[multiversion(targets(
    "x86_64+avx+avx2+fma+avx512f+avx512vl+avx512dq+avx512bw",
    "x86_64+avx+avx2+fma"
))]
#[allow(clippy::too_many_arguments)]
pub fn night_columns(
    rows: usize,
    weights: &mut [f32],
    late: &mut [f32],
    mask: &[f32],
    transfer: f32,
    keep: f32,
    turnover: f32,
    night: &NightRows,
) {
    let (initial, upper, scale) = (&night.initial[..rows], &night.upper[..rows], &night.scale[..rows]);
    for ((column, late), exists) in weights
        .chunks_exact_mut(rows)
        .zip(late.chunks_exact_mut(rows))
        .zip(mask.chunks_exact(rows))
    {
        for i in 0..rows {
            let early = column[i] - late[i];
            let consolidated = transfer.mul_add(early, late[i]);
            let settled = turnover.mul_add(initial[i] - late[i], consolidated);
            let scaled = (settled * scale[i]).min(upper[i]);
            late[i] = scaled * exists[i];
            column[i] = keep.mul_add(early, scaled).min(upper[i]) * exists[i];
        }
    }
}

/// Sums `select_i * w_ij` over consecutive columns into `total`.
#[multiversion(targets(
    "x86_64+avx+avx2+fma+avx512f+avx512vl+avx512dq+avx512bw",
    "x86_64+avx+avx2+fma"
))]
pub fn scale_rows(rows: usize, weights: &[f32], select: &[f32], total: &mut [f32]) {
    for column in weights.chunks_exact(rows) {
        for ((t, &w), &s) in total.iter_mut().zip(column).zip(select) {
            *t = s.mul_add(w, *t);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learning_is_the_stated_affine_map_and_spares_missing_synapses() {
        let rows = 16;
        let mut weights = vec![0.25f32; 2 * rows];
        let mut mask = vec![1.0f32; 2 * rows];
        mask[3] = 0.0;
        weights[3] = 0.0;
        let (p1, p0, q1, q0) = ([0.5f32; 16], [0.125f32; 16], [0.25f32; 16], [0.0625f32; 16]);
        let (lower, upper) = ([0.0f32; 16], [1.0f32; 16]);
        let rule = RuleRows {
            lower: &lower,
            upper: &upper,
            gain_first: &p1,
            gain_second: &p0,
            decay_first: &q1,
            decay_second: &q0,
        };
        learn_columns(rows, &mut weights, &mask, &[(1.0, 0.0), (0.5, 0.5)], &rule);
        // Powers of two: exact in f32.
        assert_eq!(weights[0], 0.25 + 0.5 - 0.25 * 0.25);
        assert_eq!(weights[3], 0.0);
        assert_eq!(weights[16], 0.25 + 0.3125 - 0.156_25 * 0.25);
    }

    #[test]
    fn a_night_moves_early_into_late_and_loses_the_rest() {
        let rows = 16;
        let (mut weights, mut late, mask) = (vec![0.5f32; rows], vec![0.25f32; rows], vec![1.0f32; rows]);
        let (initial, upper, scale) = ([0.25f32; 16], [1.0f32; 16], [1.0f32; 16]);
        let night = NightRows {
            initial: &initial,
            upper: &upper,
            scale: &scale,
        };
        night_columns(rows, &mut weights, &mut late, &mask, 0.5, 0.25, 0.0, &night);
        assert_eq!(late[0], 0.375);
        assert_eq!(weights[0], 0.375 + 0.25 * 0.25);
    }
}
