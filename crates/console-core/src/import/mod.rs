//! Reading task names out of whatever people paste: lists, curl commands, wiki pages, tables, JSON.
//!
//! Three rules, the first that fits:
//!
//! 1. The text is JSON: its entries are the names (`json`).
//! 2. A name of a known shape stands somewhere in the text (`shape`): every such name is taken, and a
//!    line without one is left out. In a list of one word a line, a word with a digit in it is a name
//!    too, whatever its shape; a word without one is taken for a heading.
//! 3. Else each line is one name, blanks and all, since a name may have any shape.
//!
//! What is left out is said, with the reason; the rest of a line that a name was found in, and lines
//! without a letter or digit (brackets, the rules of a table), are not.

mod json;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::task_name::{TaskName, TaskNameError};

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The names, in the order of the text, each once.
    pub names: Vec<TaskName>,
    /// What no name was found in, in the order of the text.
    pub left_out: Vec<LeftOut>,
}

/// A line, or an entry of a JSON list, that gave no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// The text, on one line, cut to [`LeftOut::MOST_CHARACTERS`].
    pub text: String,
    /// Why it was not taken.
    pub why: WhyLeftOut,
}

/// Why a piece of a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// There is no task name in it: a sentence, a heading, a part of a command.
    NoName,
    /// It mentions a connector, but the name is cut off or damaged.
    DamagedName,
    /// It has a control character, such as the tab between two cells, and no name can be told from it.
    ControlCharacter,
}

impl LeftOut {
    /// The length that a text is cut to, in characters.
    pub const MOST_CHARACTERS: usize = 80;
}

/// Reads the task names out of any text.
pub fn read(text: &str) -> Found {
    // Files written on Windows begin with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::default();
    if !json::read(text, &mut reading) {
        reading.read_lines(text);
    }
    reading.found
}

#[derive(Default)]
struct Reading {
    found: Found,
    seen: HashSet<TaskName>,
}

impl Reading {
    fn read_lines(&mut self, text: &str) {
        let lines = || text.lines().map(bare).enumerate().filter(|(_, line)| !line.is_empty());
        let known = lines().any(|(_, line)| !shape::names_in(line).is_empty());
        let list = known && lines().all(|(_, line)| is_word(line));
        for (index, line) in lines() {
            let as_it_is = !known || (list && line.contains(|c: char| c.is_ascii_digit()));
            if (known && self.take_known(line)) || (as_it_is && self.take(index + 1, line)) {
                continue;
            }
            if !as_it_is && line.contains(char::is_alphanumeric) {
                let damaged = line.contains("connector_v2");
                let why = if damaged { WhyLeftOut::DamagedName } else { WhyLeftOut::NoName };
                self.leave_out(index + 1, line, why);
            }
        }
    }

    /// Takes every name of a known shape, and says whether there is one.
    fn take_known(&mut self, text: &str) -> bool {
        let names = shape::names_in(text);
        let any = !names.is_empty();
        for name in names {
            self.add(name);
        }
        any
    }

    /// Takes the whole text as a name or leaves it out.
    fn take(&mut self, line: usize, text: &str) -> bool {
        match TaskName::parse(text) {
            Ok(name) => {
                self.add(name);
                return true;
            }
            Err(TaskNameError::Empty) => self.leave_out(line, text, WhyLeftOut::NoName),
            Err(TaskNameError::ControlCharacter { .. }) => {
                self.leave_out(line, text, WhyLeftOut::ControlCharacter);
            }
        }
        false
    }

    fn add(&mut self, name: TaskName) {
        if self.seen.insert(name.clone()) {
            self.found.names.push(name);
        }
    }

    fn leave_out(&mut self, line: usize, text: &str, why: WhyLeftOut) {
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let mut characters = text.trim().chars().map(plain);
        let mut text: String = characters.by_ref().take(LeftOut::MOST_CHARACTERS).collect();
        if characters.next().is_some() {
            text.pop();
            text.push('…');
        }
        self.found.left_out.push(LeftOut { line, text, why });
    }
}

/// A line without what only divides it from the next: blanks, commas, a pair of quotes around it all.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_end_matches(',').trim_end();
    for quote in ['"', '\'', '`'] {
        let inner = line.strip_prefix(quote).and_then(|line| line.strip_suffix(quote));
        if let Some(inner) = inner.filter(|inner| !inner.contains(quote)) {
            return inner.trim();
        }
    }
    line
}

fn is_word(line: &str) -> bool {
    !line.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '{' | '}'))
}
