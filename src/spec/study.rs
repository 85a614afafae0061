//! Everything that a run needs, resolved at once: scenarios with all that they name, variants, and people.

use super::diagnostics::{Diagnostic, Diagnostics};
use super::document::Node;
use super::files::{BrainFile, HistoryFile, ScenarioFile, SeedsFile, TreatmentFile, VariantFile};
use super::library::{Draft, Library, Sourced};
use super::rules::contradiction;
use super::scope::Scope;
use super::shape::Kind;
use super::variants::Kin;

/// A variant laid over its brain.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedVariant {
    /// Name without `.toml`.
    pub name: String,
    /// Its own file.
    pub file: Sourced<VariantFile>,
    /// The brain as the variant has left it: only the couplings that act, with strengths and changes in place.
    pub brain: BrainFile,
    /// Contested couplings that act, with their strength, in the order of the brain.
    pub switched_on: Vec<(String, f64)>,
    /// Uncontested couplings that do not act, in the order of the brain.
    pub switched_off: Vec<String>,
}

/// Everything that a run needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The brain that all scenarios share, as its own file says.
    pub brain: Sourced<BrainFile>,
    /// The brains from which it borrows.
    pub lenders: Vec<Sourced<()>>,
    /// The history that all scenarios share.
    pub history: Sourced<HistoryFile>,
    /// Scenarios in the order they were asked for.
    pub scenarios: Vec<Sourced<ScenarioFile>>,
    /// Names of those that were asked for more than once.
    pub repeated: Vec<String>,
    /// Treatments that the scenarios use, in the order of their first use.
    pub treatments: Vec<Sourced<TreatmentFile>>,
    /// Variants in the order they were asked for; all of the brain in the order that they give themselves.
    pub variants: Vec<ResolvedVariant>,
    /// The people.
    pub seeds: Sourced<SeedsFile>,
}

impl Study {
    /// A treatment that the scenarios use.
    pub fn treatment(&self, name: &str) -> Option<&Sourced<TreatmentFile>> {
        self.treatments
            .iter()
            .find(|treatment| treatment.name == name)
    }
}

/// Mistakes of several files, while as much as possible is read.
#[derive(Default)]
struct Collector(Diagnostics);

impl Collector {
    fn keep<T>(&mut self, outcome: Result<T, Diagnostics>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(mistakes) => {
                self.0.0.extend(mistakes.0);
                None
            }
        }
    }
}

impl Library {
    /// Reads everything that a run needs; no variant named means all variants of the brain, and of a brain without any, the brain as
    /// its file says.
    ///
    /// # Errors
    /// All mistakes of all files involved, and scenarios that do not share brain and history.
    pub fn read_study(
        &self,
        scenarios: &[String],
        variants: &[String],
        seeds: &str,
    ) -> Result<Study, Diagnostics> {
        let mut collector = Collector::default();
        let seeds = collector.keep(self.read_seeds(seeds));
        let mut drafts: Vec<Draft> = Vec::new();
        let mut repeated: Vec<String> = Vec::new();
        for name in scenarios {
            let Some(draft) = collector.keep(self.scenario_draft(name)) else {
                continue;
            };
            if drafts.iter().all(|known| known.name != draft.name) {
                drafts.push(draft);
            } else if !repeated.contains(&draft.name) {
                repeated.push(draft.name);
            }
        }
        if scenarios.is_empty() {
            collector.0.0.push(
                Diagnostic::of_file(
                    "(no file)",
                    super::diagnostics::Mistake::MissingKey,
                    "no scenario is named",
                )
                .allowed(super::diagnostics::list(
                    self.names(Kind::Scenario).iter().map(String::as_str),
                ))
                .next("name at least one scenario"),
            );
        }
        collector.0.0.extend(unlike(&drafts, "brain"));
        collector.0.0.extend(unlike(&drafts, "history"));
        let parts = self.read_parts(&drafts, variants, &mut collector);
        let scenarios: Vec<Option<Sourced<ScenarioFile>>> = drafts
            .into_iter()
            .map(|draft| collector.keep(draft.finish()))
            .collect();
        let mistakes = collector.0.tidy();
        let whole = parts
            .zip(seeds)
            .zip(scenarios.into_iter().collect::<Option<Vec<_>>>());
        match whole {
            Some(((parts, seeds), scenarios)) if mistakes.0.is_empty() => Ok(Study {
                lenders: self.lenders(&parts.brain.value),
                brain: parts.brain,
                history: parts.history,
                treatments: parts.treatments,
                variants: parts.variants,
                scenarios,
                repeated,
                seeds,
            }),
            _ => Err(mistakes),
        }
    }

    /// Reads what the scenarios name; none when something of it cannot be read.
    fn read_parts(
        &self,
        scenarios: &[Draft],
        variants: &[String],
        collector: &mut Collector,
    ) -> Option<Parts> {
        let first = scenarios.first()?;
        let known = |kind: Kind, name: Option<&str>| {
            let name = name?;
            self.names(kind)
                .iter()
                .any(|known| known == name)
                .then(|| name.to_owned())
        };
        // A name that nothing has is already reported in the scenario itself.
        let brain_name = known(Kind::Brain, first.root.get("brain").and_then(Node::text))?;
        let brain = collector.keep(self.brain_draft(&brain_name))?;
        let scope = Scope::of_brain(&brain.root);

        let history = known(
            Kind::History,
            first.root.get("history").and_then(Node::text),
        )
        .and_then(|name| collector.keep(self.history_draft(&name, &scope)))
        .and_then(|draft| collector.keep(draft.finish()));
        let mut treatments = Vec::new();
        let mut all_treatments = true;
        for name in used_treatments(scenarios) {
            let Some(name) = known(Kind::Treatment, Some(&name)) else {
                all_treatments = false;
                continue;
            };
            let draft = collector.keep(self.treatment_draft(&name, &scope));
            match draft.and_then(|draft| collector.keep(draft.finish())) {
                Some(treatment) => treatments.push(treatment),
                None => all_treatments = false,
            }
        }
        let variants = self.read_variants(&brain, variants, collector);
        let brain = collector.keep(brain.finish())?;
        all_treatments.then_some(Parts {
            brain,
            history: history?,
            treatments,
            variants: variants?,
        })
    }

    fn read_variants(
        &self,
        brain: &Draft,
        names: &[String],
        collector: &mut Collector,
    ) -> Option<Vec<ResolvedVariant>> {
        let kin = Kin::of(self, brain);
        let all = kin.names().to_vec();
        let everyone = names.is_empty();
        if everyone && all.is_empty() {
            return Some(vec![collector.keep(brain.as_written())?]);
        }
        let names = if everyone { &all } else { names };
        let resolved: Vec<Option<ResolvedVariant>> = names
            .iter()
            .map(|name| collector.keep(self.lay_over(&kin, name)))
            .collect();
        let mut resolved: Vec<ResolvedVariant> = resolved.into_iter().collect::<Option<_>>()?;
        if everyone {
            // Names are sorted already, and this sort keeps the order of equals.
            resolved.sort_by_key(|variant| variant.file.value.order.unwrap_or(u32::MAX));
        }
        let mut once: Vec<ResolvedVariant> = Vec::new();
        for variant in resolved {
            if once.iter().all(|known| known.name != variant.name) {
                once.push(variant);
            }
        }
        Some(once)
    }
}

/// What the scenarios of a study share.
struct Parts {
    brain: Sourced<BrainFile>,
    history: Sourced<HistoryFile>,
    treatments: Vec<Sourced<TreatmentFile>>,
    variants: Vec<ResolvedVariant>,
}

fn used_treatments(scenarios: &[Draft]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for scheduled in scenarios
        .iter()
        .flat_map(|draft| draft.root.list("treatments"))
    {
        if let Some(name) = scheduled.get("use").and_then(Node::text)
            && names.iter().all(|known| known != name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// Scenarios whose brain or history is not that of the first one: their people would not be the same.
fn unlike(scenarios: &[Draft], key: &str) -> Vec<Diagnostic> {
    let of = |draft: &Draft| {
        let node = draft.root.get(key)?;
        Some((node.text()?.to_owned(), node.place.clone()))
    };
    let Some((shared, _)) = scenarios.first().and_then(of) else {
        return Vec::new();
    };
    scenarios
        .iter()
        .filter_map(of)
        .filter(|(name, _)| *name != shared)
        .map(|(name, place)| {
            let message =
                format!("the {key} is {name:?}, and that of the first scenario {shared:?}");
            contradiction(&place, message)
                .allowed(format!(
                    "one {key} for all scenarios of a run, so that the same people live them"
                ))
                .next("run the scenarios apart, or give them the same one")
        })
        .collect()
}
