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
//! What is left out is said, with the reason; the rest of a line that a name was found in, and lines of
//! nothing but brackets, bullets or the rules of a table, are not. Where a text is one line with several
//! words between commas, each of them is a name or is left out.
//!
//! Lines end as they do on any system. What a file is, is told by `file`.

pub mod file;
mod heading;
mod json;
mod query;
mod shape;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::inventory::{Entry, add_labels};
use crate::domain::task_name::{TaskName, TaskNameError};

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
    /// It heads a table or a list under which nothing stands.
    OnlyHeadings,
    /// It stands beside names in a line, and may be one or not.
    BesideNames,
}

impl LeftOut {
    /// The length that a text is cut to, in characters.
    pub const MOST_CHARACTERS: usize = 80;
}

/// Reads the tasks out of any text.
pub fn read(text: &str) -> Found {
    let text = without_mark(text);
    let mut reading = Reading::default();
    if !json::read(text, &mut reading) {
        let text = with_usual_ends(text);
        let (separator, text) = declared_separator(&text);
        // It has a line of its own.
        reading.lines_before = usize::from(separator.is_some());
        if !table::read(text, separator, &mut reading) {
            reading.read_lines(text);
        }
    }
    reading.found
}

/// What may end a line beside the line feed: separators of lines and paragraphs, of pages, and zero bytes.
const OTHER_ENDS: [char; 6] = ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}', '\0'];

/// Returns a text whose lines end with a line feed: old systems write a carriage return, and some programs
/// other separators, which may be part of a cell where there are usual ends as well.
fn with_usual_ends(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    if !text.contains('\n') && text.contains(OTHER_ENDS) {
        text = Cow::Owned(text.replace(OTHER_ENDS, "\n"));
    }
    text
}

/// Reads the line by which a table tells Excel what divides its cells (`sep=;`), and returns what follows.
fn declared_separator(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    // A tab is a blank, too.
    let line = line.trim_matches([' ', '"']);
    let separator = line.split_at_checked(4).filter(|(word, _)| word.eq_ignore_ascii_case("sep="));
    let mut separator = separator.map_or("", |(_, separator)| separator).chars();
    match (separator.next(), separator.next()) {
        (Some(separator), None) if !separator.is_alphanumeric() => (Some(separator), rest),
        _ => (None, text),
    }
}

/// A text without the byte order mark that files written on Windows begin with.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The names in a text that is JSON from end to end, none in any other.
pub(crate) fn read_json(text: &str) -> Vec<TaskName> {
    let mut reading = Reading::default();
    json::read(text, &mut reading);
    reading.found.entries.into_iter().map(|entry| entry.name).collect()
}

/// Whether a word says that the name of a task follows.
pub(crate) fn is_task_heading(word: &str) -> bool {
    Heading::of(word) == Some(Heading::Task)
}

/// The names in a text that can be told from what stands around them.
pub(crate) fn names_in(text: &str) -> Vec<TaskName> {
    let mut names = shape::names_in(text);
    query::add_names(text, &mut names);
    names
}

#[derive(Default)]
struct Reading {
    found: Found,
    /// Where in what was found each name stands. A map of the inventory's type: its code is there once.
    places: HashMap<TaskName, usize>,
    /// How many lines stand before the text that is read.
    lines_before: usize,
}

impl Reading {
    fn read_lines(&mut self, text: &str) {
        let all = || text.split('\n').flat_map(|line| line.split(OTHER_ENDS)).map(bare);
        let lines = || all().enumerate().filter(|(_, line)| !line.is_empty());
        let known = lines().any(|(_, line)| !names_in(line).is_empty());
        let list = known && lines().all(|(_, line)| is_word(line));
        let is_single = lines().nth(1).is_none();
        let is_heading = |line: &str| match is_single {
            // A single line is what was typed, unless it can hardly be anything else.
            true => Heading::of(line) == Some(Heading::Task) && Heading::is_long(line),
            false => Heading::of(line).is_some(),
        };
        let heading = lines().next().filter(|(_, line)| is_heading(line)).map(|(index, _)| index);
        for (index, line) in lines() {
            let number = index + 1;
            if heading == Some(index) {
                let why = if is_single { WhyLeftOut::OnlyHeadings } else { WhyLeftOut::NoName };
                self.leave_out(number, line, why);
            } else if known && self.take_known(line, &[]) {
                self.leave_out_beside(number, line, is_single);
            } else if !known || (list && line.contains(|c: char| c.is_ascii_digit())) {
                self.take(number, line, &[]);
            } else if !is_rule(line) {
                let damaged = line.contains("connector_v2");
                let why = if damaged { WhyLeftOut::DamagedName } else { WhyLeftOut::NoName };
                self.leave_out(number, line, why);
            }
        }
    }

    /// Leaves out what stands beside the names in a line and may be meant for one.
    fn leave_out_beside(&mut self, number: usize, line: &str, is_single: bool) {
        let damaged = line.split(|c: char| c.is_whitespace() || ",;|'\"`，；、".contains(c));
        for word in damaged.filter(|word| word.contains(":connector_v2:") && names_in(word).is_empty()) {
            self.leave_out(number, word, WhyLeftOut::DamagedName);
        }
        let words = line.split([',', ';', '，', '；', '、']).map(bare);
        let is_list = is_single && words.clone().all(is_word);
        for word in words.filter(|word| is_list && !is_rule(word) && !word.contains(":connector_v2:")) {
            if names_in(word).is_empty() {
                self.leave_out(number, word, WhyLeftOut::BesideNames);
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
        self.found.left_out.push(LeftOut { line: self.lines_before + line, text, why });
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

/// Whether a line has nothing but what divides others: brackets, bullets, the rules of a table.
fn is_rule(line: &str) -> bool {
    let divides = |c: char| {
        c.is_ascii_punctuation()
            || c.is_whitespace()
            || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{259f}' | '\u{3001}'..='\u{3011}')
            || matches!(c, '·' | '，' | '；' | '：' | '－' | '＝' | '（' | '）' | '｜')
    };
    line.chars().all(divides)
}

fn is_word(line: &str) -> bool {
    !line.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '{' | '}'))
}
