//! Factors: what a graph remembers from day to day.

use super::graph::Graph;
use super::node::NodeKind;
use crate::random::{Draws, normal, uniform};

const DAYS_PER_YEAR: f64 = 365.25;

impl Graph {
    /// Moves every factor by one day, exactly for drives that are constant over it; all read the values before the step.
    pub fn step_factors(
        &self,
        values: &mut [f64],
        draws: &mut Draws,
        day: u64,
        targets: &mut Vec<f64>,
    ) {
        targets.clear();
        for &(node, _, _) in &self.factors {
            let NodeKind::Factor { rest, .. } = self.nodes[node].kind else {
                continue;
            };
            let drive: f64 = self.couplings[self.incoming[node].clone()]
                .iter()
                .map(|c| c.contribution(values))
                .fold(rest, |sum, c| sum + c);
            targets.push(drive);
        }
        for (&(node, keep, purpose), &target) in self.factors.iter().zip(&*targets) {
            let NodeKind::Factor {
                min,
                max,
                noise,
                shocks_per_year,
                shock_size,
                ..
            } = self.nodes[node].kind
            else {
                continue;
            };
            let mut x = values[node] + (1.0 - keep) * (target - values[node]);
            if noise > 0.0 || shocks_per_year > 0.0 {
                let mut words = [0u32; 3];
                draws.fill(purpose, day, 0, &mut words);
                x += noise * libm::sqrt(1.0 - keep * keep) * normal(words[0], words[1]);
                if uniform(words[2]) < shocks_per_year / DAYS_PER_YEAR {
                    x += shock_size;
                }
            }
            values[node] = x.clamp(min, max);
        }
    }

    /// Puts noisy factors at a draw from their stationary distribution, so that nobody is born at the mean.
    pub fn scatter_factors(&self, values: &mut [f64], draws: &mut Draws) {
        for &(node, _, purpose) in &self.factors {
            if let NodeKind::Factor {
                noise, min, max, ..
            } = self.nodes[node].kind
                && noise > 0.0
            {
                let z = draws.normal(purpose.and("birth"), 0, 0);
                values[node] = (values[node] + noise * z).clamp(min, max);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physiology::graph::tests::{coupling, factor, input};

    #[test]
    fn a_factor_relaxes_exponentially() {
        let graph = Graph::new(
            vec![input("dose"), factor("x", 1.0, 12.0, 0.0)],
            vec![coupling(0, 1, 2.0)],
        )
        .unwrap();
        let mut values = graph.initial();
        values[0] = 1.5;
        let mut draws = Draws::of(1);
        for day in 0..30 {
            graph.step_factors(&mut values, &mut draws, day, &mut Vec::new());
        }
        // Closed form: x = target + (x0 - target) exp(-t / tau); only rounding of 30 steps remains.
        let exact = 4.0 + (1.0 - 4.0) * (-30.0f64 / 12.0).exp();
        assert!((values[1] - exact).abs() < 1e-12);
    }

    #[test]
    fn a_noisy_factor_keeps_its_standard_deviation() {
        let graph = Graph::new(vec![factor("x", 0.0, 5.0, 0.3)], vec![]).unwrap();
        let mut draws = Draws::of(4);
        let mut values = graph.initial();
        graph.scatter_factors(&mut values, &mut draws);
        let n = 40_000;
        let mut sum = 0.0;
        for day in 0..n {
            graph.step_factors(&mut values, &mut draws, day, &mut Vec::new());
            sum += values[0] * values[0];
        }
        // The variance of an Ornstein-Uhlenbeck process with tau = 5 days over 40,000 days has about 8,000 independent
        // terms: relative standard error sqrt(2 / 8000) = 1.6 %; four of them.
        assert!((sum / n as f64 / 0.09 - 1.0).abs() < 0.064);
    }
}
