//! Definition files by name: found, checked and read.

use super::borrow::borrow;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::document::Node;
use super::draft::Parsed;
pub(crate) use super::draft::{Draft, typed};
use super::files::{BrainFile, HistoryFile, ScenarioFile, SeedsFile, TreatmentFile, VariantFile};
use super::rules::brain::Contested;
use super::rules::{self, calendar, claim, lab};
use super::scope::Scope;
use super::shape::{Kind, Names};
use super::source::Source;
use super::store::{Found, Loaded, Store};
use super::study::ResolvedVariant;
use super::variants::Kin;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Built-in definition files, and those on disk that take their place.
#[derive(Debug)]
pub struct Library {
    pub(super) store: Store,
    overrides: Mutex<BTreeSet<PathBuf>>,
    /// Names of each brain that was asked for, as it was then: hundreds of files refer to few brains.
    scopes: Mutex<BTreeMap<String, Option<Arc<Scope>>>>,
    all_scopes: OnceLock<Scope>,
    /// Texts that were parsed, by the name of their source: a brain is asked for by each of its variants and scenarios.
    parsed: Arc<Mutex<BTreeMap<String, Parsed>>>,
}

/// A file as read, with everything that says exactly what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced<T> {
    /// Name without `.toml`.
    pub name: String,
    /// Path on disk, or `built in`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// What it says.
    pub value: T,
    /// What a reader should know before a run of it.
    pub cautions: Vec<Diagnostic>,
}

impl Library {
    /// A library whose files on disk stand below a directory, or else below the current folder.
    pub fn new(directory: Option<PathBuf>) -> Library {
        Library {
            store: Store::new(directory),
            overrides: Mutex::default(),
            scopes: Mutex::default(),
            all_scopes: OnceLock::new(),
            parsed: Arc::default(),
        }
    }

    /// The same library with texts laid over its files, by their path within it, such as `scenarios/mine.toml` or
    /// `models/affect/mine.toml`. What is known of brains is shared: none of them may be laid over.
    pub fn with(&self, texts: BTreeMap<String, String>) -> Library {
        let scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        Library {
            store: self.store.with(texts),
            overrides: Mutex::default(),
            scopes: Mutex::new(scopes.clone()),
            all_scopes: OnceLock::new(),
            parsed: Arc::clone(&self.parsed),
        }
    }

    /// Files on disk that were read so far in place of built-in ones, or beside them.
    pub fn overrides(&self) -> Vec<PathBuf> {
        let overrides = self
            .overrides
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        overrides.iter().cloned().collect()
    }

    /// Names of all files of a kind, sorted; variants as `brain/name`.
    pub fn names(&self, kind: Kind) -> Vec<String> {
        self.store.names(kind)
    }

    /// Names of the variants of a brain, sorted.
    pub fn variants_of(&self, brain: &str) -> Vec<String> {
        let prefix = format!("{brain}/");
        self.names(Kind::Variant)
            .iter()
            .filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned))
            .collect()
    }

    /// Reads a brain.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_brain(&self, name: &str) -> Result<Sourced<BrainFile>, Diagnostics> {
        self.brain_draft(name)?.finish()
    }

    /// Reads a variant of a brain; what it extends and changes is checked as well.
    ///
    /// # Errors
    /// All mistakes of the file, of its brain, and of the variants it extends.
    pub fn read_variant(
        &self,
        brain: &str,
        name: &str,
    ) -> Result<Sourced<VariantFile>, Diagnostics> {
        self.resolve_variant(brain, name)
            .map(|variant| variant.file)
    }

    /// Reads a variant and lays it over its brain.
    ///
    /// # Errors
    /// As [`Library::read_variant`].
    pub fn resolve_variant(&self, brain: &str, name: &str) -> Result<ResolvedVariant, Diagnostics> {
        let brain = self.brain_draft(brain)?;
        let sound = brain.mistakes.is_empty();
        let mut mistakes = Diagnostics(brain.mistakes.clone());
        match self.lay_over(&Kin::of(self, &brain), name) {
            Ok(variant) if sound => return Ok(variant),
            Ok(_) => {}
            Err(more) => mistakes.0.extend(more.0),
        }
        Err(mistakes.tidy())
    }

    /// Reads a treatment; names that belong to a brain are held against every brain of the library.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_treatment(&self, name: &str) -> Result<Sourced<TreatmentFile>, Diagnostics> {
        self.treatment_draft(name, self.scope_of_all_brains())?
            .finish()
    }

    /// Reads a history; names that belong to a brain are held against every brain of the library.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_history(&self, name: &str) -> Result<Sourced<HistoryFile>, Diagnostics> {
        self.history_draft(name, self.scope_of_all_brains())?
            .finish()
    }

    /// Reads a scenario; names are held against its brain, and its calendar against its treatments.
    ///
    /// # Errors
    /// All mistakes of the file itself; those of the files it names are found by [`Library::read_study`].
    pub fn read_scenario(&self, name: &str) -> Result<Sourced<ScenarioFile>, Diagnostics> {
        self.scenario_draft(name)?.finish()
    }

    /// Reads a set of virtual people.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_seeds(&self, name: &str) -> Result<Sourced<SeedsFile>, Diagnostics> {
        let mut draft = self.open(Kind::Seeds, name)?;
        draft.check(Kind::Seeds, &Scope::default(), |_| Vec::new());
        draft.finish()
    }

    pub(crate) fn open(&self, kind: Kind, name: &str) -> Result<Draft, Diagnostics> {
        let found = self.store.find(kind, name)?;
        let mut draft = self.draft(found)?;
        if kind == Kind::Brain {
            self.lend(&mut draft);
        }
        Ok(draft)
    }

    /// Puts into a brain what it borrows from others.
    fn lend(&self, draft: &mut Draft) {
        let own = draft.name.clone();
        let lender = |name: &str| {
            let found = self.store.find(Kind::Brain, name).ok()?;
            let lender = self.draft(found).ok()?;
            (lender.name != own).then_some(lender.root)
        };
        let mistakes = borrow(&mut draft.root, lender);
        draft.mistakes.extend(mistakes);
    }

    /// The brains from which a brain borrows, as they are.
    pub fn lenders(&self, brain: &BrainFile) -> Vec<Sourced<()>> {
        let names = brain.borrow.names();
        let found = names.filter_map(|name| self.store.find(Kind::Brain, name).ok());
        let drafts = found.filter_map(|found| self.draft(found).ok());
        drafts.map(|draft| draft.sourced(())).collect()
    }

    pub(super) fn draft(&self, found: Found) -> Result<Draft, Diagnostics> {
        let loaded = self.store.load(&found)?;
        if let (true, Some(path)) = (loaded.own, &loaded.path) {
            let mut overrides = self
                .overrides
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            overrides.insert(path.clone());
        }
        let texts = || self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = texts().get(&loaded.source.name).cloned();
        // A file that was changed since, or a text laid over it, is parsed anew.
        let parsed = match known.filter(|known| known.source == loaded.source) {
            Some(known) => known,
            None => {
                let parsed = Parsed::of(&loaded);
                texts().insert(loaded.source.name.clone(), parsed.clone());
                parsed
            }
        };
        Ok(Draft::of(found.name, loaded, parsed))
    }

    pub(crate) fn brain_draft(&self, name: &str) -> Result<Draft, Diagnostics> {
        let mut draft = self.open(Kind::Brain, name)?;
        let scope = Scope::of_brain(&draft.root);
        draft.check(Kind::Brain, &scope, |root| {
            rules::brain::brain(root, Contested::Rests)
        });
        Ok(draft)
    }

    pub(crate) fn treatment_draft(&self, name: &str, brain: &Scope) -> Result<Draft, Diagnostics> {
        let mut draft = self.open(Kind::Treatment, name)?;
        let mut scope = brain.clone();
        let own = draft.root.table("experiences").iter();
        scope.add(Names::Experience, own.map(|entry| entry.name.clone()));
        draft.check(Kind::Treatment, &scope, rules::given::treatment);
        Ok(draft)
    }

    pub(crate) fn history_draft(&self, name: &str, brain: &Scope) -> Result<Draft, Diagnostics> {
        let mut draft = self.open(Kind::History, name)?;
        draft.check(Kind::History, brain, calendar::history);
        Ok(draft)
    }

    pub(crate) fn scenario_draft(&self, name: &str) -> Result<Draft, Diagnostics> {
        let mut draft = self.open(Kind::Scenario, name)?;
        let brain = draft.root.get("brain").and_then(Node::text);
        let mut scope = brain
            .and_then(|brain| self.scope_of_brain(brain))
            .map(|scope| Scope::clone(&scope))
            .unwrap_or_default();
        scope.add(Names::Brain, self.names(Kind::Brain));
        scope.add(Names::History, self.names(Kind::History));
        scope.add(Names::Treatment, self.names(Kind::Treatment));
        draft.check(Kind::Scenario, &scope, |root| {
            let mut found = calendar::scenario(root);
            for (index, scheduled) in root.list("treatments").iter().enumerate() {
                let name = scheduled.get("use").and_then(Node::text);
                let known = name.filter(|name| {
                    self.names(Kind::Treatment)
                        .iter()
                        .any(|known| known == name)
                });
                if let Some(treatment) =
                    known.and_then(|name| self.open(Kind::Treatment, name).ok())
                {
                    found.extend(rules::given::line(root, index, &treatment.root));
                }
            }
            found
        });
        if draft.mistakes.is_empty() {
            self.beware(&mut draft);
        }
        Ok(draft)
    }

    /// Names of all brains together; unknown when there is no brain that can be read.
    fn scope_of_all_brains(&self) -> &Scope {
        self.all_scopes.get_or_init(|| {
            let mut scope = Scope::default();
            for name in self.names(Kind::Brain) {
                if let Some(brain) = self.scope_of_brain(&name) {
                    scope.merge(&brain);
                }
            }
            scope
        })
    }

    /// Names of one brain, if there is one of this name that can be read.
    pub(crate) fn scope_of_brain(&self, name: &str) -> Option<Arc<Scope>> {
        let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = scopes.entry(name.to_owned()).or_insert_with(|| {
            let exists = self.names(Kind::Brain).iter().any(|known| known == name);
            let brain = exists.then(|| self.open(Kind::Brain, name).ok()).flatten();
            brain.map(|brain| Arc::new(Scope::of_brain(&brain.root)))
        });
        known.clone()
    }
}

/// Reads a text as a file of a kind, as an editor would hold it; names of other files are not checked.
///
/// # Errors
/// All mistakes of the text.
pub fn check_text(kind: Kind, name: &str, bytes: Vec<u8>) -> Result<(), Diagnostics> {
    let text = super::store::text_of(bytes, name)?;
    let loaded = Loaded {
        source: Source::new(name, text),
        path: None,
        own: true,
    };
    let parsed = Parsed::of(&loaded);
    let mut draft = Draft::of(name.to_owned(), loaded, parsed);
    if kind == Kind::Brain {
        Library::new(None).lend(&mut draft);
    }
    let scope = match kind {
        Kind::Brain => Scope::of_brain(&draft.root),
        _ => Scope::default(),
    };
    draft.check(kind, &scope, |root| match kind {
        Kind::Brain => rules::brain::brain(root, Contested::Rests),
        Kind::Scenario => calendar::scenario(root),
        Kind::History => calendar::history(root),
        Kind::Synapse => lab::synapse(root),
        Kind::Protocol => lab::protocol(root),
        Kind::Claim => claim::claim(root),
        Kind::Figures => rules::figures::figures(root),
        Kind::Treatment => rules::given::treatment(root),
        Kind::Variant | Kind::Seeds | Kind::Published | Kind::Qualification => Vec::new(),
    });
    Diagnostics(draft.mistakes).tidy().unless_empty(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_laid_over_is_read_like_a_file_and_leaves_the_library_as_it_was() {
        let library = Library::new(None);
        let shipped = library.read_scenario("therapy-alone").unwrap();
        let texts = BTreeMap::from([
            (
                "scenarios/mine.toml".to_owned(),
                shipped.text.replace("Therapy alone", "Mine"),
            ),
            (
                "scenarios/wrong.toml".to_owned(),
                shipped.text.replace("16 weeks", "16 wekes"),
            ),
        ]);
        let laid_over = library.with(texts);
        assert_eq!(laid_over.read_scenario("mine").unwrap().value.title, "Mine");
        assert!(laid_over.names(Kind::Scenario).contains(&"mine".to_owned()));
        let mistakes = laid_over.read_scenario("wrong").unwrap_err().to_string();
        assert!(mistakes.contains("scenarios/wrong.toml"), "{mistakes}");
        assert!(library.read_scenario("mine").is_err());
    }
}
