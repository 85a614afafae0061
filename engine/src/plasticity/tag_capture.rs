//! Synaptic tagging and capture: induction leaves an early phase and a tag; proteins, where there are any, make it late.
//!
//! ```text
//! a tetanus:        e -> e + induction,  g -> 1                               (each pathway)
//! e' = -e / tau_e - k g r e      g' = -g / tau_g      l' = late_ratio k g r e (each pathway)
//! p' = s / T - p / tau_p         s = 1 for T after a strong tetanus, 0 while synthesis is blocked   (the neuron)
//! r  = B p + x                   B: BDNF that the neuron releases, 0 while scavenged; x: BDNF added beyond the normal level
//! change of the weight = e + l
//! ```
//!
//! | symbol | field | unit | usual | source |
//! |---|---|---|---|---|
//! | induction | `weak_induction`, `strong_induction` | initial weight | 0.5, 0.8 | size of early potentiation in slices, roughly |
//! | tau_e | `early_time_constant` | s | 4320 | gone in 1-3 h: Frey & Morris 1997 |
//! | tau_g | `tag_time_constant` | s | 3600 | gone after about 2 h: Frey & Morris 1998 |
//! | tau_p, T | `protein_time_constant`, `synthesis_duration` | s | 3600, 1200 | capture up to 1-2 h after a strong tetanus |
//! | k | `capture_rate` | 1/s | 6 an hour | assumed: a strong tetanus keeps most of its change |
//! | late_ratio | `late_ratio` | - | 1 | assumed |
//! | B | dial; `bdnf_block`, `bdnf_added` of a protocol | - | 1 | gates the passage to the late phase, not the induction: Pang 2004 |
//!
//! Exact between events but for `l`, an integral by Simpson's rule over steps of a minute at most. Where both are blocked and
//! nothing is added, `e` decays alone. Holds for hours; does not model induction by single spikes (see the other rules), the
//! time course of release, or the loss of the late phase over days. References: Frey & Morris 1997, 10.1038/385533a0, and
//! 1998, Neuropharmacology 37:545; Pang et al. 2004, 10.1126/science.1100135.

use super::tetanus::Tetanus;
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
    /// Late change for each unit of early change that is captured.
    pub late_ratio: f64,
    /// What counts as a tetanus in a train of spikes; none where only named tetani are given.
    pub tetanus: Option<Tetanus>,
}

/// Phases of one pathway, as shares of the initial weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Phases {
    /// Early change; negative after depression.
    pub early: f64,
    /// The tag, 0 to 1.
    pub tag: f64,
    /// Late change.
    pub late: f64,
}

impl Phases {
    /// Change of the weight.
    pub fn change(&self) -> f64 {
        self.early + self.late
    }
}

/// What holds for a stretch of time in the whole neuron.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// Proteins at its beginning, 1 where synthesis ran without loss.
    pub proteins: f64,
    /// Whether proteins are being made.
    pub synthesis: bool,
    /// BDNF that the neuron releases, relative to normal; 0 while it is scavenged.
    pub released_bdnf: f64,
    /// BDNF added beyond the normal level.
    pub added_bdnf: f64,
}

impl TagCapture {
    /// A tetanus to a pathway; it depresses if `direction` is -1 and potentiates if it is 1.
    pub fn induce(&self, pathway: &mut Phases, strong: bool, direction: f64) {
        let size = if strong {
            self.strong_induction
        } else {
            self.weak_induction
        };
        pathway.early += direction * size;
        pathway.tag = 1.0;
    }

    /// Proteins `time` seconds into a stretch.
    pub fn proteins(&self, supply: &Supply, time: f64) -> f64 {
        let steady = self.steady_proteins(supply);
        steady + (supply.proteins - steady) * exp(-time / self.protein_time_constant)
    }

    fn steady_proteins(&self, supply: &Supply) -> f64 {
        if supply.synthesis {
            self.protein_time_constant / self.synthesis_duration
        } else {
            0.0
        }
    }

    /// A pathway after `time` seconds of a stretch, which should be a minute at most.
    pub fn after(&self, pathway: Phases, supply: &Supply, time: f64) -> Phases {
        let tag = |t: f64| pathway.tag * exp(-t / self.tag_time_constant);
        let early = |t: f64| {
            let decay = t / self.early_time_constant + self.captured(pathway.tag, supply, t);
            pathway.early * exp(-decay)
        };
        let flow = |t: f64| {
            let resource = supply.released_bdnf * self.proteins(supply, t) + supply.added_bdnf;
            self.capture_rate * tag(t) * resource * early(t)
        };
        let flowed = time / 6.0 * (flow(0.0) + 4.0 * flow(time / 2.0) + flow(time));
        Phases {
            early: early(time),
            tag: tag(time),
            late: pathway.late + self.late_ratio * flowed,
        }
    }

    /// `k` times the integral of tag and resource over the first `time` seconds, in closed form.
    fn captured(&self, tag: f64, supply: &Supply, time: f64) -> f64 {
        let steady = self.steady_proteins(supply);
        let slow = 1.0 / self.tag_time_constant;
        let fast = slow + 1.0 / self.protein_time_constant;
        let constant = supply.released_bdnf * steady + supply.added_bdnf;
        let fading = supply.released_bdnf * (supply.proteins - steady);
        let integral =
            constant * (1.0 - exp(-slow * time)) / slow + fading * (1.0 - exp(-fast * time)) / fast;
        self.capture_rate * tag * integral
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: TagCapture = TagCapture {
        weak_induction: 0.5,
        strong_induction: 0.8,
        early_time_constant: 4320.0,
        tag_time_constant: 3600.0,
        protein_time_constant: 3600.0,
        synthesis_duration: 1200.0,
        capture_rate: 6.0 / 3600.0,
        late_ratio: 1.0,
        tetanus: None,
    };
    const SUPPLY: Supply = Supply {
        proteins: 0.3,
        synthesis: true,
        released_bdnf: 0.9,
        added_bdnf: 0.2,
    };

    /// The equations stepped by Euler's rule.
    fn stepped(mut pathway: Phases, mut proteins: f64, duration: f64, steps: u32) -> Phases {
        let step = duration / f64::from(steps);
        for _ in 0..steps {
            let resource = SUPPLY.released_bdnf * proteins + SUPPLY.added_bdnf;
            let flow = RULE.capture_rate * pathway.tag * resource * pathway.early;
            pathway.late += step * RULE.late_ratio * flow;
            pathway.early -= step * (pathway.early / RULE.early_time_constant + flow);
            pathway.tag -= step * pathway.tag / RULE.tag_time_constant;
            proteins +=
                step * (1.0 / RULE.synthesis_duration - proteins / RULE.protein_time_constant);
        }
        pathway
    }

    #[test]
    fn is_the_equations_of_the_module() {
        let mut pathway = Phases::default();
        RULE.induce(&mut pathway, true, 1.0);
        let (exact, euler) = (
            RULE.after(pathway, &SUPPLY, 60.0),
            stepped(pathway, SUPPLY.proteins, 60.0, 60_000),
        );
        // Euler's rule is off by half a step times a second derivative: 5e-4 s * 60 s * (rates of 1/600 s)^2.
        for (a, b) in [
            (exact.early, euler.early),
            (exact.tag, euler.tag),
            (exact.late, euler.late),
        ] {
            assert!((a - b).abs() < 1e-7, "{a} {b}");
        }
    }

    #[test]
    fn nothing_is_lost_but_by_decay() {
        // Without decay of the early phase what leaves it arrives in the late one.
        let kept = TagCapture {
            early_time_constant: f64::INFINITY,
            ..RULE
        };
        let mut pathway = Phases::default();
        kept.induce(&mut pathway, false, -1.0);
        for minute in 0..120 {
            let supply = Supply {
                proteins: kept.proteins(&SUPPLY, 60.0 * f64::from(minute)),
                ..SUPPLY
            };
            pathway = kept.after(pathway, &supply, 60.0);
        }
        // Simpson's rule over a minute: 60^5 / 2880 times a fourth derivative of some (1/600 s)^5, two hours long.
        assert!((pathway.change() + 0.5).abs() < 1e-7, "{pathway:?}");
    }
}
