//! Every number of a brain and of treatments that is assumed or fitted, and studies in which some of them are moved.
//!
//! A number counts where its own grade, or that of the table it stands in, is `assumed` or `fitted`; where nothing is said it counts
//! as assumed, as in every report. These do not count:
//!
//! * a number of zero, of which no share can be taken;
//! * whole numbers, such as units of a population or sessions: they say what there is, not how strong it is;
//! * what is done instead of estimated: dose, hours and intervals of a treatment;
//! * `min` and `max`, which keep a value meaningful, `relative_to`, which says from where is counted, and probabilities and weights of a
//!   sum that must be 1;
//! * the sliding threshold of BCM, which all such projections onto a population share;
//! * signals and couplings of strength 1 without a grade, which only carry something on.
//!
//! Weight and bounds of a projection are one number, its `size`: moved alone, a weight would leave its bounds.

use super::files::{BrainFile, Coupling, Grade};
use super::shape::{Kind, Range, Shape, Table};
use super::study::Study;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Keys that say what is done, or within which bounds, and not how strong something is; see the module.
const NOT_COUNTED: [&str; 9] = [
    "min",
    "max",
    "relative_to",
    "dose",
    "range",
    "every",
    "at",
    "within",
    "response_share",
];
/// Keys, each with its table, that multiply by one where a file does not name them, or that others share.
const SELDOM_SAID: [(&str, &str); 4] = [
    ("experience", "noise"),
    ("experience", "stands_for"),
    ("projection", "threshold_episodes"),
    ("projection", "target_rate"),
];
/// Keys of a projection that make up its size.
const SIZE: [&str; 3] = ["initial", "lower", "upper"];

/// A number that could be another: assumed, or fitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movable {
    /// Dotted name within its file, such as `couplings.serotonin_raises_bdnf.strength`.
    pub name: String,
    /// File that it belongs to, such as `models/affect`.
    pub file: String,
    /// Value with its unit.
    pub value: String,
    /// What it is.
    pub meaning: String,
    /// How well it is known.
    pub grade: Grade,
    /// Places below the root of the file that move together, with the bounds of each.
    #[serde(skip)]
    places: Vec<(Vec<String>, Bounds)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Bounds(f64, f64);

/// All numbers of a variant's brain and of the treatments of a study that are assumed or fitted.
///
/// # Errors
/// If a part cannot be written as it was read, which no file should cause.
pub fn movable(study: &Study, variant: usize) -> Result<Vec<Movable>, String> {
    let mut found = Vec::new();
    if let Some(variant) = study.variants.get(variant) {
        let file = format!("models/{}", study.brain.name);
        numbers(&json(&variant.brain)?, Kind::Brain, &file, &mut found);
    }
    for treatment in &study.treatments {
        let file = format!("treatments/{}", treatment.name);
        numbers(&json(&treatment.value)?, Kind::Treatment, &file, &mut found);
    }
    Ok(found)
}

/// A study of one variant in which each named number is multiplied by its factor, as far as its range allows.
///
/// # Errors
/// If a value that results cannot be read, which the ranges should prevent.
pub fn moved(study: &Study, variant: usize, factors: &[(&Movable, f64)]) -> Result<Study, String> {
    let mut study = study.clone();
    study.variants = study.variants.drain(variant..=variant).collect();
    let brain = format!("models/{}", study.brain.name);
    let of = |file: &str| -> Vec<(&Movable, f64)> {
        let mine = factors.iter().filter(|(number, _)| number.file == file);
        mine.copied().collect()
    };
    let of_brain = of(&brain);
    if !of_brain.is_empty() {
        study.variants[0].brain = multiplied(&study.variants[0].brain, &of_brain)?;
    }
    for treatment in &mut study.treatments {
        let own = of(&format!("treatments/{}", treatment.name));
        if !own.is_empty() {
            treatment.value = multiplied(&treatment.value, &own)?;
        }
    }
    Ok(study)
}

/// Whether the strength of a coupling was measured in animals.
pub fn is_from_animals(coupling: &Coupling) -> bool {
    coupling.grade == Some(Grade::MeasuredAnimal)
}

/// Names of the couplings of a study's variants whose strength was measured in animals, in the order of the brain.
pub fn from_animals(study: &Study) -> Vec<String> {
    let couplings = study.brain.value.couplings.iter();
    couplings
        .filter(|(_, coupling)| is_from_animals(coupling))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// A study in which the strength of some couplings is multiplied by a factor under every variant.
pub fn translated(study: &Study, couplings: &[String], factor: f64) -> Study {
    let mut study = study.clone();
    for variant in &mut study.variants {
        scale(&mut variant.brain, couplings, factor);
    }
    study
}

fn scale(brain: &mut BrainFile, couplings: &[String], factor: f64) {
    for (name, coupling) in &mut brain.couplings.0 {
        if couplings.contains(name) {
            coupling.strength *= factor;
        }
    }
}

fn json<T: Serialize>(file: &T) -> Result<Value, String> {
    serde_json::to_value(file).map_err(|error| error.to_string())
}

fn multiplied<T: Serialize + DeserializeOwned>(
    file: &T,
    factors: &[(&Movable, f64)],
) -> Result<T, String> {
    let mut root = json(file)?;
    for (number, factor) in factors {
        for (path, bounds) in &number.places {
            let place = path.iter().try_fold(&mut root, |at, key| below(at, key));
            if let Some(value) = place {
                *value = times(value, *factor, *bounds);
            }
        }
    }
    serde_json::from_value(root).map_err(|error| error.to_string())
}

/// What stands under a key; items of a list are called by the input that they act on.
fn below<'a>(at: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    match at {
        Value::Array(items) => items.iter_mut().find(|item| input(item) == Some(key)),
        other => other.get_mut(key),
    }
}

fn input(item: &Value) -> Option<&str> {
    item.get("input").and_then(Value::as_str)
}

/// A number, or a number with its unit, times a factor and within bounds.
fn times(value: &Value, factor: f64, Bounds(least, most): Bounds) -> Value {
    let Some((number, unit)) = read(value) else {
        return value.clone();
    };
    let number = number * factor;
    if unit.is_empty() {
        Value::from(number.clamp(least, most))
    } else {
        // Bounds of a quantity count base units, and all of them that are not shares allow every positive number.
        Value::from(format!("{number} {unit}"))
    }
}

fn read(value: &Value) -> Option<(f64, &str)> {
    match value {
        Value::Number(number) => Some((number.as_f64()?, "")),
        Value::String(text) => {
            let (number, unit) = text.split_once(' ')?;
            Some((number.parse().ok()?, unit))
        }
        _ => None,
    }
}

fn numbers(root: &Value, kind: Kind, file: &str, found: &mut Vec<Movable>) {
    let mut walk = Walk {
        file,
        path: Vec::new(),
        found,
    };
    walk.table(root, kind.shape());
}

/// What a table says of the numbers in it.
#[derive(Clone)]
struct Said {
    meaning: String,
    /// None where no grade can stand there.
    grade: Option<Grade>,
}

struct Walk<'a> {
    file: &'a str,
    path: Vec<String>,
    found: &'a mut Vec<Movable>,
}

impl Walk<'_> {
    fn table(&mut self, value: &Value, table: &'static Table) {
        let written = grade(value);
        let carries = match table.name {
            "signal" => written.is_none(),
            "coupling" => {
                let strength = value.get("strength").and_then(Value::as_f64);
                written.is_none() && strength.is_some_and(|s| s.abs() == 1.0)
            }
            _ => false,
        };
        if carries {
            return;
        }
        let said = Said {
            meaning: text(value, "meaning").unwrap_or_default(),
            grade: table
                .field("grade")
                .map(|_| written.unwrap_or(Grade::Assumed)),
        };
        if table.name == "projection" {
            self.size(value, table, &said);
        }
        for field in table.fields {
            let left_out = NOT_COUNTED.contains(&field.name)
                || SELDOM_SAID.contains(&(table.name, field.name))
                || (table.name == "projection" && SIZE.contains(&field.name));
            if let (false, Some(value)) = (left_out, value.get(field.name)) {
                let meaning = if said.meaning.is_empty() {
                    field.doc.to_owned()
                } else {
                    said.meaning.clone()
                };
                let said = Said {
                    meaning,
                    ..said.clone()
                };
                self.below(field.name, value, &field.shape, &said);
            }
        }
    }

    fn below(&mut self, key: &str, value: &Value, shape: &Shape, said: &Said) {
        self.path.push(key.to_owned());
        match shape {
            Shape::Table(table) => self.table(value, table),
            Shape::List(of, _) => {
                for item in value.as_array().into_iter().flatten() {
                    if let Some(name) = input(item) {
                        self.below(name, item, of, said);
                    }
                }
            }
            Shape::Entries(table) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    self.below(name, value, &Shape::Table(table), said);
                }
            }
            Shape::Values(_, shape) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    self.below(name, value, shape, said);
                }
            }
            Shape::Stated(shape) => {
                let own = Said {
                    meaning: text(value, "meaning").unwrap_or_else(|| said.meaning.clone()),
                    grade: Some(grade(value).or(said.grade).unwrap_or(Grade::Assumed)),
                };
                if let Some(value) = value.get("value") {
                    self.below("value", value, shape, &own);
                }
            }
            Shape::Number(range) | Shape::Quantity(_, range) => self.number(value, range, said),
            _ => {}
        }
        self.path.pop();
    }

    fn number(&mut self, value: &Value, range: &Range, said: &Said) {
        let place = (self.path.clone(), bounds(range));
        let path = self.path.iter().filter(|key| *key != "value");
        let name = path.cloned().collect::<Vec<_>>().join(".");
        self.add(name, shown(value), said, vec![place], read(value));
    }

    /// Weight and bounds of a projection, which are moved together.
    fn size(&mut self, value: &Value, table: &Table, said: &Said) {
        let place = |key: &&str| {
            let Some(Shape::Number(range)) = table.field(key).map(|field| field.shape) else {
                return None;
            };
            let path = self.path.iter().cloned().chain([(*key).to_owned()]);
            Some((path.collect(), bounds(&range)))
        };
        let places = SIZE.iter().filter_map(place).collect();
        let name = format!("{}.size", self.path.join("."));
        let initial = value.get("initial");
        let largest = SIZE.iter().filter_map(|key| read(value.get(key)?));
        let largest = largest.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        let words = initial.map(shown).unwrap_or_default();
        self.add(name, words, said, places, largest);
    }

    fn add(
        &mut self,
        name: String,
        value: String,
        said: &Said,
        places: Vec<(Vec<String>, Bounds)>,
        number: Option<(f64, &str)>,
    ) {
        let grade = said
            .grade
            .filter(|grade| matches!(grade, Grade::Assumed | Grade::Fitted));
        if let (Some(grade), Some((number, _))) = (grade, number)
            && number != 0.0
        {
            self.found.push(Movable {
                name,
                file: self.file.to_owned(),
                value,
                meaning: said.meaning.clone(),
                grade,
                places,
            });
        }
    }
}

fn bounds(range: &Range) -> Bounds {
    Bounds(range.least, range.most)
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn grade(value: &Value) -> Option<Grade> {
    serde_json::from_value(value.get("grade")?.clone()).ok()?
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Library;
    use crate::spec::compile::compile_study;

    fn study() -> Study {
        let scenarios = ["ssri-plus-therapy".to_owned()];
        let read = Library::new(None).read_study(&scenarios, &["mixture".to_owned()], "tiny");
        read.unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    fn named<'a>(numbers: &'a [Movable], name: &str) -> &'a Movable {
        let mut found = numbers.iter().filter(|number| number.name == name);
        let first = found.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(found.next().is_none(), "{name} twice");
        first
    }

    #[test]
    fn what_is_measured_done_or_nothing_is_no_number_to_move() {
        let numbers = movable(&study(), 0).unwrap();
        for absent in [
            // measured in animals
            "couplings.autoreceptors_brake.strength",
            "couplings.serotonin_raises_bdnf.strength",
            // zero
            "inputs.framing.default",
            // what is done
            "course.dose",
            // a bound
            "factors.autoreceptor.min",
        ] {
            assert!(numbers.iter().all(|n| n.name != absent), "{absent}");
        }
        assert_eq!(
            named(&numbers, "couplings.growth_speeds_learning.strength").grade,
            Grade::Assumed
        );
        assert_eq!(
            named(&numbers, "traits.adverse_environment.mean").grade,
            Grade::Fitted
        );
        named(&numbers, "projections.negative_recurrence.size");
        assert!(
            numbers
                .iter()
                .any(|n| n.file == "treatments/cognitive-therapy")
        );
    }

    #[test]
    fn a_moved_number_is_the_only_one_that_moves() {
        let study = study();
        let numbers = movable(&study, 0).unwrap();
        let strength = named(&numbers, "couplings.growth_speeds_learning.strength");
        let brain = &study.variants[0].brain;
        let moved = moved(&study, 0, &[(strength, 1.5)]).unwrap();
        let mut expected = brain.clone();
        scale(&mut expected, &["growth_speeds_learning".to_owned()], 1.5);
        assert_ne!(&moved.variants[0].brain, brain);
        assert_eq!(moved.variants[0].brain, expected);
        assert_eq!(moved.treatments, study.treatments);
    }

    #[test]
    fn every_number_can_be_moved_to_both_sides_and_compiled() {
        let study = study();
        let numbers = movable(&study, 0).unwrap();
        for number in &numbers {
            for factor in [0.8, 1.2] {
                let moved = moved(&study, 0, &[(number, factor)])
                    .unwrap_or_else(|error| panic!("{}: {error}", number.name));
                let same = moved.variants[0].brain == study.variants[0].brain
                    && moved.treatments == study.treatments;
                // A share of 1 has nowhere to go but down.
                assert!(!same || factor > 1.0, "{} stays", number.name);
                if let Err(error) = compile_study(&moved, Some(1)) {
                    panic!("{}: {error}", number.name);
                }
            }
        }
        let all: Vec<(&Movable, f64)> = numbers.iter().map(|number| (number, 1.2)).collect();
        let moved = moved(&study, 0, &all).unwrap();
        assert!(compile_study(&moved, Some(1)).is_ok());
    }

    #[test]
    fn a_translation_of_one_changes_nothing_and_of_zero_silences() {
        let study = study();
        let couplings = from_animals(&study);
        assert!(couplings.iter().any(|name| name == "bdnf_on_ltp"));
        assert_eq!(translated(&study, &couplings, 1.0), study);
        let none = translated(&study, &couplings, 0.0);
        let brain = &none.variants[0].brain;
        assert_eq!(brain.couplings.get("bdnf_on_ltp").unwrap().strength, 0.0);
    }
}
