//! Tasks in JSON: lists of names or of objects that carry one, alone, under `tasks`, or one document after
//! another.
//!
//! Under `tasks` (the console's own format) a name is taken as it is written. In any other document
//! names of known shapes go first, since people paste answers and logs whose `name` is something else.

use serde_json::value::RawValue;

use super::heading::Heading;
use super::reader::{FoundTasks, MentionReader, WhyLeftOut};
use crate::domain::inventory::add_labels;
use crate::domain::task_name::TaskName;
use crate::text::json::members;
use crate::text::position::offset_of;

/// Returns the names in a text that is JSON from end to end, none in any other.
pub(crate) fn names_in_json(text: &str) -> Vec<TaskName> {
    let mut reading = MentionReader::default();
    reading.read_json(text);
    reading.found.entries.into_iter().map(|entry| entry.name).collect()
}

impl MentionReader {
    /// Reads a text that is JSON from end to end, and says whether it is. Raw values are skipped without
    /// recursion, so no depth is too much.
    pub fn read_json(&mut self, text: &str) -> bool {
        if !text.trim_start().starts_with(['{', '[']) {
            return false;
        }
        let documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let Ok(documents) = documents.collect::<Result<Vec<_>, _>>() else { return false };
        let mut lines = Lines { text, offset: 0, line: 1 };
        for document in documents {
            let (exact, entries) = match tasks(document) {
                // A list alone is anybody's.
                DocumentTasks::List(entries) => (document.get().starts_with('{'), entries),
                DocumentTasks::NoList(_) | DocumentTasks::Missing => (false, vec![document]),
            };
            for entry in entries {
                read_entry(entry.get(), exact, &mut lines, self);
            }
        }
        true
    }
}

/// A member that a document can have in the place of tasks.
pub(crate) enum DocumentTasks<'a> {
    /// A list; its entries unread.
    List(Vec<&'a RawValue>),
    /// Something that is no list.
    NoList(&'a str),
    /// An object without `tasks`.
    Missing,
}

/// Returns the tasks of a document: itself, or what it has under `tasks`.
pub(crate) fn tasks(document: &RawValue) -> DocumentTasks<'_> {
    let mut place = document.get();
    if place.starts_with('{') {
        match members(place).into_iter().flatten().find(|(name, _)| name == "tasks") {
            Some((_, tasks)) => place = tasks,
            None => return DocumentTasks::Missing,
        }
    }
    serde_json::from_str(place).map_or(DocumentTasks::NoList(place), DocumentTasks::List)
}

impl FoundTasks {
    /// Returns the entries of a list in the console's own format, which is a part of the text.
    pub(crate) fn in_list(text: &str, entries: &[&RawValue]) -> Self {
        let mut reading = MentionReader::default();
        let mut lines = Lines { text, offset: 0, line: 1 };
        for entry in entries {
            read_entry(entry.get(), true, &mut lines, &mut reading);
        }
        reading.found
    }
}

fn read_entry(entry: &str, exact: bool, lines: &mut Lines<'_>, reading: &mut MentionReader) {
    let mut labels = Vec::new();
    let (mut task, mut name) = (None, text_of(entry));
    let members = entry.starts_with('{').then(|| members(entry)).flatten();
    for (member, value) in members.into_iter().flatten() {
        match Heading::of(&member) {
            Some(Heading::Task) if task.is_none() => task = text_of(value),
            Some(Heading::Name) if name.is_none() => name = text_of(value),
            Some(Heading::Labels) => read_labels(value, &mut labels),
            _ => {}
        }
    }
    let own = task.or(name);
    if (!exact || own.is_none()) && reading.take_known(entry, &labels) {
        return;
    }
    let line = lines.line_of(entry);
    match own {
        Some(name) => reading.take(line, &name, &labels),
        None => reading.leave_out(line, entry, WhyLeftOut::NoName),
    }
}

/// Reads a label, or a list of them; what is no text is none.
fn read_labels(json: &str, labels: &mut Vec<String>) {
    let list: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
    for label in list.iter().map(|label| label.get()).chain([json]) {
        if let Some(label) = text_of(label) {
            add_labels(labels, &label);
        }
    }
}

fn text_of(json: &str) -> Option<String> {
    // Most of what is asked is no text, and an error costs more than a look.
    json.starts_with('"').then(|| serde_json::from_str(json).ok())?
}

/// A counter that tells the lines of a text.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl Lines<'_> {
    /// Returns the line of a part of the text that lies behind the part asked for before.
    fn line_of(&mut self, part: &str) -> usize {
        let offset = offset_of(part, self.text);
        let passed = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        let mut next = self.text.as_bytes().iter().skip(self.offset + 1);
        // Old systems end a line with a carriage return alone.
        let ends = passed.iter().filter(|byte| {
            let next = next.next();
            **byte == b'\n' || (**byte == b'\r' && next != Some(&b'\n'))
        });
        self.line += ends.count();
        self.offset = offset.max(self.offset);
        self.line
    }
}
