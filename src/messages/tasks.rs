//! Words for what is known of tasks, and for links.

use console_core::domain::inventory::{Knowledge, LastOperation, Standing, StateCategory};
use console_core::domain::run::Moment;
use console_core::domain::task_name::Component;
use console_core::interchange::link::LinkNotice;
use console_core::text::odd_characters::visible;

use super::{name, spoken};

/// The word for a state.
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

/// Where the knowledge of a state comes from; `when` tells when a moment was.
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

/// The word for a component.
pub fn component(component: Option<Component>) -> &'static str {
    match component {
        Some(Component::IncrSync) => "Incr-Sync",
        Some(Component::FullImport) => "Full-Import",
        None => "—",
    }
}

/// How the latest operation stands.
pub fn last_operation(last: &LastOperation) -> String {
    let standing = match last.standing {
        Standing::UnderWay => "under way",
        Standing::Confirmed => "confirmed",
        Standing::Rejected => "rejected",
        Standing::Unknown => "outcome unknown",
        Standing::CountedAsDone => "marked as done",
        Standing::Abandoned => "abandoned",
        Standing::NotSent => "not sent",
    };
    format!("{} {standing}", name(last.kind))
}

/// What was ignored in a link.
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
