//! The timing window.

use super::*;

#[test]
fn the_timing_window_is_the_closed_form_and_its_integral() {
    let step = 0.0005;
    let lags: Vec<f64> = (-600..600).map(|k| (f64::from(k) + 0.5) * step).collect();
    let procedure = Procedure::TimingWindow(TimingWindow {
        lags: lags.clone(),
        pairs: 1,
        rate: 1.0,
        bursts: None,
    });
    let synapses = [synapse("pair", SynapseRule::Pair(PAIR), 0)];
    let experiment = at_bench(procedure, &synapses, &[0.7, 1.0, 2.0]);
    for bdnf in [0.7, 1.0, 2.0] {
        let rule = PAIR.at_bdnf(bdnf);
        let curve = curve(&experiment, "pair", "", bdnf);
        for (point, &lag) in curve.points.iter().zip(&lags) {
            // A weight of order one is stored between the two: rounding of 1 + change.
            assert!((point.y - rule.window(lag)).abs() < 1e-15, "{lag}");
        }
        let sum: f64 = curve.points.iter().map(|p| p.y * step).sum();
        // The midpoint rule errs by (step / tau)^2 / 24 of each lobe, 4e-5 of the larger; the tail beyond 300 ms is
        // exp(-9) of the depressing lobe, 1.4e-4.
        let scale = rule.potentiation * 0.0168 + rule.depression * 0.0337;
        assert!((sum - rule.window_integral()).abs() < 2e-4 * scale, "{sum}");
    }
}
