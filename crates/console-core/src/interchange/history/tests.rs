//! What the history says, forgets and never tells.

use proptest::prelude::*;

use super::*;
use crate::domain::config_map::ConfigMap;
use crate::domain::operation::Operation;
use crate::domain::outcome::{NotSent, ReceivedReply, Reply};
use crate::domain::plan::Plan;
use crate::domain::redaction;
use crate::domain::run::{Choice, RunId, Settled};
use crate::persistence::run_to_text;

const CONFIRMED: &str = r#"{"isSuccess":true,"result":"b"}"#;

fn name(text: &str) -> TaskName {
    TaskName::parse(text).unwrap()
}

fn run(at: i64, task: &str, operation: &Operation) -> Run {
    Run::new(RunId(format!("{at:06}")), &Plan::new(&name(task), operation), Moment(at))
}

fn ended(at: i64, task: &str, operation: &Operation, reply: Reply) -> Run {
    let mut run = run(at, task, operation);
    run.send(Moment(at)).unwrap();
    run.record(reply, Moment(at + 1234)).unwrap();
    run
}

fn answer(body: &str) -> Reply {
    Reply::Answer { status: 200, body: body.into() }
}

fn ids(runs: &[&Run]) -> Vec<String> {
    runs.iter().map(|run| run.id.0.clone()).collect()
}

#[test]
fn a_ticket_has_the_members_that_nobody_documents_and_the_guessed_encoding() {
    let body = r#"{"isSuccess":false,"errCode":1.10,"errCode":2,"traceId":12345678901234567890123}"#;
    let mut run = run(0, "a", &Operation::Stop);
    run.send(Moment(1)).unwrap();
    run.record(ReceivedReply { reply: answer(body), guessed_encoding: Some(Encoding::Gb18030) }, Moment(2))
        .unwrap();
    let ticket = ticket(&run, "");
    assert!(ticket.contains("errCode: 1.10\n"), "{ticket}");
    let text = "text:\n    errCode: 2\n    traceId: 12345678901234567890123\nguessed encoding: gb18030\n";
    assert!(ticket.ends_with(text), "{ticket}");
}

#[test]
fn what_reads_showed_is_told_beside_the_unknown_outcome() {
    let mut run = ended(1_676_286_000_000, "a", &Operation::Stop, Reply::NetworkError);
    run.settle(0, Settled { at: Moment(1_676_286_030_000), seen: Evidence::Stopped }).unwrap();
    let text = ticket(&run, "");
    assert!(text.contains("status: confirmed by reading\n"), "{text}");
    assert!(text.contains("outcome: unknown\nreason: connection failed\n"), "{text}");
    assert!(text.ends_with("confirmed by reading: 2023-02-13T11:00:30+00:00\nread: stopped\n"), "{text}");
    let runs = SearchableRuns::new(vec![run]);
    let found = |ended| {
        runs.places(&HistoryFilter { ended: Some(ended), ..HistoryFilter::default() }, Moment(0)).len()
    };
    assert_eq!(
        [
            OutcomeFilter::ConfirmedByReading,
            OutcomeFilter::Unknown,
            OutcomeFilter::Failed,
            OutcomeFilter::Confirmed
        ]
        .map(found),
        [1, 0, 0, 0]
    );
}

#[test]
fn a_migration_that_reads_showed_leads_to_the_new_name() {
    let migrate = Operation::Migrate { destination: None, stop_first: false };
    let mut run = ended(0, "a", &migrate, Reply::NetworkError);
    assert_eq!(names_of(&name("b"), std::slice::from_ref(&run)), [name("b")]);
    run.settle(0, Settled { at: Moment(9_000), seen: Evidence::MovedTo(name("b")) }).unwrap();
    assert_eq!(names_of(&name("b"), &[run]), [name("b"), name("a")]);
}

#[test]
fn a_call_that_was_not_sent_has_its_reason_and_no_time_of_sending() {
    let run = ended(1_676_286_000_000, "a", &Operation::Stop, Reply::NotSent(NotSent::Offline));
    assert_eq!(
        ticket(&run, ""),
        "run: 1676286000000\n\
         task: a\n\
         operation: stop\n\
         begun: 2023-02-13T11:00:00+00:00\n\
         status: not sent\n\
         run seconds: 1.234\n\
         \n\
         step: 1 stop\n\
         method: POST\n\
         url: /connector/task/v2/stop?taskName=a\n\
         outcome: not sent\n\
         reason: offline\n"
    );
}

#[test]
fn a_ticket_says_all_that_was_sent_and_answered() {
    let set = ConfigMap::from_json(r#"{"sink":{"password":"s3cret","workerNum":"8"}}"#).unwrap();
    let refusal = r#"{"isSuccess":false,"errCode":"X","errMsg":"no\nsuch thing","errorDetail":{"reason":"r"},"retryable":true}"#;
    let mut run = ended(
        1_676_286_000_000,
        "a",
        &Operation::Update { delete: vec![], set, stop_first: false },
        answer(refusal),
    );
    run.choose(Choice::Repeat, Moment(1_676_286_002_000)).unwrap();
    run.record(Reply::TimedOut { seconds: 120 }, Moment(1_676_286_122_000)).unwrap();
    assert_eq!(
        ticket(&run, "http://cm:8088"),
        "run: 1676286000000\n\
         host: http://cm:8088\n\
         task: a\n\
         operation: update\n\
         begun: 2023-02-13T11:00:00+00:00\n\
         status: unknown\n\
         run seconds: 122.000\n\
         \n\
         step: 1 update\n\
         method: POST\n\
         url: /connector/task/v2/update?taskName=a\n\
         body:\n    {\n      \"sink\": {\n        \"password\": \"(not recorded)\",\n        \"workerNum\": \"8\"\n      }\n    }\n\
         sent: 2023-02-13T11:00:00+00:00\n\
         answered: 2023-02-13T11:00:01+00:00\n\
         seconds: 1.234\n\
         outcome: rejected\n\
         HTTP status: 200\n\
         errCode: X\n\
         errMsg:\n    no\n    such thing\n\
         errorDetail: reason: r\n\
         retryable: true\n\
         \n\
         step: 1 update\n\
         method: POST\n\
         url: /connector/task/v2/update?taskName=a\n\
         body:\n    {\n      \"sink\": {\n        \"password\": \"(not recorded)\",\n        \"workerNum\": \"8\"\n      }\n    }\n\
         sent: 2023-02-13T11:00:02+00:00\n\
         answered: 2023-02-13T11:02:02+00:00\n\
         seconds: 120.000\n\
         outcome: unknown\n\
         reason: no answer within 120 s\n"
    );
}

#[test]
fn the_newest_comes_first_and_filters_narrow() {
    let runs = SearchableRuns::new(vec![
        ended(1_000, "a", &Operation::Stop, answer(CONFIRMED)),
        ended(3_000, "b", &Operation::Stop, Reply::NetworkError),
        ended(
            2_000,
            "a",
            &Operation::Delete { stop_first: false },
            answer(r#"{"isSuccess":false,"errMsg":"Kein Zugriff"}"#),
        ),
    ]);
    let now = Moment(3_000 + 3_600_000);
    let found = |filter: HistoryFilter| ids(&runs.found(&filter, now));
    assert_eq!(found(HistoryFilter::default()), ["003000", "002000", "001000"]);
    let of_a = HistoryFilter { tasks: vec![name("a")], ..Default::default() };
    assert_eq!(found(of_a.clone()), ["002000", "001000"]);
    assert_eq!(found(HistoryFilter { operation: Some(OperationKind::Stop), ..of_a }), ["001000"]);
    for (ended, expected) in [
        (OutcomeFilter::Failed, &["003000", "002000"][..]),
        (OutcomeFilter::Confirmed, &["001000"]),
        (OutcomeFilter::Rejected, &["002000"]),
        (OutcomeFilter::Unknown, &["003000"]),
        (OutcomeFilter::NotSent, &[]),
        (OutcomeFilter::Interrupted, &[]),
    ] {
        assert_eq!(found(HistoryFilter { ended: Some(ended), ..Default::default() }), expected, "{ended:?}");
    }
    let last_hour = HistoryFilter { within: Some(TimeFilter::Hour), ..Default::default() };
    assert_eq!(found(last_hour), ["003000"]);
    assert_eq!(found(HistoryFilter { text: " kein z".into(), ..Default::default() }), ["002000"]);
    assert_eq!(found(HistoryFilter { text: "/stop?".into(), ..Default::default() }), ["003000", "001000"]);
}

#[test]
fn a_migrated_task_keeps_its_history() {
    let migrate = Operation::Migrate { destination: None, stop_first: false };
    let moved = |at, from, to: &str| {
        ended(at, from, &migrate, answer(&format!(r#"{{"isSuccess":true,"result":"{to}"}}"#)))
    };
    let runs = [moved(1, "a", "b"), moved(2, "b", "c"), moved(3, "c", "a"), moved(4, "x", "y")];
    assert_eq!(names_of(&name("c"), &runs[..2]), [name("c"), name("b"), name("a")]);
    assert_eq!(names_of(&name("c"), &runs).len(), 3, "there and back again");
    assert_eq!(names_of(&name("z"), &runs), [name("z")]);
}

#[test]
fn the_oldest_certain_runs_are_forgotten_first_and_it_is_said_before() {
    let bounds = HistoryLimits { most: 4, notice_from: 3, considered: 4 };
    let rooms: Vec<_> = (2..6).map(|count| bounds.room(count)).collect();
    assert_eq!(
        rooms,
        [
            HistoryCapacity::Plenty,
            HistoryCapacity::Little { left: 1 },
            HistoryCapacity::None,
            HistoryCapacity::None
        ]
    );
    let runs = [
        run(0, "a", &Operation::Stop),
        ended(1, "a", &Operation::Stop, Reply::NetworkError),
        ended(2, "a", &Operation::Stop, answer(CONFIRMED)),
        ended(3, "a", &Operation::Stop, answer(CONFIRMED)),
        ended(4, "a", &Operation::Stop, Reply::NetworkError),
        ended(5, "a", &Operation::Stop, answer(CONFIRMED)),
    ];
    let forgotten = |count| ids(&bounds.next_to_forget(&runs, count));
    assert!(forgotten(0).is_empty());
    assert_eq!(forgotten(1), ["000002"]);
    assert_eq!(forgotten(3), ["000002", "000003", "000001"]);
    assert_eq!(forgotten(9), ["000002", "000003", "000001", "000004"], "neither the first nor the last");
}

#[test]
fn a_table_has_a_row_for_each_sending_and_no_formula() {
    let bad = r#"{"isSuccess":false,"errMsg":"=HYPERLINK(\"http://x\")","errCode":"-37"}"#;
    let run = ended(0, "=1+1", &Operation::Stop, answer(bad));
    let table = csv(&[&run], "http://cm");
    assert!(table.starts_with("\u{feff}run,host,task,operation,begun,"), "{table}");
    assert_eq!(table.matches("\r\n").count(), 2);
    assert!(table.contains(",'=1+1,stop,1970-01-01T00:00:00+00:00,"), "{table}");
    assert!(table.contains(",200,-37,\"'=HYPERLINK(\"\"http://x\"\")\","), "{table}");
}

proptest! {
    #[test]
    fn no_secret_is_in_anything_that_leaves(
        (key, before, after) in (
            "(jdbc\\.|my_|sys)?(password|secretKey|access_key|accessId|saslConfig|TOKEN)|clients",
            "[a-z\"\\\\{:=,'\n]{0,5}", "\\PC{0,5}",
        ),
        echo in any::<bool>(),
        status in prop_oneof![Just(200u16), Just(404), Just(502)],
        nested in any::<bool>(),
    ) {
        const CANARY: &str = "c4n4ry";
        let value = format!("{before}{CANARY}{after}");
        let (key, value) = match nested {
            true => ("properties".to_owned(), serde_json::json!({ (key): value }).to_string()),
            false => (key, value),
        };
        let operation = Operation::Update { delete: vec![], set: ConfigMap::of("sink", &key, value.clone()), stop_first: false };
        let plan = Plan::new(&name("a"), &operation);
        let mut run = run(0, "a", &operation);
        run.send(Moment(1)).unwrap();
        let said = if echo { format!("cannot set {key} to {value}") } else { "no".to_owned() };
        let body = serde_json::json!({ "isSuccess": false, "errMsg": said }).to_string();
        let reply = Reply::Answer { status, body };
        run.record(redaction::without_echo(reply, &plan.calls()[0]), Moment(2)).unwrap();
        let filter = HistoryFilter { text: CANARY.into(), ..Default::default() };
        let runs = [run];
        let runs = SearchableRuns::new(runs.to_vec());
        prop_assert!(runs.found(&filter, Moment(0)).is_empty());
        let run = &runs.all()[0];
        for text in [ticket(run, "h"), json(&[run], "h"), csv(&[run], "h"), run_to_text(run), format!("{run:?}")] {
            prop_assert!(!text.contains(CANARY), "{}", text);
        }
    }

    #[test]
    fn exports_can_be_read_whatever_is_in_them(task in "\\PC{1,9}", message in any::<String>()) {
        let Ok(task) = TaskName::parse(&task) else { return Ok(()) };
        let body = serde_json::json!({ "isSuccess": false, "errMsg": message }).to_string();
        let run = ended(0, task.as_str(), &Operation::Stop, answer(&body));
        let read: serde_json::Value = serde_json::from_str(&json(&[&run, &run], "h")).unwrap();
        prop_assert_eq!(read["generator"].as_str(), Some("Connector Console 0.1.0"));
        prop_assert_eq!(read["runs"][1]["task"].as_str(), Some(task.as_str()));
        let said = read["runs"][0]["calls"][0]["errMsg"].as_str().unwrap_or_default();
        prop_assert_eq!(said, message);
        for line in ticket(&run, "h").lines().filter(|line| !line.is_empty() && !line.starts_with("    ")) {
            let field = line.split(':').next().unwrap_or_default();
            prop_assert!(RUN_FIELDS.contains(&field) || CALL_FIELDS.contains(&field), "{}", line);
        }
    }
}
