//! The efficacy over time: the same synapses with the same draws as in [`super::simulation`], looked at along the way.

use std::ops::Range;

use super::simulation::{LONGEST_QUIET, SETTLED, Stretch, WORDS, one, slide, stretches};
use super::{Calcium, Outcome, Phase};
use crate::random::Draws;

/// Efficacy of many synapses at a moment, of those that began low and of those that began high.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Efficacy {
    /// Seconds since the first rise of calcium.
    pub time: f64,
    /// Of the synapses that began low.
    pub from_low: Ensemble,
    /// Of those that began high.
    pub from_high: Ensemble,
}

/// Synapses that began in one state.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ensemble {
    /// Mean efficacy.
    pub mean: f64,
    /// Standard deviation over synapses.
    pub deviation: f64,
    /// Share that is beyond the unstable efficacy: they end in the other state if nothing more happens.
    pub switched: f64,
}

/// Follows the synapses of these numbers through the phases, and on for `rest` seconds without calcium.
///
/// The first point is the beginning; the others lie where the stretches of the simulation end, so that the last one before
/// the rest has the shares of [`super::simulation::simulate`] exactly. `keep_going` is asked after each synapse; where it
/// says no the answer is `None`. Means are zero where there are no synapses.
pub fn follow(
    rule: &Calcium,
    phases: &[Phase],
    rest: f64,
    synapses: Range<u32>,
    seed: u64,
    keep_going: &dyn Fn() -> bool,
) -> Option<Vec<Efficacy>> {
    let driven = stretches(rule, phases, 1.0);
    let quiet = Quiet::of(rest / rule.efficacy_time_constant);
    let count = f64::from((synapses.len() as u32).max(1));
    let mut sums = [
        vec![Sums::default(); driven.len() + quiet.parts],
        vec![Sums::default(); driven.len() + quiet.parts],
    ];
    let (mut draws, mut words) = (Draws::of(seed), vec![0u32; WORDS]);
    for synapse in synapses.map(u64::from) {
        for (state, sums) in (0u8..).zip(&mut sums) {
            let (start, number) = (f64::from(state), 2 * synapse + u64::from(state));
            let (of_driven, of_quiet) = sums.split_at_mut(driven.len());
            let unstable = rule.unstable_efficacy;
            let switched = |efficacy: f64| (efficacy > unstable) == (state == 0);
            let room = (&mut draws, words.as_mut_slice());
            let mut efficacy = one(rule, &driven, start, number, room, |at, (held, half)| {
                let efficacy = slide(held, half, unstable);
                of_driven[at].add(efficacy, switched(efficacy));
            });
            for sum in of_quiet {
                efficacy = slide(efficacy, quiet.step, unstable);
                sum.add(efficacy, switched(efficacy));
            }
        }
        if !keep_going() {
            return None;
        }
    }
    let beginning = Efficacy {
        from_high: Ensemble {
            mean: 1.0,
            ..Ensemble::default()
        },
        ..Efficacy::default()
    };
    let times = times(rule, &driven, &quiet);
    let [low, high] = &sums;
    let points = times.zip(low.iter().zip(high));
    let points = points.map(|(time, (low, high))| Efficacy {
        time,
        from_low: low.ensemble(count),
        from_high: high.ensemble(count),
    });
    let mut course = vec![beginning];
    course.extend(points.filter(|point| point.time > 0.0));
    Some(course)
}

impl Efficacy {
    /// Change of the mean strength of a population, of which a share `beta` began low, as a fraction of its strength before,
    /// if every synapse went now to the state on whose side it is; see [`Calcium::change`].
    pub fn change(&self, rule: &Calcium) -> f64 {
        rule.change(&Outcome {
            mean_from_low: self.from_low.mean,
            mean_from_high: self.from_high.mean,
            variance: 0.0,
            switched_up: self.from_low.switched,
            switched_down: self.from_high.switched,
        })
    }
}

/// Time without calcium, in equal steps.
struct Quiet {
    parts: usize,
    /// How long the potential acts in one of them, in time constants of the efficacy.
    step: f64,
    /// How long one lasts; longer than `step` once a synapse has long settled.
    apart: f64,
}

impl Quiet {
    fn of(duration: f64) -> Self {
        let acts = duration.clamp(0.0, SETTLED);
        let parts = (acts / LONGEST_QUIET).ceil();
        let share = |time: f64| if parts > 0.0 { time / parts } else { 0.0 };
        Self {
            parts: parts as usize,
            step: share(acts),
            apart: share(duration.max(0.0)),
        }
    }
}

/// When the stretches end, in seconds since the first rise of calcium.
fn times<'a>(
    rule: &'a Calcium,
    driven: &'a [Stretch],
    quiet: &'a Quiet,
) -> impl Iterator<Item = f64> + 'a {
    let end = driven.last().map_or(0.0, |stretch| stretch.end);
    let after = (1..=quiet.parts).map(move |part| end + quiet.apart * part as f64);
    let in_drive = driven.iter().map(|stretch| stretch.end);
    let all = in_drive.chain(after);
    all.map(|time| time * rule.efficacy_time_constant)
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    sum: f64,
    squares: f64,
    switched: u32,
}

impl Sums {
    #[inline]
    fn add(&mut self, efficacy: f64, switched: bool) {
        self.sum += efficacy;
        self.squares += efficacy * efficacy;
        self.switched += u32::from(switched);
    }

    fn ensemble(&self, count: f64) -> Ensemble {
        let mean = self.sum / count;
        Ensemble {
            mean,
            deviation: (self.squares / count - mean * mean).max(0.0).sqrt(),
            switched: f64::from(self.switched) / count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::simulation::simulate;
    use super::super::tests::CORTEX;
    use super::*;

    fn pairs(rate: f64) -> (Vec<f64>, Vec<f64>) {
        let before: Vec<f64> = (0..60).map(|k| f64::from(k) / rate).collect();
        let after = before.iter().map(|time| time + 0.01).collect();
        (before, after)
    }

    #[test]
    fn ends_where_the_simulation_ends() {
        for rate in [0.001, 0.1, 10.0] {
            let (before, after) = pairs(rate);
            let phases = CORTEX.phases(&before, &after);
            let whole = simulate(&CORTEX, &phases, 0..200, 3);
            let course = follow(&CORTEX, &phases, 0.0, 0..200, 3, &|| true).unwrap();
            let end = course.last().unwrap();
            // The same draws in the same stretches: equal, not close.
            assert_eq!(end.from_low.switched, whole.switched_up);
            assert_eq!(end.from_high.switched, whole.switched_down);
            assert_eq!(end.from_low.mean, whole.mean_from_low);
            assert_eq!(end.change(&CORTEX), CORTEX.change(&whole));
            // The clock is that of the phases, also where silence is so long that the synapse settles within it.
            let duration: f64 = phases.iter().map(|phase| phase.duration).sum();
            assert!((end.time / duration - 1.0).abs() < 1e-12, "{}", end.time);
            assert!(course.windows(2).all(|two| two[0].time < two[1].time));
        }
    }

    #[test]
    fn without_potential_noise_or_switching_the_mean_is_the_closed_form() {
        // Noise of zero leaves the drive; the potential does little in the six seconds of this train.
        let rule = Calcium {
            noise: 0.0,
            ..CORTEX
        };
        let (before, after) = pairs(10.0);
        let theory = rule.theory(rule.time_above(&before, &after));
        let phases = rule.phases(&before, &after);
        let course = follow(&rule, &phases, 0.0, 0..1, 1, &|| true).unwrap();
        let end = course.last().unwrap();
        // The slope of the potential is at most 0.048 per time constant, here over 6 s of 346 s; the closed form also
        // spreads P and Q evenly, which the order of phases within a pair moves by less.
        assert!((end.from_low.mean - theory.mean_from_low).abs() < 2e-3);
        assert!((end.from_high.mean - theory.mean_from_high).abs() < 2e-3);
        assert_eq!(end.from_low.deviation, 0.0);
    }

    #[test]
    fn in_silence_every_synapse_goes_to_its_state_and_none_crosses() {
        let (before, after) = pairs(10.0);
        let phases = CORTEX.phases(&before, &after);
        let hours = 6.0 * 3600.0;
        let course = follow(&CORTEX, &phases, hours, 0..100, 3, &|| true).unwrap();
        let whole = simulate(&CORTEX, &phases, 0..100, 3);
        let end = course.last().unwrap();
        assert_eq!(end.from_low.switched, whole.switched_up);
        // Sixty time constants: what began near the unstable point leaves it at a quarter per time constant.
        assert!((end.from_low.mean - whole.switched_up).abs() < 1e-3);
        let driven: f64 = phases.iter().map(|phase| phase.duration).sum();
        assert!((end.time - driven - hours).abs() < 1e-6);
    }

    #[test]
    fn stops_when_told() {
        let (before, after) = pairs(10.0);
        let phases = CORTEX.phases(&before, &after);
        assert_eq!(follow(&CORTEX, &phases, 0.0, 0..9, 1, &|| false), None);
    }
}
