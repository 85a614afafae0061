//! The variants of a brain: each is laid over those that it extends, and all of them over the brain.

use super::diagnostics::{Diagnostic, Diagnostics};
use super::document::Node;
use super::library::{Draft, Library, typed};
use super::patch::{Overlay, Patched};
use super::rules::brain::Contested;
use super::rules::{self, contradiction};
use super::scope::Scope;
use super::shape::{Kind, Names};
use super::store::{Found, missing};
use super::study::ResolvedVariant;
use crate::spec::files::BrainFile;
use std::collections::HashMap;

/// A brain with what its variants may name.
pub(crate) struct Kin<'a> {
    brain: &'a Draft,
    names: Vec<String>,
    scope: Scope,
}

impl<'a> Kin<'a> {
    /// What the library has of a brain's variants.
    pub fn of(library: &Library, brain: &'a Draft) -> Kin<'a> {
        let names = library.variants_of(&brain.name);
        let mut scope = Scope::of_brain(&brain.root);
        scope.add(Names::Variant, names.iter().cloned());
        Kin {
            brain,
            names,
            scope,
        }
    }

    /// Names of the variants, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn has(&self, name: &str) -> bool {
        let order = |known: &String| known.as_str().cmp(name);
        self.names.binary_search_by(order).is_ok()
    }
}

/// A variant on the way to all that it extends.
struct Visit {
    draft: Draft,
    /// Number of those it extends that are still to be visited; the last is visited first.
    left: usize,
}

impl Library {
    /// A variant of a brain as a draft, under its name without that of the brain.
    fn variant_draft(&self, kin: &Kin, name: &str) -> Result<Draft, Diagnostics> {
        let prefix = format!("{}/", kin.brain.name);
        let short = name.strip_suffix(".toml").unwrap_or(name);
        let short = short.strip_prefix("models/").unwrap_or(short);
        let short = short.strip_prefix(&prefix).unwrap_or(short);
        let found = if kin.has(short) {
            Found::known(Kind::Variant, &format!("{prefix}{short}"))
        } else {
            let elsewhere = self.store.find(Kind::Variant, name);
            elsewhere.map_err(|_| missing(Kind::Variant, name, short, &kin.names))?
        };
        let mut draft = self.draft(found)?;
        if let Some(short) = draft.name.strip_prefix(&prefix) {
            draft.name = short.to_owned();
        }
        draft.check(Kind::Variant, &kin.scope, twice);
        Ok(draft)
    }

    /// Reads a variant, with those it extends, and lays it over a brain.
    pub(crate) fn lay_over(&self, kin: &Kin, name: &str) -> Result<ResolvedVariant, Diagnostics> {
        let brain = kin.brain;
        let mut mistakes = Vec::new();
        let line = self.lineage(kin, self.variant_draft(kin, name)?, &mut mistakes);
        // Without a sound brain and sound variants, nothing further can be said.
        if !mistakes.is_empty() || !brain.mistakes.is_empty() {
            mistakes.extend(brain.mistakes.iter().cloned());
            return Err(Diagnostics(mistakes).tidy());
        }
        let mut overlay = Overlay::default();
        line.iter().for_each(|draft| overlay.add(&draft.root));
        let Some(draft) = line.into_iter().next_back() else {
            return Err(Diagnostics(mistakes));
        };
        mistakes.extend(overlay.contradictions(&brain.root, &draft.root));
        let scope = Scope::of_brain(&brain.root);
        let patched = match overlay.apply(&brain.root, &scope) {
            Ok(patched) => patched,
            Err(more) => {
                mistakes.extend(more);
                return Err(Diagnostics(mistakes).tidy());
            }
        };
        for mut mistake in rules::brain::brain(&patched.brain, Contested::Counts) {
            mistake.message = format!("under the variant {:?}: {}", draft.name, mistake.message);
            mistakes.push(mistake);
        }
        Diagnostics(mistakes).tidy().unless_empty(())?;
        resolved(draft, patched)
    }

    /// A variant after all that it extends, each once, in the order in which they hold: what says something later takes the place of
    /// what was said before. Where a variant is extended on several ways it is the last of them that counts, so the ways are gone
    /// from their end, and no variant is entered twice. All mistakes on the way are added.
    fn lineage(&self, kin: &Kin, draft: Draft, mistakes: &mut Vec<Diagnostic>) -> Vec<Draft> {
        // Whether a variant is known, and still on the way here.
        let mut on_the_way: HashMap<String, bool> = HashMap::from([(draft.name.clone(), true)]);
        let visit = |draft: Draft| Visit {
            left: draft.root.list("extends").len(),
            draft,
        };
        let mut path = vec![visit(draft)];
        let mut from_the_end: Vec<(usize, Draft)> = Vec::new();
        let mut number = 0;
        let mut numbers = vec![0];
        while let Some(last) = path.last_mut() {
            let Some(left) = last.left.checked_sub(1) else {
                if let (Some(done), Some(number)) = (path.pop(), numbers.pop()) {
                    mistakes.extend(done.draft.mistakes.iter().cloned());
                    on_the_way.insert(done.draft.name.clone(), false);
                    from_the_end.push((number, done.draft));
                }
                continue;
            };
            last.left = left;
            let node = &last.draft.root.list("extends")[left];
            let Some(parent) = node.text().filter(|name| kin.has(name)) else {
                continue;
            };
            match on_the_way.get(parent) {
                Some(true) => {
                    let place = node.place.clone();
                    let parent = parent.to_owned();
                    mistakes.push(circle(&path, &place, &parent));
                }
                Some(false) => {}
                None => match self.variant_draft(kin, parent) {
                    Ok(parent) => {
                        on_the_way.insert(parent.name.clone(), true);
                        number += 1;
                        numbers.push(number);
                        path.push(visit(parent));
                    }
                    Err(more) => {
                        on_the_way.insert(parent.to_owned(), false);
                        mistakes.extend(more.0);
                    }
                },
            }
        }
        // They were entered from the last that holds to the first.
        from_the_end.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        from_the_end.into_iter().map(|(_, draft)| draft).collect()
    }
}

fn circle(path: &[Visit], place: &super::source::Place, parent: &str) -> Diagnostic {
    /// More names than these say no more.
    const SHOWN: usize = 12;
    let names: Vec<&str> = path.iter().map(|visit| visit.draft.name.as_str()).collect();
    let begins = names.iter().position(|name| *name == parent).unwrap_or(0);
    let circle = match names.len() - begins > SHOWN {
        true => format!(
            "{parent} -> ... -> {} -> {parent}, by way of {} variants",
            names[names.len() - 1],
            names.len() - begins
        ),
        false => format!("{} -> {parent}", names.join(" -> ")),
    };
    contradiction(
        place,
        format!("variants extend each other in a circle: {circle}"),
    )
    .allowed("variants that come to an end")
    .next(format!("remove {parent:?} from `extends`"))
}

/// A variant that is extended twice by the same one.
fn twice(root: &Node) -> Vec<Diagnostic> {
    rules::twice(root, "extends").into_iter().collect()
}

fn resolved(draft: Draft, patched: Patched) -> Result<ResolvedVariant, Diagnostics> {
    let brain: BrainFile = typed(&patched.brain)?;
    let strength = |name: &str| {
        brain
            .couplings
            .get(name)
            .map_or(0.0, |coupling| coupling.strength)
    };
    let switched_on = patched
        .on
        .iter()
        .map(|name| (name.clone(), strength(name)))
        .collect();
    Ok(ResolvedVariant {
        name: draft.name.clone(),
        file: draft.finish()?,
        brain,
        switched_on,
        switched_off: patched.off,
    })
}
