//! The tasks that a deployment ships: `tasks.json` beside `index.html`.
//!
//! `{"tasks": ["name", {"name": "name", "labels": ["text"]}]}`, or that list alone; where the deployment has several
//! hosts, such a list for each: `{"hosts": {"host's name": [], …}}`. The schema is `static/tasks.schema.json`. A single entry that is none is left out and said; a file that is no such
//! list gives nothing but the place of its trouble, so that nobody takes an empty list for the deployment's.

use serde_json::value::RawValue;

use crate::domain::mentions::{DocumentTasks, FoundTasks, tasks};
use crate::interchange::import;
use crate::text::json::members;
use crate::text::position::{TextPosition, offset_of, offset_of_error, position_at};

/// An error that a deployment's list of tasks has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployedError {
    /// Where.
    pub place: TextPosition,
    /// What.
    pub problem: DeployedProblem,
}

/// A kind of trouble that a deployment's list of tasks can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployedProblem {
    /// JSON syntax error from here on: a comma too many, a quotation mark forgotten, or another file altogether.
    Syntax,
    /// It ends too early: empty, or cut off.
    CutOff,
    /// What stands here should be a list.
    NoList,
    /// The object that begins here has no `tasks`.
    NoTasks,
    /// There are several hosts, and nothing says whose tasks these are.
    NoHosts,
}

/// Reads the file, for a host of this name where there are several.
///
/// # Errors
/// When it is no JSON, or has no list of tasks.
pub fn read(text: &str, host: Option<&str>) -> Result<FoundTasks, DeployedError> {
    let text = import::without_mark(text);
    let document: &RawValue = serde_json::from_str(text).map_err(|error| {
        let problem = if error.is_eof() { DeployedProblem::CutOff } else { DeployedProblem::Syntax };
        DeployedError { place: position_at(text, offset_of_error(text, &error)), problem }
    })?;
    let wrong =
        |part: &str, problem| Err(DeployedError { place: position_at(text, offset_of(part, text)), problem });
    let list = match host {
        None => tasks(document),
        Some(host) => match tasks_of(document, host) {
            Some(list) => list,
            None => return wrong(document.get(), DeployedProblem::NoHosts),
        },
    };
    match list {
        DocumentTasks::List(entries) => Ok(FoundTasks::in_list(text, &entries)),
        DocumentTasks::NoList(found) => wrong(found, DeployedProblem::NoList),
        DocumentTasks::Missing => wrong(document.get(), DeployedProblem::NoTasks),
    }
}

/// Returns a host's tasks; nothing where the document does not say whose they are.
fn tasks_of<'a>(document: &'a RawValue, host: &str) -> Option<DocumentTasks<'a>> {
    let member = |json: &'a str, name: &str| {
        members(json).into_iter().flatten().find(|(known, _)| known == name).map(|(_, value)| value)
    };
    let Some(hosts) = member(document.get(), "hosts") else {
        // What is shipped is a list without an entry.
        return Some(tasks(document))
            .filter(|list| matches!(list, DocumentTasks::List(entries) if entries.is_empty()));
    };
    members(hosts)?;
    let Some(list) = member(hosts, host) else { return Some(DocumentTasks::List(Vec::new())) };
    Some(serde_json::from_str(list).map_or(DocumentTasks::NoList(list), DocumentTasks::List))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const SCHEMA: &str = include_str!("../../../../static/tasks.schema.json");
    const SHIPPED: &str = include_str!("../../../../static/tasks.json");
    const EXAMPLE: &str = include_str!("../../../../deploy/examples/tasks.json");

    fn written(found: &FoundTasks) -> Vec<(&str, Vec<&str>)> {
        found
            .entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.labels.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn names_and_objects_with_labels_are_read_as_they_are_written() {
        let text = "\u{feff}{\"tasks\": [\"stop 10.0.0.5-9000:a:0000000001\",\n\
                    {\"name\": \" b \", \"labels\": [\"orders\", \"prod\"]}, \"b\"]}";
        let found = read(text, None).unwrap();
        let expected = [("stop 10.0.0.5-9000:a:0000000001", vec![]), ("b", vec!["orders", "prod"])];
        assert_eq!(written(&found), expected);
        assert_eq!(
            written(&read("[\"a\", {\"name\": \"b\"}]", None).unwrap()),
            [("a", vec![]), ("b", vec![])]
        );
    }

    #[test]
    fn of_several_hosts_each_has_a_list() {
        let text = r#"{"hosts": {"A": ["a", {"name": "b", "labels": ["x"]}], "B": ["c"], "C": 1}}"#;
        assert_eq!(written(&read(text, Some("A")).unwrap()), [("a", vec![]), ("b", vec!["x"])]);
        assert_eq!(written(&read(text, Some("B")).unwrap()), [("c", vec![])]);
        assert_eq!(written(&read(text, Some("D")).unwrap()), []);
        assert_eq!(written(&read(SHIPPED, Some("A")).unwrap()), []);
        let problem = |text, host| read(text, host).unwrap_err().problem;
        assert_eq!(problem(text, Some("C")), DeployedProblem::NoList);
        assert_eq!(problem(text, None), DeployedProblem::NoTasks);
        for other in [r#"{"tasks": ["a"]}"#, r#"["a"]"#, r#"{"hosts": ["A"]}"#, "{}"] {
            assert_eq!(problem(other, Some("A")), DeployedProblem::NoHosts, "{other}");
        }
    }

    #[test]
    fn a_single_bad_entry_is_left_out_and_said() {
        let found =
            read("{\"tasks\": [\n\"a\",\n7,\n{\"labels\": []},\n\" \",\n\"b\\tc\",\n\"d\"]}", None).unwrap();
        assert_eq!(written(&found), [("a", vec![]), ("d", vec![])]);
        let lines: Vec<_> = found.left_out.iter().map(|left| left.line).collect();
        assert_eq!(lines, [3, 4, 5, 6]);
    }

    #[test]
    fn a_broken_file_says_where_and_why() {
        for (text, line, column, problem) in [
            ("", 1, 1, DeployedProblem::CutOff),
            ("{\"tasks\": [\"a\"", 1, 14, DeployedProblem::CutOff),
            ("<!doctype html>", 1, 1, DeployedProblem::Syntax),
            ("{\"tasks\": [\n  \"任务\" \"b\"\n]}", 2, 8, DeployedProblem::Syntax),
            ("{\"tasks\": [\n  \"a\",\n]}", 3, 1, DeployedProblem::Syntax),
            ("{\"tasks\": []}\n{}", 2, 1, DeployedProblem::Syntax),
            ("\n {\"任务\": 1,\n  \"tasks\": {}}", 3, 12, DeployedProblem::NoList),
            (" \"a\"", 1, 2, DeployedProblem::NoList),
            ("\n{\"task\": []}", 2, 1, DeployedProblem::NoTasks),
        ] {
            let error = DeployedError { place: TextPosition { line, column }, problem };
            assert_eq!(read(text, None), Err(error), "{text}");
        }
    }

    /// As much of JSON Schema as the schema uses.
    fn allows(schema: &Value, root: &Value, value: &Value) -> bool {
        let is = |kind: &Value| match kind.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            other => panic!("{other}"),
        };
        schema.as_object().unwrap().iter().all(|(keyword, rule)| match keyword.as_str() {
            "$ref" => {
                let target = rule.as_str().unwrap().strip_prefix('#').unwrap();
                allows(root.pointer(target).unwrap(), root, value)
            }
            "type" => is(rule),
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| allows(rule, root, value)),
            "required" => {
                rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some())
            }
            "properties" => rule
                .as_object()
                .unwrap()
                .iter()
                .all(|(name, rule)| value.get(name).is_none_or(|member| allows(rule, root, member))),
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                let is_known = |name: &String| known.is_some_and(|known| known.contains_key(name));
                value.as_object().is_none_or(|members| {
                    let mut others = members.iter().filter(|(name, _)| !is_known(name));
                    others.all(|(_, member)| rule.is_object() && allows(rule, root, member))
                })
            }
            "items" => value.as_array().is_none_or(|items| items.iter().all(|item| allows(rule, root, item))),
            "pattern" => {
                assert_eq!(rule, "\\S");
                value.as_str().is_none_or(|text| !text.trim().is_empty())
            }
            "$schema" | "$defs" | "title" | "description" | "examples" => true,
            other => panic!("{other}"),
        })
    }

    #[test]
    fn the_schema_and_the_reader_agree() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        for (text, good) in [
            (SHIPPED, true),
            (EXAMPLE, true),
            (r#"{"$schema": "tasks.schema.json", "tasks": ["a", {"name": "b", "labels": ["x"]}]}"#, true),
            (r#"["a", {"name": "b"}]"#, true),
            (&crate::interchange::export::json(&[], None), true),
            ("[]", true),
            ("{}", false),
            (r#"{"tasks": "a"}"#, false),
            (r#"{"tasks": [7]}"#, false),
            (r#"{"tasks": [" "]}"#, false),
            (r#"{"tasks": [{"labels": ["x"]}]}"#, false),
            (r#"[["a"]]"#, false),
            (r#"{"host": "A", "tasks": ["a"]}"#, true),
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert_eq!(allows(&schema, &schema, &value), good, "the schema on {text}");
            let clean = read(text, None).is_ok_and(|found| found.left_out.is_empty());
            assert_eq!(clean, good, "the reader on {text}");
        }
        for (text, good) in [
            (r#"{"hosts": {}}"#, true),
            (r#"{"$schema": "tasks.schema.json", "hosts": {"A": ["a"], "B": []}}"#, true),
            (r#"{"hosts": []}"#, false),
            (r#"{"hosts": {"A": "a"}}"#, false),
            (r#"{"hosts": {"A": [7]}}"#, false),
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert_eq!(allows(&schema, &schema, &value), good, "the schema on {text}");
            let clean = read(text, Some("A")).is_ok_and(|found| found.left_out.is_empty());
            assert_eq!(clean, good, "the reader on {text}");
        }
        // Stricter than the reader, so that an editor points out what the console would not see.
        let misspelt = serde_json::json!([{"name": "a", "lables": ["x"]}]);
        assert!(!allows(&schema, &schema, &misspelt));
    }
}
