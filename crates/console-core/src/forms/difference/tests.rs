//! What differs, and that the difference applied to what was read is what a person sees.

use proptest::prelude::*;

use super::*;
use crate::domain::operation::Operation;
use crate::domain::secret::mask_in_value;
use crate::forms::configuration::{KeyStanding, UpdateDraft, UpdateProblem, UpdateProblemKind, config_lines};

fn read(json: &str) -> OmsConfiguration {
    OmsConfiguration::example(json)
}

const CONFIGURATION: &str = r#"{"coordinator":{"shuffleMinBatchSize":20,"allowRecordTypes":null},
    "condition":{"whiteCondition":[{"name":"shop","all":false,"sub":[{"name":"orders"}]}]},
    "source":{"password":"******","clients":[{"clientId":"c","password":"******"}],"checkpoint":{"t":"1"}},
    "sink":{"jdbcUrl":"jdbc:mysql://h:2883?useUnicode=true&socketTimeout=50000","workerNum":64,
        "properties":"{\"acks\":\"1\",\"max.request.size\":\"1024\"}"}}"#;

fn typed(
    draft: &mut UpdateDraft,
    read: &OmsConfiguration,
    scope: &str,
    key: &str,
    path: &[usize],
    text: &str,
) {
    assert!(draft.edit_part(read, scope, key, path, &PartEdit::Type(text.into())), "{scope}.{key} {path:?}");
}

fn sent(draft: &UpdateDraft, read: &OmsConfiguration) -> Option<(Vec<String>, String)> {
    match draft.check(None, Some(read)).operation? {
        Operation::Update { delete, set, .. } => {
            Some((delete.iter().map(ToString::to_string).collect(), set.to_json()))
        }
        other => panic!("{other:?}"),
    }
}

fn shown(draft: &UpdateDraft, read: &OmsConfiguration) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let changes = draft.difference(read).into_iter().flat_map(|change| change.parts);
    changes.map(|part| format!("{} {}>{}", part.place, text(&part.before), text(&part.after))).collect()
}

fn problems(draft: &UpdateDraft, read: &OmsConfiguration) -> Vec<UpdateProblemKind> {
    draft.check(None, Some(read)).problems.into_iter().map(|problem| problem.what).collect()
}

#[test]
fn only_what_changed_is_sent_and_told_part_by_part() {
    let read = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    typed(&mut draft, &read, "sink", "jdbcUrl", &[2], "90000");
    typed(&mut draft, &read, "sink", "workerNum", &[], "32");
    typed(&mut draft, &read, "sink", "properties", &[0], "all");
    typed(&mut draft, &read, "condition", "whiteCondition", &[0, 2, 0, 0], "items");
    assert!(draft.delete_key("coordinator", "allowRecordTypes"));
    draft.set_value("coordinator", "new", "1".into());
    assert_eq!(
        shown(&draft, &read),
        [
            "sink.jdbcUrl?socketTimeout 50000>90000",
            "sink.workerNum 64>32",
            "sink.properties.acks 1>all",
            "condition.whiteCondition[0].sub[0].name orders>items",
            "coordinator.new ->1",
            "coordinator.allowRecordTypes null>-",
        ]
    );
    let body = r#"{
  "sink": {
    "jdbcUrl": "jdbc:mysql://h:2883?useUnicode=true&socketTimeout=90000",
    "workerNum": "32",
    "properties": "{\"acks\":\"all\",\"max.request.size\":\"1024\"}"
  },
  "condition": {
    "whiteCondition": "[{\"name\":\"shop\",\"all\":false,\"sub\":[{\"name\":\"items\"}]}]"
  },
  "coordinator": {
    "new": "1"
  }
}"#;
    assert_eq!(sent(&draft, &read), Some((vec!["coordinator.allowRecordTypes".into()], body.into())));

    typed(&mut draft, &read, "sink", "workerNum", &[], "64");
    assert_eq!(draft.value("sink", "workerNum"), None, "as it was");
    draft.undo_key("coordinator", "allowRecordTypes");
    draft.undo_key("condition", "whiteCondition");
    assert_eq!(shown(&draft, &read).len(), 3);
}

#[test]
fn a_flag_that_is_typed_sign_by_sign_stays_one() {
    let read = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    for text in ["", "t", "tr", "tru", "true"] {
        typed(&mut draft, &read, "condition", "whiteCondition", &[0, 1], text);
    }
    let value = draft.value("condition", "whiteCondition");
    assert_eq!(value, Some(r#"[{"name":"shop","all":true,"sub":[{"name":"orders"}]}]"#));
}

#[test]
fn what_is_typed_as_json_and_is_so_already_is_not_sent() {
    let read = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    draft.set_json(
        r#"{"sink":{"workerNum":"64","a":"1"},"source":{"checkpoint":"{\"t\": \"1\"}"}}"#.to_owned(),
    );
    assert_eq!(sent(&draft, &read), Some((vec![], "{\n  \"sink\": {\n    \"a\": \"1\"\n  }\n}".into())));
    assert_eq!(problems(&draft, &read), [UpdateProblemKind::Unchanged, UpdateProblemKind::Unchanged]);
    draft.set_json(r#"{"sink":{"workerNum":"64"}}"#.to_owned());
    let checked = draft.check(None, Some(&read));
    assert!(checked.operation.is_none() && checked.is_empty());
    // What is deleted before it is set is meant.
    draft.add_removal("sink.workerNum");
    assert!(sent(&draft, &read).unwrap().1.contains("64"));
}

#[test]
fn a_part_of_a_value_with_a_mask_in_it_is_not_sent_before_the_mask_is_replaced() {
    let read = read(
        r#"{"sink":{"jdbcUrl":"jdbc:mysql://h?user=a&password=******&socketTimeout=1","password":"******"}}"#,
    );
    let mut draft = UpdateDraft::default();
    typed(&mut draft, &read, "sink", "jdbcUrl", &[3], "2");
    assert_eq!(sent(&draft, &read), None);
    assert!(draft.check(None, Some(&read)).problems.iter().any(UpdateProblem::blocks));
    typed(&mut draft, &read, "sink", "jdbcUrl", &[2], "hunter2");
    assert!(sent(&draft, &read).unwrap().1.contains("password=hunter2&socketTimeout=2"));
    assert!(draft.difference(&read)[0].parts.iter().any(|part| part.is_secret));
    typed(&mut draft, &read, "sink", "password", &[], "*****");
    assert_eq!(sent(&draft, &read), None);
    let masked =
        config_lines(&read, &draft, &|_| false, "password").into_iter().filter(|line| line.is_masked);
    assert_eq!(masked.map(|line| line.full_name).collect::<Vec<_>>(), ["sink.password"]);
}

#[test]
fn where_a_task_reads_and_writes_stays_as_it_was_read() {
    let read = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    typed(&mut draft, &read, "sink", "jdbcUrl", &[0], "jdbc:mysql://other:2883");
    assert_eq!((problems(&draft, &read), sent(&draft, &read)), (vec![UpdateProblemKind::MovesTask], None));
    draft.undo_key("sink", "jdbcUrl");
    draft.delete_key("source", "clients");
    assert_eq!(problems(&draft, &read), [UpdateProblemKind::MovesTask]);
    draft.undo_key("source", "clients");
    typed(&mut draft, &read, "source", "clients", &[0, 1], "hunter2");
    assert!(sent(&draft, &read).is_some(), "a password is no address");
    let mut unknown = UpdateDraft::default();
    unknown.set_value("sink", "servers", "h:9092".into());
    assert_eq!(problems(&unknown, &read), [UpdateProblemKind::MustNotChange], "it is not there");
    assert!(sent(&unknown, &read).is_some());
}

#[test]
fn what_somebody_else_changed_since_is_asked_about_at_its_key() {
    let old = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    typed(&mut draft, &old, "sink", "workerNum", &[], "32");
    draft.delete_key("coordinator", "shuffleMinBatchSize");
    assert!(draft.note_base(&old) && !draft.note_base(&old));
    let changed = |of: &[(&str, &str)]| {
        of.iter().fold(CONFIGURATION.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let other = read(&changed(&[("1024", "2048")]));
    assert!(sent(&draft, &other).is_some(), "keys that it does not change are nobody's business here");
    let now = read(&changed(&[("64", "16"), ("20", "40")]));
    assert_eq!(sent(&draft, &now), None);
    let asked = |draft: &UpdateDraft| {
        let asked = problems(draft, &now).into_iter().filter_map(|problem| match problem {
            UpdateProblemKind::ChangedSince { key, before, now, .. } => Some((key, before, now)),
            _ => None,
        });
        asked.collect::<Vec<_>>()
    };
    let (old_value, new_value) = (|text: &str| Some(text.to_owned()), |text: &str| Some(text.to_owned()));
    assert_eq!(
        asked(&draft),
        [
            ("shuffleMinBatchSize".to_owned(), old_value("20"), new_value("40")),
            ("workerNum".to_owned(), old_value("64"), new_value("16")),
        ]
    );
    draft.keep_mine(&now, "sink", "workerNum");
    assert_eq!(asked(&draft).len(), 1);
    draft.undo_key("coordinator", "shuffleMinBatchSize");
    draft.note_base(&now);
    assert_eq!(sent(&draft, &now).unwrap().1, "{\n  \"sink\": {\n    \"workerNum\": \"32\"\n  }\n}");
    let wanted = read(&changed(&[("64", "32")]));
    assert_eq!(
        (sent(&draft, &wanted), problems(&draft, &wanted)),
        (None, vec![UpdateProblemKind::Unchanged])
    );
}

#[test]
fn the_tree_shows_the_draft_in_place_and_is_searched() {
    let read = read(CONFIGURATION);
    let mut draft = UpdateDraft::default();
    typed(&mut draft, &read, "sink", "workerNum", &[], "32");
    draft.delete_key("coordinator", "shuffleMinBatchSize");
    draft.set_value("sink", "a", "x".into());
    draft.set_value("more", "b", "y".into());
    let lines = |words: &str| {
        let lines = config_lines(&read, &draft, &|_| false, words).into_iter();
        lines.map(|line| (line.full_name, line.standing)).collect::<Vec<_>>()
    };
    let all = lines("");
    let standing = |name: &str| all.iter().find(|(full, _)| full == name).unwrap().1;
    assert_eq!(standing("sink.workerNum"), KeyStanding::Changed);
    assert_eq!(standing("coordinator.shuffleMinBatchSize"), KeyStanding::Deleted);
    assert_eq!((standing("sink.a"), standing("more.b")), (KeyStanding::Added, KeyStanding::Added));
    assert_eq!(standing("sink.jdbcUrl"), KeyStanding::Same);
    let found = |words: &str| lines(words).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(found("sockettimeout"), ["sink", "sink.jdbcUrl", "sink.jdbcUrl?socketTimeout"]);
    assert_eq!(found("sink 32"), ["sink", "sink.workerNum"]);
    assert!(found("nowhere").is_empty());
    let first = |words: &str| {
        let lines = config_lines(&read, &draft, &|_| false, words).into_iter();
        lines.filter(|line| line.is_found).map(|line| line.full_name).next()
    };
    assert_eq!(first("workernum").as_deref(), Some("sink.workerNum"), "no scope");
    assert_eq!(first("sockettimeout").as_deref(), Some("sink.jdbcUrl?socketTimeout"), "the part that has it");
    assert_eq!(first("jdbcurl").as_deref(), Some("sink.jdbcUrl"));
    assert_eq!(first(""), None);
    let closed = config_lines(&read, &draft, &|place| place.key.is_none(), "");
    assert_eq!(closed.len(), 5, "the scopes alone");
}

/// Returns what a host makes of an Update: it deletes first.
fn applied(read: &OmsConfiguration, delete: &[String], body: &str) -> Vec<(String, String, String)> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let mut values: Vec<(String, String, String)> = Vec::new();
    for (scope, keys) in read.scopes() {
        for (key, value) in keys {
            if !delete.contains(&format!("{scope}.{key}")) {
                values.push((scope.clone(), key.clone(), value.to_value()));
            }
        }
    }
    for (scope, keys) in body.as_object().unwrap() {
        for (key, value) in keys.as_object().unwrap() {
            let value = value.as_str().unwrap().to_owned();
            values.retain(|(other, name, _)| (other, name) != (scope, key));
            values.push((scope.clone(), key.clone(), value));
        }
    }
    values.sort();
    values
}

fn leaf() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        any::<Option<i32>>().prop_map(|number| serde_json::json!(number)),
        any::<bool>().prop_map(|flag| serde_json::json!(flag)),
        "[a-z *]{0,6}".prop_map(|text| serde_json::json!(text)),
        "jdbc:x://h[?;]a=[a-z]{0,3}&password=(\\*\\*\\*\\*\\*\\*|secret)"
            .prop_map(|text| serde_json::json!(text)),
    ]
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(serde_json::Value::from),
            proptest::collection::btree_map("[a-d]|password", inner.clone(), 0..3)
                .prop_map(|members| serde_json::json!(members)),
            proptest::collection::btree_map("[a-d]", inner, 1..3)
                .prop_map(|members| serde_json::json!(serde_json::json!(members).to_string())),
        ]
    })
}

proptest! {
    #[test]
    fn the_difference_applied_to_what_was_read_is_what_is_shown(
        scopes in proptest::collection::btree_map("[a-c]", proptest::collection::btree_map("[a-e]|password", value(), 0..4), 0..4),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), "[a-z0-9*]{0,7}|\\*{6}", 0_u8..6), 0..12),
    ) {
        let read = read(&serde_json::json!(scopes).to_string());
        let mut draft = UpdateDraft::default();
        for (index, text, what) in &edits {
            let lines: Vec<_> = config_lines(&read, &draft, &|place| place.key.is_some(), "");
            let Some(line) = lines.get(index.index(lines.len().max(1))) else { continue };
            let (scope, path) = (&line.place.scope, &line.place.path);
            let key = line.place.key.as_ref().unwrap_or(text);
            match what {
                0 => drop(draft.delete_key(scope, key)),
                1 if !key.is_empty() => draft.set_value(scope, key, text.clone()),
                2 => draft.undo_key(scope, key),
                3 => drop(draft.edit_part(&read, scope, key, path, &PartEdit::Remove)),
                4 => drop(draft.edit_part(&read, scope, key, path, &PartEdit::Add(text.clone()))),
                _ => drop(draft.edit_part(&read, scope, key, path, &PartEdit::Type(text.clone()))),
            }
        }
        let shown = config_lines(&read, &draft, &|_| false, "").into_iter().filter(|line| {
            line.depth == 1 && line.standing != KeyStanding::Deleted
        });
        let mut expected: Vec<_> = shown
            .map(|line| {
                let (scope, key) = (line.place.scope, line.place.key.unwrap());
                let own = draft.value(&scope, &key).map(str::to_owned);
                let text = own.unwrap_or_else(|| read.get(&scope, &key).unwrap().to_value());
                (scope, key, text)
            })
            .collect();
        expected.sort();
        let checked = draft.check(None, Some(&read));
        match checked.operation {
            Some(Operation::Update { delete, set, .. }) => {
                for (scope, key, value) in set.values() {
                    prop_assert!(!read.has(scope, key, value), "unchanged: {scope}.{key}");
                    prop_assert!(mask_in_value(scope, key, value).is_none(), "masked: {scope}.{key}");
                }
                let delete: Vec<_> = delete.iter().map(ToString::to_string).collect();
                let is_told = |scope: &str, key: &str| {
                    draft.difference(&read).iter().any(|change| change.scope == scope && change.key == key)
                };
                prop_assert!(set.values().all(|(scope, key, _)| is_told(scope, key)));
                prop_assert_eq!(applied(&read, &delete, &set.to_json()), expected);
            }
            Some(other) => panic!("{other:?}"),
            None if checked.problems.iter().any(UpdateProblem::blocks) => {}
            None => prop_assert!(draft.difference(&read).is_empty()),
        }
    }
}
