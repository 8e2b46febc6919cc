//! Reading tasks out of whatever people paste: lists, curl commands, wiki pages, tables, JSON.
//!
//! Four rules, the first that fits:
//!
//! 1. The text is JSON: its entries are the tasks (`json`).
//! 2. Its first line heads the columns of a table: its rows are the tasks (`table`).
//! 3. A name of a known shape (`shape`) or a call or link with a name (`query`) stands somewhere in the
//!    text: every such name is taken, and a line without one is left out. In a list of one word a line, a
//!    word with a digit in it is a name too, whatever its shape; a word without one is taken for a heading.
//! 4. Else each line is one name, blanks and all, since a name may have any shape.
//!
//! What is left out is said, with the reason; the rest of a line that a name was found in, and lines
//! without a letter or digit (brackets, the rules of a table), are not.

mod heading;
mod json;
mod query;
mod shape;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::inventory::{Entry, add_labels};
use crate::task_name::{TaskName, TaskNameError};

use heading::Heading;
pub(crate) use json::{Tasks, tasks};

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The tasks, in the order of the lines on which they are first named, each once.
    pub entries: Vec<Entry>,
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

/// Reads the tasks out of any text.
pub fn read(text: &str) -> Found {
    let text = without_mark(text);
    let mut reading = Reading::default();
    if !json::read(text, &mut reading) && !table::read(text, &mut reading) {
        reading.read_lines(text);
    }
    reading.found
}

/// A text without the byte order mark that files written on Windows begin with.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The names in a text that can be told from what stands around them.
fn names_in(text: &str) -> Vec<TaskName> {
    let mut names = shape::names_in(text);
    query::add_names(text, &mut names);
    names
}

#[derive(Default)]
struct Reading {
    found: Found,
    /// Where in what was found each name stands. A map of the inventory's type: its code is there once.
    places: HashMap<TaskName, usize>,
}

impl Reading {
    fn read_lines(&mut self, text: &str) {
        let lines = || text.lines().map(bare).enumerate().filter(|(_, line)| !line.is_empty());
        let known = lines().any(|(_, line)| !names_in(line).is_empty());
        let list = known && lines().all(|(_, line)| is_word(line));
        // A single line is what was typed, not a heading of nothing.
        let first = lines().next().filter(|_| lines().nth(1).is_some());
        let heading = first.filter(|(_, line)| Heading::of(line).is_some()).map(|(index, _)| index);
        for (index, line) in lines() {
            let as_it_is = !known || (list && line.contains(|c: char| c.is_ascii_digit()));
            let as_it_is = as_it_is && heading != Some(index);
            if known && self.take_known(line, &[]) {
                continue;
            }
            if as_it_is {
                self.take(index + 1, line, &[]);
            } else if line.contains(char::is_alphanumeric) {
                let damaged = line.contains("connector_v2");
                let why = if damaged { WhyLeftOut::DamagedName } else { WhyLeftOut::NoName };
                self.leave_out(index + 1, line, why);
            }
        }
    }

    /// Takes every name that can be told from what stands around it, and says whether there is one.
    fn take_known(&mut self, text: &str, labels: &[String]) -> bool {
        let names = names_in(text);
        let any = !names.is_empty();
        for name in names {
            self.add(name, labels);
        }
        any
    }

    /// Takes the whole text as a name or leaves it out.
    fn take(&mut self, line: usize, text: &str, labels: &[String]) {
        match TaskName::parse(text) {
            Ok(name) => self.add(name, labels),
            Err(TaskNameError::Empty) => self.leave_out(line, text, WhyLeftOut::NoName),
            Err(TaskNameError::ControlCharacter { .. }) => {
                self.leave_out(line, text, WhyLeftOut::ControlCharacter);
            }
        }
    }

    fn add(&mut self, name: TaskName, labels: &[String]) {
        let place = match self.places.get(&name) {
            Some(place) => *place,
            None => {
                self.places.insert(name.clone(), self.found.entries.len());
                self.found.entries.push(name.into());
                self.found.entries.len() - 1
            }
        };
        for label in labels {
            add_labels(&mut self.found.entries[place].labels, label);
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
