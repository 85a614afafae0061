//! Latin hypercube, then steps along the local slope; the slope also says how firmly each parameter stands.
//!
//! The misfit is the sum over targets of `((simulated - value) / half-width)^2`. Residuals are differenced centrally at a
//! tenth of each range, wide enough that the steps of shares of a few dozen people do not pass for a slope, and the next
//! points solve `(J'J + damping diag(J'J) + 1 / range^2) step = -J'r` for three dampings (Levenberg 1944; Marquardt 1963,
//! 10.1137/0111030). The last term is a weak pull to stay, without which a direction that no figure feels is thrown about.

use crate::Outcome;
use crate::plan::Block;
use rewire::inference::Measured;
use rewire::random::{Draws, Purpose};

/// Share of its range by which a parameter is moved to find the slope.
const STEP: f64 = 0.1;
const DAMPINGS: [f64; 3] = [0.03, 0.3, 3.0];
/// Points that are lived together.
const BATCH: usize = 12;
/// A misfit at which every figure is met far within its interval, and the search ends.
const ENOUGH: f64 = 0.02;
/// Seed of the hypercube, which has nothing to do with people.
const HYPERCUBE_SEED: u64 = 1;

/// A point with its misfit.
#[derive(Clone)]
pub struct Point {
    /// Values of the parameters.
    pub at: Vec<f64>,
    /// Distance from each target, in half-widths.
    pub residuals: Vec<f64>,
}

impl Point {
    /// Sum of squares.
    pub fn misfit(&self) -> f64 {
        self.residuals.iter().map(|r| r * r).sum()
    }
}

/// What a search found.
pub struct Fit {
    /// Where it began.
    pub start: Point,
    /// Where it ended.
    pub best: Point,
    /// How firmly each parameter stands there.
    pub firmness: Vec<Firmness>,
    /// Points tried.
    pub tried: usize,
}

/// How far a parameter can go before the misfit rises by 1, in its own unit and at most its range.
pub struct Firmness {
    /// While the others stay.
    pub alone: f64,
    /// While the others make up for it.
    pub jointly: f64,
    /// The parameter it is traded against most, if by more than nine tenths.
    pub traded_with: Option<usize>,
}

type Evaluate<'a> = dyn FnMut(&[Vec<f64>]) -> Outcome<Vec<Vec<Measured>>> + 'a;

/// Searches with about `budget` points; the slope at the end costs two more for each parameter.
pub fn search(
    block: &Block,
    start: &[f64],
    budget: usize,
    evaluate: &mut Evaluate,
) -> Outcome<Fit> {
    let mut tried = 0;
    let mut try_all = |points: &[Vec<f64>], what: &str| -> Outcome<Vec<Point>> {
        let mut found = Vec::new();
        for some in points.chunks(BATCH) {
            for (at, measured) in some.iter().zip(evaluate(some)?) {
                tried += 1;
                let residuals = block.figures[..block.targets]
                    .iter()
                    .zip(&measured)
                    .map(|(f, m)| f.residual(m.value))
                    .collect();
                let point = Point {
                    at: at.clone(),
                    residuals,
                };
                trace(tried, what, &point, &measured);
                found.push(point);
            }
        }
        Ok(found)
    };
    let start = try_all(&[start.to_vec()], "start")?.remove(0);
    let mut best = start.clone();
    let keep = |found: &[Point], best: &mut Point| {
        let better = found
            .iter()
            .min_by(|a, b| a.misfit().total_cmp(&b.misfit()))
            .filter(|p| p.misfit() < best.misfit());
        better.inspect(|p| *best = (*p).clone()).is_some()
    };
    let budget = if block.parameters.is_empty() {
        0
    } else {
        budget
    };
    let around = 2 * block.parameters.len();
    let spread = if budget > around {
        budget.saturating_sub(around + DAMPINGS.len()) / 3
    } else {
        0
    };
    keep(&try_all(&hypercube(block, spread), "spread")?, &mut best);
    let mut left = budget.saturating_sub(spread);
    let mut scale = 1.0;
    let mut slope = None;
    while around > 0 && left >= around + DAMPINGS.len() && scale > 0.2 && best.misfit() > ENOUGH {
        let before = best.clone();
        let probes = try_all(&neighbours(block, &before.at, scale), "slope")?;
        let jacobian = differences(block, &probes);
        let steps = try_all(&steps(block, &before, &jacobian), "step")?;
        left -= around + DAMPINGS.len();
        if keep(&[probes, steps].concat(), &mut best) {
            slope = None;
        } else {
            slope = Some(jacobian);
            scale *= 0.5;
        }
    }
    let jacobian = match slope {
        Some(jacobian) => jacobian,
        None => differences(block, &try_all(&neighbours(block, &best.at, 1.0), "slope")?),
    };
    let firmness = firmness(block, &jacobian);
    Ok(Fit {
        start,
        best,
        firmness,
        tried,
    })
}

fn trace(number: usize, what: &str, point: &Point, measured: &[Measured]) {
    let row = |values: &mut dyn Iterator<Item = f64>| {
        values
            .map(|x| format!("{x:.4}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (at, simulated) = (
        row(&mut point.at.iter().copied()),
        row(&mut measured.iter().map(|m| m.value)),
    );
    println!(
        "{number:4} {what:6} misfit {:8.3} | {at} | {simulated}",
        point.misfit()
    );
}

fn range(block: &Block, p: usize) -> f64 {
    block.parameters[p].high - block.parameters[p].low
}

/// One point in each slice of each range, in an order that is drawn for each parameter by itself.
fn hypercube(block: &Block, count: usize) -> Vec<Vec<f64>> {
    let mut draws = Draws::of(HYPERCUBE_SEED);
    let mut points = vec![Vec::new(); count];
    for (p, parameter) in block.parameters.iter().enumerate() {
        let mut uniform = |what: &str, i: usize| {
            draws.uniform(Purpose::new(what).and(&parameter.name), i as u64, 0)
        };
        let mut order: Vec<(f64, usize)> = (0..count).map(|i| (uniform("order", i), i)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (slice, (_, i)) in order.into_iter().enumerate() {
            let share = (slice as f64 + uniform("place", i)) / count as f64;
            points[i].push(parameter.low + share * range(block, p));
        }
    }
    points
}

/// Below and above in each parameter, kept in its range.
fn neighbours(block: &Block, at: &[f64], scale: f64) -> Vec<Vec<f64>> {
    let mut points = Vec::new();
    for (p, parameter) in block.parameters.iter().enumerate() {
        for sign in [-1.0, 1.0] {
            let mut point = at.to_vec();
            point[p] = (at[p] + sign * scale * STEP * range(block, p))
                .clamp(parameter.low, parameter.high);
            points.push(point);
        }
    }
    points
}

/// `[target][parameter]`, with parameters in units of their range.
fn differences(block: &Block, probes: &[Point]) -> Vec<Vec<f64>> {
    (0..block.targets)
        .map(|t| {
            probes
                .chunks(2)
                .enumerate()
                .map(|(p, pair)| {
                    let apart = (pair[1].at[p] - pair[0].at[p]) / range(block, p);
                    if apart > 0.0 {
                        (pair[1].residuals[t] - pair[0].residuals[t]) / apart
                    } else {
                        0.0
                    }
                })
                .collect()
        })
        .collect()
}

fn normal_matrix(jacobian: &[Vec<f64>], parameters: usize) -> Vec<Vec<f64>> {
    let product = |a: usize, b: usize| jacobian.iter().map(|row| row[a] * row[b]).sum::<f64>();
    (0..parameters)
        .map(|a| {
            (0..parameters)
                .map(|b| product(a, b) + f64::from(u8::from(a == b)))
                .collect()
        })
        .collect()
}

fn steps(block: &Block, from: &Point, jacobian: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = block.parameters.len();
    let matrix = normal_matrix(jacobian, count);
    let downhill: Vec<f64> = (0..count)
        .map(|p| {
            -jacobian
                .iter()
                .zip(&from.residuals)
                .map(|(row, r)| row[p] * r)
                .sum::<f64>()
        })
        .collect();
    DAMPINGS
        .iter()
        .map(|damping| {
            let mut damped = matrix.clone();
            for (p, row) in damped.iter_mut().enumerate() {
                row[p] *= 1.0 + damping;
            }
            let step = solve(damped, downhill.clone());
            let moved = block
                .parameters
                .iter()
                .enumerate()
                .map(|(p, q)| (from.at[p] + step[p] * range(block, p)).clamp(q.low, q.high));
            moved.collect()
        })
        .collect()
}

fn firmness(block: &Block, jacobian: &[Vec<f64>]) -> Vec<Firmness> {
    let count = block.parameters.len();
    let matrix = normal_matrix(jacobian, count);
    let unit = |p: usize| {
        (0..count)
            .map(|q| f64::from(u8::from(p == q)))
            .collect::<Vec<f64>>()
    };
    let inverse: Vec<Vec<f64>> = (0..count).map(|p| solve(matrix.clone(), unit(p))).collect();
    let correlation =
        |p: usize, q: usize| inverse[p][q].abs() / (inverse[p][p] * inverse[q][q]).sqrt();
    (0..count)
        .map(|p| Firmness {
            alone: range(block, p) / matrix[p][p].sqrt(),
            jointly: range(block, p) * inverse[p][p].sqrt(),
            traded_with: (0..count)
                .filter(|&q| q != p && correlation(p, q) > 0.9)
                .max_by(|&a, &b| correlation(p, a).total_cmp(&correlation(p, b))),
        })
        .collect()
}

/// Elimination with the largest pivot; the matrix is positive definite by its diagonal.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..n {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            for (entry, pivot) in below[0].iter_mut().zip(&above[column]).skip(column) {
                *entry -= factor * pivot;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| matrix[row][k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}
