//! Gains of projections on columns of weights.

on_widest_vectors! {
    /// Leaves in `acting` the weights of consecutive columns times the gains of their sender on each receiver.
    pub fn scale_columns(rows: usize, weights: &[f32], gains: &[f32], acting: &mut [f32]) = scale_columns_plainly::<[16], [16], [16]>
}

#[inline(always)]
fn scale_columns_plainly<const BLOCK: usize>(
    rows: usize,
    weights: &[f32],
    gains: &[f32],
    acting: &mut [f32],
) {
    let gains = gains[..rows].as_chunks::<BLOCK>().0;
    for (acting, weights) in acting
        .chunks_exact_mut(rows)
        .zip(weights.chunks_exact(rows))
    {
        let blocks = acting.as_chunks_mut::<BLOCK>().0.iter_mut();
        for ((acting, weights), gains) in blocks.zip(weights.as_chunks::<BLOCK>().0).zip(gains) {
            for i in 0..BLOCK {
                acting[i] = gains[i] * weights[i];
            }
        }
    }
}

on_widest_vectors! {
    /// Adds the drive of clamped senders to `drive`: `drive_i += gain_i * sum_j w_ij level_j`. Silent senders cost nothing.
    pub fn add_columns(rows: usize, weights: &[f32], levels: &[f32], gains: &[f32], drive: &mut [f32]) = add_columns_plainly::<[16], [16], [16]>
}

#[inline(always)]
fn add_columns_plainly<const BLOCK: usize>(
    rows: usize,
    weights: &[f32],
    levels: &[f32],
    gains: &[f32],
    drive: &mut [f32],
) {
    let (drive, gains) = (
        drive[..rows].as_chunks_mut::<BLOCK>().0,
        gains[..rows].as_chunks::<BLOCK>().0,
    );
    for (column, &level) in weights.chunks_exact(rows).zip(levels) {
        if level == 0.0 {
            continue;
        }
        for ((drive, weights), gains) in drive
            .iter_mut()
            .zip(column.as_chunks::<BLOCK>().0)
            .zip(gains)
        {
            for i in 0..BLOCK {
                drive[i] = (gains[i] * level).mul_add(weights[i], drive[i]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudo(n: usize, salt: u32) -> Vec<f32> {
        (0..n as u32)
            .map(|i| {
                ((i.wrapping_mul(2_654_435_761).wrapping_add(salt) >> 8) as f32 / 16_777_216.0)
                    - 0.4
            })
            .collect()
    }

    #[test]
    fn clamped_senders_drive_alike_on_every_width() {
        let rows = 80;
        let (weights, gains) = (pseudo(3 * rows, 1), pseudo(rows, 2));
        let levels = [0.7, 0.0, 0.2];
        let (mut dispatched, mut plain) = (pseudo(rows, 3), pseudo(rows, 3));
        add_columns(rows, &weights, &levels, &gains, &mut dispatched);
        add_columns_plainly::<8>(rows, &weights, &levels, &gains, &mut plain);
        assert_eq!(dispatched, plain);
        let (mut dispatched, mut plain) = (vec![0.0; 3 * rows], vec![0.0; 3 * rows]);
        scale_columns(rows, &weights, &gains, &mut dispatched);
        scale_columns_plainly::<8>(rows, &weights, &gains, &mut plain);
        assert_eq!(dispatched, plain);
        assert_eq!(plain[rows + 5], weights[rows + 5] * gains[5]);
    }
}
