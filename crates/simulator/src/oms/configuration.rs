//! A task's configuration as OMS tells it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::task::Task;

/// What OMS puts in the place of a secret.
pub(super) const MASK: &str = "******";

/// Returns a task's configuration as OMS tells it: values with their types, secrets masked.
pub(super) fn configuration(task: &Task) -> Value {
    let scope = |(scope, values): (&String, &BTreeMap<String, String>)| {
        let values = values.iter().map(|(key, value)| (key.clone(), masked(key, typed(value))));
        (scope.clone(), Value::Object(values.collect()))
    };
    let mut scopes: Map<String, Value> = task.configuration.iter().map(scope).collect();
    let mut known = |scope: &str, key: &str, value: Value| {
        let values = scopes.entry(scope).or_insert_with(|| json!({}));
        if values.get(key).is_none() {
            values[key] = value;
        }
    };
    known("coordinator", "taskIdentity", task.project.clone().into());
    known("coordinator", "taskSubId", sub_id(&task.name).into());
    if task.reverse {
        known("coordinator", "isReverse", true.into());
    }
    if !task.position.is_empty() && task.value("source", "client.id").is_none() {
        let client = |subtopic| json!({ "clientId": subtopic, "subtopic": subtopic });
        known("source", "clients", task.position.keys().map(client).collect());
    }
    Value::Object(scopes)
}

/// Returns the number behind `trans-` in a name of the usual shape.
fn sub_id(name: &str) -> i64 {
    let digits = name.split("_trans-").nth(1).and_then(|rest| rest.split('-').next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

/// Returns the value that a string stands for, if it is written as JSON would write it.
fn typed(text: &str) -> Value {
    let value = serde_json::from_str::<Value>(text).unwrap_or_default();
    let written = value.to_string();
    let is_as_written = written == text && !value.is_string();
    if is_as_written || value.is_array() || value.is_object() { value } else { text.into() }
}

/// Hides secrets, also in nested values and within URLs.
fn masked(key: &str, value: Value) -> Value {
    const SECRETS: [&str; 4] = ["password", "accesskey", "secretkey", "passwd"];
    if SECRETS.iter().any(|secret| key.to_ascii_lowercase().contains(secret)) {
        return MASK.into();
    }
    match value {
        Value::Array(values) => values.into_iter().map(|value| masked(key, value)).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(members.map(|(key, value)| (key.clone(), masked(&key, value))).collect())
        }
        Value::String(text) => masked_url(&text).into(),
        other => other,
    }
}

fn masked_url(text: &str) -> String {
    match text.split_once("password=") {
        Some((before, after)) => {
            let rest = after.find('&').map_or("", |end| &after[end..]);
            format!("{before}password={MASK}{rest}")
        }
        None => text.to_owned(),
    }
}
