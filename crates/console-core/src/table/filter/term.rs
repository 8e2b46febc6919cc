//! One demand of a filter: how it is read and written, and for which tasks it holds.

use std::fmt;
use std::ops::RangeInclusive;

use fast_text::find;

use super::comparison;
use super::field::FilterField;
use super::spelling::{is_unseen, plain, plain_text, strip};
use super::words;
use crate::domain::inventory::TaskRecord;
use crate::domain::mentions;
use crate::domain::task_name::{NameParts, TaskName};

/// What may stand between the names of a list.
const DIVIDERS: [char; 7] = [',', ';', '|', '，', '；', '、', '｜'];

/// Stands between the values of a field of which any is enough.
const CHOICE: char = ',';
/// Stand between a field that is compared and its value, with or without a colon.
const OPERATORS: [char; 3] = ['<', '>', WHOLE];
/// Stands before a value of a field that is looked for as a whole.
const WHOLE: char = '=';

/// One demand of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    negated: bool,
    field: Option<FilterField>,
    value: String,
    /// The value in plain characters, where it has others. A task has one or the other.
    plain: Option<String>,
    quoted: bool,
    /// Whether a `*` in the value stands for anything.
    wild: bool,
    /// In which of the words of columns that have only a few it stands; see [`words::bits`].
    words: u32,
    /// The tasks that are shown, of which the value is a list. Sorted; empty in any other term.
    names: Vec<TaskName>,
    /// The delays of which any is enough; empty in terms of other fields.
    delays: Vec<RangeInclusive<i64>>,
}

/// The first term of a text as it was read.
pub(super) struct ParsedTerm<'a> {
    /// The term.
    pub term: Term,
    /// The text from the term on, behind its `-`.
    pub body: &'a str,
    /// What follows the term.
    pub rest: &'a str,
}

impl Term {
    /// Returns the term that looks for exactly this value, quoted where it has to be.
    pub fn new(negated: bool, field: Option<FilterField>, value: &str) -> Self {
        let unquoted = Self::made(negated, field, value.to_owned(), false);
        let text = unquoted.to_string();
        let is_read_back = Self::read(&text).is_some_and(|read| {
            let names = read.term.names_in_it();
            read.term == unquoted
                && Self::read(read.rest).is_none()
                && names.iter().all(|name| name.as_str() == unquoted.value)
        });
        // A star stands for itself here.
        let is_one = !unquoted.wild && !unquoted.is_choice() && !unquoted.plain().starts_with(WHOLE);
        let reads_as_itself = is_one && !unquoted.is_begun() && is_read_back;
        if reads_as_itself { unquoted } else { Self::made(negated, field, value.to_owned(), true) }
    }

    /// Returns the term that looks for a whole value of a field, as far as it can be said without quotation marks.
    pub(super) fn whole(field: FilterField, value: &str) -> Self {
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, CHOICE | '*' | '"');
        match value.chars().all(is_plain) {
            true => Self::made(false, Some(field), format!("{WHOLE}{value}"), false),
            false => Self::new(false, Some(field), value),
        }
    }

    /// Returns the term that shows these tasks and no others. There are at least two of them.
    pub(super) fn of_names(names: &[TaskName]) -> Self {
        let value = names.iter().map(TaskName::as_str).collect::<Vec<_>>().join(" ");
        let mut names = names.to_vec();
        names.sort_unstable();
        let (negated, field, plain, quoted, wild, words) = (false, None, None, false, false, 0);
        Self { negated, field, value, plain, quoted, wild, words, names, delays: Vec::new() }
    }

    /// Returns the tasks that it lists; none if it is no list.
    pub fn names(&self) -> &[TaskName] {
        &self.names
    }

    /// Returns the term that looks for a text, between quotation marks.
    pub(super) fn quote(text: String) -> Self {
        Self::made(false, None, text, true)
    }

    /// Returns the whole names of the usual shapes that stand in it, where it looks for text.
    pub(super) fn names_in_it(&self) -> Vec<TaskName> {
        if !self.is_plain_text() || self.quoted {
            return Vec::new();
        }
        let names = mentions::names_in(self.plain());
        // With a star or a letter behind it, it is the beginning of others.
        let goes_on = |name: &TaskName| {
            let after = self.plain().split_once(name.as_str()).and_then(|(_, after)| after.chars().next());
            after.is_some_and(|after| after == '*' || after.is_alphanumeric())
        };
        if names.iter().any(goes_on) { Vec::new() } else { names }
    }

    /// Returns the names that it consists of, if it does.
    pub(super) fn names_by(&self, is_name: impl Fn(&TaskName) -> bool) -> Option<Vec<TaskName>> {
        if !self.names.is_empty() {
            return Some(self.names.clone());
        }
        let pieces = self.value.split(DIVIDERS).map(str::trim).filter(|piece| !piece.is_empty());
        let name = |piece| TaskName::parse(piece).ok().filter(&is_name);
        let names: Vec<_> = pieces.map(name).collect::<Option<_>>().filter(|_| self.is_plain_text())?;
        Some(names).filter(|names| !names.is_empty())
    }

    /// Returns whether it is what divides the names of a list.
    pub(super) fn is_divider(&self) -> bool {
        self.is_plain_text() && !self.quoted && self.value.chars().all(|c| DIVIDERS.contains(&c))
    }

    /// Returns whether every task for which it holds is one for which the other holds, as far as that is seen at
    /// once: it is the same, or more of what is looked for was typed.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        let is_more = self.is_plain_text() && other.is_plain_text() && self.is_word() && other.is_word();
        self == other || (is_more && find(self.value.as_bytes(), other.value.as_bytes()).is_some())
    }

    /// Returns whether it is a text that is looked for as it is, in all columns.
    fn is_word(&self) -> bool {
        self.field.is_none() && !self.wild && self.plain.is_none() && self.names.is_empty()
    }

    fn is_plain_text(&self) -> bool {
        !self.negated && self.field.is_none()
    }

    /// Returns whether it stands between quotation marks.
    pub(super) fn quoted(&self) -> bool {
        self.quoted
    }

    /// Returns whether it demands nothing yet.
    pub(super) fn is_begun(&self) -> bool {
        let begun: &[char] = match self.field {
            Some(FilterField::Delay) if !self.quoted => &[CHOICE, WHOLE, '<', '>'],
            Some(_) if !self.quoted => &[CHOICE, WHOLE],
            _ => &[],
        };
        self.plain().trim_matches(begun).is_empty()
    }

    /// Returns whether all that a number is compared with is one.
    pub(super) fn is_comparable(&self) -> bool {
        self.delays.len() == self.choices().len()
    }

    /// Returns whether any of several values of a field is enough: `state:running,stopped`.
    fn is_choice(&self) -> bool {
        self.field.is_some() && !self.quoted && self.plain().contains(CHOICE)
    }

    /// Returns the values of which any is enough; nearly always it is one.
    pub(super) fn choices(&self) -> Vec<&str> {
        match self.is_choice() {
            true => self.plain().split(CHOICE).filter(|choice| !choice.is_empty()).collect(),
            false => vec![self.plain()],
        }
    }

    /// Returns the value in plain characters.
    pub(super) fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.value)
    }

    /// In which of the words of columns that have only a few it stands.
    pub(crate) fn words(&self) -> u32 {
        self.words
    }

    /// Returns whether tasks are shown for which the rest of the term does not hold.
    pub fn negated(&self) -> bool {
        self.negated
    }

    /// Returns the column; all of them if none was named.
    pub fn field(&self) -> Option<FilterField> {
        self.field
    }

    /// Returns what is looked for, without quotation marks.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Reads the first term of a text, be it only begun.
    pub(super) fn read(text: &str) -> Option<ParsedTerm<'_>> {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c));
        if text.is_empty() {
            return None;
        }
        let (negated, body) = strip(text, '-').map_or((false, text), |rest| (true, rest));
        let (field, text) = field_of(body).map_or((None, body), |(field, rest)| (Some(field), rest));
        let (value, quoted, rest) = match strip(text, '"') {
            Some(inner) => {
                let is_straight = text[..text.len() - inner.len()].ends_with('"');
                let (value, rest) = unquote(inner, is_straight);
                (value, true, rest)
            }
            None => {
                let (value, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
                (value.to_owned(), false, rest)
            }
        };
        Some(ParsedTerm { term: Self::made(negated, field, value, quoted), body, rest })
    }

    fn made(negated: bool, field: Option<FilterField>, value: String, quoted: bool) -> Self {
        let plain = Some(plain_text(&value)).filter(|plain| *plain != value);
        let wild = !quoted && plain.as_ref().unwrap_or(&value).contains('*');
        let (names, delays) = (Vec::new(), Vec::new());
        let mut term = Self { negated, field, value, plain, quoted, wild, words: 0, names, delays };
        if field == Some(FilterField::Delay) {
            term.delays = term.choices().into_iter().filter_map(comparison::range).collect();
        }
        term.words = words::bits(field, |word| term.fits(word));
        term
    }

    /// Returns whether a task is shown as far as this term goes.
    pub(crate) fn holds(&self, record: &TaskRecord) -> bool {
        let found = match self.field {
            None if !self.names.is_empty() => self.names.binary_search(&record.name).is_ok(),
            None => self.is_anywhere(record),
            Some(FilterField::Component) => self.is_component(record),
            Some(FilterField::Project) => {
                self.is_part(record, |parts| parts.project) || self.is_read(record, FilterField::Project)
            }
            Some(FilterField::Host) => {
                self.is_part(record, |parts| parts.host) || self.is_read(record, FilterField::Host)
            }
            Some(FilterField::Label) => self.is_label(record),
            Some(FilterField::Region) => record.region().is_some_and(|region| self.fits(region)),
            Some(FilterField::Type) => record.project_type().is_some_and(|kind| self.fits(kind)),
            Some(FilterField::ProjectState) => {
                let raw = record.reading.as_ref().and_then(|reading| reading.project.state.as_deref());
                [record.project_state(), raw].into_iter().flatten().any(|state| self.fits(state))
            }
            Some(FilterField::Subtopic) => self.is_any(record.subtopics()),
            Some(FilterField::Delay) => {
                let delay = record.reading.as_ref().and_then(|reading| reading.delay);
                delay.is_some_and(|delay| self.delays.iter().any(|range| range.contains(&delay)))
            }
            Some(
                FilterField::State
                | FilterField::Last
                | FilterField::Operation
                | FilterField::Waiting
                | FilterField::Needs
                | FilterField::Direction
                | FilterField::Read,
            ) => self.words & words::of(record) != 0,
        };
        found != self.negated
    }

    /// Returns whether it stands in what a row shows.
    fn is_anywhere(&self, record: &TaskRecord) -> bool {
        // Most words stand in none of these, and the name tells most.
        self.fits(record.name.as_str())
            || (self.words != 0 && self.words & (words::of(record) | words::basis(record.knowledge)) != 0)
            || self.is_label(record)
            || self.is_component(record)
            || self.is_told(record)
    }

    /// Returns whether it stands in what only OMS tells of a task.
    fn is_told(&self, record: &TaskRecord) -> bool {
        let Some(reading) = record.reading.as_deref() else { return false };
        [&reading.project.name, &reading.region].into_iter().flatten().any(|text| self.fits(text))
            || self.is_any(&reading.subtopics)
            || record.state_word().is_some_and(|word| self.fits(word))
    }

    /// Returns whether it stands in what OMS tells of a task's project or host.
    fn is_read(&self, record: &TaskRecord, field: FilterField) -> bool {
        let Some(reading) = record.reading.as_deref() else { return false };
        let project = &reading.project;
        let fits = |text: Option<&String>| text.is_some_and(|text| self.fits(text));
        match field {
            FilterField::Project => fits(Some(&project.id)) || fits(project.name.as_ref()),
            // Where the name tells it, that is what is shown.
            _ => record.name.parts().is_none() && fits(reading.ip.as_ref()),
        }
    }

    fn is_any(&self, texts: &[String]) -> bool {
        texts.iter().any(|text| self.fits(text))
    }

    fn is_component(&self, record: &TaskRecord) -> bool {
        // Taking a name apart costs more than all else.
        self.words & words::COMPONENTS != 0 && self.words & words::component(record.component()) != 0
    }

    fn is_part(&self, record: &TaskRecord, part: fn(NameParts<'_>) -> &str) -> bool {
        let name = record.name.as_str().as_bytes();
        let stands_in_name = |value: &str| self.has_part_in(name, self.as_whole(value).unwrap_or(value));
        self.in_any_spelling(stands_in_name)
            && record.name.parts().is_some_and(|parts| self.fits(part(parts)))
    }

    fn is_label(&self, record: &TaskRecord) -> bool {
        self.is_any(&record.labels) || self.is_any(record.project_labels())
    }

    /// Returns whether a column's text is the one that is looked for. With `*` it must be so as a whole,
    /// unless the term looks through all columns: a part is enough then.
    fn fits(&self, text: &str) -> bool {
        // Nearly every term is one, and nearly all of a filter's time goes into this.
        if self.is_word() {
            return find(text.as_bytes(), self.value.as_bytes()).is_some();
        }
        self.in_any_spelling(|value| self.fits_as(text, value))
    }

    fn in_any_spelling(&self, holds: impl Fn(&str) -> bool) -> bool {
        let is_choice = self.is_choice();
        let in_any_choice = |value: &str| match is_choice {
            true => value.split(CHOICE).filter(|choice| !choice.is_empty()).any(&holds),
            false => holds(value),
        };
        in_any_choice(&self.value) || self.plain.as_deref().is_some_and(in_any_choice)
    }

    /// Returns the value without the sign that it is looked for as a whole, if it has it.
    fn as_whole<'v>(&self, value: &'v str) -> Option<&'v str> {
        value.strip_prefix(WHOLE).filter(|_| self.field.is_some() && !self.quoted)
    }

    fn fits_as(&self, text: &str, value: &str) -> bool {
        let whole = self.as_whole(value);
        if let Some(whole) = whole.filter(|whole| !whole.contains('*')) {
            return text.eq_ignore_ascii_case(whole);
        }
        let value = whole.unwrap_or(value);
        if !self.wild || !value.contains('*') || self.field.is_none() {
            return self.has_part_in(text.as_bytes(), value);
        }
        let (first, others) = value.split_once('*').unwrap_or((value, ""));
        let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
        text.as_bytes()
            .split_at_checked(first.len())
            .filter(|(start, _)| start.eq_ignore_ascii_case(first.as_bytes()))
            .and_then(|(_, rest)| rest.split_at_checked(rest.len().checked_sub(last.len())?))
            .filter(|(_, end)| end.eq_ignore_ascii_case(last.as_bytes()))
            .is_some_and(|(between, _)| self.has_part_in(between, middle))
    }

    /// Returns whether a value stands in a text, its pieces between `*` one after the other.
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

/// Returns the field that a text names, and what follows its colon.
fn field_of(text: &str) -> Option<(FilterField, &str)> {
    FilterField::ALL.iter().copied().find_map(|field| {
        let named = field.word().chars().try_fold(text, strip)?;
        let is_compared =
            field == FilterField::Delay && OPERATORS.iter().any(|sign| strip(named, *sign).is_some());
        Some((field, strip(named, ':').or(is_compared.then_some(named))?))
    })
}

/// Reads on behind a quotation mark; also returns what follows the closing one. Typographic marks close each
/// other; a straight one is closed by a typographic one only where there is no other.
fn unquote(text: &str, is_straight: bool) -> (String, &str) {
    let (mut value, mut rest) = (String::new(), text);
    while is_straight && let Some((part, more)) = rest.split_once('"') {
        value.push_str(part);
        match more.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => return (value, more),
        }
    }
    let ends = |after: &str| after.is_empty() || after.starts_with(char::is_whitespace);
    let closes = |(at, c): &(usize, char)| {
        plain(*c) == '"' && (!is_straight || (*c != '"' && ends(&rest[at + c.len_utf8()..])))
    };
    match rest.char_indices().find(closes) {
        Some((at, c)) => (value + &rest[..at], &rest[at + c.len_utf8()..]),
        None => (value + rest, ""),
    }
}
