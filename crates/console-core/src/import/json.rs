//! Task names in JSON: lists of names or of objects that carry one, alone, under `tasks`, or one
//! document after another.
//!
//! Under `tasks` (the console's own format) a name is taken as it is written. In any other document
//! names of known shapes go first, since people paste answers and logs whose `name` is something else.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Reading, WhyLeftOut};

#[derive(Deserialize)]
struct TaskList<'a> {
    #[serde(borrow)]
    tasks: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry {
    name: Option<String>,
    #[serde(rename = "taskName")]
    task_name: Option<String>,
}

/// Reads a text that is JSON from end to end, and says whether it is. Raw values are skipped without
/// recursion, so no depth is too much.
pub(super) fn read(text: &str, reading: &mut Reading) -> bool {
    if !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let Ok(documents) = documents.collect::<Result<Vec<_>, _>>() else { return false };
    let mut place = Place { text, offset: 0, line: 1 };
    for document in documents {
        let (exact, entries) = entries(document);
        for entry in entries {
            read_entry(entry.get(), exact, &mut place, reading);
        }
    }
    true
}

/// The entries of a document, and whether their names are to be taken as they are.
fn entries(document: &RawValue) -> (bool, Vec<&RawValue>) {
    let text = document.get();
    // serde reads an array as a struct too.
    if text.starts_with('{')
        && let Ok(list) = serde_json::from_str::<TaskList<'_>>(text)
    {
        return (true, list.tasks);
    }
    (false, serde_json::from_str(text).unwrap_or_else(|_| vec![document]))
}

fn read_entry(entry: &str, exact: bool, place: &mut Place<'_>, reading: &mut Reading) {
    let own = own_name(entry);
    if (!exact || own.is_none()) && reading.take_known(entry) {
        return;
    }
    let line = place.line_of(entry);
    match own {
        Some(name) => {
            reading.take(line, &name);
        }
        None => reading.leave_out(line, entry, WhyLeftOut::NoName),
    }
}

fn own_name(entry: &str) -> Option<String> {
    if entry.starts_with('{') {
        let entry: Entry = serde_json::from_str(entry).ok()?;
        entry.task_name.or(entry.name)
    } else {
        serde_json::from_str(entry).ok()
    }
}

/// How far the lines of a text are counted.
struct Place<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl Place<'_> {
    /// The line of a part of the text that lies behind the part asked for before.
    fn line_of(&mut self, part: &str) -> usize {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let passed = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.offset = offset.max(self.offset);
        self.line
    }
}
