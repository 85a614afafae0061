//! What the file says of a name: meaning, value, source, grade, equation.

use super::{Explanation, Surroundings};
use crate::spec::equation;
use crate::spec::files::{Grade, Measure, Scope};

impl Surroundings {
    /// What the file says of it.
    pub(super) fn entry(&self, section: &str, name: &str) -> Option<Explanation> {
        let brain = &self.brain;
        let mut explained = Explanation {
            name: name.to_owned(),
            ..Explanation::default()
        };
        let mut is = |what: &str, meaning: &str, source: &Option<String>, grade: Option<Grade>| {
            explained.what = format!("{what} of the brain {}", self.name);
            explained.meaning = meaning.to_owned();
            explained.source = source.clone().filter(|source| !source.is_empty());
            explained.grade = grade;
        };
        match section {
            "couplings" => {
                let x = brain.couplings.get(name)?;
                let what = if x.contested {
                    "disputed coupling"
                } else {
                    "coupling"
                };
                is(
                    what,
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let claim = x
                    .claim
                    .as_ref()
                    .map(|claim| format!("; bears on claim {claim}"))
                    .unwrap_or_default();
                explained.value = Some(format!("strength {}{claim}", x.strength));
                explained.equation = Some(equation::of_coupling(x));
            }
            "factors" => {
                let x = brain.factors.get(name)?;
                is(
                    "slow factor",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let initial = x
                    .initial
                    .map(|initial| format!(", {initial} at birth"))
                    .unwrap_or_default();
                explained.value = Some(format!(
                    "{} at rest{initial}, time constant {}",
                    x.rest, x.time_constant
                ));
                explained.equation = Some(equation::of_factor(brain, name, x));
            }
            "signals" => {
                let x = brain.signals.get(name)?;
                is("signal", &x.meaning, &x.source, x.grade);
                explained.value = Some(format!("{} before its couplings", x.base));
                explained.equation = Some(equation::of_signal(brain, name, x));
            }
            "inputs" => {
                let x = brain.inputs.get(name)?;
                is("input", &x.meaning, &x.source, x.grade);
                let holds = match x.scope {
                    Scope::Day => "a day",
                    Scope::Episode => "an episode",
                };
                let noise = if x.noise > 0.0 {
                    format!(", with noise of standard deviation {}", x.noise)
                } else {
                    String::new()
                };
                explained.value = Some(format!(
                    "{} where nothing sets it, for {holds} at a time{noise}",
                    x.default
                ));
            }
            "traits" => {
                let x = brain.traits.get(name)?;
                is(
                    "trait",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let unit = x
                    .unit
                    .as_ref()
                    .map(|unit| format!(" ({unit})"))
                    .unwrap_or_default();
                explained.value = Some(format!(
                    "{}{unit}; drawn once for each person",
                    x.law.words()
                ));
            }
            "populations" => {
                let x = brain.populations.get(name)?;
                is("population", &x.meaning, &x.source, x.grade);
                let region = x
                    .region
                    .as_ref()
                    .map(|region| format!(", region {region}"))
                    .unwrap_or_default();
                explained.value = Some(format!("{} units{region}", x.size));
                explained.equation = Some(equation::of_population(brain, name, x));
            }
            "projections" => {
                let x = brain.projections.get(name)?;
                is(
                    "projection",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let fixed = if x.rule.is_none() { ", fixed" } else { "" };
                explained.value = Some(format!(
                    "from {} to {}, weight {} at birth{fixed}",
                    x.from, x.to, x.initial
                ));
                explained.equation = equation::of_projection(brain, x);
            }
            "experiences" => self.experience(name, &mut explained)?,
            "actions" => {
                let x = brain.actions.get(name)?;
                is("action", &x.meaning, &x.source, x.grade);
                explained.value = Some("1 where it is done in an episode, else 0".to_owned());
                explained.equation = Some(equation::of_action(brain, name, x));
            }
            "tallies" => {
                let x = brain.tallies.get(name)?;
                is("tally", &x.meaning, &None, None);
                explained.equation = Some(equation::of_tally(name, x));
            }
            "inhibition" => {
                let x = brain.inhibition.get(name)?;
                is(
                    "pool of inhibition",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                explained.value = Some(format!(
                    "strength {}, shared by {}",
                    x.strength,
                    x.members.join(", ")
                ));
            }
            "probes" => {
                let x = brain.probes.get(name)?;
                is("probe", &x.meaning, &None, None);
                explained.value = Some(settings(x.inputs.iter()));
            }
            "readouts" => {
                let x = brain.readouts.get(name)?;
                is("readout", &x.meaning, &None, None);
                explained.value = Some(format!("{:?} in pictures ({})", x.title, x.unit));
                explained.equation = Some(format!("{name} = {}", measured(&x.measure)));
            }
            _ => return None,
        }
        Some(explained)
    }

    fn experience(&self, name: &str, explained: &mut Explanation) -> Option<()> {
        let of_brain = self
            .brain
            .experiences
            .get(name)
            .map(|x| (format!("the brain {}", self.name), x));
        let of_treatment = || {
            self.treatments.iter().find_map(|(treatment, file)| {
                Some((
                    format!("the treatment {treatment}"),
                    file.experiences.get(name)?,
                ))
            })
        };
        let (owner, x) = of_brain.or_else(of_treatment)?;
        explained.what = format!("experience of {owner}");
        explained.meaning = x.meaning.clone();
        explained.source = x.source.clone();
        explained.grade = x.grade;
        let often = match (x.odds, x.rate) {
            (odds, _) if odds > 0.0 => format!("odds {odds} among what happens; "),
            (_, rate) if rate > 0.0 => format!("{rate} episodes a day; "),
            _ => String::new(),
        };
        explained.value = Some(format!("{often}sets {}", settings(x.inputs.iter())));
        Some(())
    }
}

/// `stress = 1, adversity = 1`.
pub(super) fn settings<'a>(inputs: impl Iterator<Item = (&'a str, &'a f64)>) -> String {
    let parts: Vec<String> = inputs
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

fn measured(measure: &Measure) -> String {
    match measure {
        Measure::Probe {
            probe,
            offset,
            terms,
        } => {
            let terms: String = terms
                .iter()
                .map(|term| format!(" {:+} * rate of {}", term.weight, term.population))
                .collect();
            format!("{offset}{terms}, while the probe {probe} is shown")
        }
        Measure::Signal {
            signal,
            average: true,
        } => format!("mean of {signal} over the week"),
        Measure::Signal {
            signal,
            average: false,
        } => format!("{signal} at the end of the week"),
        Measure::Count { experience } => {
            format!("episodes of {experience} a day, mean of the week")
        }
        Measure::Spines => "structural synapses that exist".to_owned(),
        Measure::EarlyMass => "sum of |w| of the change that is not yet consolidated".to_owned(),
        Measure::LateMass => "sum of |w| of the consolidated change".to_owned(),
        Measure::Weight { projection } => format!("mean weight of {projection}"),
    }
}
