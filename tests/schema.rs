//! The JSON Schema that editors get accepts every shipped file, and refuses what the reader refuses.

use rewire::spec::Kind;
use rewire::spec::schema::schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Whether a value meets a schema, for the keywords that the schemas use (patterns and formats aside).
fn meets(value: &Value, schema: &Value) -> bool {
    if let Value::Bool(anything) = schema {
        return *anything;
    }
    type_fits(value, &schema["type"])
        && listed(value, schema)
        && in_bounds(value, schema)
        && object_fits(value, schema)
        && items_fit(value, schema)
        && combinations_fit(value, schema)
}

fn type_fits(value: &Value, wanted: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("the schemas use no type {other:?}"),
    };
    match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn listed(value: &Value, schema: &Value) -> bool {
    let constant = schema.get("const").is_none_or(|wanted| wanted == value);
    let choices = schema.get("enum").and_then(Value::as_array);
    constant && choices.is_none_or(|choices| choices.contains(value))
}

fn in_bounds(value: &Value, schema: &Value) -> bool {
    let Some(number) = value.as_f64() else {
        return true;
    };
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    bound("minimum").is_none_or(|least| number >= least)
        && bound("exclusiveMinimum").is_none_or(|least| number > least)
        && bound("maximum").is_none_or(|most| number <= most)
}

fn object_fits(value: &Value, schema: &Value) -> bool {
    let Some(object) = value.as_object() else {
        return true;
    };
    let required = schema.get("required").and_then(Value::as_array);
    let all_there = required.is_none_or(|names| {
        names
            .iter()
            .filter_map(Value::as_str)
            .all(|name| object.contains_key(name))
    });
    let others = schema.get("additionalProperties");
    all_there
        && object.iter().all(|(key, value)| {
            let known = schema
                .get("properties")
                .and_then(|properties| properties.get(key));
            known.or(others).is_none_or(|schema| meets(value, schema))
        })
}

fn items_fit(value: &Value, schema: &Value) -> bool {
    let Some(items) = value.as_array() else {
        return true;
    };
    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
    let each = schema.get("items");
    items.len() as u64 >= least
        && each.is_none_or(|schema| items.iter().all(|item| meets(item, schema)))
}

fn combinations_fit(value: &Value, schema: &Value) -> bool {
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    let some = list("anyOf").is_none_or(|any| any.iter().any(|schema| meets(value, schema)));
    let all = list("allOf").is_none_or(|all| all.iter().all(|schema| meets(value, schema)));
    let condition = schema
        .get("if")
        .is_some_and(|condition| meets(value, condition));
    some && all && (!condition || meets(value, &schema["then"]))
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a shipped file");
    toml::from_str(&text).expect("shipped files are TOML")
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the project");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    assert!(!paths.is_empty(), "{folder} holds no files");
    paths
}

#[test]
fn every_shipped_file_meets_the_schema_of_its_kind() {
    for kind in Kind::ALL {
        let folder = match kind {
            Kind::Variant => "models/affect",
            _ => kind.folder(),
        };
        let schema = schema(kind);
        for path in files(folder) {
            assert!(meets(&read(&path), &schema), "{}", path.display());
        }
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let schema = schema(Kind::Treatment);
    let drug = read(Path::new("treatments/citalopram.toml"));
    assert!(meets(&drug, &schema));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut drug = drug.clone();
        change(&mut drug);
        meets(&drug, &schema)
    };
    assert!(!changed(&|drug| drug["titel"] = json!("misspelt")));
    assert!(!changed(&|drug| drug["dropout"]["probability"] = json!(1.2)));
    assert!(!changed(&|drug| drug["kind"] = json!("pill")));
    // A placebo has no kinetics, and a therapy needs sessions.
    assert!(!changed(&|drug| drug["kind"] = json!("placebo")));
    assert!(!changed(&|drug| drug["kinetics"]["half_life"] = json!(35)));
    assert!(changed(
        &|drug| drug["kinetics"]["half_life"] = json!("35 hours")
    ));
}
