//! Short-term plasticity of Tsodyks and Markram: release uses up resources, calcium facilitates release.
//!
//! ```text
//! between spikes:  R' = (1 - R) / tau_rec,   u' = -u / tau_facil
//! at a spike:      u -> u + U (1 - u),  then release u R,  then R -> R - u R
//! ```
//!
//! | symbol | field | unit | depressing | facilitating | source |
//! |---|---|---|---|---|---|
//! | U | `utilisation` | - | 0.5 | 0.03 | Tsodyks, Pawelzik & Markram 1998, examples of their figures; recalled, not seen again |
//! | tau_rec | `recovery_time_constant` | s | 0.8 | 0.13 | as above |
//! | tau_facil | `facilitation_time_constant` | s | 0 | 0.53 | as above |
//!
//! BDNF does not enter: the lab's dial is that of lasting change, and one synapse has the same response at every level.
//!
//! Holds for the mean response of many release sites, exactly at any interval between spikes. Does not model release site by
//! site (failures, quantal noise), desensitised receptors, augmentation over many seconds, nor a rise of the recovery rate
//! with use.
//!
//! References: Tsodyks & Markram 1997, 10.1073/pnas.94.2.719 (depression); Markram, Wang & Tsodyks 1998,
//! 10.1073/pnas.95.9.5323 (facilitation at the same axon); Tsodyks, Pawelzik & Markram 1998, 10.1162/089976698300017502
//! (equations 2.1 to 2.3, in the order of updates used here).

use crate::kernels::transcendental::exp;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTerm {
    /// `U`: share of resources that the first spike of a rested synapse uses.
    pub utilisation: f64,
    /// `tau_rec`: recovery of resources, in seconds.
    pub recovery_time_constant: f64,
    /// `tau_facil`: decay of facilitation, in seconds; zero for none.
    pub facilitation_time_constant: f64,
}

/// A synapse with its history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTermState {
    /// `R`: share of resources that is ready, just after the last spike.
    pub ready: f64,
    /// `u`: share of what is ready that the last spike used; it decays from there.
    pub used: f64,
    /// Time of the last spike, in seconds.
    pub last_spike: f64,
}

impl ShortTermState {
    /// A synapse that has rested for long.
    pub fn rested() -> Self {
        Self {
            ready: 1.0,
            used: 0.0,
            last_spike: f64::NEG_INFINITY,
        }
    }
}

impl ShortTerm {
    /// `u` and `R` at a time that does not lie before the last spike, in seconds: what the last spike used, decayed, and what
    /// is ready.
    pub fn between(&self, state: &ShortTermState, time: f64) -> (f64, f64) {
        let interval = time - state.last_spike;
        let facilitated = state.used * remaining(interval, self.facilitation_time_constant);
        let missing = (1.0 - state.ready) * remaining(interval, self.recovery_time_constant);
        (facilitated, 1.0 - missing)
    }

    /// Releases at a spike at `time`, in seconds and not before the last one; returns `u R`, the share of all resources.
    pub fn release(&self, state: &mut ShortTermState, time: f64) -> f64 {
        let (facilitated, ready) = self.between(state, time);
        let used = facilitated + self.utilisation * (1.0 - facilitated);
        *state = ShortTermState {
            ready: ready * (1.0 - used),
            used,
            last_spike: time,
        };
        used * ready
    }

    /// Release at each spike of an endless regular train, as a share of all resources; `rate` in hertz, above zero.
    ///
    /// With `e = exp(-1 / (rate tau))` for either time constant, `u = U / (1 - (1 - U) e_facil)` and
    /// `R = (1 - e_rec) / (1 - (1 - u) e_rec)`.
    pub fn steady_release(&self, rate: f64) -> f64 {
        let facilitated = remaining(1.0 / rate, self.facilitation_time_constant);
        let missing = remaining(1.0 / rate, self.recovery_time_constant);
        let used = self.utilisation / (1.0 - (1.0 - self.utilisation) * facilitated);
        used * (1.0 - missing) / (1.0 - (1.0 - used) * missing)
    }

    /// Release at a probe some seconds after the last spike of an endless regular train, as a share of all resources.
    pub fn recovered_release(&self, rate: f64, after: f64) -> f64 {
        let facilitated = remaining(1.0 / rate, self.facilitation_time_constant);
        let used = self.utilisation / (1.0 - (1.0 - self.utilisation) * facilitated);
        let emptied = 1.0 - (self.steady_release(rate) / used) * (1.0 - used);
        let facilitated = used * remaining(after, self.facilitation_time_constant);
        (facilitated + self.utilisation * (1.0 - facilitated))
            * (1.0 - emptied * remaining(after, self.recovery_time_constant))
    }
}

/// What is left after an interval; nothing where the time constant is zero.
fn remaining(interval: f64, time_constant: f64) -> f64 {
    if time_constant > 0.0 {
        exp(-interval / time_constant)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPRESSING: ShortTerm = ShortTerm {
        utilisation: 0.5,
        recovery_time_constant: 0.8,
        facilitation_time_constant: 0.0,
    };
    const FACILITATING: ShortTerm = ShortTerm {
        utilisation: 0.03,
        recovery_time_constant: 0.13,
        facilitation_time_constant: 0.53,
    };

    fn train(rule: &ShortTerm, rate: f64, spikes: u32) -> (Vec<f64>, ShortTermState) {
        let mut state = ShortTermState::rested();
        let releases = (0..spikes).map(|k| rule.release(&mut state, f64::from(k) / rate));
        (releases.collect(), state)
    }

    #[test]
    fn long_trains_reach_the_steady_state_and_recover_as_the_closed_forms_say() {
        for rule in [DEPRESSING, FACILITATING] {
            for rate in [0.5, 5.0, 20.0, 100.0] {
                let (releases, state) = train(&rule, rate, 2000);
                let last = releases[1999];
                // What is left of the start is a product of 2,000 factors of at most exp(-1/80) (1 - U), below 1e-10; the
                // rest is rounding.
                assert!((last - rule.steady_release(rate)).abs() < 1e-9, "{rate} Hz");
                for after in [0.001, 0.1, 1.0, 10.0] {
                    let probe = rule.release(&mut state.clone(), state.last_spike + after);
                    let theory = rule.recovered_release(rate, after);
                    assert!((probe - theory).abs() < 1e-9, "{rate} Hz, {after} s");
                }
            }
        }
    }

    #[test]
    fn a_rested_synapse_releases_its_utilisation_and_so_does_one_that_has_recovered() {
        for rule in [DEPRESSING, FACILITATING] {
            let (releases, mut state) = train(&rule, 50.0, 20);
            assert_eq!(releases[0], rule.utilisation);
            let late = state.last_spike + 60.0;
            // Sixty seconds are 75 of the longest time constants.
            assert!((rule.release(&mut state, late) - rule.utilisation).abs() < 1e-12);
        }
    }

    #[test]
    fn one_synapse_depresses_and_the_other_facilitates() {
        let (depressing, _) = train(&DEPRESSING, 20.0, 5);
        assert!(depressing.windows(2).all(|pair| pair[1] < pair[0]));
        let (facilitating, _) = train(&FACILITATING, 20.0, 5);
        assert!(facilitating.windows(2).all(|pair| pair[1] > pair[0]));
    }

    #[test]
    fn release_of_a_depressed_synapse_falls_as_one_over_the_rate() {
        // The transmitted drive, rate times release, saturates at 1 / tau_rec (Tsodyks & Markram 1997); at 1,000 Hz the
        // next order is rate^-1 (1 / U - 1/2) / tau_rec, 0.2 %.
        let drive = 1000.0 * DEPRESSING.steady_release(1000.0);
        assert!((drive * DEPRESSING.recovery_time_constant - 1.0).abs() < 0.003);
    }
}
