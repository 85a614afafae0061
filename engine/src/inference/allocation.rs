//! What choosing a scenario for each person by their baseline gains over the best single scenario for all.
//!
//! **Method.** People fall into [`FOLDS`] parts by turn. For those of a part, the outcome under every scenario is predicted by a
//! linear rule on the baseline readouts, learned by least squares from the people of all other parts; each person gets the
//! scenario with the best prediction. The gain of a person is their outcome there minus that under the scenario which is best
//! on average over everyone.
//!
//! **Holds when** people are independent. The rule that is held against is chosen with everyone known, so that the gain errs to
//! the safe side. **Does not model** that the rules would be others with other people: the interval draws people with their
//! gains.

/// Parts into which people fall.
const FOLDS: usize = 5;

/// Gain of every person; `outcomes` and `baselines` are columns over the same people. Negative means lower than the best single
/// scenario.
pub(super) fn gain(
    outcomes: &[Vec<f64>],
    baselines: &[Vec<f64>],
    lower_is_better: bool,
) -> Vec<f64> {
    let people = outcomes.first().map_or(0, Vec::len);
    let sign = if lower_is_better { 1.0 } else { -1.0 };
    let sums: Vec<f64> = outcomes
        .iter()
        .map(|column| sign * column.iter().sum::<f64>())
        .collect();
    let best = least(&sums);
    let mut gains = vec![0.0; people];
    for fold in 0..FOLDS {
        let others: Vec<usize> = (0..people)
            .filter(|person| person % FOLDS != fold)
            .collect();
        let rules: Vec<Vec<f64>> = outcomes
            .iter()
            .map(|outcome| least_squares(baselines, outcome, &others))
            .collect();
        for person in (fold..people).step_by(FOLDS) {
            let predicted: Vec<f64> = rules
                .iter()
                .map(|rule| sign * predict(rule, baselines, person))
                .collect();
            gains[person] = outcomes[least(&predicted)][person] - outcomes[best][person];
        }
    }
    gains
}

/// Index of the least value; the first of equals, and 0 of nothing.
fn least(values: &[f64]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value < values[best] {
            best = index;
        }
    }
    best
}

fn predict(rule: &[f64], baselines: &[Vec<f64>], person: usize) -> f64 {
    let (constant, slopes) = rule.split_first().unwrap_or((&0.0, &[]));
    let terms = slopes.iter().zip(baselines);
    constant
        + terms
            .map(|(slope, column)| slope * column[person])
            .sum::<f64>()
}

/// Constant and slopes that predict `outcome` from `columns` for the people given, by the normal equations about the means.
/// A column that says nothing beyond those before it has slope zero.
fn least_squares(columns: &[Vec<f64>], outcome: &[f64], people: &[usize]) -> Vec<f64> {
    let mean = |column: &[f64]| {
        people.iter().map(|&p| column[p]).sum::<f64>() / (people.len() as f64).max(1.0)
    };
    let centres: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
    let (middle, size) = (mean(outcome), columns.len());
    let product = |a: &[f64], centre_a: f64, b: &[f64], centre_b: f64| -> f64 {
        let of = |&p: &usize| (a[p] - centre_a) * (b[p] - centre_b);
        people.iter().map(of).sum()
    };
    // Rows of the equations, the outcome in the last place.
    let mut rows: Vec<Vec<f64>> = (0..size)
        .map(|i| {
            let with = |j: usize| product(&columns[i], centres[i], &columns[j], centres[j]);
            let mut row: Vec<f64> = (0..size).map(with).collect();
            row.push(product(&columns[i], centres[i], outcome, middle));
            row
        })
        .collect();
    let mut slopes = vec![0.0; size];
    let mut used = vec![false; size];
    let scale: Vec<f64> = (0..size).map(|i| rows[i][i]).collect();
    for i in 0..size {
        // What is left of a column after the ones before it, in rounding.
        if rows[i][i] <= 1e-9 * scale[i] {
            continue;
        }
        used[i] = true;
        let pivot = rows[i].clone();
        for (other, row) in rows.iter_mut().enumerate() {
            if other != i {
                let factor = row[i] / pivot[i];
                for (value, p) in row.iter_mut().zip(&pivot) {
                    *value -= factor * p;
                }
            }
        }
    }
    for i in (0..size).filter(|&i| used[i]) {
        slopes[i] = rows[i][size] / rows[i][i];
    }
    let terms = slopes.iter().zip(&centres);
    let constant = middle - terms.map(|(slope, centre)| slope * centre).sum::<f64>();
    let mut rule = vec![constant];
    rule.extend(slopes);
    rule
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_squares_finds_the_plane_and_passes_over_a_column_twice() {
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| (1.7 * x).sin()).collect();
        let outcome: Vec<f64> = (0..20).map(|p| 3.0 + 2.0 * x[p] - 5.0 * y[p]).collect();
        let everyone: Vec<usize> = (0..20).collect();
        let rule = least_squares(&[x.clone(), y, x], &outcome, &everyone);
        // Twenty values of order 10, sums of squares of order 1000: right to some 1e-12.
        for (found, meant) in rule.iter().zip([3.0, 2.0, -5.0, 0.0]) {
            assert!((found - meant).abs() < 1e-9, "{rule:?}");
        }
    }

    #[test]
    fn those_who_do_better_elsewhere_are_sent_there() {
        // Under the first scenario everyone has 10; under the second 20 - x: better for those with x above 10.
        let x: Vec<f64> = (0..40).map(|p| f64::from(p) / 2.0).collect();
        let outcomes = [vec![10.0; 40], x.iter().map(|x| 20.0 - x).collect()];
        let gains = gain(&outcomes, std::slice::from_ref(&x), true);
        // Sums are 400 and 410: the first is the best single one, and x = 10.5 to 19.5 in steps of 0.5 gain x - 10.
        let meant: Vec<f64> = x.iter().map(|x| (10.0 - x).min(0.0)).collect();
        for (found, meant) in gains.iter().zip(&meant) {
            assert!((found - meant).abs() < 1e-9, "{gains:?}");
        }
        // Where higher is better, the second is best for all, and those with x above 10 are sent to the first.
        let gains = gain(&outcomes, std::slice::from_ref(&x), false);
        for (found, x) in gains.iter().zip(&x) {
            assert!((found - (x - 10.0).max(0.0)).abs() < 1e-9, "{gains:?}");
        }
    }

    #[test]
    fn a_baseline_that_says_nothing_gains_nothing() {
        let outcomes = [vec![5.0; 15], vec![7.0; 15]];
        assert_eq!(gain(&outcomes, &[vec![1.0; 15]], true), vec![0.0; 15]);
        assert!(gain(&[], &[], true).is_empty());
    }
}
