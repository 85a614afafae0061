//! Spikes of many inputs, one after the other.
//!
//! Inputs on their own are one Poisson process, of which each spike belongs to an input drawn evenly. A group that fires in
//! step copies a source: the source fires at `rate / correlation`, and each of the group takes over each of its spikes with
//! the probability `correlation`, at its own latency. Every input is so a Poisson process of the same rate, and two of a
//! group have that correlation (Kuhn, Aertsen & Rotter 2003, Neural Comput 15:67, 10.1162/089976603321043702).

use super::protocol::Competition;
use crate::kernels::transcendental::ln;
use crate::random::{Draws, Purpose, uniform};
use core::cmp::Reverse;
use core::ops::Range;
use std::collections::BinaryHeap;

const ALONE: Purpose = Purpose::new("competition: inputs on their own");
const GROUP: Purpose = Purpose::new("competition: group");

/// Inhibitory inputs and their rate in hertz: Song, Miller & Abbott 2000.
const INHIBITORY_INPUTS: u32 = 200;
const INHIBITORY_RATE: f64 = 10.0;

/// Whose spike it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    Excitatory(u32),
    Inhibitory,
}

/// Words of one purpose, one after the other.
struct Words {
    draws: Draws,
    purpose: Purpose,
    portion: u64,
    words: Vec<u32>,
    next: usize,
}

impl Words {
    const PORTION: usize = 1 << 12;

    fn of(seed: u64, purpose: Purpose) -> Self {
        Self {
            draws: Draws::of(seed),
            purpose,
            portion: 0,
            words: vec![0; Self::PORTION],
            next: Self::PORTION,
        }
    }

    fn uniform(&mut self) -> f64 {
        if self.next == Self::PORTION {
            self.draws
                .fill(self.purpose, self.portion, 0, &mut self.words);
            self.portion += 1;
            self.next = 0;
        }
        let word = self.words[self.next];
        self.next += 1;
        uniform(word)
    }

    /// Time to the next event of a Poisson process, in seconds.
    fn interval(&mut self, rate: f64) -> f64 {
        -ln(self.uniform()) / rate
    }
}

struct Source {
    words: Words,
    members: Range<u32>,
    correlation: f64,
    next: f64,
}

/// All spikes of all inputs in the order of time.
pub(super) struct Arrivals {
    alone: Words,
    next_alone: f64,
    sources: Vec<Source>,
    /// Copies that are on their way: time (bits of a positive number, which sort as it does) and input.
    copies: BinaryHeap<Reverse<(u64, u32)>>,
    latency_spread: f64,
    inputs: u32,
    first_alone: u32,
    rate: f64,
}

impl Arrivals {
    /// From time zero on.
    pub fn new(protocol: &Competition, rate: f64, seed: u64) -> Self {
        let mut first = 0;
        let mut sources = Vec::new();
        for (group, k) in protocol.groups.iter().zip(0..) {
            let size = (group.share * f64::from(protocol.inputs)).round() as u32;
            let members = first..(first + size).min(protocol.inputs);
            first = members.end;
            sources.push(Source {
                words: Words::of(seed.wrapping_add(k), GROUP),
                members,
                correlation: group.correlation,
                next: 0.0,
            });
        }
        let mut arrivals = Self {
            alone: Words::of(seed, ALONE),
            next_alone: 0.0,
            sources,
            copies: BinaryHeap::new(),
            latency_spread: protocol.latency_spread,
            inputs: protocol.inputs,
            first_alone: first,
            rate,
        };
        arrivals.change_rate(rate, 0.0);
        arrivals
    }

    /// Members of each group.
    pub fn groups(&self) -> impl Iterator<Item = Range<u32>> {
        self.sources.iter().map(|source| source.members.clone())
    }

    /// From `time` on every excitatory input fires at `rate` hertz.
    pub fn change_rate(&mut self, rate: f64, time: f64) {
        self.rate = rate;
        self.next_alone = time + self.alone.interval(self.rate_alone());
        for source in &mut self.sources {
            source.next = time + source.words.interval(rate / source.correlation);
        }
    }

    fn rate_alone(&self) -> f64 {
        f64::from(self.inputs - self.first_alone) * self.rate
            + f64::from(INHIBITORY_INPUTS) * INHIBITORY_RATE
    }

    /// The next spike: its time and whose it is.
    pub fn next(&mut self) -> (f64, Input) {
        loop {
            let copy = self
                .copies
                .peek()
                .map(|&Reverse((bits, input))| (f64::from_bits(bits), input));
            let before = |other: f64| copy.is_none_or(|(time, _)| other < time);
            let mut soonest: Option<usize> = None;
            for (k, source) in self.sources.iter().enumerate() {
                let than = soonest.map_or(self.next_alone, |s| self.sources[s].next);
                if source.next < than && before(source.next) {
                    soonest = Some(k);
                }
            }
            if let Some(source) = soonest {
                self.copy(source);
                continue;
            }
            if let Some((time, input)) = copy.filter(|copy| copy.0 <= self.next_alone) {
                self.copies.pop();
                return (time, Input::Excitatory(input));
            }
            let time = self.next_alone;
            let total = self.rate_alone();
            let place = self.alone.uniform() * total;
            self.next_alone = time + self.alone.interval(total);
            let input = (place / self.rate) as u32 + self.first_alone;
            return if input < self.inputs {
                (time, Input::Excitatory(input))
            } else {
                (time, Input::Inhibitory)
            };
        }
    }

    /// A source fires: those of its group that take the spike over do so at their latencies.
    fn copy(&mut self, source: usize) {
        let Source {
            words,
            members,
            correlation,
            next,
        } = &mut self.sources[source];
        let last = f64::from(members.len().saturating_sub(1).max(1) as u32);
        for (input, place) in members.clone().zip(0u32..) {
            if words.uniform() < *correlation {
                let latency = self.latency_spread * f64::from(place) / last;
                self.copies
                    .push(Reverse(((*next + latency).to_bits(), input)));
            }
        }
        *next += words.interval(self.rate / *correlation);
    }
}

#[cfg(test)]
mod tests {
    use super::super::protocol::CorrelatedGroup;
    use super::*;

    fn protocol(groups: Vec<CorrelatedGroup>, latency_spread: f64) -> Competition {
        Competition {
            inputs: 100,
            rates: vec![20.0],
            duration: 100.0,
            groups,
            latency_spread,
        }
    }

    fn group(share: f64, correlation: f64) -> CorrelatedGroup {
        CorrelatedGroup {
            label: "in step".into(),
            share,
            correlation,
        }
    }

    /// Spikes of each input in bins of 20 ms over 100 s, and the number of inhibitory ones.
    fn counted(protocol: &Competition) -> (Vec<Vec<f64>>, u32) {
        let mut arrivals = Arrivals::new(protocol, 20.0, 5);
        let mut counts = vec![vec![0.0; 5000]; 100];
        let (mut inhibitory, mut last) = (0, 0.0);
        loop {
            let (time, input) = arrivals.next();
            assert!(time >= last, "{time} after {last}");
            last = time;
            if time >= 100.0 {
                return (counts, inhibitory);
            }
            match input {
                Input::Excitatory(input) => counts[input as usize][(time / 0.02) as usize] += 1.0,
                Input::Inhibitory => inhibitory += 1,
            }
        }
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let (ma, mb) = (mean(a), mean(b));
        let product = |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 {
            x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum()
        };
        product(a, ma, b, mb) / (product(a, ma, a, ma) * product(b, mb, b, mb)).sqrt()
    }

    #[test]
    fn every_input_has_its_rate_and_groups_their_correlation() {
        let (counts, inhibitory) = counted(&protocol(vec![group(0.5, 0.3)], 0.0));
        // Five standard deviations: about one in a million for each of the hundred inputs.
        for (input, counts) in counts.iter().enumerate() {
            let total: f64 = counts.iter().sum();
            assert!(
                (total - 2000.0).abs() < 5.0 * 2000f64.sqrt(),
                "{input}: {total}"
            );
        }
        assert!((f64::from(inhibitory) - 200_000.0).abs() < 5.0 * 200_000f64.sqrt());
        let mean = |pairs: &[(usize, usize)]| {
            let sum: f64 = pairs
                .iter()
                .map(|&(a, b)| correlation(&counts[a], &counts[b]))
                .sum();
            sum / pairs.len() as f64
        };
        let inside: Vec<_> = (0..25).map(|k| (k, 49 - k)).collect();
        let across: Vec<_> = (0..50).map(|k| (k, 99 - k)).collect();
        // A correlation over 5,000 bins has a standard error of 0.014, the mean of 25 pairs of one group (which share a source)
        // one of 0.01 at most, that of 50 independent pairs one of 0.002: five of them each.
        assert!((mean(&inside) - 0.3).abs() < 0.05, "{}", mean(&inside));
        assert!(mean(&across).abs() < 0.01, "{}", mean(&across));
    }

    #[test]
    fn latencies_put_the_first_input_before_the_last() {
        let mut arrivals = Arrivals::new(&protocol(vec![group(1.0, 1.0)], 0.01), 20.0, 5);
        let mut firsts = std::collections::VecDeque::new();
        let mut seen = 0;
        while seen < 20 {
            let (time, input) = arrivals.next();
            match input {
                Input::Excitatory(0) => firsts.push_back(time),
                Input::Excitatory(99) => {
                    let first: f64 = firsts.pop_front().expect("the first input comes first");
                    // The sum of a time and a latency, rounded once.
                    assert!((time - first - 0.01).abs() < 1e-12);
                    seen += 1;
                }
                _ => {}
            }
        }
    }
}
