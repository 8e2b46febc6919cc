//! Drafts: what stands in an operation's form, invalid text included, and the one way from there to
//! a plan. Nothing that was typed is changed or lost here.

use crate::checkpoint::{Checkpoint, CheckpointError, Subtopic, SubtopicError};
use crate::config_map::{ConfigMap, ConfigMapError};
use crate::destination::Destination;
use crate::link::Link;
use crate::operation::{Barred, Operation, OperationKind};
use crate::parameter::{self, ParameterPathError};
use crate::plan::Plan;
use crate::point::{Occurrence, Point, PointError};
use crate::task_name::{Component, TaskName, TaskNameError};
use crate::time::{EpochSeconds, ZoneName, ZoneNameError, ZoneOffsets};

/// The word that confirms a deletion.
pub const DELETE_WORD: &str = "delete";

/// The content of the form of one operation. Fields that the operation does not have stay empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The operation.
    pub kind: OperationKind,
    /// Field "Task name".
    pub task: String,
    /// Check box "Pull back" of Start.
    pub pull_back: bool,
    /// Check box "Restart" of Start.
    pub restart: bool,
    /// Field "Parameters to delete" of Update.
    pub delete: String,
    /// Field "Configuration (JSON)" of Update.
    pub json: String,
    /// Field "Pull back to".
    pub at: String,
    /// Field "Time zone".
    pub zone: String,
    /// Which of two times is meant, where the zone has the local time twice.
    pub occurrence: Option<Occurrence>,
    /// Fields "Subtopic", at least one.
    pub subtopics: Vec<String>,
    /// Field "Destination IP".
    pub ip: String,
    /// Field "Type delete to confirm".
    pub confirmation: String,
}

/// The fields of the forms, as places for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// "Task name"
    TaskName,
    /// "Parameters to delete"
    Delete,
    /// "Configuration (JSON)"
    Json,
    /// "Pull back to"
    At,
    /// "Time zone"
    Zone,
    /// "Subtopic", counted from 0.
    Subtopic(usize),
    /// "Destination IP"
    Ip,
    /// "Type delete to confirm"
    Confirmation,
}

/// Something in a draft that keeps it from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// No task is named.
    TaskName(TaskNameError),
    /// The operation does not exist for this task.
    Barred(Barred),
    /// An entry of the parameters to delete.
    Parameter(ParameterPathError),
    /// A place in the configuration map.
    Config(ConfigMapError),
    /// Neither a parameter to delete nor a value to set.
    NothingToChange,
    /// The zone's name is none.
    ZoneName(ZoneNameError),
    /// The browser knows no such zone.
    UnknownZone,
    /// The time.
    Point(PointError),
    /// A subtopic.
    Subtopic(SubtopicError),
    /// The subtopic stands in an earlier field.
    SubtopicTwice,
    /// The text is no IP address.
    IpAddress,
    /// The word is not typed yet.
    Confirmation,
}

/// What a draft needs from outside to be read.
pub struct Surroundings<'a, Z> {
    /// The time now.
    pub now: EpochSeconds,
    /// The rules of a zone, if there is one of this name.
    pub zone: &'a dyn Fn(&ZoneName) -> Option<Z>,
}

/// What a draft amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The calls, as far as they can be shown. They may be sent only if `errors` is empty.
    pub plan: Option<Plan>,
    /// What keeps it from being sent, in the order of the form.
    pub errors: Vec<(Field, FieldError)>,
    /// The point in time of a pull-back, where it is clear.
    pub point: Option<Point>,
}

impl Checked {
    /// The plan, if it may be sent.
    pub fn sendable(&self) -> Option<&Plan> {
        self.plan.as_ref().filter(|_| self.errors.is_empty())
    }

    /// The errors at a field.
    pub fn errors_at(&self, field: Field) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(move |(place, _)| *place == field).map(|(_, error)| error)
    }
}

/// Whether Start offers "Pull back": not where the name says Full-Import.
pub fn offers_pull_back(component: Option<Component>) -> bool {
    component != Some(Component::FullImport)
}

/// Whether Start offers "Restart": not where the name says Incr-Sync.
pub fn offers_restart(component: Option<Component>) -> bool {
    component != Some(Component::IncrSync)
}

impl Draft {
    /// An empty form for an operation on a task, in the zone that was used last.
    pub fn new(kind: OperationKind, task: &str, zone: &str) -> Self {
        Self {
            kind,
            task: task.to_owned(),
            pull_back: false,
            restart: false,
            delete: String::new(),
            json: String::new(),
            at: String::new(),
            zone: zone.to_owned(),
            occurrence: None,
            subtopics: vec![String::new()],
            ip: String::new(),
            confirmation: String::new(),
        }
    }

    /// The form that a link opens, if it opens one. What must be typed to confirm is never filled in.
    pub fn from_link(link: &Link, zone: &str) -> Option<Self> {
        let task = link.tasks.first().map_or("", TaskName::as_str);
        let mut draft = Self::new(link.operation?, task, zone);
        draft.pull_back = link.pull_back;
        draft.restart = link.restart;
        draft.delete = link.delete.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        draft.at = link.at.clone().unwrap_or_default();
        if let Some(zone) = &link.zone {
            zone.as_str().clone_into(&mut draft.zone);
        }
        if !link.subtopics.is_empty() {
            draft.subtopics = link.subtopics.iter().map(ToString::to_string).collect();
        }
        draft.ip = link.ip.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(draft)
    }

    /// The link that opens this form again, as far as its fields are valid. Configuration values and
    /// confirmations are never part of a link.
    pub fn to_link(&self) -> Link {
        let mut link = Link {
            tasks: TaskName::parse(&self.task).into_iter().collect(),
            operation: Some(self.kind),
            ..Link::default()
        };
        match self.kind {
            OperationKind::Start => {
                let component = link.tasks.first().and_then(TaskName::component);
                link.pull_back = self.pull_back && offers_pull_back(component);
                link.restart = self.restart && offers_restart(component);
            }
            OperationKind::Update => link.delete = parameter::parse_list(&self.delete).unwrap_or_default(),
            OperationKind::PullBack => {
                link.at = Some(self.at.trim().to_owned()).filter(|at| !at.is_empty());
                link.zone = ZoneName::new(&self.zone).ok();
                link.subtopics = self.subtopics.iter().flat_map(|text| Subtopic::parse(text)).collect();
            }
            OperationKind::Migrate => link.ip = Destination::parse(&self.ip).ok(),
            OperationKind::Stop | OperationKind::Delete => {}
        }
        link
    }

    /// Reads the whole form.
    pub fn check<Z: ZoneOffsets>(&self, around: &Surroundings<'_, Z>) -> Checked {
        let mut errors = Vec::new();
        let mut point = None;
        let task = TaskName::parse(&self.task)
            .map_err(|error| errors.push((Field::TaskName, FieldError::TaskName(error))))
            .ok();
        let component = task.as_ref().and_then(TaskName::component);
        let barred = self.kind.barred_for(component);
        if let Some(barred) = barred {
            errors.push((Field::TaskName, FieldError::Barred(barred)));
        }
        let operation = match self.kind {
            OperationKind::Start => Some(Operation::Start {
                pull_back: self.pull_back && offers_pull_back(component),
                restart: self.restart && offers_restart(component),
            }),
            OperationKind::Stop => Some(Operation::Stop),
            OperationKind::Update => self.update(&mut errors),
            OperationKind::PullBack => self.pull_back(around, &mut point, &mut errors),
            OperationKind::Migrate => self.migrate(&mut errors),
            OperationKind::Delete => {
                if self.confirmation.trim() != DELETE_WORD {
                    errors.push((Field::Confirmation, FieldError::Confirmation));
                }
                Some(Operation::Delete)
            }
        };
        let plan = match (task, operation, barred) {
            (Some(task), Some(operation), None) => Some(Plan::new(&task, &operation)),
            _ => None,
        };
        Checked { plan, errors, point }
    }

    fn update(&self, errors: &mut Vec<(Field, FieldError)>) -> Option<Operation> {
        let delete = parameter::parse_list(&self.delete).map_err(|wrong| {
            errors.extend(wrong.into_iter().map(|error| (Field::Delete, FieldError::Parameter(error))));
        });
        let set = match self.json.trim() {
            "" => Ok(ConfigMap::default()),
            _ => ConfigMap::from_json(&self.json).map_err(|wrong| {
                errors.extend(wrong.into_iter().map(|error| (Field::Json, FieldError::Config(error))));
            }),
        };
        let (delete, set) = (delete.ok()?, set.ok()?);
        if delete.is_empty() && set.is_empty() {
            errors.push((Field::Json, FieldError::NothingToChange));
            return None;
        }
        Some(Operation::Update { delete, set })
    }

    fn pull_back<Z: ZoneOffsets>(
        &self,
        around: &Surroundings<'_, Z>,
        point: &mut Option<Point>,
        errors: &mut Vec<(Field, FieldError)>,
    ) -> Option<Operation> {
        let zone = ZoneName::new(&self.zone)
            .map_err(FieldError::ZoneName)
            // Abbreviations such as CST stand for several zones, and browsers take one of them.
            .and_then(|name| Some(name).filter(ZoneName::is_unambiguous).ok_or(FieldError::UnknownZone))
            .and_then(|name| (around.zone)(&name).ok_or(FieldError::UnknownZone));
        match zone {
            Err(error) => errors.push((Field::Zone, error)),
            Ok(zone) => match Point::read(&self.at, &zone, self.occurrence, around.now) {
                Ok(read) => *point = Some(read),
                Err(error) => errors.push((Field::At, FieldError::Point(error))),
            },
        }
        let mut entries = Vec::new();
        for (index, text) in self.subtopics.iter().enumerate() {
            match Subtopic::parse(text) {
                Ok(subtopic) => entries.push((index, subtopic)),
                Err(error) => errors.push((Field::Subtopic(index), FieldError::Subtopic(error))),
            }
        }
        let at = (*point)?.zoned.instant;
        if entries.len() < self.subtopics.len() {
            return None;
        }
        let places: Vec<_> = entries.iter().map(|(index, _)| *index).collect();
        let entries: Vec<_> = entries.into_iter().map(|(_, subtopic)| (subtopic, at)).collect();
        match Checkpoint::new(entries.clone()) {
            Ok(to) => Some(Operation::PullBack { to }),
            Err(CheckpointError::Empty) => {
                errors.push((Field::Subtopic(0), FieldError::Subtopic(SubtopicError::Empty)));
                None
            }
            Err(CheckpointError::Twice(subtopic)) => {
                let again = entries.iter().rposition(|(other, _)| *other == subtopic);
                let place = again.and_then(|again| places.get(again)).copied().unwrap_or(0);
                errors.push((Field::Subtopic(place), FieldError::SubtopicTwice));
                None
            }
        }
    }

    fn migrate(&self, errors: &mut Vec<(Field, FieldError)>) -> Option<Operation> {
        let destination = match self.ip.trim() {
            "" => None,
            text => match Destination::parse(text) {
                Ok(ip) => Some(ip),
                Err(_) => {
                    errors.push((Field::Ip, FieldError::IpAddress));
                    return None;
                }
            },
        };
        Some(Operation::Migrate { destination })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Offset;
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

    fn check(draft: &Draft) -> Checked {
        draft.check(&Surroundings { now: EpochSeconds::new(1_700_000_000).unwrap(), zone: &zone })
    }

    fn draft(kind: OperationKind) -> Draft {
        Draft::new(kind, INCR_SYNC, "Asia/Shanghai")
    }

    fn targets(checked: &Checked) -> Vec<String> {
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
            assert_eq!(checked.errors, [(Field::Confirmation, FieldError::Confirmation)]);
        }
        draft.confirmation = " delete ".into();
        assert_eq!(targets(&check(&draft)), ["/connector/task/v2/delete?taskName=<name>"]);
    }

    #[test]
    fn pull_back_turns_a_local_time_into_the_api_pages_seconds() {
        let mut draft = draft(OperationKind::PullBack);
        draft.at = "2023-02-13 19:00:00".into();
        draft.subtopics = vec!["t-0".into(), "t-1".into()];
        let checked = check(&draft);
        assert_eq!(checked.point.unwrap().zoned.instant.get(), 1_676_286_000);
        let body = checked.sendable().unwrap().calls()[1].body().unwrap();
        assert!(body.contains(r#""{\"t-0\":\"1676286000\",\"t-1\":\"1676286000\"}""#), "{body}");
    }

    #[test]
    fn every_error_of_a_pull_back_is_at_its_field() {
        let mut draft = draft(OperationKind::PullBack);
        draft.task = FULL_IMPORT.into();
        draft.zone = "CST".into();
        assert!(check(&draft).errors.contains(&(Field::Zone, FieldError::UnknownZone)));
        draft.zone = "Mars/Base".into();
        draft.subtopics = vec![String::new(), "a b".into()];
        assert_eq!(
            check(&draft).errors,
            [
                (Field::TaskName, FieldError::Barred(Barred::PullBackIsForIncrSync)),
                (Field::Zone, FieldError::UnknownZone),
                (Field::Subtopic(0), FieldError::Subtopic(SubtopicError::Empty)),
                (Field::Subtopic(1), FieldError::Subtopic(SubtopicError::Blank)),
            ]
        );
        draft.task = INCR_SYNC.into();
        draft.zone = "UTC".into();
        draft.at = "1676286000".into();
        draft.subtopics = vec!["a".into(), "b".into(), "a".into()];
        assert_eq!(check(&draft).errors, [(Field::Subtopic(2), FieldError::SubtopicTwice)]);
    }

    #[test]
    fn an_update_of_nothing_is_not_sent() {
        let mut draft = draft(OperationKind::Update);
        for json in ["", " \n", "{}", r#"{"source":{}}"#] {
            draft.json = json.into();
            assert_eq!(check(&draft).errors, [(Field::Json, FieldError::NothingToChange)], "{json}");
        }
        draft.delete = "source.checkpoint".into();
        let only_deleting = "/connector/task/v2/update?taskName=<name>&deleteParams=source.checkpoint";
        assert_eq!(targets(&check(&draft)), [only_deleting]);
    }

    #[test]
    fn migrate_takes_no_address_or_a_right_one() {
        let mut draft = draft(OperationKind::Migrate);
        assert_eq!(targets(&check(&draft)), ["/connector/task/v2/migrate?taskName=<name>"]);
        draft.ip = " 10.0.0.9 ".into();
        assert_eq!(targets(&check(&draft)), ["/connector/task/v2/migrate?taskName=<name>&ip=10.0.0.9"]);
        for wrong in ["10.0.0", "10.0.0.256", "10.0.0.9:80", "host", "fd00::g", "010.0.0.1"] {
            draft.ip = wrong.into();
            assert_eq!(check(&draft).errors, [(Field::Ip, FieldError::IpAddress)], "{wrong}");
        }
    }

    #[test]
    fn a_link_opens_the_same_form_but_never_confirms_or_carries_values() {
        let mut draft = draft(OperationKind::PullBack);
        draft.at = "2 hours ago".into();
        draft.subtopics = vec!["t-0".into()];
        let query = draft.to_link().to_query();
        let (link, notices) = Link::parse(&query);
        assert_eq!((Draft::from_link(&link, ""), notices), (Some(draft), vec![]));

        let mut secret = Draft::new(OperationKind::Update, "a", "UTC");
        secret.json = r#"{"sink":{"password":"c4n4ry"}}"#.into();
        secret.delete = "sink.a".into();
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
            draft.at = texts[2].clone();
            draft.delete = texts[3].clone();
            draft.json = texts[4].clone();
            draft.ip = texts[5].clone();
            draft.subtopics = vec![texts[6].clone()];
            let checked = check(&draft);
            prop_assert_eq!(checked.sendable().is_some(), checked.errors.is_empty() && checked.plan.is_some());
            prop_assert!(checked.plan.is_some() || !checked.errors.is_empty(), "no plan without a reason");
            let _ = Link::parse(&draft.to_link().to_query());
        }
    }
}
