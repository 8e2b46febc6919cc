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
//! Of a line that is taken as a name, what surely is no part of one is left out (`typed_name`).
//!
//! What is left out is said, with the reason; the rest of a line that a name was found in, and lines of
//! nothing but brackets, bullets or the rules of a table, are not. Where a text is one line with several
//! words between commas, each of them is a name or is left out.
//!
//! Lines end as they do on any system. What a file is, is told by `file`.

pub mod file;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::domain::mentions::{Heading, MentionReader, names_in};
use crate::domain::task_name::TaskName;
use crate::forms::typed_name;

pub use crate::domain::mentions::{FoundTasks, LeftOut, ReadAs, WhyLeftOut};

/// Reads the tasks out of any text.
pub fn read(text: &str) -> FoundTasks {
    let text = without_mark(text);
    let mut reading = MentionReader::default();
    if !reading.read_json(text) {
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

/// Returns a text without the byte order mark that files written on Windows begin with.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl MentionReader {
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
                self.take_line(number, line);
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

    /// Takes a line as a name, without what surely is no part of it.
    fn take_line(&mut self, number: usize, line: &str) {
        let peeled = typed_name::peeled(line);
        match TaskName::parse(&peeled) {
            Ok(name) if peeled != line => self.take_as(number, line, name),
            _ => self.take(number, line, &[]),
        }
    }
}

/// Returns a line without what only divides it from the next: blanks, commas, a pair of quotes around it all.
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

/// Returns whether a line has nothing but what divides others: brackets, bullets, the rules of a table.
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
