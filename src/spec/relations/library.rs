//! Which variants, treatments, scenarios and histories touch a name of a brain.

use super::entries::settings;
use super::{Explanation, Surroundings, owner};
use crate::spec::difference::differences;
use crate::spec::files::{Coupling, Course, Experience, TreatmentFile};

pub(super) fn relate(
    around: &Surroundings,
    section: &str,
    name: &str,
    explained: &mut Explanation,
) {
    switched(around, section, name, explained);
    for (treatment, file) in around.treatments.iter() {
        let of = of_treatment(file, section, name);
        explained.set_by.extend(
            of.into_iter()
                .map(|what| format!("treatment {treatment}: {what}")),
        );
    }
    if section != "inputs" {
        return;
    }
    let phases = (around
        .scenarios
        .iter()
        .map(|(scenario, file)| ("scenario", scenario, &file.phases)))
    .chain(
        around
            .histories
            .iter()
            .map(|(history, file)| ("history", history, &file.phases)),
    );
    for (kind, file, phases) in phases {
        for phase in phases {
            if let Some(value) = phase.inputs.get(name) {
                explained
                    .set_by
                    .push(format!("{kind} {file}: {value} in {:?}", phase.name));
            }
        }
    }
    for (experience, defined) in around.brain.experiences.iter() {
        if let Some(value) = sets(defined, name) {
            explained
                .set_by
                .push(format!("experience {experience}: {value}"));
        }
    }
    for (probe, defined) in around.brain.probes.iter() {
        if let Some(value) = defined.inputs.get(name) {
            explained.set_by.push(format!("probe {probe}: {value}"));
        }
    }
}

fn sets(experience: &Experience, input: &str) -> Option<f64> {
    let outcome = experience
        .outcome_inputs
        .as_ref()
        .and_then(|inputs| inputs.get(input));
    experience
        .inputs
        .get(input)
        .or_else(|| experience.recall_inputs.get(input))
        .or(outcome)
        .copied()
}

fn switched(around: &Surroundings, section: &str, name: &str, explained: &mut Explanation) {
    let prefix = format!("{section}.{name}");
    if TAKES_COUPLINGS.contains(&section) {
        disputed(around, name, explained);
    }
    for variant in &around.variants {
        let title = format!("{} ({})", variant.name, variant.file.value.title);
        if section == "couplings" {
            if let Some((_, strength)) = variant.switched_on.iter().find(|(on, _)| on == name) {
                explained
                    .switched_by
                    .push(format!("on under {title}, with a strength of {strength}"));
                continue;
            }
            if variant.switched_off.iter().any(|off| off == name) {
                explained.switched_by.push(format!("off under {title}"));
                continue;
            }
        }
        for difference in differences(&around.brain, &variant.brain) {
            let below = difference
                .path
                .strip_prefix(&prefix)
                .filter(|rest| rest.is_empty() || rest.starts_with('.'));
            if let (Some(key), Some(first), Some(second)) =
                (below, &difference.first, &difference.second)
            {
                let key = key.trim_start_matches('.');
                explained.switched_by.push(format!(
                    "changed under {title}: {key} is {second} instead of {first}"
                ));
            }
        }
    }
}

/// Sections whose names couplings begin or end at.
pub(super) const TAKES_COUPLINGS: [&str; 9] = [
    "factors",
    "signals",
    "inputs",
    "traits",
    "tallies",
    "populations",
    "projections",
    "experiences",
    "actions",
];

/// Disputed couplings that begin or end at a name, with the variants under which they act.
fn disputed(around: &Surroundings, name: &str, explained: &mut Explanation) {
    let touches =
        |coupling: &Coupling| owner(&coupling.from) == name || owner(&coupling.to) == name;
    let couplings = around.brain.couplings.iter();
    for (coupling, _) in couplings.filter(|(_, defined)| defined.contested && touches(defined)) {
        let on: Vec<&str> = around
            .variants
            .iter()
            .filter(|variant| {
                variant
                    .switched_on
                    .iter()
                    .any(|(known, _)| known == coupling)
            })
            .map(|variant| variant.name.as_str())
            .collect();
        let where_on = if on.is_empty() {
            "no variant".to_owned()
        } else {
            on.join(", ")
        };
        explained
            .switched_by
            .push(format!("{coupling} acts under {where_on}"));
    }
}

/// What a treatment does with a name.
fn of_treatment(file: &TreatmentFile, section: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    match section {
        "inputs" => {
            for target in &file.targets {
                let is = |input: &Option<String>| input.as_deref() == Some(name);
                if target.input == name {
                    found.push("share of the target that is occupied".to_owned());
                }
                if is(&target.concentration_input) {
                    found.push("concentration of the drug".to_owned());
                }
                if is(&target.dose_input) {
                    found.push("dose of the day".to_owned());
                }
                if is(&target.session_input) {
                    found.push("concentration at a session".to_owned());
                }
            }
            let sessions = file.sessions.as_ref();
            if sessions.is_some_and(|s| s.hour_input.as_deref() == Some(name)) {
                found.push("hour of a session".to_owned());
            }
            let glow = file.routine.as_ref().and_then(|r| r.afterglow.as_ref());
            if glow.is_some_and(|glow| glow.input == name) {
                found.push("what is left of it at a session on the same day".to_owned());
            }
            found.extend(
                file.inputs
                    .get(name)
                    .map(|value| format!("{value} on each of its days")),
            );
            let own = file
                .experiences
                .iter()
                .filter_map(|(experience, defined)| Some((experience, sets(defined, name)?)));
            found.extend(
                own.map(|(experience, value)| format!("{value} in its experience {experience}")),
            );
        }
        "traits" => traits(file, name, &mut found),
        "factors" => {
            if let Some(belief) = file.belief.as_ref().filter(|belief| belief.factor == name) {
                found.push(format!(
                    "sets it to {} * {} at its beginning",
                    belief.level, belief.trait_name
                ));
            }
        }
        "experiences" => {
            if file
                .sessions
                .as_ref()
                .is_some_and(|sessions| sessions.experience == name)
            {
                found.push("what its sessions consist of".to_owned());
            }
            let ending = file.sessions.as_ref().and_then(|s| s.ends_with.as_deref());
            if ending == Some(name) {
                found.push("what its sessions end with".to_owned());
            }
            for (what, practice) in [("homework", &file.homework), ("practice", &file.practice)] {
                if practice
                    .as_ref()
                    .is_some_and(|practice| practice.experience == name)
                {
                    found.push(format!("what its {what} consists of"));
                }
            }
            if let Some(own) = file.experiences.get(name) {
                found.push(format!("defines it: {}", settings(own.inputs.iter())));
            }
        }
        _ => {}
    }
    found
}

fn traits(file: &TreatmentFile, name: &str, found: &mut Vec<String>) {
    if file
        .kinetics
        .as_ref()
        .is_some_and(|kinetics| kinetics.clearance_traits.iter().any(|known| known == name))
    {
        found.push("multiplies the clearance of the drug".to_owned());
    }
    let metabolite = file.kinetics.as_ref().and_then(|k| k.metabolite.as_ref());
    if metabolite.is_some_and(|m| m.clearance_traits.iter().any(|known| known == name)) {
        found.push("multiplies the clearance of its metabolite".to_owned());
    }
    let weighs = |course: &Course| course.weight_trait.as_deref() == Some(name);
    if file.course.as_ref().is_some_and(weighs) {
        found.push("is the weight by which it is dosed".to_owned());
    }
    for target in &file.targets {
        if target.sensitivity_trait.as_deref() == Some(name) {
            found.push(format!(
                "multiplies the concentration of half effect at {}",
                target.input
            ));
        }
    }
    for (what, reliability) in [
        ("a dose is taken", &file.adherence),
        ("a session is attended", &file.attendance),
    ] {
        if let Some(reliability) = reliability
            .as_ref()
            .filter(|reliability| reliability.trait_name == name)
        {
            found.push(format!(
                "{what} with a probability of {} + {} * {name}",
                reliability.floor,
                1.0 - reliability.floor
            ));
        }
    }
    for (what, practice) in [("homework", &file.homework), ("practice", &file.practice)] {
        if practice
            .as_ref()
            .is_some_and(|practice| practice.trait_name.as_deref() == Some(name))
        {
            found.push(format!("multiplies its {what}"));
        }
    }
    if let Some(belief) = file
        .belief
        .as_ref()
        .filter(|belief| belief.trait_name == name)
    {
        found.push(format!(
            "sets {} to {} * {name} at its beginning",
            belief.factor, belief.level
        ));
    }
}
