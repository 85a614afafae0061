//! A brain to which nobody has written a variant, run as its file says.

use super::diagnostics::Diagnostics;
use super::files::{Change, OrderedMap, VariantFile};
use super::library::{Draft, Sourced, typed};
use super::patch::Overlay;
use super::scope::Scope;
use super::study::ResolvedVariant;

/// What results call a brain without a variant.
const AS_WRITTEN: &str = "as-written";
/// Where its variant is said to stand.
const NO_FILE: &str = "no file";

impl ResolvedVariant {
    /// Whether no file has said it: the brain is run as it is.
    pub fn is_as_written(&self) -> bool {
        self.file.path == NO_FILE
    }
}

impl Draft {
    /// The brain as its file says: contested couplings rest, all others act.
    ///
    /// # Errors
    /// All mistakes of the brain.
    pub(crate) fn as_written(&self) -> Result<ResolvedVariant, Diagnostics> {
        Diagnostics(self.mistakes.clone()).tidy().unless_empty(())?;
        let scope = Scope::of_brain(&self.root);
        let patched = Overlay::default().apply(&self.root, &scope);
        let patched = patched.map_err(Diagnostics)?;
        let file = VariantFile {
            title: "As written".to_owned(),
            says: "The brain as its file says: what is contested is off.".to_owned(),
            predicts: "Nothing is predicted: no variant has been written for this brain."
                .to_owned(),
            source: None,
            order: None,
            extends: Vec::new(),
            on: Vec::new(),
            off: Vec::new(),
            strengths: OrderedMap::default(),
            change: Change::default(),
        };
        Ok(ResolvedVariant {
            name: AS_WRITTEN.to_owned(),
            file: Sourced {
                name: AS_WRITTEN.to_owned(),
                path: NO_FILE.to_owned(),
                text: String::new(),
                sha256: String::new(),
                value: file,
                cautions: Vec::new(),
            },
            brain: typed(&patched.brain)?,
            switched_on: Vec::new(),
            switched_off: Vec::new(),
        })
    }
}
