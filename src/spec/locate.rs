//! Which definition file a bare name means, when its kind is not said.

use super::claim_files::has_id;
use super::diagnostics::{Diagnostic, Diagnostics, Mistake, nearest};
use super::document::Node;
use super::files::{
    BrainFile, ClaimFile, FiguresFile, HistoryFile, ProtocolFile, PublishedFile, QualificationFile,
    ScenarioFile, SeedsFile, SynapseFile, TreatmentFile,
};
use super::library::{Library, Sourced};
use super::shape::Kind;
use super::study::ResolvedVariant;
use std::path::Path;

/// Order in which kinds are looked through: what people name most comes first.
const ORDER: [Kind; 12] = [
    Kind::Scenario,
    Kind::Treatment,
    Kind::Variant,
    Kind::Brain,
    Kind::History,
    Kind::Seeds,
    Kind::Protocol,
    Kind::Synapse,
    Kind::Published,
    Kind::Claim,
    Kind::Figures,
    Kind::Qualification,
];

/// A definition file with its kind; a variant is named `brain/variant`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Kind of the file.
    pub kind: Kind,
    /// Its name, or the path of a file outside of the library.
    pub name: String,
}

/// A definition file as read.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// A brain.
    Brain(Box<Sourced<BrainFile>>),
    /// A variant laid over its brain; the name of the brain comes first.
    Variant(String, Box<ResolvedVariant>),
    /// A treatment.
    Treatment(Box<Sourced<TreatmentFile>>),
    /// A scenario.
    Scenario(Box<Sourced<ScenarioFile>>),
    /// A history.
    History(Box<Sourced<HistoryFile>>),
    /// A set of people.
    Seeds(Box<Sourced<SeedsFile>>),
    /// A synapse of the lab.
    Synapse(Box<Sourced<SynapseFile>>),
    /// A protocol of the lab.
    Protocol(Box<Sourced<ProtocolFile>>),
    /// Published points for the lab.
    Published(Box<Sourced<PublishedFile>>),
    /// A claim on trial.
    Claim(Box<Sourced<ClaimFile>>),
    /// Published figures.
    Figures(Box<Sourced<FiguresFile>>),
    /// A plan that holds models against published figures.
    Qualification(Box<Sourced<QualificationFile>>),
}

impl Library {
    /// Every file of the library, kind by kind.
    pub fn all(&self) -> Vec<Located> {
        let of = |kind| {
            self.names(kind)
                .into_iter()
                .map(move |name| Located { kind, name })
        };
        ORDER.into_iter().flat_map(of).collect()
    }

    /// Finds a file by its name, `folder/name`, or path; several when kinds share the name.
    ///
    /// # Errors
    /// A diagnostic with the nearest name of any kind.
    pub fn locate(&self, name: &str) -> Result<Vec<Located>, Diagnostics> {
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let stem = stem.strip_prefix("./").unwrap_or(stem);
        let all = self.all();
        let found: Vec<Located> = all
            .iter()
            .filter(|known| known.answers_to(stem))
            .cloned()
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
        if Path::new(name).exists() {
            return self.of_path(name).map(|found| vec![found]);
        }
        let names = || {
            all.iter()
                .map(|known| known.name.as_str())
                .chain(all.iter().map(Located::short))
        };
        let last = stem.rsplit('/').next().unwrap_or(stem);
        let mut missing = Diagnostic::of_file(name, Mistake::Unreadable, "there is no definition file of this name")
            .next("rewire list names all there are; your own file is named by its path, such as ./mine.toml");
        missing.near = nearest(stem, names()).or_else(|| nearest(last, names()));
        Err(missing.into())
    }

    /// Tells the kind of a file on disk by its keys.
    fn of_path(&self, path: &str) -> Result<Located, Diagnostics> {
        // Every kind is opened alike: only the file itself says what it is.
        let draft = self.open(Kind::Seeds, path)?;
        let has = |keys: &[&str]| keys.iter().any(|key| draft.root.get(key).is_some());
        let kind = if has(&["synapses", "shows"]) {
            Kind::Protocol
        } else if has(&["rule", "fitted_to"]) {
            Kind::Synapse
        } else if has(&["mechanism", "decision"]) {
            Kind::Claim
        } else if has(&["statement"]) && has(&["figures"]) {
            Kind::Figures
        } else if has(&["statement", "series"]) {
            Kind::Published
        } else if has(&["seeds", "every_account"]) {
            Kind::Qualification
        } else if has(&["populations", "projections"]) {
            Kind::Brain
        } else if has(&["says", "predicts"]) {
            Kind::Variant
        } else if has(&["brain", "question"]) {
            Kind::Scenario
        } else if has(&["first", "count"]) {
            Kind::Seeds
        } else if has(&["kind", "course", "sessions", "practice", "routine"]) {
            Kind::Treatment
        } else if has(&["phases"]) {
            Kind::History
        } else if !draft.mistakes.is_empty() {
            return Err(Diagnostics(draft.mistakes));
        } else {
            let message = "the file does not say what it is: no key of it belongs to one kind of definition file alone";
            let allowed = "populations (a brain), says (a variant), question (a scenario), kind (a treatment), phases (a history), count (seeds), shows (a protocol), rule (a synapse), mechanism (a claim) or statement (evidence)";
            return Err(
                Diagnostic::at(&draft.root.place, Mistake::MissingKey, message)
                    .allowed(allowed)
                    .into(),
            );
        };
        Ok(Located {
            kind,
            name: path.to_owned(),
        })
    }

    /// Reads a file that was located.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read(&self, located: &Located) -> Result<Opened, Diagnostics> {
        let name = &located.name;
        Ok(match located.kind {
            Kind::Brain => Opened::Brain(Box::new(self.read_brain(name)?)),
            Kind::Treatment => Opened::Treatment(Box::new(self.read_treatment(name)?)),
            Kind::Scenario => Opened::Scenario(Box::new(self.read_scenario(name)?)),
            Kind::History => Opened::History(Box::new(self.read_history(name)?)),
            Kind::Seeds => Opened::Seeds(Box::new(self.read_seeds(name)?)),
            Kind::Synapse => Opened::Synapse(Box::new(self.read_synapse(name)?)),
            Kind::Protocol => Opened::Protocol(Box::new(self.read_protocol(name)?)),
            Kind::Published => Opened::Published(Box::new(self.read_published(name)?)),
            Kind::Claim => Opened::Claim(Box::new(self.read_claim(name)?)),
            Kind::Figures => Opened::Figures(Box::new(self.read_figures(name)?)),
            Kind::Qualification => Opened::Qualification(Box::new(self.read_qualification(name)?)),
            Kind::Variant => {
                let (brain, variant) = self.variant_of(name)?;
                Opened::Variant(brain, Box::new(variant))
            }
        })
    }

    /// Reads a variant by `brain/name`, or by a path, on the brain that it fits.
    fn variant_of(&self, name: &str) -> Result<(String, ResolvedVariant), Diagnostics> {
        let brains = self.names(Kind::Brain);
        let folder = |brain: &&String| {
            name.strip_prefix(brain.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
                || Path::new(name)
                    .parent()
                    .and_then(Path::file_name)
                    .is_some_and(|folder| folder == brain.as_str())
        };
        if let Some(brain) = brains.iter().find(folder) {
            return Ok((brain.clone(), self.resolve_variant(brain, name)?));
        }
        let mut first = None;
        for brain in &brains {
            match self.resolve_variant(brain, name) {
                Ok(variant) => return Ok((brain.clone(), variant)),
                Err(mistakes) => first = first.or(Some(mistakes)),
            }
        }
        let nobody = || {
            Diagnostic::of_file(
                name,
                Mistake::UnknownName,
                "there is no brain that it could be a variant of",
            )
        };
        Err(first.unwrap_or_else(|| nobody().into()))
    }
}

impl Located {
    /// The name without that of the brain.
    pub fn short(&self) -> &str {
        match self.kind {
            Kind::Variant => self.name.rsplit('/').next().unwrap_or(&self.name),
            _ => &self.name,
        }
    }

    /// Path within a library, without `.toml`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.kind.folder(), self.name)
    }

    fn answers_to(&self, stem: &str) -> bool {
        let within = stem
            .strip_prefix(self.kind.folder())
            .and_then(|rest| rest.strip_prefix('/'));
        let is_id = self.kind == Kind::Claim && has_id(&self.name, stem);
        is_id || self.name == stem || self.short() == stem || within == Some(self.name.as_str())
    }
}

impl Library {
    /// Title of a file, also of one with mistakes elsewhere.
    pub fn title_of(&self, located: &Located) -> Option<String> {
        let draft = self.open(located.kind, &located.name).ok()?;
        draft
            .root
            .get("title")
            .and_then(Node::text)
            .map(str::to_owned)
    }
}
