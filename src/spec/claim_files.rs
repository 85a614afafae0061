//! Claims by name or id: found, checked and read.

use super::diagnostics::{Diagnostic, Diagnostics, Mistake, list, nearest};
use super::document::Node;
use super::files::ClaimFile;
use super::library::{Library, Sourced};
use super::rules::claim::{self, Around, Course};
use super::scope::Scope;
use super::shape::{Kind, Names};
use std::path::Path;

impl Library {
    /// Reads a claim; the scenarios, protocols and names that it uses must be there, and fit.
    ///
    /// # Errors
    /// All mistakes of the file itself.
    pub fn read_claim(&self, name: &str) -> Result<Sourced<ClaimFile>, Diagnostics> {
        let mut draft = self.open(Kind::Claim, name)?;
        let around = self.around(&draft.root);
        let mut scope = Scope::default();
        for brain in around.brains.values() {
            let couplings = brain.names(Names::Coupling).unwrap_or_default();
            scope.add(Names::Coupling, couplings.iter().cloned());
        }
        scope.add(Names::Scenario, self.names(Kind::Scenario));
        scope.add(Names::Protocol, self.names(Kind::Protocol));
        draft.check(Kind::Claim, &scope, |root| {
            let mut found = claim::claim(root);
            found.extend(claim::fit(root, &around));
            found
        });
        draft.finish()
    }

    /// What there is around a claim, as far as it can be read.
    fn around(&self, root: &Node) -> Around {
        let mut around = Around::default();
        let (scenarios, protocols) = (self.names(Kind::Scenario), self.names(Kind::Protocol));
        let is_known = |names: &[String], name: &str| names.iter().any(|known| known == name);
        for test in root.list("tests") {
            for name in test.list("scenarios").iter().filter_map(Node::text) {
                if around.courses.contains_key(name) || !is_known(&scenarios, name) {
                    continue;
                }
                let draft = self.open(Kind::Scenario, name).ok();
                let Some(course) = draft.and_then(|draft| Course::of(&draft.root)) else {
                    continue;
                };
                if let Some(scope) = self.scope_of_brain(&course.brain) {
                    let variants = self.variants_of(&course.brain);
                    around.variants.insert(course.brain.clone(), variants);
                    around.brains.insert(course.brain.clone(), scope);
                }
                around.courses.insert(name.to_owned(), course);
            }
            let protocol = test.get("protocol").and_then(Node::text);
            if let Some(name) = protocol.filter(|name| is_known(&protocols, name))
                && let Ok(draft) = self.open(Kind::Protocol, name)
            {
                let synapses = draft.root.list("synapses").iter();
                let names = synapses.filter_map(Node::text).map(str::to_owned);
                around.synapses.extend(names);
            }
        }
        around
    }

    /// Names of all claims: by section, then by the number in their id.
    pub fn claims(&self) -> Vec<String> {
        let mut names = self.names(Kind::Claim);
        names.sort_by_cached_key(|name| {
            let (id, _) = name.split_once('-').unwrap_or((name, ""));
            let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
            let letters = id[..id.len() - digits.len()].to_owned();
            (letters, digits.parse().unwrap_or(u32::MAX), name.clone())
        });
        names
    }

    /// The claim that a name, an id such as `B2`, or a path means.
    ///
    /// # Errors
    /// A diagnostic with the nearest id or name.
    pub fn claim_named(&self, asked: &str) -> Result<String, Diagnostics> {
        let names = self.claims();
        if let Some(name) = names.iter().find(|name| has_id(name, asked)) {
            return Ok(name.clone());
        }
        match self.open(Kind::Claim, asked) {
            Ok(_) => return Ok(asked.to_owned()),
            Err(mistakes) if Path::new(asked).exists() => return Err(mistakes),
            Err(_) => {}
        }
        let ids: Vec<&str> = names.iter().map(|name| id_of(name)).collect();
        let mut missing = Diagnostic::of_file(
            asked,
            Mistake::Unreadable,
            "there is no claim of this id or name",
        )
        .allowed(list(ids.iter().copied()))
        .next(
            "rewire list claims names them all; your own is named by its path, such as ./mine.toml",
        );
        let all = ids.iter().copied().chain(names.iter().map(String::as_str));
        missing.near = nearest(asked, all);
        Err(missing.into())
    }
}

/// The id in the name of a claim: what stands before the first hyphen.
pub(crate) fn id_of(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}

/// Whether the name of a claim begins with an id.
pub(crate) fn has_id(name: &str, id: &str) -> bool {
    id_of(name).eq_ignore_ascii_case(id)
}
