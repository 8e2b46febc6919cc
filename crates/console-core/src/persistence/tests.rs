//! What is written is read again.

use proptest::prelude::*;

use strum::VariantArray;

use super::*;
use crate::domain::checkpoint::{Checkpoint, Subtopic};
use crate::domain::inventory::{
    Certainty, Ended, Knowledge, LastOperation, Presence, Standing, TaskRecord, TaskState, WaitingCheckpoint,
    add_labels,
};
use crate::domain::operation::Operation;
use crate::domain::outcome::{NotSent, Received, Reply};
use crate::domain::plan::Plan;
use crate::domain::run::{Choice, Run, RunId};
use crate::text::text_encoding::Encoding;
use crate::time::EpochSeconds;

fn name() -> TaskName {
    TaskName::parse("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002").unwrap()
}

fn replies() -> Vec<Reply> {
    vec![
        Reply::Answer { status: 200, body: "{\"isSuccess\":false,\"errMsg\":\"任务\"}".into() },
        Reply::Answer { status: 502, body: String::new() },
        Reply::BrokenOff { status: 200 },
        Reply::TimedOut { seconds: 120 },
        Reply::Redirection,
        Reply::NetworkError,
        Reply::StoppedWaiting,
        Reply::PageGone,
        Reply::NotSent(NotSent::Address),
        Reply::NotSent(NotSent::Request),
        Reply::NotSent(NotSent::Offline),
    ]
}

#[test]
fn a_run_is_read_as_it_was_written_with_every_reply_and_choice() {
    let at = EpochSeconds::new(1_676_286_000).unwrap();
    let to = Checkpoint::new(vec![(Subtopic::parse("t").unwrap(), at)]).unwrap();
    let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &Operation::PullBack { to }), Moment(1));
    let survives = |run: &Run| assert_eq!(run_from_text(&run_to_text(run)).as_ref(), Some(run));
    survives(&run);
    run.send(Moment(2)).unwrap();
    survives(&run);
    for reply in replies() {
        run.record(reply, Moment(3)).unwrap();
        survives(&run);
        run.choose(Choice::Repeat, Moment(4)).unwrap();
    }
    let reply = Reply::Answer { status: 200, body: "任务".into() };
    run.record(Received { reply, guessed_encoding: Some(Encoding::Gb18030) }, Moment(5)).unwrap();
    survives(&run);
    run.choose(Choice::CountAsDone, Moment(6)).unwrap();
    survives(&run);
    run.choose(Choice::Abandon, Moment(7)).unwrap();
    survives(&run);
}

#[test]
fn a_task_record_is_read_as_it_was_written() {
    let mut record = TaskRecord::new(name(), Moment(1), 7);
    let survives = |record: &TaskRecord| {
        assert_eq!(task_from_text(&task_to_text(record)).as_ref(), Some(record));
    };
    survives(&record);
    for kind in OperationKind::ALL.iter().copied() {
        for standing in Standing::VARIANTS.iter().copied() {
            record.last = Some(LastOperation { kind, standing, at: Moment(2) });
            survives(&record);
        }
        record.knowledge = Knowledge::InDoubt { by: kind, at: Moment(3) };
        survives(&record);
        for state in [TaskState::Running, TaskState::Stopped] {
            record.knowledge = Knowledge::After { state, by: kind, at: Moment(3) };
            survives(&record);
            record.knowledge = Knowledge::Marked { state, by: kind, at: Moment(3) };
            survives(&record);
        }
    }
    record.knowledge = Knowledge::Moved { at: Moment(3) };
    survives(&record);
    record.checkpoints = checkpoints();
    survives(&record);
    assert!(usual_task_from_text(&task_to_text(&record)).is_some(), "it is there without what loads later");
    record.labels = vec!["订单".into(), "\"prod\"".into()];
    for presence in [Presence::Listed, Presence::Gone, Presence::Forgotten] {
        record.presence = presence;
        survives(&record);
    }
}

fn checkpoints() -> Vec<WaitingCheckpoint> {
    let values = [r#"{"t":"1676286000"}"#, "", "\\ % %7B 任务\n", "{\"a\"", "x,}]"];
    let waiting = |(value, number): (&str, usize)| WaitingCheckpoint {
        value: value.to_owned(),
        set: Moment(5),
        run: RunId(format!("r-{number}")),
        certainty: Certainty::VARIANTS[number % 3],
        started_without: (number > 2).then_some(Moment(6)),
    };
    values.into_iter().zip(0..).map(waiting).collect()
}

#[test]
fn a_migration_that_earlier_consoles_called_a_doubt_is_read_as_confirmed() {
    let text = |standing: &str, at: u8| {
        format!(
            r#"{{"name":"b","added":1,"rank":1,"knowledge":{{"by":"migrate","at":2}},"last":{{"kind":"migrate","standing":"{standing}","at":{at}}}}}"#
        )
    };
    let knowledge = |text: &str| {
        assert_eq!(task_from_text(&format!(" {text}")), task_from_text(text));
        task_from_text(text).unwrap().knowledge
    };
    assert_eq!(knowledge(&text("confirmed", 2)), Knowledge::Moved { at: Moment(2) });
    let doubt = Knowledge::InDoubt { by: OperationKind::Migrate, at: Moment(2) };
    assert_eq!(knowledge(&text("unknown", 2)), doubt);
    assert_eq!(knowledge(&text("confirmed", 3)), doubt);
}

#[test]
fn a_record_holds_only_what_is_known() {
    let mut record = TaskRecord::new(TaskName::parse("a \"b\"").unwrap(), Moment(1), 7);
    assert_eq!(task_to_text(&record), r#"{"name":"a \"b\"","added":1,"rank":7}"#);
    record.labels = vec!["orders".into(), "prod".into()];
    record.knowledge = Knowledge::InDoubt { by: OperationKind::Stop, at: Moment(2) };
    record.presence = Presence::Forgotten;
    let text = r#"{"name":"a \"b\"","added":1,"rank":7,"labels":["orders","prod"],"knowledge":{"by":"stop","at":2},"forgotten":true}"#;
    assert_eq!(task_to_text(&record), text);
}

#[test]
fn records_of_the_first_consoles_are_read() {
    let read = |gone: &str| {
        task_from_text(&format!(
            r#"{{"added":1,"gone":{gone},"knowledge":null,"last":null,"name":"a","rank":7}}"#
        ))
    };
    let mut record = TaskRecord::new(TaskName::parse("a").unwrap(), Moment(1), 7);
    assert_eq!(read("false").as_ref(), Some(&record));
    record.presence = Presence::Gone;
    assert_eq!(read("true"), Some(record));
}

proptest! {
    #[test]
    fn a_damaged_record_is_read_alike_whoever_reads_it(
        (name, labels) in ("[a\"\\\\,:{}é🙂 \t]{1,12}", "[a,\"é]{0,6}"),
        (added, rank, kind) in (any::<i64>(), any::<u64>(), 0usize..6),
        (knowledge, last, presence, waiting) in (0u8..5, any::<bool>(), 0usize..3, 0usize..4),
        damage in proptest::option::of((0usize..300, any::<char>())),
    ) {
        let Ok(name) = TaskName::parse(&name) else { return Ok(()) };
        let (by, at) = (OperationKind::ALL[kind], Moment(added));
        let mut record = TaskRecord::new(name, at, rank);
        add_labels(&mut record.labels, &labels);
        record.knowledge = match knowledge {
            0 => Knowledge::Nothing,
            1 => Knowledge::InDoubt { by, at },
            3 => Knowledge::Marked { state: TaskState::Running, by, at },
            4 => Knowledge::Moved { at },
            _ => Knowledge::After { state: TaskState::Stopped, by, at },
        };
        record.last = last.then_some(LastOperation { kind: by, standing: Standing::VARIANTS[kind], at });
        record.presence = [Presence::Listed, Presence::Gone, Presence::Forgotten][presence];
        record.checkpoints = checkpoints().into_iter().skip(waiting).take(2 * waiting % 3).collect();
        // A confirmed migration is never in doubt.
        if record.knowledge == (Knowledge::InDoubt { by: OperationKind::Migrate, at }) {
            record.last = None;
        }
        let successor = (rank % 2 == 0).then(|| record.name.clone());
        record.ended = last.then_some(Ended { successor, by, at });
        let mut text = task_to_text(&record);
        // A blank before it keeps the reader of the console's own form away.
        prop_assert_eq!(task_from_text(&format!(" {text}")), Some(record.clone()));
        prop_assert_eq!(task_from_text(&text), Some(record));
        if let Some((at, character)) = damage {
            text.insert(text.floor_char_boundary(at.min(text.len())), character);
            if let Some(read) = task_from_text(&format!(" {text}")) {
                prop_assert_eq!(task_from_text(&text), Some(read));
            }
        }
    }

    #[test]
    fn a_cut_text_is_no_record_and_what_is_read_of_a_damaged_one_can_be_kept_again(cut in 0usize..400, byte in any::<char>()) {
        let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &Operation::Stop), Moment(1));
        run.send(Moment(2)).unwrap();
        run.record(Reply::NetworkError, Moment(3)).unwrap();
        let text = run_to_text(&run);
        let cut = text.floor_char_boundary(cut.min(text.len()));
        if cut < text.len() {
            prop_assert_eq!(run_from_text(&text[..cut]), None);
        }
        let damaged = format!("{}{byte}{}", &text[..cut], &text[cut..]);
        if let Some(read) = run_from_text(&damaged) {
            // Whatever state that is, a view can ask for it.
            let _ = (read.state(), read.choices());
            prop_assert_eq!(run_from_text(&run_to_text(&read)), Some(read));
        }
        prop_assert_eq!(task_from_text(&damaged), None, "a run is no task");
    }
}
