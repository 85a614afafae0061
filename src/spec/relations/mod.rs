//! What a named thing is and how it hangs together with the others: what drives it, what it drives, who sets and switches it.

mod circuit;
mod entries;
mod library;

use super::files::{BrainFile, Coupling, Grade, HistoryFile, ScenarioFile, TreatmentFile};
use super::library::Library;
use super::locate::{Located, Opened};
use super::shape::Kind;
use super::study::ResolvedVariant;
use serde::Serialize;
use std::sync::Arc;

/// A named thing with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Explanation {
    /// Name.
    pub name: String,
    /// What it is and where it belongs, such as `slow factor of the brain affect`.
    pub what: String,
    /// Meaning, as its file says.
    pub meaning: String,
    /// Its number or numbers, with units.
    pub value: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
    /// Its equation, where it has one.
    pub equation: Option<String>,
    /// What drives it.
    pub driven_by: Vec<String>,
    /// What it drives.
    pub drives: Vec<String>,
    /// Variants that switch it on or off or change it.
    pub switched_by: Vec<String>,
    /// Treatments, scenarios, histories and experiences that set it.
    pub set_by: Vec<String>,
    /// Command that says more.
    pub more: Option<String>,
}

/// A brain with everything of the library that bears on its names.
pub struct Surroundings {
    /// Name of the brain.
    pub name: String,
    /// The brain.
    pub brain: BrainFile,
    /// Its variants, in the order that they give themselves.
    pub variants: Vec<ResolvedVariant>,
    /// All treatments.
    pub treatments: Arc<Vec<(String, TreatmentFile)>>,
    /// Scenarios that use it.
    pub scenarios: Vec<(String, ScenarioFile)>,
    /// All histories, with their phases.
    pub histories: Arc<Vec<(String, HistoryFile)>>,
}

impl Surroundings {
    /// Reads a brain and everything that can be read around it; files with mistakes are left out.
    pub fn read(library: &Library, name: &str) -> Option<Surroundings> {
        Self::of(library, &[name.to_owned()]).pop()
    }

    /// The same for several brains, which share what is read around them; brains with mistakes are left out.
    pub fn of(library: &Library, brains: &[String]) -> Vec<Surroundings> {
        let names = |kind: Kind| library.names(kind).into_iter();
        let treatments = names(Kind::Treatment).filter_map(|name| {
            let file = library.read_treatment(&name).ok()?;
            Some((name, file.value))
        });
        let treatments: Arc<Vec<_>> = Arc::new(treatments.collect());
        let histories = names(Kind::History).filter_map(|name| {
            let file = library.read_history(&name).ok()?;
            Some((name, file.value))
        });
        let histories: Arc<Vec<_>> = Arc::new(histories.collect());
        let scenarios = names(Kind::Scenario).filter_map(|name| {
            let file = library.read_scenario(&name).ok()?;
            Some((name, file.value))
        });
        let scenarios: Vec<_> = scenarios.collect();
        let around = |name: &String| {
            let brain = library.read_brain(name).ok()?.value;
            let mut variants: Vec<ResolvedVariant> = library
                .variants_of(name)
                .iter()
                .filter_map(|variant| library.resolve_variant(name, variant).ok())
                .collect();
            variants.sort_by_key(|variant| variant.file.value.order.unwrap_or(u32::MAX));
            let own = scenarios.iter().filter(|(_, s)| s.brain == *name);
            Some(Surroundings {
                name: name.clone(),
                variants,
                treatments: treatments.clone(),
                scenarios: own.cloned().collect(),
                histories: histories.clone(),
                brain,
            })
        };
        brains.iter().filter_map(around).collect()
    }

    /// Every name that can be explained, with its section before it.
    pub fn names(&self) -> Vec<String> {
        let brain = &self.brain;
        let mut names = Vec::new();
        let mut add = |section: &str, of: Vec<&str>| {
            names.extend(of.into_iter().map(|name| format!("{section}.{name}")));
        };
        add("couplings", brain.couplings.names().collect());
        add("factors", brain.factors.names().collect());
        add("signals", brain.signals.names().collect());
        add("inputs", brain.inputs.names().collect());
        add("traits", brain.traits.names().collect());
        add("populations", brain.populations.names().collect());
        add("projections", brain.projections.names().collect());
        add("experiences", brain.experiences.names().collect());
        add("actions", brain.actions.names().collect());
        add("tallies", brain.tallies.names().collect());
        add("inhibition", brain.inhibition.names().collect());
        add("probes", brain.probes.names().collect());
        add("readouts", brain.readouts.names().collect());
        for (_, treatment) in self.treatments.iter() {
            add("experiences", treatment.experiences.names().collect());
        }
        names
    }

    /// Explains a name, or `section.name`; several things may share a name.
    pub fn explain(&self, asked: &str) -> Vec<Explanation> {
        let mut found: Vec<Explanation> = Vec::new();
        for full in self.names() {
            let (section, name) = full.split_once('.').unwrap_or(("", &full));
            if name != asked && full != asked {
                continue;
            }
            if let Some(mut explained) = self.entry(section, name)
                && found.iter().all(|known| known.what != explained.what)
            {
                self.relate(section, name, &mut explained);
                found.push(explained);
            }
        }
        found
    }

    fn relate(&self, section: &str, name: &str, explained: &mut Explanation) {
        let brain = &self.brain;
        if library::TAKES_COUPLINGS.contains(&section) {
            for (coupling_name, coupling) in brain.couplings.iter() {
                let line = || line(coupling_name, coupling);
                if owner(&coupling.to) == name {
                    explained.driven_by.push(line());
                }
                if owner(&coupling.from) == name {
                    explained.drives.push(line());
                } else if coupling.times.iter().any(|factor| owner(factor) == name) {
                    explained.drives.push(format!("multiplies {}", line()));
                }
            }
        }
        circuit::relate(brain, section, name, explained);
        library::relate(self, section, name, explained);
    }
}

/// What a bare name, or a file, is; the name of a file comes without its folder.
pub fn of_file(library: &Library, file: &Located) -> Option<Explanation> {
    let opened = library.read(file).ok()?;
    let (what, meaning, title) = match &opened {
        Opened::Scenario(s) => ("scenario".to_owned(), &s.value.question, &s.value.title),
        Opened::Treatment(t) => ("treatment".to_owned(), &t.value.meaning, &t.value.title),
        Opened::History(h) => ("history".to_owned(), &h.value.description, &h.value.title),
        Opened::Seeds(s) => (
            "set of virtual people".to_owned(),
            &s.value.meaning,
            &s.value.title,
        ),
        Opened::Synapse(s) => (
            "synapse of the lab".to_owned(),
            &s.value.meaning,
            &s.value.title,
        ),
        Opened::Protocol(p) => (
            "protocol of the lab".to_owned(),
            &p.value.shows,
            &p.value.title,
        ),
        Opened::Published(p) => (
            "evidence that the lab is held against".to_owned(),
            &p.value.statement,
            &p.value.title,
        ),
        Opened::Claim(c) => (
            format!("claim {}", c.value.id),
            &c.value.statement,
            &c.value.title,
        ),
        Opened::Figures(f) => (
            "published figures that models are held against".to_owned(),
            &f.value.statement,
            &f.value.title,
        ),
        Opened::Qualification(q) => (
            "plan that holds models against published figures".to_owned(),
            &q.value.meaning,
            &q.value.title,
        ),
        Opened::Brain(b) => ("brain".to_owned(), &b.value.summary, &b.value.title),
        Opened::Variant(brain, v) => (
            format!("variant of the brain {brain}"),
            &v.file.value.says,
            &v.file.value.title,
        ),
    };
    let mut explained = Explanation {
        name: file.short().to_owned(),
        what: format!("{what}: {title}"),
        meaning: meaning.split_whitespace().collect::<Vec<_>>().join(" "),
        more: Some(format!("rewire show {}", file.name)),
        ..Explanation::default()
    };
    if let Opened::Treatment(treatment) = &opened {
        let uses = |name: &String| {
            let scenario = library.read_scenario(name).ok()?.value;
            let scheduled = scenario
                .treatments
                .iter()
                .find(|s| s.treatment == treatment.name)?;
            Some(format!(
                "scenario {name}: from {} to {}",
                scheduled.from, scheduled.to
            ))
        };
        explained.set_by = library
            .names(Kind::Scenario)
            .iter()
            .filter_map(uses)
            .collect();
    }
    if let Opened::Variant(_, variant) = &opened {
        explained.drives = variant
            .switched_on
            .iter()
            .filter_map(|(name, _)| Some(line(name, variant.brain.couplings.get(name)?)))
            .collect();
    }
    Some(explained)
}

/// A coupling in a line: `serotonin_raises_bdnf: serotonin_tone to bdnf, +0.24, disputed (antidepressants raise BDNF)`.
fn line(name: &str, coupling: &Coupling) -> String {
    let disputed = if coupling.contested { ", disputed" } else { "" };
    format!(
        "{name}: {} to {}, {:+}{disputed} ({})",
        coupling.from, coupling.to, coupling.strength, coupling.meaning
    )
}

/// Name of the thing to which a signal or a target belongs: `control` of `control.activity`.
pub fn owner(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}
