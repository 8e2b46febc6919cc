//! Checkpoints: where in the source's log an Incr-Sync task goes on.

use std::fmt;

use crate::config_map::ConfigMap;
use crate::json;
use crate::time::EpochSeconds;

/// The scope and key that hold an Incr-Sync task's checkpoint (API page: Pull back a connector).
pub const SCOPE: &str = "source";
/// See [`SCOPE`].
pub const KEY: &str = "checkpoint";

/// The name of one of a task's subtopics. Only the task's configuration knows it; it is never guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtopic(String);

/// Why a text is no subtopic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubtopicError {
    /// There is nothing but blanks.
    Empty,
    /// It holds a blank or a control character.
    Blank,
    /// It is the placeholder of a manual, such as `{subtopic}`, not a value.
    Placeholder,
}

impl Subtopic {
    /// Accepts any word; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, SubtopicError> {
        let text = text.trim();
        if text.is_empty() {
            Err(SubtopicError::Empty)
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Err(SubtopicError::Blank)
        } else if matches!(text, "{subtopic}" | "subtopic" | "<subtopic>" | "${subtopic}") {
            Err(SubtopicError::Placeholder)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for Subtopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A point in time for each of some subtopics. Holds at least one, and none twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint(Vec<(Subtopic, EpochSeconds)>);

/// Why entries make no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckpointError {
    /// There is no entry.
    Empty,
    /// A subtopic is named twice.
    Twice(Subtopic),
}

impl Checkpoint {
    /// Makes a checkpoint of its entries.
    pub fn new(entries: Vec<(Subtopic, EpochSeconds)>) -> Result<Self, CheckpointError> {
        if entries.is_empty() {
            return Err(CheckpointError::Empty);
        }
        for (index, (subtopic, _)) in entries.iter().enumerate() {
            if entries[..index].iter().any(|(earlier, _)| earlier == subtopic) {
                return Err(CheckpointError::Twice(subtopic.clone()));
            }
        }
        Ok(Self(entries))
    }

    /// The subtopics and their times.
    pub fn entries(&self) -> &[(Subtopic, EpochSeconds)] {
        &self.0
    }

    /// The value of `source.checkpoint`: a JSON object from subtopic to seconds, both as strings.
    pub fn to_value(&self) -> String {
        let members =
            self.0.iter().map(|(subtopic, at)| format!("{}:\"{}\"", json::text(&subtopic.0), at.get()));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }

    /// The body that sets this checkpoint.
    pub fn to_config_map(&self) -> ConfigMap {
        ConfigMap::of(SCOPE, KEY, self.to_value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(subtopic: &str, at: i64) -> (Subtopic, EpochSeconds) {
        (Subtopic::parse(subtopic).unwrap(), EpochSeconds::new(at).unwrap())
    }

    #[test]
    fn the_value_is_an_object_written_as_a_string() {
        let checkpoint =
            Checkpoint::new(vec![entry("p_1_source-000-0", 1_676_286_000), entry("b\"\\", 7)]).unwrap();
        assert_eq!(checkpoint.to_value(), r#"{"p_1_source-000-0":"1676286000","b\"\\":"7"}"#);
    }

    #[test]
    fn the_body_is_the_api_pages_with_the_subtopic_filled_in() {
        let checkpoint = Checkpoint::new(vec![entry("topic-0", 1_676_286_000)]).unwrap();
        assert_eq!(
            checkpoint.to_config_map().to_json(),
            "{\n  \"source\": {\n    \"checkpoint\": \"{\\\"topic-0\\\":\\\"1676286000\\\"}\"\n  }\n}"
        );
    }

    #[test]
    fn nothing_and_twice_the_same_are_refused() {
        assert_eq!(Checkpoint::new(vec![]), Err(CheckpointError::Empty));
        let twice = Checkpoint::new(vec![entry("a", 1), entry("b", 1), entry("a", 2)]);
        assert_eq!(twice, Err(CheckpointError::Twice(Subtopic::parse("a").unwrap())));
    }

    #[test]
    fn a_subtopic_is_one_word_and_no_placeholder() {
        assert_eq!(Subtopic::parse(" "), Err(SubtopicError::Empty));
        assert_eq!(Subtopic::parse("a b"), Err(SubtopicError::Blank));
        assert_eq!(Subtopic::parse("{subtopic}"), Err(SubtopicError::Placeholder));
        assert_eq!(Subtopic::parse(" t-0 ").unwrap().to_string(), "t-0");
    }
}
