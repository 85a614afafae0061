//! A mixed model for repeated measures: what a trial finds at its last visit where some people were no longer rated.
//!
//! The changes `y_i` of person `i` in arm `a`, at the visits at which `i` was rated, are normal:
//!
//! ```text
//! y_i ~ N(mu_a, Sigma)        a mean for every arm and visit, one unstructured covariance
//! ```
//!
//! Fitted by restricted maximum likelihood (REML): `Sigma` is raised by expectation and maximisation with the means given a flat
//! prior, which is REML (Laird & Ware 1982), until no entry moves by more than 1e-9 of its scale. With `o` the visits of a person
//! and `C_a` the covariance of the means of an arm,
//!
//! ```text
//! C_a = (sum over i of Sigma_oo^-1)^-1            mu_a = C_a * sum over i of Sigma_oo^-1 y_i
//! K = Sigma_.o Sigma_oo^-1                        e = y_i - mu_a
//! Sigma <- mean over i of K (e e' + C_a,oo) K' + Sigma - K Sigma_o.
//! ```
//!
//! The contrast is a weighted sum of the means at the last visit, its variance that sum of squared weights times `C_a`, and its
//! degrees of freedom the people rated at the last visit less the arms: those of the t test that remains where nobody is missing.
//!
//! **Holds when** whether somebody is missing depends on what was rated before, and not on what would have been (missing at
//! random); people leave and do not come back. **Does not model** a baseline as covariate: changes since selection are taken.
//!
//! Source: Laird & Ware 1982, Biometrics 38:963, 10.2307/2529876; Mallinckrodt et al. 2008, Drug Inf J 42:303,
//! 10.1177/009286150804200402.

use super::means::student_975;
use super::trial::{MOST_ARMS, Reading};

/// Most visits of a trial.
pub const VISITS: usize = 4;
/// Most steps of the fit; the slowest of the tests takes a tenth of them.
const STEPS: usize = 500;
/// Largest relative move of an entry of the covariance at which the fit has settled.
const SETTLED: f64 = 1e-9;

type Row = [f64; VISITS];
type Square = [Row; VISITS];

/// People of an arm who were rated at the same visits: the first so many.
#[derive(Debug, Clone, Copy, Default)]
struct Pattern {
    n: f64,
    sum: Row,
    cross: Square,
}

/// Everything of a trial that its fit depends on: sums by arm and by number of visits.
#[derive(Debug, Clone)]
pub struct Repeated {
    visits: usize,
    arms: usize,
    patterns: [[Pattern; VISITS + 1]; MOST_ARMS],
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Means of the arms at the last visit.
    pub means: Vec<f64>,
    /// Variances of these.
    pub variances: Vec<f64>,
    /// Covariance of the visits.
    pub covariance: Vec<Vec<f64>>,
    /// People rated at the last visit, less the arms.
    pub degrees_of_freedom: f64,
}

impl Repeated {
    /// Nobody yet, in so many arms with so many visits; both are cut to what a trial can have.
    pub fn new(arms: usize, visits: usize) -> Self {
        Self {
            visits: visits.clamp(1, VISITS),
            arms: arms.min(MOST_ARMS),
            patterns: Default::default(),
        }
    }

    /// Takes everybody out again.
    pub fn clear(&mut self) {
        self.patterns = Default::default();
    }

    /// Adds a person with their changes at the visits, the first of which that is no number ends what is known of them.
    pub fn add(&mut self, arm: usize, changes: &[f64]) {
        let rated = changes.iter().take(self.visits);
        let rated = rated.take_while(|change| change.is_finite()).count();
        let Some(pattern) = self.patterns.get_mut(arm).map(|of| &mut of[rated]) else {
            return;
        };
        pattern.n += 1.0;
        for (a, one) in changes.iter().take(rated).enumerate() {
            pattern.sum[a] += one;
            for (b, other) in changes.iter().take(rated).enumerate() {
                pattern.cross[a][b] += one * other;
            }
        }
    }

    /// The contrast of the arms at the last visit with its interval; none where it cannot be estimated.
    pub fn reading(&self, weights: &[f64]) -> Option<Reading> {
        let mut model = Model::start(self)?;
        model.settle(self)?;
        let (mut estimate, mut variance) = (0.0, 0.0);
        let last = self.visits - 1;
        for (arm, weight) in weights.iter().take(self.arms).enumerate() {
            estimate += weight * model.means[arm][last];
            variance += weight * weight * model.of_means[arm][last][last];
        }
        let half = student_975(self.degrees_of_freedom()) * variance.sqrt();
        Some(Reading {
            estimate,
            low: estimate - half,
            high: estimate + half,
        })
    }

    /// The whole fit; none where it cannot be estimated.
    pub fn fit(&self) -> Option<Fitted> {
        let mut model = Model::start(self)?;
        model.settle(self)?;
        let last = self.visits - 1;
        let arms = 0..self.arms;
        Some(Fitted {
            means: arms.clone().map(|arm| model.means[arm][last]).collect(),
            variances: arms.map(|arm| model.of_means[arm][last][last]).collect(),
            covariance: model.covariance[..self.visits]
                .iter()
                .map(|row| row[..self.visits].to_vec())
                .collect(),
            degrees_of_freedom: self.degrees_of_freedom(),
        })
    }

    fn degrees_of_freedom(&self) -> f64 {
        let whole = self.patterns[..self.arms]
            .iter()
            .map(|of| of[self.visits].n);
        whole.sum::<f64>() - self.arms as f64
    }
}

/// The numbers of the model while it is fitted.
struct Model {
    covariance: Square,
    means: [Row; MOST_ARMS],
    of_means: [Square; MOST_ARMS],
}

impl Model {
    /// Begins with the variances of those who were rated at each visit, and no correlation; none where the last visit has too few
    /// people for a covariance of all visits, or nobody of an arm.
    fn start(data: &Repeated) -> Option<Self> {
        let enough = data.degrees_of_freedom() >= data.visits as f64;
        let everywhere = data.patterns[..data.arms]
            .iter()
            .all(|of| of[data.visits].n > 0.0);
        if data.arms == 0 || !enough || !everywhere {
            return None;
        }
        let mut covariance = Square::default();
        for (visit, row) in covariance.iter_mut().enumerate().take(data.visits) {
            let (mut squares, mut people) = (0.0, 0.0);
            for arm in &data.patterns[..data.arms] {
                let rated = || arm[visit + 1..=data.visits].iter();
                let n: f64 = rated().map(|pattern| pattern.n).sum();
                let sum: f64 = rated().map(|pattern| pattern.sum[visit]).sum();
                let cross: f64 = rated().map(|pattern| pattern.cross[visit][visit]).sum();
                squares += cross - sum * sum / n;
                people += n - 1.0;
            }
            row[visit] = squares / people;
            // Where nothing varies there is nothing to fit.
            if row[visit].is_nan() || row[visit] <= 0.0 {
                return None;
            }
        }
        Some(Self {
            covariance,
            means: Default::default(),
            of_means: Default::default(),
        })
    }

    /// Takes steps until the covariance stands still.
    fn settle(&mut self, data: &Repeated) -> Option<()> {
        for _ in 0..STEPS {
            let next = self.step(data)?;
            let moved = (0..data.visits).flat_map(|a| (0..=a).map(move |b| (a, b)));
            let moved = moved.map(|(a, b)| {
                let scale = (next[a][a] * next[b][b]).sqrt();
                (next[a][b] - self.covariance[a][b]).abs() / scale
            });
            let largest = moved.fold(0.0, f64::max);
            self.covariance = next;
            if largest < SETTLED {
                return Some(());
            }
        }
        None
    }

    /// Means for the covariance as it is, and the covariance after one step.
    fn step(&mut self, data: &Repeated) -> Option<Square> {
        let visits = data.visits;
        let mut inverses = [Square::default(); VISITS + 1];
        for (rated, inverse) in inverses.iter_mut().enumerate().skip(1).take(visits) {
            *inverse = inverse_of(&self.covariance, rated)?;
        }
        let mut total = Square::default();
        let mut people = 0.0;
        for arm in 0..data.arms {
            let (mut information, mut seen) = (Square::default(), Row::default());
            for (rated, inverse) in inverses.iter().enumerate().skip(1).take(visits) {
                let pattern = &data.patterns[arm][rated];
                for a in 0..rated {
                    for b in 0..rated {
                        information[a][b] += pattern.n * inverse[a][b];
                        seen[a] += inverse[a][b] * pattern.sum[b];
                    }
                }
            }
            let of_means = inverse_of(&information, visits)?;
            let mut means = Row::default();
            for a in 0..visits {
                means[a] = (0..visits).map(|b| of_means[a][b] * seen[b]).sum();
            }
            for (rated, inverse) in inverses.iter().enumerate().skip(1).take(visits) {
                let pattern = &data.patterns[arm][rated];
                if pattern.n > 0.0 {
                    self.expect(
                        &mut total, pattern, rated, visits, inverse, &means, &of_means,
                    );
                    people += pattern.n;
                }
            }
            self.means[arm] = means;
            self.of_means[arm] = of_means;
        }
        for row in &mut total {
            for value in row {
                *value /= people;
            }
        }
        Some(total)
    }

    /// Adds what is expected of the squares of some people who were rated at the first `rated` visits.
    #[allow(clippy::too_many_arguments)]
    fn expect(
        &self,
        total: &mut Square,
        pattern: &Pattern,
        rated: usize,
        visits: usize,
        inverse: &Square,
        means: &Row,
        of_means: &Square,
    ) {
        let covariance = &self.covariance;
        // What the ratings say of every visit: K, whose first rows are one where the visit was rated.
        let mut says = Square::default();
        for (visit, row) in says.iter_mut().enumerate().take(visits) {
            for b in 0..rated {
                row[b] = (0..rated)
                    .map(|a| covariance[visit][a] * inverse[a][b])
                    .sum();
            }
        }
        // Squares about the means, and what is not known of the means.
        let mut about = Square::default();
        for a in 0..rated {
            for b in 0..rated {
                about[a][b] =
                    pattern.cross[a][b] - pattern.sum[a] * means[b] - means[a] * pattern.sum[b]
                        + pattern.n * (means[a] * means[b] + of_means[a][b]);
            }
        }
        for one in 0..visits {
            for other in 0..visits {
                let mut known = 0.0;
                let mut explained = 0.0;
                for a in 0..rated {
                    let through: f64 = (0..rated).map(|b| about[a][b] * says[other][b]).sum();
                    known += says[one][a] * through;
                    explained += says[one][a] * covariance[a][other];
                }
                total[one][other] += known + pattern.n * (covariance[one][other] - explained);
            }
        }
    }
}

/// Inverse of the first `size` rows and columns of a symmetric matrix by its triangular root; none unless it is positive definite.
fn inverse_of(matrix: &Square, size: usize) -> Option<Square> {
    let mut root = Square::default();
    for a in 0..size {
        for b in 0..=a {
            let known: f64 = (0..b).map(|k| root[a][k] * root[b][k]).sum();
            let left = matrix[a][b] - known;
            if a == b {
                // A pivot within rounding of zero has no inverse worth having.
                if left.is_nan() || left <= 1e-12 * matrix[a][a] {
                    return None;
                }
                root[a][a] = left.sqrt();
            } else {
                root[a][b] = left / root[b][b];
            }
        }
    }
    // Columns of the inverse, which are its rows as well.
    let mut inverse = Square::default();
    for (column, own) in inverse.iter_mut().enumerate().take(size) {
        let mut solved = Row::default();
        for a in 0..size {
            let known: f64 = (0..a).map(|k| root[a][k] * solved[k]).sum();
            solved[a] = (f64::from(u8::from(a == column)) - known) / root[a][a];
        }
        for a in (0..size).rev() {
            let known: f64 = (a + 1..size).map(|k| root[k][a] * own[k]).sum();
            own[a] = (solved[a] - known) / root[a][a];
        }
    }
    Some(inverse)
}

#[cfg(test)]
mod tests;
