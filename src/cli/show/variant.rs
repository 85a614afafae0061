//! A variant in words: which of the disputed lines act under it.

use super::words::{ground, sentence, signed};
use super::{field, head, point};
use crate::cli::say;
use crate::spec::difference::differences;
use crate::spec::files::{BrainFile, Coupling};
use crate::spec::{Diagnostics, Library, ResolvedVariant};

pub(super) fn variant(
    library: &Library,
    brain_name: &str,
    variant: &ResolvedVariant,
    called: &str,
) -> Result<String, Diagnostics> {
    let brain = library.read_brain(brain_name)?.value;
    let file = &variant.file.value;
    let mut text = head(
        &format!("variant of the brain {brain_name}:"),
        &file.title,
        &variant.file,
    );
    text.push_str(&field("Says", &sentence(&file.says)));
    text.push_str(&field("Predicts", &sentence(&file.predicts)));
    text.push_str(&field("Held by", file.source.as_deref().unwrap_or("")));
    if !file.extends.is_empty() {
        text.push_str(&field("Builds on", &say::listed(&file.extends)));
    }
    text.push_str("\n  Disputed lines that act under it\n");
    if variant.switched_on.is_empty() {
        text.push_str(&point(
            "None: what the drug does rests on what nobody disputes, and on the belief in it.",
        ));
    }
    for (name, strength) in &variant.switched_on {
        if let Some(coupling) = brain.couplings.get(name) {
            text.push_str(&point(&line(name, coupling, *strength)));
        }
    }
    let off: Vec<&str> = brain
        .couplings
        .iter()
        .filter(|(name, coupling)| {
            coupling.contested && variant.switched_on.iter().all(|(on, _)| on != name)
        })
        .map(|(name, _)| name)
        .collect();
    if !off.is_empty() {
        text.push_str("\n  Disputed lines that rest\n");
        text.push_str(&point(&off.join(", ")));
    }
    if !variant.switched_off.is_empty() {
        text.push_str("\n  Undisputed lines that it cuts\n");
        text.push_str(&point(&variant.switched_off.join(", ")));
    }
    let changes = changes(&brain, variant);
    if !changes.is_empty() {
        text.push_str("\n  Other values than in the brain\n");
        text.extend(changes.iter().map(|change| point(change)));
    }
    text.push('\n');
    text.push_str(&field(
        "Run it",
        &format!("rewire run SCENARIO... --variant {called}"),
    ));
    Ok(text)
}

/// A coupling in words: what acts on what, how strongly, what it says, on what ground.
pub(super) fn line(name: &str, coupling: &Coupling, strength: f64) -> String {
    let claim = coupling
        .claim
        .as_ref()
        .map(|claim| format!(" Claim {claim}."))
        .unwrap_or_default();
    format!(
        "{name}: {} ({} to {}, {}).{claim} {}",
        coupling.meaning,
        coupling.from,
        coupling.to,
        signed(strength),
        ground(coupling.grade, coupling.source.as_deref()),
    )
}

/// Strengths and other values that a variant, and those it builds on, give.
fn changes(brain: &BrainFile, variant: &ResolvedVariant) -> Vec<String> {
    let found = differences(brain, &variant.brain);
    let changed = found.iter().filter_map(|difference| {
        // A coupling that is not there has been switched, which is said elsewhere.
        let (first, second) = (difference.first.as_ref()?, difference.second.as_ref()?);
        Some(format!("{}: {second} instead of {first}", difference.path))
    });
    changed.collect()
}
