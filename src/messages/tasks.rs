//! Words for what is known of tasks, and for links.

use console_core::domain::inventory::{
    AttentionReason, Knowledge, LastOperation, OperationStanding, Sighting, StateCategory, TaskRecord,
};
use console_core::domain::run::Moment;
use console_core::domain::task_name::{Component, TaskName};
use console_core::interchange::link::LinkNotice;
use console_core::text::odd_characters::visible;

use super::{name, spoken, times};

/// Returns the word for a state.
pub fn state(category: StateCategory) -> &'static str {
    match category {
        StateCategory::Running => "Running",
        StateCategory::Stopped => "Stopped",
        StateCategory::Unknown => "Unknown",
        StateCategory::InDoubt => "In doubt",
        StateCategory::Exception => "Exception",
        StateCategory::Finished => "Finished",
    }
}

/// Returns where the knowledge of a state comes from; `when` tells when a moment was.
pub fn state_basis(knowledge: &Knowledge, when: impl Fn(Moment) -> String) -> String {
    match knowledge {
        Knowledge::Nothing => String::new(),
        Knowledge::Read { at, .. } => format!("read {}", when(*at)),
        Knowledge::Marked { at, .. } => format!("as marked by you {}", when(*at)),
        Knowledge::Moved { at } => format!("after Migrate {}, may have to be started", when(*at)),
        Knowledge::After { by, at, .. } | Knowledge::InDoubt { by, at } => {
            format!("after {} {}", name(*by), when(*at))
        }
    }
}

/// Returns where the knowledge of a task's state comes from, and whether OMS still knows the task, or another one in
/// its place.
pub fn state_source(
    knowledge: &Knowledge,
    sighting: Sighting,
    successor: Option<&TaskName>,
    when: impl Fn(Moment) -> String,
) -> String {
    let gone = match (sighting, successor) {
        (Sighting::NotLookedFor | Sighting::Current | Sighting::Stale, _) => None,
        (Sighting::Missing, Some(name)) => Some(format!("probably moved: {}", spoken(name.as_str()))),
        (Sighting::Missing, None) => Some("not in OMS any more".to_owned()),
        (Sighting::Absent, _) => Some("not in OMS".to_owned()),
    };
    match (knowledge, sighting, gone) {
        (Knowledge::Read { at, .. }, Sighting::Stale, _) => format!("last read {}, not since", when(*at)),
        (Knowledge::Read { .. } | Knowledge::Nothing, _, Some(gone)) => gone,
        (knowledge, _, Some(gone)) => format!("{}, {gone}", state_basis(knowledge, when)),
        (knowledge, _, None) => state_basis(knowledge, when),
    }
}

/// Says in short why a task needs attention, where nothing else in its row does.
pub fn state_flags(record: &TaskRecord) -> impl Iterator<Item = String> {
    let reading = record.reading.as_deref();
    let flag = |holds: bool, text: &str| holds.then(|| text.to_owned());
    [
        record.runs_at_rest().then(|| format!("project {}", state_of_project(record))),
        flag(reading.is_some_and(|reading| reading.is_store_down), "Store down"),
        flag(reading.is_some_and(|reading| reading.other_manager.is_some()), "other manager"),
    ]
    .into_iter()
    .flatten()
}

fn state_of_project(record: &TaskRecord) -> &str {
    record.project_state().unwrap_or("at rest")
}

/// Why a task needs a person's attention, as a sentence.
pub fn attention(reason: AttentionReason, record: &TaskRecord) -> String {
    match reason {
        AttentionReason::Undecided(kind) => {
            format!("{} was left between two steps: decide how it goes on.", name(kind))
        }
        AttentionReason::OutcomeUnknown(kind) => {
            format!("The outcome of the latest operation, {}, is unknown.", name(kind))
        }
        AttentionReason::InDoubt(kind) => {
            format!("{} may or may not have been carried out, so the state is in doubt.", name(kind))
        }
        AttentionReason::Exception => "OMS says that the task is abnormal.".to_owned(),
        AttentionReason::RunsAtRest => {
            format!("It runs although its project is {}.", state_of_project(record))
        }
        AttentionReason::Late { delay, limit } => {
            format!("It is {} behind; the limit is {}.", times::delay(delay), times::delay(limit))
        }
        AttentionReason::StoreDown => "No Store of a subtopic that it reads is active.".to_owned(),
        AttentionReason::OtherManager => {
            let manager = record.reading.as_ref().and_then(|reading| reading.other_manager.as_deref());
            format!(
                "Its configuration names another connector manager than this host's, {}: calls sent here may not reach it.",
                visible(manager.unwrap_or_default())
            )
        }
        AttentionReason::CheckpointWaits => "A checkpoint that was set waits for a start.".to_owned(),
        AttentionReason::RestsAfterMigrate => "It was migrated, and not started since.".to_owned(),
        AttentionReason::Stale => "Its project could not be read again.".to_owned(),
        AttentionReason::Missing => "OMS does not list it any more.".to_owned(),
    }
}

/// Returns what is to be known of a task's state beside its word: the first error that OMS tells, and why the task
/// needs attention. Empty where there is nothing.
pub fn state_remarks(record: &TaskRecord) -> String {
    let error = record.reading.as_ref().and_then(|reading| reading.error.clone());
    let reasons = record.attention_reasons().into_iter().map(|reason| attention(reason, record));
    error.map(|error| visible(&error).into_owned()).into_iter().chain(reasons).collect::<Vec<_>>().join("\n")
}

/// Returns what is known of a task, in a line: its project and its component, then its state and where that comes from.
pub fn task_line(record: &TaskRecord, basis: &str) -> [String; 2] {
    let component =
        record.component().map(|_| component_and_direction(record.component(), record.is_reverse()));
    let project = record.project_title().map(str::to_owned);
    let category = record.knowledge.category();
    let state = match category {
        StateCategory::Unknown => "State unknown",
        _ => record.state_word().unwrap_or(state(category)),
    };
    let state = if basis.is_empty() { state.to_owned() } else { format!("{state}, {basis}") };
    let title = project.into_iter().chain(component).collect::<Vec<_>>().join(" · ");
    [title, state].map(|text| visible(&text).into_owned())
}

/// Returns what the name of a task that is not in the list tells of it. Empty for a name of another shape.
pub fn name_line(name: &TaskName) -> [String; 2] {
    let project = name.parts().map(|parts| parts.project);
    let component = name.component().map(|of| component(Some(of)));
    let title = project.into_iter().chain(component).collect::<Vec<_>>().join(" · ");
    [visible(&title).into_owned(), String::new()]
}

/// That a delay is over its limit.
pub fn over_limit(limit: i64) -> String {
    format!("over {}", times::delay(limit))
}

/// So many records per second.
pub fn rate(records: i64) -> String {
    format!("{records}/s")
}

/// So much of a Full-Import.
pub fn percent(percent: i64) -> String {
    format!("{percent} %")
}

/// Returns the word for a component, with the direction where it is the way back.
pub fn component_and_direction(component: Option<Component>, is_reverse: bool) -> String {
    format!("{}{}", self::component(component), direction(is_reverse))
}

/// Returns what follows the word for a component on the way back.
pub fn direction(is_reverse: bool) -> &'static str {
    if is_reverse { ", reverse" } else { "" }
}

/// Returns the word for a component.
pub fn component(component: Option<Component>) -> &'static str {
    match component {
        Some(Component::IncrSync) => "Incr-Sync",
        Some(Component::FullImport) => "Full-Import",
        None => "—",
    }
}

/// Returns the status of the latest operation, which waits for a decision where it is undecided.
pub fn last_operation(last: &LastOperation, is_undecided: bool) -> String {
    let standing = match last.standing {
        OperationStanding::Rejected | OperationStanding::Unknown | OperationStanding::NotSent
            if is_undecided =>
        {
            "interrupted"
        }
        OperationStanding::UnderWay => "under way",
        OperationStanding::Confirmed => "confirmed",
        OperationStanding::Rejected => "rejected",
        OperationStanding::Unknown => "outcome unknown",
        OperationStanding::SeenDone => "confirmed by reading",
        OperationStanding::MarkedAsDone => "marked as done",
        OperationStanding::Abandoned => "abandoned",
        OperationStanding::NotSent => "not sent",
    };
    format!("{} {standing}", name(last.kind))
}

/// Returns what was ignored in a link.
pub fn link_notice(notice: &LinkNotice) -> String {
    match notice {
        LinkNotice::UnknownParameter { name } => {
            format!("The link's “{name}” means nothing here and was ignored.")
        }
        LinkNotice::InvalidValue { name, value } => {
            format!("The link's {name}=“{value}” is not valid and was ignored.")
        }
        LinkNotice::Repeated { name } => {
            format!("The link has “{name}” more than once; the first one counts.")
        }
        LinkNotice::ReadAs { typed, name } => {
            format!("The link's task “{}” was read as {}.", visible(typed), spoken(name.as_str()))
        }
        LinkNotice::More { count } => format!("{count} more parts of the link were ignored."),
        LinkNotice::TooMany { name, left_out } => {
            format!("The link has too many “{name}”; the last {left_out} were ignored.")
        }
        LinkNotice::NotForOperation { name, operation: Some(kind) } => {
            format!("The link's “{name}” has no effect on {} and was ignored.", self::name(*kind))
        }
        LinkNotice::NotForOperation { name, operation: None } => {
            format!("The link's “{name}” has no effect without an operation (op=) and was ignored.")
        }
        LinkNotice::Overruled { name, by } => {
            format!("The link's “{name}” has no effect beside “{by}” and was ignored.")
        }
        LinkNotice::OnlyForHistory { name } => {
            format!("The link's “{name}” has no effect without the history (history=) and was ignored.")
        }
        LinkNotice::DetailsOfOneTask => {
            "The link's “details” needs exactly one task (task=) and was ignored.".into()
        }
        LinkNotice::NotForComponent { name, component } => format!(
            "The link's “{name}” does not apply to {} and was ignored.",
            self::component(Some(*component))
        ),
        LinkNotice::OneTaskAtATime { operation } => format!(
            "The link names several tasks and {}. An operation is for one task at a time: the tasks are selected, and nothing is opened.",
            self::name(*operation)
        ),
    }
}
