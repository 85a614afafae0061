//! What a page shows, as its link says it: scenarios, accounts, and what was moved. It becomes definition files, and these a study.
//!
//! There is no second model of anything here: a state is written as text of scenarios and variants, laid over the library and
//! read by `spec` like any file. What the page shows is therefore what the command line gives for the files that it saves.

use crate::cohort;
use crate::spec::compile::compile_study;
use crate::spec::files::{Change, OrderedMap, Patch, ScenarioFile, VariantFile};
use crate::spec::numbers::is_from_animals;
use crate::spec::{Kind, Library};
use crate::units::{Days, Milligrams};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most scenarios side by side.
pub const SCENARIOS: usize = 4;
/// Most accounts side by side.
pub const ACCOUNTS: usize = 2;
/// Most people: those of the set of seeds.
pub const PEOPLE: usize = 200;
/// The set of seeds that the page draws its people from.
pub const SEEDS: &str = "classroom";
/// Most things that can be moved at once.
const MOVED: usize = 64;
const DAYS_PER_WEEK: f64 = 7.0;

/// Everything that decides the numbers of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Names of the scenarios; each is contrasted with the first.
    pub scenarios: Vec<String>,
    /// Names of the variants, here called accounts or stories.
    pub accounts: Vec<String>,
    /// How many people live their history.
    #[serde(default = "usual_people")]
    pub people: usize,
    /// Contested couplings: how many times the strength that an account gives them.
    #[serde(default)]
    pub couplings: BTreeMap<String, f64>,
    /// Treatments by name: what is changed about them, in every scenario that uses them.
    #[serde(default)]
    pub treatments: BTreeMap<String, Moved>,
    /// Day inputs that are set in all phases of all scenarios.
    #[serde(default)]
    pub inputs: BTreeMap<String, f64>,
    /// Traits: the mean, or median, over people.
    #[serde(default)]
    pub traits: BTreeMap<String, f64>,
    /// How much of what was measured in animals holds in people: every coupling graded so is as many times as strong.
    #[serde(default = "all_of_it")]
    pub translation: f64,
}

/// What is changed about a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Week of its beginning.
    pub from: Option<f64>,
    /// Week of its end.
    pub to: Option<f64>,
    /// One dose, mg.
    pub dose: Option<f64>,
    /// Number of sessions.
    pub sessions: Option<u32>,
    /// Homework or practice on a day.
    pub per_day: Option<f64>,
}

fn usual_people() -> usize {
    64
}

fn all_of_it() -> f64 {
    1.0
}

/// A definition file that a state stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// Name by which the study asks for it.
    pub name: String,
    /// File name for saving.
    pub file: String,
    /// Its text; none where it is a file of the library as it is.
    pub text: Option<String>,
    /// Where it lies over the library.
    #[serde(skip)]
    path: String,
}

/// The definition files of a state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Files {
    /// One per scenario.
    pub scenarios: Vec<Written>,
    /// One per account.
    pub accounts: Vec<Written>,
    /// The command that gives the numbers of the page, where the files were saved.
    pub command: String,
}

impl State {
    /// Reads a state as a link carries it.
    ///
    /// # Errors
    /// A sentence with what is wrong.
    pub fn read(text: &str) -> Result<State, String> {
        let state: State = serde_json::from_str(text)
            .map_err(|error| format!("the link is not complete: {error}"))?;
        let moved = state.couplings.len()
            + state.treatments.len()
            + state.inputs.len()
            + state.traits.len();
        let within = |what: &str, found: usize, least: usize, most: usize| {
            let message = format!("{found} {what}: {least} to {most} are allowed");
            (least..=most).contains(&found).then_some(()).ok_or(message)
        };
        within("scenarios", state.scenarios.len(), 1, SCENARIOS)?;
        within("stories", state.accounts.len(), 1, ACCOUNTS)?;
        within("people", state.people, 1, PEOPLE)?;
        within("changes", moved, 0, MOVED)?;
        if !(0.0..=1.0).contains(&state.translation) {
            return Err(format!(
                "a translation of {}: 0 to 1 is allowed",
                state.translation
            ));
        }
        Ok(state)
    }

    /// Writes the definition files that the state stands for.
    ///
    /// # Errors
    /// Names that the library does not have, and its mistakes.
    pub fn files(&self, library: &Library) -> Result<Files, String> {
        let mut scenarios: Vec<Written> = Vec::new();
        let mut brain = String::new();
        for name in &self.scenarios {
            // Only names of the library: a path would read any file of this machine.
            known(library, Kind::Scenario, name)?;
            let file = library.read_scenario(name).map_err(|m| m.to_string())?;
            brain = file.value.brain.clone();
            let changed = self.changed(&file.value);
            let changed = (changed != file.value).then_some(&changed);
            scenarios.push(written("scenarios", name, changed)?);
        }
        let mut accounts = Vec::new();
        for name in &self.accounts {
            known(library, Kind::Variant, &format!("{brain}/{name}"))?;
            accounts.push(self.account(library, &brain, name)?);
        }
        let word = |written: &Written| match written.text {
            Some(_) => format!("./{}", written.file),
            None => written.name.clone(),
        };
        let mut command = vec!["rewire run".to_owned()];
        command.extend(scenarios.iter().map(word));
        command.extend(accounts.iter().map(|a| format!("--variant {}", word(a))));
        command.push(format!("--people {}", self.people));
        Ok(Files {
            scenarios,
            accounts,
            command: command.join(" "),
        })
    }

    /// The study of the state.
    ///
    /// # Errors
    /// All mistakes of all files involved, as on the command line.
    pub fn study(&self, library: &Library) -> Result<cohort::Study, String> {
        let files = self.files(library)?;
        let all = files.scenarios.iter().chain(&files.accounts);
        let texts = all.filter_map(|w| Some((w.path.clone(), w.text.clone()?)));
        let names = |written: &[Written]| -> Vec<String> {
            written.iter().map(|w| w.name.clone()).collect()
        };
        let study = library
            .with(texts.collect())
            .read_study(&names(&files.scenarios), &names(&files.accounts), SEEDS)
            .map_err(|mistakes| mistakes.to_string())?;
        let mut compiled =
            compile_study(&study, Some(self.people)).map_err(|error| error.to_string())?;
        // The weight-swap experiment answers a question that this page does not ask.
        compiled.memory_people = 0;
        Ok(compiled)
    }

    fn changed(&self, scenario: &ScenarioFile) -> ScenarioFile {
        let mut changed = scenario.clone();
        for phase in &mut changed.phases {
            for (name, &value) in &self.inputs {
                set(&mut phase.inputs, name, value);
            }
        }
        for scheduled in &mut changed.treatments {
            let Some(moved) = self.treatments.get(&scheduled.treatment) else {
                continue;
            };
            let weeks = |week: f64| Days((week * DAYS_PER_WEEK).round());
            scheduled.from = moved.from.map_or(scheduled.from, weeks);
            scheduled.to = moved.to.map_or(scheduled.to, weeks);
            if let Some(dose) = moved.dose {
                scheduled.dose = Some(Milligrams(dose));
                scheduled.dose_per_kg = None;
            }
            scheduled.sessions = moved.sessions.or(scheduled.sessions);
            scheduled.per_day = moved.per_day.or(scheduled.per_day);
        }
        changed
    }

    fn account(&self, library: &Library, brain: &str, name: &str) -> Result<Written, String> {
        let variant = library
            .resolve_variant(brain, name)
            .map_err(|mistakes| mistakes.to_string())?;
        let from_animals = variant
            .brain
            .couplings
            .iter()
            .filter(|(_, coupling)| is_from_animals(coupling));
        let from_animals: BTreeMap<&str, f64> = from_animals
            .map(|(name, coupling)| (name, coupling.strength))
            .collect();
        let mut off = Vec::new();
        let mut strengths = OrderedMap::default();
        for (coupling, strength) in &variant.switched_on {
            let translation = match from_animals.contains_key(coupling.as_str()) {
                true => self.translation,
                false => 1.0,
            };
            match self.couplings.get(coupling).copied().unwrap_or(1.0) * translation {
                0.0 => off.push(coupling.clone()),
                1.0 => {}
                times => set(&mut strengths, coupling, strength * times),
            }
        }
        let is_disputed = |name: &str| variant.switched_on.iter().any(|(on, _)| on == name);
        let translated = from_animals
            .iter()
            .filter(|(name, _)| self.translation != 1.0 && !is_disputed(name));
        let translated = translated.map(|(name, strength)| {
            (
                format!("couplings.{name}.strength"),
                Patch::Number(strength * self.translation),
            )
        });
        let change = self.traits.iter().map(|(name, &value)| {
            let law = variant.brain.traits.get(name).map(|t| &t.law);
            let middle = match law {
                Some(crate::spec::files::Law::Lognormal { .. }) => "median",
                _ => "mean",
            };
            (format!("traits.{name}.{middle}"), Patch::Number(value))
        });
        let change = Change(change.chain(translated).collect());
        let is_same = off.is_empty() && strengths.is_empty() && change.0.is_empty();
        let of_file = &variant.file.value;
        let changed = VariantFile {
            title: of_file.title.clone(),
            says: of_file.says.clone(),
            predicts: of_file.predicts.clone(),
            source: None,
            order: None,
            extends: vec![name.to_owned()],
            on: Vec::new(),
            off,
            strengths,
            change,
        };
        written(
            &format!("models/{brain}"),
            name,
            (!is_same).then_some(&changed),
        )
    }
}

fn known(library: &Library, kind: Kind, name: &str) -> Result<(), String> {
    let names = library.names(kind);
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    // With the nearest name, as everywhere; what looks like a path is not looked up.
    let near = crate::spec::diagnostics::nearest(name, names.iter().map(String::as_str));
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    Err(format!("there is no {} {name:?}{near}", kind.word()))
}

fn set(map: &mut OrderedMap<f64>, name: &str, value: f64) {
    match map.0.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => map.0.push((name.to_owned(), value)),
    }
}

/// A file of the library as it is, or as it was changed.
fn written(folder: &str, name: &str, changed: Option<&impl Serialize>) -> Result<Written, String> {
    let Some(changed) = changed else {
        return Ok(Written {
            name: name.to_owned(),
            file: format!("{name}.toml"),
            text: None,
            path: String::new(),
        });
    };
    let text = toml::to_string(changed).map_err(|error| error.to_string())?;
    let name = format!("{name}-explored");
    Ok(Written {
        file: format!("{name}.toml"),
        path: format!("{folder}/{name}.toml"),
        text: Some(text),
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(json: &str) -> State {
        State::read(json).unwrap()
    }

    const PLAIN: &str = r#"{"scenarios":["therapy-alone","ssri-plus-therapy"],"accounts":["plasticity-window"],"people":16}"#;

    #[test]
    fn what_is_not_moved_is_the_library_as_it_is() {
        let files = state(PLAIN).files(&Library::new(None)).unwrap();
        assert!(
            files
                .scenarios
                .iter()
                .chain(&files.accounts)
                .all(|w| w.text.is_none())
        );
        assert_eq!(
            files.command,
            "rewire run therapy-alone ssri-plus-therapy --variant plasticity-window --people 16"
        );
    }

    #[test]
    fn what_is_moved_stands_in_the_files_and_in_the_study() {
        let mut moved = state(PLAIN);
        moved.couplings.insert("serotonin_raises_bdnf".into(), 0.5);
        moved
            .couplings
            .insert("growth_speeds_unlearning".into(), 0.0);
        moved.inputs.insert("environment_shift".into(), -0.1);
        moved.traits.insert("age".into(), 60.0);
        let citalopram = Moved {
            to: Some(10.0),
            dose: Some(40.0),
            ..Moved::default()
        };
        moved.treatments.insert("citalopram".into(), citalopram);
        let library = Library::new(None);
        let study = moved.study(&library).unwrap();
        let couplings = &study.variants[0].info.couplings;
        let strength = |name: &str| couplings.iter().find(|c| c.0 == name).map(|c| c.1);
        // Half of the 0.24 of the brain; a product of two floats with the exact factor 0.5.
        assert_eq!(strength("serotonin_raises_bdnf"), Some(0.12));
        assert_eq!(strength("growth_speeds_unlearning"), None);
        let drug = study.variants[0].courses[1].treatments[0].drug.as_ref();
        let doses = &drug.unwrap().doses;
        // Ten weeks of 40 mg a day.
        let last = doses.last().map(|dose| (dose.at.day(), dose.amount));
        assert_eq!((doses.len(), last), (70, Some((69, 40.0))));
        let files = moved.files(&library).unwrap();
        let text = files.accounts[0].text.as_deref().unwrap();
        assert!(text.contains("traits.age.mean"), "{text}");
    }

    #[test]
    fn a_translation_weakens_what_was_measured_in_animals_disputed_or_not() {
        let library = Library::new(None);
        let strengths = |translation: f64| -> (Option<f64>, f64) {
            let moved = State {
                translation,
                ..state(PLAIN)
            };
            let files = moved.files(&library).unwrap();
            let texts = files
                .accounts
                .iter()
                .filter_map(|w| Some((w.path.clone(), w.text.clone()?)));
            let library = library.with(texts.collect());
            let variant = library
                .resolve_variant("affect", &files.accounts[0].name)
                .unwrap();
            let disputed = variant
                .switched_on
                .iter()
                .find(|(name, _)| name == "serotonin_raises_bdnf");
            let accepted = variant.brain.couplings.get("bdnf_on_ltp").unwrap().strength;
            (disputed.map(|(_, strength)| *strength), accepted)
        };
        let (disputed, accepted) = strengths(1.0);
        // Halves are exact.
        assert_eq!(strengths(0.5), (disputed.map(|s| 0.5 * s), 0.5 * accepted));
        assert_eq!(strengths(0.0), (None, 0.0));
        let wrong = PLAIN.replace("\"people\":16", "\"translation\":1.5");
        assert!(State::read(&wrong).unwrap_err().contains("0 to 1"));
    }

    #[test]
    fn only_names_of_the_library_are_read() {
        for name in [
            "/etc/passwd",
            "../../secret.toml",
            "scenarios/therapy-alone.toml",
            "nobody",
        ] {
            let mut wrong = state(PLAIN);
            wrong.scenarios[0] = name.to_owned();
            let message = wrong.study(&Library::new(None)).unwrap_err();
            assert!(message.contains("there is no scenario"), "{message}");
            let mut wrong = state(PLAIN);
            wrong.accounts[0] = name.to_owned();
            let message = wrong.study(&Library::new(None)).unwrap_err();
            assert!(message.contains("there is no variant"), "{message}");
        }
    }

    #[test]
    fn what_is_too_much_or_unknown_is_refused() {
        for wrong in [
            "",
            "{}",
            "[]",
            r#"{"scenarios":[],"accounts":["monoamine"]}"#,
            r#"{"scenarios":["a","b","c","d","e"],"accounts":["monoamine"]}"#,
            r#"{"scenarios":["a"],"accounts":["monoamine"],"people":1000000}"#,
            r#"{"scenarios":["a"],"accounts":["monoamine"],"other":1}"#,
        ] {
            assert!(State::read(wrong).is_err(), "{wrong}");
        }
    }
}
