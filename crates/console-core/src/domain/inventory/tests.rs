//! What the inventory keeps, learns and forgets.

use proptest::prelude::*;

use super::*;
use crate::domain::checkpoint::{Checkpoint, Subtopic};
use crate::domain::config_map::ConfigMap;
use crate::domain::operation::{Operation, OperationKind};
use crate::domain::outcome::{NotSent, Reply};
use crate::domain::parameter::ParameterPath;
use crate::domain::plan::Plan;
use crate::domain::run::{Choice, Evidence, RunId, Settled};
use crate::table::filter::Filter;
use crate::time::EpochSeconds;

const LOST: Reply = Reply::NetworkError;

fn name(text: &str) -> TaskName {
    TaskName::parse(text).unwrap()
}

fn entry(text: &str) -> TaskEntry {
    name(text).into()
}

fn confirmed(result: &str) -> Reply {
    Reply::Answer { status: 200, body: format!(r#"{{"isSuccess":true,"result":"{result}"}}"#) }
}

fn rejected() -> Reply {
    Reply::Answer { status: 403, body: String::new() }
}

fn of(names: &[&str]) -> Inventory {
    let entries: Vec<_> = names.iter().map(|text| entry(text)).collect();
    let mut inventory = Inventory::default();
    inventory.add(&entries, TaskSource::Person, Moment(0));
    inventory
}

fn shown(inventory: &Inventory) -> Vec<&str> {
    inventory.tasks().map(|record| record.name.as_str()).collect()
}

fn after(inventory: &mut Inventory, operation: &Operation, reply: Reply) -> Vec<TaskRecord> {
    let mut run = Run::new(RunId("r".into()), &Plan::new(&name("b"), operation), Moment(1));
    run.send(Moment(1)).unwrap();
    run.record(reply, Moment(2)).unwrap();
    inventory.learn(&run)
}

#[test]
fn a_state_is_known_only_from_a_confirmed_call() {
    let mut inventory = of(&["a", "b"]);
    assert_eq!(inventory.get(&name("b")).unwrap().knowledge, Knowledge::Nothing);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let stopped = Knowledge::After { state: TaskState::Stopped, by: OperationKind::Stop, at: Moment(2) };
    assert_eq!(inventory.get(&name("b")).unwrap().knowledge, stopped);
    let start = Operation::Start { pull_back: false, restart: false };
    after(&mut inventory, &start, rejected());
    let record = inventory.get(&name("b")).unwrap();
    assert_eq!(record.knowledge, stopped, "a refusal changed nothing at the host");
    assert_eq!(record.last.unwrap().standing, OperationStanding::Rejected);
    after(&mut inventory, &start, LOST);
    let doubt = Knowledge::InDoubt { by: OperationKind::Start, at: Moment(2) };
    assert_eq!(inventory.get(&name("b")).unwrap().knowledge, doubt);
    assert_eq!(inventory.get(&name("a")).unwrap().knowledge, Knowledge::Nothing);
}

#[test]
fn a_refusal_that_denies_the_known_state_leaves_it_in_doubt() {
    let refused = |message: &str| {
        let body = format!(r#"{{"isSuccess":false,"errMsg":"{message}"}}"#);
        Reply::Answer { status: 200, body }
    };
    let start = Operation::Start { pull_back: false, restart: false };
    let set = ConfigMap::of("sink", "workerNum", "8".into());
    let update = Operation::Update { delete: vec![], set, stop_first: false };
    let runs = "Cannot do this to a task that is running.";
    for (first, second, message, by) in [
        (Operation::Stop, update.clone(), runs, Some(OperationKind::Update)),
        (Operation::Stop, Operation::Delete { stop_first: false }, runs, Some(OperationKind::Delete)),
        (Operation::Stop, start.clone(), runs, Some(OperationKind::Start)),
        (Operation::Stop, update, "Unknown parameter.", None),
        (start.clone(), Operation::Stop, "The task is not running.", Some(OperationKind::Stop)),
        (start, Operation::Delete { stop_first: false }, runs, None),
    ] {
        let mut inventory = of(&["b"]);
        after(&mut inventory, &first, confirmed("b"));
        let known = inventory.get(&name("b")).unwrap().knowledge;
        after(&mut inventory, &second, refused(message));
        let expected = by.map_or(known, |by| Knowledge::InDoubt { by, at: Moment(2) });
        assert_eq!(inventory.get(&name("b")).unwrap().knowledge, expected, "{first:?} {second:?} {message}");
    }
}

#[test]
fn a_call_that_was_not_sent_changes_nothing_that_is_known() {
    let not_sent = Reply::NotSent(NotSent::Address);
    let start = Operation::Start { pull_back: false, restart: false };
    let mut inventory = of(&["b"]);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let known = inventory.get(&name("b")).unwrap().knowledge;
    for operation in [
        start.clone(),
        Operation::Migrate { destination: None, stop_first: false },
        Operation::Delete { stop_first: false },
    ] {
        after(&mut inventory, &operation, not_sent.clone());
        let record = inventory.get(&name("b")).unwrap();
        assert_eq!((record.knowledge, record.presence), (known, Presence::Listed));
        assert_eq!(record.last.unwrap().standing, OperationStanding::NotSent);
    }
    after(&mut inventory, &start, LOST);
    after(&mut inventory, &start, not_sent);
    assert!(matches!(inventory.get(&name("b")).unwrap().knowledge, Knowledge::InDoubt { .. }));
}

#[test]
fn a_refusal_that_may_have_done_its_part_leaves_the_state_in_doubt() {
    let mut inventory = of(&["b"]);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let in_part = r#"{"isSuccess":false,"errCode":"CM-RESOAT000011"}"#;
    let in_part = Reply::Answer { status: 200, body: in_part.into() };
    after(&mut inventory, &Operation::Start { pull_back: false, restart: false }, in_part);
    let record = inventory.get(&name("b")).unwrap();
    assert_eq!(record.knowledge, Knowledge::InDoubt { by: OperationKind::Start, at: Moment(2) });
    assert_eq!(record.last.unwrap().standing, OperationStanding::Rejected);
}

#[test]
fn a_deleted_task_goes_and_stays_gone_whatever_the_deployment_lists() {
    let mut inventory = of(&["a", "b", "c"]);
    after(&mut inventory, &Operation::Delete { stop_first: false }, LOST);
    assert_eq!(shown(&inventory), ["a", "b", "c"], "a delete in doubt deletes nothing here");
    after(&mut inventory, &Operation::Delete { stop_first: false }, confirmed("b"));
    assert_eq!(shown(&inventory), ["a", "c"]);
    assert!(inventory.add(&[entry("b")], TaskSource::Deployment, Moment(3)).is_empty());
    assert_eq!(inventory.add(&[entry("b")], TaskSource::Person, Moment(3)).len(), 1);
    assert!(inventory.shows(&name("b")));
}

#[test]
fn a_migrated_task_goes_on_in_its_place_under_its_new_name() {
    let mut inventory = of(&["a", "b", "c"]);
    let changed =
        after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, confirmed("b2"));
    assert_eq!(shown(&inventory), ["a", "b2", "c"]);
    let changed: Vec<_> = changed.iter().map(|record| (record.name.as_str(), record.presence)).collect();
    assert_eq!(changed, [("b2", Presence::Listed), ("b", Presence::Gone)]);
    let last = inventory.get(&name("b2")).unwrap().last.unwrap();
    assert_eq!((last.kind, last.standing), (OperationKind::Migrate, OperationStanding::Confirmed));
    let knowledge = inventory.get(&name("b2")).unwrap().knowledge;
    assert_eq!(knowledge, Knowledge::Moved { at: Moment(2) });
    assert_eq!(knowledge.category(), StateCategory::Unknown, "nobody says whether it runs");
    assert!(inventory.get(&name("a")).is_some() && inventory.get(&name("c")).is_some());
}

#[test]
fn a_migrated_task_awaits_a_plain_start_until_something_else_is_done_or_if_a_checkpoint_waits() {
    let migrate = Operation::Migrate { destination: None, stop_first: false };
    let mut inventory = of(&["b"]);
    let awaits = |inventory: &Inventory, of| inventory.get(&name(of)).unwrap().awaits_start_after_migrate();
    assert!(!awaits(&inventory, "b"));
    after(&mut inventory, &migrate, confirmed("b2"));
    assert!(awaits(&inventory, "b2"));
    let start = Operation::Start { pull_back: false, restart: false };
    let mut started = Run::new(RunId("9".into()), &Plan::new(&name("b2"), &start), Moment(9));
    started.send(Moment(9)).unwrap();
    inventory.learn(&started);
    assert!(!awaits(&inventory, "b2"), "its Start is out");
    started.record(confirmed("x"), Moment(10)).unwrap();
    inventory.learn(&started);
    assert!(!awaits(&inventory, "b2"));

    let mut inventory = of(&["b"]);
    let set = Operation::Update {
        delete: vec![],
        set: ConfigMap::of("source", "checkpoint", "{\"x\":\"1\"}".into()),
        stop_first: false,
    };
    after(&mut inventory, &set, confirmed("b"));
    after(&mut inventory, &migrate, confirmed("b2"));
    assert!(inventory.get(&name("b2")).unwrap().waiting_checkpoint().is_some());
    assert!(!awaits(&inventory, "b2"));
}

#[test]
fn a_migration_that_does_not_tell_a_name_keeps_the_old_one() {
    let nameless = Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() };
    for result in [nameless, confirmed("b"), confirmed(" ")] {
        let mut inventory = of(&["b"]);
        after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, result);
        assert_eq!(shown(&inventory), ["b"]);
        assert_eq!(inventory.get(&name("b")).unwrap().knowledge, Knowledge::Moved { at: Moment(2) });
    }
}

#[test]
fn an_answer_of_another_shape_is_no_new_name() {
    let old = name("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002");
    assert_eq!(new_name(&old, Some("OK")), None);
    let next = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000003";
    assert_eq!(new_name(&old, Some(next)), Some(name(next)));
    assert_eq!(new_name(&name("b"), Some("b2")), Some(name("b2")));
}

#[test]
fn migrating_to_a_name_that_is_there_already_leaves_one_row() {
    let mut inventory = of(&["a", "b"]);
    after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, confirmed("a"));
    assert_eq!(shown(&inventory), ["a"]);
}

#[test]
fn the_same_name_is_added_once_and_keeps_what_is_known() {
    let mut inventory = of(&["b"]);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    assert!(inventory.add(&[entry("b"), entry("b")], TaskSource::Person, Moment(9)).is_empty());
    assert_eq!(inventory.get(&name("b")).unwrap().state(), Some(TaskState::Stopped));
}

#[test]
fn the_order_of_adding_survives_being_stored() {
    let mut inventory = of(&["b", "c", "a"]);
    inventory.add(&[entry("0")], TaskSource::Person, Moment(0));
    after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, confirmed("9"));
    let mut stored = inventory.records.clone();
    stored.sort_by_key(|record| record.name.clone());
    assert_eq!(shown(&Inventory::from_records(stored)), ["9", "c", "a", "0"]);
}

fn labelled(text: &str, labels: &[&str]) -> TaskEntry {
    TaskEntry { name: name(text), labels: labels.iter().map(ToString::to_string).collect() }
}

fn labels(inventory: &Inventory, text: &str) -> Vec<String> {
    inventory.get(&name(text)).unwrap().labels.clone()
}

#[test]
fn labels_are_merged_and_nothing_else_changes() {
    let mut inventory = of(&["a", "b"]);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let before = inventory.get(&name("b")).unwrap().clone();
    let changed = inventory.add(
        &[labelled("b", &["x", "y; x"]), labelled("a", &[])],
        TaskSource::Deployment,
        Moment(9),
    );
    assert_eq!(changed, [TaskRecord { labels: vec!["x".into(), "y".into()], ..before }]);
    assert!(inventory.add(&[labelled("b", &["y"])], TaskSource::Person, Moment(9)).is_empty());
    inventory.add(&[labelled("b", &["z"])], TaskSource::Person, Moment(9));
    assert_eq!(labels(&inventory, "b"), ["x", "y", "z"]);
    after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, confirmed("b2"));
    assert_eq!(labels(&inventory, "b2"), ["x", "y", "z"]);
}

#[test]
fn forgetting_is_undone_exactly() {
    let mut inventory = of(&["a", "b", "c"]);
    inventory.add(&[labelled("b", &["x"])], TaskSource::Person, Moment(0));
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let before = inventory.records.clone();
    let forgotten = inventory.forget(&[name("b"), name("a"), name("b"), name("not there")]);
    assert_eq!((shown(&inventory), inventory.count()), (vec!["c"], 1));
    let names: Vec<_> = forgotten.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    let restored = inventory.restore(&forgotten);
    assert_eq!((&inventory.records, inventory.count()), (&before, 3));
    assert_eq!(restored, [before[1].clone(), before[0].clone()]);
    assert!(inventory.restore(&forgotten).is_empty());
}

#[test]
fn what_was_forgotten_comes_back_by_a_person_only_and_anew() {
    let mut inventory = of(&["a", "b"]);
    after(&mut inventory, &Operation::Stop, confirmed("b"));
    let forgotten = inventory.forget(&[name("b")]);
    let mut inventory = Inventory::from_records(inventory.records);
    assert!(inventory.add(&[labelled("b", &["x"])], TaskSource::Deployment, Moment(3)).is_empty());
    assert_eq!(shown(&inventory), ["a"]);
    let anew = inventory.add(&[entry("b")], TaskSource::Person, Moment(4));
    assert_eq!(anew, [TaskRecord::new(name("b"), Moment(4), 3)]);
    assert!(inventory.restore(&forgotten).is_empty());
    assert_eq!(inventory.get(&name("b")), anew.first());
}

#[test]
fn a_forgotten_task_goes_on_learning_unseen() {
    let mut inventory = of(&["a", "b"]);
    let forgotten = inventory.forget(&[name("b")]);
    let changed = after(&mut inventory, &Operation::Stop, confirmed("b"));
    assert_eq!((changed[0].presence, shown(&inventory)), (Presence::Forgotten, vec!["a"]));
    inventory.restore(&forgotten);
    assert_eq!(inventory.get(&name("b")).unwrap().state(), Some(TaskState::Stopped));

    let forgotten = inventory.forget(&[name("b")]);
    after(&mut inventory, &Operation::Delete { stop_first: false }, confirmed("b"));
    assert!(inventory.restore(&forgotten).is_empty(), "a deleted task is not brought back");
    assert_eq!(shown(&inventory), ["a"]);
}

#[test]
fn a_migrated_task_is_shown_under_its_new_name_whatever_was_forgotten() {
    let migrate = Operation::Migrate { destination: None, stop_first: false };
    let mut inventory = of(&["a", "b", "c"]);
    inventory.forget(&[name("b")]);
    after(&mut inventory, &migrate, confirmed("b2"));
    assert_eq!(shown(&inventory), ["a", "b2", "c"]);

    let mut inventory = of(&["a", "b", "b2"]);
    inventory.forget(&[name("b2")]);
    after(&mut inventory, &migrate, confirmed("b2"));
    assert_eq!((shown(&inventory), inventory.count()), (vec!["a", "b2"], 2));
    assert_eq!(inventory.get(&name("b")).unwrap().presence, Presence::Gone);
}

#[test]
fn labels_are_divided_by_what_divides_lists() {
    let mut labels = Vec::new();
    assert!(add_labels(&mut labels, " orders,prod;订单，x y \n\t;,orders"));
    assert_eq!(labels, ["orders", "prod", "订单", "x y"]);
    assert!(!add_labels(&mut labels, "prod"));
    for number in 0..200 {
        add_labels(&mut labels, &number.to_string());
    }
    assert_eq!(labels.len(), MOST_LABELS);
}

proptest! {
    #[test]
    fn the_count_and_the_places_keep_up(steps in proptest::collection::vec((0u8..7, 0usize..5), 0..40)) {
        let texts = ["a", "b", "c", "d", "e"];
        let mut inventory = of(&["a", "b"]);
        let mut other = Inventory::default();
        for (step, which) in steps {
            let (text, name) = (texts[which], name(texts[which]));
            let changed = match step {
                0 => inventory.add(&[labelled(text, &["x"])], TaskSource::Person, Moment(1)),
                1 => inventory.add(&[entry(text)], TaskSource::Deployment, Moment(1)),
                2 => inventory.forget(&[name]),
                3 => {
                    let all = inventory.records.clone();
                    inventory.restore(&all)
                }
                4 => after(&mut inventory, &Operation::Delete { stop_first: false }, confirmed("b")),
                5 => after(&mut inventory, &Operation::Migrate { destination: None, stop_first: false }, confirmed(text)),
                _ => after(&mut inventory, &Operation::Stop, LOST),
            };
            for record in changed {
                other.take_in(record);
            }
            prop_assert_eq!(inventory.count(), inventory.tasks().count());
            prop_assert_eq!(inventory.places.len(), inventory.records.len());
            for record in &inventory.records {
                prop_assert_eq!(inventory.get(&record.name), Some(record));
            }
            // Who follows by the changed records alone knows the same.
            for record in &other.records {
                prop_assert_eq!(inventory.get(&record.name), Some(record));
            }
            let read = Inventory::from_records(inventory.records.clone());
            prop_assert_eq!(read.count(), inventory.count());
        }
    }
}

#[test]
fn an_older_record_does_not_take_the_place_of_a_later_one() {
    let mut inventory = of(&["a"]);
    let kept = inventory.get(&name("a")).unwrap().clone();
    let changed = TaskRecord { presence: Presence::Forgotten, ..kept.clone() };
    inventory.take_in(TaskRecord { rank: kept.rank - 1, ..changed.clone() });
    assert_eq!(inventory.get(&name("a")), Some(&kept));
    inventory.take_in(changed.clone());
    assert_eq!(inventory.get(&name("a")), Some(&changed));
}

/// Returns a run of task `b`, each of its calls answered in turn, as far as there are answers; learned after each
/// change.
fn run_with(inventory: &mut Inventory, id: &str, operation: &Operation, replies: &[Reply]) -> Run {
    let mut run = Run::new(RunId(id.into()), &Plan::new(&name("b"), operation), Moment(1));
    for reply in replies {
        run.send(Moment(2)).unwrap();
        inventory.learn(&run);
        run.record(reply.clone(), Moment(3)).unwrap();
        inventory.learn(&run);
    }
    run
}

fn choose(inventory: &mut Inventory, run: &mut Run, choice: Choice) {
    run.choose(choice, Moment(4)).unwrap();
    inventory.learn(run);
}

fn pull_back(seconds: i64) -> Operation {
    let at = EpochSeconds::new(seconds).unwrap();
    let to = Checkpoint::new(vec![(Subtopic::parse("t").unwrap(), at)]).unwrap();
    Operation::PullBack { to }
}

fn update(delete: &str, set: Option<&str>) -> Operation {
    let set =
        set.map_or_else(ConfigMap::default, |value| ConfigMap::of("source", "checkpoint", value.to_owned()));
    let paths = delete.split(',').filter(|path| !path.is_empty());
    let delete = paths.map(|path| ParameterPath::parse(path).unwrap()).collect();
    Operation::Update { delete, set, stop_first: false }
}

fn start(pull_back: bool) -> Operation {
    Operation::Start { pull_back, restart: false }
}

/// Returns the values that wait for task `b`, and how certain each is.
fn waiting(inventory: &Inventory) -> Vec<(String, Certainty)> {
    let record = inventory.get(&name("b")).unwrap();
    record.checkpoints.iter().map(|waiting| (waiting.value.clone(), waiting.certainty)).collect()
}

const VALUE: &str = r#"{"t":"7"}"#;

fn one(value: &str, certainty: Certainty) -> Vec<(String, Certainty)> {
    vec![(value.to_owned(), certainty)]
}

#[test]
fn a_pull_back_that_was_not_started_from_leaves_its_checkpoint_waiting() {
    let ok = || confirmed("b");
    let whole = |last| run_with(&mut of(&["b"]), "1", &pull_back(7), &[ok(), ok(), last]);
    assert!(whole(ok()).is_over());
    for (replies, certainty) in [
        (vec![ok(), ok(), rejected()], Some(Certainty::Confirmed)),
        (vec![ok(), ok(), LOST], Some(Certainty::Confirmed)),
        (vec![ok(), ok(), Reply::PageGone], Some(Certainty::Confirmed)),
        (vec![ok(), LOST], Some(Certainty::Unknown)),
        (vec![ok(), Reply::PageGone], Some(Certainty::Unknown)),
        (vec![ok(), rejected()], None),
        (vec![rejected()], None),
        (vec![ok(), ok(), ok()], None),
    ] {
        let mut inventory = of(&["b"]);
        let mut run = run_with(&mut inventory, "1", &pull_back(7), &replies);
        let expected = certainty.map_or(vec![], |certainty| one(VALUE, certainty));
        assert_eq!(waiting(&inventory), expected, "{replies:?}");
        if !run.is_over() {
            choose(&mut inventory, &mut run, Choice::Abandon);
        }
        assert_eq!(waiting(&inventory), expected, "{replies:?}");
        let record = inventory.get(&name("b")).unwrap();
        assert_eq!(record.waiting_checkpoint().map(|waiting| waiting.certainty), certainty);
        assert_eq!(Filter::parse("waiting:checkpoint").matches(record), certainty.is_some());
    }
}

#[test]
fn a_pull_back_whose_page_is_gone_between_its_steps_leaves_its_checkpoint_waiting() {
    let mut inventory = of(&["b"]);
    let mut run = run_with(&mut inventory, "1", &pull_back(7), &[confirmed("b"), confirmed("b")]);
    let waits = |inventory: &Inventory| inventory.get(&name("b")).unwrap().waiting_checkpoint().is_some();
    assert!(waits(&inventory), "nobody may ever send its start");
    run.send(Moment(5)).unwrap();
    inventory.learn(&run);
    assert!(waits(&inventory));
    run.record(confirmed("b"), Moment(6)).unwrap();
    inventory.learn(&run);
    assert!(!waits(&inventory));
}

#[test]
fn whatever_sets_the_checkpoint_leaves_it_waiting_and_only_the_flag_settles_it() {
    let mut inventory = of(&["b"]);
    run_with(&mut inventory, "1", &update("", Some("any text")), &[confirmed("b")]);
    assert_eq!(waiting(&inventory), one("any text", Certainty::Confirmed));
    run_with(&mut inventory, "2", &start(false), &[confirmed("b")]);
    assert_eq!(waiting(&inventory), one("any text", Certainty::Confirmed));
    let record = inventory.get(&name("b")).unwrap();
    assert_eq!(record.waiting_checkpoint().unwrap().started_without, Some(Moment(3)));
    for reply in [rejected(), LOST] {
        run_with(&mut inventory, "3", &start(true), &[reply]);
        assert_eq!(waiting(&inventory), one("any text", Certainty::Confirmed));
    }
    run_with(&mut inventory, "4", &start(true), &[confirmed("b")]);
    assert!(waiting(&inventory).is_empty());
}

#[test]
fn an_update_that_stops_and_starts_has_not_started_from_its_checkpoint() {
    let mut inventory = of(&["b"]);
    let Operation::Update { delete, set, .. } = update("source.checkpoint", Some(VALUE)) else { panic!() };
    let operation = Operation::Update { delete, set, stop_first: true };
    run_with(&mut inventory, "1", &operation, &[confirmed("b"), confirmed("b"), confirmed("b")]);
    assert_eq!(waiting(&inventory), one(VALUE, Certainty::Confirmed));
}

#[test]
fn an_update_replaces_or_deletes_what_waits_and_one_in_doubt_leaves_both() {
    let ok = || confirmed("b");
    let set = || {
        let mut inventory = of(&["b"]);
        run_with(&mut inventory, "1", &update("", Some("a")), &[ok()]);
        inventory
    };
    let after = |operation: &Operation, reply: Reply| {
        let mut inventory = set();
        run_with(&mut inventory, "2", operation, &[reply]);
        waiting(&inventory)
    };
    assert_eq!(after(&update("source.checkpoint", None), ok()), []);
    assert_eq!(after(&update("source.checkpoint", None), rejected()), one("a", Certainty::Confirmed));
    assert_eq!(after(&update("source.checkpoint", None), LOST), one("a", Certainty::Unknown));
    assert_eq!(
        after(&update("sink.checkpoint,source.checkpoints", None), ok()),
        one("a", Certainty::Confirmed)
    );
    assert_eq!(after(&update("sink.a,source.checkpoint", Some("b")), ok()), one("b", Certainty::Confirmed));
    let both = [("a".to_owned(), Certainty::Confirmed), ("b".to_owned(), Certainty::Unknown)];
    assert_eq!(after(&update("", Some("b")), LOST), both);
}

#[test]
fn a_checkpoint_goes_on_with_a_migrated_task_and_outlives_forgetting() {
    let set = || {
        let mut inventory = of(&["b", "c"]);
        run_with(&mut inventory, "1", &update("", Some("a")), &[confirmed("b")]);
        inventory
    };
    for successor in ["b2", "c"] {
        let mut inventory = set();
        run_with(
            &mut inventory,
            "2",
            &Operation::Migrate { destination: None, stop_first: false },
            &[confirmed(successor)],
        );
        let record = inventory.get(&name(successor)).unwrap();
        assert_eq!(record.waiting_checkpoint().map(|waiting| waiting.value.as_str()), Some("a"));
        assert_eq!(record.knowledge, Knowledge::Moved { at: Moment(3) });
    }
    let mut inventory = set();
    inventory.forget(&[name("b")]);
    inventory.add(&[entry("b")], TaskSource::Person, Moment(9));
    assert_eq!(waiting(&inventory), one("a", Certainty::Confirmed));
    run_with(&mut inventory, "3", &Operation::Delete { stop_first: false }, &[confirmed("b")]);
    inventory.add(&[entry("b")], TaskSource::Person, Moment(10));
    assert_eq!(waiting(&inventory), [], "a task that was deleted and made anew is another one");
}

#[test]
fn a_step_that_a_person_marked_as_done_tells_the_state_as_such() {
    let mut inventory = of(&["b"]);
    let mut run = run_with(&mut inventory, "1", &pull_back(7), &[rejected()]);
    choose(&mut inventory, &mut run, Choice::MarkAsDone);
    let by = OperationKind::PullBack;
    let knowledge = |inventory: &Inventory| inventory.get(&name("b")).unwrap().knowledge;
    assert_eq!(knowledge(&inventory), Knowledge::Marked { state: TaskState::Stopped, by, at: Moment(4) });
    for reply in [LOST, LOST] {
        run.send(Moment(5)).unwrap();
        run.record(reply, Moment(5)).unwrap();
        choose(&mut inventory, &mut run, Choice::MarkAsDone);
    }
    assert_eq!(knowledge(&inventory), Knowledge::Marked { state: TaskState::Running, by, at: Moment(4) });
    assert_eq!(waiting(&inventory), [], "started from, as marked");
}

#[test]
fn the_times_of_a_checkpoint_are_read_where_it_is_what_the_api_page_shows() {
    let times = |value: &str| {
        let (set, run, value) = (Moment(1), RunId("1".into()), value.to_owned());
        let waiting =
            WaitingCheckpoint { value, set, run, certainty: Certainty::Confirmed, started_without: None };
        waiting.times().map(|times| times.into_iter().map(|(name, at)| (name, at.get())).collect::<Vec<_>>())
    };
    assert_eq!(times(VALUE), Some(vec![("t".into(), 7)]));
    assert_eq!(times(r#"{"t":1676286000}"#), Some(vec![("t".into(), 1_676_286_000)]));
    for odd in ["", "{}", "7", r#"{"t":"x"}"#, r#"{"t":"7","u":null}"#, "{\"t\":\"99999999999999999999\"}"] {
        assert_eq!(times(odd), None, "{odd}");
    }
}

fn run_on(task: &str, operation: &Operation, reply: Reply, at: i64) -> Run {
    let mut run = Run::new(RunId(format!("{task}{at}")), &Plan::new(&name(task), operation), Moment(at));
    run.send(Moment(at)).unwrap();
    run.record(reply, Moment(at + 1)).unwrap();
    run
}

const MIGRATE: Operation = Operation::Migrate { destination: None, stop_first: false };

#[test]
fn what_became_of_a_name_is_known_through_all_migrations() {
    let mut inventory = of(&["a", "x"]);
    assert_eq!(inventory.fate(&name("a")), None);
    let first = run_on("a", &MIGRATE, confirmed("a2"), 10);
    inventory.learn(&first);
    inventory.learn(&run_on("a2", &MIGRATE, confirmed("a3"), 20));
    let fate = inventory.fate(&name("a")).unwrap();
    assert_eq!(
        fate.ended,
        NameEnd { successor: Some(name("a2")), by: OperationKind::Migrate, at: Moment(11) }
    );
    assert_eq!((fate.now, fate.deleted), (Some(name("a3")), None));
    assert_eq!(inventory.learn(&first), [], "what was learned before brings no name back");
    assert_eq!(shown(&inventory), ["a3", "x"]);
    inventory.learn(&run_on("a3", &Operation::Delete { stop_first: false }, confirmed("a3"), 30));
    let fate = inventory.fate(&name("a")).unwrap();
    assert_eq!((fate.now, fate.deleted), (None, Some((name("a3"), Moment(31)))));
    assert_eq!(inventory.fate(&name("x")), None);
}

#[test]
fn a_dead_name_comes_back_only_with_a_confirmed_call_or_a_person() {
    let mut inventory = of(&["a"]);
    inventory.learn(&run_on("a", &Operation::Delete { stop_first: false }, confirmed("a"), 10));
    inventory.learn(&run_on("a", &Operation::Stop, rejected(), 20));
    inventory.learn(&run_on("a", &Operation::Stop, LOST, 30));
    inventory.learn(&run_on("a", &Operation::Stop, confirmed("a"), 5));
    assert!(inventory.fate(&name("a")).is_some() && shown(&inventory).is_empty());
    inventory.learn(&run_on("a", &Operation::Stop, confirmed("a"), 40));
    assert_eq!((inventory.fate(&name("a")), shown(&inventory)), (None, vec!["a"]));
    inventory.learn(&run_on("a", &Operation::Delete { stop_first: false }, confirmed("a"), 50));
    inventory.add(&[entry("a")], TaskSource::Person, Moment(60));
    assert_eq!((inventory.fate(&name("a")), shown(&inventory)), (None, vec!["a"]));
}

#[test]
fn a_ring_of_migrations_ends() {
    let mut inventory = of(&["a"]);
    for (from, to, at) in [("a", "b", 10), ("b", "c", 20), ("c", "b", 30)] {
        inventory.learn(&run_on(from, &MIGRATE, confirmed(to), at));
    }
    assert_eq!(inventory.fate(&name("a")).unwrap().now, Some(name("b")));
    assert_eq!(shown(&inventory), ["b"]);
}

#[test]
fn the_host_names_a_task_to_the_letter() {
    let mut inventory = of(&["a"]);
    inventory.learn(&run_on("a", &MIGRATE, confirmed("\u{200b}a\u{a0}"), 10));
    assert_eq!(shown(&inventory), ["\u{200b}a\u{a0}"]);
}

/// Returns a run of task `b` whose answer was lost, and what reads showed of it afterwards.
fn settled(inventory: &mut Inventory, operation: &Operation, seen: Evidence) -> Run {
    let mut run = run_with(inventory, "1", operation, &[LOST]);
    run.settle(0, Settled { at: Moment(50), seen }).unwrap();
    inventory.learn(&run);
    run
}

#[test]
fn what_reads_showed_of_an_unknown_outcome_needs_no_attention() {
    let mut inventory = of(&["b"]);
    settled(&mut inventory, &Operation::Stop, Evidence::Stopped);
    let record = inventory.get(&name("b")).unwrap();
    assert_eq!(record.last.unwrap().standing, OperationStanding::SeenDone);
    assert_eq!(record.knowledge, Knowledge::Read { state: OmsTaskState::Stopped, at: Moment(50) });
    assert!(!record.needs_attention() && inventory.in_doubt().is_empty());

    let mut inventory = of(&["b"]);
    run_with(&mut inventory, "1", &Operation::Stop, &[LOST]);
    assert_eq!(inventory.in_doubt(), [(name("b"), Moment(3))]);
}

#[test]
fn a_later_read_than_the_one_that_settled_a_call_counts() {
    let mut inventory = of(&["b"]);
    let mut run = run_with(&mut inventory, "1", &Operation::Stop, &[LOST]);
    let mut record = inventory.get(&name("b")).unwrap().clone();
    record.knowledge = Knowledge::Read { state: OmsTaskState::Running, at: Moment(60) };
    inventory.put(record.clone());
    run.settle(0, Settled { at: Moment(50), seen: Evidence::Stopped }).unwrap();
    inventory.learn(&run);
    assert_eq!(inventory.get(&name("b")).unwrap().knowledge, record.knowledge);
}

#[test]
fn a_task_that_reads_showed_to_be_gone_or_moved_is_so() {
    let mut inventory = of(&["a", "b"]);
    settled(&mut inventory, &Operation::Delete { stop_first: false }, Evidence::Gone);
    assert_eq!(shown(&inventory), ["a"]);
    let mut inventory = of(&["a", "b", "c"]);
    let run = settled(&mut inventory, &MIGRATE, Evidence::MovedTo(name("b2")));
    assert_eq!(shown(&inventory), ["a", "b2", "c"]);
    assert_eq!(migrated(&run), Some(Some(name("b2"))));
    assert_eq!(inventory.fate(&name("b")).unwrap().now, Some(name("b2")));
}

#[test]
fn a_checkpoint_waits_until_a_start_with_the_flag_is_confirmed_be_it_by_reading() {
    let mut inventory = of(&["b"]);
    settled(&mut inventory, &update("", Some(VALUE)), Evidence::Configured);
    assert_eq!(waiting(&inventory), one(VALUE, Certainty::Read));
    let mut start_with = |id: &str, pull_back: bool| {
        let mut run = run_with(&mut inventory, id, &start(pull_back), &[LOST]);
        let before = waiting(&inventory);
        run.settle(0, Settled { at: Moment(60), seen: Evidence::Running }).unwrap();
        inventory.learn(&run);
        let started_without =
            inventory.get(&name("b")).unwrap().waiting_checkpoint().and_then(|it| it.started_without);
        (before, waiting(&inventory), started_without)
    };
    let one = one(VALUE, Certainty::Read);
    assert_eq!(start_with("2", false), (one.clone(), one.clone(), Some(Moment(60))));
    assert_eq!(start_with("3", true), (one, Vec::new(), None));
}

#[test]
fn a_pull_back_goes_on_by_a_click_behind_what_reads_showed() {
    let mut inventory = of(&["b"]);
    let mut run = run_with(&mut inventory, "1", &pull_back(7), &[confirmed("b"), LOST]);
    assert_eq!(run.suggested_choice(), Some(Choice::Repeat));
    run.settle(1, Settled { at: Moment(50), seen: Evidence::Configured }).unwrap();
    inventory.learn(&run);
    assert!(matches!(run.state(), RunState::Interrupted { step: 1, .. }), "never by itself");
    assert_eq!(run.suggested_choice(), Some(Choice::MarkAsDone));
    assert_eq!(run.steps[1].standing(), StepStanding::SeenDone);
    assert!(inventory.get(&name("b")).unwrap().needs_attention(), "it is to be decided on");
    choose(&mut inventory, &mut run, Choice::MarkAsDone);
    run.send(Moment(60)).unwrap();
    run.record(confirmed("b"), Moment(61)).unwrap();
    inventory.learn(&run);
    assert_eq!(standing(&run), OperationStanding::SeenDone);
    assert!(!inventory.get(&name("b")).unwrap().needs_attention());
}

#[test]
fn what_reads_showed_is_of_the_sending_before_them() {
    let mut run = run_with(&mut of(&["b"]), "1", &Operation::Stop, &[LOST]);
    assert_eq!(run.unknown_step(), Some(0));
    run.settle(0, Settled { at: Moment(50), seen: Evidence::Stopped }).unwrap();
    assert_eq!((run.unknown_step(), run.repeat()), (None, None));
    assert!(run.settle(0, Settled { at: Moment(51), seen: Evidence::Stopped }).is_err());
    assert!(run.choose(Choice::Repeat, Moment(60)).is_err(), "it is done");
    let mut rejected_run = run_with(&mut of(&["b"]), "1", &Operation::Stop, &[rejected()]);
    assert!(rejected_run.settle(0, Settled { at: Moment(50), seen: Evidence::Stopped }).is_err());

    let mut run = run_with(&mut of(&["b"]), "1", &pull_back(7), &[LOST]);
    run.settle(0, Settled { at: Moment(50), seen: Evidence::Stopped }).unwrap();
    run.choose(Choice::Repeat, Moment(60)).unwrap();
    run.record(LOST, Moment(61)).unwrap();
    assert_eq!(run.steps[0].standing(), StepStanding::InDoubt);
}

#[test]
fn a_migrated_task_is_to_be_started_unless_it_was_read_to_run() {
    let mut inventory = of(&["b"]);
    run_with(&mut inventory, "1", &MIGRATE, &[confirmed("b2")]);
    let awaits = |inventory: &Inventory| inventory.get(&name("b2")).unwrap().awaits_start_after_migrate();
    assert!(awaits(&inventory));
    // What has the new name was read after the task got it, however soon.
    for (state, expected) in
        [(OmsTaskState::Stopped, true), (OmsTaskState::Exception, true), (OmsTaskState::Running, false)]
    {
        inventory.see(vec![example::seen("b2", state, 4)]);
        let record = inventory.get(&name("b2")).unwrap();
        assert_eq!(record.knowledge, Knowledge::Read { state, at: Moment(4) });
        assert_eq!(awaits(&inventory), expected, "{state:?}");
    }
}

#[test]
fn a_task_that_ran_until_it_was_migrated_and_is_stopped_since_needs_attention() {
    const LATELY: i64 = super::record::KNOWN_LATELY;
    let reasons = |inventory: &Inventory| inventory.get(&name("b2")).unwrap().attention_reasons();
    let see = |inventory: &mut Inventory, task: &str, state, at| {
        inventory.see(vec![example::seen(task, state, at)]);
    };
    let ran = || {
        let mut inventory = of(&["b"]);
        see(&mut inventory, "b", OmsTaskState::Running, 1_000);
        inventory
    };
    // Its answer comes a millisecond later.
    let migrate = |at| run_on("b", &MIGRATE, confirmed("b2"), at);
    let mut inventory = ran();
    inventory.learn(&migrate(1_999));
    see(&mut inventory, "b2", OmsTaskState::Stopped, 2_000 + LAG - 1);
    assert_eq!(reasons(&inventory), [], "OMS may not have noticed");
    see(&mut inventory, "b2", OmsTaskState::Stopped, 2_000 + LAG);
    assert_eq!(reasons(&inventory), [AttentionReason::RestsAfterMigrate]);
    see(&mut inventory, "b2", OmsTaskState::Running, 3_000 + LAG);
    assert_eq!(reasons(&inventory), [], "it runs");

    // Where it was read under the new name first.
    let mut inventory = ran();
    see(&mut inventory, "b2", OmsTaskState::Stopped, 2_000 + LAG);
    inventory.learn(&migrate(1_999));
    assert_eq!(reasons(&inventory), [AttentionReason::RestsAfterMigrate]);

    // It was stopped so that it could be moved, or long before.
    for (rested, expected) in [(LATELY, &[AttentionReason::RestsAfterMigrate][..]), (LATELY + 1, &[])] {
        let mut inventory = ran();
        see(&mut inventory, "b", OmsTaskState::Stopped, 2_000);
        inventory.learn(&migrate(1_999 + rested));
        see(&mut inventory, "b2", OmsTaskState::Stopped, 2_000 + rested + LAG);
        assert_eq!(reasons(&inventory), expected);
    }

    // The whole project rests.
    let mut inventory = ran();
    inventory.learn(&migrate(1_999));
    let mut stopped = example::seen("b2", OmsTaskState::Stopped, 2_000 + LAG);
    std::sync::Arc::make_mut(&mut stopped.reading.project).is_at_rest = true;
    inventory.see(vec![stopped]);
    assert_eq!(reasons(&inventory), []);
}

#[test]
fn what_a_page_that_is_gone_had_not_told_of_earlier_runs_is_taken_in() {
    let waiting = |inventory: &Inventory, task: &str| -> Vec<String> {
        let record = inventory.get(&name(task)).unwrap();
        record.checkpoints.iter().map(|waiting| waiting.value.clone()).collect()
    };
    let set = run_on("a", &update("", Some("one")), confirmed("a"), 10);
    let started = run_on("a", &start(false), confirmed("a"), 20);
    let lost = run_on("a", &update("sink.x", None), LOST, 30);
    let migrated = run_on("a", &MIGRATE, confirmed("b"), 40);
    let pulled = run_on("b", &start(true), confirmed("b"), 50);

    // Only the latest one was learned.
    let mut inventory = of(&["a"]);
    inventory.learn(&lost);
    let last = inventory.get(&name("a")).unwrap().last;
    let all = [set.clone(), started.clone(), lost.clone()];
    assert_eq!(inventory.take_missed(&all).len(), 1);
    assert_eq!(waiting(&inventory, "a"), ["one"]);
    let record = inventory.get(&name("a")).unwrap();
    let running = Knowledge::After { state: TaskState::Running, by: OperationKind::Start, at: Moment(21) };
    assert_eq!((record.knowledge, record.last), (running, last));
    assert_eq!(inventory.take_missed(&all), [], "nothing is missed any more");

    // The same, and it goes on under another name.
    let mut inventory = of(&["a"]);
    inventory.learn(&migrated);
    inventory.take_missed(&[set.clone(), started.clone(), migrated.clone()]);
    assert_eq!(waiting(&inventory, "b"), ["one"]);
    assert_eq!(shown(&inventory), ["b"]);

    // What was started from does not wait again.
    inventory.learn(&pulled);
    assert_eq!(inventory.take_missed(&[set, started, migrated, pulled]), []);
    assert_eq!(waiting(&inventory, "b"), [""; 0]);
}
