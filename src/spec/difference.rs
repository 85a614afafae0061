//! In which values two definitions of a kind differ, path by path.

use serde::Serialize;
use serde_json::Value;

/// A value that is not the same in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Dotted path; items of a list are called by their name where they have one, else by their number from 1.
    pub path: String,
    /// Value in the first; none where it is absent.
    pub first: Option<Value>,
    /// Value in the second; none where it is absent.
    pub second: Option<Value>,
}

/// All values that differ, in the order of the first; what only the second has comes last in its table.
pub fn differences(first: &impl Serialize, second: &impl Serialize) -> Vec<Difference> {
    // What was read from a file can always be written: numbers are finite, keys are texts.
    let tree = |value: serde_json::Result<Value>| value.unwrap_or(Value::Null);
    let mut found = Vec::new();
    compare(
        "",
        Some(&tree(serde_json::to_value(first))),
        Some(&tree(serde_json::to_value(second))),
        &mut found,
    );
    found
}

fn compare(path: &str, first: Option<&Value>, second: Option<&Value>, found: &mut Vec<Difference>) {
    if first == second {
        return;
    }
    let present = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
    let tables = (first.and_then(entries), second.and_then(entries));
    // A table that one of them lacks is said as a whole.
    if let (Some(a), Some(b)) = tables {
        for (name, value) in &a {
            let other = b
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| *value);
            compare(&joined(path, name), Some(value), other, found);
        }
        for (name, value) in b
            .iter()
            .filter(|(name, _)| a.iter().all(|(known, _)| known != name))
        {
            compare(&joined(path, name), None, Some(value), found);
        }
        return;
    }
    let difference = Difference {
        path: path.to_owned(),
        first: present(first),
        second: present(second),
    };
    if difference.first != difference.second {
        found.push(difference);
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Entries of a table, or of a list of tables under the names of its items.
fn entries(value: &Value) -> Option<Vec<(String, &Value)>> {
    match value {
        Value::Object(table) => Some(
            table
                .iter()
                .map(|(name, value)| (name.clone(), value))
                .collect(),
        ),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let mut named: Vec<(String, &Value)> = Vec::new();
            for (number, item) in items.iter().enumerate() {
                let own = ["name", "use", "readout", "population", "input"]
                    .iter()
                    .find_map(|key| item.get(key)?.as_str());
                let free = own.filter(|own| named.iter().all(|(known, _)| known != own));
                named.push((
                    free.map_or_else(|| (number + 1).to_string(), str::to_owned),
                    item,
                ));
            }
            Some(named)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_named_by_path_and_item() {
        let first = json!({ "title": "a", "treatments": [{ "use": "drug", "dose": "20 mg", "taper": null }], "claims": ["A"] });
        let second = json!({ "title": "a", "treatments": [{ "use": "drug", "dose": "10 mg" }, { "use": "talk" }], "claims": [] });
        let found = differences(&first, &second);
        let paths: Vec<&str> = found
            .iter()
            .map(|difference| difference.path.as_str())
            .collect();
        assert_eq!(paths, ["treatments.drug.dose", "treatments.talk", "claims"]);
        assert_eq!(found[0].second, Some(json!("10 mg")));
        assert_eq!(found[1].first, None);
        assert!(differences(&first, &first).is_empty());
    }
}
