//! Each rule, and what must not pass for it.

use proptest::prelude::*;

use super::*;
use crate::domain::checkpoint::{Checkpoint, Subtopic};
use crate::domain::config_map::ConfigMap;
use crate::domain::destination::Destination;
use crate::domain::operation::Operation;
use crate::domain::outcome::Reply;
use crate::domain::parameter::ParameterPath;
use crate::domain::plan::Plan;
use crate::domain::run::{Choice, KnownBefore, RunId};
use crate::openapi::samples;

const TASK: &str = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000002";
const NEXT: &str = "10.0.0.6-9000:connector_v2:np_1-incr_trans-1-0:0000000003";
const SENT: i64 = 100_000;
const LATE: Moment = Moment(SENT + LAG);
/// When a second absence counts.
const LATER: Moment = Moment(LATE.0 + LAG);

fn name(text: &str) -> TaskName {
    TaskName::parse(text).unwrap()
}

/// Returns a run whose latest call was sent at [`SENT`], without an answer, after `confirmed` others.
fn run(operation: &Operation, confirmed: usize, before: KnownBefore) -> Run {
    let mut run = Run::new(RunId("r".into()), &Plan::new(&name(TASK), operation), Moment(0));
    for _ in 0..confirmed {
        run.send(Moment(1)).unwrap();
        run.record(Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() }, Moment(2)).unwrap();
    }
    run.send(Moment(SENT)).unwrap();
    run.note_known(before);
    run.record(Reply::NetworkError, Moment(SENT + 1)).unwrap();
    run
}

fn ask(operation: &Operation) -> Inquiry {
    let before = KnownBefore { reverse: Some(false), ..KnownBefore::default() };
    Inquiry::of(run(operation, 0, before), None).unwrap()
}

/// Returns the project's components, given the Incr-Syncs of the way there.
fn components(incr_syncs: &str) -> Components {
    let body = format!(r#"{{"success":true,"data":{{"incrSyncComponents":[{incr_syncs}]}}}}"#);
    samples::read(&body, |answer| Components::read(answer).unwrap())
}

fn connector(name: &str, members: &str) -> String {
    format!(r#"{{"name":"{name}"{members}}}"#)
}

fn take_at(inquiry: &mut Inquiry, incr_syncs: &str, at: Moment) -> Finding {
    inquiry.take(&components(incr_syncs), at, |_, _| true)
}

fn take(inquiry: &mut Inquiry, incr_syncs: &str) -> Finding {
    take_at(inquiry, incr_syncs, LATE)
}

fn stop(running: Option<bool>) -> Inquiry {
    Inquiry::of(run(&Operation::Stop, 0, KnownBefore { running, ..KnownBefore::default() }), None).unwrap()
}

fn in_state(state: &str) -> String {
    connector(TASK, &format!(r#","status":"{state}""#))
}

#[test]
fn a_stop_is_seen_where_the_task_ran_before() {
    let seen = Finding::Confirmed(Evidence::Stopped);
    assert_eq!(take(&mut stop(Some(true)), &in_state("STOPPED")), seen);
    for (before, state) in [
        (None, "STOPPED"),
        (Some(false), "STOPPED"),
        (Some(true), "RUNNING"),
        (Some(true), "STOPPING"),
        (Some(true), "EXCEPTION"),
    ] {
        let observation = Finding::Open(Observation::State(state.into()));
        assert_eq!(take(&mut stop(before), &in_state(state)), observation, "{before:?}");
    }
    assert_eq!(take(&mut stop(Some(true)), &connector(TASK, "")), Finding::Open(Observation::There));
    assert_eq!(take(&mut stop(Some(true)), ""), Finding::Open(Observation::Absent));
}

#[test]
fn what_oms_may_not_have_noticed_yet_confirms_nothing() {
    let early = Moment(LATE.0 - 1);
    let mut inquiry = stop(Some(true));
    assert_eq!(
        take_at(&mut inquiry, &in_state("STOPPED"), early),
        Finding::Open(Observation::State("STOPPED".into()))
    );
    let mut inquiry = ask(&Operation::Delete { stop_first: false });
    for _ in 0..5 {
        assert_eq!(take_at(&mut inquiry, "", early), Finding::Open(Observation::Absent));
    }
}

#[test]
fn a_task_whose_name_tells_no_project_is_looked_up_once_a_read_has_found_it() {
    let plan = Plan::new(&name("by-hand"), &Operation::Stop);
    let mut run = Run::new(RunId("r".into()), &plan, Moment(0));
    run.send(Moment(SENT)).unwrap();
    run.note_known(KnownBefore { running: Some(true), ..KnownBefore::default() });
    run.record(Reply::NetworkError, Moment(SENT + 1)).unwrap();
    let mut inquiry = Inquiry::of(run, None).unwrap();
    assert!(!inquiry.is_about("np_1", &components(&in_state("STOPPED"))));
    let found = components(&connector("by-hand", r#","status":"STOPPED""#));
    assert!(inquiry.is_about("np_2", &found));
    assert_eq!(inquiry.take(&found, LATE, |_, _| true), Finding::Confirmed(Evidence::Stopped));
    assert!(!inquiry.is_about("np_1", &found) && inquiry.is_about("np_2", &components("")));
    assert!(ask(&Operation::Stop).is_about("np_1", &components("")));
}

#[test]
fn a_start_is_seen_where_the_task_stood_still_before() {
    let start = |running| {
        let operation = Operation::Start { pull_back: false, restart: false };
        Inquiry::of(run(&operation, 0, KnownBefore { running, ..KnownBefore::default() }), None).unwrap()
    };
    assert_eq!(take(&mut start(Some(false)), &in_state("RUNNING")), Finding::Confirmed(Evidence::Running));
    for (before, state) in [(None, "RUNNING"), (Some(true), "RUNNING"), (Some(false), "STARTING")] {
        let observation = Finding::Open(Observation::State(state.into()));
        assert_eq!(take(&mut start(before), &in_state(state)), observation, "{before:?}");
    }
}

#[test]
fn a_delete_is_seen_when_two_reads_in_a_row_miss_the_task() {
    let delete = || ask(&Operation::Delete { stop_first: false });
    let mut inquiry = delete();
    assert_eq!(take(&mut inquiry, ""), Finding::Open(Observation::Absent));
    assert_eq!(take(&mut inquiry, &in_state("STOPPED")), Finding::Open(Observation::There));
    assert_eq!(take(&mut inquiry, ""), Finding::Open(Observation::Absent));
    // What is read soon afterwards is no second pass.
    for at in [LATE, Moment(LATER.0 - 1)] {
        assert_eq!(take_at(&mut inquiry, "", at), Finding::Open(Observation::Absent));
    }
    assert_eq!(take_at(&mut inquiry, "", LATER), Finding::Confirmed(Evidence::Gone));

    // An entry that cannot be read may be the task.
    let mut inquiry = delete();
    for pass in 0..3 {
        let at = Moment(LATE.0 + pass * LAG);
        assert_eq!(take_at(&mut inquiry, r#"{"status":"STOPPED"}"#, at), Finding::Open(Observation::Absent));
    }
    // OMS may have moved it meanwhile.
    let mut inquiry = delete();
    for pass in 0..3 {
        let at = Moment(LATE.0 + pass * LAG);
        let found = take_at(&mut inquiry, &connector(NEXT, ""), at);
        assert_eq!(found, Finding::Open(Observation::Elsewhere(name(NEXT))));
    }
    // A sibling that was there before is none.
    let mut inquiry = delete();
    let mut take = |at| inquiry.take(&components(&connector(NEXT, "")), at, |_, _| false);
    assert_eq!(
        (take(LATE), take(LATER)),
        (Finding::Open(Observation::Absent), Finding::Confirmed(Evidence::Gone))
    );
}

#[test]
fn a_delete_is_seen_when_two_passes_miss_the_project() {
    let mut inquiry = ask(&Operation::Delete { stop_first: false });
    assert_eq!(inquiry.take_without_project(Moment(LATE.0 - 1)), Finding::Open(Observation::Absent));
    assert_eq!(inquiry.take_without_project(LATE), Finding::Open(Observation::Absent));
    assert_eq!(inquiry.take_without_project(LATE), Finding::Open(Observation::Absent), "the same pass");
    assert_eq!(inquiry.take_without_project(LATER), Finding::Confirmed(Evidence::Gone));
    let mut inquiry = ask(&Operation::Migrate { destination: None, stop_first: false });
    for pass in 0..3 {
        let found = inquiry.take_without_project(Moment(LATE.0 + pass * LAG));
        assert_eq!(found, Finding::Open(Observation::Absent));
    }
}

fn migrate(destination: Option<&str>) -> Operation {
    let destination = destination.map(|text| Destination::parse(text).unwrap());
    Operation::Migrate { destination, stop_first: false }
}

#[test]
fn a_migrate_is_seen_when_the_task_is_gone_and_one_successor_is_there() {
    let next = connector(NEXT, "");
    for destination in [None, Some("10.0.0.6")] {
        let found = take(&mut ask(&migrate(destination)), &next);
        assert_eq!(found, Finding::Confirmed(Evidence::MovedTo(name(NEXT))), "{destination:?}");
    }
    let open = |inquiry: &mut Inquiry, incr_syncs: &str| match take(inquiry, incr_syncs) {
        Finding::Open(observation) => observation,
        Finding::Confirmed(evidence) => panic!("{evidence:?}"),
    };
    let elsewhere = Observation::Elsewhere(name(NEXT));
    // OMS moved it by itself, to another host than the one that was asked for.
    assert_eq!(open(&mut ask(&migrate(Some("10.0.0.7"))), &next), elsewhere);
    assert_eq!(
        open(&mut ask(&migrate(None)), &format!("{next},{}", in_state("STOPPED"))),
        Observation::There
    );
    assert_eq!(open(&mut ask(&migrate(None)), &format!("{next},7")), elsewhere);
    let third = NEXT.replace("0003", "0004");
    assert_eq!(open(&mut ask(&migrate(None)), &format!("{next},{}", connector(&third, ""))), elsewhere);
    assert_eq!(open(&mut ask(&migrate(None)), ""), Observation::Absent);
    for other in ["np_2-incr_trans-1-0:", "np_1-full_trans-1-0:", "np_1-incr_trans-2-0:"] {
        let other = NEXT.replace("np_1-incr_trans-1-0:", other);
        assert_eq!(open(&mut ask(&migrate(None)), &connector(&other, "")), Observation::Absent);
    }
    let found = ask(&migrate(None)).take(&components(&next), LATE, |_, _| false);
    assert_eq!(found, Finding::Open(Observation::Absent), "it was there before");
    // Which way the task moved data must be known, since the way back may have the same parts in its name.
    let mut unknown = Inquiry::of(run(&migrate(None), 0, KnownBefore::default()), None).unwrap();
    assert_eq!(open(&mut unknown, &next), elsewhere);
    let back = KnownBefore { reverse: Some(true), ..KnownBefore::default() };
    let mut back = Inquiry::of(run(&migrate(None), 0, back), None).unwrap();
    assert_eq!(open(&mut back, &next), Observation::Absent);
}

fn update(delete: &str, set: &str) -> Operation {
    let paths = delete.split(',').filter(|path| !path.is_empty());
    Operation::Update {
        delete: paths.map(|path| ParameterPath::parse(path).unwrap()).collect(),
        set: ConfigMap::from_json(set).unwrap(),
        stop_first: false,
    }
}

fn configured_as(config: &str) -> String {
    connector(TASK, &format!(r#","status":"STOPPED","config":{config}"#))
}

#[test]
fn an_update_is_seen_when_every_key_is_as_it_was_sent() {
    let nested = r#"{"sink":{"workerNum":"16","on":"true","properties":"{\"a\": [1, \"2\"]}"}}"#;
    for (delete, set, config) in [
        ("", r#"{"sink":{"workerNum":"16"}}"#, r#"{"sink":{"workerNum":16}}"#),
        ("", nested, r#"{"sink":{"workerNum":"16","on":true,"properties":{"a":["1",2]}}}"#),
        ("source.x", "{}", r#"{"source":{"y":1}}"#),
        ("source.x", r#"{"source":{"x":"1"}}"#, r#"{"source":{"x":"1"}}"#),
        // A secret is not told, and counts for nothing.
        ("", r#"{"sink":{"password":"hunter2","a":"1"}}"#, r#"{"sink":{"password":"******","a":"1"}}"#),
    ] {
        let found = take(&mut ask(&update(delete, set)), &configured_as(config));
        assert_eq!(found, Finding::Confirmed(Evidence::Configured), "{set} {config}");
    }
    let open = |delete: &str, set: &str, entry: &str| match take(&mut ask(&update(delete, set)), entry) {
        Finding::Open(observation) => observation,
        Finding::Confirmed(evidence) => panic!("{evidence:?}: {set} {entry}"),
    };
    let differs = |keys: &[&str]| Observation::Differs(keys.iter().map(|key| (*key).to_owned()).collect());
    let two = r#"{"sink":{"a":"1","b":"2"}}"#;
    assert_eq!(open("", two, &configured_as(r#"{"sink":{"a":1,"b":3}}"#)), differs(&["sink.b"]));
    assert_eq!(open("", two, &configured_as(r#"{"source":{}}"#)), differs(&["sink.a", "sink.b"]));
    assert_eq!(open("source.x", "{}", &configured_as(r#"{"source":{"x":null}}"#)), differs(&["source.x"]));
    assert_eq!(
        open("", nested, &configured_as(r#"{"sink":{"workerNum":16,"on":true,"properties":{"a":[1]}}}"#)),
        differs(&["sink.properties"])
    );
    let secret = r#"{"sink":{"password":"hunter2"}}"#;
    assert_eq!(open("", secret, &configured_as(r#"{"sink":{"password":"******"}}"#)), Observation::NotTold);
    assert_eq!(open("", two, &in_state("STOPPED")), Observation::NotTold);
    assert_eq!(open("", two, ""), Observation::Absent);
}

const POINT: i64 = 1_700_000_000;

/// Returns a pull-back whose second step, or third, has no answer.
fn pull_back(confirmed: usize) -> Inquiry {
    let at = |seconds| EpochSeconds::new(seconds).unwrap();
    let entries = [("a", POINT + 60), ("b", POINT)];
    let entries = entries.map(|(subtopic, seconds)| (Subtopic::parse(subtopic).unwrap(), at(seconds)));
    let to = Checkpoint::new(entries.to_vec()).unwrap();
    let checkpoint = EpochSeconds::new(POINT + 3600).ok();
    let before = KnownBefore { running: Some(false), reverse: Some(false), checkpoint };
    Inquiry::of(run(&Operation::PullBack { to }, confirmed, before), None).unwrap()
}

#[test]
fn a_checkpoint_that_was_before_the_point_all_along_tells_nothing_of_a_pull_back() {
    let at = connector(TASK, &format!(r#","status":"STOPPED","checkpoint":"{}""#, POINT - 60));
    for before in [None, EpochSeconds::new(POINT - 60).ok(), EpochSeconds::new(POINT).ok()] {
        let mut inquiry = pull_back(1);
        inquiry.run.steps[1].tries.last_mut().unwrap().before.checkpoint = before;
        assert!(matches!(take(&mut inquiry, &at), Finding::Open(_)), "{before:?}");
    }
}

#[test]
fn a_pull_back_is_seen_when_the_checkpoint_is_not_behind_the_point() {
    let at = |seconds: i64| connector(TASK, &format!(r#","status":"STOPPED","checkpoint":"{seconds}""#));
    for seconds in [POINT, POINT - 1] {
        let seen = Evidence::MovedBack(EpochSeconds::new(seconds).unwrap());
        assert_eq!(take(&mut pull_back(1), &at(seconds)), Finding::Confirmed(seen));
    }
    let observation = Observation::Checkpoint(EpochSeconds::new(POINT + 1).unwrap());
    assert_eq!(take(&mut pull_back(1), &at(POINT + 1)), Finding::Open(observation));
    assert_eq!(take(&mut pull_back(1), &in_state("STOPPED")), Finding::Open(Observation::NotTold));
    // Before the start it is in the configuration alone.
    let set = format!(r#"{{"source":{{"checkpoint":{{"b":"{POINT}","a":{}}}}}}}"#, POINT + 60);
    assert_eq!(take(&mut pull_back(1), &configured_as(&set)), Finding::Confirmed(Evidence::Configured));
    let other = set.replace(&POINT.to_string(), "1700000001");
    assert!(matches!(take(&mut pull_back(1), &configured_as(&other)), Finding::Open(_)));
    // The start that follows is one like any other.
    assert_eq!(take(&mut pull_back(2), &in_state("RUNNING")), Finding::Confirmed(Evidence::Running));
    assert!(matches!(take(&mut pull_back(2), &at(POINT)), Finding::Open(_)));
}

#[test]
fn only_unknown_outcomes_are_asked_about() {
    let mut known = run(&Operation::Stop, 0, KnownBefore::default());
    known.choose(Choice::Repeat, Moment(SENT + 2)).unwrap();
    assert!(Inquiry::of(known.clone(), None).is_none(), "it is out");
    known.record(Reply::Answer { status: 404, body: String::new() }, Moment(SENT + 3)).unwrap();
    assert!(Inquiry::of(known, None).is_none(), "it was rejected");
    let mut odd = Run::new(RunId("r".into()), &Plan::new(&name("odd"), &Operation::Stop), Moment(0));
    odd.send(Moment(1)).unwrap();
    odd.record(Reply::NetworkError, Moment(2)).unwrap();
    assert_eq!(Inquiry::of(odd.clone(), None).unwrap().project(), None);
    assert_eq!(Inquiry::of(odd, Some("np_1")).unwrap().project(), Some("np_1"));
}

fn operations() -> impl Strategy<Value = Operation> {
    prop_oneof![
        Just(Operation::Stop),
        any::<[bool; 2]>().prop_map(|[pull_back, restart]| Operation::Start { pull_back, restart }),
        Just(migrate(None)),
        Just(migrate(Some("10.0.0.6"))),
        Just(Operation::Delete { stop_first: false }),
        Just(update("source.x", r#"{"sink":{"a":"1"}}"#)),
    ]
}

fn entries() -> impl Strategy<Value = String> {
    let members = prop_oneof![
        Just(""),
        Just(r#","status":"RUNNING""#),
        Just(r#","status":"STOPPED""#),
        Just(r#","status":"STOPPED","config":{"sink":{"a":1}}"#),
        Just(r#","config":{"sink":{"a":2},"source":{"x":1}}"#),
    ];
    let entry = (prop_oneof![Just(TASK), Just(NEXT), Just("")], members);
    let entries = proptest::collection::vec(entry, 0..3);
    entries.prop_map(|entries| {
        entries.iter().map(|(name, members)| connector(name, members)).collect::<Vec<_>>().join(",")
    })
}

proptest! {
    #[test]
    fn what_is_confirmed_is_what_the_operation_brings(
        operation in operations(),
        running in any::<Option<bool>>(),
        reverse in any::<Option<bool>>(),
        reads in proptest::collection::vec((entries(), 0..2 * LAG, any::<bool>()), 1..5),
    ) {
        let mut inquiry = Inquiry::of(run(&operation, 0, KnownBefore { running, reverse, checkpoint: None }), None).unwrap();
        for (incr_syncs, after, is_new) in reads {
            let read = components(&incr_syncs);
            let there = |name: &str| read.connectors.iter().any(|connector| connector.name.as_str() == name);
            let finding = inquiry.take(&read, Moment(SENT + after), |_, _| is_new);
            let Finding::Confirmed(evidence) = finding else { continue };
            prop_assert!(after >= LAG);
            match (evidence, &operation) {
                (Evidence::Stopped, Operation::Stop) => prop_assert!(running == Some(true) && there(TASK)),
                (Evidence::Running, Operation::Start { .. }) => {
                    prop_assert!(running == Some(false) && there(TASK));
                }
                (Evidence::Configured, Operation::Update { .. }) => prop_assert!(there(TASK)),
                (Evidence::MovedTo(_), Operation::Migrate { .. }) => {
                    prop_assert!(is_new && !there(TASK) && there(NEXT) && read.odd.is_empty());
                }
                (Evidence::Gone, Operation::Delete { .. }) => {
                    prop_assert!(!there(TASK) && read.odd.is_empty());
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
