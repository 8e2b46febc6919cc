//! Task names: what is accepted as one, and what can be read out of it.
//!
//! The API takes a name as it is and promises nothing about its shape, so a name of any shape is
//! accepted and shown whole; the parts are read only where the shape that operators see is met.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A kind of connector that the API operates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Component {
    /// Follows the changes of the source from a checkpoint; can be pulled back.
    IncrSync,
    /// Copies the existing rows once; can be restarted on its original Checker.
    FullImport,
}

/// A name that the API knows a task by. Never blank, one line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskName {
    text: Arc<str>,
    /// Read once: tables count and sort by it.
    component: Option<Component>,
}

/// Why a text is no task name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskNameError {
    /// There is nothing but blanks.
    Empty,
    /// A control character (a line break, a tab, NUL) stands at this character, counted from 1.
    ControlCharacter {
        /// The place of the character, counted from 1 after trimming.
        place: usize,
    },
}

impl fmt::Display for TaskNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a task name is not empty"),
            Self::ControlCharacter { place } => write!(f, "control character at {place} in a task name"),
        }
    }
}

impl TryFrom<String> for TaskName {
    type Error = TaskNameError;

    fn try_from(text: String) -> Result<Self, TaskNameError> {
        Self::exact(&text)
    }
}

impl From<TaskName> for String {
    fn from(name: TaskName) -> Self {
        name.as_str().to_owned()
    }
}

impl TaskName {
    /// Accepts a text that is one line and not blank as it is, blanks around it too: a name as the host, the
    /// store or a list has it. Only control characters around it are dropped, since no name has any.
    pub fn exact(text: &str) -> Result<Self, TaskNameError> {
        if is_word(text) {
            return Ok(Self::read(text));
        }
        let text = text.trim_matches(char::is_control);
        if !text.contains(|c: char| !c.is_whitespace()) {
            return Err(TaskNameError::Empty);
        }
        match text.chars().position(char::is_control) {
            Some(index) => Err(TaskNameError::ControlCharacter { place: index + 1 }),
            None => Ok(Self::read(text)),
        }
    }

    /// Accepts any text that is one line and not blank; blanks around it are dropped, and the marks of no
    /// width that come along when text is copied.
    pub fn parse(text: &str) -> Result<Self, TaskNameError> {
        if is_word(text) {
            return Ok(Self::read(text));
        }
        let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || invisible(c));
        if text.is_empty() { Err(TaskNameError::Empty) } else { Self::exact(text) }
    }

    fn read(text: &str) -> Self {
        Self { text: text.into(), component: NameParts::read(text).map(|parts| parts.component) }
    }

    /// Returns the name, exactly as it is sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the parts of a name of the usual shape
    /// `<host>-<agent port>:connector_v2:<project>-<incr_trans|full_trans>-<n>-<n>:<sequence>`,
    /// and nothing for a name of another shape.
    pub fn parts(&self) -> Option<NameParts<'_>> {
        NameParts::read(&self.text)
    }

    /// Returns whether this may be the name that a task goes on under which was migrated: of the same project, kind and
    /// sub-id, and another one.
    pub fn may_follow(&self, old: &Self) -> bool {
        self != old
            && match (self.parts(), old.parts()) {
                (Some(own), Some(old)) => {
                    (own.project, own.component, own.sub_id) == (old.project, old.component, old.sub_id)
                }
                _ => false,
            }
    }

    /// Returns the machine of a name of the usual shape, and the rest; all of any other name, and nothing.
    pub fn split_behind_machine(&self) -> (&str, &str) {
        let text = self.as_str();
        let end = self.component.and_then(|_| find_mark(text));
        text.split_at(end.unwrap_or(text.len()))
    }

    /// Returns the component, where the name tells it.
    pub fn component(&self) -> Option<Component> {
        self.component
    }
}

impl fmt::Display for TaskName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for TaskName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskName({:?})", &*self.text)
    }
}

/// What a name of the usual shape says. The shape was seen, not documented: it is used to show and to
/// filter, never to refuse a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// The host that the task runs on, as an address.
    pub host: &'a str,
    /// The project's id, `p_…` or `np_…`.
    pub project: &'a str,
    /// Which kind of connector it is.
    pub component: Component,
    /// Which of the project's connectors of this kind it is, such as `1-0`. A migration keeps it.
    pub sub_id: &'a str,
}

impl<'a> NameParts<'a> {
    /// Reads from the end on, where the shape is strictest: a hundred thousand names are taken apart
    /// while someone types.
    fn read(name: &'a str) -> Option<Self> {
        let (rest, sequence) = split_at_last(name, b':')?;
        let (before, second) = split_at_last(rest, b'-')?;
        let (before, first) = split_at_last(before, b'-')?;
        let sub_id = &rest[before.len() + 1..];
        let (rest, component) = match before.strip_suffix(INCR) {
            Some(rest) => (rest, Component::IncrSync),
            None => (before.strip_suffix(FULL)?, Component::FullImport),
        };
        let mark = find_mark(rest)?;
        let (host, agent_port) = split_at_last(&rest[..mark], b'-')?;
        let project = &rest[mark + MARK.len()..];
        let shaped = !host.is_empty()
            && !project.is_empty()
            && sequence.len() == 10
            && [agent_port, sequence, first, second].into_iter().all(is_number);
        shaped.then_some(Self { host, project, component, sub_id })
    }
}

/// The separator of the machine and the link.
const MARK: &str = ":connector_v2:";
const INCR: &str = "-incr_trans";
const FULL: &str = "-full_trans";

/// Returns the text before and after the last of some ASCII character. By bytes, since a search for a
/// pattern prepares more than it looks through in so short a text.
fn split_at_last(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == ascii)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Returns whether a text is one word of visible ASCII characters. Nearly all names are, and lists of them are long.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Returns where the mark begins. By its first byte, since comparing all of it at each place takes four times as long.
fn find_mark(text: &str) -> Option<usize> {
    let (text, mark) = (text.as_bytes(), MARK.as_bytes());
    (0..text.len()).find(|at| text[*at] == mark[0] && text[*at..].starts_with(mark))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> TaskName {
        TaskName::parse(text).unwrap()
    }

    #[test]
    fn the_usual_shape_is_taken_apart() {
        let name = name("10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002");
        assert_eq!(
            name.parts(),
            Some(NameParts {
                host: "10.0.0.5",
                project: "np_57fdqtrsqiao",
                component: Component::IncrSync,
                sub_id: "1-0"
            })
        );
    }

    #[test]
    fn a_successor_has_the_same_project_kind_and_sub_id() {
        let old = name("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002");
        let follows = |text: &str| name(text).may_follow(&old);
        assert!(follows("10.0.0.6-9000:connector_v2:np_1-incr_trans-1-0:0003000003"));
        assert!(follows("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000003"));
        for other in [
            old.as_str(),
            "10.0.0.6-9000:connector_v2:np_2-incr_trans-1-0:0003000003",
            "10.0.0.6-9000:connector_v2:np_1-full_trans-1-0:0003000003",
            "10.0.0.6-9000:connector_v2:np_1-incr_trans-2-0:0003000003",
            "10.0.0.6-9000:connector_v2:np_1-incr_trans-1-1:0003000003",
            "odd",
        ] {
            assert!(!follows(other), "{other}");
        }
        assert!(!name("odd:2").may_follow(&name("odd:1")));
    }

    #[test]
    fn the_masked_names_of_the_api_page_have_the_usual_shape() {
        let name = name("xxx.xxx.xxx.xxx-9000:connector_v2:p_493po****-incr_trans-1-0:0000000001");
        assert_eq!(name.component(), Some(Component::IncrSync));
        assert_eq!(name.parts().map(|parts| parts.project), Some("p_493po****"));
    }

    #[test]
    fn hosts_may_hold_dashes_and_colons() {
        let parts = |text| name(text).parts().map(|parts| parts.host.to_owned());
        assert_eq!(
            parts("db-7-a.example-9000:connector_v2:p_1-full_trans-1-0:0000000001").as_deref(),
            Some("db-7-a.example")
        );
        assert_eq!(
            parts("fd00::5-9000:connector_v2:p_1-full_trans-1-0:0000000001").as_deref(),
            Some("fd00::5")
        );
    }

    #[test]
    fn other_shapes_are_kept_whole_and_say_nothing() {
        for text in [
            "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001",
            "10.0.0.5-7100:ORACLE_np_x_y-1-0:0000000001",
            "10.0.0.5-9000:connector_v2:np_1-incr_trans-1:0003000002",
            "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:3",
            "-9000:connector_v2:np_1-incr_trans-1-0:0003000002",
            "incr_trans",
            "\" onclick=alert(1) <b>",
            "任务-一 🙂",
        ] {
            assert_eq!(name(text).as_str(), text);
            assert_eq!(name(text).parts(), None, "{text}");
        }
    }

    #[test]
    fn blanks_around_a_name_are_dropped_and_control_characters_refused() {
        assert_eq!(name("\u{a0} a b \r\n").as_str(), "a b");
        assert_eq!(name("\u{feff}a\u{200b} ").as_str(), "a");
        assert_eq!(name("\u{4} a \u{4}\u{4}").as_str(), "a");
        assert_eq!(TaskName::parse(" \t"), Err(TaskNameError::Empty));
        assert_eq!(TaskName::parse("a\0b"), Err(TaskNameError::ControlCharacter { place: 2 }));
    }

    #[test]
    fn a_name_of_the_host_is_kept_to_the_letter() {
        for text in [" a", "a\u{a0}", "\u{200b}a", "\"a\"", "a,"] {
            assert_eq!(TaskName::exact(text).unwrap().as_str(), text);
        }
        assert_eq!(TaskName::exact("a\r\n").unwrap().as_str(), "a");
        assert_eq!(TaskName::exact(" \u{a0}"), Err(TaskNameError::Empty));
        assert_eq!(TaskName::exact("a\tb"), Err(TaskNameError::ControlCharacter { place: 2 }));
    }

    proptest! {
        #[test]
        fn any_text_is_a_name_or_refused_without_a_panic(text in any::<String>()) {
            if let Ok(name) = TaskName::parse(&text) {
                prop_assert!(text.contains(name.as_str()));
                prop_assert_eq!(TaskName::exact(name.as_str()), Ok(name.clone()));
                let _ = name.parts();
            }
        }
    }
}
