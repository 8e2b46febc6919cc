//! The checkpoint in an Incr-Sync's configuration: a JSON object, written as a string, with a time in
//! seconds (also a string) for each subtopic. API page: Pull back a connector.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use serde_json::Value;

/// A map that says where a task stands in each of its subtopics, in seconds since 1970 UTC.
pub type Position = BTreeMap<String, i64>;

/// Why a task cannot be started from the checkpoint in its configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckpointError {
    /// There is no `source.checkpoint`.
    Missing,
    /// The value is no JSON object with at least one subtopic.
    NotAnObject,
    /// The subtopic is none of the task's.
    UnknownSubtopic(String),
    /// The time is not a string of digits.
    NotSeconds(String),
    /// The time is not over yet.
    Future(i64),
    /// The time lies before the beginning of the Store, which is the second value.
    BeforeStore(i64, i64),
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("source.checkpoint is not set"),
            Self::NotAnObject => {
                formatter.write_str("source.checkpoint is not a JSON object from subtopic to seconds")
            }
            Self::UnknownSubtopic(name) => write!(formatter, "the task has no subtopic {name}"),
            Self::NotSeconds(name) => write!(formatter, "the time of {name} is not a string of seconds"),
            Self::Future(time) => write!(formatter, "{time} lies in the future"),
            Self::BeforeStore(time, begin) => write!(formatter, "{time} is before the Store's begin {begin}"),
        }
    }
}

/// Returns what a checkpoint's text says, without asking whether it makes sense for a task.
///
/// # Errors
/// [`CheckpointError::NotAnObject`] and [`CheckpointError::NotSeconds`].
pub fn parse(text: &str) -> Result<Position, CheckpointError> {
    let Ok(Value::Object(entries)) = serde_json::from_str(text) else {
        return Err(CheckpointError::NotAnObject);
    };
    if entries.is_empty() {
        return Err(CheckpointError::NotAnObject);
    }
    entries
        .into_iter()
        .map(|(subtopic, time)| match seconds(&time) {
            Some(seconds) => Ok((subtopic, seconds)),
            None => Err(CheckpointError::NotSeconds(subtopic)),
        })
        .collect()
}

fn seconds(time: &Value) -> Option<i64> {
    let digits = time.as_str()?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// Returns the position that a checkpoint's text gives to a task with these subtopics, if it can be started from
/// there: its Store covers these times, the last of which is now.
///
/// # Errors
/// All of [`CheckpointError`].
pub fn to_start_from(
    text: Option<&str>,
    subtopics: &[String],
    covered: RangeInclusive<i64>,
) -> Result<Position, CheckpointError> {
    let position = parse(text.ok_or(CheckpointError::Missing)?)?;
    for (subtopic, time) in &position {
        if !subtopics.contains(subtopic) {
            return Err(CheckpointError::UnknownSubtopic(subtopic.clone()));
        }
        if time > covered.end() {
            return Err(CheckpointError::Future(*time));
        }
        if time < covered.start() {
            return Err(CheckpointError::BeforeStore(*time, *covered.start()));
        }
    }
    Ok(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_676_300_000;

    fn start(checkpoint: &str) -> Result<Position, CheckpointError> {
        to_start_from(Some(checkpoint), &["a".to_owned(), "b".to_owned()], NOW - 1000..=NOW)
    }

    #[test]
    fn a_checkpoint_names_some_of_the_subtopics_in_seconds() {
        let expected = Position::from([("b".into(), NOW - 1000)]);
        assert_eq!(start(r#"{"b":"1676299000"}"#), Ok(expected));
        assert!(start(r#"{"a":"1676300000","b":"1676299000"}"#).is_ok());
    }

    #[test]
    fn the_store_decides_how_far_back_and_the_clock_how_far_on() {
        assert_eq!(
            start(r#"{"a":"1676298999"}"#),
            Err(CheckpointError::BeforeStore(1_676_298_999, NOW - 1000))
        );
        assert_eq!(start(r#"{"a":"1676300001"}"#), Err(CheckpointError::Future(NOW + 1)));
        assert_eq!(start(r#"{"a":"1676299000000"}"#), Err(CheckpointError::Future(1_676_299_000_000)));
    }

    #[test]
    fn anything_else_is_no_checkpoint() {
        for text in ["", "1676299000", "[]", "{}", "null"] {
            assert_eq!(start(text), Err(CheckpointError::NotAnObject), "{text}");
        }
        for text in [r#"{"a":1676299000}"#, r#"{"a":"-1"}"#, r#"{"a":""}"#, r#"{"a":"99999999999999999999"}"#]
        {
            assert_eq!(start(text), Err(CheckpointError::NotSeconds("a".into())), "{text}");
        }
        let unknown = start(r#"{"{subtopic}":"1676299000"}"#);
        assert_eq!(unknown, Err(CheckpointError::UnknownSubtopic("{subtopic}".into())));
    }
}
