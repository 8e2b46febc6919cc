//! A task name as it is typed, pasted or linked: what surely is no part of it is left out, and said; the rest is kept
//! to the letter.
//!
//! Left out are blanks and marks of no width around it, quotes and brackets around it, punctuation behind it, a label
//! before it (`taskName:`), the rest of a text, a command or a URL that a name of a known shape or a query with one
//! stands in, and a sentence in Chinese that goes on behind a plain name. What is percent-encoded throughout is decoded.
//! Names that are known, as the host has them, are not read by this: they are taken as they are.

use crate::domain::mentions::{self, Heading};
use crate::domain::task_name::{TaskName, TaskNameError};
use crate::text::bare::{PAIRS, before_prose, is_cjk_punctuation, unquoted, without_blanks};
use crate::text::odd_characters::is_hidden;
use crate::text::percent;

/// A name that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedName {
    /// The name.
    pub name: TaskName,
    /// Whether it is other than what was typed.
    pub is_cleaned: bool,
    /// What was typed before and behind it and was left out; empty where it was decoded.
    pub left_out: Vec<String>,
}

/// Why a text names no task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedNameError {
    /// There is no name in it.
    Name(TaskNameError),
    /// There are several.
    Several(Vec<TaskName>),
}

/// The most that a name is looked for in; a longer text is none.
const MOST_BYTES: usize = 20_000;

/// Reads a name.
pub fn read(text: &str) -> Result<TypedName, TypedNameError> {
    let bare = without_blanks(text);
    let names = match bare {
        "" => return Err(TypedNameError::Name(TaskNameError::Empty)),
        _ if bare.len() > MOST_BYTES => Vec::new(),
        _ if bare.starts_with(['{', '[']) => mentions::names_in_json(bare),
        _ => mentions::names_in(bare),
    };
    let mut distinct: Vec<TaskName> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    let name = match distinct.as_slice() {
        [name] => name.clone(),
        [] => TaskName::exact(&peeled(bare)).map_err(TypedNameError::Name)?,
        _ => return Err(TypedNameError::Several(distinct)),
    };
    let is_cleaned = name.as_str() != text;
    let around = text.find(name.as_str()).map(|at| [&text[..at], &text[at + name.as_str().len()..]]);
    let left_out = around.into_iter().flatten().filter(|part| !part.is_empty()).map(str::to_owned).collect();
    Ok(TypedName { name, is_cleaned, left_out })
}

/// Returns a text of no known shape without what surely is no part of a name.
pub(crate) fn peeled(text: &str) -> String {
    const MOST_DECODINGS: usize = 3;
    let mut text = peeled_once(text).to_owned();
    for _ in 0..MOST_DECODINGS {
        match decoded(&text) {
            Some(decoded) => text = peeled_once(&decoded).to_owned(),
            None => break,
        }
    }
    text
}

fn peeled_once(mut text: &str) -> &str {
    loop {
        let before = text;
        text = without_label(before_prose(unquoted(text)));
        let mut characters = text.chars();
        let last = characters.next_back();
        let rest = characters.as_str();
        let is_end = match last {
            Some(',' | ';' | '.') => true,
            Some(c) if is_cjk_punctuation(c) => true,
            // A bracket or quote that nothing opens.
            Some(c) => PAIRS.iter().any(|(open, close)| *close == c && !rest.contains([*open, *close])),
            None => false,
        };
        if is_end && !without_blanks(rest).is_empty() {
            text = rest;
        }
        let mut characters = text.chars();
        let first = characters.next();
        let rest = characters.as_str();
        let opens = |c: char| PAIRS.iter().any(|(open, close)| *open == c && !rest.contains([*open, *close]));
        if first.is_some_and(opens) && !without_blanks(rest).is_empty() {
            text = rest;
        }
        if text == before {
            return text;
        }
    }
}

/// Returns a text without a word that says that a name follows.
fn without_label(text: &str) -> &str {
    let Some(at) = text.find([':', '：', '=']) else { return text };
    let (label, rest) = text.split_at(at);
    let mut rest = rest.chars();
    let sign = rest.next();
    let rest = rest.as_str();
    let label = without_blanks(label);
    // A colon right behind a short word may be a part of the name.
    let divides = sign != Some(':') || rest.starts_with(' ') || Heading::is_long(label);
    let name = without_blanks(rest);
    if divides && !name.is_empty() && mentions::is_task_heading(label) { name } else { text }
}

/// Returns a text that is percent-encoded throughout, decoded.
fn decoded(text: &str) -> Option<String> {
    let is_encoded = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~*:,%".contains(&byte);
    let mut escapes = text.match_indices('%').peekable();
    escapes.peek()?;
    let is_escape = |at: usize| {
        text.as_bytes().get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.bytes().all(is_encoded) || !escapes.all(|(at, _)| is_escape(at)) {
        return None;
    }
    let decoded = percent::decode(text);
    let is_text = !decoded.contains(|c: char| c.is_control() || c == '\u{fffd}' || is_hidden(c));
    (is_text && !without_blanks(&decoded).is_empty()).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USUAL: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

    fn name_of(text: &str) -> String {
        read(text).unwrap().name.to_string()
    }

    #[test]
    fn what_surely_is_no_part_of_a_name_is_left_out() {
        for text in [
            " T1 ",
            "\u{a0}T1\u{3000}",
            "\u{feff}T1\u{200b}",
            "\"T1\"",
            "'T1'",
            "`T1`",
            "“T1”",
            "‘T1’",
            "„T1“",
            "«T1»",
            "「T1」",
            "『T1』",
            "《T1》",
            "【T1】",
            "（T1）",
            "(T1)",
            "<T1>",
            "T1,",
            "T1;",
            "T1.",
            "T1。",
            "T1，",
            "T1）",
            "T1」",
            "\"T1\",",
            "“T1”。",
            "T1，请看",
            "T1。请重启它",
            "「T1」，请看",
            "taskName=T1",
            "taskName: T1",
            "taskName:T1",
            "task_name：T1",
            "任务名:T1",
            "任务：T1",
            "[\"T1\"]",
            "{\"taskName\": \"T1\"}",
            "{\"task\":\"T1\"}",
            "https://h/?task=T1&op=stop",
            "\"T1",
            "%22T1%22",
            "curl -XPOST 'http://h:1/connector/task/v2/stop?taskName=T1'",
        ] {
            assert_eq!(name_of(text), "T1", "{text}");
            assert!(read(text).unwrap().is_cleaned, "{text}");
        }
        for text in [
            format!(
                "curl -XPOST 'http://h/connector/task/v2/resume?taskName={USUAL}&pullBackFlag=true' -H 'A: b'"
            ),
            format!("{USUAL}，请看"),
            format!("请重启 {USUAL}。"),
            USUAL.replace(':', "%3A"),
            format!("[{{\"taskName\":\"{USUAL}\"}}]"),
        ] {
            assert_eq!(name_of(&text), USUAL, "{text}");
        }
        assert_eq!(name_of("%E4%BB%BB%E5%8A%A1"), "任务");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let read = read("\"T1\"，请看").unwrap();
        assert_eq!(read.left_out, ["\"", "\"，请看"]);
        assert!(!super::read("T1").unwrap().is_cleaned);
    }

    #[test]
    fn what_is_not_sure_is_not_changed() {
        for text in [
            "T1",
            "a b",
            "T1, please",
            "任务一，请看",
            "T1，2",
            "x:y",
            "task:T1",
            "a \"b\" c",
            "(a) b",
            "100%",
            "a%zz",
            "a% b",
            "T\u{200b}1",
            "tаsk",
            "T\u{2011}1",
            "p (old)",
            "\u{202e}T1",
            "10.0.0.\u{200b}5-9000:connector_v2:p_1-incr_trans-1-0:0000000001",
            "db\u{2011}7-9000:connector_v2:p_1-incr_trans-1-0:0000000001",
            "10.0.0.5-9000:connector_v2:p_1-incr_trans-1-0:0000000001\u{200b}2",
            "10.0.0.5-9000:connector_v2:p_1-incr_trans-1-0:0000000001２",
            "бд5-9000:connector_v2:p_1-incr_trans-1-0:0000000001",
        ] {
            let read = read(text).unwrap();
            assert_eq!((read.name.as_str(), read.is_cleaned), (text, false));
        }
    }

    #[test]
    fn several_names_are_asked_about() {
        let second = USUAL.replace("0003000002", "0003000003");
        let both = format!("{USUAL}, {second}");
        let several = Err(TypedNameError::Several(vec![
            TaskName::exact(USUAL).unwrap(),
            TaskName::exact(&second).unwrap(),
        ]));
        assert_eq!(read(&both), several);
        assert_eq!(read(&format!("[\"{USUAL}\",\"{second}\"]")), several);
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in ["", " \u{a0}\u{200b}\r\n"] {
            assert_eq!(read(text), Err(TypedNameError::Name(TaskNameError::Empty)));
        }
        let control = TypedNameError::Name(TaskNameError::ControlCharacter { place: 2 });
        assert_eq!(read("a\tb"), Err(control));
    }

    proptest! {
        #[test]
        fn a_plain_name_is_kept_to_the_letter(name in "[a-zA-Z0-9_*-][a-zA-Z0-9_.:*-]{0,40}[a-zA-Z0-9_*-]") {
            let read = read(&name).unwrap();
            prop_assert_eq!((read.name.as_str(), read.is_cleaned), (name.as_str(), false));
        }

        #[test]
        fn what_was_read_is_read_as_it_is(
            text in prop_oneof![
                any::<String>(),
                "(\"|'|“|”|「|」|，|。|,|;| |T1|请看|taskName|=|:|%22|%25|\\(|\\)|[a-c]){0,10}",
            ],
        ) {
            if let Ok(first) = read(&text) {
                let second = read(first.name.as_str());
                prop_assert_eq!(second.map(|second| second.name), Ok(first.name));
            }
        }
    }
}
