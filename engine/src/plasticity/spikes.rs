//! Spikes on the two sides of a synapse, and how a rule is driven with them, exactly and without a time grid.
//!
//! One convention for all rules that follow single spikes (pairs, triplets, calcium):
//!
//! * Spikes on the two sides that lie closer than [`SAME_TIME`] are at one time, and then the presynaptic one goes first: a
//!   lag of zero is a pair whose presynaptic spike came just before, the limit of short positive lags. Times are sums such as
//!   start + number / rate + lag, and rounding must not decide which of two equal ones comes first.
//! * A spike reads the traces of the other side as they are, raised by a spike of the same time that went before it; a trace
//!   of its own side it reads before it raises it.
//! * A train begins after a long silence: the first spike finds all traces at zero.

use crate::kernels::transcendental::exp;

/// Spikes on the two sides that are closer than this are at one time, in seconds: far above the rounding of times at the
/// bench, far below anything that a rule or an experiment can tell apart.
pub const SAME_TIME: f64 = 1e-9;

/// Whether a time lies before another by more than rounding: by at least [`SAME_TIME`], and in trains of more than three
/// weeks by more than the two last digits of the time itself. Neither lies before the other: they are at one time.
#[inline]
pub fn is_before(time: f64, other: f64) -> bool {
    other - time >= SAME_TIME.max(2.0 * f64::EPSILON * other.abs())
}

/// Side of a synapse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The sender.
    Presynaptic,
    /// The receiver.
    Postsynaptic,
}

/// A spike as the synapse sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spike {
    /// When, in seconds.
    pub time: f64,
    /// Where.
    pub side: Side,
}

/// A rule that changes a weight at spikes and at no other time.
///
/// The parameters never change; the caller owns the traces and the weight.
pub trait SpikeRule {
    /// What the rule remembers of past spikes; its default is a long silence.
    type Traces: Default;

    /// Change of the weight, in units of the initial weight, by a presynaptic spike at `time` seconds, which does not lie
    /// before an earlier spike.
    fn presynaptic_spike(&self, traces: &mut Self::Traces, time: f64, weight: f64) -> f64;

    /// As [`SpikeRule::presynaptic_spike`], for a postsynaptic spike.
    fn postsynaptic_spike(&self, traces: &mut Self::Traces, time: f64, weight: f64) -> f64;

    /// The least and the greatest weight, in units of the initial weight. A step that would pass one ends there.
    ///
    /// The default has no upper bound, because those who fitted rules to single synapses set none.
    fn bounds(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }

    /// Either of the two.
    fn spike(&self, traces: &mut Self::Traces, spike: Spike, weight: f64) -> f64 {
        match spike.side {
            Side::Presynaptic => self.presynaptic_spike(traces, spike.time, weight),
            Side::Postsynaptic => self.postsynaptic_spike(traces, spike.time, weight),
        }
    }
}

/// Two sorted trains as one. Of spikes at one time (see [`is_before`]) the presynaptic one goes first, and the postsynaptic
/// one gets its time.
pub fn merge(presynaptic: &[f64], postsynaptic: &[f64]) -> Vec<Spike> {
    let mut merged: Vec<Spike> = Vec::with_capacity(presynaptic.len() + postsynaptic.len());
    let mut after = postsynaptic.iter().copied().peekable();
    // A postsynaptic spike that had to wait for a presynaptic one is not put before it.
    let add = |merged: &mut Vec<Spike>, time: f64| {
        let last = merged.last().map_or(f64::NEG_INFINITY, |spike| spike.time);
        merged.push(Spike {
            time: time.max(last),
            side: Side::Postsynaptic,
        });
    };
    for &time in presynaptic {
        while let Some(earlier) = after.next_if(|&other| is_before(other, time)) {
            add(&mut merged, earlier);
        }
        merged.push(Spike {
            time,
            side: Side::Presynaptic,
        });
    }
    after.for_each(|time| add(&mut merged, time));
    merged
}

/// Change of a weight of 1 by a sorted train. The weight stops at the bounds of the rule; see [`SpikeRule::bounds`].
pub fn induce<R: SpikeRule>(rule: &R, spikes: &[Spike]) -> f64 {
    let mut traces = R::Traces::default();
    let (lower, upper) = rule.bounds();
    let weight = spikes.iter().fold(1.0f64, |weight, &spike| {
        (weight + rule.spike(&mut traces, spike, weight))
            .max(lower)
            .min(upper)
    });
    weight - 1.0
}

/// Sum of the changes by a sorted train at a weight that is held at 1: the drift, for comparison with means over time.
pub fn drift<R: SpikeRule>(rule: &R, spikes: &[Spike]) -> f64 {
    let mut traces = R::Traces::default();
    spikes
        .iter()
        .map(|&spike| rule.spike(&mut traces, spike, 1.0))
        .sum()
}

/// A trace of the spikes of one side: one exponential, computed when it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Trace {
    value: f64,
    time: f64,
}

impl Trace {
    /// The trace at `time` seconds.
    #[inline]
    pub fn at(&self, time: f64, time_constant: f64) -> f64 {
        // A trace that nothing has raised needs no exponential, and no time constant.
        if self.value == 0.0 {
            0.0
        } else {
            self.value * exp((self.time - time) / time_constant)
        }
    }

    /// A spike adds 1 to what is left: every earlier spike counts.
    #[inline]
    pub fn accumulate(&mut self, time: f64, time_constant: f64) {
        self.value = self.at(time, time_constant) + 1.0;
        self.time = time;
    }

    /// A spike sets the trace to 1: only the last spike counts.
    #[inline]
    pub fn saturate(&mut self, time: f64) {
        self.value = 1.0;
        self.time = time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_keeps_the_order_of_time_and_puts_the_sender_first() {
        let merged = merge(&[1.0, 2.0, 5.0], &[0.5, 2.0, 3.0, 7.0]);
        let order: Vec<(f64, bool)> = merged
            .iter()
            .map(|spike| (spike.time, spike.side == Side::Presynaptic))
            .collect();
        assert_eq!(
            order,
            [
                (0.5, false),
                (1.0, true),
                (2.0, true),
                (2.0, false),
                (3.0, false),
                (5.0, true),
                (7.0, false)
            ]
        );
    }

    #[test]
    fn a_trace_is_the_sum_of_its_exponentials() {
        let mut trace = Trace::default();
        assert_eq!(trace.at(3.0, 0.02), 0.0);
        for time in [0.0, 0.01, 0.05] {
            trace.accumulate(time, 0.02);
        }
        let exact: f64 = [0.06f64, 0.05, 0.01]
            .iter()
            .map(|age| (-age / 0.02).exp())
            .sum();
        // A few roundings of numbers of order one.
        assert!((trace.at(0.06, 0.02) - exact).abs() < 1e-14);
    }
}
