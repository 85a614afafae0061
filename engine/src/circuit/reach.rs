//! Which senders reach which blocks of receivers: what a settle may leave out.

use crate::kernels::{GROUP, POPULATION_PADDING, ROW_PADDING, SenderRun};

/// The runs of settling senders that reach each group of rows, in ascending order. `exists` is 1 where a synapse may be,
/// column by column.
pub(super) fn sender_runs(exists: &[f32], rows: usize) -> Vec<Vec<SenderRun>> {
    (0..rows)
        .step_by(GROUP)
        .map(|group| {
            let mut runs: Vec<SenderRun> = Vec::new();
            for start in (0..rows).step_by(POPULATION_PADDING) {
                let columns = start..start + POPULATION_PADDING;
                let mut blocks = 0;
                for column in columns.clone() {
                    let receivers = &exists[column * rows..][..rows][group..];
                    for (k, block) in receivers.chunks(ROW_PADDING).take(4).enumerate() {
                        blocks |= u8::from(block.iter().any(|&e| e != 0.0)) << k;
                    }
                }
                match runs.last_mut() {
                    Some(run) if run.blocks == blocks && run.columns.end == start => {
                        run.columns.end = columns.end;
                    }
                    _ if blocks != 0 => runs.push(SenderRun { columns, blocks }),
                    _ => {}
                }
            }
            runs
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synapse_is_reached_and_silent_senders_are_not() {
        let rows = 80;
        let mut exists = vec![0.0; rows * rows];
        for (sender, receiver) in [(0, 0), (7, 63), (8, 20), (17, 20), (79, 79)] {
            exists[sender * rows + receiver] = 1.0;
        }
        let run = |columns, blocks| SenderRun { columns, blocks };
        let first = vec![run(0..8, 0b1001), run(8..24, 0b10)];
        assert_eq!(sender_runs(&exists, rows), [first, vec![run(72..80, 0b1)]]);
    }
}
