//! The filter language: which tasks are shown while something is typed into the filter box.
//!
//! A filter is terms separated by blanks, and a task is shown if all of them hold. A word is looked for
//! in all columns; `field:value` in one of them; `*` stands for anything; `"…"` keeps blanks and takes
//! `*` as it is; `-` before a term turns it round. Every text is a filter. What is only begun (`-`,
//! `state:`) demands nothing yet, so that the table does not empty while a term is typed. Task names
//! hold colons, so a word before a colon that is no field is part of a text.

mod completion;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::inventory::{Knowledge, Standing, TaskRecord, TaskState};
use crate::operation::OperationKind;
use crate::task_name::{Component, NameParts};

pub use completion::{Completion, complete};

/// A column that a term can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `state:`
    State,
    /// `component:`; a task whose name does not tell it counts as `other`.
    Component,
    /// `project:`, where the name tells it.
    Project,
    /// `host:`, the address that the task runs on, where the name tells it.
    Host,
    /// `last:`, how the latest operation stands.
    Last,
    /// `op:`, which operation was the latest.
    Operation,
}

impl Field {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::State, Self::Component, Self::Project, Self::Host, Self::Last, Self::Operation];

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Component => "component",
            Self::Project => "project",
            Self::Host => "host",
            Self::Last => "last",
            Self::Operation => "op",
        }
    }

    /// The values that it can have; none where they are free.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::State => &["running", "stopped", "unknown", "in-doubt"],
            Self::Component => &["incr-sync", "full-import", "other"],
            Self::Project | Self::Host => &[],
            Self::Last => {
                &["confirmed", "rejected", "unknown", "under-way", "counted-as-done", "abandoned", NEVER]
            }
            Self::Operation => &["start", "stop", "update", "pullback", "migrate", "delete", NEVER],
        }
    }
}

/// The value of `last:` and `op:` for a task on which nothing was done.
const NEVER: &str = "none";

/// One demand of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    negated: bool,
    field: Option<Field>,
    value: String,
    quoted: bool,
    /// Whether a `*` in the value stands for anything.
    wild: bool,
}

impl Term {
    /// The term that looks for exactly this value, quoted where it has to be.
    pub fn new(negated: bool, field: Option<Field>, value: &str) -> Self {
        let mut term = Self { negated, field, value: value.to_owned(), quoted: false, wild: false };
        let plain = Self::read(&term.to_string()).is_some_and(|(read, rest)| read == term && rest.is_empty());
        term.quoted = !plain;
        term
    }

    /// Whether tasks are shown for which the rest of the term does not hold.
    pub fn negated(&self) -> bool {
        self.negated
    }

    /// The column; all of them if none was named.
    pub fn field(&self) -> Option<Field> {
        self.field
    }

    /// What is looked for, without quotation marks.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Reads the first term of a text, be it only begun; also returns what follows it.
    fn read(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        if text.is_empty() {
            return None;
        }
        let (negated, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (field, text) = Field::ALL
            .into_iter()
            .find_map(|field| {
                let (word, rest) = text.split_at_checked(field.word().len())?;
                let rest = rest.strip_prefix(':')?;
                word.eq_ignore_ascii_case(field.word()).then_some((Some(field), rest))
            })
            .unwrap_or((None, text));
        let (value, quoted, rest) = match text.strip_prefix('"') {
            Some(text) => {
                let (value, rest) = unquote(text);
                (value, true, rest)
            }
            None => {
                let (value, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
                (value.to_owned(), false, rest)
            }
        };
        let wild = !quoted && value.contains('*');
        Some((Self { negated, field, value, quoted, wild }, rest))
    }

    fn holds(&self, record: &TaskRecord) -> bool {
        let part = |of: fn(NameParts<'_>) -> &str| {
            // Taking a name apart costs more than looking through it.
            self.has_part_in(record.name.as_str().as_bytes(), &self.value)
                && record.name.parts().is_some_and(|parts| self.fits(of(parts)))
        };
        let found = match self.field {
            None => self.is_anywhere(record),
            Some(Field::State) => self.fits_any(state_words(record.knowledge)),
            Some(Field::Component) => self.fits(component_word(record.component())),
            Some(Field::Project) => part(|parts| parts.project),
            Some(Field::Host) => part(|parts| parts.host),
            Some(Field::Last) => {
                self.fits_any(record.last.map_or(&[NEVER], |last| standing_words(last.standing)))
            }
            Some(Field::Operation) => {
                self.fits_any(record.last.map_or(&[NEVER], |last| operation_words(last.kind)))
            }
        };
        found != self.negated
    }

    /// Whether it stands in what a row shows; what no column shows (`other`, `none`) is not text.
    fn is_anywhere(&self, record: &TaskRecord) -> bool {
        self.fits(record.name.as_str())
            || self.fits_any(state_words(record.knowledge))
            || record.last.is_some_and(|last| {
                self.fits_any(standing_words(last.standing)) || self.fits_any(operation_words(last.kind))
            })
            || [Component::IncrSync, Component::FullImport].into_iter().any(|component| {
                self.fits(component_word(Some(component))) && record.component() == Some(component)
            })
    }

    fn fits_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.fits(word))
    }

    /// Whether a column's text is the one that is looked for. With `*` it must be so as a whole,
    /// unless the term looks through all columns: a part is enough then.
    fn fits(&self, text: &str) -> bool {
        if !self.wild || self.field.is_none() {
            return self.has_part_in(text.as_bytes(), &self.value);
        }
        let (first, others) = self.value.split_once('*').unwrap_or((&self.value, ""));
        let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
        text.as_bytes()
            .split_at_checked(first.len())
            .filter(|(start, _)| start.eq_ignore_ascii_case(first.as_bytes()))
            .and_then(|(_, rest)| rest.split_at_checked(rest.len().checked_sub(last.len())?))
            .filter(|(_, end)| end.eq_ignore_ascii_case(last.as_bytes()))
            .is_some_and(|(between, _)| self.has_part_in(between, middle))
    }

    /// Whether a value stands in a text, its pieces between `*` one after the other.
    fn has_part_in(&self, text: &[u8], value: &str) -> bool {
        if !self.wild {
            return find(text, value.as_bytes()).is_some();
        }
        let mut rest = text;
        value.split('*').all(|piece| match find(rest, piece.as_bytes()) {
            Some(at) => {
                rest = &rest[at + piece.len()..];
                true
            }
            None => false,
        })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        if let Some(field) = self.field {
            f.write_str(field.word())?;
            f.write_str(":")?;
        }
        if !self.quoted {
            return f.write_str(&self.value);
        }
        f.write_str("\"")?;
        f.write_str(&self.value.replace('"', "\"\""))?;
        f.write_str("\"")
    }
}

/// What a task must hold to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

impl Filter {
    /// Reads what was typed. The case of ASCII letters does not matter; a quotation mark that is not
    /// closed reaches to the end, and a doubled one stands for itself between two others.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut rest = text;
        while let Some((term, more)) = Term::read(rest) {
            if !term.value.is_empty() {
                terms.push(term);
            }
            rest = more;
        }
        Self { terms }
    }

    /// Whether it lets every task through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What it demands, in the order in which it was typed.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Demands one value of a field in place of what was demanded of it, or nothing any more.
    pub fn set(&mut self, field: Field, value: Option<&str>) {
        self.terms.retain(|term| term.field != Some(field));
        self.terms.extend(
            value.filter(|value| !value.is_empty()).map(|value| Term::new(false, Some(field), value)),
        );
    }

    /// Whether a task is shown.
    pub fn matches(&self, record: &TaskRecord) -> bool {
        self.terms.iter().all(|term| term.holds(record))
    }

    /// A text that reads as this filter.
    pub fn to_text(&self) -> String {
        self.terms.iter().map(Term::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// The word for a state in filters.
pub fn state_word(state: Option<TaskState>) -> &'static str {
    match state {
        Some(TaskState::Running) => "running",
        Some(TaskState::Stopped) => "stopped",
        None => "unknown",
    }
}

/// The word for a component in filters.
pub fn component_word(component: Option<Component>) -> &'static str {
    match component {
        Some(Component::IncrSync) => "incr-sync",
        Some(Component::FullImport) => "full-import",
        None => "other",
    }
}

// In each of these the first word is the field's value; the others are what the table shows.

/// A state in doubt is one of the unknown ones.
fn state_words(knowledge: Knowledge) -> &'static [&'static str] {
    match knowledge {
        Knowledge::After { state: TaskState::Running, .. } => &["running"],
        Knowledge::After { state: TaskState::Stopped, .. } => &["stopped"],
        Knowledge::Nothing => &["unknown"],
        Knowledge::InDoubt { .. } => &["in-doubt", "in doubt", "unknown"],
    }
}

fn standing_words(standing: Standing) -> &'static [&'static str] {
    match standing {
        Standing::UnderWay => &["under-way", "under way"],
        Standing::Confirmed => &["confirmed"],
        Standing::Rejected => &["rejected"],
        Standing::Unknown => &["unknown"],
        Standing::CountedAsDone => &["counted-as-done", "counted as done"],
        Standing::Abandoned => &["abandoned"],
    }
}

fn operation_words(kind: OperationKind) -> &'static [&'static str] {
    match kind {
        OperationKind::Start => &["start"],
        OperationKind::Stop => &["stop"],
        OperationKind::Update => &["update"],
        OperationKind::PullBack => &["pullback", "pull back", "pull-back"],
        OperationKind::Migrate => &["migrate"],
        OperationKind::Delete => &["delete"],
    }
}

/// Reads on behind a quotation mark; also returns what follows the closing one.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some((part, more)) = rest.split_once('"') {
        value.push_str(part);
        match more.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => return (value, more),
        }
    }
    value.push_str(rest);
    (value, "")
}

/// Where a word begins in a text, whatever the case of ASCII letters.
fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let Some(first) = word.first() else { return Some(0) };
    // The two cases of a letter differ in this bit only.
    let case = if first.is_ascii_alphabetic() { 0x20 } else { 0 };
    let starts = text.get(..=text.len().checked_sub(word.len())?)?;
    let mut start = 0;
    loop {
        start += find_byte(starts.get(start..)?, first | case, case)?;
        if text[start..start + word.len()].eq_ignore_ascii_case(word) {
            return Some(start);
        }
        start += 1;
    }
}

/// Where a byte stands once the bits of `case` are set in all. Eight bytes at a time, since nearly all
/// of a filter's time goes into this.
fn find_byte(text: &[u8], byte: u8, case: u8) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (blocks, rest) = text.as_chunks();
    for (index, block) in blocks.iter().enumerate() {
        // Where the byte stands there is a zero now; borrowing from it sets its highest bit.
        let zeros = (u64::from_le_bytes(*block) | (ONES * u64::from(case))) ^ (ONES * u64::from(byte));
        let found = zeros.wrapping_sub(ONES) & !zeros & (ONES << 7);
        if found != 0 {
            return Some(8 * index + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|other| other | case == byte)?;
    Some(8 * blocks.len() + at)
}
