//! Doses, courses and calendars: what a file says is what is done, whatever the interval, the number of lines and their order.

mod clock;
mod courses;
mod order;
mod sites;
mod words;

use rewire::life::{Course, Life, LifePlan, Worker, live};
use rewire::spec::Library;
use rewire::spec::compile::{compile_brain, compile_course};
use rewire::spec::files::TreatmentFile;
use std::path::PathBuf;
use tempfile::TempDir;

/// Citalopram without differences between people, always taken; it can be followed in closed form.
pub const PLAIN: &str = r#"
title = "Plain citalopram"
kind = "drug"
meaning = "one compartment, the same in everyone, always taken"

[course]
dose = "20 mg"
every = "24 hours"
at = "8 hours"

[kinetics]
half_life = "35 hours"
volume = "910 L"
absorption_rate = "0.9 /hour"

[[targets]]
input = "sert_occupancy"
concentration_input = "concentration"
dose_input = "dose"
maximum = 0.924
half_effect = "6.9 ng/mL"
half_effect_dose = "2.97 mg"

[belief]
factor = "expectancy"
trait = "expectation"
level = 1.0
"#;

/// A library of a few files of its own, with the shipped ones behind it.
pub struct Shelf {
    folder: TempDir,
    pub library: Library,
}

impl Shelf {
    /// Files by their path in the library, such as `treatments/mine.toml`.
    pub fn of(files: &[(&str, &str)]) -> Shelf {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        }
        let library = Library::new(Some(PathBuf::from(folder.path())));
        Shelf { folder, library }
    }

    /// The same with a scenario of one phase on the brain affect.
    pub fn with(&self, name: &str, weeks: usize, lines: &str) -> &Shelf {
        let text = scenario(weeks, lines);
        let folder = self.folder.path().join("scenarios");
        std::fs::create_dir_all(&folder).expect("it can be made");
        std::fs::write(folder.join(format!("{name}.toml")), text).expect("it can be written");
        self
    }

    /// A scenario as compiled, on the brain affect under an account.
    pub fn course(&self, plan: &Plan, name: &str) -> Course {
        let scenario = self.library.read_scenario(name);
        let scenario = scenario.unwrap_or_else(|m| panic!("{m}")).value;
        let treatments: Vec<TreatmentFile> = scenario
            .treatments
            .iter()
            .map(|t| {
                let read = self.library.read_treatment(&t.treatment);
                read.unwrap_or_else(|m| panic!("{m}")).value
            })
            .collect();
        let brain = self.library.resolve_variant("affect", "monoamine");
        let brain = brain.unwrap_or_else(|m| panic!("{m}")).brain;
        compile_course(&plan.0, &brain, &scenario, &treatments).unwrap_or_else(|e| panic!("{e}"))
    }

    /// A person who lives a scenario from birth on: readings of each week.
    pub fn lived(&self, plan: &Plan, name: &str, seed: u64) -> Weeks {
        let course = self.course(plan, name);
        let mut life = Life::begin(&plan.0, seed);
        let mut worker = Worker::new(&plan.0);
        let mut weeks = Vec::new();
        live(&plan.0, &course, &mut life, &mut worker, |_, person| {
            weeks.push(person.read().to_vec());
            true
        })
        .unwrap();
        let own = plan.0.readouts.iter().map(|r| r.name.clone());
        let names = ["severity".to_owned(), "severity_rated".to_owned()];
        Weeks {
            names: names.into_iter().chain(own).collect(),
            weeks,
        }
    }
}

/// A scenario on the brain affect.
pub fn scenario(weeks: usize, lines: &str) -> String {
    format!(
        "title = \"Mine\"\nquestion = \"?\"\ndescription = \"?\"\nbrain = \"affect\"\nhistory = \"adverse-months\"\n\
         outcome_at = \"{weeks} weeks\"\n\n[[phases]]\nname = \"all\"\nfrom = \"0 weeks\"\nto = \"{weeks} weeks\"\n{lines}"
    )
}

/// Lines of a calendar: treatment, first and last day, and what else they say.
pub fn lines(of: &[(&str, usize, usize, &str)]) -> String {
    of.iter()
        .map(|(name, from, to, more)| {
            format!("\n[[treatments]]\nuse = \"{name}\"\nfrom = \"{from} days\"\nto = \"{to} days\"\n{more}\n")
        })
        .collect()
}

/// The brain affect under an account in which the drug does something.
pub struct Plan(pub LifePlan);

pub fn plan() -> Plan {
    let brain = Library::new(None).resolve_variant("affect", "monoamine");
    let brain = brain.unwrap_or_else(|m| panic!("{m}")).brain;
    Plan(compile_brain(&brain).unwrap_or_else(|e| panic!("{e}")))
}

/// Readings by week and name.
#[derive(Debug, PartialEq)]
pub struct Weeks {
    names: Vec<String>,
    weeks: Vec<Vec<f32>>,
}

impl Weeks {
    pub fn of(&self, name: &str) -> Vec<f32> {
        let index = self.names.iter().position(|known| known == name);
        let index = index.unwrap_or_else(|| panic!("no readout {name}"));
        self.weeks.iter().map(|week| week[index]).collect()
    }

    /// All readings as bits.
    pub fn bits(&self) -> Vec<u32> {
        self.weeks.iter().flatten().map(|x| x.to_bits()).collect()
    }
}
