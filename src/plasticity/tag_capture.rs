//! Synaptic tagging and capture: induction leaves an early phase and a tag; proteins, where there are any, make it late.
//!
//! ```text
//! stimulus:  e -> E,  h -> 1                      E: weak or strong induction, negative where it depresses
//! between:   e' = -e / tau_e      h' = -h / tau_h
//!            p' = (s - p) / tau_p                 s = 1 while a strong stimulus has proteins made, unless that is blocked
//!            l' = k h c (r E - l)                 c = b p + [b - B]+
//! change of the weight: e + l
//! ```
//!
//! | symbol | field | unit | usual | source and grade |
//! |---|---|---|---|---|
//! | E, weak | `weak_induction` | initial weight | 0.4 | assumed |
//! | E, strong | `strong_induction` | initial weight | 0.8 | assumed |
//! | tau_e | `early_time_constant` | s | 3600 | fitted: gone in 1 to 3 h, Frey & Morris 1997 |
//! | tau_h | `tag_time_constant` | s | 3600 | fitted: capture 5 min and 1 h after, weaker from 2 h, Frey & Morris 1998 |
//! | tau_p | `protein_time_constant` | s | 3600 | fitted: proteins for 1 to 2 h, Frey & Morris 1997 |
//! | - | `synthesis_duration` | s | 1800 | assumed |
//! | k | `capture_rate` | 1/s | 0.0042 | assumed: a strong stimulus captures nearly all it can |
//! | r | `late_ratio` | - | 0.8 | assumed |
//! | b | [`Conditions::bdnf`] | relative to normal | 1 | dial B; 0 while scavenged, higher while added |
//!
//! BDNF `b` enters the step from early to late alone, not induction: it multiplies what proteins do. What is added beyond the
//! synapse's own level `B` stands in for proteins, since mature BDNF rescues late potentiation when synthesis is blocked (Pang
//! et al. 2004); that one unit of it counts as full proteins is assumed.
//!
//! Holds over hours in a slice: all quantities are relaxations, and each is exact between the moments at which conditions
//! change. Does not model the decay of the late phase over days, competition for scarce proteins, resetting of tags by
//! depotentiation, nor a threshold of induction.
//!
//! References: Frey & Morris 1997, 10.1038/385533a0; Frey & Morris 1998, Neuropharmacology 37:545; Pang et al. 2004,
//! 10.1126/science.1100135.

use crate::kernels::transcendental::exp;

/// Parameters of the rule; see the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TagCapture {
    /// Early change by a weak tetanus, as a share of the initial weight.
    pub weak_induction: f64,
    /// Early change by a strong tetanus.
    pub strong_induction: f64,
    /// Decay of the early phase, in seconds.
    pub early_time_constant: f64,
    /// Decay of the tag, in seconds.
    pub tag_time_constant: f64,
    /// Decay of plasticity-related proteins, in seconds.
    pub protein_time_constant: f64,
    /// Time in which a strong tetanus has proteins made, in seconds.
    pub synthesis_duration: f64,
    /// Capture by a full tag with full proteins, per second.
    pub capture_rate: f64,
    /// Late change, as a multiple of the early one, of a synapse that has captured all it can.
    pub late_ratio: f64,
}

/// A pathway.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pathway {
    /// `e`, in units of the initial weight.
    pub early: f64,
    /// `l`, in units of the initial weight.
    pub late: f64,
    /// `h`, from 0 to 1.
    pub tag: f64,
    /// `E`, of the last stimulus.
    pub induced: f64,
}

impl Pathway {
    /// Change of the weight, as a fraction of the initial one.
    pub fn change(&self) -> f64 {
        self.early + self.late
    }
}

/// What holds during an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions {
    /// Whether proteins are being made.
    pub synthesis: bool,
    /// `B`: the neuron's own BDNF, relative to normal.
    pub own_bdnf: f64,
    /// `b`: BDNF that there is, relative to normal.
    pub bdnf: f64,
}

impl TagCapture {
    /// Early change by a stimulus, as a fraction of the initial weight.
    pub fn induction(&self, strong: bool, depressing: bool) -> f64 {
        let size = if strong {
            self.strong_induction
        } else {
            self.weak_induction
        };
        if depressing { -size } else { size }
    }

    /// A stimulus of a pathway.
    pub fn induce(&self, pathway: &mut Pathway, strong: bool, depressing: bool) {
        let induced = self.induction(strong, depressing);
        pathway.early = induced;
        pathway.induced = induced;
        pathway.tag = 1.0;
    }

    /// Proteins after `interval` seconds under constant conditions.
    pub fn proteins_after(&self, proteins: f64, conditions: &Conditions, interval: f64) -> f64 {
        let goal = f64::from(u8::from(conditions.synthesis));
        goal + (proteins - goal) * exp(-interval / self.protein_time_constant)
    }

    /// Runs a pathway for `interval` seconds under constant conditions, exactly; `proteins` are those at the start.
    pub fn relax(
        &self,
        pathway: &mut Pathway,
        proteins: f64,
        conditions: &Conditions,
        interval: f64,
    ) {
        let goal = f64::from(u8::from(conditions.synthesis));
        let own = (proteins - goal)
            * integral(
                1.0 / self.tag_time_constant + 1.0 / self.protein_time_constant,
                interval,
            );
        let tag = integral(1.0 / self.tag_time_constant, interval);
        let added = (conditions.bdnf - conditions.own_bdnf).max(0.0);
        let captured = pathway.tag * (conditions.bdnf * (goal * tag + own) + added * tag);
        let full = self.late_ratio * pathway.induced;
        pathway.late = full + (pathway.late - full) * exp(-self.capture_rate * captured);
        pathway.early *= exp(-interval / self.early_time_constant);
        pathway.tag *= exp(-interval / self.tag_time_constant);
    }
}

/// Integral of `exp(-rate t)` over an interval.
fn integral(rate: f64, interval: f64) -> f64 {
    (1.0 - exp(-rate * interval)) / rate
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: TagCapture = TagCapture {
        weak_induction: 0.4,
        strong_induction: 0.8,
        early_time_constant: 3600.0,
        tag_time_constant: 3000.0,
        protein_time_constant: 4000.0,
        synthesis_duration: 1800.0,
        capture_rate: 0.0042,
        late_ratio: 0.8,
    };

    #[test]
    fn exact_steps_agree_with_a_fine_integration_of_the_equations() {
        for conditions in [(true, 1.0), (false, 0.7), (true, 3.0)].map(|(synthesis, bdnf)| {
            let own_bdnf = 1.0;
            Conditions {
                synthesis,
                own_bdnf,
                bdnf,
            }
        }) {
            let mut pathway = Pathway::default();
            RULE.induce(&mut pathway, false, true);
            let (mut fine, mut proteins) = (pathway, 0.3);
            let goal = f64::from(u8::from(conditions.synthesis));
            RULE.relax(&mut pathway, proteins, &conditions, 3600.0);
            let end = RULE.proteins_after(proteins, &conditions, 3600.0);
            for _ in 0..360_000 {
                let added = (conditions.bdnf - conditions.own_bdnf).max(0.0);
                let capture = conditions.bdnf * proteins + added;
                let full = RULE.late_ratio * fine.induced;
                let step = 0.01;
                fine.late += step * RULE.capture_rate * fine.tag * capture * (full - fine.late);
                fine.early -= step * fine.early / RULE.early_time_constant;
                fine.tag -= step * fine.tag / RULE.tag_time_constant;
                proteins += step * (goal - proteins) / RULE.protein_time_constant;
            }
            // Forward Euler is of first order: its error is near half a step times the fastest rate, 0.005 s of 80 s.
            for (a, b) in [
                (pathway.late, fine.late),
                (pathway.early, fine.early),
                (pathway.tag, fine.tag),
                (end, proteins),
            ] {
                assert!((a - b).abs() < 1e-4, "{a} {b}");
            }
        }
    }

    #[test]
    fn steps_add_up() {
        let conditions = Conditions {
            synthesis: true,
            own_bdnf: 1.0,
            bdnf: 1.5,
        };
        let mut once = Pathway::default();
        RULE.induce(&mut once, true, false);
        let mut twice = once;
        RULE.relax(&mut once, 0.2, &conditions, 5000.0);
        RULE.relax(&mut twice, 0.2, &conditions, 1200.0);
        let proteins = RULE.proteins_after(0.2, &conditions, 1200.0);
        RULE.relax(&mut twice, proteins, &conditions, 3800.0);
        // Both are exact; a few roundings.
        assert!((once.late - twice.late).abs() < 1e-14);
        assert!((once.early - twice.early).abs() < 1e-14);
    }
}
