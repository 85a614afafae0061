//! What else in a brain hangs together with a name, apart from couplings: projections, gates, readouts, the severity.

use super::{Explanation, owner};
use crate::spec::files::{BrainFile, Measure};

pub(super) fn relate(brain: &BrainFile, section: &str, name: &str, explained: &mut Explanation) {
    match section {
        "couplings" => {
            if let Some(coupling) = brain.couplings.get(name) {
                explained.driven_by.push(said(brain, &coupling.from));
                explained.driven_by.extend(
                    coupling
                        .times
                        .iter()
                        .map(|factor| format!("multiplied by {}", said(brain, factor))),
                );
                explained.drives.push(said(brain, &coupling.to));
            }
        }
        "populations" => population(brain, name, explained),
        "projections" => projection(brain, name, explained),
        "tallies" => explained
            .driven_by
            .extend(brain.tallies.get(name).map(|tally| said(brain, &tally.of))),
        "readouts" => {
            let parts = brain
                .severity
                .components
                .iter()
                .filter(|component| component.readout == name);
            explained.drives.extend(parts.map(|component| {
                format!(
                    "the severity, with a weight of {} ({} counts as nothing, {} as full)",
                    component.weight, component.none, component.full
                )
            }));
        }
        "actions" => {
            let possible = brain.experiences.iter();
            let possible = possible.filter(|(_, e)| e.actions.iter().any(|action| action == name));
            explained
                .driven_by
                .extend(possible.map(|(of, e)| format!("possible in {of} ({})", e.meaning)));
        }
        "inputs" | "signals" | "factors" | "traits" | "experiences" => {}
        _ => return,
    }
    if matches!(
        section,
        "signals" | "factors" | "traits" | "inputs" | "actions"
    ) {
        gates(brain, name, explained);
    }
    if section != "readouts" {
        observed(brain, section, name, explained);
    }
    if section == "experiences" {
        let in_life = |list: &[String]| list.iter().any(|known| known == name);
        if in_life(&brain.life.external) {
            explained.driven_by.push(format!(
                "ordinary life: one of the {} things that happen on a day, by its odds",
                brain.life.external_per_day
            ));
        }
        if in_life(&brain.life.internal) {
            explained
                .driven_by
                .push("ordinary life: comes from within, at its rate".to_owned());
        }
    }
    if matches!(section, "signals" | "populations" | "factors" | "actions") {
        let tallies = brain
            .tallies
            .iter()
            .filter(|(_, tally)| owner(&tally.of) == name);
        explained
            .drives
            .extend(tallies.map(|(tally, of)| format!("the tally {tally} ({})", of.meaning)));
    }
}

fn population(brain: &BrainFile, name: &str, explained: &mut Explanation) {
    for (projection, defined) in brain.projections.iter() {
        let learns = if defined.rule.is_some() {
            "learns"
        } else {
            "fixed"
        };
        if defined.to == name {
            explained.driven_by.push(format!(
                "projection {projection} from {} ({learns}): {}",
                defined.from, defined.meaning
            ));
        }
        if defined.from == name {
            explained.drives.push(format!(
                "projection {projection} to {} ({learns}): {}",
                defined.to, defined.meaning
            ));
        }
    }
    for (pool, inhibition) in brain
        .inhibition
        .iter()
        .filter(|(_, pool)| pool.members.iter().any(|member| member == name))
    {
        explained
            .driven_by
            .push(format!("pool of inhibition {pool}: {}", inhibition.meaning));
    }
}

fn projection(brain: &BrainFile, name: &str, explained: &mut Explanation) {
    let Some(projection) = brain.projections.get(name) else {
        return;
    };
    explained.driven_by.push(said(brain, &projection.from));
    explained.drives.push(said(brain, &projection.to));
    if projection.rule.is_some() {
        let ltp = projection.ltp.as_ref().unwrap_or(&brain.gates.ltp);
        let ltd = projection.ltd.as_ref().unwrap_or(&brain.gates.ltd);
        let both = ltp
            .iter()
            .chain(ltd.iter().filter(|gate| !ltp.contains(gate)))
            .chain(&projection.third_factor);
        explained.driven_by.extend(
            both.map(|gate| format!("its learning is multiplied by {}", said(brain, gate))),
        );
    }
}

/// Projections whose learning a signal multiplies.
fn gates(brain: &BrainFile, name: &str, explained: &mut Explanation) {
    let is = |list: &[String]| list.iter().any(|gate| gate == name);
    if is(&brain.gates.ltp) {
        explained
            .drives
            .push("the potentiation of every projection without gates of its own".to_owned());
    }
    if is(&brain.gates.ltd) {
        explained
            .drives
            .push("the depression of every projection without gates of its own".to_owned());
    }
    for (projection, defined) in brain.projections.iter() {
        let own = [&defined.ltp, &defined.ltd]
            .into_iter()
            .flatten()
            .any(|list| is(list));
        if own || defined.third_factor.as_deref() == Some(name) {
            explained.drives.push(format!(
                "the learning of {projection} ({})",
                defined.meaning
            ));
        }
    }
}

fn observed(brain: &BrainFile, section: &str, name: &str, explained: &mut Explanation) {
    for (readout, defined) in brain.readouts.iter() {
        let seen = match &defined.measure {
            Measure::Probe { terms, .. } => {
                section == "populations" && terms.iter().any(|term| term.population == name)
            }
            Measure::Signal { signal, .. } => {
                matches!(
                    section,
                    "signals" | "factors" | "inputs" | "traits" | "tallies"
                ) && owner(signal) == name
            }
            Measure::Count { experience } => section == "experiences" && experience == name,
            Measure::Weight { projection } => section == "projections" && projection == name,
            Measure::Spines | Measure::EarlyMass | Measure::LateMass => false,
        };
        if seen {
            explained
                .drives
                .push(format!("the readout {readout} ({})", defined.meaning));
        }
    }
}

/// A name with its meaning.
fn said(brain: &BrainFile, name: &str) -> String {
    let key = owner(name);
    let meaning = (brain.signals.get(key).map(|x| &x.meaning))
        .or_else(|| brain.factors.get(key).map(|x| &x.meaning))
        .or_else(|| brain.inputs.get(key).map(|x| &x.meaning))
        .or_else(|| brain.traits.get(key).map(|x| &x.meaning))
        .or_else(|| brain.tallies.get(key).map(|x| &x.meaning))
        .or_else(|| brain.populations.get(key).map(|x| &x.meaning))
        .or_else(|| brain.projections.get(key).map(|x| &x.meaning))
        .or_else(|| brain.experiences.get(key).map(|x| &x.meaning))
        .or_else(|| brain.actions.get(key).map(|x| &x.meaning));
    match meaning {
        Some(meaning) => format!("{name} ({meaning})"),
        None => name.to_owned(),
    }
}
