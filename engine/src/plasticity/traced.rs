//! What rules that follow single spikes remember of them, to be looked at.

use super::pair_stdp::{PairStdp, PairTraces};
use super::sliding_triplet::{SlidingTraces, SlidingTriplet};
use super::spikes::SpikeRule;
use super::triplet_stdp::{TripletStdp, TripletTraces};

/// A number that a rule remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceName {
    /// Its symbol in the equations of the rule.
    pub symbol: &'static str,
    /// What it is.
    pub meaning: &'static str,
}

const fn trace(symbol: &'static str, meaning: &'static str) -> TraceName {
    TraceName { symbol, meaning }
}

/// A rule whose memory can be read without changing it.
pub trait Traced: SpikeRule {
    /// The traces that act; one that multiplies an amplitude of zero is left out.
    fn trace_names(&self) -> Vec<TraceName>;

    /// The traces of a synapse whose first spike of all comes at `time` seconds.
    fn before_the_first_spike(&self, _time: f64) -> Self::Traces {
        Self::Traces::default()
    }

    /// Their values at `time` seconds, which does not lie before the last spike, in the order of the names.
    fn read(&self, traces: &Self::Traces, time: f64, values: &mut [f64]);
}

impl Traced for PairStdp {
    fn trace_names(&self) -> Vec<TraceName> {
        vec![
            trace("x", "presynaptic trace, read by postsynaptic spikes"),
            trace("y", "postsynaptic trace, read by presynaptic spikes"),
        ]
    }

    fn read(&self, traces: &PairTraces, time: f64, values: &mut [f64]) {
        let before = traces.presynaptic.at(time, self.potentiation_time_constant);
        let after = traces.postsynaptic.at(time, self.depression_time_constant);
        fill(values, [before, after]);
    }
}

impl Traced for TripletStdp {
    fn trace_names(&self) -> Vec<TraceName> {
        let mut names = vec![
            trace("r1", "fast presynaptic trace, read by postsynaptic spikes"),
            trace("o1", "fast postsynaptic trace, read by presynaptic spikes"),
        ];
        if self.triplet_depression != 0.0 {
            names.push(trace(
                "r2",
                "slow presynaptic trace, read by presynaptic spikes",
            ));
        }
        if self.triplet_potentiation != 0.0 {
            names.push(trace(
                "o2",
                "slow postsynaptic trace, read by postsynaptic spikes",
            ));
        }
        names
    }

    fn read(&self, traces: &TripletTraces, time: f64, values: &mut [f64]) {
        let fast_before = traces
            .presynaptic_fast
            .at(time, self.potentiation_time_constant);
        let fast_after = traces
            .postsynaptic_fast
            .at(time, self.depression_time_constant);
        let slow_before = (self.triplet_depression != 0.0).then(|| {
            traces
                .presynaptic_slow
                .at(time, self.presynaptic_time_constant)
        });
        let slow_after = (self.triplet_potentiation != 0.0).then(|| {
            traces
                .postsynaptic_slow
                .at(time, self.postsynaptic_time_constant)
        });
        let slow = slow_before.into_iter().chain(slow_after);
        fill(values, [fast_before, fast_after].into_iter().chain(slow));
    }
}

impl Traced for SlidingTriplet {
    fn trace_names(&self) -> Vec<TraceName> {
        let mut names = self.triplet.trace_names();
        names.push(trace(
            "r",
            "recent postsynaptic rate, relative to the target rate",
        ));
        names.push(trace("s", "its average power, which multiplies depression"));
        names
    }

    /// The average has not moved from its target when the first spike comes, wherever the clock begins.
    fn before_the_first_spike(&self, time: f64) -> SlidingTraces {
        let mut traces = SlidingTraces::default();
        traces.time = time;
        traces
    }

    fn read(&self, traces: &SlidingTraces, time: f64, values: &mut [f64]) {
        let Some(own) = values.len().checked_sub(2) else {
            return;
        };
        let (of_triplet, of_rate) = values.split_at_mut(own);
        self.triplet.read(&traces.triplet, time, of_triplet);
        let rate = self.relative_rate_at(traces, time);
        fill(of_rate, [rate, self.relative_power_at(traces, time)]);
    }
}

fn fill(values: &mut [f64], found: impl IntoIterator<Item = f64>) {
    for (value, found) in values.iter_mut().zip(found) {
        *value = found;
    }
}

#[cfg(test)]
mod tests {
    use super::super::pair_stdp::Pairing;
    use super::*;

    const TRIPLET: TripletStdp = TripletStdp {
        pair_potentiation: 4.6e-3,
        triplet_potentiation: 9.1e-3,
        pair_depression: 3e-3,
        triplet_depression: 2e-3,
        potentiation_time_constant: 0.0168,
        depression_time_constant: 0.0337,
        presynaptic_time_constant: 0.575,
        postsynaptic_time_constant: 0.047,
        pairing: Pairing::AllToAll,
    };

    fn read<R: Traced>(rule: &R, traces: &R::Traces, time: f64) -> Vec<f64> {
        let mut values = vec![f64::NAN; rule.trace_names().len()];
        rule.read(traces, time, &mut values);
        values
    }

    #[test]
    fn traces_are_the_exponentials_of_the_rule() {
        let mut traces = TripletTraces::default();
        TRIPLET.presynaptic_spike(&mut traces, 0.0, 1.0);
        TRIPLET.presynaptic_spike(&mut traces, 0.010, 1.0);
        TRIPLET.postsynaptic_spike(&mut traces, 0.015, 1.0);
        let decay = |age: f64, tau: f64| (-age / tau).exp();
        let expected = [
            decay(0.020, 0.0168) + decay(0.010, 0.0168),
            decay(0.005, 0.0337),
            decay(0.020, 0.575) + decay(0.010, 0.575),
            decay(0.005, 0.047),
        ];
        for (read, expected) in read(&TRIPLET, &traces, 0.020).iter().zip(expected) {
            // A few roundings of numbers of order one.
            assert!((read - expected).abs() < 1e-14, "{read} {expected}");
        }
    }

    #[test]
    fn a_trace_that_cannot_act_is_left_out() {
        let minimal = TripletStdp {
            triplet_depression: 0.0,
            ..TRIPLET
        };
        let names: Vec<&str> = minimal.trace_names().iter().map(|n| n.symbol).collect();
        assert_eq!(names, ["r1", "o1", "o2"]);
        let mut traces = TripletTraces::default();
        minimal.postsynaptic_spike(&mut traces, 0.0, 1.0);
        assert_eq!(read(&minimal, &traces, 0.0), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_sliding_rule_begins_at_its_target() {
        let rule = SlidingTriplet {
            triplet: TRIPLET,
            target_rate: 10.0,
            threshold_time_constant: 30.0,
            power: 2.0,
        };
        // Whether the recording begins at zero or later.
        let traces = rule.before_the_first_spike(500.0);
        assert_eq!(read(&rule, &traces, 500.0), [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    }
}
