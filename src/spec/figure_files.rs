//! Files of published figures and the plans that use them: found, checked against what they name, and read.

use super::diagnostics::{Diagnostic, Diagnostics, Mistake, list};
use super::document::{Node, shortened};
use super::files::{FiguresFile, QualificationFile};
use super::library::{Library, Sourced};
use super::locate::Located;
use super::rules::figures;
use super::scope::Scope;
use super::shape::{Kind, Names};
use crate::inference::{RATED_SEVERITY, TRUE_SEVERITY};
use crate::units::{Dimension, Quantity};

const DAYS_PER_WEEK: f64 = 7.0;

impl Library {
    /// Reads a file of published figures; everything that corresponds to a figure must be there.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_figures(&self, name: &str) -> Result<Sourced<FiguresFile>, Diagnostics> {
        let mut draft = self.open(Kind::Figures, name)?;
        let mut scope = Scope::default();
        for (names, kind) in [
            (Names::Scenario, Kind::Scenario),
            (Names::History, Kind::History),
            (Names::Protocol, Kind::Protocol),
            (Names::Synapse, Kind::Synapse),
            (Names::Treatment, Kind::Treatment),
            (Names::Brain, Kind::Brain),
        ] {
            scope.add(names, self.names(kind));
        }
        draft.check(Kind::Figures, &scope, |root| {
            let mut found = figures::figures(root);
            for simulated in root
                .list("figures")
                .iter()
                .filter_map(|f| f.get("simulated"))
            {
                found.extend(self.of_simulated(simulated));
            }
            found.extend(self.fitted_to_tests(root));
            found
        });
        draft.finish()
    }

    /// Reads a plan by which models are held against published figures.
    ///
    /// # Errors
    /// All mistakes of the file itself; those of the figures are found when they are read.
    pub fn read_qualification(
        &self,
        name: &str,
    ) -> Result<Sourced<QualificationFile>, Diagnostics> {
        let mut draft = self.open(Kind::Qualification, name)?;
        let mut scope = Scope::default();
        for (names, kind) in [
            (Names::Figures, Kind::Figures),
            (Names::Seeds, Kind::Seeds),
            (Names::Brain, Kind::Brain),
        ] {
            scope.add(names, self.names(kind));
        }
        draft.check(Kind::Qualification, &scope, |root| {
            let mut found = Vec::new();
            for entry in root.table("accounts") {
                found.extend(self.account(&entry.name, &entry.node));
            }
            let wanted = root.list("figures");
            if !wanted.is_empty() {
                let ids: Vec<String> = self.figure_uses().into_iter().map(|(id, _)| id).collect();
                found.extend(
                    wanted
                        .iter()
                        .filter_map(|node| unknown(node, &ids, "a figure")),
                );
            }
            found
        });
        draft.finish()
    }

    /// Id and use of every figure of the library, in the order of files; files that cannot be parsed are left out.
    pub fn figure_uses(&self) -> Vec<(String, String)> {
        let mut uses = Vec::new();
        for name in self.names(Kind::Figures) {
            let Ok(draft) = self.open(Kind::Figures, &name) else {
                continue;
            };
            let of = |node: &Node, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
            let shared = of(&draft.root, "use").unwrap_or_default();
            for figure in draft.root.list("figures") {
                if let Some(id) = of(figure, "id") {
                    uses.push((id, of(figure, "use").unwrap_or_else(|| shared.clone())));
                }
            }
        }
        uses
    }

    /// Targets of a fit that no file has, or that are there to test the model.
    fn fitted_to_tests(&self, root: &Node) -> Vec<Diagnostic> {
        let blocks = root.list("blocks");
        if blocks.is_empty() {
            return Vec::new();
        }
        let uses = self.figure_uses();
        let ids: Vec<String> = uses.iter().map(|(id, _)| id.clone()).collect();
        let mut found = Vec::new();
        for block in blocks {
            let targets = || block.list("targets").iter().filter_map(|t| t.get("figure"));
            for node in targets().chain(block.list("checks")) {
                found.extend(unknown(node, &ids, "a figure"));
            }
            for node in targets() {
                let id = node.text().unwrap_or_default();
                if let Some((_, purpose)) = uses.iter().find(|(known, _)| known == id)
                    && purpose != "calibrate"
                {
                    let message = format!("{id:?} is fitted to, and its use is {purpose:?}");
                    found.push(
                        Diagnostic::at(&node.place, Mistake::Contradiction, message)
                            .allowed("figures whose use is \"calibrate\"")
                            .next("move it to checks, where it is only compared"),
                    );
                }
            }
        }
        found
    }

    /// What a figure names beyond the names of files.
    fn of_simulated(&self, simulated: &Node) -> Vec<Diagnostic> {
        let text = |key: &str| simulated.get(key).and_then(Node::text);
        let mut found = Vec::new();
        match text("by").unwrap_or("run") {
            "run" => found.extend(self.of_scenarios(simulated)),
            "trait" => {
                if let (Some(brain), Some(node)) = (text("brain"), simulated.get("trait"))
                    && let Some(scope) = self.scope_of_brain(brain)
                {
                    let traits = scope.names(Names::Trait).unwrap_or_default();
                    found.extend(unknown(node, traits, "a trait of this brain"));
                }
            }
            "kinetics" => {
                if let Some(node) = simulated.get("treatment")
                    && let Some(name) = node.text().filter(|name| self.has(Kind::Treatment, name))
                    && let Ok(treatment) = self.open(Kind::Treatment, name)
                    && treatment.root.get("kinetics").is_none()
                {
                    let message = format!("the treatment {name:?} has no kinetics");
                    found.push(
                        Diagnostic::at(&node.place, Mistake::Contradiction, message)
                            .allowed("a drug")
                            .next("name a treatment of kind \"drug\""),
                    );
                }
            }
            "parameter" => {
                if let (Some(file), Some(path)) = (simulated.get("file"), simulated.get("path")) {
                    found.extend(self.of_number(file, path));
                }
            }
            _ => {}
        }
        found
    }

    fn has(&self, kind: Kind, name: &str) -> bool {
        self.names(kind).iter().any(|known| known == name)
    }

    /// Scenarios of one brain and history, which have the readout, the weeks and the account.
    fn of_scenarios(&self, simulated: &Node) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut shared: Option<(String, String)> = None;
        let mut weeks = f64::INFINITY;
        for node in simulated.list("scenarios") {
            let Some(name) = node.text().filter(|name| self.has(Kind::Scenario, name)) else {
                continue;
            };
            let Ok(draft) = self.open(Kind::Scenario, name) else {
                continue;
            };
            let of = |key: &str| {
                let text = draft.root.get(key).and_then(Node::text);
                text.unwrap_or_default().to_owned()
            };
            let own = (of("brain"), of("history"));
            let end = |phase: &Node| {
                let to = phase.get("to").and_then(Node::text)?;
                Some(Quantity::parse_as(to, Dimension::Time).ok()?.value / DAYS_PER_WEEK)
            };
            let last = draft.root.list("phases").iter().filter_map(end);
            weeks = weeks.min(last.fold(0.0, f64::max));
            if *shared.get_or_insert_with(|| own.clone()) != own {
                let message =
                    format!("{name:?} has another brain or history than the first scenario");
                found.push(
                    Diagnostic::at(&node.place, Mistake::Contradiction, message)
                        .allowed("scenarios in which the same people live")
                        .next("name a scenario of the same brain and history"),
                );
            }
        }
        let Some((brain, _)) = shared else {
            return found;
        };
        if let Some(scope) = self.scope_of_brain(&brain) {
            let mut readouts = vec![TRUE_SEVERITY.to_owned(), RATED_SEVERITY.to_owned()];
            readouts.extend(
                scope
                    .names(Names::Readout)
                    .unwrap_or_default()
                    .iter()
                    .cloned(),
            );
            let named = simulated.get("readout").into_iter();
            for node in named.chain(simulated.list("readouts")) {
                found.extend(unknown(node, &readouts, "a readout of this brain"));
            }
        }
        if let Some(node) = simulated.get("variant") {
            found.extend(self.account(&brain, node));
        }
        for key in ["week", "reference_week"] {
            let Some(node) = simulated.get(key) else {
                continue;
            };
            if let Some(week) = node.number().filter(|&week| week > weeks.floor()) {
                let message = format!("{key} is {week}, and the scenario ends after {weeks} weeks");
                found.push(
                    Diagnostic::at(&node.place, Mistake::OutOfRange, message)
                        .allowed(format!("weeks 0 to {}", weeks.floor()))
                        .next("name an earlier week, or another scenario"),
                );
            }
        }
        found
    }

    fn account(&self, brain: &str, node: &Node) -> Option<Diagnostic> {
        let known = self.has(Kind::Brain, brain);
        known.then(|| unknown(node, &self.variants_of(brain), "an account of this brain"))?
    }

    /// The number that a definition file states under a dotted path; items of lists are counted from 0.
    pub fn number_in(&self, file: &str, path: &str) -> Option<Stated> {
        let located = self
            .all()
            .into_iter()
            .find(|located| located.path() == file)?;
        let draft = self.open(located.kind, &located.name).ok()?;
        stated(path.split('.').try_fold(&draft.root, step)?)
    }

    /// What is wrong with the file or the path of a number.
    fn of_number(&self, file: &Node, path: &Node) -> Option<Diagnostic> {
        let name = file.text()?;
        let all = self.all();
        let known: Vec<String> = all.iter().map(Located::path).collect();
        let Some(located) = all.iter().find(|located| located.path() == name) else {
            let message = format!("{:?} is no definition file", shortened(name));
            return Some(
                Diagnostic::at(&file.place, Mistake::UnknownName, message)
                    .allowed("a file of the library with its folder, such as treatments/citalopram")
                    .near(name, known.iter().map(String::as_str))
                    .next("correct the name; rewire list says which files there are"),
            );
        };
        let draft = self.open(located.kind, &located.name).ok()?;
        let mut node = &draft.root;
        for name in path.text()?.split('.') {
            let Some(next) = step(node, name) else {
                let keys = || node.entries().iter().map(|entry| entry.name.as_str());
                let message = format!("the path leads nowhere: there is no {name:?}");
                return Some(
                    Diagnostic::at(&path.place, Mistake::UnknownName, message)
                        .allowed(list(keys()))
                        .near(name, keys())
                        .next("correct the path"),
                );
            };
            node = next;
        }
        stated(node).is_none().then(|| {
            let message = format!("the path leads to {}, which is no number", node.described());
            Diagnostic::at(&path.place, Mistake::WrongType, message)
                .allowed("the path of a number, with or without a unit")
                .next("name a number within it")
        })
    }
}

/// One step along a dotted path: a key, or an item by its place or by the input that it acts on.
fn step<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let item = || node.items().get(name.parse::<usize>().ok()?);
    let input = |item: &&Node| item.get("input").and_then(Node::text) == Some(name);
    let named = || node.items().iter().find(input);
    node.get(name).or_else(item).or_else(named)
}

/// The number of a node, or of its `value`.
fn stated(node: &Node) -> Option<Stated> {
    let value = node.get("value").unwrap_or(node);
    if let Some(value) = value.number() {
        let unit = String::new();
        return Some(Stated { value, unit });
    }
    let text = value.text().filter(|text| Quantity::parse(text).is_ok())?;
    let (number, unit) = text.trim().split_once(' ')?;
    Some(Stated {
        value: number.parse().ok()?,
        unit: unit.trim().to_owned(),
    })
}

/// A number of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The number as written.
    pub value: f64,
    /// Its unit as written; empty for a plain number.
    pub unit: String,
}

/// A text that is none of the names there are.
fn unknown(node: &Node, names: &[String], word: &str) -> Option<Diagnostic> {
    let name = node.text()?;
    if names.iter().any(|known| known == name) {
        return None;
    }
    let known = || names.iter().map(String::as_str);
    let message = format!("{:?} is not {word}", shortened(name));
    Some(
        Diagnostic::at(&node.place, Mistake::UnknownName, message)
            .allowed(list(known()))
            .near(name, known())
            .next("write one of the names there are"),
    )
}
