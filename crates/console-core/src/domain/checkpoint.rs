//! Checkpoints: where in the source's log an Incr-Sync task goes on.

use std::fmt;

use serde_json::Value;

use crate::domain::config_map::ConfigMap;
use crate::domain::parameter::{CHECKPOINT_KEY, CHECKPOINT_SCOPE};
use crate::text::bare::{before_prose, is_cjk_punctuation, unquoted, without_blanks};
use crate::text::json;
use crate::text::odd_characters::{is_blank, is_hidden};
use crate::time::EpochSeconds;

/// A name that one of a task's subtopics has. Only the task's configuration knows it; it is never guessed.
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
    /// It holds a character that no subtopic has: a quote, a bracket, a comma, or one that cannot be seen.
    Character(char),
    /// The text names so many subtopics, each of which needs a field of its own.
    Several(usize),
}

/// A reading of a typed or pasted text that names subtopics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedSubtopics {
    /// The subtopics, at least one.
    pub names: Vec<Subtopic>,
    /// Whether the text is other than the first of them.
    pub is_cleaned: bool,
}

impl Subtopic {
    /// Accepts any word; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, SubtopicError> {
        let text = text.trim();
        if text.is_empty() {
            Err(SubtopicError::Empty)
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Err(SubtopicError::Blank)
        } else if is_placeholder(text) {
            Err(SubtopicError::Placeholder)
        } else if let Some(c) = text.chars().find(|c| is_foreign(*c)) {
            Err(SubtopicError::Character(c))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Reads what is typed or pasted: a subtopic, several, or the JSON of a checkpoint, whose keys they are. Quotes and
    /// blanks around each are left out, and a sentence in Chinese behind.
    pub fn read(text: &str) -> Result<TypedSubtopics, SubtopicError> {
        let bare = without_blanks(text);
        if is_placeholder(bare) {
            return Err(SubtopicError::Placeholder);
        }
        let entries = keys_of_json(bare, 0).unwrap_or_else(|| {
            let divides = |c: char| c.is_whitespace() || matches!(c, ',' | ';') || is_cjk_punctuation(c);
            let entries = before_prose(bare).split(divides).map(unquoted).filter(|entry| !entry.is_empty());
            entries.map(str::to_owned).collect()
        });
        let mut names = Vec::new();
        for entry in entries {
            let name = Self::parse(&entry)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let first = names.first().ok_or(SubtopicError::Empty)?;
        let is_cleaned = first.0 != text;
        Ok(TypedSubtopics { names, is_cleaned })
    }

    /// Returns the subtopic that a field names, if it names one.
    pub fn of_field(text: &str) -> Result<Self, SubtopicError> {
        let mut names = Self::read(text)?.names;
        match names.len() {
            1 => names.pop().ok_or(SubtopicError::Empty),
            count => Err(SubtopicError::Several(count)),
        }
    }
}

impl fmt::Display for Subtopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_placeholder(text: &str) -> bool {
    matches!(text, "{subtopic}" | "subtopic" | "<subtopic>" | "${subtopic}" | "{{subtopic}}")
}

/// Returns whether a character stands in no subtopic.
fn is_foreign(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | ',' | ';' | '{' | '}' | '[' | ']' | '<' | '>')
        || "“”„‘’«»「」『』《》【】＂＇，；。、！？：".contains(c)
        || is_hidden(c)
        || is_blank(c)
}

/// Returns the subtopics in the JSON of a checkpoint, of a configuration with one, or of a list; nothing of other
/// texts.
fn keys_of_json(text: &str, depth: usize) -> Option<Vec<String>> {
    const DEEPEST: usize = 4;
    if depth > DEEPEST || !text.starts_with(['{', '[', '"']) {
        return None;
    }
    let parsed = serde_json::from_str(text).or_else(|_| serde_json::from_str(&format!("{{{text}}}")));
    keys_of_value(&parsed.ok()?, depth)
}

fn keys_of_value(value: &Value, depth: usize) -> Option<Vec<String>> {
    match value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            keys_of_json(text.trim_start(), depth + 1)
        }
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(list) => list.iter().map(|entry| entry.as_str().map(str::to_owned)).collect(),
        Value::Object(members) => {
            let inner = members
                .get(CHECKPOINT_SCOPE)
                .or_else(|| members.get(CHECKPOINT_KEY))
                .filter(|_| members.len() == 1);
            match inner {
                Some(inner @ (Value::Object(_) | Value::String(_))) => keys_of_value(inner, depth + 1),
                _ => Some(members.keys().cloned().collect()),
            }
        }
        _ => None,
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

    /// Returns the value of `source.checkpoint`: a JSON object from subtopic to seconds, both as strings.
    pub fn to_value(&self) -> String {
        let members =
            self.0.iter().map(|(subtopic, at)| format!("{}:\"{}\"", json::text(&subtopic.0), at.get()));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }

    /// Returns the body that sets this checkpoint.
    pub fn to_config_map(&self) -> ConfigMap {
        ConfigMap::of(CHECKPOINT_SCOPE, CHECKPOINT_KEY, self.to_value())
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
        let odd = (Subtopic("b\"\\".into()), EpochSeconds::new(7).unwrap());
        let checkpoint = Checkpoint::new(vec![entry("p_1_source-000-0", 1_676_286_000), odd]).unwrap();
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
        for (text, c) in
            [("s1，请看", '，'), ("\"s1\"", '"'), ("s\u{200b}1", '\u{200b}'), ("s1,s2", ','), ("{s1}", '{')]
        {
            assert_eq!(Subtopic::parse(text), Err(SubtopicError::Character(c)), "{text}");
        }
    }

    #[test]
    fn what_is_typed_or_pasted_gives_subtopics() {
        let names = |text: &str| {
            Subtopic::read(text).unwrap().names.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        for text in [
            "s1",
            " s1 ",
            "\u{a0}s1\u{200b}",
            "\"s1\"",
            "“s1”",
            "「s1」",
            "s1,",
            "s1，请看",
            "s1。",
            "{\"s1\":\"123\"}",
            "{\"s1\":123}",
            "\"s1\":\"123\"",
            "\"{\\\"s1\\\":\\\"123\\\"}\"",
            "{\"checkpoint\":\"{\\\"s1\\\":\\\"123\\\"}\"}",
            "{\"source\":{\"checkpoint\":\"{\\\"s1\\\":\\\"123\\\"}\"}}",
            "[\"s1\"]",
            "s1,s1",
        ] {
            assert_eq!(names(text), ["s1"], "{text}");
            assert_eq!(Subtopic::read(text).unwrap().is_cleaned, text != "s1");
        }
        for text in [
            "s1,s2",
            "s1 s2",
            "s1\ns2",
            "s1、s2",
            "{\"s1\":\"1\",\"s2\":\"2\"}",
            "[\"s1\", \"s2\"]",
            "\"s1\", \"s2\"",
        ] {
            assert_eq!(names(text), ["s1", "s2"], "{text}");
            assert_eq!(Subtopic::of_field(text), Err(SubtopicError::Several(2)));
        }
        for text in ["", "\"\"", "，"] {
            assert_eq!(Subtopic::read(text), Err(SubtopicError::Empty), "{text}");
        }
        assert_eq!(Subtopic::read("{subtopic}"), Err(SubtopicError::Placeholder));
        assert_eq!(Subtopic::read("{s1"), Err(SubtopicError::Character('{')));
        assert_eq!(Subtopic::read("s\u{200b}1"), Err(SubtopicError::Character('\u{200b}')));
    }
}
