//! Who fires when: the inputs of the competition as one merged stream of events.
//!
//! Independent Poisson processes together are one Poisson process with the sum of their rates, of which each event belongs to
//! an input with a probability in proportion to its rate. Rates are constant between a few cold moments (new rates of
//! correlated groups, a common event), and since the process has no memory it may be begun anew at each.

use crate::kernels::transcendental::quick_ln;
use crate::lab::protocol::Competition;
use crate::random::{Draws, Purpose, normal, uniform};

const BACKGROUND: Purpose = Purpose::new("competition background");
const FLUCTUATION: Purpose = Purpose::new("competition fluctuation");
const LATENCIES: Purpose = Purpose::new("competition latencies");
const BURSTS: Purpose = Purpose::new("competition bursts");

/// Standard deviations of latency kept on either side; an event calls this many before the mean latency.
const LARGEST_DEVIATION: f64 = 3.0;

/// Words drawn at a time.
const BLOCK: usize = 4096;

/// Draws of a purpose in turn: block by block, each at its own moment.
#[derive(Debug, Clone)]
struct Stream {
    draws: Draws,
    purpose: Purpose,
    block: u64,
    words: Vec<u32>,
    used: usize,
}

impl Stream {
    fn new(seed: u64, purpose: Purpose) -> Self {
        Self {
            draws: Draws::of(seed),
            purpose,
            block: 0,
            words: vec![0; BLOCK],
            used: BLOCK,
        }
    }

    #[inline]
    fn word(&mut self) -> u32 {
        if self.used == BLOCK {
            self.draws
                .fill(self.purpose, self.block, 0, &mut self.words);
            self.block += 1;
            self.used = 0;
        }
        self.used += 1;
        self.words[self.used - 1]
    }

    #[inline]
    fn uniform(&mut self) -> f64 {
        uniform(self.word())
    }

    /// Time to the next event at a rate; endless at none.
    #[inline]
    fn interval(&mut self, rate: f64) -> f64 {
        -quick_ln(self.uniform()) / rate
    }

    fn normal(&mut self) -> f64 {
        let first = self.word();
        normal(first, self.word())
    }
}

/// Who fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// An excitatory input, by its number.
    Excitatory(usize),
    /// One of the inhibitory inputs.
    Inhibitory,
}

/// All inputs.
#[derive(Debug, Clone)]
pub(super) struct Inputs<'a> {
    procedure: &'a Competition,
    count: usize,
    rate: f64,
    background: Stream,
    fluctuation: Stream,
    bursts: Stream,
    /// Sums of the rates of the excitatory inputs, where they differ.
    cumulative: Vec<f64>,
    excitatory_total: f64,
    inhibitory_total: f64,
    /// Times of the next event of the background, of new rates, of a common event.
    next_background: f64,
    next_rates: f64,
    next_common: f64,
    /// Spikes of bursts to come, the next one last.
    pending: Vec<(f64, usize)>,
    latencies: Vec<f64>,
}

impl<'a> Inputs<'a> {
    /// Silent inputs; see [`Inputs::set_rate`].
    pub fn new(procedure: &'a Competition, seed: u64) -> Self {
        let count = procedure.inputs as usize;
        let mut stream = Stream::new(seed, LATENCIES);
        let latency = |stream: &mut Stream| {
            let deviation = stream.normal();
            procedure.latency_spread * deviation.clamp(-LARGEST_DEVIATION, LARGEST_DEVIATION)
        };
        Self {
            procedure,
            count,
            rate: 0.0,
            background: Stream::new(seed, BACKGROUND),
            fluctuation: Stream::new(seed, FLUCTUATION),
            bursts: Stream::new(seed, BURSTS),
            cumulative: Vec::new(),
            excitatory_total: 0.0,
            inhibitory_total: procedure.neuron.inhibitory_rate
                * f64::from(procedure.neuron.inhibitory_inputs),
            next_background: f64::INFINITY,
            next_rates: f64::INFINITY,
            next_common: f64::INFINITY,
            pending: Vec::new(),
            latencies: (0..count).map(|_| latency(&mut stream)).collect(),
        }
    }

    /// Latency of each input relative to the mean, in seconds.
    pub fn latencies(&self) -> &[f64] {
        &self.latencies
    }

    /// The group of an input; `None` for an independent one.
    pub fn group_of(&self, input: usize) -> Option<usize> {
        let place = (input as f64 + 0.5) / self.count as f64;
        let mut end = 0.0;
        self.procedure.groups.iter().position(|group| {
            end += group.share;
            place < end
        })
    }

    /// Every excitatory input fires at `rate` (hertz) from `time` on.
    pub fn set_rate(&mut self, rate: f64, time: f64) {
        self.rate = rate;
        if self.procedure.groups.is_empty() {
            let bursts = &self.procedure.bursts;
            let common = if self.procedure.latency_spread > 0.0 {
                self.next_common = time + self.bursts.interval(bursts.event_rate);
                bursts.event_rate * bursts.rate * bursts.duration
            } else {
                0.0
            };
            self.excitatory_total = (rate - common).max(0.0) * self.count as f64;
            self.begin(time);
        } else {
            self.draw_rates(time);
        }
    }

    /// The next event not after `end`, in seconds.
    #[inline]
    pub fn next(&mut self, end: f64) -> Option<(f64, Source)> {
        loop {
            let pending = self.pending.last().map_or(f64::INFINITY, |spike| spike.0);
            let cold = self.next_rates.min(self.next_common).min(pending);
            let time = self.next_background.min(cold);
            if time > end {
                return None;
            }
            if time < cold {
                let source = self.choose();
                self.next_background = time + self.background.interval(self.total());
                return Some((time, source));
            }
            if time == pending {
                return self.pending.pop().map(|(t, i)| (t, Source::Excitatory(i)));
            }
            if time == self.next_rates {
                self.draw_rates(time);
            } else {
                self.common_event(time);
            }
        }
    }

    fn total(&self) -> f64 {
        self.excitatory_total + self.inhibitory_total
    }

    fn begin(&mut self, time: f64) {
        self.next_background = time + self.background.interval(self.total());
    }

    #[inline]
    fn choose(&mut self) -> Source {
        let place = self.background.uniform() * self.total();
        if place >= self.excitatory_total {
            return Source::Inhibitory;
        }
        let input = if self.cumulative.is_empty() {
            (place / self.excitatory_total * self.count as f64) as usize
        } else {
            self.cumulative.partition_point(|&sum| sum <= place)
        };
        Source::Excitatory(input.min(self.count - 1))
    }

    /// New rates for all; see [`crate::lab::protocol::Fluctuation`].
    #[cold]
    fn draw_rates(&mut self, time: f64) {
        let fluctuation = self.procedure.fluctuation;
        let groups = &self.procedure.groups;
        let common: Vec<f64> = groups.iter().map(|_| self.fluctuation.normal()).collect();
        self.cumulative.clear();
        self.excitatory_total = 0.0;
        for input in 0..self.count {
            let own = self.fluctuation.normal();
            let deviation = self.group_of(input).map_or(own, |group| {
                let correlation = groups[group].correlation;
                own * (1.0 - correlation).max(0.0).sqrt() + common[group] * correlation.sqrt()
            });
            let rate = self.rate * (1.0 + fluctuation.deviation * deviation);
            self.excitatory_total += rate.max(0.0);
            self.cumulative.push(self.excitatory_total);
        }
        self.next_rates = time + self.fluctuation.interval(1.0 / fluctuation.interval);
        self.begin(time);
    }

    /// Every input will burst, at its own latency.
    #[cold]
    fn common_event(&mut self, time: f64) {
        let bursts = self.procedure.bursts;
        let before = LARGEST_DEVIATION * self.procedure.latency_spread;
        for (input, latency) in self.latencies.iter().enumerate() {
            let begin = time + before + latency;
            let mut after = self.bursts.interval(bursts.rate);
            while after < bursts.duration {
                self.pending.push((begin + after, input));
                after += self.bursts.interval(bursts.rate);
            }
        }
        self.pending.sort_by(|a, b| b.0.total_cmp(&a.0));
        self.next_common = time + self.bursts.interval(bursts.event_rate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::protocol::CorrelatedGroup;

    fn counts(procedure: &Competition, rate: f64, seconds: f64) -> (Vec<f64>, f64) {
        let mut inputs = Inputs::new(procedure, 3);
        inputs.set_rate(rate, 0.0);
        let (mut counts, mut inhibitory) = (vec![0.0; procedure.inputs as usize], 0.0);
        while let Some((_, source)) = inputs.next(seconds) {
            match source {
                Source::Excitatory(input) => counts[input] += 1.0,
                Source::Inhibitory => inhibitory += 1.0,
            }
        }
        (counts, inhibitory)
    }

    #[test]
    fn every_input_is_a_poisson_process_of_its_rate() {
        let procedure = Competition::default();
        let (counts, inhibitory) = counts(&procedure, 10.0, 50.0);
        // Counts of mean and variance 500: the index of dispersion of 1,000 inputs has a standard deviation of
        // sqrt(2 / 1000) = 0.045, the mean one of 0.71, the inhibitory count one of 316: four of each.
        let mean = counts.iter().sum::<f64>() / 1000.0;
        let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / 999.0;
        assert!((mean - 500.0).abs() < 2.9, "{mean}");
        assert!((variance / mean - 1.0).abs() < 0.18, "{}", variance / mean);
        assert!((inhibitory - 100_000.0).abs() < 1300.0, "{inhibitory}");
    }

    #[test]
    fn bursts_and_fluctuations_keep_the_mean_rate() {
        let latencies = Competition {
            latency_spread: 0.015,
            ..Competition::default()
        };
        let groups = Competition {
            groups: vec![CorrelatedGroup {
                label: "together".to_owned(),
                share: 0.5,
                correlation: 0.5,
            }],
            ..Competition::default()
        };
        for procedure in [latencies, groups] {
            let (counts, _) = counts(&procedure, 10.0, 100.0);
            let mean = counts.iter().sum::<f64>() / 100_000.0;
            // 200 events with a standard deviation of 14 move the mean by 7 % of its two fifths, 2.8 %; the fluctuation of
            // half the inputs over 5,000 independent spells by far less: three standard deviations.
            assert!((mean / 10.0 - 1.0).abs() < 0.085, "{mean}");
        }
    }
}
