//! Links: the part of the console's address behind `?`, which opens it in a given view with forms
//! filled in. A link never carries a configuration value, names no address and sends nothing: all that
//! can be made of it is a view and a [`Draft`](crate::forms::draft::Draft), and from a draft to a plan, and
//! from a plan to a run, it takes a person's click.

mod form;
mod host;
mod mending;
mod reader;
#[cfg(test)]
mod tests;

use std::mem;

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::domain::operation::OperationKind;
use crate::domain::run::RunId;
use crate::domain::task_name::{Component, TaskName};
use crate::forms::typed_name;
use crate::interchange::history::{OutcomeFilter, TimeFilter};
use crate::table::order::Order;
use crate::text::percent;
use crate::time::EpochSeconds;

pub use host::{UnclearHost, host_of, with_host};

/// What a link shows. Only the fields of its operation's form are filled in, and only where the link
/// is about one task or none: a form is for one task at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// `host=`: the host that it is about, by its name. Which one that is decides [`host_of`] before all else.
    pub host: Option<String>,
    /// `task=`, repeatable: the tasks that it is about, each once, to the letter; see [`typed_name`].
    pub tasks: Vec<TaskName>,
    /// `op=`: the operation whose sheet is open. Without a task the form asks for its name. With `history` it is the
    /// one whose runs are shown.
    pub operation: Option<OperationKind>,
    /// `history=`: the history is open, of the tasks or of all, and shows runs with this text in them.
    pub history: Option<String>,
    /// `outcome=`: the history shows only the runs that have ended so.
    pub ended: Option<OutcomeFilter>,
    /// `within=`: the history shows only the runs of this range of time.
    pub within: Option<TimeFilter>,
    /// `details`: what is known of the only task is shown.
    pub details: bool,
    /// `run=`: this run is open.
    pub run: Option<RunId>,
    /// `at=`: the time of a pull-back, as it stands there, understood or not; local if it has no offset, then in `zone`.
    pub at: Option<String>,
    /// `zone=`: the zone of a pull-back, as it stands there, understood or not.
    pub zone: Option<String>,
    /// `read=`: when the times that are relative to now were read, in epoch seconds. The console writes it, so that
    /// they stay what they are when the page is reloaded.
    pub read_at: Option<EpochSeconds>,
    /// `subtopic=`, repeatable: the subtopics of a pull-back, each once, as they are typed.
    pub subtopics: Vec<String>,
    /// `ownat=TIME SUBTOPIC`, repeatable: the times of those subtopics that do not go back to `at`, as they stand there.
    /// A subtopic that is not among `subtopics` is one more.
    pub own_times: Vec<String>,
    /// `ip=`: the destination of a migration, as it is typed.
    pub ip: Option<String>,
    /// `delete=scope.key,…`: the parameters that an update deletes, each once, as they are typed.
    pub delete: Vec<String>,
    /// `pullback`: Start's check box Pull back.
    pub pull_back: bool,
    /// `restart`: Start's check box Restart.
    pub restart: bool,
    /// `q=`: the filter, as it is typed.
    pub filter: String,
    /// `sort=`: the order of the rows.
    pub order: Order,
}

/// Something in a link that was ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkNotice {
    /// The link has no such parameter.
    UnknownParameter {
        /// Its name, shortened. Its value is not told: it may be a secret.
        name: String,
    },
    /// A parameter's value, or one entry of it, is not of its kind.
    InvalidValue {
        /// The parameter.
        name: &'static str,
        /// The value or entry, shortened.
        value: String,
    },
    /// A parameter that can stand once stands again; the first one counts.
    Repeated {
        /// The parameter.
        name: &'static str,
    },
    /// A task's name was read without what surely is no part of it.
    ReadAs {
        /// The text of the link.
        typed: String,
        /// The name.
        name: TaskName,
    },
    /// More of the link's parameters were ignored, one by one, than are told.
    More {
        /// How many more.
        count: usize,
    },
    /// More entries than [`Link::MOST_ENTRIES`]; the first ones count.
    TooMany {
        /// The parameter.
        name: &'static str,
        /// How many entries were ignored.
        left_out: usize,
    },
    /// A parameter that the form of the link's operation does not have.
    NotForOperation {
        /// The parameter.
        name: &'static str,
        /// The operation, if the link opens a form at all.
        operation: Option<OperationKind>,
    },
    /// A check box that Start does not offer for the task, as its name tells the other component.
    NotForComponent {
        /// The parameter.
        name: &'static str,
        /// The task's component.
        component: Component,
    },
    /// A parameter that has no effect beside another one, which opens something else.
    Overruled {
        /// The parameter.
        name: &'static str,
        /// The other one.
        by: &'static str,
    },
    /// A filter of the history in a link that does not open it.
    OnlyForHistory {
        /// The parameter.
        name: &'static str,
    },
    /// Details are shown of one task, and the link does not name exactly one.
    DetailsOfOneTask,
    /// The link names several tasks, but a form is for one at a time. The tasks are kept; the operation
    /// is not, nor what was meant for its form.
    OneTaskAtATime {
        /// The operation.
        operation: OperationKind,
    },
}

impl Link {
    /// The most tasks, subtopics or parameters to delete: no address that servers accept holds more.
    pub const MOST_ENTRIES: usize = 500;

    /// The most notices of single parameters that are told one by one.
    pub const MOST_NOTICES: usize = 20;

    /// Returns whether it opens the form of its operation.
    pub fn opens_form(&self) -> bool {
        self.operation.is_some() && self.history.is_none() && self.run.is_none()
    }

    /// Reads each task that is not known as a typed name is read, and tells those that are other than they stood there.
    /// One that cannot be read stays as it is.
    pub fn read_tasks(&mut self, is_known: impl Fn(&TaskName) -> bool) -> Vec<LinkNotice> {
        let mut notices = Vec::new();
        let mut tasks: Vec<TaskName> = Vec::new();
        for typed in mem::take(&mut self.tasks) {
            let read =
                Some(&typed).filter(|typed| !is_known(typed)).map(|typed| typed_name::read(typed.as_str()));
            let name = match read {
                Some(Ok(read)) if read.is_cleaned => {
                    notices.push(LinkNotice::ReadAs { typed: typed.to_string(), name: read.name.clone() });
                    read.name
                }
                _ => typed,
            };
            if !tasks.contains(&name) {
                tasks.push(name);
            }
        }
        self.tasks = tasks;
        notices
    }

    /// Returns the part of an address behind `?`, empty when the link shows nothing in particular. What is
    /// read from it again is the same link, without a notice.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        let mut add = |parameter: Parameter, value: &str| {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(parameter.word());
            if !value.is_empty() {
                query.push('=');
                percent::push_encoded(&mut query, value);
            }
        };
        if let Some(host) = &self.host {
            add(Parameter::Host, host);
        }
        for task in &self.tasks {
            add(Parameter::Task, task.as_str());
        }
        if let Some(kind) = self.operation {
            add(Parameter::Operation, kind.link_word());
        }
        if let Some(text) = &self.history {
            add(Parameter::History, text);
        }
        if let Some(ended) = self.ended {
            add(Parameter::Outcome, ended.link_word());
        }
        if let Some(within) = self.within {
            add(Parameter::Within, within.link_word());
        }
        if self.details {
            add(Parameter::Details, "");
        }
        if let Some(run) = &self.run {
            add(Parameter::Run, &run.0);
        }
        if let Some(at) = &self.at {
            add(Parameter::At, at);
        }
        if let Some(zone) = &self.zone {
            add(Parameter::Zone, zone);
        }
        if let Some(read_at) = self.read_at {
            add(Parameter::ReadAt, &read_at.to_string());
        }
        for subtopic in &self.subtopics {
            add(Parameter::Subtopic, subtopic);
        }
        for own in &self.own_times {
            add(Parameter::OwnAt, own);
        }
        if let Some(ip) = &self.ip {
            add(Parameter::Ip, ip);
        }
        if !self.delete.is_empty() {
            add(Parameter::Delete, &self.delete.join(","));
        }
        if self.pull_back {
            add(Parameter::PullBack, "");
        }
        if self.restart {
            add(Parameter::Restart, "");
        }
        if !self.filter.is_empty() {
            add(Parameter::Filter, &self.filter);
        }
        if self.order != Order::default() {
            add(Parameter::Order, &self.order.to_string());
        }
        query
    }
}

/// A parameter that links can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumCount, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
enum Parameter {
    Host,
    Task,
    #[strum(serialize = "op")]
    Operation,
    History,
    Outcome,
    Within,
    Details,
    Run,
    At,
    Zone,
    #[strum(serialize = "read")]
    ReadAt,
    Subtopic,
    OwnAt,
    Ip,
    Delete,
    PullBack,
    Restart,
    #[strum(serialize = "q")]
    Filter,
    #[strum(serialize = "sort")]
    Order,
}

impl Parameter {
    fn word(self) -> &'static str {
        self.into()
    }

    /// Returns the operation whose form it fills in; none for what belongs to every link.
    fn operation(self) -> Option<OperationKind> {
        match self {
            Self::At | Self::Zone | Self::ReadAt | Self::Subtopic | Self::OwnAt => {
                Some(OperationKind::PullBack)
            }
            Self::Ip => Some(OperationKind::Migrate),
            Self::Delete => Some(OperationKind::Update),
            Self::PullBack | Self::Restart => Some(OperationKind::Start),
            Self::Host
            | Self::Task
            | Self::Operation
            | Self::History
            | Self::Outcome
            | Self::Within
            | Self::Details
            | Self::Run
            | Self::Filter
            | Self::Order => None,
        }
    }
}
