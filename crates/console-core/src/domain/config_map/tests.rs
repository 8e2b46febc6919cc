//! What is read as a configuration map, and what is wrong with the rest.

use super::*;
use crate::domain::secret::MaskKind;
use proptest::prelude::*;

fn problems(text: &str) -> Vec<(usize, usize, ConfigMapProblem)> {
    let errors = ConfigMap::from_json(text).unwrap_err();
    errors.into_iter().map(|error| (error.place.line, error.place.column, error.problem)).collect()
}

#[test]
fn the_api_pages_sample_is_read_and_written_in_order() {
    let map =
        ConfigMap::from_json(r#"{"source":{"username":"test","a":"1"},"coordinator":{"b":""}}"#).unwrap();
    assert_eq!(
        map.to_json(),
        "{\n  \"source\": {\n    \"username\": \"test\",\n    \"a\": \"1\"\n  },\n  \"coordinator\": {\n    \"b\": \"\"\n  }\n}"
    );
}

#[test]
fn values_that_are_no_strings_are_pointed_out_where_they_stand() {
    let text = "{\n  \"sink\": {\n    \"workerNum\": 8,\n    \"a\": [1, {}],\n    \"b\": null\n  }\n}";
    let found: Vec<_> = problems(text)
        .into_iter()
        .map(|(line, column, problem)| match problem {
            ConfigMapProblem::NotAString { key, found, written, .. } => (line, column, key, found, written),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        found,
        [
            (3, 18, "workerNum".into(), JsonKind::Number, "8".into()),
            (4, 10, "a".into(), JsonKind::Array, "[1, {}]".into()),
            (5, 10, "b".into(), JsonKind::Null, "null".to_owned()),
        ]
    );
}

#[test]
fn duplicates_empty_names_and_masks_are_refused() {
    use ConfigMapProblem::*;
    let only = |text| problems(text).into_iter().map(|(_, _, problem)| problem).collect::<Vec<_>>();
    let (scope, key) = (String::from("a"), String::from("k"));
    assert_eq!(only(r#"{"a":{"k":"1","k":"2"}}"#), [DuplicateKey { scope: scope.clone(), key }]);
    assert_eq!(only(r#"{"a":{"x":"1"},"a":{"y":"2"}}"#), [DuplicateScope(scope.clone())]);
    assert_eq!(only(r#"{"":{"x":"1"}}"#), [EmptyScope]);
    assert_eq!(only(r#"{"a":{"":"1"}}"#), [EmptyKey { scope: scope.clone() }]);
    let whole = secret::Mask { text: "******".into(), kind: MaskKind::Whole };
    assert_eq!(
        only(r#"{"a":{"password":"******"}}"#),
        [Mask { scope, key: "password".into(), mask: whole.clone() }]
    );
    assert_eq!(
        only(r#"{"******":{"x":"1"}}"#),
        [Mask { scope: "******".into(), key: String::new(), mask: whole }]
    );
    for masked in
        [r#"{"a":{"(hidden)":"1"}}"#, r#"{"a":{"k":"(not recorded)"}}"#, r#"{"a":{"k":"x://a:***@h"}}"#]
    {
        assert!(matches!(only(masked)[..], [Mask { .. }]), "{masked}");
    }
    assert!(ConfigMap::from_json(r#"{"a":{"whiteList":"*"}}"#).is_ok());
}

#[test]
fn what_is_no_map_at_all_is_said_at_its_place() {
    assert!(matches!(problems("{\"a\":\n {\"b\" 1}}")[..], [(2, 7, ConfigMapProblem::Syntax(_))]));
    assert!(matches!(problems("{\"密码\":\n {\"密\" 1}}")[..], [(2, 7, ConfigMapProblem::Syntax(_))]));
    assert!(matches!(problems("")[..], [(1, 1, ConfigMapProblem::Syntax(_))]));
    assert!(matches!(problems("{} x")[..], [(1, 4, ConfigMapProblem::Syntax(_))]));
    assert_eq!(problems("[]"), [(1, 1, ConfigMapProblem::NotAnObject(JsonKind::Array))]);
    assert_eq!(
        problems("{\"a\":\"b\"}"),
        [(1, 6, ConfigMapProblem::ScopeNotAnObject { scope: "a".into(), found: JsonKind::String })]
    );
    assert!(matches!(problems(r#"{"a":{"b":"\ud800"}}"#)[..], [(1, _, ConfigMapProblem::Syntax(_))]));
    let deep = format!("{{\"a\":{{\"b\":{}1{}}}}}", "[".repeat(1000), "]".repeat(1000));
    assert!(matches!(problems(&deep)[..], [(1, 11, ConfigMapProblem::NotAString { .. })]));
}

#[test]
fn secrets_can_be_taken_out() {
    let map = ConfigMap::from_json(r#"{"sink":{"password":"p4ss","username":"u"}}"#).unwrap();
    assert!(map.has_secrets());
    let safe = map.to_json_without_secrets("(hidden)");
    assert!(!safe.contains("p4ss") && safe.contains("(hidden)") && safe.contains("\"u\""), "{safe}");
}

#[test]
fn a_place_is_found_again_in_its_text() {
    let text = "{\n 任🙂x\n}";
    let at = |line, column| TextPosition { line, column }.offset(text);
    assert_eq!(
        [at(1, 1), at(1, 2), at(2, 1), at(2, 3), at(2, 4), at(3, 1), at(3, 2)],
        [0, 1, 2, 6, 10, 12, 13]
    );
    assert_eq!([at(3, 9), at(9, 1), at(0, 0)], [13, 13, 0]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place_inside_it(text in any::<String>()) {
        if let Err(errors) = ConfigMap::from_json(&text) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.place.line >= 1 && error.place.line <= text.matches('\n').count() + 1);
                prop_assert_eq!(position_at(&text, error.place.offset(&text)), error.place);
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(values in proptest::collection::btree_map("\\PC{1,8}", any::<String>(), 1..6)) {
        let text = serde_json::json!({ "scope": values }).to_string();
        if let Ok(map) = ConfigMap::from_json(&text) {
            prop_assert_eq!(ConfigMap::from_json(&map.to_json()), Ok(map.clone()));
            prop_assert_eq!(map.values().count(), values.len());
        }
    }
}
