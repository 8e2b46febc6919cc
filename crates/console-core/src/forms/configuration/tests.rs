//! The two views of the draft of an Update, and what is said of it.

use proptest::prelude::*;

use super::*;
use crate::domain::config_map::{ConfigMap, ConfigMapProblem};
use crate::domain::operation::Operation;
use crate::domain::parameter::ParameterPathError;
use crate::forms::catalogue::{Catalogue, Misfit};
use crate::text::position::TextPosition;

fn of(json: &str) -> UpdateDraft {
    let mut draft = UpdateDraft::default();
    draft.set_json(json.to_owned());
    draft
}

fn text(row: &mut ParameterRow, value: &str) {
    row.value = EntryValue::Text(value.to_owned());
}

/// Returns the rows as `scope.key=value`, a value that is no string in angle brackets.
fn shown(draft: &UpdateDraft) -> Vec<String> {
    let row = |row: &ParameterRow| match &row.value {
        EntryValue::Text(value) => format!("{}.{}={value}", row.scope, row.key),
        EntryValue::Other { written, .. } => format!("{}.{}=<{written}>", row.scope, row.key),
    };
    draft.rows().unwrap().iter().map(row).collect()
}

fn catalogue() -> Catalogue {
    Catalogue::read(include_str!("../../../../../static/config-keys.json")).unwrap()
}

fn set(draft: &UpdateDraft) -> Option<ConfigMap> {
    match draft.check(None, None).operation? {
        Operation::Update { set, .. } => Some(set),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_form_shows_what_the_json_says_wrong_entries_too() {
    let draft =
        of(r#"{"sink":{"workerNum":8,"a":"1","a":"2"},"":{"":null},"source":{},"sink":{"b":"\ud800"}}"#);
    let rows = ["sink.workerNum=<8>", "sink.a=1", "sink.a=2", ".=<null>", "sink.b=<\"\\ud800\">"];
    assert_eq!(shown(&draft), rows);
    for unreadable in ["{", "[]", r#"{"a":1}"#, r#"{"\ud800":{}}"#, "{\"a\":{\"b\":\"c\n\"}}"] {
        let draft = of(unreadable);
        assert_eq!((draft.rows(), draft.json()), (None, unreadable));
        assert!(draft.check(None, None).problems.iter().any(UpdateProblem::blocks), "{unreadable}");
    }
}

#[test]
fn an_edit_in_the_form_changes_that_row_and_keeps_the_rest_in_order() {
    let mut draft = of(r#"{"sink":{"z":"1","a":[1, 2]},"source":{"b":"3"}}"#);
    draft.edit_row(2, |row| text(row, "4"));
    let expected = "{\n  \"sink\": {\n    \"z\": \"1\",\n    \"a\": [1, 2]\n  },\n  \"source\": {\n    \"b\": \"4\"\n  }\n}";
    assert_eq!(draft.json(), expected);
    let new = draft.add_row("", "").unwrap();
    assert_eq!(draft.json(), expected, "a blank row is no entry yet");
    draft.edit_row(new, |row| row.scope.push('s'));
    draft.edit_row(new, |row| row.scope.push_str("ink"));
    draft.edit_row(new, |row| row.key.push('k'));
    assert_eq!(shown(&draft), ["sink.z=1", "sink.a=<[1, 2]>", "source.b=4", "sink.k="]);
    assert_eq!(shown(&of(draft.json())), ["sink.z=1", "sink.a=<[1, 2]>", "sink.k=", "source.b=4"]);
    for _ in 0..5 {
        draft.drop_row(0);
    }
    assert_eq!((draft.json(), draft.check(None, None).is_empty()), ("", true));
}

#[test]
fn a_text_that_cannot_be_read_is_not_touched_by_the_form() {
    let mut draft = of("{ half");
    assert_eq!(draft.add_row("sink", "a"), None);
    draft.edit_row(0, |row| row.key.clear());
    draft.drop_row(0);
    assert_eq!(draft.json(), "{ half");
}

#[test]
fn a_value_of_another_kind_becomes_its_string_form_with_one_click() {
    let deep = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
    for written in ["8", "-1.50", "true", "null", r#"{"a": [1]}"#, &deep] {
        let mut draft = of(&format!("{{\"sink\":{{\"a\":\"x\",\"k\":{written}}}}}"));
        let checked = draft.check(None, None);
        let [problem] = &checked.problems[..] else { panic!("{checked:?}") };
        assert_eq!(
            problem.at,
            ProblemPosition::Set { row: Some(1), place: TextPosition { line: 1, column: 22 } }
        );
        assert_eq!((checked.operation, problem.blocks()), (None, true));
        draft.apply(problem.fix.unwrap());
        let values = set(&draft).unwrap();
        assert_eq!(values.values().last(), Some(("sink", "k", written)));
    }
    let mut several = of(r#"{"sink":{"a":1,"b":[true],"c":"x","d":"\ud800"}}"#);
    several.write_all_as_text();
    assert_eq!(shown(&several), ["sink.a=1", "sink.b=[true]", "sink.c=x", "sink.d=<\"\\ud800\">"]);
    let nested = of("{\"a\":".repeat(1000).as_str());
    assert!(nested.check(None, None).problems.iter().any(UpdateProblem::blocks));
    let nested = of(&format!("{}1{}", "{\"a\":".repeat(1000), "}".repeat(1000)));
    assert_eq!(nested.check(None, None).problems[0].fix, Some(ProblemFix::AsText { row: 0 }));
}

#[test]
fn problems_are_at_their_row_and_their_place() {
    use ConfigMapProblem::*;
    let mut draft = UpdateDraft::default();
    for (scope, key, value) in [
        ("sink", "a", "1"),
        ("source", "b", "2"),
        ("sink", "a", "3"),
        ("", "c", "4"),
        ("sink", "password", "***"),
    ] {
        let row = draft.add_row(scope, key).unwrap();
        draft.edit_row(row, |row| text(row, value));
    }
    let found: Vec<_> =
        draft.check(None, None).problems.into_iter().map(|problem| (problem.at, problem.what)).collect();
    let at =
        |row, line, column| ProblemPosition::Set { row: Some(row), place: TextPosition { line, column } };
    let (scope, key) = (String::from("sink"), String::from("a"));
    let mask = secret::Mask { text: "***".into(), kind: secret::MaskKind::Whole };
    assert_eq!(
        found,
        [
            (at(2, 4, 10), UpdateProblemKind::Map(DuplicateKey { scope: scope.clone(), key })),
            (at(4, 5, 17), UpdateProblemKind::Map(Mask { scope, key: "password".into(), mask })),
            (at(3, 10, 7), UpdateProblemKind::Map(EmptyScope)),
        ]
    );
}

#[test]
fn what_is_set_and_deleted_is_pointed_out_and_sent() {
    let mut draft = of(r#"{"source":{"checkpoint":"x"}}"#);
    draft.add_removals("source.timezone, source.checkpoint\nsource.timezone");
    assert_eq!(draft.removals(), ["source.timezone", "source.checkpoint"]);
    let checked = draft.check(None, None);
    let [problem] = &checked.problems[..] else { panic!("{checked:?}") };
    assert_eq!((&problem.what, problem.blocks()), (&UpdateProblemKind::SetAndDeleted, false));
    assert!(matches!(&checked.operation, Some(Operation::Update { delete, .. }) if delete.len() == 2));
    draft.apply(problem.fix.unwrap());
    assert_eq!((draft.removals().len(), draft.check(None, None).problems), (1, vec![]));
}

#[test]
fn what_breaks_a_link_is_pointed_out() {
    let mut draft =
        of(r#"{"sink":{"jdbcUrl":"jdbc:mysql://h","workerNum":"8"},"coordinator":{"clients":"x"}}"#);
    draft.add_removals("source.checkpoint source.clients");
    let problems = draft.check(None, None).problems;
    assert!(!problems.iter().any(UpdateProblem::blocks));
    let found: Vec<_> = problems.into_iter().map(|problem| (problem.at, problem.what)).collect();
    assert_eq!(
        found,
        [
            (ProblemPosition::Removal(1), UpdateProblemKind::MustNotChange),
            (
                ProblemPosition::Set { row: Some(0), place: TextPosition { line: 1, column: 20 } },
                UpdateProblemKind::MustNotChange
            ),
            (ProblemPosition::Removal(0), UpdateProblemKind::CheckpointDeleted),
        ]
    );
    draft.set_json(r#"{"source":{"checkpoint":"x"}}"#.to_owned());
    assert!(
        !draft
            .check(None, None)
            .problems
            .iter()
            .any(|problem| problem.what == UpdateProblemKind::CheckpointDeleted)
    );
}

#[test]
fn parameters_to_delete_are_kept_as_typed_and_checked_one_by_one() {
    let mut draft = UpdateDraft::default();
    draft.add_removals("checkpoint source. nowhere.k sink.unheard");
    let checked = draft.check(Some(&catalogue()), None);
    let found: Vec<_> = checked.problems.into_iter().map(|problem| (problem.at, problem.what)).collect();
    assert_eq!(
        found,
        [
            (
                ProblemPosition::Removal(0),
                UpdateProblemKind::Removal(ParameterPathError::NoDot("checkpoint".into()))
            ),
            (
                ProblemPosition::Removal(1),
                UpdateProblemKind::Removal(ParameterPathError::EmptyKey("source.".into()))
            ),
            (ProblemPosition::Removal(2), UpdateProblemKind::UnknownScope),
            (ProblemPosition::Removal(3), UpdateProblemKind::UnknownKey),
        ]
    );
    assert_eq!(checked.operation, None);
    draft.drop_removal(1);
    draft.drop_removal(0);
    draft.drop_removal(9);
    assert!(draft.check(Some(&catalogue()), None).operation.is_some(), "what is unknown is allowed");
}

#[test]
fn what_is_typed_counts_before_it_is_added() {
    let mut draft = UpdateDraft::default();
    draft.add_removals("source.a");
    let deleted = |draft: &UpdateDraft| match draft.check(None, None).operation {
        Some(Operation::Update { delete, .. }) => delete.iter().map(ToString::to_string).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    draft.set_typed("source.a,sink.b".into());
    assert_eq!((deleted(&draft), draft.removals().len()), (vec!["source.a".into(), "sink.b".into()], 1));
    assert_eq!(draft.without_secrets().0.removals(), ["source.a", "sink.b"]);
    draft.set_typed("sink.b checkpoint sink.b".into());
    let found: Vec<_> =
        draft.check(None, None).problems.into_iter().map(|problem| (problem.at, problem.what)).collect();
    let wrong = [ParameterPathError::NoDot("checkpoint".into()), ParameterPathError::Twice("sink.b".into())];
    assert_eq!(found, wrong.map(|error| (ProblemPosition::Typed, UpdateProblemKind::Removal(error))));
    assert_eq!(draft.valid_removals().len(), 2);
    draft.add_typed();
    assert_eq!((draft.removals().join(" ").as_str(), draft.typed()), ("source.a sink.b checkpoint", ""));
    draft.set_typed("x.y".into());
    draft.take_back_removal(2);
    draft.take_back_removal(9);
    assert_eq!((draft.removals().join(" ").as_str(), draft.typed()), ("source.a sink.b x.y", "checkpoint"));
}

#[test]
fn what_is_not_documented_or_does_not_fit_is_marked_and_sent() {
    let draft = of(r#"{"sink":{"workerNum":"many","mine":"1"},"other":{"k":"v"}}"#);
    let checked = draft.check(Some(&catalogue()), None);
    let found: Vec<_> = checked.problems.iter().map(|problem| &problem.what).collect();
    let misfit = UpdateProblemKind::Misfit(Misfit::Integer { unit: Some("threads".into()) });
    assert_eq!(found, [&misfit, &UpdateProblemKind::UnknownKey, &UpdateProblemKind::UnknownScope]);
    assert!(checked.operation.is_some());
}

#[test]
fn large_texts_are_read_or_refused_quickly() {
    let entries = |count: usize| {
        let entries: Vec<_> = (0..count).map(|index| format!("\"k{index}\":\"v\"")).collect();
        format!("{{\"sink\":{{{}}}}}", entries.join(","))
    };
    let two_hundred = of(&entries(200));
    assert_eq!((two_hundred.rows().unwrap().len(), set(&two_hundred).unwrap().values().count()), (200, 200));
    let many = of(&entries(MOST_ENTRIES + 1));
    assert_eq!(many.rows(), None);
    assert_eq!(
        many.check(None, None).problems[0].what,
        UpdateProblemKind::TooMany { entries: MOST_ENTRIES + 1 }
    );
    let hundred_thousand = |entry: &dyn Fn(usize) -> String| {
        let entries: Vec<_> = (0..100_000).map(entry).collect();
        entries.join(",")
    };
    let scopes = of(&format!("{{{}}}", hundred_thousand(&|index| format!("\"s{index}\":{{}}"))));
    assert_eq!(scopes.check(None, None).problems[0].what, UpdateProblemKind::TooMany { entries: 100_000 });
    let keys = hundred_thousand(&|index| format!("\"k{index}\":1"));
    for rest in ["8", "{\"\\ud800\":\"v\"}"] {
        let draft = of(&format!("{{\"sink\":{{{keys}}},\"source\":{rest}}}"));
        assert_eq!((draft.rows(), draft.check(None, None).problems.len()), (None, 1));
    }
    let long = of(&"x".repeat(5_000_000));
    assert_eq!(long.check(None, None).problems[0].what, UpdateProblemKind::TooLong { bytes: 5_000_000 });
    assert_eq!(long.json().len(), 5_000_000);
    let value = format!("{{\"sink\":{{\"k\":\"{}\"}}}}", "x".repeat(1_000_000));
    assert!(set(&of(&value)).is_some());
}

#[test]
fn what_is_stored_has_no_secrets() {
    let mut draft =
        of(r#"{"sink":{"password":"s3cret","properties":"{\"sasl.jaas.config\":\"s3cret\"}","a":"1"}}"#);
    draft.add_removals("source.password");
    let (kept, withheld) = draft.without_secrets();
    assert!(withheld && !format!("{kept:?}").contains("s3cret"));
    assert_eq!((shown(&kept), kept.removals()), (vec!["sink.a=1".to_owned()], draft.removals()));
    let (kept, withheld) = of(r#"{"sink":{"password":"s3cret""#).without_secrets();
    assert_eq!((kept.json(), withheld), ("", true));
    let plain = of(r#"{"sink":{"a": "half"#);
    assert_eq!(plain.without_secrets(), (plain.clone(), false));
}

#[derive(Clone, Debug)]
enum Event {
    Json(String),
    Add(String, String),
    Edit(usize, usize, String),
    Drop(usize),
    Remove(String),
    Fix(usize),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let word = || "[a-c.\"\\\\]{0,2}|\\PC{0,3}|[\u{0}-\u{1f}]";
    let member = ("[ab]{0,2}", "\"[ab\\\\\"]{0,2}\"|8|null|\\[1, 2\\]|\"\\\\\\\\ud800\"|\\{\\}");
    let scope = (word(), proptest::collection::vec(member, 0..4)).prop_map(|(scope, members)| {
        let members: Vec<_> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
        format!("{}:{{{}}}", serde_json::json!(scope), members.join(" ,"))
    });
    let json =
        proptest::collection::vec(scope, 0..4).prop_map(|scopes| format!(" {{{}}}\n", scopes.join(",\n")));
    let event = prop_oneof![
        3 => json.prop_map(Event::Json),
        1 => "[{}\":a ]{0,9}".prop_map(Event::Json),
        2 => (word(), word()).prop_map(|(scope, key)| Event::Add(scope, key)),
        4 => (0usize..5, 0usize..3, word()).prop_map(|(row, field, text)| Event::Edit(row, field, text)),
        1 => (0usize..5).prop_map(Event::Drop),
        1 => "[a-c.,]{0,5}".prop_map(Event::Remove),
        1 => (0usize..5).prop_map(Event::Fix),
    ];
    proptest::collection::vec(event, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn changing_views_loses_nothing_and_what_is_shown_is_sent(events in events()) {
        let mut draft = UpdateDraft::default();
        for event in events {
            let typed = matches!(&event, Event::Json(_) | Event::Remove(_) | Event::Fix(_));
            match event {
                Event::Json(text) => {
                    draft.set_json(text.clone());
                    prop_assert_eq!(draft.json(), text);
                }
                Event::Add(scope, key) => { draft.add_row(&scope, &key); }
                Event::Edit(row, field, typed) => draft.edit_row(row, |row| match field {
                    0 => row.scope = typed,
                    1 => row.key = typed,
                    _ => text(row, &typed),
                }),
                Event::Drop(row) => draft.drop_row(row),
                Event::Remove(text) => draft.add_removals(&text),
                Event::Fix(index) => {
                    let fix = draft.check(None, None).problems.get(index).and_then(|problem| problem.fix);
                    if let Some(fix) = fix { draft.apply(fix) }
                }
            }
            // The JSON view shows every row that is not blank, with its value, and nothing else.
            if let Some(rows) = draft.rows() {
                let again = of(draft.json());
                let filled = |rows: &'_ [ParameterRow]| -> Vec<ParameterRow> {
                    rows.iter().filter(|row| !row.is_blank()).cloned().collect()
                };
                let (mut expected, mut found) = (filled(rows), filled(again.rows().unwrap()));
                let by_text = |row: &ParameterRow| format!("{row:?}");
                expected.sort_by_key(by_text);
                found.sort_by_key(by_text);
                prop_assert_eq!(found, expected);
            }
            let checked = draft.check(None, None);
            for problem in &checked.problems {
                if let ProblemPosition::Set { row: Some(row), .. } = problem.at {
                    prop_assert!(row < draft.rows().unwrap().len());
                }
            }
            if let Some(set) = set(&draft) {
                let rows: Vec<_> = draft.rows().unwrap().iter().filter(|row| !row.is_blank()).collect();
                prop_assert_eq!(set.values().count(), rows.len());
                for (scope, key, value) in set.values() {
                    let value = EntryValue::Text(value.to_owned());
                    prop_assert!(rows.iter().any(|row| row.scope == scope && row.key == key && row.value == value));
                }
                if !typed && !set.is_empty() {
                    prop_assert_eq!(of(&set.to_json()).rows, of(draft.json()).rows);
                }
            }
        }
    }

    #[test]
    fn any_text_is_kept(text in any::<String>()) {
        let draft = of(&text);
        let _ = draft.check(None, None);
        let _ = draft.without_secrets();
        prop_assert_eq!(draft.json(), text);
    }
}
