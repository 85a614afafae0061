//! Putting a number where a dotted path points.

use crate::Outcome;
use crate::plan::{Block, By, Parameter};
use rewire::spec::{Library, Study};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value from which a search begins: that of the file, or the factor 1.
pub fn start(library: &Library, block: &Block, parameter: &Parameter) -> Outcome<f64> {
    if parameter.by == By::Factor {
        return Ok(1.0);
    }
    let study = library
        .read_study(
            &block.scenarios(),
            std::slice::from_ref(&block.variant),
            "tiny",
        )
        .map_err(|e| e.to_string())?;
    let mut found = Vec::new();
    let mut root = match parameter.file.strip_prefix("treatments/") {
        Some(name) => json(&treatment(&study, name)?.value)?,
        None => json(&study.variants[0].brain)?,
    };
    for path in &parameter.paths {
        visit(&mut root, &brain_path(parameter, path), &mut |value| {
            found.push(number(value)?.0);
            Ok(())
        })?;
    }
    found
        .first()
        .copied()
        .ok_or_else(|| format!("{}: nothing at {:?}", parameter.file, parameter.paths))
}

/// Sets a parameter in a study of one variant.
///
/// A number of the brain that the variant has replaced belongs to the variant and stays.
pub fn apply(study: &mut Study, parameter: &Parameter, x: f64) -> Outcome<()> {
    if let Some(name) = parameter.file.strip_prefix("treatments/") {
        let Some(treatment) = study.treatments.iter_mut().find(|t| t.name == name) else {
            return Ok(());
        };
        treatment.value = changed(&treatment.value, parameter, x, None)?;
        return Ok(());
    }
    let own = format!("models/{}/{}", study.brain.name, study.variants[0].name);
    let brain = format!("models/{}", study.brain.name);
    let original = (parameter.file == brain)
        .then(|| json(&study.brain.value))
        .transpose()?;
    if parameter.file == own || parameter.file == brain {
        let variant = &mut study.variants[0];
        variant.brain = changed(&variant.brain, parameter, x, original)?;
    }
    if parameter.file == brain {
        study.brain.value = changed(&study.brain.value, parameter, x, None)?;
    }
    Ok(())
}

/// `strengths.NAME` of a variant is the strength of that coupling in the brain that it leaves.
fn brain_path(parameter: &Parameter, path: &str) -> String {
    match path.strip_prefix("strengths.") {
        Some(coupling) if parameter.file.starts_with("models/") => {
            format!("couplings.{coupling}.strength")
        }
        _ => path.to_owned(),
    }
}

fn treatment<'a>(
    study: &'a Study,
    name: &str,
) -> Outcome<&'a rewire::spec::Sourced<rewire::spec::files::TreatmentFile>> {
    study
        .treatment(name)
        .ok_or_else(|| format!("no scenario of the block uses the treatment {name:?}"))
}

fn changed<T: Serialize + DeserializeOwned>(
    file: &T,
    parameter: &Parameter,
    x: f64,
    original: Option<Value>,
) -> Outcome<T> {
    let mut root = json(file)?;
    for path in &parameter.paths {
        let path = brain_path(parameter, path);
        let mut untouched = Vec::new();
        if let Some(mut original) = original.clone() {
            visit(&mut original, &path, &mut |value| {
                untouched.push(value.clone());
                Ok(())
            })?;
        }
        let mut untouched = untouched.into_iter();
        visit(&mut root, &path, &mut |value| {
            if untouched.next().is_none_or(|original| original == *value) {
                *value = replaced(value, parameter.by, x)?;
            }
            Ok(())
        })?;
    }
    serde_json::from_value(root).map_err(|e| format!("{}: {e}", parameter.name))
}

fn json<T: Serialize>(file: &T) -> Outcome<Value> {
    serde_json::to_value(file).map_err(|e| e.to_string())
}

/// Calls `act` on every number at a path; a name that is not there is skipped, since a variant leaves out what does not act.
fn visit(
    root: &mut Value,
    path: &str,
    act: &mut dyn FnMut(&mut Value) -> Outcome<()>,
) -> Outcome<()> {
    let Some((name, rest)) = path
        .split_once('.')
        .map_or(Some((path, "")), Some)
        .filter(|(name, _)| !name.is_empty())
    else {
        // A number with its source beside it is a table with the key `value`.
        return match root {
            Value::Object(table) if table.contains_key("value") => visit(root, "value", act),
            Value::Null => Ok(()),
            number => act(number),
        };
    };
    match root {
        Value::Object(table) if name == "*" => table
            .values_mut()
            .try_for_each(|value| visit(value, rest, act)),
        Value::Object(table) => table
            .get_mut(name)
            .map_or(Ok(()), |value| visit(value, rest, act)),
        _ => Ok(()),
    }
}

/// A plain number, or a number with its unit as text.
fn number(value: &Value) -> Outcome<(f64, String)> {
    match value {
        Value::Number(n) => Ok((n.as_f64().unwrap_or(f64::NAN), String::new())),
        Value::String(text) => {
            let (n, unit) = text.split_once(' ').unwrap_or((text, ""));
            let n = n
                .parse()
                .map_err(|_| format!("{text:?} does not start with a number"))?;
            Ok((n, unit.to_owned()))
        }
        other => Err(format!("{other} is no number")),
    }
}

fn replaced(value: &Value, by: By, x: f64) -> Outcome<Value> {
    let (old, unit) = number(value)?;
    let new = if by == By::Factor { old * x } else { x };
    Ok(if unit.is_empty() {
        Value::from(new)
    } else {
        Value::from(format!("{new} {unit}"))
    })
}
