//! One demand of a filter: how it is read and written, and for which tasks it holds.

use std::fmt;

use super::Field;
use super::find::find;
use super::words;
use crate::inventory::TaskRecord;
use crate::task_name::NameParts;

/// One demand of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    negated: bool,
    field: Option<Field>,
    value: String,
    quoted: bool,
    /// Whether a `*` in the value stands for anything.
    wild: bool,
    /// In which of the words of columns that have only a few it stands; see [`words::bits`].
    words: u32,
}

impl Term {
    /// The term that looks for exactly this value, quoted where it has to be.
    pub fn new(negated: bool, field: Option<Field>, value: &str) -> Self {
        let mut term = Self::made(negated, field, value.to_owned(), false, false);
        let plain = Self::read(&term.to_string()).is_some_and(|(read, rest)| read == term && rest.is_empty());
        term.quoted = !plain;
        term
    }

    /// Whether it stands between quotation marks.
    pub(super) fn quoted(&self) -> bool {
        self.quoted
    }

    /// In which of the words of columns that have only a few it stands.
    pub(crate) fn words(&self) -> u32 {
        self.words
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
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
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
        Some((Self::made(negated, field, value, quoted, wild), rest))
    }

    fn made(negated: bool, field: Option<Field>, value: String, quoted: bool, wild: bool) -> Self {
        let mut term = Self { negated, field, value, quoted, wild, words: 0 };
        term.words = words::bits(field, |word| term.fits(word));
        term
    }

    /// Whether a task is shown as far as this term goes.
    pub(crate) fn holds(&self, record: &TaskRecord) -> bool {
        let found = match self.field {
            None => self.is_anywhere(record),
            Some(Field::Component) => self.is_component(record),
            Some(Field::Project) => self.is_part(record, |parts| parts.project),
            Some(Field::Host) => self.is_part(record, |parts| parts.host),
            Some(Field::Label) => self.is_label(record),
            Some(Field::State | Field::Last | Field::Operation | Field::Waiting) => {
                self.words & words::of(record) != 0
            }
        };
        found != self.negated
    }

    /// Whether it stands in what a row shows.
    fn is_anywhere(&self, record: &TaskRecord) -> bool {
        self.words & (words::of(record) | words::basis(record.knowledge)) != 0
            || self.fits(record.name.as_str())
            || self.is_label(record)
            || self.is_component(record)
    }

    fn is_component(&self, record: &TaskRecord) -> bool {
        // Taking a name apart costs more than all else.
        self.words & words::COMPONENTS != 0 && self.words & words::component(record.component()) != 0
    }

    fn is_part(&self, record: &TaskRecord, part: fn(NameParts<'_>) -> &str) -> bool {
        self.has_part_in(record.name.as_str().as_bytes(), &self.value)
            && record.name.parts().is_some_and(|parts| self.fits(part(parts)))
    }

    fn is_label(&self, record: &TaskRecord) -> bool {
        record.labels.iter().any(|label| self.fits(label))
    }

    /// Whether every task for which it holds is one for which `wide` holds too. Not every such case is
    /// found, but those that come about by typing on.
    pub(super) fn implies(&self, wide: &Self) -> bool {
        if self == wide {
            return true;
        }
        if (self.negated, self.field) != (wide.negated, wide.field) {
            return false;
        }
        let (narrow, wide) = if self.negated { (wide, self) } else { (self, wide) };
        // A value is a sample of the texts that it fits, with a character for each stretch that may be
        // anything: what fits the sample fits them, unless it takes this character for a star.
        if narrow.wild && !wide.wild && wide.value.contains('*') {
            return false;
        }
        if wide.wild && wide.field.is_some() {
            // Without a star of its own it says nothing of where a text begins and ends.
            return narrow.wild && wide.fits(&narrow.value);
        }
        wide.has_part_in(narrow.value.as_bytes(), &wide.value)
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
