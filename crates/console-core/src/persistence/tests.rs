//! What is written is read again.

use proptest::prelude::*;

use strum::VariantArray;

use super::*;
use crate::domain::checkpoint::{Checkpoint, Subtopic};
use crate::domain::config_map::ConfigMap;
use crate::domain::inventory::{
    Certainty, Knowledge, LastOperation, NameEnd, OmsTaskState, OperationStanding, Presence, TaskRecord,
    TaskState, WaitingCheckpoint,
};
use crate::domain::operation::Operation;
use crate::domain::operation::OperationKind;
use crate::domain::outcome::{NotSent, ReceivedReply, Reply};
use crate::domain::plan::Plan;
use crate::domain::run::Moment;
use crate::domain::run::{CheckpointRead, Choice, Evidence, KnownBefore, Run, RunId, Settled};
use crate::domain::task_name::TaskName;
use crate::forms::difference::OmsConfiguration;
use crate::forms::draft::{Draft, SubtopicDraft, TimePlace};
use crate::forms::point::Occurrence;
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
    run.record(ReceivedReply { reply, guessed_encoding: Some(Encoding::Gb18030) }, Moment(5)).unwrap();
    survives(&run);
    run.choose(Choice::MarkAsDone, Moment(6)).unwrap();
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
        for standing in OperationStanding::VARIANTS.iter().copied() {
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
    record.changes = changes();
    survives(&record);
    record.checkpoints = checkpoints();
    survives(&record);
    record.labels = vec!["订单".into(), "\"prod\"".into()];
    for presence in [Presence::Listed, Presence::Gone, Presence::Forgotten] {
        record.presence = presence;
        survives(&record);
    }
}

fn changes() -> Vec<Knowledge> {
    vec![
        Knowledge::Read { state: OmsTaskState::Exception, at: Moment(1) },
        Knowledge::After { state: TaskState::Stopped, by: OperationKind::PullBack, at: Moment(2) },
    ]
}

fn checkpoints() -> Vec<WaitingCheckpoint> {
    let values = [r#"{"t":"1676286000"}"#, "", "\\ % %7B 任务\n", "{\"a\"", "x,}]"];
    let waiting = |(value, number): (&str, usize)| WaitingCheckpoint {
        value: value.to_owned(),
        set: Moment(5),
        run: RunId(format!("r-{number}")),
        certainty: match number {
            4 => Certainty::Read,
            _ => [Certainty::Confirmed, Certainty::Marked, Certainty::Unknown][number % 3],
        },
        started_without: (number > 2).then_some(Moment(6)),
    };
    values.into_iter().zip(0..).map(waiting).collect()
}

/// Reads the golden text of a stored form, read again by each run of the tests.
fn golden(name: &str) -> String {
    let file = format!("{}/src/persistence/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap()
}

/// Each stored form as it is written, and must be read for ever.
#[test]
fn stored_forms_stay_what_they_are() {
    let same = |written: String, text: &str| assert_eq!(written, text.trim_end());
    let mut record = TaskRecord::new(TaskName::parse("a \"b\"").unwrap(), Moment(1), 7);
    same(task_to_text(&record), &golden("task-unknown"));
    record.labels = vec!["orders".into(), "任务".into()];
    record.knowledge =
        Knowledge::After { state: TaskState::Stopped, by: OperationKind::PullBack, at: Moment(2) };
    record.last = Some(LastOperation {
        kind: OperationKind::Start,
        standing: OperationStanding::MarkedAsDone,
        at: Moment(3),
    });
    record.checkpoints = checkpoints()[2..4].to_vec();
    record.presence = Presence::Gone;
    let successor = Some(TaskName::parse("b").unwrap());
    record.ended = Some(NameEnd { successor, by: OperationKind::Migrate, at: Moment(9) });
    let text = &golden("task");
    same(task_to_text(&record), text);
    assert_eq!(task_from_text(text), Some(record.clone()));
    record.changes = changes();
    let text = &golden("task-changes");
    same(task_to_text(&record), text);
    assert_eq!(task_from_text(text), Some(record));

    let update = Operation::Update {
        delete: Vec::new(),
        set: ConfigMap::of("sink", "password", "hunter2".to_owned()),
        stop_first: true,
    };
    let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &update), Moment(1));
    let answer = Reply::Answer { status: 200, body: r#"{"isSuccess":true,"x":1.10}"#.into() };
    run.send(Moment(2)).unwrap();
    run.record(ReceivedReply { reply: answer, guessed_encoding: Some(Encoding::Gb18030) }, Moment(3))
        .unwrap();
    run.send(Moment(4)).unwrap();
    for reply in replies() {
        run.record(reply, Moment(5)).unwrap();
        run.choose(Choice::Repeat, Moment(6)).unwrap();
    }
    run.record(Reply::PageGone, Moment(7)).unwrap();
    run.choose(Choice::MarkAsDone, Moment(8)).unwrap();
    run.choose(Choice::Abandon, Moment(9)).unwrap();
    let text = &golden("run");
    same(run_to_text(&run), text);
    assert_eq!(run_from_text(text), Some(run));

    let text = &golden("run-settled");
    let run = settled_run(Evidence::MovedTo(TaskName::parse("b").unwrap()));
    same(run_to_text(&run), text);
    assert_eq!(run_from_text(text), Some(run));

    let mut draft = Draft::new(OperationKind::PullBack, "a", "Asia/Shanghai");
    draft.type_time(TimePlace::Common, "2023-02-13 19:00");
    draft.time.occurrence = Some(Occurrence::Later);
    draft.time.read_at = EpochSeconds::new(1_676_286_000).ok();
    draft.subtopics = vec![SubtopicDraft::of("t-0"), SubtopicDraft::of("t-1").with_own("now")];
    draft.update.add_removals("source.a");
    draft.update.set_json(r#"{"sink":{"a":"1"}}"#.into());
    let begun = StoredDraft { draft, at: Moment(7), withheld: false };
    let text = &golden("draft");
    same(begun.to_text(), text);
    assert_eq!(StoredDraft::from_text(text), Some(begun));

    let mut draft = Draft::new(OperationKind::Update, "a", "UTC");
    draft.update.set_value("sink", "workerNum", "32".into());
    draft.update.set_value("sink", "new", "1".into());
    draft.update.set_value("sink", "url", "jdbc:x://h?password=hunter2&a=2".into());
    draft.update.note_base(&OmsConfiguration::example(
        r#"{"sink":{"workerNum":64,"url":"jdbc:x://h?password=hunter1&a=1"}}"#,
    ));
    let begun = StoredDraft { draft, at: Moment(7), withheld: false };
    let text = golden("draft-of-configuration");
    let text = text.trim_end();
    same(begun.to_text(), text);
    assert_eq!(StoredDraft::from_text(text), Some(StoredDraft::from_text(&begun.to_text()).unwrap()));
    assert!(!text.contains("hunter"));

    let mut hosts = hosts::Hosts::default();
    hosts.select(hosts::DeployedHost { name: Some("A"), others: &[] }, "connector-console");
    hosts.ask();
    same(hosts.to_text(), &golden("hosts"));
}

/// Returns a run whose outcome is unknown, and what reads showed of it.
fn settled_run(seen: Evidence) -> Run {
    let migrate = Operation::Migrate { destination: None, stop_first: false };
    let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &migrate), Moment(1));
    run.send(Moment(2)).unwrap();
    run.note_known(KnownBefore {
        running: Some(false),
        reverse: Some(false),
        checkpoint: EpochSeconds::new(1_764_000_000).ok(),
    });
    run.record(Reply::NetworkError, Moment(3)).unwrap();
    run.settle(0, Settled { at: Moment(4), seen }).unwrap();
    run
}

#[test]
fn a_checkpoint_that_was_read_before_a_step_is_read_as_it_was_written() {
    let at = EpochSeconds::new(1_676_286_000).unwrap();
    let to = Checkpoint::new(vec![(Subtopic::parse("t").unwrap(), at)]).unwrap();
    for checkpoint in [Some(at), None] {
        let operation = Operation::PullBack { to: to.clone() };
        let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &operation), Moment(1));
        run.send(Moment(2)).unwrap();
        run.record(Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() }, Moment(3)).unwrap();
        run.check(CheckpointRead { at: Moment(4), checkpoint }).unwrap();
        assert_eq!(run_from_text(&run_to_text(&run)), Some(run));
    }
}

#[test]
fn what_reads_showed_is_read_as_it_was_written() {
    let at = EpochSeconds::new(1_676_286_000).unwrap();
    for seen in [
        Evidence::Running,
        Evidence::Stopped,
        Evidence::Configured,
        Evidence::MovedBack(at),
        Evidence::MovedTo(TaskName::parse("b").unwrap()),
        Evidence::Gone,
    ] {
        let run = settled_run(seen);
        assert_eq!(run_from_text(&run_to_text(&run)), Some(run));
    }
}

#[test]
fn a_run_of_a_version_that_knew_fewer_secrets_is_shown_without_them() {
    let text = golden("run").replace("(not recorded)", "hunter2");
    let run = run_from_text(&text).unwrap().without_secrets();
    assert!(!run_to_text(&run).contains("hunter2"));
}

#[test]
fn a_record_with_an_unknown_word_is_none() {
    let text = &golden("task");
    for (word, other) in
        [("pullback", "rewind"), ("stopped", "frozen"), ("\"gone\"", "\"lost\""), ("\"b\"", "\" \"")]
    {
        assert!(text.contains(word), "{word}");
        assert_eq!(task_from_text(&text.replace(word, other)), None, "{word}");
    }
}

proptest! {
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
