//! What forms amount to, and the links that open them again.

use super::*;
use crate::domain::inventory::Certainty;
use crate::domain::run::{Moment, RunId};
use crate::forms::configuration::{UpdateProblem, UpdateProblemKind};
use crate::forms::point::Occurrence;
use crate::interchange::link::Link;
use crate::time::{EpochSeconds, Offset, TimeInputError, ZoneNameError, ZoneOffsets};
use proptest::prelude::*;

const INCR_SYNC: &str = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002";
const FULL_IMPORT: &str = "10.0.0.5-9000:connector_v2:np_1-full_trans-1-0:0003000002";

struct Fixed(i32);

impl ZoneOffsets for Fixed {
    fn offset_at(&self, _: EpochSeconds) -> Option<Offset> {
        Offset::new(self.0)
    }
}

fn zone(name: &ZoneName) -> Option<Fixed> {
    match name.as_str() {
        "UTC" => Some(Fixed(0)),
        "Asia/Shanghai" => Some(Fixed(8 * 3600)),
        _ => None,
    }
}

fn check(draft: &Draft) -> CheckedDraft {
    check_with(draft, None)
}

/// Returns what a draft amounts to where this run has set a checkpoint that waits.
fn check_with(draft: &Draft, run: Option<&str>) -> CheckedDraft {
    let waiting = |_: &TaskName| {
        run.map(|run| WaitingCheckpoint {
            value: String::new(),
            set: Moment(1),
            run: RunId(run.to_owned()),
            certainty: Certainty::Confirmed,
            started_without: None,
        })
    };
    draft.check(&DraftContext {
        present: PresentTime::at(EpochSeconds::new(1_700_000_000).unwrap()),
        zone: &zone,
        catalogue: None,
        configuration: None,
        component: &TaskName::component,
        waiting: &waiting,
        data_since: &|_| EpochSeconds::new(1_600_000_000).ok(),
    })
}

#[test]
fn a_full_import_is_one_by_what_oms_says_where_its_name_does_not_tell() {
    let check = |kind, component| {
        let mut draft = Draft::new(kind, "10.20.0.11-9000:p_48a7_dest-000-0:0000000001", "UTC");
        (draft.restart, draft.pull_back) = (true, true);
        let checked = draft.check(&DraftContext {
            present: PresentTime::at(EpochSeconds::new(1_700_000_000).unwrap()),
            zone: &zone,
            catalogue: None,
            configuration: None,
            component: &move |_| component,
            waiting: &|_| None,
            data_since: &|_| None,
        });
        let barred = checked.errors.contains(&(
            FormField::TaskName,
            FieldError::Barred(crate::domain::operation::BarredReason::PullBackIsForIncrSync),
        ));
        let flags = checked.plan.map(|plan| plan.calls()[0].target().to_owned());
        (barred, flags.and_then(|target| Some(target.split_once('&')?.1.to_owned())))
    };
    use crate::domain::task_name::Component;
    let full = Some(Component::FullImport);
    assert_eq!(check(OperationKind::PullBack, full), (true, None));
    assert!(!check(OperationKind::PullBack, None).0);
    assert_eq!(check(OperationKind::Start, full), (false, Some("restartFlag=true".into())));
    let incr = Some(Component::IncrSync);
    assert_eq!(check(OperationKind::Start, incr), (false, Some("pullBackFlag=true".into())));
}

#[test]
fn only_a_full_import_may_lose_its_checkpoint_unwarned() {
    let warned = |task: &str| {
        let mut draft = Draft::new(OperationKind::Update, task, "UTC");
        draft.update.add_removals("source.checkpoint");
        check(&draft).problems.iter().any(|problem| problem.what == UpdateProblemKind::CheckpointDeleted)
    };
    assert_eq!([INCR_SYNC, FULL_IMPORT, "another-name"].map(warned), [true, false, true]);
}

#[test]
fn a_start_is_sent_only_once_it_is_chosen_what_becomes_of_a_checkpoint_that_waits() {
    let mut start = draft(OperationKind::Start);
    let checked = check_with(&start, Some("1"));
    assert_eq!((checked.sendable(), &checked.plan), (None, &None), "nobody knows which call it is");
    assert_eq!(checked.errors, [(FormField::Checkpoint, FieldError::CheckpointWaits)]);
    start.left = checked.left;
    assert_eq!(targets(&check_with(&start, Some("1"))), ["/connector/task/v2/resume?taskName=<name>"]);
    assert!(check_with(&start, Some("2")).sendable().is_none(), "another one is asked about anew");
    assert!(check_with(&start, None).sendable().is_some());
    start.left = None;
    start.pull_back = true;
    let flagged = "/connector/task/v2/resume?taskName=<name>&pullBackFlag=true";
    assert_eq!(targets(&check_with(&start, Some("1"))), [flagged]);
    let link = start.to_link();
    assert_eq!(targets(&check_with(&Draft::from_link(&link, "UTC").unwrap(), Some("1"))), [flagged]);
    let import = Draft::new(OperationKind::Start, FULL_IMPORT, "UTC");
    assert!(check_with(&import, Some("1")).sendable().is_some(), "a Full-Import has no checkpoint");
}

#[test]
fn an_update_with_a_start_is_sent_only_once_it_is_chosen_to_leave_its_checkpoint_waiting() {
    let mut update = draft(OperationKind::Update);
    update.update.set_json(r#"{"source":{"checkpoint":"x"}}"#.to_owned());
    assert!(check(&update).sendable().is_some(), "it starts nothing");
    update.stop_first = true;
    let checked = check(&update);
    assert_eq!(checked.errors, [(FormField::Checkpoint, FieldError::CheckpointWaits)]);
    assert!(checked.plan.is_some());
    update.left = checked.left;
    assert!(check(&update).sendable().is_some());
    update.update.set_json(r#"{"source":{"checkpoint":"y"}}"#.to_owned());
    assert!(check(&update).sendable().is_none(), "this is another one");
    update.update.set_json(r#"{"source":{"a":"y"}}"#.to_owned());
    assert!(check(&update).sendable().is_some());
    assert!(check_with(&update, Some("1")).sendable().is_none(), "the one that waited before waits on");
    update.update.add_removals("source.checkpoint");
    assert!(check_with(&update, Some("1")).sendable().is_some(), "it is deleted");
}

fn draft(kind: OperationKind) -> Draft {
    Draft::new(kind, INCR_SYNC, "Asia/Shanghai")
}

fn targets(checked: &CheckedDraft) -> Vec<String> {
    let calls = checked.sendable().map(Plan::calls).unwrap_or_default();
    calls.iter().map(|call| call.target().replace(INCR_SYNC, "<name>")).collect()
}

#[test]
fn start_offers_each_flag_only_where_it_is_valid() {
    let mut draft = draft(OperationKind::Start);
    draft.pull_back = true;
    draft.restart = true;
    assert_eq!(targets(&check(&draft)), ["/connector/task/v2/resume?taskName=<name>&pullBackFlag=true"]);
    draft.task = FULL_IMPORT.into();
    let target = check(&draft).sendable().unwrap().calls()[0].target().to_owned();
    assert!(target.ends_with("0003000002&restartFlag=true"), "{target}");
}

#[test]
fn delete_shows_its_call_but_cannot_be_sent_before_the_word_is_typed() {
    let mut draft = draft(OperationKind::Delete);
    for typed in ["", "delet", "Delete", "yes"] {
        draft.confirmation = typed.into();
        let checked = check(&draft);
        assert!(checked.plan.is_some() && checked.sendable().is_none(), "{typed}");
        assert_eq!(checked.errors, [(FormField::Confirmation, FieldError::Confirmation)]);
    }
    draft.confirmation = " delete ".into();
    assert_eq!(targets(&check(&draft)), ["/connector/task/v2/delete?taskName=<name>"]);
}

#[test]
fn pull_back_turns_a_local_time_into_the_api_pages_seconds() {
    let mut draft = draft(OperationKind::PullBack);
    draft.time = TimeDraft::typed("2023-02-13 19:00:00");
    draft.subtopics = ["t-0", "t-1"].map(SubtopicDraft::of).to_vec();
    let checked = check(&draft);
    assert_eq!(checked.points.common.unwrap().zoned.instant.get(), 1_676_286_000);
    let body = checked.sendable().unwrap().calls()[1].body().unwrap();
    assert!(body.contains(r#""{\"t-0\":\"1676286000\",\"t-1\":\"1676286000\"}""#), "{body}");
}

fn own(name: &str, at: &str) -> SubtopicDraft {
    SubtopicDraft::of(name).with_own(at)
}

#[test]
fn a_subtopic_goes_back_to_its_own_time_if_it_has_one() {
    let mut draft = draft(OperationKind::PullBack);
    draft.time = TimeDraft::typed("2023-02-13 19:00:00");
    draft.subtopics =
        vec![SubtopicDraft::of("t-0"), own("t-1", "2023-02-13T10:00:00Z"), own("t-2", "1676282401")];
    let checked = check(&draft);
    let body = checked.sendable().unwrap().calls()[1].body().unwrap();
    let times = r#""{\"t-0\":\"1676286000\",\"t-1\":\"1676282400\",\"t-2\":\"1676282401\"}""#;
    assert!(body.contains(times), "{body}");
    let own_points = checked.points.own.iter().map(|point| point.map(|point| point.zoned.instant.get()));
    assert_eq!(own_points.collect::<Vec<_>>(), [None, Some(1_676_282_400), Some(1_676_282_401)]);

    draft.subtopics[2] = own("t-2", "soon");
    let errors = check(&draft).errors;
    assert!(
        matches!(errors[..], [(FormField::OwnTime(2), FieldError::Point(PointError::Input(_)))]),
        "{errors:?}"
    );
    assert_eq!(draft.to_link().subtopics.len(), 2, "it does not go back to the common time in a link either");
}

#[test]
fn a_common_time_that_no_subtopic_goes_back_to_need_not_be_one() {
    let mut draft = draft(OperationKind::PullBack);
    draft.time = TimeDraft::typed("soon");
    draft.subtopics = vec![own("t-0", "1676286000")];
    let checked = check(&draft);
    assert!(checked.sendable().is_some() && checked.points.common.is_none());
    draft.subtopics.push(SubtopicDraft::of("t-1"));
    assert!(matches!(check(&draft).errors[..], [(FormField::At, FieldError::Point(_))]));
}

#[test]
fn a_link_carries_times_as_they_were_understood() {
    let mut draft = draft(OperationKind::PullBack);
    draft.time = TimeDraft::typed("2 hours ago");
    draft.subtopics = vec![SubtopicDraft::of("t-0"), own("t-1", "1676286000")];
    let points = check(&draft).points;
    let query = draft.to_exact_link(&points).to_query();
    let times = "&at=2023-11-15T04:13:20%2B08:00&zone=Asia%2FShanghai&subtopic=t-0&subtopic=t-1&ownat=2023-02-13T19:00:00%2B08:00%20t-1";
    assert!(query.ends_with(times), "{query}");
}

#[test]
fn every_error_of_a_pull_back_is_at_its_field() {
    let mut draft = draft(OperationKind::PullBack);
    draft.task = FULL_IMPORT.into();
    draft.zone = "CST".into();
    let refused =
        |draft: &Draft| check(draft).errors.into_iter().find(|(field, _)| *field == FormField::Zone);
    let Some((_, FieldError::Zone(ZoneError::Abbreviation { candidates }))) = refused(&draft) else {
        panic!()
    };
    assert!(candidates.contains(&"Asia/Shanghai") && candidates.contains(&"America/Chicago"));
    draft.zone = "Mars/Base".into();
    draft.subtopics = ["", "a b"].map(SubtopicDraft::of).to_vec();
    assert_eq!(
        check(&draft).errors,
        [
            (FormField::TaskName, FieldError::Barred(BarredReason::PullBackIsForIncrSync)),
            (FormField::Zone, FieldError::Zone(ZoneError::Unknown)),
            (FormField::At, FieldError::Point(PointError::Input(TimeInputError::Empty))),
            (FormField::Subtopic(0), FieldError::Subtopic(SubtopicError::Empty)),
            (FormField::Subtopic(1), FieldError::Subtopic(SubtopicError::Several(2))),
        ]
    );
    draft.task = INCR_SYNC.into();
    draft.zone = "UTC".into();
    draft.time = TimeDraft::typed("1676286000");
    draft.subtopics = ["a", "b", "a"].map(SubtopicDraft::of).to_vec();
    assert_eq!(check(&draft).errors, [(FormField::Subtopic(2), FieldError::SubtopicTwice)]);
}

#[test]
fn a_local_time_without_a_zone_is_never_read_in_another_one() {
    let missing = (FormField::Zone, FieldError::Zone(ZoneError::Name(ZoneNameError::Empty)));
    for (query, zone, is_sendable) in [
        ("at=2023-02-13%2019:00", "", false),
        ("at=2023-02-13%2019:00&zone=", "", false),
        ("at=2023-02-13%2019:00&zone=%FF", "", false),
        ("at=yesterday%2022:00", "", false),
        ("at=2023-02-13%2019:00&zone=Asia/Shanghia", "Asia/Shanghia", false),
        ("at=2023-02-13%2019:00&zone=CST", "CST", false),
        ("at=2023-02-13%2019:00&zone=08:00", "08:00", false),
        ("at=soon", "", false),
        ("at=2023-02-13%2019:00&zone=%2B08:00", "+08:00", true),
        ("at=2023-02-13%2019:00&zone=+08:00", "+08:00", true),
        ("at=2023-02-13%2019:00&zone=%2008:00", "+08:00", true),
        ("at=2023-02-13%2019:00&zone=%252B8", "+08:00", true),
        ("at=2023-02-13%2019:00&zone=Asia%252FShanghai", "Asia/Shanghai", true),
        ("at=2023-02-13%252019:00&zone=UTC%208", "+08:00", true),
        ("at=2023-02-13T19:00:00+08:00", "UTC", true),
        ("at=2023-02-13T19:00:00%2008:00", "UTC", true),
        ("at=1676286000", "UTC", true),
    ] {
        let (link, _) = Link::parse(&format!("task=a&op=pullback&subtopic=t-0&{query}"));
        let mut draft = Draft::from_link(&link, "UTC").unwrap();
        assert_eq!(draft.zone, zone, "{query}");
        let checked = check(&draft);
        let targets = checked.points.common.map(|point| point.zoned.instant.get());
        assert_eq!(checked.sendable().is_some(), is_sendable, "{query}: {:?}", checked.errors);
        assert_eq!(targets, is_sendable.then_some(1_676_286_000), "{query}");
        if zone.is_empty() && draft.time.at != "soon" {
            assert_eq!(checked.errors, std::slice::from_ref(&missing), "{query}");
        }
        if draft.time.at == "2023-02-13 19:00" {
            draft.type_zone("Asia/Shanghai");
            assert!(check(&draft).sendable().is_some(), "{query}, and a person chooses the zone");
        }
    }
    // The same for a time that a subtopic has of its own.
    let query = "task=a&op=pullback&at=1676286000&subtopic=t-0&ownat=2023-02-13%2018:00%20t-1";
    let draft = Draft::from_link(&Link::parse(query).0, "UTC").unwrap();
    assert_eq!((draft.zone.as_str(), check(&draft).errors), ("", vec![missing]));
    let nobodys = format!("{query}&zone=UTC&ownat=1676286000");
    let draft = Draft::from_link(&Link::parse(&nobodys).0, "UTC").unwrap();
    assert_eq!(check(&draft).errors, [(FormField::Subtopic(2), FieldError::Subtopic(SubtopicError::Empty))]);
}

#[test]
fn a_relative_time_stays_the_instant_that_it_was_when_it_was_typed() {
    let at = |seconds| EpochSeconds::new(seconds).unwrap();
    let later = |draft: &Draft| {
        let present = PresentTime::at(at(1_700_009_999));
        let checked = draft.check(&DraftContext {
            present,
            zone: &zone,
            catalogue: None,
            configuration: None,
            component: &TaskName::component,
            waiting: &|_| None,
            data_since: &|_| None,
        });
        checked.points.common.unwrap().zoned.instant.get()
    };
    let mut draft = draft(OperationKind::PullBack);
    draft.type_time(TimePlace::Common, "2 hours ago");
    draft.anchor(at(1_700_000_000));
    assert_eq!(later(&draft), 1_699_992_800);
    // While other fields are typed, and through a link.
    draft.subtopics[0].name = "t-0".into();
    draft.anchor(at(1_700_005_000));
    assert_eq!(later(&draft), 1_699_992_800);
    let (link, notices) = Link::parse(&draft.to_link().to_query());
    assert_eq!((later(&Draft::from_link(&link, "UTC").unwrap()), notices), (1_699_992_800, vec![]));
    // Typed again it is another one.
    draft.type_time(TimePlace::Common, "2 hours ago");
    draft.anchor(at(1_700_005_000));
    assert_eq!(later(&draft), 1_699_997_800);
    draft.type_time(TimePlace::Common, "today 07:30");
    draft.anchor(at(1_699_900_000));
    assert_eq!(later(&draft), 1_699_918_200);
    draft.type_time(TimePlace::Common, "1676286000");
    draft.anchor(at(1_699_900_000));
    assert_eq!(draft.time.read_at, None);
}

#[test]
fn a_change_of_zone_can_keep_the_instants() {
    let mut draft = draft(OperationKind::PullBack);
    draft.type_time(TimePlace::Common, "2023-02-13 19:00");
    draft.time.occurrence = Some(Occurrence::Later);
    draft.subtopics = vec![SubtopicDraft::of("t-0"), own("t-1", "1676286000")];
    let points = check(&draft).points;
    let change = draft.before_zone_change(&points).unwrap();
    assert_eq!((change.from.as_str(), change.instants.len()), ("Asia/Shanghai", 1));
    assert!(!draft.has_moved(&change, &points));
    draft.type_zone("UTC");
    assert_eq!((draft.time.at.as_str(), draft.time.occurrence), ("2023-02-13 19:00", None));
    assert!(draft.has_moved(&change, &check(&draft).points));
    draft.keep_instants(&change, &Fixed(0));
    assert_eq!(draft.time.at, "2023-02-13 11:00:00");
    assert!(!draft.has_moved(&change, &check(&draft).points));
    draft.type_time(TimePlace::Common, "1676286000");
    assert_eq!(draft.before_zone_change(&check(&draft).points), None);
}

#[test]
fn a_future_time_is_sent_only_if_that_is_said_of_it() {
    let mut draft = draft(OperationKind::PullBack);
    draft.subtopics = vec![SubtopicDraft::of("t-0")];
    draft.type_time(TimePlace::Common, "1700000600");
    assert!(matches!(
        check(&draft).errors[..],
        [(FormField::At, FieldError::Point(PointError::NotPast { .. }))]
    ));
    draft.allows_future = true;
    assert!(check(&draft).sendable().is_some());
    assert!(!draft.to_link().to_query().contains("future"));
    draft.type_time(TimePlace::Common, "1700000601");
    assert!(check(&draft).sendable().is_none(), "another time is another question");
}

#[test]
fn an_update_of_nothing_is_not_sent() {
    let mut draft = draft(OperationKind::Update);
    for json in ["", " \n", "{}", r#"{"source":{}}"#] {
        draft.update.set_json(json.into());
        assert_eq!(check(&draft).errors, [(FormField::Json, FieldError::NothingToChange)], "{json}");
    }
    draft.update.add_removals("source.checkpoint");
    let only_deleting = "/connector/task/v2/update?taskName=<name>&deleteParams=source.checkpoint";
    assert_eq!(targets(&check(&draft)), [only_deleting]);
    draft.update.set_json("{".into());
    let checked = check(&draft);
    assert!(checked.sendable().is_none() && checked.errors.is_empty() && checked.problems[0].blocks());
}

#[test]
fn what_is_typed_and_not_added_yet_is_sent_and_linked() {
    let mut draft = draft(OperationKind::Update);
    draft.update.add_removals("source.a");
    draft.update.set_typed("source.b, source.a".into());
    let both = "/connector/task/v2/update?taskName=<name>&deleteParams=source.a,source.b";
    assert_eq!(targets(&check(&draft)), [both]);
    assert!(draft.to_link().to_query().ends_with("&delete=source.a,source.b"));
    draft.update.set_typed("source".into());
    assert!(check(&draft).sendable().is_none(), "half a parameter is not left out in silence");
}

#[test]
fn migrate_takes_no_address_or_a_right_one() {
    let mut draft = draft(OperationKind::Migrate);
    assert_eq!(targets(&check(&draft)), ["/connector/task/v2/migrate?taskName=<name>"]);
    draft.ip = " 10.0.0.9 ".into();
    assert_eq!(targets(&check(&draft)), ["/connector/task/v2/migrate?taskName=<name>&ip=10.0.0.9"]);
    for wrong in ["10.0.0", "10.0.0.256", "10.0.0.9:80", "host", "fd00::g", "010.0.0.1"] {
        draft.ip = wrong.into();
        assert_eq!(check(&draft).errors, [(FormField::Ip, FieldError::IpAddress)], "{wrong}");
    }
}

#[test]
fn a_link_opens_the_same_form_but_never_confirms_or_carries_values() {
    let mut draft = draft(OperationKind::PullBack);
    draft.time = TimeDraft::typed("2 hours ago");
    draft.subtopics = vec![SubtopicDraft::of("t-0"), own("t-1", "2023-02-13 19:00")];
    let query = draft.to_link().to_query();
    let (link, notices) = Link::parse(&query);
    assert_eq!((Draft::from_link(&link, ""), notices), (Some(draft), vec![]));

    let mut secret = Draft::new(OperationKind::Update, "a", "UTC");
    secret.update.set_json(r#"{"sink":{"password":"c4n4ry"}}"#.into());
    secret.update.add_removals("sink.a");
    assert_eq!(secret.to_link().to_query(), "task=a&op=update&delete=sink.a");
    let mut delete = Draft::new(OperationKind::Delete, "a", "UTC");
    delete.confirmation = DELETE_WORD.into();
    assert_eq!(delete.to_link().to_query(), "task=a&op=delete");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_checked_without_a_panic(
        texts in proptest::collection::vec(any::<String>(), 7), kind in 0usize..6
    ) {
        let mut draft = Draft::new(OperationKind::ALL[kind], &texts[0], &texts[1]);
        draft.time = TimeDraft::typed(&texts[2]);
        draft.update.set_typed(texts[3].clone());
        draft.update.set_json(texts[4].clone());
        draft.ip = texts[5].clone();
        draft.subtopics = vec![SubtopicDraft::of(texts[6].clone()), own(&texts[0], &texts[6])];
        let checked = check(&draft);
        let is_held_back = !checked.errors.is_empty() || checked.problems.iter().any(UpdateProblem::blocks);
        prop_assert_eq!(checked.sendable().is_some(), !is_held_back && checked.plan.is_some());
        prop_assert!(checked.plan.is_some() || is_held_back, "no plan without a reason");
        let _ = Link::parse(&draft.to_link().to_query());
    }
}

/// Berlin in the autumn of 2023, when clocks went from 03:00 back to 02:00.
struct Berlin;

impl ZoneOffsets for Berlin {
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
        Offset::new(if instant.get() < 1_698_541_200 { 7200 } else { 3600 })
    }
}

#[test]
fn a_time_that_is_moved_is_as_if_typed_in_the_zone_and_means_the_instant() {
    let at = |seconds| EpochSeconds::new(seconds).unwrap();
    let moved = |zone: &str, seconds| {
        let mut draft = Draft::new(OperationKind::PullBack, INCR_SYNC, zone);
        draft.allows_future = true;
        draft.time.occurrence = Some(Occurrence::Later);
        draft.move_time(TimePlace::Common, at(seconds), |_: &ZoneName| Some(Berlin));
        assert_eq!((draft.allows_future, draft.time.occurrence), (false, None));
        let checked = draft.check(&DraftContext {
            present: PresentTime::at(at(1_700_000_000)),
            zone: &|_: &ZoneName| Some(Berlin),
            catalogue: None,
            configuration: None,
            component: &TaskName::component,
            waiting: &|_: &TaskName| None,
            data_since: &|_: &TaskName| None,
        });
        let read = checked.points.common.map(|point| point.zoned.instant.get());
        assert!(read.is_none_or(|read| read == seconds), "{:?} is {read:?}", draft.time.at);
        draft.time.at
    };
    assert_eq!(moved("Europe/Berlin", 1_698_500_000), "2023-10-28 15:33:20");
    // Half past two comes twice on that day.
    assert_eq!(moved("Europe/Berlin", 1_698_539_400), "2023-10-29T02:30:00+02:00");
    assert_eq!(moved("Europe/Berlin", 1_698_543_000), "2023-10-29T02:30:00+01:00");
    assert_eq!(moved("", 1_698_500_000), "2023-10-28 13:33:20Z");
    assert_eq!(moved("CST", 1_698_500_000), "2023-10-28 13:33:20Z");
}

#[test]
fn a_point_before_the_stores_beginning_is_refused() {
    let mut draft = draft(OperationKind::PullBack);
    draft.subtopics = vec![SubtopicDraft::of("t-0")];
    draft.time = TimeDraft::typed("1600000000");
    assert!(check(&draft).sendable().is_some());
    draft.time = TimeDraft::typed("1599999999");
    let checked = check(&draft);
    assert!(checked.sendable().is_none() && checked.points.common.is_some());
    let [(FormField::At, FieldError::Point(PointError::BeforeData { since, local }))] = checked.errors[..]
    else {
        panic!("{:?}", checked.errors)
    };
    assert_eq!((since.get(), local.is_some()), (1_600_000_000, true));
}

#[test]
fn what_is_never_stored_is_a_consent_and_can_be_withdrawn() {
    let source = include_str!("mod.rs");
    let skipped = source.split("#[serde(skip)]\n    pub ").skip(1);
    let names: Vec<_> = skipped.filter_map(|rest| Some(rest.split_once(':')?.0)).collect();
    assert_eq!(names, ["under_old_name", "acts_anyway", "left", "allows_future", "confirmation"]);
    let consenting = Draft {
        under_old_name: true,
        acts_anyway: true,
        left: Some("checkpoint".into()),
        allows_future: true,
        confirmation: DELETE_WORD.into(),
        ip: "10.0.0.9".into(),
        ..Draft::new(OperationKind::Delete, "a", "UTC")
    };
    let mut withdrawn = consenting.clone();
    withdrawn.withdraw_consents();
    assert_eq!(withdrawn, Draft { ip: "10.0.0.9".into(), ..consenting.emptied() });
    let stored = serde_json::to_string(&consenting).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&stored).unwrap(), withdrawn);
}

#[test]
fn an_emptied_form_keeps_operation_task_and_zone() {
    for as_is in [false, true] {
        let mut typed = Draft::new(OperationKind::PullBack, "a", "Asia/Shanghai");
        typed.task_as_is = as_is;
        let empty = typed.clone();
        typed.type_time(TimePlace::Common, "2 hours ago");
        typed.subtopics.push(SubtopicDraft::of("b"));
        assert_eq!(typed.emptied(), empty);
    }
}
