//! JSON Schema (draft 2020-12) of definition files, for editors.

use super::shape::{Cases, Kind, Range, Shape, Table};
use super::shapes::{GRADES, SOURCE};
use serde_json::{Map, Value, json};

/// The schema of a kind of file.
pub fn schema(kind: Kind) -> Value {
    let mut schema = table_schema(kind.shape());
    if let Value::Object(object) = &mut schema {
        let mut whole = Map::new();
        whole.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        whole.insert("title".to_owned(), json!(format!("rewire {}", kind.word())));
        whole.append(object);
        return Value::Object(whole);
    }
    schema
}

fn table_schema(table: &Table) -> Value {
    let properties: Map<String, Value> = table
        .fields
        .iter()
        .map(|field| {
            (
                field.name.to_owned(),
                described(shape_schema(&field.shape), field.doc),
            )
        })
        .collect();
    let required: Vec<&str> = table
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let mut schema = json!({
        "type": "object",
        "description": table.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if let (Some(cases), Value::Object(object)) = (&table.cases, &mut schema) {
        object.insert("allOf".to_owned(), case_schemas(cases));
    }
    schema
}

/// For each case: if the deciding key has its value, then its keys are required and those of other cases forbidden.
fn case_schemas(cases: &Cases) -> Value {
    let mut owned: Vec<&str> = cases
        .cases
        .iter()
        .flat_map(|case| case.needs.iter().chain(case.may))
        .copied()
        .collect();
    owned.sort_unstable();
    owned.dedup();
    cases
        .cases
        .iter()
        .map(|case| {
            let forbidden: Map<String, Value> = owned
                .iter()
                .filter(|name| !case.needs.contains(name) && !case.may.contains(name))
                .map(|name| ((*name).to_owned(), json!(false)))
                .collect();
            let holds = json!({ "properties": { cases.key: { "const": case.value } } });
            let mut condition = holds;
            // The default case also holds while the key is absent.
            if cases.default != Some(case.value)
                && let Value::Object(object) = &mut condition
            {
                object.insert("required".to_owned(), json!([cases.key]));
            }
            json!({ "if": condition, "then": { "required": case.needs, "properties": forbidden } })
        })
        .collect()
}

fn described(mut schema: Value, doc: &str) -> Value {
    if let Value::Object(object) = &mut schema {
        object.insert("description".to_owned(), json!(doc));
    }
    schema
}

fn shape_schema(shape: &Shape) -> Value {
    match shape {
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Text | Shape::Name(_) => json!({ "type": "string" }),
        Shape::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            json!({ "type": "string", "enum": words })
        }
        Shape::Integer(range) => bounded("integer", range),
        Shape::Number(range) => bounded("number", range),
        Shape::Quantity(dimension, _) => json!({
            "type": "string",
            "pattern": format!(
                "^[+-]?[0-9.]+([eE][+-]?[0-9]+)? *({})$",
                dimension.spellings().join("|")
            ),
            "examples": [dimension.example()],
        }),
        Shape::Stated(inner) => json!({ "anyOf": [shape_schema(inner), {
            "type": "object",
            "properties": {
                "value": shape_schema(inner),
                "meaning": { "type": "string" },
                "source": described(json!({ "type": "string" }), SOURCE.doc),
                "grade": shape_schema(&Shape::Choice(GRADES)),
            },
            "required": ["value"],
            "additionalProperties": false,
        }] }),
        Shape::List(of, least) => {
            json!({ "type": "array", "items": shape_schema(of), "minItems": least })
        }
        Shape::Table(table) => table_schema(table),
        Shape::Entries(table) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z0-9_-]{1,64}$" },
            "additionalProperties": table_schema(table),
        }),
        Shape::Values(_, of) => {
            json!({ "type": "object", "additionalProperties": shape_schema(of) })
        }
        Shape::Patches => json!({
            "type": "object",
            "additionalProperties": { "type": ["number", "string", "boolean", "object"] },
        }),
    }
}

fn bounded(kind: &str, range: &Range) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(kind));
    if range.least.is_finite() {
        let key = if range.above_least {
            "exclusiveMinimum"
        } else {
            "minimum"
        };
        schema.insert(key.to_owned(), json!(range.least));
    }
    if range.most.is_finite() {
        schema.insert("maximum".to_owned(), json!(range.most));
    }
    Value::Object(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_has_a_schema_that_names_its_keys() {
        for kind in Kind::ALL {
            let schema = schema(kind);
            assert_eq!(
                schema["$schema"],
                "https://json-schema.org/draft/2020-12/schema"
            );
            for field in kind.shape().fields {
                assert_eq!(schema["properties"][field.name]["description"], field.doc);
            }
        }
    }

    #[test]
    fn bounds_and_cases_reach_the_schema() {
        let brain = schema(Kind::Brain);
        let settling = &brain["properties"]["settling"]["properties"];
        assert_eq!(settling["rate"]["exclusiveMinimum"], 0.0);
        assert_eq!(settling["rate"]["maximum"], 1.0);
        let readout = &brain["properties"]["readouts"]["additionalProperties"];
        assert_eq!(readout["allOf"][1]["then"]["required"], json!(["signal"]));
        assert_eq!(
            readout["allOf"][1]["then"]["properties"]["probe"],
            json!(false)
        );
    }
}
