//! A file on its way to a typed value: parsed, held against its shape, with the mistakes found so far.

use super::diagnostics::{Diagnostic, Diagnostics, Mistake};
use super::document::{self, Node};
use super::library::Sourced;
use super::scope::Scope;
use super::shape::Kind;
use super::source::Source;
use super::store::Loaded;
use super::walk;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a text was found to say.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub source: Arc<Source>,
    pub root: Node,
    pub mistakes: Vec<Diagnostic>,
}

/// A parsed file with the mistakes found so far.
#[derive(Debug)]
pub(crate) struct Draft {
    pub name: String,
    pub(super) loaded: Loaded,
    pub root: Node,
    pub mistakes: Vec<Diagnostic>,
    pub(super) cautions: Vec<Diagnostic>,
    syntax_is_sound: bool,
}

impl Parsed {
    pub fn of(loaded: &Loaded) -> Parsed {
        let (root, mistakes) = document::parse(&loaded.source);
        Parsed {
            source: Arc::clone(&loaded.source),
            root,
            mistakes,
        }
    }
}

impl Draft {
    pub(super) fn of(name: String, loaded: Loaded, parsed: Parsed) -> Draft {
        Draft {
            name,
            loaded,
            root: parsed.root,
            syntax_is_sound: parsed.mistakes.is_empty(),
            mistakes: parsed.mistakes,
            cautions: Vec::new(),
        }
    }

    /// Holds the file against the shape of its kind and against further rules.
    pub(crate) fn check(
        &mut self,
        kind: Kind,
        scope: &Scope,
        rules: impl FnOnce(&Node) -> Vec<Diagnostic>,
    ) {
        let found = walk::check_file(&self.root, kind.shape(), scope);
        if self.syntax_is_sound {
            self.mistakes.extend(found);
            self.mistakes.extend(rules(&self.root));
            return;
        }
        // What a broken line hides is not missing, and what it leaves behind was not meant.
        let broken: BTreeSet<usize> = self
            .mistakes
            .iter()
            .map(|mistake| mistake.position().0)
            .collect();
        let first_broken = broken.first().copied().unwrap_or(0);
        let trusted = found.into_iter().filter(|mistake| {
            let line = mistake.position().0;
            match mistake.mistake {
                Mistake::WrongType | Mistake::WrongUnit | Mistake::OutOfRange => {
                    !broken.contains(&line)
                }
                Mistake::UnknownKey => line < first_broken,
                _ => false,
            }
        });
        self.mistakes.extend(trusted);
    }

    /// The file as a typed value.
    pub fn finish<T: DeserializeOwned>(self) -> Result<Sourced<T>, Diagnostics> {
        if !self.mistakes.is_empty() {
            return Err(Diagnostics(self.mistakes).tidy());
        }
        let value = typed(&self.root)?;
        Ok(self.sourced(value))
    }

    /// A value with the file that it comes from.
    pub(super) fn sourced<T>(self, value: T) -> Sourced<T> {
        let text = self.loaded.source.text.clone();
        Sourced {
            name: self.name,
            path: self.loaded.path.map_or_else(
                || "built in".to_owned(),
                |path| path.to_string_lossy().into_owned(),
            ),
            sha256: hexadecimal(&Sha256::digest(text.as_bytes())),
            text,
            value,
            cautions: self.cautions,
        }
    }
}

/// A document without mistakes as a typed value.
pub(crate) fn typed<T: DeserializeOwned>(root: &Node) -> Result<T, Diagnostics> {
    // Shapes and structures say the same (a test holds them together), so this fails for no file that passed.
    serde_json::from_value(root.to_json()).map_err(|error| {
        let message = format!("the file does not fit together: {error}");
        Diagnostic::at(&root.place, Mistake::WrongType, message).into()
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
