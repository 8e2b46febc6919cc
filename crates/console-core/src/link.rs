//! Links: the part of the console's address behind `?`, which opens it in a given view with forms
//! filled in. A link never carries a configuration value, names no host and sends nothing.

use crate::checkpoint::Subtopic;
use crate::destination::Destination;
use crate::operation::OperationKind;
use crate::parameter::{self, ParameterPath};
use crate::percent;
use crate::task_name::TaskName;
use crate::time::{ZoneName, parse_time_input};

/// What a link shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// `task=`, repeatable: the tasks that it is about.
    pub tasks: Vec<TaskName>,
    /// `op=`: the operation whose sheet is open, for the first task.
    pub operation: Option<OperationKind>,
    /// `at=`: the time of a pull-back, as it is typed; local if it has no offset, then in `zone`.
    pub at: Option<String>,
    /// `zone=`: the zone of a pull-back.
    pub zone: Option<ZoneName>,
    /// `subtopic=`, repeatable.
    pub subtopics: Vec<Subtopic>,
    /// `ip=`: the destination of a migration.
    pub ip: Option<Destination>,
    /// `delete=scope.key,…`: the parameters that an update deletes.
    pub delete: Vec<ParameterPath>,
    /// `pullback`: Start's check box Pull back.
    pub pull_back: bool,
    /// `restart`: Start's check box Restart.
    pub restart: bool,
    /// `q=`: the filter, as it is typed.
    pub filter: String,
}

/// Something in a link that was ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkNotice {
    /// The link has no such parameter.
    UnknownParameter {
        /// Its name, shortened.
        name: String,
    },
    /// A parameter's value is not of its kind.
    InvalidValue {
        /// The parameter.
        name: &'static str,
        /// The value, shortened.
        value: String,
    },
    /// A parameter that can stand once stands again; the first one counts.
    Repeated {
        /// The parameter.
        name: &'static str,
    },
}

/// The names of a link's parameters.
mod name {
    pub const TASK: &str = "task";
    pub const OPERATION: &str = "op";
    pub const AT: &str = "at";
    pub const ZONE: &str = "zone";
    pub const SUBTOPIC: &str = "subtopic";
    pub const IP: &str = "ip";
    pub const DELETE: &str = "delete";
    pub const PULL_BACK: &str = "pullback";
    pub const RESTART: &str = "restart";
    pub const FILTER: &str = "q";
}

impl Link {
    /// Reads the part of an address behind `?` (with or without it). Whatever is unknown or invalid
    /// is left out and reported; nothing makes it fail.
    pub fn parse(query: &str) -> (Self, Vec<LinkNotice>) {
        let mut link = Self::default();
        let mut notices = Vec::new();
        let query = query.strip_prefix('?').unwrap_or(query);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent::decode(value);
            if let Err(notice) = link.take(&percent::decode(name), &value) {
                notices.push(notice);
            }
        }
        (link, notices)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), LinkNotice> {
        let invalid = |name| LinkNotice::InvalidValue { name, value: shortened(value) };
        match name {
            name::TASK => {
                let task = TaskName::parse(value).map_err(|_| invalid(name::TASK))?;
                if !self.tasks.contains(&task) {
                    self.tasks.push(task);
                }
                Ok(())
            }
            name::SUBTOPIC => {
                self.subtopics.push(Subtopic::parse(value).map_err(|_| invalid(name::SUBTOPIC))?);
                Ok(())
            }
            name::OPERATION => {
                put(&mut self.operation, name::OPERATION, OperationKind::from_link_word(value).ok_or(value))
            }
            name::AT => {
                let readable = parse_time_input(value).map(|_| value.to_owned()).map_err(|_| value);
                put(&mut self.at, name::AT, readable)
            }
            name::ZONE => put(&mut self.zone, name::ZONE, ZoneName::new(value).map_err(|_| value)),
            name::IP => put(&mut self.ip, name::IP, Destination::parse(value).map_err(|_| value)),
            name::DELETE => {
                let paths = parameter::parse_list(value).map_err(|_| invalid(name::DELETE))?;
                self.delete
                    .extend(paths.into_iter().filter(|path| !self.delete.contains(path)).collect::<Vec<_>>());
                Ok(())
            }
            name::PULL_BACK => flag(&mut self.pull_back, value).ok_or_else(|| invalid(name::PULL_BACK)),
            name::RESTART => flag(&mut self.restart, value).ok_or_else(|| invalid(name::RESTART)),
            name::FILTER if self.filter.is_empty() => {
                value.clone_into(&mut self.filter);
                Ok(())
            }
            name::FILTER => Err(LinkNotice::Repeated { name: name::FILTER }),
            other => Err(LinkNotice::UnknownParameter { name: shortened(other) }),
        }
    }

    /// The part of an address behind `?`, empty when the link shows nothing in particular. What is
    /// read from it again is the same link.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        let mut add = |name: &str, value: &str| {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            if !value.is_empty() {
                query.push('=');
                percent::push_encoded(&mut query, value);
            }
        };
        for task in &self.tasks {
            add(name::TASK, task.as_str());
        }
        if let Some(kind) = self.operation {
            add(name::OPERATION, kind.link_word());
        }
        if let Some(at) = &self.at {
            add(name::AT, at);
        }
        if let Some(zone) = &self.zone {
            add(name::ZONE, zone.as_str());
        }
        for subtopic in &self.subtopics {
            add(name::SUBTOPIC, &subtopic.to_string());
        }
        if let Some(ip) = &self.ip {
            add(name::IP, &ip.to_string());
        }
        if !self.delete.is_empty() {
            let list: Vec<_> = self.delete.iter().map(ToString::to_string).collect();
            add(name::DELETE, &list.join(","));
        }
        if self.pull_back {
            add(name::PULL_BACK, "");
        }
        if self.restart {
            add(name::RESTART, "");
        }
        if !self.filter.is_empty() {
            add(name::FILTER, &self.filter);
        }
        query
    }
}

fn put<T>(slot: &mut Option<T>, name: &'static str, value: Result<T, &str>) -> Result<(), LinkNotice> {
    match value {
        Err(value) => Err(LinkNotice::InvalidValue { name, value: shortened(value) }),
        Ok(_) if slot.is_some() => Err(LinkNotice::Repeated { name }),
        Ok(value) => {
            *slot = Some(value);
            Ok(())
        }
    }
}

/// A flag is set by its name alone, or by `true` or `1`.
fn flag(slot: &mut bool, value: &str) -> Option<()> {
    *slot = match value {
        "" | "true" | "1" => true,
        "false" | "0" => false,
        _ => return None,
    };
    Some(())
}

/// Enough of a text to recognise it in a notice.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAME: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

    fn parsed(query: &str) -> Link {
        let (link, notices) = Link::parse(query);
        assert_eq!(notices, [], "{query}");
        link
    }

    #[test]
    fn a_name_is_read_raw_and_encoded() {
        let encoded = NAME.replace(':', "%3A");
        for query in [format!("?task={NAME}&op=stop"), format!("task={encoded}&op=Stop")] {
            let link = parsed(&query);
            assert_eq!(link.tasks, [TaskName::parse(NAME).unwrap()]);
            assert_eq!(link.operation, Some(OperationKind::Stop));
        }
    }

    #[test]
    fn a_pull_back_is_filled_in() {
        let link = parsed(
            "?task=a&op=pullback&at=2023-02-13T19:00:00+08:00&zone=Asia/Shanghai&subtopic=t-0&subtopic=t-1",
        );
        assert_eq!(link.at.as_deref(), Some("2023-02-13T19:00:00+08:00"));
        assert_eq!(link.zone.as_ref().map(ZoneName::as_str), Some("Asia/Shanghai"));
        assert_eq!(link.subtopics.len(), 2);
        assert_eq!(parsed(&link.to_query()), link);
    }

    #[test]
    fn what_is_unknown_or_invalid_is_ignored_and_reported() {
        use LinkNotice::*;
        let (link, notices) = Link::parse(
            "?host=evil&task=%00&op=explode&ip=1.2.3&zone=..&at=soon&delete=x&restart=maybe&op=stop&op=start&task=a&%zz",
        );
        assert_eq!(link.tasks, [TaskName::parse("a").unwrap()]);
        assert_eq!(link.operation, Some(OperationKind::Stop));
        let invalid = |name, value: &str| InvalidValue { name, value: value.into() };
        assert_eq!(
            notices,
            [
                UnknownParameter { name: "host".into() },
                invalid("task", "\0"),
                invalid("op", "explode"),
                invalid("ip", "1.2.3"),
                invalid("zone", ".."),
                invalid("at", "soon"),
                invalid("delete", "x"),
                invalid("restart", "maybe"),
                Repeated { name: "op" },
                UnknownParameter { name: "%zz".into() },
            ]
        );
    }

    #[test]
    fn flags_are_bare_words() {
        let link = parsed("op=start&pullback&restart=true");
        assert!(link.pull_back && link.restart);
        assert_eq!(link.to_query(), "op=start&pullback&restart");
    }

    proptest! {
        #[test]
        fn any_text_is_a_link(query in any::<String>()) {
            let (link, _) = Link::parse(&query);
            let (again, _) = Link::parse(&link.to_query());
            prop_assert_eq!(again, link);
        }

        #[test]
        fn names_survive_a_link(names in proptest::collection::vec("[^\\p{C}\\s][^\\p{C}]{0,20}", 1..4), filter in any::<String>()) {
            let mut link = Link { filter, ..Link::default() };
            for name in names.iter().filter_map(|name| TaskName::parse(name).ok()) {
                if !link.tasks.contains(&name) {
                    link.tasks.push(name);
                }
            }
            let (again, notices) = Link::parse(&link.to_query());
            prop_assert_eq!(again, link);
            prop_assert_eq!(notices, vec![]);
        }
    }
}
