//! How rows are sorted, and how an order is written and read.

use std::sync::Arc;

use super::*;
use crate::domain::inventory::example::read_task;
use crate::domain::inventory::{Knowledge, LastOperation, OperationStanding, Reading, TaskState};
use crate::domain::operation::OperationKind;
use crate::domain::run::Moment;
use crate::domain::task_name::TaskName;
use crate::time::EpochSeconds;
use proptest::prelude::*;

fn record(name: &str, rank: u64) -> TaskRecord {
    TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), rank)
}

/// Returns a task with parts. Ranks go against the alphabet, so that no order comes about by itself.
fn task(host: &str, project: &str, component: &str, rank: u64) -> TaskRecord {
    record(&format!("{host}-9000:connector_v2:{project}-{component}_trans-1-0:{rank:010}"), rank)
}

fn ranks(order: &str, records: &[TaskRecord]) -> Vec<u64> {
    let mut sorted: Vec<_> = records.iter().collect();
    Order::parse(order).unwrap().sort(&mut sorted);
    sorted.iter().map(|record| record.rank).collect()
}

#[test]
fn the_default_is_the_order_of_adding() {
    let records = [record("a", 3), record("c", 1), record("b", 2)];
    assert_eq!(ranks("", &records), [1, 2, 3]);
    assert_eq!(ranks("name", &records), [3, 2, 1]);
    assert_eq!(ranks("-name", &records), [1, 2, 3]);
}

#[test]
fn what_oms_tells_is_sorted_by_its_numbers_and_what_it_does_not_tell_comes_last() {
    type Change = fn(&mut Reading);
    let changes: [Change; 4] = [
        |it| {
            (it.delay, it.rate, it.progress) = (Some(300), Some(9), Some(7));
            it.region = Some("cn-10".into());
            it.subtopics = vec!["np_2".into(), "np_1".into()];
        },
        |it| {
            (it.delay, it.rate, it.progress) = (Some(-2), Some(1000), Some(100));
            it.region = Some("cn-9".into());
            it.subtopics = vec!["np_2".into()];
            it.checkpoint = EpochSeconds::new(5).ok();
            Arc::make_mut(&mut it.project).name = Some("archive".into());
        },
        |it| {
            it.delay = Some(2);
            it.checkpoint = EpochSeconds::new(40).ok();
        },
        |it| {
            it.delay = None;
            Arc::make_mut(&mut it.project).name = None;
        },
    ];
    let mut records: Vec<_> = changes.into_iter().map(|change| read_task("a", change)).collect();
    for (record, rank) in records.iter_mut().zip(1..) {
        record.rank = rank;
    }
    assert_eq!(ranks("delay", &records), [2, 3, 1, 4]);
    assert_eq!(ranks("-delay", &records), [1, 3, 2, 4]);
    assert_eq!(ranks("checkpoint", &records), [2, 3, 1, 4]);
    assert_eq!(ranks("-rate", &records), [2, 1, 3, 4]);
    assert_eq!(ranks("-progress", &records), [2, 1, 3, 4]);
    assert_eq!(ranks("region", &records), [2, 1, 3, 4]);
    assert_eq!(ranks("subtopics", &records), [2, 1, 3, 4]);
    // By the name where there is one, else by the id.
    assert_eq!(ranks("project", &records), [2, 4, 1, 3]);
}

#[test]
fn hosts_are_sorted_by_their_numbers() {
    let hosts = ["10.0.0.9", "10.0.0.10", "10.0.0.100", "10.0.1.0", "10.0.1.1", "db", "db-9", "db-10"];
    let mut records: Vec<_> =
        hosts.iter().zip(1..).map(|(host, rank)| task(host, "p_1", "incr", rank)).collect();
    records.reverse();
    assert_eq!(ranks("host", &records), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(ranks("-host", &records), [8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn numbers_are_sorted_by_their_value_in_every_text() {
    let texts = [
        "",
        "a",
        "a0",
        "a1",
        "a9",
        "a10",
        "a10.9",
        "a10.10",
        "a99999999",
        "a100000000",
        "a1234567890b2",
        "b",
    ];
    let texts = [&texts[..], &["c99999999999999999", "c100000000000000000", "c100000000000000001"]].concat();
    for (order, record) in [
        ("name", &(|text: &str, rank| record(&format!("n{text}"), rank)) as &dyn Fn(&str, u64) -> TaskRecord),
        ("project", &|text, rank| task("h", &format!("p{text}"), "incr", rank)),
        ("host", &|text, rank| task(&format!("h{text}"), "p", "incr", rank)),
        ("labels", &|text, rank| TaskRecord { labels: vec![format!("l{text}")], ..self::record("x", rank) }),
    ] {
        let mut records: Vec<_> = texts.iter().zip(1..).map(|(text, rank)| record(text, rank)).collect();
        records.reverse();
        let expected: Vec<_> = (1..=texts.len() as u64).collect();
        assert_eq!(ranks(order, &records), expected, "{order}");
        assert_eq!(ranks(&format!("-{order}"), &records), expected.into_iter().rev().collect::<Vec<_>>());
    }
    let names = [
        "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000001",
        "10.0.0.5-10000:connector_v2:np_1-incr_trans-1-0:0000000001",
        "10.0.0.10-9000:connector_v2:np_1-incr_trans-1-0:0000000001",
    ];
    let mut records: Vec<_> = names.iter().zip(1..).map(|(name, rank)| record(name, rank)).collect();
    records.reverse();
    assert_eq!(ranks("name", &records), [1, 2, 3]);
}

#[test]
fn a_task_of_which_a_column_says_nothing_comes_last_either_way() {
    let mut records = [
        record("odd", 1),
        task("b", "p_2", "incr", 2),
        task("a", "p_3", "full", 3),
        record("10.0.0.5-7100:odd", 4),
    ];
    let last =
        |at| Some(LastOperation { kind: OperationKind::Stop, standing: OperationStanding::Confirmed, at });
    (records[1].last, records[2].last) = (last(Moment(-5)), last(Moment(7)));
    let at = Moment(0);
    let by = OperationKind::Stop;
    records[1].knowledge = Knowledge::After { state: TaskState::Stopped, by, at };
    records[2].knowledge = Knowledge::InDoubt { by, at };
    for column in ["state", "project", "last", "-host", "-component"] {
        assert_eq!(ranks(column, &records), [2, 3, 1, 4], "{column}");
    }
    for column in ["-state", "-project", "-last", "host", "component"] {
        assert_eq!(ranks(column, &records), [3, 2, 1, 4], "{column}");
    }
}

#[test]
fn labels_are_sorted_as_they_stand_in_their_column() {
    let labels = [vec!["b"], vec![], vec!["a", "c"], vec!["a"], vec!["a", "b"], vec![]];
    let records: Vec<_> = labels
        .iter()
        .zip(1..)
        .map(|(labels, rank)| TaskRecord {
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            ..record("x", rank)
        })
        .collect();
    assert_eq!(ranks("labels", &records), [4, 5, 3, 1, 2, 6]);
    assert_eq!(ranks("-labels", &records), [1, 3, 5, 4, 2, 6]);
}

#[test]
fn the_second_column_decides_between_equals() {
    let records = [
        task("h", "p_b", "incr", 1),
        task("h", "p_a", "incr", 2),
        task("h", "p_c", "full", 3),
        task("h", "p_a", "incr", 4),
    ];
    assert_eq!(ranks("component,project", &records), [3, 2, 4, 1]);
    assert_eq!(ranks("-component,-project", &records), [1, 2, 4, 3]);
    assert_eq!(ranks("component", &records), [3, 1, 2, 4]);
}

#[test]
fn a_header_goes_through_three_states_and_leaves_a_tie_break() {
    let mut order = Order::parse("-state").unwrap();
    for expected in ["name,-state", "-name,-state", "", "name"] {
        order = order.clicked(Column::Name);
        assert_eq!(order.to_string(), expected);
    }
    assert_eq!(Order::parse("name,-state").unwrap().clicked(Column::State).to_string(), "state,name");
}

#[test]
fn a_links_text_is_an_order_or_says_why_not() {
    let order = Order::parse(" State , -NAME ").unwrap();
    assert_eq!(order.by(), Some(SortKey { column: Column::State, descending: false }));
    assert_eq!(order.then(), Some(SortKey { column: Column::Name, descending: true }));
    assert_eq!(Order::parse(" "), Ok(Order::default()));
    for (text, error) in [
        ("rank", OrderError::UnknownColumn),
        ("state,", OrderError::UnknownColumn),
        ("--state", OrderError::UnknownColumn),
        ("state,-state", OrderError::Repeated),
        ("state,name,host", OrderError::TooMany),
    ] {
        assert_eq!(Order::parse(text), Err(error), "{text}");
    }
}

#[test]
fn names_that_begin_alike_are_sorted_to_their_ends() {
    let long = |length| record(&"n".repeat(length), length as u64);
    let records: Vec<_> = [9_000, 7, 8, 1, 10_000, 9, 16, 17].map(long).into();
    assert_eq!(ranks("name", &records), [1, 7, 8, 9, 16, 17, 9_000, 10_000]);
    assert_eq!(ranks("-name", &records), [10_000, 9_000, 17, 16, 9, 8, 7, 1]);
}

#[test]
fn projects_are_sorted_by_their_type_and_state() {
    let of = |rank: u64, kind: Option<&str>, state: Option<&str>| {
        let mut record = read_task(&format!("t{rank}"), |it| {
            let project = Arc::make_mut(&mut it.project);
            (project.kind, project.state) = (kind.map(str::to_owned), state.map(str::to_owned));
        });
        record.rank = rank;
        record
    };
    let records = [
        of(1, Some("SYNC"), Some("SUSPEND")),
        of(2, None, None),
        of(3, Some("MIGRATION"), Some("RUNNING_MERGING")),
        of(4, Some("SYNC"), Some("RUNNING")),
    ];
    assert_eq!(ranks("project-type", &records), [3, 1, 4, 2]);
    assert_eq!(ranks("project-state", &records), [3, 4, 1, 2]);
    assert_eq!(ranks("-project-state", &records), [1, 4, 3, 2]);
}

fn order() -> impl Strategy<Value = Order> {
    let key = |descending| {
        ["state", "name", "component", "project", "host", "last", "labels"]
            .map(|word| format!("{descending}{word}"))
    };
    let words: Vec<_> = ["", "-"].into_iter().flat_map(key).collect();
    proptest::sample::subsequence(words, 0..=2)
        .prop_shuffle()
        .prop_filter_map("a column stands once", |words| Order::parse(&words.join(",")).ok())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        if let Ok(order) = Order::parse(&text) {
            prop_assert_eq!(Order::parse(&order.to_string()), Ok(order));
        }
    }

    #[test]
    fn an_order_survives_a_link(order in order(), column in proptest::sample::select(Column::ALL)) {
        prop_assert_eq!(Order::parse(&order.to_string()), Ok(order));
        let clicked = order.clicked(column);
        prop_assert_eq!(Order::parse(&clicked.to_string()), Ok(clicked));
    }

    #[test]
    fn names_are_sorted_as_texts(names in proptest::collection::vec("[ab🙂é]{1,20}", 0..400), descending in any::<bool>()) {
        let records: Vec<_> = names.iter().zip(0..).map(|(name, rank)| record(name, rank)).collect();
        let mut expected: Vec<_> = records.iter().collect();
        expected.sort_by(|a, b| if descending { b.name.cmp(&a.name) } else { a.name.cmp(&b.name) });
        let mut sorted: Vec<_> = records.iter().collect();
        Order::parse(if descending { "-name" } else { "name" }).unwrap().sort(&mut sorted);
        prop_assert_eq!(sorted, expected);
    }

    #[test]
    fn numbers_of_any_length_are_sorted_by_their_value(numbers in proptest::collection::vec("[1-9][0-9]{0,24}", 1..60)) {
        let records: Vec<_> = numbers.iter().zip(0..).map(|(number, rank)| record(&format!("n{number}"), rank)).collect();
        let value = |record: &TaskRecord| record.name.as_str()[1..].parse::<u128>().unwrap();
        let mut expected: Vec<_> = records.iter().collect();
        expected.sort_by_key(|record| value(record));
        let mut sorted: Vec<_> = records.iter().collect();
        Order::parse("name").unwrap().sort(&mut sorted);
        prop_assert_eq!(sorted, expected);
    }

    #[test]
    fn nothing_is_lost_and_equals_stand_as_added(
        order in order(),
        tasks in proptest::collection::vec((0u8..3, 0u8..3, any::<bool>(), 0i64..3), 0..40),
    ) {
        let records: Vec<_> = tasks.iter().zip(0..).map(|((host, project, incr, at), rank)| {
            let (host, project) = (format!("10.0.0.{host}"), format!("p_{project}"));
            let mut record = task(&host, &project, if *incr { "incr" } else { "full" }, rank);
            record.last = (*at > 0).then_some(LastOperation {
                kind: OperationKind::Start, standing: OperationStanding::Confirmed, at: Moment(*at),
            });
            record
        }).collect();
        let mut sorted: Vec<_> = records.iter().rev().collect();
        order.sort(&mut sorted);
        let mut found: Vec<_> = sorted.iter().map(|record| record.rank).collect();
        let keys = |record: &TaskRecord| [order.by(), order.then()].map(|key| key.map(|key| {
            let parts = record.name.parts().unwrap();
            match key.column {
                Column::State => String::new(),
                Column::Name => record.name.to_string(),
                Column::Component => format!("{:?}", parts.component),
                Column::Project => parts.project.to_owned(),
                Column::Host => parts.host.to_owned(),
                Column::LastOperation => record.last.map_or(String::new(), |last| last.at.0.to_string()),
                    Column::Labels => record.labels.concat(),
                // Nothing was read.
                _ => String::new(),
            }
        }));
        for pair in sorted.windows(2) {
            prop_assert!(keys(pair[0]) != keys(pair[1]) || pair[0].rank < pair[1].rank);
        }
        for (index, record) in sorted.iter().enumerate() {
            let seen = sorted[..index].iter().rposition(|other| keys(other)[0] == keys(record)[0]);
            prop_assert!(seen.is_none_or(|place| place + 1 == index), "equals stand together");
        }
        found.sort_unstable();
        prop_assert_eq!(found, (0..records.len() as u64).collect::<Vec<_>>());
    }
}
