//! What a page can choose from: questions, scenarios, accounts with their contested couplings, treatments, dials.

use crate::spec::files::{Law, ScenarioFile, TreatmentFile};
use crate::spec::numbers::is_from_animals;
use crate::spec::relations::Surroundings;
use crate::spec::{Kind, Library};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is offered first; everything else is read from the library.
const PAGE: &str = include_str!("page.toml");

/// Everything that a page can choose from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catalogue {
    /// Questions to begin with.
    pub questions: Vec<Question>,
    /// Brains by name that have competing accounts.
    pub brains: BTreeMap<String, Brain>,
    /// Treatments by name.
    pub treatments: BTreeMap<String, Treatment>,
    /// Smallest difference that counts, in points of severity.
    pub margin: f64,
}

/// What is offered first, as its file says it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    questions: Vec<Question>,
    dials: Vec<Dial>,
}

/// A question with what answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Name in links.
    pub name: String,
    /// The question.
    pub question: String,
    /// Scenarios; the others are held against the first.
    pub scenarios: Vec<String>,
    /// Accounts.
    pub accounts: Vec<String>,
    /// Where to look.
    pub look: String,
}

/// A dial of life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dial {
    /// Brain that has it.
    pub brain: String,
    /// `input` or `trait`.
    pub kind: String,
    /// Name of the input or trait.
    pub name: String,
    /// What it says beside it.
    pub label: String,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// Step.
    pub step: f64,
    /// What the least value means.
    pub from: String,
    /// What the greatest value means.
    pub to: String,
    /// Where it stands by itself.
    #[serde(default)]
    pub usual: f64,
}

/// A brain and what is disputed about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brain {
    /// Title for people.
    pub title: String,
    /// Accounts in their order.
    pub accounts: Vec<Account>,
    /// Contested couplings by name.
    pub couplings: BTreeMap<String, Contested>,
    /// Names of all couplings, contested or not, whose strength was measured in animals.
    pub from_animals: Vec<String>,
    /// Scenarios.
    pub scenarios: Vec<Scenario>,
    /// Dials of life.
    pub dials: Vec<Dial>,
    /// Populations by name: what they stand for.
    pub populations: BTreeMap<String, String>,
}

/// A competing account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What it says.
    pub says: String,
    /// What it predicts.
    pub predicts: String,
    /// Couplings that it switches on, with their strength.
    pub couplings: Vec<(String, f64)>,
}

/// A contested coupling.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contested {
    /// What it says.
    pub meaning: String,
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// Where its strength comes from.
    pub source: String,
    /// How well it is known.
    pub grade: String,
}

/// A scenario to choose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What happens in it.
    pub description: String,
    /// History: only scenarios with the same one can be compared.
    pub history: String,
    /// Length in weeks.
    pub weeks: f64,
    /// Treatments on its calendar.
    pub treatments: Vec<Scheduled>,
}

/// A treatment on a calendar, with what holds there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scheduled {
    /// Name of the treatment.
    pub name: String,
    /// First week.
    pub from: f64,
    /// Week of the end.
    pub to: f64,
    /// Dose of a drug, mg.
    pub dose: Option<f64>,
    /// Sessions of a therapy.
    pub sessions: Option<u32>,
    /// Homework or practice on a day.
    pub per_day: Option<f64>,
}

/// A treatment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Treatment {
    /// Title for people.
    pub title: String,
    /// What it is.
    pub meaning: String,
}

impl Catalogue {
    /// Reads the library; what has mistakes, or no competing account, is left out.
    ///
    /// # Errors
    /// If the file of the page itself cannot be read, which no library can cause.
    pub fn read(library: &Library) -> Result<Catalogue, String> {
        let page: Page = toml::from_str(PAGE).map_err(|error| error.to_string())?;
        let around = Surroundings::of(library, &library.names(Kind::Brain));
        let treatments = around.first().map(|s| s.treatments.clone());
        let treatments = treatments.iter().flat_map(|all| all.iter());
        let mut brains = BTreeMap::new();
        for around in around.iter().filter(|around| !around.variants.is_empty()) {
            brains.insert(around.name.clone(), brain(around, &page.dials));
        }
        let offered = page.questions.into_iter().filter(|q| {
            brains.values().any(|brain| {
                let has = |name: &String| brain.scenarios.iter().any(|s| s.name == *name);
                q.scenarios.iter().all(has)
            })
        });
        Ok(Catalogue {
            questions: offered.collect(),
            treatments: treatments
                .map(|(name, file)| {
                    let (title, meaning) = (file.title.clone(), file.meaning.clone());
                    (name.clone(), Treatment { title, meaning })
                })
                .collect(),
            margin: crate::inference::DEFAULT_MARGIN,
            brains,
        })
    }
}

fn brain(around: &Surroundings, dials: &[Dial]) -> Brain {
    let brain = &around.brain;
    let couplings = brain.couplings.iter().filter(|(_, c)| c.contested);
    let grade = |grade| {
        let json = serde_json::to_value(grade).unwrap_or_default();
        json.as_str().unwrap_or_default().to_owned()
    };
    let dials = dials.iter().filter(|dial| dial.brain == around.name);
    let dials = dials.filter_map(|dial| {
        let usual = match dial.kind.as_str() {
            "trait" => match brain.traits.get(&dial.name)?.law {
                Law::Normal { mean, .. } => mean,
                Law::Lognormal { median, .. } => median,
                _ => return None,
            },
            _ => brain.inputs.get(&dial.name).map(|_| 0.0)?,
        };
        Some(Dial {
            usual,
            ..dial.clone()
        })
    });
    Brain {
        title: brain.title.clone(),
        accounts: around.variants.iter().map(account).collect(),
        couplings: couplings
            .map(|(name, c)| {
                let contested = Contested {
                    meaning: c.meaning.clone(),
                    from: c.from.clone(),
                    to: c.to.clone(),
                    source: c.source.clone().unwrap_or_default(),
                    grade: grade(c.grade),
                };
                (name.to_owned(), contested)
            })
            .collect(),
        from_animals: (brain.couplings.iter())
            .filter(|(_, coupling)| is_from_animals(coupling))
            .map(|(name, _)| name.to_owned())
            .collect(),
        scenarios: around
            .scenarios
            .iter()
            .map(|(name, file)| scenario(name, file, &around.treatments))
            .collect(),
        dials: dials.collect(),
        populations: brain
            .populations
            .iter()
            .map(|(name, p)| (name.to_owned(), p.meaning.clone()))
            .collect(),
    }
}

fn account(variant: &crate::spec::ResolvedVariant) -> Account {
    let file = &variant.file.value;
    Account {
        name: variant.name.clone(),
        title: file.title.clone(),
        says: file.says.trim().to_owned(),
        predicts: file.predicts.trim().to_owned(),
        couplings: variant.switched_on.clone(),
    }
}

fn scenario(name: &str, file: &ScenarioFile, treatments: &[(String, TreatmentFile)]) -> Scenario {
    let scheduled = file.treatments.iter().map(|s| {
        let own = treatments.iter().find(|(name, _)| *name == s.treatment);
        let own = own.map(|(_, file)| file);
        let sessions = own.and_then(|t| t.sessions.as_ref());
        let practice = own.and_then(|t| t.homework.as_ref().or(t.practice.as_ref()));
        let course = own.and_then(|t| t.course.as_ref());
        Scheduled {
            name: s.treatment.clone(),
            from: s.from.0 / 7.0,
            to: s.to.0 / 7.0,
            dose: course.and_then(|c| Some(s.dose.or(c.dose)?.0)),
            sessions: sessions.map(|own| s.sessions.unwrap_or(own.number)),
            per_day: practice.map(|own| s.per_day.unwrap_or(own.per_day)),
        }
    });
    Scenario {
        name: name.to_owned(),
        title: file.title.clone(),
        description: file.description.trim().to_owned(),
        history: file.history.clone(),
        weeks: file.phases.iter().map(|p| p.to.0).fold(0.0, f64::max) / 7.0,
        treatments: scheduled.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::state::State;

    #[test]
    fn every_question_that_is_offered_can_be_asked() {
        let library = Library::new(None);
        let catalogue = Catalogue::read(&library).unwrap();
        let page: Page = toml::from_str(PAGE).unwrap();
        assert_eq!(catalogue.questions.len(), page.questions.len());
        for question in &catalogue.questions {
            let state = serde_json::json!({
                "scenarios": question.scenarios, "accounts": question.accounts, "people": 16
            });
            let study = State::read(&state.to_string()).unwrap().study(&library);
            assert!(study.is_ok(), "{}: {:?}", question.name, study.err());
        }
        let offered: usize = catalogue.brains.values().map(|b| b.dials.len()).sum();
        assert_eq!(
            offered,
            page.dials.len(),
            "a dial of a name that its brain does not have"
        );
    }
}
