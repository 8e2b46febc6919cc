//! What is read of the samples, and of answers that are mangled.

use serde_json::{Value, json};

use super::*;
use crate::openapi::list::Direction;
use crate::openapi::samples;
use crate::openapi::{ConnectorState, JsonTree, OmsWord, ServerTime, StoreClient, log_paths};
use crate::time::EpochSeconds;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRunner};

fn components(sample: &str) -> Components {
    samples::read(sample, |answer| Components::read(answer).unwrap())
}

fn at(text: &str) -> Option<EpochSeconds> {
    let Ok(crate::time::TimeInput::Instant { at, .. }) = crate::time::parse_time_input(text) else {
        panic!()
    };
    Some(at)
}

fn is(connector: &Connector, state: ConnectorState) -> bool {
    connector.state == Some(OmsWord::Known(state))
}

#[test]
fn a_running_project_is_read_whole() {
    let Components { connectors, stores, verifications, odd } = components(samples::MYSQL_TO_OB);
    assert!(verifications.is_empty() && odd.is_empty());
    let [full, incr] = connectors.as_slice() else { panic!() };

    assert_eq!((full.component, full.progress), (Component::FullImport, Some(100.0)));
    assert!(is(full, ConnectorState::Finished));
    assert_eq!((full.checkpoint, full.delay, full.subtopics.len()), (None, None, 0));

    assert_eq!(incr.name.as_str(), "10.20.0.11-9000:connector_v2:np_6k2f8q0d1xvs-incr_trans-1-0:0000000005");
    assert_eq!((incr.component, incr.direction), (Component::IncrSync, Direction::Forward));
    assert_eq!((incr.ip.as_deref(), incr.region.as_deref()), (Some("10.20.0.11"), Some("default")));
    assert!(is(incr, ConnectorState::Running));
    assert_eq!((incr.checkpoint, incr.sampled), (at("2026-11-20T07:59:57Z"), at("1795161594")));
    assert_eq!((incr.delay, incr.rate, incr.progress), (Some(2), Some(34.0), None));
    assert_eq!(incr.subtopics, ["MYSQL_np_6k2f8q0d1xvs_6k2ezr5b0m4g-1-0"]);
    assert!(matches!(incr.modified, Some(ServerTime::Local(_))) && incr.created.is_some());
    let config = incr.config.as_ref().unwrap();
    assert_eq!(config.get("sink", "workerNum"), Some(JsonTree::Written("64".into())));
    let scopes = config.scopes();
    let names: Vec<_> = scopes.iter().map(|(scope, _)| scope.as_str()).collect();
    assert_eq!(names, ["coordinator", "condition", "source", "sink"]);
    assert_eq!(config.get("coordinator", "allowRecordTypes"), Some(JsonTree::Null));
    assert_eq!(
        config.clients(),
        [StoreClient {
            id: Some("MYSQL_np_6k2f8q0d1xvs_6k2ezr5b0m4g-1-0".into()),
            subtopic: Some("MYSQL_np_6k2f8q0d1xvs_6k2ezr5b0m4g-1-0".into()),
            cluster_manager: Some("http://10.20.0.2:8088".into()),
        }]
    );
    assert_eq!(incr.checkpoint_keys(), incr.subtopics);

    let [store] = stores.as_slice() else { panic!() };
    assert!(store.is_active());
    assert_eq!((store.kind.as_deref(), store.connections, store.rate), (Some("MySQL"), Some(1), Some(12.0)));
    assert_eq!((store.begin, store.end), (at("2026-11-15T10:00:00Z"), at("2026-11-20T07:59:52Z")));
    assert_eq!((store.kept_seconds, store.heartbeat), (Some(432_000), at("1795161596")));
    assert!(store.covers(at("2026-11-18T00:00:00Z").unwrap()));
    assert!(
        !store.covers(at("2026-11-15T00:00:00Z").unwrap())
            && !store.covers(at("2026-11-21T00:00:00Z").unwrap())
    );
}

#[test]
fn checkpoints_are_utc_where_records_are_in_local_time() {
    let (utc, local) = (components(samples::MYSQL_TO_OB), components(samples::GMT_IN_LOCAL_TIME));
    for (utc, local) in utc.connectors.iter().zip(&local.connectors) {
        assert_eq!((utc.checkpoint, utc.sampled), (local.checkpoint, local.sampled));
        assert_ne!(utc.created, local.created);
    }
    assert_eq!(
        (utc.stores[0].begin, utc.stores[0].heartbeat),
        (local.stores[0].begin, local.stores[0].heartbeat)
    );
}

#[test]
fn an_exception_says_what_is_wrong() {
    let read = components(samples::ORACLE_TO_OB);
    let incr = &read.connectors[1];
    assert!(is(incr, ConnectorState::Exception));
    let [error] = incr.errors.as_slice() else { panic!() };
    assert_eq!((error.code.as_deref(), error.level.as_deref()), (Some("CM-RESOIE000201"), Some("FATAL")));
    assert!(error.message.as_ref().unwrap().starts_with("No available store."));
    assert!(error.reason.is_some() && error.proposal.as_ref().unwrap().starts_with("Restart the Store"));
    let states: Vec<_> = read.stores.iter().map(|store| store.state.as_deref().unwrap()).collect();
    assert_eq!(states, ["UNEXPECTED_EXIT", "STOP"]);
    assert!(read.stores.iter().all(|store| !store.is_active() && store.kept_seconds == Some(86_400)));
    assert_eq!(read.stores[0].message.as_deref(), Some("[Fri Nov 20 06:58:40 2026] DRC_504:get SCN failed"));
    assert_eq!(read.stores[1].message, None);
}

#[test]
fn the_list_tells_the_direction() {
    let read = components(samples::OBCE_REVERSE);
    let directions: Vec<_> = read.connectors.iter().map(|c| (c.component, c.direction)).collect();
    assert_eq!(
        directions,
        [
            (Component::FullImport, Direction::Forward),
            (Component::IncrSync, Direction::Forward),
            (Component::IncrSync, Direction::Reverse)
        ]
    );
    assert!(
        is(&read.connectors[1], ConnectorState::Stopped) && is(&read.connectors[2], ConnectorState::Running)
    );
    let stores: Vec<_> = read.stores.iter().map(|store| store.direction).collect();
    assert_eq!(stores, [Direction::Forward, Direction::Reverse]);
}

#[test]
fn with_log_proxy_the_checkpoint_has_its_clients_id() {
    let read = components(samples::OBCE_LOGPROXY);
    let [incr] = read.connectors.as_slice() else { panic!() };
    assert!(read.stores.is_empty() && incr.subtopics.is_empty());
    assert_eq!(incr.checkpoint_keys(), ["logproxy-client-7f31"]);
    let config = incr.config.as_ref().unwrap();
    assert_eq!(config.get("source", "logproxy.address"), Some(JsonTree::Text("10.20.3.7:2983".into())));
    assert_eq!(
        config.get("source", "checkpoint").as_ref().map(JsonTree::to_value).as_deref(),
        Some(r#"{"logproxy-client-7f31":"1795075200"}"#)
    );
}

#[test]
fn synchronisations_have_no_full_import() {
    for (sample, state) in
        [(samples::OB_TO_KAFKA, ConnectorState::Running), (samples::OB_TO_ROCKETMQ, ConnectorState::Stopped)]
    {
        let read = components(sample);
        let [incr] = read.connectors.as_slice() else { panic!() };
        assert!(is(incr, state) && incr.config.is_some());
        assert_eq!(incr.checkpoint_keys(), [read.stores[0].subtopic.clone().unwrap()]);
    }
}

#[test]
fn several_subtopics_and_unknown_states_are_kept() {
    let read = components(samples::MULTI_SUBTOPIC);
    assert_eq!((read.stores.len(), read.connectors.len(), read.odd.len()), (3, 2, 0));
    assert_eq!(read.connectors[1].state, Some(OmsWord::Other("STARTING".into())));
    let keys: usize = read.connectors.iter().map(|connector| connector.checkpoint_keys().len()).sum();
    assert!(keys >= 2, "{keys}");
}

#[test]
fn full_verifications_are_read_beside_the_others() {
    let read = components(samples::FULL_VERIFICATION);
    let verifications: Vec<_> =
        read.verifications.iter().map(|one| (one.state.as_deref().unwrap(), one.share.unwrap())).collect();
    assert_eq!(verifications, [("DONE", 1.0), ("RUNNING", 0.42), ("FAILED", 0.0), ("SHUTDOWNED", 0.1)]);
    assert_eq!(
        (read.verifications[0].consistent, read.verifications[0].inconsistent),
        (Some(184_223), Some(0))
    );
    let progress: Vec<_> = read.connectors.iter().map(|connector| connector.progress).collect();
    assert_eq!(progress, [Some(63.0), Some(17.0), Some(4.0), None]);
    assert!(is(&read.connectors[2], ConnectorState::Exception));
}

#[test]
fn a_project_that_was_not_started_has_no_components() {
    assert_eq!(components(samples::NOT_STARTED), Components::default());
    assert_eq!(
        components(r#"{"success":true,"data":{"INCRSYNCCOMPONENTS":null}}"#),
        Components::default(),
        "one list is enough"
    );
    for data in ["null", "[]", "1", "\"\"", "{}", "[{}]", r#"{"id":"np_1"}"#] {
        let body = format!(r#"{{"success":true,"data":{data}}}"#);
        assert!(samples::read(&body, |answer| Components::read(answer).is_err()), "{data}");
    }
}

#[test]
fn odd_types_are_read_as_what_they_mean() {
    let read = components(samples::ODD_TYPES);
    assert!(read.odd.is_empty());
    let [full, incr] = read.connectors.as_slice() else { panic!() };
    assert_eq!(full.name.as_str(), "10.20.0.11-9000:p_48a7k2m5v1xo_dest-000-0:0000000001");
    assert_eq!((full.component, full.progress), (Component::FullImport, Some(100.0)));
    assert_eq!(full.state, Some(OmsWord::Other("DONE".into())));
    assert_eq!(incr.state, Some(OmsWord::Other("MIGRATING".into())));
    assert_eq!(
        (incr.delay, incr.rate, incr.checkpoint, incr.sampled),
        (Some(-3), None, None, at("1795161594"))
    );
    assert_eq!(incr.config, None);
    assert_eq!(incr.checkpoint_keys(), ["MYSQL_np_6k2f8q0d1xvs_6k2ezr5b0m4g-1-0"]);
    assert_eq!((read.stores[0].begin, read.stores[0].state.as_deref()), (None, Some("CHANGE_SOURCE")));
}

#[test]
fn upper_case_keys_say_the_same() {
    let (upper, lower) = (components(samples::CLOUD_UPPER_CASE), components(samples::MYSQL_TO_OB));
    for (upper, lower) in upper.connectors.iter().zip(&lower.connectors) {
        assert_eq!(*upper, Connector { config: None, ..lower.clone() });
    }
    assert_eq!(upper.stores[0], Store { kind: None, kept_seconds: None, ..lower.stores[0].clone() });
}

#[test]
fn an_odd_component_never_hides_another() {
    let body = r#"{"success":true,"data":{"incrSyncComponents":[
        {"name":"a","delay":1e999,"errorDetails":"\ud800"}, 7, {"status":"RUNNING"}, {"name":"b\nc"}, [], null,
        {"name":"d"}],"storeList":{"name":"s"},"fullImportComponents":"none"}}"#;
    let read = components(body);
    let names: Vec<_> = read.connectors.iter().map(|connector| connector.name.as_str()).collect();
    assert_eq!(names, ["a", "d"]);
    assert_eq!((read.connectors[0].delay, read.connectors[0].errors.len()), (None, 1));
    assert_eq!(read.stores[0].name, "s");
    let odd: Vec<_> = read.odd.iter().map(|odd| (odd.list.unwrap(), odd.what, odd.text.as_str())).collect();
    assert_eq!(
        odd,
        [
            (ComponentList::FullImports, OddEntryKind::NotAnObject, "none"),
            (ComponentList::IncrSyncs, OddEntryKind::NotAnObject, "7"),
            (ComponentList::IncrSyncs, OddEntryKind::Nameless, r#"{"status":"RUNNING"}"#),
            (ComponentList::IncrSyncs, OddEntryKind::Nameless, r#"{"name":"b\nc"}"#),
            (ComponentList::IncrSyncs, OddEntryKind::NotAnObject, "[]"),
        ]
    );
}

#[test]
fn configurations_may_be_json_in_strings() {
    let body = r#"{"success":true,"data":{"incrSyncComponents":[{"name":"a","subtopics":["s"],
        "config":"{\"source\":{\"clients\":\"[{\\\"clientId\\\":\\\"x\\\"},{\\\"clientId\\\":\\\"\\\"}]\"}}"}]}}"#;
    let read = components(body);
    assert_eq!(read.connectors[0].checkpoint_keys(), ["x"]);
    for config in
        ["7", "[]", "\"x\"", "{}", r#"{"source":{"clients":{"subtopic":"s"}}}"#, r#"{"source":[1]}"#]
    {
        let body = format!(
            r#"{{"success":true,"data":{{"incrSyncComponents":{{"name":"a","subtopics":"s","config":{config}}}}}}}"#
        );
        assert_eq!(components(&body).connectors[0].checkpoint_keys(), ["s"], "{config}");
    }
}

#[test]
fn the_logs_of_a_task_have_their_paths() {
    let read = components(samples::ODD_TYPES);
    let paths = log_paths(&read.connectors[0].name);
    assert_eq!(paths[0], "/home/ds/run/10.20.0.11-9000:p_48a7k2m5v1xo_dest-000-0:0000000001/logs/error.log");
    assert_eq!(paths.len(), 10);
}

/// A change of one place in an answer.
#[derive(Clone, Debug)]
enum Mangling {
    Upper,
    Lower,
    Null,
    Remove,
    ToText,
    ToList,
    ToOne,
    Odd(Value),
}

fn mangling() -> impl Strategy<Value = Mangling> {
    let odd = prop_oneof![
        Just(json!({})),
        Just(json!([[[[]]]])),
        Just(json!("")),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!(true)),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
    ];
    prop_oneof![
        Just(Mangling::Upper),
        Just(Mangling::Lower),
        Just(Mangling::Null),
        Just(Mangling::Remove),
        Just(Mangling::ToText),
        Just(Mangling::ToList),
        Just(Mangling::ToOne),
        odd.prop_map(Mangling::Odd),
    ]
}

/// Changes a field of an object, somewhere in it, and not the fields that are left alone.
fn mangle(value: &mut Value, path: &[u8], mangling: &Mangling, alone: &[&str]) {
    let Some((first, rest)) = path.split_first() else { return };
    let first = usize::from(*first);
    match value {
        Value::Array(elements) if !elements.is_empty() => {
            let length = elements.len();
            mangle(&mut elements[first % length], rest, mangling, alone);
        }
        Value::Object(members) if !members.is_empty() => {
            let Some(name) = members.keys().nth(first % members.len()).cloned() else { return };
            if alone.contains(&name.as_str()) {
                return;
            }
            let is_last = rest.is_empty() || !(members[&name].is_array() || members[&name].is_object());
            if !is_last {
                return mangle(&mut members[&name], rest, mangling, alone);
            }
            let Some(old) = members.remove(&name) else { return };
            let one = old.get(0).cloned();
            let (name, new) = match mangling {
                Mangling::Upper => (name.to_uppercase(), old),
                Mangling::Lower => (name.to_lowercase(), old),
                Mangling::Null => (name, Value::Null),
                Mangling::Remove => return,
                Mangling::ToText => {
                    let text = old.as_str().map_or_else(|| old.to_string(), str::to_owned);
                    (name, Value::from(text))
                }
                Mangling::ToList => (name, json!([old])),
                Mangling::ToOne => (name, one.unwrap_or(old)),
                Mangling::Odd(odd) => (name, odd.clone()),
            };
            members.insert(name, new);
        }
        _ => {}
    }
}

/// Every component of the samples, each with its list.
fn all_components() -> Vec<(ComponentList, Value)> {
    let mut all = Vec::new();
    for (_, sample) in samples::ALL.iter().filter(|(name, _)| name.starts_with("components.")) {
        let sample: Value = serde_json::from_str(sample).unwrap();
        for list in ComponentList::ALL {
            let entries = sample["data"][list.field()].as_array().cloned().unwrap_or_default();
            all.extend(entries.into_iter().map(|entry| (list, entry)));
        }
    }
    all
}

/// Runs a test with so many values, on all processors.
fn in_many_cases<S: Strategy>(
    cases: u32,
    values: impl Fn() -> S + Sync,
    test: impl Fn(S::Value) -> Result<(), TestCaseError> + Sync,
) {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u32);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let config = ProptestConfig {
                    cases: cases.div_ceil(threads),
                    failure_persistence: None,
                    rng_algorithm: RngAlgorithm::XorShift,
                    ..ProptestConfig::default()
                };
                if let Err(failure) = TestRunner::new(config).run(&values(), &test) {
                    panic!("{failure}");
                }
            });
        }
    });
}

/// Changes of places in an answer, each found by numbers on the way down to it.
fn manglings(most: usize, deepest: usize) -> impl Strategy<Value = Vec<(Vec<u8>, Mangling)>> {
    proptest::collection::vec((proptest::collection::vec(any::<u8>(), 1..deepest), mangling()), 1..most)
}

#[test]
fn a_mangled_component_never_hides_its_neighbours() {
    let all = all_components();
    let raw = || {
        prop_oneof![
            Just(r#""\ud800""#.to_owned()),
            Just("1e999".to_owned()),
            Just(format!("{}{}", "[".repeat(500), "]".repeat(500))),
            Just(format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500))),
        ]
    };
    let values = || (any::<u16>(), manglings(8, 7), proptest::option::weighted(0.1, raw()));
    in_many_cases(40_000, values, |(place, paths, raw)| {
        let place = usize::from(place) % all.len();
        let (list, mut odd) = all[place].clone();
        for (path, mangling) in &paths {
            mangle(&mut odd, path, mangling, &[]);
        }
        let mut odd = odd.to_string();
        if let Some(raw) = raw {
            let name = ["config", "delay", "checkpoint", "x"][place % 4];
            odd = odd.replacen('{', &format!(r#"{{"{name}":{raw},"#), 1);
        }
        let before = json!({ "name": "before", "status": "RUNNING" });
        let after = json!({ "name": "after", "status": "STOPPED" });
        let field = list.field();
        let body = format!(
            r#"{{"success":true,"data":{{"{field}":[{before},{odd},{after}],"storeList":[{after}]}}}}"#
        );
        // Where the list is that of the Stores, the first of the two counts.
        let read = components(&body);
        let connectors = read.connectors.iter().map(|one| one.name.as_str());
        let stores = read.stores.iter().map(|one| one.name.as_str());
        let verifications = read.verifications.iter().map(|one| one.name.as_str());
        let names: Vec<_> = connectors.chain(stores).chain(verifications).collect();
        prop_assert!(names.contains(&"before") && names.contains(&"after"), "{names:?}");
        let is_of_stores = matches!(list, ComponentList::Stores | ComponentList::ReverseStores);
        let stores = if is_of_stores { read.stores.len() } else { 0 };
        let of_list = read.connectors.len() + read.verifications.len() + read.odd.len() + stores;
        prop_assert!(of_list >= 3, "{of_list}");
        for connector in &read.connectors {
            let _ = connector.checkpoint_keys();
        }
        Ok(())
    });
}

#[test]
fn a_mangled_project_never_hides_its_neighbours() {
    let page: Value = serde_json::from_str(samples::PAGE_1).unwrap();
    let rows = page["data"].as_array().unwrap();
    in_many_cases(
        40_000,
        || (any::<u16>(), manglings(8, 5)),
        |(place, paths)| {
            let mut odd = rows[usize::from(place) % rows.len()].clone();
            for (path, mangling) in &paths {
                mangle(&mut odd, path, mangling, &[]);
            }
            let body = format!(r#"{{"success":true,"data":[{{"id":"before"}},{odd},{{"id":"after"}}]}}"#);
            let page = samples::read(&body, crate::openapi::ProjectPage::read);
            let ids: Vec<_> = page.projects.iter().map(|project| project.id.as_str()).collect();
            prop_assert!(ids.first() == Some(&"before") && ids.last() == Some(&"after"));
            prop_assert_eq!(page.projects.len() + page.odd.len(), 3);
            Ok(())
        },
    );
}

#[test]
fn a_mangled_answer_is_read_without_a_panic() {
    let read = |(_, sample): &(&str, &str)| serde_json::from_str::<Value>(sample).unwrap();
    let all: Vec<_> = samples::ALL.iter().map(read).collect();
    let status = || prop_oneof![Just(200_u16), 100_u16..600];
    let cut = || proptest::option::of(any::<u16>());
    let values = || (any::<u8>(), status(), manglings(12, 9), cut());
    in_many_cases(20_000, values, |(place, status, paths, cut)| {
        let mut value = all[usize::from(place) % all.len()].clone();
        for (path, mangling) in &paths {
            mangle(&mut value, path, mangling, &["success", "Success"]);
        }
        let mut body = value.to_string();
        if let Some(cut) = cut {
            body = body.chars().take(usize::from(cut)).collect();
        }
        let reply = crate::domain::outcome::Reply::Answer { status, body };
        if let Ok(answer) = OmsAnswer::read(&reply) {
            prop_assert!((200..300).contains(&status) && cut.is_none_or(|cut| usize::from(cut) > 10));
            let _ = Components::read(&answer);
            let _ = crate::openapi::ProjectPage::read(&answer);
            let _ = crate::openapi::Project::read(&answer);
            let _ = crate::openapi::ProjectLabel::read(&answer);
            let _ = crate::openapi::ProjectStep::read(&answer);
            let _ = crate::openapi::ProjectProgress::read(&answer);
            let _ = crate::openapi::read_metric(&answer);
        }
        Ok(())
    });
}

proptest! {
    #[test]
    fn the_case_of_keys_and_lists_of_one_change_nothing(place in any::<u16>(), upper in any::<bool>()) {
        let all = all_components();
        let (list, component) = &all[usize::from(place) % all.len()];
        let cased = |name: &str| if upper { name.to_uppercase() } else { name.to_lowercase() };
        let mut changed = component.clone();
        if let Value::Object(members) = &mut changed {
            *members = members.iter().map(|(name, value)| (cased(name), value.clone())).collect();
        }
        let body = |entry: String, name: &str| format!(r#"{{"success":"true","data":{{"{name}":{entry}}}}}"#);
        let plain = components(&body(format!("[{component}]"), list.field()));
        prop_assert_eq!(&plain, &components(&body(changed.to_string(), &cased(list.field()))));
        prop_assert_eq!(&plain, &components(&body(format!("[[{component}]]"), list.field())));
    }
}
