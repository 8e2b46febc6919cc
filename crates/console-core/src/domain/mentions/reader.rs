//! Reading tasks out of a text, entry by entry: what was found, and what was left out.

use std::collections::HashMap;

use crate::domain::inventory::{TaskEntry, add_labels};
use crate::domain::task_name::{TaskName, TaskNameError};

use super::query::names_in;

/// A list of tasks that a text was found to name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundTasks {
    /// The tasks, in the order of the lines on which they are first named, each once.
    pub entries: Vec<TaskEntry>,
    /// What no name was found in, in the order of the text.
    pub left_out: Vec<LeftOut>,
    /// The lines that were taken as another name than the text there, in the order of the text.
    pub read_as: Vec<ReadAs>,
}

/// A line that was taken as a name without a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAs {
    /// The line, counted from 1.
    pub line: usize,
    /// The text, as [`LeftOut::text`].
    pub text: String,
    /// The name.
    pub name: TaskName,
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
    /// It heads a table or a list under which nothing stands.
    OnlyHeadings,
    /// It stands beside names in a line, and may be one or not.
    BesideNames,
}

impl LeftOut {
    /// The length that a text is cut to, in characters.
    pub const MOST_CHARACTERS: usize = 80;

    /// Returns the text as it was written, and whether more of it was cut off.
    pub fn written(&self) -> (&str, bool) {
        let is_full = self.text.chars().count() == Self::MOST_CHARACTERS;
        match self.text.strip_suffix(CUT).filter(|_| is_full) {
            Some(beginning) => (beginning, true),
            None => (&self.text, false),
        }
    }
}

/// What follows a text that was cut.
const CUT: char = '…';

/// A reader that takes entries out of a text.
#[derive(Default)]
pub(crate) struct MentionReader {
    pub found: FoundTasks,
    /// Where in what was found each name stands. A map of the inventory's type: its code is there once.
    places: HashMap<TaskName, usize>,
    /// How many lines stand before the text that is read.
    pub lines_before: usize,
}

impl MentionReader {
    /// Takes every name that can be told from the context, and says whether there is one.
    pub fn take_known(&mut self, text: &str, labels: &[String]) -> bool {
        let names = names_in(text);
        let any = !names.is_empty();
        for name in names {
            self.add(name, labels);
        }
        any
    }

    /// Takes the whole text as a name or leaves it out.
    pub fn take(&mut self, line: usize, text: &str, labels: &[String]) {
        match TaskName::parse(text) {
            Ok(name) => self.add(name, labels),
            Err(TaskNameError::Empty) => self.leave_out(line, text, WhyLeftOut::NoName),
            Err(TaskNameError::ControlCharacter { .. }) => {
                self.leave_out(line, text, WhyLeftOut::ControlCharacter);
            }
        }
    }

    /// Takes a line as this name.
    pub fn take_as(&mut self, line: usize, text: &str, name: TaskName) {
        self.add(name.clone(), &[]);
        let (line, text) = (self.lines_before + line, on_one_line(text));
        self.found.read_as.push(ReadAs { line, text, name });
    }

    pub fn add(&mut self, name: TaskName, labels: &[String]) {
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

    pub fn leave_out(&mut self, line: usize, text: &str, why: WhyLeftOut) {
        let text = on_one_line(text);
        self.found.left_out.push(LeftOut { line: self.lines_before + line, text, why });
    }
}

/// Returns a text on one line, cut to [`LeftOut::MOST_CHARACTERS`].
fn on_one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut characters = text.trim().chars().map(plain);
    let mut text: String = characters.by_ref().take(LeftOut::MOST_CHARACTERS).collect();
    if characters.next().is_some() {
        text.pop();
        text.push(CUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_cut_is_told_from_what_was_written() {
        let left = |text: &str| LeftOut { line: 1, text: on_one_line(text), why: WhyLeftOut::NoName };
        let long = "a".repeat(81);
        assert_eq!(left(&long).written(), (&long[..79], true));
        assert_eq!(left(&long[..80]).written(), (&long[..80], false));
        assert_eq!(left("and so on…").written(), ("and so on…", false));
    }
}
